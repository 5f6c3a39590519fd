"""Marked-up text files (:mod:`cvsignal.markup`): CVs to label in any editor, and to read in a diff.

Each CV has a head of ``key: value`` lines (``id``, ``language``, a grade for each role), a line ``---`` and the
marked text; a line of five or more ``=`` stands between two CVs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cvsignal.errors import CorpusError
from cvsignal.labels.foreign import ForeignRecord, ForeignSpan, Sourced, graded, read_text
from cvsignal.markup import mark, parse

_BORDER = re.compile(r"^=====+[ \t]*\r?\n", re.MULTILINE)
_HEAD_END = re.compile(r"\r?\n---[ \t]*\r?\n")
_LINE = re.compile(r"line (\d+)")


def write(sources: Sequence[Sourced], path: Path) -> list[Path]:
    """Writes all CVs to one file."""
    path.write_bytes("=====\n".join(_chunk(source) for source in sources).encode())
    return [path]


def _chunk(source: Sourced) -> str:
    where, record = source
    head = {"id": record.id, "language": record.language} | {role: str(grade) for role, grade in record.fit.items()}
    if any("\n" in value or "\r" in value or value != value.strip() for value in head.values()):
        raise CorpusError(f"{where}: the id has line ends or white space at an end. Give it a plain id.")
    try:
        marked = mark(record.text, record.spans)
    except CorpusError as error:
        raise CorpusError(f"{where}: {record.id}: {error}") from error
    marked = re.sub(r"^(?======+[ \t]*\r?\n|=====+[ \t]*\Z)", r"\\", marked, flags=re.MULTILINE)
    lines = "\n".join(f"{key}: {value}" for key, value in head.items())
    return f"{lines}\n---\n{marked}\n"


def read(path: Path, annotator: str | None = None) -> Iterator[ForeignRecord]:
    """The CVs of a file; raises CorpusError with file and line."""
    whole = read_text(path)
    starts = [0, *(border.end() for border in _BORDER.finditer(whole))]
    ends = [*(border.start() for border in _BORDER.finditer(whole)), len(whole)]
    for start, end in zip(starts, ends, strict=True):
        if whole[start:end].strip():
            yield _record(path, whole.count("\n", 0, start) + 1, whole[start:end])


def _record(path: Path, line: int, chunk: str) -> ForeignRecord:
    border = _HEAD_END.search(chunk)
    if border is None:
        raise CorpusError(f"{path}:{line}: no line --- after the head. Write id and language, then ---, then the text.")
    head = _head(path, line, chunk[: border.start()])
    first = line + chunk.count("\n", 0, border.end())
    body = chunk[border.end() :]
    body = body.removesuffix("\r\n" if border[0].startswith("\r") else "\n")
    try:
        text, spans = parse(body)
    except CorpusError as error:  # its lines count from the text's own first one
        raise CorpusError(f"{path}:{_LINE.sub(lambda m: str(int(m[1]) + first - 1), str(error), count=1)}") from error
    identity, language = head.pop("id", None), head.pop("language", None)
    where = f"{path}:{line}"
    fit = dict(graded(f"{role}={grade}", where) for role, grade in head.items())
    found = tuple(ForeignSpan(s.start, s.end, s.label, s.assertion, text[s.start : s.end]) for s in spans)
    return ForeignRecord(where, text, found, fit, id=identity, language=language)


def _head(path: Path, line: int, head: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, row in enumerate(head.split("\n"), line):
        key, colon, value = row.partition(":")
        if not row.strip():
            continue
        if not colon or key.strip() in found:
            raise CorpusError(
                f"{path}:{number}: {row.strip()!r} is no `key: value`, or its key stands twice. Mend the head."
            )
        found[key.strip()] = value.strip()
    return found
