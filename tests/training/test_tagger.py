"""What the learner of the tagger does with what stands there more than once."""

from __future__ import annotations

import numpy as np
import pytest

from cvsignal.corpus import GoldSpan, Record
from cvsignal.schema import LABELS
from cvsignal.tagging.weights import Weights
from cvsignal.training import tagger
from cvsignal.training.examples import Candidates, examples
from cvsignal.training.tables import Table, Tables
from cvsignal.training.tagger import (
    _CLAUSES,
    _GRID,
    _NAMES,
    _ONE_IN,
    HeldOut,
    _best_threshold,
    _f1_at,
    _fewer,
    _learned,
    _lessons,
    cross_fit,
    folds,
    learn_weights,
)


def table_of(bags: list[list[str]], labelled: dict[int, list[bool]]) -> Table:
    """The clauses of one CV; ``labelled`` says of some labels which carry them."""
    targets = np.zeros((len(bags), len(LABELS)), dtype=bool)
    for label, which in labelled.items():
        targets[:, label] = which
    return Tables.of([Candidates(bags, [], targets, targets[:0], np.full(len(bags), -1))]).clauses


def test_who_says_it_twice_counts_twice() -> None:
    """A clause that stands in the original and, unchanged, in its flattened copy weighs as much as two clauses."""
    bags = [["campaign"], ["campaign", "ran"], ["campaign", "planned"], ["budget"], ["budget", "ran"]] * 4
    targets = np.zeros((len(bags), len(LABELS)), dtype=bool)
    targets[:, LABELS.index("campaign")] = ["campaign" in bag for bag in bags]
    targets[1::5] = False  # of those that run one, none is labelled
    cvs = (
        Candidates(said, [], labels, targets[:0], np.full(len(said), -1))
        for said, labels in ((bags, targets), ([bags[1]] * 8, targets[[1] * 8]))
    )
    table = Tables.of(cvs).clauses
    fair, biased = _learned(*(_lessons(table, cvs, _CLAUSES) for cvs in ([0], [0, 1])))
    campaign = LABELS.index("campaign")
    assert biased.logits([bags[1]])[0, campaign] < fair.logits([bags[1]])[0, campaign]


def test_many_candidates_have_a_network_of_their_frequent_traits(monkeypatch: pytest.MonkeyPatch) -> None:
    bags = [["campaign", "ran"], ["budget"], ["budget", "rare"], ["ran"]] * 10
    table = table_of(bags, {LABELS.index("campaign"): ["campaign" in bag for bag in bags]})
    assert _learned(_lessons(table, [0], _CLAUSES))[0].network is None
    monkeypatch.setattr(tagger, "LEAST_OF_A_TRAIT", 15)
    [learned] = _learned(_lessons(table, [0], _CLAUSES._replace(network_from=3, fewer=False)))
    assert learned.network is not None
    assert set(list(learned.vocabulary)[: len(learned.network.inward)]) == {"budget", "ran"}
    assert "campaign" in learned.vocabulary


def test_of_dull_clauses_a_third_stands_for_all() -> None:
    """Those that carry no label and that no rule speaks of; no other is left out, or counts for more."""
    kinds = [["campaign", "rule=campaign"], ["campaign", "labelled"], ["till"]]
    bags = [[*kinds[i % 3], f"word {i}"] for i in range(3_000)]
    table = table_of(bags, {0: [i % 3 == 1 for i in range(3_000)]})
    rows, times = _fewer(table, np.arange(3_000), np.full(3_000, 2.0, dtype=np.float32))
    counted = {kind: times[rows % 3 == kind] for kind in range(3)}
    assert all(counted[kind].tolist() == [2.0] * 1_000 for kind in (0, 1))
    assert set(counted[2].tolist()) == {2.0 * _ONE_IN}
    assert counted[2].sum() == pytest.approx(2_000, rel=0.1)


def test_only_of_many_candidates_are_fewer_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tagger, "_fewer", lambda table, rows, times: asked.append(len(rows)) or (rows, times))
    monkeypatch.setattr(tagger, "LEAST_OF_A_TRAIT", 9)
    table = table_of([["campaign", f"word {i}"] for i in range(20)], {0: [i < 9 for i in range(20)]})
    for manner, wanted in ((_CLAUSES, []), (_CLAUSES._replace(network_from=20), [20]), (_NAMES, [])):
        asked.clear()
        _lessons(table, [0], manner)
        assert asked == wanted


def test_no_fold_learns_from_a_copy_of_what_it_holds_out(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [
        Record(id=f"made-{i}", language="en", text="Cook\nRan the page", spans=[], fit={}, meta={"batch": f"b{i % 4}"})
        for i in range(8)
    ]
    read = list(examples(records, frozenset()))
    copied = [1, 2, 5, 6]  # the tables hold CVs 0 to 7, then copies of these as 8 to 11
    tables = Tables.of([candidates for _, candidates in [*read, *(read[i] for i in copied)]])
    learned: list[list[int]] = []

    def learn(_: Tables, cvs: list[int]) -> Weights:
        learned.append([int(i) for i in cvs])
        return learn_weights(tables, [0])

    monkeypatch.setattr(tagger, "learn_weights", learn)
    found = [example for example, _ in read]
    for most in (1_000, 2):
        learned.clear()
        assert len(cross_fit(found, tables, copied, lambda _: None, most)) == len(records)
        for held, cvs in zip(folds(found), learned, strict=True):
            originals = [i for i in cvs if i < len(records)]
            others = [i for i in range(len(records)) if i not in held]
            assert set(originals) <= set(others)
            assert len(originals) == min(most, len(others))
            assert sorted(copied[i - len(records)] for i in cvs if i >= len(records)) == [
                i for i in copied if i in originals
            ]


def test_the_threshold_is_the_one_that_trying_all_of_them_finds() -> None:
    records = [
        Record(
            id=f"made-{i}",
            language="en",
            text="Jo Doe\nExperience\nClerk, 2010 - 2012\n- Ran the page\n- Cooked",
            spans=[GoldSpan(start=39, end=51, label="brand_presence")],
            fit={},
            meta={"batch": "b"},
        )
        for i in range(6)
    ]
    index, drawn = LABELS.index("brand_presence"), np.random.default_rng(1)
    held_out = []
    for example, candidates in examples(records, frozenset()):
        logits = np.full((len(candidates.clause_bags), len(LABELS)), -9.0, dtype=np.float32)
        logits[:, index] = drawn.uniform(-2.5, 1.5, len(logits))
        held_out.append(
            HeldOut(example, logits, np.full((len(candidates.name_bags), len(LABELS)), -9.0, dtype=np.float32))
        )
    scores = np.array([_f1_at(t, index, "brand_presence", held_out, len(records)) for t in _GRID.tolist()])
    best = _GRID[1 + np.argmax((scores[:-2] + scores[1:-1] + scores[2:]).round(3))]
    assert len(set(scores.tolist())) > 3
    assert _best_threshold(index, "brand_presence", held_out) == best
