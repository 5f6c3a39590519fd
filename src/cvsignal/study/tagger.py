"""What the tagger gets right and wrong, one row a span, and whether its confidence is what it says."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from cvsignal.evaluation import Judged, matches, section_at

_COLUMNS = ("id", "language", "label", "section", "outcome", "confidence", "said", "true", "words")


def outcomes(judged: Iterable[Judged]) -> pd.DataFrame:
    """One row a span that was found or ought to have been: ``outcome`` is "right", "false hit" or "missed"; ``said`` and
    ``true`` are the assertions; ``confidence`` is empty for what was missed."""
    return pd.DataFrame([row for item in judged for row in _rows(item)], columns=list(_COLUMNS))


def _rows(item: Judged) -> Iterable[tuple[object, ...]]:
    record = item.record
    pairs = matches(record.spans, item.evidence)
    for evidence, match in zip(item.evidence, pairs, strict=True):
        true = record.spans[match].assertion if match is not None else None
        outcome = "false hit" if match is None else "right"
        where = (record.id, record.language, evidence.label, section_at(item.outline, evidence.start))
        yield *where, outcome, evidence.confidence, evidence.assertion, true, " ".join(evidence.text.split())
    for number, span in enumerate(record.spans):
        if number not in pairs:
            where = (record.id, record.language, span.label, section_at(item.outline, span.start))
            words = " ".join(record.text[span.start : span.end].split())
            yield *where, "missed", None, None, span.assertion, words


def scores_by(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Counts of outcomes, precision, recall and F1 for each value of the columns, the lowest F1 first."""
    counts = rows.pivot_table(index=list(columns), columns="outcome", values="id", aggfunc="count", fill_value=0)
    counts = counts.reindex(columns=["right", "false hit", "missed"], fill_value=0)
    counts["precision"] = counts["right"] / (counts["right"] + counts["false hit"]).clip(lower=1)
    counts["recall"] = counts["right"] / (counts["right"] + counts["missed"]).clip(lower=1)
    counts["F1"] = 2 * counts["right"] / (2 * counts["right"] + counts["false hit"] + counts["missed"])
    return counts.sort_values("F1")


def reliability(rows: pd.DataFrame, bins: int = 10) -> pd.DataFrame:
    """Found spans in bins of equal width of confidence: how many, the mean confidence, the share that is right."""
    found = rows[rows["outcome"] != "missed"].assign(confidence=lambda table: table["confidence"].astype(float))
    place = np.minimum((found["confidence"] * bins).astype(int), bins - 1)
    groups = found.assign(right=found["outcome"] == "right").groupby(place)
    table = groups.agg(spans=("id", "count"), said=("confidence", "mean"), true=("right", "mean"))
    table.index = pd.Index([f"{low / bins:.1f}-{(low + 1) / bins:.1f}" for low in table.index], name="confidence")
    return table


def calibration_error(table: pd.DataFrame, count: str = "spans") -> float:
    """Expected calibration error: the mean distance of ``said`` and ``true``, each bin weighed by its size."""
    return float(np.average((table["said"] - table["true"]).abs(), weights=table[count]))
