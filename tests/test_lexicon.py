from __future__ import annotations

from collections.abc import Callable

import pytest

from cvsignal import lexicon
from cvsignal.errors import LexiconError
from cvsignal.lexicon import LANGUAGES, concepts, date_words, headings, rules
from cvsignal.schema import LABELS
from cvsignal.tagging import keys

#: What the code and the rules ask for by name; a renamed concept would silently find nothing.
ASKED_FOR = {
    "title.social", "title.social_name", "title.pr", "title.pr_name", "title.marketing", "title.marketing_name",
    "title.customer", "title.customer_name", "title.head", "title.level", "title.degree", "tool.paid", "tool.paid_described",
    "tool.paid_plan", "tool.free", "tool.platform", "context.negated", "context.no_denial", "context.wished",
    "context.own", "context.brand", "context.purpose",
    "title.option", "act.learn", "act.other", "object.learned", "object.channel_other", "object.management",
    "object.pr_team", "object.social_media", "object.audience",
}  # fmt: skip


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A word list of the test's own in place of the file's."""
    made: dict[str, object] = {}
    monkeypatch.setattr(lexicon, "_table", lambda name: made)
    return made


@pytest.mark.parametrize(
    "concept",
    [*concepts(), *headings().values(), *date_words().values()],
    ids=lambda c: c.name,
)
def test_every_concept_has_both_languages_or_any(concept: lexicon.Concept) -> None:
    assert set(concept.phrases) == {"any"} or set(LANGUAGES) <= set(concept.phrases)
    assert all(phrases for phrases in concept.phrases.values())
    assert all(phrase and phrase.strip() == phrase for phrases in concept.phrases.values() for phrase in phrases)


def test_names_of_concepts_are_unique() -> None:
    names = [concept.name for concept in concepts()]
    assert len(names) == len(set(names))


def test_the_concepts_that_the_code_asks_for_are_there() -> None:
    assert {concept.name for concept in concepts()} >= ASKED_FOR


def test_no_tool_is_both_paid_and_free() -> None:
    paid, free = (
        {phrase.lower() for c in concepts() if c.name == name for phrase in c.phrases["any"]}
        for name in ("tool.paid", "tool.free")
    )
    assert paid & free == set()


def test_rules_speak_for_labels_of_practice() -> None:
    labels = {rule.label for rule in rules()}
    titles = {"social_media_position", "public_relations", "marketing"}
    tools = {"paid_monitoring_tool", "free_monitoring_tool"}
    assert labels == set(LABELS) - titles - tools


def test_an_unknown_key_is_refused_by_name(table: dict[str, object]) -> None:
    table["act"] = {"run": {"en": ["run"], "fr": ["gérer"], "de": ["leiten"]}}
    with pytest.raises(LexiconError, match=r"acts\.toml: \[act\.run\] has the unknown key 'de'\. Use en, fr or any"):
        list(lexicon._concepts("acts"))


@pytest.mark.parametrize(("given", "missing"), [("en", "fr"), ("fr", "en")])
def test_a_missing_language_is_refused_by_name(given: str, missing: str, table: dict[str, object]) -> None:
    table["act"] = {"run": {given: ["x"]}}
    with pytest.raises(LexiconError, match=rf"\[act\.run\] lacks '{missing}'"):
        list(lexicon._concepts("acts"))


def test_a_list_in_place_of_a_table_is_refused(table: dict[str, object]) -> None:
    table["act"] = {"run": ["run"]}
    with pytest.raises(LexiconError, match=r"\[act\.run\] is not a table"):
        list(lexicon._concepts("acts"))


def test_a_list_in_place_of_a_family_is_refused(table: dict[str, object]) -> None:
    table["act"] = ["run"]
    with pytest.raises(LexiconError, match="'act' is not a family of tables"):
        list(lexicon._concepts("acts"))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"label": "fame", "all": ["act.run"], "none": []}, "rule 2 has the unknown label 'fame'"),
        ({"label": "campaign", "all": ["act.run"], "none": [], "any": []}, "rule 2 has the unknown key 'any'"),
        ({"label": "campaign", "all": ["act.fly|act.run"], "none": []}, "rule 2 names the unknown concept 'act.fly'"),
        ({"label": "campaign", "all": ["act.run"], "none": ["act.fly"]}, "rule 2 names the unknown concept 'act.fly'"),
    ],
)
def test_a_bad_rule_is_refused(rule: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    concepts()  # read before the table is replaced
    good = {"label": "campaign", "all": ["act.run"], "none": []}
    monkeypatch.setattr(lexicon, "_table", lambda name: {"rule": [good, rule]})
    with pytest.raises(LexiconError, match=message):
        rules.__wrapped__()


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_an_irregular_form_is_told_once_and_is_no_verb_of_the_list(language: str) -> None:
    verbs = lexicon.irregular_verbs(language)
    pairs = next(c for c in lexicon._concepts("verbs") if c.name == "verb.irregular").phrases[language]
    assert len(verbs) == len(pairs)
    assert verbs.keys().isdisjoint(verbs.values())


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
@pytest.mark.parametrize("forms", [lexicon.irregular_verbs, lexicon.apart_words])
def test_a_form_is_only_told_where_the_dictionary_errs(
    language: str, forms: Callable[[str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {form: keys.lemma(form, language) for form in forms(language)}
    monkeypatch.setattr(keys, "_irregular", lambda _: {})
    monkeypatch.setattr(keys, "apart_words", lambda _: {})
    keys.lemma.cache_clear()
    needless = {form for form, found in told.items() if keys.lemma(form, language) == found}
    keys.lemma.cache_clear()
    assert not needless


def test_a_participle_is_only_told_where_the_dictionary_errs_in_one_of_its_forms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = lexicon.participles("fr")
    monkeypatch.setattr(keys, "_irregular", lambda _: {})
    keys.lemma.cache_clear()
    erring = {verb for form, verb in told.items() if keys.lemma(form, "fr") != keys.lemma(verb, "fr")}
    keys.lemma.cache_clear()
    assert erring == set(told.values())
    assert told.keys().isdisjoint(lexicon.irregular_verbs("fr"))


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_every_trade_has_words_and_people(language: str) -> None:
    trades = {c.name: c.phrases[language] for c in lexicon.concepts() if c.name.startswith("trade.")}
    assert {name.removesuffix("_name") for name in trades} == {name for name in trades if not name.endswith("_name")}
    assert all(phrases for phrases in trades.values())
    people = [phrase for name, phrases in trades.items() if name.endswith("_name") for phrase in phrases]
    assert len(people) == len(set(people)), "nobody is of two trades"
