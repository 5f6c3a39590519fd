from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.reporting import LedgerRow, ReportOptions
from cvsignal.reporting.blind import blindly
from cvsignal.reporting.rows import Candidate, openly
from cvsignal.reporting.tables import EvidenceCsv, RankingCsv, neutral
from cvsignal.roles import Role

from .conftest import TEXT, failed, ranged, row


def written(kind: type, tmp_path: Path, roles: tuple[Role, ...], *candidates: Candidate, **options: Any) -> str:
    table = kind(tmp_path / "table.csv", roles, ReportOptions(**options))
    for candidate in candidates:
        table.add(candidate)
    table.finish()
    data = (tmp_path / "table.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark to show accents"
    return data.decode("utf-8-sig")


def test_the_ranking_has_the_contract_columns_in_order(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    text = written(RankingCsv, tmp_path, roles, openly(row("/cv/é.pdf")), openly(failed("/cv/b.pdf")))
    header, first, second = csv.reader(io.StringIO(text))
    names = [role.name for role in roles]
    assert header[:8] == [
        "path",
        "sha256",
        "language",
        "status",
        *(f"{n}_{key}" for n in names for key in ("score", "grade")),
    ]
    assert dict(zip(header, first, strict=True)) | {"sha256": ""} == {
        "path": "/cv/é.pdf",
        "sha256": "",
        "language": "fr",
        "status": "ok",
        "social_media_manager_score": "77.7",
        "social_media_manager_grade": "2",
        "social_media_manager_verdict": "fit",
        "social_media_manager_score_low": "",
        "social_media_manager_score_high": "",
        "social_media_manager_score_if_hidden_counted": "",
        "community_manager_score": "22.3",
        "community_manager_grade": "1",
        "community_manager_verdict": "to be read by a person",
        "community_manager_score_low": "",
        "community_manager_score_high": "",
        "community_manager_score_if_hidden_counted": "",
        "warnings": "",
        "code": "",
        "reason": "",
    }
    failure = dict(zip(header, second, strict=True))
    assert (failure["status"], failure["code"], failure["community_manager_score"]) == ("failed", "encrypted", "")


@pytest.mark.parametrize("show", [openly, blindly])
def test_the_range_of_a_score_follows_its_verdict(
    show: Callable[[LedgerRow], Candidate], tmp_path: Path, roles: tuple[Role, ...]
) -> None:
    text = written(RankingCsv, tmp_path, roles, show(ranged(row("/cv/a.pdf", score=77.777), spread=30.001)))
    header, first = csv.reader(io.StringIO(text))
    at = header.index("social_media_manager_verdict")
    assert header[at + 1 : at + 3] == ["social_media_manager_score_low", "social_media_manager_score_high"]
    assert first[at + 1 : at + 3] == ["47.78", "100.0"]


def test_a_ranking_with_an_emphasis_has_a_column_that_says_so(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    candidates = (openly(row("a.txt")), openly(failed("b.txt")))
    plain = written(RankingCsv, tmp_path, roles, *candidates)
    table = pd.read_csv(io.StringIO(written(RankingCsv, tmp_path, roles, *candidates, purpose="pr")))
    assert list(table.columns) == [*plain.splitlines()[0].split(","), "emphasis"]
    assert list(table.emphasis) == ["pr", "pr"]


def test_evidence_keeps_words_and_offsets(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    text = written(EvidenceCsv, tmp_path, roles, openly(row("a.txt")), openly(failed("b.txt")))
    table = pd.read_csv(io.StringIO(text))
    assert ",".join(table.columns) == "path,label,assertion,start,end,page,section,confidence,text"
    assert len(table) == 6
    for item in table.itertuples():
        assert TEXT[item.start : item.end] == item.text


def test_a_table_without_rows_has_its_header(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    assert written(RankingCsv, tmp_path, roles).startswith("path,sha256,")


@pytest.mark.parametrize("name", ["=1+1.pdf", "+cmd.pdf", "-2.pdf", "@SUM(A1).pdf", "\tx.pdf", " =1.pdf", "＝1.pdf"])
def test_no_cell_is_taken_for_a_formula(name: str, tmp_path: Path, roles: tuple[Role, ...]) -> None:
    text = written(RankingCsv, tmp_path, roles, openly(row(name)))
    assert list(csv.reader(io.StringIO(text)))[1][0] == "'" + name


@given(st.text())
def test_neutral_keeps_what_is_harmless(text: str) -> None:
    cell = neutral(text)
    assert cell in (text, "'" + text)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@"))
    assert neutral(-1.5) == -1.5


def test_names_that_are_not_utf8_are_written(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    text = written(RankingCsv, tmp_path, roles, openly(row("caf\udce9.pdf")))
    assert "caf\\udce9.pdf" in text
