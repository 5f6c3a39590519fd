"""Segments to rows: what stands on one baseline and was drawn together."""

from __future__ import annotations

import time

from cvsignal.reading.rows import rows_of
from tests.reading.drawn import segment


def texts(*segments: object) -> list[str]:
    return [row.text for row in rows_of(list(segments), 1)]  # type: ignore[arg-type]


def test_a_date_at_the_right_margin_is_a_cell_of_the_row() -> None:
    assert texts(segment("Press officer", 40, 50), segment("2014 - 2017", 400, 50)) == ["Press officer\t2014 - 2017"]


def test_a_date_drawn_before_its_position_stands_after_it() -> None:
    assert texts(segment("2014 - 2017", 400, 50), segment("Press officer", 40, 50)) == ["Press officer\t2014 - 2017"]


def test_a_column_of_dates_joins_the_rows_it_stands_beside() -> None:
    dates = [segment(f"201{i} - 201{i + 1}", 40, 50 + 40 * i) for i in range(3)]
    jobs = [
        part
        for i in range(3)
        for part in (segment(f"Job {i}", 160, 50 + 40 * i), segment("Employer", 160, 64 + 40 * i))
    ]
    assert texts(*dates, *jobs)[:3] == ["2010 - 2011\tJob 0", "Employer", "2011 - 2012\tJob 1"]


def test_bullets_drawn_apart_join_their_lines() -> None:
    bullets = [segment("•", 40, 50 + 20 * i) for i in range(3)]
    lines = [segment(f"Ran page {i}", 52, 50 + 20 * i) for i in range(3)]
    assert texts(*bullets, *lines) == ["• Ran page 0", "• Ran page 1", "• Ran page 2"]


def test_a_wrapped_date_is_one_date() -> None:
    cell = (segment("September 2013 - February", 40, 50), segment("2017", 40, 62))
    assert texts(*cell, segment("Press officer", 220, 50)) == ["September 2013 - February 2017\tPress officer"]


def test_lines_below_one_another_are_rows_of_their_own() -> None:
    assert texts(segment("one", 40, 50), segment("two", 40, 62)) == ["one", "two"]


def test_a_second_draw_of_the_same_words_is_left_out() -> None:
    assert texts(segment("Press officer", 40, 50), segment("Press officer", 40.5, 50)) == ["Press officer"]
    assert texts(segment("Press officer", 40, 50), segment("Press officer", 40, 90)) == ["Press officer"] * 2


def test_parts_of_one_word_are_glued() -> None:
    assert texts(segment("1", 40, 50), segment("er", 45.2, 48)) == ["1er"]


def test_many_bullets_find_their_lines_at_once() -> None:
    bullets = [segment("•", 40, 50 + 20 * i) for i in range(1200)]
    lines = [segment(f"Ran page {i}", 52, 50 + 20 * i) for i in range(1200)]
    start = time.process_time()
    assert texts(*bullets, *lines) == [f"• Ran page {i}" for i in range(1200)]
    assert time.process_time() - start < 2.0


def test_bullet_and_indent() -> None:
    (row,) = rows_of([segment("• Ran the page", 40, 50)], 1)
    assert row.bulleted
    assert row.indent == 50
