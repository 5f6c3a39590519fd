from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from cvsignal.corpus import GoldSpan, Record
from cvsignal.errors import CvsignalError
from cvsignal.evaluation import Judged
from cvsignal.reporting.errors_page import grouped, mistakes_of, sentence_around, write_errors
from cvsignal.schema import Evidence, Outline, Section

from .conftest import evidence

TEXT = "Profile\nSome words. I ran the page of a town <b>&. Then I rested.\nLed a campaign; no crisis handled\n"


def span(words: str, label: str, assertion: str = "asserted") -> GoldSpan:
    start = TEXT.index(words)
    return GoldSpan.model_validate({"start": start, "end": start + len(words), "label": label, "assertion": assertion})


def judged(gold: tuple[GoldSpan, ...], said: tuple[Evidence, ...]) -> Judged:
    record = Record(id="en-1", language="en", text=TEXT, spans=gold)
    return Judged(record, said, Outline((), (Section("profile", 0, len(TEXT)),), ()))


@pytest.fixture
def errors() -> Judged:
    """One miss, one false hit on the same words, one wrong assertion, one hit."""
    gold = (
        span("ran the page of a town", "brand_presence"),
        span("Led a campaign", "campaign"),
        span("no crisis handled", "crisis_management", "negated"),
    )
    said = (
        evidence(TEXT, "the page of a town", "personal_presence", confidence=0.4),
        evidence(TEXT, "Led a campaign", "campaign"),
        evidence(TEXT, "no crisis handled", "crisis_management"),
    )
    return judged(gold, said)


def test_misses_false_hits_and_assertions_are_found_and_hits_are_not(errors: Judged) -> None:
    found = [(m.kind, m.label) for m in mistakes_of(errors)]
    assert found == [("miss", "brand_presence"), ("false hit", "personal_presence"), ("assertion", "crisis_management")]


def test_an_error_stands_in_its_sentence_beside_the_gold(errors: Judged) -> None:
    miss, false, _ = mistakes_of(errors)
    assert "".join(piece.text for piece in miss.pieces) == "I ran the page of a town <b>&."
    assert [piece.text for piece in miss.pieces if piece.mark == "gold"] == ["ran the page of a town"]
    assert miss.beside == ("said: personal_presence: “the page of a town”",)
    assert (false.beside, false.confidence, false.section) == (
        ("gold: brand_presence: “ran the page of a town”",),
        0.4,
        "profile",
    )


def test_groups_follow_the_guidelines(errors: Judged) -> None:
    groups = grouped(list(mistakes_of(errors)))
    assert [g.label for g in groups] == ["brand_presence", "personal_presence", "crisis_management"]
    assert groups[0].counts == {"miss": 1, "false hit": 0, "assertion": 0}


def test_where_extents_differ_both_are_seen() -> None:
    item = judged(
        (span("I ran the page", "brand_presence", "negated"),),
        (evidence(TEXT, "ran the page of a town", "brand_presence"),),
    )
    (only,) = mistakes_of(item)
    assert [(p.text, p.mark) for p in only.pieces if p.mark] == [
        ("I ", "gold"),
        ("ran the page", "both"),
        (" of a town", "said"),
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("Some", "Some words."), ("rested", "Then I rested."), ("campaign", "Led a campaign; no crisis handled")],
)
def test_sentences_end_at_stops_and_lines(words: str, sentence: str) -> None:
    start = TEXT.index(words)
    first, last = sentence_around(TEXT, start, start + len(words))
    assert TEXT[first:last] == sentence


def test_a_text_without_stops_is_cut() -> None:
    text = "x" * 1000
    assert sentence_around(text, 500, 510) == (340, 670)


def test_the_page_escapes_words_and_sorts_by_label(errors: Judged, tmp_path: Path) -> None:
    write_errors([errors], tmp_path / "sub" / "errors.html")
    text = (tmp_path / "sub" / "errors.html").read_text(encoding="utf-8")
    assert "<b>&" not in text
    document = html.document_fromstring(text)
    assert [h.get("id") for h in document.iter("h2")] == ["brand_presence", "personal_presence", "crisis_management"]
    assert len(document.xpath("//li[@data-kind]")) == 3
    assert "3 errors in 1 CVs" in text


def test_no_errors_is_a_page_too(tmp_path: Path) -> None:
    write_errors([judged((), ())], tmp_path / "e.html")
    assert "No errors." in (tmp_path / "e.html").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CvsignalError, match="cannot be written"):
        write_errors([], tmp_path)
