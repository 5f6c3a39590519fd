from __future__ import annotations

import random
from pathlib import Path

import pytest

from cvsignal.corpus import write_records
from cvsignal.training.run import train
from tests.small_corpus import small_corpus


@pytest.fixture(scope="session")
def test_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fixed test data: 40 CVs that no model of these tests learned from."""
    path = tmp_path_factory.mktemp("data") / "test.jsonl"
    write_records(path, small_corpus(40, seed=2))
    return path


@pytest.fixture(scope="session")
def good(small_model: Path) -> Path:
    """A model trained on the small corpus."""
    return small_model


@pytest.fixture(scope="session")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained on the same CVs with the grades dealt anew."""
    folder = tmp_path_factory.mktemp("shuffled")
    rows = small_corpus(64)
    grades = [row.fit for row in rows]
    random.Random(5).shuffle(grades)
    dealt = [row.model_copy(update={"fit": fit}) for row, fit in zip(rows, grades, strict=True)]
    write_records(folder / "train.jsonl", dealt)
    return train([folder / "train.jsonl"], folder / "model").folder
