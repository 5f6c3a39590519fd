"""Annotated CVs: JSONL on disk, records in memory. A bad record is refused with file, line and reason."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError
from pydantic_core import ErrorDetails

from cvsignal.errors import CorpusError
from cvsignal.schema import ASSERTIONS, GRADES, LABELS, Assertion, Label

#: Key of ``Record.meta``: the labels are a model's and no person has seen them. What learns or measures refuses such records.
SUGGESTED = "suggested"


class GoldSpan(BaseModel):
    """A labelled stretch ``text[start:end]`` of a record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: StrictInt
    end: StrictInt
    label: Label
    assertion: Assertion = "asserted"


class Record(BaseModel):
    """One annotated CV. ``fit`` is empty where a CV has spans but no grades."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    language: str = Field(pattern="^(fr|en)$")
    text: str = Field(min_length=1)
    spans: tuple[GoldSpan, ...] = ()
    fit: dict[str, StrictInt] = {}
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
        if span.start < 0 or span.end > len(record.text):
            size = len(record.text)
            faults.append(f"{what} lies outside the text of {size} characters. Count Unicode code points from 0")
            continue
        if span.start >= span.end:
            faults.append(f"{what} is empty. Its end must come after its start")
            continue
        words = record.text[span.start : span.end]
        if words != words.strip():
            faults.append(f"{what} has white space at an end. Move its ends to its first and last word")
        if any(span.start < end and start < span.end for start, end in seen.get(span.label, ())):
            faults.append(f"{what} overlaps another span of the same label. Keep one of them")
        seen.setdefault(span.label, []).append((span.start, span.end))
    faults.extend(
        f"grade {grade} for {role!r} is out of range. Grades are 0, 1, 2 and 3"
        for role, grade in record.fit.items()
        if grade not in GRADES
    )
    return faults


def reason(error: ErrorDetails) -> str:
    """One fault of a record's form in our words, without the closing full stop."""
    key = str(error["loc"][-1]) if error["loc"] else ""
    where = ".".join(str(part) for part in error["loc"])
    given = error.get("input")
    known = {"label": LABELS, "assertion": ASSERTIONS}
    match error["type"]:
        case "missing":
            return f"{where} is missing. Add it"
        case "extra_forbidden":
            return f"unknown key {where!r}. Remove it, or keep it under meta"
        case "literal_error" if key in known:
            return f"unknown {key} {given!r} in {where}. Known are {', '.join(known[key])}"
        case "string_pattern_mismatch" if key == "language":
            return f'language {given!r} is unknown. Write "fr" or "en"'
        case "string_too_short":
            return f"{where} is empty. Write it, or leave the record out"
        case "int_type" | "int_from_float":
            return f"{where} is {given!r}, no whole number. Write digits without quotes"
    return f"{where}: {error['msg']}"


def _byte_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror or error}. Check the path.") from error


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorpusError(f"not UTF-8 text at byte {error.start + 1} of the line. Save the file as UTF-8.") from error


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def parse_record(line: str) -> Record:
    """A record from a line of JSONL; raises CorpusError with all that is wrong with it."""
    try:
        data = json.loads(line, parse_constant=_no_constant, object_pairs_hook=_no_key_twice)
    except json.JSONDecodeError as error:
        raise CorpusError(f"not JSON: {error.msg} at character {error.pos + 1}. Write one object a line.") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"not JSON: {error}. Write one object a line.") from error
    if not isinstance(data, dict):
        raise CorpusError("no JSON object. Write one object a line.")
    try:
        return Record.model_validate(data)
    except ValidationError as error:
        raise CorpusError("; ".join(reason(one) for one in error.errors()) + ".") from error


def _placed_records(paths: Sequence[Path], faults: list[str]) -> Iterator[tuple[str, Record]]:
    """(file and line, record) of every line that can be read as a record; ``faults`` gets a line for each other."""
    for path in paths:
        for number, line in _byte_lines(path):
            where = f"{path}:{number}"
            try:
                yield where, parse_record(_decoded(line))
            except CorpusError as error:
                faults.append(f"{where}: {error}")


