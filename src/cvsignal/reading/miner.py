"""The second PDF engine: pdfminer.six, through the same glyph tables; slower, a second opinion for suspect files."""

from __future__ import annotations

import io
import logging
import math
import time
from typing import Any

import numpy as np

from cvsignal.reading.glyphs import Glyphs, Page, Style
from cvsignal.reading.ink import mark_hidden
from cvsignal.reading.refusal import Refused
from cvsignal.reading.segments import segments_of
from cvsignal.reading.settings import ReadSettings

MAX_GLYPHS = 200_000
_NO_UNICODE = 0xFFFD


def pdfminer_pages(data: bytes, settings: ReadSettings) -> tuple[list[Page], int]:
    """The pages of a PDF, ``max_pages`` at most, and how many it has."""
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    deadline = time.monotonic() + settings.max_seconds
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        sheets = list(PDFPage.create_pages(document))
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        raise Refused("encrypted") from None
    except Exception:  # pdfminer raises ten kinds of errors on damaged files, of its own and Python's
        raise Refused("unreadable") from None
    pages: list[Page] = []
    words = 0
    for number, sheet in enumerate(sheets[: settings.max_pages], start=1):
        if time.monotonic() > deadline:
            raise Refused("timed-out")
        layout = _layout(sheet)
        if layout is not None:
            pages.append(_page(layout, number))
            words += pages[-1].count_words()
        if words > settings.max_words:
            break
    return pages, len(sheets)


def _layout(sheet: Any) -> Any | None:
    """What pdfminer finds on a page; None for a damaged one (the others may still be read)."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)  # no layout analysis: characters in content-stream order
    try:
        PDFPageInterpreter(resources, device).process_page(sheet)
        return device.get_result()
    except Exception:  # of ten kinds, pdfminer's own and Python's
        return None


def _page(layout: Any, number: int) -> Page:
    chars: list[Any] = []
    pictures: list[Any] = []
    _collect(layout, chars, pictures, 0)
    glyphs = _glyphs(chars, layout)
    page = Page(number, layout.width, layout.height, segments_of(glyphs), unreadable=glyphs.unreadable)
    area = max(layout.width * layout.height, 1.0)
    page.picture_share = max((min(p.width * p.height / area, 1.0) for p in pictures), default=0.0)
    mark_hidden(page, None)
    return page


def _collect(container: Any, chars: list[Any], pictures: list[Any], depth: int) -> None:
    from pdfminer.layout import LTChar, LTFigure, LTImage

    for item in container:
        if len(chars) >= MAX_GLYPHS:
            return
        if isinstance(item, LTChar):
            chars.append(item)
        elif isinstance(item, LTImage):
            pictures.append(item)
        elif isinstance(item, LTFigure) and depth < 20:
            _collect(item, chars, pictures, depth + 1)


def _glyphs(chars: list[Any], layout: Any) -> Glyphs:
    codes: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    spaced: list[bool] = []
    owners: list[Any] = []
    unreadable = 0
    space = False
    for char in chars:
        text = char.get_text()
        if text.startswith("(cid:"):
            text, unreadable = chr(_NO_UNICODE), unreadable + 1
        if not text.strip():
            space = True
            continue
        step = (char.x1 - char.x0) / len(text)
        for i, sign in enumerate(text):  # a ligature is one glyph of several letters
            x0 = char.x0 - layout.x0 + i * step
            codes.append(0x2D if sign == "\u00ad" else ord(sign))
            boxes.append((x0, layout.y1 - char.y1, x0 + step, layout.y1 - char.y0))
            spaced.append(space and not i)
            owners.append(char)
        space = False
    return Glyphs(
        codes=np.array(codes, np.uint32),
        boxes=np.array(boxes, np.float64).reshape(-1, 4),
        drawings=np.array([id(owner) for owner in owners], np.int64),
        spaced=np.array(spaced, np.bool_),
        style_at=lambda i: _style(owners[i]),
        unreadable=unreadable,
    )


def _style(char: Any) -> Style:
    a, b, *_ = char.matrix
    name = str(char.fontname).lower()
    return Style(
        size=char.size,
        bold=any(part in name for part in ("bold", "black", "heavy", "demi")),
        colour=_colour(getattr(char.graphicstate, "ncolor", None)),
        direction=round(math.atan2(b, a) / (math.pi / 2)) % 4 if (a or b) else 0,
    )


def _colour(value: Any) -> tuple[int, int, int] | None:
    """RGB of a grey, RGB or CMYK value between 0 and 1; None for patterns and the like."""
    if isinstance(value, int | float):
        value = (value,)
    if not isinstance(value, tuple) or not all(isinstance(part, int | float) for part in value):
        return None
    if len(value) == 1:
        value = value * 3
    elif len(value) == 4:
        c, m, y, k = value
        value = ((1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k))
    if len(value) != 3:
        return None
    red, green, blue = (max(0, min(255, round(255 * part))) for part in value)
    return red, green, blue
