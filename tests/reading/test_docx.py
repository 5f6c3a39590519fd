"""DOCX: tables, text boxes, headers, hyperlinks, hidden runs, damaged files."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from cvsignal.errors import ReadError
from cvsignal.reading import ReadSettings, read
from tests.reading.make_docx import LAYOUTS, new, one_column, saved, text_boxes
from tests.reading.measures import beside, glued, mixed, whole
from tests.reading.sample_cvs import CVS, ENGLISH, FRENCH, Cv


@pytest.mark.parametrize("cv", CVS.values(), ids=CVS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_sentences_whole_dates_beside_sidebar_apart(layout: str, cv: Cv) -> None:
    document = read(saved(LAYOUTS[layout](cv)))
    assert all(whole(document, cv))
    assert all(beside(document, cv))
    assert glued(document, cv) == []
    assert mixed(document, cv) == []


@pytest.mark.parametrize("cv", CVS.values(), ids=CVS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_word_of_the_file_is_there_once(layout: str, cv: Cv) -> None:
    made = LAYOUTS[layout](cv)
    document = read(saved(made))
    expected = Counter(_words_of_the_xml(saved(made)))
    assert Counter(re.findall(r"\w+", document.text)) == expected


def _words_of_the_xml(data: bytes) -> list[str]:
    """All words in ``w:t`` of body, headers and footers; of a choice and its fallback the choice only."""
    from lxml import etree

    words: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                root = etree.fromstring(archive.read(name))
                for fallback in list(
                    root.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
                ):
                    fallback.getparent().remove(fallback)
                for paragraph in root.iter(qn("w:p")):
                    own = [t for t in paragraph.iter(qn("w:t")) if next(t.iterancestors(qn("w:p"))) is paragraph]
                    pieces = [
                        ("\t" if t.getprevious() is not None and t.getprevious().tag == qn("w:tab") else "") + t.text
                        for t in own
                    ]
                    words += re.findall(r"\w+", "".join(pieces))
    return words


def test_header_and_footer_are_furniture() -> None:
    document = read(saved(one_column(ENGLISH)))
    furniture = [document.text[line.start : line.end] for line in document.lines if line.furniture]
    assert furniture == [ENGLISH.contact[2], f"{ENGLISH.name} - {ENGLISH.headline}"]


def test_bold_and_size_are_kept() -> None:
    document = read(saved(one_column(FRENCH)))
    line = next(line for line in document.lines if FRENCH.jobs[1].position in document.text[line.start : line.end])
    assert line.bold
    assert line.size == 10


def _hide(run: Any, how: str) -> None:
    if how == "vanish":
        run.font.hidden = True
    elif how == "white":
        run.font.color.rgb = RGBColor(255, 255, 255)
    else:
        run.font.size = Pt(1)


@pytest.mark.parametrize(
    ("how", "reason"),
    [("vanish", "marked as hidden text"), ("white", "white on white"), ("tiny", "too small to read")],
)
def test_hidden_runs_are_set_aside(how: str, reason: str) -> None:
    honest, made = new(), new()
    for document in (honest, made):
        document.add_paragraph("Press officer at the zoo")
    _hide(made.paragraphs[0].add_run(" brandwatch meltwater " + "strategist " * 200), how)
    document = read(saved(made))
    assert document.text == read(saved(honest)).text
    assert [part.reason for part in document.hidden] == [reason]
    assert "brandwatch meltwater" in document.hidden[0].text
    assert [notice.code for notice in document.notices] == ["hidden-text"]


def test_white_by_style_is_hidden_and_white_in_a_dark_cell_is_not() -> None:
    made = new()
    style = made.styles.add_style("Ghost", 1)
    style.font.color.rgb = RGBColor(255, 255, 255)
    made.add_paragraph("brandwatch", style="Ghost")
    cell = made.add_table(rows=1, cols=1).rows[0].cells[0]
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "203040")
    cell._tc.get_or_add_tcPr().append(shade)
    cell.paragraphs[0].add_run("Maud Verrinder").font.color.rgb = RGBColor(255, 255, 255)
    document = read(saved(made))
    assert document.text == "Maud Verrinder"
    assert [part.text for part in document.hidden] == ["brandwatch"]


def test_white_in_a_text_box_without_fill_is_hidden() -> None:
    made = text_boxes(ENGLISH)
    data = saved(made).replace(b"", b"")
    patched = _patched(
        data, b"<w:r><w:t>Moderation</w:t>", b'<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>Moderation</w:t>'
    )
    assert "Moderation" in " ".join(part.text for part in read(patched).hidden)


def _patched(data: bytes, old: bytes, new_bytes: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info, source.read(info).replace(old, new_bytes))
    return out.getvalue()


def test_tracked_deletions_are_left_out_and_insertions_kept() -> None:
    made = new()
    paragraph = made.add_paragraph("Ran the page")
    for tag, inner, words in (("w:del", "w:delText", " of the rival"), ("w:ins", "w:t", " of the zoo")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    assert read(saved(made)).text == "Ran the page of the zoo"


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_a_truncated_file_is_salvaged(share: float) -> None:
    made = new()
    for i in range(400):
        made.add_paragraph(f"{i}: {ENGLISH.sentences[i % 9]}")
    data = saved(made)
    cut = data[: int(len(data) * share)]
    document = read(cut)
    assert "salvaged" in {notice.code for notice in document.notices}
    assert len(document.text) > 1000


def test_a_broken_zip_is_refused_by_name() -> None:
    with pytest.raises(ReadError, match=r"^Maud\.docx: .+\. .+\.$") as caught:
        read(b"PK\x03\x04" + b"word/document.xml" + b"\x00" * 400, filename="Maud.docx")
    assert caught.value.code in {"truncated", "unreadable"}


def test_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p>" + b" " * 120_000_000)
    with pytest.raises(ReadError, match="inflates") as caught:
        read(out.getvalue())
    assert caught.value.code == "too-large"


def test_deep_nesting_ends_in_a_reason_or_a_document() -> None:
    body = b"<w:tbl><w:tr><w:tc>" * 3000 + b"<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + b"</w:tc></w:tr></w:tbl>" * 3000
    name = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"<w:document " + name + b"><w:body>" + body + b"</w:body></w:document>")
    with pytest.raises(ReadError):
        read(out.getvalue())


def test_external_entities_are_not_opened(tmp_path: Any) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    xml = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
        'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>page &e; end</w:t></w:r></w:p></w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", xml)
    assert "geheim" not in read(out.getvalue()).text


def test_characters_are_bounded() -> None:
    document = read(saved(one_column(ENGLISH)), settings=ReadSettings(max_chars=500))
    assert 0 < len(document.text) <= 500
    assert "cut-at-bound" in {notice.code for notice in document.notices}


def test_python_docx_misses_what_we_read() -> None:
    """The reason for a walk of our own, kept true: the day it fails, the library has caught up."""
    data = saved(text_boxes(ENGLISH))
    theirs = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    assert "Moderation" not in theirs
    assert "Moderation" in read(data).text
