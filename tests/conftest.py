from __future__ import annotations

from pathlib import Path

import pytest

from cvsignal.corpus import write_records
from cvsignal.training.run import train
from tests.small_corpus import small_corpus


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained on the small corpus; not to be changed by a test. Its data stand beside it in train.jsonl."""
    folder = tmp_path_factory.mktemp("small")
    write_records(folder / "train.jsonl", small_corpus(64))
    return train([folder / "train.jsonl"], folder / "model").folder
