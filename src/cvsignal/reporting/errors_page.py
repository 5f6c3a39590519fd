"""``cvsignal evaluate --errors``: every miss and false hit in its sentence beside the gold, sorted by label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from cvsignal.corpus import GoldSpan
from cvsignal.errors import CvsignalError
from cvsignal.evaluation import Judged, matches, section_at
from cvsignal.reporting.rows import printable
from cvsignal.reporting.templates import render
from cvsignal.reporting.wording import family_of, say
from cvsignal.schema import LABELS, Evidence, Label

Kind = Literal["miss", "false hit", "assertion"]
KINDS: dict[Kind, str] = {"miss": "Missed", "false hit": "False hit", "assertion": "Wrong assertion"}
_MOST_AROUND = 160  # code points of context on either side where no sentence ends


class Piece(NamedTuple):
    """A stretch of a sentence: whether the gold, the model, or both mark it with the error's label."""

    text: str
    mark: str  # "", "gold", "said" or "both"


@dataclass(frozen=True)
class Mistake:
    """One error in its place."""

    kind: Kind
    label: Label
    record: str
    language: str
    section: str
    pieces: tuple[Piece, ...]
    beside: tuple[str, ...]  # what gold and model say of the same words, if anything
    confidence: float | None = None


class Group(NamedTuple):
    """The errors of a label."""

    label: Label
    name: str
    family: str
    mistakes: list[Mistake]
    counts: dict[Kind, int]


def write_errors(judged: Sequence[Judged], path: Path) -> None:
    """Writes the page. Raises :class:`~cvsignal.errors.CvsignalError` where the file cannot be written."""
    groups = grouped([mistake for item in judged for mistake in mistakes_of(item)])
    total = sum(len(group.mistakes) for group in groups)
    page = render(
        "errors.html.j2",
        style="errors.css",
        scripts=("errors.js",),
        groups=groups,
        cvs=len(judged),
        total=total,
        kinds=KINDS,
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(page)
    except OSError as error:
        raise CvsignalError(f"{path}: cannot be written ({error.strerror or error}). Name another file.") from error


def grouped(mistakes: Sequence[Mistake]) -> list[Group]:
    """By label in the order of the guidelines: misses, false hits, wrong assertions; labels without errors left out."""
    order = list(KINDS)
    groups: list[Group] = []
    for label in LABELS:
        mine = sorted((m for m in mistakes if m.label == label), key=lambda m: (order.index(m.kind), m.record))
        if mine:
            counts = {kind: sum(m.kind == kind for m in mine) for kind in KINDS}
            groups.append(Group(label, say("labels", label), family_of(label), mine, counts))
    return groups


def mistakes_of(item: Judged) -> Iterator[Mistake]:
    """What the model missed, what it said wrongly, and where only the assertion differs."""
    gold, said = item.record.spans, item.evidence
    pairs = matches(gold, said)
    matched = {number for number in pairs if number is not None}
    for number, span in enumerate(gold):
        if number not in matched:
            yield _mistake(item, "miss", span)
    for evidence, match in zip(said, pairs, strict=True):
        if match is None:
            yield _mistake(item, "false hit", evidence)
        elif gold[match].assertion != evidence.assertion:
            yield _mistake(item, "assertion", evidence)


def _mistake(item: Judged, kind: Kind, where: GoldSpan | Evidence) -> Mistake:
    text = item.record.text
    start, end = sentence_around(text, where.start, where.end)
    return Mistake(
        kind=kind,
        label=where.label,
        record=item.record.id,
        language=item.record.language,
        section=section_at(item.outline, where.start),
        pieces=tuple(_pieces(item, where.label, start, end)),
        beside=tuple(_beside(item, where)),
        confidence=where.confidence if isinstance(where, Evidence) else None,
    )


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or lines that hold ``text[start:end]``, at most :data:`_MOST_AROUND` beyond it."""
    low, high = max(0, start - _MOST_AROUND), min(len(text), end + _MOST_AROUND)
    before = list(re.finditer(r"[.!?]\s+|\n\s*", text[low:start]))
    after = re.search(r"[.!?](?=\s)|(?=\n)", text[end:high])
    first = low + before[-1].end() if before else low
    last = end + after.end() if after else high
    return first, last


def _pieces(item: Judged, label: Label, start: int, end: int) -> Iterator[Piece]:
    gold = [(s.start, s.end) for s in item.record.spans if s.label == label]
    said = [(e.start, e.end) for e in item.evidence if e.label == label]
    inner = {bound for span in (*gold, *said) for bound in span if start < bound < end}
    bounds = sorted({start, end, *inner})
    for a, b in pairwise(bounds):
        in_gold = any(s <= a and b <= e for s, e in gold)
        in_said = any(s <= a and b <= e for s, e in said)
        mark = "both" if in_gold and in_said else "gold" if in_gold else "said" if in_said else ""
        yield Piece(printable(item.record.text[a:b]), mark)


def _beside(item: Judged, where: GoldSpan | Evidence) -> Iterator[str]:
    """Spans that touch the same words, so that a confusion of labels or a wrong extent is seen at once."""
    sides: tuple[tuple[str, Sequence[GoldSpan | Evidence]], ...] = (
        ("gold", item.record.spans),
        ("said", item.evidence),
    )
    for side, spans in sides:
        for span in spans:
            if span is not where and span.start < where.end and where.start < span.end:
                words = printable(" ".join(item.record.text[span.start : span.end].split()))
                assertion = "" if span.assertion == "asserted" else f", {span.assertion}"
                yield f"{side}: {span.label}{assertion}: “{words}”"
