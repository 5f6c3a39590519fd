"""Names of social platforms in a text."""

from __future__ import annotations

import re
from functools import cache

from cvsignal.lexicon import concepts

#: Platforms whose names are ordinary words too: "in line with", "medium-sized".
_ORDINARY = frozenset(
    {
        "delicious",
        "discord",
        "line",
        "medium",
        "messenger",
        "meta",
        "reels",
        "slack",
        "steam",
        "threads",
        "vine",
        "workplace",
    }
)


@cache
def _platform_names() -> re.Pattern[str]:
    phrases = (p for c in concepts() if c.name == "tool.platform" for ps in c.phrases.values() for p in ps)
    names = sorted((p for p in phrases if len(p) > 2), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?!\w)", re.IGNORECASE)


def platforms_in(text: str) -> set[str]:
    """The platforms that a text names, in lower case."""
    names = _platform_names().findall(text)
    return {name.lower() for name in names if name[0].isupper() or name not in _ORDINARY}
