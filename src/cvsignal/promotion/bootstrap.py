"""Two models on the same CVs: each figure side by side, with the interval of the difference by a paired bootstrap.

CVs are drawn again with replacement, both models always on the same draw (Efron & Tibshirani, 1993), so that what the
CVs have in common cancels out. All figures are sums over CVs, so that a draw is one row of a matrix product.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cvsignal.evaluation import Judged, logit_of, matches
from cvsignal.fit import Decision
from cvsignal.lexicon import LANGUAGES
from cvsignal.logistic import chances
from cvsignal.schema import FIT_GRADE, GRADES

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats], Floats]  # (draws, CVs) counts -> (draws) values
DRAWS = 4000  # by hand; of eight figures, one is worse where fewer than 12 draws of these say otherwise (_TAIL / 8)
SEED = 20121125
_TAIL = 2.5  # % on each side
_SIZE = len(GRADES)


@dataclass(frozen=True)
class Difference:
    """A figure of the old and the new model. ``low`` and ``high`` bound the gain, positive where the new one is
    better, with 95% for this figure alone; ``no_worse`` and ``no_better`` are the shares of
    draws (0..1) in which the new one is no worse, and no better.
    """

    name: str
    old: float
    new: float
    low: float
    high: float
    no_worse: float
    no_better: float
    cvs: int


@dataclass(frozen=True)
class Interval:
    """A figure of one model with its 95% interval."""

    name: str
    value: float
    low: float
    high: float
    cvs: int


def worse(differences: Sequence[Difference]) -> list[Difference]:
    """The figures in which the new model is worse beyond chance, all figures taken together.

    Of eight figures of two equally good models one lies outside its own 95% interval in up to a third of all comparisons;
    the chance of any false alarm is held to 2.5% by asking of each figure as many times more (Bonferroni).
    """
    return [d for d in differences if d.no_worse < _TAIL / 100 / len(differences)]


def better(differences: Sequence[Difference]) -> list[Difference]:
    """The figures in which the new model is better beyond chance, by the same measure."""
    return [d for d in differences if d.no_better < _TAIL / 100 / len(differences)]


@lru_cache(maxsize=4)
def draws(cvs: int, count: int = DRAWS) -> Floats:
    """How often each CV stands in each draw; the first row is the CVs as they are."""
    drawn = np.random.default_rng(SEED).multinomial(cvs, np.full(cvs, 1 / cvs), size=count).astype(np.float64)
    return np.vstack([np.ones((1, cvs)), drawn])


def evidence_differences(old: Sequence[Judged], new: Sequence[Judged]) -> list[Difference]:
    """Span F1 of each language."""
    found: list[Difference] = []
    for language in LANGUAGES:
        places = [i for i, j in enumerate(old) if j.record.language == language]
        if any(old[i].record.spans for i in places):
            pair = (_f1([old[i] for i in places]), _f1([new[i] for i in places]))
            found.append(_difference(f"evidence F1, {language}", len(places), *pair))
    return found


def role_differences(
    old: Sequence[Judged], new: Sequence[Judged], role: str, decisions: tuple[Decision, Decision]
) -> list[Difference]:
    """QWK, AUC and Brier score of a role on graded CVs; no AUC where all or none fit."""
    places = [i for i, j in enumerate(old) if role in j.record.fit]
    if not places:
        return []
    grades = np.array([old[i].record.fit[role] for i in places])
    logits = [np.array([logit_of(side[i], role) for i in places]) for side in (old, new)]
    before, after = (_role_statistics(values, grades, d) for values, d in zip(logits, decisions, strict=True))
    return [
        _difference(f"{role} {name}", len(places), before[name], after[name], lower_is_better=name == "Brier")
        for name in before
    ]


def skill_interval(judged: Sequence[Judged], role: str) -> Interval | None:
    """By how much a model's chances err less than the base rate does, 1 - Brier / Brier of the base rate.

    None where all or none of the CVs fit. Ranking alone proves little: no feature can lower a score, so that CVs with
    more evidence stand higher even in a model that learned nothing.
    """
    graded = [j for j in judged if role in j.record.fit]
    fits = np.array([j.record.fit[role] >= FIT_GRADE for j in graded], dtype=bool)
    if not graded or fits.all() or not fits.any():
        return None
    counts = draws(len(graded))
    rate = counts @ fits / len(graded)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = 1 - _brier(np.array([logit_of(j, role) for j in graded]), fits)(counts) / (rate * (1 - rate))
    low, high = np.percentile(values[1:][np.isfinite(values[1:])], [_TAIL, 100 - _TAIL])
    return Interval(f"{role} skill", float(values[0]), float(low), float(high), len(graded))


def _difference(name: str, cvs: int, old: Statistic, new: Statistic, *, lower_is_better: bool = False) -> Difference:
    counts = draws(cvs)
    before, after = old(counts), new(counts)
    gains = (before - after) if lower_is_better else (after - before)
    known = gains[1:][np.isfinite(gains[1:])]
    low, high = np.percentile(known, [_TAIL, 100 - _TAIL]) if len(known) else (-np.inf, np.inf)
    no_worse, no_better = (float(share.mean()) if len(known) else 1.0 for share in (known >= 0, known <= 0))
    return Difference(name, float(before[0]), float(after[0]), float(low), float(high), no_worse, no_better, cvs)


def _f1(judged: Sequence[Judged]) -> Statistic:
    right = np.array([sum(m is not None for m in matches(j.record.spans, j.evidence)) for j in judged], dtype=float)
    both = np.array([len(j.record.spans) + len(j.evidence) for j in judged], dtype=float)

    def statistic(counts: Floats) -> Floats:
        return np.asarray(2 * (counts @ right) / np.maximum(counts @ both, 1))

    return statistic


def _role_statistics(logits: Floats, grades: npt.NDArray[np.int64], decision: Decision) -> dict[str, Statistic]:
    fits = grades >= FIT_GRADE
    found = {"QWK": _qwk(grades, np.digitize(logits, decision.cuts)), "Brier": _brier(logits, fits)}
    if fits.any() and not fits.all():
        found["AUC"] = _auc(logits, fits)
    return found


def _qwk(grades: npt.NDArray[np.int64], said: npt.NDArray[np.int64]) -> Statistic:
    cells = np.eye(_SIZE * _SIZE)[grades * _SIZE + said]
    distance = (np.arange(_SIZE)[:, None] - np.arange(_SIZE)[None, :]) ** 2

    def statistic(counts: Floats) -> Floats:
        tables = (counts @ cells).reshape(-1, _SIZE, _SIZE)
        rows, columns, total = tables.sum(axis=2), tables.sum(axis=1), tables.sum(axis=(1, 2))
        expected = np.einsum("bi,bj,ij->b", rows, columns, distance) / total
        observed = np.einsum("bij,ij->b", tables, distance)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.where(expected > 0, 1 - observed / expected, np.nan))

    return statistic


def _brier(logits: Floats, fits: npt.NDArray[np.bool_]) -> Statistic:
    errors = (chances(logits) - fits) ** 2

    def statistic(counts: Floats) -> Floats:
        return np.asarray(counts @ errors / counts.sum(axis=1))

    return statistic


def _auc(logits: Floats, fits: npt.NDArray[np.bool_]) -> Statistic:
    above = (logits[fits][:, None] > logits[~fits][None, :]) + 0.5 * (logits[fits][:, None] == logits[~fits][None, :])

    def statistic(counts: Floats) -> Floats:
        positive, negative = counts[:, fits], counts[:, ~fits]
        pairs = positive.sum(axis=1) * negative.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.where(pairs > 0, ((positive @ above) * negative).sum(axis=1) / pairs, np.nan))

    return statistic
