"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cvsignal.reading import ReadSettings

_ENGINES = ("auto", "pdfium", "pdfminer")

Model = Annotated[
    Path | None,
    typer.Option("--model", "-m", help="Model folder; the shipped model where none is named.", show_default=False),
]
PdfEngine = Annotated[str, typer.Option("--pdf-engine", help="auto, pdfium or pdfminer.")]


def read_settings(engine: str) -> ReadSettings:
    """Settings of reading from ``--pdf-engine``."""
    from cvsignal.reading import ReadSettings

    if engine not in _ENGINES:
        raise typer.BadParameter(f"{engine!r} is none of {', '.join(_ENGINES)}.", param_hint="--pdf-engine")
    return ReadSettings(pdf_engine=engine)  # type: ignore[arg-type]
