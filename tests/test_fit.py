"""The fit model by itself: sums, evidence, order and verdicts, on the weights of the shipped roles."""

from __future__ import annotations

import math
import os
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cvsignal
from cvsignal.features import CATALOGUE, NEVER, Feature, features
from cvsignal.fit import BASE, Decision, RoleFit, emphasised, logit_of_score
from cvsignal.reading import from_text
from cvsignal.roles import default_roles
from cvsignal.schema import LABELS, Assessment, Evidence, Label
from cvsignal.sections import outline

PAIRS = Path(__file__).parent / "data" / "pairs"
TEXTS = [
    (pair["name"], language, pair[language])
    for path in sorted(PAIRS.glob("*.toml"))
    for pair in tomllib.loads(path.read_text(encoding="utf-8"))["pair"][::5]
    for language in ("en", "fr")
]
CV = """Jo Doe
Experience
Community Manager, Harbour Museum, January 2014 - December 2015
- Ran the Facebook page and the Twitter account
- Grew the community
Press Officer, Northern Theatre, since January 2018
- Wrote releases
Education
BA in Communication, 2008
"""
SHAPE = outline(from_text(CV))


@pytest.fixture(scope="module")
def shipped() -> cvsignal.Screener:
    """The shipped model, or the one in the folder that CVSIGNAL_TEST_MODEL names."""
    return cvsignal.load(os.environ.get("CVSIGNAL_TEST_MODEL"))


@pytest.fixture(scope="module")
def shipped_fits(shipped: cvsignal.Screener) -> list[RoleFit]:
    """The models of its roles."""
    return list(shipped.model.roles.values())


def strategist(decision: Decision, slope: float = 1.0) -> RoleFit:
    """A role's model of weight 1 a feature, so that two full features of three give a logit of 2 * slope - 1."""
    role = default_roles()[0].model_copy(update={"features": ("pr_background", "strategies", "monitoring")})
    return RoleFit(role, (-1.0, slope, slope, slope), decision)


ANY = Decision((-0.5, 0.5, 1.5), 0.4, 0.6, 0.1)


def full(*values: float) -> list[Feature]:
    """The three features of the strategist above."""
    names = ("pr_background", "strategies", "monitoring")
    return [Feature(name, value, ()) for name, value in zip(names, values, strict=True)]


@pytest.mark.parametrize(("name", "language", "text"), TEXTS, ids=lambda value: str(value)[:30])
def test_contributions_sum_to_the_logit_and_name_their_evidence(
    name: str, language: str, text: str, shipped: cvsignal.Screener
) -> None:
    assessment = shipped.assess_text(text, language)
    for fit in assessment.fit.values():
        total = math.fsum(part.points for part in fit.contributions)
        assert total == pytest.approx(math.log(fit.score / (100 - fit.score)), abs=1e-9)
        assert [part.feature for part in fit.contributions] == [BASE, *shipped.model.roles[fit.role].role.features]
        for part in fit.contributions[1:]:
            assert part.points >= 0
            assert part.evidence or part.value == 0
            assert all(assessment.evidence[i].assertion == "asserted" for i in part.evidence)
            assert not NEVER & {assessment.evidence[i].label for i in part.evidence}


def test_the_texts_are_of_most_grades(shipped: cvsignal.Screener) -> None:
    """Enough variety for the tests of this file, whichever model is shipped."""
    for role in ("community_manager", "social_media_manager"):
        assert {shipped.assess_text(text, language).fit[role].grade for _, language, text in TEXTS} >= {0, 1, 2}


_ASSERTED = st.builds(
    lambda label, start, length: Evidence(
        label=label, text=CV[start : start + length], start=start, end=start + length
    ),
    st.sampled_from(LABELS),
    st.integers(0, len(CV) - 12),
    st.integers(1, 12),
)


