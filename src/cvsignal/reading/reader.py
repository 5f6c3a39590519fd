"""The one way in: take a path, bytes or an open file, recognise its content, read it within bounds."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cvsignal.errors import ReadError
from cvsignal.reading.notices import cut_after
from cvsignal.reading.plain import decode, text_document
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import DEFAULT, ReadSettings
from cvsignal.reading.sniff import Kind, kind_of
from cvsignal.schema import Document, Hidden, Notice

Source = str | os.PathLike[str] | bytes | BinaryIO


def read(source: Source, *, filename: str | None = None, settings: ReadSettings = DEFAULT) -> Document:
    """Read a CV from a path, bytes or an open binary file.

    ``filename`` only names the file in messages. Raises :class:`~cvsignal.errors.ReadError`, and nothing else, for
    whatever the file may hold; see :data:`~cvsignal.errors.READ_CODES`.
    """
    name = filename or (Path(os.fspath(source)).name if isinstance(source, str | os.PathLike) else "file")
    try:
        data = _bytes_of(source, settings.max_bytes)
        document = read_bytes(data, settings)
        if not document.text.strip():
            raise Refused("no-text")
    except Refused as refused:
        raise refused.named(name) from None
    except MemoryError:
        raise Refused("out-of-memory").named(name) from None
    except RecursionError:
        raise Refused("unreadable", "its parts are nested too deeply").named(name) from None
    except ReadError:
        raise
    except Exception as error:  # a fault of ours or of a library on a damaged file: one file, not the run
        raise Refused("unreadable", f"reading it failed ({type(error).__name__})").named(name) from error
    document = _with_hidden_told(document, settings.max_hidden)
    return dataclasses.replace(document, sha256=hashlib.sha256(data).hexdigest())


def read_bytes(data: bytes, settings: ReadSettings, *, depth: int = 0) -> Document:
    """Read the bytes of a file by what they are. Raises :class:`Refused`."""
    if not data:
        raise Refused("empty")
    kind = kind_of(data)
    if kind == "eml":
        from cvsignal.reading.mail import read_mail

        if depth:
            raise Refused("unsupported", "it is a message within a message")
        return read_mail(data, settings, lambda part, bounds: read_bytes(part, bounds, depth=depth + 1))
    return _READERS.get(kind, _refuse_kind)(data, settings)


def _bytes_of(source: Source, max_bytes: int) -> bytes:
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, str | os.PathLike):
        path = Path(source)
        try:
            if path.is_dir():
                raise Refused("not-a-document", "it is a folder")
            if path.exists() and not path.is_file():
                raise Refused("not-a-document", "it is no ordinary file")
            with path.open("rb") as file:
                data = file.read(max_bytes + 1)
        except FileNotFoundError:
            raise Refused("not-found") from None
        except (OSError, ValueError) as error:
            raise Refused("unreadable", f"it cannot be opened ({_reason(error)})") from None
    else:
        data = source.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise Refused("too-large", f"it is larger than {max_bytes // 1_000_000} MB")
    return data


def _with_hidden_told(document: Document, max_hidden: int) -> Document:
    """The document with its hidden text cut at ``max_hidden`` characters and a notice of how much there is."""
    if not document.hidden:
        return document
    hidden = _cut(document.hidden, max_hidden)
    cut = (cut_after(max_hidden, "characters of hidden text"),) if hidden != document.hidden else ()
    number = sum(len(part.text.split()) for part in hidden)
    words = f"{number} words that a reader of the page does not see; they count for nothing."
    told = Notice(code="hidden-text", message=words)
    return dataclasses.replace(document, hidden=hidden, notices=(*document.notices, *cut, told))


def _cut(hidden: tuple[Hidden, ...], left: int) -> tuple[Hidden, ...]:
    kept: list[Hidden] = []
    for part in hidden:
        if left <= 0:
            break
        kept.append(part if len(part.text) <= left else part.model_copy(update={"text": part.text[:left]}))
        left -= len(part.text)
    return tuple(kept)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__).lower()


def _read_pdf(data: bytes, settings: ReadSettings) -> Document:
    from cvsignal.reading.pdf import read_pdf

    return read_pdf(data, settings)


def _read_docx(data: bytes, settings: ReadSettings) -> Document:
    from cvsignal.reading.docx import read_docx

    return read_docx(data, settings)


def _read_odt(data: bytes, settings: ReadSettings) -> Document:
    from cvsignal.reading.odt import read_odt

    return read_odt(data, settings)


def _read_rtf(data: bytes, settings: ReadSettings) -> Document:
    from cvsignal.reading.rtf import read_rtf

    return read_rtf(data, settings)


def _read_html(data: bytes, settings: ReadSettings) -> Document:
    from cvsignal.reading.html import read_html

    return read_html(data, settings)


def _read_old_word(data: bytes, settings: ReadSettings) -> Document:
    from cvsignal.reading.old_word import read_old_word

    return read_old_word(data, settings)


def _read_image(data: bytes, settings: ReadSettings) -> Document:
    from cvsignal.reading.layout import lay_out
    from cvsignal.reading.ocr import image_pages

    pages, notices = image_pages(data, settings)
    return lay_out(pages).document(f"image/{kind_of(data)}", pages=len(pages), notices=tuple(notices))


def _read_text(data: bytes, settings: ReadSettings) -> Document:
    return text_document(decode(data), "text/plain", settings.max_chars)


def _refuse_kind(data: bytes, settings: ReadSettings) -> Document:
    kind = kind_of(data)
    if kind == "executable":
        raise Refused("not-a-document", "it is a program")
    if kind in ("zip", "ole"):
        raise Refused("unsupported", "it is an archive or an Office file other than a text document")
    raise Refused("not-a-document")


_READERS: dict[Kind, Callable[[bytes, ReadSettings], Document]] = {
    "pdf": _read_pdf,
    "docx": _read_docx,
    "odt": _read_odt,
    "rtf": _read_rtf,
    "html": _read_html,
    "doc": _read_old_word,
    "png": _read_image,
    "jpeg": _read_image,
    "tiff": _read_image,
    "text": _read_text,
}
