"""Rows to text: what is worked out for a document is worked out once."""

from __future__ import annotations

import pytest

from cvsignal.reading import layout
from cvsignal.reading.columns import Column, columns_of
from cvsignal.reading.rows import Row
from tests.reading.drawn import page, segment


def test_columns_are_found_twice_however_many_words_are_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(rows: list[Row]) -> list[Column]:
        calls.append(len(rows))
        return columns_of(rows)

    monkeypatch.setattr(layout, "columns_of", counted)
    lines = [
        segment(f"tion of the pages of the old museum number {i} and communica-", 40, 50 + 12 * i) for i in range(9)
    ]
    assert "communica-tion" in layout.lay_out([page(lines)]).text.replace("communication", "communica-tion")
    assert len(calls) == 2
