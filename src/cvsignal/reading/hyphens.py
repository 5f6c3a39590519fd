"""Words broken at a line's end: "communica-" "tion" is one word, "long-" "term" keeps its hyphen."""

from __future__ import annotations

import re
from itertools import pairwise

from cvsignal.reading.glyphs import Word
from cvsignal.reading.word_lists import words_of

#: A word of the text: the white space before it, and its parts as printed (two where a line end broke it).
Printed = tuple[str, list[tuple[str, Word]]]

#: First halves that keep their hyphen, whatever follows.
PREFIXES = frozenset(words_of("hyphen_prefix"))
_END = re.compile(r"[^\W\d_]{2,}-$")


def joined_words(rows: list[list[tuple[str, Word]]], links: list[str]) -> list[list[Printed]]:
    """The words of each row, a word that was broken over a soft line end put together on the upper row.

    A row that held nothing but the end of such a word comes back empty, and its link takes the place of the soft one.
    """
    printed: list[list[Printed]] = [[(space, [(word.text, word)]) for space, word in row] for row in rows]
    spelling = _Spelling([word.text for row in rows for _, word in row])
    for i, (upper, lower) in enumerate(pairwise(printed)):
        if links[i] != "soft" or not upper or not lower:
            continue
        parts = upper[-1][1]
        head, tail = parts[-1][0], lower[0][1][0][0]
        if not (_END.search(head) and tail[:1].islower()):
            continue
        if spelling.drops(head, tail):
            parts[-1] = (head[:-1], parts[-1][1])
        parts += lower.pop(0)[1]
        if lower:
            lower[0] = ("", lower[0][1])
        elif i + 1 < len(links):
            links[i] = links[i + 1]
    return printed


class _Spelling:
    """Decides with the document's own words: most of its words are spelt unbroken somewhere."""

    def __init__(self, words: list[str]) -> None:
        self._known = {_bare(word) for word in words} if any(word.endswith("-") for word in words) else set()

    def drops(self, head: str, tail: str) -> bool:
        """Whether the hyphen at the end of ``head`` was only put in for the line end."""
        stem, rest = _bare(head[:-1]), _bare(tail)
        if f"{stem}-{rest}" in self._known:
            return False
        if stem + rest in self._known:
            return True
        return not ("-" in stem or stem in PREFIXES or (stem in self._known and rest in self._known))


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]\"'«»“”’").lower()
