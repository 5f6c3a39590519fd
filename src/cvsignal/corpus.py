"""Annotated CVs: JSONL on disk, records in memory. A bad record is refused with file, line and reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cvsignal.errors import CorpusError
from cvsignal.schema import Assertion, Label


class GoldSpan(BaseModel):
    """A labelled stretch ``text[start:end]`` of a record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    label: Label
    assertion: Assertion = "asserted"


class Record(BaseModel):
    """One annotated CV. ``fit`` is empty where a CV has spans but no grades."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    language: str = Field(pattern="^(fr|en)$")
    text: str = Field(min_length=1)
    spans: tuple[GoldSpan, ...] = ()
    fit: dict[str, int] = {}
    meta: dict[str, Any] = {}

    @property
    def batch(self) -> str:
        """The batch in which the record was written; records of one batch are never split over train and test."""
        return str(self.meta.get("batch", self.meta.get("origin", "")))


def record_faults(record: Record) -> list[str]:
    """What is wrong with a record beyond its schema: offsets, white space, overlaps, grades."""
    faults: list[str] = []
    seen: dict[str, list[tuple[int, int]]] = {}
    for span in record.spans:
        what = f"span {span.start}-{span.end} ({span.label})"
        if span.start >= span.end or span.end > len(record.text):
            faults.append(f"{what} lies outside the text of {len(record.text)} characters or is empty")
            continue
        words = record.text[span.start : span.end]
        if words != words.strip():
            faults.append(f"{what} has white space at an end")
        if any(span.start < end and start < span.end for start, end in seen.get(span.label, ())):
            faults.append(f"{what} overlaps another span of the same label")
        seen.setdefault(span.label, []).append((span.start, span.end))
    faults.extend(f"grade {grade} for {role} is not 0, 1, 2 or 3" for role, grade in record.fit.items() if not 0 <= grade <= 3)
    return faults


def _reason(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """(line number, line) of a JSONL file without its empty lines."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror or error}. Check the path.") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 text ({error.reason}). Save it as UTF-8 JSONL.") from error


def parse_record(line: str) -> Record:
    """A record from a line of JSONL; raises CorpusError with the reason."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise CorpusError(f"not JSON: {error.msg}. Write one object a line.") from error
    try:
        return Record.model_validate(data)
    except ValidationError as error:
        raise CorpusError(_reason(error)) from error


def check_files(paths: Sequence[Path]) -> list[str]:
    """All faults of annotated files, one line each: ``file:line: what``; empty where all is well."""
    faults: list[str] = []
    seen: dict[str, str] = {}
    for path in paths:
        for number, line in read_lines(path):
            where = f"{path}:{number}"
            try:
                record = parse_record(line)
            except CorpusError as error:
                faults.append(f"{where}: {error}")
                continue
            faults.extend(f"{where}: {record.id}: {fault}" for fault in record_faults(record))
            if record.id in seen:
                faults.append(f"{where}: id {record.id!r} stands already at {seen[record.id]}")
            seen.setdefault(record.id, where)
    return faults


def jsonl_files(sources: Iterable[Path]) -> list[Path]:
    """The JSONL files among files and folders, in name order."""
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            found.extend(sorted(source.glob("*.jsonl")))
        elif source.exists():
            found.append(source)
        else:
            raise CorpusError(f"{source}: there is no such file or folder. Check the path.")
    if not found:
        raise CorpusError("No .jsonl file found. Name annotated files, or a folder that holds some.")
    return found


def read_records(paths: Sequence[Path]) -> list[Record]:
    """All records of the files; raises CorpusError with the first faults where any is bad."""
    faults = check_files(paths)
    if faults:
        more = f" … and {len(faults) - 10} more" if len(faults) > 10 else ""
        raise CorpusError("\n".join(faults[:10]) + more)
    return [parse_record(line) for path in paths for _, line in read_lines(path)]


def write_records(path: Path, records: Iterable[Record]) -> None:
    """Writes records as JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        out.writelines(record.model_dump_json() + "\n" for record in records)
