"""Figures of training and evaluation as tables on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table


def print_metrics(metrics: Mapping[str, Any], console: Console | None = None) -> None:
    """Prints figures as :mod:`cvsignal.evaluation` gives them; parts named by their keys where there are several."""
    console = console or Console(width=120)
    if "evidence" in metrics:
        _print_part(metrics, "", console)
        return
    for name, part in metrics.items():
        _print_part(part, name.replace("_", " "), console)


def _print_part(part: Mapping[str, Any], name: str, console: Console) -> None:
    for language, scores in part["evidence"].items():
        console.print(_evidence_table(language, scores, name))
    for role, scores in part.get("fit", {}).items():
        console.print(_fit_table(role, scores, name))
    for role, rows in part.get("baselines", {}).items():
        console.print(_baseline_table(role, rows, name))


def _title(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _evidence_table(language: str, scores: Mapping[str, Any], name: str) -> Table:
    accuracy = scores["assertion_accuracy"]
    caption = f"assertion right on {accuracy:.1%} of matched spans" if accuracy is not None else None
    table = Table(title=_title(name, "evidence", language, f"{scores['cvs']} CVs"), caption=caption)
    for column in ("label", "gold", "found", "P", "R", "F1"):
        table.add_column(column, justify="left" if column == "label" else "right")
    rows = [*scores["labels"].items(), ("all spans", scores["micro"]), ("label in CV", scores["label_in_cv"])]
    for label, row in rows:
        figures = (f"{row[key]:.3f}" for key in ("precision", "recall", "f1"))
        table.add_row(label, str(row["gold"]), str(row["found"]), *figures, end_section=label == rows[-3][0])
    return table


_FIGURES = (
    "qwk",
    "spearman",
    "auc",
    "brier",
    "brier_of_base_rate",
    "exact_grade",
    "verdicts_wrong",
    "left_to_a_person",
)


def _cells(row: Mapping[str, Any], keys: tuple[str, ...]) -> list[str]:
    return ["–" if row.get(key) is None else f"{row[key]:.3f}" for key in keys]


def _fit_table(role: str, scores: Mapping[str, Any], name: str) -> Table:
    table = Table(title=_title(name, "fit", role))
    table.add_column("CVs")
    for column in ("n", *_FIGURES):
        table.add_column(column.replace("_", " "), justify="right")
    for group, row in scores.items():
        table.add_row(group, str(row["cvs"]), *_cells(row, _FIGURES))
    return table


def _baseline_table(role: str, rows: Mapping[str, Any], name: str) -> Table:
    keys = ("qwk", "spearman", "auc", "brier")
    table = Table(title=_title(name, "beside", role))
    table.add_column("method")
    for key in keys:
        table.add_column(key, justify="right")
    for method, row in rows.items():
        table.add_row(method, *_cells(row, keys))
    return table
