from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cvsignal import load
from cvsignal.corpus import SUGGESTED, Record, record_faults
from cvsignal.labels.suggest import batch_of, cvs_of, record_of, spans_of, suggester
from cvsignal.schema import Assessment, Evidence


def evidence(label: str, start: int, end: int, confidence: float = 1.0) -> Evidence:
    return Evidence.model_validate(
        {"label": label, "text": "x" * (end - start), "start": start, "end": end, "confidence": confidence}
    )


def test_of_two_that_overlap_with_one_label_the_surer_is_kept() -> None:
    found = spans_of(
        [evidence("campaign", 0, 9, 0.6), evidence("campaign", 8, 20, 0.9), evidence("marketing", 0, 9, 0.1)]
    )
    assert [(s.label, s.start) for s in found] == [("marketing", 0), ("campaign", 8)]


def test_suggestions_are_fit_for_the_corpus_and_marked(small_model: Path) -> None:
    bare = Record(
        id="a", language="en", text="Experience\n- Ran the Facebook page of the museum\n", meta={"batch": "b"}
    )
    suggested = suggester(load(small_model))(bare)
    assert record_faults(suggested) == []
    assert [s.label for s in suggested.spans] == ["brand_presence"]
    assert suggested.meta == {"batch": "b", SUGGESTED: True}


def test_a_cv_in_another_language_is_no_record() -> None:
    assert record_of(Assessment(text="hola", language="es", evidence=(), fit={}), "a") is None
    assert record_of(Assessment(text="", language="fr", evidence=(), fit={}), "a") is None


def test_what_is_no_cv_is_not_suggested(small_model: Path, tmp_path: Path) -> None:
    for name in ("cv.txt", "~$cv.docx", "Thumbs.db", ".git/cv.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Experience\n- Ran the Facebook page of the museum\n")
    notes: list[str] = []
    assert [sourced.record.id for sourced in cvs_of(tmp_path, load(small_model), notes, workers=1)] == ["cv.txt"]
    assert notes == []


def test_a_name_that_is_not_utf8_is_suggested_too(small_model: Path, tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Experience\n- Ran the Facebook page of the museum\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (sourced,) = cvs_of(tmp_path, load(small_model), [], workers=1)
    assert json.loads(sourced.record.model_dump_json())["id"] == "caf\\xe9.txt"


def test_own_cvs_fall_in_five_batches_by_their_content() -> None:
    assert {batch_of(f"{n:08x}" + "0" * 56) for n in range(50)} == {f"own-{n}" for n in range(5)}
    assert batch_of("") == "own-0"
