"""The traits of all candidates as sparse tables: counted once, drawn from as often as the tagger is learned.

A table holds a row for each candidate and a column for each trait; the candidates of one CV stand together, pieces of clauses
after its clauses.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from cvsignal.tagging.parts import Floats, Ints, Part, trait_weights
from cvsignal.tagging.pieces import looked_again
from cvsignal.training.examples import NO_PIECES, Bools, Candidates, Pieces


@dataclass(frozen=True)
class Table:
    """Candidates of one part (clauses, or names) of many CVs."""

    traits: list[str]  # of the columns
    present: sp.csr_matrix  # (candidates, traits): 1 where a candidate has a trait
    targets: Bools  # (candidates, labels)
    starts: Ints  # the first row of each CV, and the number of rows
    places: Ints  # the work position that each candidate stands in, numbered through all CVs; -1 outside of any, and for pieces
    piece_of: Ints  # the number, in its CV, of the candidate that each is a piece of; -1 for a whole one

    @classmethod
    def joined(cls, tables: Sequence[Table]) -> Table:
        """The CVs of all, one table after another; columns in the order of the traits' names."""
        traits = sorted({trait for table in tables for trait in table.traits})
        column = {trait: number for number, trait in enumerate(traits)}
        parts: list[sp.csr_matrix] = []
        starts, places, pieces = [np.zeros(1, dtype=np.int64)], [], []
        for table in tables:
            moved = np.array([column[trait] for trait in table.traits], dtype=np.int32)
            matrix = table.present
            indices = moved[matrix.indices] if len(moved) else matrix.indices
            parts.append(sp.csr_matrix((matrix.data, indices, matrix.indptr), shape=(matrix.shape[0], len(traits))))
            places.append(_numbered_on(table.places, int(starts[-1][-1])))
            pieces.append(table.piece_of)
            starts.append(starts[-1][-1] + table.starts[1:])
        present = sp.vstack(parts, format="csr")
        present.sort_indices()
        targets = np.vstack([table.targets for table in tables])
        return cls(traits, present, targets, *map(np.concatenate, (starts, places, pieces)))

    def without(self, dropped: Sequence[bool]) -> Table:
        """The same without the columns for which ``dropped`` is true."""
        kept = np.flatnonzero(~np.array(dropped, dtype=bool))
        return replace(self, traits=[self.traits[i] for i in kept], present=self.present[:, kept])

    def drawn(self, cvs: Sequence[int], columns: Ints) -> Table:
        """These CVs with these columns, both in the order given."""
        rows, traits = self.rows(cvs), [self.traits[i] for i in columns]
        starts = np.concatenate([[0], self._ends(cvs)])
        present = self.present[rows][:, columns]
        return Table(traits, present, self.targets[rows], starts, self.places[rows], self.piece_of[rows])

    def _ends(self, cvs: Sequence[int]) -> Ints:
        """Where each of these CVs ends in :meth:`rows` of them."""
        return np.cumsum([self.starts[i + 1] - self.starts[i] for i in cvs])

    def rows(self, cvs: Sequence[int]) -> Ints:
        """The rows of these CVs, in their order."""
        return np.concatenate([np.arange(self.starts[i], self.starts[i + 1]) for i in cvs])

    @cached_property
    def kinds(self) -> Ints:
        """A number for each row; rows of the same traits and labels have the same."""
        seen: dict[bytes, int] = {}
        indices, ends = self.present.indices, self.present.indptr
        digests = (
            blake2b(indices[ends[row] : ends[row + 1]].tobytes() + labels.tobytes(), digest_size=16).digest()
            for row, labels in enumerate(self.targets)
        )
        return np.array([seen.setdefault(digest, len(seen)) for digest in digests], dtype=np.int64)

    def distinct(self, cvs: Sequence[int]) -> tuple[Ints, Floats]:
        """The rows of these CVs that differ, and how often each stands there: much of a flattened copy is as in the original."""
        rows = self.rows(cvs)
        _, first, times = np.unique(self.kinds[rows], return_index=True, return_counts=True)
        return rows[first], times.astype(np.float32)

    @cached_property
    def _column(self) -> dict[str, int]:
        return {trait: number for number, trait in enumerate(self.traits)}

    def logits(self, part: Part, cvs: Sequence[int]) -> list[Floats]:
        """What a part says of the whole candidates of each of these CVs, after a second look at those that have pieces."""
        rows, ends = self.rows(cvs), self._ends(cvs)[:-1]
        known = self.present[rows][:, [self._column[trait] for trait in part.vocabulary]]
        said, piece_of = np.split(part.logits_of(known, self.places[rows]), ends), np.split(self.piece_of[rows], ends)
        return [
            looked_again(logits[of < 0], logits[of >= 0], of[of >= 0])
            for logits, of in zip(said, piece_of, strict=True)
        ]


def weighed(present: sp.csr_matrix) -> sp.csr_matrix:
    """The same with each candidate's traits at what they weigh, which is less the more they are."""
    sizes = np.maximum(np.asarray(present.sum(axis=1)).ravel(), 1)
    return sp.csr_matrix(sp.diags(trait_weights(sizes)) @ present)


def _numbered_on(places: Ints, before: int) -> Ints:
    """The same with numbers that none of so many candidates before has: no CV has more positions than candidates in them."""
    return np.where(places >= 0, places + before, -1)


def _none(bags: Sequence[Sequence[str]]) -> Ints:
    """-1 for each: in no position, or a piece of nothing."""
    return np.full(len(bags), -1, dtype=np.int64)


class _Growing:
    """A table in the making; of the bags of traits nothing is kept but numbers."""

    def __init__(self) -> None:
        self._column: dict[str, int] = {}
        self._columns, self._ends, self._starts = array("i"), array("q", [0]), [0]
        self._targets: list[Bools] = []
        self._places: list[Ints] = []
        self._piece_of: list[Ints] = []

    def add(self, bags: Sequence[Sequence[str]], labels: Bools, places: Ints, pieces: Pieces = NO_PIECES) -> None:
        column = self._column
        for bag in chain(bags, pieces.bags):
            self._columns.extend(sorted({column.setdefault(trait, len(column)) for trait in bag}))
            self._ends.append(len(self._columns))
        self._places += [_numbered_on(places, self._starts[-1]), _none(pieces.bags)]
        self._piece_of += [_none(bags), pieces.clauses]
        self._starts.append(len(self._ends) - 1)
        self._targets += [labels, pieces.targets]

    def table(self) -> Table:
        ones = np.ones(len(self._columns), dtype=np.float32)
        rows = (ones, np.frombuffer(self._columns, np.int32), np.frombuffer(self._ends, np.int64))
        present = sp.csr_matrix(rows, shape=(len(self._ends) - 1, len(self._column)))
        targets, starts = np.vstack(self._targets), np.array(self._starts)
        return Table(
            list(self._column), present, targets, starts, np.concatenate(self._places), np.concatenate(self._piece_of)
        )


class Tables(NamedTuple):
    """The clauses and the names of many CVs."""

    clauses: Table
    names: Table

    @classmethod
    def of(cls, candidates: Iterable[Candidates]) -> Tables:
        clauses, names = _Growing(), _Growing()
        for one in candidates:
            clauses.add(one.clause_bags, one.clause_targets, one.places, one.pieces)
            names.add(one.name_bags, one.name_targets, _none(one.name_bags))
        return cls(clauses.table(), names.table())

    @classmethod
    def joined(cls, parts: Sequence[Tables]) -> Tables:
        """The CVs of all parts, one after another."""
        return cls(Table.joined([part.clauses for part in parts]), Table.joined([part.names for part in parts]))
