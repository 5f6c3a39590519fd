"""A skops file that is the same, byte for byte, whenever the same estimators are written.

skops names each object by its address in memory and stamps the zip with the time, so that two trainings on the same data would
seem two different models. Here addresses become running numbers and the stamp is a fixed one; what is stored stays as it was.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import skops.io

_ADDRESS = re.compile(r'(?<="__id__": )\d+|(?<=")\d+(?=\.npy")')
_SCHEMA = "schema.json"


def stable_dump(estimators: dict[str, Any]) -> bytes:
    """The estimators as the bytes of a ``.skops`` file."""
    with zipfile.ZipFile(io.BytesIO(skops.io.dumps(estimators))) as written:
        parts = {info.filename: written.read(info) for info in written.infolist()}
    schema = parts.pop(_SCHEMA).decode("utf-8")
    numbers: dict[str, str] = {}
    schema = _ADDRESS.sub(lambda found: numbers.setdefault(found.group(), str(len(numbers) + 1)), schema)
    renamed = {f"{numbers[name.removesuffix('.npy')]}.npy": data for name, data in parts.items()}
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as file:
        for name, data in [*sorted(renamed.items()), (_SCHEMA, schema.encode("utf-8"))]:
            file.writestr(zipfile.ZipInfo(name), data)  # ZipInfo's own date: 1980-01-01
    return result.getvalue()
