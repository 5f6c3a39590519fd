"""The flip list: candidates whose verdict, or rank among the first twenty, another model changes, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cvsignal.schema import Evidence, Fit
from cvsignal.tagging.labelling import same_evidence

TOP = 20
_PARTS = 5  # contributions shown, those that changed most
_FAINT = 0.01  # points of logit that explain nothing


@dataclass(frozen=True)
class Seen:
    """A CV as one model sees it."""

    name: str
    evidence: Sequence[Evidence]
    fit: Mapping[str, Fit]


@dataclass(frozen=True)
class Standing:
    """Where one model puts a CV for a role; ``rank`` counts from 1."""

    verdict: str
    grade: int
    score: float
    rank: int


@dataclass(frozen=True)
class Part:
    """A contribution to the score's logit under both models."""

    feature: str
    old: float
    new: float


@dataclass(frozen=True)
class Flip:
    """A candidate who would be treated differently, and what did it."""

    name: str
    role: str
    old: Standing
    new: Standing
    parts: tuple[Part, ...]
    gained: tuple[str, ...]  # evidence of the new model alone, "label: words"
    lost: tuple[str, ...]

    @property
    def changes_verdict(self) -> bool:
        return self.old.verdict != self.new.verdict


def flips(old: Sequence[Seen], new: Sequence[Seen], role: str, top: int = TOP) -> list[Flip]:
    """The flips of a role; both lists hold the same CVs in the same order. Changed verdicts first, then by new rank."""
    before, after = _standings(old, role), _standings(new, role)
    found: list[Flip] = []
    for a, b in zip(old, new, strict=True):
        x, y = before[a.name], after[b.name]
        moved = x.rank != y.rank and min(x.rank, y.rank) <= top
        if x.verdict != y.verdict or moved:
            gained, lost = _evidence_changes(a.evidence, b.evidence)
            found.append(Flip(a.name, role, x, y, _parts(a.fit[role], b.fit[role]), gained, lost))
    return sorted(found, key=lambda flip: (not flip.changes_verdict, flip.new.rank))


def _standings(seen: Sequence[Seen], role: str) -> dict[str, Standing]:
    ranked = sorted(seen, key=lambda one: (-one.fit[role].score, one.name))
    return {
        one.name: Standing(one.fit[role].verdict, one.fit[role].grade, round(one.fit[role].score, 1), rank)
        for rank, one in enumerate(ranked, 1)
    }


def _parts(old: Fit, new: Fit) -> tuple[Part, ...]:
    before = {c.feature: c.points for c in old.contributions}
    after = {c.feature: c.points for c in new.contributions}
    parts = [Part(f, round(before.get(f, 0.0), 3), round(after.get(f, 0.0), 3)) for f in {**before, **after}]
    changed = [part for part in parts if abs(part.new - part.old) >= _FAINT]
    return tuple(sorted(changed, key=lambda part: -abs(part.new - part.old))[:_PARTS])


def _evidence_changes(old: Sequence[Evidence], new: Sequence[Evidence]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _alone(new, old), _alone(old, new)


def _alone(mine: Sequence[Evidence], others: Sequence[Evidence]) -> tuple[str, ...]:
    """Evidence that the other model does not find, or reads as another assertion."""
    return tuple(
        f"{e.label}{'' if e.assertion == 'asserted' else ' (' + e.assertion + ')'}: {' '.join(e.text.split())}"
        for e in mine
        if not any(o.assertion == e.assertion and same_evidence(o, e) for o in others)
    )
