"""``cvsignal train``: annotated CVs in, a whole model folder out; seeded, the same data gives the same scores."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from joblib import Parallel, delayed

from cvsignal._version import __version__
from cvsignal.collector import at_rest
from cvsignal.corpus import Record, jsonl_files, read_reviewed, text_hash
from cvsignal.errors import CorpusError
from cvsignal.evaluation import Judged, evidence_of, evidence_scores, fit_scores, judge, scores
from cvsignal.model_folder import MANIFEST, Manifest, Model, data_hashes, load_model, save_model
from cvsignal.roles import Role, default_roles, refuse_twins
from cvsignal.tagging.labelling import choose
from cvsignal.tagging.tagger import Tagger
from cvsignal.tagging.weights import Weights
from cvsignal.training.card import CARD, Bin, calibration, write_card
from cvsignal.training.examples import Candidates, Example, common_words, examples, natural
from cvsignal.training.flattened import flattened_copies
from cvsignal.training.roles import Graded, Learned, enough, learn_role
from cvsignal.training.tables import Tables
from cvsignal.training.tagger import PROCESSES, SEED, HeldOut, Progress, cross_fit, folds, learn_weights, tuned

_PACKAGES = ("spacy", "thinc", "scikit-learn", "numpy", "scipy", "skops", "PyStemmer", "simplemma", "py3langid")
_TEST = "test"
_DRAFT = ".draft-"  # begins the name of a folder in which a model is made
_PARTS = frozenset({"tagger", "roles", MANIFEST, CARD})
#: CVs that the second tagger of each fold learns from. In our held-out CVs it errs about as often as the shipped one does in
#: CVs of real people, so that roles do not learn to trust evidence more than it deserves; set by hand to that end.
_FEW = 160
#: CVs that the first tagger of each fold learns from at most, by hand: more would take a third of the time of a training.
#: Thresholds and confidence are set on what these taggers find, which know less than the final one: so do CVs of strangers.
_MANY = 2_000


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
    data = _read(sources)
    chosen = tuple(roles) if roles is not None else default_roles()
    refuse_twins(chosen)
    for role in chosen:
        enough(role, [data.records[i].fit[role.name] for i in learned_from(role, data.records)])
    progress(f"{len(data.records)} CVs read")
    learned = cross_fitted(data.records, progress)
    progress("roles")
    of_roles, logits = _learn_roles(chosen, learned)
    made = _Made(Tagger.from_weights(learned.weights), of_roles, _cross_validated(learned.judged, of_roles, logits))
    bins = {name: _calibration(data.records, name, logits[name]) for name in of_roles}
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=_DRAFT, dir=out) as folder:
        manifest = _written(Path(folder), made, data, progress)
        write_card(Path(folder), manifest, data.records, bins)
        trained = Trained(out, manifest, load_model(Path(folder), whole=True))
        _put(Path(folder), out)
    return trained


class _Data(NamedTuple):
    """Files and records to learn from, and those that are only for the final figures."""

    files: list[Path]
    records: list[Record]
    test_files: list[Path]
    tests: list[Record]


def _read(sources: Sequence[Path]) -> _Data:
    """All that was named, read before anything is learned; raises CorpusError."""
    files, test_files = split_test(jsonl_files(sources))
    if not files:
        raise CorpusError("Only test files were named. Name at least one file to learn from.")
    return _Data(files, read_reviewed(files), test_files, read_reviewed(test_files))


class _Made(NamedTuple):
    """What was learned, and the figures that go with it."""

    tagger: Tagger
    roles: dict[str, Learned]
    cross_validated: dict[str, Any]


def _written(folder: Path, made: _Made, data: _Data, progress: Progress) -> Manifest:
    """Writes the model; where there are test files it is read again and measured on them, as it will be used."""
    fits = {name: one.fit for name, one in made.roles.items()}
    estimators = {name: one.estimators for name, one in made.roles.items()}
    metrics = {"cross_validated": made.cross_validated}
    manifest = save_model(folder, made.tagger, fits, estimators, _about(data, metrics))
    if not data.tests:
        return manifest
    progress("figures on the test files")
    model = load_model(folder)
    metrics["test"] = scores(model, judge(model, data.tests))
    return save_model(folder, made.tagger, fits, estimators, _about(data, metrics))


class CrossFitted(NamedTuple):
    """A tagger's weights, and for each record what weights that never saw its batch make of it.

    ``judged`` is by weights that learned from many CVs of the other folds, ``as_strangers`` by weights that learned from few (empty
    where there are no more than a few); ``fold_of`` is the number of the fold that holds the record out.
    """

    weights: Weights
    judged: list[Judged]
    as_strangers: list[Judged]
    fold_of: list[int]


def cross_fitted(records: Sequence[Record], progress: Progress, *, strangers: bool = True) -> CrossFitted:
    """Learns the tagger, and tags each record as a stranger's; without ``strangers``, only by the better of the two taggers."""
    common = common_words(records)
    found, tables, copied = _prepared(records, common)
    groups = folds(found)
    held_out = cross_fit(found, tables, copied, progress, _MANY)
    more_than_few = all(len(found) - len(group) > _FEW for group in groups)
    barely_known = cross_fit(found, tables, copied, progress, _FEW) if strangers and more_than_few else []
    progress("tagger: final weights")
    learned = learn_weights(tables, range(len(found) + len(copied)))
    number_of = {index: number for number, group in enumerate(groups) for index in group}
    with at_rest():
        weights = replace(tuned(learned, held_out), common=common)
        return CrossFitted(
            weights,
            _judged(held_out, weights),
            _judged(barely_known, tuned(weights, barely_known)) if barely_known else [],
            [number_of[index] for index in range(len(records))],
        )


