from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cvsignal.evaluation import Judged, evidence_scores, judge
from cvsignal.model_folder import load_model
from cvsignal.study.tagger import calibration_error, outcomes, reliability, scores_by
from tests.small_corpus import small_corpus


@pytest.fixture(scope="module")
def judged(small_model: Path) -> list[Judged]:
    """CVs that the small model did not learn from."""
    return judge(load_model(small_model), small_corpus(24, seed=5))


def test_outcomes_are_those_of_the_evaluation(judged: list[Judged]) -> None:
    table = outcomes(judged)
    for language, scores in evidence_scores(judged).items():
        mine = table[table["language"] == language]["outcome"].value_counts()
        assert mine.get("right", 0) + mine.get("false hit", 0) == scores["micro"]["found"]
        assert mine.get("right", 0) + mine.get("missed", 0) == scores["micro"]["gold"]


def test_scores_by_label_are_those_of_the_evaluation(judged: list[Judged]) -> None:
    table = scores_by(outcomes(judged), "language", "label")
    for label, row in evidence_scores(judged)["en"]["labels"].items():
        assert table.loc[("en", label), "F1"] == pytest.approx(row["f1"], abs=1e-4)
    assert list(table["F1"]) == sorted(table["F1"])


def test_reliability_counts_every_found_span_once(judged: list[Judged]) -> None:
    rows = outcomes(judged)
    table = reliability(rows, bins=5)
    assert table["spans"].sum() == (rows["outcome"] != "missed").sum()
    assert table["true"].between(0, 1).all()


def test_calibration_error_weighs_bins_by_size() -> None:
    table = pd.DataFrame({"spans": [3, 1], "said": [0.5, 0.9], "true": [0.5, 0.5]})
    assert calibration_error(table) == pytest.approx(0.1)
