"""The learned part of the tagger: one linear model a label over the traits of clauses, another over those of names.

Trained with scikit-learn in ``cvsignal.training``; here only numbers and names, kept in files that run no code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cvsignal.bounded_zip import check_unpacked_size
from cvsignal.errors import ModelError
from cvsignal.lexicon import LANGUAGES
from cvsignal.schema import LABELS

Floats = npt.NDArray[np.float32]
_SCALE = 4.0


def trait_weights(numbers: npt.NDArray[Any]) -> Floats:
    """What each trait of a candidate weighs that has so many, at least 1: long clauses do not shout down short ones."""
    return np.asarray(_SCALE / np.sqrt(numbers), dtype=np.float32)


@dataclass(frozen=True)
class LinearPart:
    """Logits = sum of the weights of a candidate's known traits / sqrt(their number) + bias."""

    vocabulary: dict[str, int]
    weights: Floats  # (traits, labels)
    bias: Floats  # (labels,)

    def logits(self, bags: Sequence[Sequence[str]]) -> Floats:
        """One row of logits for each bag of traits."""
        rows = np.tile(self.bias, (len(bags), 1))
        known = [self._known(bag) for bag in bags]
        filled = [i for i, indices in enumerate(known) if indices]
        if not filled:
            return rows
        flat = np.fromiter(chain.from_iterable(known), dtype=np.int64)
        sizes = np.array([len(known[i]) for i in filled])
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        sums = np.add.reduceat(self.weights[flat], starts, axis=0)
        rows[filled] += sums * trait_weights(sizes)[:, None]
        return rows

    def _known(self, bag: Sequence[str]) -> list[int]:
        """The indices of a bag's known traits, each once, in the bag's order, so that sums are the same each time."""
        found = dict.fromkeys(map(self.vocabulary.get, bag, repeat(-1)))
        found.pop(-1, None)
        return list(found)


@dataclass(frozen=True)
class Weights:
    """All that was learned: both parts, the threshold of each label, and what makes a confidence of a logit."""

    clauses: LinearPart
    names: LinearPart
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
            clauses=self.clauses.weights.astype(np.float16),
            clauses_bias=self.clauses.bias,
            names=self.names.weights.astype(np.float16),
            names_bias=self.names.bias,
            thresholds=self.thresholds,
            confidence=self.confidence,
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


def _only(part: LinearPart, language: str) -> LinearPart:
    others = _word_prefixes(*(code for code in LANGUAGES if code != language))
    kept = [trait for trait in part.vocabulary if not trait.startswith(others)]
    rows = np.array([part.vocabulary[trait] for trait in kept], dtype=np.int64)
    return LinearPart({trait: i for i, trait in enumerate(kept)}, part.weights[rows], part.bias)


def _part(vocabulary: dict[str, list[str]], arrays: dict[str, Floats], name: str) -> LinearPart:
    words = {trait: index for index, trait in enumerate(vocabulary[name])}
    part = LinearPart(words, arrays[name], arrays[f"{name}_bias"])
    if part.weights.shape != (len(words), len(LABELS)) or part.bias.shape != (len(LABELS),):
        raise ValueError(f"{name}: shape {part.weights.shape} for {len(words)} traits")
    if not (np.isfinite(part.weights).all() and np.isfinite(part.bias).all()):
        raise ValueError(f"{name}: not all weights are finite")
    return part
