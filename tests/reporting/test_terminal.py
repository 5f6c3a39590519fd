from __future__ import annotations

import math

import pytest
from rich.console import Console, RenderableType

from cvsignal.features import CATALOGUE
from cvsignal.reporting import ReportOptions
from cvsignal.reporting.terminal import closing, explain, percent, percent_range
from cvsignal.roles import Role
from cvsignal.schema import Assessment, Contribution, Fit

from .conftest import HIDDEN, assessment, ranged, row


def printed(view: RenderableType, width: int = 120) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(view)
    return capture.get()


def test_a_cv_is_explained_with_reasons_that_sum_to_the_score() -> None:
    text = printed(explain(assessment("/cv/a.pdf", score=100 / (1 + math.exp(-1.25)))))
    assert "Social media manager  78 %  Fit  Grade 2/3" in text
    assert text.index("Starting point") < text.index("Pages run for organisations")
    assert "-2.00" in text
    assert "+3.25" in text
    assert "+1.25" in text
    assert "“Animation des comptes Instagram et Facebook du Cégep”" in text
    assert "Training in the trade" not in text, "what does not count is left out"
    assert "Une communauté bâtie: Combien de personnes ?" in text
    assert "(negated)" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_words_that_a_score_rests_on_are_readable_on_a_narrow_terminal(width: int) -> None:
    text = printed(explain(assessment("/cv/a.pdf")), width)
    reasons = text[: text.index("Une communauté bâtie")]
    assert "“Animation des comptes Instagram et Facebook du Cégep”" in reasons
    assert "+3.25" in reasons


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reason_keeps_its_points_on_a_terminal_of_80_columns(language: str) -> None:
    parts = [Contribution(feature=feature, value=1.0, points=-12.34) for feature in ("base", *CATALOGUE)]
    fit = Fit(role="community_manager", score=50.0, grade=1, verdict="no fit", contributions=tuple(parts))
    item = assessment("/cv/a.pdf", fit={"community_manager": fit})
    assert printed(explain(item, language=language), 80).count("-12.34") == len(parts)


def test_a_score_is_shown_with_its_range() -> None:
    item = ranged(row("/cv/a.pdf", score=62.0), spread=13.6).outcome
    assert isinstance(item, Assessment)
    text = printed(explain(item))
    assert "Social media manager  62 % (48–76 %)  Fit" in text
    assert "Community manager  38 % (24–52 %)" in text


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(48, 75, "48–75 %"), (0.2, 3, "<1–3 %"), (97, 99.5, "97–>99 %"), (61.8, 62.3, "62 %"), (99.2, 100, ">99 %")],
)
def test_the_ends_of_a_range_are_no_more_certain_than_a_score(low: float, high: float, words: str) -> None:
    assert percent_range(low, high) == words


def test_hidden_text_is_shown_with_both_scores() -> None:
    item = assessment("/cv/a.pdf", **HIDDEN)
    fits = {name: fit.model_copy(update={"score_if_hidden_counted": 95.0}) for name, fit in item.fit.items()}
    text = printed(explain(item.model_copy(update={"fit": fits})))
    assert "Visible score: 78 % · Score if hidden text counted: 95 %" in text
    assert "white on white" in text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = printed(explain(assessment("/cv/a.pdf", text="[bold]x[/] " * 500, **HIDDEN)), width)
    assert max(map(len, text.splitlines())) <= width


def test_words_of_a_cv_are_no_markup() -> None:
    assert "[red]" in printed(explain(assessment("/cv/[red]x.pdf")))


def test_french() -> None:
    assert "Point de départ" in printed(explain(assessment("/cv/a.pdf"), language="fr"))


@pytest.mark.parametrize(
    ("score", "words"), [(100, ">99 %"), (99.4, ">99 %"), (0, "<1 %"), (50.4, "50 %"), (99, "99 %")]
)
def test_no_score_is_said_to_be_certain(score: float, words: str) -> None:
    assert percent(score) == words


def test_the_end_of_a_screening(roles: tuple[Role, ...]) -> None:
    best = [assessment("/cv/a.pdf", score=90), assessment("/cv/b.pdf", score=20)]
    text = printed(closing({"social_media_manager": best}, 2, {"scanned": 1, "encrypted": 3}, roles))
    assert text.index("a.pdf") < text.index("b.pdf")
    assert "Pages run for organisations" in text
    assert "2 CVs read, 4 could not be read" in text
    assert text.index("encrypted") < text.index("scanned")
    assert "The file asks for a password." in text
    assert "Names and reasons are in ranking.csv." in text
    assert "showing" not in text


def test_a_top_says_of_how_many_it_is(roles: tuple[Role, ...]) -> None:
    tops = {role.name: [assessment("/cv/a.pdf", score=90), assessment("/cv/b.pdf", score=20)] for role in roles}
    assert printed(closing(tops, 486, {}, roles)).count("showing 2 of 486") == len(roles)


def test_an_order_with_an_emphasis_says_so(roles: tuple[Role, ...]) -> None:
    tops = {"social_media_manager": [assessment("/cv/a.pdf")]}
    assert "emphasis" not in printed(closing(tops, 1, {}, roles))
    assert "with an emphasis on: Public relations." in printed(closing(tops, 1, {}, roles, ReportOptions(purpose="pr")))


def test_a_screening_without_results(roles: tuple[Role, ...]) -> None:
    assert "0 CVs read" in printed(closing({"community_manager": []}, 0, {}, roles))


def test_the_end_of_a_blind_screening_shows_numbers(roles: tuple[Role, ...]) -> None:
    text = printed(
        closing({"social_media_manager": [assessment("/cv/Amelie.pdf")]}, 1, {}, roles, ReportOptions(blind=True))
    )
    assert "candidate " in text
    assert "Amelie" not in text
