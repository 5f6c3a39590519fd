"""Pieces of clauses, and what a second look at them changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.tagging.pieces import looked_again, pieces_of, promising
from tests.tagging.scene_maker import duty, words_of


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Window displays, author events, the shop blog", ["Window displays", "author events", "the shop blog"]),
        ("Ran the page (posts, replies, 12K fans)", ["Ran the page", "posts, replies, 12K fans"]),
        ("Duties: ran the page", ["Duties", "ran the page"]),
        ("Ran the page", []),
        ("Ran the page (posts", ["Ran the page", "posts"]),
        ("Ran the page), wrote", ["Ran the page", "wrote"]),
    ],
)
def test_a_clause_is_cut_at_commas_colons_and_brackets(line: str, wanted: list[str]) -> None:
    scene = duty(line)
    whole = next(clause for clause in scene.clauses if scene.outline.rows[clause.row].bullet)
    joined = replace(scene, clauses=(whole._replace(last=scene.clauses[-1].last),))
    found = pieces_of(joined, [0])
    assert [words_of(scene, piece.part.first, piece.part.last) for piece in found] == wanted
    assert all(piece.clause == 0 for piece in found)


def rows(*values: float) -> np.ndarray:
    return np.array([[value, -9.0] for value in values], dtype=np.float32)


def test_a_promising_clause_is_drawn_towards_its_likeliest_piece() -> None:
    found = looked_again(rows(-1.0, 2.0, -1.0), rows(-4.0, 3.0, 0.0, 1.0), np.array([0, 0, 1, 1]))
    assert found[:, 0].tolist() == [1.0, 1.5, -1.0]


def test_no_piece_makes_up_for_a_clause_that_says_nothing_of_any_label() -> None:
    wholes = np.array([[-5.0, -9.0], [-1.0, -4.0]], dtype=np.float32)
    assert promising(wholes).tolist() == [1]
    found = looked_again(wholes, np.full((3, 2), 9.0, dtype=np.float32), np.array([0, 0, 1]))
    assert found.tolist() == [[-5.0, -9.0], [4.0, 2.5]]


_LOGIT = st.floats(-9, 9, width=32)


@given(st.lists(_LOGIT, min_size=1, max_size=6), st.data())
def test_a_second_look_is_the_mean_of_whole_and_best_piece(values: list[float], data: st.DataObject) -> None:
    of = sorted(data.draw(st.lists(st.integers(0, len(values) - 1), max_size=9)))
    said = rows(*data.draw(st.lists(_LOGIT, min_size=len(of), max_size=len(of)))).reshape(-1, 2)
    found = looked_again(rows(*values), said, np.array(of, dtype=np.int64))
    for number, value in enumerate(values):
        mine = [row[0] for row, clause in zip(said, of, strict=True) if clause == number]
        wanted = (np.float32(value) + max(mine)) / 2 if mine and value > -2.5 else np.float32(value)
        assert found[number].tolist() == [wanted, -9.0]
