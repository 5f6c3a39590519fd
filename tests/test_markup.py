from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.corpus import GoldSpan
from cvsignal.errors import CorpusError
from cvsignal.markup import mark, parse
from cvsignal.schema import ASSERTIONS, LABELS


def test_labels_assertions_and_nesting() -> None:
    text, spans = parse(
        "Pas de [[veille]](monitoring_plan:negated), mais [[chef des [[RP]](public_relations)]](training, marketing)."
    )
    assert text == "Pas de veille, mais chef des RP."
    assert [(text[s.start : s.end], s.label, s.assertion) for s in spans] == [
        ("veille", "monitoring_plan", "negated"),
        ("chef des RP", "marketing", "asserted"),
        ("chef des RP", "training", "asserted"),
        ("RP", "public_relations", "asserted"),
    ]


def test_marks_may_cross() -> None:
    text, spans = parse("[[one [[two]]2(campaign) three]](training)")
    assert [(text[s.start : s.end], s.label) for s in spans] == [("one two", "campaign"), ("two three", "training")]


def test_plain_brackets_and_backslashes() -> None:
    assert parse(r"a [b] [c](d) C:\temp \[[x\]]") == ("a [b] [c](d) C:\\temp [[x]]", ())


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("ok\n[[x]](brand)", "line 2, character 4: unknown label 'brand'"),
        ("[[x]](campaign:maybe)", "unknown assertion 'maybe'"),
        ("[[x", "line 1, character 1: .* never closed"),
        ("x]](campaign)", "not opened"),
        ("[[x]]2(campaign)", "not opened"),
        ("[[x]]", "without \\(label\\)"),
        ("[[]](campaign)", "without words"),
    ],
)
def test_wrong_marks_are_named(marked: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        parse(marked)


def test_spans_outside_the_text_cannot_be_written() -> None:
    with pytest.raises(CorpusError, match="outside the text"):
        mark("abc", [GoldSpan(start=1, end=9, label="campaign")])


_texts = st.text(
    alphabet=st.one_of(st.sampled_from("[]()\\=:, \n\r\té"), st.characters(exclude_categories=["Cs"])), min_size=1
)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[GoldSpan, ...]]:
    text = draw(_texts)
    found: dict[tuple[int, int, str], GoldSpan] = {}
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        span = GoldSpan(
            start=start,
            end=draw(st.integers(start + 1, len(text))),
            label=draw(st.sampled_from(LABELS)),
            assertion=draw(st.sampled_from(ASSERTIONS)),
        )
        found[span.start, span.end, span.label] = span
    return text, tuple(found[key] for key in sorted(found))


@given(marked_texts())
def test_parse_undoes_mark(case: tuple[str, tuple[GoldSpan, ...]]) -> None:
    text, spans = case
    assert parse(mark(text, spans)) == (text, spans)