@settings(max_examples=200)
@given(st.lists(_ASSERTED, max_size=15), _ASSERTED)
def test_asserted_evidence_never_lowers_a_score(
    shipped_fits: list[RoleFit], evidence: list[Evidence], more: Evidence
) -> None:
    for fit in shipped_fits:
        before, after = (_score(fit, found) for found in (evidence, [*evidence, more]))
        assert after >= before


@settings(max_examples=100)
@given(st.lists(_ASSERTED, max_size=15), st.sampled_from(sorted(NEVER)), st.integers(1, 200))
def test_what_never_raises_a_grade_leaves_the_score_as_it_is(
    shipped_fits: list[RoleFit], evidence: list[Evidence], label: Label, times: int
) -> None:
    stuffing = [Evidence(label=label, text=f"stuffing {n}", start=n, end=n + 1) for n in range(times)]
    for fit in shipped_fits:
        assert _score(fit, [*evidence, *stuffing]) == _score(fit, evidence)


@settings(max_examples=100)
@given(st.lists(_ASSERTED, max_size=8), st.integers(2, 200))
def test_what_is_said_many_times_counts_once(shipped_fits: list[RoleFit], evidence: list[Evidence], times: int) -> None:
    for fit in shipped_fits:
        assert _score(fit, evidence * times) == _score(fit, evidence)


def test_tools_without_practice_buy_nothing(shipped_fits: list[RoleFit]) -> None:
    tools = [Evidence(label="paid_monitoring_tool", text=f"tool {n}", start=n, end=n + 1) for n in range(200)]
    for fit in shipped_fits:
        counted = [f for f in features(tools, SHAPE, fit.role.features) if f.value]
        assert counted == []
        assert _score(fit, tools) == _score(fit, [])


def _score(fit: RoleFit, evidence: list[Evidence]) -> float:
    return fit.fit(features(evidence, SHAPE, fit.role.features), evidence, "en").score


def test_every_shipped_role_can_reach_a_high_score(shipped_fits: list[RoleFit]) -> None:
    for fit in shipped_fits:
        best = fit.fit([Feature(name, 1.0, ()) for name in fit.role.features], [], "en")
        worst = fit.fit([Feature(name, 0.0, ()) for name in fit.role.features], [], "en")
        assert (best.grade, worst.grade) == (3, 0)
        assert best.score > 95
        assert worst.score < 5


@pytest.mark.parametrize(
    ("least_fit", "most_unfit", "logit", "verdict"),
    [
        (0.4, 0.6, 1.0, "fit"),  # 0.73: above the most that an unfit CV is expected to have
        (0.4, 0.6, -1.0, "no fit"),  # 0.27: below the least that a fit CV is expected to have
        (0.4, 0.6, 0.0, "to be read by a person"),  # 0.5: may be either
        (0.6, 0.4, 0.0, "to be read by a person"),  # may be neither: like no CV that was learned from
        (0.6, 0.4, 1.0, "fit"),
        (0.6, 0.4, -1.0, "no fit"),
        (0.5, 0.5, 0.0, "to be read by a person"),  # on both lines
        (0.0, 1.0, 9.0, "to be read by a person"),  # too few CVs to say anything
    ],
)
def test_verdicts(least_fit: float, most_unfit: float, logit: float, verdict: str) -> None:
    model = strategist(Decision((-0.5, 0.5, 1.5), least_fit, most_unfit, 0.1))
    assert model.fit(full(1.0, logit, 0.0), [], "en").verdict == verdict


@pytest.mark.parametrize(
    ("logit", "grade"), [(-0.6, 0), (-0.5, 1), (0.49, 1), (0.5, 2), (1.49, 2), (1.5, 3), (30.0, 3)]
)
def test_a_grade_begins_at_its_cut(logit: float, grade: int) -> None:
    assert strategist(ANY).fit(full(1.0, logit, 0.0), [], "en").grade == grade


