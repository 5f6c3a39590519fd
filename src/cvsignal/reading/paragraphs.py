"""Formats of paragraphs without pages (DOCX, ODT, HTML) to a document: lines, furniture, table rows, hidden words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cvsignal.reading.cleaning import clean
from cvsignal.reading.notices import cut_after
from cvsignal.reading.wrapping import DATE_ONLY, soft_breaks
from cvsignal.schema import Document, Hidden, Line, Notice

LAYOUT_CELL = 3  # paragraphs: two cells with more than this are columns of a page, not cells of a row


@dataclass(slots=True)
class Paragraph:
    """One logical line; its text may hold line breaks that the author put in."""

    text: str
    size: float | None = None
    bold: bool = False
    colour: tuple[int, int, int] | None = None
    furniture: bool = False


def beside(cells: list[list[Paragraph]]) -> list[Paragraph]:
    """The paragraphs of a table row: the first lines of its cells on one line, a date beside its position.

    Cells that are columns of a whole page stay one after the other.
    """
    filled = [[paragraph for paragraph in cell if paragraph.text.strip()] for cell in cells]
    filled = [_date_cell(cell) for cell in filled if cell]
    if not filled:
        return []
    if sum(len(cell) > LAYOUT_CELL for cell in filled) > 1:
        return [paragraph for cell in filled for paragraph in [*cell, Paragraph("")]]
    first = filled[0][0]
    row = "\t".join(cell[0].text.strip() for cell in filled)
    bold = all(cell[0].bold for cell in filled)
    head = Paragraph(row, first.size, bold, first.colour, first.furniture)
    return [head, *(paragraph for cell in filled for paragraph in cell[1:])]


def _date_cell(cell: list[Paragraph]) -> list[Paragraph]:
    """A cell such as "March 2014 -" over "June 2017" is one date."""
    joined = " ".join(paragraph.text.strip() for paragraph in cell)
    if 1 < len(cell) <= LAYOUT_CELL and DATE_ONLY.fullmatch(joined):
        return [Paragraph(joined, cell[0].size, cell[0].bold, cell[0].colour, cell[0].furniture)]
    return cell


def document_of(
    paragraphs: list[Paragraph], hidden: list[Hidden], notices: list[Notice], media_type: str, max_chars: int
) -> Document:
    """Assemble the text: one line a paragraph, empty paragraphs as blank lines, running headers and footers last.

    A text longer than ``max_chars`` is cut there and says so.
    """
    flow = [paragraph for paragraph in paragraphs if not paragraph.furniture]
    furniture = [paragraph for paragraph in paragraphs if paragraph.furniture]
    pieces: list[str] = []
    lines: list[Line] = []
    breaks: set[int] = set()
    at = 0
    blank = True
    for paragraph in [*flow, *([Paragraph("")] if furniture else []), *furniture]:
        parts = [part.strip() for part in clean(paragraph.text).split("\n")]
        parts = [part for part in parts if part]
        if not parts and not blank:
            pieces.append("\n")
            at += 1
            blank = True
        for i, part in enumerate(parts):
            if i:
                breaks.add(at - 1)
            lines.append(
                Line(at, at + len(part), 1, None, paragraph.size, paragraph.bold, paragraph.colour, paragraph.furniture)
            )
            pieces.append(part + "\n")
            at += len(part) + 1
            blank = False
        if parts and at > max_chars + 1:  # for the newline at the end
            break
    text = "".join(pieces).rstrip("\n")
    if len(text) > max_chars:
        notices.append(cut_after(max_chars))
        text = text[:max_chars].rstrip()
        lines = [replace(line, end=min(line.end, len(text))) for line in lines if line.start < len(text)]
    soft = soft_breaks(text) & breaks
    return Document(text, tuple(lines), frozenset(soft), media_type, hidden=tuple(hidden), notices=tuple(notices))
