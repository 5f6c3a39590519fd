from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.tagging.index import Index, InOrder
from cvsignal.tagging.phrases import Hit
from tests.tagging.scene_maker import scene_of

_HITS = st.lists(
    st.builds(lambda first, length: Hit("object.page", first, first + length), st.integers(0, 30), st.integers(1, 5)),
    max_size=20,
).map(lambda hits: sorted(hits, key=lambda hit: hit.first))


@given(_HITS, st.integers(0, 35), st.integers(0, 35))
def test_marks_inside_a_stretch_are_found_as_by_looking_at_each(hits: list[Hit], first: int, last: int) -> None:
    inside = [hit for hit in hits if hit.first >= first and hit.last <= last]
    assert InOrder(hits).within(first, last) == inside


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.data())
def test_names_of_any_length_count_as_one_word(ordinary: list[bool], data: st.DataObject) -> None:
    scene = replace(scene_of(" ".join("word" for _ in ordinary)), ordinary=ordinary)
    first = data.draw(st.integers(0, len(ordinary) - 1))
    last = data.draw(st.integers(first + 1, len(ordinary)))
    expected = sum(ordinary[i] or i == first or ordinary[i - 1] for i in range(first, last))
    assert Index(scene).length(first, last) == expected


@pytest.mark.parametrize(
    ("language", "line", "section"),
    [
        ("en", "Launched the page of a theatre and doubled its readers", "accomplishments"),
        ("en", "Wrote the newsletter of a museum for three years", "accomplishments"),
        ("fr", "Lancé la page d'un théâtre et doublé ses lecteurs", "accomplishments"),
        ("fr", "Conçue pour un théâtre, animée pendant trois ans : une page", "accomplishments"),
        ("en", "Launched pages", "skills"),
        ("en", "Organized and calm, used to working with all kinds of people", "skills"),
        ("en", "Managing the pages of small shops and of theatres", "skills"),
        ("fr", "Gestion de la page d'un théâtre et de ses lecteurs", "skills"),
    ],
)
def test_a_deed_told_under_skills_is_no_skill(language: str, line: str, section: str) -> None:
    scene = scene_of({"en": "Jo Doe\nSkills\n", "fr": "Jo Doe\nCompétences\n"}[language] + line, language)
    assert Index(scene).section(len(scene.outline.rows) - 1) == section
