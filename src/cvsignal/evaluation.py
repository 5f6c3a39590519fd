"""How good a model is on annotated CVs: evidence by label and language, fit by role, baselines beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr
from sklearn.metrics import brier_score_loss, cohen_kappa_score, roc_auc_score

from cvsignal.baselines import Graded, keyword_places, rubric_grades, text_places
from cvsignal.corpus import GoldSpan, Record, text_hash
from cvsignal.fit import Decision, logit_of_score
from cvsignal.lexicon import LANGUAGES
from cvsignal.logistic import chances
from cvsignal.model_folder import Model
from cvsignal.reading import from_text
from cvsignal.schema import FIT_GRADE, GRADES, LABELS, Document, Evidence, Fit, Outline
from cvsignal.screener import Screener
from cvsignal.tagging.assertion import assertions
from cvsignal.tagging.labelling import Finding, pair_up
from cvsignal.tagging.scene import Scene


@dataclass(frozen=True)
class Judged:
    """A record with what a model says of it."""

    record: Record
    evidence: tuple[Evidence, ...]
    outline: Outline
    fit: Mapping[str, Fit] | None = None


def evidence_of(scene: Scene, document: Document, findings: Sequence[Finding]) -> Iterable[Evidence]:
    """Findings as evidence, without a model."""
    for finding, assertion in zip(findings, assertions(scene, findings), strict=True):
        start, end = scene.extent(finding.first, finding.last)
        yield Evidence.model_construct(
            label=finding.label,
            assertion=assertion,
            text=document.text[start:end],
            start=start,
            end=end,
            section="other",
            page=None,
            confidence=finding.confidence,
            boxes=(),
        )


def judge(model: Model, records: Iterable[Record]) -> list[Judged]:
    """What a model says of each record, by the flow of the screener."""
    screener = Screener(model)
    found: list[Judged] = []
    for record in records:
        document = from_text(record.text)
        shape, evidence = screener.tag(document, record.language)
        found.append(Judged(record, evidence, shape, screener.fits(evidence, shape, record.language)))
    return found


def learned_from(screener: Screener, records: Sequence[Record]) -> int:
    """How many of the records the screener's model learned from, whatever files they stood in."""
    learned = frozenset(screener.model.manifest.learned)
    return sum(text_hash(record.text) in learned for record in records)


def flattered(screener: Screener, records: Sequence[Record], which: str = "model") -> str | None:
    """What to say where figures are made on CVs that a model learned from; None where it learned from none of them."""
    known = learned_from(screener, records)
    return f"The {which} learned from {known} of these {len(records)} CVs: they flatter it." if known else None


def section_at(shape: Outline, offset: int) -> str:
    """The kind of section in which ``text[offset]`` stands; "other" outside all."""
    return next((s.kind for s in shape.sections if s.start <= offset < s.end), "other")


def matches(gold: Sequence[GoldSpan], evidence: Sequence[Evidence]) -> list[int | None]:
    """For each piece of evidence the gold span that it matches, each used once; most confident first."""
    pairs = dict(pair_up(evidence, gold, lambda item, _: (-item.confidence, item.start)))
    return [pairs.get(index) for index in range(len(evidence))]


def _prf(right: int, said: int, gold: int) -> dict[str, float | int]:
    return {
        "gold": gold,
        "found": said,
        "precision": round(right / said, 4) if said else 0.0,
        "recall": round(right / gold, 4) if gold else 0.0,
        "f1": round(2 * right / (said + gold), 4) if said + gold else 0.0,
    }


def evidence_scores(judged: Sequence[Judged]) -> dict[str, Any]:
    """P, R, F1 of spans for each label and language, of labels in CVs, and the accuracy of assertions on matched spans."""
    result: dict[str, Any] = {}
    for language in LANGUAGES:
        mine = [j for j in judged if j.record.language == language]
        if mine:
            result[language] = _language_scores(mine)
    return result


def _language_scores(judged: Sequence[Judged]) -> dict[str, Any]:
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    in_cv = [0, 0, 0]
    assertion_right = assertion_all = 0
    for item in judged:
        pairs = matches(item.record.spans, item.evidence)
        for evidence, match in zip(item.evidence, pairs, strict=True):
            said[evidence.label] += 1
            if match is not None:
                right[evidence.label] += 1
                assertion_all += 1
                assertion_right += item.record.spans[match].assertion == evidence.assertion
        gold.update(span.label for span in item.record.spans)
        labels_said = {e.label for e in item.evidence}
        labels_gold = {s.label for s in item.record.spans}
        in_cv[0] += len(labels_said & labels_gold)
        in_cv[1] += len(labels_said)
        in_cv[2] += len(labels_gold)
    return {
        "cvs": len(judged),
        "micro": _prf(right.total(), said.total(), gold.total()),
        "label_in_cv": _prf(*in_cv),
        "assertion_accuracy": round(assertion_right / assertion_all, 4) if assertion_all else None,
        "labels": {
            label: _prf(right[label], said[label], gold[label]) for label in LABELS if gold[label] or said[label]
        },
    }


