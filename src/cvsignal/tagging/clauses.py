"""Cuts the rows of a CV into clauses: the stretches that a label of practice is given to.

A row is cut into sentences, and a sentence where a new action begins ("…, prepared media kits and maintained the website"):
at a comma or a conjunction that is followed by an action, when the part before has an object of its own. What a clause was
done for ("resulting in …", « afin de … ») is a clause of its own, so that the extent of the first stays short.

Where courses and diplomas are listed, each item of a row is a clause: "Inbound Marketing, First Aid, Facebook Blueprint".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cvsignal.lexicon import clause_words
from cvsignal.schema import Row
from cvsignal.tagging.keys import plain, unmarked
from cvsignal.tagging.phrases import Hit, Word

_STOPS = frozenset(".!?;•●▪|…◦■*")
_WORDS = clause_words()
_JOINS = _WORDS["joins"]
_STRONG_JOINS = frozenset({"·", "–", "—"})
_PAST_FORMS = _WORDS["past"]  # of verbs that no ending tells
_PAST = re.compile(r"\w+(?:ed|(?:é|çu)e?s?)")
_PARTICIPLE = re.compile(rf"[a-z]{{3,}}(?:ed|ing)$|(?:{'|'.join(sorted(_PAST_FORMS))})$")
_FRENCH_ACTION = re.compile(r"[^\W\d_]{3,}(?:tion|tions|age|ment|isation|er|ère|ir|ée?)$")
_OPENING_VERB = re.compile(r"[A-Z][a-z]{2,}(?:ed|ing)$")
_NO_ACTION = _WORDS["no_action"]
_EITHER = _WORDS["either"]
_QUALITIES = _WORDS["qualities"]
_ARTICLES = _WORDS["articles"]
_HELPS = _WORDS["helps"]
_EMPTY = _ARTICLES | _HELPS
_FUNCTION_WORDS = _ARTICLES | _JOINS
_OPEN_ENDS = _JOINS | {"while", "pour", "to", "in", "tout"}  # a clause does not end in these
_ADVERB = re.compile(r"(?:[a-z]{3,}ly|[^\W\d_]{4,}ment|also|then|également|aussi|puis)$")
_TOOL_NAMES = frozenset({"tool.paid", "tool.free", "tool.platform"})
_LISTED = 6  # words of names, so that "Facebook, Twitter and Instagram" under a position remains
_MOSTLY = 0.75
#: Sections about studies, whose rows list what was learned.
STUDIES = frozenset({"education", "training"})
_BETWEEN_ITEMS = frozenset(",;/|·•")
_MIN_WORDS = 3
_MAX_WORDS = 45


class _Marks(NamedTuple):
    """Words at which an action, or the purpose of one, begins; and words that are an action or a thing ("plan", "market")."""

    actions: frozenset[int]
    either: frozenset[int]
    purposes: frozenset[int]
    french: bool


class Clause(NamedTuple):
    """``words[first:last]`` of the CV, in ``rows[row]``; ``sentence`` counts the sentences of the whole CV."""

    first: int
    last: int
    row: int
    sentence: int


def _sentence_ends(words: Sequence[Word], first: int, last: int, actions: frozenset[int]) -> list[int]:
    ends: list[int] = []
    for i in range(first, last):
        mark = words[i].text
        if mark[0].isupper() and i > first and _runs_on(words, i, actions):
            ends.append(i)
            continue
        if mark not in _STOPS:
            continue
        if mark == "." and i + 1 < last:
            following = words[i + 1]
            abbreviation = i > first and len(words[i - 1].text) <= 3 and words[i - 1].text[:1].isupper()
            if abbreviation and following.start > words[i].end and words[i - 1].text not in {"Inc", "PR", "TV"}:
                continue
            if not (following.text[:1].isupper() or following.start > words[i].end + 1):
                continue
        ends.append(i + 1)
    if not ends or ends[-1] != last:
        ends.append(last)
    return ends


def _begins_action(words: Sequence[Word], i: int, last: int, actions: frozenset[int], french: bool) -> bool:
    """Whether ``words[i]`` opens a new action (an adverb before it allowed)."""
    if i < last and _ADVERB.match(words[i].text.lower()) and i not in actions:
        i += 1
    if i >= last or plain(words[i].text) in _ARTICLES:
        return False
    word = unmarked(words[i].text)
    if word.lower() in _NO_ACTION or (
        i + 1 < last and words[i + 1].text == ","
    ):  # "timely, engaging, newsworthy content"
        return False
    if i in actions:
        return True
    return bool(_FRENCH_ACTION.match(word)) and word.islower() if french else bool(_PARTICIPLE.match(word))


def _runs_on(words: Sequence[Word], i: int, actions: frozenset[int]) -> bool:
    """Whether a sentence begins at the capitalised ``words[i]`` without a full stop before it, as in flattened duty lists.

    "… to the press Managed the blog": a capitalised action after a word in lower case; "… in New York Managed the blog": after
    a name, where its object in lower case follows.
    """
    word, before = words[i].text, words[i - 1].text
    if word.isupper() or is_function_word(before) or before in "(\"“«'’":
        return False
    verb = bool(_OPENING_VERB.match(word)) and word.lower() not in _NO_ACTION
    if before.islower() or before == ")":
        return i in actions or verb
    after = words[i + 1].text if i + 1 < len(words) else ""
    return verb and word.lower() not in _QUALITIES and before[-1:].isalnum() and after[:1].islower()


def _objects(words: Sequence[Word], begin: int, first: int, last: int, marks: _Marks) -> int:
    """How many words of ``words[first:last]`` are more than verbs: none in "planned and wrote", one in "planned events".

    ``begin`` is where the clause begins: the "plan" of "Plan and run the gala", or of "Helped plan and run", is no thing.
    """
    content = [i for i in range(first, last) if words[i].text[:1].isalnum() and plain(words[i].text) not in _EMPTY]
    joins = [i for i in content if words[i].text.lower() in _JOINS]
    verbs = [
        i
        for i in content
        if i in marks.actions
        or _PARTICIPLE.match(words[i].text.lower())
        or (i in marks.either and (i == begin or plain(words[i - 1].text) in _HELPS))
    ]
    return len(content) - len(verbs) - len(joins)


def _cuts(words: Sequence[Word], first: int, last: int, marks: _Marks) -> list[int]:
    cuts: list[int] = []
    begin = counted = first
    objects = 0  # in words[begin:counted]
    for i in range(first + 1, last):
        if i in marks.purposes and i - begin >= _MIN_WORDS:
            cuts.append(i)
            begin, counted, objects = i, i, 0
            continue
        mark = words[i - 1].text.lower()
        if mark not in _JOINS or i - 1 <= begin:
            continue
        strong = mark in _STRONG_JOINS and words[i].start > words[i - 1].end
        if strong or _begins_action(words, i, last, marks.actions, marks.french):
            objects, counted = objects + _objects(words, begin, counted, i - 1, marks), i - 1
            if objects > 0:
                cuts.append(i)
                begin, counted, objects = i, i, 0
    return cuts


def trim(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """Without marks and conjunctions at the ends; a closing bracket stays with its opening one."""
    while first < last and (not words[first].text[0].isalnum() or words[first].text.lower() in _JOINS):
        if words[first].text in {"#", "@", "+"} and first + 1 < last:
            break
        first += 1
    while last > first:
        text = words[last - 1].text
        if text == ")" and any(words[i].text == "(" for i in range(first, last)):
            break
        if text in {"%", "€", "$"}:
            break
        if text[0].isalnum() and text.lower() not in _OPEN_ENDS:
            break
        last -= 1
    return first, last


def _row_clauses(words: Sequence[Word], first: int, last: int, marks: _Marks) -> Iterator[list[tuple[int, int]]]:
    """The clauses of each sentence of a row."""
    begin = first
    for end in _sentence_ends(words, first, last, marks.actions):
        bounds = [begin, *_cuts(words, begin, end, marks), end]
        trimmed = [trim(words, left, right) for left, right in pairwise(bounds)]
        yield [
            (start, min(right, start + _MAX_WORDS))
            for left, right in trimmed
            for start in range(left, right, _MAX_WORDS)
        ]
        begin = end


def _items(words: Sequence[Word], first: int, last: int, marks: _Marks) -> Iterator[list[tuple[int, int]]]:
    """The items of a row that lists, each as a sentence of its own; what stands in brackets is not cut."""
    begin = first
    for end in _sentence_ends(words, first, last, marks.actions):
        depth = 0
        for i in range(begin, end):
            depth += (words[i].text == "(") - (words[i].text == ")" and depth > 0)
            if i + 1 == end or (depth == 0 and words[i].text in _BETWEEN_ITEMS):
                start, right = trim(words, begin, i + 1)
                yield [(left, min(right, left + _MAX_WORDS)) for left in range(start, right, _MAX_WORDS)]
                begin = i + 1


def _listing(
    words: Sequence[Word], rows: Sequence[Row], extents: Sequence[tuple[int, int]], hits: Sequence[Hit]
) -> set[int]:
    """The first words of the rows that list what was learned: those about studies that do not begin with a deed."""
    opening = {
        first for row, (first, last) in zip(rows, extents, strict=True) if first < last and row.section in STUDIES
    }
    return opening - {
        hit.first for hit in hits if hit.first in opening and hit.concept != "act.learn" and tells_deed(words, hit)
    }


def clauses(words: Sequence[Word], rows: Sequence[Row], hits: Sequence[Hit], language: str) -> list[Clause]:
    """All clauses of a CV, in order."""
    acts = {hit.first for hit in hits if hit.concept.startswith("act.")}
    verbs = {i for i in acts if plain(words[i].text) not in _NO_ACTION}
    things = {hit.first for hit in hits if hit.concept.startswith(("tool.", "object."))}
    things |= {i for i in verbs if plain(words[i].text) in _EITHER}
    purposes = frozenset(hit.first for hit in hits if hit.concept == "context.purpose")
    marks = _Marks(frozenset(verbs - things), frozenset(verbs & things), purposes, language == "fr")
    tools = {i for hit in hits if hit.concept in _TOOL_NAMES for i in range(hit.first, hit.last)}
    extents_of_rows = list(row_words(words, rows))
    listing = _listing(words, rows, extents_of_rows, hits)
    found: list[Clause] = []
    sentence = 0
    for number, (first, last) in enumerate(extents_of_rows):
        if rows[number].furniture:
            continue
        for extents in (_items if first in listing else _row_clauses)(words, first, last, marks):
            found.extend(
                Clause(left, right, number, sentence)
                for left, right in extents
                if not _lists_tools(words, left, right, tools)
            )
            sentence += 1
    return found


def _lists_tools(words: Sequence[Word], first: int, last: int, tools: set[int]) -> bool:
    """Whether a stretch is a mere list of tools, which tells of no practice however long it is."""
    named = sum(words[i].text[0].isalnum() for i in tools.intersection(range(first, last)))
    return named >= _LISTED and named >= _MOSTLY * sum(word.text[0].isalnum() for word in words[first:last])


def tells_deed(words: Sequence[Word], hit: Hit) -> bool:
    """Whether an action is told as done: "launched", « lancé »; not the quality in "organized and calm"."""
    if not hit.concept.startswith("act."):
        return False
    word = plain(words[hit.first].text)
    if not (word in _PAST_FORMS or _PAST.fullmatch(word)):
        return False
    after = words[hit.last].text if hit.last < len(words) else "."
    return word not in _QUALITIES or (after[0].isalnum() and not is_function_word(after))


def is_function_word(word: str) -> bool:
    """Whether a word only joins others: an article, a preposition, a conjunction."""
    return plain(word) in _FUNCTION_WORDS


def row_words(words: Sequence[Word], rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """For each row the first of its words and the one after its last."""
    starts = [word.start for word in words]
    last = 0
    for row in rows:
        first = bisect_left(starts, row.start, last)
        last = bisect_left(starts, row.end, first)
        yield first, last
