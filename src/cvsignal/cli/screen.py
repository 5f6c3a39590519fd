"""``cvsignal screen FOLDER``: the main job."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cvsignal.cli.assess import ModelOption
from cvsignal.errors import CvsignalError

if TYPE_CHECKING:
    from cvsignal.roles import Role
    from cvsignal.screener import Screener
    from cvsignal.screening.progress import Summary
    from cvsignal.screening.request import Request
    from cvsignal.screening.results import Results

_TOP = 5


def screen(
    source: Annotated[
        str,
        typer.Argument(help="Folder (with its subfolders), file, CSV or Parquet list of paths, or URL (fsspec).", show_default=False),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results and the ledger.")] = Path("screening"),
    role: Annotated[
        list[str] | None, typer.Option("--role", "-r", help="Rank by this role; may be repeated. Default: all.", show_default=False)
    ] = None,
    purpose: Annotated[
        Literal["pr", "marketing", "customer_relations"] | None,
        typer.Option("--purpose", help="Order with an emphasis on this purpose of the profile sought.", show_default=False),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", help="Worker processes.", min=1)] = os.cpu_count() or 1,
    model: ModelOption = None,
    blind: Annotated[bool, typer.Option("--blind", help="Hide names, contacts, ages and schools in every output.")] = False,
    language: Annotated[Literal["en", "fr"], typer.Option("--language", help="Language that report.html opens in.")] = "en",
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget earlier results of this output folder.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if any file could not be read.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON event a line, for programs.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", help="Time bound for one file.", min=1)] = 60.0,
    megabytes: Annotated[int, typer.Option("--megabytes", help="Memory bound for one file.", min=100)] = 1000,
    pdf_engine: Annotated[str, typer.Option("--pdf-engine", help="auto, pdfium or pdfminer.")] = "auto",
    engine: Annotated[Literal["local", "dask"], typer.Option("--engine", help="Where the work is done.")] = "local",
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Address of a Dask cluster (with --engine dask).", show_default=False)
    ] = None,
    shard: Annotated[
        str | None, typer.Option("--shard", help="Do part I of N alone, written I/N, for job arrays.", show_default=False)
    ] = None,
    shards: Annotated[
        Path | None, typer.Option("--shards", help="Folder of shards that several machines share.", show_default=False)
    ] = None,
) -> None:
    """Screen CVs: rank them for each role, every score with the words of the CV that it rests on.

    Writes ranking.csv, evidence.csv, ranking.xlsx, results.parquet and report.html. Running again does only what is new or
    changed. Files that cannot be read are listed with the reason and stop nothing.
    """
    from cvsignal import load
    from cvsignal.cli.options import read_settings
    from cvsignal.screening.limits import Limits
    from cvsignal.screening.progress import listener
    from cvsignal.screening.request import Request, carry_out

    screener = load(model, settings=read_settings(pdf_engine))
    request = Request(
        given=source,
        out=out,
        model=screener.model_sha256,
        version=screener.version,
        roles=_known(role or [], screener.roles),
        workers=workers,
        limits=Limits(seconds=seconds, megabytes=megabytes),
        engine=engine,
        scheduler=scheduler,
        part=shard,
        shards=shards,
        fresh=fresh,
        purpose=_purpose(screener, purpose),
    )
    tops = _Tops(request, _chosen(screener, request.roles), blind=blind, language=language)
    summary = carry_out(request, screener.loader(), tops.tables(), listener(quiet=quiet, as_json=as_json))
    if not (quiet or as_json):
        tops.show(summary)
    if strict and summary.failed:
        raise typer.Exit(1)


def _known(asked: Sequence[str], roles: Sequence[str]) -> tuple[str, ...]:
    for name in asked:
        if name not in roles:
            raise CvsignalError(f"--role {name}: the model does not know this role. It knows {', '.join(roles)}.")
    return tuple(asked)


def _chosen(screener: Screener, names: Sequence[str]) -> list[Role]:
    return [screener.model.roles[name].role for name in names or screener.roles]


def _purpose(screener: Screener, purpose: str | None) -> dict[str, tuple[str, float]]:
    """For each role the purpose that is asked for, and the points that its table gives to it."""
    if purpose is None:
        return {}
    return {name: (purpose, fit.role.purpose.get(purpose, 0.0)) for name, fit in screener.model.roles.items()}


class _Tops:
    """Writes the outputs and keeps the top of each ranking for the terminal."""

    def __init__(self, request: Request, roles: Sequence[Role], *, blind: bool, language: Literal["en", "fr"]) -> None:
        from cvsignal.reporting import ReportOptions

        self.request = request
        self.roles = roles
        self.options = ReportOptions(blind=blind, language=language)
        self.best: dict[str, list[object]] = {}

    def tables(self):  # type: ignore[no-untyped-def]
        from cvsignal.screening.run import Tables

        return Tables(self._write, f"{self.options.key} roles={[r.name for r in self.roles]} purpose={self.request.purpose}")

    def _write(self, results: Results, out: Path) -> Sequence[Path]:
        from cvsignal.reporting import ledger_rows, write_all

        return write_all(lambda: ledger_rows(results), out, self.roles, self.options)

    def show(self, summary: Summary) -> None:
        from rich.console import Console

        from cvsignal.reporting.terminal import closing
        from cvsignal.screening.run import best_of

        tops = best_of(self.request, [role.name for role in self.roles], _TOP) if self.request.part is None else {}
        if self.options.blind:
            from cvsignal.reporting.blind import blinded

            tops = {role: [blinded(a, path=f"candidate {n}") for n, a in enumerate(best, 1)] for role, best in tops.items()}
        console = Console()
        console.print(closing(tops, summary.readable, summary.failed, self.roles))
        for path in summary.outputs:
            console.print(f"  {path}", style="dim", highlight=False)
