"""What the annotated corpus holds and how far its readers agree, as Markdown."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from cvsignal.corpus import Record, jsonl_files, read_records
from cvsignal.corpus_figures import as_markdown, describe
from cvsignal.labels.agreement import agree
from cvsignal.markup import mark
from tools.tables import table

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "data" / "annotated"
CURVE = ROOT / "notebooks" / "1_corpus.json"
_SAMPLE_SPANS = range(4, 9)


def _splits() -> dict[str, list[Record]]:
    return {path.stem: read_records([path]) for path in jsonl_files([CORPUS])}


def counts() -> str:
    """What ``cvsignal corpus describe data/annotated`` prints."""
    return as_markdown(describe(_splits()))


def batches() -> str:
    """The batches with their writers' share of each split."""
    found = Counter(
        (split, r.batch, r.language, str(r.meta.get("prevalence", "natural")))
        for split, rs in _splits().items()
        for r in rs
    )
    rows = [
        [split, f"`{batch}`", language, kind, count] for (split, batch, language, kind), count in sorted(found.items())
    ]
    return table([["split", "batch", "language", "labels are as frequent as", "CVs"], *rows])


def sample() -> str:
    """The shortest CV of the training split with a few spans, marked up."""
    records = [
        r for r in read_records([CORPUS / "train.jsonl"]) if len(r.spans) in _SAMPLE_SPANS and r.language == "en"
    ]
    one = min(records, key=lambda r: (len(r.text), r.id))
    grades = ", ".join(f"`{role}` {grade}" for role, grade in one.fit.items())
    return f"`{one.id}` ({one.meta.get('brief', '')}); grades: {grades}\n\n```text\n{mark(one.text, one.spans)}\n```"


def agreement() -> str:
    """What ``cvsignal labels agree`` measures on the two readings as they were before anyone compared them."""
    first, second = (read_records([CORPUS / "second" / name]) for name in ("first.jsonl", "second.jsonl"))
    figures = agree(first, second).figures
    spans, grades = figures["spans"], figures["grades"]
    labels = [[f"`{name}`", row["first"], row["second"], row["f1"]] for name, row in spans["labels"].items()]
    roles = [[f"`{role}`", row["cvs"], row["exact"], row["qwk"], row["alpha"]] for role, row in grades.items()]
    return "\n\n".join(
        [
            f"{figures['cvs']} CVs read twice. Assertions are the same on {spans['assertion_agreement']:.1%} of the spans "
            "that both marked.",
            table([["spans", "first", "second", "F1"], *labels, ["all", "", "", spans["f1"]]]),
            table([["grade", "CVs", "same", "QWK", "Krippendorff's alpha"], *roles]),
        ]
    )


def learning_curve(kept: Path = CURVE) -> str:
    """What a full run of notebook 1 found, from the figures that it kept."""
    found = json.loads(kept.read_text(encoding="utf-8"))
    rows = found["rows"]
    whose = (
        "of real people, which are not in this repository" if found["of_real_people"] else "of the development split"
    )
    head = ["CVs learned from", *(name.replace("_", " ") for name in rows["columns"])]
    cells = [[size, *figures] for size, figures in zip(rows["index"], rows["data"], strict=True)]
    return f"Measured on {found['cvs']} CVs {whose}.\n\n{table([head, *cells])}"
