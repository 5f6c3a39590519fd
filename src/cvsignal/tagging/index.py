"""Where things stand in a CV, looked up once for all its candidates: concepts by word, words by row, what is said of each row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter, or_
from typing import Generic, NamedTuple, TypeVar

from cvsignal.tagging.clauses import row_words, tells_deed
from cvsignal.tagging.phrases import Hit
from cvsignal.tagging.scene import Scene
from cvsignal.tagging.words import is_year

_REACH = 25  # words on each side of a candidate
_TOUCHED = ("act.", "object.")
_FIRST = attrgetter("first")
_DEED = 6  # words: fewer name what was learned ("Planned giving")


class Touched(NamedTuple):
    """What is done, or done to, in the phrase ``words[first:last]``."""

    first: int
    last: int
    concepts: list[str]


M = TypeVar("M", Hit, Touched)


class InOrder(Generic[M]):
    """Marks by the word that they begin at."""

    def __init__(self, marks: Sequence[M]) -> None:
        self._marks: Sequence[M] = marks
        self._firsts = [mark.first for mark in marks]

    def within(self, first: int, last: int) -> list[M]:
        """Those that lie inside ``words[first:last]``, in order."""
        low = bisect_left(self._firsts, first)
        return [mark for mark in self._marks[low : bisect_left(self._firsts, last, low)] if mark.last <= last]


class Index:
    """Concepts by word, and what is said of each row and position once for all its candidates."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.extents = list(row_words(scene.words, scene.outline.rows))  # the words of each row
        self._said = InOrder(_said(scene))
        self._touched = InOrder(_touched(scene.hits))
        self._title_hits = [hit for hit in scene.hits if _says_field(hit.concept)]
        self._title_starts = [scene.words[hit.first].start for hit in self._title_hits]
        self._rows: dict[int, list[str]] = {}
        self._trades: dict[int, list[str]] = {}
        self._titles: dict[tuple[int, int], list[str]] = {}
        self.heading_of = _headings(scene, self.extents)
        self._deed_words = {hit.first for hit in scene.hits if tells_deed(scene.words, hit)}
        #: the lemma of each ordinary word that opens with a letter or a digit, and that of each that opens with a letter
        self.lemmas, self.letters = _ordinary_lemmas(scene)
        # how many words, or names of several words, begin before each word
        begins = map(or_, scene.ordinary, [True, *scene.ordinary])
        self._begun: list[int] = list(accumulate(begins, initial=0))

    def concepts(self, first: int, last: int) -> list[str]:
        """Distinct concepts inside ``words[first:last]``, in order of appearance."""
        return list(dict.fromkeys([hit.concept for hit in self._said.within(first, last)]))

    def touched(self, first: int, last: int) -> list[Touched]:
        """The phrases of actions and things inside ``words[first:last]``."""
        return self._touched.within(first, last)

    def length(self, first: int, last: int) -> int:
        """How many words there are in ``words[first:last]``, names of any length as one."""
        return 1 + self._begun[last] - self._begun[first + 1]

    def window(self, first: int, last: int, row: int) -> tuple[int, int]:
        """The words of a row around ``words[first:last]``, :data:`_REACH` on each side at most."""
        begin, end = self.extents[row]
        return max(begin, first - _REACH), min(end, last + _REACH)

    def row_words(self, number: int) -> int:
        """How many ordinary words a row has: a longer name changes nothing."""
        first, last = self.extents[number]
        return sum(self.scene.ordinary[first:last])

    def section(self, number: int) -> str:
        """The kind of section that a row speaks for: a deed told under skills ("Launched the blog of …") is no skill."""
        section = self.scene.outline.rows[number].section
        deed = section == "skills" and self.extents[number][0] in self._deed_words
        return "accomplishments" if deed and self.row_words(number) >= _DEED else section

    def row(self, number: int) -> list[str]:
        if number not in self._rows:
            self._rows[number] = self._row_traits(number)
        return self._rows[number]

    def trades(self, number: int) -> list[str]:
        """The traits of a row that tell the trades of its position, one that says so where none is known."""
        if number not in self._trades:
            self._trades[number] = [trait for trait in self.row(number) if trait.startswith("pos=")] or ["pos=?"]
        return self._trades[number]

    def _row_traits(self, number: int) -> list[str]:
        row = self.scene.outline.rows[number]
        words = self.row_words(number)
        size = "xs" if words < 5 else "s" if words < 9 else "m" if words < 21 else "l" if words < 60 else "xl"
        section = self.section(number)
        found = [f"sec={section}", f"row={size}", f"sec+row={section}+{size}"]
        if row.bullet:
            found.append("bullet")
        if row.first:
            found.append("first-row")
        if row.heading:
            found.append("heading")
        position = self.scene.outline.position_at(row.start)
        if position is None:
            found.append("no-position")
        else:
            found.append(f"pos-sec={position.section}")
            if position.title is not None:
                inside = position.title[0] <= row.start < position.title[1]
                found.append("title-row" if inside else "under-title")
                if not inside:
                    found.extend(f"pos={c}" for c in self._title_concepts(position.title))
        found.extend(f"head={lemma}" for lemma in self.heading_of[number])
        return found

    def _title_concepts(self, extent: tuple[int, int]) -> list[str]:
        if extent not in self._titles:
            first, last = (bisect_left(self._title_starts, place) for place in extent)
            named = (hit.concept.removesuffix("_name") for hit in self._title_hits[first:last])
            self._titles[extent] = list(dict.fromkeys(named))
        return self._titles[extent]


def _said(scene: Scene) -> list[Hit]:
    """Concepts at ordinary words, and figures, in order; a figure after the concepts of its word."""
    found = [hit for hit in scene.hits if scene.ordinary[hit.first] and not hit.concept.startswith("trade.")]
    opening = [(i, text) for i, (text, _, _) in enumerate(scene.words) if text[0].isdigit()]
    figures = [Hit("number", i, i + 1) for i, text in opening if not is_year(text)]
    return sorted(found + figures, key=_FIRST) if figures else found


def _touched(hits: Sequence[Hit]) -> list[Touched]:
    found: dict[tuple[int, int], list[str]] = {}
    for concept, first, last in hits:
        if concept.startswith(_TOUCHED):
            found.setdefault((first, last), []).append(concept)
    return [Touched(first, last, concepts) for (first, last), concepts in found.items()]


def _ordinary_lemmas(scene: Scene) -> tuple[list[str | None], list[str | None]]:
    lemmas: list[str | None] = []
    letters: list[str | None] = []
    for word, lemma, is_ordinary in zip(scene.words, scene.lemmas, scene.ordinary, strict=True):
        opening = word.text[0]
        is_letter = is_ordinary and opening.isalpha()
        letters.append(lemma if is_letter else None)
        lemmas.append(lemma if is_letter or (is_ordinary and opening.isalnum()) else None)
    return lemmas, letters


def _says_field(concept: str) -> bool:
    return concept.startswith(("title.", "trade.")) and concept not in {"title.level", "title.head"}


def _headings(scene: Scene, extents: Sequence[tuple[int, int]]) -> list[list[str]]:
    """For each row the lemmas of the heading above it."""
    found: list[list[str]] = []
    current: list[str] = []
    for row, (first, last) in zip(scene.outline.rows, extents, strict=True):
        if row.heading:
            current = list(scene.lemmas[first : min(last, first + 4)])
        found.append(current)
    return found
