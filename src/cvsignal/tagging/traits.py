"""What the learned component sees of a candidate: words, concepts, rules fired, and where it stands.

A trait is a string; a candidate is a bag of them. Word traits are bound to a language by their lemmas; concept, rule,
section and shape traits are shared, so that what is learned of French helps English and the reverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from cvsignal.lexicon import Rule, rules
from cvsignal.schema import Position
from cvsignal.tagging.clauses import STUDIES, Clause, is_function_word
from cvsignal.tagging.index import Index
from cvsignal.tagging.keys import unmarked
from cvsignal.tagging.names import Name
from cvsignal.tagging.parts import Ints
from cvsignal.tagging.phrases import Word
from cvsignal.tagging.pieces import Piece
from cvsignal.tagging.scene import Scene

_PAIRED = ("act.", "object.", "tool.platform", "context.", "number")
_MAX_PAIRED = 14
_THINGS = ("object.", "tool.")
_TOUCH = 2  # words on each side of a concept
_RULE = "rule="


def _shape(word: Word) -> str:
    text = unmarked(word.text)
    return "Aa" if text.istitle() else "AA" if text.isupper() else "00" if text[0].isdigit() else "aa"


def _fired(rule: Rule, concepts: frozenset[str]) -> bool:
    return all(group & concepts for group in rule.groups) and not rule.none & concepts


@lru_cache(maxsize=16384)
def _fired_labels(concepts: frozenset[str]) -> tuple[str, ...]:
    """Labels that the lexicon's rules give to a clause with these concepts."""
    return tuple(sorted({rule.label for rule in rules() if _fired(rule, concepts)}))


def rule_label(trait: str) -> str | None:
    """The label that a rule gives, where the trait says nothing else."""
    return trait.removeprefix(_RULE) if trait.startswith(_RULE) and "&" not in trait else None


class _Said(NamedTuple):
    """What concepts say of a clause; ``told`` are the traits that say most."""

    traits: tuple[str, ...]
    told: tuple[str, ...]


@lru_cache(maxsize=4096)
def _said_of(concepts: tuple[str, ...], section: str) -> _Said:
    """What these concepts, in their order, say in a section: the same in many clauses."""
    labels = _fired_labels(frozenset(concepts))
    told = (*_first_thing(concepts), *(f"{_RULE}{label}" for label in labels))
    paired = [c for c in concepts if c.startswith(_PAIRED)][:_MAX_PAIRED]
    traits = [
        *(f"c={c}" for c in concepts),
        *(f"{a}&{b}" for i, a in enumerate(paired) for b in paired[i + 1 :]),
        *(f"{section}&{c}" for c in concepts if not c.startswith("title.level")),
        *told,
        *(f"{_RULE}{label}&{section}" for label in labels),
    ]
    return _Said(tuple(traits), told)


def _word_traits(index: Index, first: int, last: int) -> list[str]:
    lemmas = [lemma for lemma in index.lemmas[first:last] if lemma is not None]
    language = index.scene.language
    found = [f"{language}:{lemma}" for lemma in lemmas]
    found += [f"{language}:{a}_{b}" for a, b in pairwise(lemmas)]
    return found


_NAME = "?"  # stands for one or more words that are not ordinary


def _neighbours(scene: Scene, indices: Iterable[int]) -> list[str]:
    """The first three lemmas of a walk, names of any length as one sign."""
    found: list[str] = []
    for i in indices:
        lemma = scene.lemmas[i] if scene.ordinary[i] else _NAME
        if lemma == _NAME and found and found[-1] == _NAME:
            continue
        found.append(lemma)
        if len(found) == 3:
            break
    return found


def _beside(index: Index, first: int, last: int, row: int) -> list[str]:
    """The three words on each side."""
    low, high = index.window(first, last, row)
    left = _neighbours(index.scene, range(first - 1, low - 1, -1)) or ["^"]
    right = _neighbours(index.scene, range(last, high)) or ["$"]
    return [f"l{n}={lemma}" for n, lemma in enumerate(left, 1)] + [f"r{n}={lemma}" for n, lemma in enumerate(right, 1)]


