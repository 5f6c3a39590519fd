"""Rows to text: which line ends wrap a sentence, where a blank line parts two blocks, where each word stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from cvsignal.reading.columns import Column, columns_of, over_pages
from cvsignal.reading.furniture import mark_furniture
from cvsignal.reading.glyphs import Page
from cvsignal.reading.hyphens import joined_words
from cvsignal.reading.order import in_reading_order
from cvsignal.reading.rows import Row, rows_of
from cvsignal.reading.wrapping import HALF_FULL, Habits, continues, habits_of
from cvsignal.schema import Box, Document, Hidden, Line, Notice

WRAP_GAP = 0.35  # of the row height, beyond the usual gap: more parts two paragraphs
BLOCK_GAP = 0.55  # likewise: more parts two blocks
SAME_SIZE = 0.12  # relative difference of font sizes within a sentence
EDGE = 0.6  # of the row height: edges this close are one edge
EXACT = 1.0  # points: edges of justified text
FEW_SPACES = 2  # a line of fewer words does not go over to the next column
SURELY_FULL = 0.98  # share of the column; a little less than 1 for the width of a space


@dataclass(slots=True)
class LaidOut:
    """The text of a document with its geometry, as :class:`~cvsignal.schema.Document` wants it."""

    text: str = ""
    lines: list[Line] = field(default_factory=list)
    soft_breaks: set[int] = field(default_factory=set)
    words: list[tuple[int, int, Box]] = field(default_factory=list)

    def document(
        self, media_type: str, *, pages: int, hidden: tuple[Hidden, ...] = (), notices: tuple[Notice, ...] = ()
    ) -> Document:
        """The finished document."""
        return Document(
            text=self.text,
            lines=tuple(self.lines),
            soft_breaks=frozenset(self.soft_breaks),
            media_type=media_type,
            pages=pages,
            hidden=hidden,
            notices=notices,
            words=tuple(self.words),
        )


def lay_out(pages: list[Page]) -> LaidOut:
    """The visible text of ``pages`` in reading order."""
    rows: list[Row] = []
    for page in pages:
        visible = [segment for segment in page.segments if not segment.hidden]
        rows += rows_of(in_reading_order(visible), page.number)
    mark_furniture(rows, pages)
    flow = over_pages([row for row in rows if not row.furniture])
    furniture = [row for row in rows if row.furniture]
    links = _links(flow)
    if furniture:
        links += ["block"] + ["line"] * (len(furniture) - 1)
    return _written(flow + furniture, links if flow else links[1:])


def _links(rows: list[Row]) -> list[str]:
    """How each row but the last is tied to the next: ``soft``, ``line`` or ``block``."""
    columns = columns_of(rows)
    widest = max((len(row.text) for row in rows), default=0)
    habits = habits_of([row.text for row in rows], 0.7 * widest)
    links: list[str] = []
    bullet: Row | None = None  # the row that opened the item which the current row belongs to
    for i, (a, b) in enumerate(pairwise(rows)):
        if a.bulleted:
            bullet = a
        elif not links or links[-1] != "soft":
            bullet = None
        links.append(_link(a, b, _Place(columns[i], columns[i] is columns[i + 1], bullet, habits)))
    return links


@dataclass(frozen=True, slots=True)
class _Place:
    """Where two neighbouring rows stand."""

    column: Column
    one_column: bool  # both stand in it
    bullet: Row | None  # opens the item of the upper row
    habits: Habits


def _link(a: Row, b: Row, place: _Place) -> str:
    usual = place.column.gap
    if not _same_type(a, b):
        return "line" if place.one_column and b.top - a.bottom <= usual + BLOCK_GAP * a.height else "block"
    if not place.one_column:
        return "soft" if _goes_over(a, b, place) else "block"
    gap = b.top - a.bottom - usual
    if gap > BLOCK_GAP * a.height:
        return "block"
    if gap > WRAP_GAP * a.height or not _aligned(a, b):
        return "line"
    return "soft" if _wraps(a, b, place) else "line"


def _same_type(a: Row, b: Row) -> bool:
    """Whether two rows may be one sentence by size, weight, colour and direction."""
    if abs(a.size - b.size) > SAME_SIZE * max(a.size, b.size) or a.bold != b.bold:
        return False
    if a.colour is not None and b.colour is not None and a.colour != b.colour:
        return False
    return a.cells[0].style.direction == b.cells[0].style.direction


def _aligned(a: Row, b: Row) -> bool:
    """Whether ``b`` begins where a further line of ``a`` would: below its text, its last cell, or centred under it."""
    edge = EDGE * a.height
    if len(a.cells) > 1 and "\t" in a.text:
        return abs(b.x0 - a.cells[-1].x0) < edge
    if abs(b.x0 - a.indent) < edge or abs(b.x0 - a.x0) < edge:
        return True
    indented = 0 < a.x0 - b.x0 < 4 * a.height and not a.bulleted  # first line of a paragraph
    return indented or abs((a.x0 + a.x1) - (b.x0 + b.x1)) < edge


def _wraps(a: Row, b: Row, place: _Place) -> bool:
    left = a.cells[-1].x0 if "\t" in a.text else a.indent
    right = place.column.right_of(a)
    reach = _reach(a, b, left, right)
    bullet = place.bullet
    hanging = bullet is not None and b.x0 > bullet.x0 + EDGE * a.height and abs(b.x0 - bullet.indent) < EDGE * a.height
    if hanging and b.text[0].islower() and reach >= HALF_FULL:
        return True  # whatever stood beside the item and made its lines short
    goes_on = reach >= SURELY_FULL and not a.text.endswith(".")
    if goes_on and (hanging or (abs(b.x0 - a.indent) < EXACT and place.column.flush(a))):  # hanging, or justified
        return not b.bulleted
    return continues(a.text, b.text, reach, place.habits)


def _goes_over(a: Row, b: Row, place: _Place) -> bool:
    """Whether a sentence goes over from one column or page to the next."""
    if not b.text[:1].islower() or "\t" in a.text or a.text.count(" ") < FEW_SPACES:
        return False
    if a.page != b.page and min(abs(b.x0 - a.x0), abs(b.x0 - a.indent)) > EDGE * a.height:
        return False
    return continues(a.text, b.text, _reach(a, b, a.indent, place.column.right_of(a)), place.habits)


def _reach(a: Row, b: Row, left: float, right: float) -> float:
    """Share of the column that ``a`` and the first word of ``b`` would fill."""
    first = b.spaced_words[0][1]
    return (a.x1 + 0.2 * a.height + (first.x1 - first.x0) - left) / max(right - left, 1.0)


def _written(rows: list[Row], links: list[str]) -> LaidOut:
    result = LaidOut()
    columns = cache(lambda: columns_of(rows))  # few documents break words
    printed = joined_words([row.spaced_words for row in rows], links, lambda i: columns()[i].flush(rows[i]))
    kept = [i for i, words in enumerate(printed) if words]
    pieces: list[str] = []
    at = 0
    for i in kept:
        start, page = at, rows[i].page
        for space, (text, x0, top, x1, bottom, _) in printed[i]:
            at += len(space)
            end = at + len(text)
            result.words.append((at, end, Box(page, x0, top, x1, bottom)))
            pieces += (space, text)
            at = end
        result.lines.append(_line(rows[i], start, at))
        if i == kept[-1]:
            break
        if links[i] == "soft":
            result.soft_breaks.add(at)
        pieces.append("\n\n" if links[i] == "block" else "\n")
        at += len(pieces[-1])
    result.text = "".join(pieces)
    return result


def _line(row: Row, start: int, end: int) -> Line:
    box = Box(row.page, row.x0, row.top, row.x1, row.bottom)
    colour = row.spaced_words[0][1].style.colour
    return Line(start, end, row.page, box, round(row.size, 2), row.bold, colour, row.furniture)
