"""Text that a reader of the page does not see, told apart by what drawing it changes on the page.

The page is rendered grey with and without its text: where the two agree, the words left no ink, whatever the trick
(white on white, covered, clipped, transparent, switched-off layer, render mode 3 or 7). Size and
place are checked besides.
"""

from __future__ import annotations

import math
from collections import deque
from functools import lru_cache
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cvsignal.reading.glyphs import Page, Segment, Style, Word
from cvsignal.reading.pdfium_calls import bound

if TYPE_CHECKING:
    from numpy.typing import NDArray

INK = 12  # of 255: the least difference that counts as visible
#: Of 255: letters filled with a tone nearer than this to the page behind them are not read, whatever their size. White on a pale
#: panel (#e8ecf0) is 20 away from it, the faintest print that is in use (#e8e8e8 on white) 23.
MELT = 22
TINY = 2.5  # points of glyph box height; the smallest print that people can read is about 4
SCAN_INK = 60  # of 255: contrast of a scan's own letters under its text layer
MOSTLY = 0.6  # share of a word's box on a scan
SCAN_SHARE = 0.5  # a picture over this share of the page makes it a scan
CUT_OFF = 0.4  # share of its height that a line shows at most where the page's end cuts it
NO_INK = "leaves no mark on the page (same colour as its background, covered, clipped or switched off)"
MAX_SIDE = 2000  # points: larger pages are rendered smaller
#: Pixels between a drawing's bounds and a word that it leaves alone: a word's window is widened to whole pixels, the page is
#: stretched to whole pixels, and a hairline is drawn a pixel wide with a smoothed edge. Each is less than one.
EDGE = 3
MAX_APART = 4_000_000  # segments x drawings: beyond, it is quicker (and takes less memory) to draw the page again
WHITE = 255


class Drawing(NamedTuple):
    """An open pdfium page and what it draws. Its text objects may be switched off by the test: close the page after it."""

    page: Any
    texts: list[int]
    #: boxes (x0, top, x1, bottom, as displayed) of all that it draws beside them; None where they are not known
    ground: NDArray[np.float64] | None = None


def mark_hidden(found: Page, drawing: Drawing | None) -> None:
    """Split the segments of ``found`` by visibility and give the hidden ones a reason.

    ``drawing`` is the page that they stand on, None to judge by style and place alone.
    """
    if not found.segments:
        return
    rendered = _rendered(drawing, found) if drawing is not None else None
    all_settled = _plainly_drawn(found) if rendered is None else _plainly_seen(found, rendered)
    if all(all_settled):
        return
    segments: list[Segment] = []
    plain = iter(all_settled)
    for segment in found.segments:
        settled = list(islice(plain, len(segment.words)))
        if all(settled):
            segments.append(segment)
            continue
        reasons = [
            "" if is_settled else _reason(word, found, rendered)
            for word, is_settled in zip(segment.words, settled, strict=True)
        ]
        if rendered is not None and any(reasons) and not all(reasons):
            reasons = _unless_cut_off(segment.words, reasons, rendered)
        if not any(reasons):
            segments.append(segment)
        else:
            segments.extend(_split(segment, reasons))
    found.segments = segments


def _plainly_drawn(found: Page) -> list[bool]:
    """For each word whether nothing in place, size or style of its segment could hide it: saves the look at each word."""
    return [plain for segment in found.segments for plain in repeat(_is_plain(segment, found), len(segment.words))]


def _is_plain(segment: Segment, found: Page) -> bool:
    within = segment.x0 >= 0 and segment.top >= 0 and segment.x1 <= found.width and segment.bottom <= found.height
    tall = min(segment.height, segment.x1 - segment.x0) >= TINY
    return within and tall and all(s.mode < 3 and s.alpha for s in (segment.style, segment.words[-1].style))


