"""Which rows head a section, and of which kind."""

from __future__ import annotations

import re
from functools import cache

from cvsignal.accents import unaccented
from cvsignal.lexicon import headings

_LETTER_SPACED = re.compile(r"(?:\w {1,3}){3,}\w")
_JOINT = re.compile(r"\s*(?:[&/,+]|\bet\b|\band\b)\s*", re.IGNORECASE)
#: Words that change nothing before or after a heading: "Relevant work experience", "Expériences (suite)".
_BEFORE = frozenset(
    {"my", "mes", "mon", "ma", "relevant", "other", "autres", "autre", "additional", "selected", "key", "related"}
)
_AFTER = frozenset({"continued", "cont", "contd", "suite"})
_INLINE = frozenset({"skills", "interests", "objective", "profile", "training", "contact"})
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
def _heading_words() -> frozenset[str]:
    words = {word for phrase in _heading_table() for word in phrase.split()}
    return frozenset(
        words | {"continued", "suite", "relevant", "other", "autres", "clefs", "mes", "my", "et", "and", "de"}
    )


def heading_kind(text: str, *, prominent: bool) -> str | None:
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


def inline_kind(text: str) -> str | None:
    """The kind of a row that opens with a heading of its own, as "Skills: Word, Excel" does; the rows below stay where they are."""
    head, colon, rest = text.partition(":")
    if not colon or not rest.strip() or len(head) > 40:
        return None
    kind = heading_kind(head, prominent=False)
    return kind if kind in _INLINE else None


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
