from __future__ import annotations

from pathlib import Path

import pytest

from cvsignal import load
from cvsignal.promotion.invariances import Check, breaches, experiments
from cvsignal.schema import Assessment, Fit

TABLE = experiments()


def test_every_change_changes_each_of_its_cvs() -> None:
    for check in TABLE.check:
        for name in check.cvs:
            assert check.changed(TABLE.cv[name].text) != TABLE.cv[name].text, f"{check.name}: {name}"


def test_every_replaced_word_stands_in_a_cv() -> None:
    for check in TABLE.check:
        for old in check.replace:
            assert any(old in TABLE.cv[name].text for name in check.cvs), f"{check.name}: {old}"


def test_checks_come_in_both_languages_and_in_all_three_rules() -> None:
    assert {check.rule for check in TABLE.check} == {"same", "not higher", "not lower"}
    for rule in ("same", "not higher", "not lower"):
        languages = {TABLE.cv[name].language for check in TABLE.check if check.rule == rule for name in check.cvs}
        assert languages == {"en", "fr"}


def test_a_check_changes_in_one_way() -> None:
    with pytest.raises(ValueError, match="either replace or append"):
        Check(name="x", rule="same", cvs=("manager_en",))


def test_a_sound_model_breaks_none(good: Path) -> None:
    assert breaches(load(good)) == []


class Biased:
    """A stand-in for a screener that likes one name, reads lists of tools, and dislikes long CVs."""

    def assess_text(self, text: str, language: str) -> Assessment:
        score = 50.0 + 20 * ("Mohamed" in text) + 5 * ("Meltwater" in text) - 5 * ("wrote its blog" in text)
        fit = Fit(role="cm", score=score, grade=1, verdict="no fit", contributions=())
        return Assessment(text=text, language=language, evidence=(), fit={"cm": fit})


def test_each_bias_is_named() -> None:
    found = breaches(Biased())  # type: ignore[arg-type]
    assert {(b.check, b.cv) for b in found} == {
        ("another name", "manager_en"),
        ("a list of tools without practice", "outsider_en"),
        ("a list of tools without practice", "outsider_fr"),
        ("more practice", "manager_en"),
        ("more practice", "outsider_en"),
    }
    assert str(found[0]) == "another name (manager_en, cm): same expected, 50.0 became 70.0"
