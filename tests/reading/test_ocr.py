"""Scans and pictures: read by Tesseract where it is installed, named for what they are where it is not."""

from __future__ import annotations

from collections import Counter

import pytest

from cvsignal.errors import ReadError
from cvsignal.reading import ReadSettings, ocr, read
from tests.reading import make_pdfs
from tests.reading.measures import plain
from tests.reading.sample_cvs import CVS, Cv
from tests.reading.type_3 import type_3

needs_tesseract = pytest.mark.skipif(not ocr.ocr_available(), reason="Tesseract or pytesseract is not installed")


def recall(text: str, cv: Cv) -> float:
    wanted = Counter(plain(" ".join(cv.sentences)).replace(" ", ""))
    found = Counter(plain(text).replace(" ", ""))
    return (wanted & found).total() / wanted.total()


@needs_tesseract
@pytest.mark.parametrize("language", CVS)
def test_a_scanned_pdf_is_read_and_says_so(language: str) -> None:
    document = read(make_pdfs.scan(CVS[language], dpi=150))
    assert recall(document.text, CVS[language]) >= 0.98
    assert CVS[language].jobs[0].position in document.text
    assert [notice.code for notice in document.notices] == ["ocr"]
    assert document.pages == 1
    assert document.words


@needs_tesseract
@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff"])
def test_a_picture_is_read_whatever_it_is_called(kind: str) -> None:
    document = read(make_pdfs.scan_image(CVS["fr"], kind), filename="cv.pdf")
    assert recall(document.text, CVS["fr"]) >= 0.98
    assert document.media_type == f"image/{kind}"


@needs_tesseract
def test_a_font_that_draws_no_letters_is_not_guessed_at() -> None:
    with pytest.raises(ReadError, match="fonts") as caught:
        read(type_3(CVS["en"], named=False))
    assert caught.value.code == "unreadable-font"


@needs_tesseract
def test_a_blurred_scan_warns() -> None:
    document = read(make_pdfs.scan_image(CVS["en"], dpi=60))
    assert "ocr-low-confidence" in {notice.code for notice in document.notices}


@pytest.mark.parametrize(
    ("data", "code"),
    [(make_pdfs.scan(CVS["en"], dpi=60), "scanned"), (make_pdfs.scan_image(CVS["en"], dpi=60), "ocr-missing")],
    ids=["pdf", "png"],
)
def test_without_tesseract_a_scan_is_named(data: bytes, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "ocr_available", lambda: False)
    with pytest.raises(ReadError, match=r"scan\.pdf: .+Tesseract.+") as caught:
        read(data, filename="scan.pdf")
    assert caught.value.code == code


def test_ocr_can_be_switched_off() -> None:
    with pytest.raises(ReadError) as caught:
        read(make_pdfs.scan(CVS["en"], dpi=60), settings=ReadSettings(ocr=False))
    assert caught.value.code == "scanned"
