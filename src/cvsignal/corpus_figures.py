"""What a corpus holds, in figures: the tables of its card."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cvsignal.corpus import Record
from cvsignal.schema import ASSERTIONS, GRADES, LABELS


def describe(splits: Mapping[str, Sequence[Record]]) -> dict[str, Any]:
    """Figures of each split and language: CVs, words, spans by label and assertion, grades by role, batches."""
    return {
        name: {
            language: _figures([r for r in records if r.language == language])
            for language in sorted({r.language for r in records})
        }
        for name, records in splits.items()
    }


def _figures(records: Sequence[Record]) -> dict[str, Any]:
    words = sorted(len(re.findall(r"\w+", r.text)) for r in records)
    labels = Counter(span.label for r in records for span in r.spans)
    assertions = Counter(span.assertion for r in records for span in r.spans)
    roles = sorted({role for r in records for role in r.fit})
    return {
        "cvs": len(records),
        "batches": len({r.batch for r in records}),
        "words": {"least": words[0], "median": int(statistics.median(words)), "most": words[-1], "all": sum(words)},
        "spans": labels.total(),
        "labels": {label: labels[label] for label in LABELS},
        "assertions": {assertion: assertions[assertion] for assertion in ASSERTIONS},
        "grades": {role: _grades(r.fit[role] for r in records if role in r.fit) for role in roles},
        "without_spans": sum(not r.spans for r in records),
    }


def _grades(grades: Iterable[int]) -> dict[str, int]:
    counts = Counter(grades)
    return {str(grade): counts[grade] for grade in GRADES}


def as_markdown(figures: Mapping[str, Any]) -> str:
    """The figures as the tables of a data card; one column a split and language."""
    columns = [(f"{split} {language}", part) for split, parts in figures.items() for language, part in parts.items()]
    roles = sorted({role for _, part in columns for role in part["grades"]})
    words = ("least", "median", "most", "all")
    tables = [
        [
            ("", [name for name, _ in columns]),
            ("CVs", [part["cvs"] for _, part in columns]),
            ("batches", [part["batches"] for _, part in columns]),
            *((f"words, {key}", [part["words"][key] for _, part in columns]) for key in words),
            ("spans", [part["spans"] for _, part in columns]),
            ("CVs without a span", [part["without_spans"] for _, part in columns]),
        ],
        [
            ("spans", [name for name, _ in columns]),
            *((f"`{label}`", [part["labels"][label] for _, part in columns]) for label in LABELS),
            *((assertion, [part["assertions"][assertion] for _, part in columns]) for assertion in ASSERTIONS),
        ],
        [
            ("grade", [name for name, _ in columns]),
            *(
                (f"`{role}` {grade}", [part["grades"].get(role, {}).get(str(grade), 0) for _, part in columns])
                for role in roles
                for grade in GRADES
            ),
        ],
    ]
    return "\n\n".join(_table(rows) for rows in tables)


def _table(rows: Sequence[tuple[str, Sequence[object]]]) -> str:
    lines = [
        "| " + " | ".join([head, *(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells)]) + " |"
        for head, cells in rows
    ]
    rule = "|---" + "|---:" * len(rows[0][1]) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
