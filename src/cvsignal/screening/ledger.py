"""What was screened, in SQLite: every result is committed as it comes, so that no end of a run loses or halves one."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Self

from cvsignal.errors import ScreeningError
from cvsignal.screening.inputs import Entry, Source
from cvsignal.screening.records import OK, Job, Reader, Record
from cvsignal.screening.results import Results, from_key, to_key
from cvsignal.screening.shard_files import Maker

SCHEMA_VERSION = 1
_PAGE = 500

_SEE = """
INSERT INTO paths (source, path, stamp, run) VALUES (?, ?, ?, ?)
ON CONFLICT (source, path) DO UPDATE SET
  content = CASE WHEN excluded.stamp = stamp AND stamp <> '' AND content NOT LIKE 'path:%' THEN content END,
  stamp = excluded.stamp, run = excluded.run, removed = NULL
"""
_UNSETTLED = """
FROM paths p WHERE p.source = :source AND p.run = :run AND NOT EXISTS
  (SELECT 1 FROM assessments a WHERE a.content = p.content AND a.model = :model)
AND NOT EXISTS (SELECT 1 FROM failures f WHERE f.content = p.content AND f.reader IN (:plain, :bounded))
"""


class Ledger:
    """An open ledger; use as a context manager. Not for two threads or processes that write at once (:mod:`.lock`)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._settings: dict[str, str | int] = {}
        self._reader = Reader("", "")
        self._identified: list[tuple[str, str]] = []  # at most _PAGE
        try:
            self._base = sqlite3.connect(path, isolation_level=None, timeout=30)
        except sqlite3.Error as error:
            raise _explained(error, path) from None
        try:
            with self._errors():
                self._open()
        except BaseException:
            self._base.close()
            raise

    def _open(self) -> None:
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")  # a power cut loses no committed result either
        self._base.execute("PRAGMA foreign_keys = ON")
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version == 0:
            schema = resources.files("cvsignal.screening").joinpath("schema.sql").read_text(encoding="utf-8")
            self._base.executescript(f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
        elif version != SCHEMA_VERSION:
            raise ScreeningError(
                f"{self.path}: it is a ledger of format {version}, this cvsignal writes format {SCHEMA_VERSION}. "
                "Use the cvsignal that wrote it, another output folder, or --fresh to start over."
            )

    def close(self) -> None:
        self._base.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, source: Source, maker: Maker, reader: Reader) -> int:
        """Start a run over a source: take down what is there now, mark what is gone, and say how much that is."""
        with self._transaction():
            run = self._base.execute(
                "INSERT INTO runs (source, model, version, started) VALUES (?, ?, ?, ?)",
                (source.name, maker.key, maker.version, _now()),
            ).lastrowid
        self._reader = reader
        self._settings = {
            "source": source.name,
            "run": run or 0,
            "model": maker.key,
            "version": maker.version,
            "plain": reader.plain,
            "bounded": reader.bounded,
        }
        entries = source.entries()
        while page := tuple(islice(entries, 20 * _PAGE)):
            self._see(page)
        with self._transaction():
            return self._base.execute(
                "UPDATE paths SET removed = :now WHERE source = :source AND run <> :run AND removed IS NULL",
                {**self._settings, "now": _now()},
            ).rowcount

    def _see(self, page: Iterable[Entry]) -> None:
        source, run = self._settings["source"], self._settings["run"]
        with self._transaction():
            self._base.executemany(_SEE, ((source, to_key(path), stamp, run) for path, stamp in page))

    def pending(self, source: Source) -> Iterator[Job]:
        """The files of this run that need work, by path, read from the ledger a page at a time."""
        query = f"SELECT p.path, p.stamp, p.content {_UNSETTLED} AND p.path > :after ORDER BY p.path LIMIT {_PAGE}"
        after: str | bytes = ""
        while True:
            with self._errors():
                rows = self._base.execute(query, {**self._settings, "after": after}).fetchall()
            if not rows:
                return
            for key, stamp, content in rows:
                path = from_key(key)
                yield Job(path, source.locate(path), stamp, content if content and ":" not in content else "")
            after = rows[-1][0]

    def knows(self, content: str) -> bool:
        """Whether a result for this content is there already (of a copy, or of the file under its old name)."""
        query = """SELECT EXISTS (SELECT 1 FROM assessments WHERE content = :content AND model = :model)
            OR EXISTS (SELECT 1 FROM failures WHERE content = :content AND reader IN (:plain, :bounded))"""
        with self._errors():
            return bool(self._base.execute(query, {**self._settings, "content": content}).fetchone()[0])

    def identify(self, path: str, content: str) -> None:
        """Note the content of a file; written with the next result or by :meth:`flush`."""
        self._identified.append((path, content))
        if len(self._identified) >= _PAGE:
            self.flush()

    def add(self, records: Iterable[Record], shard: str = "") -> None:
        """Commit results: all of them or none; ``shard`` names the file that they come from."""
        with self._transaction():
            self._write_identified()
            for record in records:
                self._put(record)
            if shard:
                self._base.execute("INSERT OR REPLACE INTO shards VALUES (?, ?)", (shard, _now()))

    def flush(self) -> None:
        """Write what :meth:`identify` has noted."""
        with self._transaction():
            self._write_identified()

    def has_taken_in(self, name: str) -> bool:
        with self._errors():
            return self._base.execute("SELECT 1 FROM shards WHERE name = ?", (name,)).fetchone() is not None

    def finish(self) -> None:
        """Mark the run as complete."""
        with self._transaction():
            self._base.execute("UPDATE runs SET finished = ? WHERE id = ?", (_now(), self._settings["run"]))

    def counts(self) -> tuple[int, int]:
        """Files of this run; those of them that need work."""
        seen = self._count("FROM paths WHERE source = :source AND run = :run")
        return seen, self._count(_UNSETTLED)

    def failures(self) -> dict[str, int]:
        """How many files of this run failed, by code."""
        query = """
            SELECT f.code, COUNT(*) FROM paths p JOIN failures f ON f.content = p.content
            WHERE p.source = :source AND p.run = :run AND NOT EXISTS
              (SELECT 1 FROM assessments a WHERE a.content = p.content AND a.model = :model)
            GROUP BY f.code ORDER BY f.code"""
        with self._errors():
            return dict(self._base.execute(query, self._settings).fetchall())

    def of_other_versions(self) -> int:
        """Files of this run whose result was made by another version of cvsignal with the same model."""
        return self._count(
            """FROM paths p JOIN assessments a ON a.content = p.content AND a.model = :model
            WHERE p.source = :source AND p.run = :run AND a.version <> :version"""
        )

    def results(self, source: Source, roles: tuple[str, ...] = ()) -> Results:
        """What is known of the files of this run, best first by the highest score of ``roles`` (all when empty)."""
        return Results(self._base, self._settings, source.locate, roles)

    def note(self, key: str, value: str | None = None) -> str:
        """A remembered word; with ``value`` it is set first."""
        with self._transaction():
            if value is not None:
                self._base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
            found = self._base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return found[0] if found else ""

    def _put(self, record: Record) -> None:
        content = record.content
        if record.code == OK:
            version, model = self._settings["version"], self._settings["model"]
            row = (content, model, version, _now(), record.seconds, record.assessment)
            self._base.execute("DELETE FROM assessments WHERE content = ? AND model = ?", (content, model))
            id_ = self._base.execute(
                "INSERT INTO assessments (content, model, version, finished, seconds, assessment) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                row,
            ).lastrowid
            self._base.executemany("INSERT INTO fits VALUES (?, ?, ?, ?, ?)", ((id_, *fit) for fit in record.fits))
            self._base.execute("DELETE FROM failures WHERE content = ?", (content,))
        else:
            reader = record.reader or self._reader.of(record.code)
            row_ = (content, record.code, record.reason, reader, _now())
            self._base.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", row_)
        self._set_content(record.path, content, record.stamp)

    def _write_identified(self) -> None:
        for path, content in self._identified:
            self._set_content(path, content)
        self._identified.clear()

    def _set_content(self, path: str, content: str, stamp: str | None = None) -> None:
        """Tie a path to its content, unless the path was seen with another stamp since (a shard of an older state)."""
        self._base.execute(
            "UPDATE paths SET content = ? WHERE source = ? AND path = ? AND stamp = coalesce(?, stamp)",
            (content, self._settings["source"], to_key(path), stamp),
        )

    def _count(self, rows: str) -> int:
        with self._errors():
            return int(self._base.execute(f"SELECT COUNT(*) {rows}", self._settings).fetchone()[0])

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # SQLite may have rolled back by itself (full disk)
                    self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _explained(error: sqlite3.Error, path: Path) -> ScreeningError:
    text = str(error)
    if "full" in text:
        return ScreeningError(f"{path}: the disk is full. Free some space and run again: finished results are kept.")
    if "not a database" in text or "malformed" in text:
        return ScreeningError(f"{path}: it is damaged or no ledger ({text}). Use another output folder or --fresh.")
    return ScreeningError(f"{path}: the ledger cannot be used ({text}). Check the folder's rights, then run again.")
