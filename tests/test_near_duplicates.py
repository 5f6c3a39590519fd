from __future__ import annotations

import random

from cvsignal.near_duplicates import alike, formulas, likeness_faults

WORDS = [f"mot{n}" for n in range(2000)]


def text(seed: int, words: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def test_pairs_are_counted_exactly() -> None:
    a = "un deux trois quatre cinq six sept"  # three sequences of five words
    b = "Un, deux trois quatre cinq ; six huit"  # three, two of them common
    (pair,) = alike([a, text(1), b])
    assert (pair.first, pair.second, pair.jaccard) == (0, 2, 0.5)


def test_a_quarter_copied_is_seen_and_a_tenth_is_not() -> None:
    base = text(1)
    quarter = " ".join(base.split()[:75]) + " " + text(2, 225)
    tenth = " ".join(base.split()[:30]) + " " + text(3, 270)
    assert [(p.first, p.second) for p in alike([base, quarter, tenth])] == [(0, 1)]


def test_texts_too_short_to_compare_are_no_pair() -> None:
    assert alike(["un deux", "un deux", ""]) == []
    assert alike([]) == []


def test_long_sentences_in_more_than_three_cvs_are_formulas() -> None:
    formula = "Veille quotidienne de la presse et des médias sociaux"
    short = "Sens de l'organisation"
    texts = [f"{text(n)}.\n{formula}.\n{short}." for n in range(4)] + [f"{text(9)}.\n{short}."]
    (found,) = formulas(texts)
    assert found.texts == (0, 1, 2, 3)
    assert formulas(texts[:3]) == []


def test_a_sentence_said_twice_in_one_cv_counts_once() -> None:
    formula = "Veille quotidienne de la presse et des médias sociaux. "
    assert formulas([formula * 2, formula * 2]) == []


def test_faults_name_both_places() -> None:
    faults = likeness_faults(["a.jsonl:1: x", "b.jsonl:7: y"], [text(1), text(1)])
    assert faults == [
        "b.jsonl:7: y: near duplicate of a.jsonl:1: x: 100% of their five-word sequences are common, the limit is 10%. "
        "Keep one, or write it anew."
    ]


def test_dates_and_single_letters_are_no_words() -> None:
    assert formulas(["12 2004 to 06 2006 company name, city, state x y z"] * 4) == []
