"""doccano, sequence labelling: one object a line, ``{"text": …, "label": [[start, end, "name"], …]}``, offsets in
code points.

doccano grades no text in the same project: grades travel as a column of their own, and a second project (text
classification) may give ``"label": ["community_manager=2"]``. Allow overlapping spans in the project, and leave its
grapheme mode off. https://doccano.github.io/doccano/tutorial/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cvsignal.corpus import Record
from cvsignal.errors import CorpusError
from cvsignal.labels.foreign import (
    ForeignRecord,
    ForeignSpan,
    Sourced,
    graded,
    joined,
    json_lines,
    labelled,
    offsets_of,
    text_of,
    write_json_lines,
)

_ID = "cvsignal_id"


def write(sources: Sequence[Sourced], path: Path) -> list[Path]:
    """Writes the spans, and beside them the grades for a project of text classification."""
    grades = path.with_name(f"{path.stem}.grades{path.suffix}")
    records = [record for _, record in sources]
    write_json_lines(
        path, (_row(r, [[s.start, s.end, joined(s.label, s.assertion)] for s in r.spans]) for r in records)
    )
    write_json_lines(grades, (_row(r, [f"{role}={grade}" for role, grade in r.fit.items()]) for r in records))
    return [path, grades]


def _row(record: Record, label: list[Any]) -> dict[str, Any]:
    return {"text": record.text, "label": label, _ID: record.id, "language": record.language}


def read(path: Path, annotator: str | None = None) -> Iterator[ForeignRecord]:
    """The texts of a JSONL export, of either kind of project; grades alone leave the spans as they are."""
    rows = [(where, data, _labels(data, where)) for where, data in json_lines(path)]
    graded_only = any(isinstance(item, str) for _, _, labels in rows for item in labels)
    if rows and not any(labels for _, _, labels in rows):
        raise CorpusError(f"{path}: no text has a label. Label some in doccano, then export again.")
    for where, data, labels in rows:
        meta = data.get("meta")
        found = {**data, **meta} if isinstance(meta, dict) else data
        yield ForeignRecord(
            where,
            text_of(data, where),
            None if graded_only else tuple(_span(item, where) for item in labels),
            dict(graded(item, where) for item in labels) if graded_only and labels else None,
            id=found.get(_ID),
            language=found.get("language"),
        )


def _labels(data: Mapping[str, Any], where: str) -> list[Any]:
    found = [data[key] for key in ("label", "labels", "entities") if isinstance(data.get(key), list)]
    if not found:
        raise CorpusError(
            f"{where}: no label. Export from doccano as JSONL, of sequence labelling or text classification."
        )
    return [item for labels in found for item in labels]


def _span(item: object, where: str) -> ForeignSpan:
    if isinstance(item, Mapping):
        item = [item.get("start_offset"), item.get("end_offset"), item.get("label")]
    if not isinstance(item, list) or len(item) != 3:
        raise CorpusError(f"{where}: a label is no [start, end, name]. Export from doccano as JSONL.")
    start, end = offsets_of(item[0], item[1], where)
    return ForeignSpan(start, end, *labelled(item[2], where))
