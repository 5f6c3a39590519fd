"""Ablations of the tagger, and its speed: ``python benchmarks/tagging.py [JSONL…]``.

Each column learns from the training CVs, without some traits, without flattened copies, without a second look at clauses, or is
read without its networks; it sets its thresholds on the development CVs, and is measured, per language, on the test split and on
every JSONL named. "lexicon only" learns nothing: its rules and names speak for
themselves.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cvsignal.corpus import read_records
from cvsignal.evaluation import Judged, evidence_of, evidence_scores
from cvsignal.reading import from_text
from cvsignal.schema import LABELS, Label
from cvsignal.sections import outline
from cvsignal.tagging.labelling import Finding, choose
from cvsignal.tagging.pieces import looked_again
from cvsignal.tagging.tagger import Tagger
from cvsignal.tagging.traits import rule_label
from cvsignal.tagging.weights import Weights
from cvsignal.training.examples import NO_PIECES, Candidates, Example, common_words, examples, natural
from cvsignal.training.flattened import flattened_copies
from cvsignal.training.tables import Tables
from cvsignal.training.tagger import HeldOut, learn_weights, tuned

CORPUS = Path(__file__).resolve().parents[1] / "data" / "annotated"
_SILENT = frozenset({"skills", "interests", "services", "objective"})

Read = tuple[Example, Candidates]
NO_COPIES = "no flattened copies"
ONE_LOOK = "no second look"
#: Traits (as regular expressions) that a variant does without; names and clauses alike.
#: The first one is also measured without its networks.
VARIANTS: dict[str, str | None] = {
    "both": None,
    "learned only": r"(n:)?(c=|rule=|first=|left~|right~)|[\w.=?]+&|(n:\w+&)?pos=t|n:\w+\.\w+&|(en|fr):\S*\b(act|object)\.",
    "lexicon learned, no words": r"(n:)?(w0=)?(en|fr):|(n:)?([lr][123]=|(\w+&)?head=)",
    "without sections": r"(n:\w+&)?(sec|pos|head=|title-row|under-title|no-position|heading|rule=\w+&)"
    r"|(?!number&)\w+&(act|object|tool|context|title|number)\b",
    NO_COPIES: None,
    ONE_LOOK: None,
    "without context": r"(n:)?([lr][123]=|left~|right~)|(n:)?c=context|[\w.]*&?context\.",
}


def _without(tables: Tables, expression: str | None) -> Tables:
    if expression is None:
        return tables
    drop = re.compile(expression).match
    return Tables(*(table.without([bool(drop(trait)) for trait in table.traits]) for table in tables))


def _tables(*parts: Iterable[Read]) -> Tables:
    return Tables.joined([Tables.of(candidates for _, candidates in part) for part in parts])


def _held_out(read: Read, weights: Weights) -> HeldOut:
    """What weights say of an example; a trait that they were not learned with says nothing."""
    example, candidates = read
    wholes = weights.clauses.logits(candidates.clause_bags, candidates.places)
    clauses = looked_again(wholes, weights.clauses.logits(candidates.pieces.bags), candidates.pieces.clauses)
    return HeldOut(example, clauses, weights.names.logits(candidates.name_bags))


def _learned(read: Read, weights: Weights) -> list[Finding]:
    found = _held_out(read, weights)
    return choose(found.example.scene, found.clauses, found.names, weights)


def _by_lexicon(read: Read) -> Iterator[Finding]:
    scene, candidates = read[0].scene, read[1]
    for name in scene.names:
        for label in name.labels:
            yield Finding(name.first, name.last, label, 0.0, 0.5)  # type: ignore[arg-type]
    for clause, bag in zip(scene.clauses, candidates.clause_bags, strict=True):
        if scene.outline.rows[clause.row].section not in _SILENT:
            for label in sorted({label for label in map(rule_label, bag) if label}):
                yield Finding(clause.first, clause.last, label, 0.0, 0.5)  # type: ignore[arg-type]


def _judged(found: Sequence[Read], say: Callable[[Read], Sequence[Finding]]) -> list[Judged]:
    return [Judged(e.record, tuple(evidence_of(e.scene, e.document, say((e, c)))), e.outline) for e, c in found]


def _row(sets: dict[str, list[Read]], say: Callable[[Read], Sequence[Finding]]) -> dict[str, dict[str, float]]:
    """Set and language -> F1 of all spans and of each label."""
    row: dict[str, dict[str, float]] = {}
    for name, found in sets.items():
        for language, scores in evidence_scores(_judged(found, say)).items():
            labels = {label: values["f1"] for label, values in scores["labels"].items()}
            row[f"{name} {language}"] = {"all spans": scores["micro"]["f1"], **labels}
    return row


def _print(rows: dict[str, dict[str, dict[str, float]]]) -> None:
    console = Console(width=150)
    columns = list(next(iter(rows.values())))
    names: list[Label | str] = ["all spans", *LABELS]
    for column in columns:
        table = Table(title=f"F1 · {column}")
        table.add_column("label")
        for variant in rows:
            table.add_column(variant, justify="right")
        for name in names:
            cells = [rows[variant][column].get(name) for variant in rows]
            table.add_row(name, *("–" if cell is None else f"{cell:.3f}" for cell in cells))
        console.print(table)


def _speed(weights: Weights, found: Sequence[Read]) -> None:
    tagger = Tagger.from_weights(weights)
    times: list[float] = []
    for example in [e for e, _ in found if len(e.record.text) > 3000] * 2:  # the first round warms up
        document = from_text(example.record.text)
        shape = outline(document)
        started = time.process_time()
        tagger.tag(document, shape, example.record.language)
        times.append(1000 * (time.process_time() - started) / len(example.record.text) * 6000)
    print(
        f"tagging: {statistics.median(times[len(times) // 2 :]):.1f} ms of CPU for 6,000 characters (median of {len(times) // 2})"
    )


def _once(read: Read) -> Read:
    """The same without the pieces of its clauses."""
    return read[0], read[1]._replace(pieces=NO_PIECES)


def _as_is(read: Read) -> Read:
    return read


def _variants(train: Sequence[Read], copies: Sequence[Read]) -> Iterator[tuple[str, Weights]]:
    """Each variant's weights, thresholds and confidence not yet set."""
    tables = _tables(train, copies)
    for variant, expression in VARIANTS.items():
        print(f"… {variant}", file=sys.stderr)
        cvs = len(train) + (0 if variant == NO_COPIES else len(copies))
        taught = _tables(map(_once, train), copies) if variant == ONE_LOOK else _without(tables, expression)
        learned = learn_weights(taught, range(cvs))
        yield variant, learned
        if variant == "both":
            clauses, names = (replace(part, network=None) for part in (learned.clauses, learned.names))
            yield "no network", replace(learned, clauses=clauses, names=names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="*", type=Path, help="further annotated CVs, only measured")
    arguments = parser.parse_args()
    learn_from = read_records([CORPUS / "train.jsonl"])
    common = common_words(learn_from)
    train = list(examples(learn_from, common))
    flattened = flattened_copies([learn_from[i] for i in natural(learn_from)])
    copies = list(examples(flattened, common, pieces=False))
    dev = list(examples(read_records([CORPUS / "dev.jsonl"]), common))
    paths = {"test": CORPUS / "test.jsonl", **{path.stem: path for path in arguments.data}}
    sets = {name: list(examples(read_records([path]), common)) for name, path in paths.items()}
    rows = {"lexicon only": _row(sets, lambda read: list(_by_lexicon(read)))}
    for variant, learned in _variants(train, copies):
        look = _once if variant == ONE_LOOK else _as_is
        weights = replace(tuned(learned, [_held_out(look(read), learned) for read in dev]), common=common)
        looked_at = {name: list(map(look, found)) for name, found in sets.items()}
        rows[variant] = _row(looked_at, partial(_learned, weights=weights))
        if variant == "both":
            _speed(weights, sets["test"])
    _print(rows)


if __name__ == "__main__":
    main()
