"""Running headers and footers: what stands at the same place on several pages, and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict

from cvsignal.reading.glyphs import Page
from cvsignal.reading.rows import Row

MARGIN = 0.13  # share of the page height, at the top and at the bottom, where furniture stands
SAME_PLACE = 4.0  # points
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.|pg\.?|seite)?\s*\d{1,3}\s*(?:(?:/|of|sur|de|von|-)\s*\d{1,3})?\W*", re.I)


def mark_furniture(rows: list[Row], pages: list[Page]) -> None:
    """Mark the rows that repeat at the same place on two pages or more, and page numbers in the margins.

    The first copy of a running header stays: on page one it is often the CV's own title.
    """
    heights = {page.number: page.height for page in pages}
    places: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        height = heights[row.page]
        if not (row.bottom < MARGIN * height or row.top > (1 - MARGIN) * height):
            continue
        if _PAGE_NUMBER.fullmatch(row.text) and (row.bottom < 0.08 * height or row.top > 0.92 * height):
            row.furniture = True
        places[_DIGITS.sub("0", row.text)].append(row)
    for copies in places.values():
        for row in copies:
            others = [other for other in copies if other.page != row.page and abs(other.top - row.top) < SAME_PLACE]
            at_top = row.bottom < MARGIN * heights[row.page]
            if others and not (at_top and row.page < min(other.page for other in others)):
                row.furniture = True
