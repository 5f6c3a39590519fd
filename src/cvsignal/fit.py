"""How well a CV fits a role: a scikit-learn model over named features, calibrated, additive, and sure of its unsureness.

A ridge regression with non-negative weights places a CV on the scale of grades, so that no feature can lower a score; a
logistic regression on that scale turns it into the chance of a grade of 2 or 3. Both are linear, so the logit is a sum of
parts, one a feature. Verdicts are split-conformal (Vovk et al.; Angelopoulos & Bates, 2021): "fit" and "no fit" are only
said where the other is ruled out at the stated error rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression, Ridge

from cvsignal.errors import ModelError
from cvsignal.features import Feature
from cvsignal.roles import Role
from cvsignal.schema import Assessment, Contribution, Evidence, Fit, Missing, Verdict

BASE = "base"


@dataclass(frozen=True)
class Decision:
    """Where a role's model draws its lines, all learned on held-out batches.

    ``cuts`` are the logits from which a CV is graded 1, 2 and 3. A CV is not "fit" below ``least_fit``, nor "no fit" above
    ``most_unfit`` (probabilities): both are quantiles at the error rate ``alpha``.
    """

    cuts: tuple[float, float, float]
    least_fit: float
    most_unfit: float
    alpha: float


@dataclass(frozen=True)
class RoleFit:
    """The model of one role."""

    role: Role
    ridge: Ridge
    calibration: LogisticRegression
    decision: Decision

    def points(self, features: Sequence[Feature]) -> list[tuple[str, float]]:
        """(name, points of logit), the base first."""
        slope = float(self.calibration.coef_[0][0])
        base = slope * float(self.ridge.intercept_) + float(self.calibration.intercept_[0])
        parts = zip(features, self.ridge.coef_, strict=True)
        return [(BASE, base), *((f.name, slope * float(w) * f.value) for f, w in parts)]

    def fit(self, features: Sequence[Feature], evidence: Sequence[Evidence], language: str) -> Fit:
        """Score, grade, verdict and their reasons, from the features that the role's table names, in its order."""
        points = self.points(features)
        logit = math.fsum(value for _, value in points)
        chance = 1.0 / (1.0 + math.exp(-logit))
        contributions = [Contribution(feature=BASE, value=1.0, points=points[0][1])]
        contributions += [
            Contribution(feature=f.name, value=f.value, points=p, evidence=f.evidence)
            for f, (_, p) in zip(features, points[1:], strict=True)
        ]
        return Fit(
            role=self.role.name,
            score=100.0 * chance,
            grade=sum(logit >= cut for cut in self.decision.cuts),
            verdict=self._verdict(chance),
            contributions=tuple(contributions),
            missing=self._missing(evidence, language),
        )

    def _verdict(self, chance: float) -> Verdict:
        may_fit = chance >= self.decision.least_fit
        may_not = chance <= self.decision.most_unfit
        if may_fit and not may_not:
            return "fit"
        if may_not and not may_fit:
            return "no fit"
        return "to be read by a person"

    def _missing(self, evidence: Sequence[Evidence], language: str) -> tuple[Missing, ...]:
        shown = {e.label for e in evidence if e.assertion == "asserted"}
        code = language if language == "fr" else "en"
        return tuple(
            Missing(pillar=p.name, title=p.title[code], question=p.question[code])
            for p in self.role.pillar
            if not shown & set(p.labels)
        )

    def save(self, path: Path) -> None:
        """Writes the estimators as ``.skops``; the decision stands in model.json."""
        skops.io.dump({"ridge": self.ridge, "calibration": self.calibration}, path)


def emphasised(assessment: Assessment, role: Role, purpose: str) -> float:
    """The place of a CV in a ranking with an emphasis on a purpose: the score's logit, plus the points that the role's
    table gives to a CV wholly of that purpose, in proportion to the CV's share of it."""
    logit = math.fsum(part.points for part in assessment.fit[role.name].contributions)
    return logit + role.purpose.get(purpose, 0.0) * assessment.purpose.get(purpose, 0.0)


def load_estimators(path: Path, features: int) -> tuple[Ridge, LogisticRegression]:
    """Reads what :meth:`RoleFit.save` wrote; refuses anything but the two estimators, and runs no code of the file."""
    try:
        unknown = skops.io.get_untrusted_types(file=path)
        if unknown:
            raise ModelError(f"{path.name}: holds types that are not trusted ({unknown[0]}). Do not use this file.")
        parts = skops.io.load(path, trusted=[])
        ridge, calibration = parts["ridge"], parts["calibration"]
    except ModelError:
        raise
    except Exception as error:  # whatever a damaged zip or schema raises
        raise ModelError(f"{path.name}: cannot be loaded ({type(error).__name__}). Train again.") from error
    if type(ridge) is not Ridge or type(calibration) is not LogisticRegression:
        raise ModelError(f"{path.name}: holds other estimators than a role's. Train again.")
    coefficients = np.asarray(ridge.coef_)
    if coefficients.shape != (features,) or not np.isfinite(coefficients).all() or (coefficients < 0).any():
        raise ModelError(f"{path.name}: its weights do not fit the role's features. Train again.")
    if np.shape(calibration.coef_) != (1, 1) or float(calibration.coef_[0][0]) <= 0:
        raise ModelError(f"{path.name}: its calibration is not rising. Train again.")
    return ridge, calibration
