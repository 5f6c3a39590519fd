"""The main job on the sample CVs: what issue 2 asks of the rankings."""

from __future__ import annotations

from pathlib import Path

import pytest

import cvsignal

SAMPLES = Path(__file__).parents[1] / "examples" / "cvs"


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, float]]:
    screener = cvsignal.load()
    paths = [p for p in SAMPLES.iterdir() if p.name != "grace-mwangi.pdf"]  # a scan: needs Tesseract
    assessed = {path.stem: screener.assess(path) for path in paths}
    return {stem: {role: fit.score for role, fit in a.fit.items()} for stem, a in assessed.items()}


@pytest.mark.parametrize("brand", ["aisha-bello-grant", "fatou-diagne", "Hélène Vachon-Roy CV"])
def test_brand_pages_before_personal_accounts(scores: dict[str, dict[str, float]], brand: str) -> None:
    assert scores[brand]["community_manager"] > scores["jordan-pike"]["community_manager"]


def test_strategist_before_campaigner(scores: dict[str, dict[str, float]]) -> None:
    campaigner = scores["marc-olivier-dutil"]["social_media_manager"]
    assert scores["Hélène Vachon-Roy CV"]["social_media_manager"] > campaigner


def test_stuffed_skills_buy_nothing(scores: dict[str, dict[str, float]]) -> None:
    assert max(scores["tyler-brandt"].values()) < min(scores["Hélène Vachon-Roy CV"].values())


def test_contributions_sum_to_the_logit() -> None:
    import math

    for fit in cvsignal.load().assess(SAMPLES / "gwen-hartley.txt").fit.values():
        logit = math.fsum(part.points for part in fit.contributions)
        assert fit.score == pytest.approx(100 / (1 + math.exp(-logit)), abs=1e-9)