def _prepared(records: Sequence[Record], common: frozenset[str]) -> tuple[list[Example], Tables, list[int]]:
    """The records read; their candidates, then those of flattened copies; and which records the copies are of."""
    copied = natural(records)
    copies = list(flattened_copies([records[i] for i in copied]))
    parts = [(part, True) for part in _halves(records)] + [(part, False) for part in _halves(copies)]
    with at_rest():
        read = Parallel(n_jobs=PROCESSES if len(records) > _FEW else 1)(
            delayed(_read_and_tabled)(part, common, originals) for part, originals in parts
        )
    return [example for found, _ in read for example in found], Tables.joined([tables for _, tables in read]), copied


def _halves(records: Sequence[Record]) -> list[Sequence[Record]]:
    """Two parts, none of them empty, so that two processes share the work evenly."""
    middle = (len(records) + 1) // 2
    return [part for part in (records[:middle], records[middle:]) if part]


def _read_and_tabled(
    records: Sequence[Record], common: frozenset[str], originals: bool
) -> tuple[list[Example], Tables]:
    """The examples, where they are ``originals``, and the tables of their candidates, whose traits are let go one CV at a time.

    Copies are looked at whole only.
    """
    kept: list[Example] = []

    def candidates() -> Iterator[Candidates]:
        for example, found in examples(records, common, pieces=originals):
            if originals:
                kept.append(example)
            yield found

    with at_rest():
        return kept, Tables.of(candidates())


def _calibration(records: Sequence[Record], role: str, logits: Mapping[str, float]) -> list[Bin]:
    graded = [record for record in records if record.id in logits]
    return calibration([logits[r.id] for r in graded], [r.fit[role] for r in graded])


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


def _cross_validated(
    judged: Sequence[Judged], roles: Mapping[str, Learned], logits: Mapping[str, Mapping[str, float]]
) -> dict[str, Any]:
    """Figures of each role on the CVs that it learned from, by the logits of the folds that hold them out."""
    mine = {name: [j for j in judged if j.record.id in logits[name]] for name in roles}
    of_roles = {name: fit_scores(mine[name], name, logits[name], one.fit.decision) for name, one in roles.items()}
    return {"evidence": evidence_scores(judged), "fit": of_roles}


def _about(data: _Data, metrics: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": __version__,
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "python": platform.python_version(),
        "seed": SEED,
        "data": data_hashes([*data.files, *data.test_files]),
        "records": len(data.records),
        "learned": sorted(text_hash(record.text) for record in data.records),
        "metrics": metrics,
    }


def _refuse_taken(out: Path) -> None:
    """Raises CorpusError before anything is learned where the model could not be written."""
    if out.exists() and not out.is_dir():
        raise CorpusError(f"{out}: it is a file. Name a new folder for the model.")
    inside = {path.name for path in out.iterdir()} if out.exists() else set()
    kept = {name for name in inside if not name.startswith(_DRAFT)}
    if kept and MANIFEST not in kept:
        raise CorpusError(f"{out}: not empty, and no model folder. Name a new folder for the model.")
    if strangers := sorted(kept - _PARTS):
        raise CorpusError(f"{out}: holds {strangers[0]}, no part of a model. Move it away, or name a new folder.")


def _put(draft: Path, out: Path) -> None:
    """Moves a whole model to where it belongs, in place of an earlier one; the manifest last, without which it is none."""
    (out / MANIFEST).unlink(missing_ok=True)
    for earlier in [path for path in out.iterdir() if path.name != draft.name]:
        shutil.rmtree(earlier) if earlier.is_dir() else earlier.unlink()
    for part in sorted(draft.iterdir(), key=lambda path: path.name == MANIFEST):
        part.replace(out / part.name)
