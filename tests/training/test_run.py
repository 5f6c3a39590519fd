"""Training: which CVs a role learns from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cvsignal.corpus import Record, write_records
from cvsignal.errors import CorpusError
from cvsignal.model_folder import load_model
from cvsignal.roles import default_roles
from cvsignal.training.examples import LEAST_NATURAL
from cvsignal.training.run import _prepared, _put, learned_from, train
from tests.small_corpus import small_corpus


def record(number: int, *, quota: bool, fit: dict[str, int]) -> Record:
    meta = {"batch": "made", **({"prevalence": "quota"} if quota else {})}
    return Record(id=f"made-{number}", language="en", text="Cook", spans=[], fit=fit, meta=meta)


def test_a_role_learns_from_graded_cvs_alone_and_counts_what_is_natural_among_them() -> None:
    role = default_roles()[0]
    graded = [record(i, quota=i < 5, fit={role.name: i % 4}) for i in range(LEAST_NATURAL + 5)]
    others = [record(1000 + i, quota=False, fit={}) for i in range(10)]
    assert learned_from(role, [*others, *graded]) == list(range(15, 10 + len(graded)))
    assert learned_from(role, [*others, *graded[:20]]) == list(range(10, 30))


@pytest.mark.parametrize("count", [1, 2, 7])
def test_what_is_read_in_parts_keeps_its_order(count: int) -> None:
    records = [record(i, quota=False, fit={}) for i in range(count)]
    found, tables, copied = _prepared(records, frozenset())
    assert [example.record.id for example in found] == [one.id for one in records]
    assert copied == list(range(count)), "of few CVs all are learned from twice"
    assert len(tables.clauses.starts) == 1 + len(records) + len(copied)


def kept(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def earlier(small_model: Path, tmp_path: Path) -> Path:
    """A model folder that stands where a new model is to go."""
    return Path(shutil.copytree(small_model, tmp_path / "model"))


def test_bad_test_files_are_refused_before_anything_is_learned(earlier: Path, tmp_path: Path) -> None:
    before = kept(earlier)
    write_records(tmp_path / "train.jsonl", small_corpus(48))
    (tmp_path / "test.jsonl").write_text("{", encoding="utf-8")
    steps: list[str] = []
    with pytest.raises(CorpusError, match=r"test\.jsonl:1: not JSON"):
        train([tmp_path], earlier, progress=steps.append)
    assert steps == []
    assert kept(earlier) == before


def test_a_training_that_fails_at_its_end_leaves_the_earlier_model(
    earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = kept(earlier)
    write_records(tmp_path / "train.jsonl", small_corpus(48))
    monkeypatch.setattr("cvsignal.training.run.write_card", fails)
    with pytest.raises(OSError, match="No space left"):
        train([tmp_path / "train.jsonl"], earlier)
    assert kept(earlier) == before


def test_a_new_model_takes_the_place_of_an_earlier_one_whole(earlier: Path, tmp_path: Path) -> None:
    (earlier / ".draft-of-a-killed-training").mkdir()
    write_records(tmp_path / "train.jsonl", small_corpus(48))
    made = train([tmp_path / "train.jsonl"], earlier)
    assert load_model(earlier, whole=True).sha256 == made.model.sha256
    assert sorted(path.name for path in earlier.iterdir()) == ["card.md", "model.json", "roles", "tagger"]


def test_a_model_is_put_into_a_folder_that_is_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    draft = tmp_path / "model" / ".draft-made"  # from Python 3.12 on temporary folders have absolute names
    draft.mkdir(parents=True)
    for folder, text in ((draft, "new"), (tmp_path / "model", "old")):
        (folder / "model.json").write_text(text, encoding="utf-8")
    _put(draft, Path("model"))
    assert (tmp_path / "model" / "model.json").read_text(encoding="utf-8") == "new"


def test_what_is_no_part_of_a_model_is_not_swept_away(earlier: Path, tmp_path: Path) -> None:
    (earlier / "notes.txt").write_text("ours", encoding="utf-8")
    write_records(tmp_path / "train.jsonl", small_corpus(48))
    with pytest.raises(CorpusError, match=r"holds notes\.txt, no part of a model"):
        train([tmp_path / "train.jsonl"], earlier)
