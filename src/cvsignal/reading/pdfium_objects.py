"""The objects of a PDF page in drawing order, and what pdfium's text page leaves out of them."""

from __future__ import annotations

import ctypes
import math
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from cvsignal.reading.glyphs import Style
from cvsignal.reading.pdfium_calls import bound, items_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
MAX_OBJECTS = 400_000
MAX_FORM_DEPTH = 8
MAX_PICTURES = 500
MAX_GROUND = 2_000  # objects that are no text: of more, it is quicker to draw them
_BOLD_WEIGHT = 600
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"demi")


class Objects:
    """Text objects and pictures of a page, those inside forms included; ``owners`` drew the text page's characters."""

    def __init__(self, page: int, owners: list[int]) -> None:
        self.scales: dict[int, float] = {}  # of the form around an object, where it is not 1
        self._pictures: list[int] = []
        self._paths: list[int] = []
        self._drawn = set(owners)  # sets and dicts of Python: numpy's unique and isin take thrice as long here
        count = bound("FPDFPage_CountObjects")(page)
        self._only_bounded = 0 <= count <= MAX_OBJECTS and bound("FPDFPage_GetAnnotCount")(page) == 0
        addresses = list(items_of("FPDFPage_GetObject", page, range(min(count, MAX_OBJECTS))))
        self._order: list[int] = []  # in which they are drawn, forms replaced by what is in them
        self._dropped: list[int] = []  # places in that order of the text objects that the text page left out
        self._flatten(addresses, [])

    @property
    def texts(self) -> list[int]:
        """All text objects, those that draw nothing included; in no order."""
        return [*filter(self._drawn.__contains__, self._order), *map(self._order.__getitem__, self._dropped)]

    def places(self, owners: list[int]) -> NDArray[np.int64]:
        """Place in drawing order of each owner; -1 for characters that no object drew."""
        places = dict(zip(self._order, range(len(self._order)), strict=True))
        return np.fromiter(map(places.get, owners, repeat(-1)), np.int64, len(owners))

    def dropped_between(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether a text object that the text page left out was drawn between a place and the one before it."""
        before = np.searchsorted(self._dropped, places)
        return np.asarray(np.diff(before, prepend=before[:1]) > 0)

    def picture_share(self, left: float, bottom: float, width: float, height: float) -> float:
        """Share of the page (its visible box in PDF coordinates) that its largest picture covers."""
        largest = 0.0
        for x0, low, x1, high in filter(None, map(_bounds, self._pictures[:MAX_PICTURES])):
            wide = min(x1, left + width) - max(x0, left)
            tall = min(high, bottom + height) - max(low, bottom)
            largest = max(largest, max(wide, 0.0) * max(tall, 0.0))
        return largest / max(width * height, 1.0)

    def ground(self) -> NDArray[np.float32] | None:
        """Where something else than text may leave a mark: (left, top, right, bottom) in PDF coordinates, one row an object.

        None where pdfium does not say it of all: forms, shadings and annotations, or more than can be asked.
        """
        if not self._only_bounded or len(self._paths) + len(self._pictures) > MAX_GROUND:
            return None
        found = [_bounds(address) for address in (*self._paths, *self._pictures)]
        corners = [(x0, high, x1, low) for x0, low, x1, high in filter(None, found)]
        return np.array(corners, np.float32).reshape(-1, 4) if len(corners) == len(found) else None

    def _flatten(self, addresses: list[int], forms: list[float]) -> None:
        """Append objects to the order, a form's own in its place; note pictures, paths and the texts that were dropped."""
        left_out = [i for i, address in enumerate(addresses) if address not in self._drawn]
        scale = math.prod(forms)
        if scale != 1.0:
            self.scales.update((address, scale) for address in addresses)
        kind = bound("FPDFPageObj_GetType")
        start = 0
        for i in left_out:
            what = kind(addresses[i])
            if what == TEXT:
                self._dropped.append(len(self._order) + i - start)
            elif what == IMAGE:
                self._pictures.append(addresses[i])
            elif what == PATH:
                self._paths.append(addresses[i])
            else:
                self._only_bounded = False
            if what == FORM and len(forms) < MAX_FORM_DEPTH:
                self._order += addresses[start:i]
                self._flatten(_inside(addresses[i]), [*forms, _scale(addresses[i])])
                start = i + 1
        self._order += addresses[start:]


class Styles:
    """Style of the text object that drew a glyph, asked of pdfium once an object.

    ``owners`` are those of the text page's characters, ``rows`` the characters that are glyphs.
    """

    def __init__(self, owners: list[int], rows: list[int], turns: int, scales: dict[int, float]) -> None:
        self._owners = owners
        self._rows = rows
        self._turns = turns
        self._scales = scales
        self._styles: dict[int, Style] = {}
        self._bold: dict[int, bool] = {}
        self._floats = (ctypes.c_float * 6)()
        self._numbers = (ctypes.c_uint * 4)()
        names = "TextObj_GetFontSize PageObj_GetMatrix PageObj_GetFillColor TextObj_GetFont TextObj_GetTextRenderMode"
        self._getters = [bound("FPDF" + name) for name in names.split()]

    def __call__(self, i: int) -> Style:
        address = self._owners[self._rows[i]]
        style = self._styles.get(address)
        if style is None:
            style = self._styles[address] = self._ask(address)
        return style

    def _ask(self, address: int) -> Style:
        floats, numbers = self._floats, self._numbers
        get_size, get_matrix, get_colour, get_font, get_mode = self._getters
        at = ctypes.addressof(floats)
        get_size(address, at)
        size = abs(floats[0]) * self._scales.get(address, 1.0)
        a, b, c, d = 1.0, 0.0, 0.0, 1.0
        if get_matrix(address, at):
            a, b, c, d = floats[:4]
        at = ctypes.addressof(numbers)
        known = get_colour(address, at, at + 4, at + 8, at + 12)
        turns = round(math.atan2(b, a) / (math.pi / 2)) - self._turns if (a or b) else 0
        return Style(
            size=size * math.hypot(c, d),
            bold=self._is_bold(get_font(address)),
            colour=(numbers[0], numbers[1], numbers[2]) if known else None,
            alpha=numbers[3] if known else 255,
            mode=get_mode(address),
            direction=turns % 4,
        )

    def _is_bold(self, font: int) -> bool:
        if font not in self._bold:
            name = ctypes.create_string_buffer(128)
            bound("FPDFFont_GetBaseFontName")(font, name, 128)
            named = any(part in name.value.lower() for part in _BOLD_NAMES)
            self._bold[font] = named or bound("FPDFFont_GetWeight")(font) >= _BOLD_WEIGHT
        return self._bold[font]


def _inside(form: int) -> list[int]:
    count = min(max(bound("FPDFFormObj_CountObjects")(form), 0), MAX_OBJECTS)
    return list(map(bound("FPDFFormObj_GetObject"), repeat(form), range(count)))


def _bounds(address: int) -> list[float] | None:
    """Left, bottom, right and top of an object in PDF coordinates; None where pdfium does not know them."""
    corners = (ctypes.c_float * 4)()
    at = ctypes.addressof(corners)
    return corners[:] if bound("FPDFPageObj_GetBounds")(address, at, at + 4, at + 8, at + 12) else None


def _scale(form: int) -> float:
    floats = (ctypes.c_float * 6)()
    if not bound("FPDFPageObj_GetMatrix")(form, ctypes.addressof(floats)):
        return 1.0
    return math.hypot(floats[2], floats[3]) or 1.0
