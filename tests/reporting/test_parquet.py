from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from cvsignal.reporting import ReportOptions
from cvsignal.reporting.parquet import ResultsParquet
from cvsignal.reporting.rows import openly
from cvsignal.roles import Role

from .conftest import TEXT, failed, ranged, row


def test_rows_keep_evidence_and_contributions(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    out = ResultsParquet(tmp_path / "r.parquet", roles, ReportOptions())
    for item in (ranged(row("/cv/a.pdf", score=75.0), spread=12.5), failed("/cv/b.pdf")):
        out.add(openly(item))
    out.finish()
    good, bad = pq.read_table(tmp_path / "r.parquet").to_pylist()
    assert (good["status"], bad["status"], bad["code"], bad["evidence"]) == ("ok", "failed", "encrypted", None)
    assert all(TEXT[e["start"] : e["end"]] == e["text"] for e in good["evidence"])
    assert sum(part["points"] for part in good["community_manager_contributions"]) == 1.25
    ends = ("community_manager_score_low", "community_manager_score_high")
    assert [[found[end] for end in ends] for found in (good, bad)] == [[12.5, 37.5], [None, None]]
    assert good["community_manager_missing"] == ["community"]
    assert dict(good["purpose"])["customer_relations"] == 0.5
