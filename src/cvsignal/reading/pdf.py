"""PDF: one geometry, two engines, each the other's second opinion; OCR where a page is a picture."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from cvsignal.reading.glyphs import Page
from cvsignal.reading.layout import lay_out
from cvsignal.reading.notices import SALVAGED
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.schema import Document, Hidden, Notice

MEDIA_TYPE = "application/pdf"
UNREADABLE_SHARE = 0.2  # of the glyphs without a Unicode value: more, and the font is unreadable
GLUED_LENGTH = 28  # letters: words this long tell of lost spaces
GLUED_SHARE = 0.02
SINGLE_SHARE = 0.4  # of one-letter words: more tell of text drawn letter by letter in no order
_FALLBACK = Notice(code="engine-fallback", message="pdfium read this file badly; pdfminer.six was used.")
FEW_WORDS = 5  # a page with fewer words and a picture over this share of it is taken for a scan
PICTURE_SHARE = 0.3


def read_pdf(data: bytes, settings: ReadSettings) -> Document:
    """Read a PDF with the engine asked for; ``auto`` changes to the second engine where pdfium's text is suspect."""
    notices: list[Notice] = []
    pages, count = _pages(data, settings, notices)
    if not count:
        raise Refused("no-pages")
    if count > settings.max_pages or sum(page.count_words() for page in pages) > settings.max_words:
        words = f"Only the first {len(pages)} of {count} pages were read."
        notices.append(Notice(code="cut-at-bound", message=words))
    elif len(pages) < count:
        notices.append(SALVAGED)
    hidden = hidden_of(pages)  # before OCR takes the place of a page's words
    _see_pictures(data, pages, settings, notices)
    return lay_out(pages).document(MEDIA_TYPE, pages=count, hidden=hidden, notices=tuple(notices))


def hidden_of(pages: list[Page]) -> tuple[Hidden, ...]:
    """Hidden words, neighbours with one reason put together."""
    return tuple(
        Hidden(text=" ".join(segment.text for segment in run), reason=reason, page=page.number)
        for page in pages
        for reason, run in groupby((s for s in page.segments if s.hidden), key=lambda segment: segment.hidden)
    )


def _pages(data: bytes, settings: ReadSettings, notices: list[Notice]) -> tuple[list[Page], int]:
    """The pages that were read and the number of pages that the file has."""
    from cvsignal.reading.pdfium import pdfium_pages

    if settings.pdf_engine == "pdfminer":
        return _by_pdfminer(data, settings, notices)
    try:
        pages, count = pdfium_pages(data, settings)
    except Refused as refused:
        if refused.code != "unreadable" or settings.pdf_engine == "pdfium":
            raise
        return _rescued(data, settings, notices)
    if settings.pdf_engine == "pdfium" or not doubt(pages):
        return pages, count
    try:
        seconds: list[Notice] = []
        others, other_count = _by_pdfminer(data, settings, seconds)
    except Refused:
        return pages, count
    if doubt(others) >= doubt(pages) or _same_words(others, pages):
        return pages, count
    notices += [*seconds, _FALLBACK]
    return others, other_count


def _by_pdfminer(data: bytes, settings: ReadSettings, notices: list[Notice]) -> tuple[list[Page], int]:
    from cvsignal.reading.miner import pdfminer_pages

    pages, count = pdfminer_pages(data, settings)
    _judge(data, pages, settings, notices)
    return pages, count


def _rescued(data: bytes, settings: ReadSettings, notices: list[Notice]) -> tuple[list[Page], int]:
    """What pdfminer makes of a file that pdfium cannot open."""
    try:
        pages, count = _by_pdfminer(data, settings, notices)
    except Refused as refused:
        raise (_cut_short(data) if refused.code == "unreadable" else refused) from None
    if not any(page.segments for page in pages):
        raise Refused("no-pages") if not count and b"/Pages" in data else _cut_short(data)
    notices.append(_FALLBACK)
    return pages, count


def _judge(data: bytes, pages: list[Page], settings: ReadSettings, notices: list[Notice]) -> None:
    from cvsignal.reading.pdfium import judge_visibility

    if settings.hidden_text and not judge_visibility(data, pages):
        words = "Whether all its text can be seen was not checked: the page cannot be drawn."
        notices.append(Notice(code="visibility-unchecked", message=words))


def doubt(pages: list[Page]) -> float:
    """How wrongly read the text looks: no Unicode values, glued words, letters torn apart; 0 for good text."""
    words = [word.text for page in pages for segment in page.segments for word in segment.words]
    if not words:
        return 0.0
    glued = sum([word.isalpha() for word in words if len(word) >= GLUED_LENGTH]) / len(words)
    single = sum([word.isalpha() for word in words if len(word) == 1]) / len(words)
    doubts = [(_unreadable_share(pages), UNREADABLE_SHARE), (glued, GLUED_SHARE), (single, SINGLE_SHARE)]
    return sum(share for share, bound in doubts if share > bound)


def _unreadable_share(pages: list[Page]) -> float:
    unreadable = sum(page.unreadable for page in pages)
    if not unreadable:
        return 0.0
    glyphs = sum(len(word.text) for page in pages for segment in page.segments for word in segment.words)
    return unreadable / max(glyphs, unreadable, 1)


def _same_words(some: list[Page], others: list[Page]) -> bool:
    """Whether two engines read mostly the same words: then the second one's trust in them proves nothing."""
    first, second = (Counter(segment.text for page in pages for segment in page.segments) for pages in (some, others))
    return 2 * (first & second).total() > max(first.total(), second.total())


def _cut_short(data: bytes) -> Refused:
    """A PDF ends on ``%%EOF``; one that nothing can read and that does not has lost its end."""
    return Refused("unreadable" if b"%%EOF" in data[-2048:] else "truncated")


def _see_pictures(data: bytes, pages: list[Page], settings: ReadSettings, notices: list[Notice]) -> None:
    """Recognise the pages that are pictures of text, and those whose fonts hide their letters."""
    from cvsignal.reading.ocr import ocr_available, recognise_pages

    unreadable = _unreadable_share(pages) > UNREADABLE_SHARE
    pictures = [page for page in pages if unreadable or _is_picture(page)]
    if not pictures:
        return
    whole = len(pictures) == len(pages)
    if not (settings.ocr and ocr_available()):
        if whole and (unreadable or any(page.picture_share > 0 for page in pages)):
            raise Refused("unreadable-font" if unreadable else "scanned")
        if any(page.picture_share > 0 for page in pictures):
            words = f"{len(pictures)} pages are pictures without text and were not read: Tesseract is not installed."
            notices.append(Notice(code="ocr-missing", message=words))
        return
    seen = recognise_pages(data, pictures, settings)
    if unreadable and (not seen or any(notice.code == "ocr-low-confidence" for notice in seen)):
        raise Refused("unreadable-font")
    notices += seen


def _is_picture(page: Page) -> bool:
    words = sum(len(segment.words) for segment in page.segments if not segment.hidden)
    return words == 0 or (words < FEW_WORDS and page.picture_share > PICTURE_SHARE)
