"""What words mean, by the thesaurus: one trait for "promoted", "touted" and « vanter »."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cvsignal.lexicon import meanings
from cvsignal.tagging.words import stem


@cache
def traits_of_stems(language: str) -> Mapping[str, tuple[str, ...]]:
    """Stem -> the traits that tell its meanings ("m=promote"), one or two, in all languages the same."""
    found: dict[str, dict[str, None]] = {}
    for name, concept in meanings().items():
        for word in concept.phrases[language]:
            found.setdefault(stem(word, language), {})[f"m={name}"] = None
    return {key: tuple(traits) for key, traits in found.items()}
