"""Small PDFs, scans and DOCX files made while the tests run, for any test that needs a file.

Each function returns the bytes of a file, made by reportlab, Pillow or python-docx. The CVs come from ``sample_cvs``;
``plain_pdf`` and ``plain_docx`` lay out any text.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tests.reading.sample_cvs import Cv, Job

WIDTH, HEIGHT = A4
SIZE = 10.0
LEADING = 13.0
BULLET = "•"


class Pen:
    """Writes wrapped text down a column of a reportlab canvas."""

    def __init__(self, canvas: Canvas, left: float, right: float, top: float = 60.0) -> None:
        self.canvas, self.left, self.right, self.y = canvas, left, right, HEIGHT - top

    def text(self, text: str, *, size: float = SIZE, bold: bool = False, bullet: str = "", gap: float = 0.0) -> None:
        font = "Helvetica-Bold" if bold else "Helvetica"
        self.y -= gap
        left = self.left
        if bullet:
            self.canvas.setFont(font, size)
            self.canvas.drawString(left, self.y, bullet)
            left += 12
        for line in wrapped(text, font, size, self.right - left):
            self.canvas.setFont(font, size)
            self.canvas.drawString(left, self.y, line)
            self.y -= size * LEADING / SIZE

    def heading(self, text: str) -> None:
        self.text(text, size=13, bold=True, gap=10)


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """Break text at spaces so that each line fits ``width`` points."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, font, size) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """A PDF of what ``draw`` draws; it calls ``showPage`` itself where it wants several pages."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def plain_pdf(text: str, *, columns: int = 1, bullets: bool = True) -> bytes:
    """Any text as a PDF: one paragraph a line, blank lines kept; lines that open with "- " become bullets."""

    def draw(canvas: Canvas) -> None:
        width = (WIDTH - 90 - 20 * (columns - 1)) / columns
        pens = [Pen(canvas, 45 + i * (width + 20), 45 + i * (width + 20) + width) for i in range(columns)]
        column = 0
        for line in text.split("\n"):
            if pens[column].y < 80:
                column += 1
                if column == columns:
                    canvas.showPage()
                    pens = [Pen(canvas, pen.left, pen.right) for pen in pens]
                    column = 0
            if not line.strip():
                pens[column].y -= LEADING / 2
            elif bullets and line.startswith(("- ", "• ")):
                pens[column].text(line[2:], bullet=BULLET)
            else:
                pens[column].text(line)

    return drawn(draw)


def one_column(cv: Cv, *, justify_dates: bool = True) -> bytes:
    """A CV in one column, dates at the right margin of the position's line."""

    def draw(canvas: Canvas) -> None:
        pen = Pen(canvas, 50, WIDTH - 50)
        _title(pen, cv)
        _profile(pen, cv)
        pen.heading(cv.titles["jobs"])
        for job in cv.jobs:
            _job(pen, job, dates_right=justify_dates)
        _aside(pen, cv)

    return drawn(draw)


def two_columns(cv: Cv, *, sidebar: str = "left", sidebar_first: bool = True) -> bytes:
    """A CV with a sidebar at the ``left`` or ``right``, drawn before or after the main column."""

    def draw(canvas: Canvas) -> None:
        at_left = sidebar == "left"
        side = Pen(canvas, 40, 180) if at_left else Pen(canvas, WIDTH - 180, WIDTH - 40)
        main = Pen(canvas, 205, WIDTH - 40) if at_left else Pen(canvas, 40, WIDTH - 205)
        for part in ("side", "main") if sidebar_first else ("main", "side"):
            if part == "side":
                _aside(side, cv)
            else:
                _title(main, cv)
                _profile(main, cv)
                main.heading(cv.titles["jobs"])
                for job in cv.jobs:
                    _job(main, job)

    return drawn(draw)


def three_columns(cv: Cv) -> bytes:
    """The jobs of a CV side by side, one column each."""

    def draw(canvas: Canvas) -> None:
        _title(Pen(canvas, 40, WIDTH - 40), cv)
        width = (WIDTH - 80 - 40) / 3
        for i, job in enumerate(cv.jobs):
            pen = Pen(canvas, 40 + i * (width + 20), 40 + i * (width + 20) + width, top=130)
            _job(pen, job, dates_right=False)
        pen = Pen(canvas, 40, WIDTH - 40, top=480)
        _profile(pen, cv)

    return drawn(draw)


def date_table(cv: Cv, *, dates_first: bool = False) -> bytes:
    """Dates in a column of their own; with ``dates_first`` all of them are drawn before the positions."""

    def draw(canvas: Canvas) -> None:
        left = Pen(canvas, 50, 200)
        pen = Pen(canvas, 215, WIDTH - 50)
        _title(pen, cv)
        _profile(pen, cv)
        places: list[tuple[float, str]] = []
        for job in cv.jobs:
            pen.y -= 8
            places.append((pen.y, job.dates))
            if not dates_first:
                left.y = pen.y
                left.text(job.dates)
            pen.text(job.position, bold=True)
            pen.text(job.employer)
            for duty in job.duties:
                pen.text(duty, bullet=BULLET)
        if dates_first:
            for y, dates in places:
                left.y = y
                left.text(dates)

    return drawn(draw)


