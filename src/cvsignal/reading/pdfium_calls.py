"""pdfium's getters bound for speed: 0.3 µs a call instead of 1.

``PYFUNCTYPE`` keeps the interpreter lock during the call, which is cheaper, and safe here: pdfium is not thread-safe
anyhow, and every caller holds :data:`LOCK`.
"""

from __future__ import annotations

import ctypes
import threading
from collections import deque
from collections.abc import Callable, Iterable
from ctypes import c_char_p, c_int, c_size_t, c_uint, c_ulong, c_void_p
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOCK = threading.RLock()

_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "FPDFText_CountChars": (c_int, (c_void_p,)),
    "FPDFText_GetText": (c_int, (c_void_p, c_int, c_int, c_void_p)),
    "FPDFText_GetUnicode": (c_uint, (c_void_p, c_int)),
    "FPDFText_GetLooseCharBox": (c_int, (c_void_p, c_int, c_void_p)),
    "FPDFText_GetTextObject": (c_size_t, (c_void_p, c_int)),
    "FPDFText_HasUnicodeMapError": (c_int, (c_void_p, c_int)),
    "FPDFPage_CountObjects": (c_int, (c_void_p,)),
    "FPDFPage_GetAnnotCount": (c_int, (c_void_p,)),
    "FPDFPage_GetObject": (c_size_t, (c_void_p, c_int)),
    "FPDFFormObj_CountObjects": (c_int, (c_void_p,)),
    "FPDFFormObj_GetObject": (c_size_t, (c_void_p, c_ulong)),
    "FPDFPageObj_GetType": (c_int, (c_void_p,)),
    "FPDFPageObj_GetMatrix": (c_int, (c_void_p, c_void_p)),
    "FPDFPageObj_GetBounds": (c_int, (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)),
    "FPDFPageObj_GetFillColor": (c_int, (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)),
    "FPDFPageObj_SetIsActive": (c_int, (c_void_p, c_int)),
    "FPDFTextObj_GetFontSize": (c_int, (c_void_p, c_void_p)),
    "FPDFTextObj_GetTextRenderMode": (c_int, (c_void_p,)),
    "FPDFTextObj_GetFont": (c_size_t, (c_void_p,)),
    "FPDFFont_GetBaseFontName": (c_ulong, (c_void_p, c_char_p, c_ulong)),
    "FPDFFont_GetWeight": (c_int, (c_void_p,)),
}


@cache
def bound(name: str) -> Callable[..., Any]:
    """The pdfium function ``name``, taking plain addresses instead of typed pointers."""
    import pypdfium2.raw as raw

    restype, argtypes = _SIGNATURES[name]
    address = ctypes.cast(getattr(raw, name), c_void_p).value or 0
    return ctypes.PYFUNCTYPE(restype, *argtypes)(address)


@cache
def _of_item(name: str) -> Callable[..., Any]:
    """The pdfium function ``name`` of a handle and an index, without a check of what it is given."""
    import pypdfium2.raw as raw

    restype, _ = _SIGNATURES[name]
    address = ctypes.cast(getattr(raw, name), c_void_p).value or 0
    return ctypes.PYFUNCTYPE(restype)(address)


def items_of(name: str, handle: int, indices: Iterable[int]) -> Iterable[Any]:
    """What the pdfium function ``name`` says of each item of a handle.

    A third cheaper a call than :func:`bound`: the handle is made a pointer once, and an index goes through as it is.
    """
    return map(_of_item(name), repeat(c_void_p(handle)), indices)


class _Room:
    """Rows of four floats in one place, and a pointer to each: to make the pointers anew costs as much as the calls."""

    def __init__(self) -> None:
        self.rows = np.empty((0, 4), np.float32)
        self.pointers: list[c_void_p] = []

    def hold(self, count: int) -> None:
        if count > len(self.rows):
            self.rows = np.empty((max(count, 2 * len(self.rows)), 4), np.float32)
            start, end = self.rows.ctypes.data, self.rows.ctypes.data + self.rows.nbytes
            self.pointers = list(map(c_void_p, range(start, end, 16)))


_ROOM = _Room()  # used under LOCK


def boxes_of(name: str, handle: int, indices: list[int]) -> NDArray[np.float32]:
    """The four floats that the pdfium function ``name`` writes for each item of a handle, one row an item."""
    _ROOM.hold(len(indices))
    deque(map(_of_item(name), repeat(c_void_p(handle)), indices, _ROOM.pointers), maxlen=0)
    return _ROOM.rows[: len(indices)].copy()


def address_of(handle: Any) -> int:
    """The address behind a typed pypdfium2 pointer."""
    return ctypes.cast(handle, c_void_p).value or 0
