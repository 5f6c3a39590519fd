"""The two kinds of model that say how likely a candidate carries each label: a sum over its traits, and a small network.

Only numbers and names: both are learned in ``cvsignal.training``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
_SCALE = 4.0


def trait_weights(numbers: npt.NDArray[Any]) -> Floats:
    """What each trait of a candidate weighs that has so many, at least 1: long clauses do not shout down short ones."""
    return np.asarray(_SCALE / np.sqrt(numbers), dtype=np.float32)


def around(units: Floats, places: Ints) -> Floats:
    """For each candidate the mean of the units over all candidates of its place; noughts where it stands in none (-1).

    A place is a run of neighbours of the same number. The mean over each is a symmetric operation, so that the same function
    leads gradients back (:mod:`cvsignal.training.network`).
    """
    found = np.zeros_like(units)
    inside = np.flatnonzero(places >= 0)
    if len(inside):
        first = np.flatnonzero(np.diff(places[inside], prepend=-1))
        sizes = np.diff(first, append=len(inside))
        means = np.add.reduceat(units[inside], first, axis=0) / sizes[:, None].astype(np.float32)
        found[inside] = np.repeat(means, sizes, axis=0)
    return found


class Network(NamedTuple):
    """Two layers of hidden units between traits and logits: what traits mean together, and beside the rest of the job.

    The first layer sees the traits of one candidate; the second the units of the first, and their mean over all candidates of
    the same work position (noughts where it stands in none, as pieces of clauses do). It knows the first traits of its part's
    vocabulary, as many as ``inward`` has rows.
    """

    inward: Floats  # (traits, units)
    inward_bias: Floats  # (units,)
    middle: Floats  # (2 * units, units): from the candidate's own units, then from those around
    middle_bias: Floats  # (units,)
    outward: Floats  # (units, labels)
    outward_bias: Floats  # (labels,)

    def logits(self, sums: Floats, places: Ints) -> Floats:
        """One row of logits for each candidate, from the weighed sum of its traits' rows and the number of its position."""
        units = np.maximum(sums + self.inward_bias, 0.0)
        units = np.maximum(_product(np.hstack([units, around(units, places)]), self.middle) + self.middle_bias, 0.0)
        return _product(units, self.outward) + self.outward_bias


def _product(rows: Floats, weights: Floats) -> Floats:
    """The matrix product, added up term by term: BLAS would round otherwise beside more rows, and what is said of a clause must
    not depend on these. Units that are nought take no time."""
    return np.asarray(sp.csr_array(rows) @ weights)


@dataclass(frozen=True)
class Part:
    """Linear logits = sum of the weights of a candidate's known traits, times their :func:`trait_weights`, + bias.

    Where there is a network, logits are the mean of the linear ones and the network's.
    """

    vocabulary: dict[str, int]
    weights: Floats  # (traits, labels)
    bias: Floats  # (labels,)
    network: Network | None = None

    def logits(self, bags: Sequence[Sequence[str]], places: Ints | None = None) -> Floats:
        """One row of logits for each bag of traits; ``places`` are the numbers of their positions, -1 or none outside of any."""
        known = [self._known(bag) for bag in bags]
        flat = np.fromiter(chain.from_iterable(known), dtype=np.int64)
        ends = np.fromiter(accumulate(map(len, known), initial=0), dtype=np.int64)
        ones = np.ones(len(flat), dtype=np.float32)
        present = sp.csr_array((ones, flat, ends), shape=(len(bags), len(self.weights)))
        return self.logits_of(present, np.full(len(bags), -1) if places is None else places)

    def logits_of(self, present: sp.csr_array | sp.csr_matrix, places: Ints) -> Floats:
        """The same for candidates as rows of a table: 1 in the column of each known trait that they have."""
        linear = _weighed_sums(self.weights, present) + self.bias
        if self.network is None:
            return linear
        frequent = present[:, : len(self.network.inward)]
        network = self.network.logits(_weighed_sums(self.network.inward, frequent), places)
        return np.asarray((linear + network) / np.float32(2.0))

    def _known(self, bag: Sequence[str]) -> list[int]:
        """The indices of a bag's known traits, each once, in the bag's order, so that sums are the same each time."""
        found = dict.fromkeys(map(self.vocabulary.get, bag, repeat(-1)))
        found.pop(-1, None)
        return list(found)


def _weighed_sums(weights: Floats, present: sp.csr_array | sp.csr_matrix) -> Floats:
    """For each candidate the sum of its traits' rows of weights, less for each the more they are; noughts for one without.

    A sparse product of ones adds up the rows in the order of the traits, and needs no copy of them.
    """
    sizes = np.diff(present.indptr)
    return np.asarray((present @ weights) * trait_weights(np.maximum(sizes, 1))[:, None])
