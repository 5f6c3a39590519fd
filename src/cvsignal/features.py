"""Named numbers from evidence, sections and dates: all that the fit models see of a CV.

Nothing of the person is among them: no name, sex, age, origin, address, family, photo or school. Each feature lies in
0..1, saturates (the tenth page adds little), counts what is said twice once, and never falls when asserted evidence is
added. Tools, plans and crises count only beside practice, so that a list of keywords buys nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cvsignal.accents import unaccented
from cvsignal.platforms import platforms_in
from cvsignal.schema import Evidence, Outline, Position

_PRACTICE = ("brand_presence", "community_building")
_SOCIAL = ("brand_presence", "community_building", "social_media_position")
_MOST_YEARS = 6.0
_ENOUGH = 1_000  # claims: more change nothing
_OPEN_YEARS = 2  # a position that goes on counts to the CV's last date, and at least this long


@dataclass(frozen=True, slots=True)
class Feature:
    """A named number in 0..1 and the evidence (indices) that it rests on."""

    name: str
    value: float
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class _Facts:
    """Asserted evidence by label: ``by_label`` holds repeated statements once, ``everywhere`` each time."""

    evidence: Sequence[Evidence]
    outline: Outline
    by_label: dict[str, list[int]]
    everywhere: dict[str, list[int]]

    def of(self, *labels: str) -> list[int]:
        return sorted(i for label in labels for i in self.by_label.get(label, ()))

    def mentions_of(self, *labels: str) -> list[int]:
        """With repetitions: the same title at two employers is two jobs."""
        return sorted(i for label in labels for i in self.everywhere.get(label, ()))


def _same_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", unaccented(text.lower())))


def _facts(evidence: Sequence[Evidence], outline: Outline) -> _Facts:
    by_label: dict[str, list[int]] = {}
    everywhere: dict[str, list[int]] = {}
    seen: set[tuple[str, str]] = set()
    for index, item in enumerate(evidence):
        if item.assertion != "asserted":
            continue
        everywhere.setdefault(item.label, []).append(index)
        key = (item.label, _same_words(item.text))
        if key not in seen:
            seen.add(key)
            by_label.setdefault(item.label, []).append(index)
    return _Facts(evidence, outline, by_label, everywhere)


def saturate(count: float, half: float) -> float:
    """0 for none, 0.5 at ``half``, towards 1 for many."""
    return 1.0 - math.pow(0.5, count / half)


def _count(*labels: str, half: float) -> Callable[[_Facts], tuple[float, list[int]]]:
    def measure(facts: _Facts) -> tuple[float, list[int]]:
        found = facts.of(*labels)
        return saturate(len(found), half), found

    return measure


def _positions(facts: _Facts, labels: Sequence[str]) -> tuple[list[Position], list[int]]:
    found: dict[int, Position] = {}
    used: list[int] = []
    for index in facts.mentions_of(*labels):
        position = facts.outline.position_at(facts.evidence[index].start)
        if position is not None and position.section != "education":
            found.setdefault(position.start, position)
            used.append(index)
    return list(found.values()), used


def _months(positions: Sequence[Position], outline: Outline) -> int:
    """Months covered by the positions, overlaps once."""
    ends = [p.last for p in outline.positions if p.last is not None] + [
        p.first for p in outline.positions if p.first is not None
    ]
    latest = max(ends, default=0)
    covered: set[int] = set()
    for position in positions:
        if position.first is None:
            continue
        last = position.last if position.last is not None else max(latest, position.first + 12 * _OPEN_YEARS - 1)
        covered.update(range(position.first, min(last, position.first + 480) + 1))
    return len(covered)


def _years(*labels: str) -> Callable[[_Facts], tuple[float, list[int]]]:
    def measure(facts: _Facts) -> tuple[float, list[int]]:
        positions, used = _positions(facts, labels)
        return min(_months(positions, facts.outline) / 12.0, _MOST_YEARS) / _MOST_YEARS, used

    return measure


def _organisations(facts: _Facts) -> tuple[float, list[int]]:
    positions, used = _positions(facts, ("brand_presence", "social_media_position"))
    jobs = {
        (p.first, p.last) if p.first is not None else p.start for p in positions
    }  # a history printed twice counts once
    return saturate(len(jobs), 2.0), used


def _platforms(facts: _Facts) -> tuple[float, list[int]]:
    used = facts.of(*_PRACTICE)
    names = {name for i in used for name in platforms_in(facts.evidence[i].text)}
    return saturate(len(names), 2.0), used


def _beside(measure: Callable[[_Facts], tuple[float, list[int]]], *others: str, half: float = 1.0):  # type: ignore[no-untyped-def]
    """A measure that counts only beside asserted evidence of other labels."""

    def gated(facts: _Facts) -> tuple[float, list[int]]:
        value, used = measure(facts)
        gate = saturate(len(facts.of(*others)), half)
        return min(value, gate), used

    return gated


def _pillars(facts: _Facts) -> tuple[float, list[int]]:
    """Share of the strategist's five pillars that the text shows (ANNOTATION.md §2), beside PR and social media."""
    groups = (
        ("monitoring_plan", "paid_monitoring_tool"),
        ("measurable_objectives", "measured_result"),
        ("management_reporting",),
        ("channel_integration", "platform_selection"),
        ("crisis_management", "crisis_escalation"),
    )
    used = facts.of(*(label for group in groups for label in group))
    shown = sum(bool(facts.of(*group)) for group in groups)
    practised = bool(facts.of(*_SOCIAL, "long_term_strategy"))
    return (shown / len(groups) if practised else 0.0), used


