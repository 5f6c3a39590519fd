from __future__ import annotations

import pytest

from cvsignal.tagging.keys import both_sexes, keys_of, lemma, light, without_accents
from cvsignal.tagging.words import tokens_of


@pytest.mark.parametrize(
    ("feminine", "masculine"),
    [
        ("directrice", "directeur"),
        ("rédactrices", "rédacteurs"),
        ("chargée", "chargé"),
        ("chargé·e", "chargé"),
        ("chargé(e)", "chargé"),
        ("directeur/trice", "directeur"),
        ("développée", "développé"),
        ("developpee", "développé"),
        ("conseillère", "conseiller"),
        ("infirmière", "infirmier"),
        ("vendeuse", "vendeur"),
        ("cheffe", "chef"),
        ("technicienne", "technicien"),
        ("elle", "il"),
        ("une", "un"),
        ("rigoureuse", "rigoureux"),
        ("serveuse", "serveur"),
        ("première", "premier"),
        ("créative", "créatif"),
        ("actives", "actifs"),
        ("celles", "ceux"),
        ("elles", "eux"),
    ],
)
def test_both_sexes_have_one_lemma(feminine: str, masculine: str) -> None:
    assert lemma(feminine, "fr") == lemma(masculine, "fr")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("she", "he"),
        ("her", "his"),
        ("her", "them"),
        ("is", "are"),
        ("Managed", "manage"),
        ("posting", "posts"),
        ("Ran", "running"),
        ("oversaw", "overseeing"),
        ("written", "writes"),
        ("Building", "built"),
    ],
)
def test_english_words_with_one_lemma(a: str, b: str) -> None:
    assert lemma(a, "en") == lemma(b, "en")


@pytest.mark.parametrize(
    "forms",
    [
        "concevoir conçu conçue conçus Concu",
        "mettre mis mise mets",
        "tenir tenu tient",
        "publier publie publié",
        "organiser organisé Organisée organisent",
        "animer anime animé animées",
        "programmer programmé programmées",
    ],
)
def test_french_verbs_have_one_lemma(forms: str) -> None:
    assert len({lemma(form, "fr") for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("form", "verb", "language"),
    [
        ("left", "leave", "en"),
        ("contenu", "contenir", "fr"),
        ("suis", "suivre", "fr"),
        ("programme", "programmer", "fr"),
        ("poste", "poster", "fr"),
        ("coordonnées", "coordonner", "fr"),
    ],
)
def test_words_of_their_own_are_no_forms_of_a_verb(form: str, verb: str, language: str) -> None:
    assert lemma(form, language) != lemma(verb, language)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("manager", "manage"),
        ("relationniste", "relations"),
        ("press", "pres"),
        ("ministère", "minister"),
        ("musée", "muse"),
    ],
)
def test_names_keep_apart_what_lemmas_may_join(a: str, b: str) -> None:
    assert light(a) != light(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Managers", "manager"),
        ("Chargé·e", "charge"),
        ("RELATIONS", "relation"),
        ("Médias", "media"),
        ("attachée", "attaché"),
        ("conseillère", "CONSEILLERS"),
        ("directrices", "directeur"),
    ],
)
def test_names_compare_without_case_accents_plural_and_sex(a: str, b: str) -> None:
    assert light(a) == light(b)


def test_accents() -> None:
    assert without_accents("Œuvre à Ñoño") == "OEuvre a Nono"
    assert without_accents("plain") == "plain"


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", "chargé chargée chargé·e chargé(e) chargée CHARGÉ(E) CHARGÉ·E chargés chargées"),
        ("fr", "directeur directrice directeur/trice directeur·trice DIRECTEUR·TRICE directeur(trice) DIRECTEUR(RICE)"),
        ("fr", "professionnel professionnelle professionnel·le"),
        ("fr", "nommé nommée nommé.e"),
        ("fr", "un une un·e un(e)"),
        ("fr", "conseiller conseillère conseiller·ère conseiller(ère)"),
        ("fr", "sportif sportive"),
        ("fr", "mère père"),
        ("fr", "époux épouse epouse"),
        ("fr", "étudiant étudiante étudiant·e"),
        ("en", "spokesman spokeswoman spokesperson"),
        ("en", "waiter waitress"),
    ],
)
def test_both_sexes_are_one_key_and_one_word(language: str, forms: str) -> None:
    assert len({both_sexes(form, language) for form in forms.split()}) == 1
    assert all([word for word, _ in tokens_of(form)] == [form] for form in forms.split())


def test_other_words_stay_apart() -> None:
    assert len({both_sexes(word, "fr") for word in ("page", "presse", "public", "plan", "portée")}) == 5
    assert both_sexes("human", "en") == "human"
    assert keys_of(frozenset({"chargée", "Nommés"}), "fr") == {"charg", "nomm"}


@pytest.mark.parametrize(
    ("derived", "verb", "language"),
    [
        ("publicity", "publicize", "en"),
        ("executive", "execute", "en"),
        ("communications", "communicate", "en"),
        ("manager", "manage", "en"),
        ("branding", "brand", "en"),
        ("publiques", "publier", "fr"),
        ("avis", "aviser", "fr"),
        ("ma", "sa", "fr"),
        ("données", "donner", "fr"),
    ],
)
def test_a_word_is_no_form_of_one_that_it_only_shares_letters_with(derived: str, verb: str, language: str) -> None:
    assert lemma(derived, language) != lemma(verb, language)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("redige", "rédigé"), ("developpement", "développement"), ("Concu", "conçu"), ("STRATEGIE", "stratégie")],
)
def test_accents_may_be_missing(typed: str, meant: str) -> None:
    assert lemma(typed, "fr") == lemma(meant, "fr")


def test_words_of_no_dictionary_are_compared_by_stem() -> None:
    assert lemma("webinars", "en") == lemma("webinar", "en")
    assert lemma("zorblings", "en") == lemma("zorbling", "en")
