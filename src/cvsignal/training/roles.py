"""Learns the model of a role from graded CVs, with evidence as the tagger finds it in CVs that it did not learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression, Ridge
from threadpoolctl import threadpool_limits

from cvsignal.errors import CorpusError
from cvsignal.estimators import Estimators
from cvsignal.features import features
from cvsignal.fit import Decision, RoleFit
from cvsignal.logistic import chances
from cvsignal.roles import Role
from cvsignal.schema import FIT_GRADE, GRADES, Evidence, Outline
from cvsignal.training.tagger import SEED

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: Error rate of the verdicts, by hand: how often a CV that fits may be called "no fit", and one that does not "fit".
ALPHA = 0.05
LEAST_GRADED = 12  # by hand
LEAST_OF_A_KIND = 3  # CVs that fit, and CVs that do not, by hand
_RIDGE_ALPHA = 3.0  # by hand; benchmarks/fit.py compares methods at this strength, it does not choose it
_CALIBRATION_C = 10.0  # inverse strength of the penalty, by hand
DRAWS = 30  # of the CVs, for the range of a score; by hand
_TOLERANCE = 1e-6  # of the ridge's solver; far below it one solution in some thousands ends in a warning


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
            f"{role.name}: {len(grades)} graded CVs, {fits} of them 2 or 3 (those written to a quota aside). A role needs at "
            f"least {LEAST_GRADED}, with at least {LEAST_OF_A_KIND} graded 2 or 3 and {LEAST_OF_A_KIND} graded 0 or 1. Grade more "
            "CVs for it."
        )


def _matrix(role: Role, graded: Sequence[Graded]) -> Floats:
    return np.array([[f.value for f in features(g.evidence, g.outline, role.features)] for g in graded])


def _ridge(matrix: Floats, grades: Ints, weight: float) -> Ridge:
    model = Ridge(alpha=_RIDGE_ALPHA, positive=True, tol=_TOLERANCE, max_iter=20_000)
    return model.fit(matrix, grades, sample_weight=np.full(len(grades), weight))


def _out_of_fold(matrix: Floats, grades: Ints, folds: Ints, weight: float) -> Floats:
    places = np.zeros(len(grades))
    for fold in sorted(set(folds.tolist())):
        held = folds == fold
        places[held] = _ridge(matrix[~held], grades[~held], weight).predict(matrix[held])
    return places


@dataclass(frozen=True)
class Learned:
    """The model of a role, the estimators that its weights come from, and the out-of-fold logits of the CVs."""

    fit: RoleFit
    estimators: Estimators
    logits: Floats


def learn_role(role: Role, graded: Sequence[Graded], again: Sequence[Graded] = ()) -> Learned:
    """Learns the model of a role.

    ``again`` are the same CVs in the same order with the evidence that another tagger found in them. Each reading of a CV then
    weighs half. The verdicts' lines are drawn on each reading by itself (one place a CV, as conformal prediction asks), and the
    more cautious ones count.
    """
    enough(role, [g.grade for g in graded])
    readings = [*graded, *again]
    grades = np.array([g.grade for g in readings])
    matrix = _matrix(role, readings)
    weight = len(graded) / len(readings)
    folds = np.array([g.fold for g in readings])
    if len(set(folds.tolist())) < 2:
        folds = np.arange(len(readings)) % len(graded) % 5
    with threadpool_limits(1):  # so small are the matrices that threads would only wait for each other
        estimators, places = _estimators(matrix, grades, folds, weight)
        draws = []
        for cvs in _draws(grades[: len(graded)], folds[: len(graded)], DRAWS):
            drawn = np.concatenate([cvs + first for first in range(0, len(readings), len(graded))])
            of_draw, _ = _estimators(matrix[drawn], grades[drawn], folds[drawn], weight)
            draws.append(of_draw.logit_weights())
    logits = np.asarray(estimators.calibration.decision_function(places[:, None]))
    starts = range(0, len(readings), len(graded))
    lines = [_conformal(logits[i : i + len(graded)], grades[i : i + len(graded)], ALPHA) for i in starts]
    least_fit, most_unfit = min(least for least, _ in lines), max(most for _, most in lines)
    decision = Decision(even_cuts(logits, grades), least_fit, most_unfit, ALPHA, tuple(draws))
    return Learned(RoleFit(role, estimators.logit_weights(), decision), estimators, logits[: len(graded)])


def _estimators(matrix: Floats, grades: Ints, folds: Ints, weight: float) -> tuple[Estimators, Floats]:
    """The estimators of a role, each row of this weight, and the out-of-fold places that the second was fitted on."""
    places = _out_of_fold(matrix, grades, folds, weight)
    fits, weights = grades >= FIT_GRADE, np.full(len(grades), weight)
    calibration = LogisticRegression(C=_CALIBRATION_C).fit(places[:, None], fits, sample_weight=weights)
    if float(calibration.coef_[0][0]) <= 0:  # no signal at all: a flat, honest score
        calibration.coef_[:] = 1e-6
    return Estimators(_ridge(matrix, grades, weight), calibration), places


def _draws(grades: Ints, folds: Ints, count: int) -> Iterator[Ints]:
    """Numbers of the CVs of each bootstrap draw: as many as there are, with replacement.

    A CV keeps its fold, so that no copy of it is on both sides. Draws of one class or one fold cannot be learned from: drawn anew.
    """
    random = np.random.default_rng(SEED)
    fits = grades >= FIT_GRADE
    for _ in range(count):
        drawn = random.integers(0, len(grades), len(grades))
        while len(set(fits[drawn].tolist())) < 2 or len(set(folds[drawn].tolist())) < 2:
            drawn = random.integers(0, len(grades), len(grades))
        yield drawn


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
        model = LogisticRegression(C=_CALIBRATION_C).fit(logits[:, None], reached)
        slope = max(float(model.coef_[0][0]), 1e-6)
        cuts.append(max(lowest, -float(model.intercept_[0]) / slope))
    return (cuts[0], cuts[1], cuts[2])


def _conformal(logits: Floats, grades: Ints, alpha: float) -> tuple[float, float]:
    """(least chance of a CV called fit, most chance of one called no fit): split-conformal within each class."""
    said = chances(logits)
    fits, others = np.sort(said[grades >= FIT_GRADE]), np.sort(said[grades < FIT_GRADE])
    rank_low = int(np.floor(alpha * (len(fits) + 1)))
    rank_high = int(np.ceil((1 - alpha) * (len(others) + 1)))
    least_fit = float(fits[rank_low - 1]) if rank_low >= 1 else 0.0
    most_unfit = float(others[rank_high - 1]) if rank_high <= len(others) else 1.0
    return least_fit, most_unfit
