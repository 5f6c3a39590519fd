"""Ways to grade a CV, in one table: ``python benchmarks/fit.py [--data DIR] [--also FILE] [--keep FILE]``.

Every method is judged on CVs of batches that it did not learn from. The evidence of each CV comes from a tagger that never
saw its batch (cross-fitting, done once for all methods and roles; ``--keep`` writes it to a file and reads it next time).
Within each training part the batches are held out once more, to learn how places become grades and chances; that step is
the same for all methods, so that only the methods differ. (The shipped model learns each CV a second time, as a tagger reads it
that knows few CVs; here all methods learn it once.) ``--also`` names graded CVs (JSONL) that no batch comes from: on
them the methods are judged after learning from all of DIR, with evidence as the model folder ``--model`` finds it.

What leaks: the thresholds of the tagger are set on all batches at once, as in training.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt
from scipy.stats import spearmanr
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import brier_score_loss, cohen_kappa_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer, StandardScaler

from cvsignal.baselines import Graded, keyword_count, rubric_grades, text_model
from cvsignal.corpus import Record, jsonl_files, read_records
from cvsignal.evaluation import Judged, judge
from cvsignal.features import features
from cvsignal.model_folder import load_model
from cvsignal.reading import from_text
from cvsignal.roles import Role, default_roles
from cvsignal.schema import FIT_GRADE, GRADES, Evidence
from cvsignal.screener import default_model
from cvsignal.sections import outline
from cvsignal.training.roles import even_cuts
from cvsignal.training.run import cross_fitted, learned_from, split_test
from cvsignal.training.tagger import SEED

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Places = Callable[["Cvs", "Cvs"], Floats]  # learned from the first, said of the second


@dataclass(frozen=True)
class Cvs:
    """Graded CVs of a role as the methods see them."""

    role: str
    texts: tuple[str, ...]
    evidence: tuple[Sequence[Evidence], ...]
    measured: Floats  # (CVs, features of the role)
    grades: Ints
    folds: Ints  # number of the fold that holds each out

    def part(self, chosen: npt.NDArray[np.bool_]) -> Cvs:
        """Some of the CVs."""
        at = np.flatnonzero(chosen)
        return Cvs(
            self.role,
            tuple(self.texts[i] for i in at),
            tuple(self.evidence[i] for i in at),
            self.measured[at],
            self.grades[at],
            self.folds[at],
        )


def _ridge(known: Cvs, new: Cvs) -> Floats:
    model = Ridge(alpha=3.0, positive=True, tol=1e-6, max_iter=20_000).fit(known.measured, known.grades)
    return np.asarray(model.predict(new.measured))


def _cumulative(make: Callable[[int], object]) -> Places:
    """The expected grade, from one model of "at least k" for each k."""

    def places(known: Cvs, new: Cvs) -> Floats:
        total = np.zeros(len(new.grades))
        for grade in GRADES[1:]:
            reached = known.grades >= grade
            if reached.all() or not reached.any():
                total += float(reached.any())
                continue
            model = make(known.measured.shape[1]).fit(known.measured, reached)  # type: ignore[attr-defined]
            total += model.predict_proba(new.measured)[:, 1]
        return total

    return places


def _boosted(width: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        monotonic_cst=[1] * width,
        learning_rate=0.08,
        max_iter=120,
        max_depth=3,
        min_samples_leaf=15,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=SEED,
    )


def _text(known: Cvs, new: Cvs) -> Floats:
    return np.asarray(text_model().fit(list(known.texts), known.grades).predict(list(new.texts)))


def _keywords(known: Cvs, new: Cvs) -> Floats:
    counts = [np.log1p([[keyword_count(text)] for text in cvs.texts]) for cvs in (known, new)]
    return np.asarray(Ridge(alpha=1.0).fit(counts[0], known.grades).predict(counts[1]))


def _rubric(known: Cvs, new: Cvs) -> Floats:
    rows = [Graded(text, found, 0) for text, found in zip(new.texts, new.evidence, strict=True)]
    return np.array(rubric_grades(rows, new.role), dtype=float)


METHODS: dict[str, Places] = {
    "ridge, weights ≥ 0 (shipped)": _ridge,
    "cumulative logistic regression": _cumulative(lambda _: make_pipeline(StandardScaler(), LogisticRegression(C=0.3))),
    "logistic regression with splines": _cumulative(
        lambda _: make_pipeline(SplineTransformer(n_knots=3, degree=2), StandardScaler(), LogisticRegression(C=0.05))
    ),
    "monotone gradient boosting": _cumulative(_boosted),
    "TF-IDF + ridge": _text,
    "keyword count": _keywords,
    "rubric as rules": _rubric,
}


def said(method: Places, known: Cvs, new: Cvs) -> tuple[Floats, Floats, Ints]:
    """(places, chances of a grade of 2 or 3, grades) of new CVs; how places become the others is learned on held-out folds."""
    inner = np.zeros(len(known.grades))
    for fold in sorted(set(known.folds.tolist())):
        held = known.folds == fold
        inner[held] = method(known.part(~held), known.part(held))
    calibration = LogisticRegression(C=10.0).fit(inner[:, None], known.grades >= FIT_GRADE)
    places = method(known, new)
    return places, calibration.predict_proba(places[:, None])[:, 1], np.digitize(places, even_cuts(inner, known.grades))


def nested(method: Places, cvs: Cvs) -> tuple[Floats, Floats, Ints]:
    """The same of all CVs, each from models that never saw its batch."""
    places, chances, grades = np.zeros(len(cvs.grades)), np.zeros(len(cvs.grades)), np.zeros(len(cvs.grades), dtype=int)
    for fold in sorted(set(cvs.folds.tolist())):
        held = cvs.folds == fold
        places[held], chances[held], grades[held] = said(method, cvs.part(~held), cvs.part(held))
    return places, chances, grades


def figures(grades: Ints, places: Floats, chances: Floats, given: Ints) -> list[float]:
    """QWK, Spearman, AUC, Brier score and its ratio to that of the base rate; NaN where undefined."""
    fits = grades >= FIT_GRADE
    one_kind = fits.all() or not fits.any()
    brier = float(brier_score_loss(fits, chances))
    base = float(fits.mean() * (1 - fits.mean()))
    return [
        float(cohen_kappa_score(grades, given, weights="quadratic", labels=list(GRADES))),
        float(spearmanr(places, grades)[0]) if len(set(places.tolist())) > 1 else float("nan"),
        float("nan") if one_kind else float(roc_auc_score(fits, places)),
        brier,
        brier / base if base else float("nan"),
    ]


def table(name: str, rows: Sequence[tuple[str, list[float]]]) -> str:
    """A Markdown table of methods."""
    lines = [
        f"### {name}",
        "",
        "| method | QWK | Spearman | AUC (≥ 2) | Brier | of base rate's |",
        "|---|---|---|---|---|---|",
    ]
    lines += [f"| {method} | " + " | ".join(f"{value:.3f}" for value in values) + " |" for method, values in rows]
    return "\n".join(lines) + "\n"


def cvs_of(role: Role, judged: Sequence[Judged], fold_of: Sequence[int]) -> Cvs:
    """The CVs that are graded for a role."""
    mine = [(j, fold) for j, fold in zip(judged, fold_of, strict=True) if role.name in j.record.fit]
    measured = [[f.value for f in features(j.evidence, j.outline, role.features)] for j, _ in mine]
    return Cvs(
        role.name,
        tuple(j.record.text for j, _ in mine),
        tuple(j.evidence for j, _ in mine),
        np.array(measured).reshape(len(mine), len(role.features)),
        np.array([j.record.fit[role.name] for j, _ in mine], dtype=np.int64),
        np.array([fold for _, fold in mine], dtype=np.int64),
    )


def kept(path: Path | None, records: Sequence[Record]) -> tuple[list[Judged], list[int]]:
    """Cross-fitted evidence from a file, or made now and written to it. A file made from other CVs is refused."""
    name = hashlib.sha256("\n".join(record.model_dump_json() for record in records).encode()).hexdigest()
    if path is None or not path.exists():
        _, judged, _, fold_of = cross_fitted(records, lambda step: print(f"… {step}", file=sys.stderr), strangers=False)
        if path is not None:
            rows = (
                {"fold": f, "evidence": [e.model_dump() for e in j.evidence]}
                for j, f in zip(judged, fold_of, strict=True)
            )
            path.write_text("\n".join([json.dumps({"records": name}), *map(json.dumps, rows)]) + "\n", encoding="utf-8")
        return judged, fold_of
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    if json.loads(head)["records"] != name:
        raise SystemExit(f"{path}: evidence of other CVs than these. Name another file, or remove it.")
    found = [json.loads(line) for line in lines]
    judged = [
        Judged(r, tuple(map(Evidence.model_validate, row["evidence"])), outline(from_text(r.text)))
        for r, row in zip(records, found, strict=True)
    ]
    return judged, [row["fold"] for row in found]


def tables(judged: Sequence[Judged], fold_of: Sequence[int], others: Sequence[Judged], name: str) -> Iterator[str]:
    """For each role the table of held-out batches, and that of the other CVs where there are some."""
    for role in default_roles():
        mine = learned_from(role, [j.record for j in judged])
        cvs = cvs_of(role, [judged[i] for i in mine], [fold_of[i] for i in mine])
        yield table(
            f"{role.name}, {len(cvs.grades)} CVs by batch",
            [(way, figures(cvs.grades, *nested(method, cvs))) for way, method in METHODS.items()],
        )
        new = cvs_of(role, others, [0] * len(others))
        if len(new.grades):
            yield table(
                f"{role.name}, {len(new.grades)} CVs of {name}",
                [(way, figures(new.grades, *said(method, cvs, new))) for way, method in METHODS.items()],
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--data", type=Path, default=Path("data/annotated"), help="annotated CVs; test*.jsonl are left out"
    )
    parser.add_argument(
        "--also", type=Path, help="graded CVs (JSONL) to judge the methods on after learning from all of DATA"
    )
    parser.add_argument("--model", type=Path, default=default_model(), help="the model that finds evidence in them")
    parser.add_argument("--keep", type=Path, help="file to keep the cross-fitted evidence in")
    parser.add_argument("--every", type=int, default=1, help="take every n-th CV only, to try it out")
    asked = parser.parse_args(arguments)
    files, _ = split_test(jsonl_files([asked.data]))
    judged, fold_of = kept(asked.keep, read_records(files)[:: asked.every])
    others = judge(load_model(asked.model), read_records([asked.also])) if asked.also else []
    for text in tables(judged, fold_of, others, asked.also.name if asked.also else ""):
        print(text)


if __name__ == "__main__":
    main()
