"""Names and places in the head of a CV: lines of capitalised words, none of them an ordinary word of CVs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import islice

_WORD = r"[^\W\d_](?:[^\W\d_]|['’.·-](?=[^\W\d_]))*"
_TOKEN = re.compile(rf"{_WORD}\.?|\S")
_PARTICLES = frozenset("de du des d la le van von der den el al ben bin ould da dos del delos di st ste saint sainte y e abu".split())
#: What parts a line of the head: marks, wide gaps, commas.
_GAPS = re.compile(r"\s*(?:[|•·●/;,()\t:]|\s[-–—]\s|\s{3,})\s*")
_OPENINGS = re.compile(
    r"(?i)^\W*(?:curriculum\s+vitae|c\.?\s?v\.?|r[ée]sum[ée]|bio ?data)?\W*(?:\b(?:of|de|for|pour)\b)?\W*"
)
_LABELLED = re.compile(
    r"(?im)^\W*(?:(?:full|first|last|family|given)\s*)?(?:names?|surname|nom(?:\s*(?:et|&|/)\s*pr[ée]noms?)?|pr[ée]noms?(?:\s*(?:et|&)\s*nom)?)"
    r"\s*[:–-]\s*(?P<what>[^\n|]{2,60})"
)
_SPACED = re.compile(r"(?m)^\s*(?:[^\W\d_]\s){3,}\s*(?:[^\W\d_]\s?)*$")
_MOST_WORDS = 7
_MOST_ACRONYM = 5
_QUOTES = frozenset("\"'“”«».")
_MOST_LINES = 8  # with words: below them, people say what they do
_SENTENCE = re.compile(r"(?<![\w'’.-])[^\W\d_A-ZÀ-Ý]{4,}(?![\w'’-])")


@cache
def _list(name: str) -> frozenset[str]:
    lines = resources.files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def plain(word: str) -> str:
    """Lower case, no accents, straight apostrophes."""
    small = unicodedata.normalize("NFD", word.lower().replace("œ", "oe").replace("’", "'"))
    return "".join(c for c in small if not unicodedata.combining(c))


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
    """The words of a name by which the person is known elsewhere in the text: no initials, particles, ordinary words."""
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
    named = False
    for start, end in _segments(text, head):
        if any(a < end and start < b for a, b in kept):
            continue
        kind = _kind(text[start:end], named=named)
        if kind:
            named = named or kind == "name"
            yield start, end, kind


def _segments(text: str, head: int) -> Iterator[tuple[int, int]]:
    for line in islice(re.finditer(r"[^\n]*\w[^\n]*", text[:head]), _MOST_LINES):
        if any(word not in _PARTICLES for word in _SENTENCE.findall(line.group())):
            continue
        if _SPACED.match(line.group()):
            yield line.start(), line.end()
            continue
        at = line.start()
        opening = _OPENINGS.match(line.group())
        if opening and opening.end() < len(line.group()):
            at += opening.end()
        while at < line.end():
            gap = _GAPS.search(text, at, line.end())
            end = gap.start() if gap else line.end()
            if end > at:
                yield at, end
            at = gap.end() if gap and gap.end() > at else line.end()


def _kind(words: str, *, named: bool) -> str | None:
    """ "name", "address" for another proper name (a town, mostly), or None."""
    tokens = [token for token in _TOKEN.findall(_joined(words)) if token not in _QUOTES]
    if not tokens or len(tokens) > _MOST_WORDS or any(not token[0].isalpha() for token in tokens):
        return None
    full = [token for token in tokens if len(token.rstrip(".")) > 1 and plain(token) not in _PARTICLES and "." not in token[:-1]]
    if not full or any(is_ordinary(token) or not token[0].isupper() for token in full):
        return None
    if len(full) == 1 and len(tokens) == 1:
        if full[0].isupper() and len(full[0]) <= _MOST_ACRONYM:
            return None
        return "address" if named or not is_given_name(full[0]) else "name"
    if any(is_given_name(token) for token in full) or not named:
        return "name"
    return "address"
