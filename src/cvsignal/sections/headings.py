"""Which rows head a section, and of which kind."""

from __future__ import annotations

import re
from functools import cache
from itertools import dropwhile

from cvsignal.accents import unaccented
from cvsignal.lexicon import around_headings, headings

_LETTER_SPACED = re.compile(r"(?:\w {1,3}){3,}\w")
_JOINT = re.compile(r"\s*(?:[&/,+]|\bet\b|\band\b)\s*", re.IGNORECASE)
_INLINE = frozenset({"skills", "interests", "objective", "profile", "training", "contact"})
_AFTER = frozenset({"continued", "cont", "contd", "suite"})
_OF_TRADES = frozenset({"experience", "skills"})  # "Public relations experience", but no "Media training"
_Split = tuple[list[str], list[str]]  # the rest of a row, and what may be a heading in it
_MAX_HEADING = 70
_MAX_HEADING_WORDS = 7


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
def _around(name: str, language: str) -> frozenset[str]:
    return frozenset(plain(word) for word in around_headings()[name].phrases[language])


@cache
def _before() -> frozenset[str]:
    return _around("before", "en") | _around("before", "fr")


@cache
def _headings_of(language: str) -> dict[str, str]:
    """The headings of a language that bear other words beside them."""
    found = (plain(phrase) for concept in headings().values() for phrase in concept.phrases[language])
    return {phrase: _heading_table()[phrase] for phrase in found if phrase not in _around("alone", language)}


@cache
def _allowed(kind: str, language: str) -> frozenset[str]:
    """The words that may stand by a heading of a kind."""
    phrases = [phrase for concept in headings().values() for phrase in concept.phrases[language]]
    words = _around("word", language).union(*(plain(phrase).split() for phrase in phrases))
    trade = _around("trade", language)
    return words | trade if kind in _OF_TRADES else words - trade


def heading_kind(text: str, *, prominent: bool) -> str | None:
    """The kind of section that a row opens, or None. A prominent row (capitals, colon, bold, alone) may say a little more."""
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
    is_dated = bool(re.search(r"\d", re.sub(r"\([^()]*\)", "", text)))
    return _framed_kind(words.split()) if prominent and not is_dated else None


def _framed_kind(words: list[str]) -> str | None:
    """The kind of a row that is a heading and words that stand around headings: at its end in English, at its head in French.

    An English row may open with one too ("Experience in journalism"), and of two the one that is no "Summary" is meant.
    """
    ends = [(words[:-length], words[-length:]) for length in range(len(words), 0, -1)]
    english = [ends, _heads(words, "en")]
    if "and" in words:  # "Education and professional qualifications"
        english.reverse()
    kinds = [*(_first_kind(splits, "en") for splits in english), _first_kind(_heads(words, "fr"), "fr")]
    found = [kind for kind in kinds if kind]
    return next((kind for kind in found if kind != "profile"), found[0] if found else None)


def _heads(words: list[str], language: str) -> list[_Split]:
    words = list(dropwhile(_around("opening", language).__contains__, words))
    return [(words[length:], words[:length]) for length in range(len(words), 0, -1)]


def _first_kind(splits: list[_Split], language: str) -> str | None:
    """The kind of the longest heading beside which the rest of the row may stand."""
    table = _headings_of(language)
    for rest, heading in splits:
        kind = table.get(" ".join(heading))
        if kind and _allowed(kind, language).issuperset(rest):
            return kind
    return None


def inline_kind(text: str) -> str | None:
    """The kind of a row that opens with a heading of its own, as "Skills: Word, Excel" does; the rows below stay where they are."""
    head, colon, rest = text.partition(":")
    if not colon or not rest.strip() or len(head) > 40:
        return None
    kind = heading_kind(head, prominent=False)
    return kind if kind in _INLINE else None


def _bare_heading(words: str) -> str:
    parts = list(dropwhile(_before().__contains__, words.split()))
    while parts and parts[-1] in _AFTER:
        parts.pop()
    return " ".join(parts)


def _joint_kind(text: str) -> str | None:
    """The first kind of a row that joins headings ("Formation & diplômes", "Hobbies / Interests")."""
    parts = [_bare_heading(plain(part)) for part in _JOINT.split(text)]
    kinds = [_heading_table().get(part) for part in parts]
    # "Communications and research" are more often two skills than a list of publications
    return kinds[0] if 1 < len(kinds) <= 3 and all(kinds) and "publications" not in kinds else None
