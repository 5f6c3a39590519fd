"""Glyphs to words and segments: where a space was meant, and where a run of words ends.

The rule is pdfminer's (a gap wider than a tenth of the glyph is a space), plus every space that was drawn.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from cvsignal.reading.cleaning import clean, is_sound
from cvsignal.reading.glyphs import Glyphs, Segment, Style, Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPACE_GAP = 0.1  # of the larger of glyph width and height
SEGMENT_GAP = 1.5  # of the glyph height
SAME_BASELINE = 0.6  # share of the smaller height by which two glyphs must overlap vertically
STEP_BACK = 0.3  # of the glyph height: a jump to the left that no kerning explains
#: Accents with a width of their own and the combining marks that they stand for.
ACCENTS = dict(zip(map(ord, "´`^ˆ¨¸˜"), "\u0301\u0300\u0302\u0302\u0308\u0327\u0303", strict=True))
DOTLESS_I = 0x131
_IS_ACCENT = np.zeros(0x400, np.bool_)
_IS_ACCENT[list(ACCENTS)] = True
#: A word that is no more than this is a bullet of a symbol font.
BULLET_SIGNS = frozenset(("\ufffd", "\x88", "ˆ", "´", "¨"))
LETTER_SPACED = 4  # single letters in a row that make a letter-spaced word


def segments_of(glyphs: Glyphs) -> list[Segment]:
    """Split the glyphs of a page into segments of words, in the order they were drawn."""
    glyphs = _with_accents(_without_redrawn(glyphs))
    if not len(glyphs.codes):
        return []
    along = _along_baseline(glyphs)
    opens_segment, opens_word = _openings(along, glyphs.spaced)
    if _mostly_single(opens_segment):
        along = _along_baseline(glyphs, turned=True)
        opens_segment, opens_word = _openings(along, glyphs.spaced)
    _close_letter_spacing(opens_segment, opens_word, along, glyphs.codes)
    return _grouped(glyphs, opens_segment, opens_word)


def _without_redrawn(glyphs: Glyphs) -> Glyphs:
    """Drop a glyph drawn again at once on the same place (fake bold, glyph by glyph)."""
    codes, boxes = glyphs.codes, glyphs.boxes
    if len(codes) < 2:
        return glyphs
    again = (codes[1:] == codes[:-1]) & (glyphs.drawings[1:] != glyphs.drawings[:-1])
    near = 0.25 * (boxes[1:, 2] - boxes[1:, 0])
    again &= (np.abs(boxes[1:, 0] - boxes[:-1, 0]) < near) & (np.abs(boxes[1:, 1] - boxes[:-1, 1]) < near)
    return _kept(glyphs, np.concatenate(([True], ~again))) if again.any() else glyphs


def _with_accents(glyphs: Glyphs) -> Glyphs:
    """Put an accent that is drawn apart from its letter (old TeX fonts) on the letter that it overlaps."""
    codes, boxes = glyphs.codes, glyphs.boxes
    accents = np.flatnonzero(_IS_ACCENT[np.minimum(codes, 0x3FF)])
    if not len(accents):
        return glyphs
    keep = np.ones(len(codes), np.bool_)
    codes = codes.copy()
    for i in accents.tolist():
        for j in (i + 1, i - 1):
            if not 0 <= j < len(codes) or not keep[j]:
                continue
            whole = _accented(int(codes[j]), int(codes[i]))
            if whole and _on_top(boxes[i].tolist(), boxes[j].tolist()):
                codes[j] = ord(whole)
                keep[i] = False
                if j > i:  # a space before the accent is one before the letter
                    glyphs.spaced[j] |= glyphs.spaced[i]
                break
    glyphs.codes = codes
    return _kept(glyphs, keep)


def _accented(letter: int, accent: int) -> str:
    """The one character for a letter with an accent, empty where there is none."""
    base = "i" if letter == DOTLESS_I else chr(letter) if letter < 0x250 else ""
    whole = unicodedata.normalize("NFC", base + ACCENTS[accent])
    return whole if base and len(whole) == 1 else ""


def _on_top(accent: list[float], letter: list[float]) -> bool:
    """Whether an accent's box lies over a letter's, half of its width at least."""
    overlap = min(accent[2], letter[2]) - max(accent[0], letter[0])
    return overlap > 0.5 * (accent[2] - accent[0]) and accent[1] < letter[3] and accent[3] > letter[1]


def _kept(glyphs: Glyphs, keep: NDArray[np.bool_]) -> Glyphs:
    at = np.flatnonzero(keep)
    style_at = glyphs.style_at
    return Glyphs(
        codes=glyphs.codes[at],
        boxes=glyphs.boxes[at],
        drawings=glyphs.drawings[at],
        spaced=glyphs.spaced[at],
        style_at=lambda i: style_at(int(at[i])),
        unreadable=glyphs.unreadable,
    )


def _along_baseline(glyphs: Glyphs, *, turned: bool = False) -> NDArray[np.float64]:
    """Boxes in the coordinates of their own baseline; costly, so only asked for when text looks turned."""
    if not turned:
        return glyphs.boxes
    boxes = glyphs.boxes.copy()
    directions = np.array([glyphs.style_at(i).direction for i in range(len(boxes))])
    x0, top, x1, bottom = glyphs.boxes.T
    for direction, columns in (
        (1, (-bottom, x0, -top, x1)),
        (2, (-x1, -bottom, -x0, -top)),
        (3, (top, -x1, bottom, -x0)),
    ):
        chosen = directions == direction
        boxes[chosen] = np.stack(columns, axis=1)[chosen]
    # Text of another direction never shares a baseline: push it out of the way.
    boxes[:, (1, 3)] += (directions * 1e6)[:, None]
    return boxes


def _openings(boxes: NDArray[np.float64], spaced: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    x0, top, x1, bottom = boxes.T
    height = np.maximum(bottom - top, 0.1)
    size = np.maximum(x1 - x0, height)
    gap = x0[1:] - x1[:-1]
    overlap = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    tall = np.maximum(height[1:], height[:-1])
    segment = overlap < SAME_BASELINE * np.minimum(height[1:], height[:-1])
    segment |= x0[1:] < x0[:-1] - STEP_BACK * tall
    segment |= gap > SEGMENT_GAP * tall
    word = segment | spaced[1:] | (gap > SPACE_GAP * np.maximum(size[1:], size[:-1]))
    return np.concatenate(([True], segment)), np.concatenate(([True], word))


def _mostly_single(opens_segment: NDArray[np.bool_]) -> bool:
    """Whether stretches of one-glyph segments (bullets stand alone) tell of turned text."""
    single = opens_segment & np.append(opens_segment[1:], True)
    return int((single[:-2] & single[1:-1] & single[2:]).sum()) >= 2


def _close_letter_spacing(
    opens_segment: NDArray[np.bool_],
    opens_word: NDArray[np.bool_],
    boxes: NDArray[np.float64],
    codes: NDArray[np.uint32],
) -> None:
    """Rejoin "E X P E R I E N C E": single letters at even gaps are one word, a clearly wider gap parts two."""
    single = opens_word & np.append(opens_word[1:], True) & _letters(codes)
    if int(single.sum()) < LETTER_SPACED:
        return
    edges = np.flatnonzero(np.diff(np.concatenate(([False], single, [False])).astype(np.int8)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for first, last in _parts(start, end, opens_segment):
            if last - first < LETTER_SPACED:
                continue
            gaps = boxes[first + 1 : last, 0] - boxes[first : last - 1, 2]
            opens_word[first + 1 : last] = gaps > max(1.7 * float(np.median(gaps)), float(gaps.min()) + 0.5)


def _letters(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Latin letters and the ampersand; not the capital A with circumflex, which strayed spaces turn into."""
    lower = codes | 0x20
    ascii_letter = (lower >= 0x61) & (lower <= 0x7A)
    return np.asarray(ascii_letter | (codes == 0x26) | ((codes >= 0xC0) & (codes < 0x250) & (codes != 0xC2)))


