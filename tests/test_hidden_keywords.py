"""Two hundred keywords hidden in a sample CV move its scores by nothing, and are told."""

from __future__ import annotations

import ctypes
import io
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.shared import RGBColor

import cvsignal
from cvsignal.schema import Assessment

SAMPLES = Path(__file__).parent.parent / "examples" / "cvs"
KEYWORDS = (
    "social media strategy",
    "managed the Facebook page",
    "Brandwatch",
    "crisis cell",
    "KPI",
    "community manager",
)
WORDS = " ".join(KEYWORDS * 20).split()[:200]
A_LINE = 40


@pytest.fixture(scope="module")
def shipped() -> cvsignal.Screener:
    return cvsignal.load()


SIZES = (3.5, 6.0, 8.0)  # points


def with_white_words(path: Path, size: float) -> bytes:
    """The PDF with keywords in white at the foot of its first page, on the margin or a pale panel."""
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    font = pdfium.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
    for line in range(0, len(WORDS), A_LINE):
        words = " ".join(WORDS[line : line + A_LINE]).encode("utf-16-le") + b"\0\0"
        text = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, ctypes.c_float(size))
        pdfium.FPDFText_SetText(text, ctypes.cast(ctypes.create_string_buffer(words), pdfium.FPDF_WIDESTRING))
        pdfium.FPDFPageObj_SetFillColor(text, 255, 255, 255, 255)
        pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 12, 4 + line / A_LINE * (size + 0.5))
        pdfium.FPDFPage_InsertObject(page.raw, text)
    assert pdfium.FPDFPage_GenerateContent(page.raw)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def with_vanished_words(path: Path, _size: float) -> bytes:
    """The DOCX with keywords in a paragraph marked as hidden, and again in white."""
    document = docx.Document(str(path))
    vanished, white = (document.add_paragraph().add_run(" ".join(WORDS)) for _ in range(2))
    vanished.font.hidden = True
    white.font.color.rgb = RGBColor(255, 255, 255)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


HIDE = {".pdf": with_white_words, ".docx": with_vanished_words}
PATHS = sorted(path for path in SAMPLES.iterdir() if path.suffix in HIDE)


def figures(assessment: Assessment) -> dict[str, tuple[object, ...]]:
    return {
        name: (fit.score, fit.grade, fit.verdict, tuple(c.points for c in fit.contributions))
        for name, fit in assessment.fit.items()
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_hidden_keywords_move_no_score(path: Path, size: float, shipped: cvsignal.Screener) -> None:
    honest = shipped.assess(path)
    stuffed = shipped.assess(HIDE[path.suffix](path, size), filename=path.name)
    assert figures(stuffed) == figures(honest)
    assert stuffed.text == honest.text
    assert "hidden-text" in {warning.code for warning in stuffed.warnings}
    assert len(" ".join(part.text for part in stuffed.hidden).split()) >= len(WORDS)
    assert all(fit.score_if_hidden_counted is not None for fit in stuffed.fit.values())


def test_there_are_samples_of_both_kinds() -> None:
    assert {path.suffix for path in PATHS} == set(HIDE)
