"""Where the CVs are: a folder, one file, a manifest (Parquet or CSV), or a URL that fsspec can list."""

from __future__ import annotations

import csv
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cvsignal.errors import ScreeningError

#: Left by systems and programs, never a CV. Names that begin with a dot or with "~$" (Office locks) are left out too.
_NOT_CVS = frozenset({"thumbs.db", "desktop.ini"})
MANIFEST_COLUMN = "path"
LEDGER_NAME = "screening.sqlite"


class Entry(NamedTuple):
    """A file of the input. ``path`` is its key within the source; while ``stamp`` is the same it has not changed."""

    path: str
    stamp: str


class Source(Protocol):
    """An input to screen; picklable."""

    @property
    def name(self) -> str:
        """What tells this input from others in a ledger, wherever it is called from."""

    def entries(self) -> Iterator[Entry]:
        """All files, in no particular order, without keeping them."""

    def locate(self, path: str) -> str:
        """Where the file with this key is opened."""


def is_url(location: str) -> bool:
    return "://" in location


def open_source(given: str | os.PathLike[str], *, out: Path | None = None) -> Source:
    """Recognise the input; files in ``out`` (our own output) are no part of it.

    Raises :class:`~cvsignal.errors.ScreeningError` when there is nothing there.
    """
    location = os.fspath(given)
    if is_url(location):
        return Remote(location.rstrip("/"))
    path = Path(location)
    if not path.exists():
        raise ScreeningError(f"{location}: there is no such file or folder. Check the path.")
    if path.is_dir():
        if out and out.exists() and out.samefile(path):
            raise ScreeningError(f"{out}: the results would lie among the CVs. Give another folder as --out.")
        return Folder(location, os.path.realpath(out) if out else None)
    if path.suffix.lower() in (".csv", ".parquet"):
        return Manifest(location)
    return SingleFile(location)


@dataclass(frozen=True, slots=True)
class Folder:
    """All files under ``root``, links to files followed, links to folders not; outputs of screenings are left out."""

    root: str
    out: str | None = None

    @property
    def name(self) -> str:
        return str(Path(self.root).resolve())

    def entries(self) -> Iterator[Entry]:
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(os.path.join(self.root, folder)) as found:  # noqa: PTH118 (millions of them)
                    for item in found:
                        if _is_ours_to_skip(item.name):
                            continue
                        path = f"{folder}/{item.name}" if folder else item.name
                        if not item.is_dir(follow_symlinks=False):
                            if not item.is_dir():  # a link to a folder could lead round in a circle
                                yield Entry(path, stamp_of(item))
                        elif not self._is_output(item.path):
                            folders.append(path)
            except OSError:  # told as a failure of this folder: nothing is lost silently
                if not folder:
                    raise ScreeningError(f"{self.root}: the folder cannot be opened. Check its rights.") from None
                yield Entry(folder, "")

    def _is_output(self, folder: str) -> bool:
        """Whether the results of this screening, or of an earlier one, lie there."""
        return os.path.realpath(folder) == self.out or os.path.exists(f"{folder}/{LEDGER_NAME}")  # noqa: PTH110

    def locate(self, path: str) -> str:
        return os.path.join(self.root, path)  # noqa: PTH118 (keeps "./" and "//" as given)


def cvs_in(folder: Path) -> list[Path]:
    """The files of a folder and those below it that may be CVs, in order.

    Raises :class:`~cvsignal.errors.ScreeningError` where the folder cannot be opened.
    """
    source = Folder(os.fspath(folder))
    return sorted(Path(source.locate(entry.path)) for entry in source.entries())


def _is_ours_to_skip(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _NOT_CVS


def stamp_of(file: os.DirEntry[str] | Path) -> str:
    """Size and time of the last change; empty for what cannot be looked at."""
    try:
        found = file.stat()
    except (OSError, ValueError):
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}" if stat.S_ISREG(found.st_mode) else ""


