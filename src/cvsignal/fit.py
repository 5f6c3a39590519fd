"""How well a CV fits a role: a linear model learned with scikit-learn, calibrated, additive, and sure of its unsureness.

A ridge regression with non-negative weights places a CV on the scale of grades, so that no feature can lower a score; a
logistic regression on that scale turns it into the chance of a grade of 2 or 3 (:mod:`cvsignal.estimators`). Both are
linear, so the logit is a sum of parts, one a feature, and the weights of that sum are all that a score needs. Verdicts are
split-conformal (Vovk et al.; Angelopoulos & Bates, 2021): "fit" and "no fit" are only said where the other is ruled out at
the stated error rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

import numpy as np

from cvsignal.features import Feature
from cvsignal.logistic import chance
from cvsignal.roles import Role
from cvsignal.schema import Assessment, Contribution, Evidence, Fit, Missing, Verdict

BASE = "base"
_RANGE = (10, 90)  # percentiles of the draws' scores


@dataclass(frozen=True)
class Decision:
    """Where a role's model draws its lines, all learned on held-out batches.

    ``cuts`` are the logits from which a CV is graded 1, 2 and 3. A CV is not "fit" below ``least_fit``, nor "no fit" above
    ``most_unfit`` (probabilities): both are quantiles at the error rate ``alpha``. ``draws`` are the weights (as in
    :class:`RoleFit`) of models learned from other draws of the same CVs.
    """

    cuts: tuple[float, float, float]
    least_fit: float
    most_unfit: float
    alpha: float
    draws: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True)
class RoleFit:
    """The model of one role: ``weights`` are points of logit, the constant first, then those of each feature at its value of 1."""

    role: Role
    weights: tuple[float, ...]
    decision: Decision

    def points(self, features: Sequence[Feature]) -> list[tuple[str, float]]:
        """(name, points of logit), the base first."""
        base, *weights = self.weights
        return [(BASE, base), *((f.name, w * f.value) for f, w in zip(features, weights, strict=True))]

    def fit(self, features: Sequence[Feature], evidence: Sequence[Evidence], language: str) -> Fit:
        """Score, grade, verdict and their reasons, from the features that the role's table names, in its order."""
        points = self.points(features)
        logit = math.fsum(value for _, value in points)
        score = 100.0 * chance(logit)
        contributions = [Contribution(feature=BASE, value=1.0, points=points[0][1])]
        contributions += [
            Contribution(feature=f.name, value=f.value, points=p, evidence=f.evidence)
            for f, (_, p) in zip(features, points[1:], strict=True)
        ]
        return Fit(
            role=self.role.name,
            score=score,
            score_range=self._score_range([f.value for f in features], score),
            grade=sum(logit >= cut for cut in self.decision.cuts),
            verdict=self._verdict(chance(logit)),
            contributions=tuple(contributions),
            missing=self._missing(evidence, language),
        )

    def _score_range(self, values: Sequence[float], score: float) -> tuple[float, float] | None:
        """Where the middle 80% of the draws' models put the score, widened to hold the score itself."""
        if not self.decision.draws:
            return None
        logits = [math.fsum([w[0], *map(mul, w[1:], values)]) for w in self.decision.draws]
        low, high = np.percentile([100.0 * chance(logit) for logit in logits], _RANGE)
        return min(float(low), score), max(float(high), score)

    def _verdict(self, chance_of_fit: float) -> Verdict:
        may_fit = chance_of_fit >= self.decision.least_fit
        may_not = chance_of_fit <= self.decision.most_unfit
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


def logit_of_score(fit: Fit) -> float:
    """The logit of a score: the sum of its contributions."""
    return math.fsum(part.points for part in fit.contributions)


def emphasised(assessment: Assessment, role: Role, purpose: str) -> float:
    """The place of a CV in a ranking with an emphasis on a purpose: the score's logit, plus the points that the role's
    table gives to a CV wholly of that purpose, in proportion to the CV's share of it."""
    return logit_of_score(assessment.fit[role.name]) + role.purpose.get(purpose, 0.0) * assessment.purpose.get(
        purpose, 0.0
    )
