"""Jobs, mandates and courses of study: found by their dates, and where nothing is dated, by their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from cvsignal.dates import DateRange, date_ranges
from cvsignal.lexicon import concepts
from cvsignal.schema import Position, Row, Section
from cvsignal.sections.headings import plain

_MAX_TITLE_WORDS = 14
_LITTLE_WORD = 3  # letters of the words that a title in capitals may write small: "of", "des"
_SENTENCE_WORDS = 6  # long words; fewer in lower case are a title written small
_HISTORY = frozenset({"experience", "volunteering"})
#: Rows that speak of the person: a year in them is a birth, a child's or a house number, and no position's.
_PERSON = re.compile(
    r"\bn[ée]{1,2}(?:\(e\)|[·.]e)?\s+(?:le|en|à)\b|\bnaissance\b|\bborn\b|\bbirth\b|\bd\.?o\.?b\b|\bmari[ée]{1,2}\b|\bmarried\b"
    r"|\bmarital\b|\bcélibataire\b|\bdivorc|\bnationalit|\bcitizen|\bétat\s+civil\b|\b(?:two|three|four|deux|trois|quatre|\d)"
    r"\s+(?:children|enfants)\b|\bpermanent\s+resident\b|\brésident\w*\s+permanent"
    r"|\b\d{1,5}(?:\s?bis)?,?\s+(?:rue|avenue|av\.|boulevard|bd|chemin|place|route|allée|impasse|cours|quai)\b"
    r"|\b\d{1,5}\s+(?:[\w'’.-]+\s+){1,3}(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|court|square)\b",
    re.IGNORECASE,
)
_DIPLOMA = re.compile(
    r"\b(?:certifi|licen[cs]e|dipl[oô]m|bachelor|bachelier|baccalaur|master|mastère|degree|bts\b|dut\b)", re.IGNORECASE
)
#: Sections in which people speak of their children and marriage; a job may speak of them too ("nanny of two children").
_PERSONAL_SECTIONS = frozenset({"header", "profile", "contact"})
_DATED = frozenset(
    {"experience", "volunteering", "education", "header", "accomplishments", "training", "profile", "memberships"}
)


def positions(text: str, rows: list[Row], sections: list[Section]) -> list[Position]:
    """The positions of a CV in text order, none over the end of its section."""
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
        if not dates or (
            _PERSON.search(normalize("NFC", body)) and (row.section in _PERSONAL_SECTIONS or not _has_title(body))
        ):
            continue
        widest = max(dates, key=lambda d: (d.open or d.first != d.last, d.end - d.start))
        others = len(plain(body.replace(text[widest.start : widest.end], " ")).split())
        ranged = _is_range(widest)
        opens = widest.start - row.start <= 2
        if headed and row.section == "header" and not ranged:  # a street number, a date of birth
            continue
        if row.section in _HISTORY and not (opens or ranged) and _is_sentence(body):  # "Hosted a visit in May 2012."
            continue
        at_edge = opens or row.end - widest.end <= 2
        after_title = ranged and _is_title(text[row.start : widest.start])
        if others <= 8 or ((at_edge or after_title) and others <= 30):
            found.append(_Anchor(index, widest))
    return found


def _undated(text: str, rows: list[Row], dated: frozenset[int]) -> Iterator[_Anchor]:
    """Titles in a history of work above which, under the same heading, nothing has a date."""
    is_dated = False
    for index, row in enumerate(rows):
        near = any(i in dated and not _heading_between(rows, index, i) for i in (index, index + 1, index + 2))
        is_dated = not row.heading and (is_dated or near)
        if is_dated or row.heading or row.furniture or row.bullet or row.section not in _HISTORY:
            continue
        if _is_title(text[row.start : row.end]):
            yield _Anchor(index, None)


def _title_row(text: str, rows: list[Row], index: int, first_free: int, dated: frozenset[int]) -> int | None:
    """The row near a date that holds the position's title: the same row, the one above, or one of the two below.

    A row below with dates of its own holds the title of the next position. A sentence ("Informed the Chair of …") is asked last.
    """
    sentence: int | None = None
    for near in (index, index - 1, index + 1, index - 2, index + 2):
        if not first_free <= near < len(rows) or (near > index and near in dated):
            continue
        row = rows[near]
        body = text[row.start : row.end]
        if row.bullet or _heading_between(rows, index, near):
            continue
        if not any(map(_has_title, _title_parts(body, commas=near == index or row.section == "header"))):
            continue
        if near == index or not _is_sentence(body):
            return near
        sentence = near if sentence is None else sentence
    return sentence


def _is_sentence(text: str) -> bool:
    """Whether a row reads as a sentence: a full stop at its end, or mostly words in lower case; and no title at its head."""
    words = [word for word in _letters(text) if len(word) > _LITTLE_WORD]
    if not words or plain(words[0]) in _title_words():
        return False
    small = sum(word[0].islower() for word in words)
    return text.rstrip().endswith((".", ";")) or 2 * small > len(words) >= _SENTENCE_WORDS


def _title_parts(row: str, *, commas: bool) -> list[str]:
    """A row, and what it is made of beside long names: parts between bars and dashes; at commas too, if asked."""
    return [row, *re.split(r"\s[|—–-]\s|[()|\t]|,\s|\s:\s" if commas else r"\s[|—–]\s|[()|\t]", row)]


def _heading_between(rows: list[Row], index: int, other: int) -> bool:
    """Whether a heading stands between two rows, or is the other one."""
    low, high = min(index, other), max(index, other)
    return any(row.heading for i, row in enumerate(rows[low : high + 1], low) if i != index)


def tells_of_a_job(text: str) -> bool:
    """Whether a row is the head of a job: a title and a range of dates, no sentence and no diploma; or such a range alone."""
    ranges = [date for date in date_ranges(text) if _is_range(date)]
    if not ranges or _DIPLOMA.search(normalize("NFC", text)):
        return False
    others = plain(text[: ranges[0].start] + text[ranges[-1].end :])
    return not others or (len(others.split()) <= _MAX_TITLE_WORDS and _has_title(others))


def _is_title(text: str) -> bool:
    """Whether a row, or the head of one, is a title and no sentence: it begins with one, or its words are capitalised."""
    words = _letters(text)
    if not 0 < len(words) <= _MAX_TITLE_WORDS or not words[0][0].isupper() or text.rstrip().endswith((".", ";", ":")):
        return False
    capitalised = all(word[0].isupper() for word in words if len(word) > _LITTLE_WORD)
    return _has_title(text) and (capitalised or plain(words[0]) in _title_words())


def _letters(text: str) -> list[str]:
    """The runs of letters of a text, accents joined to theirs: written apart they would cut a word in two."""
    return re.findall(r"[^\W\d_]+", normalize("NFC", text))


def _has_title(text: str) -> bool:
    words = plain(text).split()
    return 0 < len(words) <= _MAX_TITLE_WORDS and any(word in _title_words() for word in words)


@cache
def _title_words() -> frozenset[str]:
    wanted = {"title.head", "title.social_name", "title.pr_name", "title.marketing_name"}
    people = [c for c in concepts() if c.name in wanted or (c.name.startswith("trade.") and c.name.endswith("_name"))]
    phrases = [p for c in people for ps in c.phrases.values() for p in ps]
    return frozenset(plain(phrase) for phrase in phrases if " " not in plain(phrase))


def _is_range(date: DateRange) -> bool:
    """Whether a date names more than one point of time; a bare year does not."""
    return date.open or (date.first != date.last and date.end - date.start > len("2014"))
