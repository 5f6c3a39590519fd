"""The options of ``cvsignal screen`` as types: what each is called, what help says of it, which values it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

# What is screened, and where the results go.
Source = Annotated[
    str,
    typer.Argument(
        help="Folder (with its subfolders), file, CSV or Parquet list of paths, or URL (fsspec).", show_default=False
    ),
]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for the results and the ledger.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Forget earlier results of this output folder.")]

# How they are ranked.
Roles = Annotated[
    list[str] | None,
    typer.Option("--role", "-r", help="Rank by this role; may be repeated. Default: all.", show_default=False),
]
Purpose = Annotated[
    Literal["pr", "marketing", "customer_relations"] | None,
    typer.Option("--purpose", help="Order with an emphasis on this purpose of the profile sought.", show_default=False),
]

# What is shown.
Blind = Annotated[bool, typer.Option("--blind", help="Hide names, contacts, ages and schools in every output.")]
Language = Annotated[Literal["en", "fr"], typer.Option("--language", help="Language that report.html opens in.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if any file could not be read.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON event a line, for programs.")]

# Who does the work, and what one file may cost.
Workers = Annotated[
    int, typer.Option("--workers", "-w", help="Worker processes.", min=1, show_default="one for each core")
]
Seconds = Annotated[float, typer.Option("--seconds", help="Time bound for one file.", min=1)]
Megabytes = Annotated[int, typer.Option("--megabytes", help="Memory bound for one file.", min=100)]
Engine = Annotated[Literal["local", "dask"], typer.Option("--engine", help="Where the work is done.")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", help="Address of a Dask cluster (with --engine dask).", show_default=False)
]
Part = Annotated[
    str | None, typer.Option("--shard", help="Do part I of N alone, written I/N, for job arrays.", show_default=False)
]
Shards = Annotated[
    Path | None, typer.Option("--shards", help="Folder of shards that several machines share.", show_default=False)
]
