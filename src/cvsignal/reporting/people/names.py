"""Names and places in the head of a CV: lines of capitalised words, none of them an ordinary word of CVs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import islice

from cvsignal.accents import unaccented

_WORD = r"[^\W\d_](?:[^\W\d_]|['’.·-](?=[^\W\d_]))*"
_TOKEN = re.compile(rf"{_WORD}\.?|\S")
_PARTICLES = frozenset(
    {
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "el",
        "al",
        "ben",
        "bin",
        "ould",
        "da",
        "dos",
        "del",
    }
    | {"delos", "di", "st", "ste", "saint", "sainte", "y", "e", "abu"}
)
#: What parts a line of the head: marks, wide gaps, commas.
_GAPS = re.compile(r"\s*(?:[|•·●/;,()\t:]|\s[-–—]\s|\s(?:dite?|alias|aka)\s|\s{3,})\s*")
_OPENINGS = re.compile(
    r"(?i)^\W*(?:curriculum\s+vitae|c\.?\s?v\.?|r[ée]sum[ée]|bio ?data)?\W*(?:\b(?:of|de|for|pour)\b)?\W*"
)
_LABELLED = re.compile(
    r"(?im)^[^\w\n]*+(?:(?:full|first|last|family|given)\s*)?(?:names?|surname|nom(?:\s*(?:et|&|/)\s*pr[ée]noms?)?|pr[ée]noms?(?:\s*(?:et|&)\s*nom)?)"
    r"\s*[:–-]\s*(?P<what>[^\n|]{2,60})"
)
_SPACED = re.compile(r"(?m)^\s*(?:[^\W\d_]\s){3,}+\s*(?:[^\W\d_]\s?)*+$")
_MOST_WORDS = 7
_MOST_ACRONYM = 5
_QUOTES = frozenset("\"'“”«».")
_MOST_LINES = 8  # with words: below them, people say what they do
_SENTENCE = re.compile(r"(?<![\w'’.@/-])[^\W\d_A-ZÀ-Ý]{4,}(?![\w'’@/-]|\.\w)")  # words, not e-mails


@cache
def _list(name: str) -> frozenset[str]:
    lines = resources.files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def plain(word: str) -> str:
    """Lower case, no accents, straight apostrophes."""
    return unaccented(word.lower().replace("œ", "oe").replace("’", "'"))


def is_ordinary(word: str) -> bool:
    """Whether a word is one of those that CVs are written with, and no name."""
    small = plain(word)
    if small in _list("ordinary_words.txt"):
        return True
    parts = re.split(r"['’·-]", small)
    return len(parts) > 1 and all(len(part) < 3 or part in _list("ordinary_words.txt") for part in parts)


def is_given_name(word: str) -> bool:
    """Whether a word is a known given name, or two of them with a hyphen."""
    return any(part in _list("given_names.txt") for part in re.split(r"['’-]", plain(word)))


def name_words(words: str) -> list[str]:
    """The words of a name that give the person away elsewhere: no initials, particles, ordinary words."""
    found = re.findall(r"[^\W\d_]{3,}", _joined(words))
    return [word for word in found if plain(word) not in _PARTICLES and not is_ordinary(word)]


def _joined(words: str) -> str:
    """``M A X I M E   R O Y`` as words."""
    if not _SPACED.match(words):
        return words
    return " ".join(re.sub(r"\s", "", part) for part in re.split(r"\s{2,}", words.strip()))


def header_names(text: str, head: int, kept: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of names and places before ``head``; nothing that touches ``kept``."""
    for match in _LABELLED.finditer(text):
        words = re.split(r"\s{3,}", match["what"].strip())[0]
        yield match.start("what"), match.start("what") + len(match["what"].split(words)[0]) + len(words), "name"
    named_line = -1
    for line, start, end in _segments(text, head):
        if any(a < end and start < b for a, b in kept):
            continue
        kind = _kind(text[start:end], named=named_line not in (-1, line))
        if kind:
            named_line = line if kind == "name" else named_line
            yield start, end, kind


def _segments(text: str, head: int) -> Iterator[tuple[int, int, int]]:
    """(number of the line, start, end) of what the gaps leave of the lines that are no sentences."""
    for number, line in enumerate(islice(re.finditer(r"(?m)^[^\n]*\w[^\n]*", text[:head]), _MOST_LINES)):
        if any(word not in _PARTICLES for word in _SENTENCE.findall(line.group())):
            continue
        if _SPACED.match(line.group()):
            yield number, line.start(), line.end()
            continue
        at = line.start()
        opening = _OPENINGS.match(line.group())
        if opening and opening.end() < len(line.group()):
            at += opening.end()
        while at < line.end():
            gap = _GAPS.search(text, at, line.end())
            end = gap.start() if gap else line.end()
            if end > at and not (gap and gap.group().strip() == ":"):  # before a colon stands a label, no name
                yield number, at, end
            at = gap.end() if gap and gap.end() > at else line.end()


def _kind(words: str, *, named: bool) -> str | None:
    """ "name", "address" for another proper name (a town, mostly), or None."""
    tokens = [token for token in _TOKEN.findall(_joined(words)) if token not in _QUOTES]
    if not tokens or len(tokens) > _MOST_WORDS or any(not token[0].isalpha() for token in tokens):
        return None
    full = [t for t in tokens if len(t.rstrip(".")) > 1 and plain(t) not in _PARTICLES and "." not in t[:-1]]
    if not full or not all(token[0].isupper() for token in full):
        return None
    ordinary = sum(is_ordinary(token) for token in full)
    given = any(is_given_name(token) for token in full)
    if ordinary:  # "Ahmadou FALL", "Jessica Rose": a family name may be a word, the first such line only
        return "name" if given and ordinary == 1 < len(full) and not named else None
    if len(tokens) == 1:
        return _kind_of_one(full[0], named=named)
    return "address" if named else "name"


def _kind_of_one(word: str, *, named: bool) -> str | None:
    if word.isupper() and len(word) <= _MOST_ACRONYM:
        return None
    return "name" if is_given_name(word) and not named else "address"
