"""What a PDF engine hands over: the drawn characters of a page and the styles they are drawn in.

Both engines fill these tables, so that all that follows (words, rows, order, hidden text) is written once. Coordinates
are PDF points from the top left corner of the page as displayed (rotation undone).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Style(NamedTuple):
    """How a word is drawn. ``size`` is in points as displayed, matrices included."""

    size: float
    bold: bool = False
    colour: tuple[int, int, int] | None = None
    alpha: int = 255
    mode: int = 0  # text render mode of the PDF: 3 draws nothing, 7 only clips
    direction: int = 0  # of the baseline on the page as displayed: 0 rightwards, 1 upwards, 2 upside down, 3 downwards


@dataclass(slots=True)
class Glyphs:
    """The drawn characters of a page in content-stream order; spaces are flags, not glyphs."""

    codes: NDArray[np.uint32]
    boxes: NDArray[np.float64]  # one row a glyph: x0, top, x1, bottom
    drawings: NDArray[np.int64]  # which drawing each belongs to: one ligature gives several glyphs
    spaced: NDArray[np.bool_]  # a space, drawn or dropped by the engine, stands before the glyph
    style_at: Callable[[int], Style]  # asked for the first glyph of each word only
    unreadable: int = 0  # glyphs whose font gives no Unicode value


class Word(NamedTuple):
    """A run of glyphs without a space, cleaned."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    style: Style


@dataclass(slots=True)
class Segment:
    """Words that were drawn one after the other on one baseline; the unit of reading order."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float
    hidden: str = ""  # why a reader of the page does not see it; empty for visible words

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def style(self) -> Style:
        return self.words[0].style

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Page:
    """One page as displayed, its segments in content-stream order."""

    number: int  # from 1
    width: float
    height: float
    segments: list[Segment]
    picture_share: float = 0.0  # of its area
    unreadable: int = 0  # glyphs without a Unicode value

    def count_words(self) -> int:
        return sum(len(segment.words) for segment in self.segments)
