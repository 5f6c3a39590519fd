"""Annotated CVs as tables: one row a CV, one row a span, labels side by side, words shared with other CVs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from cvsignal.corpus import Record
from cvsignal.evaluation import section_at
from cvsignal.reading import from_text
from cvsignal.schema import LABELS
from cvsignal.sections import outline


def cvs_table(records: Iterable[Record]) -> pd.DataFrame:
    """One row a CV: id, language, batch, words, spans, and a column ``grade <role>`` for each role."""
    return pd.DataFrame(
        {
            "id": record.id,
            "language": record.language,
            "batch": record.batch,
            "words": len(re.findall(r"\w+", record.text)),
            "spans": len(record.spans),
            **{f"grade {role}": grade for role, grade in record.fit.items()},
        }
        for record in records
    )


def spans_table(records: Iterable[Record]) -> pd.DataFrame:
    """One row a span: id, language, label, assertion, the section where it stands, its number of words."""
    rows = []
    for record in records:
        shape = outline(from_text(record.text)) if record.spans else None
        rows += [
            {
                "id": record.id,
                "language": record.language,
                "label": span.label,
                "assertion": span.assertion,
                "section": section_at(shape, span.start) if shape else "other",
                "words": len(record.text[span.start : span.end].split()),
            }
            for span in record.spans
        ]
    return pd.DataFrame(rows, columns=["id", "language", "label", "assertion", "section", "words"])


def cooccurrence(records: Iterable[Record]) -> pd.DataFrame:
    """Share of the CVs with the row's label that have the column's label too, from asserted spans; empty rows are 0."""
    present = pd.DataFrame(
        [[any(s.label == label and s.assertion == "asserted" for s in r.spans) for label in LABELS] for r in records],
        columns=list(LABELS),
        dtype=float,
    )
    together = present.T @ present
    return together.div(present.sum().clip(lower=1), axis=0)


def vocabulary_overlap(ours: Sequence[Record], theirs: Sequence[Record]) -> pd.DataFrame:
    """How much of others' vocabulary we know, by language: of their different words, of their running words, and of
    the running words inside their spans."""
    rows = {}
    for language in sorted({record.language for record in theirs}):
        known = set(_words(r.text for r in ours if r.language == language))
        strangers = [r for r in theirs if r.language == language]
        running = _words(r.text for r in strangers)
        inside = _words(r.text[s.start : s.end] for r in strangers for s in r.spans)
        rows[language] = {
            "CVs": len(strangers),
            "different words known": _share(known, dict.fromkeys(running, 1)),
            "running words known": _share(known, running),
            "words in spans known": _share(known, inside),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text.lower()))


def _share(known: set[str], counts: dict[str, int]) -> float:
    total = sum(counts.values())
    return sum(count for word, count in counts.items() if word in known) / total if total else 0.0
