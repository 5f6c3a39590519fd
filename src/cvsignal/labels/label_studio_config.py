"""The labelling configuration of Label Studio: labels by family, assertions, a grade for each role, in English or
French.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from lxml import etree
from pydantic import BaseModel, ConfigDict

from cvsignal.reporting.wording import family_of, say
from cvsignal.roles import default_roles
from cvsignal.schema import ASSERTIONS, GRADES, LABELS

EVIDENCE, ASSERTION, TEXT = "evidence", "assertion", "text"
_COLOURS = {
    "presence": "#2f6f9f",
    "strategy": "#7a4fa3",
    "measurement": "#2e7d4f",
    "crisis": "#b3422e",
    "background": "#8a6d1b",
}


class Names(BaseModel):
    """``names.toml``: what people who label read instead of our keys, by language; labels have the names of the reports."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    assertion: dict[str, dict[str, str]]
    grade: dict[str, dict[str, str]]
    page: dict[str, dict[str, str]]


@cache
def names() -> Names:
    """The table of names, checked by a test to be whole."""
    return Names.model_validate(
        tomllib.loads(resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
    )


def configuration(language: str, roles: Sequence[str]) -> str:
    """The XML for the project's settings; values are our own keys, whatever the language shown."""
    table = names()
    view = etree.Element("View")
    etree.SubElement(view, "Header", value=table.page["spans"][language])
    labels = etree.SubElement(view, "Labels", name=EVIDENCE, toName=TEXT, showInline="true")
    for label in LABELS:
        shown, colour = say("labels", label, language), _COLOURS[family_of(label)]
        etree.SubElement(labels, "Label", value=shown, alias=label, background=colour)
    etree.SubElement(view, "Text", name=TEXT, value="$text", granularity="word")
    _choices(
        view, ASSERTION, [(a, table.assertion[a][language]) for a in ASSERTIONS], perRegion="true", whenTagName=EVIDENCE
    )
    titles = {role.name: role.title[language] for role in default_roles()}
    etree.SubElement(view, "Header", value=table.page["grades"][language])
    for role in dict.fromkeys([*titles, *roles]):
        etree.SubElement(view, "Header", value=titles.get(role, role), size="5")
        _choices(view, role, [(str(g), f"{g} · {table.grade[str(g)][language]}") for g in GRADES])
    return etree.tostring(view, pretty_print=True, encoding="unicode")


def _choices(view: etree._Element, name: str, options: Sequence[tuple[str, str]], **attributes: str) -> None:
    parent = etree.SubElement(
        view, "Choices", {"name": name, "toName": TEXT, "choice": "single", "showInline": "true", **attributes}
    )
    for key, shown in options:
        etree.SubElement(parent, "Choice", value=shown, alias=key)
