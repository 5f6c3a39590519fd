"""``cvsignal corpus …``: annotated CVs checked and counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Check and describe annotated CVs.", no_args_is_help=True)
Data = Annotated[list[Path], typer.Argument(help="JSONL files, or folders that hold some.", show_default=False)]


@app.command("check")
def check(
    data: Data,
    likeness: Annotated[
        bool, typer.Option("--likeness/--no-likeness", help="Look for near duplicates and sentences used again too.")
    ] = True,
) -> None:
    """Check annotated CVs: one line a fault, with file and line number; exit 1 where there is one."""
    from cvsignal.corpus import checked_files, jsonl_files, odd_roles, text_key
    from cvsignal.near_duplicates import likeness_faults
    from cvsignal.roles import default_roles

    placed, faults = checked_files(jsonl_files(data))
    if likeness:
        once = {text_key(r.text): (f"{where}: {r.id}", r.text) for where, r in placed}
        faults += likeness_faults([place for place, _ in once.values()], [text for _, text in once.values()])
    for remark in odd_roles(placed, {role.name for role in default_roles()}):
        typer.echo(f"Remark: {remark}", err=True)
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{len(faults)} faults" if faults else "no faults", err=True)
    raise typer.Exit(1 if faults else 0)


@app.command("describe")
def describe(
    data: Data,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Print what annotated CVs hold, by file and language, as the tables of a data card (Markdown)."""
    from cvsignal.corpus import jsonl_files, read_records
    from cvsignal.corpus_figures import as_markdown
    from cvsignal.corpus_figures import describe as run

    figures = run({name: read_records([path]) for name, path in _named(jsonl_files(data)).items()})
    typer.echo(json.dumps(figures, indent=2, ensure_ascii=False) if as_json else as_markdown(figures))


def _named(files: Sequence[Path]) -> dict[str, Path]:
    """Files by their name, by their path where several have the same name."""
    stems = Counter(path.stem for path in files)
    return {path.stem if stems[path.stem] == 1 else path.with_suffix("").as_posix(): path for path in files}
