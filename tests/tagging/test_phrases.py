from __future__ import annotations

import pytest

from cvsignal.tagging import phrases
from cvsignal.tagging.phrases import Forms, concept_hits, is_word
from tests.tagging.scene_maker import duty, words_of


def concepts_of(line: str, language: str = "en") -> set[tuple[str, str]]:
    scene = duty(line, language)
    return {(hit.concept, words_of(scene, hit.first, hit.last)) for hit in scene.hits}


@pytest.mark.parametrize(
    ("language", "line", "concept", "words"),
    [
        ("en", "managed the page", "act.run", "managed"),
        ("en", "Management of the page", "act.run", "Management"),
        ("en", "social-media posts", "object.social_media", "social-media"),
        ("en", "used Hootsuite Pro", "tool.paid", "Hootsuite Pro"),
        ("en", "used hootsuite pro", "tool.paid", "hootsuite pro"),
        ("fr", "gérait la page", "act.run", "gérait"),
        ("fr", "mise en œuvre du plan", "act.execute", "mise en œuvre"),
        ("fr", "MISE EN OEUVRE DU PLAN", "act.execute", "MISE EN OEUVRE"),
        ("fr", "attachée de presse", "title.pr_name", "attachée de presse"),
        ("fr", "sur Facebook", "tool.platform", "Facebook"),
    ],
)
def test_concept(language: str, line: str, concept: str, words: str) -> None:
    found = {hit for hit in concepts_of(line, language) if hit[0] == concept}
    assert any(words == text or words in text for _, text in found), found


def test_the_longest_name_wins() -> None:
    found = concepts_of("Worked in Hootsuite Pro")
    assert ("tool.paid", "Hootsuite Pro") in found
    assert not any(concept == "tool.free" for concept, _ in found)


def test_an_acronym_counts_in_capitals_only() -> None:
    assert ("title.marketing", "SEO") in concepts_of("SEO manager")
    assert not any(words == "seo" for _, words in concepts_of("seo manager"))


def test_a_tool_that_is_an_ordinary_word_counts_in_its_own_writing_only() -> None:
    assert ("tool.free", "Later") in concepts_of("planned posts in Later")
    assert not any(concept == "tool.free" for concept, _ in concepts_of("two years later"))


@pytest.mark.parametrize(
    ("language", "line", "concept"),
    [
        ("en", "clean driving licence", "title.degree"),
        ("fr", "supports de communication", "act.other"),
        ("fr", "génération de leads", "act.run"),
        ("fr", "publications programmées", "object.strategy"),
        ("fr", "licence, mention bien", "object.media_watch"),
        ("en", "San Diego", "context.negated"),
        ("en", "non-profit", "context.negated"),
        ("en", "MA in history", "context.own"),
        ("en", "personnel files", "context.own"),
        ("en", "operations manager", "object.campaign"),
        ("en", "social media", "context.brand"),
        ("en", "Master of Business Administration", "act.run"),
        ("fr", "de 2019 à présent", "act.report"),
        ("fr", "en direct", "act.run"),
        ("fr", "assemblée générale", "act.other"),
        ("fr", "au no 12", "context.negated"),
    ],
)
def test_a_false_friend_is_not_read_as_the_other_language(language: str, line: str, concept: str) -> None:
    assert not any(found == concept for found, _ in concepts_of(line, language))


def test_a_foreign_word_counts_by_its_form() -> None:
    assert ("object.channel_other", "newsletter") in concepts_of("rédaction de la newsletter", "fr")


def test_a_manager_does_not_manage() -> None:
    found = concepts_of("Shop manager")
    assert ("title.head", "manager") in found
    assert not any(concept.startswith("act.") for concept, words in found if words == "manager")


@pytest.mark.parametrize(("token", "expected"), [("a", True), (".", True), (" ", False), ("\n", False), ("-", False)])
def test_what_counts_as_a_word(token: str, expected: bool) -> None:
    assert is_word(token) is expected


LINE = "wrote the annual communication plan and the social media strategy ; head of public relations , Hootsuite Pro"
WORDS = LINE.split()


class _Everything:
    def __contains__(self, key: object) -> bool:
        return True


def test_keys_that_no_phrase_holds_inside_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Forms("en")
    found = concept_hits([few[word] for word in WORDS])
    monkeypatch.setattr(phrases, "_inner_keys", _Everything)
    all_keys = Forms("en")
    assert concept_hits([all_keys[word] for word in WORDS]) == found
    assert sum(len(few[word].keys) for word in WORDS) < sum(len(all_keys[word].keys) for word in WORDS)


def test_forms_forgotten_at_the_bound_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    found = concept_hits([Forms("en")[word] for word in WORDS])
    monkeypatch.setattr(phrases, "_MOST_FORMS", 3)
    forms = Forms("en")
    assert concept_hits([forms[word] for word in WORDS]) == found
    assert len(forms) <= 4
