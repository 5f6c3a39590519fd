"""The word lists: data beside the code, French and English side by side, checked when they are loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cvsignal.errors import LexiconError
from cvsignal.schema import LABELS

CONCEPT_FILES = ("tools", "acts", "objects", "titles", "trades", "context")
LANGUAGES = ("en", "fr")
AS_WRITTEN = "="  # begins a phrase that counts in its own writing only: "Later" is a tool, "later" is none


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning and the phrases that express it in each language; ``any`` phrases (names) hold in all."""

    name: str  # "act.run"
    phrases: Mapping[str, tuple[str, ...]]  # "en", "fr" and "any"


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause that holds one concept of each group, and none of ``none``, speaks for ``label``."""

    label: str
    groups: tuple[frozenset[str], ...]
    none: frozenset[str]


def _table(name: str) -> dict[str, object]:
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _phrases(file: str, name: str, entry: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(entry, dict):
        raise LexiconError(f"{file}.toml: [{name}] is not a table. Give it `en` and `fr`, or `any`.")
    unknown = set(entry) - {*LANGUAGES, "any"}
    if unknown:
        raise LexiconError(f"{file}.toml: [{name}] has the unknown key {sorted(unknown)[0]!r}. Use en, fr or any.")
    if "any" not in entry and set(entry) != set(LANGUAGES):
        missing = sorted(set(LANGUAGES) - set(entry))[0]
        raise LexiconError(f"{file}.toml: [{name}] lacks {missing!r}. Every concept has both languages.")
    return {language: tuple(str(phrase) for phrase in phrases) for language, phrases in entry.items()}


def _concepts(file: str) -> Iterator[Concept]:
    for family, entries in _table(file).items():
        if not isinstance(entries, dict):
            raise LexiconError(f"{file}.toml: {family!r} is not a family of tables. Write [{family}.name].")
        for name, entry in entries.items():
            yield Concept(f"{family}.{name}", _phrases(file, f"{family}.{name}", entry))


@cache
def concepts() -> tuple[Concept, ...]:
    """All concepts of the tagging lexicon, in the order of the files."""
    return tuple(concept for file in CONCEPT_FILES for concept in _concepts(file))


def _family(file: str, family: str) -> dict[str, Concept]:
    """The concepts of one family of a file, by their names in it."""
    prefix = f"{family}."
    found = (concept for concept in _concepts(file) if concept.name.startswith(prefix))
    return {concept.name.removeprefix(prefix): concept for concept in found}


@cache
def headings() -> dict[str, Concept]:
    """Section kind ("experience", "skills", …) -> its headings."""
    return _family("headings", "section")


@cache
def around_headings() -> dict[str, Concept]:
    """Words that may stand around a heading, and headings that bear none: see headings.toml."""
    return _family("headings", "around")


@cache
def date_words() -> dict[str, Concept]:
    """Words of dates: months, seasons, present, since, until."""
    return _family("dates", "date")


@cache
def people_words() -> dict[str, Concept]:
    """Words about people: what says their sex, what only seems to, the little words in their names. See people.toml."""
    return _family("people", "person")


def pairs(concept: Concept, language: str) -> dict[str, str]:
    """What a concept's phrases of the form "a=b" say: a -> b."""
    return dict(phrase.split("=") for phrase in concept.phrases[language])


@cache
def irregular_verbs(language: str) -> dict[str, str]:
    """Forms of verbs that the dictionary of lemmas does not lead to their verb -> the verb: see verbs.toml."""
    return pairs(_family("verbs", "verb")["irregular"], language)


@cache
def participles(language: str) -> dict[str, str]:
    """Past participles that the dictionary of lemmas takes for adjectives -> their verb: see verbs.toml."""
    verbs = _family("verbs", "verb")["participle"].phrases[language]
    return {verb.removesuffix("er") + ending: verb for verb in verbs for ending in ("é", "ée", "és", "ées")}


@cache
def apart_words(language: str) -> dict[str, str]:
    """Forms that the dictionary of lemmas takes for another word's -> what each counts as: see lookalikes.toml."""
    return pairs(_family("lookalikes", "lookalike")["apart"], language)


@cache
def false_friends(language: str) -> frozenset[str]:
    """Words of a language that only look like a word of the other: see lookalikes.toml."""
    return frozenset(_family("lookalikes", "lookalike")["false_friend"].phrases[language])


@cache
def clause_words() -> dict[str, frozenset[str]]:
    """Words of both languages, by what they tell of clauses and titles: see clauses.toml."""
    found = _family("clauses", "clause")
    return {name: frozenset().union(*concept.phrases.values()) for name, concept in found.items()}


@cache
def rules() -> tuple[Rule, ...]:
    """What the lexicon alone says of a clause; refuses unknown labels, keys and concepts."""
    known = {concept.name for concept in concepts()} | {"number"}
    found: list[Rule] = []
    entries = _table("rules").get("rule", [])
    if not isinstance(entries, list):
        raise LexiconError("rules.toml: no [[rule]] found.")
    for number, entry in enumerate(entries, 1):
        where = f"rules.toml: rule {number}"
        unknown = set(entry) - {"label", "all", "none"}
        if unknown:
            raise LexiconError(f"{where} has the unknown key {sorted(unknown)[0]!r}. Use label, all, none.")
        lacking = {"label", "all", "none"} - set(entry)
        if lacking:
            raise LexiconError(f"{where} lacks {sorted(lacking)[0]!r}. A rule has label, all and none.")
        if entry["label"] not in LABELS:
            raise LexiconError(f"{where} has the unknown label {entry['label']!r}.")
        groups = tuple(frozenset(group.split("|")) for group in entry["all"])
        none = frozenset(entry["none"])
        strange = (none.union(*groups)) - known
        if strange:
            raise LexiconError(f"{where} names the unknown concept {sorted(strange)[0]!r}.")
        found.append(Rule(entry["label"], groups, none))
    return tuple(found)
