"""From logits to extents: which candidates of a label stand, and which are one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from cvsignal.corpus import Record
from cvsignal.schema import LABELS
from cvsignal.tagging.labelling import choose, find, label_extents
from cvsignal.tagging.parts import Floats, Part
from cvsignal.tagging.weights import Weights
from cvsignal.training.examples import examples
from cvsignal.training.tables import Tables
from tests.tagging.scene_maker import duty, scene_of, words_of


def logits(count: int, of_index: Mapping[int, float] = MappingProxyType({})) -> Floats:
    found = np.full(count, -9.0, dtype=np.float32)
    for index, logit in of_index.items():
        found[index] = logit
    return found


def test_of_names_that_share_words_the_likelier_one_stands() -> None:
    scene = scene_of("Jo Doe\nEducation\nBBA, Marketing major\n")
    assert [words_of(scene, n.first, n.last) for n in scene.names] == ["BBA, Marketing", "Marketing major"]
    for values, wanted in (((2.0, 1.0), "BBA, Marketing"), ((1.0, 2.0), "Marketing major")):
        told = np.array(values, dtype=np.float32)
        found = label_extents(scene, "marketing", logits(len(scene.clauses)), told, 0.0)
        assert [words_of(scene, first, last) for first, last, _ in found] == [wanted]


def test_names_apart_all_stand_in_the_order_of_the_text() -> None:
    scene = scene_of("Jo Doe\nOther\nPress Officer\nPublicist\n")
    found = label_extents(scene, "public_relations", logits(len(scene.clauses)), logits(2, {0: 1.0, 1: 3.0}), 0.0)
    assert [words_of(scene, first, last) for first, last, _ in found] == ["Press Officer", "Publicist"]


def test_neighbouring_clauses_of_a_sentence_are_one_and_items_of_a_list_are_not() -> None:
    for text, wanted in (
        ("Experience\nClerk, 2010\n- Ran the page, wrote posts\n", ["Ran the page, wrote posts"]),
        ("Certifications\nHubSpot Inbound, Facebook Blueprint\n", ["HubSpot Inbound", "Facebook Blueprint"]),
    ):
        scene = scene_of("Jo Doe\n" + text)
        last = len(scene.outline.rows) - 1
        chosen = {i: 1.0 for i, clause in enumerate(scene.clauses) if clause.row == last}
        found = label_extents(scene, "training", logits(len(scene.clauses), chosen), logits(len(scene.names)), 0.0)
        assert [words_of(scene, first, end) for first, end, _ in found] == wanted


def test_training_and_use_take_the_same_second_look() -> None:
    """One duty among others is found by its piece alone, by the tagger and in the tables that it is learned from."""
    line = "Window displays, the till, the shop blog"
    scene, common = duty(line), frozenset(["window", "displays", "the", "till", "shop", "blog"])
    weights = np.zeros((2, len(LABELS)), dtype=np.float32)
    weights[:, LABELS.index("brand_presence")] = (1.0, -1.2)
    bias = np.full(len(LABELS), -9.0, dtype=np.float32)
    bias[LABELS.index("brand_presence")] = -1.0
    clauses, names = Part({"en:blog": 0, "en:till": 1}, weights, bias), Part({}, weights[:0], bias)
    learned = Weights(clauses, names, np.zeros_like(bias), np.ones(len(LABELS) + 1, dtype=np.float32), common)
    record = Record(id="made", language="en", text=scene.text, spans=[], fit={}, meta={})
    for pieces, wanted in ((True, [line]), (False, [])):
        [(example, candidates)] = examples([record], common, pieces=pieces)
        [logits] = Tables.of([candidates]).clauses.logits(clauses, [0])
        no_names = np.full((len(scene.names), len(LABELS)), -9.0, dtype=np.float32)
        found = choose(example.scene, logits, no_names, learned)
        assert [words_of(scene, finding.first, finding.last) for finding in found] == wanted
        if pieces:
            assert found == find(scene, learned)