def _together(*groups: tuple[str, ...]) -> Callable[[_Facts], tuple[float, list[int]]]:
    """The weakest of several counts: high only where all are there."""

    def measure(facts: _Facts) -> tuple[float, list[int]]:
        used = [facts.of(*group) for group in groups]
        return min(saturate(len(found), 1.5) for found in used), sorted({i for found in used for i in found})

    return measure


#: What a claim of each kind weighs where kinds are added up: a marketing title is less of a PR profession than a PR title.
_PROFESSION = {"public_relations": 1.0, "marketing": 0.7}
_RESPONSIBILITY = {"brand_presence": 1.0, "community_building": 1.0, "social_media_position": 1.0}
_PLAN = {
    "long_term_strategy": 1.0,
    "monitoring_plan": 1.0,
    "measurable_objectives": 1.0,
    "management_reporting": 1.0,
    "channel_integration": 1.0,
    "crisis_management": 1.0,
    "measured_result": 0.5,
    "paid_monitoring_tool": 0.5,
    "platform_selection": 0.5,
}


#: What a CV must show some of to be in or near the community manager's field at all (grade 1): that work, PR, what was learned.
_CLOSE_BY = {
    "public_relations": 1.0,
    "social_media_position": 1.0,
    "brand_presence": 1.0,
    "long_term_strategy": 0.5,
    "training": 0.5,
}


def _claims(facts: _Facts, label: str) -> int:
    """How many claims of a label there are; names of tools, however many, are one, and none where no plan is told."""
    if label == "paid_monitoring_tool":
        return int(bool(facts.of(label) and facts.of("long_term_strategy", "monitoring_plan")))
    return min(len(facts.of(label)), _ENOUGH)


def _weighed(*parts: tuple[dict[str, float], float]) -> Callable[[_Facts], tuple[float, list[int]]]:
    """The weakest of several weighed counts, each saturating at its half: what the rubric asks for together."""

    def measure(facts: _Facts) -> tuple[float, list[int]]:
        values = [
            saturate(math.fsum(weight * _claims(facts, label) for label, weight in weights.items()), half)
            for weights, half in parts
        ]
        counted = {label for weights, _ in parts for label in weights if _claims(facts, label)}
        return min(values), facts.of(*counted)

    return measure


