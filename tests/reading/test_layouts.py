"""Made PDFs of LaTeX, LibreOffice, Chromium and reportlab, read by both engines, against their true text."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cvsignal.reading import ReadSettings, read
from tests.reading import make_pdfs
from tests.reading.layouts import Layout, all_layouts
from tests.reading.measures import beside, glued, logical_lines, mixed, plain, whole
from tests.reading.sample_cvs import CVS, Cv

LAYOUTS = all_layouts()
ENGINES = ("pdfium", "pdfminer")


def settings(engine: str) -> ReadSettings:
    return ReadSettings(pdf_engine="pdfium" if engine == "pdfium" else "pdfminer", ocr=False)


def test_there_are_enough_layouts_of_every_maker() -> None:
    makers = Counter(layout.name.partition("-")[0] for layout in LAYOUTS)
    assert len({layout.name.rpartition(".")[0] for layout in LAYOUTS}) >= 24
    assert min(makers["latex"], makers["libreoffice"], makers["chromium"]) >= 7


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_sentences_whole_dates_beside_sidebar_apart(layout: Layout, engine: str) -> None:
    document = read(layout.make(), settings=settings(engine))
    kept = whole(document, layout.cv)
    assert kept.count(False) == 0, [s for s, ok in zip(layout.cv.sentences, kept, strict=True) if not ok]
    assert all(beside(document, layout.cv))
    assert glued(document, layout.cv) == []
    assert mixed(document, layout.cv) == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_both_engines_read_the_same_words(layout: Layout) -> None:
    first, second = (read(layout.make(), settings=settings(engine)) for engine in ENGINES)
    words = [Counter(re.findall(r"\w+", document.text)) for document in (first, second)]
    shared = sum((words[0] & words[1]).values())
    assert 2 * shared / (words[0].total() + words[1].total()) >= 0.9995


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_geometry_points_into_the_text(layout: Layout) -> None:
    document = read(layout.make(), settings=settings("pdfium"))
    for line in document.lines:
        assert "\n" not in document.text[line.start : line.end]
        assert line.size is not None
        assert line.size > 4
    assert "".join(document.text[start:end] for start, end, _ in document.words) == re.sub(r"\s", "", document.text)
    assert all(document.text[offset] == "\n" for offset in document.soft_breaks)


@pytest.mark.parametrize("cv", CVS.values(), ids=CVS)
def test_a_sentence_goes_over_the_page_between_footer_and_header(cv: Cv) -> None:
    document = read(make_pdfs.broken_over_pages(cv))
    assert plain(cv.jobs[0].duties[0]) in logical_lines(document)
    furniture = [document.text[line.start : line.end] for line in document.lines if line.furniture]
    assert furniture == ["page 1", f"{cv.name} / {cv.headline}", "page 2"]


@pytest.mark.parametrize("cv", CVS.values(), ids=CVS)
def test_running_footer_is_furniture_and_white_name_on_a_band_is_visible(cv: Cv) -> None:
    document = read(make_pdfs.header_band(cv))
    furniture = [document.text[line.start : line.end] for line in document.lines if line.furniture]
    assert f"{cv.name} - CV - 1/2" in furniture
    assert document.text.startswith(cv.name)
    assert document.hidden == ()


@pytest.mark.parametrize("cv", CVS.values(), ids=CVS)
def test_letter_spaced_headings_are_words(cv: Cv) -> None:
    lines = logical_lines(read(make_pdfs.letter_spaced(cv)))
    assert cv.titles["profile"].upper() in lines
    assert cv.titles["jobs"].upper() in lines


def test_words_drawn_twice_are_read_once() -> None:
    document = read(make_pdfs.fake_bold(CVS["en"]))
    assert document.text.count("Community Manager") == 1
