"""Texts as they compare whatever a tool did to them: composed accents, line ends, tabs, odd spaces, invisible
characters.

A canonical text keeps, for each of its characters, the extent in the original that it stands for, so that a place
found in one version of a text can be found in another.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Canonical:
    """``text[i]`` stands for ``original[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def extent(self, first: int, last: int) -> tuple[int, int]:
        """The extent in the original of ``text[first:last]``."""
        return self.starts[first], self.ends[last - 1]

    def places(self, start: int, end: int) -> tuple[int, int] | None:
        """The canonical characters that ``original[start:end]`` touches, without white space at its ends."""
        inside = [i for i in range(len(self.text)) if self.starts[i] < end and self.ends[i] > start]
        while inside and self.text[inside[0]] == " ":
            inside.pop(0)
        while inside and self.text[inside[-1]] == " ":
            inside.pop()
        return (inside[0], inside[-1] + 1) if inside else None


def canonical(text: str) -> Canonical:
    """NFKD, every run of white space one space, none at the ends, no invisible characters."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, form in _clusters(text):
        for char in form:
            plain = " " if char.isspace() else char
            if plain == " " and (not characters or characters[-1] == " "):
                if characters:
                    ends[-1] = end
                continue
            characters.append(plain)
            starts.append(start)
            ends.append(end)
    if characters and characters[-1] == " ":
        for values in (characters, starts, ends):
            values.pop()
    return Canonical("".join(characters), tuple(starts), tuple(ends))


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """(start, end, NFKD) of each shortest stretch that a tool may have composed, decomposed or put in another order."""
    found: list[tuple[int, int, str]] = []
    raw = ""  # of the last cluster, without what is invisible
    for index, char in enumerate(text):
        if char.isascii():
            if char.isprintable() or char.isspace():
                found.append((index, index + 1, char))
                raw = char
            continue
        form = unicodedata.normalize("NFKD", char)
        if unicodedata.category(char) in {"Cf", "Cc"} and not char.isspace():
            continue
        if raw and found and _join(raw, char, form):
            raw += char
            found[-1] = (found[-1][0], index + 1, unicodedata.normalize("NFKD", raw))
        else:
            raw = char
            found.append((index, index + 1, form))
    return found


def _join(raw: str, char: str, form: str) -> bool:
    """Whether a character may melt into the ones before it, in any of the four normal forms."""
    if form and unicodedata.combining(form[0]):
        return True
    composed = unicodedata.normalize("NFKC", raw + char)
    return composed != unicodedata.normalize("NFKC", raw) + unicodedata.normalize("NFKC", char)
