"""``cvsignal labels from-screening``: which of the CVs of a screening are worth a person's time.

``uncertain`` takes those whose score is nearest to even and whose evidence is least sure: the model learns most from
them. ``disagreement`` takes those on which two models differ most. ``random`` is the only one that gives an honest
estimate of how good the model is on these CVs. What was handed out or labelled before is remembered beside the
ledger, and not drawn again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from cvsignal.corpus import Record
from cvsignal.errors import CorpusError, ScreeningError
from cvsignal.labels.suggest import batch_of, record_of
from cvsignal.lexicon import LANGUAGES
from cvsignal.schema import Assessment, Fit
from cvsignal.screening.results import read_results

SAMPLES = ("uncertain", "random", "disagreement")
JOURNAL = "labelled.jsonl"
DRAWN, LABELLED = "drawn", "labelled"
Fits = Callable[[Assessment], dict[str, Fit]]


def draw(ledger: Path, sample: str, count: int, *, seed: int = 0, second: Fits | None = None) -> list[Record]:
    """``count`` records of a screening that were not drawn before, each CV once; most worth labelling first.

    ``second`` gives the fits of another model, for ``disagreement``. The records hold the model's suggestions.
    """
    if sample not in SAMPLES:
        raise CorpusError(f"{sample!r} is no kind of sample. Name one of {', '.join(SAMPLES)}.")
    if sample == "disagreement" and second is None:
        raise CorpusError("disagreement: it takes a second model. Name its folder with --against.")
    known = journal(ledger)
    found = {a.text_sha256: a for a in _assessments(ledger) if a.text_sha256 not in known}
    if not found:
        raise CorpusError(
            f"{ledger}: no French or English CV that was not drawn before ({len(known)} were). Screen more CVs."
        )
    chosen = _ranked(list(found.values()), sample, seed, second)[:count]
    records = [record_of(a, a.text_sha256[:16], **_meta(a, sample)) for a in chosen]
    return [record for record in records if record is not None]


def _assessments(ledger: Path) -> list[Assessment]:
    return [a for a in read_results(ledger) if isinstance(a, Assessment) and a.text and a.language in LANGUAGES]


def _meta(assessment: Assessment, sample: str) -> dict[str, str]:
    return {
        "origin": "screening",
        "batch": batch_of(assessment.text_sha256),
        "sample": sample,
        "path": assessment.path or "",
        "text_sha256": assessment.text_sha256,
    }


def _ranked(found: Sequence[Assessment], sample: str, seed: int, second: Fits | None) -> list[Assessment]:
    shuffled = sorted(found, key=lambda a: a.text_sha256)  # so that neither path nor order of the run matters
    Random(seed).shuffle(shuffled)  # noqa: S311 (a sample, no secret)
    if sample == "disagreement" and second is not None:
        shuffled.sort(key=lambda a: -difference(a.fit, second(a)))
    elif sample == "uncertain":
        by_fit = _places(shuffled, closeness)
        by_evidence = _places(shuffled, doubt)
        shuffled.sort(key=lambda a: by_fit[a.text_sha256] + by_evidence[a.text_sha256])
    return shuffled


def _places(found: Sequence[Assessment], measure: Callable[[Assessment], float]) -> dict[str, int]:
    ordered = sorted(found, key=measure, reverse=True)
    return {assessment.text_sha256: place for place, assessment in enumerate(ordered)}


def closeness(assessment: Assessment) -> float:
    """1 where a role's score is even (50), 0 where all are certain."""
    return max((1 - abs(fit.score - 50) / 50 for fit in assessment.fit.values()), default=0.0)


def doubt(assessment: Assessment) -> float:
    """Pieces of evidence that one would expect to be wrong."""
    return sum(1 - item.confidence for item in assessment.evidence)


def difference(one: dict[str, Fit], other: dict[str, Fit]) -> float:
    """Largest difference of two models' scores over the roles that both know, in points."""
    return max((abs(one[role].score - other[role].score) for role in one.keys() & other.keys()), default=0.0)


def journal(ledger: Path) -> dict[str, str]:
    """SHA-256 of a text -> "drawn" or "labelled", as remembered beside the ledger."""
    path = ledger.with_name(JOURNAL)
    if not path.is_file():
        return {}
    known: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            known[row["text_sha256"]] = row["state"]
        except (ValueError, KeyError, TypeError) as error:
            raise ScreeningError(
                f"{path}:{number}: cannot be read. Mend the line, or remove the file to start over."
            ) from error
    return known


def remember(ledger: Path, records: Sequence[Record], state: str) -> int:
    """Notes records that come from a screening as drawn or labelled; returns how many they are."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        {"text_sha256": r.meta["text_sha256"], "state": state, "id": r.id, "time": now}
        for r in records
        if isinstance(r.meta.get("text_sha256"), str)
    ]
    with ledger.with_name(JOURNAL).open("a", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    return len(rows)
