"""How a role's model is learned: the error rate of verdicts, cuts, calibration, and too few CVs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvsignal.errors import CorpusError
from cvsignal.features import features
from cvsignal.roles import default_roles
from cvsignal.schema import Evidence, Label, Outline
from cvsignal.training.roles import ALPHA, DRAWS, Graded, Learned, _conformal, _draws, enough, even_cuts, learn_role

ROLE = next(role for role in default_roles() if role.name == "community_manager")
NOTHING = Outline((), (), ())


def drawn(
    random: np.random.Generator, count: int, spread: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Logits and grades: each grade lies ``spread`` above the one below, with noise of 1."""
    grades = random.integers(0, 4, count)
    return random.normal(spread * (grades - 1.5), 1.0), grades


def verdict_errors(
    least_fit: float, most_unfit: float, logits: npt.NDArray[np.float64], fits: npt.NDArray[np.bool_]
) -> tuple[float, float]:
    """Share of fitting CVs that are ruled out, and share of the others that are called possible alone."""
    chances = 1 / (1 + np.exp(-logits))
    return float((chances[fits] < least_fit).mean()), float((chances[~fits] > most_unfit).mean())


@pytest.mark.parametrize("spread", [0.2, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("alpha", [0.05, 0.10, 0.20])
def test_the_error_rate_holds_on_exchangeable_data(spread: float, alpha: float) -> None:
    """Each class is ruled out wrongly as often as was said, within 3 points, on average over many draws."""
    random = np.random.default_rng(12)
    errors = []
    for _ in range(200):
        logits, grades = drawn(random, 400, spread)
        lines = _conformal(logits, grades, alpha)
        fresh, fresh_grades = drawn(random, 2_000, spread)
        errors.append(verdict_errors(*lines, fresh, fresh_grades >= 2))
    assert np.mean(errors, axis=0) == pytest.approx([alpha, alpha], abs=0.03)
    assert np.mean(errors, axis=0).max() <= alpha + 0.005


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000), spread=st.floats(0.0, 3.0), few=st.integers(3, 60))
def test_no_more_calibration_cvs_than_allowed_are_ruled_out(seed: int, spread: float, few: int) -> None:
    logits, grades = drawn(np.random.default_rng(seed), 4 * few, spread)
    fits = grades >= 2
    wrong_fits, wrong_others = verdict_errors(*_conformal(logits, grades, ALPHA), logits, fits)
    assert wrong_fits * fits.sum() <= ALPHA * (fits.sum() + 1)
    assert wrong_others * (~fits).sum() <= ALPHA * ((~fits).sum() + 1)


def test_with_too_few_cvs_nobody_is_ruled_out() -> None:
    logits = np.array([-2.0, -1.0, 1.0, 2.0])
    assert _conformal(logits, np.array([0, 0, 3, 3]), 0.10) == (0.0, 1.0)


def test_cuts_rise_and_lie_where_a_grade_becomes_likely() -> None:
    logits, grades = drawn(np.random.default_rng(3), 4_000, 2.0)
    cuts = even_cuts(logits, grades)
    assert cuts == pytest.approx((-2.0, 0.0, 2.0), abs=0.15)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=40), st.integers(0, 10_000))
def test_cuts_never_fall(grades: list[int], seed: int) -> None:
    cuts = even_cuts(np.random.default_rng(seed).normal(size=len(grades)), np.array(grades))
    assert list(cuts) == sorted(cuts)


def test_a_grade_that_nobody_has_is_given_to_nobody() -> None:
    logits = np.linspace(-2, 2, 40)
    cuts = even_cuts(logits, (logits > 0).astype(int))
    assert cuts[0] == pytest.approx(0.0, abs=0.2)
    assert cuts[1] > logits.max()
    assert cuts[2] >= cuts[1]


