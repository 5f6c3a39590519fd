"""report.html in a real browser. Skipped with a reason where Playwright or Chromium is missing."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cvsignal.reporting import LedgerRow, ReportOptions, write_all
from cvsignal.roles import default_roles

from .conftest import HIDDEN, TEXT, failed, ranged, row

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (dev dependency group)")
CHROMIUM = (
    os.environ.get("CVSIGNAL_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: install it, or name one in CVSIGNAL_CHROMIUM"),
]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)<!--"


def screening() -> list[LedgerRow]:
    """240 candidates, one of them hostile, two without a range of their scores, and a file that failed."""
    rows = [ranged(row(f"/cv/{number:03}.pdf", score=99.5 - number * 0.41)) for number in range(238)]
    rows.insert(1, row(f"/cv/{HOSTILE}.pdf", score=99.3, text=TEXT + HOSTILE + "</script>", **HIDDEN))
    rows.insert(2, row("/cv/zebra.pdf", score=98.9, text="Un texte avec girafe\n"))
    return [*rows, failed("/cv/broken.pdf")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One headless Chromium for all tests."""
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of :func:`screening`."""
    out = tmp_path_factory.mktemp("out")
    write_all(lambda: iter(screening()), out, default_roles(), ReportOptions())
    return out / "report.html"


@pytest.fixture
def page(browser: Any, report: Path) -> Iterator[Any]:
    """The report, opened; at the end, nothing was complained of, asked from a network, or run by a CV."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(f"console: {message.text}"))
    opened.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    opened.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    opened.on("request", lambda request: request.url == report.as_uri() or troubles.append(f"request: {request.url}"))
    opened.goto(report.as_uri())
    yield opened
    opened.close()
    assert troubles == []


def names(page: Any) -> list[str]:
    return page.locator("#rows tr .col-candidate a").all_text_contents()


def test_the_list_is_shown_best_first(page: Any) -> None:
    assert page.locator("#count").text_content() == "240 of 240 candidates"
    assert names(page)[:3] == ["000.pdf", f"{HOSTILE}.pdf", "001.pdf"]
    assert len(names(page)) == 100
    page.get_by_role("button", name="Show more").click()
    assert len(names(page)) == 200


def test_the_list_is_in_the_order_of_the_emphasis(browser: Any, tmp_path: Path) -> None:
    leaning = {"pr": 1.0, "marketing": 0.0, "customer_relations": 0.0}
    rows = [row("a.pdf", score=60.0), row("b.pdf", score=59.0, purpose=leaning)]
    write_all(lambda: iter(rows), tmp_path, default_roles(), ReportOptions(purpose="pr"))
    opened = browser.new_page()
    opened.goto((tmp_path / "report.html").as_uri())
    assert names(opened) == ["b.pdf", "a.pdf"]
    assert "emphasis on: Public relations" in opened.locator("#emphasis").text_content()
    opened.close()


def test_sorting(page: Any) -> None:
    page.get_by_role("button", name="Candidate").click()
    assert page.locator("th.col-candidate").get_attribute("aria-sort") == "ascending"
    first = names(page)
    page.get_by_role("button", name="Candidate").click()
    assert page.locator("th.col-candidate").get_attribute("aria-sort") == "descending"
    assert names(page)[0] == "zebra.pdf"
    assert first[-1] != names(page)[-1]
    page.get_by_role("button", name="Score").click()
    page.get_by_role("button", name="Score").click()
    scores = page.locator("#rows .col-score .figure").all_text_contents()
    assert scores[0].strip().startswith("2"), "lowest score first"


def test_filters(page: Any) -> None:
    page.locator("#verdicts").get_by_role("button", name="No fit").click()
    shown = int(page.locator("#count").text_content().split()[0])
    assert 0 < shown < 240
    assert set(page.locator("#rows .verdict").all_text_contents()) == {"No fit"}
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_role("button", name="With a warning").click()
    assert page.locator("#count").text_content().startswith("1 of")
    page.get_by_role("button", name="Clear filters").click()
    page.locator("#shows").select_option("brand_presence")
    assert page.locator("#count").text_content().startswith("239 of")
    page.locator("#grade").select_option("3")
    assert page.locator("#none").is_visible()


def test_search_by_name_and_by_words_of_the_texts(page: Any) -> None:
    page.get_by_label("Search").fill("ZEBRA")
    assert names(page) == ["zebra.pdf"]
    page.get_by_label("Search").fill("gîrafe")
    sync_api.expect(page.locator("#count")).to_have_text("1 of 240 candidates")
    assert names(page) == ["zebra.pdf"]


def test_a_candidate_is_opened_explained_and_left(page: Any) -> None:
    page.get_by_role("link", name="001.pdf").click()
    page.wait_for_selector("mark")
    assert page.locator("h2#candidate-name").text_content() == "001.pdf"
    assert page.evaluate("document.activeElement.id") == "candidate-name"
    assert page.locator(".cv-text mark.negated").count() == 1
    bars = page.locator(".bars li .figure").all_text_contents()
    assert bars == ["−2.00", "+3.25"]
    page.locator(".bars button").first.click()
    assert page.locator("mark.lit").count() == 1
    assert page.locator("mark.lit").text_content().startswith("Animation des comptes")
    page.locator(".role-score").nth(1).click()
    page.wait_for_selector(".role-score:nth-child(2)[aria-pressed=true]")
    assert "A community built" in page.locator(".questions").text_content(), "in the language of the page, not the CV"
    page.locator(".role-score").nth(0).click()
    page.wait_for_selector(".role-score:nth-child(1)[aria-pressed=true]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#view-list:not([hidden])")
    assert page.evaluate("document.activeElement.textContent") == "001.pdf"


