"""Nothing of the person moves a score: names, sex, age, origin, family, address, photo, school and employer; nor the language.

The first part changes one thing of a CV at a time and asks for the very same fit. The second compares the same CV in French
and in English (``tests/data/pairs``); ``pytest -s tests/test_fairness.py -k pairs`` prints the figures.
"""

from __future__ import annotations

import os
import re
import statistics
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cvsignal
from cvsignal.reading import from_text
from cvsignal.schema import Assessment, Fit
from cvsignal.sections import outline
from cvsignal.tagging.index import Index
from cvsignal.tagging.pieces import pieces_of
from cvsignal.tagging.scene import with_ordinary
from cvsignal.tagging.tagger import scenes
from cvsignal.tagging.traits import clause_traits, name_traits, piece_traits, places

DATA = Path(__file__).parent / "data"
CVS: list[dict[str, str]] = tomllib.loads((DATA / "fairness.toml").read_text(encoding="utf-8"))["cv"]
PAIRS: list[dict[str, Any]] = [
    pair
    for path in sorted((DATA / "pairs").glob("*.toml"))
    for pair in tomllib.loads(path.read_text(encoding="utf-8"))["pair"]
]
ROLES = ("community_manager", "social_media_manager")
WOMAN, MAN, BOTH = 0, 1, 2
USUAL = {
    "name": "Claire Martin",
    "first": "Claire",
    "email": "claire.martin@example.org",
    "address": "34, rue des Érables, Trois-Rivières",
    "city": "Trois-Rivières",
    "personal": "",
    "school": "Université Laval",
    "employer": "Groupe Beauregard",
}
NAMES = (
    *("Marie Tremblay", "John Smith", "CLAIRE MARTIN", "Will Young"),  # common
    *("Zéphirine Quévillon", "Siobhán Ní Dhomhnaill", "Jürgen Groß", "Sean O'Brien"),  # rare
    *("Mohamed Benali", "Fatima-Zahra El Amrani", "Abdelkader Ben Abdallah", "Ahmed Harding"),  # Arabic
    *("Aïssatou Diallo", "Oluwaseun Adebayo-Okonkwo", "Nkechi Obi", "ABDOULAYE NDIAYE", "Désiré Kouassi"),  # African
    *("Guy Lafleur", "Marie-Ève Lachance-Bouchard", "Jean-François Côté", "Rock Voisine"),  # Québec
    *("Nguyễn Thị Hồng", "Li Wei", "Xi Yu", "Lakshmi Venkataraman", "王秀英"),  # Asian
    *("María de los Ángeles Fernández de Córdoba y Álvarez de Toledo", "Anna Maria van der Berg"),  # long
    *("Rose Page", "Grant Post", "Russell Brand", "Marc Media", "Angel Story", "Olivier Chef"),  # words of the field
    *("April June", "Mai Nguyen", "Augustin Mars", "Aimé Boulanger", "Alfred Fleming"),  # months, verbs, participles
)
CHANGES: dict[str, tuple[dict[str, str], ...]] = {
    "age": tuple({"personal": p} for p in ("29 ans", "52 years old", "Age: 61", "Âge : 19 ans")),
    "birth": tuple(
        {"personal": p}
        for p in (
            *("Née le 4 mai 1985", "Né le 12/03/1961 à Alger", "Born 4 May 1968", "Date of birth: 12/03/1990"),
            *("Date de naissance : 12/03/2001", "Born in 1972 in Lagos; permanent resident since 2010"),
        )
    ),
    "nationality": tuple(
        {"personal": p}
        for p in (
            *("Nationalité marocaine", "De nationalité française", "Nationality: Nigerian", "French citizen"),
            *("Permis de travail, résidente permanente", "Canadian citizen since 2015"),
        )
    ),
    "marital status": tuple(
        {"personal": p} for p in ("Mariée", "Célibataire", "Divorced", "Marital status: single", "État civil : veuf")
    ),
    "children": tuple(
        {"personal": p}
        for p in ("Married, three children", "Mère de trois enfants", "Two children (2012, 2016)", "Sans enfant")
    ),
    "photo": tuple({"personal": p} for p in ("Photo : portrait.jpg", "[Photo]", "Photo attached")),
    "religion and sex told": tuple({"personal": p} for p in ("Religion: Muslim", "Sexe : F", "Gender: male")),
    "address": tuple(
        {"address": a}
        for a in (
            *("12 Elm Street, Springfield", "Flat 9, Block C, Lagos", "Cité El Khadra, bloc 7, Tunis", ""),
            *("1, place de la Bourse, 75002 Paris", "Post Office Box 2014, Freetown", "Media City, Salford"),
            *("2025 Market Street, apt. 14, San Francisco, CA 94110", "Station Road 3, Reading RG1 1AA"),
        )
    ),
    "city of residence": tuple(
        {"city": c, "address": f"4, rue Basse, {c}"}
        for c in ("Paris", "Saint-Louis-du-Ha! Ha!", "Reading", "Nice", "Ho Chi Minh Ville", "Ouagadougou", "Tours")
    ),
    "school": tuple(
        {"school": s}
        for s in (
            *("Harvard University", "Université Cheikh Anta Diop de Dakar", "HEC Montréal", "UQAM", "Tsinghua", ""),
            *("Massachusetts Institute of Technology", "Cégep de Rimouski", "Lycée Louis-le-Grand", "Sciences Po"),
            *("École polytechnique fédérale de Lausanne", "Open University", "Institut supérieur Ibn Khaldoun"),
            *("London School of Economics and Political Science", "École supérieure internationale de Genève"),
            *("National Institute of Management", "Leading Edge College", "École Nationale de la Magistrature"),
        )
    ),
    "employer": tuple(
        {"employer": e}
        for e in (
            *("Acme", "Nike", "Al-Baraka", "Zhongxing", "Fondation Mbeki", "Société Générale", "Green Grocers"),
            *("Hôpital Sainte-Justine", "Ministry of Health", "SNCF", "Ben & Jerry's", "Islamic Relief"),
            *("Ministère des Transports", "Musée de la Civilisation", "San Diego Zoo"),
            "The National Trust for Places of Historic Interest or Natural Beauty",
        )
    ),
    "name": tuple(
        {
            "name": name,
            "first": name.split()[0],
            "email": re.sub(r"[^a-z.]", "", unicodedata.normalize("NFD", name.lower().replace(" ", ".")))
            + "@example.org",
        }
        for name in NAMES
    ),
}


