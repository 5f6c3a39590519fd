"""Files are known by content, whatever they are called."""

from __future__ import annotations

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
        (b"PK\x03\x04xl/workbook.xml", "zip"),
        (b"<!DOCTYPE html><html><body>CV</body></html>", "html"),
        (b"<!-- a --><html>", "html"),
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


def test_kind_of_made_files() -> None:
    assert kind_of(saved(one_column(ENGLISH))) == "docx"
    assert kind_of(make_pdfs.scan_image(ENGLISH, "tiff", dpi=50)) == "tiff"
    for path in FILES.iterdir():
        assert kind_of(path.read_bytes()) == path.suffix[1:]