def header_band(cv: Cv) -> bytes:
    """White name on a dark band, a footer with page numbers, two pages, running header on the second."""

    def draw(canvas: Canvas) -> None:
        for page in (1, 2):
            canvas.setFillColor(HexColor("#203040"))
            canvas.rect(0, HEIGHT - 60, WIDTH, 60, stroke=0, fill=1)
            canvas.setFillColor(HexColor("#ffffff"))
            canvas.setFont("Helvetica-Bold", 16)
            canvas.drawString(50, HEIGHT - 38, cv.name)
            canvas.setFillColor(HexColor("#000000"))
            pen = Pen(canvas, 50, WIDTH - 50, top=100)
            if page == 1:
                pen.text(cv.headline, bold=True)
                _profile(pen, cv)
            for job in cv.jobs[:1] if page == 1 else cv.jobs[1:]:
                _job(pen, job)
            canvas.setFont("Helvetica", 8)
            canvas.drawCentredString(WIDTH / 2, 24, f"{cv.name} - CV - {page}/2")
            canvas.showPage()

    return drawn(draw)


def broken_over_pages(cv: Cv) -> bytes:
    """A duty that starts at the bottom of page one and ends at the top of page two, between footer and header."""

    def draw(canvas: Canvas) -> None:
        lines = wrapped(cv.jobs[0].duties[0], "Helvetica", SIZE, WIDTH - 350)
        for page, part in enumerate((lines[:2], lines[2:]), start=1):
            canvas.setFont("Helvetica", 8)
            canvas.drawString(50, HEIGHT - 30, f"{cv.name} / {cv.headline}")
            pen = Pen(canvas, 50, WIDTH - 50, top=60 if page == 2 else HEIGHT - 100)
            canvas.setFont("Helvetica", SIZE)
            for line in part:
                canvas.drawString(50, pen.y, line)
                pen.y -= LEADING
            canvas.setFont("Helvetica", 8)
            canvas.drawString(50, 24, f"page {page}")
            canvas.showPage()

    return drawn(draw)


def turned(cv: Cv, degrees: int) -> bytes:
    """The one-column CV on a page with ``/Rotate``, drawn so that it is upright when displayed."""

    def draw(canvas: Canvas) -> None:
        if degrees == 90:
            canvas.transform(0, 1, -1, 0, HEIGHT, 0)
        elif degrees == 180:
            canvas.transform(-1, 0, 0, -1, WIDTH, HEIGHT)
        else:
            canvas.transform(0, -1, 1, 0, 0, WIDTH)
        canvas.setPageRotation(degrees)
        pen = Pen(canvas, 50, WIDTH - 50)
        _title(pen, cv)
        for job in cv.jobs:
            _job(pen, job)

    return drawn(draw)


def shuffled(cv: Cv, seed: int = 7) -> bytes:
    """The two-column CV with its lines drawn in random order: only geometry can tell how it is read."""
    calls: list[tuple[str, float, float, float, str]] = []

    class Recorder:
        font, size = "Helvetica", SIZE

        def setFont(self, font: str, size: float) -> None:
            self.font, self.size = font, size

        def drawString(self, x: float, y: float, text: str) -> None:
            calls.append((self.font, self.size, x, y, text))

    recorder = Recorder()
    side, main = Pen(recorder, 40, 180), Pen(recorder, 205, WIDTH - 40)  # type: ignore[arg-type]
    _aside(side, cv)
    _title(main, cv)
    _profile(main, cv)
    main.heading(cv.titles["jobs"])
    for job in cv.jobs:
        _job(main, job, dates_right=False)
    random.Random(seed).shuffle(calls)

    def draw(canvas: Canvas) -> None:
        for font, size, x, y, text in calls:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)

    return drawn(draw)


def fake_bold(cv: Cv) -> bytes:
    """Positions drawn twice with a small shift, as some programs do for want of a bold font."""

    def draw(canvas: Canvas) -> None:
        pen = Pen(canvas, 50, WIDTH - 50)
        for job in cv.jobs:
            y = pen.y
            pen.text(job.position)
            pen.y = y
            pen.left += 0.4
            pen.text(job.position)
            pen.left -= 0.4
            pen.text(job.dates)
            for duty in job.duties:
                pen.text(duty, bullet=BULLET)

    return drawn(draw)


