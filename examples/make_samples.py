"""Makes the sample CVs that are no plain text from ``examples/texts``: ``python examples/make_samples.py``.

A text is Markdown: ``# name``, ``## heading``, ``### position | dates``, ``- duty``; what stands above ``---`` goes into a
sidebar or text box. Needs the development tools (reportlab, python-docx, Pillow). The people are invented.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pypdfium2
from docx.oxml import parse_xml
from docx.shared import Cm, Pt
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph

TEXTS = Path(__file__).parent / "texts"
CVS = Path(__file__).parent / "cvs"
ONE_COLUMN = ("Hélène Vachon-Roy CV", "aisha-bello-grant", "priya-raman")
SIDEBAR = ("ines-benkirane", "marc-olivier-dutil")
SCANNED = "grace-mwangi"
TABLE_AND_BOX = "denise-okafor-whitman"
PLAIN_DOCX = "tyler-brandt"

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12.5)
_STYLES = {
    "# ": ParagraphStyle("name", _BODY, fontName="Helvetica-Bold", fontSize=19, leading=24),
    "## ": ParagraphStyle("heading", _BODY, fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=7),
    "### ": ParagraphStyle("position", _BODY, fontName="Helvetica-Bold", spaceBefore=4),
    "- ": ParagraphStyle("duty", _BODY, leftIndent=10, bulletIndent=0),
    "": _BODY,
}
_BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:150pt;height:64pt"><v:textbox>
 <w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""


def lines(text: str) -> Iterator[tuple[str, str]]:
    """(mark, words) of each line that has words."""
    for line in filter(None, text.splitlines()):
        mark = next(m for m in _STYLES if line.startswith(m))
        yield mark, line.removeprefix(mark)


def flowables(text: str) -> Iterator[Flowable]:
    """The paragraphs of a PDF; a position's title and dates are two."""
    for mark, words in lines(text):
        for part in words.split(" | "):
            yield Paragraph(part.replace("&", "&amp;"), _STYLES[mark], bulletText="•" if mark == "- " else None)


def pdf(text: str) -> bytes:
    """One column, or two where the text has a ``---``: the first part stands in a sidebar."""
    side, _, main = text.rpartition("\n---\n")
    width, height = A4
    whole = Frame(2 * cm, 1.5 * cm, width - 4 * cm, height - 3 * cm, id="whole")
    bar = Frame(0.8 * cm, 1.5 * cm, 5.2 * cm, height - 3 * cm, id="bar")
    beside = Frame(6.6 * cm, 1.5 * cm, width - 8 * cm, height - 3 * cm, id="beside")

    def shade(canvas: Canvas, _: object) -> None:
        canvas.setFillColor(HexColor("#e8edf2"))
        canvas.rect(0, 0, 6.3 * cm, height, stroke=0, fill=1)

    templates = [PageTemplate("two", [bar, beside], onPage=shade), PageTemplate("more", [beside])]
    templates = templates if side else [PageTemplate("one", [whole])]
    buffer = io.BytesIO()
    sheet = BaseDocTemplate(buffer, pagesize=A4, pageTemplates=templates, invariant=1)
    turn = [NextPageTemplate("more"), FrameBreak()] if side else []
    sheet.build([*flowables(side), *turn, *flowables(main)])
    return buffer.getvalue()


def scan(text: str) -> bytes:
    """A PDF of pictures: the page as a slightly crooked photocopy, without any text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for page in pypdfium2.PdfDocument(pdf(text)):
        copy = page.render(scale=1.5, grayscale=True).to_pil().rotate(0.4, fillcolor=250)
        picture = io.BytesIO()
        copy.save(picture, "JPEG", quality=24)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def word(text: str) -> bytes:
    """A DOCX; where the text has a ``---``, its first part stands in a text box and positions in a table."""
    box, _, main = text.rpartition("\n---\n")
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10)
    for mark, words in [*lines(box), *lines(main)][: 2 if box else 0]:
        document.add_heading(words, 0 if mark == "# " else 2)
    if box:
        paragraphs = (
            f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>' for _, words in [*lines(box)][2:]
        )
        document.add_paragraph()._p.append(parse_xml(_BOX.format("".join(paragraphs))))
    for mark, words in lines(main):
        if mark == "### " and box:
            _in_a_table(document, *words.split(" | "))
        elif mark in {"# ", "## "}:
            document.add_heading(words, len(mark) - 2)
        else:
            paragraph = document.add_paragraph(style="List Bullet" if mark == "- " else None)
            paragraph.add_run(words.replace(" | ", "\t")).bold = mark == "### "
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _in_a_table(document: Any, title: str, dates: str) -> None:
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].width, row.cells[1].width = Cm(4), Cm(12)
    row.cells[0].text = dates
    row.cells[1].paragraphs[0].add_run(title).bold = True


def main() -> None:
    """Writes all files."""
    makers = dict.fromkeys((*ONE_COLUMN, *SIDEBAR), pdf) | {SCANNED: scan, TABLE_AND_BOX: word, PLAIN_DOCX: word}
    for name, make in makers.items():
        suffix = "docx" if make is word else "pdf"
        (CVS / f"{name}.{suffix}").write_bytes(make((TEXTS / f"{name}.md").read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
