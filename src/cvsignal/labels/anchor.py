"""Puts spans of a labelling tool back on our own text: by content, told to the user, never shifted silently.

A tool may count in other units (UTF-16), or give the text back changed (composed accents, LF for CRLF, no tabs).
Where a span carries its own words, they decide which reading of its offsets is right; else the tool's text is laid on
ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cvsignal.corpus import GoldSpan
from cvsignal.labels.canonical import Canonical, canonical
from cvsignal.labels.foreign import ForeignSpan

_CONTEXTS = (0, 8, 20, 60)  # characters on each side that may tell two places with the same words apart


@dataclass
class Anchored:
    """Spans on our text; ``notes`` say what was moved and why, ``faults`` what could not be placed."""

    spans: list[GoldSpan] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def anchor(text: str, spans: Sequence[ForeignSpan], theirs: str) -> Anchored:
    """Places the tool's ``spans`` over ``theirs``, its version of the text, on our ``text``."""
    result = Anchored()
    read = _units(theirs, spans, result)
    if read is None:
        result.faults.append("the offsets fit the words of the spans in no known way. Export again, with the texts")
        return result
    same = theirs == text
    maps = None if same else (canonical(text), canonical(theirs))
    for span, (start, end) in zip(spans, read, strict=True):
        if not 0 <= start < end <= len(theirs):
            result.faults.append(
                f"{_name(span)}: empty, or outside the text of {len(theirs)} characters. Label it again"
            )
            continue
        placed = (start, end) if maps is None else _moved(*maps, start, end)
        if placed is None:
            words = theirs[start:end]
            result.faults.append(
                f"{_name(span)}: its words {_short(words)} are not found just once in our text. Label it again"
            )
            continue
        trimmed = _trimmed(text, *placed)
        if trimmed is None:
            result.faults.append(f"{_name(span)}: nothing but white space. Remove it")
            continue
        if trimmed != placed:
            result.notes.append(f"{_name(span)}: white space at its ends left out")
        result.spans.append(_gold(span, *trimmed))
    if maps is not None and result.spans:
        how = "differs only in form" if maps[0].text == maps[1].text else "was changed"
        result.notes.append(f"the tool's text {how}; {len(result.spans)} spans placed by their words")
    result.spans.sort(key=lambda s: (s.start, s.end, s.label))
    return result


def _gold(span: ForeignSpan, start: int, end: int) -> GoldSpan:
    return GoldSpan.model_validate({"start": start, "end": end, "label": span.label, "assertion": span.assertion})


def _name(span: ForeignSpan) -> str:
    return f"span {span.start}-{span.end} ({span.label})"


def _short(words: str) -> str:
    return repr(words if len(words) <= 40 else words[:39] + "…")


def _units(theirs: str, spans: Sequence[ForeignSpan], result: Anchored) -> list[tuple[int, int]] | None:
    """The offsets in code points of ``theirs``, under the first reading in which every span has the words it claims."""
    if all(span.words is None for span in spans):
        return [(span.start, span.end) for span in spans]
    readings: tuple[tuple[str, Callable[[str], list[int]]], ...] = (
        ("", _as_they_are),
        ("UTF-16 units", _utf16),
        ("characters with CRLF as one", _one_line_end),
        ("UTF-16 units with CRLF as one", lambda t: _utf16(t, one_line_end=True)),
    )
    for name, reading in readings:
        table = reading(theirs)
        pairs = [_looked_up(table, span) for span in spans]
        if all(_says(theirs, pair, span) for pair, span in zip(pairs, spans, strict=True)):
            if name:
                result.notes.append(f"the tool counted {name}; {len(spans)} spans placed by their words")
            return pairs
    return None


def _as_they_are(text: str) -> list[int]:
    return list(range(len(text) + 1))


def _one_line_end(text: str) -> list[int]:
    """The offset in ``text`` of each character when CRLF counts once."""
    return [i for i in range(len(text) + 1) if not (i and text[i - 1 : i + 1] == "\r\n")]


def _utf16(text: str, one_line_end: bool = False) -> list[int]:
    """The offset in ``text`` of each UTF-16 unit; -1 inside a pair."""
    table: list[int] = []
    for i, char in enumerate(text):
        if one_line_end and i and text[i - 1 : i + 1] == "\r\n":
            continue
        table.append(i)
        if ord(char) > 0xFFFF:
            table.append(-1)
    return [*table, len(text)]


def _looked_up(table: Sequence[int], span: ForeignSpan) -> tuple[int, int]:
    inside = 0 <= span.start < len(table) and 0 <= span.end < len(table)
    return (table[span.start], table[span.end]) if inside else (-1, -1)


def _says(text: str, pair: tuple[int, int], span: ForeignSpan) -> bool:
    start, end = pair
    if min(pair) < 0 or start >= end:
        return False
    # tools write line ends and tabs of the words in their own way
    return span.words is None or canonical(text[start:end]).text == canonical(span.words).text


def _moved(ours: Canonical, theirs: Canonical, start: int, end: int) -> tuple[int, int] | None:
    place = theirs.places(start, end)
    if place is None:
        return None
    if ours.text == theirs.text:
        return ours.extent(*place)
    return _searched(ours, theirs, *place)


def _searched(ours: Canonical, theirs: Canonical, first: int, last: int) -> tuple[int, int] | None:
    """Where the same words, with as much context as it takes to find them once, stand in our text."""
    for context in _CONTEXTS:
        left = max(0, first - context)
        needle = theirs.text[left : last + context]
        found = ours.text.find(needle)
        if found < 0:
            return None
        if ours.text.find(needle, found + 1) < 0:
            begin = found + (first - left)
            return ours.extent(begin, begin + last - first)
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end]
    if not words.strip():
        return None
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
