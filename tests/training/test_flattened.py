"""Flattened copies: the same length and the same words in every span, lines run together, the same at every training."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cvsignal.corpus import GoldSpan, Record
from cvsignal.training.flattened import flattened, flattened_copies

DUTIES = [
    "• Managed the page of the reading club every week.",
    "- Wrote short notices for the notice board downstairs.",
    "Kept the keys of the hall and the list of members;",
    "o Answered the telephone on Monday and on Tuesday",
]
TEXT = "\n".join(["EXPERIENCE", *DUTIES * 5, "EDUCATION", "School, 2001"])
START = TEXT.index("Managed")
SPAN = GoldSpan(start=START, end=TEXT.index(" every week"), label="brand_presence", assertion="asserted")


def record(text: str) -> Record:
    spans = [SPAN] if text == TEXT else []
    return Record(id="made-1", language="en", text=text, spans=spans, fit={}, meta={"batch": "made"})


def test_long_lines_run_together_and_headings_stand() -> None:
    flat = flattened(record(TEXT), 1).text
    assert TEXT.count("\n") - 20 < flat.count("\n") < TEXT.count("\n") - 5
    assert flat.startswith("EXPERIENCE\n")
    assert "\nEDUCATION\nSchool, 2001" in flat
    assert sum(flat.count(mark) for mark in "•-") < sum(TEXT.count(mark) for mark in "•-")
    assert flat.count(".") < TEXT.count(".")


def test_spans_keep_their_words() -> None:
    copy = flattened(record(TEXT), 1)
    assert [copy.text[s.start : s.end] for s in copy.spans] == ["Managed the page of the reading club"]


def test_copies_are_the_same_at_every_training_and_differ_from_each_other() -> None:
    first, second = (list(flattened_copies([record(TEXT), record(TEXT)])) for _ in range(2))
    assert first == second
    assert first[0].text != first[1].text


@given(st.text(alphabet=st.sampled_from("aé A•-*o,.;\n\t😀"), min_size=1, max_size=400), st.integers(0, 99))
def test_each_character_stays_or_becomes_a_space(text: str, seed: int) -> None:
    flat = flattened(record(text), seed).text
    assert len(flat) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, flat, strict=True))
