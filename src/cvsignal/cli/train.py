"""``cvsignal train`` and ``cvsignal evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cvsignal.cli.options import Model

Data = Annotated[list[Path] | None, typer.Argument(help="JSONL files, or folders that hold some.", show_default=False)]


def train(
    data: Data = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the new model.")] = Path("model"),
    role: Annotated[
        list[Path] | None,
        typer.Option(
            "--role", help="A role table (TOML) to learn beside the shipped roles; may be repeated.", show_default=False
        ),
    ] = None,
    only: Annotated[bool, typer.Option("--only", help="Learn the roles named by --role alone.")] = False,
) -> None:
    """Train a whole model from annotated CVs (default: data/annotated). Seeded: the same data gives the same scores.

    Files named test*.jsonl are not learned from; the model is measured on them.
    """
    from cvsignal.reporting.metrics import print_metrics
    from cvsignal.roles import default_roles, read_role
    from cvsignal.training.run import train as run

    if only and not role:
        raise typer.BadParameter("It needs a role to learn: name its table with --role.", param_hint="--only")
    own, shipped = [read_role(path) for path in role or ()], default_roles()
    roles = own if only else [*shipped, *own]
    for name in (one.name for one in own if only and one.name in {other.name for other in shipped}):
        typer.echo(f"{name}: your table takes the place of the shipped role of this name.", err=True)
    made = run(
        data or [Path("data/annotated")], out, roles=roles, progress=lambda step: typer.echo(f"… {step}", err=True)
    )
    print_metrics(made.manifest.metrics)
    typer.echo(f"Model written to {made.folder}", err=True)


def evaluate(
    data: Annotated[list[Path], typer.Argument(help="JSONL files, or folders that hold some.", show_default=False)],
    model: Model = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    errors: Annotated[
        Path | None,
        typer.Option(
            "--errors", help="Write every miss and false hit, in its sentence, to this HTML page.", show_default=False
        ),
    ] = None,
) -> None:
    """Measure a model on annotated CVs: evidence P/R/F1 by label and language, fit by role, baselines beside."""
    from cvsignal import load
    from cvsignal.corpus import jsonl_files, read_reviewed
    from cvsignal.evaluation import evaluate as run
    from cvsignal.evaluation import flattered, learned_from
    from cvsignal.reporting.metrics import print_metrics

    records = read_reviewed(jsonl_files(data))
    screener = load(model)
    judged, metrics = run(screener.model, records)
    if errors is not None:
        from cvsignal.reporting.errors_page import write_errors

        write_errors(judged, errors)
        typer.echo(f"Errors written to {errors}", err=True)
    if remark := flattered(screener, records):
        typer.echo(remark, err=True)
    if as_json:
        known = {"learned_from": learned_from(screener, records)}
        typer.echo(json.dumps(known | metrics, indent=2, ensure_ascii=False))
    else:
        print_metrics(metrics)
