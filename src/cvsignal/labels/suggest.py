"""The model's own labels as suggestions: a person who corrects is faster than one who starts from nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cvsignal.corpus import SUGGESTED, GoldSpan, Record
from cvsignal.labels.foreign import Sourced
from cvsignal.lexicon import LANGUAGES
from cvsignal.schema import Assessment, Evidence, Failure, printable
from cvsignal.screener import Screener
from cvsignal.screening.inputs import cvs_in


def spans_of(evidence: Iterable[Evidence]) -> tuple[GoldSpan, ...]:
    """Evidence as spans; of two that overlap with the same label the surer one."""
    kept: list[Evidence] = []
    for item in sorted(evidence, key=lambda e: (-e.confidence, e.start)):
        if not any(k.label == item.label and k.start < item.end and item.start < k.end for k in kept):
            kept.append(item)
    kept.sort(key=lambda e: (e.start, e.end, e.label))
    return tuple(GoldSpan(start=e.start, end=e.end, label=e.label, assertion=e.assertion) for e in kept)


def record_of(assessment: Assessment, identity: str, **meta: Any) -> Record | None:
    """An assessment as a record with suggested labels; None where its language is not one that we label."""
    if assessment.language not in LANGUAGES or not assessment.text:
        return None
    return Record(
        id=identity,
        language=assessment.language,
        text=assessment.text,
        spans=spans_of(assessment.evidence),
        fit={role: fit.grade for role, fit in assessment.fit.items()},
        meta={**meta, SUGGESTED: True},
    )


def suggester(screener: Screener) -> Callable[[Record], Record]:
    """What labels a record with the screener's model."""

    def suggest(record: Record) -> Record:
        assessment = screener.assess_text(record.text, record.language)
        grades = {role: fit.grade for role, fit in assessment.fit.items()}
        meta = {**record.meta, SUGGESTED: True}
        return record.model_copy(update={"spans": spans_of(assessment.evidence), "fit": grades, "meta": meta})

    return suggest


def cvs_of(folder: Path, screener: Screener, notes: list[str], workers: int = 2) -> Iterator[Sourced]:
    """The CVs of a folder as records with suggestions; ``notes`` gets a line for each that could not be taken."""
    paths = cvs_in(folder)
    for path, outcome in zip(paths, screener.assess_many(paths, workers=workers), strict=True):
        if isinstance(outcome, Failure):
            notes.append(outcome.message)
            continue
        name = printable(path.relative_to(folder).as_posix())
        record = record_of(outcome, name, origin="own", batch=batch_of(outcome.file_sha256))
        if record is None:
            notes.append(
                f"{os.fspath(path)}: language {outcome.language}; only French and English CVs are labelled. Left out."
            )
            continue
        yield Sourced(os.fspath(path), record)


def batch_of(sha256: str) -> str:
    """One of five batches, by the file: own CVs are of different people, so that parts of them may stand for the
    whole.
    """
    return f"own-{int(sha256[:8] or '0', 16) % 5}"
