"""What is said of a candidate follows from its traits alone, by the linear model and by the network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.schema import LABELS
from cvsignal.tagging.parts import Floats, Ints, Network, Part, around

SIZE = len(LABELS)
_TRAITS = ("a", "b", "c", "d")
_KNOWN = 3  # traits that the network knows
_BAG = st.lists(st.sampled_from([*_TRAITS, "unknown"]), max_size=6)
#: The bags of some positions; those of the first stand in none.
_POSITIONS = st.lists(st.lists(_BAG, max_size=4), min_size=1, max_size=4)


def drawn(*shape: int) -> Floats:
    return np.random.default_rng(shape).integers(-8, 9, shape).astype(np.float32) / 4  # what half precision can hold


def network(traits: int, units: int = 3) -> Network:
    return Network(
        drawn(traits, units), drawn(units), drawn(2 * units, units), drawn(units), drawn(units, SIZE), drawn(SIZE)
    )


_SUMS = Part({trait: n for n, trait in enumerate(_TRAITS)}, drawn(len(_TRAITS), SIZE), drawn(SIZE))
_NETWORK = network(_KNOWN)
_BOTH = replace(_SUMS, network=_NETWORK)


def part(*traits: str, weight: float = 1.0) -> Part:
    rows = np.full((len(traits), SIZE), weight, dtype=np.float32)
    return Part({trait: n for n, trait in enumerate(traits)}, rows, np.zeros(SIZE, dtype=np.float32))


def test_logits_grow_with_the_share_of_known_traits() -> None:
    clauses = part("a", "b", "c", "d", weight=0.5)
    rows = clauses.logits([["a"], ["a", "b", "c", "d"], ["unknown"], [], ["a", "a", "unknown"]])
    # 4 / sqrt(n) times n weights of a half; unknown traits and repetitions count for nothing
    assert [float(row[0]) for row in rows] == [2.0, 4.0, 0.0, 0.0, 2.0]


def test_no_bags_give_no_logits() -> None:
    assert part("a").logits([]).shape == (0, SIZE)


def flat(positions: list[list[list[str]]]) -> tuple[list[list[str]], Ints]:
    """All bags, and the number of the position of each."""
    places = [number - 1 for number, bags in enumerate(positions) for _ in bags]
    return [bag for bags in positions for bag in bags], np.array(places, dtype=np.int64)


def units_by_hand(bag: list[str]) -> Floats:
    known = [i for i in dict.fromkeys(_BOTH.vocabulary.get(trait, 99) for trait in bag) if i < _KNOWN]
    return np.maximum(_NETWORK.inward[known].sum(axis=0) * 4 / np.sqrt(max(1, len(known))) + _NETWORK.inward_bias, 0)


def by_hand(bag: list[str], position: list[list[str]]) -> Floats:
    """What the docstring of the network says."""
    others = np.mean([units_by_hand(one) for one in position], axis=0) if position else np.zeros(3)
    second = np.maximum(np.hstack([units_by_hand(bag), others]) @ _NETWORK.middle + _NETWORK.middle_bias, 0)
    return np.asarray(second @ _NETWORK.outward + _NETWORK.outward_bias)


@given(_POSITIONS)
def test_with_a_network_logits_are_the_mean_of_both(positions: list[list[list[str]]]) -> None:
    bags, places = flat(positions)
    alone = [by_hand(bag, []) for bag in positions[0]]
    together = [by_hand(bag, bags) for bags in positions[1:] for bag in bags]
    wanted = (np.array([*alone, *together]).reshape(-1, SIZE) + _SUMS.logits(bags)) / 2
    np.testing.assert_allclose(_BOTH.logits(bags, places), wanted, rtol=1e-4, atol=1e-4)


@given(_POSITIONS)
def test_a_position_says_the_same_by_a_bit_whatever_stands_beside_it(positions: list[list[list[str]]]) -> None:
    bags, places = flat(positions)
    together = _BOTH.logits(bags, places)
    for number in range(-1, len(positions) - 1):
        inside = np.flatnonzero(places == number)
        alone = _BOTH.logits([bags[i] for i in inside], places[inside])
        np.testing.assert_array_equal(alone, together[inside])


@given(st.lists(_BAG, max_size=6))
def test_outside_of_positions_a_candidate_is_alone(bags: list[list[str]]) -> None:
    for bag, logits in zip(bags, _BOTH.logits(bags), strict=True):
        np.testing.assert_array_equal(_BOTH.logits([bag])[0], logits)


def test_the_network_hears_only_the_traits_that_it_knows() -> None:
    silent = replace(_BOTH, weights=np.zeros_like(_SUMS.weights))
    np.testing.assert_array_equal(silent.logits([["d"]]), silent.logits([[]]))
    assert not np.array_equal(silent.logits([["c"]]), silent.logits([[]]))


@given(_POSITIONS)
def test_the_mean_around_is_a_symmetric_operation(positions: list[list[list[str]]]) -> None:
    _, places = flat(positions)
    matrix = around(np.eye(len(places), dtype=np.float32), places)
    np.testing.assert_array_equal(matrix, matrix.T)
    np.testing.assert_allclose(matrix.sum(axis=1), places >= 0, rtol=1e-6)
