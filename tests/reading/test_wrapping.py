"""Soft breaks by text alone: an over-eager join glues two items, a missed one tears a clause; both are tested."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.reading.wrapping import BULLET, DATE_ONLY, DATE_START, continues, habits_of, soft_breaks


def joined(text: str) -> list[str]:
    """The logical lines of a text."""
    breaks = soft_breaks(text)
    return "".join("␣" if i in breaks else sign for i, sign in enumerate(text)).replace("␣", " ").split("\n")


def wrapped(items: list[str], width: int) -> str:
    """Items printed to text at a width, each beginning on a line of its own."""
    lines = []
    for item in items:
        line = ""
        for word in item.split():
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return "\n".join(lines)


PLAIN_ITEMS = [
    "Ran the pages of the aquarium on three networks and wrote the answers to visitors who asked about feeding hours, "
    "tickets and the missing octopus.",
    "Planned the posts of the year with the keepers and the school desk, week by week, in a calendar that the whole "
    "house could read and correct.",
    "Measured reach and ticket clicks every month and told the board in plain words what had worked, what had not, and "
    "what we would stop doing.",
    "Trained four volunteers in moderation.",
    "Kept the archive of photographs in order, with the name of each photographer and the day on which the picture had "
    "been taken in the halls.",
]
FRENCH_ITEMS = [
    "Animation des pages de l'aquarium sur trois réseaux et rédaction des réponses aux visiteurs qui demandaient les "
    "heures de repas et le prix des billets",
    "Planification des publications de l'année avec les soigneurs et le service éducatif, semaine par semaine, dans un "
    "calendrier que toute la maison pouvait lire",
    "Formation de quatre bénévoles à la modération",
    "Présentation mensuelle à la direction de la portée et des clics vers la billetterie, en mots simples, avec ce qui "
    "avait marché et ce qu'il fallait cesser",
]


@pytest.mark.parametrize("width", [80, 96, 110, 128])
@pytest.mark.parametrize("items", [PLAIN_ITEMS, FRENCH_ITEMS], ids=["en", "fr"])
def test_items_printed_at_a_width_come_back_whole(items: list[str], width: int) -> None:
    assert joined(wrapped(items, width)) == items


@pytest.mark.parametrize("width", [90, 120])
def test_bulleted_items_stay_apart_and_whole(width: int) -> None:
    items = [f"• {item}" for item in PLAIN_ITEMS]
    assert joined(wrapped(items, width)) == items


@pytest.mark.parametrize(
    ("line", "following"),
    [
        (
            "Wrote the weekly posts of the museum and answered the questions of its visitors on",
            "Facebook and Instagram",
        ),
        ("Worked with the curators, the education team and the volunteers of the museum to", "plan each season"),
        (
            "Gestion des pages du festival sur Facebook, Instagram et YouTube, en lien avec l'",
            "équipe des communications",
        ),
        ("Rédaction des articles du blogue, des infolettres et des communiqués destinés aux", "médias de la région"),
        ("Built the audience of the channel from nothing, with films, contests and letters,", "Twitter chats included"),
        ("Kept the figures of the year for the board, for the ministry and for the press, 12", "reports in all"),
    ],
)
def test_a_full_line_that_must_go_on_does(line: str, following: str) -> None:
    assert continues(line, following, reach=1.05)


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("Wrote the weekly posts of the museum and answered the questions of its visitors", "• planned the year"),
        ("Wrote the weekly posts of the museum and answered the questions of its visitors", "- planned the year"),
        ("Wrote the weekly posts of the museum and answered the questions of its visitors", "2) planned the year"),
        ("Wrote the weekly posts of the museum and answered the questions of its visitors", "Planned the year"),
        ("Wrote the weekly posts of the museum and answered the questions of its visitors.", "Planned the year"),
        (
            "Wrote the weekly posts of the museum and answered the questions of its visitors",
            "2014 - 2017 Lantern Theatre",
        ),
        ("Wrote the weekly posts of the museum and answered the questions of its visitors", "mars 2014 - juin 2017"),
        ("Wrote the weekly posts of the museum and answered the questions of its visitors", "EDUCATION"),
        ("EXPERIENCE IN SOCIAL MEDIA AND IN PUBLIC RELATIONS FOR MUSEUMS AND THEATRES, 2010", "wrote the posts"),
        ("Wrote the weekly posts of the museum and answered the questions of its visitors", "maud@example.org"),
        ("The duties that I was given in the first of the three years were the following:", "Planning"),
        ("rédaction des publications de la semaine et des réponses aux questions du public ;", "planification"),
    ],
)
def test_a_full_line_before_another_item_stays(line: str, following: str) -> None:
    assert not continues(line, following, reach=1.2)


def test_short_lower_case_items_are_a_list() -> None:
    text = "gestion de projet\nrédaction web\nveille\nphotographie de spectacle\nmontage vidéo\nanglais courant"
    assert joined(text) == text.split("\n")


def test_one_logical_line_a_line_stays_so() -> None:
    text = "\n".join([*PLAIN_ITEMS, PLAIN_ITEMS[0] + " " + PLAIN_ITEMS[1], "Skills", "Moderation", PLAIN_ITEMS[2]])
    assert soft_breaks(text) == frozenset()


def test_blank_lines_are_never_soft() -> None:
    text = wrapped(PLAIN_ITEMS, 100).replace("\n", "\n\n")
    assert soft_breaks(text) == frozenset()


def test_a_punctuated_text_goes_on_after_a_full_line_without_a_stop() -> None:
    items = [
        "Asked the readers of the parish paper to send in their photographs of the flood and published them with the "
        "Mayor on the page of the town.",
        *PLAIN_ITEMS,
        "Counted the votes of the contest every Friday.",
        "Answered the letters of the readers by hand.",
    ]
    width = items[0].index("Mayor") - 1
    assert items[0] in joined(wrapped(items, width))


@pytest.mark.parametrize("mark", ["•", "-", "–", "*", "o", "▪", "➢", "§", "1.", "2)", "a)", "(iii)", "·"])
def test_bullets(mark: str) -> None:
    assert BULLET.match(f"{mark} managed the page")


@pytest.mark.parametrize("text", ["of the page", "e-mail", "1999 was", "oral", "-5 degrees", "a page", "i managed"])
def test_no_bullets(text: str) -> None:
    assert not BULLET.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "2014 - 2017",
        "03/2016 –",
        "janv. 2015 – présent",
        "June 2011 to August 2013",
        "depuis sept. 2019",
        "2014 à 2017",
    ],
)
def test_dates_alone(text: str) -> None:
    assert DATE_ONLY.fullmatch(text)
    assert DATE_START.match(text)


@pytest.mark.parametrize(
    "text", ["2014 and won the prize", "in 2016 we moved", "1,200 followers", "2014 visitors came"]
)
def test_prose_that_opens_with_a_year_is_no_entry(text: str) -> None:
    assert not DATE_START.match(text)


@given(st.text(alphabet=st.sampled_from("aé A•-,.\n\r\t\u00a0\u2028😀"), max_size=300))
def test_soft_breaks_are_newlines_of_the_text(text: str) -> None:
    assert all(text[offset] == "\n" for offset in soft_breaks(text))


def test_a_word_that_opens_items_elsewhere_opens_one_here() -> None:
    lines = [
        "Wrote the posts and Managed the page.",
        "Managed the stall.",
        "Kept order",
        "Facebook",
        "posts on Twitter daily",
    ]
    habits = habits_of(lines, full=60)
    assert "Managed" not in habits.names
    assert "Twitter" in habits.names
    full = "Wrote the weekly posts of the museum and answered the questions of its visitors"
    assert not continues(full, "Managed the stall", reach=1.1, habits=habits)
    assert continues(full, "Twitter posts", reach=1.1, habits=habits)


def test_accents_that_stand_apart_break_the_same_lines() -> None:
    long = "Accueil des élèves et des familles, prêt des livres et des périodiques, conseils de lecture à la demande"
    text = f"{long}\n2017 à aujourd'hui\n{long} et\nrangement\n{long}\n2011 à 2017"
    apart = normalize("NFD", text)
    lines = [apart[:offset].count("\n") for offset in sorted(soft_breaks(apart))]
    assert lines == [text[:offset].count("\n") for offset in sorted(soft_breaks(text))] == [2]
