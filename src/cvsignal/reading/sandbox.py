"""Reading in a child process with limits."""

from __future__ import annotations

import os

from cvsignal.reading.reader import read
from cvsignal.reading.settings import DEFAULT, ReadSettings
from cvsignal.schema import Document


def read_in_child(
    path: str | os.PathLike[str], *, seconds: float = 30.0, megabytes: int = 1000, settings: ReadSettings = DEFAULT
) -> Document:
    """Read ``path`` (first version: in this process, no limits yet)."""
    return read(path, settings=settings)
