"""CVs that are too much alike: a corpus of copies measures memory, not reading.

Two CVs are near duplicates when the Jaccard index of their sets of five-word sequences reaches :data:`MOST_ALIKE`; a
sentence of :data:`LONG` words or more is a formula when it stands in more than :data:`MOST_CVS` CVs. Counted exactly,
with a sparse product, in seconds for a thousand CVs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

SHINGLE = 5  # words
MOST_ALIKE = 0.10
LONG = 8  # words
MOST_CVS = 3
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?;…]+\s|[\r\n]+")


@dataclass(frozen=True)
class Alike:
    """Two texts by their places in the list, and the Jaccard index of their five-word sequences."""

    first: int
    second: int
    jaccard: float


@dataclass(frozen=True)
class Formula:
    """A long sentence and the places of the texts that hold it."""

    words: str
    texts: tuple[int, ...]


def alike(texts: Sequence[str], least: float = MOST_ALIKE) -> list[Alike]:
    """All pairs of texts whose Jaccard index is at least ``least``, most alike first."""
    columns: dict[tuple[str, ...], int] = {}
    rows: list[int] = []
    cells: list[int] = []
    for row, text in enumerate(texts):
        words = _WORD.findall(text.casefold())
        found = {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
        rows.extend([row] * len(found))
        cells.extend(columns.setdefault(shingle, len(columns)) for shingle in found)
    shape = (len(texts), max(1, len(columns)))
    holds = sp.csr_matrix((np.ones(len(rows), dtype=np.int32), (rows, cells)), shape=shape)
    sizes = np.asarray(holds.sum(axis=1)).ravel()
    common = sp.triu(holds @ holds.T, k=1).tocoo()
    indices = common.data / (sizes[common.row] + sizes[common.col] - common.data)
    close = np.flatnonzero(indices >= least)
    pairs = [Alike(int(common.row[i]), int(common.col[i]), round(float(indices[i]), 4)) for i in close]
    return sorted(pairs, key=lambda pair: (-pair.jaccard, pair.first, pair.second))


def formulas(texts: Sequence[str], most: int = MOST_CVS) -> list[Formula]:
    """Sentences of :data:`LONG` words or more that stand in more than ``most`` texts, commonest first."""
    holders: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        sentences = {tuple(_WORD.findall(part)) for part in _SENTENCE_END.split(text.casefold())}
        for sentence in sentences:
            if sum(len(word) > 1 and word.isalpha() for word in sentence) >= LONG:  # dates are no words
                holders.setdefault(" ".join(sentence), []).append(place)
    found = [Formula(words, tuple(places)) for words, places in holders.items() if len(places) > most]
    return sorted(found, key=lambda formula: (-len(formula.texts), formula.words))


def likeness_faults(places: Sequence[str], texts: Sequence[str]) -> list[str]:
    """A line for each pair of near duplicates and each formula; ``places`` name the texts (file, line, id)."""
    faults = [
        f"{places[pair.second]}: near duplicate of {places[pair.first]}: {pair.jaccard:.0%} of their five-word "
        f"sequences are common, the limit is {MOST_ALIKE:.0%}. Keep one, or write it anew."
        for pair in alike(texts)
    ]
    for formula in formulas(texts):
        start = " ".join(formula.words.split()[:LONG])
        faults.append(
            f'{places[formula.texts[-1]]}: the sentence "{start} …" stands in {len(formula.texts)} CVs, '
            f"the limit is {MOST_CVS}. Word it differently."
        )
    return faults