def _plainly_seen(found: Page, rendered: _Rendered) -> list[bool]:
    """For each word whether one row of pixels and one corner of its box settle that it is seen: saves nearly every look.

    Its middle is on the page, it is large enough, there is ink in its middle row, and the page at its corner has another tone.
    """
    words = [word for segment in found.segments for word in segment.words]
    if found.picture_share >= SCAN_SHARE:  # a corner may lie on a letter of the picture: it settles nothing
        return [False] * len(words)
    _, *edges, styles = zip(*words, strict=True)
    x0, top, x1, bottom = np.array(edges, dtype=np.float64)
    middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
    seen = (middle_x >= 0) & (middle_x <= found.width) & (middle_y >= 0) & (middle_y <= found.height)
    seen &= bottom - top >= TINY
    at = np.flatnonzero(seen)
    tones = np.array([_tone(style) for style in styles])[at]
    seen[at] = rendered.differs(np.stack((x0, top, x1, bottom))[:, at], tones)
    plain: list[bool] = seen.tolist()
    return plain


@lru_cache(maxsize=256)
def _tone(style: Style) -> float:
    """The grey that a word is filled with; infinite where it cannot melt into the page, NaN where its style may hide it."""
    if style.mode in (3, 7) or style.alpha == 0 or style.direction % 2:
        return math.nan
    return math.inf if style.colour is None or style.mode != 0 else _grey_of(style.colour)


def _grey_of(colour: tuple[int, int, int]) -> float:
    return 0.30 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]


class _Rendered:
    """What the text of a page changes on it, and the page without, grey, ``scale`` pixels a point."""

    def __init__(self, ink: NDArray[np.uint8], bare: NDArray[np.uint8], scale: float) -> None:
        self.ink = ink
        self.bare = bare
        self.scale = scale

    def window(self, grey: NDArray[np.uint8], word: Word) -> NDArray[np.uint8]:
        left, top = int(word.x0 * self.scale), int(word.top * self.scale)
        right, bottom = int(word.x1 * self.scale) + 1, int(word.bottom * self.scale) + 1
        return grey[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]

    def differs(self, boxes: NDArray[np.float64], tones: NDArray[np.float64]) -> NDArray[np.bool_]:
        """For each box (a column of x0, top, x1, bottom) whether there is ink in the middle row of its window, and whether
        the page without text has another tone than the given one at the window's top left corner."""
        height, width = self.ink.shape
        left, top = np.clip(boxes[:2] * self.scale, 0, [[width], [height]]).astype(np.int64)
        right, bottom = np.clip(boxes[2:] * self.scale, -1, [[width - 1], [height - 1]]).astype(np.int64) + 1
        first = (top + bottom) // 2 * width + left
        last = first + right - left
        found: NDArray[np.bool_] = (left < right) & (top < bottom) & (last < self.ink.size)
        at = np.flatnonzero(found)
        at = at[np.argsort(-first[at])]  # backwards: reduceat then passes over what lies between two windows
        if len(at):
            pairs = np.stack((first[at], last[at]), axis=1).ravel()
            inked = np.maximum.reduceat(self.ink.ravel(), pairs)[::2] >= INK
            found[at] = inked & (np.abs(self.bare[top[at], left[at]] - tones[at]) >= MELT)
        return found


def _rendered(drawing: Drawing, found: Page) -> _Rendered | None:
    import pypdfium2

    longest = max(found.width, found.height)
    if not 1.0 <= longest <= 20_000:
        return None
    scale = min(1.0, MAX_SIDE / longest)
    try:
        drawn = _grey(drawing.page, scale)
        if _is_blank_behind(found, drawing.ground, EDGE / scale):
            white = np.broadcast_to(np.uint8(WHITE), drawn.shape)
            return _Rendered(np.subtract(WHITE, drawn, out=drawn), white, scale)
        deque(map(bound("FPDFPageObj_SetIsActive"), drawing.texts, repeat(0)), maxlen=0)
        bare = _grey(drawing.page, scale)
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return None
    return _Rendered(np.maximum(drawn, bare) - np.minimum(drawn, bare), bare, scale)


