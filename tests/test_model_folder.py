"""A model folder that was damaged or tampered with is refused with a reason, whatever was done to it."""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cvsignal.errors import ModelError
from cvsignal.model_folder import data_hashes, file_sha256, hashed_files, load_model, model_sha256
from cvsignal.screener import Screener

TEXTS = {
    "en": "Jo\nExperience\nCommunity manager, March 2014 - June 2019\n- Ran the Facebook page of the museum\n",
    "fr": "Jo\nExpérience\nAttachée de presse, mars 2014 - juin 2019\n- Animation de la page Facebook du musée\n",
}
FILES = (
    "roles/community_manager.json",
    "roles/community_manager.skops",
    "tagger/fr/config.cfg",
    "tagger/fr/meta.json",
    "tagger/fr/cvsignal_labels/vocabulary.json",
    "tagger/fr/cvsignal_labels/weights.npz",
    "tagger/fr/vocab/key2row",
    "tagger/fr/vocab/lookups.bin",
    "tagger/fr/vocab/strings.json",
    "tagger/fr/vocab/vectors",
    "tagger/fr/vocab/vectors.cfg",
)


@pytest.fixture
def folder(small_model: Path, tmp_path: Path) -> Path:
    """A copy of the small model to damage."""
    return Path(shutil.copytree(small_model, tmp_path / "model"))


def said(folder: Path) -> list[str]:
    """What the model in a folder says of two CVs, without what names the model."""
    screener = Screener(load_model(folder))
    return [
        screener.assess_text(text, language).model_dump_json(exclude={"model_sha256"})
        for language, text in TEXTS.items()
    ]


def sealed(folder: Path) -> None:
    """What a forger would do: write the hashes of the changed files into model.json."""
    path = folder / "model.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"] = hashed_files(folder)
    manifest["sha256"] = model_sha256(manifest["files"], manifest["decisions"], manifest["roles"])
    path.write_text(json.dumps(manifest), encoding="utf-8")


def changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Changes what model.json says of the community manager, hashes and all."""
    path = folder / "model.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest["decisions"]["community_manager"])
    path.write_text(json.dumps(manifest), encoding="utf-8")
    sealed(folder)


def flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 5, 40))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def filled(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + dice.randbytes(dice.randrange(1, 30)) + data[place:]


def holed(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + data[place + dice.randrange(1, 60) :]


def renumbered(data: bytes, dice: random.Random) -> bytes:
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return b""
    number = dice.choice(numbers)
    other = dice.choice((b"-1", b"0", b"9" * 30, b"1e400", b"null", b'"x"', b"[" * 5000, b"NaN"))
    return data[: number.start()] + other + data[number.end() :]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (flipped, cut, filled, holed, renumbered)


def test_a_model_comes_back_as_it_was_saved(folder: Path, small_model: Path) -> None:
    assert load_model(folder).sha256 == load_model(small_model).sha256
    assert said(folder) == said(small_model)


def test_the_list_of_files_is_whole(small_model: Path) -> None:
    other = {name.replace("social_media_manager", "community_manager") for name in hashed_files(small_model)}
    assert {name.replace("/en/", "/fr/") for name in other} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_refused(name: str, folder: Path) -> None:
    path = folder / name
    whole = path.read_bytes()
    dice = random.Random(name)
    for mutate in MUTATIONS:
        path.write_bytes(mutate(whole, dice) if whole else b"x")
        if path.read_bytes() != whole:
            with pytest.raises(ModelError, match=rf"{name}: changed since training"):
                load_model(folder)
    path.unlink()
    with pytest.raises(ModelError, match=rf"{name}: missing"):
        load_model(folder)


def test_a_file_too_many_is_refused(folder: Path) -> None:
    (folder / "roles" / "extra.py").write_text("", encoding="utf-8")
    with pytest.raises(ModelError, match=r"roles/extra\.py: not part of the model"):
        load_model(folder)


def test_a_changed_manifest_is_refused_or_changes_no_score(folder: Path) -> None:
    path = folder / "model.json"
    whole, expected, dice = path.read_bytes(), said(folder), random.Random(7)
    refused = 0
    for number in range(150):
        path.write_bytes(MUTATIONS[number % len(MUTATIONS)](whole, dice))
        try:
            assert said(folder) == expected
        except ModelError:
            refused += 1
    assert refused > 75  # the others changed a metric or a version


@pytest.mark.parametrize("name", FILES)
def test_a_forged_file_raises_nothing_but_model_error(name: str, folder: Path) -> None:
    path = folder / name
    whole = path.read_bytes()
    dice = random.Random(name)
    for number in range(15):
        path.write_bytes(MUTATIONS[number % len(MUTATIONS)](whole, dice))
        sealed(folder)
        try:
            said(folder)
        except ModelError as error:
            assert str(error).endswith(".")  # noqa: PT017 (either outcome is right)


def edited(folder: Path, **changes: object) -> None:
    path = folder / "model.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps({k: v for k, v in manifest.items() if v is not ...}), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 99}, "format 99 is newer than 6. Update cvsignal"),
        ({"format": 1}, "format 1 is older than 6. Train again"),
        ({"format": ...}, "no format number"),
        ({"format": True}, "no format number"),
        ({"seed": ...}, "seed: Field required"),
        ({"own": 1}, "own: Extra inputs"),
        ({"roles": ["community_manager"]}, r"model\.json: changed since training"),
        ({"decisions": {}}, r"model\.json: changed since training"),
        ({"sha256": "0"}, r"model\.json: changed since training"),
    ],
)
def test_the_manifest_names_what_is_wrong(changes: dict[str, object], message: str, folder: Path) -> None:
    edited(folder, **changes)
    with pytest.raises(ModelError, match=message):
        load_model(folder)


def with_draws(folder: Path, change: Callable[[list[list[object]]], object]) -> None:
    """Changes the draws of a role as a forger would, who also seals the folder."""
    path = folder / "model.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    decision = manifest["decisions"]["community_manager"]
    decision["draws"] = change(decision["draws"])
    path.write_text(json.dumps(manifest), encoding="utf-8")
    sealed(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda draws: [draws[0][:-1], *draws[1:]],
        lambda draws: [*draws, []],
        lambda draws: [[*draws[0][:-1], -0.1], *draws[1:]],  # would let a feature lower an end
        lambda draws: [[float("nan"), *draws[0][1:]], *draws[1:]],
        lambda draws: [[*draws[0][:-1], float("inf")], *draws[1:]],
        lambda draws: [[10**400, *draws[0][1:]], *draws[1:]],
        lambda draws: [["x", *draws[0][1:]], *draws[1:]],
        lambda draws: [None, *draws],
        lambda draws: None,
        lambda draws: 3,
    ],
)
def test_a_damaged_draw_is_refused(change: Callable[[list[list[object]]], object], folder: Path) -> None:
    with_draws(folder, change)
    with pytest.raises(ModelError, match=r"role community_manager (is damaged|has weights or draws that do not fit)"):
        load_model(folder)


def test_draws_come_back_to_the_last_digit(folder: Path) -> None:
    with_draws(folder, lambda draws: [[0.1 + 0.2, *draws[0][1:]], *draws[1:]])
    assert load_model(folder).roles["community_manager"].decision.draws[0][0] == 0.1 + 0.2


def test_a_model_without_draws_gives_scores_without_a_range(folder: Path) -> None:
    before = Screener(load_model(folder)).assess_text(TEXTS["en"], "en").fit["community_manager"]
    with_draws(folder, lambda draws: [])
    after = Screener(load_model(folder)).assess_text(TEXTS["en"], "en").fit["community_manager"]
    assert before.score_range is not None
    assert after == before.model_copy(update={"score_range": None})


def test_nothing_that_the_spacy_configuration_names_is_imported(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """spacy.load would import the module that a component's ``source`` names."""
    (tmp_path / "evil_module.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    path = folder / "tagger" / "fr" / "config.cfg"
    config = path.read_text(encoding="utf-8")
    changed = re.sub(
        r"\[components\.cvsignal_labels\]\n.*\n", '[components.cvsignal_labels]\nsource = "evil_module"\n', config
    )
    assert changed != config
    path.write_text(changed, encoding="utf-8")
    sealed(folder)
    said(folder)
    assert "evil_module" not in sys.modules


def test_types_that_skops_does_not_trust_are_refused(folder: Path) -> None:
    import skops.io
    from sklearn.preprocessing import FunctionTransformer

    skops.io.dump(
        {"ridge": FunctionTransformer(func=print), "calibration": 1}, folder / "roles/community_manager.skops"
    )
    sealed(folder)
    with pytest.raises(ModelError, match=r"community_manager\.skops: "):
        load_model(folder, whole=True)


def test_a_model_in_use_does_not_open_its_estimators(folder: Path) -> None:
    before = said(folder)
    (folder / "roles/community_manager.skops").write_bytes(b"not read")
    sealed(folder)
    assert said(folder) == before


def test_weights_that_are_not_those_of_the_estimators_are_noticed(folder: Path) -> None:
    changed(folder, lambda line: line["weights"].__setitem__(1, line["weights"][1] + 0.5))
    load_model(folder)
    with pytest.raises(ModelError, match="other weights than its estimators"):
        load_model(folder, whole=True)


@pytest.mark.parametrize("bad", [[0.0] * 99, [0.0], ["x"], "1" * 20, {}, [0.0, -1.0], None])
def test_weights_that_fit_no_feature_are_refused(folder: Path, bad: object) -> None:
    changed(folder, lambda line: line.__setitem__("weights", bad))
    with pytest.raises(ModelError, match=r"role community_manager (is damaged|has weights or draws that do not fit)"):
        load_model(folder)


def test_a_role_without_weights_is_refused(folder: Path) -> None:
    changed(folder, lambda line: line.pop("weights"))
    with pytest.raises(ModelError, match="role community_manager is damaged"):
        load_model(folder)


def test_a_pickle_in_the_weights_is_refused(folder: Path) -> None:
    import numpy as np

    np.savez(folder / "tagger/fr/cvsignal_labels/weights.npz", clauses=np.array([print], dtype=object))
    sealed(folder)
    with pytest.raises(ModelError, match="weights"):
        load_model(folder)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.json there"):
        load_model(tmp_path)


def test_files_of_one_name_keep_a_hash_each(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a/own/train.jsonl", "b/own/train.jsonl", "b/more.jsonl")]
    for number, path in enumerate(files):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(number), encoding="utf-8")
    found = data_hashes(files)
    assert list(found) == ["a/own/train.jsonl", "b/own/train.jsonl", "more.jsonl"]
    assert list(found.values()) == [file_sha256(path) for path in files]
