"""Words broken at a line end."""

from __future__ import annotations

import pytest

from cvsignal.reading.hyphens import joined_words, rejoined
from tests.reading.drawn import segment


def read_lines(lines: list[str], *, justified: bool = False) -> list[str]:
    rows = [
        [(" " if i else "", word) for i, word in enumerate(segment(line, 50, 20 * n).words)]
        for n, line in enumerate(lines)
    ]
    joined = joined_words(rows, ["soft"] * (len(lines) - 1), lambda i: justified)
    return ["".join(space + word.text for space, word in row) for row in joined]


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (["of the communica-", "tion plan"], "of the communication"),
        (["a long-", "term plan"], "a long-term"),
        (["une porte-", "parole du maire"], "une porte-parole"),
        (
            ["the trend-", "driven shop"],
            "the trend-driven",
        ),  # silent document, ragged text: the hyphen is the word's own
        (["moderation of the modera-", "tors and moderators"], "moderation of the moderators"),
        (["a co-ordi-", "nated plan"], "a co-ordi-nated"),
    ],
)
def test_the_end_of_the_word_moves_up(lines: list[str], first: str) -> None:
    assert read_lines(lines)[0] == first


def test_justified_text_breaks_words() -> None:
    assert read_lines(["formation du personnel saison-", "nier du port"], justified=True)[0].endswith("saisonnier")


def test_a_document_that_breaks_one_word_breaks_others() -> None:
    lines = ["of the communica-", "tion plan and the saison-", "nier of it"]
    assert read_lines(lines)[1] == "plan and the saisonnier"


def test_a_range_of_dates_is_no_broken_word() -> None:
    assert read_lines(["from 2014-", "present day"]) == ["from 2014-", "present day"]


def test_a_row_that_held_only_the_end_is_left_empty() -> None:
    assert read_lines(["the communica-", "tion", "Skills"]) == ["the communication", "", "Skills"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("the communica-\ntion plan of", "the communication\nplan of"),
        ("a long-\nterm plan", "a long-term\nplan"),
        ("moderators and modera-\ntors", "moderators and moderators\n"),
        ("2014-\npresent", "2014-\npresent"),
        ("Skills -\nposts", "Skills -\nposts"),
        ("Val-\nDavid", "Val-\nDavid"),
    ],
)
def test_text_without_geometry(text: str, right: str) -> None:
    assert rejoined(text) == right