def _concepts_beside(index: Index, first: int, last: int, row: int) -> list[str]:
    """The concepts of the rest of the row."""
    low, high = index.window(first, last, row)
    return _around(index.concepts(low, first), index.concepts(last, high))


def _around(before: Sequence[str], after: Sequence[str]) -> list[str]:
    return [f"left~{c}" for c in before] + [f"right~{c}" for c in after]


def _first_thing(concepts: Sequence[str]) -> list[str]:
    """The thing that the clause names first: what is done is mostly done to it."""
    return next(([f"first={concept}"] for concept in concepts if concept.startswith(_THINGS)), [])


def _doing(index: Index, clause: Clause, concepts: Sequence[str]) -> list[str]:
    """Each of the first two kinds of action with each word beside it: who "revises campaigns" conceives, in whatever verb."""
    acts = [concept for concept in concepts if concept.startswith("act.")][:2]
    if not acts:
        return []
    words = index.scene.words[clause.first : clause.last]
    lemmas = dict.fromkeys(
        lemma
        for lemma, word in zip(index.lemmas[clause.first : clause.last], words, strict=True)
        if lemma is not None and not is_function_word(word.text)
    )
    language = index.scene.language
    return [f"{language}:{act}|{lemma}" for act in acts for lemma in lemmas]


def _attached(index: Index, clause: Clause) -> list[str]:
    """Each action and each thing with the two words on either side of it: a plan "for the launch" is not one "for the brand"."""
    found: list[str] = []
    language, ordinary = index.scene.language, index.scene.ordinary
    for first, last, concepts in index.touched(clause.first, clause.last):
        if not ordinary[first]:
            continue
        before = _lemmas_up_to_a_name(index, range(first - 1, max(first - 1 - _TOUCH, clause.first - 1), -1))
        after = _lemmas_up_to_a_name(index, range(last, min(last + _TOUCH, clause.last)))
        for concept in concepts:
            found += [f"{language}:{lemma}>{concept}" for lemma in before]
            found += [f"{language}:{concept}>{lemma}" for lemma in after]
    return found


def _lemmas_up_to_a_name(index: Index, walk: Iterable[int]) -> list[str]:
    """The lemmas of a walk up to the first name, so that nothing depends on how long a name is."""
    found: list[str] = []
    for i in walk:
        if not index.scene.ordinary[i]:
            break
        if (lemma := index.letters[i]) is not None:
            found.append(lemma)
    return found


def _for_the_position(index: Index, clause: Clause, told: Sequence[str]) -> list[str]:
    """What the lexicon says of the clause, by the trade of its position: a publicist and a shopkeeper "promote" two things."""
    return [f"{trade}&{trait}" for trade in index.trades(clause.row) for trait in told]


def _clause_traits(index: Index, clause: Clause) -> list[str]:
    scene = index.scene
    row = scene.outline.rows[clause.row]
    concepts = index.concepts(clause.first, clause.last)
    found = _word_traits(index, clause.first, clause.last)
    said = _said_of(tuple(concepts), index.section(clause.row))
    found += said.traits
    found += _for_the_position(index, clause, said.told)
    found += _doing(index, clause, concepts)
    found += _attached(index, clause)
    found += index.row(clause.row)
    found += _beside(index, clause.first, clause.last, clause.row)
    if row.section in STUDIES:  # "Courses: …" stands before the first item only
        found += _concepts_beside(index, clause.first, clause.last, clause.row)
    if scene.ordinary[clause.first]:
        found.append(f"w0={scene.language}:{scene.lemmas[clause.first]}")
    words = index.length(clause.first, clause.last)
    found.append(
        "len=" + ("1" if words == 1 else "2" if words == 2 else "3-5" if words < 6 else "6-12" if words < 13 else "13+")
    )
    if scene.words[clause.first].start <= row.start + 2:
        found.append("row-start")
    if scene.words[clause.last - 1].end >= row.end - 2:
        found.append("row-end")
    return found


