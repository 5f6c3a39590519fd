"""Prodigy: tasks of the blocks ``spans_manual`` and ``choice``, one object a line; spans begin and end with a token.

https://prodi.gy/docs/api-interfaces#spans_manual
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cvsignal.errors import CorpusError
from cvsignal.labels.foreign import (
    ForeignRecord,
    ForeignSpan,
    LeftOut,
    Sourced,
    graded,
    joined,
    json_lines,
    labelled,
    offsets_of,
    text_of,
    write_json_lines,
)
from cvsignal.labels.tokens import doc_of, word_span
from cvsignal.roles import default_roles
from cvsignal.schema import GRADES

_ID = "cvsignal_id"


def write(sources: Sequence[Sourced], path: Path) -> list[Path]:
    """Writes tasks; raises CorpusError, with file and line, where a span cuts a token."""
    roles = sorted({role.name for role in default_roles()} | {role for _, record in sources for role in record.fit})
    options = [
        {"id": f"{role}={grade}", "text": f"{role.replace('_', ' ')}: {grade}"} for role in roles for grade in GRADES
    ]
    write_json_lines(path, [_task(source, options) for source in sources])
    return [path]


def _task(source: Sourced, options: list[dict[str, str]]) -> dict[str, Any]:
    where, record = source
    doc = doc_of(record, where)
    tokens = [
        {"text": t.text, "start": t.idx, "end": t.idx + len(t), "id": t.i, "ws": bool(t.whitespace_)} for t in doc
    ]
    found = [(span, word_span(doc, span, f"{where}: {record.id}")) for span in record.spans]
    spans = [
        {
            "start": span.start,
            "end": span.end,
            "token_start": words.start,
            "token_end": words.end - 1,  # Prodigy counts the last token in
            "label": joined(span.label, span.assertion),
        }
        for span, words in found
    ]
    return {
        "text": record.text,
        "tokens": tokens,
        "spans": spans,
        "options": options,
        "accept": [f"{role}={grade}" for role, grade in record.fit.items()],
        "meta": {"id": record.id, "language": record.language},
        _ID: record.id,
    }


def read(path: Path, annotator: str | None = None) -> Iterator[ForeignRecord | LeftOut]:
    """The tasks of ``prodigy db-out``; those not accepted are left out. ``annotator`` is a session's name."""
    for where, data in json_lines(path):
        if data.get("answer", "accept") != "accept":
            yield LeftOut("not accepted")
            continue
        if annotator is not None and annotator not in {data.get("_annotator_id"), data.get("_session_id")}:
            yield LeftOut(f"not labelled by {annotator}")
            continue
        text = text_of(data, where)
        spans = data.get("spans")
        if not isinstance(spans, list) or not all(isinstance(span, dict) for span in spans):
            raise CorpusError(f"{where}: no spans. Export from Prodigy with db-out, of a task with spans_manual.")
        meta = data.get("meta") if isinstance(data.get("meta"), dict) else {}
        accepted = data.get("accept")
        yield ForeignRecord(
            where,
            text,
            tuple(_span(span, where) for span in spans),
            dict(graded(item, where) for item in accepted) if isinstance(accepted, list) else None,
            id=data.get(_ID) or (meta or {}).get("id"),
            language=(meta or {}).get("language"),
        )


def _span(span: Mapping[str, Any], where: str) -> ForeignSpan:
    start, end = offsets_of(span.get("start"), span.get("end"), where)
    return ForeignSpan(start, end, *labelled(span.get("label"), where))
