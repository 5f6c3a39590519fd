"""DOCX: one walk of the XML that misses nothing a reader sees: tables, text boxes, headers, hyperlinks.

Choice goes before Fallback, text boxes and headers are read once, tracked deletions left out, hidden words set aside.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import Any

from cvsignal.reading.archive import Archive
from cvsignal.reading.docx_styles import Look, Styles, filled, shaded
from cvsignal.reading.notices import SALVAGED
from cvsignal.reading.paragraphs import Paragraph, beside, document_of
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.reading.xml import parsed
from cvsignal.schema import Document, Hidden

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_LEFT_OUT = frozenset(
    W + tag for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "sdtPr", "sectPr")
)
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_PARTS = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml")
BAND_REACH = 12  # paragraphs after a shape that lies behind the text in which white text may stand on it


def read_docx(data: bytes, settings: ReadSettings) -> Document:
    """Read a DOCX, a truncated one as far as it goes."""
    archive = Archive(data, settings.max_inflated)
    root = parsed(archive.read(_main_part(archive)))
    if root is None:
        raise Refused("truncated" if archive.salvaged else "unreadable")
    walk = _Walk(Styles(archive.read("word/styles.xml")))
    walk.header_parts = {name: parsed(archive.read(name)) for name in sorted(archive.names) if _PARTS.fullmatch(name)}
    paragraphs = walk.document(root)
    notices = [SALVAGED] if archive.salvaged else []
    document = document_of(paragraphs, walk.hidden, notices, MEDIA_TYPE, settings.max_chars)
    if archive.salvaged and not document.text:
        raise Refused("truncated")
    return document


def _main_part(archive: Archive) -> str:
    names = [name for name in archive.names if re.fullmatch(r"word/document\d*\.xml", name)]
    return names[0] if names else "word/document.xml"


class _Walk:
    """State of one walk: styles, what was hidden, where the last shape behind the text stood."""

    def __init__(self, styles: Styles) -> None:
        self._hidden: list[tuple[str, str]] = []  # reason and text
        self.header_parts: dict[str, Any] = {}
        self._styles = styles
        self._paragraphs = 0
        self._band = -BAND_REACH - 1

    @property
    def hidden(self) -> list[Hidden]:
        """What was hidden, neighbours with one reason put together."""
        runs = groupby(self._hidden, key=itemgetter(0))
        return [Hidden(text="".join(text for _, text in run), reason=reason) for reason, run in runs]

    def document(self, root: Any) -> list[Paragraph]:
        body = root.find(W + "body")
        found = self._blocks(root if body is None else body, dark=False)
        seen: set[str] = set()
        for name, part in self.header_parts.items():
            if part is None:
                continue
            running = "header" in name or "footer" in name
            for paragraph in self._blocks(part, dark=False):
                if paragraph.text.strip() and paragraph.text not in seen:
                    seen.add(paragraph.text)
                    paragraph.furniture = running
                    found.append(paragraph)
        return found

    def _blocks(self, container: Any, *, dark: bool) -> list[Paragraph]:
        found: list[Paragraph] = []
        for child in container:
            tag = child.tag
            if tag == W + "p":
                found += self._paragraph(child, dark=dark)
            elif tag == W + "tbl":
                found += self._table(child, dark=dark)
            elif tag == MC + "AlternateContent":
                found += self._blocks(_chosen(child), dark=dark)
            elif isinstance(tag, str) and tag not in _LEFT_OUT:
                found += self._blocks(child, dark=dark)
        return found

    def _table(self, table: Any, *, dark: bool) -> list[Paragraph]:
        found: list[Paragraph] = []
        dark = dark or shaded(table.find(W + "tblPr")) or self._styles.table_shades(table)
        for row in table.iterchildren(W + "tr", W + "sdt"):
            cells = row.iter(W + "tc") if row.tag == W + "sdt" else _cells(row)
            found += beside([self._blocks(cell, dark=dark or shaded(cell.find(W + "tcPr"))) for cell in cells])
        return found

    def _paragraph(self, paragraph: Any, *, dark: bool) -> list[Paragraph]:
        self._paragraphs += 1
        properties = paragraph.find(W + "pPr")
        look = self._styles.paragraph(properties)
        dark = dark or look.shaded
        pieces: list[tuple[str, Look]] = []
        boxes: list[Paragraph] = []
        self._inline(paragraph, look, pieces, boxes, dark)
        shown: list[str] = []
        first: Look | None = None
        for text, run in pieces:
            reason = run.hidden(on_dark=dark or self._paragraphs - self._band <= BAND_REACH)
            if reason and text.strip():
                self._hidden.append((reason, text))
                shown.append(" ")
            else:
                shown.append(text)
                first = first or (run if text.strip() else None)
        first = first or look
        return [Paragraph("".join(shown), first.size, first.bold, first.colour), *boxes]

    def _inline(
        self, node: Any, look: Look, pieces: list[tuple[str, Look]], boxes: list[Paragraph], dark: bool
    ) -> None:
        for child in node:
            tag = child.tag
            if tag in (W + "t", MATH_TEXT):
                pieces.append((child.text or "", look))
            elif tag in _SIGNS:
                pieces.append((_SIGNS[tag], look))
            elif tag == W + "r":
                self._inline(child, self._styles.run(child.find(W + "rPr"), look), pieces, boxes, dark)
            elif tag == W + "sym":
                pieces.append(("•", look))
            elif tag in (W + "drawing", W + "pict", W + "object"):
                boxes += self._drawing(child, dark=dark)
            elif tag == MC + "AlternateContent":
                self._inline(_chosen(child), look, pieces, boxes, dark)
            elif isinstance(tag, str) and tag not in _LEFT_OUT:
                self._inline(child, look, pieces, boxes, dark)

    def _drawing(self, drawing: Any, *, dark: bool) -> list[Paragraph]:
        """The text boxes of a drawing, each as a block of its own; a text box has a fill of its own."""
        found: list[Paragraph] = []
        if filled(drawing) and (drawing.tag == W + "pict" or next(drawing.iter(WP + "anchor"), None) is not None):
            self._band = self._paragraphs
        for box in _text_boxes(drawing):
            found += [Paragraph(""), *self._blocks(box, dark=dark or filled(_shape(box))), Paragraph("")]
        return found


def _chosen(alternate: Any) -> Any:
    """The first Choice, else the Fallback: both hold the same text box."""
    choice = alternate.find(MC + "Choice")
    fallback = alternate.find(MC + "Fallback")
    return choice if choice is not None else fallback if fallback is not None else ()


def _text_boxes(node: Any) -> list[Any]:
    """The outermost text boxes below ``node``, each once."""
    found: list[Any] = []
    for child in _chosen(node) if node.tag == MC + "AlternateContent" else node:
        if child.tag == W + "txbxContent":
            found.append(child)
        else:
            found += _text_boxes(child)
    return found


def _shape(box: Any) -> Any:
    """The shape around a text box: ``wps:wsp`` or its VML forerunner."""
    holder = box.getparent()
    shape = holder.getparent() if holder is not None else None
    return shape if shape is not None else box


def _cells(row: Any) -> list[Any]:
    """Cells of a row, those inside content controls included, those of nested tables not."""
    found: list[Any] = []
    for child in row:
        if child.tag == W + "tc":
            found.append(child)
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            found += _cells(child)
    return found
