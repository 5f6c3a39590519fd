"""The marked-up sentences of ``tests/data`` and what a model makes of each, set into a tiny CV of its own.

A sentence is right when its labels are found where they were marked, asserted as marked, and nothing else is found.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cvsignal import Screener
from cvsignal.corpus import GoldSpan
from cvsignal.evaluation import matches
from cvsignal.markup import parse

DATA = Path(__file__).parents[1] / "data"
KNOWN_MISSES = DATA / "sentences_known_misses.txt"

#: The tiny CV in which a sentence of each section stands, at ``@``.
PLACES = {
    "en": {
        "work": "Experience\nLiaison officer, Bellweather & Sons, March 2014 - June 2019\n- @\n",
        "job": "Experience\nStore supervisor, Denim House, March 2014 - June 2019\n- @\n",
        "position": "Experience\n@\n- Took part in team meetings\n",
        "headline": "@\n12 Elm Street, Springfield\n\nExperience\nClerk, Bellweather & Sons, 2010 - 2014\n",
        "profile": "Profile\n@\n",
        "objective": "Objective\n@\n",
        "skills": "Skills\n@\n",
        "education": "Education\n@\n",
        "training": "Training\n@\n",
        "memberships": "Memberships\n@\n",
        "interests": "Interests\n@\n",
        "volunteering": "Volunteer work\nVolunteer, March 2014 - June 2019\n- @\n",
        "services": "Services\n@\n",
        "contact": "Contact\n@\n",
        "references": "References\n@\n",
    },
    "fr": {
        "work": "Expérience\nAgente de liaison, Tremblay et filles, mars 2014 - juin 2019\n- @\n",
        "job": "Expérience\nResponsable de magasin, Maison du Jean, mars 2014 - juin 2019\n- @\n",
        "position": "Expérience\n@\n- Participation aux réunions d'équipe\n",
        "headline": "@\n12, rue des Érables, Trois-Rivières\n\nExpérience\nCommis, Tremblay et filles, 2010 - 2014\n",
        "profile": "Profil\n@\n",
        "objective": "Objectif\n@\n",
        "skills": "Compétences\n@\n",
        "education": "Formation\n@\n",
        "training": "Formation continue\n@\n",
        "memberships": "Affiliations\n@\n",
        "interests": "Centres d'intérêt\n@\n",
        "volunteering": "Bénévolat\nBénévole, mars 2014 - juin 2019\n- @\n",
        "services": "Mes services\n@\n",
        "contact": "Coordonnées\n@\n",
        "references": "Références\n@\n",
    },
}
NAMES = {"en": "Alex Doe\n", "fr": "Camille Tremble\n"}


class Sentence(NamedTuple):
    """A marked-up sentence; ``topic`` is a label, "none", "negated", "wished" or "cues" (what only looks like the last two)."""

    identity: str  # language, section and first words
    language: str
    section: str
    topic: str
    marked: str


def _identity(language: str, section: str, marked: str) -> str:
    words = unicodedata.normalize("NFD", parse(marked)[0].lower())
    plain = "".join(c for c in words if not unicodedata.combining(c))
    return f"{language}-{section}-{'-'.join(re.findall(r'[a-z0-9]+', plain)[:9])}"


def _of_language(language: str) -> Iterator[Sentence]:
    table = tomllib.loads((DATA / f"sentences_{language}.toml").read_text(encoding="utf-8"))
    for section, topics in table.items():
        for topic, sentences in topics.items():
            for marked in sentences:
                yield Sentence(_identity(language, section, marked), language, section, topic, marked)


SENTENCES = tuple(sentence for language in PLACES for sentence in _of_language(language))


def known_misses() -> frozenset[str]:
    """Ids of the sentences that the shipped model gets wrong."""
    lines = KNOWN_MISSES.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def in_a_cv(sentence: Sentence) -> tuple[str, int, int]:
    """The tiny CV of a sentence, and where the sentence starts and ends in it."""
    words, _ = parse(sentence.marked)
    before, after = PLACES[sentence.language][sentence.section].split("@")
    start = len(NAMES[sentence.language]) + len(before)
    return f"{NAMES[sentence.language]}{before}{words}{after}", start, start + len(words)


def faults(screener: Screener, sentence: Sentence) -> list[str]:
    """What a model gets wrong in a sentence; empty where all is right."""
    text, start, end = in_a_cv(sentence)
    spans = parse(sentence.marked)[1]
    gold = [GoldSpan(start=s.start + start, end=s.end + start, label=s.label, assertion=s.assertion) for s in spans]
    evidence = [e for e in screener.assess_text(text, sentence.language).evidence if e.start < end and start < e.end]
    pairs = matches(gold, evidence)
    found = [f"{item.label} in {item.text!r}" for item, pair in zip(evidence, pairs, strict=True) if pair is None]
    missed = [f"no {gold[n].label}" for n in sorted(set(range(len(gold))) - set(pairs))]
    turned = [
        f"{item.label} is {item.assertion}"
        for item, pair in zip(evidence, pairs, strict=True)
        if pair is not None and item.assertion != gold[pair].assertion
    ]
    return [*missed, *found, *turned]
