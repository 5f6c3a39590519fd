"""The garbage collector while much is made that stays: modules, word lists and models hold no garbage worth looking for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Within it the collector does not run; after it, it does what it did before. Do not fork meanwhile: a child's stays off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
