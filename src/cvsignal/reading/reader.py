"""The one way in: take a path, bytes or an open file, recognise its content, read it."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import BinaryIO

from cvsignal.errors import ReadError
from cvsignal.reading.plain import decode, lines_of, tidy
from cvsignal.reading.settings import DEFAULT, ReadSettings
from cvsignal.reading.wrapping import soft_breaks
from cvsignal.schema import Document


def read(
    source: str | os.PathLike[str] | bytes | BinaryIO, *, filename: str | None = None, settings: ReadSettings = DEFAULT
) -> Document:
    """Read a CV. Raises :class:`ReadError` only."""
    name = filename or (Path(source).name if isinstance(source, str | os.PathLike) else "file")
    if isinstance(source, str | os.PathLike):
        try:
            data = Path(source).read_bytes()
        except FileNotFoundError:
            raise ReadError("not-found", f"{name}: no such file. Check the path.") from None
        except OSError as error:
            raise ReadError("unreadable", f"{name}: {error.strerror}. Check its permissions.") from None
    else:
        data = source if isinstance(source, bytes) else source.read()
    if not data:
        raise ReadError("empty", f"{name}: the file is empty. Ask for it again.")
    try:
        if data[:1024].find(b"%PDF") >= 0:
            from pdfminer.high_level import extract_text

            text, media = extract_text(io.BytesIO(data)), "application/pdf"
        elif data.startswith(b"PK"):
            from cvsignal.reading.docx import docx_text

            text, media = docx_text(data), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        else:
            text, media = decode(data), "text/plain"
    except Exception as error:
        raise ReadError("unreadable", f"{name}: {type(error).__name__}. Save it anew as PDF.") from None
    text = tidy(text)
    if not text.strip():
        raise ReadError("no-text", f"{name}: it holds no text. Ask for another copy.")
    digest = hashlib.sha256(data).hexdigest()
    return Document(text=text, lines=lines_of(text), soft_breaks=soft_breaks(text), media_type=media, sha256=digest)