def test_a_score_has_a_band_where_its_range_is(page: Any) -> None:
    meter = page.locator("#rows tr[data-candidate='30'] .meter")
    assert meter.get_attribute("aria-label") == "Range of the score: 76–>\u202f99\u00a0%"
    assert page.locator("#rows tr[data-candidate='1'] .band").count() == 0, "no range, no band"
    assert_spans(meter, 0.76, 1.0)
    meter.scroll_into_view_if_needed()
    box = meter.bounding_box()
    page.mouse.click(
        box["x"] + 5, box["y"] + 3
    )  # the bar lies on the link that fills the row, and lets the click through
    page.wait_for_selector("mark")
    meter = page.locator(".role-score .meter").nth(1)
    assert page.locator(".role-score .range").nth(1).text_content() == "Range <\u202f1–24\u00a0%"
    assert meter.get_attribute("aria-label") == "Range of the score: <\u202f1–24\u00a0%"
    assert_spans(meter, 0.0, 0.24)


def assert_spans(meter: Any, low: float, high: float) -> None:
    """The band of a meter reaches from ``low`` to ``high`` of its width."""
    whole, band = meter.bounding_box(), meter.locator(".band").bounding_box()
    assert (band["x"] - whole["x"]) / whole["width"] == pytest.approx(low, abs=0.02)
    assert (band["x"] + band["width"] - whole["x"]) / whole["width"] == pytest.approx(high, abs=0.02)
    assert band["height"] > 0


def test_the_text_is_shown_whole(page: Any) -> None:
    page.get_by_role("link", name="001.pdf").click()
    page.wait_for_selector("mark")
    page.evaluate("for (const tag of document.querySelectorAll('.cv-text .tag')) tag.remove()")
    assert page.locator(".cv-text").text_content() == TEXT


def test_hostile_words_are_words(page: Any) -> None:
    page.get_by_role("link", name="<img").click()
    page.wait_for_selector("mark")
    assert HOSTILE in page.locator(".cv-text").text_content()
    assert page.locator("#view-candidate img").count() == 0
    page.get_by_text("Hidden text", exact=True).click()
    assert "<script>alert(2)" in page.locator(".hidden-text").text_content()


def test_the_language_is_switched_everywhere(page: Any) -> None:
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("#count").text_content() == "240 candidatures sur 240"
    assert page.locator("#roles button").first.text_content() == "Gestionnaire des médias sociaux"
    page.get_by_role("link", name="001.pdf").click()
    page.wait_for_selector("mark")
    assert "Pourquoi ce score" in page.locator("#view-candidate").text_content()
    assert page.locator(".role-score .range").first.text_content().startswith("Fourchette 8")
    assert page.locator(".cv-text").get_attribute("lang") == "fr"


def test_the_role_changes_the_order(page: Any) -> None:
    page.locator("#roles").get_by_role("button", name="Community manager").click()
    sync_api.expect(page.locator("#rows a").first).to_have_text("237.pdf")
    assert page.locator("#roles [aria-pressed=true]").text_content() == "Community manager"


def test_the_keyboard_alone_opens_a_candidate(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "candidates"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#rows a')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("mark")
    assert page.locator("#candidate-name").text_content() == "000.pdf"


def test_an_address_leads_to_a_candidate(page: Any, report: Path) -> None:
    page.goto(f"{report.as_uri()}#role=community_manager&candidate=3")
    page.wait_for_selector("mark")
    assert page.locator("#candidate-name").text_content() == "001.pdf"
    assert page.locator(".role-score[aria-pressed=true] .role-name").text_content() == "Community manager"


def test_no_value_of_the_code_shows_through(page: Any) -> None:
    page.locator("#failures summary").click()
    assert "broken.pdf" in page.locator("#failures").inner_text()
    shown = page.locator("body").inner_text()
    for number in (0, 1):  # with evidence; with warnings and hidden text
        page.locator("#rows a").nth(number).click()
        page.wait_for_selector("mark")
        shown += page.locator("body").inner_text()
        page.go_back()
        page.wait_for_selector("#view-list:not([hidden])")
    assert not re.search(r"\b(false|true|undefined|null|NaN|object Object)\b|\{\w+\}", shown)


def test_every_control_has_a_name(page: Any) -> None:
    for open_first in (False, True):
        if open_first:
            page.locator("#rows a").first.click()
            page.wait_for_selector("mark")
        nameless = page.evaluate(
            """[...document.querySelectorAll('button, a, select, input')].filter((e) => e.checkVisibility() &&
            !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map((e) => e.outerHTML)"""
        )
        assert nameless == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_window(browser: Any, report: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#rows a").first.click()
    page.wait_for_selector("mark")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_a_blind_page_shows_no_name(browser: Any, tmp_path: Path) -> None:
    write_all(lambda: iter(screening()[:3]), tmp_path, default_roles(), ReportOptions(blind=True))
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    assert page.locator("#blind").is_visible()
    page.locator("#rows a").first.click()
    page.wait_for_selector("mark")
    assert "Bouchard" not in page.locator("body").text_content()
    assert page.locator(".cv-text .masked").count() > 3
    assert page.locator(".file").count() == 0
    assert page.locator(".role-score .band").count() == 2
    page.close()


def test_on_paper_the_whole_list_is_printed_in_light_colours(browser: Any, report: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(report.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(names(page)) == 240
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("#filters").is_hidden()
    page.close()
