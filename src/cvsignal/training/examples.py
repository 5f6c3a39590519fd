"""Annotated CVs made ready for learning: each candidate of the tagger with its traits and its true labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from cvsignal.corpus import GoldSpan, Record
from cvsignal.lexicon import LANGUAGES
from cvsignal.reading import from_text
from cvsignal.schema import LABELS, Document, Outline
from cvsignal.sections import outline
from cvsignal.tagging.clauses import STUDIES
from cvsignal.tagging.index import Index
from cvsignal.tagging.keys import SEXED, plain
from cvsignal.tagging.labelling import overlap_enough
from cvsignal.tagging.parts import Ints
from cvsignal.tagging.pieces import pieces_of
from cvsignal.tagging.scene import Scene, with_ordinary
from cvsignal.tagging.tagger import scenes
from cvsignal.tagging.traits import clause_traits, name_traits, piece_traits, places
from cvsignal.tagging.words import tokens_of

Bools = npt.NDArray[np.bool_]
_INDEX = {label: index for index, label in enumerate(LABELS)}


@dataclass(frozen=True)
class Example:
    """A record read as it would be read in use."""

    record: Record
    document: Document
    outline: Outline
    scene: Scene


class Pieces(NamedTuple):
    """The traits of pieces of clauses; targets say which carries which label, ``clauses`` whose pieces they are."""

    bags: list[list[str]]
    targets: Bools  # (pieces, labels)
    clauses: Ints  # (pieces,)


NO_PIECES = Pieces([], np.zeros((0, len(LABELS)), dtype=bool), np.zeros(0, dtype=np.int64))


class Candidates(NamedTuple):
    """The traits of a scene's clauses, names and pieces; targets say which carries which label, places which clauses stand
    together."""

    clause_bags: list[list[str]]
    name_bags: list[list[str]]
    clause_targets: Bools  # (clauses, labels)
    name_targets: Bools  # (names, labels)
    places: Ints  # (clauses,)
    pieces: Pieces = NO_PIECES


def _targets(scene: Scene, spans: Iterable[GoldSpan]) -> tuple[Bools, Bools]:
    """A gold span belongs to the name that proposes its label; where there is none, to the clauses that it overlaps."""
    clause_targets = np.zeros((len(scene.clauses), len(LABELS)), dtype=bool)
    name_targets = np.zeros((len(scene.names), len(LABELS)), dtype=bool)
    name_extents = [scene.extent(name.first, name.last) for name in scene.names]
    clause_extents = [scene.extent(clause.first, clause.last) for clause in scene.clauses]
    for span in spans:
        gold = (span.start, span.end)
        named = [
            i
            for i, extent in enumerate(name_extents)
            if span.label in scene.names[i].labels and overlap_enough(extent, gold)
        ]
        if named:
            name_targets[named, _INDEX[span.label]] = True
            continue
        clauses = [i for i, extent in enumerate(clause_extents) if overlap_enough(extent, gold)]
        clause_targets[_of_one_item(scene, clauses, clause_extents, gold), _INDEX[span.label]] = True
    return clause_targets, name_targets


def _of_one_item(
    scene: Scene, clauses: Sequence[int], extents: Sequence[tuple[int, int]], gold: tuple[int, int]
) -> list[int]:
    """In rows about studies, those of a span's clauses in the item or sentence that holds most of it: the course, no school."""
    rows = scene.outline.rows
    if not clauses or rows[scene.clauses[clauses[0]].row].section not in STUDIES:
        return list(clauses)
    held = [min(extents[i][1], gold[1]) - max(extents[i][0], gold[0]) for i in clauses]
    item = scene.clauses[clauses[int(np.argmax(held))]].sentence
    return [i for i in clauses if scene.clauses[i].sentence == item]


def _pieces(index: Index, spans: Iterable[GoldSpan], clause_targets: Bools) -> Pieces:
    """The pieces of all clauses. A gold span belongs to those that it overlaps, where their clause carries its label."""
    found = pieces_of(index.scene, range(len(index.scene.clauses)))
    if not found:
        return NO_PIECES
    clauses = np.array([piece.clause for piece in found], dtype=np.int64)
    targets = np.zeros((len(found), len(LABELS)), dtype=bool)
    for span in spans:
        label = _INDEX[span.label]
        for i in np.flatnonzero(clause_targets[clauses, label]).tolist():
            extent = index.scene.extent(found[i].part.first, found[i].part.last)
            targets[i, label] |= overlap_enough(extent, (span.start, span.end))
    return Pieces([piece_traits(index, piece) for piece in found], targets, clauses)


LEAST_NATURAL = 60  # CVs; with fewer, all count


def natural(records: Sequence[Record]) -> list[int]:
    """Indices of the CVs in which labels are as rare as in life; of all, where fewer than :data:`LEAST_NATURAL` are.

    Batches written to a quota of each label (``meta``'s ``prevalence`` says so) teach words. Thresholds, confidence and roles
    that were set on them would expect evidence everywhere.
    """
    found = [i for i, record in enumerate(records) if record.meta.get("prevalence") != "quota"]
    return found if len(found) >= LEAST_NATURAL else list(range(len(records)))


_COMMON_IN = 3  # CVs that hold a word in lower case make it an ordinary one


def common_words(records: Iterable[Record]) -> frozenset[str]:
    """Words that stand in lower case in several CVs: no names of people, places or schools."""
    counts: Counter[str] = Counter()
    for record in records:
        words = {plain(word) for word, _ in tokens_of(normalize("NFC", record.text)) if word.islower()}
        counts.update(word for word in words if word.removesuffix("'").isalpha())
    return frozenset(word for word, count in counts.items() if count >= _COMMON_IN) | SEXED


def examples(
    records: Iterable[Record], common: frozenset[str], *, pieces: bool = True
) -> Iterator[tuple[Example, Candidates]]:
    """Reads each record as it would be read in use, from its text; without ``pieces``, clauses are only looked at whole."""
    makers = {language: scenes(language) for language in LANGUAGES}
    for record in records:
        document = from_text(record.text)
        shape = outline(document)
        scene = makers[record.language](document, shape)
        index = Index(with_ordinary(scene, common))
        of_clauses, of_names = _targets(scene, record.spans)
        looked_at = _pieces(index, record.spans, of_clauses) if pieces else NO_PIECES
        candidates = Candidates(
            clause_traits(index), name_traits(index), of_clauses, of_names, places(scene), looked_at
        )
        yield Example(record, document, shape, scene), candidates
