"""Table rows of formats without geometry."""

from __future__ import annotations

from cvsignal.reading.paragraphs import Paragraph, beside, document_of


def lines(*cells: list[str]) -> list[str]:
    return [paragraph.text for paragraph in beside([[Paragraph(text) for text in cell] for cell in cells])]


def test_a_date_cell_stands_beside_its_position() -> None:
    assert lines(["2014 - 2017"], ["Press officer", "Ran the page"]) == ["2014 - 2017\tPress officer", "Ran the page"]


def test_a_date_in_two_lines_is_one_date() -> None:
    assert lines(["March 2014 -", "June 2017"], ["Press officer"]) == ["March 2014 - June 2017\tPress officer"]


def test_columns_of_a_page_stay_apart() -> None:
    found = lines(["Skills", "a", "b", "c"], ["Jobs", "d", "e", "f"])
    assert found == ["Skills", "a", "b", "c", "", "Jobs", "d", "e", "f", ""]


def test_empty_cells_leave_no_trace() -> None:
    assert lines([""], ["", "Press officer"], [" "]) == ["Press officer"]


def test_a_long_paragraph_is_cut_and_says_so() -> None:
    document = document_of([Paragraph("one"), Paragraph("two three\nfour"), Paragraph("five")], [], [], "x", 7)
    assert document.text == "one\ntwo"
    assert document.lines[-1].end == 7
    assert [notice.message for notice in document.notices] == ["Only the first 7 characters were read."]


def test_a_text_of_just_the_bound_is_whole() -> None:
    document = document_of([Paragraph("one"), Paragraph("two"), Paragraph("")], [], [], "x", 7)
    assert document.text == "one\ntwo"
    assert document.notices == ()


def test_blank_lines_and_furniture_last() -> None:
    paragraphs = [
        Paragraph("head", furniture=True),
        Paragraph("one"),
        Paragraph(""),
        Paragraph(""),
        Paragraph("two\nthree"),
    ]
    document = document_of(paragraphs, [], [], "x", 1000)
    assert document.text == "one\n\ntwo\nthree\n\nhead"
    assert [document.text[line.start : line.end] for line in document.lines] == ["one", "two", "three", "head"]
    assert [line.furniture for line in document.lines] == [False, False, False, True]