def test_a_score_is_the_chance_in_percent() -> None:
    fit = strategist(ANY, slope=2.0).fit(full(1.0, 0.5, 0.0), [], "en")
    assert [part.points for part in fit.contributions] == [-1.0, 2.0, 1.0, 0.0]
    assert fit.score == pytest.approx(100 / (1 + math.exp(-2.0)))


def test_a_range_is_the_middle_of_what_the_draws_say_and_holds_the_score() -> None:
    bases = np.linspace(-2.0, 2.0, 41)  # logits of 41 models, 0.1 apart
    draws = tuple((float(base), 0.0, 1.0, 0.0) for base in bases)
    decision = replace(ANY, draws=draws)
    for base in (0.0, 1.9, -3.0):  # of the model itself: in the middle, beyond the 90th percentile, below all
        fit = strategist(decision).fit(full(1.0 + base, 0.0, 0.0), [], "en")
        assert fit.score_range is not None
        low, high = (100 / (1 + math.exp(-logit)) for logit in (-1.6, 1.6))
        assert fit.score_range == pytest.approx((min(low, fit.score), max(high, fit.score)))
        assert fit.score_range[0] <= fit.score <= fit.score_range[1]
    moved = strategist(decision).fit(full(1.0, 2.0, 0.0), [], "en").score_range
    assert moved == pytest.approx(tuple(100 / (1 + math.exp(-logit)) for logit in (0.4, 3.6))), "draws see the features"


def test_draws_of_any_size_give_a_range() -> None:
    draws = ((-1e6, 0.0, 0.0, 0.0), (1e6, 1e6, 1e6, 1e6))
    fit = strategist(replace(ANY, draws=draws)).fit(full(1.0, 1.0, 1.0), [], "en")
    assert fit.score_range == pytest.approx((10.0, 90.0))


def test_a_model_without_draws_gives_no_range() -> None:
    assert strategist(ANY).fit(full(1.0, 0.0, 0.0), [], "en").score_range is None


def test_what_is_missing_comes_with_its_question() -> None:
    shown = Evidence(label="long_term_strategy", text="plan", start=0, end=4)
    denied = shown.model_copy(update={"label": "crisis_management", "assertion": "negated"})
    model = strategist(ANY)
    for language, word in (("en", "crisis cell"), ("fr", "cellule de crise"), ("de", "crisis cell")):
        missing = {one.pillar: one for one in model.fit(full(0, 0, 0), [shown, denied], language).missing}
        assert set(missing) == {pillar.name for pillar in model.role.pillar} - {"strategy"}
        assert word in missing["crisis"].question


def test_an_emphasis_adds_the_share_of_the_purpose() -> None:
    model = strategist(ANY)
    fit = model.fit(full(1.0, 0.0, 0.0), [], "en")
    cv = Assessment(text="", language="en", evidence=(), fit={fit.role: fit}, purpose={"pr": 0.25, "marketing": 0.75})
    role = model.role.model_copy(update={"purpose": {"pr": 2.0}})
    assert emphasised(cv, role, "pr") == pytest.approx(0.5)
    assert emphasised(cv, role, "marketing") == pytest.approx(0.0)


def test_no_feature_of_a_role_is_one_that_never_raises_a_grade() -> None:
    assert all(name in CATALOGUE for role in default_roles() for name in role.features)
    for label in NEVER:
        some = [Evidence(label=label, text=f"{label} {n}", start=n, end=n + 1) for n in range(9)]  # type: ignore[arg-type]
        assert all(f.value == 0 for f in features(some, SHAPE))


@pytest.mark.parametrize(("base", "score"), [(-800.0, 0.0), (-1e6, 0.0), (1e6, 100.0)])
def test_a_logit_of_any_size_has_a_score(base: float, score: float) -> None:
    fit = replace(strategist(ANY), weights=(base, 0.0, 0.0, 0.0)).fit(full(0.0, 0.0, 0.0), [], "en")
    assert fit.score == pytest.approx(score)
    assert logit_of_score(fit) == base
