"""What is measured of a CV's evidence: how much is claimed, for how long, on how many platforms, and what of it stands together.

Each measure lies in 0..1, saturates, counts what is said twice once, and never falls when asserted evidence is added. A claim
that the tagger doubts counts half, so that a doubtful span, which a hair may take away, moves a score less; on one side of
that line, differences of confidence move nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cvsignal.accents import unaccented
from cvsignal.platforms import names_social_media, platforms_in
from cvsignal.schema import Evidence, Outline, Position

_MOST_YEARS = 6.0
_MOST_MONTHS = 480  # of one position
_ENOUGH = 1_000.0  # claims: more change nothing
_OPEN_YEARS = 2  # a position that goes on counts to the CV's last date, and at least this long
DOUBT = 0.6  # a claim of less confidence counts _HALF
_HALF = 0.5
#: A kind of claim beside the labels: a lasting strategy that names social media, which is answered for by who conceived it.
SOCIAL_STRATEGY = "social_strategy"

Measured = tuple[float, list[int]]  # a value in 0..1 and the evidence (indices) that it rests on


@dataclass(frozen=True)
class Facts:
    """Asserted evidence by kind (a label, or :data:`SOCIAL_STRATEGY`): ``by_kind`` holds repeated statements once, the surest
    of them, ``everywhere`` each time."""

    evidence: Sequence[Evidence]
    outline: Outline
    by_kind: dict[str, list[int]]
    everywhere: dict[str, list[int]]

    def of(self, *kinds: str) -> list[int]:
        return sorted({i for kind in kinds for i in self.by_kind.get(kind, ())})

    def mentions_of(self, *kinds: str) -> list[int]:
        """With repetitions: the same title at two employers is two jobs."""
        return sorted({i for kind in kinds for i in self.everywhere.get(kind, ())})

    def sureness(self, index: int) -> float:
        """What a claim counts: 1, or half where it is doubtful."""
        return 1.0 if self.evidence[index].confidence >= DOUBT else _HALF

    def amount(self, found: Iterable[int]) -> float:
        """What several claims count together."""
        return math.fsum(map(self.sureness, found))

    def surest(self, *kinds: str) -> float:
        """What the best claim of some kinds counts, 0 where there is none."""
        return max(map(self.sureness, self.of(*kinds)), default=0.0)


Measure = Callable[[Facts], Measured]


def _same_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", unaccented(text.lower())))


def facts_of(evidence: Sequence[Evidence], outline: Outline) -> Facts:
    """The asserted evidence of a CV, ordered for measuring."""
    everywhere: dict[str, list[int]] = {}
    surest: dict[tuple[str, str], int] = {}
    for index, item in enumerate(evidence):
        if item.assertion != "asserted":
            continue
        for kind in _kinds(item):
            everywhere.setdefault(kind, []).append(index)
            key = (kind, _same_words(item.text))
            if key not in surest or evidence[surest[key]].confidence < item.confidence:
                surest[key] = index
    by_kind: dict[str, list[int]] = {}
    for (kind, _), index in surest.items():
        by_kind.setdefault(kind, []).append(index)
    return Facts(evidence, outline, by_kind, everywhere)


def _kinds(item: Evidence) -> tuple[str, ...]:
    if item.label == "long_term_strategy" and names_social_media(item.text):
        return item.label, SOCIAL_STRATEGY
    return (item.label,)


def saturate(count: float, half: float) -> float:
    """0 for none, 0.5 at ``half``, towards 1 for many."""
    return 1.0 - math.pow(0.5, count / half)


def count(*kinds: str, half: float) -> Measure:
    """How much is claimed of some kinds; 0.5 at ``half`` claims."""

    def measure(facts: Facts) -> Measured:
        found = facts.of(*kinds)
        return saturate(facts.amount(found), half), found

    return measure


class _Held(NamedTuple):
    """A position and what the surest claim in it counts."""

    position: Position
    sureness: float


def _positions(facts: Facts, kinds: Sequence[str]) -> tuple[list[_Held], list[int]]:
    found: dict[int, _Held] = {}
    used: list[int] = []
    for index in facts.mentions_of(*kinds):
        position = facts.outline.position_at(facts.evidence[index].start)
        if position is not None and position.section != "education":
            before = found.get(position.start, _Held(position, 0.0))
            found[position.start] = _Held(position, max(before.sureness, facts.sureness(index)))
            used.append(index)
    return list(found.values()), used


def _months(held: Sequence[_Held], outline: Outline) -> float:
    """Months covered by the positions, overlaps once; each counts by the surest of its positions."""
    ends = [p.last for p in outline.positions if p.last is not None] + [
        p.first for p in outline.positions if p.first is not None
    ]
    latest = max(ends, default=0)
    covered: dict[int, float] = {}
    for position, sureness in held:
        if position.first is None:
            continue
        last = position.last if position.last is not None else max(latest, position.first + 12 * _OPEN_YEARS - 1)
        for month in range(position.first, min(last, position.first + _MOST_MONTHS) + 1):
            covered[month] = max(covered.get(month, 0.0), sureness)
    return math.fsum(covered.values())


def years(*kinds: str) -> Measure:
    """Years of the positions in which some kind is claimed, as a share of six."""

    def measure(facts: Facts) -> Measured:
        held, used = _positions(facts, kinds)
        return min(_months(held, facts.outline) / 12.0, _MOST_YEARS) / _MOST_YEARS, used

    return measure


def organisations(*kinds: str, half: float) -> Measure:
    """In how many jobs some kind is claimed; a history printed twice counts once."""

    def measure(facts: Facts) -> Measured:
        held, used = _positions(facts, kinds)
        jobs: dict[object, float] = {}
        for position, sureness in held:
            key = (position.first, position.last) if position.first is not None else position.start
            jobs[key] = max(jobs.get(key, 0.0), sureness)
        return saturate(math.fsum(jobs.values()), half), used

    return measure


def platforms(*kinds: str, half: float) -> Measure:
    """How many platforms are named in the claims of some kinds."""

    def measure(facts: Facts) -> Measured:
        used = facts.mentions_of(*kinds)  # statements that are alike but for case and marks may name others
        named: dict[str, float] = {}
        for i in used:
            for name in platforms_in(facts.evidence[i].text):
                named[name] = max(named.get(name, 0.0), facts.sureness(i))
        return saturate(math.fsum(named.values()), half), used

    return measure


def beside(measure: Measure, *others: str, half: float = 1.0) -> Measure:
    """A measure that counts only beside asserted evidence of other kinds: half of it beside ``half`` claims, all beside many."""

    def gated(facts: Facts) -> Measured:
        value, used = measure(facts)
        return value * saturate(facts.amount(facts.of(*others)), half), used

    return gated


def shown(*groups: tuple[str, ...], next_to: tuple[str, ...]) -> Measure:
    """Share of several groups of kinds that the text shows, as far as it also shows some kind of ``next_to``."""

    def measure(facts: Facts) -> Measured:
        used = facts.of(*(kind for group in groups for kind in group))
        share = math.fsum(facts.surest(*group) for group in groups) / len(groups)
        return min(share, facts.surest(*next_to)), used

    return measure


def together(*groups: tuple[str, ...]) -> Measure:
    """The weakest of several counts: high only where all are there."""

    def measure(facts: Facts) -> Measured:
        used = [facts.of(*group) for group in groups]
        value = min(saturate(facts.amount(found), 1.5) for found in used)
        return value, sorted({i for found in used for i in found})

    return measure


def _claims(facts: Facts, kind: str) -> float:
    """How much is claimed of a kind; names of tools, however many, are one claim, and none where no monitoring is told."""
    if kind == "paid_monitoring_tool":
        return min(facts.surest(kind), facts.surest("monitoring_plan"))
    return min(facts.amount(facts.of(kind)), _ENOUGH)


def weighed(*parts: tuple[Mapping[str, float], float]) -> Measure:
    """The weakest of several weighed counts, each saturating at its half: what the rubric asks for together."""

    def measure(facts: Facts) -> Measured:
        values = [
            saturate(math.fsum(weight * _claims(facts, kind) for kind, weight in weights.items()), half)
            for weights, half in parts
        ]
        counted = {kind for weights, _ in parts for kind in weights if _claims(facts, kind)}
        return min(values), facts.of(*counted)

    return measure
