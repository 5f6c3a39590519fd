"""The garbage collector while much is made that stays or goes by itself: a model, a CV, a corpus read to learn from, what
is found in it. None leaves cycles worth looking for."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_put_to_rest = False  # by at_rest, in whichever thread
#: So that none wakes it between another's note and deed. One thread may hold it twice: a finaliser may assess a CV too.
_lock = threading.RLock()


@contextmanager
def at_rest() -> Iterator[None]:
    """Within it the collector does not run; after it, it does what it did before. Its first thread to end wakes it for all."""
    was_on = _rest()
    try:
        yield
    finally:
        if was_on:
            _wake()


def _rest() -> bool:
    """Whether it was awake until now."""
    global _put_to_rest
    with _lock:
        was_on = gc.isenabled()
        _put_to_rest |= was_on
        gc.disable()
    return was_on


def _wake() -> None:
    global _put_to_rest
    with _lock:
        if _put_to_rest:
            gc.enable()
            _put_to_rest = False


def _wake_in_child() -> None:
    """A child forked meanwhile lacks the threads that would wake it, or that hold the lock."""
    global _lock
    _lock = threading.RLock()
    _wake()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_wake_in_child)
