"""Whose CV it is: the words of the candidate's name, which the tagger never sees, so that no name can move a score.

Names are made of anything ("Russell Brand", "Rose Page", "Aimé", "Ní"), so that a list would not do. A name is known by its
place, a line or the head of a line above the first heading, and by its look: words that all begin with a capital, and
either say nothing to the lexicon or stand in the e-mail address too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from cvsignal.lexicon import clause_words, people_words
from cvsignal.schema import Row
from cvsignal.tagging.clauses import row_words
from cvsignal.tagging.keys import plain, without_accents
from cvsignal.tagging.phrases import Hit, Word

_ROWS = 4  # the name stands in one of the first rows
_MOST_WORDS = 12
_LEAST_LETTERS = 3  # of a word that counts as a trace of the name elsewhere
_LABEL = re.compile(
    r"\W*(?:(?:full\s+name|name|surname|first\s+name|nom(?:\s+et\s+prénoms?)?|prénoms?(?:\s+et\s+nom)?|candidate?)\s*:"
    r"|(?:curriculum[\s-]+vitae|cv|portrait|about|à\s+propos)\b(?:\s+(?:of|de)\b)?\s*:?|(?=\W))\s*".replace(
        "é",
        "(?:é|e\u0301)",  # accents may be written apart; offsets are those of the text as it is
    ).replace("à", "(?:à|a\u0300)"),
    re.IGNORECASE,
)
_MAIL = re.compile(r"([\w.+-]+)@[\w-]+\.[\w.]+")
_PARTICLE = frozenset(people_words()["particles"].phrases["any"])
_BREAKS = frozenset(",|/·•–—-:;()[]\t\n")
_NO_PART = clause_words()["in_titles"] - _PARTICLE  # "Date Of Birth", « EN DEUX MOTS »


def person_words(text: str, words: Sequence[Word], rows: Sequence[Row], hits: Sequence[Hit]) -> frozenset[int]:
    """Indices of the words that are the candidate's name, wherever they stand."""
    heads = list(islice(_heads(text, words, rows), _ROWS))
    said = _said(hits, heads[-1][1] if heads else 0)
    mail = _mail_letters(text)
    found: set[int] = set()
    traces: set[str] = set()
    for first, last in heads:
        if not _is_name(words[first:last], [said.get(i, set()) for i in range(first, last)], mail):
            continue
        found.update(range(first, last))
        if last - first > 1:
            traces.update(word.text for word in words[first:last] if len(word.text) >= _LEAST_LETTERS)
    if not traces:
        return frozenset(found)
    said = _said(hits, len(words))
    return frozenset(found) | {
        i
        for i, word in enumerate(words)
        if word.text in traces and word.text[0].isupper() and _says_nothing(said.get(i, set()))
    }


def _said(hits: Sequence[Hit], end: int) -> dict[int, set[str]]:
    """What the lexicon knows of each word before ``words[end]`` that it knows."""
    said: dict[int, set[str]] = {}
    for hit in hits:
        if hit.first >= end:
            break
        for i in range(hit.first, hit.last):
            said.setdefault(i, set()).add(hit.concept)
    return said


def _mail_letters(text: str) -> str:
    """Letters of the part before the @ of every address, without accents."""
    # the expression alone would go through every word letter by letter
    pieces = [piece for piece in text.split() if "@" in piece]
    parts = [part for piece in pieces for part in _MAIL.findall(piece)]
    return " ".join(re.sub(r"[^a-z]", "", without_accents(part.lower())) for part in parts)


def _heads(text: str, words: Sequence[Word], rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """For each row above the first heading the words before its first break, after a label such as "Name:".

    A single word must be all of its row, unless it is of a script that writes a whole name as one ("王秀英").
    """
    for row, (first, last) in zip(rows, row_words(words, rows), strict=True):
        if row.heading and not row.first:  # the first row may be "Résumé"
            return
        label = _LABEL.match(text, row.start, row.end)
        while label and first < last and words[first].start < label.end():
            first += 1
        end = first
        while end < last and words[end].text not in _BREAKS and not _gap_breaks(text, words, end, first):
            end += 1
        if end - first > 1 or first < end == last or (end > first and _has_no_case(words[first].text)):
            yield first, end


def _has_no_case(word: str) -> bool:
    return word[0].isalpha() and word[0].lower() == word[0].upper()


def _gap_breaks(text: str, words: Sequence[Word], i: int, first: int) -> bool:
    """Whether a dash with spaces, or a wide gap, stands before ``words[i]``."""
    gap = text[words[i - 1].end : words[i].start] if i > first else ""
    return len(gap) > 1 and bool(gap.strip() or len(gap) > 2)


def _says_nothing(concepts: set[str]) -> bool:
    return all(concept.startswith("context.") for concept in concepts)


def _is_name(words: Sequence[Word], said: Sequence[set[str]], mail: str) -> bool:
    if len(words) > _MOST_WORDS or not all(_looks_like_a_name(word.text) for word in words):
        return False
    bare = [without_accents(word.text.lower()) for word in words if word.text[0].isupper() and len(word.text) > 1]
    if len(bare) > 1 and all(re.sub(r"[^a-z]", "", word) in mail for word in bare):
        return True
    if any(plain(word.text) in _NO_PART for word in words):
        return False
    own = [concepts for word, concepts in zip(words, said, strict=True) if word.text.lower() not in _PARTICLE]
    return any(not concepts for concepts in own) and all(_says_nothing(concepts) for concepts in own)


def _looks_like_a_name(word: str) -> bool:
    form = word.lower().replace("’", "'")
    return form in _PARTICLE or form in {".", "'"} or (word[0].isalpha() and not word[0].islower())