def fit_scores(
    judged: Sequence[Judged], role: str, logits: Mapping[str, float] | None, decision: Decision
) -> dict[str, Any]:
    """Figures of a role on graded CVs, all languages and each; ``logits`` by record id stand in for the fits' own."""
    graded = [j for j in judged if role in j.record.fit]
    values = np.array([logits[j.record.id] if logits is not None else logit_of(j, role) for j in graded])
    grades = np.array([j.record.fit[role] for j in graded])
    result = {"all": figures(values, grades, decision)}
    for language in LANGUAGES:
        mine = np.array([j.record.language == language for j in graded], dtype=bool)
        if mine.any():
            result[language] = figures(values[mine], grades[mine], decision)
    return result


def logit_of(judged: Judged, role: str) -> float:
    """The logit of a fit's score."""
    assert judged.fit is not None
    return logit_of_score(judged.fit[role])


def figures(
    logits: npt.NDArray[np.float64], grades: npt.NDArray[np.int64], decision: Decision
) -> dict[str, float | int | None]:
    """QWK of grades, Spearman, AUC and Brier of "grade 2 or 3", and how the verdicts err."""
    said = chances(logits)
    fits = grades >= FIT_GRADE
    both = bool(fits.any() and not fits.all())
    graded = np.digitize(logits, decision.cuts)
    base = float(fits.mean()) * (1 - float(fits.mean()))
    brier = float(brier_score_loss(fits, said)) if len(grades) else None
    called_fit = (said >= decision.least_fit) & (said > decision.most_unfit)
    called_not = (said <= decision.most_unfit) & (said < decision.least_fit)
    wrong = (called_fit & ~fits) | (called_not & fits)
    rho = (
        float(spearmanr(logits, grades)[0]) if len(set(grades.tolist())) > 1 and len(set(logits.tolist())) > 1 else None
    )
    return {
        "cvs": len(grades),
        "qwk": _rounded(cohen_kappa_score(grades, graded, weights="quadratic", labels=list(GRADES))),
        "spearman": _rounded(rho),
        "auc": _rounded(roc_auc_score(fits, logits)) if both else None,
        "brier": _rounded(brier),
        "brier_of_base_rate": _rounded(base),
        "exact_grade": _rounded(float((grades == graded).mean())),
        "verdicts_wrong": _rounded(float(wrong.mean())),
        "left_to_a_person": _rounded(float((~called_fit & ~called_not).mean())),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else round(float(value), 4)


def evaluate(model: Model, records: Sequence[Record]) -> tuple[list[Judged], dict[str, Any]]:
    """A model on annotated CVs: what it said of each, and the figures, those of baselines beside."""
    judged = judge(model, records)
    found = scores(model, judged)
    beside = {name: baseline_scores(judged, name, figures_of["all"]) for name, figures_of in found["fit"].items()}
    return judged, {**found, "baselines": beside}


def scores(model: Model, judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures of evidence, and those of each role that some of the CVs are graded for."""
    graded = {name: fit for name, fit in model.roles.items() if any(name in j.record.fit for j in judged)}
    of_roles = {name: fit_scores(judged, name, None, fit.decision) for name, fit in graded.items()}
    return {"evidence": evidence_scores(judged), "fit": of_roles}


def baseline_scores(judged: Sequence[Judged], role: str, ours: Mapping[str, Any]) -> dict[str, Any]:
    """The same figures for simple methods. Those that learn are cross-validated on these very CVs, which flatters them."""
    graded = [j for j in judged if role in j.record.fit]
    rows = [Graded(j.record.text, j.evidence, j.record.fit[role]) for j in graded]
    grades = np.array([row.grade for row in rows])
    result: dict[str, Any] = {"cvsignal": dict(ours)}
    if len(rows) >= 10 and len(set(grades.tolist())) > 1:
        result["TF-IDF + ridge (5-fold here)"] = _plain_figures(text_places(rows), grades)
        result["keyword count (5-fold here)"] = _plain_figures(keyword_places(rows), grades)
    result["rubric as rules"] = _plain_figures(np.array(rubric_grades(rows, role), dtype=float), grades)
    return result


def _plain_figures(places: npt.NDArray[np.float64], grades: npt.NDArray[np.int64]) -> dict[str, float | None]:
    """Figures of a method that places CVs on the scale of grades."""
    fits = grades >= FIT_GRADE
    said = np.clip(np.rint(places), 0, 3).astype(int)
    constant = len(set(places.tolist())) < 2 or len(set(grades.tolist())) < 2
    return {
        "qwk": _rounded(cohen_kappa_score(grades, said, weights="quadratic", labels=list(GRADES))),
        "spearman": None if constant else _rounded(float(spearmanr(places, grades)[0])),
        "auc": _rounded(roc_auc_score(fits, places)) if fits.any() and not fits.all() else None,
        "brier": None,
    }
