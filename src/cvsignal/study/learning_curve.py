"""How quality grows with the number of CVs learned from."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pandas as pd

from cvsignal.corpus import Record, write_records
from cvsignal.evaluation import evidence_scores, fit_scores, judge
from cvsignal.training.run import train

_SEED = 7


def learning_curve(
    records: Sequence[Record],
    measured_on: Sequence[Record],
    sizes: Sequence[int],
    progress: Callable[[str], None] = lambda _: None,
) -> pd.DataFrame:
    """One row a size: span F1 by language, QWK and AUC by role, of a model that learned from that many CVs.

    The smaller samples are parts of the larger ones, drawn by lot from all with a fixed seed. Nothing of
    ``measured_on`` is learned from. Raises CorpusError where a size is too small to train a role.
    """
    order = list(records)
    Random(_SEED).shuffle(order)  # noqa: S311 - a sample, no secret
    rows = {}
    for size in sizes:
        progress(f"{min(size, len(order))} CVs")
        rows[min(size, len(order))] = _measured(order[:size], measured_on)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("CVs learned from")


def _measured(records: Sequence[Record], measured_on: Sequence[Record]) -> dict[str, float | None]:
    with tempfile.TemporaryDirectory() as folder:
        write_records(Path(folder) / "part.jsonl", records)
        model = train([Path(folder) / "part.jsonl"], Path(folder) / "model").model
        judged = judge(model, measured_on)
    found = {f"span F1 {language}": row["micro"]["f1"] for language, row in evidence_scores(judged).items()}
    for role, fit in model.roles.items():
        if any(role in record.fit for record in measured_on):
            whole = fit_scores(judged, role, None, fit.decision)["all"]
            found |= {f"QWK {role}": whole["qwk"], f"AUC {role}": whole["auc"]}
    return found
