"""One CV in every format gives the same sentences."""

from __future__ import annotations

import shutil
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from cvsignal.errors import ReadError
from cvsignal.reading import ReadSettings, read
from tests.reading import make_pdfs
from tests.reading.make_docx import date_table, saved
from tests.reading.measures import beside, glued, whole
from tests.reading.sample_cvs import ENGLISH, FRENCH

FILES = Path(__file__).parent / "files"
TABLE = FILES / "libreoffice-date-table.en"


@pytest.mark.parametrize("suffix", ["odt", "html", "rtf"])
def test_a_table_of_dates_in_every_format(suffix: str) -> None:
    document = read(TABLE.with_name(f"{TABLE.name}.{suffix}"))
    assert all(whole(document, ENGLISH))
    assert all(beside(document, ENGLISH))
    assert glued(document, ENGLISH) == []
    assert document.hidden == ()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_word_file_goes_through_libreoffice() -> None:
    document = read(TABLE.with_name(f"{TABLE.name}.doc"))
    assert all(whole(document, ENGLISH))
    assert document.media_type == "application/msword"


def test_an_old_word_file_without_libreoffice_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(
        ReadError, match=r"\.doc: it is an old Word file .+ LibreOffice is not installed\. .+\."
    ) as caught:
        read(TABLE.with_name(f"{TABLE.name}.doc"))
    assert caught.value.code == "unsupported"


def test_html_hides_what_a_browser_hides_and_runs_nothing() -> None:
    page = """<!doctype html><html><head><title>t</title><style>p{color:red}</style>
    <script>alert(1)</script></head><body>
    <h1>Maud Verrinder</h1><p>Ran the&nbsp;page of the
    zoo<br>and its blog</p><p style="display:none">brandwatch</p><p style="color:#fff">meltwater</p>
    <div style="background:#203040"><p style="color:white">visible on dark</p></div>
    <ul><li>Wrote</li><li>Measured</li></ul><table><tr><td>2014 - 2017</td><td>Press officer</td></tr></table>
    <p style="font-size:1px">strategist</p><p hidden>crisis</p></body></html>"""
    document = read(page.encode())
    assert document.text.replace("\n\n", "\n").split("\n") == [
        "Maud Verrinder",
        "Ran the\u00a0page of the zoo",
        "and its blog",
        "visible on dark",
        "Wrote",
        "Measured",
        "2014 - 2017\tPress officer",
    ]
    assert [part.text for part in document.hidden] == ["brandwatch", "meltwater", "strategist", "crisis"]
    assert document.lines[0].bold


def test_rtf_sets_hidden_text_aside() -> None:
    source = (
        r"{\rtf1\ansi\ansicpg1252 Press officer at the zoo in \'e9t\'e9{\v brandwatch meltwater}\par "
        r"Wrote posts\v strategist\v0  daily\par}"
    )
    document = read(source.encode())
    assert document.text == "Press officer at the zoo in été\nWrote posts daily"
    assert [part.text for part in document.hidden] == ["brandwatch meltwater", "strategist"]


@pytest.mark.parametrize(
    ("source", "shown", "hidden"),
    [
        (r"{\v {\b secret}}Visible two. \v hid\v0 Visible three.", "Visible two. Visible three.", ["secret hid"]),
        (r"One \v secret\plain  two", "One two", ["secret"]),
        (r"One {\fs20\v secret \v0 two \v more} three", "One two three", ["secret more"]),
        (r"{\stylesheet{\*\cs1\v Hidden;}}One {\xe\v entry}two \viewkind4 three", "One two three", []),
        (r"{\v se\'e9cret \u233?t\'e9\par next}l\rquote\v1 x\v0\bullet  one", "l’• one", ["seécret été", "next x"]),
        (r"One\cell{\v secret\cell}two\cell\row", "One\t\ttwo", ["secret"]),
        (r"One \{two\} {\v \{three\}}}} four", "One {two}", ["{three}"]),
    ],
    ids=["nested", "plain", "toggled", "nothing-shown", "signs", "cells", "braces"],
)
def test_rtf_hides_what_its_groups_hide(source: str, shown: str, hidden: list[str]) -> None:
    document = read((r"{\rtf1\ansi\ansicpg1252 " + source + "}").encode())
    assert document.text == shown
    assert [part.text for part in document.hidden] == hidden


