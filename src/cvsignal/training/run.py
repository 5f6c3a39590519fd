"""``cvsignal train``: annotated CVs in, a whole model folder out; seeded, the same data gives the same scores."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from cvsignal._version import __version__
from cvsignal.corpus import SUGGESTED, Record, jsonl_files, read_records, text_hash
from cvsignal.errors import CorpusError
from cvsignal.evaluation import Judged, evidence_of, evidence_scores, fit_scores, judge
from cvsignal.model_folder import Manifest, Model, file_sha256, load_model, save_model
from cvsignal.roles import Role, default_roles
from cvsignal.tagging.labelling import choose
from cvsignal.tagging.tagger import Tagger
from cvsignal.tagging.weights import Weights
from cvsignal.training.card import Bin, calibration, write_card
from cvsignal.training.examples import common_words, examples, natural
from cvsignal.training.flattened import flattened_copies
from cvsignal.training.roles import Graded, Learned, enough, learn_role
from cvsignal.training.tagger import SEED, HeldOut, Progress, cross_fit, folds, learn_weights, tuned

_PACKAGES = ("spacy", "scikit-learn", "numpy", "scipy", "skops", "PyStemmer", "py3langid")
_TEST = "test"
#: CVs that the second tagger of each fold learns from. In our held-out CVs it errs about as often as the shipped one does in
#: CVs of real people, so that roles do not learn to trust evidence more than it deserves.
_FEW = 160


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
        enough(role, [records[i].fit[role.name] for i in learned_from(role, records)])
    progress(f"{len(records)} CVs read")
    learned = cross_fitted(records, progress)
    progress("roles")
    of_roles, logits = _learn_roles(chosen, learned)
    fits = {name: one.fit for name, one in of_roles.items()}
    estimators = {name: one.estimators for name, one in of_roles.items()}
    metrics: dict[str, Any] = {
        "cross_validated": {
            "evidence": evidence_scores(learned.judged),
            "fit": {
                role.name: fit_scores(
                    [j for j in learned.judged if j.record.id in logits[role.name]],
                    role.name,
                    logits[role.name],
                    fits[role.name].decision,
                )
                for role in chosen
            },
        }
    }
    tagger = Tagger.from_weights(learned.weights)
    about = _about(learn_from, records, metrics)
    folder = _fresh(out)
    if test:
        progress("figures on the test files")
        save_model(folder, tagger, fits, estimators, about)
        metrics["test"] = _test_metrics(load_model(folder), read_records(test), chosen)
        about = _about([*learn_from, *test], records, metrics)
        folder = _fresh(out)
    manifest = save_model(folder, tagger, fits, estimators, about)
    write_card(
        folder, manifest, records, {role.name: _calibration(records, role, logits[role.name]) for role in chosen}
    )
    return Trained(folder, manifest, load_model(folder, whole=True))


class CrossFitted(NamedTuple):
    """A tagger's weights, and for each record what weights that never saw its batch make of it.

    ``judged`` is by weights that learned from all other folds, ``as_strangers`` by weights that learned from few CVs (empty
    where there are no more than a few); ``fold_of`` is the number of the fold that holds the record out.
    """

    weights: Weights
    judged: list[Judged]
    as_strangers: list[Judged]
    fold_of: list[int]


def cross_fitted(records: Sequence[Record], progress: Progress, *, strangers: bool = True) -> CrossFitted:
    """Learns the tagger, and tags each record as a stranger's; without ``strangers``, only by the better of the two taggers."""
    common = common_words(records)
    found = examples(records, common)
    copies = examples(flattened_copies(records), common)
    groups = folds(found)
    held_out = cross_fit(found, copies, progress)
    many = all(len(found) - len(group) > _FEW for group in groups)
    barely_known = cross_fit(found, copies, progress, most=_FEW) if strangers and many else []
    progress("tagger: final weights")
    weights = replace(tuned(learn_weights([*found, *copies]), held_out), common=common)
    number_of = {index: number for number, group in enumerate(groups) for index in group}
    return CrossFitted(
        weights,
        _judged(held_out, weights),
        _judged(barely_known, tuned(weights, barely_known)) if barely_known else [],
        [number_of[index] for index in range(len(records))],
    )


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


def _judged(held_out: Sequence[HeldOut], weights: Weights) -> list[Judged]:
    """Held-out examples as evaluation sees them, by the thresholds of ``weights``."""
    found: list[Judged] = []
    for held in held_out:
        example = held.example
        findings = choose(example.scene, held.clauses, held.names, weights)
        evidence = tuple(evidence_of(example.scene, example.document, findings))
        found.append(Judged(example.record, evidence, example.outline))
    return found


def _learn_roles(roles: Sequence[Role], learned: CrossFitted) -> tuple[dict[str, Learned], dict[str, dict[str, float]]]:
    """The model of each role, and the out-of-fold logit of each record that it learned from."""
    found: dict[str, Learned] = {}
    logits: dict[str, dict[str, float]] = {}
    for role in roles:
        mine = learned_from(role, [j.record for j in learned.judged])
        well, badly = (
            _graded(role, judged, mine, learned.fold_of) for judged in (learned.judged, learned.as_strangers)
        )
        found[role.name] = learn_role(role, well, badly)
        names = [learned.judged[i].record.id for i in mine]
        logits[role.name] = dict(zip(names, found[role.name].logits.tolist(), strict=True))
    return found, logits


def learned_from(role: Role, records: Sequence[Record]) -> list[int]:
    """Indices of the CVs that a role learns from: those with a grade for it, and labels as rare as in life."""
    graded = [i for i, record in enumerate(records) if role.name in record.fit]
    return [graded[i] for i in natural([records[i] for i in graded])]


def _graded(role: Role, judged: Sequence[Judged], mine: Sequence[int], fold_of: Sequence[int]) -> list[Graded]:
    """Those CVs of one reading; none where there was no such reading."""
    if not judged:
        return []
    return [Graded(judged[i].evidence, judged[i].outline, judged[i].record.fit[role.name], fold_of[i]) for i in mine]


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
