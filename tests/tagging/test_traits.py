from __future__ import annotations

import pytest

from cvsignal.tagging import traits
from cvsignal.tagging.index import Index
from cvsignal.tagging.pieces import pieces_of
from cvsignal.tagging.scene import Scene, with_ordinary
from cvsignal.tagging.traits import piece_traits, places, rule_label
from tests.tagging.scene_maker import duty, scene_of

COMMON = frozenset(["wrote", "the", "communication", "plan", "of", "for", "a", "launch", "every", "year"])


def index_of(scene: Scene) -> Index:
    return Index(with_ordinary(scene, COMMON))


def clause_traits(line: str) -> set[str]:
    """The traits of a duty's only clause."""
    return set(traits.clause_traits(index_of(duty(line)))[-1])


def test_a_thing_is_seen_with_the_words_that_touch_it() -> None:
    found = clause_traits("Wrote the communication plan for a launch")
    assert {"en:object.strategy>for", "en:communication>object.strategy"} <= found
    assert not any(trait.startswith("en:object.strategy>launch") for trait in found), "three words off"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("from 12K to 45K", "from 8,000 to 31,000"),
        ("from 8,000 to 31,000", "from 8 000 to 31 000"),
        ("in 2009", "in 2017"),
        ("by 40%", "by 115 %"),
        ("3 posts", "5 posts"),
    ],
)
def test_figures_of_a_kind_are_seen_as_one(one: str, other: str) -> None:
    assert clause_traits(f"Wrote the plan {one}") == clause_traits(f"Wrote the plan {other}")


@pytest.mark.parametrize(("one", "other"), [("12 posts", "12K posts"), ("in 2009", "in 209"), ("by 40", "by 40%")])
def test_figures_of_two_kinds_are_told_apart(one: str, other: str) -> None:
    assert clause_traits(f"Wrote the plan {one}") != clause_traits(f"Wrote the plan {other}")


def test_the_possessive_of_a_name_makes_nothing_longer() -> None:
    """Else the score of a CV could change with the employer's name."""
    assert clause_traits("Wrote the plan for Oakley") == clause_traits("Wrote the plan for Oakley's")


def test_the_sign_inside_a_name_makes_nothing_longer() -> None:
    assert clause_traits("Wrote the plan for Oakley") == clause_traits("Wrote the plan for Oakley & Brunswick")
    assert clause_traits("Wrote the plan & budget") != clause_traits("Wrote the plan budget")


@pytest.mark.parametrize("name", ["Oakley", "Oakley Brunswick", "Oakley Brunswick Zander"])
def test_what_touches_a_thing_does_not_depend_on_the_length_of_a_name(name: str) -> None:
    found = clause_traits(f"Wrote the communication plan of {name} every year")
    assert {t for t in found if t.startswith("en:object.strategy>")} == {"en:object.strategy>of"}


@pytest.mark.parametrize(
    ("title", "trade"),
    [("Publicist", "title.pr"), ("Sales associate", "trade.sales"), ("Teacher", "trade.teaching"), ("Assistant", "?")],
)
def test_a_duty_is_seen_with_the_trade_of_its_position(title: str, trade: str) -> None:
    scene = scene_of(f"Jo Doe\nExperience\n{title}, 2010 - 2012\n- Promoted the launch")
    assert f"pos={trade}&rule=campaign" in traits.clause_traits(index_of(scene))[-1]


def test_a_trade_is_asked_of_titles_alone() -> None:
    assert not any("trade.teaching" in trait for trait in clause_traits("Wrote the plan for a teacher and a launch"))


def test_clauses_of_one_job_stand_together_and_no_others() -> None:
    scene = scene_of(
        "Jo Doe\nSingle, two children\nExperience\nPublicist, 2010 - 2012\n- Promoted the launch\n- Wrote the plan\n"
        "Clerk, 2006 - 2009\n- Filed letters\nEducation\nDegree in law, 2003 - 2006\n- Wrote a thesis"
    )
    said = [scene.text[slice(*scene.extent(clause.first, clause.last))] for clause in scene.clauses]
    of_clause = dict(zip(said, places(scene).tolist(), strict=True))
    assert of_clause["Promoted the launch"] == of_clause["Wrote the plan"] == 0
    assert of_clause["Filed letters"] == 1
    assert {of_clause[words] for words in said if "children" in words or "thesis" in words} == {-1}


@pytest.mark.parametrize("employer", ["Acme", "Ministry of Health", "The National Trust for Places of Beauty"])
@pytest.mark.parametrize(
    "head", ["Publicist, 2010 - 2012\n{}, Leeds", "{}, 2010 - 2012\nPublicist", "{}, choir, 2010 - 2012"]
)
def test_the_name_of_an_employer_stands_with_no_deed(head: str, employer: str) -> None:
    scene = scene_of(f"Jo Doe\nExperience\n{head.format(employer)}\n- Promoted the launch\nWe wrote the plan")
    numbers = places(scene).tolist()
    together = [
        scene.text[slice(*scene.extent(c.first, c.last))] for c, n in zip(scene.clauses, numbers, strict=True) if n >= 0
    ]
    assert together == ["Promoted the launch", "We wrote the plan"]


def test_a_piece_is_seen_as_a_clause_beside_the_rest_of_its_clause() -> None:
    index = index_of(duty("Wrote, every year, the communication plan (for a launch)"))
    first, _, second, third = pieces_of(index.scene, [len(index.scene.clauses) - 1])
    found = set(piece_traits(index, second))
    assert {"piece", "en:plan", "rule=long_term_strategy", "right~object.campaign"} <= found
    assert not found & {"en:year", "en:launch", "left~object.strategy"}
    assert "left~object.strategy" in piece_traits(index, third)
    assert "left~object.strategy" not in piece_traits(index, first)


def test_what_a_rule_says_alone_is_told_from_what_it_says_among_others() -> None:
    found = sorted(label for trait in clause_traits("Wrote the communication plan") if (label := rule_label(trait)))
    assert found == ["long_term_strategy"]
