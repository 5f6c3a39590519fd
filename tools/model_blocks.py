"""What the shipped model's ``model.json`` says of its quality, as Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cvsignal.corpus import read_reviewed
from cvsignal.evaluation import judge, scores
from cvsignal.model_folder import Manifest, load_model, read_manifest
from tools.tables import table

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "models" / "default"
STRANGERS = ROOT / "data" / "annotated" / "strangers" / "check.jsonl"
TEST = ROOT / "data" / "annotated" / "test.jsonl"
_UNKNOWING = "written without knowledge of labels"  # begins the brief of CVs whose writers knew of none
RETRAINED = ROOT / "notebooks" / "4_retraining.json"
_MEASURED_ON = {
    "test": "CVs of the test split (written by other writers under other briefs; never learned from)",
    "cross_validated": "cross-validation over the CVs learned from (each batch judged by weights that did not see it; thresholds, "
    "confidence, calibration, cuts and verdict lines were set on these same CVs, which flatters a little)",
}
_LANGUAGES = {"en": "English", "fr": "French", "all": "all"}


def quality(manifest: Manifest | None = None) -> str:
    """Evidence by language and fit by role, on the test split where there is one, and cross-validated."""
    manifest = manifest or read_manifest(SHIPPED)
    parts = [f"Model `{manifest.sha256[:12]}`, learned from {manifest.records:,} annotated CVs."]
    for name, how in _MEASURED_ON.items():
        if name in manifest.metrics:
            metrics = manifest.metrics[name]
            parts += [f"On {how}:", _evidence(metrics["evidence"]), _fit(metrics["fit"])]
    return "\n\n".join(parts)


def strangers() -> str:
    """Evidence and fit on CVs whose writers knew no labels and whose readers had not written them."""
    model = load_model(SHIPPED)
    inbox = [r for r in read_reviewed([TEST]) if str(r.meta.get("brief", "")).startswith(_UNKNOWING)]
    parts: list[str] = []
    for name, records in (("`strangers/check.jsonl`", read_reviewed([STRANGERS])), ("Those of the test split", inbox)):
        found = scores(model, judge(model, records))
        parts += [f"{name}:", _evidence(found["evidence"]), _fit(found["fit"])]
    return "\n\n".join(parts)


def _evidence(scores: Mapping[str, Any]) -> str:
    rows: list[list[object]] = [
        ["evidence", "CVs", "span precision", "span recall", "span F1", "label-in-CV F1", "assertion right"]
    ]
    for language, row in scores.items():
        spans = row["micro"]
        rows.append(
            [
                _LANGUAGES[language],
                row["cvs"],
                spans["precision"],
                spans["recall"],
                spans["f1"],
                row["label_in_cv"]["f1"],
                row["assertion_accuracy"],
            ]
        )
    return table(rows)


def _fit(roles: Mapping[str, Any]) -> str:
    keys = ("cvs", "qwk", "spearman", "auc", "brier", "brier_of_base_rate", "exact_grade", "verdicts_wrong")
    head = ["fit", "", "CVs", "QWK", "Spearman", "AUC", "Brier", "of base rate", "same grade", "verdict wrong"]
    rows: list[list[object]] = [[*head, "left to a person"]]
    for role, groups in roles.items():
        for group, row in groups.items():
            rows.append([f"`{role}`", _LANGUAGES[group], *(row.get(key) for key in (*keys, "left_to_a_person"))])
    return table(rows)


def retraining(kept: Path = RETRAINED) -> str:
    """What a full run of notebook 4 found, from the figures that it kept."""
    found = json.loads(kept.read_text(encoding="utf-8"))
    models, rows = found["models"], found["rows"]
    head = ["CVs", "model", *(name.replace("_", " ") for name in rows["columns"])]
    cells = [[where, when, *figures] for (where, when), figures in zip(rows["index"], rows["data"], strict=True)]
    made = f"Before: model `{models['before'][:12]}`; after: `{models['after'][:12]}`."
    refusals = "".join(f"\n- {reason}" for reason in found["refused_for"])
    gate = f"`promote` refuses it:\n{refusals}" if refusals else "`promote` lets it pass."
    return f"{table([head, *cells])}\n\n{made} {gate}"
