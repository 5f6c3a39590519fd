"""A model on disk: ``model.json``, the spaCy pipelines, a role table and a ``.skops`` file a role. Loading runs no code from it.

``model.json`` names every other file with its SHA-256; a folder in which any differs is refused, as is a newer format.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from cvsignal.errors import LexiconError, ModelError
from cvsignal.fit import Decision, RoleFit
from cvsignal.roles import Role, parse_role_json
from cvsignal.tagging.tagger import Tagger

if TYPE_CHECKING:
    from cvsignal.estimators import Estimators

FORMAT = 6  # raised where weights of earlier code would be read otherwise than they were learned
MANIFEST = "model.json"
_MAX_MANIFEST = 4_000_000  # bytes
_MOST_POINTS = 1e6  # of logit: far beyond any that is learned
_FREE_FILES = frozenset({"card.md", MANIFEST})  # described, not hashed: people may annotate the card


class Manifest(BaseModel):
    """What ``model.json`` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    version: str  # of cvsignal
    packages: dict[str, str]
    python: str
    seed: int
    data: dict[str, str]  # file name -> SHA-256
    records: int
    learned: tuple[str, ...] = ()  # short hashes of the texts learned from, so that no test data is among them
    roles: tuple[str, ...]
    decisions: dict[str, dict[str, Any]]
    metrics: dict[str, Any]
    files: dict[str, str]  # path in the folder -> SHA-256
    sha256: str  # of files, roles and decisions: a damaged line here is noticed too


@dataclass(frozen=True)
class Model:
    """A loaded model: the tagger, the model of each role, and where they come from."""

    tagger: Tagger
    roles: dict[str, RoleFit]
    manifest: Manifest
    sha256: str


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def data_hashes(files: Sequence[Path]) -> dict[str, str]:
    """Name -> SHA-256 of each file; files of one name have as many of their folders before it as tell them apart."""
    parts = {path: path.resolve().parts for path in files}

    def name(path: Path) -> str:
        mine, others = parts[path], set(parts.values()) - {parts[path]}
        told = next(n for n in range(1, len(mine) + 1) if all(other[-n:] != mine[-n:] for other in others))
        return PurePath(*mine[-told:]).as_posix()

    return {name(path): file_sha256(path) for path in files}


def hashed_files(folder: Path) -> dict[str, str]:
    """Path in the folder -> SHA-256, of all files that decide anything."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    names = {p.relative_to(folder).as_posix(): p for p in paths}
    return {name: file_sha256(path) for name, path in names.items() if name not in _FREE_FILES}


def model_sha256(files: dict[str, str], decisions: dict[str, dict[str, Any]], roles: Iterable[str]) -> str:
    """One hash of all that decides: the files, the roles and the lines drawn."""
    text = json.dumps({"files": files, "decisions": decisions, "roles": list(roles)}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """``model.json`` of a folder; raises ModelError with the reason."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ModelError(
            f"{folder}: no {MANIFEST} there. Name a model folder, such as one written by `cvsignal train`."
        )
    if path.stat().st_size > _MAX_MANIFEST:
        raise ModelError(f"{path}: larger than {_MAX_MANIFEST:,} bytes. This is no model of cvsignal.")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: not JSON. The model is damaged; copy or train it again.") from error
    if not isinstance(data, dict) or type(data.get("format")) is not int:
        raise ModelError(f"{path}: no format number. This is no model of cvsignal.")
    if data["format"] > FORMAT:
        raise ModelError(f"{path}: format {data['format']} is newer than {FORMAT}. Update cvsignal.")
    if data["format"] < FORMAT:
        raise ModelError(f"{path}: format {data['format']} is older than {FORMAT}. Train again with this version.")
    try:
        return Manifest.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ModelError(f"{path}: {where}: {first['msg']}. The model is damaged; copy or train it again.") from error


def _check_files(folder: Path, manifest: Manifest) -> None:
    actual = hashed_files(folder)
    for name in sorted(set(manifest.files) | set(actual)):
        if name not in actual:
            raise ModelError(f"{folder.name}/{name}: missing. Copy the whole model folder, or train again.")
        if name not in manifest.files:
            raise ModelError(f"{folder.name}/{name}: not part of the model. Remove it, or train again.")
        if actual[name] != manifest.files[name]:
            raise ModelError(f"{folder.name}/{name}: changed since training. Do not use this model; train again.")


