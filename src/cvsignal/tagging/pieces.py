"""The second look at a clause, piece by piece.

In a long clause one thing is easily drowned by the others: "window displays, author events, the shop blog". A clause that may
carry a label is therefore looked at again in its pieces, those between commas, colons and brackets; what is said of it is the
mean of what is said of the whole and of its likeliest piece (``benchmarks/tagging.py`` shows what that is worth).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from cvsignal.tagging.clauses import Clause, trim
from cvsignal.tagging.parts import Floats, Ints
from cvsignal.tagging.phrases import Word
from cvsignal.tagging.scene import Scene

_BETWEEN = frozenset(",:(")
#: Logit that some label must reach in the whole clause for a second look at all labels, by hand.
_LEAST = -2.5


class Piece(NamedTuple):
    """``part`` of the clause of that number."""

    part: Clause
    clause: int


def pieces_of(scene: Scene, clauses: Iterable[int]) -> list[Piece]:
    """The pieces of the clauses of these numbers."""
    return [Piece(part, number) for number in clauses for part in _cut(scene.words, scene.clauses[number])]


def _cut(words: Sequence[Word], clause: Clause) -> list[Clause]:
    """The pieces of a clause; none where it has but one. What stands in brackets is one piece."""
    found: list[Clause] = []
    begin, depth = clause.first, 0
    for i in range(clause.first, clause.last + 1):
        mark = words[i].text if i < clause.last else ""
        closes = mark == ")" and depth == 1
        if i == clause.last or closes or (depth == 0 and mark in _BETWEEN):
            first, last = trim(words, begin, i)
            if first < last:
                found.append(clause._replace(first=first, last=last))
            begin = i + 1
        depth += (mark == "(") - (mark == ")" and depth > 0)
    return found if len(found) > 1 else []


def promising(logits: Floats) -> Ints:
    """The numbers of the clauses that get a second look, from a row of logits for each clause."""
    return np.flatnonzero((logits > _LEAST).any(axis=1))


def looked_again(wholes: Floats, of_pieces: Floats, clauses: Ints) -> Floats:
    """The logits of clauses after the second look; ``clauses`` are the numbers of those that the pieces are of, in order."""
    again = np.isin(clauses, promising(wholes))
    of_pieces, clauses = of_pieces[again], clauses[again]
    if not len(clauses):
        return wholes
    first = np.flatnonzero(np.diff(clauses, prepend=-1))
    found = wholes.copy()
    numbers = clauses[first]
    found[numbers] = (wholes[numbers] + np.maximum.reduceat(of_pieces, first, axis=0)) / np.float32(2.0)
    return found
