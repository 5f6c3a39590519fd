"""What a labelling tool gives back, whatever its format: before it is placed on our own texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cvsignal.corpus import Record
from cvsignal.errors import CorpusError
from cvsignal.schema import ASSERTIONS, LABELS

GRADE = "="  # "community_manager=2": a grade as one word, where a tool has no better place


class Sourced(NamedTuple):
    """A record of ours and where it stands, for messages."""

    where: str  # file and line
    record: Record


@dataclass(frozen=True)
class ForeignSpan:
    """A span by the tool's own count; ``words`` are what the tool says it covers, where it says so."""

    start: int
    end: int
    label: str
    assertion: str = "asserted"
    words: str | None = None


@dataclass(frozen=True)
class ForeignRecord:
    """A text as a tool gives it back. ``spans`` and ``fit`` are None where the tool was not asked for them."""

    where: str  # file and line, or file and number of the record
    text: str
    spans: tuple[ForeignSpan, ...] | None
    fit: Mapping[str, int] | None
    id: str | None = None
    language: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)


class LeftOut(NamedTuple):
    """A text of the tool's that is not taken, and why: "cancelled", "not labelled" …"""

    why: str


def labelled(name: object, where: str) -> tuple[str, str]:
    """(label, assertion) of ``"campaign"`` or ``"campaign:negated"``; raises CorpusError where either is unknown."""
    label, _, assertion = str(name).partition(":")
    assertion = assertion or "asserted"
    if label not in LABELS:
        raise CorpusError(
            f"{where}: unknown label {label!r}: it is not in the guidelines. Known are {', '.join(LABELS)}."
        )
    if assertion not in ASSERTIONS:
        raise CorpusError(f"{where}: unknown assertion {assertion!r}. Known are {', '.join(ASSERTIONS)}.")
    return label, assertion


def graded(name: object, where: str) -> tuple[str, int]:
    """(role, grade) of ``"community_manager=2"``."""
    role, _, grade = str(name).partition(GRADE)
    if not role or grade not in {"0", "1", "2", "3"}:
        raise CorpusError(f"{where}: {name!r} is no grade. Write the role, an equals sign, and 0, 1, 2 or 3.")
    return role, int(grade)


def joined(label: str, assertion: str) -> str:
    """The inverse of :func:`labelled`."""
    return label if assertion == "asserted" else f"{label}:{assertion}"


def read_text(path: Path) -> str:
    """A file in UTF-8, its line ends as they are."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror or error}. Check the path.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CorpusError(f"{path}:{line}: not UTF-8 text. Save the file as UTF-8.") from error


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file and line, object) of a JSONL file without its empty lines."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            data = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise CorpusError(f"{where}: not JSON ({error}). Export again as JSONL, one object a line.") from error
        if not isinstance(data, dict):
            raise CorpusError(f"{where}: no JSON object. Export again as JSONL, one object a line.")
        yield where, data


def write_json_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Writes objects as JSONL."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def text_of(data: Mapping[str, Any], where: str) -> str:
    """The text of an object; raises CorpusError where it has none."""
    text = data.get("text")
    if not isinstance(text, str) or not text:
        raise CorpusError(f"{where}: no text. Export again with the texts.")
    return text


def offsets_of(start: object, end: object, where: str) -> tuple[int, int]:
    """Offsets as whole numbers; raises CorpusError where they are not."""
    if type(start) is not int or type(end) is not int:
        raise CorpusError(f"{where}: offsets {start!r} and {end!r} are not whole numbers. Export again.")
    return start, end