def letter_spaced(cv: Cv) -> bytes:
    """Headings in spaced capitals, through the character spacing of the PDF."""

    def draw(canvas: Canvas) -> None:
        pen = Pen(canvas, 50, WIDTH - 50)
        for heading, lines in ((cv.titles["profile"], cv.profile), (cv.titles["jobs"], cv.jobs[0].duties)):
            text = canvas.beginText(50, pen.y)
            text.setFont("Helvetica-Bold", 12)
            text.setCharSpace(4)
            text.textOut(heading.upper())
            text.setCharSpace(0)
            canvas.drawText(text)
            pen.y -= 20
            for line in lines:
                pen.text(line)

    return drawn(draw)


def scan(cv: Cv, *, dpi: int = 150) -> bytes:
    """A PDF of pictures: the one-column CV rendered, then put back as an image without text."""
    from reportlab.lib.utils import ImageReader

    picture = scan_picture(cv, dpi=dpi)

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)

    return drawn(draw)


def scan_picture(cv: Cv, *, dpi: int = 150):
    """The one-column CV as a grey picture."""
    import pypdfium2

    document = pypdfium2.PdfDocument(one_column(cv))
    try:
        return document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()


def scan_image(cv: Cv, kind: str = "png", *, dpi: int = 150) -> bytes:
    """The one-column CV as a PNG, JPEG or TIFF file."""
    buffer = io.BytesIO()
    scan_picture(cv, dpi=dpi).save(buffer, format={"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF"}[kind], dpi=(dpi, dpi))
    return buffer.getvalue()


def plain_docx(lines: Iterable[str]) -> bytes:
    """Paragraphs as a DOCX; lines that open with "- " become bullets."""
    import docx

    document = docx.Document()
    for line in lines:
        if line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        else:
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _title(pen: Pen, cv: Cv) -> None:
    pen.text(cv.name, size=18, bold=True)
    pen.text(cv.headline, size=12)


def _profile(pen: Pen, cv: Cv) -> None:
    pen.heading(cv.titles["profile"])
    pen.text(" ".join(cv.profile))


def _job(pen: Pen, job: Job, *, dates_right: bool = True) -> None:
    pen.y -= 6
    if dates_right:
        pen.canvas.setFont("Helvetica", SIZE)
        y = pen.y
        pen.text(job.position, bold=True)
        width = pdfmetrics.stringWidth(job.dates, "Helvetica", SIZE)
        pen.canvas.setFont("Helvetica", SIZE)
        pen.canvas.drawString(pen.right - width, y, job.dates)
    else:
        pen.text(job.position, bold=True)
        pen.text(job.dates)
    pen.text(job.employer)
    for duty in job.duties:
        pen.text(duty, bullet=BULLET)


def _aside(pen: Pen, cv: Cv) -> None:
    for title, lines in (("contact", cv.contact), ("skills", cv.skills), ("hobbies", cv.hobbies)):
        pen.heading(cv.titles[title])
        for line in lines:
            pen.text(line)


def linkedin(cv: Cv) -> bytes:
    """A page like LinkedIn's "Save to PDF": dark sidebar at the left, dates below positions, page number below."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(HexColor("#293e49"))
        canvas.rect(0, 0, 180, HEIGHT, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#ffffff"))
        _aside(Pen(canvas, 22, 170), cv)
        canvas.setFillColor(HexColor("#191919"))
        pen = Pen(canvas, 205, WIDTH - 30)
        pen.text(cv.name, size=22)
        pen.text(cv.headline, size=11)
        pen.heading(cv.titles["profile"])
        for sentence in cv.profile:
            pen.text(sentence)
        pen.heading(cv.titles["jobs"])
        for job in cv.jobs:
            pen.text(job.employer, size=11, gap=8)
            pen.text(job.position, bold=True)
            pen.text(job.dates)
            for duty in job.duties:
                pen.text(f"- {duty}", gap=2)
        canvas.setFillColor(HexColor("#888888"))
        canvas.setFont("Helvetica", 8)
        canvas.drawString(WIDTH - 90, 20, "Page 1 of 1")

    return drawn(draw)


def europass(cv: Cv) -> bytes:
    """A page like Europass: dates in a grey left column, positions in blue capitals beside them."""

    def draw(canvas: Canvas) -> None:
        side, pen = Pen(canvas, 30, 165), Pen(canvas, 180, WIDTH - 40)
        canvas.setFillColor(HexColor("#0e4194"))
        pen.text(cv.name, size=16)
        _profile(pen, cv)
        for job in cv.jobs:
            pen.y -= 10
            side.y = pen.y
            canvas.setFillColor(HexColor("#777777"))
            side.text(job.dates, size=9)
            canvas.setFillColor(HexColor("#0e4194"))
            pen.text(job.position, size=11)
            canvas.setFillColor(HexColor("#3f3a38"))
            pen.text(job.employer)
            for duty in job.duties:
                pen.text(duty, bullet=BULLET)

    return drawn(draw)
