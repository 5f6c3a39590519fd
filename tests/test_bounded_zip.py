"""A model file that would unpack into more than a machine holds is refused before it is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cvsignal.bounded_zip import MOST_BYTES, check_unpacked_size
from cvsignal.errors import ModelError
from cvsignal.estimators import load_estimators
from cvsignal.tagging.weights import Weights


def bomb(path: Path) -> Path:
    """A small zip whose parts unpack into a little more than the bound."""
    block = bytes(MOST_BYTES // 16)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for number in range(17):
            file.writestr(f"{number}.npy", block)
    return path


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bomb(tmp_path_factory.mktemp("bombs") / "weights.npz")


def test_the_bomb_is_small_and_refused(bombs: Path) -> None:
    assert bombs.stat().st_size < MOST_BYTES / 50
    with pytest.raises(ModelError, match="unpacked, more than"):
        check_unpacked_size(bombs)


def test_a_role_and_a_tagger_refuse_it(bombs: Path) -> None:
    with pytest.raises(ModelError, match="unpacked, more than"):
        load_estimators(bombs, 3)
    with pytest.raises(ModelError, match="unpacked, more than"):
        Weights.load(bombs.parent)


def test_what_is_no_zip_is_left_to_its_reader(tmp_path: Path) -> None:
    (tmp_path / "role.skops").write_bytes(b"not a zip")
    check_unpacked_size(tmp_path / "role.skops")
    with pytest.raises(ModelError, match=r"role\.skops: cannot be loaded"):
        load_estimators(tmp_path / "role.skops", 3)
