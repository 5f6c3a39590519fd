"""Learns the model of a role from graded CVs, with evidence as the tagger finds it in CVs that it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression, Ridge

from cvsignal.errors import CorpusError
from cvsignal.features import features
from cvsignal.fit import Decision, RoleFit
from cvsignal.roles import Role
from cvsignal.schema import FIT_GRADE, GRADES, Evidence, Outline

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
ALPHA = 0.10  # error rate of the verdicts
LEAST_GRADED = 12
LEAST_OF_A_KIND = 3  # CVs that fit, and CVs that do not
_RIDGE_ALPHA = 3.0


@dataclass(frozen=True)
class Graded:
    """What a role's model learns from: a CV's evidence and outline, its grade, and the fold that holds it out."""

    evidence: Sequence[Evidence]
    outline: Outline
    grade: int
    fold: int


def enough(role: Role, grades: Sequence[int]) -> None:
    """Raises CorpusError, saying how many are needed, where a role has too few graded CVs."""
    fits = sum(grade >= FIT_GRADE for grade in grades)
    if len(grades) < LEAST_GRADED or min(fits, len(grades) - fits) < LEAST_OF_A_KIND:
        raise CorpusError(
            f"{role.name}: {len(grades)} graded CVs, {fits} of them 2 or 3. A role needs at least {LEAST_GRADED}, with at least "
            f"{LEAST_OF_A_KIND} graded 2 or 3 and {LEAST_OF_A_KIND} graded 0 or 1. Grade more CVs for it."
        )


def _matrix(role: Role, graded: Sequence[Graded]) -> Floats:
    return np.array([[f.value for f in features(g.evidence, g.outline, role.features)] for g in graded])


def _ridge(matrix: Floats, grades: Ints) -> Ridge:
    return Ridge(alpha=_RIDGE_ALPHA, positive=True, tol=1e-8, max_iter=20_000).fit(matrix, grades)


def _out_of_fold(matrix: Floats, grades: Ints, folds: Ints) -> Floats:
    places = np.zeros(len(grades))
    for fold in sorted(set(folds.tolist())):
        held = folds == fold
        places[held] = _ridge(matrix[~held], grades[~held]).predict(matrix[held])
    return places


def learn_role(role: Role, graded: Sequence[Graded]) -> tuple[RoleFit, Floats]:
    """The model of a role, and the out-of-fold logits that its lines were drawn on."""
    grades = np.array([g.grade for g in graded])
    enough(role, grades.tolist())
    matrix = _matrix(role, graded)
    folds = np.array([g.fold for g in graded])
    if len(set(folds.tolist())) < 2:
        folds = np.arange(len(graded)) % 5
    places = _out_of_fold(matrix, grades, folds)
    calibration = LogisticRegression(C=10.0).fit(places[:, None], grades >= FIT_GRADE)
    if float(calibration.coef_[0][0]) <= 0:  # no signal at all: a flat, honest score
        calibration.coef_[:] = 1e-6
    logits = np.asarray(calibration.decision_function(places[:, None]))
    decision = Decision(even_cuts(logits, grades), *_conformal(logits, grades, ALPHA), ALPHA)
    return RoleFit(role, _ridge(matrix, grades), calibration, decision), logits


def even_cuts(logits: Floats, grades: Ints) -> tuple[float, float, float]:
    """For each grade above 0 the logit at which a CV is as likely to have that grade, or more, as to have less.

    The second cut is where the score is about 50: grade and score are one scale.
    """
    cuts: list[float] = []
    for grade in GRADES[1:]:
        reached = grades >= grade
        lowest = cuts[-1] if cuts else -np.inf
        if not reached.any() or reached.all():  # no CV of this grade, or none below it: nobody, or everybody, has it
            cuts.append(max(lowest, float(np.max(logits)) + 1.0 if not reached.any() else float(np.min(logits)) - 1.0))
            continue
        model = LogisticRegression(C=10.0).fit(logits[:, None], reached)
        slope = max(float(model.coef_[0][0]), 1e-6)
        cuts.append(max(lowest, -float(model.intercept_[0]) / slope))
    return (cuts[0], cuts[1], cuts[2])


def _conformal(logits: Floats, grades: Ints, alpha: float) -> tuple[float, float]:
    """(least chance of a CV called fit, most chance of one called no fit): split-conformal within each class."""
    chances = 1.0 / (1.0 + np.exp(-logits))
    fits = np.sort(chances[grades >= FIT_GRADE])
    others = np.sort(chances[grades < FIT_GRADE])
    rank_low = int(np.floor(alpha * (len(fits) + 1)))
    rank_high = int(np.ceil((1 - alpha) * (len(others) + 1)))
    least_fit = float(fits[rank_low - 1]) if rank_low >= 1 else 0.0
    most_unfit = float(others[rank_high - 1]) if rank_high <= len(others) else 1.0
    return least_fit, most_unfit