#: Every feature by name. A role's table says which of them speak for it.
CATALOGUE: dict[str, Callable[[_Facts], tuple[float, list[int]]]] = {
    "pages_run": _count("brand_presence", half=2.0),
    "page_run_at_all": _count("brand_presence", half=0.5),
    "organisations_spoken_for": _organisations,
    "years_of_social_media": _years(*_SOCIAL),
    "platforms_run": _platforms,
    "communities_built": _count("community_building", half=1.0),
    "social_media_titles": _count("social_media_position", half=1.0),
    "strategies": _count("long_term_strategy", half=1.5),
    "channels_integrated": _count("channel_integration", half=1.0),
    "platforms_chosen": _beside(_count("platform_selection", half=1.0), *_SOCIAL),
    "paid_tools": _beside(_count("paid_monitoring_tool", half=1.0), *_SOCIAL, "monitoring_plan", "long_term_strategy"),
    "monitoring": _count("monitoring_plan", half=1.0),
    "objectives": _count("measurable_objectives", half=1.0),
    "results": _beside(_count("measured_result", half=2.0), *_SOCIAL, "long_term_strategy"),
    "reports_to_management": _count("management_reporting", half=1.0),
    "crises_handled": _beside(_count("crisis_management", half=1.0), "public_relations"),
    "crises_passed_on": _beside(_count("crisis_escalation", half=1.0), *_SOCIAL),
    "pr_background": _count("public_relations", half=1.0),
    "years_of_pr": _years("public_relations"),
    "marketing_background": _count("marketing", half=1.0),
    "customer_relations": _count("customer_relations", half=1.0),
    "training": _count("training", half=2.0),
    "pillars": _pillars,
    "pr_and_social": _together(("public_relations",), _SOCIAL),
    "pr_and_strategy": _together(("public_relations",), ("long_term_strategy",)),
    "strategy_and_social": _together(("long_term_strategy",), _SOCIAL),
    "pr_strategy_and_social": _together(("public_relations",), ("long_term_strategy",), _SOCIAL),
    "marketing_and_social": _together(("marketing",), _SOCIAL),
    "marketing_and_strategy": _together(("marketing",), ("long_term_strategy",)),
    "social_responsibility": _weighed((_RESPONSIBILITY, 1.5)),
    "profession_and_social": _weighed((_PROFESSION, 1.0), (_RESPONSIBILITY, 1.5)),
    "profession_social_and_plan": _weighed((_PROFESSION, 1.0), (_RESPONSIBILITY, 1.5), (_PLAN, 2.0)),
    "work_close_by": _weighed((_CLOSE_BY, 0.7)),
    "presence_and_community": _together(("brand_presence",), ("community_building",)),
    "title_and_presence": _together(("social_media_position",), ("brand_presence",)),
}

#: What never raises a grade (ANNOTATION.md §2), and so is no feature.
NEVER = frozenset({"personal_presence", "campaign", "free_monitoring_tool"})

#: Purpose of the profile sought (the article: it differs with the purpose), by the labels that speak for it.
PURPOSES: dict[str, tuple[str, ...]] = {
    "pr": ("public_relations", "crisis_management", "crisis_escalation", "long_term_strategy", "monitoring_plan"),
    "marketing": ("marketing", "campaign", "measured_result", "community_building"),
    "customer_relations": ("customer_relations", "brand_presence", "community_building", "crisis_escalation"),
}


def features(evidence: Sequence[Evidence], outline: Outline, names: Sequence[str] = tuple(CATALOGUE)) -> list[Feature]:
    """The named features of a CV; ``names`` are keys of :data:`CATALOGUE`."""
    facts = _facts(evidence, outline)
    found: list[Feature] = []
    for name in names:
        value, used = CATALOGUE[name](facts)
        found.append(Feature(name, round(float(value), 6), tuple(used)))
    return found


def purpose(evidence: Sequence[Evidence]) -> dict[str, float]:
    """How much of a CV speaks for each purpose: shares that sum to 1, all 0 where nothing does."""
    facts = _facts(evidence, Outline((), (), ()))
    weights = {name: _purpose_weight(facts, labels) for name, labels in PURPOSES.items()}
    total = math.fsum(weights.values())
    return {name: (round(weight / total, 4) if total else 0.0) for name, weight in weights.items()}


def _purpose_weight(facts: _Facts, labels: Sequence[str]) -> float:
    """The first label, the background, weighs double."""
    return math.fsum(saturate(len(facts.of(label)), 1.5) * (2.0 if n == 0 else 1.0) for n, label in enumerate(labels))
