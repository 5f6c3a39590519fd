"""Boxes cover the ink of their words: a page is rendered and compared."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pypdfium2
import pytest

from cvsignal.reading import ReadSettings, read
from cvsignal.schema import Document
from tests.reading.layouts import Layout, all_layouts

SCALE = 2.0
LAYOUTS = [layout for layout in all_layouts() if "fake-bold" not in layout.name]


def ink_of(data: bytes, page: int) -> np.ndarray:
    document = pypdfium2.PdfDocument(data)
    try:
        return 255 - document[page - 1].render(scale=SCALE, grayscale=True).to_numpy().squeeze()
    finally:
        document.close()


def within(
    box: tuple[int, float, float, float, float], shape: tuple[int, ...], slack: float = 1.5
) -> tuple[slice, slice]:
    _, x0, top, x1, bottom = box
    rows = slice(max(int((top - slack) * SCALE), 0), min(int((bottom + slack) * SCALE) + 1, shape[0]))
    columns = slice(max(int((x0 - slack) * SCALE), 0), min(int((x1 + slack) * SCALE) + 1, shape[1]))
    return rows, columns


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_every_word_has_ink_and_all_ink_of_the_text_is_in_boxes(layout: Layout) -> None:
    data = layout.make()
    document = read(data, settings=ReadSettings(ocr=False))
    plain_page = "band" not in layout.name and "sidebar" not in layout.name and "timeline" not in layout.name
    for page in range(1, (document.pages or 0) + 1):
        ink = ink_of(data, page)
        left = ink.copy()
        for _, _, box in document.words:
            if box.page != page:
                continue
            inside = within(box, ink.shape)
            assert ink[inside].max(initial=0) > 20
            left[inside] = 0
        if plain_page:
            assert (left > 128).sum() <= 0.02 * (ink > 128).sum()


def spanned(document: Document, words: str) -> tuple[int, int]:
    flat = "".join(" " if i in document.soft_breaks else sign for i, sign in enumerate(document.text)).replace("’", "'")
    start = flat.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    "layout", [layout for layout in LAYOUTS if layout.name.startswith("latex-sidebar-left")], ids=str
)
def test_evidence_over_a_wrapped_line_has_a_box_on_each_line(layout: Layout) -> None:
    document = read(layout.make())
    start, end = spanned(document, layout.cv.jobs[0].duties[0])
    boxes = document.boxes(start, end)
    assert len(boxes) >= 2
    assert all(lower.top > upper.top for upper, lower in pairwise(boxes))
    assert len({round(box.x0) for box in boxes}) == 1
