from __future__ import annotations

from pathlib import Path

from cvsignal import load
from cvsignal.corpus import SUGGESTED, Record, record_faults
from cvsignal.labels.suggest import batch_of, record_of, spans_of, suggester
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


def test_own_cvs_fall_in_five_batches_by_their_content() -> None:
    assert {batch_of(f"{n:08x}" + "0" * 56) for n in range(50)} == {f"own-{n}" for n in range(5)}
    assert batch_of("") == "own-0"
