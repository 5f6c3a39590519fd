"""What people really have in their folders, read by the true reader: each a row with a reason, the rest goes on."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from screening_harness import Run
from stand_in import load_reader

from cvsignal.errors import READ_CODES, ScreeningError
from cvsignal.schema import Failure
from cvsignal.screening.engine import LocalEngine
from cvsignal.screening.limits import Limits

NO_PAGES = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R>>
%%EOF"""
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND\xaeB`\x82"
)


def pdf(pages: int = 1, password: str | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    for number in range(pages):
        canvas.drawString(72, 700, f"Community manager, page {number + 1}, in charge of the page of a museum")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Community manager of a museum")
    document.save(buffer)
    return buffer.getvalue()


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("readme.txt", "not a document")
    return buffer.getvalue()


FILES = {
    "good.pdf": pdf(),
    "good.docx": word(),
    "Élodie L'été 2.txt": "Gestionnaire de communauté d'un musée".encode(),
    "german.txt": b"Verantwortlich fuer die Facebook-Seite eines Museums in Wien und deren Inhalte",
    "empty.pdf": b"",
    "no pages.pdf": NO_PAGES,
    "locked.pdf": pdf(password="secret"),
    "half.pdf": pdf(3)[:700],
    "photo.pdf": PNG,
    "300 pages.pdf": pdf(300),
    "half.docx": word()[:60],
    "archive.docx": archive(),
    "noise.pdf": bytes(range(256)) * 40,
}
GOOD = {"good.pdf", "good.docx", "Élodie L'été 2.txt", "german.txt", "300 pages.pdf"}


@pytest.fixture
def screened(run: Run) -> Run:
    """A folder with all of them, screened."""
    for name, data in FILES.items():
        (run.folder / name).write_bytes(data)
    run(LocalEngine(load_reader, 2, Limits()))
    return run


def test_each_is_a_row_with_a_reason_and_the_rest_goes_on(screened: Run) -> None:
    outcome = screened.outcome()
    assert set(outcome) == set(FILES)
    assert {name for name, code in outcome.items() if code == "ok"} == GOOD
    assert set(outcome.values()) - {"ok"} <= READ_CODES
    assert outcome["empty.pdf"] == "empty"
    assert outcome["locked.pdf"] == "encrypted"
    assert not {"crashed", "timed-out", "out-of-memory"} & set(outcome.values())


def test_each_reason_is_one_line_that_names_the_file(screened: Run) -> None:
    for failure in screened.results:
        if isinstance(failure, Failure):
            assert failure.message.startswith(f"{Path(failure.path).name}: ")
            assert failure.message.count(Path(failure.path).name) == 1
            assert "\n" not in failure.message
        else:
            assert Path(failure.path or "").name in GOOD


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(run: Run) -> None:
    run.write("a.txt", "one").chmod(0)
    assert run(LocalEngine(load_reader)).failed == {"unreadable": 1}


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match="there is no such file or folder"):
        run(source=tmp_path / "none")