def _name_traits(index: Index, name: Name) -> list[str]:
    concepts = index.concepts(name.first, name.last)
    kind = name.kind
    found = [f"n:{t}" for t in _word_traits(index, name.first, name.last)]
    found += [f"n:{kind}&{label}" for label in name.labels]
    found.append(f"n:{kind}&" + "+".join(name.labels))
    found += [f"n:c={c}" for c in concepts]
    titles = [c for c in concepts if c.startswith("title.") and c != "title.level"]
    found += [f"n:{a}&{b}" for i, a in enumerate(titles) for b in titles[i + 1 :]]
    found += _name_place(index, name)
    shape = _shape(index.scene.words[name.first])
    found += [f"n:shape={shape}", f"n:{kind}&shape={shape}"]
    found.append(f"n:{kind}&len={min(name.last - name.first, 6)}")
    return found


def _name_place(index: Index, name: Name) -> list[str]:
    """Where a name stands, and what stands beside it, unless that is an employer or a school."""
    kind = name.kind
    place = index.row(name.row)
    if kind == "degree" or (kind == "title" and "title-row" in place):
        return [f"n:{kind}&{t}" for t in place if "row=" not in t]
    found = [f"n:{kind}&{t}" for t in place]
    found += [f"n:{t}" for t in _beside(index, name.first, name.last, name.row)]
    found += [f"n:{t}" for t in _concepts_beside(index, name.first, name.last, name.row)]
    share = (name.last - name.first) / max(1, index.row_words(name.row))
    found.append(
        f"n:{kind}&share=" + ("all" if share > 0.9 else "most" if share > 0.5 else "some" if share > 0.2 else "few")
    )
    return found


def clause_traits(index: Index) -> list[list[str]]:
    """The traits of every clause of a CV."""
    return [_clause_traits(index, clause) for clause in index.scene.clauses]


def name_traits(index: Index) -> list[list[str]]:
    """The traits of every name of a CV."""
    return [_name_traits(index, name) for name in index.scene.names]


def piece_traits(index: Index, piece: Piece) -> list[str]:
    """The traits of a piece: those that it would have as a clause, and the concepts of the rest of its clause."""
    part, whole = piece.part, index.scene.clauses[piece.clause]
    before, after = index.concepts(whole.first, part.first), index.concepts(part.last, whole.last)
    return ["piece", *_clause_traits(index, part), *_around(before, after)]


#: Sections of work, beyond which nothing said in one clause tells of another: what a person is, or where one studied, stays apart.
_WORK = frozenset({"experience", "volunteering", "accomplishments"})


def places(scene: Scene) -> Ints:
    """For each clause that tells of work done the number of its position, of those that hold a clause; -1 for the others.

    Where a position is named, an employer is: what its name says must tell nothing of the work.
    """
    numbers: dict[int, int] = {}
    of_row: dict[int, int] = {}
    for row in dict.fromkeys(clause.row for clause in scene.clauses):
        start = scene.outline.rows[row].start
        position = scene.outline.position_at(start)
        at_work = position is not None and position.section in _WORK and not _names_position(position, start)
        of_row[row] = numbers.setdefault(id(position), len(numbers)) if at_work else -1
    acts = {hit.first for hit in scene.hits if hit.concept.startswith("act.")}
    return np.array(
        [of_row[clause.row] if _tells_work(scene, clause, acts) else -1 for clause in scene.clauses], dtype=np.int64
    )


def _names_position(position: Position, start: int) -> bool:
    """Whether a row that starts there is the first of a position, or holds its title."""
    return start == position.start or (position.title is not None and position.title[0] <= start < position.title[1])


def _tells_work(scene: Scene, clause: Clause, acts: Set[int]) -> bool:
    """Whether a clause is an item of a list, or says in words that are no name what somebody does."""
    if scene.outline.rows[clause.row].bullet:
        return True
    inside = range(clause.first, clause.last)
    if acts.isdisjoint(inside):
        return False
    small = {i for i in inside if scene.words[i].text[0].islower() and not is_function_word(scene.words[i].text)}
    return not acts.isdisjoint(small) or (clause.first in acts and bool(small))
