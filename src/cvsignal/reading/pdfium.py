"""The default PDF engine: pdfium's characters, with the spaces that it drops read back from the page's object list.

Many printed web pages carry each space as a text object of its own with a zero-width box. pdfium's text page leaves
those out ("socialmedia"), but the object list still has them, at the right place.
"""

from __future__ import annotations

import ctypes
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from cvsignal.reading.glyphs import Glyphs, Page, Style
from cvsignal.reading.ink import mark_hidden
from cvsignal.reading.pdfium_calls import LOCK, address_of, bound
from cvsignal.reading.refusal import Refused
from cvsignal.reading.segments import segments_of
from cvsignal.reading.settings import ReadSettings

TEXT, IMAGE, FORM = 1, 3, 5
MAX_OBJECTS = 400_000
MAX_GLYPHS = 200_000
MAX_FORM_DEPTH = 8
_SPACES = np.array([0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x202F, 0x3000, *range(0x2000, 0x200C)], dtype=np.uint32)
_BOLD_WEIGHT = 600


@dataclass(slots=True)
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

    def place(self, raw: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """(left, top, right, bottom) upwards from the page's bottom to (x0, top, x1, bottom) as displayed."""
        x0, x1 = raw[:, 0] - self.left, raw[:, 2] - self.left
        low, high = raw[:, 3] - self.bottom, raw[:, 1] - self.bottom
        if self.turns == 0:
            return np.stack((x0, self.height - high, x1, self.height - low), axis=1)
        if self.turns == 1:
            return np.stack((low, x0, high, x1), axis=1)
        if self.turns == 2:
            return np.stack((self.width - x1, low, self.width - x0, high), axis=1)
        return np.stack((self.height - high, self.width - x1, self.height - low, self.width - x0), axis=1)


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
            return list(_pages(document, settings, deadline)), len(document)
        finally:
            document.close()


def _pages(document: Any, settings: ReadSettings, deadline: float) -> Iterator[Page]:
    import pypdfium2

    for index in range(min(len(document), settings.max_pages)):
        if time.monotonic() > deadline:
            raise Refused("timed-out")
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue  # a damaged page; the others may still be read
        try:
            yield _page(page, index + 1, settings)
        finally:
            page.close()


def _page(page: Any, number: int, settings: ReadSettings) -> Page:
    left, bottom, right, top = page.get_bbox()
    frame = _Frame(left, bottom, right - left, top - bottom, (page.get_rotation() // 90) % 4)
    handle = address_of(page.raw)
    textpage = page.get_textpage()
    try:
        objects = _Objects(handle)
        glyphs = _glyphs(address_of(textpage.raw), objects, frame)
        width, height = frame.displayed
        found = Page(number, width, height, segments_of(glyphs), unreadable=glyphs.unreadable)
        found.picture_share = objects.picture_share(frame)
        mark_hidden(found, page if settings.hidden_text else None, objects.texts)
    finally:
        textpage.close()
    return found


class _Objects:
    """The objects of a page in drawing order, those inside form objects included."""

    def __init__(self, page: int) -> None:
        self.number: dict[int, int] = {}  # address -> place in drawing order
        self.others: list[int] = []
        self._pictures: list[int] = []
        count, get = bound("FPDFPage_CountObjects")(page), bound("FPDFPage_GetObject")
        self._addresses = [get(page, i) for i in range(min(count, MAX_OBJECTS))]
        self.texts: list[int] = []
        self.scale: dict[int, float] = {}  # of the form object around an object, where it is not 1

    def order(self, drawn: set[int]) -> tuple[dict[int, int], np.ndarray[Any, Any]]:
        """Places of all objects, and for each place the number of dropped text objects before it."""
        dropped: list[int] = []
        self._visit(self._addresses, drawn, dropped, [])
        marks = np.zeros(len(self.number) + 2, dtype=np.int32)
        for address in dropped:
            marks[self.number[address] + 1] = 1
        return self.number, np.cumsum(marks)

    def _visit(self, addresses: list[int], drawn: set[int], dropped: list[int], forms: list[float]) -> None:
        kind = bound("FPDFPageObj_GetType")
        scale = math.prod(forms)
        for address in addresses:
            self.number[address] = len(self.number)
            what = TEXT if address in drawn else kind(address)
            if what == TEXT:
                self.texts.append(address)
                if address not in drawn:
                    dropped.append(address)
                if scale != 1.0:
                    self.scale[address] = scale
            elif what == IMAGE:
                self._pictures.append(address)
            elif what == FORM and len(forms) < MAX_FORM_DEPTH and len(self.number) < MAX_OBJECTS:
                count, get = bound("FPDFFormObj_CountObjects")(address), bound("FPDFFormObj_GetObject")
                inside = [get(address, i) for i in range(min(max(count, 0), MAX_OBJECTS))]
                self._visit(inside, drawn, dropped, [*forms, _scale(address)])

    def picture_share(self, frame: _Frame) -> float:
        """Share of the page that its largest picture covers."""
        bounds = bound("FPDFPageObj_GetBounds")
        corners = (ctypes.c_float * 4)()
        at = ctypes.addressof(corners)
        largest = 0.0
        for picture in self._pictures[:500]:
            if bounds(picture, at, at + 4, at + 8, at + 12):
                wide = min(corners[2], frame.left + frame.width) - max(corners[0], frame.left)
                high = min(corners[3], frame.bottom + frame.height) - max(corners[1], frame.bottom)
                largest = max(largest, max(wide, 0.0) * max(high, 0.0))
        return largest / max(frame.width * frame.height, 1.0)


def _scale(address: int) -> float:
    floats = (ctypes.c_float * 6)()
    if not bound("FPDFPageObj_GetMatrix")(address, ctypes.addressof(floats)):
        return 1.0
    return math.hypot(floats[2], floats[3]) or 1.0


def _glyphs(textpage: int, objects: _Objects, frame: _Frame) -> Glyphs:
    count = min(bound("FPDFText_CountChars")(textpage), MAX_GLYPHS)
    code, owner, box = (bound("FPDFText_" + name) for name in ("GetUnicode", "GetTextObject", "GetLooseCharBox"))
    codes = np.array([code(textpage, i) for i in range(count)], dtype=np.uint32)
    owners = [owner(textpage, i) for i in range(count)]
    places, dropped_before = objects.order(set(owners))
    place = np.array([places.get(address, -1) for address in owners], dtype=np.int64)
    blank = np.isin(codes, _SPACES)
    chosen = np.flatnonzero((place >= 0) & ~blank & (codes != 0))
    rectangles = np.empty((len(chosen), 4), dtype=np.float32)
    start = rectangles.ctypes.data
    for row, i in enumerate(chosen.tolist()):
        box(textpage, i, start + 16 * row)
    codes = codes[chosen]
    unreadable = int((codes < 0x20).sum() - (codes == 2).sum()) + int((codes == 0xFFFD).sum())
    codes[(codes == 2) | (codes == 0xAD)] = (
        0x2D  # pdfium's sign for a hyphen at a line's end; a drawn soft hyphen shows
    )
    spaced = _spaced(blank, chosen) | _dropped(place[chosen], dropped_before)
    style_at = _Styles([owners[i] for i in chosen.tolist()], frame.turns, objects.scale)
    return Glyphs(codes, frame.place(rectangles.astype(np.float64)), spaced, style_at, unreadable)


def _spaced(blank: np.ndarray[Any, Any], chosen: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Whether a space character stands between a chosen glyph and the one before it."""
    before = np.concatenate(([0], np.cumsum(blank)))[chosen]
    return np.asarray(np.diff(before, prepend=before[:1]) > 0)


def _dropped(place: np.ndarray[Any, Any], dropped_before: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Whether a text object that the text page left out was drawn between a glyph and the one before it."""
    before = dropped_before[place]
    return np.asarray(np.diff(before, prepend=before[:1]) > 0)


class _Styles:
    """Style of the text object that drew a glyph, asked of pdfium once an object."""

    def __init__(self, owners: list[int], turns: int, scales: dict[int, float]) -> None:
        self._owners = owners
        self._turns = turns
        self._scales = scales
        self._styles: dict[int, Style] = {}
        self._bold: dict[int, bool] = {}
        self._floats = (ctypes.c_float * 6)()
        self._numbers = (ctypes.c_uint * 4)()

    def __call__(self, i: int) -> Style:
        address = self._owners[i]
        style = self._styles.get(address)
        if style is None:
            style = self._styles[address] = self._ask(address)
        return style

    def _ask(self, address: int) -> Style:
        floats, numbers = self._floats, self._numbers
        at = ctypes.addressof(floats)
        bound("FPDFTextObj_GetFontSize")(address, at)
        size = floats[0]
        a, b, c, d = 1.0, 0.0, 0.0, 1.0
        if bound("FPDFPageObj_GetMatrix")(address, at):
            a, b, c, d = floats[0], floats[1], floats[2], floats[3]
        at = ctypes.addressof(numbers)
        known = bound("FPDFPageObj_GetFillColor")(address, at, at + 4, at + 8, at + 12)
        colour = (numbers[0], numbers[1], numbers[2]) if known else None
        turns = round(math.atan2(b, a) / (math.pi / 2)) - self._turns if (a or b) else 0
        return Style(
            size=abs(size) * math.hypot(c, d) * self._scales.get(address, 1.0),
            bold=self._is_bold(bound("FPDFTextObj_GetFont")(address)),
            colour=colour,
            alpha=numbers[3] if known else 255,
            mode=bound("FPDFTextObj_GetTextRenderMode")(address),
            direction=turns % 4,
        )

    def _is_bold(self, font: int) -> bool:
        if font not in self._bold:
            name = ctypes.create_string_buffer(128)
            bound("FPDFFont_GetBaseFontName")(font, name, 128)
            named = any(part in name.value.lower() for part in (b"bold", b"black", b"heavy", b"semibold", b"demi"))
            self._bold[font] = named or bound("FPDFFont_GetWeight")(font) >= _BOLD_WEIGHT
        return self._bold[font]
