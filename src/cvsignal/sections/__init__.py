"""Sections, positions and rows of a CV, as offsets only.

Where a span stands decides much: "Facebook" under interests is not "Facebook" under an employer, and "gestion des
réseaux" under an employer, under skills and under services offered are three things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cvsignal.schema import Document, Outline, Row, Section
from cvsignal.sections.headings import heading_kind, inline_kind
from cvsignal.sections.positions import positions, tells_of_a_job

__all__ = ["outline"]

_BULLET = re.compile(r"\s*(?:(?:[•●○◦▪▫■□‣⁃·*¨–—►▶➢➤✓✔❖§\uf0b7\uf0a7\uf0d8-]|o(?=\s)|\d{1,2}[.)](?=\s))\s*)+")
_NEWLINE = re.compile(r"\r\n|\r|\n")
#: Sections that a job ends, as when no heading, or none that is known, stands between a wish and the history of work. What
#: stands right under the heading is the wish itself ("Internship, June to August 2015").
_NO_HISTORY = frozenset({"objective", "contact", "profile", "skills", "services"})


def _rows(document: Document) -> list[Row]:
    rows: list[Row] = []
    typical = _typical_size(document)
    sizes = {line.start: line.size for line in document.lines if line.size}
    for start, end, furniture, bold in _logical_rows(document):
        raw = document.text[start:end]
        mark = _BULLET.match(raw)
        bullet = bool(mark) and mark is not None and mark.end() < len(raw)
        lead = mark.end() if mark and bullet else len(raw) - len(raw.lstrip())
        body = raw[lead:].rstrip()
        large = typical is not None and (sizes.get(start) or 0) > 1.12 * typical
        gap = document.text[rows[-1].end : start] if rows else ""
        alone = len(_NEWLINE.findall(gap)) > 1 and not bullet and body[0].isupper()
        prominent = bold or large or alone or body.endswith(":") or _is_in_capitals(body)
        kind = None if furniture else heading_kind(body, prominent=prominent)
        rows.append(Row(start + lead, start + lead + len(body), bullet, kind, furniture))
    return list(_in_sections(document.text, rows))


def _logical_rows(document: Document) -> Iterator[tuple[int, int, bool, bool]]:
    """(start, end, furniture, bold) of each logical line that has words."""
    text = document.text
    start: int | None = None
    furniture = bold = False
    for line in document.lines:
        if start is None:
            start, furniture, bold = line.start, line.furniture, line.bold
        if line.end in document.soft_breaks:
            continue
        if text[start : line.end].strip():
            yield start, line.end, furniture, bold
        start = None
    if start is not None and text[start : document.lines[-1].end].strip():
        yield start, document.lines[-1].end, furniture, bold


def _in_sections(text: str, rows: list[Row]) -> Iterator[Row]:
    """The rows with the kind of section that each stands in.

    In a CV that capitalises its headings a lone "services." is the end of a wrapped line.
    """
    capitalised = sum(row.heading is not None and text[row.start].isupper() for row in rows) > 1
    section = "header"
    for number, row in enumerate(rows):
        body = text[row.start : row.end]
        heading = None if capitalised and text[row.start].islower() else row.heading
        section = heading or section
        if section in _NO_HISTORY and not row.furniture and not rows[number - 1].heading and tells_of_a_job(body):
            section = "experience"
        own = None if heading or row.furniture else inline_kind(body)
        yield Row(row.start, row.end, row.bullet, heading, row.furniture, own or section, number == 0)


def _is_in_capitals(text: str) -> bool:
    letters = filter(str.isalpha, text)
    return next(letters, "").isupper() and all(map(str.isupper, letters))


def _typical_size(document: Document) -> float | None:
    sizes = sorted(line.size for line in document.lines if line.size)
    return sizes[len(sizes) // 2] if sizes else None


def _sections(rows: list[Row], length: int) -> list[Section]:
    found: list[Section] = []
    for row in rows:
        if not found or row.section != found[-1].kind or row.heading:
            found.append(Section(row.section, row.start, length))
            if len(found) > 1:
                found[-2] = replace(found[-2], end=row.start)
    return found


def outline(document: Document) -> Outline:
    """Rows, sections and positions of a CV."""
    rows = _rows(document)
    sections = _sections(rows, len(document.text))
    return Outline(tuple(rows), tuple(sections), tuple(positions(document.text, rows, sections)))
