"""report.html: one page that works from disk. The list is read at once, details in compressed pieces when opened."""

from __future__ import annotations

import base64
import gzip
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from cvsignal.reporting.overview import Overview
from cvsignal.reporting.page_data import VERDICTS, detail, index_row
from cvsignal.reporting.rows import Candidate, ReportOptions, printable
from cvsignal.reporting.templates import render, script_json
from cvsignal.reporting.wording import FAMILIES, wording
from cvsignal.roles import Role
from cvsignal.schema import LABELS, Assessment

_CHUNK = 16  # candidates
_MOST_FAILURES = 500
SCRIPTS = ("dom.js", "plots.js", "list.js", "candidate.js", "report.js")


class ReportPage:
    """Collects small rows in memory and details in a temporary file; the page is written by :meth:`finish`."""

    def __init__(self, path: Path, roles: Sequence[Role], options: ReportOptions) -> None:
        self._path = path
        self._roles = roles
        self._options = options
        self._overview = Overview([role.name for role in roles])
        self._index: list[dict[str, Any]] = []
        self._failures: list[dict[str, str]] = []
        self._pending: list[dict[str, Any]] = []
        self._made = {"version": "", "model": ""}
        self._chunks = tempfile.TemporaryFile("w+", encoding="ascii", dir=path.parent)  # noqa: SIM115 (closed by close)

    def add(self, candidate: Candidate) -> None:
        assessment = candidate.row.assessment
        if assessment is None:
            self._add_failure(candidate)
            return
        self._overview.add(assessment)
        if len(self._index) < self._options.most_candidates:
            self._add_candidate(candidate, assessment)

    def _add_failure(self, candidate: Candidate) -> None:
        failure = candidate.row.failure
        assert failure is not None
        self._overview.failed += 1
        if len(self._failures) < _MOST_FAILURES:
            found = {"name": candidate.name, "path": candidate.path, "code": failure.code}
            self._failures.append(found | {"message": printable(failure.message)})

    def _add_candidate(self, candidate: Candidate, assessment: Assessment) -> None:
        self._made = {"version": assessment.version, "model": assessment.model_sha256[:12]}
        self._index.append(index_row(candidate, assessment, self._roles, self._options.purpose))
        self._pending.append(detail(candidate, assessment, self._roles))
        if len(self._pending) == _CHUNK:
            self._write_chunk()

    def _write_chunk(self) -> None:
        if self._pending:
            self._chunks.write(packed(self._pending) + "\n")
            self._pending = []

    def finish(self) -> None:
        self._write_chunk()
        self._chunks.seek(0)
        chunks = (Markup(line.strip()) for line in self._chunks)  # noqa: S704 (base64 that we wrote)
        with self._path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(self._pieces(chunks))
        self.close()

    def _pieces(self, chunks: Iterator[Markup]) -> Iterator[str]:
        language = self._options.language
        words = {key: value[language] for key, value in wording()["page"].items()}
        data = {"index": script_json(self._index), "page": script_json(self._facts()), "chunks": chunks}
        return render("report.html.j2", style="report.css", scripts=SCRIPTS, language=language, words=words, **data)

    def _facts(self) -> dict[str, Any]:
        return {
            "language": self._options.language,
            "blind": self._options.blind,
            "purpose": self._options.purpose,
            "words": wording(),
            "labels": LABELS,
            "families": FAMILIES,
            "verdicts": VERDICTS,
            "roles": {role.name: _role(role) for role in self._roles},
            "overview": self._overview.facts(),
            "failures": self._failures,
            "made": self._made,
            "chunk": _CHUNK,
        }

    def close(self) -> None:
        self._chunks.close()


def packed(details: Sequence[dict[str, Any]]) -> str:
    """JSON, gzipped, in base64: text that ends no script and that browsers unpack by themselves."""
    data = json.dumps(details, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(data, 6, mtime=0)).decode("ascii")


def _role(role: Role) -> dict[str, Any]:
    return {"title": role.title, "pillars": {p.name: {"title": p.title, "question": p.question} for p in role.pillar}}
