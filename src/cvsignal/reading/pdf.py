"""PDF: one geometry, two engines; each is the other's second opinion."""

from __future__ import annotations

from cvsignal.reading.glyphs import Page
from cvsignal.reading.layout import lay_out
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.schema import Document, Hidden, Notice

MEDIA_TYPE = "application/pdf"
UNREADABLE_SHARE = 0.2  # of the glyphs without a Unicode value: more, and the font is unreadable
GLUED_LENGTH = 28  # letters: words this long tell of lost spaces
GLUED_SHARE = 0.02
SINGLE_SHARE = 0.4  # of one-letter words: more tell of text drawn letter by letter in no order


def read_pdf(data: bytes, settings: ReadSettings) -> Document:
    """Read a PDF with the engine asked for; ``auto`` changes to the second engine where pdfium's text is suspect."""
    notices: list[Notice] = []
    pages, count = _pages(data, settings, notices)
    if not count:
        raise Refused("no-pages")
    if count > len(pages) and count > settings.max_pages:
        notices.append(
            Notice(code="cut-at-bound", message=f"Only the first {settings.max_pages} of {count} pages were read.")
        )
    laid_out = lay_out(pages)
    hidden = hidden_of(pages)
    if hidden:
        words = sum(len(part.text.split()) for part in hidden)
        notices.append(Notice(code="hidden-text", message=f"{words} words that a reader of the page does not see."))
    return laid_out.document(MEDIA_TYPE, pages=count, hidden=hidden, notices=tuple(notices))


def hidden_of(pages: list[Page]) -> tuple[Hidden, ...]:
    """Hidden words, neighbours with one reason put together."""
    found: list[Hidden] = []
    for page in pages:
        for segment in page.segments:
            if not segment.hidden:
                continue
            last = found[-1] if found else None
            if last and last.reason == segment.hidden and last.page == page.number:
                found[-1] = Hidden(text=f"{last.text} {segment.text}", reason=last.reason, page=last.page)
            else:
                found.append(Hidden(text=segment.text, reason=segment.hidden, page=page.number))
    return tuple(found)


def _pages(data: bytes, settings: ReadSettings, notices: list[Notice]) -> tuple[list[Page], int]:
    from cvsignal.reading.miner import pdfminer_pages
    from cvsignal.reading.pdfium import pdfium_pages

    if settings.pdf_engine == "pdfminer":
        return pdfminer_pages(data, settings)
    if settings.pdf_engine == "pdfium":
        return pdfium_pages(data, settings)
    try:
        pages, count = pdfium_pages(data, settings)
        first: Refused | None = None
        if not is_suspect(pages):
            return pages, count
    except Refused as refused:
        if refused.code != "unreadable":
            raise
        first, pages, count = refused, [], 0
    try:
        others, other_count = pdfminer_pages(data, settings)
    except Refused:
        if first is not None:
            raise first from None
        return pages, count
    if first is None and _doubt(others) >= _doubt(pages):
        return pages, count
    notices.append(
        Notice(code="engine-fallback", message="pdfium could not read this file well; pdfminer.six was used.")
    )
    return others, other_count


def is_suspect(pages: list[Page]) -> bool:
    """Whether the text looks wrongly read: no Unicode values, glued words, letters torn apart."""
    return _doubt(pages) > 0


def _doubt(pages: list[Page]) -> float:
    words = [word.text for page in pages for segment in page.segments for word in segment.words]
    if not words:
        return 0.0
    glyphs = sum(map(len, words))
    unreadable = sum(page.unreadable for page in pages) / max(glyphs, 1)
    glued = sum(len(word) >= GLUED_LENGTH and word.isalpha() for word in words) / len(words)
    single = sum(len(word) == 1 and word.isalpha() for word in words) / len(words)
    doubts = [(unreadable, UNREADABLE_SHARE), (glued, GLUED_SHARE), (single, SINGLE_SHARE)]
    return sum(share for share, bound in doubts if share > bound)
