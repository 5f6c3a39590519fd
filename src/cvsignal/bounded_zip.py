"""A bound on what a zip of a model may become when it is unpacked: a few kilobytes can hold terabytes of noughts."""

from __future__ import annotations

import zipfile
from pathlib import Path

from cvsignal.errors import ModelError

MOST_BYTES = 512 * 1024 * 1024


def check_unpacked_size(path: Path) -> None:
    """Raises ModelError where the parts of a zip declare more than :data:`MOST_BYTES` together.

    What is no zip passes: who reads it says what it lacks.
    """
    try:
        with zipfile.ZipFile(path) as file:
            size = sum(info.file_size for info in file.infolist())
    except (OSError, zipfile.BadZipFile):
        return
    if size > MOST_BYTES:
        raise ModelError(
            f"{path.name}: {size:,} bytes unpacked, more than {MOST_BYTES:,}. This is no model of cvsignal; do not use it."
        )
