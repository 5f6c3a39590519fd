"""Files are known by content, whatever they are called."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cvsignal.reading.sniff import kind_of
from tests.reading import make_pdfs
from tests.reading.make_docx import one_column, saved
from tests.reading.sample_cvs import ENGLISH

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4\n", "pdf"),
        (b"junk before it\n%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpeg"),
        (b"II*\x00....", "tiff"),
        (b"{\\rtf1 hello}", "rtf"),
        (b"MZ\x90\x00", "executable"),
        (b"MZ Khan\nCommunity manager\n", "text"),
        (b"PK Sharma\nCommunity manager\n", "text"),
        (b"PKF Harrow\nCommunity manager\n", "text"),
        (b"PK\x05\x06" + b"\x00" * 18, "zip"),
        (b"PK\x03\x04xl/workbook.xml", "zip"),
        (b"<!DOCTYPE html><html><body>CV</body></html>", "html"),
        (b"<!-- a --><html>", "html"),
        (b"<!-- a -->\n<!-- b --> <p>CV</p>", "html"),
        (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: CV\r\n\r\nHello", "eml"),
        (b"Maud Verrinder\nCommunity manager\nProfile: editor\n", "text"),
        (b"Name: Maud\nFrom: Harrow Quay\nAge: 30\n\ntext", "text"),
        ("é à".encode("utf-16"), "text"),
        (b"# Maud\n\n- Ran the page\n", "text"),
        (bytes(range(256)) * 4, "unknown"),
        (b"\x00" * 100, "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "ole"),
    ],
)
def test_kind_of_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_comments_without_a_page_are_told_at_once() -> None:
    start = time.process_time()
    assert kind_of(b"<!---->" * 500 + b"x") == "text"
    assert time.process_time() - start < 1.0


def test_kind_of_made_files() -> None:
    assert kind_of(saved(one_column(ENGLISH))) == "docx"
    assert kind_of(make_pdfs.scan_image(ENGLISH, "tiff", dpi=50)) == "tiff"
    for path in FILES.iterdir():
        assert kind_of(path.read_bytes()) == path.suffix[1:]
