"""``cvsignal assess FILE``: one CV, explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ModelOption = Annotated[
    Path | None,
    typer.Option("--model", "-m", help="Model folder; the shipped model where none is named.", show_default=False),
]


def assess(
    file: Annotated[
        Path, typer.Argument(help="A CV: PDF, DOCX, ODT, RTF, HTML, TXT, Markdown, EML, or a scan.", show_default=False)
    ],
    model: ModelOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole assessment as JSON.")] = False,
    engine: Annotated[str, typer.Option("--pdf-engine", help="auto, pdfium or pdfminer.")] = "auto",
) -> None:
    """Assess one CV and explain its scores, with the words they rest on."""
    from cvsignal import load
    from cvsignal.cli.options import read_settings

    assessment = load(model, settings=read_settings(engine)).assess(file)
    if as_json:
        typer.echo(assessment.model_dump_json(indent=2))
        return
    from rich.console import Console

    from cvsignal.reporting.terminal import explain

    Console().print(explain(assessment))
