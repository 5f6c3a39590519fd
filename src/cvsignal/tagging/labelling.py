"""From logits to findings: which candidates carry which labels, at which extent, with which confidence."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cvsignal.schema import LABELS
from cvsignal.tagging.scene import Scene
from cvsignal.tagging.traits import traits
from cvsignal.tagging.weights import Floats, Weights


class Finding(NamedTuple):
    """``words[first:last]`` carries ``label``; ``logit`` is above the label's threshold."""

    first: int
    last: int
    label: str
    logit: float
    confidence: float


def overlap_enough(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two extents are the same evidence: the overlap covers at least half of the shorter (DESIGN.md)."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return 2 * common >= min(a[1] - a[0], b[1] - b[0])


def find(scene: Scene, weights: Weights) -> list[Finding]:
    """All findings of a CV, in text order."""
    clause_bags, name_bags = traits(scene)
    return choose(scene, weights.clauses.logits(clause_bags), weights.names.logits(name_bags), weights)


def choose(scene: Scene, clause_logits: Floats, name_logits: Floats, weights: Weights) -> list[Finding]:
    """Candidates above their label's threshold; a name wins over a clause that says the same of the same words."""
    found: list[Finding] = []
    above_names = np.argwhere(name_logits >= weights.thresholds)
    above_clauses = np.argwhere(clause_logits >= weights.thresholds)
    for label_index, label in enumerate(LABELS):
        taken: list[tuple[int, int]] = []
        for i in above_names[above_names[:, 1] == label_index, 0]:
            name = scene.names[i]
            if label in name.labels:
                found.append(_finding(name.first, name.last, label_index, float(name_logits[i, label_index]), weights))
                taken.append((name.first, name.last))
        for i in above_clauses[above_clauses[:, 1] == label_index, 0]:
            clause = scene.clauses[i]
            if not any(overlap_enough((clause.first, clause.last), other) for other in taken):
                found.append(_finding(clause.first, clause.last, label_index, float(clause_logits[i, label_index]), weights))
    return sorted(found, key=lambda f: (f.first, f.last, f.label))


def _finding(first: int, last: int, label_index: int, logit: float, weights: Weights) -> Finding:
    slope, intercept = float(weights.confidence[0]), float(weights.confidence[1 + label_index])
    confidence = 1.0 / (1.0 + float(np.exp(-np.clip(slope * logit + intercept, -30, 30))))
    return Finding(first, last, LABELS[label_index], logit, round(confidence, 4))
