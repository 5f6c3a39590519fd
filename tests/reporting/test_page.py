from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cvsignal.reporting import LedgerRow, ReportOptions
from cvsignal.reporting.page import ReportPage
from cvsignal.reporting.page_data import strongest, text_parts
from cvsignal.reporting.rows import openly
from cvsignal.reporting.templates import script_json
from cvsignal.roles import Role
from cvsignal.schema import LABELS, Evidence

from .conftest import HIDDEN, TEXT, failed, fit, ranged, row

HOSTILE = '</script><script>alert("x")</script><!--<img src=x onerror=alert(1)>'


def written(path: Path, roles: tuple[Role, ...], *rows: LedgerRow, **options: Any) -> html.HtmlElement:
    page = ReportPage(path / "report.html", roles, ReportOptions(**options))
    for item in rows:
        page.add(openly(item))
    page.finish()
    return html.document_fromstring((path / "report.html").read_text(encoding="utf-8"))


def data(document: html.HtmlElement, name: str) -> Any:
    return json.loads(document.get_element_by_id(name).text)


def details(document: html.HtmlElement) -> list[dict[str, Any]]:
    chunks = document.xpath("//script[@class='chunk']")
    return [d for c in chunks for d in json.loads(gzip.decompress(base64.b64decode(json.loads(c.text))))]


def test_nothing_of_a_cv_becomes_part_of_the_page(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    hostile = row(f"/cv/{HOSTILE}.pdf", text=f"Name {HOSTILE}\n", **HIDDEN)
    document = written(tmp_path, roles, hostile, failed(f"/cv/{HOSTILE}"))
    types = [script.get("type") for script in document.iter("script")]
    assert types == ["application/json"] * 3 + [None]
    assert not list(document.iter("img"))
    assert "alert" not in document.xpath("//script[not(@type)]")[0].text
    assert data(document, "index-data")[0]["path"] == hostile.path
    assert "".join(text for text, _ in details(document)[0]["parts"]) == hostile.outcome.text  # type: ignore[union-attr]


def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else(
    tmp_path: Path, roles: tuple[Role, ...]
) -> None:
    document = written(tmp_path, roles, row("a.pdf"))
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for name, tag in (("script-src", "//script[not(@type)]"), ("style-src", "//style")):
        text = document.xpath(tag)[0].text
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"


def test_the_page_names_no_other_place(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    written(tmp_path, roles, row("/cv/a.pdf"))
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert set(re.findall(r"\bhttps?://[\w./-]+", text)) == {"http://www.w3.org/2000/svg"}  # a name, not an address
    assert "//cdn" not in text
    assert "innerHTML" not in text


def test_links_are_file_addresses_whatever_the_name(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    names = ["/cv/été 1.pdf", "javascript:alert(1)", "s3://bucket/cv.pdf"]
    index = data(written(tmp_path, roles, *map(row, names)), "index-data")
    assert index[0]["link"] == "file:///cv/%C3%A9t%C3%A9%201.pdf"
    assert index[1]["link"].startswith("file:///")
    assert index[2]["link"] is None


def test_counts_cover_all_and_details_the_first(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    rows = [row(f"{n}.pdf", score=99 - n) for n in range(40)]
    document = written(tmp_path, roles, *rows, failed("x.pdf"), most_candidates=20)
    facts = data(document, "page-data")
    assert facts["overview"]["read"] == 40
    assert facts["overview"]["failed"] == 1
    assert sum(map(sum, facts["overview"]["scores"]["community_manager"])) == 40
    assert facts["overview"]["labels"][LABELS.index("brand_presence")] == 40
    assert facts["overview"]["labels"][LABELS.index("crisis_management")] == 0, "negated evidence is no evidence"
    assert len(data(document, "index-data")) == len(details(document)) == 20
    assert [d["sha256"] for d in details(document)] == [r.sha256 for r in rows[:20]]


def test_a_page_without_candidates_can_be_written(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    assert data(written(tmp_path, roles), "index-data") == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_opens_in_the_language_asked_for(language: str, tmp_path: Path, roles: tuple[Role, ...]) -> None:
    document = written(tmp_path, roles, row("a.pdf"), language=language)
    assert document.get("lang") == language
    assert data(document, "page-data")["language"] == language


def test_the_list_knows_the_range_of_a_score_where_there_is_one(tmp_path: Path, roles: tuple[Role, ...]) -> None:
    document = written(tmp_path, roles, ranged(row("a.pdf", score=60.0), spread=10.123), row("b.pdf"))
    with_range, without = (found["fit"]["social_media_manager"] for found in data(document, "index-data"))
    assert (with_range[5], without[5]) == ([49.88, 70.12], None)


def test_with_an_emphasis_the_list_knows_each_place_and_the_page_says_so(
    tmp_path: Path, roles: tuple[Role, ...]
) -> None:
    leaning = {"pr": 1.0, "marketing": 0.0, "customer_relations": 0.0}
    rows = (row("a.pdf", score=60.0), row("b.pdf", score=59.0, purpose=leaning))
    document = written(tmp_path, roles, *rows, purpose="pr")
    first, second = (found["fit"]["social_media_manager"] for found in data(document, "index-data"))
    assert first[0] > second[0]
    assert first[6] < second[6]
    assert data(document, "page-data")["purpose"] == "pr"
    assert data(written(tmp_path, roles, *rows), "page-data")["purpose"] is None


def test_strongest_reasons_raise_the_score() -> None:
    assert strongest(fit("community_manager", 50, "fit")) == ["pages_run"]


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=6))
def test_parts_are_the_text_and_each_knows_its_evidence(text: str, places: list[tuple[int, int]]) -> None:
    spans = [(start, min(len(text), start + length)) for start, length in places if start < len(text)]
    items = [
        Evidence.model_construct(label="campaign", assertion="asserted", text=text[a:b], start=a, end=b)
        for a, b in spans
    ]
    parts = list(text_parts(text, items))
    assert "".join(part for part, _ in parts) == text
    for number, item in enumerate(items):
        assert "".join(part for part, numbers in parts if number in numbers) == item.text


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner, max_size=4)))
def test_script_json_ends_no_script_and_loses_nothing(value: Any) -> None:
    text = str(script_json(value))
    assert "<" not in text
    assert json.loads(text) == value


def test_the_sample_text_has_signs_beyond_two_bytes() -> None:
    assert any(ord(sign) > 0xFFFF for sign in TEXT), "offsets of JavaScript and Python would agree by chance"
