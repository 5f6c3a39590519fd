"""Reading order: the stream is believed until it jumps about."""

from __future__ import annotations

import random
import time

from cvsignal.reading.order import in_reading_order
from tests.reading.drawn import segment


def test_a_stream_that_goes_down_is_believed_column_by_column() -> None:
    left = [segment(f"left {i}", 40, 50 + 14 * i) for i in range(12)]
    right = [segment(f"right {i}", 300, 50 + 14 * i) for i in range(12)]
    assert in_reading_order(right + left) == right + left


def test_a_shuffled_page_is_read_by_its_columns() -> None:
    title = segment("The title of a page that runs over both of its columns and beyond", 40, 20)
    left = [segment(f"left column line {i}", 40, 50 + 14 * i) for i in range(12)]
    right = [segment(f"right column line {i}", 300, 55 + 14 * i) for i in range(12)]
    mixed = [title, *left, *right]
    random.Random(3).shuffle(mixed)
    assert in_reading_order(mixed) == [title, *left, *right]


def test_a_shuffled_table_of_dates_is_read_row_by_row() -> None:
    rows = [
        (segment(f"20{10 + i} - 20{11 + i}", 40, 50 + 30 * i), segment(f"Position number {i}", 200, 50 + 30 * i))
        for i in range(9)
    ]
    flat = [cell for row in rows for cell in row]
    mixed = list(flat)
    random.Random(5).shuffle(mixed)
    assert in_reading_order(mixed) == flat


def test_a_shuffled_page_of_many_edges_is_ordered_at_once() -> None:
    mixed = [segment("word", 40 + i / 7, 20 + 14 * i) for i in range(5000)]
    random.Random(3).shuffle(mixed)
    start = time.process_time()
    assert in_reading_order(mixed) == sorted(mixed, key=lambda s: s.top)
    assert time.process_time() - start < 1.5


def test_few_segments_are_left_alone() -> None:
    few = [segment("b", 40, 90), segment("a", 40, 20)]
    assert in_reading_order(few) == few
