"""Every made PDF with its truth: those drawn by reportlab while tests run, those printed once and committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.reading import make_pdfs
from tests.reading.sample_cvs import CVS, Cv
from tests.reading.type_3 import type_3

FOLDER = Path(__file__).parent / "pdfs"


@dataclass(frozen=True)
class Layout:
    name: str
    cv: Cv  # what the page shows: the truth
    make: Callable[[], bytes]

    def __str__(self) -> str:
        return self.name


DRAWN: dict[str, Callable[[Cv], bytes]] = {
    "one-column": make_pdfs.one_column,
    "one-column-dates-below": lambda cv: make_pdfs.one_column(cv, justify_dates=False),
    "sidebar-left": make_pdfs.two_columns,
    "sidebar-right": lambda cv: make_pdfs.two_columns(cv, sidebar="right"),
    "sidebar-left-drawn-last": lambda cv: make_pdfs.two_columns(cv, sidebar_first=False),
    "sidebar-right-drawn-last": lambda cv: make_pdfs.two_columns(cv, sidebar="right", sidebar_first=False),
    "three-columns": make_pdfs.three_columns,
    "date-table": make_pdfs.date_table,
    "date-column-drawn-last": lambda cv: make_pdfs.date_table(cv, dates_first=True),
    "header-band-two-pages": make_pdfs.header_band,
    "turned-90": lambda cv: make_pdfs.turned(cv, 90),
    "turned-180": lambda cv: make_pdfs.turned(cv, 180),
    "turned-270": lambda cv: make_pdfs.turned(cv, 270),
    "shuffled": make_pdfs.shuffled,
    "fake-bold": make_pdfs.fake_bold,
    "type-3-font": type_3,
}
#: Layouts that leave the profile out.
NO_PROFILE = frozenset(("turned-90", "turned-180", "turned-270", "fake-bold", "type-3-font", "chromium-timeline"))


def _shown(name: str, cv: Cv) -> Cv:
    return replace(cv, profile=()) if name.rpartition(".")[0] in NO_PROFILE or name in NO_PROFILE else cv


def drawn_layouts() -> list[Layout]:
    return [
        Layout(f"{name}.{language}", _shown(name, cv), cache(lambda make=make, cv=cv: make(cv)))
        for name, make in DRAWN.items()
        for language, cv in CVS.items()
    ]


def printed_layouts() -> list[Layout]:
    return [
        Layout(path.stem, _shown(path.stem, CVS[path.stem[-2:]]), path.read_bytes)
        for path in sorted(FOLDER.glob("*.pdf"))
    ]


def all_layouts() -> list[Layout]:
    return [*drawn_layouts(), *printed_layouts()]
