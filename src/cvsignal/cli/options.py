"""Options that several commands share."""

from __future__ import annotations

import typer

from cvsignal.reading import ReadSettings

_ENGINES = ("auto", "pdfium", "pdfminer")


def read_settings(engine: str) -> ReadSettings:
    """Settings of reading from ``--pdf-engine``."""
    if engine not in _ENGINES:
        raise typer.BadParameter(f"{engine!r} is none of {', '.join(_ENGINES)}.", param_hint="--pdf-engine")
    return ReadSettings(pdf_engine=engine)  # type: ignore[arg-type]
