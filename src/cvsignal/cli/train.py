"""``cvsignal train`` and ``cvsignal evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from cvsignal.cli.assess import ModelOption

Data = Annotated[list[Path] | None, typer.Argument(help="JSONL files, or folders that hold some.", show_default=False)]


def train(
    data: Data = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the new model.", show_default=False)] = Path(
        "model"
    ),
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

    roles = [*(() if only else default_roles()), *(read_role(path) for path in role or ())]
    made = run(
        data or [Path("data/annotated")], out, roles=roles, progress=lambda step: typer.echo(f"… {step}", err=True)
    )
    print_metrics(made.manifest.metrics)
    typer.echo(f"Model written to {made.folder}", err=True)


def evaluate(
    data: Annotated[list[Path], typer.Argument(help="JSONL files, or folders that hold some.", show_default=False)],
    model: ModelOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    errors: Annotated[
        Path | None,
        typer.Option(
            "--errors", help="Write every miss and false hit, in its sentence, to this HTML page.", show_default=False
        ),
    ] = None,
) -> None:
    """Measure a model on annotated CVs: evidence P/R/F1 by label and language, fit by role, baselines beside."""
    from cvsignal.corpus import jsonl_files, read_records
    from cvsignal.evaluation import evaluate as run
    from cvsignal.model_folder import load_model
    from cvsignal.reporting.metrics import print_metrics
    from cvsignal.screener import default_model

    records = read_records(jsonl_files(data))
    judged, metrics = run(load_model(model or default_model()), records)
    if errors is not None:
        from cvsignal.reporting.errors_page import write_errors

        write_errors(judged, errors)
        typer.echo(f"Errors written to {errors}", err=True)
    if as_json:
        typer.echo(json.dumps(metrics, indent=2, ensure_ascii=False))
    else:
        print_metrics(metrics)
