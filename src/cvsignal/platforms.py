"""Names of social platforms, and of social media as such, in a text."""

from __future__ import annotations

import re
from functools import cache

from cvsignal.accents import unaccented
from cvsignal.lexicon import AS_WRITTEN, concepts

#: Platforms whose names are ordinary words too and yet are often written small ("slack"). Those that never are ("Medium")
#: stand with "=" in the lexicon.
_ORDINARY = frozenset({"discord", "messenger", "meta", "slack", "steam", "vine"})


def _phrases(concept: str) -> list[str]:
    """What the lexicon has for a concept in both languages, the longest first; without the shortest, which mean much else."""
    phrases = {p for c in concepts() if c.name == concept for ps in c.phrases.values() for p in ps}
    return sorted((p for p in phrases if len(p) > 2), key=lambda p: (-len(p), p))


@cache
def _platform_names() -> re.Pattern[str]:
    names = _phrases("tool.platform")
    any_case = "|".join(re.escape(name) for name in names if not name.startswith(AS_WRITTEN))
    as_written = "|".join(re.escape(name.removeprefix(AS_WRITTEN)) for name in names if name.startswith(AS_WRITTEN))
    return re.compile(rf"(?<!\w)(?:(?i:{any_case})|{as_written})(?!\w)")


def platforms_in(text: str) -> set[str]:
    """The platforms that a text names, in lower case."""
    names = _platform_names().findall(text)
    return {name.lower() for name in names if name[0].isupper() or name not in _ORDINARY}


@cache
def _social_media() -> re.Pattern[str]:
    phrases = (re.findall(r"\w+", unaccented(p.lower())) for p in _phrases("object.social_media"))
    return re.compile(r"(?<!\w)(?:" + "|".join(r"\W+".join(words) for words in phrases) + r")(?!\w)")


def names_social_media(text: str) -> bool:
    """Whether a text speaks of social media, in any words of the lexicon, or names a platform."""
    return bool(_social_media().search(unaccented(text.lower())) or platforms_in(text))
