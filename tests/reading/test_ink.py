"""Hidden text: every trick is flagged, visible text of unusual looks is spared, the text stays what it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from cvsignal.reading import ReadSettings, ink, read
from cvsignal.reading.ink import _is_blank_behind
from cvsignal.reading.pdfium_objects import Objects
from tests.reading.hidden_tricks import TRICKS, WORDS, visible, with_trick
from tests.reading.make_pdfs import drawn, one_column, scan_picture
from tests.reading.sample_cvs import CVS, ENGLISH

PDFS = Path(__file__).parent / "pdfs"
ENGINES = ("pdfium", "pdfminer")


def engine(name: str) -> ReadSettings:
    return ReadSettings(pdf_engine="pdfium" if name == "pdfium" else "pdfminer")


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_is_flagged_and_changes_nothing_else(trick: str, name: str) -> None:
    honest = read(drawn(visible), settings=engine(name))
    document = read(with_trick(trick), settings=engine(name))
    assert " ".join(part.text for part in document.hidden) == WORDS
    assert document.text == honest.text
    assert document.soft_breaks == honest.soft_breaks
    assert "hidden-text" in {notice.code for notice in document.notices}
    assert all(part.page == 1 and part.reason for part in document.hidden)


@pytest.mark.parametrize("trick", TRICKS)
def test_two_hundred_hidden_keywords_leave_the_text_as_it_was(trick: str) -> None:
    words = " ".join(f"{word}{i}" for i in range(40) for word in WORDS.split())
    document = read(with_trick(trick, words))
    assert document.text == read(drawn(visible)).text
    assert set(words.split()) == {word for part in document.hidden for word in part.text.split()}


PAGES = [*(with_trick(trick) for trick in TRICKS), *(path.read_bytes() for path in sorted(PDFS.glob("*.pdf")))]


def test_a_page_taken_for_blank_behind_its_words_is_judged_as_one_that_was_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick = [read(data) for data in PAGES]
    monkeypatch.setattr(Objects, "ground", lambda self: None)  # then it is always drawn without its text
    assert [read(data) for data in PAGES] == quick


def test_some_pages_are_taken_for_blank_and_some_are_drawn_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bool] = []

    def watched(*about: Any) -> bool:
        taken.append(_is_blank_behind(*about))
        return taken[-1]

    monkeypatch.setattr(ink, "_is_blank_behind", watched)
    for data in PAGES:
        read(data)
    assert {True, False} == set(taken)


@pytest.mark.parametrize("turn", [0, 270])
def test_a_hairline_near_a_clipped_word_does_not_pass_for_its_ink(turn: int) -> None:
    """The page is stretched to whole pixels, and the line drawn a pixel wide: its mark reaches far beyond its bounds."""

    def draw(pdf: Canvas) -> None:
        pdf.setPageSize((595.05, 841.05))
        pdf.setPageRotation(turn)
        pdf.setFont("Helvetica", 10)
        pdf.drawString(72, 500, "Ran the brand page")
        pdf.saveState()
        clip = pdf.beginPath()
        clip.rect(10, 10, 5, 5)
        pdf.clipPath(clip, stroke=0, fill=0)
        pdf.drawString(480.5, 60.6, "secret words")
        pdf.restoreState()
        pdf.setLineWidth(0.1)
        pdf.line(470, 60.6 + 9.5 + 2.18, 560, 60.6 + 9.5 + 2.18)

    document = read(drawn(draw))
    assert "secret words" not in document.text
    assert [part.text for part in document.hidden] == ["secret words"]


@pytest.mark.parametrize("panel_first", [True, False])
def test_a_page_is_only_taken_for_blank_where_its_drawings_keep_clear_of_its_words(panel_first: bool) -> None:
    """White words are seen on a dark panel; words under a white panel are not; both lie within another's bounds."""

    def draw(pdf: Canvas) -> None:
        def panel() -> None:
            pdf.setFillColor(HexColor("#204060" if panel_first else "#ffffff"))
            pdf.rect(60, 690, 300, 40, stroke=0, fill=1)

        if panel_first:
            panel()
        pdf.setFillColor(HexColor("#ffffff" if panel_first else "#000000"))
        pdf.drawString(72, 700, "community manager")
        if not panel_first:
            panel()
        pdf.setFillColor(HexColor("#000000"))
        pdf.drawString(72, 600, "Ran the brand page")

    document = read(drawn(draw))
    assert ("community manager" in document.text) == panel_first
    assert "Ran the brand page" in document.text


def test_without_the_ink_test_white_words_stay_and_invisible_modes_go() -> None:
    off = ReadSettings(hidden_text=False)
    assert WORDS in read(with_trick("white on white"), settings=off).text
    assert WORDS not in read(with_trick("render mode 3"), settings=off).text


def test_honest_pages_have_nothing_hidden() -> None:
    for cv in CVS.values():
        assert read(one_column(cv)).hidden == ()


@pytest.mark.parametrize(
    ("colour", "band"),
    [
        ("#ffffff", "#102030"),
        ("#ffffff", "#d05050"),
        ("#e8e8e8", "#ffffff"),
        ("#203040", "#304a60"),
        ("#ffff00", "#ffffff"),
    ],
)
def test_faint_but_visible_text_is_spared(colour: str, band: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor(band))
        canvas.rect(40, 600, 400, 100, stroke=0, fill=1)
        canvas.setFillColor(HexColor(colour))
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, 650, "Press officer at the zoo")

    document = read(drawn(draw))
    assert document.text == "Press officer at the zoo"
    assert document.hidden == ()


def test_white_words_over_black_words_are_hidden() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, 650, "Press officer at the zoo of the northern town")
        canvas.setFillColor(Color(1, 1, 1))
        canvas.setFont("Helvetica", 4)
        canvas.drawString(62, 651, "brandwatch meltwater")

    document = read(drawn(draw))
    assert "Press officer at the zoo of the northern town" in document.text
    assert [part.text for part in document.hidden] == ["brandwatch meltwater"]


def test_the_text_layer_of_a_scan_counts_and_words_added_to_it_do_not() -> None:
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(scan_picture(ENGLISH, dpi=100))
    layer = [line for line in read(one_column(ENGLISH)).words if line]
    words = read(one_column(ENGLISH))

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, *canvas._pagesize)
        text = canvas.beginText()
        text.setTextRenderMode(3)
        for start, end, box in layer:
            text.setFont("Helvetica", 10)
            text.setTextOrigin(box.x0, canvas._pagesize[1] - box.bottom + 3)
            text.textOut(words.text[start:end] + " ")
        text.setTextOrigin(60, 20)
        text.textOut(WORDS)
        canvas.drawText(text)

    document = read(drawn(draw))
    assert ENGLISH.jobs[0].position in document.text
    assert " ".join(part.text for part in document.hidden) == WORDS


def test_a_line_cut_by_the_end_of_the_page_is_no_trick() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 700, "The board of the zoo")
        path = canvas.beginPath()
        path.rect(0, 105.7, 600, 600)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(60, 100, "I was the one to tell all")

    assert "was" in read(drawn(draw)).text
