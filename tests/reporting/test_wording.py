from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from cvsignal.errors import READ_CODES
from cvsignal.features import CATALOGUE, PURPOSES
from cvsignal.reporting.page_data import VERDICTS
from cvsignal.reporting.wording import FAMILIES, LANGUAGES, family_of, say, wording
from cvsignal.schema import ASSERTIONS, GRADES, LABELS

TEMPLATES = resources.files("cvsignal.reporting.templates")


@pytest.mark.parametrize("table", wording())
def test_every_entry_stands_in_both_languages(table: str) -> None:
    for key, words in wording()[table].items():
        assert set(words) == set(LANGUAGES), f"{table}.{key}"
        assert all(words.values()), f"{table}.{key}"
        slots = [set(re.findall(r"\{(\w+)\}", text)) for text in words.values()]
        assert slots[0] == slots[1], f"{table}.{key}"


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("labels", LABELS),
        ("features", ("base", *CATALOGUE)),
        ("purposes", tuple(PURPOSES)),
        ("verdicts", VERDICTS),
        ("assertions", ASSERTIONS),
        ("grades", tuple(map(str, GRADES))),
        ("failures", tuple(sorted(READ_CODES))),
        ("families", tuple(FAMILIES)),
    ],
)
def test_nothing_that_reports_show_lacks_words(table: str, keys: tuple[str, ...]) -> None:
    assert set(keys) == set(wording()[table])


def test_each_label_is_of_one_family() -> None:
    assert sorted(label for labels in FAMILIES.values() for label in labels) == sorted(LABELS)
    assert family_of("crisis_escalation") == "crisis"


def test_the_words_of_the_page_are_those_that_the_code_asks_for() -> None:
    package = resources.files("cvsignal.reporting")
    sources = [
        f.read_text("utf-8")
        for f in (*TEMPLATES.iterdir(), *package.iterdir())
        if f.name.endswith((".js", ".j2", ".py"))
    ]
    asked = {key for source in sources for key in re.findall(r'"(\w+)"|words\.(\w+)', source) for key in key if key}
    asked |= {f"help_{key}" for key in ("score", "verdict")}
    assert set(wording()["page"]) <= asked, "an entry that nothing uses"
    calls = {
        key
        for source in sources
        for key in re.findall(r'\bword\(\s*"(\w+)"|data-word(?:-\w+)?="(\w+)"', source)
        for key in key
        if key
    }
    assert calls, "the pattern of calls no longer matches"
    assert calls <= set(wording()["page"])


def test_an_unknown_key_is_shown_as_it_is() -> None:
    assert say("features", "years_of_tiktok", "fr") == "years of tiktok"


def test_the_file_is_toml_without_doubles() -> None:
    tomllib.loads(resources.files("cvsignal.reporting").joinpath("wording.toml").read_text("utf-8"))
