from __future__ import annotations

from unicodedata import normalize

import pytest

from tests.tagging.scene_maker import scene_of, words_of

REST = "\nExperience\nCommunity Manager, Oak Hotel, 2010 - 2012\n- Ran the Facebook page\n"


def seen(text: str, language: str = "en") -> list[str]:
    """The words that are left to be tagged."""
    return [word.text for word in scene_of(text, language).words]


WITHOUT = seen("12 345" + REST)[2:]


@pytest.mark.parametrize(
    "head",
    [
        "Claire Martin",
        "CLAIRE MARTIN",
        "Marie-Ève Lachance-Bouchard",
        "María de los Ángeles Fernández y Álvarez",
        "Nguyễn Thị Hồng",
        "王秀英",
        "Xi Yu",
        "Dr. Anne-Sophie De Backer",
        "Name: Claire Martin",
        "Nom et prénom : Claire Martin",
        "Curriculum Vitae of Claire Martin",
        "Résumé\nClaire Martin",
        "| Claire Martin |",
        "Claire\nMARTIN",
        "Aimé Kouassi",
    ],
)
def test_the_name_is_not_seen(head: str) -> None:
    told = {w.strip(",.:|") for w in head.replace("-", " ").split()} - {"Name:", "of", "Résumé", "Vitae", "Curriculum"}
    left = set(seen(head + REST))
    assert left & told <= {"Name", "Nom", "et", "prénom", "of"}
    assert seen(head + REST)[-len(WITHOUT) :] == WITHOUT


def test_a_name_of_words_of_the_field_is_known_by_the_address() -> None:
    for name in ("Rose Page", "Russell Brand", "Olivier Chef"):
        address = name.lower().replace(" ", ".") + "@example.org"
        assert seen(f"{name}\n{address}{REST}")[0] == address
    assert seen("Rose Page" + REST)[:2] == ["Rose", "Page"]  # nothing tells it from a heading


@pytest.mark.parametrize(
    "head",
    [
        "Community Manager",
        "Public Relations Officer, Montréal",
        "Social Media Strategist",
        "Managed the Facebook page of a town",
        "communication officer in Lyon",
    ],
)
def test_what_is_no_name_is_seen(head: str) -> None:
    assert seen(head + REST)[:2] == head.replace(",", " ").split()[:2]


def test_the_name_is_not_seen_elsewhere_either() -> None:
    text = "Aimé Boulanger\naime.boulanger@example.org\nProfil\nAimé anime la page Facebook du musée, aimé de tous\n"
    left = "aime.boulanger@example.org Profil anime la page Facebook du musée , aimé de tous"
    assert " ".join(seen(text, "fr")) == left


def test_a_word_of_the_field_is_seen_elsewhere() -> None:
    text = "Rose Page\nrose.page@example.org\nExperience\nClerk, 2010 - 2012\n- Ran the Facebook Page\n"
    assert seen(text)[-2:] == ["Facebook", "Page"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("label", ["Nom et prénom :", "Prénom :", "À propos :"])
def test_a_label_before_the_name_is_known_however_its_accents_are_written(form: str, label: str) -> None:
    assert "Martin" not in seen(normalize(form, f"{label} Claire Martin{REST}"))


def test_a_name_of_one_word_stands_before_a_title_where_the_script_has_no_spaces() -> None:
    assert "王秀英" not in seen("王秀英, freelance community manager" + REST)
    assert "Paris" in seen("Paris, freelance community manager" + REST)


def test_only_the_head_of_a_line_is_a_name() -> None:
    assert seen("Claire Martin, community manager" + REST)[:3] == [",", "community", "manager"]
    assert seen("Claire Martin - Community Manager" + REST)[:2] == ["Community", "Manager"]


def test_below_the_first_heading_there_is_no_name() -> None:
    assert "Zephyr" in seen("Jo Doe" + REST + "\nZephyr Quill\n")


def test_concepts_stand_where_their_words_are_when_the_name_is_gone() -> None:
    body = "\nMontréal, Managed by Claire Martin : wrote press releases\n- Ran the Facebook page of a hotel\n"
    bare, named = (
        scene_of("12 345" + body.replace("Claire Martin ", "") + REST),
        scene_of("Claire Martin" + body + REST),
    )
    told = [[(hit.concept, words_of(scene, hit.first, hit.last)) for hit in scene.hits] for scene in (bare, named)]
    assert told[1] == told[0]
    assert ("act.run", "Ran") in told[0]


@pytest.mark.parametrize(
    "row", ["Date Of Birth: 3 March 1980", "EN DEUX MOTS", "Résidence Les Orangers", "State And Nation"]
)
def test_a_row_with_a_little_word_between_is_no_name(row: str) -> None:
    told = row.split(":")[0].split()
    later = "\n- Wrote of " + " ; ".join(told) + "\n"
    words = seen(f"Claire Martin\n{row}{REST}{later}")
    assert all(words.count(word) == 2 for word in told)


def test_a_phrase_never_runs_over_the_end_of_a_row() -> None:
    scene = scene_of("Jo Doe\nExperience\nClerk, 2010 - 2012\n- Worked for the public\n- Relations were good\n")
    assert not any(hit.concept == "title.pr" for hit in scene.hits)


def test_a_phrase_inside_one_that_runs_over_a_row_is_found() -> None:
    scene = scene_of("Jo Doe\nSkills\n- Press, Social\n- Media and Society\n")
    assert ("object.social_media", "Social") in [
        (hit.concept, words_of(scene, hit.first, hit.last)) for hit in scene.hits
    ]
