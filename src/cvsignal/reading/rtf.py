"""RTF by striprtf, which shows hidden text (``\\v``) like any other: the source is parted first."""

from __future__ import annotations

import re
from collections.abc import Callable

from cvsignal.reading.plain import text_document
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.schema import Document, Hidden

MEDIA_TYPE = "application/rtf"
_PICTURE = re.compile(r"\{\\\*?\\?(?:shppict|pict|nonshppict|objdata)\b[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_TOKEN = re.compile(
    r"(?P<text>[^\\{}]+|\\'[0-9a-fA-F]{2}|\\[{}\\~_-]"
    r"|\\(?:u-?\d+|[lr](?:dbl)?quote|e[mn](?:dash|space)|qmspace|bullet)(?![a-zA-Z0-9]) ?)"
    r"|(?P<brace>[{}])|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d+)? ?|\\.?",
    re.S,
)


def read_rtf(data: bytes, settings: ReadSettings) -> Document:
    """Read an RTF file."""
    source = data.decode("latin-1").lstrip("\ufeff")
    source = _PICTURE.sub("", source[max(source.find("{\\rtf"), 0) :])
    shown, hidden = map(_text_of, _parted(source))
    lines = (" ".join(line.split()) for line in hidden.split("\n"))
    aside = tuple(Hidden(text=line, reason="marked as hidden text") for line in lines if line)
    return text_document(re.sub(" {2,}", " ", shown), MEDIA_TYPE, settings.max_chars, hidden=aside)


def _parted(source: str) -> tuple[str, str]:
    """The source without its hidden text, and that with a space for each piece of visible text; both keep all formatting."""
    shown: list[str] = []
    aside: list[str] = []
    hidden, outer = False, []
    for token in _TOKEN.finditer(source):
        piece, word = token[0], token["word"]
        if token["text"]:
            shown.append("" if hidden else piece)
            aside.append(piece if hidden else " ")
            continue
        if piece == "{":
            outer.append(hidden)
        elif piece == "}":
            hidden = outer.pop() if outer else False
        elif word in ("v", "plain"):
            hidden = word == "v" and token["number"] != "0"
        shown.append(piece)
        aside.append(piece)
    return "".join(shown), "".join(aside)


def _text_of(source: str) -> str:
    from striprtf import striprtf

    to_text: Callable[..., str] = striprtf.rtf_to_text
    try:
        text = to_text(source, errors="replace")
    except Exception:  # striprtf has no error class of its own
        raise Refused("unreadable") from None
    return text.replace("|", "\t") if "\\cell" in source else text  # striprtf's sign between cells
