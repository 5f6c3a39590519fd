"""``cvsignal assess FILE``: one CV, explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cvsignal.cli.options import Model, PdfEngine


def assess(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CV: PDF, DOCX, ODT, RTF, HTML, TXT, Markdown, EML, a scan, or DOC (with LibreOffice).",
            show_default=False,
        ),
    ],
    model: Model = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole assessment as JSON.")] = False,
    engine: PdfEngine = "auto",
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