@pytest.fixture(scope="module")
def shipped() -> cvsignal.Screener:
    """The shipped model, or the one in the folder that CVSIGNAL_TEST_MODEL names."""
    return cvsignal.load(os.environ.get("CVSIGNAL_TEST_MODEL"))


def written(cv: dict[str, str], form: int = WOMAN, **slots: str) -> str:
    """A CV with its slots filled and its gendered forms chosen; lines of empty slots are left out."""
    filled = {**USUAL, **slots}
    lines: list[str] = []
    for line in cv["text"].strip().split("\n"):
        told = re.sub(r"\{(\w+)\}", lambda slot: filled[slot[1]], line)
        if told.strip() or not line.strip():
            lines.append(re.sub(r"\[\[(.*?)\]\]", lambda forms: forms[1].split("|")[form], told))
    return "\n".join(lines) + "\n"


def verdicts(assessment: Assessment) -> dict[str, tuple[float, int, str, tuple[float, ...]]]:
    """All that a fit says in figures."""
    return {name: _figures(fit) for name, fit in assessment.fit.items()}


def _figures(fit: Fit) -> tuple[float, int, str, tuple[float, ...]]:
    return fit.score, fit.grade, fit.verdict, tuple(part.points for part in fit.contributions)


def moved(shipped: cvsignal.Screener, cv: dict[str, str], texts: Iterator[tuple[str, str]]) -> list[str]:
    """What of the changes moved a fit, the language being found anew each time."""
    usual = verdicts(shipped.assess_text(written(cv)))
    return [what for what, text in texts if verdicts(shipped.assess_text(text)) != usual]


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("cv", CVS, ids=lambda cv: cv["id"])
def test_nothing_of_the_person_moves_a_score(cv: dict[str, str], what: str, shipped: cvsignal.Screener) -> None:
    texts = ((str(change), written(cv, **change)) for change in CHANGES[what])
    assert moved(shipped, cv, texts) == []


@pytest.mark.parametrize("cv", CVS, ids=lambda cv: cv["id"])
def test_no_gendered_form_moves_a_score(cv: dict[str, str], shipped: cvsignal.Screener) -> None:
    texts = ((name, written(cv, form)) for name, form in (("man", MAN), ("both", BOTH)))
    assert moved(shipped, cv, texts) == []


@pytest.mark.parametrize("cv", CVS, ids=lambda cv: cv["id"])
def test_the_tagger_sees_no_difference_between_gendered_forms(cv: dict[str, str]) -> None:
    """Not by a hair: each candidate has the very same traits in the same order, and the same company."""
    maker = scenes(cv["language"])
    documents = [from_text(written(cv, form)) for form in (WOMAN, MAN, BOTH)]
    read = [maker(document, outline(document)) for document in documents]
    common = frozenset(word.text for word in read[0].words if word.text.islower())
    indices = [Index(with_ordinary(scene, common)) for scene in read]
    seen = [
        (
            clause_traits(index),
            [piece_traits(index, piece) for piece in pieces_of(index.scene, range(len(index.scene.clauses)))],
            name_traits(index),
            places(index.scene).tolist(),
        )
        for index in indices
    ]
    assert seen[0] == seen[1] == seen[2]


