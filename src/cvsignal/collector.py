"""The garbage collector while much is made that stays or goes by itself: a model, a CV. Neither leaves cycles worth looking for."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

_put_to_rest = False  # by at_rest, in whichever thread


@contextmanager
def at_rest() -> Iterator[None]:
    """Within it the collector does not run; after it, it does what it did before. Its first thread to end wakes it for all."""
    global _put_to_rest
    was_on = gc.isenabled()
    try:
        if was_on:
            _put_to_rest = True
        gc.disable()
        yield
    finally:
        if was_on:
            _wake()


def _wake() -> None:
    """A child forked by another thread meanwhile has no thread that would do it."""
    global _put_to_rest
    if _put_to_rest:
        _put_to_rest = False
        gc.enable()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_wake)
