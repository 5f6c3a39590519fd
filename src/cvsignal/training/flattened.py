"""A CV as a careless extraction leaves it: bullets gone, lines run together.

Learned beside the original, such a copy teaches the tagger to know a duty by its words where its line and its bullet say nothing.
CVs in which labels are as rare as in life have one, and so weigh double; others teach words, not how often to use them.
Only what is learned sees it: thresholds, confidence and every figure come from the CVs as they were written.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cvsignal.corpus import Record

_BULLET = re.compile(r"\s*[-•*·o▪]\s+")
_LONG = 25  # characters; shorter lines are titles, names and dates, which extraction keeps apart
_JOINED = 0.7  # share of the neighbouring long lines that run together; these three by hand
_STOPLESS = 0.5  # share of those that lose their full stop too


def flattened(record: Record, seed: int) -> Record:
    """The record with many of its lines run together; every offset stays, for each character gives way to one space."""
    draw = random.Random(seed)  # noqa: S311 (not for secrets)
    characters = list(record.text)
    ends = {span.end for span in record.spans}
    for (start, end), (after, last) in pairwise(_lines(record.text)):
        if end - start <= _LONG or last - after <= _LONG or draw.random() >= _JOINED:
            continue
        characters[end] = " "
        if bullet := _BULLET.match(record.text, after, last):
            characters[after : bullet.end()] = " " * (bullet.end() - after)
        if record.text[end - 1] in ".;" and end not in ends and draw.random() < _STOPLESS:
            characters[end - 1] = " "
    return record.model_copy(update={"text": "".join(characters)})


def flattened_copies(records: Iterable[Record]) -> Iterator[Record]:
    """A flattened copy of each record, the same at every training."""
    return (flattened(record, seed) for seed, record in enumerate(records))


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line, its newline left out."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found
