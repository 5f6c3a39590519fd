"""What report.html holds of a candidate: a short row for the list, and the detail that is read when it is opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, get_args

from cvsignal.fit import emphasised
from cvsignal.reporting.rows import Candidate
from cvsignal.roles import Role
from cvsignal.schema import LABELS, Assessment, Evidence, Fit, Verdict

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_REASONS = 2


def index_row(
    candidate: Candidate, assessment: Assessment, roles: Sequence[Role], purpose: str | None = None
) -> dict[str, Any]:
    """A candidate in the list; labels as their numbers in LABELS, only where asserted."""
    known = [role for role in roles if role.name in assessment.fit]
    asserted = {e.label for e in assessment.evidence if e.assertion == "asserted"}
    return {
        "name": candidate.name,
        "path": candidate.path,
        "link": candidate.link,
        "language": assessment.language,
        "warnings": sorted({warning.code for warning in assessment.warnings}),
        "labels": [number for number, label in enumerate(LABELS) if label in asserted],
        "fit": {role.name: _short(assessment.fit[role.name]) + _place(assessment, role, purpose) for role in known},
    }


def strongest(fit: Fit, count: int = _REASONS) -> list[str]:
    """The features that raise a score most."""
    raising = [c for c in fit.contributions if c.points > 0 and c.feature != "base"]
    return [c.feature for c in sorted(raising, key=lambda c: -c.points)[:count]]


def _short(fit: Fit) -> list[Any]:
    """Score, grade, verdict's number, strongest reasons, number of missing pillars, range: in that order, to keep it small."""
    ends = None if fit.score_range is None else [round(end, 2) for end in fit.score_range]
    return [round(fit.score, 2), fit.grade, VERDICTS.index(fit.verdict), strongest(fit), len(fit.missing), ends]


def _place(assessment: Assessment, role: Role, purpose: str | None) -> list[float]:
    """What the list is ordered by where that is with an emphasis; else it is the score."""
    return [round(emphasised(assessment, role, purpose), 6)] if purpose else []


def detail(candidate: Candidate, assessment: Assessment, roles: Sequence[Role]) -> dict[str, Any]:
    """All that is shown of a candidate when opened."""
    fits = {role.name: assessment.fit[role.name] for role in roles if role.name in assessment.fit}
    return {
        "parts": [
            [candidate.words(text), numbers] for text, numbers in text_parts(assessment.text, assessment.evidence)
        ],
        "evidence": [_evidence(candidate, e) for e in assessment.evidence],
        "fit": {name: _reasons(fit) for name, fit in fits.items()},
        "purpose": assessment.purpose,
        "warnings": [[w.code, candidate.words(w.message)] for w in assessment.warnings],
        "hidden": [[candidate.words(h.text), h.reason, h.page] for h in assessment.hidden],
        "pages": assessment.pages,
        "sha256": candidate.row.sha256,
    }


def _evidence(candidate: Candidate, item: Evidence) -> list[Any]:
    return [item.label, item.assertion, candidate.words(item.text), item.section, item.page, round(item.confidence, 2)]


def _reasons(fit: Fit) -> dict[str, Any]:
    return {
        "contributions": [[c.feature, round(c.points, 4), list(c.evidence)] for c in fit.contributions],
        "missing": [[m.pillar, m.title, m.question] for m in fit.missing],
        "counted": fit.score_if_hidden_counted,
    }


def text_parts(text: str, evidence: Sequence[Evidence]) -> Iterator[tuple[str, list[int]]]:
    """The text in pieces, each with the numbers of the evidence that it belongs to; joined, they are the text.

    Pieces, not offsets: JavaScript counts UTF-16 units, we count code points.
    """
    bounds = {0, len(text)}
    for item in evidence:
        bounds |= {item.start, item.end}
    starting = sorted(range(len(evidence)), key=lambda number: evidence[number].start)
    open_: list[int] = []
    at = 0
    for start, end in pairwise(sorted(bounds)):
        while at < len(starting) and evidence[starting[at]].start <= start:
            open_.append(starting[at])
            at += 1
        open_ = [number for number in open_ if evidence[number].end > start]
        yield text[start:end], sorted(open_)
