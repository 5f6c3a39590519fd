"""From logits to findings: which candidates carry which labels, at which extent, with which confidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from cvsignal.logistic import chance
from cvsignal.schema import LABELS, Label
from cvsignal.tagging.clauses import Clause
from cvsignal.tagging.index import Index
from cvsignal.tagging.parts import Floats
from cvsignal.tagging.pieces import looked_again, pieces_of, promising
from cvsignal.tagging.scene import Scene, with_ordinary
from cvsignal.tagging.traits import clause_traits, name_traits, piece_traits, places
from cvsignal.tagging.weights import Weights

_GAP = 3  # words (a comma, a conjunction) between clauses that may be one span


class Finding(NamedTuple):
    """``words[first:last]`` carries ``label``; ``logit`` is above the label's threshold."""

    first: int
    last: int
    label: Label
    logit: float
    confidence: float


def overlap_enough(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two extents are the same evidence: the overlap covers at least half of the shorter."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return 2 * common >= min(a[1] - a[0], b[1] - b[0])


class Labelled(Protocol):
    """A stretch of a text under a label: said by the tagger, or by a person."""

    @property
    def label(self) -> Label: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_A = TypeVar("_A", bound=Labelled)
_B = TypeVar("_B", bound=Labelled)


def same_evidence(a: Labelled, b: Labelled) -> bool:
    """Whether two labelled stretches are the same evidence."""
    return a.label == b.label and overlap_enough((a.start, a.end), (b.start, b.end))


def pair_up(first: Sequence[_A], second: Sequence[_B], rank: Callable[[_A, _B], Any]) -> list[tuple[int, int]]:
    """Index pairs of stretches that are the same evidence, each used once; of pairs in conflict, those of lower rank.

    Where ranks are equal, those that stand first. The pairs are in order of the first index.
    """
    alike = [(i, j) for i, a in enumerate(first) for j, b in enumerate(second) if same_evidence(a, b)]
    partner: dict[int, int] = {}
    for i, j in sorted(alike, key=lambda pair: rank(first[pair[0]], second[pair[1]])):
        if i not in partner and j not in partner.values():
            partner[i] = j
    return sorted(partner.items())


def find(scene: Scene, weights: Weights) -> list[Finding]:
    """All findings of a CV, in text order."""
    index = Index(with_ordinary(scene, weights.common))
    wholes = weights.clauses.logits(clause_traits(index), places(scene))
    again = pieces_of(scene, promising(wholes).tolist())
    of_pieces = weights.clauses.logits([piece_traits(index, piece) for piece in again])
    clause_logits = looked_again(wholes, of_pieces, np.array([piece.clause for piece in again], dtype=np.int64))
    return choose(scene, clause_logits, weights.names.logits(name_traits(index)), weights)


def choose(scene: Scene, clause_logits: Floats, name_logits: Floats, weights: Weights) -> list[Finding]:
    """The findings of all labels, each with its confidence."""
    found: list[Finding] = []
    for index, label in enumerate(LABELS):
        threshold = float(weights.thresholds[index])
        for first, last, logit in label_extents(
            scene, label, clause_logits[:, index], name_logits[:, index], threshold
        ):
            found.append(Finding(first, last, label, logit, _confidence(weights, index, logit)))
    return sorted(found, key=lambda f: (f.first, f.last, f.label))


def label_extents(
    scene: Scene, label: Label, clause_logits: Floats, name_logits: Floats, threshold: float
) -> list[tuple[int, int, float]]:
    """(first, last, logit) of each candidate of one label above its threshold.

    A name wins over a clause that says the same of the same words; neighbouring clauses of one sentence are one span.
    """
    found = _names_of(scene, label, name_logits, threshold)
    named = [(first, last) for first, last, _ in found]
    before: Clause | None = None
    for i in np.flatnonzero(clause_logits >= threshold).tolist():
        clause = scene.clauses[i]
        if any(overlap_enough((clause.first, clause.last), other) for other in named):
            continue
        logit = float(clause_logits[i])
        if before is not None and before.sentence == clause.sentence and clause.first - before.last <= _GAP:
            first, _, stronger = found[-1]
            found[-1] = (first, clause.last, max(stronger, logit))
        else:
            found.append((clause.first, clause.last, logit))
        before = clause
    return found


def _names_of(scene: Scene, label: Label, logits: Floats, threshold: float) -> list[tuple[int, int, float]]:
    """The names of one label above its threshold; of several that share words, the one of the highest logit.

    "Licence professionnelle Communication" is one degree, not another "professionnelle Communication" beside it.
    """
    found: list[tuple[int, int, float]] = []
    taken: set[int] = set()
    for i in np.argsort(-logits, kind="stable").tolist():
        if logits[i] < threshold:
            break
        first, last, _, _, labels = scene.names[i]
        if label in labels and taken.isdisjoint(range(first, last)):
            found.append((first, last, float(logits[i])))
            taken.update(range(first, last))
    return sorted(found)


def _confidence(weights: Weights, label_index: int, logit: float) -> float:
    slope, intercept = float(weights.confidence[0]), float(weights.confidence[1 + label_index])
    return round(chance(slope * logit + intercept), 4)
