"""Running headers and footers."""

from __future__ import annotations

from cvsignal.reading.furniture import mark_furniture
from cvsignal.reading.rows import Row, rows_of
from tests.reading.drawn import page, segment


def marked(*pages_of_segments: list[tuple[str, float]]) -> list[str]:
    pages = [page([segment(text, 50, y) for text, y in lines], n) for n, lines in enumerate(pages_of_segments, start=1)]
    rows: list[Row] = [row for sheet in pages for row in rows_of(sheet.segments, sheet.number)]
    mark_furniture(rows, pages)
    return [f"{row.page}: {row.text}" for row in rows if row.furniture]


def test_the_first_copy_of_a_running_header_stays() -> None:
    assert marked([("Maud Verrinder", 40), ("Ran the page", 300)], [("Maud Verrinder", 40), ("Wrote", 300)]) == [
        "2: Maud Verrinder"
    ]


def test_footers_go_on_every_page() -> None:
    found = marked([("Maud - 1/2", 810), ("Ran the page", 300)], [("Maud - 2/2", 810), ("Wrote", 300)])
    assert found == ["1: Maud - 1/2", "2: Maud - 2/2"]


def test_page_numbers_go_even_on_one_page() -> None:
    assert marked([("Page 1 of 1", 815), ("2014", 300)]) == ["1: Page 1 of 1"]


def test_words_in_the_body_stay_however_often() -> None:
    assert marked([("Ran the page", 300)], [("Ran the page", 300)]) == []


def test_the_same_words_elsewhere_on_the_next_page_stay() -> None:
    assert marked([("Press officer", 770)], [("Press officer", 60)]) == []
