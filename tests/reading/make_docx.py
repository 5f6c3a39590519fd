"""DOCX files made while the tests run (python-docx), laid out like real CVs: tables, text boxes, headers, columns, hyperlinks."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.reading.sample_cvs import Cv, Job

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def new() -> Any:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    return document


def one_column(cv: Cv) -> Any:
    """Dates after a right tab; name in the page header, page number in the footer."""
    document = new()
    document.sections[0].header.paragraphs[0].text = f"{cv.name} - {cv.headline}"
    document.sections[0].footer.paragraphs[0].text = cv.contact[2]
    document.add_heading(cv.name, 0)
    _profile(document, cv)
    document.add_heading(cv.titles["jobs"], 1)
    for job in cv.jobs:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(17.4), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(job.position).bold = True
        paragraph.add_run(f"\t{job.dates}")
        document.add_paragraph(job.employer)
        _duties(document, job)
    _aside(document, cv)
    return document


def date_table(cv: Cv) -> Any:
    """A table with dates in its first column."""
    document = new()
    document.add_heading(cv.name, 0)
    _profile(document, cv)
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for job in cv.jobs:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(4.4), Cm(13)
        cells[0].text = job.dates
        cells[1].paragraphs[0].add_run(job.position).bold = True
        cells[1].add_paragraph(job.employer)
        for duty in job.duties:
            cells[1].add_paragraph(duty, style="List Bullet")
    return document


def sidebar_table(cv: Cv, *, left: bool = True) -> Any:
    """A page of one table row: the sidebar in one cell, the career in the other."""
    document = new()
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    side, main = table.rows[0].cells if left else reversed(table.rows[0].cells)
    side.width, main.width = Cm(4.6), Cm(12.8)
    _aside(side, cv)
    main.add_paragraph(cv.name)
    main.add_paragraph(" ".join(cv.profile))
    for job in cv.jobs:
        main.add_paragraph().add_run(job.position).bold = True
        main.add_paragraph(job.dates)
        main.add_paragraph(job.employer)
        _duties(main, job)
    return document


def newspaper(cv: Cv, columns: int) -> Any:
    """Newspaper columns over the whole page."""
    document = new()
    settings = OxmlElement("w:cols")
    settings.set(qn("w:num"), str(columns))
    settings.set(qn("w:space"), "400")
    properties = document.sections[0]._sectPr
    for old in properties.findall(qn("w:cols")):
        properties.remove(old)
    properties.append(settings)
    _profile(document, cv)
    for job in cv.jobs:
        document.add_paragraph().add_run(job.position).bold = True
        document.add_paragraph(job.dates)
        document.add_paragraph(job.employer)
        _duties(document, job)
    return document


def text_boxes(cv: Cv) -> Any:
    """Contact and skills in a floating text box, stored twice (Choice and Fallback) as Word does; a hyperlink in the profile."""
    document = new()
    document.add_heading(cv.name, 0)
    paragraph = document.add_paragraph(" ".join(cv.profile))
    anchor = document.add_paragraph()
    anchor._p.append(parse_xml(_text_box([*cv.contact, *cv.skills])))
    link = parse_xml(
        f'<w:hyperlink {NAMES} w:anchor="top"><w:r><w:t xml:space="preserve"> example.org/portfolio</w:t></w:r></w:hyperlink>'
    )
    paragraph._p.append(link)
    for job in cv.jobs:
        document.add_paragraph().add_run(f"{job.position} ({job.dates})").bold = True
        document.add_paragraph(job.employer)
        _duties(document, job)
    return document


def _text_box(lines: list[str]) -> str:
    inside = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="2600000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>'
    )
    drawing = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>right'
        '</wp:align></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="1800000" cy="2600000"/><wp:wrapSquare wrapText="left"/><wp:docPr id="7" name="box"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    fallback = f'<w:pict><v:shape style="width:142pt;height:205pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    return (
        f'<w:r {NAMES}><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _profile(document: Any, cv: Cv) -> None:
    document.add_heading(cv.titles["profile"], 1)
    document.add_paragraph(" ".join(cv.profile))


def _duties(holder: Any, job: Job) -> None:
    for duty in job.duties:
        holder.add_paragraph(duty, style="List Bullet")


def _aside(holder: Any, cv: Cv) -> None:
    for title, lines in (("contact", cv.contact), ("skills", cv.skills), ("hobbies", cv.hobbies)):
        holder.add_paragraph().add_run(cv.titles[title]).bold = True
        for line in lines:
            holder.add_paragraph(line)


LAYOUTS = {
    "one-column": one_column,
    "date-table": date_table,
    "sidebar-left": sidebar_table,
    "sidebar-right": lambda cv: sidebar_table(cv, left=False),
    "two-columns": lambda cv: newspaper(cv, 2),
    "three-columns": lambda cv: newspaper(cv, 3),
    "text-boxes": text_boxes,
}
