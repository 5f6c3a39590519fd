"""The default PDF engine: pdfium's characters, with the spaces that it drops read back from the page's object list.

Many printed web pages carry each space as a text object of its own with a zero-width box. pdfium's text page leaves
those out ("socialmedia"), but the object list still has them, at the right place.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cvsignal.reading.glyphs import Glyphs, Page
from cvsignal.reading.ink import Drawing, mark_hidden
from cvsignal.reading.pdfium_calls import LOCK, address_of, bound, boxes_of, items_of
from cvsignal.reading.pdfium_objects import Objects, Styles
from cvsignal.reading.refusal import Refused
from cvsignal.reading.segments import segments_of
from cvsignal.reading.settings import ReadSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_GLYPHS = 200_000  # of a page
SAMPLE = 8  # every how many glyphs one is asked whether its font names its letter
_IS_SPACE = np.zeros(0x10000, np.bool_)
_IS_SPACE[[0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x202F, 0x3000, *range(0x2000, 0x200C)]] = True
# pdfium's two signs for a hyphen at the end of a line; a soft hyphen that is drawn
_IS_HYPHEN = np.zeros(0x10000, np.bool_)
_IS_HYPHEN[[0x02, 0xFFFE, 0xAD]] = True


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a page is displayed: its visible box in PDF coordinates and its rotation in quarter turns."""

    left: float
    bottom: float
    width: float  # before rotation
    height: float
    turns: int

    @property
    def displayed(self) -> tuple[float, float]:
        return (self.width, self.height) if self.turns % 2 == 0 else (self.height, self.width)

    def place(self, raw: NDArray[np.float32]) -> NDArray[np.float64]:
        """(left, top, right, bottom), counted upwards from the page's bottom, to (x0, top, x1, bottom) as displayed."""
        raw = raw.astype(np.float64)
        x0, x1 = raw[:, 0] - self.left, raw[:, 2] - self.left
        low, high = raw[:, 3] - self.bottom, raw[:, 1] - self.bottom
        columns = (
            (x0, self.height - high, x1, self.height - low),
            (low, x0, high, x1),
            (self.width - x1, low, self.width - x0, high),
            (self.height - high, self.width - x1, self.height - low, self.width - x0),
        )[self.turns]
        return np.stack(columns, axis=1)


def pdfium_pages(data: bytes, settings: ReadSettings) -> tuple[list[Page], int]:
    """The pages of a PDF, ``max_pages`` at most, and how many it has."""
    import pypdfium2
    import pypdfium2.raw as raw

    deadline = time.monotonic() + settings.max_seconds
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            code = raw.FPDF_GetLastError()
            raise Refused("encrypted" if code == raw.FPDF_ERR_PASSWORD else "unreadable") from None
        try:
            pages, count = list(_pages(document, settings, deadline)), len(document)
        finally:
            document.close()
    if count and not pages:
        raise Refused("unreadable")
    return pages, count


def _pages(document: Any, settings: ReadSettings, deadline: float) -> Iterator[Page]:
    import pypdfium2

    words = 0
    for index in range(min(len(document), settings.max_pages)):
        if time.monotonic() > deadline:
            raise Refused("timed-out")
        if words > settings.max_words:
            return
        try:
            found = _page(document, index, settings)
        except pypdfium2.PdfiumError:
            continue  # a damaged page; the others may still be read
        words += found.count_words()
        yield found


def judge_visibility(data: bytes, pages: list[Page]) -> bool:
    """Run the ink test on pages that another engine read; False where pdfium cannot open the file."""
    import pypdfium2

    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return False
        try:
            for found in pages:
                page = document[found.number - 1]
                mark_hidden(found, Drawing(page, Objects(address_of(page.raw), []).texts))
                page.close()
        except (pypdfium2.PdfiumError, IndexError):
            return False
        finally:
            document.close()
    return True


def _page(document: Any, index: int, settings: ReadSettings) -> Page:
    with closing(document[index]) as page, closing(page.get_textpage()) as textpage:
        left, bottom, right, top = page.get_bbox()
        frame = _Frame(left, bottom, right - left, top - bottom, (page.get_rotation() // 90) % 4)
        glyphs, objects = _glyphs(address_of(textpage.raw), address_of(page.raw), frame)
        found = Page(index + 1, *frame.displayed, segments_of(glyphs), unreadable=glyphs.unreadable)
        found.picture_share = objects.picture_share(frame.left, frame.bottom, frame.width, frame.height)
        mark_hidden(found, _drawing(page, objects, frame) if settings.hidden_text else None)
    return found


def _drawing(page: Any, objects: Objects, frame: _Frame) -> Drawing:
    ground = objects.ground()
    return Drawing(page, objects.texts, None if ground is None else frame.place(ground))


def _glyphs(textpage: int, page: int, frame: _Frame) -> tuple[Glyphs, Objects]:
    count = min(bound("FPDFText_CountChars")(textpage), MAX_GLYPHS)
    codes = _codes(textpage, count)
    # ``map`` over plain addresses: a third faster than loops, and these calls are half of the time of a read
    owners = list(items_of("FPDFText_GetTextObject", textpage, range(count)))
    objects = Objects(page, owners)
    places = objects.places(owners)
    # The text page sorts characters along lines; drawing order is the author's. Characters of no object are pdfium's.
    drawn = np.flatnonzero((places >= 0) & (codes != 0))
    drawn = drawn[np.argsort(places[drawn], kind="stable")]
    blank = _IS_SPACE[np.minimum(codes[drawn], 0xFFFF)]
    chosen = drawn[~blank]
    rows = chosen.tolist()
    boxes = boxes_of("FPDFText_GetLooseCharBox", textpage, rows)
    codes = codes[chosen]
    codes[_IS_HYPHEN[np.minimum(codes, 0xFFFF)]] = 0x2D
    unmapped = sum(items_of("FPDFText_HasUnicodeMapError", textpage, rows[::SAMPLE]))
    blanks_before = np.cumsum(blank)[~blank]
    spaced = np.diff(blanks_before, prepend=blanks_before[:1]) > 0
    spaced |= objects.dropped_between(places[chosen])
    style_at = Styles(owners, rows, frame.turns, objects.scales)
    return Glyphs(codes, frame.place(boxes), places[chosen], spaced, style_at, unmapped * SAMPLE), objects


def _codes(textpage: int, count: int) -> NDArray[np.uint32]:
    """Unicode values of the characters: at once where text and characters match one to one (nearly always)."""
    units = np.zeros(count + 1, np.uint16)
    written = bound("FPDFText_GetText")(textpage, 0, count, units.ctypes.data)
    surrogates = (units >= 0xD800) & (units < 0xE000)
    if written == count + 1 and not surrogates.any():
        return units[:count].astype(np.uint32)
    return np.fromiter(items_of("FPDFText_GetUnicode", textpage, range(count)), np.uint32, count)
