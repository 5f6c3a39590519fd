from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from cvsignal import load
from cvsignal.errors import ModelError
from cvsignal.model_folder import load_model
from cvsignal.promotion.store import LOG, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Nothing promoted yet."""
    return Store(tmp_path / "models" / "current")


def test_promotions_and_the_way_back(store: Store, good: Path, shuffled: Path) -> None:
    assert store.current is None
    first = store.promote(good, {})
    second = store.promote(shuffled, {"forced": "a trial"})
    assert load_model(store.link).sha256 == load_model(shuffled).sha256
    assert store.rollback("it was a trial") == first
    assert load_model(store.link).sha256 == load_model(good).sha256
    assert [(row["action"], row["version"]) for row in store.log()] == [
        ("promote", first),
        ("promote", second),
        ("rollback", first),
    ]
    assert store.log()[1]["forced"] == "a trial"
    assert store.log()[2]["reason"] == "it was a trial"
    with pytest.raises(ModelError, match="there is no earlier model"):
        store.rollback()


def test_a_rollback_goes_back_along_the_promotions(store: Store, good: Path, shuffled: Path) -> None:
    first, second, third = store.promote(good, {}), store.promote(shuffled, {}), store.promote(good, {})
    assert len({first, second, third}) == 3
    assert [store.rollback(), store.rollback()] == [second, first]
    fourth = store.promote(shuffled, {})
    assert fourth not in {first, second, third}
    assert store.rollback() == first


def test_the_copy_does_not_change_with_the_folder_it_came_from(store: Store, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(good, folder)
    store.promote(folder, {})
    shutil.rmtree(folder)
    assert load_model(store.link).sha256 == load_model(good).sha256


def test_a_damaged_model_is_not_promoted_and_the_present_one_stays(store: Store, good: Path, tmp_path: Path) -> None:
    store.promote(good, {})
    folder = tmp_path / "damaged"
    shutil.copytree(good, folder)
    (folder / "roles" / "community_manager.skops").write_bytes(b"")
    with pytest.raises(ModelError, match="changed since training"):
        store.promote(folder, {})
    assert load_model(store.link).sha256 == load_model(good).sha256
    assert len(store.log()) == 1


def test_a_plain_folder_in_the_links_place_becomes_the_first_version(store: Store, good: Path, shuffled: Path) -> None:
    shutil.copytree(good, store.link)
    store.promote(shuffled, {})
    assert store.link.is_symlink()
    store.rollback()
    assert load_model(store.link).sha256 == load_model(good).sha256


def test_a_reader_sees_a_whole_model_at_every_moment(store: Store, good: Path, shuffled: Path) -> None:
    store.promote(good, {})
    known = {load_model(good).sha256, load_model(shuffled).sha256}
    seen: set[str] = set()
    failures: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.add(load(store.link).model_sha256)
            except Exception as error:
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(4):
        store.promote(shuffled, {})
        store.promote(good, {})
    done.set()
    reader.join()
    assert not failures
    assert seen <= known


def test_a_damaged_log_is_named_with_its_line(store: Store, good: Path) -> None:
    store.promote(good, {})
    with (store.versions / LOG).open("a", encoding="utf-8") as log:
        log.write("{\n")
    with pytest.raises(ModelError, match=rf"{LOG}:2: cannot be read"):
        store.rollback()


def test_a_copy_that_fails_leaves_the_present_model(store: Store, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.promote(good, {})

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(ModelError, match=r"cannot be copied .*No space left"):
        store.promote(good, {})
    assert load_model(store.link).sha256 == load_model(good).sha256
    assert not list(store.versions.glob(".*"))
