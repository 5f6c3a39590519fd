from __future__ import annotations

import base64
import gc
import gzip
import json
import re
import weakref
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from cvsignal.errors import ScreeningError
from cvsignal.reporting import LedgerRow, ReportOptions, ledger_rows, write_all
from cvsignal.reporting.write import OUTPUTS
from cvsignal.roles import Role
from cvsignal.schema import Assessment

from .conftest import HIDDEN, TEXT, assessment, failed, row

#: What says who the candidate of TEXT is.
PRIVATE = ("Amélie", "Amelie", "amelie", "Bouchard", "Vézina", "514 555", "exemple.ca", "H2X", "Laval", "Montréal")


def everything(out: Path) -> dict[str, str]:
    """All that stands in the outputs, unpacked."""
    found = {
        name: (out / name).read_text(encoding="utf-8-sig") for name in ("ranking.csv", "evidence.csv", "report.html")
    }
    for chunk in re.findall(r'class="chunk">"([^"]+)"', found["report.html"]):
        found["report.html"] += json.dumps(json.loads(gzip.decompress(base64.b64decode(chunk))), ensure_ascii=False)
    with zipfile.ZipFile(out / "ranking.xlsx") as archive:
        found["ranking.xlsx"] = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    found["results.parquet"] = str(pq.read_table(out / "results.parquet").to_pylist())
    return found


def test_every_output_is_written_and_nothing_else(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    files = write_all(lambda: iter([row("/cv/a.pdf"), failed("/cv/b.pdf")]), tmp_path / "new", roles)
    assert files == [tmp_path / "new" / name for name in OUTPUTS]
    assert sorted(f.name for f in (tmp_path / "new").iterdir()) == sorted(OUTPUTS)


def test_the_order_of_the_rows_is_kept(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    rows = [row("/cv/a.pdf", score=90), row("/cv/c.pdf", score=20), failed("/cv/b.pdf")]
    write_all(lambda: iter(rows), tmp_path, roles)
    assert list(pd.read_csv(tmp_path / "ranking.csv").path) == ["/cv/a.pdf", "/cv/c.pdf", "/cv/b.pdf"]
    assert pq.read_table(tmp_path / "results.parquet")["path"].to_pylist() == ["/cv/a.pdf", "/cv/c.pdf", "/cv/b.pdf"]


def test_only_the_roles_asked_for_are_shown(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    asked = [role for role in roles if role.name == "community_manager"]
    write_all(lambda: iter([row("/cv/a.pdf")]), tmp_path, asked)
    assert "social_media_manager_score" not in pd.read_csv(tmp_path / "ranking.csv").columns
    assert "social_media_manager" not in everything(tmp_path)["report.html"]


def test_an_error_leaves_the_old_files_and_no_half_ones(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    write_all(lambda: iter([row("/cv/a.pdf")]), tmp_path, roles)
    before = {f.name: f.read_bytes() for f in tmp_path.iterdir()}

    def breaking() -> Iterator[LedgerRow]:
        yield row("/cv/b.pdf")
        raise RuntimeError("the ledger is gone")

    with pytest.raises(RuntimeError, match="the ledger is gone"):
        write_all(breaking, tmp_path, roles)
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ScreeningError, match="cannot be written"):
        write_all(lambda: iter([]), tmp_path / "file", roles)


def test_assessments_are_not_held(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    alive: list[weakref.ref[Assessment]] = []
    most = 0

    def rows() -> Iterator[LedgerRow]:
        nonlocal most
        for number in range(300):
            item = assessment(f"/cv/{number}.pdf")
            alive.append(weakref.ref(item))
            yield LedgerRow(item.path or "", item.file_sha256, item)
            del item
            if number % 50 == 49:
                gc.collect()
                most = max(most, sum(ref() is not None for ref in alive))

    write_all(rows, tmp_path, roles)
    assert most <= 3


@pytest.mark.parametrize("name", list(OUTPUTS))
def test_a_blind_screening_hides_who_the_candidate_is(name: str, tmp_path: Path, roles: tuple[Role, ...]) -> None:
    rows = [row("/cv/CV_Amelie_Bouchard.pdf", **HIDDEN), failed("/cv/Amelie_Bouchard_2.pdf")]
    write_all(lambda: iter(rows), tmp_path / "open", roles)
    write_all(lambda: iter(rows), tmp_path / "blind", roles, ReportOptions(blind=True))
    shown, hidden = everything(tmp_path / "open")[name], everything(tmp_path / "blind")[name]
    assert any(word in shown for word in PRIVATE), "nothing to hide: the test would prove nothing"
    assert [word for word in PRIVATE if word in hidden] == []
    assert "candidate " in hidden


def test_blind_evidence_keeps_labels_and_offsets(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    write_all(lambda: iter([row("/cv/a.pdf")]), tmp_path, roles, ReportOptions(blind=True))
    table = pd.read_csv(tmp_path / "evidence.csv")
    item = table[table.label == "measured_result"].iloc[0]
    assert TEXT[item.start : item.end] == item.text


def test_rows_are_made_of_assessments_and_failures() -> None:
    item = assessment("/cv/a.pdf")
    bad = failed("/cv/b.pdf").outcome
    assert [r.status for r in ledger_rows([item, bad])] == ["ok", "failed"]
    assert [r.path for r in ledger_rows([item, bad])] == ["/cv/a.pdf", "/cv/b.pdf"]
