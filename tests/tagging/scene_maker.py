"""Scenes of small texts: what the pipes of the tagger see before anything learned comes in."""

from __future__ import annotations

from functools import cache
from typing import Any

from cvsignal.reading import from_text
from cvsignal.sections import outline
from cvsignal.tagging.scene import Scene
from cvsignal.tagging.tagger import scenes


@cache
def _maker(language: str) -> Any:
    return scenes(language)


def scene_of(text: str, language: str = "en") -> Scene:
    """The scene of a CV."""
    document = from_text(text)
    made: Scene = _maker(language)(document, outline(document))
    return made


def duty(line: str, language: str = "en") -> Scene:
    """The scene of a CV with one duty."""
    head = {"en": "Jo Doe\nExperience\nClerk, 2010 - 2012\n- ", "fr": "Jo Doe\nExpérience\nCommis, 2010 - 2012\n- "}
    return scene_of(head[language] + line, language)


def words_of(scene: Scene, first: int, last: int) -> str:
    """The text of ``words[first:last]``."""
    start, end = scene.extent(first, last)
    return scene.text[start:end]
