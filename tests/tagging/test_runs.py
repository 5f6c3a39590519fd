"""Where titles may stand: runs of their parts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cvsignal.tagging.runs import marks_of, runs
from tests.tagging.scene_maker import scene_of, words_of

_WORDS = [
    "Press",
    "Officer",
    "marketing",
    "and",
    "of",
    "Jo",
    "zebra",
    ",",
    "–",
    ":",
    "(",
    ")",
    ".",
    "2014",
    "Manager",
    "media",
]


def runs_of(line: str, language: str = "en") -> list[str]:
    scene = scene_of(f"Jo Doe\nOther\n{line}\n", language)
    first = next(i for i, word in enumerate(scene.words) if word.start >= len("Jo Doe\nOther\n"))
    found = runs(scene.words, marks_of(scene.hits), first, len(scene.words))
    return [words_of(scene, *extent) for extent in found]


@settings(deadline=None)  # the first scene loads the lexicon
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=25))
def test_runs_stand_apart_and_hold_all_parts(words: list[str]) -> None:
    scene = scene_of("Jo Doe\nOther\n" + " ".join(words), "en")
    marks, end = marks_of(scene.hits), 0
    found = list(runs(scene.words, marks, 0, len(scene.words)))
    for first, last in found:
        assert end <= first < last <= len(scene.words)
        end = last
    assert marks.parts <= {i for extent in found for i in range(*extent)}


def test_a_sentence_ends_a_run() -> None:
    assert runs_of("Press Officer. Marketing Manager") == ["Press Officer", "Marketing Manager"]


def test_a_dash_joins_a_head_to_its_field_only() -> None:
    assert runs_of("Deputy Manager – Public Relations") == ["Deputy Manager – Public Relations"]
    assert runs_of("Press Officer – Public Relations") == ["Press Officer", "Public Relations"]


def test_a_strange_word_is_bridged_beside_an_and() -> None:
    assert runs_of("communications and zebra officer") == ["communications and zebra officer"]
    assert runs_of("communications zebra officer") == ["communications", "officer"]
