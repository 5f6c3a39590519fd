from __future__ import annotations

from pathlib import Path

import pytest

from cvsignal.corpus import SUGGESTED, write_records
from cvsignal.errors import CorpusError
from cvsignal.model_folder import load_model
from cvsignal.training.card import Bin, calibration, calibration_plot
from cvsignal.training.run import train
from tests.small_corpus import small_corpus


def test_chances_are_set_beside_what_came_true() -> None:
    bins = calibration([-2.0, -2.0, 0.0, 0.0, 9.0], [0, 3, 1, 2, 3])
    assert [(b.low, b.high, b.cvs, round(b.said, 2), b.true) for b in bins] == [
        (0.1, 0.2, 2, 0.12, 0.5),
        (0.5, 0.6, 2, 0.5, 0.5),
        (0.9, 1.0, 1, 1.0, 1.0),
    ]


def test_a_certain_chance_falls_in_the_last_bin() -> None:
    assert [b.low for b in calibration([60.0, -60.0], [3, 0])] == [0.0, 0.9]


def test_the_plot_shows_both_in_their_places() -> None:
    lines = calibration_plot([Bin(0.1, 0.2, 7, 0.2, 0.6), Bin(0.5, 0.6, 40, 0.5, 0.5)]).splitlines()
    row = lines[1].split("  ")[-1]
    assert len(row) == 51
    assert (row.index("o"), row.index("#")) == (10, 30)
    assert lines[1].startswith(" 10- 20      7")
    assert lines[2].split("  ")[-1].index("*") == 25


def test_training_writes_a_card_that_is_no_part_of_the_model(tmp_path: Path) -> None:
    write_records(tmp_path / "train.jsonl", small_corpus(48))
    write_records(tmp_path / "test.jsonl", small_corpus(16, seed=2))
    made = train([tmp_path], tmp_path / "model")
    page = (made.folder / "card.md").read_text(encoding="utf-8")
    for words in (
        "from 48 annotated CVs",
        "| `brand_presence` |",
        "### Evidence, cross-validated",
        "### Evidence, test",
        "### community_manager, test",
        "## Calibration",
        "## Limits",
        made.manifest.data["train.jsonl"],
    ):
        assert words in page
    (made.folder / "card.md").write_text("annotated by us", encoding="utf-8")
    assert load_model(made.folder).sha256 == made.model.sha256


def test_suggestions_that_nobody_has_seen_are_not_learned_from(tmp_path: Path) -> None:
    rows = [r.model_copy(update={"meta": {**r.meta, SUGGESTED: True}}) for r in small_corpus(16)]
    write_records(tmp_path / "mine.jsonl", rows)
    with pytest.raises(CorpusError, match=r"1-0: its labels are a model's suggestions .* \(16 such CVs\)"):
        train([tmp_path / "mine.jsonl"], tmp_path / "model")
