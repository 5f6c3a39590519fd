"""The tables hold every candidate of every CV, and draw from them what is asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.schema import LABELS
from cvsignal.tagging.parts import Part
from cvsignal.training.examples import Candidates, Pieces
from cvsignal.training.tables import Table, Tables
from tests.tagging.test_parts import network

_BAG = st.lists(st.sampled_from(["campaign", "ran", "planned", "budget", "tools"]), max_size=5)
_CVS = st.lists(st.lists(st.tuples(_BAG, st.booleans()), max_size=6), min_size=1, max_size=6)


def table_of(cvs: list[list[tuple[list[str], bool]]]) -> Table:
    def targets(cv: list[tuple[list[str], bool]]) -> np.ndarray:
        return np.array([[labelled] * len(LABELS) for _, labelled in cv], dtype=bool).reshape(-1, len(LABELS))

    return Tables.of(Candidates([b for b, _ in cv], [], targets(cv), targets([]), places_of(cv)) for cv in cvs).clauses


def places_of(cv: list[tuple[list[str], bool]]) -> np.ndarray:
    """Positions of two candidates each, after one that stands in none."""
    return np.array([(i + 1) // 2 - 1 for i in range(len(cv))], dtype=np.int64)


def bags(table: Table) -> list[tuple[frozenset[str], bool]]:
    rows = [frozenset(table.traits[i] for i in row.indices) for row in table.present]
    return list(zip(rows, table.targets[:, 0].tolist(), strict=True))


def said(cv: list[tuple[list[str], bool]]) -> list[tuple[frozenset[str], bool]]:
    return [(frozenset(bag), labelled) for bag, labelled in cv]


@given(st.lists(_CVS, min_size=1, max_size=4))
def test_several_tables_are_as_one_of_all_their_cvs(parts: list[list[list[tuple[list[str], bool]]]]) -> None:
    cvs = [cv for part in parts for cv in part]
    joined = Table.joined([table_of(part) for part in parts])
    assert bags(joined) == [candidate for cv in cvs for candidate in said(cv)]
    assert joined.starts.tolist() == table_of(cvs).starts.tolist()
    assert joined.traits == sorted(joined.traits)


@given(_CVS, st.data())
def test_distinct_rows_stand_for_all(cvs: list[list[tuple[list[str], bool]]], data: st.DataObject) -> None:
    table = table_of(cvs)
    chosen = data.draw(st.lists(st.integers(0, len(cvs) - 1), min_size=1, unique=True))
    rows, times = table.distinct(chosen)
    found = bags(table)
    wanted = [candidate for i in chosen for candidate in said(cvs[i])]
    assert {found[row]: count for row, count in zip(rows, times, strict=True)} == {w: wanted.count(w) for w in wanted}
    assert len(rows) == len(set(wanted))


@given(_CVS, st.booleans())
def test_logits_are_those_of_the_tagger(cvs: list[list[tuple[list[str], bool]]], networked: bool) -> None:
    weights = np.arange(2 * len(LABELS), dtype=np.float32).reshape(2, -1) / 10
    table = table_of([*cvs, [(["campaign", "ran"], False)]])
    part = Part({"ran": 0, "campaign": 1}, weights, np.full(len(LABELS), -1.0, dtype=np.float32))
    part = replace(part, network=network(traits=1) if networked else None)
    asked = range(len(cvs))
    for cv, logits in zip(cvs, table.logits(part, asked), strict=True):
        assert np.allclose(logits, part.logits([bag for bag, _ in cv], places_of(cv)), atol=1e-5)


@given(st.lists(_CVS, min_size=1, max_size=3))
def test_no_position_runs_from_one_cv_to_the_next(parts: list[list[list[tuple[list[str], bool]]]]) -> None:
    joined = Table.joined([table_of(part) for part in parts])
    cvs = [cv for part in parts for cv in part]
    seen: set[int] = set()
    for cv, start in zip(cvs, joined.starts.tolist(), strict=False):
        numbers = joined.places[start : start + len(cv)]
        assert [n >= 0 for n in numbers] == [i >= 0 for i in places_of(cv)]
        assert np.array_equal(np.diff(numbers[numbers >= 0]), np.diff(places_of(cv)[places_of(cv) >= 0]))
        assert not seen & set(numbers[numbers >= 0].tolist())
        seen |= set(numbers[numbers >= 0].tolist())


def test_columns_can_be_left_out() -> None:
    table = table_of([[(["campaign", "ran"], True), (["ran"], False)]])
    assert bags(table.without([trait == "ran" for trait in table.traits])) == [
        ({"campaign"}, True),
        (frozenset(), False),
    ]


@given(_CVS, st.data())
def test_drawn_cvs_stand_in_the_order_asked_for(cvs: list[list[tuple[list[str], bool]]], data: st.DataObject) -> None:
    table = table_of(cvs)
    chosen = data.draw(st.lists(st.integers(0, len(cvs) - 1), min_size=1, unique=True))
    columns = np.flatnonzero([trait != "ran" for trait in table.traits])
    drawn = table.drawn(chosen, columns)
    wanted = [candidate for i in chosen for candidate in said(cvs[i])]
    assert bags(drawn) == [(bag - {"ran"}, labelled) for bag, labelled in wanted]
    assert np.diff(drawn.starts).tolist() == [len(cvs[i]) for i in chosen]
    assert drawn.places.tolist() == table.places[table.rows(chosen)].tolist()


def test_pieces_are_rows_to_learn_from_and_lift_what_is_said_of_their_candidate() -> None:
    bags, labels = [["campaign", "budget"], ["tools"]], np.zeros((2, len(LABELS)), dtype=bool)
    pieces = Pieces([["campaign"], ["budget"]], np.ones((2, len(LABELS)), dtype=bool), np.array([0, 0]))
    one = Candidates(bags, [], labels, labels[:0], np.array([0, -1]), pieces)
    table = Table.joined([Tables.of([one, one]).clauses, Tables.of([one]).clauses])
    assert (table.starts.tolist(), table.piece_of.tolist()) == ([0, 4, 8, 12], [-1, -1, 0, 0] * 3)
    assert table.targets.any(axis=1).tolist() == [False, False, True, True] * 3
    weights = np.array([[2.0], [-2.0]], dtype=np.float32) * np.ones(len(LABELS), dtype=np.float32)
    part = Part({"campaign": 0, "budget": 1}, weights, np.zeros(len(LABELS), dtype=np.float32))
    whole, piece = part.logits([bags[0]])[0, 0], part.logits([["campaign"]])[0, 0]
    for logits in table.logits(part, [0, 2]):
        assert np.allclose(logits[:, 0], [(whole + piece) / 2, 0.0])
