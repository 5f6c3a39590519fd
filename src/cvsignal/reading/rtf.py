"""RTF by striprtf, with its hidden text (``\\v``) set aside first."""

from __future__ import annotations

import re
from collections.abc import Callable

from cvsignal.reading.plain import lines_of, tidy
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.reading.wrapping import soft_breaks
from cvsignal.schema import Document, Hidden

MEDIA_TYPE = "application/rtf"
_HIDDEN_GROUP = re.compile(r"\{(?:\\[a-z]+-?\d* ?)*\\v(?:\\[a-z]+-?\d*)*[ \\][^{}]*\}")
_HIDDEN_RUN = re.compile(r"\\v(?=[ \\])(?!\\v0)(.*?)\\v0\b ?", re.S)
_PICTURE = re.compile(r"\{\\\*?\\?(?:shppict|pict|nonshppict|objdata)\b[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


def read_rtf(data: bytes, settings: ReadSettings) -> Document:
    """Read an RTF file."""
    from striprtf import striprtf

    to_text: Callable[..., str] = striprtf.rtf_to_text

    source = data.decode("latin-1").lstrip("\ufeff")
    start = source.find("{\\rtf")
    source = _PICTURE.sub("", source[max(start, 0) :])
    hidden: list[Hidden] = []

    def set_aside(found: re.Match[str]) -> str:
        words = str(to_text("{\\rtf1 " + found.group().strip("{}") + "}", errors="ignore")).strip()
        if words:
            hidden.append(Hidden(text=words, reason="marked as hidden text"))
        return " "

    try:
        source = _HIDDEN_RUN.sub(set_aside, _HIDDEN_GROUP.sub(set_aside, source))
        text = str(to_text(source, errors="replace"))
    except Exception:  # striprtf has no error class of its own
        raise Refused("unreadable") from None
    text = text.replace("|", "\t") if "\\cell" in source else text  # striprtf's sign between cells
    text = tidy(re.sub(" {2,}", " ", text))[: settings.max_chars]
    return Document(text, lines_of(text), soft_breaks(text), MEDIA_TYPE, hidden=tuple(hidden))
