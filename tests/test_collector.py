"""The collector rests while a CV is assessed, and wakes after it, whatever happened meanwhile."""

from __future__ import annotations

import gc
import multiprocessing
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

import cvsignal.collector
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


def test_one_thread_that_wakes_it_while_another_puts_it_to_rest_leaves_it_awake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rest() -> None:
        with at_rest():
            pass

    other = threading.Thread(target=rest)

    def disable() -> None:
        if threading.current_thread() is not other:
            other.start()
            other.join(timeout=0.2)  # it has to wait for us
        gc.disable()

    stand_in = SimpleNamespace(isenabled=gc.isenabled, enable=gc.enable, disable=disable)
    monkeypatch.setattr("cvsignal.collector.gc", stand_in)
    rest()
    other.join()
    assert gc.isenabled()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_child_forked_while_another_thread_holds_the_lock_can_rest() -> None:
    fork = multiprocessing.get_context("fork")
    told = fork.Queue()

    def rest() -> None:
        with at_rest():
            told.put(gc.isenabled())

    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with cvsignal.collector._lock:
            held.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    child = fork.Process(target=rest)
    child.start()
    done.set()
    assert told.get(timeout=10) is False
    child.join()
    holder.join()
