"""results.parquet: one row a file, with its evidence and contributions as nested columns, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cvsignal.reporting.rows import Candidate, ReportOptions
from cvsignal.roles import Role
from cvsignal.schema import Assessment, Fit

_BATCH = 500

_EVIDENCE = pa.list_(
    pa.struct(
        {
            "label": pa.string(),
            "assertion": pa.string(),
            "start": pa.int32(),
            "end": pa.int32(),
            "page": pa.int32(),
            "section": pa.string(),
            "confidence": pa.float32(),
            "text": pa.string(),
        }
    )
)
_CONTRIBUTIONS = pa.list_(
    pa.struct({"feature": pa.string(), "value": pa.float64(), "points": pa.float64(), "evidence": pa.list_(pa.int32())})
)


def results_schema(roles: Sequence[Role]) -> pa.Schema:
    """The columns and their types."""
    fields = {name: pa.string() for name in ("path", "sha256", "language", "status", "code", "reason")}
    for role in roles:
        fields |= {
            f"{role.name}_score": pa.float64(),
            f"{role.name}_grade": pa.int8(),
            f"{role.name}_verdict": pa.string(),
            f"{role.name}_score_low": pa.float64(),
            f"{role.name}_score_high": pa.float64(),
            f"{role.name}_score_if_hidden_counted": pa.float64(),
            f"{role.name}_contributions": _CONTRIBUTIONS,
            f"{role.name}_missing": pa.list_(pa.string()),
        }
    fields |= {"purpose": pa.map_(pa.string(), pa.float64()), "warnings": pa.list_(pa.string()), "evidence": _EVIDENCE}
    fields |= {"pages": pa.int32(), "model_sha256": pa.string(), "version": pa.string()}
    return pa.schema(fields)


class ResultsParquet:
    """Written a row group at a time."""

    def __init__(self, path: Path, roles: Sequence[Role], options: ReportOptions) -> None:
        self._roles = roles
        self._schema = results_schema(roles)
        self._batch: list[dict[str, Any]] = []
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def add(self, candidate: Candidate) -> None:
        self._batch.append(_row(candidate, self._roles))
        if len(self._batch) >= _BATCH:
            self._write()

    def finish(self) -> None:
        self._write()
        self.close()

    def close(self) -> None:
        self._writer.close()

    def _write(self) -> None:
        if self._batch:
            self._writer.write_table(pa.Table.from_pylist(self._batch, schema=self._schema))
            self._batch.clear()


def _row(candidate: Candidate, roles: Sequence[Role]) -> dict[str, Any]:
    row = candidate.row
    values: dict[str, Any] = {"path": candidate.path, "sha256": row.sha256, "status": row.status}
    if row.failure is not None:
        return values | {"code": row.failure.code, "reason": row.failure.message}
    assert row.assessment is not None
    values |= _assessment_values(candidate, row.assessment)
    for role in roles:
        fit = row.assessment.fit.get(role.name)
        if fit is not None:
            values |= {f"{role.name}_{key}": value for key, value in _fit_values(fit).items()}
    return values


def _assessment_values(candidate: Candidate, assessment: Assessment) -> dict[str, Any]:
    kept = set(_EVIDENCE.value_type.names) - {"text"}
    return {
        "language": assessment.language,
        "purpose": list(assessment.purpose.items()),
        "warnings": [warning.code for warning in assessment.warnings],
        "evidence": [e.model_dump(include=kept) | {"text": candidate.words(e.text)} for e in assessment.evidence],
        "pages": assessment.pages,
        "model_sha256": assessment.model_sha256,
        "version": assessment.version,
    }


def _fit_values(fit: Fit) -> dict[str, Any]:
    low, high = fit.score_range or (None, None)
    return {
        **fit.model_dump(include={"score", "grade", "verdict", "score_if_hidden_counted"}),
        "score_low": low,
        "score_high": high,
        "contributions": [c.model_dump() for c in fit.contributions],
        "missing": [missing.pillar for missing in fit.missing],
    }
