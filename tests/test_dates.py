from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.dates import DateRange, date_ranges


def said(text: str) -> list[tuple[str, str, str | None]]:
    """(words, first month, last month) of each date found; None while it goes on."""
    return [
        (text[d.start : d.end], month(d.first), None if d.last is None else month(d.last)) for d in date_ranges(text)
    ]


def month(count: int) -> str:
    return f"{count // 12}-{count % 12 + 1:02}"


RANGES = [
    ("janv. 2015 – présent", "2015-01", None),
    ("03/2016-", "2016-03", None),
    ("depuis sept. 2019", "2019-09", None),
    ("2014 à 2017", "2014-01", "2017-12"),
    ("Summer 2012", "2012-06", "2012-06"),
    ("été 2013", "2013-06", "2013-06"),
    ("Fall 2011 - Spring 2012", "2011-09", "2012-03"),
    ("May 2014 to June 2016", "2014-05", "2016-06"),
    ("May 2014 through June 2016", "2014-05", "2016-06"),
    ("From May 2010 to June 2012", "2010-05", "2012-06"),
    ("Since 2011", "2011-01", None),
    ("à partir de mai 2010", "2010-05", None),
    ("depuis le 3 mars 2014", "2014-03", None),
    ("depuis 2010 jusqu'en 2012", "2010-01", "2012-12"),
    ("2012-2014", "2012-01", "2014-12"),
    ("2012 — 2014", "2012-01", "2014-12"),
    ("2011/2013", "2011-01", "2013-12"),
    ("01/2014 ï¼\u200b Current", "2014-01", None),
    ("May 2014 â€“ June 2016", "2014-05", "2016-06"),
    ("2012 • 2014", "2012-01", "2014-12"),
    ("2011-13", "2011-01", "2013-12"),
    ("2009–10", "2009-01", "2010-12"),
    ("2009-10", "2009-01", "2010-12"),
    ("1999–02", "1999-01", "2002-12"),
    ("2008-10", "2008-10", "2008-10"),
    ("2008 - 05", "2008-05", "2008-05"),
    ("2009–05", "2009-01", "2009-12"),
    ("2015 - 60", "2015-01", "2015-12"),
    ("2014/50", "2014-01", "2014-12"),
    ("2008-10 –", "2008-10", None),
    ("2009-10 – 2011-03", "2009-10", "2011-03"),
    ("2012–présent", "2012-01", None),
    ("December 2014-Current", "2014-12", None),
    ("Mai 2015 à ce jour", "2015-05", None),
    ("2015 – aujourd'hui", "2015-01", None),
    ("2015 – aujourd’hui", "2015-01", None),
    ("Sept. 2012 –", "2012-09", None),
    ("05/2012 - 08/2014", "2012-05", "2014-08"),
    ("5/2012 - 8/2014", "2012-05", "2014-08"),
    ("2014-03 – 2016-01", "2014-03", "2016-01"),
    ("06.2015 → 07.2016", "2015-06", "2016-07"),
    ("mai - août 2019", "2019-05", "2019-08"),
    ("Jan '15 - Mar '17", "2015-01", "2017-03"),
    ("Jan ’98 - Mar ’02", "1998-01", "2002-03"),
    ("3 mars 2014 au 5 avril 2015", "2014-03", "2015-04"),
    ("1er janvier 2012 - 31 décembre 2013", "2012-01", "2013-12"),
    ("March 3, 2014 - April 5, 2015", "2014-03", "2015-04"),
    ("01/09/2014 - 31/12/2015", "2014-09", "2015-12"),
    ("09/15/2014 - 10/31/2016", "2014-09", "2016-10"),
    ("JANVIER 2012 – DÉCEMBRE 2013", "2012-01", "2013-12"),
    ("fevrier 2012 - aout 2013", "2012-02", "2013-08"),
    ("été 2012 à l'automne 2013", "2012-06", "2013-09"),
    ("2016", "2016-01", "2016-12"),
]


@pytest.mark.parametrize(("text", "first", "last"), RANGES)
def test_range(text: str, first: str, last: str | None) -> None:
    assert said(text) == [(text, first, last)]


@pytest.mark.parametrize(("text", "first", "last"), RANGES)
def test_range_inside_a_line(text: str, first: str, last: str | None) -> None:
    assert said(f"Attaché(e), Ville ({text})") == [(text, first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "présent",
        "2019-2015",
        "2019/2015",
        "13/2015",
        "99/2014",
        "31/31/2014",
        "1949",
        "2050",
        "2014%",
        "2 014",
        "20145",
        "http://example.org/2014",
        "514 555-2014",
        "(514) 555.1999",
        "mai",
        "Mayor of 12 towns",
    ],
)
def test_no_date(text: str) -> None:
    assert said(text) == []


def test_a_lone_month_and_a_sentence_around_it() -> None:
    assert said("de mai 2012 à juin 2014, chargée de projet") == [("mai 2012 à juin 2014", "2012-05", "2014-06")]


def test_several_dates_in_one_line() -> None:
    assert said("2010-2012 | 2014 - présent") == [
        ("2010-2012", "2010-01", "2012-12"),
        ("2014 - présent", "2014-01", None),
    ]


def test_offset_moves_the_ends() -> None:
    [found] = date_ranges("in 2016", offset=100)
    assert (found.start, found.end) == (103, 107)


def test_open_ranges_say_so() -> None:
    assert DateRange(0, 1, 24000, None).open
    assert not DateRange(0, 1, 24000, 24001).open


@given(st.text(alphabet=st.sampled_from("0123456789 -–/.,'’\n()aàémaijun présentodsculy2012"), max_size=60))
def test_dates_stand_in_order_and_in_the_text(text: str) -> None:
    found = date_ranges(text)
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(d.last is None or d.first <= d.last for d in found)


@given(st.integers(1950, 2049), st.integers(1, 12), st.integers(1950, 2049), st.integers(1, 12))
def test_months_in_figures(first: int, first_month: int, last: int, last_month: int) -> None:
    found = date_ranges(f"{first_month:02}/{first} - {last_month:02}/{last}")
    begin, end = 12 * first + first_month - 1, 12 * last + last_month - 1
    assert [(d.first, d.last) for d in found] == ([(begin, end)] if begin <= end else [])
