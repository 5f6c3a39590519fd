"""What a ledger knows, as a stream of assessments and failures: one at a time, however many there are."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cvsignal.errors import ScreeningError
from cvsignal.schema import Assessment, Failure
from cvsignal.screening.records import outcome_of

_OF_RUN = """
FROM paths p
LEFT JOIN assessments a ON a.content = p.content AND a.model = :model
LEFT JOIN failures f ON f.content = p.content
WHERE p.source = :source AND p.run = :run AND (a.id IS NOT NULL OR f.code IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one run, best first (highest score of ``roles``, all when empty), then failures, both by path.

    Iterating again starts again. Figures are read as they are needed, so memory does not grow with their number.
    """

    base: sqlite3.Connection
    settings: Mapping[str, str | int]
    locate: Callable[[str], str]
    roles: tuple[str, ...] = ()
    place: Callable[[Assessment, str], float] | None = None  # of an assessment for a role; its score where None

    def __len__(self) -> int:
        return int(self.base.execute(f"SELECT COUNT(*) {_OF_RUN}", self.settings).fetchone()[0])

    def __iter__(self) -> Iterator[Assessment | Failure]:
        if self.place is not None:
            for key, content, id_ in self._placed(self.roles):
                yield self._outcome(key, content, id_, ("", ""))
        wanted = {f"role{number}": role for number, role in enumerate(self.roles)}
        only = f"AND role IN ({', '.join(':' + name for name in wanted)})" if wanted else ""
        query = f"""SELECT p.path, p.content, a.id, f.code, f.reason {_OF_RUN}
            ORDER BY a.id IS NULL, (SELECT MAX(score) FROM fits WHERE assessment = a.id {only}) DESC, p.path"""  # noqa: S608
        with closing(self.base.execute(query, {**self.settings, **wanted})) as rows:
            for key, content, id_, code, reason in rows:
                if id_ is None or self.place is None:
                    yield self._outcome(key, content, id_, (code, reason))

    def top(self, role: str, count: int) -> list[Assessment]:
        """The ``count`` best files for a role."""
        if self.place is not None:
            placed = self._placed((role,))[:count]
            chosen = (self._outcome(key, content, id_, ("", "")) for key, content, id_ in placed)
            return [outcome for outcome in chosen if isinstance(outcome, Assessment)]
        query = f"""SELECT p.path, p.content, a.id {_OF_RUN}
            AND EXISTS (SELECT 1 FROM fits WHERE assessment = a.id AND role = :role)
            ORDER BY (SELECT score FROM fits WHERE assessment = a.id AND role = :role) DESC, p.path LIMIT :count"""  # noqa: S608
        rows = self.base.execute(query, {**self.settings, "role": role, "count": count}).fetchall()
        found = (self._outcome(key, content, id_, ("", "")) for key, content, id_ in rows)
        return [outcome for outcome in found if isinstance(outcome, Assessment)]

    def _placed(self, roles: tuple[str, ...]) -> list[tuple[str | bytes, str, int]]:
        """(path, content, id) of all assessments, best place first; only this is kept in memory."""
        assert self.place is not None
        found: list[tuple[float, str | bytes, str, int]] = []
        with closing(self.base.execute(f"SELECT p.path, p.content, a.id {_OF_RUN}", self.settings)) as rows:
            for key, content, id_ in rows:
                outcome = self._outcome(key, content, id_, ("", "")) if id_ is not None else None
                if isinstance(outcome, Assessment):
                    places = [self.place(outcome, role) for role in roles or tuple(outcome.fit) if role in outcome.fit]
                    found.append((-max(places, default=0.0), key, content, id_))
        return [row[1:] for row in sorted(found, key=lambda row: (row[0], str(row[1])))]

    def _outcome(
        self, key: str | bytes, content: str, id_: int | None, failure: tuple[str, str]
    ) -> Assessment | Failure:
        blob = None
        if id_ is not None:
            (blob,) = self.base.execute("SELECT assessment FROM assessments WHERE id = ?", (id_,)).fetchone()
        return outcome_of(blob, failure, self.locate(from_key(key)), "" if ":" in content else content)


def read_results(ledger: Path) -> Iterator[Assessment | Failure]:
    """The results of the latest run of a ledger on disk, which is not changed.

    Raises :class:`~cvsignal.errors.ScreeningError` when there is none.
    """
    with open_results(ledger) as results:
        yield from results


@contextmanager
def open_results(ledger: Path) -> Iterator[Results]:
    """The results of the latest run of a ledger on disk, as long as the context lasts; raises ScreeningError."""
    if not ledger.is_file():
        raise ScreeningError(f"{ledger}: there is no ledger. Run `cvsignal screen` first.")
    try:
        with closing(sqlite3.connect(f"{ledger.resolve().as_uri()}?mode=ro", uri=True)) as base:
            row = base.execute("SELECT source, id, model FROM runs ORDER BY id DESC LIMIT 1").fetchone()
            if row is None:
                raise ScreeningError(f"{ledger}: it holds no run. Run `cvsignal screen` first.")
            source, run, model = row
            settings = {"source": source, "run": run, "model": model}
            yield Results(base, settings, lambda path: _join(source, path))
    except sqlite3.Error as error:
        raise ScreeningError(f"{ledger}: it cannot be read ({error}). Run `cvsignal screen` again.") from None


def _join(source: str, path: str) -> str:
    if "://" in path:
        return path
    folder = source if Path(source).is_dir() or not Path(source).suffix else str(Path(source).parent)
    return os.path.join(folder, path)  # noqa: PTH118 (keeps an absolute path as it is)


def to_key(path: str) -> str | bytes:
    """A path as SQLite holds it: text, or bytes where the name is not UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def from_key(key: str | bytes) -> str:
    return os.fsdecode(key) if isinstance(key, bytes) else key
