"""Which line ends merely wrap a sentence, and which end an item.

Two callers, one verdict: from geometry, where the right edge of the column is known, and from text alone, where it
must be guessed from the lengths of the lines. Gluing two bullets and tearing a clause are both bad; in
doubt a line end stays.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

from cvsignal.reading.word_lists import any_of, words_of

#: Marks that open a list item; a lone ``o``, ``§`` or ``¨`` is what the bullets of Word's symbol fonts turn into.
BULLET = re.compile(
    r"\s*(?:"
    r"[•●■➢►✓▪]"  # these open an item even when text follows at once
    r"|(?:[○◦▫□◆◇▶▸‣⁃∙·➤➔→✔✗★☆❖*+¨§¤›»>–—−\-]+|o|\uf0b7)(?:[ \t\u00a0]+|$)"
    r"|(?:\(?\d{1,2}[.)]|\(?[a-z]\)|\(?[ivx]{1,4}[.)])[ \t\u00a0]"
    r")"
)
_MONTH = any_of("month") + r"[a-zéûè]*\.?"
_MOMENT = rf"(?:{_MONTH}\s*(?:\d{{1,2}},?\s+)?(?:19|20)\d\d|(?:\d{{1,2}}[/.-]){{0,2}}(?:19|20)\d\d)"
_FROM = r"(?:(?:depuis|since|from|de|du|en|in|le)\b\s*|d['’]\s*)?"
#: A line that opens with a date opens an entry ("2014 - 2017 …"), unless prose goes on after it ("2014 and won …").
DATE_START = re.compile(
    rf"\s*{_FROM}{_MOMENT}\s*"
    r"(?:$|[-–—:|\t/(]|,\s*(?-i:[A-ZÀ-Ý])|à\b|au\b|to\b|until\b|\s\s|(?-i:[A-ZÀ-Ý]))",
    re.I,
)
#: A line that is a date or a range of dates and nothing else ("03/2016 -", "janv. 2015 – présent").
DATE_ONLY = re.compile(
    rf"\W*{_FROM}{_MOMENT}(?:\s*(?:[-–—/]|à\b|au\b|to\b|until\b|jusqu['’]à|et\b|and\b)\s*"
    rf"(?:{_MOMENT}|(?:ce\s|en\s)?{any_of('ongoing')}|{_MONTH}|\d\d)?)?\W*",
    re.I,
)
#: The end of a line that breaks off within a range of dates.
DATE_OPEN = re.compile(rf"(?:[-–—]|\bà|\bau|\bto|\b{_MONTH})\s*$", re.I)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_STOP = re.compile(r"[.!?;]$")
_ABBREVIATION = re.compile(
    r"\b(?:etc|e\.g|i\.e|p\. ?ex|ex|inc|lt[eé]e|ltd|st|ste|mr|mrs|ms|dr|vs|no|cf|env|resp)\.$", re.I
)
_OPEN_SIGNS = (",", "/", "&", "(", "–", "—", "'", "’")
_OPEN_WORDS = frozenset(words_of("open_end"))
_UPPER_LINE = re.compile(r"[^a-zà-öø-ÿ]*$")
_FIRST_WORD = re.compile(r"\s*(\S+)")
_LETTER = re.compile(r"[^\W\d_]")
_NAME = re.compile(r"[a-zà-ÿ,][ \u00a0]([A-ZÀ-Ý][\w’'-]+)")
_CONTACT = re.compile(r"\S+@\S|https?:|www\.|\bt[eé]l\b\.?\s*[:\d+(]|\+?\d[\d ().-]{8,}", re.I)
_BLANK = re.compile(r"(\n[ \t\r\u00a0]*\n)")

FULL = 1.0  # reach of a line whose follower's first word had to wrap
NEARLY_FULL = 0.75  # enough where a lower-case word follows
HALF_FULL = 0.4  # enough where the line ends on "of the" and a lower-case word follows
#: Lines of proportional type wrapped at one edge differ in characters: this share of the widest counts as full.
TEXT_TOLERANCE = 0.87
#: From this share of the sure item ends on a full stop, and this many of them, a text counts as punctuated.
PUNCTUATED = 0.8
MIN_ENDS = 5
#: A line of fewer words is full only because the column is one of short items.
MIN_SPACES = 3
#: Narrower text is taken for a list, not for wrapped prose (characters).
MIN_WIDTH = 45
#: No page is wider (characters); longer lines are logical ones, which end where the author ended them.
MAX_WIDTH = 190


def soft_breaks(text: str) -> frozenset[int]:
    """Offsets of the newlines in ``text`` that merely wrap a line, judged from the text alone."""
    composed = normalize("NFC", text)  # accents that stand apart lengthen lines, and hide words such as "à"
    found = _soft_breaks(composed)
    if composed == text:
        return found
    return frozenset(there for here, there in zip(_newlines(composed), _newlines(text), strict=True) if here in found)


def _newlines(text: str) -> list[int]:
    return [offset for offset, character in enumerate(text) if character == "\n"]


def _soft_breaks(text: str) -> frozenset[int]:
    usual = _wrap_width(text.split("\n"))
    habits = habits_of(text.split("\n"), 0.7 * usual)
    found: set[int] = set()
    start = 0
    for block in _BLANK.split(text):
        if block.strip():
            lines = block.split("\n")
            width = max(usual, _wrap_width(lines))
            found.update(start + offset for offset in _wrapped(lines, width, habits))
        start += len(block)
    return frozenset(found)


class Habits(NamedTuple):
    """How a text is written, as far as line ends go."""

    names: frozenset[str] = frozenset()  # words that it capitalises in mid-sentence ("Facebook")
    punctuated: bool = False  # its items end on a full stop, so a full line without one goes on


NO_HABITS = Habits()


def habits_of(lines: list[str], full: float) -> Habits:
    """The habits of a text; a line of less than ``full`` characters ends its item for certain."""
    names = {name for line in lines for name in _NAME.findall(line)}
    for line, following in pairwise(lines):
        if len(line.rstrip()) < full or _STOP.search(line.rstrip()):
            names.difference_update(following.split(None, 1)[:1])  # it opens an item here
    ends = [line for line in map(str.rstrip, lines) if 25 <= len(line) < full and line.count(" ") >= 4]
    stopped = sum(bool(_STOP.search(line)) for line in ends)
    return Habits(frozenset(names), len(ends) >= MIN_ENDS and stopped >= PUNCTUATED * len(ends))


def continues(line: str, following: str, reach: float, habits: Habits = NO_HABITS) -> bool:
    """Whether ``following`` goes on with the sentence of ``line``.

    ``reach`` is the share of the column that ``line`` and the first word of ``following`` would fill: 1 or more when
    that word had to wrap.
    """
    a, b = line.rstrip(), following.strip()
    if not b or not _LETTER.search(a) or BULLET.match(b) or _CONTACT.search(b[:40]):
        return False
    open_end = _is_open(a)
    if _is_heading_beside(a, b, reach) or (DATE_START.match(b) and not open_end):
        return False
    if b[0].islower():
        return (reach >= NEARLY_FULL and not a.endswith(";")) or (reach >= HALF_FULL and open_end)
    ended = bool(_SENTENCE_END.search(a)) and not _ABBREVIATION.search(a)
    if ended or a.endswith((":", ";")):
        return False
    if open_end:
        return reach >= NEARLY_FULL
    if reach < FULL or a.count(" ") < MIN_SPACES or _CONTACT.search(a):
        return False
    return habits.punctuated or _may_stand_mid_sentence(b.split(None, 1)[0], habits.names)


def _is_open(line: str) -> bool:
    """Whether the line ends on a word or sign after which the clause must go on."""
    if line.endswith(_OPEN_SIGNS):
        return True
    last = line[-16:].replace("(", " ").replace("’", " ").replace("'", " ").rsplit(None, 1)
    return bool(last) and last[-1].lower() in _OPEN_WORDS


def _wrapped(lines: list[str], width: float, habits: Habits) -> list[int]:
    """Offsets of the soft breaks in a block of lines."""
    found: list[int] = []
    offset = 0
    for line, following in pairwise(lines):
        offset += len(line)
        if width:
            word = _FIRST_WORD.match(following)
            reach = (len(line.rstrip()) + 1 + (len(word[1]) if word else 0)) / (width * TEXT_TOLERANCE)
            if continues(line, following, reach, habits):
                found.append(offset)
        offset += 1
    return found


def _is_heading_beside(a: str, b: str, reach: float) -> bool:
    """Whether one of two lines is a heading in capitals; a lone acronym that wrapped is none."""
    upper_a, upper_b = bool(_UPPER_LINE.match(a)), bool(_UPPER_LINE.match(b))
    return upper_a != upper_b and (upper_a or len(b) > 6 or reach < FULL)


def _may_stand_mid_sentence(first: str, names: frozenset[str]) -> bool:
    """Whether a word that is not lower case may go on with a sentence: a number, a sign, an acronym, a known name."""
    word = first.strip("\"'«»“”(),.;:")
    if not word or not word[0].isalpha():
        return True
    inner_capital = any(letter.isupper() for letter in word[1:])  # KPI, YouTube; but Val-d'Orne opens a line
    return word in names or (inner_capital and not re.search(r"[-'’]", word))


def _wrap_width(lines: list[str]) -> float:
    """The width at which lines were wrapped, in characters; 0 where nothing speaks for wrapping.

    Wrapped text has many lines just below its width and none above; text with one logical line a line has a long tail.
    """
    lengths = sorted((length for line in lines if (length := len(line.rstrip())) >= MIN_WIDTH), reverse=True)
    if len(lengths) < 2:
        return 0.0
    width = lengths[min(len(lengths) // 20, 3)]
    full = sum(length >= TEXT_TOLERANCE * width for length in lengths)
    if lengths[0] > min(1.2 * width, MAX_WIDTH) or full < max(2, 0.2 * len(lengths)):
        return 0.0
    return float(width)