def _parts(start: int, end: int, opens_segment: NDArray[np.bool_]) -> list[tuple[int, int]]:
    cuts = [start, *(int(i) for i in np.flatnonzero(opens_segment[start + 1 : end]) + start + 1), end]
    return list(pairwise(cuts))


def _grouped(glyphs: Glyphs, opens_segment: NDArray[np.bool_], opens_word: NDArray[np.bool_]) -> list[Segment]:
    text = _decoded(glyphs.codes)
    starts = np.flatnonzero(opens_word)
    cuts = [*starts.tolist(), len(text)]
    texts = [text[first:last] for first, last in pairwise(cuts)]
    if not is_sound(text):
        texts = ["•" if chars in BULLET_SIGNS else clean(chars).replace("\n", "") for chars in texts]
    heads = np.flatnonzero(opens_segment)
    spans = list(pairwise([*np.searchsorted(starts, heads).tolist(), len(starts)]))
    styles = [style for first, last in spans for style in _styles(glyphs, cuts[first:last])]
    words = list(map(Word, texts, *_hulls(glyphs.boxes, starts), styles))  # ``map``: half the time of a loop
    segments: list[Segment] = []
    for first, last, *hull in zip(*zip(*spans, strict=True), *_hulls(glyphs.boxes, heads), strict=True):
        filled = [word for word in words[first:last] if word.text]
        if filled:
            segments.append(Segment(filled, *hull))
    return segments


def _styles(glyphs: Glyphs, starts: list[int]) -> list[Style]:
    """The style of each word of a segment; where first and last agree, those between are not asked."""
    style = glyphs.style_at(starts[0])
    if style == glyphs.style_at(starts[-1]):
        return [style] * len(starts)
    return [glyphs.style_at(start) for start in starts]


def _hulls(boxes: NDArray[np.float64], starts: NDArray[np.intp]) -> list[list[float]]:
    """The boxes around the glyphs from each start to the next: all x0, all top, all x1, all bottom."""
    low, high = np.minimum.reduceat(boxes, starts), np.maximum.reduceat(boxes, starts)
    low[:, 2:] = high[:, 2:]
    columns: list[list[float]] = low.T.tolist()
    return columns


def _decoded(codes: NDArray[np.uint32]) -> str:
    """One character a glyph; what is no Unicode scalar, or a control character, becomes U+FFFD."""
    bad = (codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000)) | (codes < 0x20)
    return np.where(bad, 0xFFFD, codes).astype("<u4").tobytes().decode("utf-32-le")
