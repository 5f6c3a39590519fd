"""Cleaning: mojibake goes, good French stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.reading.cleaning import clean, is_sound, repair_mojibake

GOOD = [
    "ingénieur d'études à l'Île-aux-Coudres, où il a reçu une mention « très bien »",
    "QUALITÉ» et «FERMÉ»",
    "DÉVELOPPÉ – 2014 À 2017",
    "Åsa Ångström, Ærø; œuvre, Œuvre; naïve Noël ça où",
    "Ça coûte 30 € – déjà « payé » … n° 5",
    "prêt-à-porter à «Noël», Ô Canada, Î et Ê",
    "ÂGE : 34 ans",
    "C'est l’été – l’équipe a gagné 12 000 abonnés 😀",
]


@pytest.mark.parametrize("text", GOOD)
def test_good_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("text", GOOD[:1] + GOOD[3:])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_doubly_encoded_text_is_repaired(text: str, encoding: str) -> None:
    broken = "".join(_misread(sign, encoding) for sign in text)
    assert clean(broken) == text


def _misread(sign: str, encoding: str) -> str:
    try:
        return sign.encode("utf-8").decode(encoding)
    except UnicodeDecodeError:
        return sign.encode("utf-8").decode("latin-1")


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("managed Â the page", "managed  the page"),
        ("followersÂ\u00a0grew", "followers\u00a0grew"),
        ("ï¼\u200b Ran the page", "• Ran the page"),
        ("it wasnâ€™t", "it wasn’t"),
        ("ï‚· Ran the page", "• Ran the page"),
        ("AndrÃ©", "André"),
        ("PÃƒÂ©rou", "Pérou"),
        ("â€œbestâ€ post", "“best” post"),
    ],
)
def test_mojibake_of_real_kinds(broken: str, right: str) -> None:
    assert clean(broken) == right


def test_signs_that_a_reader_does_not_see_go() -> None:
    assert clean("co\u00adopé\u200bra\ufefftion ﬁn eﬃcace") == "coopération fin efficace"
    assert clean("e\u0301te\u0301") == "été"
    assert clean("\uf0b7 page\x00s") == "• pages"


@given(st.text())
def test_clean_is_idempotent_on_what_it_made(text: str) -> None:
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert "\u00ad" not in once


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_ascii_has_no_mojibake(text: str) -> None:
    assert repair_mojibake(text) == text


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=40))
def test_sound_text_needs_no_cleaning(text: str) -> None:
    if is_sound(text):
        assert unicodedata.normalize("NFC", repair_mojibake(text)) == text
        assert clean(text) == text
