"""What a file is, by its content alone: names lie."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "pdf",
    "docx",
    "odt",
    "zip",
    "rtf",
    "doc",
    "ole",
    "html",
    "eml",
    "png",
    "jpeg",
    "tiff",
    "text",
    "executable",
    "unknown",
]

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x7fELF", "executable"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body|meta|div|p|h1|table)\b", re.I | re.S
)
_MAIL_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MAIL_NAMES = re.compile(
    rb"^(?:from|to|subject|date|mime-version|received|message-id|return-path|content-type):", re.I | re.M
)
PDF_WINDOW = 1024  # the header may stand after some junk
MZ_HEADER = 64  # bytes of the header of a Windows program; a text by M. Z. has no zeros in them


def kind_of(data: bytes) -> Kind:
    """The kind of a file, from its first bytes (and a zip's member names)."""
    if b"%PDF-" in data[:PDF_WINDOW]:
        return "pdf"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"MZ") and b"\x00" in data[:MZ_HEADER]:
        return "executable"
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return "doc" if _WORD_STREAM in data else "ole"
    head = data[:4096]
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"{\\rtf"):
        return "rtf"
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if _is_mail(head):
        return "eml"
    return "text" if _is_text(data) else "unknown"


def _zip_kind(data: bytes) -> Kind:
    """DOCX or ODT by the names in the archive; the local headers of a truncated one name its parts too."""
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        return "odt"
    return "docx" if b"word/" in data else "zip"


def _is_mail(head: bytes) -> bool:
    header = _MAIL_HEADER.match(head.replace(b"\r\n", b"\n"))
    if header is None:
        return False
    names = {name.lower() for name in _MAIL_NAMES.findall(header.group())}
    return b"from:" in names and len(names) >= 3


def _is_text(data: bytes) -> bool:
    """Whether the bytes are text in some encoding: hardly a control character, or UTF-16 with its mark or zeros."""
    sample = data[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    if b"\x00" in sample:
        zeros = max(sample[::2].count(0), sample[1::2].count(0))
        return zeros > 0.35 * len(sample) and sample.count(0) < 0.55 * len(sample)
    control = sum(sample.count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
    return control <= 0.003 * len(sample)
