# ruff: noqa: E501 - lines of HTML
"""Prints the sample CVs with Chromium into ``tests/reading/pdfs``; the PDFs are committed, tests need no Chromium.

Run: python -m tests.reading.generators.chromium_prints
"""

from __future__ import annotations

import html
import subprocess
import tempfile
from pathlib import Path

from tests.reading.sample_cvs import CVS, Cv, Job

FOLDER = Path(__file__).parents[1] / "pdfs"
STYLE = """
body { font: 10pt/1.35 Liberation Sans, Arial, sans-serif; margin: 0 }
h1 { font-size: 18pt; margin: 0 } h2 { font-size: 13pt; margin: 10pt 0 4pt } h3 { font-size: 10pt; margin: 6pt 0 0 }
ul { margin: 2pt 0; padding-left: 14pt } p { margin: 0 0 4pt }
"""


def item(job: Job, *, dates: str = "right") -> str:
    duties = "".join(f"<li>{html.escape(duty)}</li>" for duty in job.duties)
    if dates == "right":
        head = f'<h3><span style="float:right;font-weight:normal">{job.dates}</span>{html.escape(job.position)}</h3>'
    else:
        head = f"<h3>{html.escape(job.position)}</h3><p>{job.dates}</p>"
    return f"{head}<p>{html.escape(job.employer)}</p><ul>{duties}</ul>"


def main_part(cv: Cv, *, dates: str = "right") -> str:
    jobs = "".join(item(job, dates=dates) for job in cv.jobs)
    profile = html.escape(" ".join(cv.profile))
    return (
        f"<h1>{cv.name}</h1><p>{cv.headline}</p><h2>{cv.titles['profile']}</h2><p>{profile}</p>"
        f"<h2>{cv.titles['jobs']}</h2>{jobs}"
    )


def aside(cv: Cv) -> str:
    parts = (("contact", cv.contact), ("skills", cv.skills), ("hobbies", cv.hobbies))
    return "".join(
        f"<h2>{cv.titles[title]}</h2>" + "".join(f"<p>{line}</p>" for line in lines) for title, lines in parts
    )


def one_column(cv: Cv) -> str:
    return f'<div style="margin:12mm">{main_part(cv)}{aside(cv)}</div>'


def sidebar(cv: Cv, order: str) -> str:
    return (
        f'<div style="display:flex;flex-direction:{order};gap:20pt;margin:10mm"><aside style="flex:0 0 130pt;background:#dde6ee">'
        f"{aside(cv)}</aside><main>{main_part(cv)}</main></div>"
    )


def newspaper(cv: Cv, columns: int) -> str:
    return f'<div style="margin:10mm;columns:{columns};column-gap:18pt">{main_part(cv, dates="below")}</div>'


def date_table(cv: Cv) -> str:
    rows = "".join(
        f'<tr><td style="width:120pt;vertical-align:top">{job.dates}</td><td><b>{html.escape(job.position)}</b><br>'
        f"{html.escape(job.employer)}<ul>{''.join(f'<li>{html.escape(duty)}</li>' for duty in job.duties)}</ul></td></tr>"
        for job in cv.jobs
    )
    profile = html.escape(" ".join(cv.profile))
    return f'<div style="margin:12mm"><h1>{cv.name}</h1><p>{profile}</p><table style="border-spacing:8pt">{rows}</table></div>'


def header_band(cv: Cv) -> str:
    band = f'<div style="background:#203040;color:white;padding:14pt"><h1>{cv.name}</h1><p>{cv.headline}</p></div>'
    foot = f'<div style="position:fixed;bottom:2mm;font-size:8pt">{cv.name} - CV</div>'
    jobs = "".join(item(job, dates="below") for job in cv.jobs)
    return (
        f'{band}{foot}<div style="margin:12mm;line-height:2.4"><p>{html.escape(" ".join(cv.profile))}</p>{jobs}</div>'
    )


def timeline(cv: Cv) -> str:
    """A grid: dates at the left, a line between, jobs at the right; boxes placed absolutely for the rest."""
    jobs = "".join(
        f'<div style="text-align:right">{job.dates}</div><div>{item(job, dates="none")}</div>' for job in cv.jobs
    )
    jobs = jobs.replace("<p>" + cv.jobs[0].dates + "</p>", "")
    for job in cv.jobs:
        jobs = jobs.replace(f"<p>{job.dates}</p>", "")
    return (
        f'<div style="position:absolute;right:10mm;top:200mm;width:50mm">{aside(cv)}</div>'
        f'<div style="margin:10mm"><h1>{cv.name}</h1><div style="display:grid;grid-template-columns:110pt 1fr;gap:6pt 14pt">{jobs}</div></div>'
    )


LAYOUTS = {
    "one-column": one_column,
    "sidebar-left": lambda cv: sidebar(cv, "row"),
    "sidebar-right": lambda cv: sidebar(cv, "row-reverse"),
    "two-columns": lambda cv: newspaper(cv, 2),
    "three-columns": lambda cv: newspaper(cv, 3),
    "date-table": date_table,
    "header-band": header_band,
    "timeline": timeline,
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, layout) in enumerate(LAYOUTS.items()):
            language = ("en", "fr")[number % 2]
            page = Path(folder, "page.html")
            body = f"<style>@page {{ size: A4; margin: 0 }} {STYLE}</style><body>{layout(CVS[language])}</body>"
            page.write_text(
                f'<!doctype html><html lang="{language}"><meta charset="utf-8">{body}</html>', encoding="utf-8"
            )
            target = FOLDER / f"chromium-{name}.{language}.pdf"
            command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            subprocess.run(
                [*command, f"--print-to-pdf={target}", page.as_uri()], check=True, capture_output=True, timeout=120
            )


if __name__ == "__main__":
    main()
