"""``cvsignal screen FOLDER``: the main job."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cvsignal.cli import screen_options as given
from cvsignal.cli.options import Model, PdfEngine, read_settings
from cvsignal.errors import CvsignalError

if TYPE_CHECKING:
    from cvsignal.reporting import ReportOptions
    from cvsignal.schema import Assessment
    from cvsignal.screener import Screener
    from cvsignal.screening.progress import Summary
    from cvsignal.screening.request import Request
    from cvsignal.screening.results import Results
    from cvsignal.screening.run import Tables

_TOP = 5
_CORES = os.cpu_count() or 1


def screen(
    source: given.Source,
    out: given.Out = Path("screening"),
    role: given.Roles = None,
    purpose: given.Purpose = None,
    workers: given.Workers = _CORES,
    model: Model = None,
    blind: given.Blind = False,
    language: given.Language = "en",
    fresh: given.Fresh = False,
    strict: given.Strict = False,
    quiet: given.Quiet = False,
    as_json: given.AsJson = False,
    seconds: given.Seconds = 60.0,
    megabytes: given.Megabytes = 1000,
    pdf_engine: PdfEngine = "auto",
    engine: given.Engine = "local",
    scheduler: given.Scheduler = None,
    shard: given.Part = None,
    shards: given.Shards = None,
) -> None:
    """Screen CVs: rank them for each role, every score with the words of the CV that it rests on.

    Writes ranking.csv, evidence.csv, ranking.xlsx, results.parquet and report.html. Running again does only what is new or
    changed. Files that cannot be read are listed with the reason and stop nothing.
    """
    from cvsignal import load
    from cvsignal.reporting import ReportOptions
    from cvsignal.reporting.rows import candidate_name
    from cvsignal.screening.limits import Limits
    from cvsignal.screening.progress import listener
    from cvsignal.screening.request import Request, carry_out
    from cvsignal.screening.run import by_path

    reading = read_settings(pdf_engine)
    screener = load(model, settings=reading)
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
        reading=reading,
        naming=candidate_name if blind else by_path,
    )
    _check(request)
    view = _View(screener, request, ReportOptions(blind=blind, language=language, purpose=purpose))
    try:
        summary = carry_out(request, screener.loader(), view.tables(), listener(quiet=quiet, as_json=as_json))
    except KeyboardInterrupt:
        typer.echo(view.interrupted(), err=True)
        raise typer.Exit(130) from None
    if not (quiet or as_json):
        view.show(summary)
    if strict and summary.failed:
        raise CvsignalError(view.strictly(summary))


def _known(asked: Sequence[str], roles: Sequence[str]) -> tuple[str, ...]:
    for name in asked:
        if name not in roles:
            raise typer.BadParameter(f"--role {name}: the model does not know this role. It knows {', '.join(roles)}.")
    return tuple(asked)


def _check(request: Request) -> None:
    try:
        request.check()
    except CvsignalError as error:
        raise typer.BadParameter(str(error)) from None


class _View:
    """How the results are ordered, written and shown."""

    def __init__(self, screener: Screener, request: Request, options: ReportOptions) -> None:
        self.out = request.out
        self.part = request.part
        self.roles = [screener.model.roles[name].role for name in request.roles or screener.roles]
        self.options = options

    def tables(self) -> Tables:
        from cvsignal.screening.run import Tables

        return Tables(self._write, self.options.key)

    def _ordered(self, results: Results) -> Results:
        if self.options.purpose is None:
            return results
        from cvsignal.fit import emphasised

        purpose, roles = self.options.purpose, {role.name: role for role in self.roles}
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
        console.print(closing(self._tops(), summary.readable, summary.failed, self.roles, self.options))
        for path in summary.outputs:
            console.print(f"  {path}", style="dim", highlight=False)

    def strictly(self, summary: Summary) -> str:
        """What --strict says of files that failed."""
        failed = f"--strict: {sum(summary.failed.values())} of {summary.files} files could not be read."
        if self.part is not None:
            return f"{failed} The run without --shard lists them."
        return f"{failed} See {self.out / 'ranking.csv'} for the reasons."

    def interrupted(self) -> str:
        """What is said when the run is cut off."""
        from cvsignal.screening.inputs import LEDGER_NAME
        from cvsignal.screening.results import open_results

        if self.part is None:
            with suppress(CvsignalError), open_results(self.out / LEDGER_NAME) as results:
                done = "1 file" if len(results) == 1 else f"{len(results)} files"
                return f"Interrupted: {done} done. The same command goes on from there."
        return "Interrupted. The same command goes on from the last finished shard."

    def _tops(self) -> dict[str, list[Assessment]]:
        from cvsignal.screening.inputs import LEDGER_NAME
        from cvsignal.screening.results import open_results

        if self.part is not None:  # a part of a job array: the ranking is made when all are taken in
            return {}
        with open_results(self.out / LEDGER_NAME) as results:
            ordered = self._ordered(results)
            return {role.name: ordered.top(role.name, _TOP) for role in self.roles}
