"""PDFs in a Type 3 font, whose letters are drawings; written by hand, since reportlab has no such fonts."""

from __future__ import annotations

from reportlab.pdfbase import pdfmetrics

from tests.reading.make_pdfs import HEIGHT, WIDTH, Pen
from tests.reading.sample_cvs import Cv


def type_3(cv: Cv, *, named: bool = True) -> bytes:
    """Text in a Type 3 font, whose letters are drawings (bars); only if ``named`` does it say which letters."""
    lines: list[tuple[str, float]] = []

    class Recorder:
        def setFont(self, font: str, size: float) -> None:
            pass

        def drawString(self, x: float, y: float, text: str) -> None:
            lines.append((text, y))

    pen = Pen(Recorder(), 50, WIDTH - 50)  # type: ignore[arg-type]
    for job in cv.jobs:
        pen.text(job.position)
        pen.text(job.dates)
        for duty in job.duties:
            pen.text(f"- {duty}", gap=4)
    letters = sorted({sign for text, _ in lines for sign in text})
    code = {sign: 33 + i for i, sign in enumerate(letters)}
    widths = {sign: round(1000 * pdfmetrics.stringWidth(sign, "Helvetica", 1)) for sign in letters}
    content = "BT /F 10 Tf\n"
    for text, y in lines:
        codes = "".join(f"{code[sign]:02x}" for sign in text)
        content += f"1 0 0 1 50 {y:.2f} Tm <{codes}> Tj\n"
    return _type_3_file(content + "ET", [(code[s], ord(s), widths[s]) for s in letters], named=named)


def _type_3_file(content: str, letters: list[tuple[int, int, int]], *, named: bool) -> bytes:
    first, last = letters[0][0], letters[-1][0]
    procs = " ".join(f"/g{code} {10 + i} 0 R" for i, (code, _, _) in enumerate(letters))
    differences = " ".join(f"/g{code}" for code, _, _ in letters)
    widths = " ".join(str(width) for _, _, width in letters)
    maps = "\n".join(f"<{code:02x}> <{letter:04x}>" for code, letter, _ in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{maps}\nendbfchar endcmap end end"
    )
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:.0f} {HEIGHT:.0f}] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        4: _stream(content),
        5: f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 1000 800] /FontMatrix [0.001 0 0 0.001 0 0] "
        f"/CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences [{first} {differences}] >> "
        f"/FirstChar {first} /LastChar {last} /Widths [{widths}] /Resources << >> "
        f"{'/ToUnicode 6 0 R' if named else ''} >>",
        6: _stream(cmap),
    }
    for i, (_, letter, width) in enumerate(letters):
        bar = "" if letter in (0x20, 0xA0) else f" 60 0 {max(width - 120, 40)} 500 re f"
        objects[10 + i] = _stream(f"{width} 0 0 -200 1000 800 d1{bar}")
    return _file(objects)


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: dict[int, str]) -> bytes:
    """A PDF of numbered objects; object 1 is the catalog."""
    body = b"%PDF-1.7\n"
    offsets: dict[int, int] = {}
    for number, content in objects.items():
        offsets[number] = len(body)
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    size = max(objects) + 1
    rows = b"".join(
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n" for n in range(1, size)
    )
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + rows + trailer
