"""``cvsignal corpus …``: annotated CVs checked and counted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Check and describe annotated CVs.", no_args_is_help=True)


@app.command("check")
def check(
    data: Annotated[list[Path], typer.Argument(help="JSONL files, or folders that hold some.", show_default=False)],
) -> None:
    """Check annotated CVs: one line a fault, with file and line number; exit 1 where there is one."""
    from cvsignal.corpus import check_files, jsonl_files

    faults = check_files(jsonl_files(data))
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{len(faults)} faults" if faults else "no faults", err=True)
    raise typer.Exit(1 if faults else 0)
