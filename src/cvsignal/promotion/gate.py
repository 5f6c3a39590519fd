"""Whether a new model may take the place of the present one: measured on fixed test data, and by invariances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cvsignal.corpus import Record, read_reviewed
from cvsignal.evaluation import judge, learned_from
from cvsignal.promotion.bootstrap import Difference, skill_interval, worse
from cvsignal.promotion.compare import Comparison, compare_judged
from cvsignal.promotion.invariances import breaches
from cvsignal.screener import Screener

LEAST_CVS = 30  # fewer test CVs settle little, which is said; by hand


@dataclass(frozen=True)
class Verdict:
    """Reasons against a model, none where it may be promoted; ``notes`` are worth knowing and no reason."""

    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    comparison: Comparison | None


def judge_candidate(candidate: Screener, present: Screener | None, tests: Sequence[Path]) -> Verdict:
    """Weighs a candidate against the present model on the records of ``tests``.

    A reason is: a figure that is worse beyond chance by the paired bootstrap, all figures taken together
    (:func:`~cvsignal.promotion.bootstrap.worse`), chances no better than the base rate, a role that would be lost, test
    data that the candidate learned from, an invariance that it breaks.
    """
    records = read_reviewed(tests)
    known = learned_from(candidate, records)
    reasons = [f"the model learned from {known} of the {len(records)} test CVs"] if known else []
    notes = _thin(records)
    judged = judge(candidate.model, records)
    for role in candidate.roles:
        found = skill_interval(judged, role)
        if found is None:
            notes.append(f"{role}: the test data cannot tell fits from others. Grade more CVs of both kinds.")
        elif found.low <= 0:
            interval = f"[{found.low:+.3f}, {found.high:+.3f}]"
            reasons.append(f"{found.name}: {found.value:+.3f} {interval}, no better than the base rate")
    comparison = None
    if present is not None:
        if known := learned_from(present, records):
            notes.append(f"The present model learned from {known} of the {len(records)} test CVs: they favour it.")
        comparison = compare_judged(present, candidate, judge(present.model, records), judged)
        reasons += [f"{role}: the present model has this role, this one has not" for role in _lost(present, candidate)]
        reasons += [_said(difference) for difference in worse(comparison.differences)]
    reasons += [f"invariance broken: {breach}" for breach in breaches(candidate)]
    return Verdict(tuple(reasons), tuple(notes), comparison)


def _lost(present: Screener, candidate: Screener) -> list[str]:
    return [role for role in present.roles if role not in candidate.roles]


def _said(d: Difference) -> str:
    interval = f"[{d.low:+.3f}, {d.high:+.3f}]"
    return f"{d.name}: {d.new:.3f} after {d.old:.3f}, worse beyond chance, 95% interval {interval} on {d.cvs} CVs"


def _thin(records: Sequence[Record]) -> list[str]:
    if len(records) >= LEAST_CVS:
        return []
    return [f"only {len(records)} test CVs: the intervals are wide, so that much may pass. Use {LEAST_CVS} or more."]
