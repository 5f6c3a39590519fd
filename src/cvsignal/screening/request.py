"""What a user may ask of a screening, checked and carried out: the one function that ``cvsignal screen`` calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cvsignal.errors import ScreeningError
from cvsignal.reading import ReadSettings
from cvsignal.screening.dask import DaskEngine
from cvsignal.screening.engine import Engine, LocalEngine
from cvsignal.screening.inputs import open_source
from cvsignal.screening.limits import Limits
from cvsignal.screening.part import screen_part
from cvsignal.screening.progress import Listener, Summary
from cvsignal.screening.records import reader_of, reading_key
from cvsignal.screening.run import Naming, Order, Tables, by_path, screen
from cvsignal.screening.shards import parse_part
from cvsignal.screening.workers import Loader


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``cvsignal screen``, as they are given."""

    given: str  # folder, file, manifest or URL
    out: Path
    model: str  # SHA-256 of the model that the loader loads
    version: str  # of cvsignal
    roles: tuple[str, ...] = ()  # that the ranking goes by; all when empty
    workers: int = 2
    limits: Limits = field(default_factory=Limits)
    engine: Literal["local", "dask"] = "local"
    scheduler: str | None = None  # address of a Dask cluster; None: one on this machine
    part: str | None = None  # "I/N"
    shards: Path | None = None  # folder of shards; None: in ``out``
    fresh: bool = False
    reading: ReadSettings = field(default_factory=ReadSettings)  # that the loader's screener reads with
    naming: Naming = by_path

    def check(self) -> None:
        """Raises :class:`~cvsignal.errors.ScreeningError` for options that are wrong or do not go together."""
        if self.workers < 1:
            raise ScreeningError(f"--workers {self.workers}: that is too few. Give 1 or more.")
        if self.scheduler and self.engine != "dask":
            raise ScreeningError("--scheduler: it is for --engine dask. Give both or none.")
        if self.part is None:
            return
        parse_part(self.part)
        if self.engine != "local":
            raise ScreeningError("--shard: a part runs on one machine, without --engine. Give one of them.")
        if self.fresh:
            raise ScreeningError(
                "--fresh: it would delete what other parts have done. Give it to the run without --shard."
            )


def carry_out(request: Request, loader: Loader, tables: Tables, listener: Listener) -> Summary:
    """Screen what is asked for. ``loader`` gives a worker its screener, by absolute paths where it names any.

    Raises :class:`~cvsignal.errors.ScreeningError` for options that do not go together, an input that is not there, and
    whatever ends a run.
    """
    request.check()
    reading = reading_key(request.reading)
    order = Order(
        source=open_source(request.given, out=request.out),
        out=request.out,
        model=request.model,
        version=request.version,
        reader=reader_of(request.version, request.model, request.limits, reading),
        roles=request.roles,
        fresh=request.fresh,
        shards=request.shards,
        reading=reading,
        naming=request.naming,
    )
    local = LocalEngine(loader, request.workers, request.limits)
    if request.part is not None:
        return screen_part(order, parse_part(request.part), local, listener)
    engine: Engine = local
    if request.engine == "dask":
        engine = DaskEngine(
            loader,
            order.maker,
            order.reader,
            order.shard_folder,
            request.scheduler,
            request.workers,
            request.limits,
        )
    return screen(order, engine, tables, listener)