#: The same words of a woman and of a man.
GENDERED = (
    ("Créative et active sur les réseaux sociaux", "Créatif et actif sur les réseaux sociaux"),
    ("Rigoureuse, attentive et sportive", "Rigoureux, attentif et sportif"),
    ("Reconnue pour sa plume et dévouée aux communautés", "Reconnu pour sa plume et dévoué aux communautés"),
    (
        "Nommée porte-parole de l'agence, chargée des relations avec la presse",
        "Nommé porte-parole de l'agence, chargé des relations avec la presse",
    ),
    ("Passionnée de réseaux sociaux, bonne communicante", "Passionné de réseaux sociaux, bon communicant"),
    ("Conceptrice-rédactrice indépendante", "Concepteur-rédacteur indépendant"),
    ("Étudiante diplômée, titulaire d'un master, certifiée", "Étudiant diplômé, titulaire d'un master, certifié"),
    ("Consultante principale et ambassadrice de la marque", "Consultant principal et ambassadeur de la marque"),
    (
        "Seule responsable des comptes Instagram, première répondante",
        "Seul responsable des comptes Instagram, premier répondant",
    ),
)


@pytest.mark.parametrize("line", ["{profile}", "{duty}"])
@pytest.mark.parametrize(("woman", "man"), GENDERED)
def test_no_gendered_word_moves_a_score_wherever_it_stands(
    woman: str, man: str, line: str, shipped: cvsignal.Screener
) -> None:
    text = (
        "Dominique Roy\n\nPROFIL\n{profile}\n\nEXPÉRIENCE\nGestionnaire de communautés, Musée du Fleuve, 2016 - 2020\n"
        "- Animation de la page Facebook et du compte Instagram du musée\n- {duty}\n\nFORMATION\nBaccalauréat, 2012\n"
    )
    told = [
        text.replace(line, words).format(profile="Dix ans de métier", duty="Suivi mensuel") for words in (woman, man)
    ]
    one, other = (verdicts(shipped.assess_text(words)) for words in told)
    assert one == other


@pytest.mark.parametrize("cv", CVS, ids=lambda cv: cv["id"])
def test_all_at_once(cv: dict[str, str], shipped: cvsignal.Screener) -> None:
    change = {
        slot: value for what in ("birth", "address", "school", "name") for slot, value in CHANGES[what][1].items()
    }
    assert moved(shipped, cv, iter([("all", written(cv, MAN, **change))])) == []


@pytest.mark.parametrize(("language", "count"), [("fr", 6), ("en", 6)])
def test_the_changes_change_the_cvs(language: str, count: int) -> None:
    mine = [cv for cv in CVS if cv["language"] == language]
    assert len(mine) == count
    for cv in mine:
        assert all(f"{{{slot}}}" in cv["text"] for slot in USUAL if slot != "first")
        assert len({written(cv, form) for form in (WOMAN, MAN, BOTH)}) > 1


def test_the_cvs_are_not_all_worth_nothing(shipped: cvsignal.Screener) -> None:
    grades = Counter(fit.grade for cv in CVS for fit in shipped.assess_text(written(cv)).fit.values())
    assert len(grades) >= 3


@pytest.mark.xfail(
    reason="reading: whether a line of plain text goes on is judged from the lengths of all lines", strict=True
)
def test_a_long_name_of_an_employer_does_not_join_lines() -> None:
    cv = next(cv for cv in CVS if cv["id"] == "portrait-en")
    usual, long = (written(cv, **change) for change in ({}, {"employer": "Association des femmes de Kinshasa"}))
    assert len(from_text(long).soft_breaks) == len(from_text(usual).soft_breaks)


def test_pairs_are_whole_and_of_all_grades() -> None:
    assert len(PAIRS) >= 60
    assert len({pair["name"] for pair in PAIRS}) == len(PAIRS)
    for pair in PAIRS:
        assert all(115 <= len(pair[language].split()) <= 250 for language in ("en", "fr")), pair["name"]
        assert pair["en"].count("\n") == pair["fr"].count("\n"), pair["name"]
    for place in range(len(ROLES)):
        counts = Counter(pair["grades"][place] for pair in PAIRS)
        assert min(counts[grade] for grade in range(4)) >= 7, counts


#: What holds of the shipped model: at least this share of the pairs within 5 points, and at most this median difference.
#: The aim is 5 points for every pair (issue 5); equally good models differ by three pairs, as one claim may move a score by 20.
LEAST_WITHIN_5 = 0.85
MOST_MEDIAN = 0.5


@pytest.mark.parametrize("role", ROLES)
def test_pairs_in_french_and_english_score_alike(role: str, shipped: cvsignal.Screener) -> None:
    differences: dict[str, float] = {}
    for pair in PAIRS:
        scores = [shipped.assess_text(pair[language], language).fit[role].score for language in ("en", "fr")]
        differences[pair["name"]] = scores[1] - scores[0]
    sizes = sorted(abs(difference) for difference in differences.values())
    within = sum(size <= 5 for size in sizes) / len(sizes)
    print(
        f"\n{role}: {len(sizes)} pairs, {within:.1%} within 5 points, median {statistics.median(sizes):.2f}, "
        f"mean {statistics.mean(sizes):.2f}, worst {sizes[-1]:.1f}, French higher by {statistics.mean(differences.values()):+.2f}"
    )
    for name, difference in sorted(differences.items(), key=lambda item: -abs(item[1])):
        if abs(difference) > 5:
            print(f"  {difference:+6.1f} (French - English) {name}")
    assert within >= LEAST_WITHIN_5
    assert statistics.median(sizes) <= MOST_MEDIAN
