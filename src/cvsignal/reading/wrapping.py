"""Which line ends merely wrap a sentence, and which end an item.

Two callers, one verdict: from geometry, where the right edge of the column is known, and from text alone, where it must be
guessed from the lengths of the lines. Gluing two bullets and tearing one clause are both bad; in doubt a line end stays.
"""

from __future__ import annotations

import re

#: Marks that open a list item; a lone ``o`` or ``¨`` is what Word's Symbol and Courier bullets turn into.
BULLET = re.compile(
    r"\s*(?:[•●○◦▪▫■□◆◇▶►▸‣⁃∙·➢➤➔→✓✔✗★☆❖*+¨§¤›»–—−\-]+|o|\uf0b7|>)(?:[ \t\u00a0]+|$)|\s*[•●▪■➢►✓]"
    r"|\s*(?:\(?\d{1,2}[.)]|\(?[a-z]\)|\(?[ivx]{1,4}[.)])[ \t\u00a0]"
)
_MONTH = (
    r"(?:jan|feb|f[ée]v|mar|apr|avr|ma[iy]|jun|juin|jul|juil|aug|ao[uû]t|sep|oct|nov|d[eé]c|summer|fall|winter|spring|été|hiver|"
    r"automne|printemps)[a-zéûè]*\.?"
)
_MOMENT = rf"(?:{_MONTH}\s*(?:\d{{1,2}},?\s+)?(?:19|20)\d\d|(?:\d{{1,2}}[/.-])?(?:\d{{1,2}}[/.-])?(?:19|20)\d\d)"
#: A line that opens with a date opens an entry ("2014 - 2017 …"), unless prose goes on after it ("2014 and won …").
DATE_START = re.compile(
    rf"\s*(?:(?:depuis|since|from|de|du|d['’]|en|in)\s+)?{_MOMENT}\s*(?:$|[-–—:|,\t/(]|à\s|au\s|to\s|until\s|\s\s|[A-Z])",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…;][\"'”’»)\]]*\s*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:etc|e\.g|i\.e|p\. ?ex|ex|inc|lt[eé]e|ltd|st|ste|mr|mrs|ms|dr|vs|no|cf|approx|env|resp)\.)\s*$", re.I
)
#: Words after which no item ends: the clause must go on.
_OPEN_END = re.compile(
    r"(?:^|[\s('’])(?:a|an|the|and|or|of|to|for|with|in|on|at|by|from|as|that|which|who|our|their|its|his|her|my|into|through|"
    r"via|between|including|such|using|is|are|was|were|be|been|both|&|/|"
    r"le|la|les|un|une|des|du|de|et|ou|au|aux|à|en|dans|pour|par|sur|avec|sans|sous|chez|vers|que|qui|dont|ce|cette|ces|ses|son|sa|"
    r"leur|leurs|notre|nos|mes|ma|mon|afin|ainsi|entre|selon|lors|comme|est|sont)\s*$|[,/&(–—]\s*$|[a-zà-ÿ][’']\s*$",
    re.I,
)
_UPPER_LINE = re.compile(r"[^a-zà-öø-ÿ]*$")
_FIRST_WORD = re.compile(r"\s*(\S+)")
_LETTER = re.compile(r"[^\W\d_]")
_TITLE_WORD = re.compile(r"^[\"'«“(]?[A-ZÀ-ÖØ-Þ]")
_CONTACT = re.compile(r"@|https?:|www\.|\btel\b|\btél\b|\+?\d[\d ().-]{8,}", re.I)

#: A wrapped line of proportional type varies in length: counted in characters, "full" begins at this share of the widest.
TEXT_TOLERANCE = 0.87
#: Narrower text than this is taken as a list, not as wrapped prose (characters).
MIN_WIDTH = 45


def soft_breaks(text: str) -> frozenset[int]:
    """Offsets of the newlines in ``text`` that merely wrap a line, judged from the text alone."""
    names = _mid_sentence_names(text)
    found: set[int] = set()
    start = 0
    for block in re.split(r"(\n[ \t\r\u00a0]*\n)", text):
        if "\n" in block.strip():
            found.update(start + offset for offset in _block_breaks(block, _usual_width(text), names))
        start += len(block)
    return frozenset(found)


def _block_breaks(block: str, usual: float, names: frozenset[str]) -> list[int]:
    lines = block.split("\n")
    width = max(usual, _wrap_width([len(line.rstrip()) for line in lines]))
    found: list[int] = []
    offset = 0
    for line, following in zip(lines, lines[1:], strict=False):
        offset += len(line)
        if width:
            word = _FIRST_WORD.match(following)
            reach = (len(line.rstrip()) + 1 + (len(word[1]) if word else 0)) / (width * TEXT_TOLERANCE)
            if continues(line, following, reach, names):
                found.append(offset)
        offset += 1
    return found


def continues(line: str, following: str, reach: float, names: frozenset[str] = frozenset()) -> bool:
    """Whether ``following`` goes on with the sentence of ``line``.

    ``reach`` is the share of the column that ``line`` and the first word of ``following`` would fill: 1 or more when that word
    had to wrap. ``names`` are words known to be capitalised in mid-sentence ("Facebook").
    """
    a, b = line.rstrip(), following.strip()
    if not a or not b or not _LETTER.search(a) or BULLET.match(b) or DATE_START.match(b) or _CONTACT.search(b[:40]):
        return False
    first = b.split(None, 1)[0]
    if _UPPER_LINE.match(a) != _UPPER_LINE.match(b) and (bool(_UPPER_LINE.match(a)) or bool(_UPPER_LINE.match(b))):
        # one of the two is a heading in capitals; a lone acronym that wrapped is none
        if _UPPER_LINE.match(a) or len(b) > 12 or not reach >= 1:
            return False
    ended = bool(_SENTENCE_END.search(a)) and not _ABBREVIATION.search(a)
    if first[0].islower():
        return reach >= 0.75 and not a.endswith(";") or (reach >= 0.4 and bool(_OPEN_END.search(a)))
    if ended or a.endswith(":") or reach < 0.6:
        return False
    if _OPEN_END.search(a):
        return True
    if reach < 1:
        return False
    return _goes_on(first, names)


def _goes_on(first: str, names: frozenset[str]) -> bool:
    """A full line, then a word that is no lower-case word: only a number, sign, acronym or known name goes on with the sentence."""
    word = first.strip("\"'«»“”(),.;:")
    if not word or not word[0].isalpha():
        return True
    return word in names or (len(word) > 1 and not word[1:].islower())


def _mid_sentence_names(text: str) -> frozenset[str]:
    """Capitalised words that follow a lower-case word on the same line somewhere: names, not openings of an item."""
    return frozenset(re.findall(r"[a-zà-ÿ,][ \u00a0]([A-ZÀ-Ý][\w’'-]+)", text))


def _usual_width(text: str) -> float:
    return _wrap_width([len(line.rstrip()) for line in text.split("\n")])


def _wrap_width(lengths: list[int]) -> float:
    """The width at which lines were wrapped, in characters; 0 where nothing speaks for wrapping.

    Wrapped text has many lines just below its width and none above it; text with one logical line a line has a long tail.
    """
    long = sorted((length for length in lengths if length >= MIN_WIDTH), reverse=True)
    if len(long) < 2:
        return 0.0
    width = long[min(len(long) // 20, 3)]
    full = sum(1 for length in long if length >= TEXT_TOLERANCE * width)
    over = sum(1 for length in long if length > 1.12 * width)
    if over or full < 2 or full < 0.2 * len(long):
        return 0.0
    return float(width)
