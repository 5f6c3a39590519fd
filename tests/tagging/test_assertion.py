from __future__ import annotations

import pytest

from cvsignal.tagging.assertion import assertions
from cvsignal.tagging.labelling import Finding
from tests.tagging.scene_maker import duty, scene_of


def assertion_of(text: str, words: str, language: str = "en", label: str = "brand_presence") -> str:
    """How a finding on ``words`` is asserted in a CV."""
    scene = scene_of(text, language)
    start = text.index(words)
    first = next(i for i, word in enumerate(scene.words) if word.start >= start)
    last = next(i for i, word in enumerate(scene.words, 1) if word.end >= start + len(words))
    return assertions(scene, [Finding(first, last, label, 1.0, 0.9)])[0]


def of_duty(line: str, words: str, language: str = "en") -> str:
    return assertion_of(duty(line, language).text, words, language)


@pytest.mark.parametrize(
    ("language", "line", "words", "expected"),
    [
        ("en", "Ran the Facebook page", "Ran the Facebook page", "asserted"),
        ("en", "Filed letters, without managing the Facebook page", "managing the Facebook page", "negated"),
        ("en", "Never ran the page", "ran the page", "negated"),
        ("en", "No experience of crisis communication", "experience of crisis communication", "negated"),
        ("en", "Seeking to manage a page", "manage a page", "aspirational"),
        ("en", "I would like to manage the page of a brand", "manage the page", "aspirational"),
        ("en", "Never late. Ran the page", "Ran the page", "asserted"),
        ("en", "At San Diego Zoo ran the page", "ran the page", "asserted"),
        ("en", "For a non-profit ran the page", "ran the page", "asserted"),
        ("en", "Ran the page without supervision", "Ran the page", "asserted"),
        ("en", "Not one of the many long letters was lost while I ran the page", "ran the page", "asserted"),
        ("en", "If hired, I will run the page", "run the page", "aspirational"),
        ("en", "I would love to run the page of a museum", "run the page", "aspirational"),
        ("en", "You will run the page and answer comments", "run the page", "aspirational"),
        ("en", "Without a budget, ran the page", "ran the page", "asserted"),
        ("fr", "Animation de la page", "Animation de la page", "asserted"),
        ("fr", "Si vous m'engagez, je vous rédigerai des billets", "rédigerai des billets", "aspirational"),
        ("fr", "J'animerai la page de votre musée", "animerai la page", "aspirational"),
        ("fr", "Vous animerez la page de la marque", "animerez la page", "aspirational"),
        ("fr", "Sans budget, animation de la page", "animation de la page", "asserted"),
        ("fr", "Dans ce poste j'ai animé la page", "animé la page", "asserted"),
        ("fr", "Je gérais la page du musée", "gérais la page", "asserted"),
        ("fr", "J'assurais l'animation de la page", "assurais l'animation de la page", "asserted"),
        ("fr", "J'encadrais l'équipe et animais la page", "animais la page", "asserted"),
        ("fr", "La page que vous gérez pour la marque", "gérez pour la marque", "asserted"),
        ("fr", "Je mettrai en place une page", "mettrai en place une page", "aspirational"),
        ("fr", "Vous aurez à animer la page", "animer la page", "aspirational"),
        ("fr", "Sauf mention contraire, gestion de la page", "gestion de la page", "asserted"),
        ("fr", "Tout sauf simple : gestion de la page", "gestion de la page", "asserted"),
        ("fr", "Pour le candidat aux municipales, gestion de la page", "gestion de la page", "asserted"),
        ("en", "Managed all pages except, in summer, the page of the zoo", "the page of the zoo", "asserted"),
        ("en", "Did everything except manage the page", "manage the page", "negated"),
        ("fr", "Rédaction, sans gestion des réseaux sociaux", "gestion des réseaux sociaux", "negated"),
        ("fr", "Je n'ai jamais animé de page", "animé de page", "negated"),
        ("fr", "Je souhaite animer la page d'un festival", "animer la page", "aspirational"),
        ("fr", "Jamais en retard. Animation de la page", "Animation de la page", "asserted"),
    ],
)
def test_assertion(language: str, line: str, words: str, expected: str) -> None:
    assert of_duty(line, words, language) == expected


def test_a_cue_does_not_reach_over_a_row() -> None:
    assert assertion_of("Jo\nExperience\n- Never late\n- Ran the page\n", "Ran the page") == "asserted"


def test_an_objective_is_a_wish_from_end_to_end() -> None:
    assert assertion_of("Jo\nObjective\nManage the page of a brand\n", "Manage the page") == "aspirational"


def test_a_course_named_in_an_objective_was_taken() -> None:
    text = "Jo\nObjective\nCertified in social media\n"
    assert assertion_of(text, "Certified in social media", label="training") == "asserted"


def test_a_denial_in_an_objective_stays_one() -> None:
    assert assertion_of("Jo\nObjective\nA job without managing pages\n", "managing pages") == "negated"
