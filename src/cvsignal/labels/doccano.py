"""doccano: one object a line, ``{"text": …, "label": [[start, end, "name"], …]}``, offsets in code points.

Three files for three kinds of project: sequence labelling (spans), text classification (grades, as ``"label":
["community_manager=2"]``), and intent detection with slot filling, which has both (``"entities"`` and ``"cats"``).
Allow overlapping spans in the project, and leave its grapheme mode off. https://doccano.github.io/doccano/tutorial/
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
    """Writes the spans; beside them the grades, and both together, for the other kinds of project."""
    grades, both = (path.with_name(f"{path.stem}.{kind}{path.suffix}") for kind in ("grades", "both"))
    records = [record for _, record in sources]
    write_json_lines(path, (_row(r, label=_spans(r)) for r in records))
    write_json_lines(grades, (_row(r, label=_grades(r)) for r in records))
    write_json_lines(both, (_row(r, entities=_spans(r), cats=_grades(r)) for r in records))
    return [path, grades, both]


def _spans(record: Record) -> list[list[Any]]:
    return [[s.start, s.end, joined(s.label, s.assertion)] for s in record.spans]


def _grades(record: Record) -> list[str]:
    return [f"{role}={grade}" for role, grade in record.fit.items()]


def _row(record: Record, **labels: list[Any]) -> dict[str, Any]:
    return {"text": record.text, **labels, _ID: record.id, "language": record.language}


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
            _fit(data.get("cats", labels if graded_only else []), where),
            id=found.get(_ID),
            language=found.get("language"),
        )


def _fit(names: object, where: str) -> dict[str, int] | None:
    """Grades, None where there are none: what is not graded in doccano stays as it was."""
    return dict(graded(name, where) for name in names) if isinstance(names, list) and names else None


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
