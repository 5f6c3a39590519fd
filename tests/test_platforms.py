from __future__ import annotations

import unicodedata

import pytest

from cvsignal.platforms import names_social_media, platforms_in


@pytest.mark.parametrize(
    "text",
    [
        "a social media strategy",
        "SOCIAL MEDIA plan",
        "a plan for social\nmedia",
        "a plan for Instagram",
        "stratégie médias sociaux",
        "strategie medias sociaux",
        unicodedata.normalize("NFD", "stratégie des réseaux sociaux"),
        "stratégie des réseaux de l’entreprise",
    ],
)
def test_a_strategy_for_social_media(text: str) -> None:
    assert names_social_media(text)


@pytest.mark.parametrize(
    "text",
    [
        "a communication strategy",
        "plan de communication",
        "a social plan in line with the media",
        "",
        "antisocial media",
    ],
)
def test_a_strategy_for_something_else(text: str) -> None:
    assert not names_social_media(text)


def test_ordinary_words_are_platforms_where_they_are_written_as_names() -> None:
    assert platforms_in("posts on LINE and Facebook, in line with the plan") == {"line", "facebook"}
