"""What a run tells while it goes on: events, and four ways to show them. No text of a CV in any."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as RichProgress

from cvsignal.screening.records import OK, Record


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run; ``failed`` counts by code, the failures of earlier runs that still stand included."""

    files: int = 0  # in the input
    assessed: int = 0  # in this run, whether or not they failed
    known: int = 0  # new here, but copies of other files, or moved: the result is there
    unchanged: int = 0  # settled by earlier runs, their failures included: not opened
    removed: int = 0  # there at the last run, now gone
    other_version: int = 0  # results made by another version of cvsignal with the same model
    failed: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    outputs: tuple[str, ...] = ()

    @property
    def readable(self) -> int:
        """Files that have an assessment."""
        return self.files - sum(self.failed.values())


class Listener(Protocol):
    """Takes the events of a run, in this order: started, one for each file that is new or changed, finished.

    ``path`` is what the file is called: in a blind run another name stands there.
    """

    def started(self, files: int, todo: int) -> None: ...
    def done(self, path: str, seconds: float) -> None: ...
    def failed(self, path: str, code: str, reason: str) -> None: ...
    def known(self, path: str) -> None:
        """The file is a copy of another, or has moved: nothing to do."""

    def finished(self, summary: Summary) -> None: ...
    def close(self) -> None:
        """The run has ended, well or not: leave the terminal as it was."""


def tell(listener: Listener, record: Record, name: str) -> None:
    """Pass a record on as an event of the file that is called ``name``."""
    if record.code == OK:
        listener.done(name, record.seconds)
    else:
        listener.failed(name, record.code, record.reason)


def listener(*, quiet: bool = False, as_json: bool = False, stream: TextIO | None = None) -> Listener:
    """The way to show a run: JSON lines on ``stream`` (else stdout), nothing, a bar, or lines where is no terminal."""
    if as_json:
        return JsonLines(stream or sys.stdout)
    if quiet:
        return Quiet()
    console = Console(file=stream or sys.stderr)
    return Bar(console) if console.is_terminal else Lines(stream or sys.stderr)


class Quiet:
    """Shows nothing."""

    def started(self, files: int, todo: int) -> None: ...
    def done(self, path: str, seconds: float) -> None: ...
    def failed(self, path: str, code: str, reason: str) -> None: ...
    def known(self, path: str) -> None: ...
    def finished(self, summary: Summary) -> None: ...
    def close(self) -> None: ...


class JsonLines(Quiet):
    """One JSON object a line: ``{"event": "done", "path": …, "seconds": …}``; for programs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def started(self, files: int, todo: int) -> None:
        self._write("started", files=files, todo=todo)

    def done(self, path: str, seconds: float) -> None:
        self._write("done", path=path, seconds=round(seconds, 3))

    def failed(self, path: str, code: str, reason: str) -> None:
        self._write("failed", path=path, code=code, reason=reason)

    def known(self, path: str) -> None:
        self._write("known", path=path)

    def finished(self, summary: Summary) -> None:
        self._write("finished", **asdict(summary))

    def _write(self, event: str, **values: Any) -> None:
        print(json.dumps({"event": event, **values}), file=self._stream, flush=True)


class Lines(Quiet):
    """A line every ``seconds``, and one for each failure; for logs and pipes."""

    def __init__(self, stream: TextIO, seconds: float = 10.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._seconds = seconds
        self._clock = clock
        self._counts: Counter[str] = Counter()
        self._todo = 0
        self._start = self._last = clock()

    def started(self, files: int, todo: int) -> None:
        self._todo = todo
        self._start = self._last = self._clock()
        print(f"{files} files, {todo} to assess", file=self._stream, flush=True)

    def done(self, path: str, seconds: float) -> None:
        self._count("done")

    def failed(self, path: str, code: str, reason: str) -> None:
        print(f"{path}: {code}: {reason}", file=self._stream, flush=True)
        self._count("failed")

    def known(self, path: str) -> None:
        self._count("known")

    def _count(self, kind: str) -> None:
        self._counts[kind] += 1
        now = self._clock()
        if now - self._last < self._seconds:
            return
        self._last = now
        worked = self._counts.total()
        rate = worked / max(now - self._start, 1e-9)
        left = _duration(max(self._todo - worked, 0) / rate)
        print(
            f"{worked} of {self._todo}, {rate:.1f} a second, {left} left, {self._counts['failed']} failed",
            file=self._stream,
            flush=True,
        )


class Bar(Quiet):
    """A bar with rate, time left and failures; for a terminal."""

    def __init__(self, console: Console) -> None:
        self._failures = 0
        self._bar = RichProgress(
            TextColumn("Screening"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failures]}"),
            console=console,
        )
        self._task: TaskID | None = None

    def started(self, files: int, todo: int) -> None:
        self._task = self._bar.add_task("", total=todo, rate="", failures="")
        self._bar.start()

    def done(self, path: str, seconds: float) -> None:
        if self._task is None:
            return
        speed = self._bar.tasks[0].speed
        self._bar.update(self._task, advance=1, rate=f"{speed:.1f}/s" if speed else "")

    def failed(self, path: str, code: str, reason: str) -> None:
        self._failures += 1
        if self._task is not None:
            self._bar.update(self._task, advance=1, failures=f"[red]{self._failures} failed")

    def known(self, path: str) -> None:
        self.done(path, 0.0)

    def finished(self, summary: Summary) -> None:
        self.close()

    def close(self) -> None:
        self._bar.stop()


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
