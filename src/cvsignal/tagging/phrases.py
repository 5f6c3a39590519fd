"""Finds the lexicon's concepts among the words of a CV.

A trie of our own instead of spaCy's PhraseMatcher, because a word has several keys at once (a lemma in the CV's language, a
name's form in any language, the exact form of an acronym) and because hyphens must not matter ("social-media", "e-mail").
It costs about half a millisecond for a CV.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from spacy.vocab import Vocab

from cvsignal.lexicon import AS_WRITTEN, LANGUAGES, Concept, concepts, false_friends
from cvsignal.tagging.keys import lemma, light, plain
from cvsignal.tagging.words import LeanTokenizer

#: Families whose phrases are names: compared by form, never by lemma ("manager" is not "manage").
_NAMES = (
    "tool.",
    "title.",
    "trade.",
    "object.management",
    "object.pr_team",
    "context.negated",
    "context.wished",
    "context.no_denial",
)
_END = ""
_MOST_FORMS = 50_000  # kept at a time
Node = dict[str, Any]  # a key -> the node below; _END -> names of concepts
_END_OF = itemgetter(1)  # of a concept and the end of its phrase


class Word(NamedTuple):
    """A word with its offsets in the text; no white space, no hyphens."""

    text: str
    start: int
    end: int


class Hit(NamedTuple):
    """A concept at ``words[first:last]``."""

    concept: str
    first: int
    last: int


def _is_acronym(phrase: str) -> bool:
    return phrase.isupper() and phrase.isalpha() and 2 <= len(phrase) <= 4


class Form(NamedTuple):
    """What is known of a word form: its lemma, its keys inside phrases, the concepts that it expresses by itself, where the trie
    goes on."""

    lemma: str
    keys: tuple[str, ...]
    concepts: tuple[str, ...]
    nodes: tuple[Node, ...]


class Forms(dict[str, Form]):
    """The forms of words in CVs of one language, by word; each made when it is first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.other = next(code for code in LANGUAGES if code != language)

    def __missing__(self, word: str) -> Form:
        if len(self) > _MOST_FORMS:
            self.clear()
        found = self[word] = self._made(word)
        return found

    def _made(self, word: str) -> Form:
        native, name = lemma(word, self.language), light(word)
        keys: tuple[str, ...] = (
            f"{self.language}:{native}",
            f"{self.language}1:{native}",
            f"~{self.language}:{name}",
            f"~any:{name}",
            f"={word}",
        )
        if plain(word) not in false_friends(self.language):
            keys += (f"~{self.other}:{name}", f"{self.other}2:{name}", f"{self.other}:{lemma(word, self.other)}")
        nodes = _below([_trie()], keys)
        inside = tuple(filter(_inner_keys().__contains__, keys))
        return Form(native, inside, tuple(_names_at(nodes)), tuple(node for node in nodes if node.keys() != {_END}))


def _entries(concept: Concept) -> Iterable[tuple[str, str]]:
    for language, phrases in concept.phrases.items():
        for phrase in phrases:
            yield language, phrase


def _paths(concept: Concept, language: str, words: Sequence[str]) -> list[tuple[str, ...]]:
    """The key sequences under which a phrase is found."""
    if len(words) == 1 and _is_acronym(words[0]):
        return [(f"={words[0]}",)]
    if words[0] == AS_WRITTEN:
        return [tuple(f"={word}" for word in words[1:])]
    if language == "any" or concept.name.startswith(_NAMES):
        return [tuple(f"~{language}:{light(word)}" for word in words)]
    if len(words) == 1:  # a foreign word counts by its form only: French "postes" is not English "post"
        return [(f"{language}1:{lemma(words[0], language)}",), (f"{language}2:{light(words[0])}",)]
    return [tuple(f"{language}:{lemma(word, language)}" for word in words)]


@cache
def _trie() -> Node:
    tokenizer = LeanTokenizer(Vocab())
    root: Node = {}
    for concept in concepts():
        for language, phrase in _entries(concept):
            words = [w.text for w in tokenizer(phrase) if is_word(w.text)]
            for path in _paths(concept, language, words):
                node = root
                for key in path:
                    node = node.setdefault(key, {})
                names = node.setdefault(_END, [])
                if concept.name not in names:
                    names.append(concept.name)
    return root


@cache
def _inner_keys() -> frozenset[str]:
    """The keys of all words of phrases but the first."""
    found: set[str] = set()
    nodes = _children(_trie())
    while nodes:
        node = nodes.pop()
        found |= node.keys() - {_END}
        nodes += _children(node)
    return frozenset(found)


def _children(node: Node) -> list[Node]:
    return [child for key, child in node.items() if key != _END]


def is_word(text: str) -> bool:
    """Whether a token's text counts when phrases are compared: white space and hyphens do not."""
    return not (text.isspace() or text in "-‐‑")


def concept_hits(forms: Sequence[Form], begin: int = 0, end: int | None = None) -> list[Hit]:
    """Concepts inside ``forms[begin:end]``, the forms of a text's words, in order; of one concept the longest at each place."""
    hits: list[Hit] = []
    end = len(forms) if end is None else end
    for first in range(begin, end):
        _, _, names, openings = forms[first]
        if not (names or openings):
            continue
        best = dict.fromkeys(names, first + 1)
        nodes: Sequence[Node] = openings
        last = first + 1
        while nodes and last < end:
            nodes = _below(nodes, forms[last].keys)
            last += 1
            for name in _names_at(nodes):
                best[name] = last
        ends = best.items() if len(best) < 2 else sorted(best.items(), key=_END_OF, reverse=True)
        hits += [Hit(name, first, last) for name, last in ends]
    return _longest(hits)


def _below(nodes: Sequence[Node], keys: tuple[str, ...]) -> list[Node]:
    return [child for node in nodes for key in keys if (child := node.get(key)) is not None]


def _names_at(nodes: Sequence[Node]) -> list[str]:
    return [name for node in nodes for name in node.get(_END, ())]


#: Things beside which others stand: what is learned, another channel. A "social media strategy" can be studied and made.
_BESIDE_OTHERS = frozenset({"object.learned", "object.channel_other"})


@cache
def _group(concept: str) -> str:
    """Concepts that compete for the same words: what is done, to what, with which tool; each part of a title by itself."""
    if concept in _BESIDE_OTHERS:
        return concept
    family = concept.partition(".")[0]
    if concept in {"context.negated", "context.no_denial"}:
        return "denial"
    return "thing" if family in {"object", "tool"} else "act" if family == "act" else concept


def _longest(hits: list[Hit]) -> list[Hit]:
    """Drops a hit inside a longer one of its group: "media" in "social media", "Hootsuite" in "Hootsuite Pro".

    Of hits that begin at one word the longest come first.
    """
    kept: list[Hit] = []
    widest: dict[str, Hit] = {}
    for hit in hits:
        group = _group(hit.concept)
        before = widest.get(group)
        if before is not None and hit.last <= before.last and hit.last - hit.first < before.last - before.first:
            continue
        if before is None or hit.last > before.last:
            widest[group] = hit
        kept.append(hit)
    return kept
