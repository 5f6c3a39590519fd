from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.labels.anchor import anchor
from cvsignal.labels.canonical import canonical
from cvsignal.labels.foreign import ForeignSpan

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcé e\u0301ﬁ🎉👩‍🚀\r\n\t\u00a0\u200b\u2028각\u1100\u1161\u11a8\u0323\u0307ﾞ\ufeff"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=60,
)
TOOLS: dict[str, Callable[[str], str]] = {
    "untouched": lambda t: t,
    "NFC": lambda t: unicodedata.normalize("NFC", t),
    "NFD": lambda t: unicodedata.normalize("NFD", t),
    "LF for CRLF": lambda t: t.replace("\r\n", "\n"),
    "CRLF for LF": lambda t: t.replace("\r\n", "\n").replace("\n", "\r\n"),
    "spaces for tabs": lambda t: t.replace("\t", "    "),
    "plain spaces": lambda t: t.replace("\u00a0", " "),
    "stripped": lambda t: t.strip(),
    "without zero width": lambda t: t.replace("\u200b", "").replace("\ufeff", ""),
}


def span(text: str, words: str, *, quote: bool = False, label: str = "campaign") -> ForeignSpan:
    start = text.index(words)
    return ForeignSpan(start, start + len(words), label, words=words if quote else None)


@pytest.mark.parametrize("tool", TOOLS, ids=str)
@given(text=HOSTILE)
def test_whatever_a_tool_does_compares_equal(tool: str, text: str) -> None:
    assert canonical(TOOLS[tool](text)).text == canonical(text).text


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_an_accent_that_reaches_over_another_mark_compares_equal(form: str) -> None:
    text = "a\u0334\u0301 q\u0307\u0323 \u1100\u1161\u11a8"
    assert canonical(unicodedata.normalize(form, text)).text == canonical(text).text


@pytest.mark.parametrize("tool", TOOLS, ids=str)
@given(before=HOSTILE, words=HOSTILE, after=HOSTILE)
def test_spans_come_back_to_the_same_words(tool: str, before: str, words: str, after: str) -> None:
    ours = f"{before} x{words}x {after}"
    changed = [TOOLS[tool](part) for part in (f"{before} ", f"x{words}x", f" {after}")]
    theirs = TOOLS[tool](ours)
    if "".join(changed) != theirs:  # the tool's change runs over the span's ends: where it stands is not known here
        start = theirs.find(changed[1])
        if start < 0 or theirs.find(changed[1], start + 1) >= 0:
            return
    else:
        start = len(changed[0])
    placed = anchor(ours, [ForeignSpan(start, start + len(changed[1]), "campaign")], theirs)
    assert not placed.faults
    assert [ours[s.start : s.end] for s in placed.spans] == [f"x{words}x"]
    assert bool(placed.notes) == (theirs != ours)


@given(before=HOSTILE, words=HOSTILE)
def test_utf16_offsets_are_known_by_their_words(before: str, words: str) -> None:
    text = f"{before}x{words}x"

    def units(part: str) -> int:
        return len(part.encode("utf-16-le")) // 2

    given_span = ForeignSpan(units(before), units(text), "campaign", words=f"x{words}x")
    placed = anchor(text, [given_span], text)
    assert not placed.faults
    assert [text[s.start : s.end] for s in placed.spans] == [f"x{words}x"]
    assert bool(placed.notes) == (units(text) != len(text))


def test_line_ends_counted_once() -> None:
    text = "un\r\ndeux\r\ntrois quatre"
    seen = text.replace("\r\n", "\n")
    placed = anchor(text, [ForeignSpan(seen.index("trois"), seen.index("trois") + 5, "campaign", words="trois")], text)
    assert [text[s.start : s.end] for s in placed.spans] == ["trois"]
    assert "CRLF as one" in placed.notes[0]


def test_a_text_that_was_cut_is_placed_by_words_and_context() -> None:
    ours = "Page du musée. Suivi des mentions. Page du théâtre."
    theirs = "Suivi des mentions. Page du théâtre."
    placed = anchor(ours, [span(theirs, "Suivi des mentions"), span(theirs, "Page")], theirs)
    assert [(s.start, ours[s.start : s.end]) for s in placed.spans] == [(15, "Suivi des mentions"), (35, "Page")]
    assert "was changed; 2 spans placed by their words" in placed.notes[-1]


@pytest.mark.parametrize(
    ("ours", "theirs", "found", "message"),
    [
        ("a b", "a b", ForeignSpan(1, 9, "campaign"), "outside the text of 3 characters"),
        ("a b", "a b", ForeignSpan(1, 1, "campaign"), "empty"),
        ("a b", "a b", ForeignSpan(1, 2, "campaign"), "nothing but white space"),
        ("a b", "a c", ForeignSpan(2, 3, "campaign"), "not found just once"),
        ("page page", "page", ForeignSpan(0, 4, "campaign"), "not found just once"),
        ("a b", "a b", ForeignSpan(0, 1, "campaign", words="zzz"), "fit the words of the spans in no known way"),
    ],
)
def test_what_cannot_be_placed_is_said(ours: str, theirs: str, found: ForeignSpan, message: str) -> None:
    placed = anchor(ours, [found], theirs)
    assert not placed.spans
    assert message in placed.faults[0]


def test_white_space_at_the_ends_is_left_out_and_said() -> None:
    placed = anchor("la page du musée", [ForeignSpan(2, 8, "campaign")], "la page du musée")
    assert [(s.start, s.end) for s in placed.spans] == [(3, 7)]
    assert "white space at its ends left out" in placed.notes[0]
