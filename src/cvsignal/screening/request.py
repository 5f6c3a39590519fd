"""What a user may ask of a screening, checked and carried out: the one function that ``cvsignal screen`` calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cvsignal.errors import ScreeningError
from cvsignal.screening.dask import DaskEngine
from cvsignal.screening.engine import Engine, LocalEngine
from cvsignal.screening.inputs import open_source
from cvsignal.screening.limits import Limits
from cvsignal.screening.part import screen_part
from cvsignal.screening.progress import Listener, Summary
from cvsignal.screening.records import reader_of
from cvsignal.screening.run import Order, Tables, screen
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


def carry_out(request: Request, loader: Loader, tables: Tables, listener: Listener) -> Summary:
    """Screen what is asked for. ``loader`` gives a worker its screener, by absolute paths where it names any.

    Raises :class:`~cvsignal.errors.ScreeningError` for options that do not go together, an input that is not there, and
    whatever ends a run.
    """
    _check(request)
    order = Order(
        source=open_source(request.given, out=request.out),
        out=request.out,
        model=request.model,
        version=request.version,
        reader=reader_of(request.version, request.model, request.limits),
        roles=request.roles,
        fresh=request.fresh,
        shards=request.shards,
    )
    local = LocalEngine(loader, request.workers, request.limits)
    if request.part is not None:
        return screen_part(order, parse_part(request.part), local, listener)
    engine: Engine = local
    if request.engine == "dask":
        engine = DaskEngine(loader, order.maker, order.shard_folder, request.scheduler, request.workers, request.limits)
    return screen(order, engine, tables, listener)


def _check(request: Request) -> None:
    if request.workers < 1:
        raise ScreeningError(f"--workers {request.workers}: that is too few. Give 1 or more.")
    if request.scheduler and request.engine != "dask":
        raise ScreeningError("--scheduler: it is for --engine dask. Give both or none.")
    if request.part and request.engine != "local":
        raise ScreeningError("--shard: a part runs on one machine, without --engine. Give one of them.")
    if request.part and request.fresh:
        raise ScreeningError("--fresh: it would delete what other parts have done. Give it to the run without --shard.")
