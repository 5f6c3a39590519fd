from __future__ import annotations

import pytest

from tests.tagging.scene_maker import scene_of, words_of


def names_of(line: str, language: str = "en") -> list[tuple[str, str, tuple[str, ...]]]:
    scene = scene_of(f"Jo Doe\nOther\n{line}\n", language)
    return [(n.kind, words_of(scene, n.first, n.last), n.labels) for n in scene.names]


SOCIAL, PR, MARKETING, CUSTOMER = "social_media_position", "public_relations", "marketing", "customer_relations"
PAID, FREE = "paid_monitoring_tool", "free_monitoring_tool"


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("en", "Community Manager, Oak Hotel", [("title", "Community Manager", (SOCIAL,))]),
        (
            "en",
            "Director of Marketing and Public Relations, Oak Hotel",
            [("title", "Director of Marketing and Public Relations", (MARKETING, PR))],
        ),
        (
            "en",
            "Community Manager | Press Officer",
            [("title", "Community Manager", (SOCIAL,)), ("title", "Press Officer", (PR,))],
        ),
        ("en", "Customer Service Representative", [("title", "Customer Service Representative", (CUSTOMER,))]),
        ("en", "BA in Communication, Fairmont University", [("degree", "BA in Communication", (PR,))]),
        ("en", "B.A: Communication, Fairmont University", [("degree", "B.A: Communication", (PR,))]),
        ("en", "Masterof Arts, Public Relations", [("degree", "Masterof Arts, Public Relations", (PR,))]),
        ("en", "Bachelor of Arts in History", []),
        (
            "en",
            "BA in Communication, emphasis on Public Relations",
            [("degree", "BA in Communication", (PR,))],
        ),
        (
            "fr",
            "Licence communication, option marketing",
            [("degree", "Licence communication", (PR,)), ("degree", "option marketing", (MARKETING,))],
        ),
        (
            "en",
            "Public Relations diploma, Maritime Community College",
            [("degree", "Public Relations diploma", (PR,))],
        ),
        (
            "en",
            "Manager, Channel Marketing, Acme, Paris, France, full-time, 2014, 2016",
            [("title", "Manager, Channel Marketing", (MARKETING,))],
        ),
        ("en", "Stock, Filing, Sales, Manager, Marketing, Payroll, Public Relations, Specialist, Excel", []),
        ("en", "Sales Associate, Denim House", []),
        ("en", "Deputy Manager – Public Relations", [("title", "Deputy Manager – Public Relations", (PR,))]),
        (
            "fr",
            "Directrice — Marketing et partenariats",
            [("title", "Directrice — Marketing et partenariats", (MARKETING,))],
        ),
        ("en", "Community Manager – Marketing Weekly Ltd", [("title", "Community Manager", (SOCIAL,))]),
        ("en", "Director – Department of Marketing", [("title", "Director – Department of Marketing", (MARKETING,))]),
        ("en", "Sales Manager – Public Relations Officer, Oak Ltd", [("title", "Public Relations Officer", (PR,))]),
        ("en", "Junior – Marketing, Oak Paper Mills of Leeds", []),
        ("en", "Head of the Press Office, Oak Ltd", [("title", "Head of the Press Office", (PR,))]),
        ("en", "Executive Manager: Corporate Affairs", [("title", "Executive Manager: Corporate Affairs", (PR,))]),
        ("en", "Senior Adviser (media), same office", [("title", "Senior Adviser (media)", (PR,))]),
        ("en", "Adviser (horses), Oak Ltd", []),
        ("en", "Social Media & Widget Executive", [("title", "Social Media & Widget Executive", (PR, SOCIAL))]),
        ("en", "communications and zebra officer", [("title", "communications and zebra officer", (PR,))]),
        (
            "fr",
            "Assistante Zébu et Communication, Mairie",
            [("title", "Assistante Zébu et Communication", (PR,))],
        ),
        ("en", "A communications professional in local zoos", [("title", "communications professional", (PR,))]),
        ("en", "Public relations officer for national parks", [("title", "Public relations officer", (PR,))]),
        ("fr", "Chargée de communication en interne", [("title", "Chargée de communication", (PR,))]),
        ("en", "Director for Public Relations", [("title", "Director for Public Relations", (PR,))]),
        (
            "en",
            "Accredited in Public Relations (APR)",
            [("title", "Accredited in Public Relations", (PR,))],
        ),
        (
            "en",
            "Publicist (community manager)",
            [("title", "Publicist", (PR,)), ("title", "community manager", (SOCIAL,))],
        ),
        ("en", "I ran the media and many of the stables whose officer", []),
        ("en", "taught writers and a community specialist", [("title", "community specialist", (SOCIAL,))]),
        ("fr", "Responsable a la communication, Mairie", [("title", "Responsable a la communication", (PR,))]),
        ("en", "Google Analytics, Excel", [("tool", "Google Analytics", (FREE,))]),
        ("en", "Hootsuite Pro and Word", [("tool", "Hootsuite Pro", (PAID,))]),
        ("en", "Hootsuite (paid plan)", [("tool", "Hootsuite", (PAID,))]),
        ("fr", "Gestionnaire de communautés", [("title", "Gestionnaire de communautés", (SOCIAL,))]),
        ("fr", "Chargé·e de communication, Mairie", [("title", "Chargé·e de communication", (PR,))]),
        ("fr", "Chargé(e) de communication, Mairie", [("title", "Chargé(e) de communication", (PR,))]),
        ("fr", "Maîtrise en relations publiques, 2010", [("degree", "Maîtrise en relations publiques", (PR,))]),
        ("fr", "Conseillère clientèle, Banque", [("title", "Conseillère clientèle", (CUSTOMER,))]),
        ("fr", "Vendeuse, Maison du Jean", []),
        ("fr", "Comptable, Ministère des Communications", []),
        ("fr", "Attaché de presse, ministère des Transports", [("title", "Attaché de presse", (PR,))]),
    ],
)
def test_names(language: str, line: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert names_of(line, language) == expected


@pytest.mark.parametrize(
    "title", ["attaché de presse", "attachée de presse", "ATTACHÉE DE PRESSE", "attaché·e de presse"]
)
def test_a_title_has_the_same_labels_in_all_its_forms(title: str) -> None:
    assert [labels for _, _, labels in names_of(f"{title}, Festival", "fr")] == [(PR,)]


@pytest.mark.parametrize("person", ["Ann Lee", "Maria del Carmen Osei", "Jo"])
def test_nobodys_name_joins_titles(person: str) -> None:
    assert [words for _, words, _ in names_of(f"Press Officer {person} Marketing Manager")] == [
        "Press Officer",
        "Marketing Manager",
    ]


def test_a_field_inside_a_sentence_is_no_title() -> None:
    assert names_of("I like the marketing of small shops and the many people whom it brings together") == []


def test_a_row_without_end_is_no_title() -> None:
    assert names_of("Senior | " * 1_200) == []


def test_titles_in_a_row_without_end_are_found() -> None:
    assert [words for _, words, _ in names_of("PR Manager / Marketing Manager / " * 100)] == [
        "PR Manager",
        "Marketing Manager",
    ] * 100
