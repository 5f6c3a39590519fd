"""Assess many files at once: results in the order of the paths; a bad file is a :class:`Failure`, no exception."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from cvsignal.errors import ReadError
from cvsignal.schema import Assessment, Failure
from cvsignal.screening.limits import Limits
from cvsignal.screening.pool import Pool
from cvsignal.screening.process import Fault

#: Results kept for their turn, for each worker, while one file takes long.
_AHEAD = 32


class Assessor(Protocol):
    """What a worker loads: the flow, :class:`cvsignal.Screener`, or a stand-in in tests."""

    def assess(self, source: Any, *, filename: str | None = None) -> Assessment:
        """Raises :class:`~cvsignal.errors.ReadError`."""


#: Gives a worker its assessor; pickled by name, so a function of a module or a ``functools.partial`` of one.
Loader = Callable[[], Assessor]


def assess_many(
    loader: Loader, paths: Iterable[str | os.PathLike[str]], *, workers: int = 2, limits: Limits | None = None
) -> Iterator[Assessment | Failure]:
    """Yield an :class:`Assessment` or a :class:`Failure` for each path, in the order of ``paths``.

    ``paths`` is taken as results are, a bounded number ahead. Raises :class:`~cvsignal.errors.ScreeningError` when no
    worker can be started, nothing for a file.
    """
    given = taken = 0
    waiting: dict[int, Assessment | Failure] = {}

    def numbered() -> Iterator[tuple[int, str]]:
        nonlocal taken
        for path in paths:
            taken += 1
            yield taken - 1, os.fspath(path)

    def has_room() -> bool:
        return taken - given < _AHEAD * workers

    with Pool(loader, _assess, workers, limits) as pool:
        for (number, path), result in pool.run(numbered(), room=has_room):
            waiting[number] = failure_of(path, result) if isinstance(result, Fault) else result
            while given in waiting:
                given += 1
                yield waiting.pop(given - 1)


def _assess(assessor: Assessor, job: tuple[int, str]) -> Assessment | Failure:
    path = job[1]
    try:
        return assessor.assess(path)
    except ReadError as error:
        return Failure(path=path, code=error.code, message=error.message)


def failure_of(path: str, fault: Fault, sha256: str = "") -> Failure:
    """The failure that a fault means for a file; its message names the file."""
    name = os.path.basename(path)  # noqa: PTH119 (may be a URL)
    return Failure(path=path, code=fault.code, message=f"{name}: {fault.reason}", file_sha256=sha256)
