"""What a read may cost and how it is done, in one frozen table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PdfEngine = Literal["auto", "pdfium", "pdfminer"]


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Bounds and choices of a read; the defaults suit CVs.

    Beyond ``max_pages``, ``max_words``, ``max_chars`` and ``max_hidden`` a document is cut and carries the notice
    ``cut-at-bound``; beyond the other bounds it is refused with a reason code.

    ``max_seconds`` is looked at before each page of a PDF, by each engine anew, and ends a conversion by LibreOffice (60
    seconds at least); nowhere else. A hard limit needs a process that can be stopped from outside: each of the workers that
    screen a folder is one, and :func:`~cvsignal.reading.read_in_child` makes one.
    """

    pdf_engine: PdfEngine = "auto"  # auto: pdfium, then pdfminer where pdfium's result is suspect
    ocr: bool = True  # read images and scanned pages, where Tesseract is installed
    hidden_text: bool = True  # look for text that a reader of the page cannot see (the ink test)
    max_bytes: int = 50_000_000  # of the file
    max_inflated: int = 100_000_000  # bytes after decompression, over all parts of a zip
    max_pages: int = 50
    max_chars: int = 1_000_000  # of formats without pages
    max_words: int = 200_000  # of a PDF
    max_hidden: int = 100_000  # characters of hidden text
    max_seconds: float = 30.0
    ocr_languages: str = "fra+eng"
    ocr_dpi: int = 200
    ocr_max_pages: int = 6
    ocr_seconds: float = 30.0  # for one page


DEFAULT = ReadSettings()
