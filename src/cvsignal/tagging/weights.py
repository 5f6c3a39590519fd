"""The learned part of the tagger: a linear model of each label over the traits of clauses, and another over those of names,
a small network beside each.

Learned in ``cvsignal.training``; here only numbers and names, kept in files that run no code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from cvsignal.bounded_zip import check_unpacked_size
from cvsignal.errors import ModelError
from cvsignal.lexicon import LANGUAGES
from cvsignal.schema import LABELS
from cvsignal.tagging.parts import Floats, Network, Part


@dataclass(frozen=True)
class Weights:
    """All that was learned: both parts, the threshold of each label, and what makes a confidence of a logit."""

    clauses: Part
    names: Part
    thresholds: Floats  # logits, one a label
    confidence: Floats  # (labels + 1): slope, then an intercept a label
    common: frozenset[str] = frozenset()  # ordinary words in lower case; of no other word is anything learned

    def save(self, folder: Path) -> None:
        """Writes ``vocabulary.json`` and ``weights.npz``."""
        folder.mkdir(parents=True, exist_ok=True)
        vocabulary = {
            "clauses": list(self.clauses.vocabulary),
            "names": list(self.names.vocabulary),
            "labels": list(LABELS),
            "common": sorted(self.common),
        }
        (folder / "vocabulary.json").write_text(json.dumps(vocabulary, ensure_ascii=False, indent=0), encoding="utf-8")
        np.savez_compressed(
            folder / "weights.npz",
            thresholds=self.thresholds,
            confidence=self.confidence,
            **_arrays("clauses", self.clauses),
            **_arrays("names", self.names),
        )

    def of_language(self, language: str) -> Weights:
        """The same without the traits of words of other languages."""
        return replace(self, clauses=_only(self.clauses, language), names=_only(self.names, language))

    @classmethod
    def load(cls, folder: Path) -> Weights:
        """Reads what :meth:`save` wrote; raises ModelError where a file is missing, damaged or does not fit."""
        check_unpacked_size(folder / "weights.npz")
        try:
            vocabulary = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
            with (folder / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                found = {name: arrays[name].astype(np.float32) for name in arrays.files}
            parts = [_part(vocabulary, found, name) for name in ("clauses", "names")]
            common = frozenset(str(word) for word in vocabulary["common"])
            weights = cls(parts[0], parts[1], found["thresholds"], found["confidence"], common)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
            raise ModelError(
                f"{folder.name}: the tagger's weights cannot be read ({type(error).__name__}). Train again."
            ) from error
        except Exception as error:  # zipfile and numpy raise their own kinds on damaged files
            raise ModelError(
                f"{folder.name}: the tagger's weights are damaged ({type(error).__name__}). Train again."
            ) from error
        if vocabulary.get("labels") != list(LABELS):
            raise ModelError(f"{folder.name}: the tagger was trained for other labels. Train again with this version.")
        if weights.thresholds.shape != (len(LABELS),) or weights.confidence.shape != (len(LABELS) + 1,):
            raise ModelError(f"{folder.name}: the tagger's thresholds have another shape than the labels. Train again.")
        if not (np.isfinite(weights.thresholds).all() and np.isfinite(weights.confidence).all()):
            raise ModelError(f"{folder.name}: the tagger's thresholds are not all finite. Train again.")
        return weights


def _word_prefixes(*languages: str) -> tuple[str, ...]:
    """How the traits begin that are words of these languages; those of other words and of concepts are of all."""
    return tuple(f"{prefix}{code}:" for code in languages for prefix in ("", "n:", "w0="))


def _only(part: Part, language: str) -> Part:
    others = _word_prefixes(*(code for code in LANGUAGES if code != language))
    kept = [trait for trait in part.vocabulary if not trait.startswith(others)]
    rows = np.array([part.vocabulary[trait] for trait in kept], dtype=np.int64)
    network = part.network
    if network is not None:
        network = network._replace(inward=network.inward[rows[rows < len(network.inward)]])
    return Part({trait: i for i, trait in enumerate(kept)}, part.weights[rows], part.bias, network)


def _arrays(name: str, part: Part) -> dict[str, Any]:
    """What stands of a part in the file; the many weights of traits in half precision, in which they were learned."""
    found: dict[str, Any] = {name: part.weights.astype(np.float16), f"{name}_bias": part.bias}
    if part.network is not None:
        halved = part.network._replace(inward=part.network.inward.astype(np.float16))
        found |= {f"{name}_{array}": layer for array, layer in halved._asdict().items()}
    return found


def _part(vocabulary: dict[str, list[str]], arrays: dict[str, Floats], name: str) -> Part:
    """A part as it stands in the file; raises ValueError or KeyError where shapes do not fit or something is missing."""
    words = {trait: index for index, trait in enumerate(vocabulary[name])}
    part = Part(words, arrays[name], arrays[f"{name}_bias"], _network(arrays, name))
    if part.weights.shape != (len(words), len(LABELS)) or part.bias.shape != (len(LABELS),):
        raise ValueError(f"{name}: shape {part.weights.shape} for {len(words)} traits")
    if part.network is not None and len(part.network.inward) > len(words):
        raise ValueError(f"{name}: a network of {len(part.network.inward)} traits for {len(words)}")
    if not all(np.isfinite(array).all() for own, array in arrays.items() if own.split("_")[0] == name):
        raise ValueError(f"{name}: not all weights are finite")
    return part


def _network(arrays: dict[str, Floats], name: str) -> Network | None:
    own = [f"{name}_{array}" for array in Network._fields]
    if not any(array in arrays for array in own):
        return None
    network = Network(*(arrays[array] for array in own))
    units, labels = network.inward.shape[1], len(LABELS)
    wanted = ((units,), (2 * units, units), (units,), (units, labels), (labels,))
    if tuple(layer.shape for layer in network[1:]) != wanted:
        raise ValueError(f"{name}: a network whose layers do not fit")
    return network
