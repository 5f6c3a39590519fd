"""A CV made ready for tagging: its words, the concepts among them, and the candidates that labels are given to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from unicodedata import is_normalized, normalize

from cvsignal.schema import Document, Outline
from cvsignal.tagging.clauses import Clause, clauses, row_words
from cvsignal.tagging.keys import both_sexes, keys_of
from cvsignal.tagging.names import Name, names
from cvsignal.tagging.person import person_words
from cvsignal.tagging.phrases import Form, Forms, Hit, Word, concept_hits, is_word
from cvsignal.tagging.schools import school_words
from cvsignal.tagging.words import figure_sign, tokens_of

#: Characters that count as a plain space or hyphen for tagging; each is replaced by one character, so that no offset moves.
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2010": "-", "\t": " "})


@dataclass(frozen=True, slots=True)
class Scene:
    """What the pipes of the tagger hand on to each other; indices count ``words``."""

    text: str
    language: str
    outline: Outline
    words: Sequence[Word]
    lemmas: Sequence[str]
    hits: Sequence[Hit]
    clauses: Sequence[Clause] = ()
    names: Sequence[Name] = ()
    #: the words that name schools
    schools: frozenset[int] = frozenset()
    #: whether each word is an ordinary one; names of people, places and schools are not, and nothing is learned of them
    ordinary: Sequence[bool] = ()

    def extent(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of ``words[first:last]`` in the text."""
        return self.words[first].start, self.words[last - 1].end


def tagging_text(document: Document) -> str:
    """The text with wrapped lines joined: the sign that ends one becomes spaces, so that every offset stays."""
    text = document.text.translate(_PLAIN)
    if not document.soft_breaks:
        return text
    characters = list(text)
    for offset in document.soft_breaks:
        characters[offset] = " "
        if document.text.startswith("\r\n", offset):
            characters[offset + 1] = " "
    return "".join(characters)


def with_concepts(text: str, outline: Outline, forms: Forms) -> Scene:
    """Words, lemmas and concepts of a CV; until :func:`with_ordinary` says otherwise every word is ordinary.

    The candidate's name is not among the words.
    """
    words = [Word(token, start, start + len(token)) for token, start in tokens_of(text) if is_word(token)]
    if not is_normalized("NFC", text):
        words = [word._replace(text=normalize("NFC", word.text)) for word in words]
    known = [forms[word.text] for word in words]
    extents = list(row_words(words, outline.rows)) or [(0, len(words))]
    hits = [concept_hits(known, first, last) for first, last in extents]  # none runs over the end of a row
    if person := person_words(text, words, outline.rows, [*chain.from_iterable(hits)]):
        gone = [*accumulate((i in person for i in range(len(words))), initial=0)]  # words of the name before each word
        seen = [i for i in range(len(words)) if i not in person]
        words, known = [words[i] for i in seen], [known[i] for i in seen]
        hits = [_without(gone, known, *extent, found) for extent, found in zip(extents, hits, strict=True)]
    lemmas = _lemmas(text, words, known)
    return Scene(
        text, forms.language, outline, words, lemmas, [*chain.from_iterable(hits)], ordinary=[True] * len(words)
    )


def _without(gone: Sequence[int], known: Sequence[Form], first: int, last: int, hits: list[Hit]) -> list[Hit]:
    """The hits of a row when words are gone; ``gone`` counts those before each word that was, ``known`` are those that remain."""
    if gone[last] > gone[first]:
        return concept_hits(known, first - gone[first], last - gone[last])
    return [Hit(hit.concept, hit.first - gone[first], hit.last - gone[first]) for hit in hits]


def _lemmas(text: str, words: Sequence[Word], known: Sequence[Form]) -> list[str]:
    """The lemma of each word; of figures the sign that stands for them."""
    lemmas = [form.lemma for form in known]
    for i, word in enumerate(words):
        if word.text[0].isdigit():
            sign = "%" if text.startswith(("%", " %"), word.end) else ""
            lemmas[i] = figure_sign(word.text, sign) or lemmas[i]
    return lemmas


def with_candidates(scene: Scene) -> Scene:
    """The same with its clauses and names. What a school is called begins no clause ("Open University")."""
    rows = scene.outline.rows
    schools = school_words(scene.words, rows, scene.hits)
    told = [hit for hit in scene.hits if hit.first not in schools] if schools else scene.hits
    return replace(
        scene,
        schools=schools,
        clauses=clauses(scene.words, rows, told, scene.language),
        names=names(scene.words, rows, scene.hits),
    )


def with_ordinary(scene: Scene, common: frozenset[str]) -> Scene:
    """The same knowing its ordinary words: those that ``common`` holds, figures and marks, and the lexicon's.

    A word is common in all its forms or in none: "chargé·e" where only "chargée" is in ``common``. Names of schools hold
    no ordinary word but the lexicon's ("College of Communication").
    """
    known = {i for hit in scene.hits for i in range(hit.first, hit.last)}
    keys = keys_of(common, scene.language)
    ordinary = [
        i not in scene.schools
        and (i in known or not word.text[0].isalpha() or both_sexes(word.text, scene.language) in keys)
        for i, word in enumerate(scene.words)
    ]
    for i in range(1, len(ordinary)):
        if ordinary[i - 1]:
            continue
        if (i not in known and _is_possessive(scene.words, i)) or _joins_names(scene.words, ordinary, i):
            ordinary[i] = False
    return replace(scene, ordinary=ordinary)


def _is_possessive(words: Sequence[Word], i: int) -> bool:
    """Whether a word is the mark, or the "s", that hangs on the one before: "Oakley's" is no longer than "Oakley"."""
    return words[i].start == words[i - 1].end and words[i].text in {"'", "’", "s"}


def _joins_names(words: Sequence[Word], ordinary: Sequence[bool], i: int) -> bool:
    """Whether a word is the sign inside a name: "Ben & Jerry" is no longer than "Ben"."""
    return words[i].text == "&" and i + 1 < len(words) and not ordinary[i + 1]
