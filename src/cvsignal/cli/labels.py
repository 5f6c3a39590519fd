"""``cvsignal labels …``: CVs out to labelling tools and back, samples of a screening, agreement of two people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cvsignal.cli.options import Model

if TYPE_CHECKING:
    from cvsignal.labels.agreement import Agreement

app = typer.Typer(help="Label CVs in the tool you know, and measure how far people agree.", no_args_is_help=True)

_NAMED = 5  # CVs that only one of two people has: more are counted
Format = Annotated[
    Literal["label-studio", "prodigy", "doccano", "spacy", "markup"],
    typer.Option("--format", "-f", help="Format of the labelling tool.", show_default=False),
]
Sample = Annotated[Literal["uncertain", "random", "disagreement"], typer.Option("--sample", help="Which CVs to pick.")]
Out = Annotated[Path, typer.Option("--out", "-o", help="File to write.", show_default=False)]


@app.command("export")
def export(
    source: Annotated[
        Path, typer.Argument(help="Annotated JSONL, or a folder of JSONL files or of CVs.", show_default=False)
    ],
    name: Format,
    out: Out,
    model: Model = None,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest/--no-suggest", help="Label CVs that have no labels with the model, or leave its labels out."
        ),
    ] = True,
) -> None:
    """Write CVs for a labelling tool, with the labels they have or the model's own as suggestions.

    The exact texts go to FILE.base.jsonl: name that file as --base when you import.
    """
    from cvsignal import load
    from cvsignal.corpus import no_such_path, without_suggestions, write_records
    from cvsignal.labels.exchange import export_labels, sourced
    from cvsignal.labels.foreign import Sourced
    from cvsignal.labels.suggest import cvs_of, suggester

    if not source.exists():
        raise no_such_path(source)
    annotated = [source] if source.suffix == ".jsonl" else sorted(source.glob("*.jsonl"))
    if annotated:
        found = sourced(annotated)
    else:
        notes: list[str] = []
        found = list(cvs_of(source, load(model), notes))
        _tell(notes)
    if not suggest:
        found = [Sourced(where, without_suggestions(record)) for where, record in found]
    fill = (
        suggester(load(model)) if suggest and annotated and any(not r.spans and not r.fit for _, r in found) else None
    )
    written = export_labels(found, name, out, suggest=fill)
    base = out.with_name(f"{out.name}.base.jsonl")
    write_records(base, (record for _, record in found))
    typer.echo(f"{len(found)} CVs written to {', '.join(map(str, written))}; texts kept in {base}", err=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="What the tool exported.", show_default=False)],
    name: Format,
    out: Out,
    base: Annotated[
        Path | None, typer.Option("--base", help="JSONL with the texts that were exported.", show_default=False)
    ] = None,
    annotator: Annotated[
        str | None, typer.Option("--annotator", help="Take this person's labels alone.", show_default=False)
    ] = None,
    screening: Annotated[
        Path | None,
        typer.Option(
            "--screening", help="Ledger from which the CVs were drawn: note them as labelled.", show_default=False
        ),
    ] = None,
) -> None:
    """Read labels back as annotated CVs, on our own texts; whatever was moved or left out is said."""
    from cvsignal.corpus import read_records, write_records
    from cvsignal.labels.exchange import import_labels
    from cvsignal.labels.sampling import LABELLED, remember

    found = import_labels(file, name, read_records([base]) if base else (), annotator=annotator)
    _tell(found.notes)
    write_records(out, found.records)
    if screening is not None:
        remember(screening, found.records, LABELLED)
    typer.echo(f"{len(found.records)} labelled CVs written to {out}", err=True)


@app.command("from-screening")
def from_screening(
    ledger: Annotated[
        Path, typer.Argument(help="screening.sqlite of a screening's output folder.", show_default=False)
    ],
    out: Out,
    sample: Sample = "uncertain",
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many CVs.")] = 50,
    seed: Annotated[int, typer.Option("--seed", help="For the order of a random sample.")] = 0,
    against: Annotated[
        Path | None, typer.Option("--against", help="Second model, for disagreement.", show_default=False)
    ] = None,
) -> None:
    """Pick CVs of a screening that are worth labelling, each once; they are remembered and not picked again."""
    from cvsignal import load
    from cvsignal.corpus import write_records
    from cvsignal.labels.sampling import DRAWN, draw, remember

    screener = load(against) if against is not None else None
    second = (lambda a: screener.assess_text(a.text, a.language).fit) if screener is not None else None
    records = draw(ledger, sample, count, seed=seed, second=second)
    write_records(out, records)
    remember(ledger, records, DRAWN)
    typer.echo(
        f"{len(records)} CVs written to {out}, with the model's suggestions. Export them for your tool.", err=True
    )


@app.command("agree")
def agree(
    first: Annotated[Path, typer.Argument(help="JSONL of the first person, or a folder of it.", show_default=False)],
    second: Annotated[Path, typer.Argument(help="JSONL of the second person, or a folder of it.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print figures and disagreements as JSON.")] = False,
) -> None:
    """Measure how far two people agree on the same CVs, and list what to adjudicate."""
    from dataclasses import asdict

    from cvsignal.corpus import jsonl_files, read_records
    from cvsignal.labels.agreement import agree as run

    found = run(read_records(jsonl_files([first])), read_records(jsonl_files([second])))
    for side, ids in found.alone.items():
        if ids:
            more = f" … and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
            typer.echo(f"{len(ids)} CVs only in the {side}, left out: {', '.join(ids[:_NAMED])}{more}", err=True)
    if as_json:
        rows = [asdict(d) for d in found.disagreements]
        typer.echo(json.dumps({**found.figures, "disagreements": rows}, indent=2, ensure_ascii=False))
    else:
        _print_agreement(found)


def _print_agreement(found: Agreement) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    spans = Table("label", "first", "second", "F1", title=f"spans of {found.figures['cvs']} CVs")
    for label, row in found.figures["spans"]["labels"].items():
        spans.add_row(label, str(row["first"]), str(row["second"]), _figure(row["f1"]))
    spans.add_row("all", "", "", _figure(found.figures["spans"]["f1"]))
    grades = Table("role", "CVs", "same grade", "QWK", "Krippendorff's alpha", title="grades")
    for role, row in found.figures["grades"].items():
        grades.add_row(role, str(row["cvs"]), *(_figure(row[key]) for key in ("exact", "qwk", "alpha")))
    rows = Table("CV", "what", "words", "first", "second", title=f"{len(found.disagreements)} disagreements")
    for d in found.disagreements:
        rows.add_row(d.id, d.what, d.words, d.first, d.second)
    for table in (spans, grades, rows):
        console.print(table)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _tell(notes: list[str]) -> None:
    for note in notes:
        typer.echo(note, err=True)
