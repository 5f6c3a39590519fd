# ruff: noqa: E501 - lines of TeX
"""Typesets the sample CVs with pdfLaTeX into ``tests/reading/pdfs`` (hyphenation, ligatures, accents drawn apart, minipages, tables).

Run: python -m tests.reading.generators.latex_prints
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.reading.sample_cvs import CVS, Cv, Job

FOLDER = Path(__file__).parents[1] / "pdfs"
HEAD = r"""\documentclass[10pt]{article}
\usepackage[a4paper,margin=18mm]{geometry}
\usepackage[utf8]{inputenc}
%s
\usepackage{multicol}
\pagestyle{empty}\setlength{\parindent}{0pt}\raggedbottom
\begin{document}
"""
TIMES = r"\usepackage[T1]{fontenc}\usepackage{times}"
HELVETICA = r"\usepackage[T1]{fontenc}\usepackage{helvet}\renewcommand{\familydefault}{\sfdefault}"
COMPUTER_MODERN = r"\usepackage[OT1]{fontenc}"  # accents are drawn apart from their letters


def tex(text: str) -> str:
    for sign, macro in (("\\", ""), ("&", r"\&"), ("%", r"\%"), ("#", r"\#"), ("_", r"\_"), ("’", "'")):
        text = text.replace(sign, macro)
    return text


def duties(job: Job) -> str:
    items = "\n".join(rf"\item {tex(duty)}" for duty in job.duties)
    return rf"\begin{{itemize}}\setlength{{\itemsep}}{{0pt}} {items} \end{{itemize}}"


def career(cv: Cv, *, dates: str = "right") -> str:
    parts = []
    for job in cv.jobs:
        when = rf"\hfill {job.dates}\\" if dates == "right" else rf"\\ {job.dates}\\"
        parts.append(rf"\textbf{{{tex(job.position)}}} {when} {tex(job.employer)} {duties(job)}")
    profile = tex(" ".join(cv.profile))
    title = rf"{{\LARGE {tex(cv.name)}}}\\[4pt] {tex(cv.headline)}\\[6pt]"
    return title + rf"\textbf{{{cv.titles['profile']}}}\\ {profile}\par\bigskip " + "\n\n".join(parts)


def aside(cv: Cv) -> str:
    parts = (("contact", cv.contact), ("skills", cv.skills), ("hobbies", cv.hobbies))
    return "\n\n".join(
        rf"\textbf{{{cv.titles[title]}}}\\ " + r"\\ ".join(tex(line) for line in lines) for title, lines in parts
    )


def minipages(cv: Cv, *, left: bool) -> str:
    side = rf"\begin{{minipage}}[t]{{0.26\textwidth}}\raggedright {aside(cv)}\end{{minipage}}"
    main = rf"\begin{{minipage}}[t]{{0.7\textwidth}}{career(cv, dates='below')}\end{{minipage}}"
    return rf"{side}\hfill {main}" if left else rf"{main}\hfill {side}"


def columns(cv: Cv, number: int) -> str:
    return rf"\begin{{multicols}}{{{number}}}\sloppy {career(cv, dates='below')}\end{{multicols}}"


def date_table(cv: Cv) -> str:
    rows = "\n".join(
        rf"\noindent\begin{{tabular}}[t]{{@{{}}p{{45mm}}p{{120mm}}@{{}}}} {job.dates} & \textbf{{{tex(job.position)}}}\newline "
        rf"{tex(job.employer)}\newline {' '.join(rf'-- {tex(duty)}' + chr(92) + 'newline' for duty in job.duties)} \end{{tabular}}\par"
        for job in cv.jobs
    )
    return rf"{tex(cv.name)}\par {tex(' '.join(cv.profile))}\par\bigskip {rows}"


LAYOUTS = {
    "one-column.fr": (HELVETICA, lambda cv: career(cv)),
    "two-columns.en": (TIMES, lambda cv: columns(cv, 2)),
    "three-columns.fr": (TIMES, lambda cv: columns(cv, 3)),
    "sidebar-left.en": (HELVETICA, lambda cv: minipages(cv, left=True)),
    "sidebar-right.fr": (HELVETICA, lambda cv: minipages(cv, left=False)),
    "date-table.en": (TIMES, date_table),
    "accents-apart.fr": (COMPUTER_MODERN, lambda cv: career(cv)),
}


def main() -> None:
    for name, (fonts, layout) in LAYOUTS.items():
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, f"latex-{name}.tex")
            source.write_text(HEAD % fonts + layout(CVS[name[-2:]]) + "\n\\end{document}\n", encoding="utf-8")
            command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", source.name]
            for _ in range(2):
                subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
            shutil.copy(source.with_suffix(".pdf"), FOLDER)


if __name__ == "__main__":
    main()
