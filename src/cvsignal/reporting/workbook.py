"""ranking.xlsx: the ranking for people: frozen header, filters, colours by verdict and score, links to the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from cvsignal.reporting.rows import Candidate, ReportOptions, printable
from cvsignal.reporting.tables import neutral, ranking_columns, ranking_row
from cvsignal.reporting.wording import emphasis, say
from cvsignal.roles import Role

_MOST_ROWS = 1_048_575  # of a sheet, below the header
_MOST_LINKS = 20_000  # kept in memory until the end; a sheet holds 65,530
_MOST_CHARACTERS = 32_000  # a cell holds 32,767
_MOST_LINK = 2_000
_FILLS = {
    "fit": ("#DCEFE4", "#14532D"),
    "no fit": ("#ECEBE8", "#57534E"),
    "to be read by a person": ("#FBEFD5", "#713F12"),
}
_WIDTHS = {"path": 46, "sha256": 14, "language": 10, "status": 9, "warnings": 22, "code": 14, "reason": 60}


class RankingWorkbook:
    """Written row by row; rows beyond what a sheet holds are in ranking.csv only."""

    def __init__(self, path: Path, roles: Sequence[Role], options: ReportOptions) -> None:
        self._roles = roles
        self._options = options
        self._columns = ranking_columns(roles, options)
        self._rows = 0
        self._closed = False
        settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), settings)
        self._sheet = self._book.add_worksheet("ranking")
        self._score = self._book.add_format({"num_format": "0.0"})
        self._link = self._book.get_default_url_format()
        self._header()

    def _header(self) -> None:
        style = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#1F4E4A", "font_color": "#FFFFFF"}
        header = self._book.add_format(style)
        for number, name in enumerate(self._columns):
            self._sheet.set_column(number, number, _width(name))
            self._sheet.write_string(0, number, name, header)
        self._sheet.set_row(0, 45)
        self._sheet.freeze_panes(1, 1)

    def add(self, candidate: Candidate) -> None:
        if self._rows >= _MOST_ROWS:
            return
        self._rows += 1
        values = ranking_row(candidate, self._roles, self._options)
        for number, name in enumerate(self._columns):
            self._cell(number, name, values.get(name))
        link = candidate.link
        if link and len(link) < _MOST_LINK and self._rows <= _MOST_LINKS:
            # a capital: of an address with "file:" XlsxWriter makes a path of Windows, without the first slash
            self._sheet.write_url(self._rows, 0, link.replace("file:", "File:", 1), self._link, _text(candidate.path))

    def _cell(self, number: int, name: str, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, str):
            self._sheet.write_string(self._rows, number, _text(value))
        else:
            self._sheet.write_number(self._rows, number, value, self._score if "_score" in name else None)

    def finish(self) -> None:
        last = max(self._rows, 1)
        self._sheet.autofilter(0, 0, last, len(self._columns) - 1)
        for number, name in enumerate(self._columns):
            if name.endswith("_verdict"):
                self._colour_verdicts(number, last)
            elif name.endswith("_score"):
                bar = {"type": "data_bar", "bar_color": "#8CC3BC", "bar_solid": True, "min_type": "num", "min_value": 0}
                self._sheet.conditional_format(1, number, last, number, bar | {"max_type": "num", "max_value": 100})
            elif name.endswith("_grade"):
                scale = {
                    "type": "3_color_scale",
                    "min_color": "#FFFFFF",
                    "mid_color": "#E3F1EE",
                    "max_color": "#8CC3BC",
                }
                self._sheet.conditional_format(1, number, last, number, scale)
        self._roles_sheet()
        self.close()

    def _colour_verdicts(self, number: int, last: int) -> None:
        for verdict, (fill, ink) in _FILLS.items():
            style = self._book.add_format({"bg_color": fill, "font_color": ink})
            rule = {"type": "cell", "criteria": "==", "value": f'"{verdict}"', "format": style}
            self._sheet.conditional_format(1, number, last, number, rule)

    def _roles_sheet(self) -> None:
        """What the columns mean, in both languages."""
        sheet = self._book.add_worksheet("about")
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 2, 70, self._book.add_format({"text_wrap": True, "valign": "top"}))
        rows = [("", "English", "Français")]
        rows += [(role.name, role.title["en"], role.title["fr"]) for role in self._roles]
        columns = {"score": "…_score", "verdict": "…_verdict", "range": "…_score_low, …_score_high"}
        rows += [(name, say("page", f"help_{key}"), say("page", f"help_{key}", "fr")) for key, name in columns.items()]
        if self._options.purpose:
            purpose = self._options.purpose
            rows.append(("emphasis", emphasis(purpose), emphasis(purpose, "fr")))
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, _text(cell))

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._book.close()


def _text(value: str) -> str:
    return str(neutral(printable(value)))[:_MOST_CHARACTERS]


def _width(name: str) -> int:
    if name in _WIDTHS:
        return _WIDTHS[name]
    return 20 if name.endswith("_verdict") else 13
