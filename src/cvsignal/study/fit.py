"""What the model of a role says beside the true grades: calibration, confusion, and its worst errors explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import pandas as pd

from cvsignal.evaluation import Judged, logit_of
from cvsignal.schema import GRADES, Contribution, Fit
from cvsignal.training.card import calibration

_STRONGEST = 3
_QUOTED = 60  # characters of a quotation


def grades_table(judged: Iterable[Judged], role: str) -> pd.DataFrame:
    """One row a graded CV: id, language, batch, true grade, grade said, score, verdict, and how far the grade is off."""
    rows = [
        {
            "id": item.record.id,
            "language": item.record.language,
            "batch": item.record.batch,
            "true": item.record.fit[role],
            "said": item.fit[role].grade,
            "score": item.fit[role].score,
            "verdict": item.fit[role].verdict,
            "off": item.fit[role].grade - item.record.fit[role],
        }
        for item in judged
        if item.fit is not None and role in item.record.fit
    ]
    return pd.DataFrame(rows, columns=["id", "language", "batch", "true", "said", "score", "verdict", "off"])


def confusion(table: pd.DataFrame) -> pd.DataFrame:
    """CVs by true grade (rows) and grade said (columns)."""
    counts = pd.crosstab(table["true"], table["said"])
    return counts.reindex(index=list(GRADES), columns=list(GRADES), fill_value=0)


def calibration_table(judged: Iterable[Judged], role: str, bins: int = 10) -> pd.DataFrame:
    """Scores in bins of equal width: how many CVs, the mean chance that was said, the share graded 2 or 3."""
    graded = [item for item in judged if item.fit is not None and role in item.record.fit]
    found = calibration([logit_of(item, role) for item in graded], [item.record.fit[role] for item in graded], bins)
    return pd.DataFrame(asdict(one) for one in found)


def verdicts_table(table: pd.DataFrame) -> pd.DataFrame:
    """CVs by verdict (rows) and true grade (columns)."""
    return pd.crosstab(table["verdict"], table["true"]).reindex(columns=list(GRADES), fill_value=0)


def worst_errors(judged: Sequence[Judged], role: str, count: int = 10) -> pd.DataFrame:
    """The CVs whose grade is furthest off, by the score where equal: what spoke for them and in which words, which
    labels were missed, and which were found that are not there."""
    graded = [item for item in judged if item.fit is not None and role in item.record.fit]
    ranked = sorted(graded, key=lambda item: (-_distance(item, role), item.record.id))
    return pd.DataFrame(_explained(item, role) for item in ranked[:count])


def _distance(item: Judged, role: str) -> float:
    fit = _fit(item, role)
    true = item.record.fit[role]
    return abs(fit.grade - true) + abs(fit.score / 100.0 - float(true >= 2))


def _fit(item: Judged, role: str) -> Fit:
    if item.fit is None:
        raise ValueError(f"{item.record.id}: not judged by a whole model")
    return item.fit[role]


def _explained(item: Judged, role: str) -> dict[str, object]:
    fit = _fit(item, role)
    parts = sorted((c for c in fit.contributions if c.feature != "base"), key=lambda c: -c.points)[:_STRONGEST]
    found = {e.label for e in item.evidence if e.assertion == "asserted"}
    true = {s.label for s in item.record.spans if s.assertion == "asserted"}
    return {
        "id": item.record.id,
        "brief": item.record.meta.get("brief", ""),
        "true": item.record.fit[role],
        "said": fit.grade,
        "score": round(fit.score, 1),
        "verdict": fit.verdict,
        "spoke for it": "; ".join(_reason(part, item) for part in parts if part.points > 0),
        "labels missed": ", ".join(sorted(true - found)),
        "labels that are not there": ", ".join(sorted(found - true)),
    }


def _reason(part: Contribution, item: Judged) -> str:
    words = " ".join(item.evidence[part.evidence[0]].text.split()) if part.evidence else ""
    quoted = f" “{words[:_QUOTED]}{'…' if len(words) > _QUOTED else ''}”" if words else ""
    return f"{part.feature} {part.points:+.2f}{quoted}"
