"""Sections, positions and rows of a CV, as offsets only.

Where a span stands decides much: "Facebook" under interests is not "Facebook" under an employer, and "gestion des
réseaux" under an employer, under skills and under services offered are three things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from cvsignal.accents import unaccented
from cvsignal.dates import DateRange, date_ranges
from cvsignal.lexicon import concepts, headings
from cvsignal.schema import Document, Outline, Position, Row, Section

_BULLET = re.compile(r"\s*(?:(?:[•●○◦▪▫■□‣⁃·*¨–—►▶➢➤✓✔❖§\uf0b7\uf0a7\uf0d8-]|o(?=\s)|\d{1,2}[.)](?=\s))\s*)+")
_LETTER_SPACED = re.compile(r"(?:\w {1,3}){3,}\w")
_JOINT = re.compile(r"\s*(?:[&/,+]|\bet\b|\band\b)\s*", re.IGNORECASE)
#: Words that change nothing before or after a heading: "Relevant work experience", "Expériences (suite)".
_BEFORE = frozenset(
    {"my", "mes", "mon", "ma", "relevant", "other", "autres", "autre", "additional", "selected", "key", "related"}
)
_AFTER = frozenset({"continued", "cont", "contd", "suite"})
_PARTS_OF_ROW = attrgetter("start", "end", "bullet", "heading", "furniture")
_INLINE = frozenset({"skills", "interests", "objective", "profile", "training", "contact"})
_MAX_HEADING = 70
_MAX_HEADING_WORDS = 7
_MAX_TITLE_WORDS = 14
_LITTLE_WORD = 3  # letters of the words that a title in capitals may write small: "of", "des"
#: Sections that a job ends, as when no heading, or none that is known, stands between a wish and the history of work. What
#: stands right under the heading is the wish itself ("Internship, June to August 2015").
_NO_HISTORY = frozenset({"objective", "contact"})
_HISTORY = frozenset({"experience", "volunteering"})


def plain(text: str) -> str:
    """Lower case, no accents, words only: the form in which headings are compared."""
    if _LETTER_SPACED.fullmatch(text.strip()):
        text = re.sub(r"(?<=\w) +(?=\w)", "", text)
    words = unaccented(text.lower()).replace("œ", "oe").replace("’", "'").replace("&", " and ")
    return " ".join(re.findall(r"[^\W\d_]+", words))


@cache
def _heading_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for kind, concept in headings().items():
        for phrases in concept.phrases.values():
            for phrase in phrases:
                table.setdefault(plain(phrase), kind)
    return table


@cache
def _spaced_table() -> dict[str, str]:
    """For headings whose letters stand apart, so that the spaces between words are lost."""
    return {words.replace(" ", ""): kind for words, kind in reversed(_heading_table().items())}


@cache
def _heading_words() -> frozenset[str]:
    words = {word for phrase in _heading_table() for word in phrase.split()}
    return frozenset(
        words | {"continued", "suite", "relevant", "other", "autres", "clefs", "mes", "my", "et", "and", "de"}
    )


@cache
def _title_words() -> frozenset[str]:
    wanted = {"title.head", "title.social_name", "title.pr_name", "title.marketing_name"}
    phrases = [p for c in concepts() if c.name in wanted for ps in c.phrases.values() for p in ps]
    return frozenset(plain(phrase) for phrase in phrases if " " not in plain(phrase))


def _heading_kind(text: str, *, prominent: bool) -> str | None:
    """The kind of section that a row opens, or None. A prominent row (capitals, colon, bold) may say a little more."""
    if len(text) > _MAX_HEADING:
        return None
    words = plain(text)
    if not words or len(words.split()) > _MAX_HEADING_WORDS:
        return None
    table = _heading_table()
    if kind := table.get(words) or table.get(_bare_heading(words)) or _joint_kind(text):
        return kind
    if _LETTER_SPACED.fullmatch(text.strip()):
        return _spaced_table().get(words)
    if not prominent:
        return None
    parts = words.split()
    for length in range(len(parts) - 1, 0, -1):
        kind = table.get(" ".join(parts[:length]))
        rest = parts[length:]
        if kind and all(word in _heading_words() for word in rest):
            return kind
    return table.get(parts[-1]) if len(parts) <= 4 and all(word in _heading_words() for word in parts) else None


def _bare_heading(words: str) -> str:
    parts = words.split()
    while parts and parts[0] in _BEFORE:
        parts.pop(0)
    while parts and parts[-1] in _AFTER:
        parts.pop()
    return " ".join(parts)


def _joint_kind(text: str) -> str | None:
    """The first kind of a row that joins headings ("Formation & diplômes", "Hobbies / Interests")."""
    parts = [_bare_heading(plain(part)) for part in _JOINT.split(text)]
    kinds = [_heading_table().get(part) for part in parts]
    # "Communications and research" are more often two skills than a list of publications
    return kinds[0] if 1 < len(kinds) <= 3 and all(kinds) and "publications" not in kinds else None


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


def _inline_kind(text: str) -> str | None:
    """The kind of a row that opens with a heading of its own, as "Skills: Word, Excel" does; the rows below stay where they are."""
    head, colon, rest = text.partition(":")
    if not colon or not rest.strip() or len(head) > 40:
        return None
    kind = _heading_kind(head, prominent=False)
    return kind if kind in _INLINE else None


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
        prominent = bold or large or body.endswith(":") or _is_in_capitals(body)
        kind = None if furniture else _heading_kind(body, prominent=prominent)
        rows.append(Row(start + lead, start + lead + len(body), bullet, kind, furniture))
    return list(_in_sections(document.text, rows))


def _in_sections(text: str, rows: list[Row]) -> Iterator[Row]:
    """The rows with the kind of section that each stands in.

    In a CV that capitalises its headings a lone "services." is the end of a wrapped line.
    """
    capitalised = sum(row.heading is not None and text[row.start].isupper() for row in rows) > 1
    section = "header"
    for number, (start, end, bullet, kind, furniture) in enumerate(map(_PARTS_OF_ROW, rows)):
        heading = None if capitalised and text[start].islower() else kind
        section = heading or section
        if (
            section in _NO_HISTORY
            and not furniture
            and not rows[number - 1].heading
            and _tells_of_a_job(text[start:end])
        ):
            section = "experience"
        own = None if heading or furniture else _inline_kind(text[start:end])
        yield Row(start, end, bullet, heading, furniture, own or section, number == 0)


def _tells_of_a_job(text: str) -> bool:
    """Whether a row is the head of a job: a title and a range of dates, and no sentence; or such a range alone."""
    ranges = [date for date in date_ranges(text) if _is_range(date)]
    if not ranges:
        return False
    others = plain(text[: ranges[0].start] + text[ranges[-1].end :])
    return not others or (len(others.split()) <= _MAX_TITLE_WORDS and _has_title(others))


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


def _has_title(text: str) -> bool:
    words = plain(text).split()
    return 0 < len(words) <= _MAX_TITLE_WORDS and any(word in _title_words() for word in words)


#: Rows that speak of the person: a year in them is a birth, a child's or a house number, and no position's.
_PERSON = re.compile(
    r"\bn[ée]{1,2}(?:\(e\)|[·.]e)?\s+(?:le|en|à)\b|\bnaissance\b|\bborn\b|\bbirth\b|\bd\.?o\.?b\b|\bmari[ée]{1,2}\b|\bmarried\b"
    r"|\bmarital\b|\bcélibataire\b|\bdivorc|\bnationalit|\bcitizen|\bétat\s+civil\b|\b(?:two|three|four|deux|trois|quatre|\d)"
    r"\s+(?:children|enfants)\b|\bpermanent\s+resident\b|\brésident\w*\s+permanent"
    r"|\b\d{1,5}(?:\s?bis)?,?\s+(?:rue|avenue|av\.|boulevard|bd|chemin|place|route|allée|impasse|cours|quai)\b"
    r"|\b\d{1,5}\s+(?:[\w'’.-]+\s+){1,3}(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|court|square)\b",
    re.IGNORECASE,
)
#: Sections in which people speak of their children and marriage; a job may speak of them too ("nanny of two children").
_PERSONAL_SECTIONS = frozenset({"header", "profile", "contact"})
_DATED = frozenset(
    {"experience", "volunteering", "education", "header", "accomplishments", "training", "profile", "memberships"}
)


class _Anchor(NamedTuple):
    """A row that tells of a position: by its date, or where no dates are told, by its title alone."""

    row: int
    date: DateRange | None


def _anchors(text: str, rows: list[Row]) -> list[_Anchor]:
    dated = _dated(text, rows)
    return sorted([*dated, *_undated(text, rows, frozenset(anchor.row for anchor in dated))])


def _dated(text: str, rows: list[Row]) -> list[_Anchor]:
    """Rows that carry the date of a position: short rows with a date, no sentence around it."""
    found: list[_Anchor] = []
    headed = any(row.heading for row in rows)
    for index, row in enumerate(rows):
        if row.heading or row.furniture or row.section not in _DATED:
            continue
        body = text[row.start : row.end]
        dates = date_ranges(body, row.start)
        if not dates or (_PERSON.search(body) and (row.section in _PERSONAL_SECTIONS or not _has_title(body))):
            continue
        widest = max(dates, key=lambda d: (d.open or d.first != d.last, d.end - d.start))
        others = len(plain(body.replace(text[widest.start : widest.end], " ")).split())
        if headed and row.section == "header" and not _is_range(widest):  # a street number, a date of birth
            continue
        at_edge = widest.start - row.start <= 2 or row.end - widest.end <= 2
        after_title = _is_range(widest) and _is_title(text[row.start : widest.start])
        if others <= 8 or ((at_edge or after_title) and others <= 30):
            found.append(_Anchor(index, widest))
    return found


def _undated(text: str, rows: list[Row], dated: frozenset[int]) -> Iterator[_Anchor]:
    """Titles in a history of work above which, under the same heading, nothing has a date."""
    is_dated = False
    for index, row in enumerate(rows):
        near = (i for i in (index, index + 1, index + 2) if i in dated and not _heading_between(rows, index, i))
        is_dated = not row.heading and (is_dated or any(True for _ in near))
        if is_dated or row.heading or row.furniture or row.bullet or row.section not in _HISTORY:
            continue
        if _is_title(text[row.start : row.end]):
            yield _Anchor(index, None)


def _is_title(text: str) -> bool:
    """Whether a row, or the head of one, is a title and no sentence: it begins with one, or its words are capitalised."""
    words = re.findall(r"[^\W\d_]+", text)
    if not 0 < len(words) <= _MAX_TITLE_WORDS or not words[0][0].isupper() or text.rstrip().endswith((".", ";", ":")):
        return False
    capitalised = all(word[0].isupper() for word in words if len(word) > _LITTLE_WORD)
    return _has_title(text) and (capitalised or plain(words[0]) in _title_words())


def _is_range(date: DateRange) -> bool:
    """Whether a date names more than one point of time; a bare year does not."""
    return date.open or (date.first != date.last and date.end - date.start > len("2014"))


def _title_parts(row: str, *, commas: bool) -> list[str]:
    """A row, and what it is made of beside long names: parts between bars and dashes; at commas too, if asked."""
    return [row, *re.split(r"\s[|—–-]\s|[()|\t]|,\s|\s:\s" if commas else r"\s[|—–]\s|[()|\t]", row)]


def _heading_between(rows: list[Row], index: int, other: int) -> bool:
    """Whether a heading stands between two rows, or is the other one."""
    low, high = min(index, other), max(index, other)
    return any(row.heading for i, row in enumerate(rows[low : high + 1], low) if i != index)


def _title_row(text: str, rows: list[Row], index: int, first_free: int, dated: frozenset[int]) -> int | None:
    """The row near a date that holds the position's title: the same row, the one above, or one of the two below.

    A row below with dates of its own holds the title of the next position.
    """
    for candidate in (index, index - 1, index + 1, index - 2, index + 2):
        if candidate > index and candidate in dated:
            continue
        if (
            not first_free <= candidate < len(rows)
            or rows[candidate].bullet
            or _heading_between(rows, index, candidate)
        ):
            continue
        row = rows[candidate]
        if any(
            _has_title(part)
            for part in _title_parts(text[row.start : row.end], commas=candidate == index or row.section == "header")
        ):
            return candidate
    return None


def _positions(text: str, rows: list[Row], sections: list[Section]) -> list[Position]:
    found: list[Position] = []
    first_free = 0
    anchors = _anchors(text, rows)
    dated = frozenset(index for index, date in anchors if date is not None and _is_range(date))
    for index, date in anchors:
        title = index if date is None else _title_row(text, rows, index, first_free, dated)
        top = min(index, title) if title is not None else index
        start = rows[top].start
        if found:
            found[-1] = replace(found[-1], end=max(found[-1].start + 1, min(found[-1].end, start)))
        section_end = next((s.end for s in sections if s.start <= rows[index].start < s.end), len(text))
        extent = (rows[title].start, rows[title].end) if title is not None else None
        first, last = (date.first, date.last) if date is not None else (None, None)
        found.append(Position(start, section_end, rows[index].section, extent, first, last))
        first_free = max(index, title if title is not None else index) + 1
    return found


def outline(document: Document) -> Outline:
    """Rows, sections and positions of a CV."""
    rows = _rows(document)
    sections = _sections(rows, len(document.text))
    return Outline(tuple(rows), tuple(sections), tuple(_positions(document.text, rows, sections)))
