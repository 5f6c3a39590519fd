"""The word lists of reading, from ``words.toml`` beside this file."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("cvsignal.reading").joinpath("words.toml").read_text("utf-8"))


def words_of(name: str) -> list[str]:
    """The words of a list in both languages, longest first, so that an alternation of them finds the longest."""
    words = {word for text in _lists()[name].values() for word in text.split()}
    return sorted(words, key=lambda word: (-len(word), word))


def any_of(name: str) -> str:
    """A regular expression for any word of a list."""
    return "(?:" + "|".join(re.escape(word) for word in words_of(name)) + ")"
