"""Where the rows of a CV may hold a title: the parts of titles among their words, and the runs of words that these make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cvsignal.lexicon import clause_words
from cvsignal.tagging.clauses import is_function_word
from cvsignal.tagging.keys import plain
from cvsignal.tagging.phrases import Hit, Word

#: The field of a title decides its label.
FIELDS = {
    "title.social": "social_media_position",
    "title.social_name": "social_media_position",
    "title.pr": "public_relations",
    "title.pr_name": "public_relations",
    "title.marketing": "marketing",
    "title.marketing_name": "marketing",
    "title.customer": "customer_relations",
    "title.customer_name": "customer_relations",
}
_PARTS = frozenset({*FIELDS, "title.head", "title.level"})
_NAMING = ("title.", "tool.")
_CONNECTORS = clause_words()["in_titles"]
_AND = clause_words()["and_in_titles"]
_ENDS = frozenset(".!?;•●:()")
#: Marks that may part a title from what stands beside it.
APART = frozenset(",|·—–")
_PARTING = frozenset("–—:(")
_STRANGERS = 2  # words that are no parts of titles between two that are
_BEFORE_FIELD = frozenset({",", "of", "for", "de", "du", "des"})
_NARROWING = 2  # words: more are a sentence
_LIST_COMMAS = 6  # a row with so many, a few words between them, is a list of skills: each item stands alone
_LIST_WORDS = 4


class Marks(NamedTuple):
    """The concepts that cover each word that has any, the hits by their first word, in order, the words of titles and of fields."""

    at: dict[int, set[str]]
    starts: dict[int, list[Hit]]
    parts: set[int]
    fields: set[int]

    def starting(self, first: int, last: int) -> list[int]:
        """The words of ``words[first:last]`` at which a hit begins."""
        return [i for i in range(first, last) if i in self.starts]

    def concepts(self, first: int, last: int) -> set[str]:
        """The concepts that cover some of ``words[first:last]``."""
        return set().union(*(self.at[i] for i in range(first, last) if i in self.at))

    def labels(self, first: int, last: int) -> tuple[str, ...]:
        """The labels of the fields there."""
        return tuple(sorted({FIELDS[c] for c in self.concepts(first, last) if c in FIELDS}))


def marks_of(hits: Sequence[Hit]) -> Marks:
    marks = Marks({}, {}, set(), set())
    for hit in hits:
        if not hit.concept.startswith(_NAMING):
            continue
        concept, first, last = hit
        marks.starts.setdefault(first, []).append(hit)
        for i in range(first, last):
            marks.at.setdefault(i, set()).add(concept)
        if concept in _PARTS:
            marks.parts.update(range(first, last))
        if concept in FIELDS:
            marks.fields.update(range(first, last))
    return marks


def runs(words: Sequence[Word], marks: Marks, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Longest stretches, from a part of a title on, of such parts, of what joins them and of words that may stand between."""
    begin: int | None = None
    bridge = -1  # up to here the words belong to the run whatever they are
    ends = _ENDS | {","} if _lists(words, first, last) else _ENDS
    for i in range(first, last + 1):
        if i < last and i in marks.parts and words[i].text not in ends:
            begin = i if begin is None else begin
            continue
        if begin is None or i < bridge or (i < last and words[i].text not in ends and joins(words, i)):
            continue
        bridged = _bridged(words, marks, (begin, i, last), "," in ends)
        if bridged is None:
            yield begin, i
            begin = None
        else:
            bridge = bridged


def _bridged(words: Sequence[Word], marks: Marks, run: tuple[int, int, int], listed: bool) -> int | None:
    """Up to where the words from ``i`` on belong to a run that began before, in spite of what they are; None where they do not.

    ``run`` is (begin, i, end of the row); ``listed`` where the row is a list.
    """
    begin, i, last = run
    if not listed and (field := _narrowed_field(words, marks, i, last)):
        return field
    if i < last and words[i].text in _PARTING and (field := _field_parted_from_head(words, marks, begin, i, last)):
        return field
    return _after_strangers(words, marks, i, last)


def _field_parted_from_head(words: Sequence[Word], marks: Marks, begin: int, i: int, last: int) -> int | None:
    """Where the part ends that ``words[i]`` parts off in "Senior Manager – Social Media", "Adviser (Media)": a head without a
    field, then a field without a head. None where it is no such part.

    What stands behind a whole title is an employer or another title.
    """
    if "title.head" not in marks.concepts(begin, i) or not marks.fields.isdisjoint(range(begin, i)):
        return None
    end = i + 1
    while end < last and words[end].text not in APART and (end in marks.parts or joins(words, end)):
        end += 1
    if marks.fields.isdisjoint(range(i + 1, end)) or "title.head" in marks.concepts(i + 1, end):
        return None
    return end + 1 if words[i].text == "(" and end < last and words[end].text == ")" else end


def _after_strangers(words: Sequence[Word], marks: Marks, i: int, last: int) -> int | None:
    """Where a title goes on after what "and" joins to it: "Communications & Research Officer"; one word, or two with capitals.

    Without the "and" it might be somebody's name, and no name may decide what is found.
    """
    end = i
    while end < last and end - i < _STRANGERS and end not in marks.parts and _may_be_strange(words[end].text):
        end += 1
    on = end
    while on < last and on not in marks.parts and on - end < _STRANGERS and joins(words, on):
        on += 1
    around = [words[i - 1].text, *(word.text for word in words[end:on])]
    if end == i or on == last or on not in marks.parts or "," in around or _AND.isdisjoint(map(plain, around)):
        return None
    capital = all(word.text[0].isupper() for word in (*words[i:end], words[on]))
    return on + 1 if capital or end - i == 1 else None


def _may_be_strange(text: str) -> bool:
    return text[0].isalpha() and not is_function_word(text)


def joins(words: Sequence[Word], i: int) -> bool:
    """Whether a word, or a sign, may stand between the parts of a title; « a la » is « à la » in haste, English "a" is neither."""
    form = plain(words[i].text)
    return form in _CONNECTORS or (form == "a" and i + 1 < len(words) and plain(words[i + 1].text) in {"la", "l'"})


def _lists(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a row lists short items: "Sales, Stocking, Associate, Marketing, …" holds no marketing associate.

    A row with a year is none: it is a position told in one line.
    """
    texts = [word.text for word in words[first:last]]
    commas = texts.count(",")
    return (
        commas >= _LIST_COMMAS
        and len(texts) <= (_LIST_WORDS + 1) * commas
        and not any(len(text) == 4 and text.isdigit() for text in texts)
    )


def _narrowed_field(words: Sequence[Word], marks: Marks, i: int, last: int) -> int | None:
    """Where the field stands that capitalised words after "," or "of" narrow: "Manager, Channel Marketing"."""
    if i < 2 or words[i - 1].text.lower() not in _BEFORE_FIELD or i - 2 not in marks.parts:
        return None
    for field in range(i + 1, min(last, i + 1 + _NARROWING)):
        if not words[field - 1].text[0].isupper():
            return None
        if field in marks.fields and words[field].text[0].isupper():
            return field
    return None
