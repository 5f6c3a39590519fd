from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from cvsignal.reporting import ReportOptions
from cvsignal.reporting.blind import blindly
from cvsignal.reporting.rows import openly
from cvsignal.reporting.workbook import RankingWorkbook
from cvsignal.roles import Role

from .conftest import failed, ranged, row

MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def parts(tmp_path: Path, roles: tuple[Role, ...]) -> dict[str, etree._Element]:
    """The XML parts of a workbook with a hostile file name and a failure."""
    return written(tmp_path, roles)


def written(
    tmp_path: Path, roles: tuple[Role, ...], *, blind: bool = False, purpose: str | None = None
) -> dict[str, etree._Element]:
    show = blindly if blind else openly
    book = RankingWorkbook(tmp_path / "r.xlsx", roles, ReportOptions(blind=blind, purpose=purpose))
    for item in (
        ranged(row('=HYPERLINK("http://evil.example").pdf')),
        row("/cv/Amélie.pdf", score=12),
        failed("/cv/b.pdf"),
    ):
        book.add(show(item))
    book.finish()
    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def test_header_is_frozen_and_filters_are_on(parts: dict[str, etree._Element]) -> None:
    sheet = parts["xl/worksheets/sheet1.xml"]
    pane = sheet.find(".//m:pane", MAIN)
    assert pane is not None
    assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
    filters = sheet.find("m:autoFilter", MAIN)
    assert filters is not None
    assert filters.get("ref", "").endswith("4")


def test_no_cell_holds_a_formula(parts: dict[str, etree._Element]) -> None:
    assert not any(part.findall(".//m:f", MAIN) for name, part in parts.items() if "worksheets/sheet" in name)
    texts = [t.text for t in parts["xl/worksheets/sheet1.xml"].iterfind(".//m:t", MAIN)]
    assert '\'=HYPERLINK("http://evil.example").pdf' in texts


def test_links_lead_to_the_files_only(parts: dict[str, etree._Element]) -> None:
    targets = [r.get("Target", "") for r in parts["xl/worksheets/_rels/sheet1.xml.rels"]]
    assert "file:///cv/Am%C3%A9lie.pdf" in [target.lower().replace("am%c3%a9", "Am%C3%A9") for target in targets]
    assert all(target.lower().startswith("file:///") for target in targets)


def test_verdicts_scores_and_grades_have_colours(parts: dict[str, etree._Element]) -> None:
    kinds = {rule.get("type") for rule in parts["xl/worksheets/sheet1.xml"].iterfind(".//m:cfRule", MAIN)}
    assert {"cellIs", "dataBar", "colorScale"} <= kinds


def test_scores_are_numbers(parts: dict[str, etree._Element]) -> None:
    values = [v.text for v in parts["xl/worksheets/sheet1.xml"].iterfind(".//m:v", MAIN)]
    assert "77.7" in values


def test_ranges_are_numbers_and_explained(parts: dict[str, etree._Element]) -> None:
    values = [v.text for v in parts["xl/worksheets/sheet1.xml"].iterfind(".//m:v", MAIN)]
    assert {"65.7", "89.7"} <= set(values)
    about = [t.text for t in parts["xl/worksheets/sheet2.xml"].iter("{*}t")]
    assert "…_score_low, …_score_high" in about


def test_an_order_with_an_emphasis_says_so(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    ranking, about = (
        [t.text for t in written(tmp_path, roles, purpose="pr")[f"xl/worksheets/sheet{number}.xml"].iter("{*}t")]
        for number in (1, 2)
    )
    assert ranking.count("emphasis") == 1
    assert ranking.count("pr") == 3
    assert "In order with an emphasis on: Public relations. The scores are as without it." in about


def test_a_blind_workbook_has_no_links(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    parts = written(tmp_path, roles, blind=True)
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in parts
    assert not any("Am" in (t.text or "") and "lie" in (t.text or "") for p in parts.values() for t in p.iter("{*}t"))
