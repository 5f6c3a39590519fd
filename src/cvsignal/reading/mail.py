"""E-mail (EML): the attached CV if there is one, else the message itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

from cvsignal.reading.html import html_document
from cvsignal.reading.plain import text_document
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.reading.sniff import kind_of
from cvsignal.schema import Document, Notice

MEDIA_TYPE = "message/rfc822"
MAX_ATTACHMENTS = 8
MAX_PARTS = 200
_CV_NAME = re.compile(r"\bcv\b|r[ée]sum[ée]|curriculum|_cv|cv_", re.I)
_DOCUMENTS = frozenset(("pdf", "docx", "odt", "rtf", "doc", "html"))

ReadPart = Callable[[bytes, ReadSettings], Document]


def read_mail(data: bytes, settings: ReadSettings, read_part: ReadPart) -> Document:
    """Read a message; ``read_part`` reads the bytes of an attachment."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    attached = _attachments(message)
    refusal: Refused | None = None
    best: tuple[bool, int, str, Document] | None = None
    for name, content in attached[:MAX_ATTACHMENTS]:
        try:
            document = read_part(content, settings)
        except Refused as refused:
            refusal = refused
            continue
        rank = (bool(_CV_NAME.search(name)), len(document.text), name, document)
        if best is None or rank[:2] > best[:2]:
            best = rank
    if best is not None:
        notice = Notice(code="attachment", message=f"The attachment {best[2]} of the message was read.")
        return dataclasses.replace(best[3], notices=(*best[3].notices, notice))
    document = _body(message, settings)
    if refusal is not None and len(document.text) < 400:
        raise refusal  # a covering letter is not the CV
    return document


def _attachments(message: Message) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for part in list(message.walk())[:MAX_PARTS]:
        if part.is_multipart() or not isinstance(part, EmailMessage):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        name = part.get_filename() or ""
        kind = kind_of(content)
        if (kind in _DOCUMENTS and (name or kind in ("pdf", "docx", "odt"))) or (
            name and kind in ("text", "png", "jpeg", "tiff")
        ):
            found.append((name or kind, content))
    return found


def _body(message: Message, settings: ReadSettings) -> Document:
    plain, marked_up = "", ""
    for part in list(message.walk())[:MAX_PARTS]:
        if not isinstance(part, EmailMessage) or part.is_multipart() or part.get_filename():
            continue
        if part.get_content_maintype() == "text":
            content = _text_of(part)
            if part.get_content_subtype() == "html":
                marked_up = marked_up or content
            else:
                plain = plain or content
    if not plain.strip() and marked_up.strip():
        return dataclasses.replace(html_document(marked_up, settings), media_type=MEDIA_TYPE)
    return text_document(plain, MEDIA_TYPE, settings.max_chars)


def _text_of(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, ValueError):
        payload = part.get_payload(decode=True)
        return payload.decode("cp1252", "replace") if isinstance(payload, bytes) else ""
