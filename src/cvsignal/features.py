"""Named numbers from evidence, sections and dates: all that the fit models see of a CV.

Nothing of the person is among them: no name, sex, age, origin, address, family, photo or school. Each feature lies in
0..1, saturates (the tenth page adds little), counts what is said twice once, and never falls when asserted evidence is
added (:mod:`cvsignal.measures`). Tools, results and crises count only beside practice, strategy, monitoring or public
relations, so that a list of keywords buys nothing; the names in ``_and_`` say beside what.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cvsignal.measures import (
    SOCIAL_STRATEGY,
    Facts,
    Measure,
    beside,
    count,
    facts_of,
    organisations,
    platforms,
    saturate,
    shown,
    together,
    weighed,
    years,
)
from cvsignal.schema import Evidence, Outline

_PRACTICE = ("brand_presence", "community_building")
_SOCIAL = ("brand_presence", "community_building", "social_media_position")
#: Who answers for social media. Beside none of it, what else a strategist shows is worth little: "hardly any social media" is a 1.
_ANSWERING = (*_SOCIAL, SOCIAL_STRATEGY)
#: The strategist's five pillars (data/annotated/GUIDELINES.md, "The two grades").
PILLARS = (
    ("monitoring_plan", "paid_monitoring_tool"),
    ("measurable_objectives", "measured_result"),
    ("management_reporting",),
    ("channel_integration", "platform_selection"),
    ("crisis_management", "crisis_escalation"),
)


@dataclass(frozen=True, slots=True)
class Feature:
    """A named number in 0..1 and the evidence (indices) that it rests on."""

    name: str
    value: float
    evidence: tuple[int, ...]


#: What a claim of each kind weighs where kinds are added up.
_RESPONSIBILITY = dict.fromkeys(_ANSWERING, 1.0)
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
_MONITORING = count("monitoring_plan", half=1.0)
_OBJECTIVES = count("measurable_objectives", half=1.0)
_REPORTS = count("management_reporting", half=1.0)
_CRISES = beside(count("crisis_management", half=1.0), "public_relations")
#: So many claims of social media (for results: or of strategies) let half of what a strategist shows count: one claim more or less,
#: which the tagger may miss in other words, then moves a score by points and not by tens of points.
_HALF_OPEN = 2.0

#: Every feature by name. A role's table says which of them speak for it.
CATALOGUE: dict[str, Measure] = {
    "pages_run": count("brand_presence", half=2.0),
    "organisations_spoken_for": organisations("brand_presence", "social_media_position", half=2.0),
    "years_of_social_media": years(*_SOCIAL),
    "platforms_run": platforms(*_PRACTICE, half=2.0),
    "communities_built": count("community_building", half=1.0),
    "social_media_titles": count("social_media_position", half=1.0),
    "strategies": count("long_term_strategy", half=1.5),
    "channels_integrated": count("channel_integration", half=1.0),
    "platforms_chosen": beside(count("platform_selection", half=1.0), *_SOCIAL),
    "paid_tools": beside(count("paid_monitoring_tool", half=1.0), *_SOCIAL, "monitoring_plan", "long_term_strategy"),
    "monitoring": _MONITORING,
    "objectives": _OBJECTIVES,
    "results": beside(count("measured_result", half=2.0), *_SOCIAL, "long_term_strategy", half=_HALF_OPEN),
    "reports_to_management": _REPORTS,
    "crises_handled": _CRISES,
    "crises_passed_on": beside(count("crisis_escalation", half=1.0), *_SOCIAL),
    "pr_background": count("public_relations", half=1.0),
    "years_of_pr": years("public_relations"),
    "marketing_background": count("marketing", half=1.0),
    "customer_relations": count("customer_relations", half=1.0),
    "training": count("training", half=2.0),
    "pillars": shown(*PILLARS, next_to=(*_SOCIAL, "long_term_strategy")),
    "pr_and_social": together(("public_relations",), _SOCIAL),
    "pr_and_strategy": together(("public_relations",), ("long_term_strategy",)),
    "strategy_and_social": together(("long_term_strategy",), _SOCIAL),
    "monitoring_and_social": beside(_MONITORING, *_ANSWERING, half=_HALF_OPEN),
    "objectives_and_social": beside(_OBJECTIVES, *_ANSWERING, half=_HALF_OPEN),
    "reports_and_social": beside(_REPORTS, *_ANSWERING, half=_HALF_OPEN),
    "crises_and_social": beside(_CRISES, *_ANSWERING, half=_HALF_OPEN),
    "social_responsibility": weighed((_RESPONSIBILITY, 1.5)),
    "social_and_plan": weighed((_RESPONSIBILITY, 1.5), (_PLAN, 2.0)),
    "work_close_by": weighed((_CLOSE_BY, 1.0)),
    "presence_and_community": together(("brand_presence",), ("community_building",)),
    "title_and_presence": together(("social_media_position",), ("brand_presence",)),
}

#: What never raises a grade (data/annotated/GUIDELINES.md, "The two grades"), and so is no feature.
NEVER = frozenset({"personal_presence", "campaign", "free_monitoring_tool"})

#: Purpose of the profile sought (the article: it differs with the purpose), by the labels that speak for it.
PURPOSES: dict[str, tuple[str, ...]] = {
    "pr": ("public_relations", "crisis_management", "crisis_escalation", "long_term_strategy", "monitoring_plan"),
    "marketing": ("marketing", "campaign", "measured_result", "community_building"),
    "customer_relations": ("customer_relations", "brand_presence", "community_building", "crisis_escalation"),
}


def features(evidence: Sequence[Evidence], outline: Outline, names: Sequence[str] = tuple(CATALOGUE)) -> list[Feature]:
    """The named features of a CV; ``names`` are keys of :data:`CATALOGUE`."""
    facts = facts_of(evidence, outline)
    found: list[Feature] = []
    for name in names:
        value, used = CATALOGUE[name](facts)
        found.append(Feature(name, round(float(value), 6), tuple(used)))
    return found


def purpose(evidence: Sequence[Evidence]) -> dict[str, float]:
    """How much of a CV speaks for each purpose: shares that sum to 1, all 0 where nothing does."""
    facts = facts_of(evidence, Outline((), (), ()))
    weights = {name: _purpose_weight(facts, labels) for name, labels in PURPOSES.items()}
    total = math.fsum(weights.values())
    return {name: (round(weight / total, 4) if total else 0.0) for name, weight in weights.items()}


def _purpose_weight(facts: Facts, labels: Sequence[str]) -> float:
    """The first label, the background, weighs double."""
    return math.fsum(
        saturate(facts.amount(facts.of(label)), 1.5) * (2.0 if n == 0 else 1.0) for n, label in enumerate(labels)
    )
