"""How far two people who labelled the same CVs agree: spans by label, grades by role, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import cohen_kappa_score

from cvsignal.corpus import GoldSpan, Record
from cvsignal.errors import CorpusError
from cvsignal.schema import GRADES, LABELS
from cvsignal.tagging.labelling import pair_up


@dataclass(frozen=True)
class Disagreement:
    """One thing to adjudicate. ``first`` and ``second`` are what each person said; "" where nothing."""

    id: str
    what: str  # a label, "<label>: assertion", or a role
    words: str  # "" for a grade
    first: str
    second: str


@dataclass(frozen=True)
class Agreement:
    """Figures and the list of disagreements; ``alone`` names the CVs that only the first or the second person has."""

    figures: dict[str, Any]
    disagreements: tuple[Disagreement, ...]
    alone: dict[str, tuple[str, ...]]


def agree(first: Sequence[Record], second: Sequence[Record]) -> Agreement:
    """Compares the records that both have by id; raises CorpusError where there is none or the texts differ."""
    others = {record.id: record for record in second}
    pairs = [(a, others[a.id]) for a in first if a.id in others]
    if not pairs:
        raise CorpusError("The two files have no id in common. Give both people the same export.")
    for a, b in pairs:
        if a.text != b.text:
            raise CorpusError(f"{a.id}: the two files have another text. Import both with the same --base.")
    spans, found = _spans(pairs)
    grades, more = _grades(pairs)
    common = {a.id for a, _ in pairs}
    sides = {"first": first, "second": second}
    alone = {side: tuple(r.id for r in records if r.id not in common) for side, records in sides.items()}
    only = {side: len(ids) for side, ids in alone.items()}
    figures = {"cvs": len(pairs), "only_in": only, "spans": spans, "grades": grades}
    return Agreement(figures, tuple(sorted([*found, *more], key=lambda d: (d.id, d.what, d.words))), alone)


def _apart(a: GoldSpan, b: GoldSpan) -> int:
    """The distance of two spans: the more they overlap the further below nought."""
    return max(a.start, b.start) - min(a.end, b.end)


def _spans(pairs: Sequence[tuple[Record, Record]]) -> tuple[dict[str, Any], list[Disagreement]]:
    both: Counter[str] = Counter()
    said: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    same_assertion = 0
    found: list[Disagreement] = []
    for a, b in pairs:
        matched = pair_up(a.spans, b.spans, _apart)
        said[0].update(s.label for s in a.spans)
        said[1].update(s.label for s in b.spans)
        for i, j in matched:
            x, y = a.spans[i], b.spans[j]
            both[x.label] += 1
            same_assertion += x.assertion == y.assertion
            if x.assertion != y.assertion:
                found.append(
                    Disagreement(a.id, f"{x.label}: assertion", a.text[x.start : x.end], x.assertion, y.assertion)
                )
        found.extend(_alone(a, {i for i, _ in matched}, mine=True))
        found.extend(_alone(b, {j for _, j in matched}, mine=False))
    total = both.total()
    figures = {
        "f1": _f1(total, said[0].total(), said[1].total()),
        "assertion_agreement": round(same_assertion / total, 4) if total else None,
        "labels": {
            label: {
                "first": said[0][label],
                "second": said[1][label],
                "f1": _f1(both[label], said[0][label], said[1][label]),
            }
            for label in LABELS
            if said[0][label] or said[1][label]
        },
    }
    return figures, found


def _alone(record: Record, matched: set[int], *, mine: bool) -> list[Disagreement]:
    return [
        Disagreement(
            record.id, s.label, record.text[s.start : s.end], *((s.assertion, "") if mine else ("", s.assertion))
        )
        for i, s in enumerate(record.spans)
        if i not in matched
    ]


def _f1(both: int, first: int, second: int) -> float | None:
    return round(2 * both / (first + second), 4) if first + second else None


def _grades(pairs: Sequence[tuple[Record, Record]]) -> tuple[dict[str, Any], list[Disagreement]]:
    figures: dict[str, Any] = {}
    found: list[Disagreement] = []
    for role in sorted({role for a, b in pairs for role in a.fit.keys() & b.fit.keys()}):
        rows = [(a.id, a.fit[role], b.fit[role]) for a, b in pairs if role in a.fit and role in b.fit]
        first, second = [x for _, x, _ in rows], [y for _, _, y in rows]
        qwk = (
            float(cohen_kappa_score(first, second, weights="quadratic", labels=list(GRADES)))
            if len(set(first + second)) > 1
            else None
        )
        figures[role] = {
            "cvs": len(rows),
            "exact": round(sum(x == y for x, y in zip(first, second, strict=True)) / len(rows), 4),
            "qwk": _rounded(qwk),
            "alpha": _rounded(krippendorff_alpha([first, second])),
        }
        found.extend(Disagreement(i, role, "", str(x), str(y)) for i, x, y in rows if x != y)
    return figures, found


def _rounded(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, 4)


def krippendorff_alpha(ratings: Sequence[Sequence[int | None]], values: Sequence[int] = GRADES) -> float | None:
    """Krippendorff's alpha for ordinal ratings, one row a rater, None where one did not rate; None where nothing
    varies.

    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability".
    """
    place = {value: index for index, value in enumerate(values)}
    coincidences: npt.NDArray[np.float64] = np.zeros((len(values), len(values)))
    for unit in zip(*ratings, strict=True):
        known = [place[value] for value in unit if value is not None]
        if len(known) < 2:
            continue
        counts = np.bincount(known, minlength=len(values)).astype(float)
        coincidences += (np.outer(counts, counts) - np.diag(counts)) / (len(known) - 1)
    totals = coincidences.sum(axis=1)
    before = np.concatenate(([0.0], np.cumsum(totals)))
    middle = (before[:-1] + before[1:]) / 2  # the mean rank of each value: its distance counts the ratings between
    distance = (middle[:, None] - middle[None, :]) ** 2
    expected = float((np.outer(totals, totals) * distance).sum())
    if expected == 0:
        return None
    observed = float((coincidences * distance).sum())
    return 1.0 - (float(totals.sum()) - 1.0) * observed / expected
