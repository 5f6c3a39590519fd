from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from cvsignal.tagging import clauses as clauses_module
from cvsignal.tagging.phrases import Word
from tests.tagging.scene_maker import duty, scene_of, words_of


def clauses_of(line: str, language: str = "en") -> list[str]:
    scene = duty(line, language)
    last = len(scene.outline.rows) - 1
    return [words_of(scene, c.first, c.last) for c in scene.clauses if c.row == last]


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        (
            "en",
            "Planned events, prepared media kits and maintained the website",
            ["Planned events", "prepared media kits", "maintained the website"],
        ),
        ("en", "Planned and wrote the newsletter", ["Planned and wrote the newsletter"]),
        ("en", "Ran the page. Filed letters.", ["Ran the page", "Filed letters"]),
        (
            "en",
            "Wrote posts for the blog resulting in more readers",
            ["Wrote posts for the blog", "resulting in more readers"],
        ),
        ("en", "Wrote timely, engaging, newsworthy content", ["Wrote timely, engaging, newsworthy content"]),
        ("en", "Sent news to the press Managed the blog", ["Sent news to the press", "Managed the blog"]),
        ("en", "Ran pages (Facebook and Twitter)", ["Ran pages (Facebook and Twitter)"]),
        ("en", "Worked with St. John Ambulance on posts", ["Worked with St. John Ambulance on posts"]),
        (
            "fr",
            "Gestion de la page Facebook, rédaction de communiqués et animation du blogue",
            ["Gestion de la page Facebook", "rédaction de communiqués", "animation du blogue"],
        ),
        ("fr", "Concevoir et rédiger des billets", ["Concevoir et rédiger des billets"]),
        (
            "fr",
            "Animation de la page afin de joindre les jeunes",
            ["Animation de la page", "afin de joindre les jeunes"],
        ),
    ],
)
def test_clauses(language: str, line: str, expected: list[str]) -> None:
    assert clauses_of(line, language) == expected


@pytest.mark.parametrize(
    ("row", "items"),
    [
        (
            "Inbound Marketing, First Aid; Facebook Blueprint",
            ["Inbound Marketing", "First Aid", "Facebook Blueprint"],
        ),
        ("Google Ads (Search, Display), Payroll / Excel", ["Google Ads (Search, Display)", "Payroll", "Excel"]),
        ("Founded the gazette, wrote posts for the page", ["Founded the gazette", "wrote posts for the page"]),
    ],
)
def test_each_course_of_a_list_is_a_clause_and_no_deed_is_cut(row: str, items: list[str]) -> None:
    scene = scene_of(f"Jo Doe\nCertifications\n{row}\n")
    last = len(scene.outline.rows) - 1
    found = [clause for clause in scene.clauses if clause.row == last]
    assert [words_of(scene, c.first, c.last) for c in found] == items
    assert len({c.sentence for c in found}) == (1 if row.startswith("Founded") else len(found))


def test_a_clause_never_joins_two_rows() -> None:
    scene = scene_of("Jo Doe\nExperience\n- Ran the page\n- and the blog of the museum\n")
    for clause in scene.clauses:
        row = scene.outline.rows[clause.row]
        start, end = scene.extent(clause.first, clause.last)
        assert row.start <= start < end <= row.end


def test_clauses_of_one_sentence_share_its_number() -> None:
    scene = duty("Planned events and prepared media kits. Filed letters")
    *_, first, second, third = scene.clauses
    assert first.sentence == second.sentence != third.sentence


def test_a_very_long_stretch_is_cut() -> None:
    assert [len(clause.split()) for clause in clauses_of("word " * 100)] == [45, 45, 10]


def test_a_row_of_marks_has_no_clause() -> None:
    assert clauses_of("***") == []


@pytest.mark.parametrize(
    ("woman", "man"),
    [
        ("Gestion de la page Facebook et nommée porte-parole", "Gestion de la page Facebook et nommé porte-parole"),
        ("Reconnue pour sa plume et dévouée au public", "Reconnu pour sa plume et dévoué au public"),
        ("Seule en poste et première responsable", "Seul en poste et premier responsable"),
    ],
)
def test_a_sentence_is_cut_at_the_same_words_for_both_sexes(woman: str, man: str) -> None:
    cut, alike = ([len(clause.split()) for clause in clauses_of(line, "fr")] for line in (woman, man))
    assert cut == alike


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("Plan and run the gala", ["Plan and run the gala"]),
        ("Helped plan and successfully run the gala", ["Helped plan and successfully run the gala"]),
        ("To market and promote the fair", ["To market and promote the fair"]),
        ("Developed the plan and ran the gala", ["Developed the plan", "ran the gala"]),
        ("Created campaigns and managed budgets", ["Created campaigns", "managed budgets"]),
    ],
)
def test_what_is_planned_may_be_a_verb_too(line: str, cut: list[str]) -> None:
    assert clauses_of(line) == cut


@pytest.mark.parametrize(
    "line",
    [
        "Ran social media and community Management for brands",
        "Wrote the strategy, planning and management of the blog",
        "Wrote biographies for artists, record labels and publishers",
    ],
)
def test_a_noun_that_looks_like_an_action_opens_none(line: str) -> None:
    assert not any(clause.lower().startswith(("management", "record")) for clause in clauses_of(line))


def test_each_word_is_counted_once_however_many_actions_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    count = clauses_module._objects

    def counting(words: Sequence[Word], begin: int, first: int, last: int, marks: Any) -> int:
        looked_at.extend(range(first, last))
        return count(words, begin, first, last, marks)

    monkeypatch.setattr(clauses_module, "_objects", counting)
    clauses_of("ran and built and " * 200)
    assert len(looked_at) == len(set(looked_at)) > 0
