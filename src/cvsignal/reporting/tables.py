"""ranking.csv and evidence.csv: UTF-8 with a byte order mark, so that spreadsheets show accents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cvsignal.reporting.rows import Candidate, ReportOptions
from cvsignal.roles import Role
from cvsignal.schema import Fit

EVIDENCE_COLUMNS = ("path", "label", "assertion", "start", "end", "page", "section", "confidence", "text")
_BATCH = 2_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full width: some spreadsheets fold them


def neutral(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that looks like one gets an apostrophe in front."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return "'" + value
    return value


def ranking_columns(roles: Sequence[Role], options: ReportOptions) -> list[str]:
    """The columns of the ranking, in order; ``emphasis`` is the last where the order is with one."""
    columns = ["path", "sha256", "language", "status"]
    for role in roles:
        columns += [f"{role.name}_score", f"{role.name}_grade"]
    for role in roles:
        keys = ("verdict", "score_low", "score_high", "score_if_hidden_counted")
        columns += [f"{role.name}_{key}" for key in keys]
    return [*columns, "warnings", "code", "reason", *(["emphasis"] if options.purpose else [])]


def ranking_row(candidate: Candidate, roles: Sequence[Role], options: ReportOptions) -> dict[str, Any]:
    """The values of a candidate by column; scores in %, rounded to two decimals."""
    row = candidate.row
    values: dict[str, Any] = {"path": candidate.path, "sha256": row.sha256, "status": row.status}
    values["emphasis"] = options.purpose
    if row.failure is not None:
        return values | {"code": row.failure.code, "reason": row.failure.message}
    assert row.assessment is not None
    values |= {"language": row.assessment.language, "warnings": " ".join(w.code for w in row.assessment.warnings)}
    for role in roles:
        fit = row.assessment.fit.get(role.name)
        if fit is not None:
            values |= {f"{role.name}_{key}": value for key, value in _fit_values(fit).items()}
    return values


def _fit_values(fit: Fit) -> dict[str, Any]:
    low, high = fit.score_range or (None, None)
    return {
        "score": round(fit.score, 2),
        "grade": fit.grade,
        "verdict": fit.verdict,
        "score_low": _rounded(low),
        "score_high": _rounded(high),
        "score_if_hidden_counted": _rounded(fit.score_if_hidden_counted),
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 2)


class _Csv:
    """A CSV file that grows a batch at a time."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._columns = list(columns)
        self._batch: list[dict[str, Any]] = []
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._write(header=True)

    def put(self, rows: Iterable[dict[str, Any]]) -> None:
        self._batch += [{key: neutral(value) for key, value in row.items()} for row in rows]
        if len(self._batch) >= _BATCH:
            self._write()

    def finish(self) -> None:
        self._write()
        self.close()

    def close(self) -> None:
        self._file.close()

    def _write(self, *, header: bool = False) -> None:
        if self._batch or header:
            # object: a grade stays 3 and does not become 3.0 beside an empty cell
            table = pd.DataFrame(self._batch, columns=self._columns, dtype=object)
            table.to_csv(self._file, index=False, header=header, lineterminator="\r\n")
            self._batch.clear()


class RankingCsv:
    """One row a file, in the order given: best first."""

    def __init__(self, path: Path, roles: Sequence[Role], options: ReportOptions) -> None:
        self._roles = roles
        self._options = options
        self._csv = _Csv(path, ranking_columns(roles, options))
        self.finish, self.close = self._csv.finish, self._csv.close

    def add(self, candidate: Candidate) -> None:
        self._csv.put([ranking_row(candidate, self._roles, self._options)])


class EvidenceCsv:
    """One row a piece of evidence. Offsets count code points of the assessment's text."""

    def __init__(self, path: Path, roles: Sequence[Role], options: ReportOptions) -> None:
        self._csv = _Csv(path, EVIDENCE_COLUMNS)
        self.finish, self.close = self._csv.finish, self._csv.close

    def add(self, candidate: Candidate) -> None:
        assessment = candidate.row.assessment
        if assessment is None:
            return
        self._csv.put(
            {
                "path": candidate.path,
                "label": e.label,
                "assertion": e.assertion,
                "start": e.start,
                "end": e.end,
                "page": e.page,
                "section": e.section,
                "confidence": round(e.confidence, 4),
                "text": candidate.words(e.text),
            }
            for e in assessment.evidence
        )
