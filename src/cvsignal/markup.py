r"""Marked-up text: labels written into the words, easy to type and to read in a diff.

``Ran the [[Facebook page of the festival]](brand_presence)`` marks words with a label; ``(brand_presence:negated,
campaign)`` gives an assertion and a second label. Marks may be nested; a mark that closes not the innermost but the
second or third open bracket says so: ``[[one [[two]]2(campaign) three]](training)``. A backslash takes the meaning
from ``[``, ``]``, ``\`` or ``=`` after it, so that any text can be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cvsignal.corpus import GoldSpan
from cvsignal.errors import CorpusError
from cvsignal.schema import ASSERTIONS, LABELS

_MARK = re.compile(
    r"\\(?P<escaped>[\[\]\\=])|(?P<open>\[\[)|\]\](?P<depth>[2-9]?)\((?P<labels>[^()\n]*)\)|(?P<stray>\]\])"
)


def parse(marked: str) -> tuple[str, tuple[GoldSpan, ...]]:
    """The text and its spans, in text order. Raises CorpusError with the line where a mark is wrong."""
    pieces: list[str] = []
    length = last = 0
    opened: list[tuple[int, int]] = []  # offset in the text, offset in the marked text
    spans: list[GoldSpan] = []
    for mark in _MARK.finditer(marked):
        piece = marked[last : mark.start()] + (mark["escaped"] or "")
        pieces.append(piece)
        length += len(piece)
        last = mark.end()
        if mark["open"]:
            opened.append((length, mark.start()))
        elif mark["labels"] is not None:
            depth = int(mark["depth"] or 1)
            if depth > len(opened):
                raise _fault(
                    marked, mark.start(), "a mark is closed that was not opened", "Write [[ before its first word"
                )
            start, _ = opened.pop(-depth)
            spans.extend(_spans(marked, mark, start, length))
        elif mark["stray"]:
            raise _fault(marked, mark.start(), "]] without (label)", r"Name the label, or write \]] for plain brackets")
    if opened:
        raise _fault(marked, opened[-1][1], "[[ is never closed", "Write ]](label) after the last word of the mark")
    pieces.append(marked[last:])
    return "".join(pieces), tuple(sorted(spans, key=lambda s: (s.start, s.end, s.label)))


def _spans(marked: str, mark: re.Match[str], start: int, end: int) -> Iterable[GoldSpan]:
    if start == end:
        raise _fault(marked, mark.start(), "a mark without words", "Put the words between [[ and ]]")
    for part in mark["labels"].split(","):
        label, _, assertion = part.strip().partition(":")
        assertion = assertion or "asserted"
        if label not in LABELS:
            raise _fault(marked, mark.start(), f"unknown label {label!r}", f"Known are {', '.join(LABELS)}")
        if assertion not in ASSERTIONS:
            raise _fault(marked, mark.start(), f"unknown assertion {assertion!r}", f"Known are {', '.join(ASSERTIONS)}")
        yield GoldSpan.model_validate({"start": start, "end": end, "label": label, "assertion": assertion})


def _fault(marked: str, offset: int, what: str, remedy: str) -> CorpusError:
    line = marked.count("\n", 0, offset) + 1
    column = offset - (marked.rfind("\n", 0, offset) + 1) + 1
    return CorpusError(f"line {line}, character {column}: {what}. {remedy}.")


def mark(text: str, spans: Iterable[GoldSpan]) -> str:
    """The inverse of :func:`parse`: ``parse(mark(text, spans)) == (text, sorted spans)``.

    Raises CorpusError where a span is empty or outside the text, or where more than nine marks stand inside one
    another.
    """
    extents: dict[tuple[int, int], list[str]] = {}
    for span in sorted(spans, key=lambda s: (s.start, s.end, s.label)):
        if not 0 <= span.start < span.end <= len(text):
            raise CorpusError(
                f"span {span.start}-{span.end} ({span.label}): empty or outside the text. Check its offsets."
            )
        suffix = "" if span.assertion == "asserted" else f":{span.assertion}"
        extents.setdefault((span.start, span.end), []).append(span.label + suffix)
    edges = sorted({offset for extent in extents for offset in extent})
    opened: list[tuple[int, int]] = []
    pieces: list[str] = []
    last = 0
    for edge in edges:
        pieces.append(_escaped(text, last, edge))
        last = edge
        for extent in sorted((e for e in opened if e[1] == edge), key=opened.index, reverse=True):
            pieces.append(_closing(len(opened) - opened.index(extent), extents[extent]))
            opened.remove(extent)
        starting = sorted((e for e in extents if e[0] == edge), reverse=True)
        pieces.append("[[" * len(starting))
        opened.extend(starting)
    pieces.append(_escaped(text, last, len(text)))
    return "".join(pieces)


def _closing(depth: int, labels: Iterable[str]) -> str:
    if depth > 9:
        raise CorpusError("more than nine marks stand inside one another. Remove some.")
    return f"]]{depth if depth > 1 else ''}({', '.join(labels)})"


def _escaped(text: str, start: int, end: int) -> str:
    r"""``text[start:end]`` with a backslash before what would read as a mark: ``\``, brackets in pairs or beside an
    edge.
    """
    pieces: list[str] = []
    for i in range(start, end):
        char = text[i]
        beside = i in (start, end - 1) or text[i - 1] == char or text[i + 1] == char
        pieces.append("\\" + char if char == "\\" or (char in "[]" and beside) else char)
    return "".join(pieces)
