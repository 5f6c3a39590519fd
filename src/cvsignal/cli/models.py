"""``cvsignal compare``, ``promote`` and ``rollback``: from one model to the next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from cvsignal.promotion.compare import Comparison
    from cvsignal.promotion.flips import Flip

_LINK = Path("models/current")
_TEST = Path("data/annotated/test.jsonl")
_FLIPS = 20  # that promote shows: thousands would hide its figures
Link = Annotated[Path, typer.Option("--to", help="Where the model in use stands.")]


def compare(
    old: Annotated[Path, typer.Argument(help="Model folder in use.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="Model folder that may replace it.", show_default=False)],
    on: Annotated[list[Path], typer.Option("--on", help="Annotated JSONL, or a folder of CVs.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes that read the CVs of a folder.")] = 2,
) -> None:
    """Show what a new model would change: figures with intervals, and every candidate it moves, with why."""
    from cvsignal import load
    from cvsignal.corpus import jsonl_files, read_reviewed
    from cvsignal.evaluation import flattered
    from cvsignal.promotion.compare import compare_on_folder, compare_on_records

    before, after = load(old), load(new)
    folders = [path for path in on if path.is_dir() and not any(path.glob("*.jsonl"))]
    if folders and len(on) > 1:
        raise typer.BadParameter("Name one folder of CVs, or annotated JSONL.", param_hint="--on")
    if folders:
        found = compare_on_folder(before, after, folders[0], workers)
    else:
        records = read_reviewed(jsonl_files(on))
        for which, screener in (("old model", before), ("new model", after)):
            if remark := flattered(screener, records, which):
                typer.echo(remark, err=True)
        found = compare_on_records(before, after, records)
    if as_json:
        typer.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
    else:
        print_comparison(found)


def promote(
    model: Annotated[Path, typer.Argument(help="Model folder to promote.", show_default=False)],
    to: Link = _LINK,
    test: Annotated[
        list[Path] | None,
        typer.Option("--test", help=f"Fixed test data; {_TEST} where none is named.", show_default=False),
    ] = None,
    force: Annotated[
        str | None,
        typer.Option(
            "--force", help="Promote in spite of the gate, for this reason; it is recorded.", show_default=False
        ),
    ] = None,
) -> None:
    """Put a model in use, unless it is worse than the present one on the test data or breaks an invariance."""
    from cvsignal.corpus import jsonl_files
    from cvsignal.promotion.promote import promote as run

    version, verdict = run(model, to, jsonl_files(test or [_TEST]), force=force)
    for note in verdict.notes:
        typer.echo(note, err=True)
    if verdict.comparison is not None:
        print_comparison(verdict.comparison, most=_FLIPS)
    for reason in verdict.reasons:
        typer.echo(f"Overridden: {reason}", err=True)
    typer.echo(f"{to} is now {version}", err=True)


def rollback(
    to: Link = _LINK,
    reason: Annotated[str, typer.Option("--reason", help="Kept in the log.", show_default=False)] = "",
) -> None:
    """Go back to the model before the present one."""
    from cvsignal.promotion.store import Store

    typer.echo(f"{to} is now {Store(to).rollback(reason)}", err=True)


def print_comparison(found: Comparison, most: int | None = None) -> None:
    """The tables of a comparison on the terminal, with the first ``most`` flips, or all."""
    from rich.console import Console
    from rich.table import Table

    from cvsignal.promotion.bootstrap import better, worse

    console = Console(width=120)
    for note in found.notes:
        console.print(note, markup=False)
    if found.differences:
        table = Table("figure", "CVs", "old", "new", "gain, 95% interval", "all together", title="Old and new model")
        fallen, risen = worse(found.differences), better(found.differences)
        for d in found.differences:
            word = "worse" if d in fallen else "better" if d in risen else "no clear change"
            table.add_row(d.name, str(d.cvs), f"{d.old:.3f}", f"{d.new:.3f}", f"{d.low:+.3f} … {d.high:+.3f}", word)
        console.print(table)
    console.print(f"{len(found.flips)} changes among {found.cvs} CVs: a verdict, or a rank in the first 20")
    for flip in found.flips[:most]:
        _print_flip(console, flip)
    if most is not None and len(found.flips) > most:
        console.print(
            f"… and {len(found.flips) - most} more: `cvsignal compare OLD NEW --on DATA` lists all", highlight=False
        )


def _print_flip(console: Console, flip: Flip) -> None:
    old, new = flip.old, flip.new
    lines = [
        f"{flip.name} · {flip.role}: {old.verdict} → {new.verdict}"
        if flip.changes_verdict
        else f"{flip.name} · {flip.role}",
        f"  rank {old.rank} → {new.rank}, score {old.score:.1f} → {new.score:.1f}, grade {old.grade} → {new.grade}",
    ]
    lines += [f"  {part.feature}: {part.old:+.2f} → {part.new:+.2f}" for part in flip.parts]
    lines += [f"  + {words}" for words in flip.gained] + [f"  − {words}" for words in flip.lost]
    console.print("\n".join(lines), markup=False, highlight=False)
