"""``card.md``: what a model was made from, how good it is, and what it is not for, to be read by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cvsignal.corpus import Record
from cvsignal.corpus_figures import as_markdown, describe
from cvsignal.logistic import chances
from cvsignal.model_folder import Manifest
from cvsignal.schema import FIT_GRADE

CARD = "card.md"
_BINS = 10
_WIDTH = 50  # characters of the plot
_FIGURES = (
    "cvs",
    "qwk",
    "spearman",
    "auc",
    "brier",
    "brier_of_base_rate",
    "exact_grade",
    "verdicts_wrong",
    "left_to_a_person",
)

_LIMITS = """\
- Judges what a CV says, not what a person can do. Whoever decides reads the CV.
- Trained on CVs in French and English; others are assessed with a warning and should be read by a person.
- "Cross-validated" figures speak of CVs like those in the data, and flatter a little: the weights never saw the batch that they
  judge (and learned from fewer CVs than the final ones), but the tagger's thresholds and confidence, the calibration of scores,
  the grades' cuts and the verdicts' lines were set on these very CVs. Only the figures of test files owe nothing to them.
- A score is the chance that a reviewer would give 2 or 3, where the share of fitting CVs is like that of the data.
- No name, sex, age, origin, address, family, photo or school is a feature. That proves no equal treatment: measure it.
- A list of tools or keywords counts only beside practice; a CV can still be written to please a program."""


@dataclass(frozen=True)
class Bin:
    """CVs with a score between ``low`` and ``high`` (chances): how many, their mean chance, the share that fits."""

    low: float
    high: float
    cvs: int
    said: float
    true: float


def calibration(logits: Sequence[float], grades: Sequence[int], bins: int = _BINS) -> list[Bin]:
    """The chances that were given beside the share that came true, in bins of equal width; empty bins are left out."""
    said = chances(np.asarray(logits, dtype=float))
    fits = np.asarray(grades) >= FIT_GRADE
    places = np.minimum((said * bins).astype(int), bins - 1)
    return [
        Bin(b / bins, (b + 1) / bins, int(here.sum()), float(said[here].mean()), float(fits[here].mean()))
        for b in range(bins)
        if (here := places == b).any()
    ]


def calibration_plot(bins: Sequence[Bin]) -> str:
    """The bins as text: ``o`` is the chance that was given, ``#`` the share that came true, ``*`` both."""
    lines = [f"{'score':>8}  {'CVs':>4}  0{'':{_WIDTH - 5}}100 %"]
    for one in bins:
        row = ["·"] * (_WIDTH + 1)
        said, true = round(one.said * _WIDTH), round(one.true * _WIDTH)
        row[said], row[true] = "o", "#"
        if said == true:
            row[said] = "*"
        lines.append(f"{100 * one.low:3.0f}-{100 * one.high:3.0f}   {one.cvs:4d}  {''.join(row)}")
    return "\n".join(lines)


def card(manifest: Manifest, records: Sequence[Record], calibrations: Mapping[str, Sequence[Bin]]) -> str:
    """The card as Markdown."""
    parts = [
        "# Model card",
        f"Made by cvsignal {manifest.version} with Python {manifest.python}, seed {manifest.seed}, from "
        f"{manifest.records} annotated CVs. Roles: {', '.join(manifest.roles)}. The same data gives the same model.",
        "## What it is for",
        "Finds evidence of work with social media and public relations in CVs, and sorts CVs for a person who reads "
        "them. It is not made to reject anyone unread.",
        "## Data",
        as_markdown(describe({"learned from,": records})),
        "SHA-256 of the files:",
        "\n".join(f"- `{name}` {sha}" for name, sha in manifest.data.items()),
        "## Figures",
        "Those of fit, and the calibration, are of CVs that hold labels as often as in life; batches written to a quota "
        "teach the tagger alone.",
        *(part for name, metrics in manifest.metrics.items() for part in _metrics(name.replace("_", "-"), metrics)),
        "## Calibration",
        "Scores of CVs from batches that the features' weights were not learned from, beside the share of CVs graded 2 or 3: "
        "`o` is what was said, `#` what was true, `*` both. The calibration was fitted on these very scores, so that it looks "
        "better here than on other CVs.",
        *(f"### {role}\n\n```\n{calibration_plot(bins)}\n```" for role, bins in calibrations.items()),
        "## Limits",
        _LIMITS,
        "## Versions",
        "\n".join(f"- {name} {version}" for name, version in manifest.packages.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _metrics(name: str, metrics: Mapping[str, Any]) -> list[str]:
    parts = [f"### Evidence, {name}", _evidence_table(metrics["evidence"])]
    for role, figures in metrics.get("fit", {}).items():
        parts += [f"### {role}, {name}", _fit_table(figures)]
    return parts


def _evidence_table(evidence: Mapping[str, Any]) -> str:
    rows = [["language", "label", "true", "found", "precision", "recall", "F1"]]
    for language, scores in evidence.items():
        for label, row in [
            *scores["labels"].items(),
            ("all spans", scores["micro"]),
            ("label in CV", scores["label_in_cv"]),
        ]:
            rows.append(
                [language, label, *(_shown(row[key]) for key in ("gold", "found", "precision", "recall", "f1"))]
            )
    return _table(rows)


def _fit_table(figures: Mapping[str, Any]) -> str:
    rows = [["", *(key.replace("_", " ") for key in _FIGURES)]]
    rows += [[name, *(_shown(row.get(key)) for key in _FIGURES)] for name, row in figures.items()]
    return _table(rows)


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def write_card(
    folder: Path, manifest: Manifest, records: Sequence[Record], calibrations: Mapping[str, Sequence[Bin]]
) -> None:
    """Writes the card into a model folder; it is not part of what the model's hash covers."""
    (folder / CARD).write_text(card(manifest, records, calibrations), encoding="utf-8")
