"""Learns the network that stands beside the linear model of a part.

A linear model adds up what each trait says. The network also learns what traits mean together, and beside what else was done in
the same position; each errs where the other often does not, so that the mean of both is better than either
(``benchmarks/tagging.py`` shows it). Two layers of rectified units, the logistic loss of each label, and thinc's Adam, its
rate rising, then falling in a line; traits and units are left out by lot, so that no clause is known by a few of them
(dropout: Srivastava et al., 2014).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from thinc.api import Adam
from thinc.schedules import warmup_linear

from cvsignal.logistic import chances
from cvsignal.tagging.parts import Floats, Ints, Network, around
from cvsignal.training.examples import Bools
from cvsignal.training.tables import Table, weighed

LEAST_OF_A_TRAIT = 30  # candidates that must hold a trait; by hand, as all figures here
_UNITS = 64
_PASSES = 7
_TRAITS_OUT, _UNITS_OUT = 0.4, 0.2  # shares left out
_BATCH = 64  # CVs
_RATE, _WARM_UP, _DECAY = 3e-3, 200, 0.02
_RARE = -4.0  # logit of every label at first


def learn_network(table: Table, seed: int) -> Network:
    """A network from all traits and candidates of a table; the same table gives the same."""
    random = np.random.default_rng(seed)
    whole = weighed(table.present)
    network = _first(whole.shape[1], table.targets.shape[1], random)
    cvs = len(table.starts) - 1
    steps = _PASSES * -(-cvs // _BATCH)
    adam = Adam(
        warmup_linear(_RATE, min(_WARM_UP, steps // 4), steps),  # type: ignore[arg-type]
        beta2=0.99,
        L2=_DECAY,
        grad_clip=0.0,
        use_averages=False,
    )
    for batch in _batches(cvs, random):
        rows = table.rows(batch)
        matrix = _thinned(whole[rows], random)
        kept = (_kept(len(rows), random), _kept(len(rows), random))
        slopes = gradients(network, matrix, table.targets[rows], table.places[rows], kept)
        pairs = zip(Network._fields, network, slopes, strict=True)
        network = Network(*(adam((0, name), layer, slope)[0] for name, layer, slope in pairs))
        adam.step_schedules()
    return network._replace(inward=network.inward.astype(np.float16).astype(np.float32))  # as its file holds it


def _first(traits: int, labels: int, random: np.random.Generator) -> Network:
    """A network that has learned nothing: weights by lot, every label rare."""
    shapes = ((traits, _UNITS), (2 * _UNITS, _UNITS), (_UNITS, labels))
    spreads = (0.05, _UNITS**-0.5, _UNITS**-0.5)
    inward, middle, outward = (
        (spread * random.standard_normal(shape)).astype(np.float32)
        for shape, spread in zip(shapes, spreads, strict=True)
    )
    nothing = np.zeros(_UNITS, dtype=np.float32)
    return Network(inward, nothing.copy(), middle, nothing.copy(), outward, np.full(labels, _RARE, dtype=np.float32))


def _batches(cvs: int, random: np.random.Generator) -> Iterator[list[int]]:
    """Some CVs at a time, all in each pass: what was done in one job is learned together."""
    for _ in range(_PASSES):
        order = random.permutation(cvs).tolist()
        for first in range(0, cvs, _BATCH):
            yield order[first : first + _BATCH]


def gradients(
    network: Network, matrix: sp.csr_matrix, targets: Bools, places: Ints, kept: tuple[Floats, Floats]
) -> Network:
    """How the mean logistic loss of some candidates changes with each weight; ``kept`` scales the units of both layers."""
    first = np.maximum(matrix @ network.inward + network.inward_bias, 0.0) * kept[0]
    seen = np.hstack([first, around(first, places)])
    second = np.maximum(seen @ network.middle + network.middle_bias, 0.0) * kept[1]
    logits = second @ network.outward + network.outward_bias
    error = ((chances(logits) - targets) / len(targets)).astype(np.float32)
    of_second = (error @ network.outward.T) * kept[1] * (second > 0)
    of_seen = of_second @ network.middle.T
    own, others = np.hsplit(of_seen, 2)
    of_first = (own + around(others, places)) * kept[0] * (first > 0)
    return Network(
        matrix.T @ of_first,
        of_first.sum(axis=0),
        seen.T @ of_second,
        of_second.sum(axis=0),
        second.T @ error,
        error.sum(axis=0),
    )


def _kept(rows: int, random: np.random.Generator) -> Floats:
    """Noughts for the units that are left out, for the others what makes up for these."""
    kept = random.random((rows, _UNITS), dtype=np.float32) >= _UNITS_OUT
    return kept.astype(np.float32) / np.float32(1 - _UNITS_OUT)


def _thinned(matrix: sp.csr_matrix, random: np.random.Generator) -> sp.csr_matrix:
    """The matrix without some of its entries, the others as much larger."""
    kept = (random.random(matrix.nnz, dtype=np.float32) >= _TRAITS_OUT) / np.float32(1 - _TRAITS_OUT)
    thinned = sp.csr_matrix((matrix.data * kept, matrix.indices, matrix.indptr), shape=matrix.shape, copy=True)
    thinned.eliminate_zeros()
    return thinned
