"""The network learns what no sum of traits says, and what the rest of a position says; the same each time."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from cvsignal.tagging.parts import Floats, Network
from cvsignal.training import network
from cvsignal.training.network import gradients, learn_network
from cvsignal.training.tables import Table, weighed

_IN_A_POSITION = 4


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few candidates need more passes, and so few traits must all be seen."""
    for name, value in {"_PASSES": 150, "_TRAITS_OUT": 0.0, "_UNITS_OUT": 0.0}.items():
        monkeypatch.setattr(network, name, value)


def candidates(cvs: int = 150) -> Table:
    """CVs of one position each. The first label is of candidates that hold just one of the first two traits, the second of all
    whose position has some candidate with the third; the last of none."""
    present = np.random.default_rng(7).random((cvs, _IN_A_POSITION, 4)) < (0.5, 0.5, 0.2, 0.5)
    either = present[:, :, 0] ^ present[:, :, 1]
    among = np.broadcast_to(present[:, :, 2].any(axis=1)[:, None], either.shape)
    targets = np.stack([either, among, np.zeros_like(either)], axis=2).reshape(-1, 3)
    rows = np.arange(len(targets))
    table = sp.csr_matrix(present.reshape(-1, 4).astype(np.float32))
    starts = np.arange(0, len(rows) + 1, _IN_A_POSITION)
    whole = np.full(len(rows), -1)
    return Table(["one", "other", "among", "any"], table, targets, starts, rows // _IN_A_POSITION, whole)


def said(learned: Network, taught: Table) -> Floats:
    return learned.logits((weighed(taught.present) @ learned.inward).astype(np.float32), taught.places)


@pytest.mark.usefixtures("patient")
def test_it_learns_what_traits_mean_together_and_what_stands_around() -> None:
    taught = candidates()
    logits = said(learn_network(taught, seed=1), taught)
    right = ((logits > 0) == taught.targets).mean(axis=0)
    assert right[0] > 0.9
    assert right[1] > 0.9
    assert right[2] == 1


def test_the_same_candidates_give_the_same_network() -> None:
    one, other, third = (learn_network(candidates(30), seed=seed) for seed in (1, 1, 2))
    for first, second in zip(one, other, strict=True):
        np.testing.assert_array_equal(first, second)
    assert not np.array_equal(one.inward, third.inward)


def test_it_is_what_its_file_can_hold() -> None:
    learned = learn_network(candidates(30), seed=1)
    np.testing.assert_array_equal(learned.inward, learned.inward.astype(np.float16))
    assert {layer.dtype for layer in learned} == {np.dtype(np.float32)}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000))
def test_gradients_are_the_slopes_of_the_loss(seed: int) -> None:
    """Each slope beside what the loss does when its weight is moved a little, in double precision."""
    random = np.random.default_rng(seed)
    taught = candidates(3)
    rows = len(taught.targets)
    layers = Network(*(random.normal(size=layer.shape) for layer in network._first(4, 3, random)))
    kept = (network._kept(rows, random), network._kept(rows, random))
    slopes = gradients(layers, weighed(taught.present), taught.targets, taught.places, kept)
    for field, layer, slope in zip(Network._fields, layers, slopes, strict=True):
        place = tuple(random.integers(0, size) for size in layer.shape)
        moved = [layer.copy(), layer.copy()]
        moved[0][place] += 1e-7
        moved[1][place] -= 1e-7
        high, low = (loss(layers._replace(**{field: one}), taught, kept) for one in moved)
        assert slope[place] == pytest.approx((high - low) / 2e-7, rel=1e-2, abs=1e-6)


def loss(layers: Network, taught: Table, kept: tuple[Floats, Floats]) -> float:
    """The mean over candidates of the logistic loss, written out anew."""
    first = np.maximum(weighed(taught.present) @ layers.inward + layers.inward_bias, 0) * kept[0]
    means = [first[taught.places == place].mean(axis=0) for place in taught.places]
    second = np.maximum(np.hstack([first, means]) @ layers.middle + layers.middle_bias, 0) * kept[1]
    logits = second @ layers.outward + layers.outward_bias
    return float(np.logaddexp(0, np.where(taught.targets, -logits, logits)).sum() / len(taught.targets))


def test_each_time_other_traits_are_left_out() -> None:
    matrix, random = weighed(candidates().present), np.random.default_rng(1)
    first, second = (network._thinned(matrix, random) for _ in range(2))
    assert np.count_nonzero(first.data) == pytest.approx(0.6 * matrix.nnz, rel=0.05)
    assert first.sum() == pytest.approx(matrix.sum(), rel=0.05)
    assert (first != second).nnz
