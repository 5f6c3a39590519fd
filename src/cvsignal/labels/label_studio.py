"""Label Studio: tasks with predictions out, its JSON export in. Offsets count code points; each region carries its
words.

https://labelstud.io/guide/task_format and https://labelstud.io/guide/export ("JSON", not "JSON-MIN").
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cvsignal.corpus import Record
from cvsignal.errors import CorpusError
from cvsignal.labels.foreign import (
    ForeignRecord,
    ForeignSpan,
    LeftOut,
    Sourced,
    graded,
    joined,
    labelled,
    offsets_of,
    read_text,
    text_of,
)
from cvsignal.labels.label_studio_config import ASSERTION, EVIDENCE, TEXT, configuration
from cvsignal.schema import GRADES

_CONTROL = {"to_name": TEXT}


def write(sources: Sequence[Sourced], path: Path) -> list[Path]:
    """Writes tasks, and beside them the labelling configuration in each language."""
    path.write_text(json.dumps([task(record) for _, record in sources], ensure_ascii=False, indent=1), encoding="utf-8")
    roles = sorted({role for _, record in sources for role in record.fit})
    written = [path]
    for language in ("en", "fr"):
        config = path.with_name(f"{path.stem}.config.{language}.xml")
        config.write_text(configuration(language, roles), encoding="utf-8")
        written.append(config)
    return written


def task(record: Record) -> dict[str, Any]:
    """One task: the text, and our own labels as its prediction."""
    result = [part for number, span in enumerate(record.spans) for part in _regions(record.text, span, f"s{number}")]
    result += [
        _CONTROL | {"id": f"g{role}", "from_name": role, "type": "choices", "value": {"choices": [str(grade)]}}
        for role, grade in record.fit.items()
    ]
    data = {"text": record.text, "cvsignal_id": record.id, "language": record.language}
    return {"data": data, "predictions": [{"model_version": "cvsignal", "result": result}]}


def _regions(text: str, span: Any, name: str) -> Iterator[dict[str, Any]]:
    extent = {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
    yield _CONTROL | {"id": name, "from_name": EVIDENCE, "type": "labels", "value": extent | {"labels": [span.label]}}
    if span.assertion != "asserted":
        choices = {"choices": [span.assertion]}
        yield _CONTROL | {"id": name, "from_name": ASSERTION, "type": "choices", "value": extent | choices}


def read(path: Path, annotator: str | None = None) -> Iterator[ForeignRecord | LeftOut]:
    """The tasks of a JSON export; those that nobody finished are left out.

    ``annotator`` is an e-mail address or a number, needed where several people labelled the same task.
    """
    try:
        tasks = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise CorpusError(f"{path}: not JSON ({error}). Export from Label Studio as JSON.") from error
    if not isinstance(tasks, list) or not all(isinstance(t, dict) for t in tasks):
        raise CorpusError(f"{path}: no list of tasks. Export from Label Studio as JSON.")
    for number, found in enumerate(tasks, 1):
        where = f"{path}: task {found.get('id', number)}"
        if not isinstance(found.get("data"), dict):
            raise CorpusError(f"{where}: no data. Export from Label Studio as JSON, not JSON-MIN.")
        chosen = _chosen(found, annotator, where)
        yield chosen if isinstance(chosen, LeftOut) else _record(found["data"], chosen, where)


def _chosen(task: Mapping[str, Any], annotator: str | None, where: str) -> Mapping[str, Any] | LeftOut:
    annotations = task.get("annotations")
    if not isinstance(annotations, list) or not all(isinstance(a, dict) for a in annotations):
        raise CorpusError(f"{where}: no annotations. Export from Label Studio as JSON, not JSON-MIN.")
    done: list[Mapping[str, Any]] = [a for a in annotations if not a.get("was_cancelled")]
    if not done:
        return LeftOut("cancelled" if annotations else "not labelled")
    if annotator is not None:
        done = [a for a in done if annotator in _names(a.get("completed_by"))]
        if not done:
            return LeftOut(f"not labelled by {annotator}")
    if len({_names(a.get("completed_by")) for a in done}) > 1:
        people = ", ".join(sorted(min(_names(a.get("completed_by")), default="?") for a in done))
        raise CorpusError(
            f"{where}: labelled by several people ({people}). Name one with --annotator; compare them with agree."
        )
    return max(done, key=lambda a: str(a.get("updated_at", "")))


def _names(person: object) -> frozenset[str]:
    if isinstance(person, Mapping):
        return frozenset(str(person[key]) for key in ("email", "id") if person.get(key) is not None)
    return frozenset() if person is None else frozenset({str(person)})


def _record(data: Mapping[str, Any], annotation: Mapping[str, Any], where: str) -> ForeignRecord:
    text = text_of(data, where)
    labels: dict[str, list[ForeignSpan]] = {}
    assertions: dict[str, str] = {}
    fit: dict[str, int] = {}
    for part in annotation.get("result") or ():
        value = part.get("value") if isinstance(part, dict) else None
        if not isinstance(value, dict):
            raise CorpusError(f"{where}: a result without a value. Export from Label Studio as JSON.")
        if part.get("type") == "labels":
            labels.setdefault(str(part.get("id")), []).extend(_spans(value, where))
        elif part.get("from_name") == ASSERTION:
            _, assertions[str(part.get("id"))] = labelled(joined("campaign", _only(value, where)), where)
        elif part.get("type") == "choices":
            role, grade = graded(f"{part.get('from_name')}={_only(value, where)}", where)
            fit[role] = grade
    spans = [
        ForeignSpan(s.start, s.end, s.label, assertions.get(name, "asserted"), s.words)
        for name, found in labels.items()
        for s in found
    ]
    language = data.get("language")
    return ForeignRecord(
        where,
        text,
        tuple(spans),
        fit,
        id=data.get("cvsignal_id"),
        language=language if isinstance(language, str) else None,
    )


def _spans(value: Mapping[str, Any], where: str) -> Iterator[ForeignSpan]:
    start, end = offsets_of(value.get("start"), value.get("end"), where)
    words = value.get("text")
    for name in value.get("labels") or ():
        label, assertion = labelled(name, where)
        yield ForeignSpan(start, end, label, assertion, words if isinstance(words, str) else None)


def _only(value: Mapping[str, Any], where: str) -> str:
    choices = value.get("choices")
    if not isinstance(choices, list) or len(choices) != 1:
        raise CorpusError(
            f"{where}: a choice must be one of {', '.join(map(str, GRADES))} or one assertion. Choose once."
        )
    return str(choices[0])
