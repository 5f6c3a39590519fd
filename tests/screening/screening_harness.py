"""Screens a folder with the stand-in, again and again, and keeps what came of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import stand_in

from cvsignal.schema import Assessment, Failure
from cvsignal.screening.engine import LocalEngine
from cvsignal.screening.inputs import open_source
from cvsignal.screening.limits import Limits
from cvsignal.screening.progress import Listener, Quiet, Summary
from cvsignal.screening.records import Reader
from cvsignal.screening.run import Order, Tables, screen

READER = Reader("plain 1", "bounded 1")


class Run:
    """Screens ``folder`` into ``out`` with the stand-in; keeps what the last run told and found."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder = folder
        self.out = out
        self.results: list[Assessment | Failure] = []
        self.written = 0
        self.order: dict[str, Any] = {"model": stand_in.MODEL, "version": "0", "reader": READER}

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def plan(self, **changes: Any) -> Order:
        source = open_source(changes.pop("source", self.folder), out=self.out)
        return Order(source, self.out, **{**self.order, **changes})

    def __call__(self, engine: Any = None, listener: Listener | None = None, **changes: Any) -> Summary:
        engine = engine or LocalEngine(stand_in.load, 2, Limits(seconds=2, megabytes=200))
        tables = Tables(partial(keep, self))
        return screen(self.plan(**changes), engine, tables, listener or Quiet())

    def outcome(self) -> dict[str, str]:
        """Code by name of file."""
        return {
            Path(result.path or "").name: result.code if isinstance(result, Failure) else "ok"
            for result in self.results
        }


def keep(run: Run, results: Any, out: Path) -> list[Path]:
    run.results = list(results)
    run.written += 1
    (out / "table").touch()
    return [out / "table"]
