"""Segments and rows by hand, for tests of what comes after the engines."""

from __future__ import annotations

from cvsignal.reading.glyphs import Page, Segment, Style, Word

HEIGHT = 10.0
WIDTH = 5.0  # of a letter


def segment(text: str, x: float, y: float, *, size: float = HEIGHT, bold: bool = False) -> Segment:
    """Words in a row from ``x``, ``y`` the top, each letter ``WIDTH`` points wide."""
    style = Style(size, bold, (0, 0, 0))
    words: list[Word] = []
    at = x
    for word in text.split(" "):
        words.append(Word(word, at, y, at + WIDTH * len(word), y + size, style))
        at += WIDTH * (len(word) + 1)
    return Segment(words, x, y, words[-1].x1, y + size)


def page(segments: list[Segment], number: int = 1) -> Page:
    return Page(number, 595.0, 842.0, segments)
