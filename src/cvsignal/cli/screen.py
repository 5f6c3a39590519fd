"""``cvsignal screen FOLDER``: the main job."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cvsignal.cli.assess import ModelOption
from cvsignal.errors import CvsignalError

if TYPE_CHECKING:
    from cvsignal.schema import Assessment
    from cvsignal.screener import Screener
    from cvsignal.screening.progress import Summary
    from cvsignal.screening.request import Request
    from cvsignal.screening.results import Results
    from cvsignal.screening.run import Tables

_TOP = 5


def screen(
    source: Annotated[
        str,
        typer.Argument(
            help="Folder (with its subfolders), file, CSV or Parquet list of paths, or URL (fsspec).",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results and the ledger.")] = Path(
        "screening"
    ),
    role: Annotated[
        list[str] | None,
        typer.Option("--role", "-r", help="Rank by this role; may be repeated. Default: all.", show_default=False),
    ] = None,
    purpose: Annotated[
        Literal["pr", "marketing", "customer_relations"] | None,
        typer.Option(
            "--purpose", help="Order with an emphasis on this purpose of the profile sought.", show_default=False
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", "-w", help="Worker processes.", min=1, show_default="one for each core")
    ] = os.cpu_count() or 1,
    model: ModelOption = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide names, contacts, ages and schools in every output.")
    ] = False,
    language: Annotated[
        Literal["en", "fr"], typer.Option("--language", help="Language that report.html opens in.")
    ] = "en",
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget earlier results of this output folder.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if any file could not be read.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON event a line, for programs.")] = False,
    seconds: Annotated[float, typer.Option("--seconds", help="Time bound for one file.", min=1)] = 60.0,
    megabytes: Annotated[int, typer.Option("--megabytes", help="Memory bound for one file.", min=100)] = 1000,
    pdf_engine: Annotated[str, typer.Option("--pdf-engine", help="auto, pdfium or pdfminer.")] = "auto",
    engine: Annotated[Literal["local", "dask"], typer.Option("--engine", help="Where the work is done.")] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Address of a Dask cluster (with --engine dask).", show_default=False),
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option("--shard", help="Do part I of N alone, written I/N, for job arrays.", show_default=False),
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
    )
    view = _View(screener, request, purpose, blind=blind, language=language)
    summary = carry_out(request, screener.loader(), view.tables(), listener(quiet=quiet, as_json=as_json))
    if not (quiet or as_json):
        view.show(summary)
    if strict and summary.failed:
        raise typer.Exit(1)


def _known(asked: Sequence[str], roles: Sequence[str]) -> tuple[str, ...]:
    for name in asked:
        if name not in roles:
            raise CvsignalError(f"--role {name}: the model does not know this role. It knows {', '.join(roles)}.")
    return tuple(asked)


class _View:
    """How the results are ordered, written and shown."""

    def __init__(
        self, screener: Screener, request: Request, purpose: str | None, *, blind: bool, language: Literal["en", "fr"]
    ) -> None:
        from cvsignal.reporting import ReportOptions

        self.out = request.out
        self.part = request.part
        self.purpose = purpose
        self.roles = [screener.model.roles[name].role for name in request.roles or screener.roles]
        self.options = ReportOptions(blind=blind, language=language)

    def tables(self) -> Tables:
        from cvsignal.screening.run import Tables

        return Tables(self._write, f"{self.options.key} purpose={self.purpose}")

    def _ordered(self, results: Results) -> Results:
        if self.purpose is None:
            return results
        from cvsignal.fit import emphasised

        purpose, roles = self.purpose, {role.name: role for role in self.roles}
        return replace(results, place=lambda assessment, role: emphasised(assessment, roles[role], purpose))

    def _write(self, results: Results, out: Path) -> Sequence[Path]:
        from cvsignal.reporting import ledger_rows, write_all

        ordered = self._ordered(results)
        return write_all(lambda: ledger_rows(ordered), out, self.roles, self.options)

    def show(self, summary: Summary) -> None:
        """The top of each ranking, and how many files were read, failed and why."""
        from rich.console import Console

        from cvsignal.reporting.terminal import closing

        console = Console()
        console.print(closing(self._tops(), summary.readable, summary.failed, self.roles, blind=self.options.blind))
        for path in summary.outputs:
            console.print(f"  {path}", style="dim", highlight=False)

    def _tops(self) -> dict[str, list[Assessment]]:
        from cvsignal.screening.results import open_results
        from cvsignal.screening.run import LEDGER_NAME

        if self.part is not None:  # a part of a job array: the ranking is made when all are taken in
            return {}
        with open_results(self.out / LEDGER_NAME) as results:
            ordered = self._ordered(results)
            return {role.name: ordered.top(role.name, _TOP) for role in self.roles}
