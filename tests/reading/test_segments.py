"""Glyphs to words: spaces drawn, dropped or only left free."""

from __future__ import annotations

import numpy as np

from cvsignal.reading.glyphs import Glyphs, Style
from cvsignal.reading.segments import segments_of


def glyphs(
    text: str,
    places: list[tuple[float, float]],
    *,
    width: float = 5.0,
    height: float = 10.0,
    spaced: tuple[int, ...] = (),
) -> Glyphs:
    boxes = np.array([(x, y, x + width, y + height) for x, y in places], dtype=np.float64)
    flags = np.zeros(len(text), np.bool_)
    flags[list(spaced)] = True
    codes = np.array([ord(sign) for sign in text], np.uint32)
    return Glyphs(codes, boxes, np.arange(len(text)), flags, lambda i: Style(height))


def words(made: Glyphs) -> list[list[str]]:
    return [[word.text for word in segment.words] for segment in segments_of(made)]


def row(gaps: list[float], y: float = 50.0, width: float = 5.0) -> list[tuple[float, float]]:
    x = 40.0
    places = []
    for gap in gaps:
        x += gap
        places.append((x, y))
        x += width
    return places


def test_a_gap_wider_than_a_tenth_is_a_space() -> None:
    assert words(glyphs("abcd", row([0, 0.5, 1.5, 0.5]))) == [["ab", "cd"]]


def test_a_dropped_space_counts_without_a_gap() -> None:
    assert words(glyphs("socialmedia", row([0] * 11), spaced=(6,))) == [["social", "media"]]


def test_a_wide_gap_ends_the_segment() -> None:
    assert words(glyphs("abcd", row([0, 0, 40, 0]))) == [["ab"], ["cd"]]


def test_the_next_line_is_another_segment() -> None:
    assert words(glyphs("abcd", [*row([0, 0]), *row([0, 0], y=64)])) == [["ab"], ["cd"]]


def test_letter_spaced_words_are_words() -> None:
    places = row([0, 4, 4, 4, 4, 12, 4, 4, 4, 4, 4, 4, 4])
    assert words(glyphs("VISITCULTURES", places)) == [["VISIT", "CULTURES"]]


def test_strayed_signs_are_not_taken_for_letter_spacing() -> None:
    assert words(glyphs("••••••", row([0] + [4] * 5))) == [["•"] * 6]


def test_a_glyph_drawn_twice_is_one() -> None:
    places = [(40, 50), (40.4, 50), (46, 50), (46.4, 50)]
    assert words(glyphs("aabb", places)) == [["ab"]]


def test_a_double_letter_of_a_ligature_stays_double() -> None:
    made = glyphs("off", [(40, 50), (45, 50), (45, 50)])
    made.drawings = np.array([0, 1, 1])
    assert words(made) == [["off"]]


def test_an_accent_drawn_apart_lands_on_its_letter() -> None:
    places = [(40.0, 49.0), (40.0, 50.0), (45.0, 50.0), (50.0, 49.0), (50.0, 50.0)]
    assert words(glyphs("´et´e", places)) == [["été"]]


def test_unknown_codes_do_not_break() -> None:
    made = glyphs("abc", row([0, 0, 0]))
    made.codes = np.array([97, 0x110000, 0xD800], np.uint32)
    assert words(made) == [["a\ufffd\ufffd"]]


def test_turned_text_is_words_too() -> None:
    places = [(40.0, 200.0 - 6 * i) for i in range(10)]
    made = glyphs("Curriculum", places, width=10.0, height=6.0)
    made.style_at = lambda i: Style(10.0, direction=1)
    assert words(made) == [["Curriculum"]]


def test_no_glyphs_no_segments() -> None:
    empty = Glyphs(
        np.zeros(0, np.uint32), np.zeros((0, 4)), np.zeros(0, np.int64), np.zeros(0, np.bool_), lambda i: Style(1.0)
    )
    assert segments_of(empty) == []
