"""Dates of a CV as months: ranges such as "janv. 2015 – présent", "03/2016-", "depuis sept. 2019", "Summer 2012".

Own expressions: general date parsers read no ranges and invent days.
A month is counted as ``12 * year + month - 1``, so that differences are months.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from cvsignal.accents import unaccented
from cvsignal.lexicon import date_words

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_BROKEN_DASH = r"(?:â€|ï¼)[^\w\s]?"  # UTF-8 of "–", "—" and "－" read as Windows-1252, as many a CV was
_LONGEST = 20  # years between two that are written as one
_YEAR_ENDS = re.compile(r"\d\d")  # no date is without a year, of two digits at least


@dataclass(frozen=True, slots=True)
class DateRange:
    """``text[start:end]`` names the months ``first`` to ``last``; ``last`` is None while the position goes on."""

    start: int
    end: int
    first: int
    last: int | None

    @property
    def open(self) -> bool:
        return self.last is None


def _plain(word: str) -> str:
    return unaccented(word.lower())


@cache
def _months() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for phrases in date_words()["months"].phrases.values():
        for number, names in enumerate(phrases, 1):
            numbers |= {_plain(name): number for name in names.split("|")}
    for phrases in date_words()["seasons"].phrases.values():
        numbers |= {_plain(name): int(number) for name, number in (phrase.split("=") for phrase in phrases)}
    return numbers


def _alternatives(name: str) -> str:
    words = {phrase for phrases in date_words()[name].phrases.values() for phrase in phrases}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _expression() -> re.Pattern[str]:
    names = {name for phrases in date_words()["months"].phrases.values() for p in phrases for name in p.split("|")}
    names |= {p.split("=")[0] for phrases in date_words()["seasons"].phrases.values() for p in phrases}
    month = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    day = r"(?:\d{1,2}(?:er|st|nd|rd|th)?\s+)?"
    with_day = rf"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|[12]\d|3[01])[/.-]{_YEAR}"
    numeric = rf"(?:0?[1-9]|1[0-2])\s?[/.-]\s?{_YEAR}|{_YEAR}\s?[/-]\s?(?:0[1-9]|1[0-2])(?!\d)"
    named = rf"{day}(?:{month})\.?,?\s*(?:\d{{1,2}},\s*)?(?:'|’|de\s+)?(?:{_YEAR}|(?<=['’])\d\d)"
    point = rf"(?:{with_day}|{numeric}|{named}|{_YEAR})"
    present = rf"(?:{_alternatives('present')})"
    dash = rf"\s*(?:[-–—−－→~>•]+|{_BROKEN_DASH}|\b(?:{_alternatives('until')})\b(?:\s+l')?)\s*"
    bare = rf"{day}(?:{month})\.?"
    return re.compile(
        rf"""(?<![\w/])(?<!\b\d\d\d[-. ])(?:  # not the end of a telephone number
            (?:\b(?:{_alternatives("since")})\s+)?(?P<from>{point}|(?:{bare}))(?:{dash})(?P<to>{point}|{present})(?![\w%])
          | (?:\b(?:{_alternatives("since")})\s+(?:le\s+)?)(?P<since>{point})
          | (?P<open>{point})\s*(?:[-–—→]+\s*)(?=$|[|\n,;)])
          | (?P<years>{_YEAR}\s?/\s?{_YEAR}|{_YEAR}\s?[-–/]\s?\d\d)(?![\w%/-])
          | (?P<one>{point})(?![\w%])
        )""",
        re.IGNORECASE | re.VERBOSE | re.MULTILINE,
    )


def _month_of(text: str, *, last: bool) -> int | None:
    """The month that a point of time names; a bare year counts from January or to December."""
    years = re.findall(_YEAR, text)
    if not years:
        short = re.search(r"['’](\d\d)\b", text)
        if not short:
            return None
        years = [f"20{short[1]}" if int(short[1]) < 50 else f"19{short[1]}"]
    year = int(years[-1])
    for word in re.findall(r"[^\W\d_]+", text):
        if number := _months().get(_plain(word)):
            return 12 * year + number - 1
    if full := re.search(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}", text):  # the day first, unless that cannot be
        number = int(full[2]) if int(full[2]) <= 12 else int(full[1])
        return 12 * year + number - 1 if number <= 12 else None
    if numeric := re.search(rf"(\d{{1,2}})\s?[/.-]\s?{_YEAR}|{_YEAR}\s?[/-]\s?(\d\d)", text):
        number = int(numeric[1] or numeric[2])
        if 1 <= number <= 12:
            return 12 * year + number - 1
    return 12 * year + (11 if last else 0)


def _years_of(text: str) -> tuple[int, int] | None:
    """The months of "2011/2013", "2011-13" and "2009–10"; "2009-10" is that school year, "2008-10" a month of 2008.

    Two digits that are no second year ("2015 - 60 employees") leave the first alone; years out of order ("2019/2015") are no dates.
    """
    together = "".join(text.split())
    year, second = int(together[:4]), int(together[-2:])
    following = (second - year) % 100
    short = len(together) < len("2011/2013")
    if short and 1 <= second <= 12 and following != 1 and "–" not in together:
        return 12 * year + second - 1, 12 * year + second - 1
    if following <= _LONGEST:
        return 12 * year, 12 * (year + following) + 11
    return (12 * year, 12 * year + 11) if short else None


def _composed(text: str) -> tuple[str, list[int]]:
    """The text with accents joined to their letters, and where each of its characters, and its end, stood before."""
    composed: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and unicodedata.combining(text[end]):
            continue
        cluster = unicodedata.normalize("NFC", text[start:end])
        composed.append(cluster)
        places.extend([start] * len(cluster))
        start = end
    return "".join(composed), [*places, len(text)]


def date_ranges(text: str, offset: int = 0) -> list[DateRange]:
    """All dates and ranges in ``text``; offsets are moved by ``offset``."""
    if not unicodedata.is_normalized("NFC", text):
        composed, places = _composed(text)
        moved = date_ranges(composed)
        return [replace(d, start=places[d.start] + offset, end=places[d.end] + offset) for d in moved]
    found: list[DateRange] = []
    if not _YEAR_ENDS.search(text):
        return found
    for match in _expression().finditer(text.replace("’", "'")):
        if match["from"]:
            last = _month_of(match["to"], last=True)
            first = _month_of(match["from"], last=False)
            if first is None and last is not None:  # "mai - août 2019": the year stands once
                first = _month_of(f"{match['from']} {last // 12}", last=False)
            if first is None:
                continue
            if last is not None and last < first:
                continue
        elif match["years"]:
            if (years := _years_of(match["years"])) is None:
                continue
            first, last = years
        else:
            point = match["since"] or match["open"] or match["one"]
            first = _month_of(point, last=False)
            if first is None:
                continue
            last = None if (match["since"] or match["open"]) else _month_of(point, last=True)
        found.append(DateRange(match.start() + offset, match.end() + offset, first, last))
    return found
