"""How well a layout was read: sentences kept whole, dates beside their positions, the sidebar out of the sentences."""

from __future__ import annotations

import re

from cvsignal.schema import Document
from tests.reading.sample_cvs import Cv

BULLET = re.compile(r"^[•\-–*▪◦o]\s+")


def logical_lines(document: Document) -> list[str]:
    """The lines of a document with soft breaks undone and white space evened out."""
    text = "".join(" " if i in document.soft_breaks else sign for i, sign in enumerate(document.text))
    lines = (re.sub(r"[ \u00a0]+", " ", line).strip() for line in text.split("\n"))
    return [plain(BULLET.sub("", line)) for line in lines if line]


def plain(text: str) -> str:
    """Typographic variants that a typesetter may put in."""
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("–", "-").replace("\t", " ")).strip()


def whole(document: Document, cv: Cv) -> list[bool]:
    """For each sentence, whether it stands in one logical line, no other words within it."""
    lines = logical_lines(document)
    return [any(plain(sentence) in line for line in lines) for sentence in cv.sentences]


def glued(document: Document, cv: Cv) -> list[tuple[str, str]]:
    """Pairs of duties that ended up in one logical line: two bullets glued."""
    lines = logical_lines(document)
    duties = [plain(duty) for job in cv.jobs for duty in job.duties]
    return [(a, b) for a in duties for b in duties if a != b and any(a in line and b in line for line in lines)]


def beside(document: Document, cv: Cv) -> list[bool]:
    """For each position, whether its date stands on its line or on a neighbouring one that bears no other position."""
    lines = logical_lines(document)
    found = []
    for dates, position in cv.dated:
        at = [i for i, line in enumerate(lines) if plain(position) in line and len(line) < 120]
        found.append(any(_near(lines, i, plain(dates), cv) for i in at))
    return found


def _near(lines: list[str], i: int, dates: str, cv: Cv) -> bool:
    for j in (i, i + 1, i - 1, i + 2):
        if 0 <= j < len(lines) and dates in lines[j]:
            between = lines[min(i, j) : max(i, j) + 1]
            others = [position for _, position in cv.dated if any(plain(position) in line for line in between)]
            return len(set(others)) == 1
    return False


def mixed(document: Document, cv: Cv) -> list[str]:
    """Lines of the sidebar that ended up within the logical line of a sentence."""
    lines = logical_lines(document)
    heads = [plain(sentence)[:30] for sentence in cv.sentences]
    sentences = [line for line in lines if any(head in line for head in heads)]
    own = " ".join(plain(sentence) for sentence in cv.sentences)
    return [item for item in cv.aside if plain(item) not in own and any(plain(item) in line for line in sentences)]
