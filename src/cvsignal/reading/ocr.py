"""Pictures and scanned pages by Tesseract, through the same geometry as drawn text."""

from __future__ import annotations

import io
import os
import shutil
from collections import defaultdict
from typing import Any

from cvsignal.reading.cleaning import clean
from cvsignal.reading.glyphs import Page, Segment, Style, Word
from cvsignal.reading.pdfium_calls import LOCK
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.schema import Notice

LOW_CONFIDENCE = 75  # of 100, mean over the words of a file
WORD_CONFIDENCE = 30  # words below it are noise
MAX_PIXELS = 60_000_000
MAX_SIDE = 5_000  # pixels of a rendered page
DARKEST_BLANK = 200  # of 255: a page whose darkest pixel is lighter is blank
_NOISE = frozenset("|~_—-=.,'`‘’“”\"*°")


def ocr_available() -> bool:
    """Whether Tesseract and its Python door are installed."""
    try:
        import PIL  # noqa: F401
        import pytesseract  # noqa: F401
    except ImportError:
        return False
    return shutil.which("tesseract") is not None


def image_pages(data: bytes, settings: ReadSettings) -> tuple[list[Page], list[Notice]]:
    """Read PNG, JPEG or TIFF (all its frames, ``ocr_max_pages`` at most)."""
    if not (settings.ocr and ocr_available()):
        raise Refused("ocr-missing")
    import PIL.Image
    import PIL.ImageSequence

    pictures: list[tuple[Any, float]] = []
    try:
        with PIL.Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused("too-large", "the picture has too many pixels")
            for frame in PIL.ImageSequence.Iterator(image):
                dpi = float(frame.info.get("dpi", (0, 0))[0] or 0)
                pictures.append((frame.convert("L"), dpi if 60 <= dpi <= 1200 else frame.width / 8.27))
                if len(pictures) >= settings.ocr_max_pages:
                    break
    except Refused:
        raise
    except Exception:  # Pillow raises OSError, SyntaxError, ValueError, struct.error … on damaged pictures
        raise Refused("unreadable", "the picture is damaged") from None
    return recognised(pictures, settings)


def recognise_pages(data: bytes, pages: list[Page], settings: ReadSettings) -> list[Notice]:
    """Read the given pages of a PDF as pictures and put what was found in place of their text."""
    pictures = _rendered(data, pages[: settings.ocr_max_pages], settings)
    found, notices = recognised([(picture, dpi) for _, picture, dpi in pictures], settings)
    for (page, _, _), read in zip(pictures, found, strict=True):
        if read.segments and (page.unreadable or len(read.segments) > len(page.segments)):
            page.segments = read.segments
            page.unreadable = 0
    if len(pages) > settings.ocr_max_pages:
        words = f"Only {settings.ocr_max_pages} of {len(pages)} pages that are pictures were read."
        notices.append(Notice(code="cut-at-bound", message=words))
    return notices


def _rendered(data: bytes, pages: list[Page], settings: ReadSettings) -> list[tuple[Page, Any, float]]:
    """Grey pictures of the pages that are not blank, with their dots per inch."""
    import pypdfium2

    pictures: list[tuple[Page, Any, float]] = []
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return []
        try:
            for page in pages:
                dpi = min(settings.ocr_dpi, MAX_SIDE * 72 / max(page.width, page.height, 1.0))
                bitmap = document[page.number - 1].render(scale=dpi / 72, grayscale=True)
                picture = bitmap.to_pil().copy()
                bitmap.close()
                if picture.getextrema()[0] < DARKEST_BLANK:
                    pictures.append((page, picture, dpi))
        except pypdfium2.PdfiumError:
            return pictures
        finally:
            document.close()
    return pictures


def recognised(pictures: list[tuple[Any, float]], settings: ReadSettings) -> tuple[list[Page], list[Notice]]:
    """Pages of grey pictures given with their dots per inch."""
    pages: list[Page] = []
    confidences: list[float] = []
    for number, (picture, dpi) in enumerate(pictures, start=1):
        segments, sure = _segments(_table(picture, dpi, settings), 72 / dpi)
        confidences += sure
        pages.append(Page(number, picture.width * 72 / dpi, picture.height * 72 / dpi, segments))
    return pages, _notices(confidences)


def _table(picture: Any, dpi: float, settings: ReadSettings) -> dict[str, list[Any]]:
    """Tesseract's table of words."""
    import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads slow it down
    try:
        table: dict[str, list[Any]] = pytesseract.image_to_data(
            picture,
            lang=_languages(settings.ocr_languages),
            config=f"--dpi {round(dpi)}",
            timeout=settings.ocr_seconds,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractNotFoundError:
        raise Refused("ocr-missing") from None
    except pytesseract.TesseractError:
        raise Refused("unreadable", "Tesseract could not read the picture") from None
    except RuntimeError:  # pytesseract's way to say that the time is up
        raise Refused("timed-out", "reading its picture took too long") from None
    return table


def _notices(confidences: list[float]) -> list[Notice]:
    if not confidences:
        return []
    mean = sum(confidences) / len(confidences)
    notices = [Notice(code="ocr", message=f"The text was recognised from a picture (confidence {mean:.0f} of 100).")]
    if mean < LOW_CONFIDENCE:
        notices.append(
            Notice(code="ocr-low-confidence", message=f"Recognition is unsure ({mean:.0f} of 100): read the CV itself.")
        )
    return notices


def _languages(wanted: str) -> str:
    """Those of the wanted languages whose data are installed."""
    import pytesseract

    installed = set(pytesseract.get_languages())
    return "+".join(language for language in wanted.split("+") if language in installed) or "eng"


def _segments(table: dict[str, list[Any]], scale: float) -> tuple[list[Segment], list[float]]:
    """Tesseract's lines as segments, in its order of blocks."""
    lines: dict[tuple[int, int, int], list[Word]] = defaultdict(list)
    confidences: list[float] = []
    for i, raw in enumerate(table["text"]):
        text, confidence = clean(str(raw)).strip(), float(table["conf"][i])
        if not text or confidence < WORD_CONFIDENCE or (text in _NOISE and confidence < 80):
            continue
        left, top = table["left"][i] * scale, table["top"][i] * scale
        right, bottom = left + table["width"][i] * scale, top + table["height"][i] * scale
        key = (table["block_num"][i], table["par_num"][i], table["line_num"][i])
        lines[key].append(Word(text, left, top, right, bottom, Style(0.0)))
        confidences.append(confidence)
    return [_segment(words) for words in lines.values()], confidences


def _segment(words: list[Word]) -> Segment:
    """One line; its words share one box height, since a word's own ink says little of its size."""
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return Segment(words, words[0].x0, top, max(word.x1 for word in words), bottom)
