"""Simple ways to grade a CV, to be beaten: bags of words, keyword counts, and the rubric written as rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline

from cvsignal.features import PILLARS
from cvsignal.lexicon import AS_WRITTEN, concepts
from cvsignal.schema import Evidence

Floats = npt.NDArray[np.float64]
_SEED = 7
_KEYWORDS = (
    "object.social_media",
    "title.social_name",
    "title.pr_name",
    "tool.platform",
    "tool.paid",
    "object.audience",
)


@dataclass(frozen=True)
class Graded:
    """A graded CV: its text, the evidence found in it, its grade."""

    text: str
    evidence: Sequence[Evidence]
    grade: int


def _folds() -> KFold:
    return KFold(5, shuffle=True, random_state=_SEED)


def text_model() -> Pipeline:
    """TF-IDF of words and ridge regression: from texts to places on the scale of grades."""
    return make_pipeline(TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2)), Ridge(alpha=1.0))


def text_places(rows: Sequence[Graded]) -> Floats:
    """Places on the scale of grades by :func:`text_model`, cross-validated."""
    texts = [row.text for row in rows]
    return np.asarray(cross_val_predict(text_model(), texts, [row.grade for row in rows], cv=_folds()))


@cache
def _keyword_expression() -> re.Pattern[str]:
    found = (phrase for c in concepts() if c.name in _KEYWORDS for phrases in c.phrases.values() for phrase in phrases)
    words = {phrase.removeprefix(AS_WRITTEN).lower() for phrase in found if len(phrase) > 2}
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")(?!\w)")


def keyword_count(text: str) -> int:
    """How often a text names a word of the field: a platform, a paid tool, a title, social media."""
    return len(_keyword_expression().findall(text.lower()))


def keyword_places(rows: Sequence[Graded]) -> Floats:
    """Places by the number of keywords of the field, cross-validated."""
    counts = np.array([[np.log1p(keyword_count(row.text))] for row in rows])
    return np.asarray(cross_val_predict(Ridge(alpha=1.0), counts, [row.grade for row in rows], cv=_folds()))


def rubric_grades(rows: Sequence[Graded], role: str) -> list[int]:
    """Grades by the rubric of GUIDELINES.md as plain rules over the evidence found; 0 for a role without rules."""
    rule = {"social_media_manager": _strategist, "community_manager": _community}.get(role)
    return [rule(_labels(row.evidence)) if rule else 0 for row in rows]


def _labels(evidence: Sequence[Evidence]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in evidence:
        if item.assertion == "asserted":
            counts[item.label] = counts.get(item.label, 0) + 1
    return counts


def _strategist(has: dict[str, int]) -> int:
    professional = "public_relations" in has
    social = "brand_presence" in has or "social_media_position" in has
    pillars = sum(not has.keys().isdisjoint(labels) for labels in PILLARS)
    if professional and social and has.get("long_term_strategy", 0) >= 2 and pillars >= 2:
        return 3
    if (professional or "marketing" in has) and social and ("long_term_strategy" in has or pillars >= 2):
        return 2
    return 1 if social or has.get("public_relations", 0) >= 2 else 0


def _community(has: dict[str, int]) -> int:
    presence = has.get("brand_presence", 0)
    if presence >= 3 and "community_building" in has:
        return 3
    if presence >= 2 or (presence and "social_media_position" in has):
        return 2
    return 1 if presence or "social_media_position" in has or "public_relations" in has else 0
