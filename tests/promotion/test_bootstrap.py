from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, cohen_kappa_score, roc_auc_score

from cvsignal.corpus import GoldSpan, Record
from cvsignal.evaluation import Judged
from cvsignal.fit import Decision
from cvsignal.promotion.bootstrap import better, draws, evidence_differences, role_differences, skill_interval, worse
from cvsignal.schema import Contribution, Evidence, Fit, Outline

CUTS = Decision(cuts=(-1.0, 0.0, 1.0), least_fit=0.5, most_unfit=0.5, alpha=0.1)
NOTHING = Outline((), (), ())


def judged(grade: int, logit: float, *, found: int = 0, gold: int = 0, language: str = "fr") -> Judged:
    """A CV with a grade, a model's logit, and spans of which the model found the first ones."""
    text = "x " * 20
    spans = tuple(GoldSpan(start=2 * i, end=2 * i + 1, label="campaign") for i in range(gold))
    evidence = tuple(Evidence(label="campaign", text="x", start=2 * i, end=2 * i + 1) for i in range(found))
    record = Record(id=f"{grade}{logit}", language=language, text=text, spans=spans, fit={"cm": grade})
    part = Contribution(feature="base", value=1, points=logit)
    fit = Fit(role="cm", score=50, grade=0, verdict="no fit", contributions=(part,))
    return Judged(record, evidence, NOTHING, {"cm": fit})


def test_evidence_that_only_the_new_model_finds_counts_in_a_cv_without_labels() -> None:
    old = [judged(0, 0.0, gold=2, found=2), judged(0, 0.0)]
    new = [old[0], judged(0, 0.0, found=2)]
    (f1,) = evidence_differences(old, new)
    assert (f1.cvs, f1.old, f1.new) == (2, 1.0, pytest.approx(2 / 3))


def test_the_first_draw_is_the_cvs_as_they_are_and_all_are_of_one_size() -> None:
    counts = draws(7, 50)
    assert (counts[0] == 1).all()
    assert (counts.sum(axis=1) == 7).all()
    assert (counts == draws(7, 50)).all()


def test_figures_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(3)
    grades = random.integers(0, 4, 200)
    logits = [grades - 1.5 + random.normal(0, spread, 200) for spread in (1.0, 4.0)]
    sides = [[judged(int(g), float(x)) for g, x in zip(grades, values, strict=True)] for values in logits]
    found = {d.name: d for d in role_differences(sides[0], sides[1], "cm", (CUTS, CUTS))}
    for values, side in zip(logits, ("old", "new"), strict=True):
        said = np.digitize(values, CUTS.cuts)
        chances = 1 / (1 + np.exp(-values))
        expected = {
            "cm QWK": cohen_kappa_score(grades, said, weights="quadratic"),
            "cm Brier": brier_score_loss(grades >= 2, chances),
            "cm AUC": roc_auc_score(grades >= 2, values),
        }
        for name, value in expected.items():
            assert getattr(found[name], side) == pytest.approx(value)
    assert len(worse(list(found.values()))) == 3, "four times the noise is worse in all figures, a higher Brier too"


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Two models of equal quality: the interval of the difference must hold 0 in some 95 of 100 samples."""
    random = np.random.default_rng(11)
    held = 0
    for _ in range(60):
        grades = random.integers(0, 4, 60)
        sides = [
            [judged(int(g), float(x)) for g, x in zip(grades, grades - 1.5 + random.normal(0, 1.5, 60), strict=True)]
            for _ in range(2)
        ]
        (auc,) = [d for d in role_differences(sides[0], sides[1], "cm", (CUTS, CUTS)) if d.name == "cm AUC"]
        held += auc.low <= 0 <= auc.high
    assert 51 <= held <= 60


def test_of_two_equally_good_models_hardly_one_is_called_worse() -> None:
    """Of six figures one is worse beyond its own interval in some of 40 comparisons; taken together, hardly ever."""
    random = np.random.default_rng(12)
    alone = together = 0
    for _ in range(40):
        figures = []
        for _role in range(2):
            grades = random.integers(0, 4, 60)
            sides = [
                [
                    judged(int(g), float(x))
                    for g, x in zip(grades, grades - 1.5 + random.normal(0, 1.5, 60), strict=True)
                ]
                for _ in range(2)
            ]
            figures += role_differences(sides[0], sides[1], "cm", (CUTS, CUTS))
        alone += any(d.high < 0 for d in figures)
        together += bool(worse(figures))
    assert alone >= 3
    assert together <= 1


def test_span_f1_by_language() -> None:
    old = [judged(0, 0, found=1, gold=2), judged(0, 0, found=2, gold=2), judged(0, 0, found=2, gold=2, language="en")]
    new = [judged(0, 0, found=2, gold=2), judged(0, 0, found=2, gold=2), judged(0, 0, found=1, gold=2, language="en")]
    found = {d.name: d for d in evidence_differences(old, new)}
    assert found["evidence F1, fr"].old == pytest.approx(6 / 7)
    assert found["evidence F1, fr"].new == 1.0
    assert found["evidence F1, en"].high < 0


def test_the_same_model_differs_in_nothing() -> None:
    rows = [judged(n % 4, n % 4 - 1.5, found=1, gold=1) for n in range(12)]
    found = [*evidence_differences(rows, rows), *role_differences(rows, rows, "cm", (CUTS, CUTS))]
    assert {(d.low, d.high) for d in found} == {(0, 0)}
    assert worse(found) == better(found) == []


def test_a_role_without_grades_or_with_one_kind_says_no_more_than_it_can() -> None:
    one_kind = [judged(3, 1.0), judged(2, 0.5)]
    assert {d.name for d in role_differences(one_kind, one_kind, "cm", (CUTS, CUTS))} == {"cm QWK", "cm Brier"}
    assert role_differences(one_kind, one_kind, "other", (CUTS, CUTS)) == []
    assert skill_interval(one_kind, "cm") is None
    assert skill_interval(one_kind, "other") is None


def test_skill_is_measured_from_the_base_rate() -> None:
    base = [judged(n % 4, 0.0) for n in range(80)]  # half of them fit
    found = skill_interval(base, "cm")
    assert found is not None
    assert found.value == pytest.approx(0)
    assert found.low <= 0
    sure = skill_interval([judged(n % 4, 8.0 if n % 4 >= 2 else -8.0) for n in range(80)], "cm")
    assert sure is not None
    assert sure.low > 0.99
    wrong = skill_interval([judged(n % 4, -3.0 if n % 4 >= 2 else 3.0) for n in range(80)], "cm")
    assert wrong is not None
    assert wrong.high < 0
