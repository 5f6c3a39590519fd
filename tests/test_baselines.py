"""The rubric as rules: a baseline no weaker than the rubric that it is named for."""

from __future__ import annotations

import pytest

from cvsignal.baselines import Graded, rubric_grades
from cvsignal.features import PILLARS
from cvsignal.schema import Evidence, Label

MIDDLE: tuple[Label, ...] = ("public_relations", "brand_presence", "long_term_strategy", "long_term_strategy")


def cv(*labels: str) -> Graded:
    return Graded("", [Evidence(label=label, text="x", start=0, end=1) for label in labels], 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("first", PILLARS[3])
@pytest.mark.parametrize("second", PILLARS[4])
def test_each_label_of_a_pillar_counts_as_that_pillar(first: str, second: str) -> None:
    rows = [cv(*MIDDLE), cv(*MIDDLE, first), cv(*MIDDLE, first, second)]
    assert rubric_grades(rows, "social_media_manager") == [2, 2, 3]


def test_two_labels_of_one_pillar_are_one() -> None:
    assert rubric_grades([cv(*MIDDLE, *PILLARS[4])], "social_media_manager") == [2]
