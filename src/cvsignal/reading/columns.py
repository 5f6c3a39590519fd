"""Columns: runs of rows that go down the page, their right edges and usual gaps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from cvsignal.reading.rows import Row

FEW_ROWS = 5  # a shorter run borrows its right edge from runs with the same left edge
SAME_LEFT = 6.0  # points
EXACT = 1.0  # points: right edges of justified text
MIN_FLUSH = 3  # rows that end at the same right edge before it is that of justified text


@dataclass(slots=True)
class Column:
    """Consecutive rows of one page, each below the one before. Lengths in points."""

    rows: list[Row]
    gap: float  # usual white space between two rows
    right: float
    limits: dict[int, float]  # id of a row -> where the text to the right of it begins

    def right_of(self, row: Row) -> float:
        """The right edge that ``row`` was wrapped at: of the rows that keep clear of the text to its right."""
        limit = self.limits.get(id(row))
        if limit is None:
            return self.right
        return max((other.x1 for other in self.rows if other.x1 <= limit), default=row.x1)

    def flush(self, row: Row) -> bool:
        """Whether several rows end exactly where ``row`` does: justified text."""
        return sum(abs(other.x1 - row.x1) < EXACT for other in self.rows) >= MIN_FLUSH


def columns_of(rows: list[Row]) -> list[Column]:
    """The column of each row."""
    runs = _runs(rows)
    limits = _limits(runs)
    edges = [(min(row.x0 for row in run), max(row.x1 for row in run)) for run in runs]
    found: list[Column] = []
    for run, (left, right) in zip(runs, edges, strict=True):
        if len(run) < FEW_ROWS:
            right = max(other for edge, other in edges if abs(edge - left) < SAME_LEFT)
        gaps = [b.top - a.bottom for a, b in pairwise(run)]
        found += [Column(run, median_low(gaps) if gaps else 0.0, right, limits)] * len(run)
    return found


def over_pages(rows: list[Row]) -> list[Row]:
    """Put a column that goes on over the page next to its beginning, before a sidebar that was drawn between them.

    Only where the next page opens in lower case, at the left edge of a column that ended in mid-sentence.
    """
    runs = _runs(rows)
    for i in range(1, len(runs)):
        after, before = runs[i], runs[i - 1]
        if before[0].page == after[0].page or not after[0].text[:1].islower():
            continue
        for j in range(i - 1, -1, -1):
            last = runs[j][-1]
            if last.page != before[0].page:
                break
            if (
                not last.text.endswith(".")
                and min(abs(after[0].x0 - last.x0), abs(after[0].x0 - last.indent)) < SAME_LEFT
            ):
                runs[j + 1 : i + 1] = [after, *runs[j + 1 : i]]
                break
    return [row for run in runs for row in run]


def _runs(rows: list[Row]) -> list[list[Row]]:
    runs: list[list[Row]] = []
    for row in rows:
        last = runs[-1][-1] if runs else None
        if last and last.page == row.page and row.top > last.top and row.x0 < last.x1 and row.x1 > last.x0:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _limits(runs: list[list[Row]]) -> dict[int, float]:
    """For each row with text of another run to its right, where that text begins."""
    by_page: dict[int, list[tuple[int, Row]]] = {}
    for i, run in enumerate(runs):
        for row in run:
            by_page.setdefault(row.page, []).append((i, row))
    limits: dict[int, float] = {}
    for rows in by_page.values():
        if rows[0][0] == rows[-1][0]:
            continue  # one column
        rows.sort(key=lambda pair: pair[1].top)
        for k, (i, a) in enumerate(rows):
            for j, b in rows[k + 1 :]:
                if b.top >= a.bottom:
                    break
                if i != j:
                    left, right = (a, b) if a.x1 <= b.x0 else (b, a)
                    if left.x1 <= right.x0:
                        limits[id(left)] = min(limits.get(id(left), right.x0), right.x0)
    return limits
