"""Text without geometry: the lines and soft breaks of a string, and the decoding of text files."""

from __future__ import annotations

import hashlib
import re

from cvsignal.reading.cleaning import clean
from cvsignal.reading.hyphens import rejoined
from cvsignal.reading.notices import cut_after
from cvsignal.reading.wrapping import soft_breaks
from cvsignal.schema import Document, Hidden, Line

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def from_text(text: str) -> Document:
    """A document whose text is exactly ``text``: not one character is changed."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(text=text, lines=lines_of(text), soft_breaks=_wrapping_ends(text), sha256=digest)


def text_document(text: str, media_type: str, max_chars: int, *, hidden: tuple[Hidden, ...] = ()) -> Document:
    """A document of ``text``, tidied; one that is longer than ``max_chars`` is cut there and says so."""
    text = tidy(text)
    notices = (cut_after(max_chars),) if len(text) > max_chars else ()
    text = text[:max_chars]
    return Document(text, lines_of(text), soft_breaks(text), media_type, hidden=hidden, notices=notices)


def _wrapping_ends(text: str) -> frozenset[int]:
    """Where the lines end that merely wrap, whatever sign ends them: the same for a text of any system."""
    ends = [found.start() for found in _LINE_END.finditer(text)]
    if not ends:
        return frozenset()
    one_sign = _LINE_END.sub("\n", text)
    wrapping = soft_breaks(one_sign)
    newlines = [offset for offset, character in enumerate(one_sign) if character == "\n"]
    return frozenset(end for end, newline in zip(ends, newlines, strict=True) if newline in wrapping)


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of ``text`` that carry something besides white space."""
    lines: list[Line] = []
    start = 0
    for end, after in [*((found.start(), found.end()) for found in _LINE_END.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            lines.append(Line(start=start, end=end))
        start = after
    return tuple(lines)


def decode(data: bytes) -> str:
    """Decode a text file: by its byte order mark, as UTF-8, else by the best guess of charset-normalizer."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    # The encodings in which French and English CVs are met; asked for all there are, a guess on short text is exotic.
    encodings = ["utf_16_le", "utf_16_be"] if b"\x00" in data else ["cp1252", "mac_roman", "cp850"]
    best = from_bytes(data, cp_isolation=encodings).best()
    return str(best) if best is not None else data.decode("cp1252", "replace")


def tidy(text: str) -> str:
    """Cleaned text: plain line ends with no white space before them, one blank line at most, broken words rejoined."""
    text = clean(_LINE_END.sub("\n", text))
    text = re.sub(r"(?<![ \t\u00a0])[ \t\u00a0]++(?=\n|$)", "", text)
    return rejoined(re.sub(r"\n{3,}", "\n\n", text).strip("\n"))
