from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cvsignal.errors import ModelError
from cvsignal.schema import LABELS
from cvsignal.tagging.parts import Part
from cvsignal.tagging.weights import Weights
from tests.tagging.test_parts import network

SIZE = len(LABELS)


def part(*traits: str, weight: float = 1.0) -> Part:
    rows = np.full((len(traits), SIZE), weight, dtype=np.float32)
    return Part({trait: n for n, trait in enumerate(traits)}, rows, np.zeros(SIZE, dtype=np.float32))


def made() -> Weights:
    return Weights(
        replace(part("en:run", "fr:gest", "c=act.run", "w0=fr:gest"), network=network(traits=3)),
        part("n:en:manag", "n:title&marketing"),
        np.full(SIZE, 0.5, dtype=np.float32),
        np.ones(SIZE + 1, dtype=np.float32),
        frozenset({"run", "gestion"}),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Weights as saved, to be damaged."""
    made().save(tmp_path / "labels")
    return tmp_path / "labels"


def test_weights_come_back_as_saved(folder: Path) -> None:
    before, after = made(), Weights.load(folder)
    assert after.clauses.vocabulary == before.clauses.vocabulary
    assert after.names.vocabulary == before.names.vocabulary
    assert after.common == before.common
    for name in ("thresholds", "confidence"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))
    np.testing.assert_array_equal(after.clauses.weights, before.clauses.weights)
    assert before.clauses.network is not None
    assert after.clauses.network is not None
    for written, read in zip(before.clauses.network, after.clauses.network, strict=True):
        np.testing.assert_array_equal(written, read)
    assert after.names.network is None


def test_a_language_keeps_its_own_words_and_what_is_shared() -> None:
    french, english = made().of_language("fr"), made().of_language("en")
    assert list(french.clauses.vocabulary) == ["fr:gest", "c=act.run", "w0=fr:gest"]
    assert list(french.names.vocabulary) == ["n:title&marketing"]
    assert list(english.clauses.vocabulary) == ["en:run", "c=act.run"]
    bag = ["c=act.run", "fr:gest", "w0=fr:gest"]
    np.testing.assert_array_equal(french.clauses.logits([bag]), made().clauses.logits([bag]))


def vocabulary(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / "vocabulary.json"
        table = json.loads(path.read_text(encoding="utf-8"))
        change(table)
        path.write_text(json.dumps(table), encoding="utf-8")

    return damage


def arrays(**changed: object) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / "weights.npz"
        with np.load(path) as file:
            kept = {name: file[name] for name in file.files}
        kept |= changed
        np.savez(path, **{name: array for name, array in kept.items() if array is not None})

    return damage


def cut(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:40]) and None


DAMAGE: dict[str, Callable[[Path], None]] = {
    "no vocabulary": lambda folder: (folder / "vocabulary.json").unlink(),
    "no weights": lambda folder: (folder / "weights.npz").unlink(),
    "cut vocabulary": cut("vocabulary.json"),
    "cut weights": cut("weights.npz"),
    "weights that are a text": lambda folder: (folder / "weights.npz").write_text("x") and None,
    "vocabulary that is a list": lambda folder: (folder / "vocabulary.json").write_text("[]") and None,
    "deep vocabulary": lambda folder: (folder / "vocabulary.json").write_text("[" * 100_000) and None,
    "a trait too many": vocabulary(lambda table: table["clauses"].append("more")),
    "a trait twice": vocabulary(lambda table: table["clauses"].__setitem__(0, "fr:gest")),
    "no names": vocabulary(lambda table: table.pop("names")),
    "no ordinary words": vocabulary(lambda table: table.pop("common")),
    "other labels": vocabulary(lambda table: table["labels"].reverse()),
    "a label less": vocabulary(lambda table: table["labels"].pop()),
    "not finite": arrays(clauses=np.full((4, SIZE), np.nan)),
    "infinite bias": arrays(names_bias=np.full(SIZE, np.inf)),
    "weights of another shape": arrays(clauses=np.ones((4, SIZE - 1))),
    "thresholds of another shape": arrays(thresholds=np.ones(SIZE - 1)),
    "confidence of another shape": arrays(confidence=np.ones(3)),
    "words for numbers": arrays(thresholds=np.array(["x"] * SIZE)),
    "objects for numbers": arrays(thresholds=np.array([object()] * SIZE, dtype=object)),
    "no thresholds": arrays(thresholds=None),
    "half a network": arrays(clauses_outward=None),
    "a network that is not finite": arrays(clauses_outward=np.full((3, SIZE), np.inf)),
    "a network of more traits than there are": arrays(clauses_inward=np.zeros((5, 3))),
    "a network without units": arrays(clauses_inward=np.zeros(3)),
    "a network whose layers do not fit": arrays(clauses_middle=np.ones((3, 3))),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_weights_are_refused(damage: Callable[[Path], None], folder: Path) -> None:
    damage(folder)
    with pytest.raises(ModelError, match=r"^labels: the tagger"):
        Weights.load(folder)


def test_cut_at_every_tenth_byte_is_refused(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "weights.npz").read_bytes()
    for size in range(0, len(whole), max(1, len(whole) // 10)):
        damaged = tmp_path / f"cut-{size}"
        shutil.copytree(folder, damaged)
        (damaged / "weights.npz").write_bytes(whole[:size])
        with pytest.raises(ModelError, match="the tagger's weights"):
            Weights.load(damaged)
