"""What the reports say, in both languages: ``wording.toml`` as data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from cvsignal.schema import Label

LANGUAGES = ("en", "fr")

#: Families of labels, in the order of the pages; they give the colours.
FAMILIES: dict[str, tuple[Label, ...]] = {
    "presence": ("brand_presence", "personal_presence", "community_building"),
    "strategy": ("long_term_strategy", "campaign", "channel_integration", "platform_selection"),
    "crisis": ("crisis_management", "crisis_escalation"),
    "measurement": (
        "paid_monitoring_tool",
        "free_monitoring_tool",
        "monitoring_plan",
        "measurable_objectives",
        "measured_result",
        "management_reporting",
    ),
    "background": ("social_media_position", "public_relations", "marketing", "customer_relations", "training"),
}


@cache
def wording() -> dict[str, dict[str, dict[str, str]]]:
    """Table, key, language: the words."""
    text = resources.files(__package__).joinpath("wording.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(table: str, key: str, language: str = "en") -> str:
    """The words for a key; the key itself, made readable, where none are listed."""
    words = wording().get(table, {}).get(key)
    return words[language] if words else key.replace("_", " ").replace("-", " ")


def emphasis(purpose: str, language: str = "en") -> str:
    """What is said of an order with an emphasis on a purpose."""
    return say("page", "emphasis", language).format(purpose=say("purposes", purpose, language))


def family_of(label: str) -> str:
    """The family of a label."""
    return next((name for name, labels in FAMILIES.items() if label in labels), "background")
