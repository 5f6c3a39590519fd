"""The collector rests while a CV is assessed, and wakes after it, whatever happened meanwhile."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator

import pytest

from cvsignal import load
from cvsignal.collector import at_rest


@pytest.fixture(autouse=True)
def _collector_on() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_rests_and_wakes() -> None:
    with at_rest():
        assert not gc.isenabled()
        with at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_wakes_after_an_error() -> None:
    with pytest.raises(ValueError, match="bad file"), at_rest():
        raise ValueError("bad file")
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    with at_rest():
        pass
    assert not gc.isenabled()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
@pytest.mark.parametrize("was_on", [True, False])
def test_a_child_forked_meanwhile_has_it_as_its_parent_had_it(was_on: bool) -> None:
    if not was_on:
        gc.disable()
    fork = multiprocessing.get_context("fork")
    told = fork.Queue()
    with at_rest():
        child = fork.Process(target=lambda: told.put(gc.isenabled()))
        child.start()
        child.join()
    assert told.get() == was_on


def test_a_cv_is_assessed_while_it_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def detect(text: str) -> str:
        seen.append(gc.isenabled())
        return "en"

    monkeypatch.setattr("cvsignal.screener.detect", detect)
    load().assess_text("Ran the brand page.")
    assert seen == [False]
    assert gc.isenabled()
