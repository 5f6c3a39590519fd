"""Segments to printed rows: what stands on one baseline and was drawn together belongs together.

A date beside its position is one row; so are a bullet and its text. A sidebar's line beside a paragraph is not, since
the stream draws it elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from cvsignal.reading.glyphs import Segment, Word
from cvsignal.reading.wrapping import BULLET, DATE_ONLY, DATE_OPEN

SAME_ROW = 0.5  # share of the smaller height by which two segments must overlap vertically
CELL_GAP = 1.5  # of the row's height: a wider gap parts two cells
GLUE_GAP = 0.08  # of the row's height: a narrower gap parts two drawings of one word
TOLERANCE = 0.35  # of the height, for edges that should be equal
BULLET_REACH = 5.0  # of the height: how far a bullet may stand from its text
_BULLET_ONLY = re.compile(r"[•●○◦▪▫■□◆◇▶►▸‣⁃∙·➢➤➔→✓✔❖*+o§¤›»–—\-]$")


class Row:
    """Segments side by side, left to right, on one page."""

    def __init__(self, page: int, cells: list[Segment]) -> None:
        self.page = page
        self.cells = cells
        self.furniture = False
        self.x0 = cells[0].x0
        self.x1 = max(cell.x1 for cell in cells)
        self.top = min(cell.top for cell in cells)
        self.bottom = max(cell.bottom for cell in cells)
        self.height = max(self.bottom - self.top, 0.1)
        self.spaced_words = self._spaced_words()
        self.text = "".join([space + word.text for space, word in self.spaced_words])
        self.bulleted = bool(BULLET.match(self.text))
        # left edge of the text, after the bullet if there is one
        self.indent = self.spaced_words[1][1].x0 if self.bulleted and len(self.spaced_words) > 1 else self.x0
        styles = [word.style for cell in cells for word in (cell.words[0], cell.words[-1])]
        self.size = max(style.size for style in styles)
        self.bold = all(style.bold for style in styles)
        colours = {style.colour for style in styles}
        self.colour = colours.pop() if len(colours) == 1 else None  # None where it has several

    def _spaced_words(self) -> list[tuple[str, Word]]:
        """The words with the white space that goes before each: none for the first, a tab between cells."""
        found: list[tuple[str, Word]] = []
        end = self.x0
        for cell in self.cells:
            gap, height = cell.x0 - end, max(cell.height, 0.1)
            space = " " if gap < CELL_GAP * height or _is_bullet(found) else "\t"
            if gap < GLUE_GAP * height and found:
                space = ""
            for word in cell.words:
                found.append((space if found else "", word))
                space = " "
            end = cell.x1
        return found


def _is_bullet(words: list[tuple[str, Word]]) -> bool:
    return len(words) == 1 and bool(_BULLET_ONLY.match(words[0][1].text))


def rows_of(segments: list[Segment], page: int) -> list[Row]:
    """Gather segments, taken in reading order, into rows; repeated draws of the same words are left out."""
    groups: list[list[Segment]] = []
    for segment in _whole_dates(_once(segments)):
        if groups and _joins(groups[-1], segment):
            groups[-1].append(segment)
        else:
            groups.append([segment])
    rows = [Row(page, sorted(group, key=lambda cell: cell.x0)) for group in groups]
    return _with_strays(rows)


def _once(segments: list[Segment]) -> list[Segment]:
    """Leave out a segment drawn again on nearly the same place (fake bold, shadows)."""
    seen: dict[str, list[Segment]] = {}
    kept: list[Segment] = []
    for segment in segments:
        text = segment.text
        near = 0.2 * max(segment.height, 1.0)
        if any(abs(o.x0 - segment.x0) < near and abs(o.top - segment.top) < near for o in seen.get(text, ())):
            continue
        seen.setdefault(text, []).append(segment)
        kept.append(segment)
    return kept


def _whole_dates(segments: list[Segment]) -> list[Segment]:
    """Put a date that wrapped in its cell ("May 2013 - February" over "2017") on its first line; its words stay put."""
    result: list[Segment] = []
    for segment in segments:
        last = result[-1] if result else None
        if last and len(segment.words) <= 3 and _wraps_date(last, segment):
            words = [*last.words, *segment.words]
            result[-1] = Segment(words, last.x0, last.top, max(last.x1, segment.x1), last.bottom)
        else:
            result.append(segment)
    return result


def _wraps_date(upper: Segment, lower: Segment) -> bool:
    close = -0.3 * upper.height < lower.top - upper.bottom < 0.8 * upper.height
    aligned = min(abs(lower.x0 - upper.x0), abs(lower.x1 - upper.x1)) < TOLERANCE * upper.height
    if not (close and aligned and DATE_OPEN.search(upper.text)):
        return False
    return bool(DATE_ONLY.fullmatch(f"{upper.text} {lower.text}"))


def _joins(group: list[Segment], segment: Segment) -> bool:
    last = group[-1]
    if last.style.direction or segment.style.direction or not _level(last, segment):
        return False
    slack = TOLERANCE * max(last.height, segment.height)
    return segment.x0 >= last.x1 - slack or (len(group) == 1 and segment.x1 <= last.x0 + slack)


def _level(a: Segment | Row, b: Segment | Row) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > SAME_ROW * min(a.height, b.height)


def _with_strays(rows: list[Row]) -> list[Row]:
    """Move bullets and dates that were drawn as a column of their own to the rows that they stand beside."""
    strays = {i for i, row in enumerate(rows) if _BULLET_ONLY.match(row.text)} | _date_columns(rows)
    others = sorted((i for i in range(len(rows)) if i not in strays), key=lambda i: rows[i].top)
    tops = [rows[i].top for i in others]
    tallest = max((rows[i].height for i in others), default=0.0)
    taken: dict[int, list[int]] = {}
    for i in sorted(strays):
        reach = slice(bisect_left(tops, rows[i].top - tallest), bisect_right(tops, rows[i].bottom))
        partner = _partner(rows, rows[i], others[reach])
        if partner is not None:
            taken.setdefault(partner, []).append(i)
    moved = {i for members in taken.values() for i in members}
    result: list[Row] = []
    for i, row in enumerate(rows):
        if i in moved:
            continue
        if i in taken:
            cells = [cell for j in (i, *taken[i]) for cell in rows[j].cells]
            row = Row(row.page, sorted(cells, key=lambda cell: cell.x0))
        result.append(row)
    return result


def _date_columns(rows: list[Row]) -> set[int]:
    """Rows of a run of at least two that hold a date and nothing else."""
    dated = [bool(DATE_ONLY.fullmatch(row.text)) for row in rows]
    return {
        i
        for i, is_date in enumerate(dated)
        if is_date and (dated[i - 1 : i] == [True] or dated[i + 1 : i + 2] == [True])
    }


def _partner(rows: list[Row], stray: Row, near: list[int]) -> int | None:
    """The row of those ``near`` that is most level with a stray, the nearest of equals; a bullet's to its right."""
    bullet = bool(_BULLET_ONLY.match(stray.text))
    found: list[tuple[int, float, int]] = []
    for j in near:
        row = rows[j]
        if not _level(stray, row):
            continue
        gap = row.x0 - stray.x1 if row.x0 >= stray.x1 - 1 else stray.x0 - row.x1
        if gap < -1 or (bullet and (row.x0 < stray.x1 - 1 or gap > BULLET_REACH * stray.height)):
            continue
        off = round(abs((row.top + row.bottom) - (stray.top + stray.bottom)) / (2 * 0.2 * stray.height))
        found.append((off, gap, j))
    return min(found)[2] if found else None
