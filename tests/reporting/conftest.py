"""Assessments made by hand: no model is needed to show one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from cvsignal.reporting import LedgerRow
from cvsignal.roles import Role, default_roles
from cvsignal.schema import Assessment, Contribution, Evidence, Failure, Fit, Hidden, Missing, Notice, Verdict

TEXT = """Amélie Bouchard-Vézina
Montréal (Québec) H2X 1Y4 · 514 555-0199 · amelie.bouchard@exemple.ca
Gestionnaire de communautés
Animation des comptes Instagram et Facebook du Cégep
Portée triplée en un an 🎉 : 30 000 abonnés
N'a pas géré de crise
Baccalauréat en communication, Université Laval, 2019
"""


def evidence(text: str, words: str, label: str, assertion: str = "asserted", confidence: float = 0.9) -> Evidence:
    """Evidence for words of the text."""
    start = text.index(words)
    end = start + len(words)
    return Evidence.model_validate(
        {"label": label, "assertion": assertion, "text": words, "start": start, "end": end}
        | {"section": "experience", "page": 1, "confidence": confidence}
    )


def fit(role: str, score: float, verdict: Verdict, grade: int = 2, rests_on: tuple[int, ...] = (0,)) -> Fit:
    """A fit with a base, one reason that rests on the first piece of evidence, and one that does not show."""
    parts = (
        Contribution(feature="base", value=1.0, points=-2.0),
        Contribution(feature="pages_run", value=0.5, points=3.25, evidence=rests_on),
        Contribution(feature="training", value=0.0, points=0.0),
    )
    missing = (Missing(pillar="community", title="Une communauté bâtie", question="Combien de personnes ?"),)
    return Fit(role=role, score=score, grade=grade, verdict=verdict, contributions=parts, missing=missing)


def assessment(path: str, *, score: float = 77.7, text: str = TEXT, **changes: object) -> Assessment:
    """An assessment of :data:`TEXT`; the second role's score is 100 less the first's."""
    found: Sequence[Evidence] = ()
    if text.startswith(TEXT):
        found = (
            evidence(text, "Animation des comptes Instagram et Facebook du Cégep", "brand_presence"),
            evidence(text, "Gestionnaire de communautés", "social_media_position"),
            evidence(text, "Portée triplée en un an 🎉 : 30 000 abonnés", "measured_result"),
            evidence(text, "30 000 abonnés", "community_building", confidence=0.6),
            evidence(text, "N'a pas géré de crise", "crisis_management", "negated"),
            evidence(text, "Baccalauréat en communication", "public_relations"),
        )
    rests_on = (0,) if found else ()
    verdict: Verdict = "fit" if score > 60 else "no fit" if score < 30 else "to be read by a person"
    values: dict[str, object] = {
        "text": text,
        "language": "fr",
        "evidence": tuple(found),
        "fit": {
            "social_media_manager": fit("social_media_manager", score, verdict, rests_on=rests_on),
            "community_manager": fit("community_manager", 100 - score, "to be read by a person", 1, rests_on),
        },
        "purpose": {"pr": 0.25, "marketing": 0.25, "customer_relations": 0.5},
        "path": path,
        "file_sha256": hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest(),
        "model_sha256": "c0ffee" * 10,
        "version": "0.0",
    }
    return Assessment.model_validate(values | changes)


def row(path: str, *, score: float = 77.7, text: str = TEXT, **changes: object) -> LedgerRow:
    """A file that was assessed."""
    outcome = assessment(path, score=score, text=text, **changes)
    return LedgerRow(path, outcome.file_sha256, outcome)


def ranged(item: LedgerRow, spread: float = 12.0) -> LedgerRow:
    """The same with a range of ``spread`` points on either side of each score, within 0..100."""
    assert isinstance(item.outcome, Assessment)
    fits = {
        name: one.model_copy(update={"score_range": (max(0.0, one.score - spread), min(100.0, one.score + spread))})
        for name, one in item.outcome.fit.items()
    }
    return LedgerRow(item.path, item.sha256, item.outcome.model_copy(update={"fit": fits}))


def failed(path: str, code: str = "encrypted") -> LedgerRow:
    """A file that was not."""
    message = f"{path.rsplit('/', 1)[-1]}: it asks for a password. Ask for a copy without."
    return LedgerRow(path, "", Failure(path=path, code=code, message=message))


HIDDEN: dict[str, object] = {
    "hidden": (
        Hidden(text="community manager Bouchard </script><script>alert(2)</script>", reason="white on white", page=1),
    ),
    "warnings": (Notice(code="hidden-text", message="6 words that a reader of the page does not see."),),
}


@pytest.fixture
def roles() -> tuple[Role, ...]:
    """The shipped roles."""
    return default_roles()