def test_rtf_of_many_groups_is_read_at_once() -> None:
    start = time.process_time()
    read(rb"{\rtf1 Maud " + rb"{\b\v " * 20_000)
    assert time.process_time() - start < 2.0


def test_rtf_and_mail_are_cut_and_say_so() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "CV"
    mail.set_content("Ran the page.\n" * 9)
    rtf = rb"{\rtf1 " + rb"Ran the page.\par " * 9 + b"}"
    for data in (mail.as_bytes(), rtf, b"Ran the page.\n" * 9):
        document = read(data, settings=ReadSettings(max_chars=30))
        assert document.text == "Ran the page.\nRan the page.\nRa"
        assert [notice.message for notice in document.notices] == ["Only the first 30 characters were read."]


def test_html_moved_far_out_is_hidden_and_a_negative_margin_is_not() -> None:
    page = """<!doctype html><html><body><p style="margin-left:-100px">Press officer</p>
    <p style="position:absolute; left:-900px">brandwatch</p><p style="margin-left: -9999px">meltwater</p></body></html>"""
    document = read(page.encode())
    assert document.text == "Press officer"
    assert [part.text for part in document.hidden] == ["brandwatch", "meltwater"]


def test_html_keeps_the_lines_of_preformatted_text() -> None:
    page = b"<html><body><p>Maud\nVerrinder</p><pre>Press  officer\r\n<b>Ran the page</b>\n\nEditor</pre><p>End</p></body></html>"
    assert read(page).text == "Maud Verrinder\nPress  officer\nRan the page\n\nEditor\n\nEnd"


def test_html_whose_style_sheet_hides_says_that_it_was_not_followed() -> None:
    page = "<html><head><style>{}</style></head><body><p class=x>Press officer</p></body></html>"
    hiding = read(page.format(".x { display: none }").encode())
    assert hiding.text == "Press officer"
    assert [notice.code for notice in hiding.notices] == ["visibility-unchecked"]
    assert read(page.format(".x { color: red }").encode()).notices == ()


def message(**parts: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "maud@example.org", "jobs@example.org", "Candidature d'été"
    mail.set_content("Bonjour, voici mon CV.\n")
    for name, content in parts.items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_a_message_gives_its_attached_cv() -> None:
    letter = make_pdfs.plain_pdf(
        "Dear museum,\nI would like to work for you, since I like ships and people who ask about them."
    )
    mail = message(**{"letter.pdf": letter, "Maud CV.docx": saved(date_table(ENGLISH)), "logo.bin": b"\x00\x01\x02"})
    document = read(mail)
    assert all(whole(document, ENGLISH))
    assert [notice.code for notice in document.notices] == ["attachment"]
    assert "Maud CV.docx" in document.notices[0].message


def test_a_message_without_attachment_is_its_own_text() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "CV"
    mail.set_content("\n".join(FRENCH.sentences), cte="quoted-printable")
    document = read(mail.as_bytes())
    assert all(whole(document, FRENCH))


def test_a_message_whose_cv_cannot_be_read_says_why() -> None:
    with pytest.raises(ReadError, match="password"):
        read(message(**{"cv.pdf": encrypted()}), filename="candidature.eml")


def encrypted() -> bytes:
    import io

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(50, 700, "Maud")
    canvas.save()
    return buffer.getvalue()


def test_an_export_of_linkedin_keeps_its_sidebar_apart() -> None:
    """Like LinkedIn's "Save to PDF": a dark sidebar with contact and skills, dates under each position."""
    document = read(make_pdfs.linkedin(ENGLISH))
    assert all(whole(document, ENGLISH))
    assert all(beside(document, ENGLISH))
    assert [document.text[line.start : line.end] for line in document.lines if line.furniture] == ["Page 1 of 1"]


def test_an_export_of_europass_keeps_dates_beside_positions() -> None:
    """Like Europass: dates in a narrow left column in grey, a rule between, headings at the left."""
    document = read(make_pdfs.europass(FRENCH))
    assert all(whole(document, FRENCH))
    assert all(beside(document, FRENCH))