def _is_blank_behind(found: Page, ground: NDArray[np.float64] | None, margin: float) -> bool:
    """Whether nothing but text leaves a mark within ``margin`` points of any word: without its text, the page is white there."""
    if ground is None or len(found.segments) * len(ground) > MAX_APART:
        return False
    boxes = np.array([(s.x0, s.top, s.x1, s.bottom) for s in found.segments])
    x0, top, x1, bottom = boxes.T[:, :, None]
    left, high, right, low = ground.T
    apart = (x1 + margin < left) | (x0 - margin > right) | (bottom + margin < high) | (top - margin > low)
    return bool(apart.all())


def _grey(page: Any, scale: float) -> NDArray[np.uint8]:
    import pypdfium2

    # In memory of Python's, which outlives the bitmap: a copy costs more than the drawing of an empty page.
    native = pypdfium2.PdfBitmap.new_native
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False, bitmap_maker=native)
    try:
        rows = np.frombuffer(bitmap.buffer, np.uint8).reshape(bitmap.height, bitmap.stride)
        return rows[:, : bitmap.width]
    finally:
        bitmap.close()


def _reason(word: Word, found: Page, rendered: _Rendered | None) -> str:
    """Why ``word`` cannot be seen; empty where it can."""
    middle_x, middle_y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    if not (0 <= middle_x <= found.width and 0 <= middle_y <= found.height):
        return "outside the page"
    style = word.style
    if min(word.bottom - word.top, word.x1 - word.x0 if style.direction % 2 else 1e9) < TINY:
        return "too small to read"
    if style.mode in (3, 7) or style.alpha == 0:
        if rendered is not None and found.picture_share >= SCAN_SHARE and _over_scanned_letters(word, rendered):
            return ""
        return "drawn without ink" if style.mode in (3, 7) else "fully transparent"
    if rendered is None:
        return ""
    ink = rendered.window(rendered.ink, word)
    if not ink.size or int(ink.max()) < INK or _melts(word, found, rendered):
        return NO_INK
    return ""


def _melts(word: Word, found: Page, rendered: _Rendered) -> bool:
    """Whether the tone of a filled word is that of the page behind it: what ink there is in its box is then of its neighbours.

    On a scan, letters of the picture may lie in the box too, and most of the ground decides.
    """
    colour = word.style.colour
    if colour is None or word.style.mode != 0:
        return False
    near = np.abs(rendered.window(rendered.bare, word).astype(np.float64) - _grey_of(colour)) < MELT
    return bool(near.size) and float(near.mean()) >= (MOSTLY if found.picture_share >= SCAN_SHARE else 1.0)


def _unless_cut_off(words: list[Word], reasons: list[str], rendered: _Rendered) -> list[str]:
    """A line cut by the page's end shows the tops of its tall letters only: words without tall letters are no trick."""
    for word, reason in zip(words, reasons, strict=True):
        if reason:
            continue
        rows = np.flatnonzero(rendered.window(rendered.ink, word).max(axis=1, initial=0) >= INK)
        if not len(rows) or (rows[-1] - rows[0] + 1) > CUT_OFF * (word.bottom - word.top) * rendered.scale:
            return reasons
    return ["" if reason == NO_INK else reason for reason in reasons]


def _over_scanned_letters(word: Word, rendered: _Rendered) -> bool:
    """The text layer that OCR lays over a scan is invisible by design; under each of its words the scan has letters."""
    scan = rendered.window(rendered.bare, word)
    return bool(scan.size) and int(scan.max()) - int(scan.min()) >= SCAN_INK


def _split(segment: Segment, reasons: list[str]) -> list[Segment]:
    parts: list[Segment] = []
    for word, reason in zip(segment.words, reasons, strict=True):
        if not parts or parts[-1].hidden != reason:
            parts.append(Segment([], word.x0, word.top, word.x1, word.bottom, reason))
        part = parts[-1]
        part.words.append(word)
        part.x0, part.x1 = min(part.x0, word.x0), max(part.x1, word.x1)
        part.top, part.bottom = min(part.top, word.top), max(part.bottom, word.bottom)
    return parts
