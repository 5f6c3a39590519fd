"""``cvsignal train``: annotated CVs in, a whole model folder out; seeded, the same data gives the same scores."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from cvsignal._version import __version__
from cvsignal.corpus import SUGGESTED, Record, jsonl_files, read_records, text_hash
from cvsignal.errors import CorpusError
from cvsignal.evaluation import Judged, evidence_of, evidence_scores, fit_scores, judge
from cvsignal.fit import RoleFit
from cvsignal.model_folder import Manifest, Model, file_sha256, load_model, save_model
from cvsignal.roles import Role, default_roles
from cvsignal.tagging.labelling import choose
from cvsignal.tagging.tagger import Tagger
from cvsignal.tagging.weights import Weights
from cvsignal.training.card import Bin, calibration, write_card
from cvsignal.training.examples import common_words, examples
from cvsignal.training.flattened import flattened_copies
from cvsignal.training.roles import Graded, enough, learn_role
from cvsignal.training.tagger import SEED, HeldOut, Progress, cross_fit, folds, learn_weights, tuned

_PACKAGES = ("spacy", "scikit-learn", "numpy", "scipy", "skops", "PyStemmer", "py3langid")
_TEST = "test"


@dataclass(frozen=True)
class Trained:
    """What training made."""

    folder: Path
    manifest: Manifest
    model: Model


def split_test(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Files to learn from, and files named ``test*.jsonl`` that are only for the final figures."""
    test = [path for path in paths if path.name.startswith(_TEST)]
    return [path for path in paths if path not in test], test


def train(
    sources: Sequence[Path], out: Path, *, roles: Sequence[Role] | None = None, progress: Progress = lambda _: None
) -> Trained:
    """Trains a model from JSONL files or folders and writes it to ``out``, which must be new, empty or a model folder.

    Raises CorpusError for bad or too few data, with file and line.
    """
    _refuse_taken(out)
    learn_from, test = split_test(jsonl_files(sources))
    if not learn_from:
        raise CorpusError("Only test files were named. Name at least one file to learn from.")
    records = read_records(learn_from)
    _refuse_suggestions(records)
    chosen = tuple(roles) if roles is not None else default_roles()
    for role in chosen:
        enough(role, [r.fit[role.name] for r in records if role.name in r.fit])
    progress(f"{len(records)} CVs read")
    weights, judged, fold_of = cross_fitted(records, progress)
    progress("roles")
    fits, logits = _learn_roles(chosen, judged, fold_of)
    metrics: dict[str, Any] = {
        "cross_validated": {
            "evidence": evidence_scores(judged),
            "fit": {
                role.name: fit_scores(judged, role.name, logits[role.name], fits[role.name].decision) for role in chosen
            },
        }
    }
    tagger = Tagger.from_weights(weights)
    about = _about(learn_from, records, metrics)
    folder = _fresh(out)
    if test:
        progress("figures on the test files")
        save_model(folder, tagger, fits, about)
        metrics["test"] = _test_metrics(load_model(folder), read_records(test), chosen)
        about = _about([*learn_from, *test], records, metrics)
        folder = _fresh(out)
    manifest = save_model(folder, tagger, fits, about)
    write_card(
        folder, manifest, records, {role.name: _calibration(records, role, logits[role.name]) for role in chosen}
    )
    return Trained(folder, manifest, load_model(folder))


def cross_fitted(records: Sequence[Record], progress: Progress) -> tuple[Weights, list[Judged], list[int]]:
    """The tagger's weights; the evidence of each record by weights that never saw its batch; the number of its fold."""
    common = common_words(records)
    found = examples(records, common)
    copies = examples(flattened_copies(records), common)
    held_out = cross_fit(found, copies, progress)
    progress("tagger: final weights")
    weights = replace(tuned(learn_weights([*found, *copies]), held_out), common=common)
    judged = [_judged(held, choose(held.example.scene, held.clauses, held.names, weights)) for held in held_out]
    number_of = {index: number for number, group in enumerate(folds(found)) for index in group}
    return weights, judged, [number_of[index] for index in range(len(records))]


def _refuse_suggestions(records: Sequence[Record]) -> None:
    unseen = [record.id for record in records if record.meta.get(SUGGESTED)]
    if unseen:
        raise CorpusError(
            f"{unseen[0]}: its labels are a model's suggestions that no person has seen ({len(unseen)} such CVs). "
            "Label them with `cvsignal labels export` and `import` first."
        )


def _calibration(records: Sequence[Record], role: Role, logits: dict[str, float]) -> list[Bin]:
    graded = [record for record in records if record.id in logits]
    return calibration([logits[r.id] for r in graded], [r.fit[role.name] for r in graded])


def _judged(held: HeldOut, findings: Sequence[Any]) -> Judged:
    """A held-out example as evaluation sees it."""
    example = held.example
    return Judged(example.record, tuple(evidence_of(example.scene, example.document, findings)), example.outline)


def _learn_roles(
    roles: Sequence[Role], judged: Sequence[Judged], fold_of: Sequence[int]
) -> tuple[dict[str, RoleFit], dict[str, dict[str, float]]]:
    fits: dict[str, RoleFit] = {}
    logits: dict[str, dict[str, float]] = {}
    for role in roles:
        graded = [(i, j) for i, j in enumerate(judged) if role.name in j.record.fit]
        rows = [Graded(j.evidence, j.outline, j.record.fit[role.name], fold_of[i]) for i, j in graded]
        fits[role.name], values = learn_role(role, rows)
        logits[role.name] = {j.record.id: float(value) for (_, j), value in zip(graded, values, strict=True)}
    return fits, logits


def _test_metrics(model: Model, records: Sequence[Record], roles: Sequence[Role]) -> dict[str, Any]:
    judged = judge(model, records)
    return {
        "evidence": evidence_scores(judged),
        "fit": {
            role.name: fit_scores(judged, role.name, None, model.roles[role.name].decision)
            for role in roles
            if any(role.name in j.record.fit for j in judged)
        },
    }


def _about(files: Sequence[Path], records: Sequence[Record], metrics: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": __version__,
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "python": platform.python_version(),
        "seed": SEED,
        "data": {path.name: file_sha256(path) for path in files},
        "records": len(records),
        "learned": sorted(text_hash(record.text) for record in records),
        "metrics": metrics,
    }


def _refuse_taken(out: Path) -> None:
    """Raises CorpusError before anything is learned where the model could not be written."""
    if out.exists() and not out.is_dir():
        raise CorpusError(f"{out}: it is a file. Name a new folder for the model.")
    if out.exists() and any(out.iterdir()) and not (out / "model.json").is_file():
        raise CorpusError(f"{out}: not empty, and no model folder. Name a new folder for the model.")


def _fresh(out: Path) -> Path:
    """``out`` without an earlier model; anything else in it is refused."""
    _refuse_taken(out)
    if out.exists() and any(out.iterdir()):
        for name in ("tagger", "roles"):
            shutil.rmtree(out / name, ignore_errors=True)
        for name in ("model.json", "card.md"):
            (out / name).unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    return out
