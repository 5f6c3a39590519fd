"""``cvsignal labels export`` and ``import``: our records and the files of labelling tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from pydantic import ValidationError

from cvsignal.corpus import Record, read_placed, reason, record_faults, without_suggestions
from cvsignal.errors import CorpusError
from cvsignal.labels import doccano, label_studio, markup_file, prodigy, spacy_docbin
from cvsignal.labels.anchor import anchor
from cvsignal.labels.canonical import canonical
from cvsignal.labels.foreign import ForeignRecord, LeftOut, Sourced
from cvsignal.language import detect

FORMATS: dict[str, ModuleType] = {
    "label-studio": label_studio,
    "prodigy": prodigy,
    "doccano": doccano,
    "spacy": spacy_docbin,
    "markup": markup_file,
}
#: Labels a record that has none: the model's own, as suggestions.
Suggest = Callable[[Record], Record]


@dataclass
class Imported:
    """What came back: records, and a line for everything that was not taken as it stood."""

    records: list[Record] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def format_named(name: str) -> ModuleType:
    """The format; raises CorpusError where it is not known."""
    if name not in FORMATS:
        raise CorpusError(f"{name!r} is no format. Name one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def sourced(paths: Sequence[Path]) -> list[Sourced]:
    """The records of JSONL files, each with its file and line; raises CorpusError for bad ones."""
    return [Sourced(where, record) for where, record in read_placed(paths)]


def export_labels(sources: Sequence[Sourced], name: str, out: Path, *, suggest: Suggest | None = None) -> list[Path]:
    """Writes records for a tool; those without spans and grades get ``suggest``'s. Returns the files written."""
    chosen = format_named(name)
    if not sources:
        raise CorpusError("No CV to export. Name JSONL files, or a folder of CVs that can be read.")
    if suggest is not None:
        sources = [Sourced(w, suggest(r)) if not r.spans and not r.fit else Sourced(w, r) for w, r in sources]
    out.parent.mkdir(parents=True, exist_ok=True)
    written: list[Path] = chosen.write(sources, out)
    return written


def import_labels(path: Path, name: str, base: Sequence[Record] = (), *, annotator: str | None = None) -> Imported:
    """The records that a tool gives back, on the texts of ``base`` where that is named.

    Raises CorpusError with all that cannot be taken, each with file and line.
    """
    result = Imported()
    faults: list[str] = []
    seen: dict[str, str] = {}
    find = _finder(base)
    for found in _taken(format_named(name).read(path, annotator), result.notes):
        try:
            record = _placed(found, without_suggestions(find(found)) if base else None, result.notes)
        except CorpusError as error:
            faults.append(str(error))
            continue
        if record.id in seen:
            faults.append(f"{found.where}: {record.id!r} stands already at {seen[record.id]}. Export each text once.")
        seen.setdefault(record.id, found.where)
        faults.extend(f"{found.where}: {record.id}: {fault}." for fault in record_faults(record))
        result.records.append(record)
    if faults:
        more = f"\n… and {len(faults) - 20} more" if len(faults) > 20 else ""
        raise CorpusError("\n".join(faults[:20]) + more)
    return result


def _taken(records: Iterator[ForeignRecord | LeftOut], notes: list[str]) -> Iterator[ForeignRecord]:
    taken, left = 0, Counter[str]()
    for record in records:
        if isinstance(record, LeftOut):
            left[record.why] += 1
            continue
        taken += 1
        yield record
    if not taken:
        raise CorpusError(
            "Nothing in the file is labelled and finished. Finish some texts in the tool, then export again."
        )
    if left:
        notes.append(f"{left.total()} left out: {', '.join(f'{count} {why}' for why, count in left.items())}")


def _finder(base: Sequence[Record]) -> Callable[[ForeignRecord], Record]:
    by_id = {record.id: record for record in base}
    by_text: dict[str, list[Record]] = {}
    for record in base:
        by_text.setdefault(canonical(record.text).text, []).append(record)

    def find(found: ForeignRecord) -> Record:
        if found.id is not None:
            if found.id in by_id:
                return by_id[found.id]
            raise CorpusError(
                f"{found.where}: {found.id!r} is not in the base. Name the file that was exported as --base."
            )
        same = by_text.get(canonical(found.text).text, [])
        if len(same) != 1:
            what = "several records" if same else "no record"
            raise CorpusError(
                f"{found.where}: {what} of the base have this text, and no id is given. Keep cvsignal_id in the tool."
            )
        return same[0]

    return find


def _placed(found: ForeignRecord, base: Record | None, notes: list[str]) -> Record:
    text = base.text if base is not None else found.text
    fit = found.fit if found.fit is not None else (base.fit if base is not None else {})
    spans = base.spans if base is not None else ()
    where = found.where if found.id is None else f"{found.where}: {found.id}"
    if found.spans is not None:
        anchored = anchor(text, found.spans, found.text)
        if anchored.faults:
            raise CorpusError("\n".join(f"{where}: {fault}." for fault in anchored.faults))
        notes.extend(f"{where}: {note}" for note in anchored.notes)
        spans = tuple(dict.fromkeys(anchored.spans))
        if len(spans) < len(anchored.spans):
            notes.append(f"{where}: {len(anchored.spans) - len(spans)} spans given twice, kept once")
    data = {
        "id": base.id if base is not None else found.id,
        "language": base.language if base is not None else (found.language or detect(text)),
        "text": text,
        "spans": [span.model_dump() for span in spans],
        "fit": dict(fit),
        "meta": dict(base.meta if base is not None else found.meta),
    }
    try:
        return Record.model_validate(data)
    except ValidationError as error:
        first = reason(error.errors()[0])
        raise CorpusError(f"{where}: {first}. Mend it in the tool, or import with --base.") from error