def _may_be_weights(weights: Sequence[float], features: int) -> bool:
    """Whether these may be a model's weights: one for each feature, none of which lowers a score; NaN fails too."""
    if len(weights) != features + 1:
        return False
    return abs(weights[0]) <= _MOST_POINTS and all(0 <= weight <= _MOST_POINTS for weight in weights[1:])


def _numbers(values: Any) -> tuple[float, ...]:
    if not isinstance(values, list | tuple) or not all(isinstance(value, int | float) for value in values):
        raise TypeError("not a list of numbers")
    return tuple(float(value) for value in values)


def _load_role(folder: Path, name: str, decisions: dict[str, dict[str, Any]], whole: bool) -> RoleFit:
    try:
        role = parse_role_json((folder / "roles" / f"{name}.json").read_text(encoding="utf-8"), f"{name}.json")
        line = decisions[name]
        cuts, weights = _numbers(line["cuts"]), _numbers(line["weights"])
        draws = tuple(_numbers(draw) for draw in line.get("draws", ()))
        decision = Decision(cuts, float(line["least_fit"]), float(line["most_unfit"]), float(line["alpha"]), draws)  # type: ignore[arg-type]
    except (OSError, AttributeError, KeyError, OverflowError, TypeError, ValueError, LexiconError) as error:
        raise ModelError(f"{folder.name}: role {name} is damaged ({error}). Train again.") from error
    if role.name != name or len(cuts) != 3 or list(cuts) != sorted(cuts):
        raise ModelError(f"{folder.name}: role {name} has cuts that do not rise, or another name. Train again.")
    if whole and weights != _learned_weights(folder, role):
        raise ModelError(f"{folder.name}: role {name} has other weights than its estimators. Train again.")
    if not all(_may_be_weights(one, len(role.features)) for one in (weights, *draws)):
        raise ModelError(f"{folder.name}: role {name} has weights or draws that do not fit its features. Train again.")
    return RoleFit(role, weights, decision)


def _learned_weights(folder: Path, role: Role) -> tuple[float, ...]:
    from cvsignal.estimators import load_estimators  # scikit-learn: a second that screening need not wait

    return load_estimators(folder / "roles" / f"{role.name}.skops", len(role.features)).logit_weights()


def load_model(folder: Path, *, whole: bool = False) -> Model:
    """A model folder, each file checked against its hash; raises ModelError.

    ``whole``: the estimators that the weights of the scores were taken from are read too, and must agree with them.
    """
    folder = folder.resolve()  # `models/current` is a link that may move while it is read
    manifest = read_manifest(folder)
    if model_sha256(manifest.files, manifest.decisions, manifest.roles) != manifest.sha256:
        raise ModelError(f"{folder.name}/{MANIFEST}: changed since training. Do not use this model; train again.")
    _check_files(folder, manifest)
    roles = {name: _load_role(folder, name, manifest.decisions, whole) for name in manifest.roles}
    tagger = Tagger.load(folder / "tagger")
    return Model(tagger, roles, manifest, manifest.sha256)


def save_model(
    folder: Path,
    tagger: Tagger,
    roles: dict[str, RoleFit],
    estimators: Mapping[str, Estimators],
    about: dict[str, Any],
) -> Manifest:
    """Writes a model into an empty or new folder; ``about`` holds version, packages, python, seed, data, records, metrics …"""
    (folder / "roles").mkdir(parents=True, exist_ok=True)
    tagger.save(folder / "tagger")
    for name, fit in roles.items():
        (folder / "roles" / f"{name}.json").write_text(fit.role.model_dump_json(indent=1), encoding="utf-8")
        estimators[name].save(folder / "roles" / f"{name}.skops")
    decisions = {
        name: {
            "weights": list(f.weights),
            "cuts": list(f.decision.cuts),
            "least_fit": f.decision.least_fit,
            "most_unfit": f.decision.most_unfit,
            "alpha": f.decision.alpha,
            "draws": [list(draw) for draw in f.decision.draws],
        }
        for name, f in roles.items()
    }
    files = hashed_files(folder)
    sha256 = model_sha256(files, decisions, roles)
    manifest = Manifest(format=FORMAT, roles=tuple(roles), decisions=decisions, files=files, sha256=sha256, **about)
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    return manifest