def graded(count: int, *, informative: bool = True, folds: int = 4) -> list[Graded]:
    """CVs whose grade is the number of their pages, or has nothing to do with it."""
    random = np.random.default_rng(5)
    rows = []
    for number in range(count):
        grade = number % 4
        pages = grade if informative else int(random.integers(0, 4))
        label: Label = "brand_presence"
        found = [Evidence(label=label, text=f"page {n}", start=n, end=n + 1) for n in range(pages)]
        rows.append(Graded(found, NOTHING, grade, number // 4 % folds))
    return rows


def test_a_role_is_learned_from_its_evidence() -> None:
    rows = graded(80)
    learned = learn_role(ROLE, rows)
    fit = learned.fit
    assert min(fit.weights[1:]) >= 0
    assert fit.weights == learned.estimators.logit_weights()
    assert np.corrcoef(learned.logits, [row.grade for row in rows])[0, 1] > 0.9
    found = [fit.fit(features(row.evidence, NOTHING, ROLE.features), row.evidence, "en") for row in rows[:4]]
    assert [one.grade for one in found] == [0, 1, 2, 3]
    assert [one.verdict for one in (found[0], found[3])] == ["no fit", "fit"]


def test_learning_again_gives_the_same_model() -> None:
    one, two = (learn_role(ROLE, graded(40)) for _ in range(2))
    assert one.fit == two.fit
    assert (one.logits == two.logits).all()


def test_evidence_that_another_tagger_missed_lowers_the_trust_in_evidence() -> None:
    rows = noisy(160, 2)
    missed = [Graded(row.evidence[: len(row.evidence) // 2], row.outline, row.grade, row.fold) for row in rows]
    alone, both = learn_role(ROLE, rows), learn_role(ROLE, rows, missed)
    assert len(alone.logits) == len(both.logits) == len(rows)
    assert len(both.fit.decision.draws) == DRAWS
    assert np.ptp(both.logits) < 0.9 * np.ptp(alone.logits), "chances are nearer to each other"


def test_verdicts_are_as_cautious_as_the_less_certain_reading() -> None:
    rows = noisy(160, 2)
    missed = [Graded(row.evidence[: len(row.evidence) // 2], row.outline, row.grade, row.fold) for row in rows]
    for first, second in ((rows, missed), (missed, rows)):
        learned = learn_role(ROLE, first, second)
        least_fit, most_unfit = _conformal(learned.logits, np.array([row.grade for row in rows]), ALPHA)
        assert learned.fit.decision.least_fit <= least_fit
        assert learned.fit.decision.most_unfit >= most_unfit


def test_the_same_reading_twice_changes_nothing() -> None:
    """Two readings of a CV are not two CVs: nothing is surer for them, least of all a verdict of a role with few CVs."""
    for rows in (graded(20), noisy(80, 3)):
        once, twice = learn_role(ROLE, rows).fit, learn_role(ROLE, rows, rows).fit
        assert twice.weights == pytest.approx(once.weights, abs=1e-3)
        assert twice.decision.least_fit == pytest.approx(once.decision.least_fit, abs=1e-3)
        assert twice.decision.most_unfit == pytest.approx(once.decision.most_unfit, abs=1e-3)


def noisy(count: int, seed: int) -> list[Graded]:
    """CVs whose grade is the number of their pages, give or take: something to be unsure of."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        pages = number % 4
        found = [Evidence(label="brand_presence", text=f"page {n}", start=n, end=n + 1) for n in range(pages)]
        grade = int(np.clip(round(pages + random.normal(0, 1.2)), 0, 3))
        rows.append(Graded(found, NOTHING, grade, number // 4 % 4))
    return rows


def widths(count: int, seed: int) -> list[float]:
    """Widths of the ranges of four CVs, by a model of ``count`` CVs; each holds its score."""
    rows = noisy(count, seed)
    fit = learn_role(ROLE, rows).fit
    assert len(fit.decision.draws) == DRAWS
    found = []
    for row in rows[:4]:
        judged = fit.fit(features(row.evidence, NOTHING, ROLE.features), row.evidence, "en")
        assert judged.score_range is not None
        low, high = judged.score_range
        assert 0 <= low <= judged.score <= high <= 100
        found.append(high - low)
    return found


def test_more_cvs_give_narrower_ranges() -> None:
    few, more = (np.mean([widths(count, seed) for seed in range(3)]) for count in (40, 640))
    assert 0 < more < few / 2, "sixteen times the CVs: about a fourth of the width"


def test_ranges_hold_most_of_what_other_cvs_would_have_taught() -> None:
    """80% is what is said: of the scores by models of fresh CVs, most lie in the range, and not all."""
    fits = [learn_role(ROLE, noisy(120, seed)).fit for seed in range(16)]
    inside = []
    for row in noisy(4, 0):
        shown = [fit.fit(features(row.evidence, NOTHING, ROLE.features), row.evidence, "en") for fit in fits]
        centre = float(np.median([one.score for one in shown]))
        inside += [one.score_range[0] <= centre <= one.score_range[1] for one in shown if one.score_range]
    assert len(inside) == 64
    assert 0.6 <= np.mean(inside) < 1.0


def test_draws_that_cannot_be_learned_from_are_drawn_anew() -> None:
    grades, folds = np.array([0] * 9 + [3] * 3), np.array([0] * 11 + [1])
    for drawn in _draws(grades, folds, 200):
        assert len(drawn) == 12
        assert set(grades[drawn]) == {0, 3}
        assert set(folds[drawn]) == {0, 1}


def _places(learned: Learned) -> list[float]:
    """Places on the scale of grades, before they were calibrated."""
    calibration = learned.estimators.calibration
    return [(value - float(calibration.intercept_[0])) / float(calibration.coef_[0][0]) for value in learned.logits]


def test_the_logits_are_from_models_that_did_not_see_the_fold() -> None:
    rows = graded(40, folds=2)
    first = learn_role(ROLE, rows)
    changed = [Graded(r.evidence, r.outline, 3 - r.grade, r.fold) if r.fold == 0 else r for r in rows]
    places, before = (_places(learned) for learned in (learn_role(ROLE, changed), first))
    for row, old, new in zip(rows, before, places, strict=True):
        if row.fold == 0:  # judged by the model of the other fold, which is unchanged
            assert new == pytest.approx(old, abs=1e-6)


def test_without_any_signal_scores_are_flat_and_people_decide() -> None:
    fit = learn_role(ROLE, graded(80, informative=False)).fit
    none, many = (
        fit.fit(features(row.evidence, NOTHING, ROLE.features), row.evidence, "en")
        for row in (Graded((), NOTHING, 0, 0), graded(4)[3])
    )
    assert abs(many.score - none.score) < 40
    assert {none.verdict, many.verdict} == {"to be read by a person"}


def test_a_single_batch_is_split_all_the_same() -> None:
    learned = learn_role(ROLE, graded(40, folds=1))
    assert len(learned.logits) == 40
    assert learned.fit.decision.alpha == ALPHA


@pytest.mark.parametrize(
    ("grades", "message"),
    [([0, 3] * 5, "10 graded CVs, 5 of them"), ([0] * 10 + [3] * 2, "2 of them 2 or 3"), ([3] * 12, "graded 0 or 1")],
)
def test_too_few_graded_cvs_are_refused(grades: list[int], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        enough(ROLE, grades)


def test_a_dozen_graded_cvs_are_enough() -> None:
    enough(ROLE, [0, 1, 2, 3] * 3)
