from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from cvsignal.tagging.words import LeanTokenizer, figure_sign, tokens_of

TOKENIZER = LeanTokenizer(Vocab())


def words(text: str) -> list[str]:
    return [token.text for token in TOKENIZER(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'organisme qu’il anime", ["l'", "organisme", "qu’", "il", "anime"]),
        ("chargé·e de communication", ["chargé·e", "de", "communication"]),
        ("Chargé(e) directeur/trice", ["Chargé(e)", "directeur/trice"]),
        ("12K abonnés, 3,5 %", ["12K", "abonnés", ",", "3,5", "%"]),
        ("a.b@example.org www.example.org", ["a.b@example.org", "www.example.org"]),
        ("https://example.org/a?b=1 x", ["https://example.org/a?b=1", "x"]),
        ("B.A. in PR", ["B.A.", "in", "PR"]),
        ("social-media", ["social", "-", "media"]),
        ("24/7", ["24", "/", "7"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=80))
def test_no_character_is_lost(text: str) -> None:
    assert TOKENIZER(text).text == text


@given(st.text(alphabet="aé'’·(). e-/s\n\t\u00a01K@😀,", max_size=40))
def test_the_tokens_of_a_text_are_those_of_its_doc(text: str) -> None:
    found = [(token, start) for token, start in tokens_of(text) if not token.isspace()]
    assert found == [(token.text, token.idx) for token in TOKENIZER(text) if not token.text.isspace()]


@given(st.text(alphabet="aé'’·(). e-/s\n\t\u00a01K@😀", max_size=40))
def test_every_word_stands_at_its_offset(text: str) -> None:
    assert all(text[t.idx : t.idx + len(t.text)] == t.text for t in TOKENIZER(text))


@pytest.mark.parametrize(
    ("figures", "sign"),
    [
        ("1998 2024 05.2019", "#year"),
        ("7 0 2,5 7.25", "#1"),
        ("12 340 12,50 99.95", "#2"),
        ("8,000 8.000 12K 1,2M 31,000.50 2100 1,250,000", "#k"),
    ],
)
def test_figures_have_the_sign_of_their_size(figures: str, sign: str) -> None:
    assert {figure_sign(figure, "") for figure in figures.split()} == {sign}


@pytest.mark.parametrize("figure", ["8 000", "31\u00a0000", "1\u202f250\u202f000"])
def test_french_thousands_are_one_figure(figure: str) -> None:
    assert [word for word, _ in tokens_of(f"de {figure} à")] == ["de", " ", figure, " ", "à"]
    assert figure_sign(figure, "") == "#k"


@pytest.mark.parametrize("word", ["12e", "19th", "24h", "300km", "B2B"])
def test_what_begins_with_digits_is_one_word_and_no_figure(word: str) -> None:
    assert [token for token, _ in tokens_of(f"{word} ")] == [word, " "]
    assert figure_sign(word, "%") is None


def test_a_share_is_a_figure_before_its_sign() -> None:
    assert figure_sign("40", "%") == figure_sign("7,5", "%") == "#%"
