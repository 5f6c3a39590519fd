from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvsignal.features import CATALOGUE, NEVER, PURPOSES, features, purpose
from cvsignal.measures import DOUBT, saturate
from cvsignal.reading import from_text
from cvsignal.schema import ASSERTIONS, LABELS, Assertion, Evidence, Label, Outline
from cvsignal.sections import outline

CV = """Jo Doe
Experience
Community Manager, Harbour Museum, January 2014 - December 2015
- Ran the Facebook page and the Twitter account
- Grew the community
Community Manager, Town Library, January 2016 - December 2017
- Wrote posts in line with the medium-term plan
Press Officer, Northern Theatre, since January 2018
- Wrote releases
Education
BA in Communication, 2008
"""
SHAPE = outline(from_text(CV))
NOTHING = Outline((), (), ())


def said(label: Label, words: str, *, text: str = CV, nth: int = 0, assertion: Assertion = "asserted") -> Evidence:
    """Evidence at the ``nth`` place where the words stand."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Evidence(label=label, text=words, start=start, end=start + len(words), assertion=assertion)


def values(evidence: Iterable[Evidence], shape: Outline = SHAPE) -> dict[str, float]:
    return {feature.name: feature.value for feature in features(tuple(evidence), shape)}


def loose(*labels: Label) -> list[Evidence]:
    """Evidence of each label, each in other words, in no position."""
    return [Evidence(label=label, text=f"fact {n}", start=n, end=n + 1) for n, label in enumerate(labels)]


_STARTS = st.integers(0, len(CV) - 12)
_EVIDENCE = st.builds(
    lambda label, assertion, start, length, spell, confidence: Evidence(
        label=label,
        assertion=assertion,
        text=spell(CV[start : start + length]),
        start=start,
        end=start + length,
        confidence=confidence,
    ),
    st.sampled_from(LABELS),
    st.sampled_from(ASSERTIONS),
    _STARTS,
    st.integers(1, 12),
    st.sampled_from([str, str.upper]),
    st.sampled_from([1.0, 0.3]),
)
_LISTS = st.lists(_EVIDENCE, max_size=12)


@given(_LISTS)
def test_features_lie_between_0_and_1_and_rest_on_asserted_evidence(evidence: list[Evidence]) -> None:
    found = features(evidence, SHAPE)
    assert [feature.name for feature in found] == list(CATALOGUE)
    for feature in found:
        assert 0.0 <= feature.value <= 1.0
        assert all(evidence[i].assertion == "asserted" for i in feature.evidence)
        assert feature.evidence or feature.value == 0.0


@settings(max_examples=200)
@given(_LISTS, _EVIDENCE)
def test_asserted_evidence_never_lowers_a_feature(evidence: list[Evidence], more: Evidence) -> None:
    before, after = values(evidence), values([*evidence, more])
    assert {name for name in before if after[name] < before[name]} == set()


@given(_LISTS, _EVIDENCE.filter(lambda e: e.assertion != "asserted"))
def test_wishes_and_denials_change_nothing(evidence: list[Evidence], more: Evidence) -> None:
    assert values([*evidence, more]) == values(evidence)


@pytest.mark.parametrize("label", sorted(NEVER))
@given(evidence=_LISTS)
def test_what_never_raises_a_grade_is_no_feature(label: Label, evidence: list[Evidence]) -> None:
    more = [said(label, "Ran the Facebook page"), said(label, "Grew the community")]
    assert values([*evidence, *more]) == values(evidence)


@pytest.mark.parametrize("label", [label for label in LABELS if label not in NEVER])
def test_every_other_label_raises_a_feature(label: Label) -> None:
    beside = loose("brand_presence", "public_relations")
    assert values([*beside, said(label, "Wrote releases")]) != values(beside)


@given(_LISTS, st.randoms(use_true_random=False))
def test_the_order_of_evidence_changes_nothing(evidence: list[Evidence], random: object) -> None:
    mixed = list(evidence)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert values(mixed) == values(evidence)


def test_a_text_printed_twice_counts_once() -> None:
    def found(text: str, times: int) -> list[Evidence]:
        return [
            said(label, words, text=text, nth=nth)
            for nth in range(times)
            for label, words in (
                ("brand_presence", "Ran the Facebook page and the Twitter account"),
                ("community_building", "Grew the community"),
                ("public_relations", "Press Officer"),
                ("brand_presence", "Wrote posts"),
            )
        ]

    twice = CV + CV
    assert values(found(twice, 2), outline(from_text(twice))) == values(found(CV, 1))


def test_case_and_accents_make_no_second_statement() -> None:
    one = Evidence(label="brand_presence", text="Gérer la page", start=0, end=13)
    same = Evidence(label="brand_presence", text="GERER  LA PAGE", start=20, end=34)
    assert values([one, same], NOTHING) == values([one], NOTHING)


def doubted(evidence: Evidence, confidence: float) -> Evidence:
    return evidence.model_copy(update={"confidence": confidence})


def test_a_doubtful_claim_counts_less_than_a_sure_one() -> None:
    sure = [
        *loose("brand_presence", "public_relations", "long_term_strategy"),
        said("brand_presence", "Ran the Facebook page"),
    ]
    half = [doubted(e, 0.5) for e in sure]
    counted = {name for name, value in values(sure).items() if value}
    assert counted
    for name in counted:
        assert 0.0 < values(half)[name] < values(sure)[name], name


@given(_LISTS, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_confidence_never_lowers_a_feature(evidence: list[Evidence], one: float, other: float) -> None:
    low, high = sorted((one, other))
    before, after = ([doubted(e, c) for e in evidence] for c in (low, high))
    assert all(value <= values(after)[name] for name, value in values(before).items())


@given(_LISTS, st.floats(DOUBT, 1.0), st.floats(0.0, DOUBT, exclude_max=True))
def test_small_differences_of_confidence_move_nothing(evidence: list[Evidence], sure: float, unsure: float) -> None:
    assert values([doubted(e, sure) for e in evidence]) == values([doubted(e, 1.0) for e in evidence])
    assert values([doubted(e, unsure) for e in evidence]) == values([doubted(e, 0.0) for e in evidence])


def test_nothing_gives_nothing() -> None:
    assert set(values([]).values()) == {0.0}


def test_a_list_of_tools_alone_is_worth_nothing() -> None:
    tools = loose("paid_monitoring_tool", "paid_monitoring_tool", "paid_monitoring_tool")
    found = values(tools, NOTHING)
    assert found["paid_tools"] == 0.0
    assert set(found.values()) == {0.0}
    assert values([*tools, *loose("brand_presence")], NOTHING)["paid_tools"] > 0.0


def test_a_crisis_handled_without_public_relations_is_worth_nothing() -> None:
    assert values(loose("crisis_management"), NOTHING)["crises_handled"] == 0.0
    assert values(loose("crisis_management", "public_relations"), NOTHING)["crises_handled"] == 0.25


def test_the_same_title_at_two_employers_is_two_jobs() -> None:
    first = said("social_media_position", "Community Manager")
    second = said("social_media_position", "Community Manager", nth=1)
    one, both = values([first]), values([first, second])
    assert one["years_of_social_media"] == pytest.approx(2 / 6, abs=1e-6)
    assert both["years_of_social_media"] == pytest.approx(4 / 6, abs=1e-6)
    assert both["organisations_spoken_for"] > one["organisations_spoken_for"]
    assert both["social_media_titles"] == one["social_media_titles"]


def test_years_that_overlap_count_once() -> None:
    text = CV.replace("January 2016 - December 2017", "January 2014 - December 2015")
    evidence = [said("social_media_position", "Community Manager", text=text, nth=n) for n in (0, 1)]
    assert values(evidence, outline(from_text(text)))["years_of_social_media"] == pytest.approx(2 / 6, abs=1e-6)


def test_a_job_that_goes_on_counts_two_years_at_least() -> None:
    assert values([said("public_relations", "Press Officer")])["years_of_pr"] == pytest.approx(2 / 6, abs=1e-6)


def test_years_stop_at_six() -> None:
    text = "Jo\nExperience\nPress Officer, Theatre, 1990 - 2019\n"
    assert (
        values([said("public_relations", "Press Officer", text=text)], outline(from_text(text)))["years_of_pr"] == 1.0
    )


def test_a_degree_is_no_year_of_practice() -> None:
    found = values([said("public_relations", "BA in Communication")])
    assert found["pr_background"] > 0.0
    assert found["years_of_pr"] == 0.0


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Ran the Facebook page and the Twitter account", 2),
        ("ran facebook, facebook and FACEBOOK", 1),
        ("Wrote posts in line with the medium-term plan", 0),
        ("posts on LINE and Medium", 2),
        ("the facebooks of the world", 0),
    ],
)
def test_platforms_by_name(words: str, count: int) -> None:
    evidence = [Evidence(label="brand_presence", text=words, start=0, end=len(words))]
    assert values(evidence, NOTHING)["platforms_run"] == pytest.approx(saturate(count, 2.0), abs=1e-6)


def test_pillars_count_beside_practice() -> None:
    pillars: tuple[Label, ...] = (
        "monitoring_plan",
        "measurable_objectives",
        "management_reporting",
        "crisis_management",
    )
    assert values(loose(*pillars), NOTHING)["pillars"] == 0.0
    assert values(loose(*pillars, "brand_presence"), NOTHING)["pillars"] == 0.8


PLAN: tuple[Label, ...] = ("monitoring_plan", "measurable_objectives", "management_reporting", "crisis_management")
#: Features that count beside social media, and the same by themselves.
BESIDE_SOCIAL_MEDIA = {
    "monitoring_and_social": "monitoring",
    "objectives_and_social": "objectives",
    "reports_and_social": "reports_to_management",
    "crises_and_social": "crises_handled",
}
STRATEGY = "Drew up the yearly communication plan"
SOCIAL_STRATEGY = "Drew up the yearly social media plan"


def strategy(words: str) -> Evidence:
    return Evidence(label="long_term_strategy", text=words, start=900, end=900 + len(words))


def test_what_a_strategist_shows_counts_beside_social_media() -> None:
    alone = values([*loose(*PLAN, "public_relations"), strategy(STRATEGY)], NOTHING)
    beside, well_beside = (
        values(loose(*PLAN, "public_relations", *["brand_presence"] * claims), NOTHING) for claims in (1, 2)
    )
    for name, by_itself in BESIDE_SOCIAL_MEDIA.items():
        assert alone[name] == 0.0
        assert 0.0 < beside[name] < well_beside[name], "no single claim opens the way for all others"
        assert well_beside[name] == pytest.approx(well_beside[by_itself] / 2, abs=1e-5)
    results = [values(loose(*["measured_result"] * 2, *["brand_presence"] * n), NOTHING)["results"] for n in range(3)]
    assert results == pytest.approx([0.0, 0.5 * (1 - 0.5**0.5), 0.5 * 0.5], abs=1e-5)


def test_who_conceives_a_strategy_for_social_media_answers_for_it() -> None:
    other, social = (
        values([*loose(*PLAN, "public_relations"), strategy(words)], NOTHING) for words in (STRATEGY, SOCIAL_STRATEGY)
    )
    assert {other[name] for name in ("social_responsibility", "social_and_plan")} == {0.0}
    assert social["social_responsibility"] == values(loose("brand_presence"), NOTHING)["social_responsibility"] > 0.0
    assert social["social_and_plan"] > 0.0
    claimed = values(loose(*PLAN, "public_relations", "brand_presence"), NOTHING)
    assert all(social[name] == claimed[name] > 0.0 for name in BESIDE_SOCIAL_MEDIA)
    assert social["strategies"] == other["strategies"]


def test_only_the_named_features_are_measured_in_their_order() -> None:
    found = features(loose("brand_presence"), NOTHING, ["training", "pages_run"])
    assert [feature.name for feature in found] == ["training", "pages_run"]
    assert found[1].evidence == (0,)


@given(_LISTS)
def test_purposes_sum_to_one_or_are_all_zero(evidence: list[Evidence]) -> None:
    shares = purpose(evidence)
    assert set(shares) == set(PURPOSES)
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-3) or set(shares.values()) == {0.0}


def test_a_customer_relations_cv_has_that_purpose() -> None:
    shares = purpose(loose("customer_relations", "customer_relations"))
    assert shares == {"pr": 0.0, "marketing": 0.0, "customer_relations": 1.0}
