"""One run at a time in an output folder: a lock that the system lifts when its holder dies, on every platform."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cvsignal.errors import ScreeningError


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises :class:`~cvsignal.errors.ScreeningError` when another run holds it."""
    lock = None
    try:
        lock = sqlite3.connect(folder / ".screening.lock", isolation_level=None, timeout=0)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if lock:
            lock.close()
        if "locked" in str(error):
            raise ScreeningError(
                f"{folder}: another run is at work there. Wait for it or give another folder."
            ) from None
        raise ScreeningError(f"{folder}: it cannot be written to ({error}). Check its rights and the disk.") from None
    with contextlib.closing(lock):
        yield
