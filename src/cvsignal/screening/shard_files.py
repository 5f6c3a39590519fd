"""The results of a shard as one Parquet file: whole or not there, readable by the ledger and by any table tool."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cvsignal.errors import ScreeningError
from cvsignal.screening.records import OK, Reader, Record

FOLDER = "shards"  # in the output folder, unless another one is given
PREFIXES = ("shard-", "part-")
_FORMAT = 2
_META = b"cvsignal"


class Maker(NamedTuple):
    """What results depend on besides the files; shards of another maker are passed over."""

    model: str  # SHA-256
    version: str
    reading: str = ""  # settings of reading that are not the defaults

    @property
    def key(self) -> str:
        """What a ledger keeps results by: those of an older version stay."""
        return f"{self.model} {self.reading}" if self.reading else self.model


class Manifest(NamedTuple):
    """What a task says of its shard."""

    file: str
    files: int
    failed: int


def write_shard(target: Path, records: Sequence[Record], maker: Maker, reader: Reader) -> Manifest:
    """Write all or nothing: who reads it, or a second writer of the same shard, never meets a part of it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, tuple[Any, list[Any]]] = {
        # a name need not be UTF-8
        "path": (pa.binary(), [os.fsencode(record.path) for record in records]),
        "stamp": (pa.string(), [record.stamp for record in records]),
        "sha256": (pa.string(), [record.sha256 for record in records]),
        "code": (pa.string(), [record.code for record in records]),
        "reader": (pa.string(), ["" if record.code == OK else reader.of(record.code) for record in records]),
        "reason": (pa.string(), [record.reason for record in records]),
        "seconds": (pa.float64(), [record.seconds for record in records]),
        "fits": (pa.string(), [json.dumps(record.fits) for record in records]),
        "assessment": (pa.binary(), [record.assessment for record in records]),
    }
    failed = sum(record.code != OK for record in records)
    meta = {"format": _FORMAT, **maker._asdict(), "failed": failed}
    table = pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{socket.gethostname()}-{os.getpid()}")
    try:
        with part.open("wb") as file:
            pq.write_table(table.replace_schema_metadata({_META: json.dumps(meta)}), file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ScreeningError(
            f"{target}: it cannot be written ({error.strerror}). Free some space, run again."
        ) from None
    return Manifest(target.name, len(records), failed)


def read_manifest(path: Path, maker: Maker) -> Manifest | None:
    """What a finished shard holds; None when there is none, or one by another model or version."""
    import pyarrow.parquet as pq

    if not path.exists():
        return None
    with _readable(path), pq.ParquetFile(path) as file:
        meta = json.loads((file.schema_arrow.metadata or {}).get(_META, b"{}"))
        if meta.get("format") != _FORMAT or Maker(meta["model"], meta["version"], meta["reading"]) != maker:
            return None
        return Manifest(path.name, file.metadata.num_rows, meta["failed"])


def read_shard(path: Path) -> Iterator[Record]:
    """The records of a finished shard."""
    import pyarrow.parquet as pq

    with _readable(path), pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=100):
            for row in batch.to_pylist():
                fits = tuple(tuple(fit) for fit in json.loads(row.pop("fits")))
                yield Record(**{**row, "path": os.fsdecode(row["path"]), "fits": fits})


def read_outcomes(path: Path) -> Iterator[Record]:
    """The records of a finished shard without what was assessed: what became of each file."""
    import pyarrow.parquet as pq

    with _readable(path), pq.ParquetFile(path) as file:
        for row in file.read(columns=["path", "stamp", "sha256", "code", "reader"]).to_pylist():
            yield Record(**{**row, "path": os.fsdecode(row["path"])})


def finished_shards(folder: Path, prefix: str = "") -> list[Path]:
    """The shards in a folder, oldest first: of two failures of a file the later one holds."""
    found = (path for path in folder.glob(f"{prefix}*.parquet") if path.name.startswith(PREFIXES))
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def remove_shards(folder: Path) -> None:
    """Delete the shards in a folder, and nothing else."""
    for path in finished_shards(folder):
        path.unlink(missing_ok=True)


class _readable:  # noqa: N801 (used as a function)
    """Turns what goes wrong with a file into one clear error."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError | ValueError | KeyError):  # ArrowInvalid is a ValueError
            raise ScreeningError(f"{self.path}: it is no result of a shard. Delete it and run again.") from None
