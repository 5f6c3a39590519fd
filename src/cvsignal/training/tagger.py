"""Learns the tagger's weights with scikit-learn: one logistic regression a label, a network beside those of each part, and
thresholds and confidence on held-out batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression

from cvsignal.schema import LABELS, Label
from cvsignal.tagging.labelling import Finding, choose, label_extents, pair_up
from cvsignal.tagging.parts import Floats, Ints, Network, Part
from cvsignal.tagging.traits import rule_label
from cvsignal.tagging.weights import Weights
from cvsignal.training.examples import Bools, Example, natural
from cvsignal.training.network import LEAST_OF_A_TRAIT, learn_network
from cvsignal.training.tables import Table, Tables, weighed

SEED = 20121125
PROCESSES = 2
_MIN_SPANS = 5  # a label with fewer spans is not learned; by hand
_GRID = np.arange(-3.0, 2.01, 0.2)  # logits among which each label's threshold is chosen; ends and steps by hand
_CONTRAST = 1.5  # by hand, on CVs that were labelled by others than their writers
_TOLERANCE = 1e-2  # of the solver: closer ones take twice the time and are hardly better; by hand
_FAINT = 0.02  # traits whose weights are all smaller are dropped; by hand
#: Linear models learn from one in so many of the clauses and pieces that carry no label and that no rule speaks of, alike ones
#: taken as one; it counts for all of them. Most are such, and one more teaches little. By hand.
_ONE_IN = 3
Progress = Callable[[str], None]
Work = tuple[Any, ...]  # what joblib calls: a function, its arguments


def _telling(present: sp.csr_matrix, times: Floats, wanted: Bools) -> Floats:
    """How much each trait's log-odds of standing with the label differ from nought, half drawn to the mean, to the power
    :data:`_CONTRAST`; 1 on average.

    Traits are scaled by it before they are learned, as in the NBSVM of Wang and Manning (2012): the few spans of a rare label
    are then explained by the traits that tell it, not by whatever stands beside them.
    """
    with_label = 1.0 + present.T @ (times * wanted)
    without = 1.0 + present.T @ (times * ~wanted)
    odds = np.abs(np.log((with_label / with_label.sum()) / (without / without.sum())))
    halved = (0.5 * odds.mean() + 0.5 * odds) ** _CONTRAST
    return np.asarray(halved / halved.mean(), dtype=np.float32)


class _Manner(NamedTuple):
    """How a part is learned: inverse strength of the penalty, candidates that must hold a trait, whether traits are scaled, whether
    only some of its dull candidates are learned from, how many candidates teach a network (one that learns from fewer knows less
    than the linear model). Pieces count among the candidates.

    Both parts' figures are by hand.
    """

    c: float
    least: int
    scaled: bool
    fewer: bool
    network_from: int


# a trait of one clause mostly stands in its flattened copy too, and in a piece
_CLAUSES = _Manner(c=0.7, least=4, scaled=True, fewer=True, network_from=50_000)
_NAMES = _Manner(c=2.0, least=2, scaled=False, fewer=False, network_from=10_000)


def _learn_label(
    matrix: sp.csr_matrix,
    present: sp.csr_matrix,
    times: Floats,
    wanted: Bools,
    manner: _Manner,
) -> tuple[Floats, float] | None:
    if times[wanted].sum() < _MIN_SPANS:
        return None
    telling = _telling(present, times, wanted) if manner.scaled else np.ones(matrix.shape[1], dtype=np.float32)
    model = LogisticRegression(C=manner.c, solver="liblinear", tol=_TOLERANCE, random_state=SEED)
    model.fit(sp.csr_matrix(matrix @ sp.diags(telling)), wanted, sample_weight=times)
    return model.coef_[0] * telling, float(model.intercept_[0])


class _Lessons(NamedTuple):
    """What a part is to learn from a table: its columns, those of a network first, and how many these are; the work that teaches
    the network, where there is one, and that for each label."""

    table: Table
    known: Ints
    of_network: int
    network: Work | None
    labels: list[Work]


def _lessons(table: Table, cvs: Sequence[int], manner: _Manner) -> _Lessons:
    rows, times = table.distinct(cvs)
    known, of_network = _known_traits(table.present[rows].T @ times, manner, int(times.sum()) >= manner.network_from)
    if manner.fewer and of_network:  # of few, each is needed
        rows, times = _fewer(table, rows, times)
    present, targets = table.present[rows][:, known], table.targets[rows]
    matrix = weighed(present)
    labels = [delayed(_learn_label)(matrix, present, times, targets[:, i], manner) for i in range(len(LABELS))]
    network = delayed(learn_network)(table.drawn(cvs, known[:of_network]), SEED) if of_network else None
    return _Lessons(table, known, of_network, network, labels)


def _fewer(table: Table, rows: Ints, times: Floats) -> tuple[Ints, Floats]:
    """Rows, and how often each counts, without most of those that carry no label and of which no rule speaks."""
    rules = [column for column, trait in enumerate(table.traits) if rule_label(trait)]
    spoken_of = np.asarray(table.present[rows][:, rules].sum(axis=1)).ravel() > 0
    dull = ~(spoken_of | table.targets[rows].any(axis=1))
    kept = ~dull | (np.random.default_rng(SEED).random(len(rows)) < 1 / _ONE_IN)
    return rows[kept], np.where(dull, times * _ONE_IN, times)[kept].astype(np.float32)


def _learned(*parts: _Lessons) -> list[Part]:
    """The parts, all work in one pool, the networks first: they take longest, and no process waits for the last work of a part."""
    networks = [part.network for part in parts if part.network is not None]
    done = iter(Parallel(n_jobs=PROCESSES)([*networks, *chain.from_iterable(part.labels for part in parts)]))
    taught = [next(done) if part.network is not None else None for part in parts]
    return [_part(part, network, list(islice(done, len(LABELS)))) for part, network in zip(parts, taught, strict=True)]


def _part(lessons: _Lessons, network: Network | None, labels: Sequence[tuple[Floats, float] | None]) -> Part:
    table, known = lessons.table, lessons.known
    weights = np.zeros((len(known), len(LABELS)), dtype=np.float32)
    bias = np.full(len(LABELS), -12.0, dtype=np.float32)
    for index, one in enumerate(labels):
        if one is not None:
            weights[:, index], bias[index] = one
    told = np.abs(weights).max(axis=1) >= _FAINT
    told[: lessons.of_network] = True
    kept = np.flatnonzero(told)
    vocabulary = {table.traits[known[i]]: n for n, i in enumerate(kept)}
    return Part(vocabulary, weights[kept].astype(np.float16).astype(np.float32), bias, network)


def _known_traits(candidates: Floats, manner: _Manner, networked: bool) -> tuple[Ints, int]:
    """The columns of the traits that are learned, those of the network first, and how many these are.

    ``candidates`` are the numbers of candidates that hold each trait.
    """
    known = np.flatnonzero(candidates >= manner.least)
    if not networked:
        return known, 0
    frequent = candidates[known] >= LEAST_OF_A_TRAIT
    return np.concatenate([known[frequent], known[~frequent]]), int(frequent.sum())


def learn_weights(tables: Tables, cvs: Sequence[int]) -> Weights:
    """Weights from some of the CVs; thresholds and confidence are neutral until :func:`tuned` sets them."""
    clauses, names = _learned(_lessons(tables.clauses, cvs, _CLAUSES), _lessons(tables.names, cvs, _NAMES))
    confidence = np.zeros(len(LABELS) + 1, dtype=np.float32)
    confidence[0] = 1.0
    return Weights(clauses, names, np.zeros(len(LABELS), dtype=np.float32), confidence)


@dataclass(frozen=True)
class HeldOut:
    """Logits of an example from weights that never saw its batch."""

    example: Example
    clauses: Floats
    names: Floats


def folds(examples: Sequence[Example], most: int = 3) -> list[list[int]]:
    """Indices of each fold: whole batches, never parts; batches are spread over the folds by size, largest first."""
    batches: dict[str, list[int]] = {}
    for index, example in enumerate(examples):
        batches.setdefault(example.record.batch, []).append(index)
    if len(batches) < 2:  # a single batch: no better split than by order
        return [list(range(k, len(examples), 5)) for k in range(min(5, len(examples)))]
    groups: list[list[int]] = [[] for _ in range(min(most, len(batches)))]
    for _, indices in sorted(batches.items(), key=lambda item: (-len(item[1]), item[0])):
        min(groups, key=len).extend(indices)
    return groups


def cross_fit(
    examples: Sequence[Example], tables: Tables, copied: Sequence[int], progress: Progress, most: int
) -> list[HeldOut]:
    """The logits of every example, each from weights learned without its fold.

    ``tables`` hold the examples, then a copy of each that ``copied`` names. Weights are learned from ``most`` of the other examples
    at most, drawn by lot.
    """
    found: dict[int, HeldOut] = {}
    groups = folds(examples)
    random = np.random.default_rng(SEED)
    for number, held in enumerate(groups, 1):
        seen = np.setdiff1d(np.arange(len(examples)), held)
        progress(f"tagger: fold {number} of {len(groups)}, {min(most, len(seen))} CVs")
        if most < len(seen):
            seen = np.sort(random.choice(seen, most, replace=False))
        copies = len(examples) + np.flatnonzero(np.isin(copied, seen))
        weights = learn_weights(tables, [*seen, *copies])
        clauses, names = tables.clauses.logits(weights.clauses, held), tables.names.logits(weights.names, held)
        for i, *logits in zip(held, clauses, names, strict=True):
            found[i] = HeldOut(examples[i], *logits)
    return [found[i] for i in range(len(examples))]


class _Placed(NamedTuple):
    """A finding by its offsets in the text."""

    label: Label
    start: int
    end: int
    logit: float


def correct(example: Example, findings: Sequence[Finding]) -> list[bool]:
    """For each finding whether it matches a gold span that no other of higher logit has taken."""
    placed = [_Placed(f.label, *example.scene.extent(f.first, f.last), f.logit) for f in findings]
    matched = dict(pair_up(placed, example.record.spans, lambda finding, _: -finding.logit))
    return [index in matched for index in range(len(findings))]


def tuned(weights: Weights, held_out: Sequence[HeldOut]) -> Weights:
    """The same weights with the thresholds that give each label its best F1, and calibrated confidence.

    Both are set on CVs in which labels are as rare as in life (:func:`cvsignal.training.examples.natural`).
    """
    held_out = [held_out[i] for i in natural([held.example.record for held in held_out])]
    thresholds = np.zeros(len(LABELS), dtype=np.float32)
    for index, label in enumerate(LABELS):
        thresholds[index] = _best_threshold(index, label, held_out)
    drawn = replace(weights, thresholds=thresholds)
    found: list[tuple[int, float, bool]] = []
    for held in held_out:
        findings = choose(held.example.scene, held.clauses, held.names, drawn)
        right = correct(held.example, findings)
        found.extend((LABELS.index(f.label), f.logit, r) for f, r in zip(findings, right, strict=True))
    return replace(drawn, confidence=_confidence(found))


def _best_threshold(index: int, label: Label, held_out: Sequence[HeldOut]) -> float:
    """The threshold about which F1 is best: the mean with its neighbours on the grid, so that no lucky point decides."""
    gold = sum(span.label == label for held in held_out for span in held.example.record.spans)
    highest = [max(part[:, index].max(initial=-np.inf) for part in (held.clauses, held.names)) for held in held_out]
    scores: list[float] = []
    for threshold in _GRID.tolist():
        reaching = [held for held, logit in zip(held_out, highest, strict=True) if logit >= threshold]
        scores.append(_f1_at(threshold, index, label, reaching, gold))
    means = np.convolve(scores, np.ones(3), "valid").round(3)
    return float(_GRID[1 + np.argmax(means)])


def _f1_at(threshold: float, index: int, label: Label, reaching: Sequence[HeldOut], gold: int) -> float:
    """F1 of a label; ``reaching`` are the CVs of which some candidate reaches the threshold, ``gold`` its spans in all."""
    said = right = 0
    for held in reaching:
        clauses, names = held.clauses[:, index], held.names[:, index]
        extents = label_extents(held.example.scene, label, clauses, names, threshold)
        findings = [Finding(first, last, label, logit, 0.0) for first, last, logit in extents]
        said += len(findings)
        right += sum(correct(held.example, findings))
    return 2 * right / max(1, said + gold)


def _confidence(kept: Sequence[tuple[int, float, bool]]) -> Floats:
    """Slope and intercepts so that confidence is the chance that a finding is right."""
    result = np.zeros(len(LABELS) + 1, dtype=np.float32)
    result[0] = 1.0
    if len({right for _, _, right in kept}) < 2:
        return result
    design = np.zeros((len(kept), len(LABELS) + 1))
    for row, (label, logit, _) in enumerate(kept):
        design[row, 0] = logit
        design[row, 1 + label] = 1.0
    model = LogisticRegression(C=1.0, fit_intercept=True, random_state=SEED).fit(
        design, [right for _, _, right in kept]
    )
    result[:] = model.coef_[0]
    result[1:] += model.intercept_[0]
    return result
