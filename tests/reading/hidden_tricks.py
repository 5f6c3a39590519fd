"""The tricks by which people hide keywords in a PDF, one small PDF each."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from tests.reading.make_pdfs import HEIGHT, WIDTH, Pen, drawn, wrapped
from tests.reading.sample_cvs import ENGLISH

WORDS = "strategist brandwatch meltwater crisis spokesperson"


def _say(canvas: Canvas, words: str, *, x: float = 60, y: float = 140, size: float = 10) -> None:
    """One line of words, or many small ones where there are many words."""
    size = min(size, 4) if len(words) > 100 else size
    for line in wrapped(words, "Helvetica", size, 380 if x == 60 else 9000):
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, line)
        y -= size


def white(canvas: Canvas, words: str) -> None:
    canvas.setFillColor(Color(1, 1, 1))
    _say(canvas, words)


def nearly_white(canvas: Canvas, words: str) -> None:
    canvas.setFillColor(Color(0.985, 0.985, 0.985))
    _say(canvas, words)


def background_coloured(canvas: Canvas, words: str) -> None:
    canvas.setFillColor(HexColor("#336699"))
    canvas.rect(50, 60, 400, 100, stroke=0, fill=1)
    _say(canvas, words)


def tiny(canvas: Canvas, words: str) -> None:
    _say(canvas, words, size=0.8)


def tiny_by_matrix(canvas: Canvas, words: str) -> None:
    canvas.saveState()
    canvas.scale(0.05, 0.05)
    _say(canvas, words, x=1200, y=2400, size=12)
    canvas.restoreState()


def mode_3(canvas: Canvas, words: str) -> None:
    text = canvas.beginText(60, 120)
    text.setFont("Helvetica", 10)
    text.setTextRenderMode(3)
    text.textOut(words)
    text.setTextRenderMode(0)
    canvas.drawText(text)


def mode_7(canvas: Canvas, words: str) -> None:
    canvas.saveState()
    text = canvas.beginText(60, 120)
    text.setFont("Helvetica", 10)
    text.setTextRenderMode(7)
    text.textOut(words)
    canvas.drawText(text)
    canvas.restoreState()


def off_page(canvas: Canvas, words: str) -> None:
    _say(canvas, words, x=60, y=-40)


def covered(canvas: Canvas, words: str) -> None:
    _say(canvas, words)
    canvas.setFillColor(Color(1, 1, 1))
    canvas.rect(40, 60, 450, 100, stroke=0, fill=1)


def clipped(canvas: Canvas, words: str) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(500, 700, 5, 5)
    canvas.clipPath(path, stroke=0, fill=0)
    _say(canvas, words)
    canvas.restoreState()


def transparent(canvas: Canvas, words: str) -> None:
    canvas.saveState()
    canvas.setFillAlpha(0)
    _say(canvas, words)
    canvas.restoreState()


def layer_off(canvas: Canvas, words: str) -> None:
    """In an optional content group that is switched off; reportlab has none, so ``switched_off`` patches the file."""
    canvas._code.append("/OC /hide BDC")
    _say(canvas, words)
    canvas._code.append("EMC")


TRICKS: dict[str, Callable[[Canvas, str], None]] = {
    "white on white": white,
    "nearly white": nearly_white,
    "colour of its background": background_coloured,
    "tiny": tiny,
    "tiny by the matrix": tiny_by_matrix,
    "render mode 3": mode_3,
    "render mode 7": mode_7,
    "off the page": off_page,
    "covered": covered,
    "clipped": clipped,
    "transparent": transparent,
    "layer switched off": layer_off,
}


def with_trick(name: str, words: str = WORDS) -> bytes:
    """A one-page CV with ``words`` hidden by the trick ``name``."""

    def draw(canvas: Canvas) -> None:
        visible(canvas)
        canvas.setFillColor(Color(0, 0, 0))
        TRICKS[name](canvas, words)

    data = drawn(draw)
    return switched_off(data) if name == "layer switched off" else data


def visible(canvas: Canvas) -> None:
    pen = Pen(canvas, 50, WIDTH - 50, top=160)
    canvas.setFillColor(HexColor("#203040"))
    canvas.rect(0, HEIGHT - 120, WIDTH, 120, stroke=0, fill=1)
    canvas.setFillColor(Color(1, 1, 1))
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(50, HEIGHT - 70, ENGLISH.name)
    canvas.setFillColor(Color(0, 0, 0))
    for job in ENGLISH.jobs:
        pen.text(job.position, bold=True)
        for duty in job.duties:
            pen.text(duty)
    canvas.setFillColor(Color(0.8, 0.8, 0.8))
    _say(canvas, "page 1 of 1", x=280, y=30, size=8)


def switched_off(data: bytes) -> bytes:
    """Give a reportlab PDF the optional content group ``hide``, off by default, and a new cross-reference table."""
    number = data.count(b" 0 obj") + 1
    group = b"%d 0 obj\n<< /Type /OCG /Name (hide) >>\nendobj\n" % number
    data = data.replace(b"/Resources <<", b"/Resources << /Properties << /hide %d 0 R >>" % number, 1)
    layers = b"/OCProperties << /OCGs [%d 0 R] /D << /OFF [%d 0 R] /Order [] >> >> " % (number, number)
    data = data.replace(b"/Type /Catalog", layers + b"/Type /Catalog", 1)
    body = data[: data.rindex(b"xref", 0, data.rindex(b"startxref"))] + group
    offsets = {int(found[1]): found.start(1) for found in re.finditer(rb"(?:^|\n|\r)(\d+) 0 obj", body)}
    at = body.index(b"/Type /Catalog")
    catalog = max((offset, number) for number, offset in offsets.items() if offset < at)[1]
    rows = b"".join(b"%010d 00000 n \n" % offsets[n] for n in range(1, number + 1))
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (number + 1, catalog, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (number + 1) + rows + trailer
