"""Text as a person would have typed it: NFC, no ligatures, no soft hyphens, mojibake undone.

Every repair is local: a short stretch is replaced and nothing else moves, since repairing a whole CV at once can
destroy good French (``ingenieur d'etudes`` with one doubly encoded sign reads as MacRoman to an over-eager repairer).
"""

from __future__ import annotations

import re
import unicodedata

#: Signs that are replaced one for one.
SIGNS = {
    "\u00ad": "",  # soft hyphen
    "\u200b": "", "\u2060": "", "\ufeff": "", "\u200e": "", "\u200f": "",  # zero width
    "\u202a": "", "\u202b": "", "\u202c": "", "\u202d": "", "\u202e": "",  # writing direction
    "\u2066": "", "\u2067": "", "\u2068": "", "\u2069": "",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\x0b": "\n", "\x0c": "\n",
    "\u2010": "-", "\u2011": "-",
    # Symbol and Wingdings bullets, which Word keeps in the private use area
    "\uf0b7": "•", "\uf0a7": "•", "\uf076": "•", "\uf0d8": "•", "\uf0fc": "•",
    "\uf06c": "•", "\uf06e": "•", "\uf0a8": "•", "\uf02d": "-",
}  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_C1 = re.compile("[\x80-\x9f]")  # never meant, but may be half of a mojibake, so it goes last
_SIGN = re.compile("[" + "".join(SIGNS) + "]")
#: One UTF-8 sequence whose bytes were read as signs of Windows-1252 or Latin-1: lead byte, continuation bytes.
_TAIL = (
    "[\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026"
    "\u2030\u2039\u203a\u20ac\u2122]"
)
_MOJIBAKE = re.compile(f"[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}}")
#: What a repair may yield: Latin letters and signs, punctuation, symbols, private use bullets, full-width signs, emoji.
#: Anything else (IPA, Greek, CJK …) means that the stretch was good French: ``QUALITÉ»`` is one.
_PLAUSIBLE = re.compile(
    "[\x80-\u017f\u2000-\u2bff\ue000-\uf8ff\ufb00-\ufb06\ufe0f\ufeff\uff00-\uffef\U0001f000-\U0001faff]"
)
_LONE_NBSP = re.compile("\xc2(?=[\xa0 ]|$)", re.M)  # a doubly encoded no-break space, often turned into a space since
_LOST_QUOTE = re.compile("â€(?=[\\s\\W]|$)", re.M)  # a closing quote whose last byte is no sign of Windows-1252
_LOST_BULLET = re.compile(
    "\xef\xbc[\u200b-\u200d\x80-\xbf\u2039]?(?= |$)", re.M
)  # a full-width bullet that lost its last byte


#: Text of which nothing can be meant otherwise: ASCII, French letters but for the leads of mojibake, plain punctuation.
_SOUND = re.compile("[ -~À-ÁÆ-ÏÒ-ÖØ-ïñ-öø-ÿœŒ’‘“”–—…•«»°\xa0]*")


def is_sound(text: str) -> bool:
    """Whether :func:`clean` would leave ``text`` as it is, seen at a glance; true of most text, and much quicker."""
    return _SOUND.fullmatch(text) is not None


def clean(text: str) -> str:
    """Return ``text`` cleaned; sound text comes back as it is."""
    if is_sound(text):
        return text
    if not text.isascii():
        text = repair_mojibake(text)
        text = _C1.sub(_from_cp1252, text)
        text = _SIGN.sub(lambda found: SIGNS[found.group()], text)
        text = unicodedata.normalize("NFC", text)
    return _CONTROL.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))


def repair_mojibake(text: str) -> str:
    """Undo UTF-8 read as Windows-1252 or Latin-1, stretch by stretch; twice, since some texts suffered it twice."""
    for _ in range(2):
        repaired = _MOJIBAKE.sub(_decoded, text)
        if repaired == text:
            break
        text = repaired
    text = _LOST_QUOTE.sub("”", text)
    return _LONE_NBSP.sub("", _LOST_BULLET.sub("•", text))


def _decoded(found: re.Match[str]) -> str:
    stretch = found.group()
    try:
        decoded = bytes(_byte(sign) for sign in stretch).decode("utf-8")
    except UnicodeError:
        return stretch
    return decoded if _PLAUSIBLE.fullmatch(decoded) else stretch


def _byte(sign: str) -> int:
    number = ord(sign)
    return number if number < 256 else sign.encode("cp1252")[0]


def _from_cp1252(found: re.Match[str]) -> str:
    """Windows-1252 read as Latin-1: typographic quotes and dashes stand among the control characters."""
    return bytes([ord(found.group())]).decode("cp1252", "ignore")