@dataclass(frozen=True, slots=True)
class SingleFile:
    """One CV."""

    location: str

    @property
    def name(self) -> str:
        return str(Path(self.location).resolve())

    def entries(self) -> Iterator[Entry]:
        yield Entry(Path(self.location).name, stamp_of(Path(self.location)))

    def locate(self, path: str) -> str:
        return self.location


@dataclass(frozen=True, slots=True)
class Manifest:
    """A table with a column ``path``: URLs, absolute paths, or paths from the manifest's folder."""

    location: str

    @property
    def name(self) -> str:
        return str(Path(self.location).resolve())

    def entries(self) -> Iterator[Entry]:
        rows = self._parquet() if self.location.lower().endswith(".parquet") else self._csv()
        for path in rows:
            if path:
                yield Entry(path, _remote_stamp(path) if is_url(path) else stamp_of(Path(self.locate(path))))

    def locate(self, path: str) -> str:
        return path if is_url(path) else str(Path(self.location).parent / path)

    def _csv(self) -> Iterator[str]:
        try:
            with Path(self.location).open(newline="", encoding="utf-8-sig") as file:
                rows = csv.DictReader(file)
                self._check(rows.fieldnames or [])
                for row in rows:
                    yield (row[MANIFEST_COLUMN] or "").strip()
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise self._unreadable(error) from None

    def _parquet(self) -> Iterator[str]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            with pq.ParquetFile(self.location) as file:
                self._check(file.schema_arrow.names)
                for batch in file.iter_batches(columns=[MANIFEST_COLUMN], batch_size=10_000):
                    yield from (str(path or "").strip() for path in batch.column(0).to_pylist())
        except (OSError, pa.ArrowException) as error:
            raise self._unreadable(error) from None

    def _check(self, columns: Any) -> None:
        if MANIFEST_COLUMN not in columns:
            raise ScreeningError(
                f"{self.location}: it has no column `{MANIFEST_COLUMN}`, only {', '.join(columns) or 'none'}. "
                "Name the column of the files so; a single CV cannot be a CSV or Parquet file."
            )

    def _unreadable(self, error: Exception) -> ScreeningError:
        return ScreeningError(f"{self.location}: the manifest cannot be read ({type(error).__name__}). Write it again.")


@dataclass(frozen=True, slots=True)
class Remote:
    """All files under a URL, such as ``s3://bucket/cvs``; the driver of its scheme must be installed."""

    location: str

    @property
    def name(self) -> str:
        return self.location

    def entries(self) -> Iterator[Entry]:
        system, root = _file_system(self.location)
        try:
            for _, folders, files in system.walk(root, detail=True, on_error="raise"):
                for name in [name for name in folders if _is_ours_to_skip(name)]:
                    del folders[name]
                for name, info in files.items():
                    if not _is_ours_to_skip(name):
                        yield Entry(system.unstrip_protocol(info["name"]), _stamp_of_info(info))
        except OSError as error:
            raise ScreeningError(f"{self.location}: it cannot be listed ({error}). Check the address.") from None

    def locate(self, path: str) -> str:
        return path


def _file_system(location: str) -> tuple[Any, str]:
    try:
        import fsspec

        system, root = fsspec.core.url_to_fs(location)
    except (ImportError, ValueError) as error:
        raise ScreeningError(
            f"{location}: this kind of address cannot be opened ({error}). Install `cvsignal[dask]` and its driver."
        ) from None
    return system, str(root)


def _remote_stamp(location: str) -> str:
    system, path = _file_system(location)
    try:
        return _stamp_of_info(system.info(path))
    except OSError:
        return ""


def _stamp_of_info(info: dict[str, Any]) -> str:
    version = (
        info.get("ETag") or info.get("etag") or info.get("mtime") or info.get("LastModified") or info.get("created")
    )
    return f"{info.get('size')}-{version}" if version else ""


def read_remote(location: str, most: int) -> bytes:
    """The first ``most`` bytes of a file at a URL. Raises OSError."""
    system, path = _file_system(location)
    with system.open(path, "rb") as file:
        return bytes(file.read(most))
