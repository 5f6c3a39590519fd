from __future__ import annotations

from pathlib import Path

import pytest

from cvsignal.evaluation import Judged, judge
from cvsignal.model_folder import load_model
from cvsignal.study.fit import calibration_table, confusion, grades_table, verdicts_table, worst_errors
from tests.small_corpus import small_corpus

ROLE = "community_manager"


@pytest.fixture(scope="module")
def judged(small_model: Path) -> list[Judged]:
    """CVs that the small model did not learn from; the first is graded wrongly on purpose."""
    records = small_corpus(24, seed=5)
    worst = max(range(len(records)), key=lambda i: records[i].fit[ROLE])
    records[worst] = records[worst].model_copy(update={"id": "wrong", "fit": {ROLE: 0}})
    return judge(load_model(small_model), records)


def test_every_graded_cv_has_a_row(judged: list[Judged]) -> None:
    table = grades_table(judged, ROLE)
    assert len(table) == 24
    assert (table["off"] == table["said"] - table["true"]).all()
    assert len(grades_table(judged, "social_media_manager")) == 23  # the one graded wrongly has no such grade


def test_confusion_and_verdicts_count_all(judged: list[Judged]) -> None:
    table = grades_table(judged, ROLE)
    assert confusion(table).shape == (4, 4)
    assert confusion(table).to_numpy().sum() == verdicts_table(table).to_numpy().sum() == 24


def test_bins_hold_every_cv(judged: list[Judged]) -> None:
    assert calibration_table(judged, ROLE)["cvs"].sum() == 24


def test_the_wrong_grade_is_the_worst_error_and_is_explained(judged: list[Judged]) -> None:
    table = worst_errors(judged, ROLE, count=3)
    assert len(table) == 3
    first = table.iloc[0]
    assert first["id"] == "wrong"
    assert first["said"] > first["true"] == 0
    assert "“" in first["spoke for it"]  # a feature, with the words that it rests on


def test_cvs_without_a_whole_model_are_left_out(judged: list[Judged]) -> None:
    bare = Judged(judged[0].record, judged[0].evidence, judged[0].outline)
    assert grades_table([bare], ROLE).empty
