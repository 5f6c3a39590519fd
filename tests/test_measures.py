from __future__ import annotations

import pytest

from cvsignal.measures import DOUBT, Measure, beside, count, facts_of, platforms, saturate, shown, together, weighed
from cvsignal.schema import Evidence, Label, Outline

NOTHING = Outline((), (), ())


def claim(label: Label, text: str, confidence: float = 1.0) -> Evidence:
    return Evidence(label=label, text=text, start=0, end=len(text), confidence=confidence)


def measured(measure: Measure, *evidence: Evidence) -> float:
    return measure(facts_of(evidence, NOTHING))[0]


def test_counts_saturate() -> None:
    assert [saturate(n, 2.0) for n in (0, 2, 4)] == [0.0, 0.5, 0.75]
    assert saturate(1_000, 2.0) <= 1.0


PAGES = count("brand_presence", half=2.0)


def test_two_doubtful_claims_count_as_much_as_a_sure_one() -> None:
    doubtful = [claim("brand_presence", words, DOUBT - 0.01) for words in ("ran the page", "wrote the posts")]
    assert measured(PAGES, *doubtful) == measured(PAGES, claim("brand_presence", "ran the page", DOUBT)) > 0.0


def test_of_a_claim_made_twice_the_surer_counts() -> None:
    one, same = claim("brand_presence", "Gérer la page", 0.3), claim("brand_presence", "gerer la page", 0.9)
    assert measured(PAGES, one, same) == measured(PAGES, same, one) == measured(PAGES, same)


def test_a_platform_counts_however_a_statement_is_spelt() -> None:
    measure = platforms("brand_presence", half=2.0)
    one, same = claim("brand_presence", "Ran Threads", 0.7), claim("brand_presence", "ran threads", 0.9)
    assert measured(measure, one, same) == measured(measure, one) > 0.0


@pytest.mark.parametrize(
    "measure",
    [
        beside(count("measured_result", half=1.0), "brand_presence"),
        together(("measured_result",), ("brand_presence",)),
        shown(("measured_result",), next_to=("brand_presence",)),
        weighed(({"measured_result": 1.0}, 1.0), ({"brand_presence": 1.0}, 1.0)),
    ],
)
def test_what_counts_only_in_company_is_nothing_alone_and_doubted_where_either_is(measure: Measure) -> None:
    result, page = claim("measured_result", "12,000 readers"), claim("brand_presence", "ran the page")
    doubted = claim("brand_presence", "ran the page", 0.3)
    assert measured(measure, result) == measured(measure, page) == 0.0
    assert 0.0 < measured(measure, result, doubted) < measured(measure, result, page)


def test_names_of_tools_are_no_plan_where_no_monitoring_is_told() -> None:
    plan = weighed(({"paid_monitoring_tool": 1.0}, 1.0))
    tools = [claim("paid_monitoring_tool", name, 0.9) for name in ("Meltwater", "Cision", "Talkwalker")]
    strategy = claim("long_term_strategy", "wrote the strategy", 0.9)
    assert measured(plan, *tools, strategy) == 0.0
    monitoring = claim("monitoring_plan", "monitored what was said", 0.9)
    assert measured(plan, *tools, monitoring) == measured(plan, tools[0], monitoring) > 0.0
