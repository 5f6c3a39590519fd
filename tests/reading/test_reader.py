"""Bad input: each kind has its code and a message that names the file and says what to do; nothing else is raised."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvsignal.errors import READ_CODES, ReadError
from cvsignal.reading import ReadSettings, read
from cvsignal.reading.refusal import REASONS
from tests.reading import make_pdfs
from tests.reading.sample_cvs import ENGLISH
from tests.reading.test_formats import encrypted
from tests.reading.type_3 import type_3

FORM = re.compile(r"^(?P<name>[^:]+): [^.]+(?:\.\w[^.]*)*\. [A-Z][^.]+(?:\.\w[^.]*)*\.$")


def refused(source: object, **keywords: object) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(source, **keywords)  # type: ignore[arg-type]
    return caught.value


def test_every_code_has_its_words() -> None:
    assert set(REASONS) == READ_CODES


def pages(number: int) -> bytes:
    def draw(canvas: object) -> None:
        for i in range(number):
            canvas.drawString(50, 700, f"Page {i} of a very long life")  # type: ignore[attr-defined]
            canvas.showPage()  # type: ignore[attr-defined]

    return make_pdfs.drawn(draw)


NO_PAGES = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "empty"),
        (encrypted(), "encrypted", "password"),
        (NO_PAGES, "no-pages", "no pages"),
        (b"%PDF-1.7\n" + b"garbage " * 50, "truncated", "end of the file"),
        (make_pdfs.one_column(ENGLISH)[:200], "truncated", "end of the file"),
        (b"MZ" + b"\x00" * 500, "not-a-document", "program"),
        (b"PK\x03\x04xl/workbook.xml" + b"\x00" * 50, "unsupported", "archive"),
        (bytes(range(256)) * 20, "not-a-document", "no document"),
        (b"   \n\t \n", "no-text", "no text"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, None, "cv"),
    ],
    ids=["empty", "encrypted", "no-pages", "garbage", "truncated", "program", "xlsx", "binary", "blank", "png"],
)
def test_bad_bytes(data: bytes, code: str | None, words: str) -> None:
    error = refused(data, filename="cv à é.pdf")
    assert code is None or error.code == code
    assert words in error.message
    found = FORM.match(error.message)
    assert found, error.message
    assert found["name"] == "cv à é.pdf"


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path / "absent é à.pdf").message.startswith("absent é à.pdf: no such file. ")
    assert refused(str(tmp_path / "absent.pdf")).code == "not-found"
    assert refused(tmp_path).code == "not-a-document"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "cv.pdf"
    path.write_bytes(b"%PDF-1.4")
    path.chmod(0)
    assert refused(path).code == "unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cv.pdf")
    assert refused(tmp_path / "cv.pdf").code == "not-a-document"


def test_path_text_bytes_and_open_file_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "CV Éloïse (1).pdf"
    path.write_bytes(make_pdfs.one_column(ENGLISH))
    first = read(path)
    assert first == read(str(path)) == read(path.read_bytes()) == read(io.BytesIO(path.read_bytes()))
    assert first.pages == 1
    assert first.media_type == "application/pdf"


def test_a_long_file_is_cut_and_says_so() -> None:
    document = read(pages(300), settings=ReadSettings(hidden_text=False, ocr=False))
    assert document.pages == 300
    assert {line.page for line in document.lines} == set(range(1, 51))
    assert [notice.code for notice in document.notices] == ["cut-at-bound"]


@pytest.mark.parametrize("engine", ["pdfium", "pdfminer"])
def test_a_wordy_file_is_cut_and_says_so(engine: str) -> None:
    settings = ReadSettings(pdf_engine="pdfium" if engine == "pdfium" else "pdfminer", max_words=20)
    document = read(pages(9), settings=settings)
    assert {line.page for line in document.lines} == {1, 2, 3}
    assert [notice.message for notice in document.notices] == ["Only the first 3 of 9 pages were read."]


def test_hidden_text_is_cut_and_says_so() -> None:
    page = b"<html><body><p>Press officer</p><p hidden>one two</p><p hidden>three</p><p hidden>four</p></body></html>"
    document = read(page, settings=ReadSettings(max_hidden=9))
    assert [part.text for part in document.hidden] == ["one two", "th"]
    assert [notice.code for notice in document.notices] == ["cut-at-bound", "hidden-text"]
    assert "first 9 characters" in document.notices[0].message
    whole = read(page, settings=ReadSettings(max_hidden=16))
    assert [notice.code for notice in whole.notices] == ["hidden-text"]


def test_a_large_file_is_refused() -> None:
    error = refused(make_pdfs.one_column(ENGLISH), settings=ReadSettings(max_bytes=1000))
    assert error.code == "too-large"


def test_time_is_bounded() -> None:
    assert refused(pages(3), settings=ReadSettings(max_seconds=0.0)).code == "timed-out"


def test_junk_before_the_header_is_forgiven() -> None:
    assert ENGLISH.name in read(b"\r\n\r\nHTTP junk\r\n" + make_pdfs.one_column(ENGLISH)).text


def test_a_font_without_letters_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = type_3(ENGLISH, named=False)
    error = refused(data, settings=ReadSettings(ocr=False))
    assert error.code == "unreadable-font"


def test_the_second_engine_takes_over_what_the_first_cannot_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from cvsignal.reading import pdfium
    from cvsignal.reading.refusal import Refused

    def broken(data: bytes, settings: ReadSettings) -> None:
        raise Refused("unreadable")

    monkeypatch.setattr(pdfium, "pdfium_pages", broken)
    document = read(make_pdfs.one_column(ENGLISH))
    assert ENGLISH.name in document.text
    assert [notice.code for notice in document.notices] == ["engine-fallback"]


def break_pages(monkeypatch: pytest.MonkeyPatch, broken: set[int]) -> None:
    """Let pdfium find no text page in these pages, counted from 1 in the order in which they are asked for."""
    import pypdfium2

    asked: list[object] = []
    whole = pypdfium2.PdfPage.get_textpage

    def get_textpage(page: object) -> object:
        asked.append(page)
        if len(asked) in broken:
            raise pypdfium2.PdfiumError("no text page")
        return whole(page)

    monkeypatch.setattr(pypdfium2.PdfPage, "get_textpage", get_textpage)


def test_a_page_that_pdfium_cannot_read_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    break_pages(monkeypatch, {2})
    document = read(pages(3))
    assert {line.page for line in document.lines} == {1, 3}
    assert [notice.code for notice in document.notices] == ["salvaged"]


def test_the_second_engine_takes_over_where_the_first_can_read_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    break_pages(monkeypatch, {1, 2, 3})
    document = read(pages(3))
    assert {line.page for line in document.lines} == {1, 2, 3}
    assert [notice.code for notice in document.notices] == ["engine-fallback"]


def test_a_fault_of_ours_is_a_reason_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from cvsignal.reading import reader

    def broken(data: bytes) -> str:
        raise ZeroDivisionError("secret words of the CV")

    monkeypatch.setattr(reader, "decode", broken)
    error = refused(b"Maud Verrinder\n", filename="cv.txt")
    assert error.code == "unreadable"
    assert "ZeroDivisionError" in error.message
    assert "secret" not in error.message


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=600), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"{\\rtf1 ", b"<html>", b"\xff\xfe"])
)
def test_any_bytes_give_a_document_or_a_reason(data: bytes, head: bytes) -> None:
    try:
        outcome = read(head + data, settings=ReadSettings(ocr=False)).text.strip()
    except ReadError as error:
        outcome = error.code if error.__cause__ is None else ""  # a cause tells of a fault of ours
    assert outcome
