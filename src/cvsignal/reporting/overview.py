"""Counts over all candidates for the plots: scores by verdict, evidence by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from cvsignal.reporting.page_data import VERDICTS
from cvsignal.schema import LABELS, Assessment

BINS = 20  # of 5 % each


class Overview:
    """Grows with neither the number of candidates nor the length of their CVs."""

    def __init__(self, roles: Sequence[str]) -> None:
        self.read = 0
        self.failed = 0
        self._labels: Counter[str] = Counter()
        self._scores = {role: [[0] * BINS for _ in VERDICTS] for role in roles}

    def add(self, assessment: Assessment) -> None:
        self.read += 1
        self._labels.update({e.label for e in assessment.evidence if e.assertion == "asserted"})
        for role, counts in self._scores.items():
            fit = assessment.fit.get(role)
            if fit is not None:
                counts[VERDICTS.index(fit.verdict)][min(int(fit.score * BINS / 100), BINS - 1)] += 1

    def facts(self) -> dict[str, Any]:
        """``scores``: CVs by role, verdict (order of VERDICTS) and bin; ``labels``: CVs by label (order of LABELS)."""
        labels = [self._labels[label] for label in LABELS]
        return {"read": self.read, "failed": self.failed, "labels": labels, "scores": self._scores}
