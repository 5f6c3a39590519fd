from __future__ import annotations

from pathlib import Path

from cvsignal import load
from cvsignal.corpus import write_records
from cvsignal.promotion.gate import judge_candidate
from tests.small_corpus import small_corpus


def test_a_model_is_no_worse_than_itself(good: Path, test_file: Path) -> None:
    verdict = judge_candidate(load(good), load(good), [test_file])
    assert verdict.reasons == ()
    assert verdict.notes == ()


def test_shuffled_grades_are_worse_beyond_chance(good: Path, shuffled: Path, test_file: Path) -> None:
    reasons = judge_candidate(load(shuffled), load(good), [test_file]).reasons
    for role in ("community_manager", "social_media_manager"):
        assert any(reason.startswith(f"{role} QWK: ") and "worse beyond chance" in reason for reason in reasons)


def test_shuffled_grades_are_refused_with_nothing_to_compare_too(shuffled: Path, test_file: Path) -> None:
    verdict = judge_candidate(load(shuffled), None, [test_file])
    assert verdict.comparison is None
    assert any("no better than the base rate" in reason for reason in verdict.reasons)


def test_test_data_that_was_learned_from_is_a_reason(good: Path, tmp_path: Path) -> None:
    rows = [*small_corpus(64)[:5], *small_corpus(40, seed=2)]  # five of them known, in a file of another name
    write_records(tmp_path / "test.jsonl", rows)
    verdict = judge_candidate(load(good), load(good), [tmp_path / "test.jsonl"])
    assert verdict.reasons == ("the model learned from 5 of the 45 test CVs",)
    assert verdict.notes == ("The present model learned from 5 of the 45 test CVs: they favour it.",)


def test_little_test_data_is_said(good: Path, tmp_path: Path) -> None:
    write_records(tmp_path / "test.jsonl", small_corpus(6, seed=4))
    assert "only 6 test CVs" in judge_candidate(load(good), None, [tmp_path / "test.jsonl"]).notes[0]
