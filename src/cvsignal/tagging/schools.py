"""Names of schools: in which one a person has studied must not move a score, so that nothing is seen of these words.

A school is what stands between two breaks of a row under education or training, or of a row that begins with a degree. It
holds a word such as "university", or nothing but capitalised words that the lexicon does not know ("Tsinghua", "UQAM"). A
field in its name stays ("College of Communication"), as the degree's subject may be said by it alone; where words in lower case
stand beside it ("managed the page of the university"), all that tells of studies or deeds does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cvsignal.schema import Row
from cvsignal.tagging.clauses import STUDIES, is_function_word, row_words
from cvsignal.tagging.keys import without_accents
from cvsignal.tagging.phrases import Hit, Word
from cvsignal.tagging.runs import FIELDS

_FIELDS = frozenset({*FIELDS, "title.degree"})
_OPENING = 3  # words of a row among which its degree begins
_BREAKS = frozenset(",|•;:()[]–—.")
_SCHOOL = re.compile(
    r"(?:universit(?:y|ies|es?|at|aet)|(?:college|cegep|ecole|school|lycee|conservatoire|polytechnique|polytechnic)s?"
    r"|institut(?:e|es|s|o)?|academ(?:y|ies|ies?|ia)|facult(?:y|ies|es?)|conservatory|campus|centre|center)$"
)


def school_words(words: Sequence[Word], rows: Sequence[Row], hits: Sequence[Hit]) -> frozenset[int]:
    """Indices of the words that name a school."""
    known, subjects, fields = (
        {i for concept, begin, end in hits if tells(concept) for i in range(begin, end)}
        for tells in (_tells, _tells_subject, _FIELDS.__contains__)
    )
    degrees = {hit.first for hit in hits if hit.concept == "title.degree"}
    found: set[int] = set()
    for first, last in _parts(words, rows, degrees):
        extent = range(first, last)
        unknown = all(not words[i].text[0].islower() for i in extent) and known.isdisjoint(extent)
        if unknown or any(_SCHOOL.match(without_accents(words[i].text.lower())) for i in extent):
            proper = all(not words[i].text[0].islower() or is_function_word(words[i].text) for i in extent)
            found.update(set(extent) - (fields if proper else subjects))
    return frozenset(found)


def _tells(concept: str) -> bool:
    """Whether a concept makes its words more than a part of a name: not that of any action ("Open University") or trade."""
    return concept != "act.other" and not concept.startswith(("context.", "trade."))


def _tells_subject(concept: str) -> bool:
    """Whether a concept may say what is studied: « supérieur », "international" and "management" do not."""
    return _tells(concept) and concept not in {"title.level", "object.pr_team", "object.management"}


def _parts(words: Sequence[Word], rows: Sequence[Row], degrees: set[int]) -> Iterator[tuple[int, int]]:
    """The stretches between breaks and figures of each row about studies."""
    for row, (first, last) in zip(rows, row_words(words, rows), strict=True):
        if row.heading or (
            row.section not in STUDIES and degrees.isdisjoint(range(first, min(last, first + _OPENING)))
        ):
            continue
        begin = first
        for i in range(first, last + 1):
            if i == last or words[i].text in _BREAKS or words[i].text[0].isdigit():
                if begin < i:
                    yield begin, i
                begin = i + 1
