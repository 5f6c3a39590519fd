"""Words broken at a line's end: "communica-" "tion" is one word, "long-" "term" keeps its hyphen."""

from __future__ import annotations

import re
from collections.abc import Callable

from cvsignal.reading.glyphs import Word
from cvsignal.reading.word_lists import words_of

#: The words of a row, each with the white space before it.
SpacedWords = list[tuple[str, Word]]

#: First halves that keep their hyphen, whatever follows.
PREFIXES = frozenset(words_of("hyphen_prefix"))
#: Endings that are no words of their own: what stands before them was broken off.
_SUFFIX = re.compile(
    r"(?:[a-z]{0,3}(?:tion|sion|ment|tique|trice|teur|eur|aire|ance|ence|able|ible|tive|tif|ing|ité|ity|ness)s?|s|ed|ly)"
)
#: A word broken over two lines of a text, and the white space after its end.
_BROKEN = re.compile(r"((?<![^\W\d_])[^\W\d_]{2,}-)\n([^\W\d_A-ZÀ-Þ][^\s]*)(?:[ \t]+|\n|$)")
_END = re.compile(r"[^\W\d_]{2,}-$")


def joined_words(rows: list[SpacedWords], links: list[str], is_justified: Callable[[int], bool]) -> list[SpacedWords]:
    """The words of each row, the end of a word that was broken over a soft line end moved up to its beginning.

    ``is_justified`` tells whether a row belongs to justified text. A row that held nothing but the end of such a
    word comes back empty, and its link takes the place of the soft one.
    """
    broken = [i for i, link in enumerate(links) if link == "soft" and _breaks_word(rows[i], rows[i + 1])]
    if not broken:
        return rows
    halves = {id(rows[i][-1]) for i in broken} | {id(rows[i + 1][0]) for i in broken}
    words = {_bare(entry[1].text) for row in rows for entry in row if id(entry) not in halves}
    breaks = [(rows[i][-1][1].text, rows[i + 1][0][1].text, is_justified(i)) for i in broken]
    joined = list(rows)
    for i, drops in zip(broken, _drops(breaks, words), strict=True):
        if not joined[i]:
            continue  # the whole row was the end of a word broken before
        *before, (space, head) = joined[i]
        (_, tail), *after = joined[i + 1]
        joined[i] = [*before, (space, head._replace(text=head.text[:-1]) if drops else head), ("", tail)]
        joined[i + 1] = [("", word) if not k else (gap, word) for k, (gap, word) in enumerate(after)]
        if not after and i + 1 < len(links):
            links[i] = links[i + 1]
    return joined


def rejoined(text: str) -> str:
    """The same for a text without geometry: the end of a broken word goes up to its beginning."""
    breaks = list(_BROKEN.finditer(text))
    if not breaks:
        return text
    words = {_bare(word) for word in _BROKEN.sub(" ", text).split()}
    drops = iter(_drops([(found[1], found[2], False) for found in breaks], words))
    return _BROKEN.sub(lambda found: (found[1][:-1] if next(drops) else found[1]) + found[2] + "\n", text)


def _breaks_word(upper: SpacedWords, lower: SpacedWords) -> bool:
    return bool(_END.search(upper[-1][1].text)) and lower[0][1].text[:1].islower()


def _drops(breaks: list[tuple[str, str, bool]], words: set[str]) -> list[bool]:
    """For each broken word, whether its hyphen was only put in for the line end.

    The document's own spelling decides; where it is silent, one that breaks words elsewhere, or justifies its lines, is
    taken to break this one, and any other (web pages, Word) to have ended the line at a hyphen that the word has.
    """
    verdicts = [_verdict(_bare(head[:-1]), _bare(tail), words) for head, tail, _ in breaks]
    hyphenates = any(verdict is True for verdict in verdicts)
    return [
        hyphenates or justified if verdict is None else verdict
        for verdict, (_, _, justified) in zip(verdicts, breaks, strict=True)
    ]


def _verdict(stem: str, rest: str, words: set[str]) -> bool | None:
    if f"{stem}-{rest}" in words or "-" in stem:
        return False
    if stem + rest in words or _SUFFIX.fullmatch(rest):
        return True
    return False if stem in PREFIXES or (stem in words and rest in words) else None


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]\"'«»“”’").lower()
