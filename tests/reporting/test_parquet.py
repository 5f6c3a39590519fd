from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from cvsignal.reporting import ReportOptions
from cvsignal.reporting.parquet import ResultsParquet
from cvsignal.reporting.rows import openly
from cvsignal.roles import Role

from .conftest import TEXT, failed, row


def test_rows_keep_evidence_and_contributions(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    out = ResultsParquet(tmp_path / "r.parquet", roles, ReportOptions())
    for item in (row("/cv/a.pdf"), failed("/cv/b.pdf")):
        out.add(openly(item))
    out.finish()
    good, bad = pq.read_table(tmp_path / "r.parquet").to_pylist()
    assert (good["status"], bad["status"], bad["code"], bad["evidence"]) == ("ok", "failed", "encrypted", None)
    assert all(TEXT[e["start"] : e["end"]] == e["text"] for e in good["evidence"])
    assert sum(part["points"] for part in good["community_manager_contributions"]) == 1.25
    assert good["community_manager_missing"] == ["community"]
    assert dict(good["purpose"])["customer_relations"] == 0.5
