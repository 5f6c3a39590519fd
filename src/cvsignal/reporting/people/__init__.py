"""Who a CV is of: where names, contacts, addresses, ages and schools stand in it. Word lists and expressions, no model.

A library was not taken: those that know names (Presidio, scrubadub) need a model downloaded, and none knows schools.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import takewhile
from typing import NamedTuple

from cvsignal.reporting.people.names import header_names, is_ordinary, name_words, plain

_HEAD_LINES = 14
_SCHOOLS = frozenset(
    {"universite", "university", "ecole", "institut", "institute", "cegep", "college", "lycee", "faculte", "academy"}
    | {"conservatoire", "academie", "school"}
)
#: What stands before a name and says whether it is a man's or a woman's.
_TITLE = re.compile(r"(?i)(?<![\w'’.-])(M\.?|Mr\.?|Mrs\.?|Ms\.?|Miss|Sir|Mme|Mlle|Madame|Mademoiselle|Monsieur)\s+\Z")
_LONGEST_TITLE = 16  # with the space after it
#: Two words with a capital that may go on with the name of a school: "MIT Sloan".
_GOES_ON = re.compile(r" ([A-ZÀ-Ý][\w’'-]*)(?: ([A-ZÀ-Ý][\w’'-]*))?")


class Private(NamedTuple):
    """``text[start:end]`` says who the person is; ``kind``: name, title, e-mail, phone, link, address, birth, age, school."""

    start: int
    end: int
    kind: str


class _Pattern(NamedTuple):
    kind: str
    expression: re.Pattern[str]
    head: bool


@cache
def _patterns() -> tuple[_Pattern, ...]:
    text = resources.files(__package__).joinpath("patterns.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["pattern"]
    return tuple(_Pattern(r["kind"], re.compile(r["expression"]), r.get("head", False)) for r in rows)


def head_end(text: str) -> int:
    """Where the first lines of a CV end: those in which people say who they are."""
    at = 0
    for _ in range(_HEAD_LINES):
        match = re.compile(r"\s*[^\n]*\n?").match(text, at)
        if match is None or match.end() == at:
            break
        at = match.end()
    return at


def find_private(text: str, *, names: Iterable[str] = (), kept: Sequence[tuple[int, int]] = ()) -> list[Private]:
    """All that says who the person is, by place; stretches may overlap.

    ``names`` are words already known to be part of the name (of the file, say). ``kept`` are stretches that are known
    to be something else, such as a job title, so that no name is looked for in them.
    """
    head = head_end(text)
    found = [hit for pattern in _patterns() for hit in _hits(text, pattern, head)]
    found = [
        hit for hit in found if not ("Institute" in text[hit.start : hit.end] and _touches(hit, kept))
    ]  # a membership
    in_head = [Private(start, end, kind) for start, end, kind in header_names(text, head, kept)]
    known = {word for hit in in_head if hit.kind == "name" for word in name_words(text[hit.start : hit.end])}
    known |= set(names) | {
        word for hit in found if hit.kind == "name" for word in name_words(text[hit.start : hit.end])
    }
    private = {*found, *in_head, *_mentions(text, known)}
    return sorted(private.union(*(_titles(text, hit) for hit in private)))


def _titles(text: str, hit: Private) -> Iterator[Private]:
    """The title of address before a name."""
    title = _TITLE.search(text, max(0, hit.start - _LONGEST_TITLE), hit.start) if hit.kind == "name" else None
    if title:
        yield Private(*title.span(1), "title")


def _touches(hit: Private, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start < hit.end and hit.start < end for start, end in stretches)


def _hits(text: str, pattern: _Pattern, head: int) -> Iterator[Private]:
    group = "what" if "what" in pattern.expression.groupindex else 0
    for match in pattern.expression.finditer(text, 0, head if pattern.head else len(text)):
        words = match.group(group).rstrip(" ,.;:-–")
        start = match.start(group)
        if pattern.kind == "school":
            lead = _ordinary_lead(words)
            start, words = start + lead, words[lead:]
            if " " not in words and is_ordinary(words):
                continue  # "the University", "College": no one in particular
            words += _continuation(text, start + len(words))
        if words:
            yield Private(start, start + len(words), pattern.kind)


def _ordinary_lead(words: str) -> int:
    """How many signs at the start are ordinary words that the name of a school does not begin with."""
    lead = 0
    for match in re.finditer(r"(?<!\S)\S+\s", words):
        if not is_ordinary(match.group().strip()) or plain(match.group().strip()) in _SCHOOLS:
            break
        lead = match.end()
    return lead


def _continuation(text: str, end: int) -> str:
    """What goes on with the name of a school that ends there: capitalised words that are no ordinary ones."""
    match = _GOES_ON.match(text, end)
    words = [word for word in match.groups() if word] if match else []
    return "".join(f" {word}" for word in takewhile(lambda word: not is_ordinary(word), words))


def _mentions(text: str, names: Iterable[str]) -> Iterator[Private]:
    """Every other place where a word of the name stands, in capitals or with a capital."""
    wanted = {plain(name) for name in names}
    if wanted:
        for match in re.finditer(r"[^\W\d_]+", text):
            word = match.group()
            if word[0].isupper() and plain(word) in wanted:
                yield Private(match.start(), match.end(), "name")