def text_key(text: str) -> str:
    """The same for texts that differ in nothing but case and white space."""
    return " ".join(text.split()).casefold()


def text_hash(text: str) -> str:
    """A short hash that tells a text again without holding it; the same for texts of one :func:`text_key`."""
    return hashlib.sha256(text_key(text).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def checked_files(paths: Sequence[Path]) -> tuple[list[tuple[str, Record]], list[str]]:
    """(file and line, record) of all that can be read, and all faults."""
    faults: list[str] = []
    ids: dict[str, str] = {}
    texts: dict[str, str] = {}
    placed = []
    for where, record in _placed_records(paths, faults):
        placed.append((where, record))
        faults.extend(f"{where}: {record.id}: {fault}." for fault in record_faults(record))
        first = ids.setdefault(record.id, where)
        if first != where:
            faults.append(f"{where}: id {record.id!r} stands already at {first}. Give each CV an id of its own.")
        if not record.text.strip():
            faults.append(f"{where}: {record.id}: text is nothing but white space. Leave the record out.")
            continue
        twin = texts.setdefault(text_key(record.text), where)
        if twin != where:
            faults.append(f"{where}: {record.id}: the same text stands already at {twin}. Keep one of them.")
    if paths and not placed and not faults:
        faults.append(f"{', '.join(map(str, paths))}: no CV stands there. Name a file that holds some.")
    return placed, faults


def no_such_path(path: Path) -> CorpusError:
    """The error for a path that leads nowhere."""
    return CorpusError(f"{path}: there is no such file or folder. Check the path.")


def jsonl_files(sources: Iterable[Path]) -> list[Path]:
    """The JSONL files among files and folders, in name order."""
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            found.extend(sorted(source.glob("*.jsonl")))
        elif source.exists():
            found.append(source)
        else:
            raise no_such_path(source)
    if not found:
        raise CorpusError("No .jsonl file found. Name annotated files, or a folder that holds some.")
    return found


def read_placed(paths: Sequence[Path]) -> list[tuple[str, Record]]:
    """(file and line, record) of all records of the files; raises CorpusError with the first faults where any is bad."""
    placed, faults = checked_files(paths)
    if faults:
        more = f" … and {len(faults) - 10} more" if len(faults) > 10 else ""
        raise CorpusError("\n".join(faults[:10]) + more)
    return placed


def read_records(paths: Sequence[Path]) -> list[Record]:
    """All records of the files; raises CorpusError with the first faults where any is bad."""
    return [record for _, record in read_placed(paths)]


def read_reviewed(paths: Sequence[Path]) -> list[Record]:
    """The same; raises CorpusError too where labels are suggestions: a model that learns from its own or is measured on them
    is never wrong.
    """
    records = read_records(paths)
    unseen = [record.id for record in records if record.meta.get(SUGGESTED)]
    if unseen:
        raise CorpusError(
            f"{unseen[0]}: its labels are a model's suggestions that no person has seen ({len(unseen)} such CVs). "
            "Label them with `cvsignal labels export` and `import` first."
        )
    return records


def without_suggestions(record: Record) -> Record:
    """A record without spans and grades that no person has seen."""
    if SUGGESTED not in record.meta:
        return record
    meta = {key: value for key, value in record.meta.items() if key != SUGGESTED}
    return record.model_copy(update={"spans": (), "fit": {}, "meta": meta})


def odd_roles(placed: Sequence[tuple[str, Record]], known: Collection[str]) -> list[str]:
    """A line for each role that is neither ``known`` nor graded in most CVs, at its first place: it may be misspelt."""
    counts = Counter(role for _, record in placed for role in record.fit if role not in known)
    first = {role: where for where, record in reversed(placed) for role in record.fit}
    return [
        f"{first[role]}: role {role!r} is not shipped, and {count} of {len(placed)} CVs are graded for it. "
        "Mend its name, or train with its table (--role)."
        for role, count in counts.items()
        if 2 * count <= len(placed)
    ]


def write_records(path: Path, records: Iterable[Record]) -> None:
    """Writes records as JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        out.writelines(record.model_dump_json() + "\n" for record in records)
