"""Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence


def table(rows: Sequence[Sequence[object]]) -> str:
    """The rows as a Markdown table, the first being its head; fractions with three decimals."""
    lines = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    sides = "".join("---:|" if isinstance(cell, int | float) else "---|" for cell in (rows[1] if rows[1:] else rows[0]))
    return "\n".join([lines[0], "|" + sides, *lines[1:]])


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
