from __future__ import annotations

import pytest

from cvsignal.tagging.schools import school_words
from tests.tagging.scene_maker import scene_of


def schools(line: str, heading: str = "Education") -> list[str]:
    scene = scene_of(f"Jo Doe\n{heading}\n{line}\n")
    return [scene.words[i].text for i in sorted(school_words(scene.words, scene.outline.rows, scene.hits))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("BA in English, Harvard University, 2010", "Harvard University"),
        ("BA in English, Tsinghua, 2010", "Tsinghua"),
        ("Licence de lettres, École polytechnique fédérale de Lausanne", "École polytechnique fédérale de Lausanne"),
        ("UQAM | BA in English | 2010", "UQAM"),
        ("Certificate in Public Relations, Institut supérieur Ibn Khaldoun", "Institut supérieur Ibn Khaldoun"),
        ("BA in Public Relations, London College of Communication", "London College of"),
        ("BA in English, National Institute of Management", "National Institute of Management"),
        ("BA in English, managed the page of the university", "the of the university"),
        ("BA in English, 2010", ""),
        ("Master en communication institutionnelle, 2010", ""),
        ("Diplôme universitaire en relations publiques, 2010", ""),
        ("BA in English, with a year in Spain", ""),
    ],
)
def test_schools(line: str, expected: str) -> None:
    assert " ".join(schools(line)) == expected


def test_a_row_that_begins_with_a_degree_is_about_studies_anywhere() -> None:
    line = "Master's degree in Communication, Open University"
    assert schools(line, "Skills") == ["Open", "University"]


def test_elsewhere_a_university_is_an_employer() -> None:
    assert schools("Ran the Facebook page of Harvard University", "Experience") == []
