"""``cvsignal promote`` and ``rollback``: through the gate, or with a reason that stays on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cvsignal._version import __version__
from cvsignal.errors import ModelError
from cvsignal.model_folder import data_hashes
from cvsignal.promotion.gate import Verdict, judge_candidate
from cvsignal.promotion.store import Store
from cvsignal.screener import default_model, load


def promote(candidate: Path, link: Path, tests: Sequence[Path], *, force: str | None = None) -> tuple[str, Verdict]:
    """Makes ``candidate`` the model at ``link``; returns the version's name and the gate's verdict.

    The present model is the one at ``link``, before the first promotion the shipped one. Raises ModelError with every
    reason where the gate refuses; ``force`` overrides it and is recorded in the log, as are the reasons.
    """
    if force is not None and not force.strip():
        raise ModelError("--force needs a reason. Write why this model is promoted although the gate refuses it.")
    store = Store(link)
    present = store.current or (default_model() if default_model().is_dir() else None)
    new = load(candidate)
    verdict = judge_candidate(new, load(present) if present is not None else None, tests)
    if verdict.reasons and force is None:
        reasons = "\n".join(f"- {reason}" for reason in verdict.reasons)
        raise ModelError(
            f'{candidate}: not promoted.\n{reasons}\nTrain a better model, or promote it with --force "reason".'
        )
    version = store.promote(candidate, _details(candidate, tests, verdict, force), judged=new.model_sha256)
    return version, verdict


def _details(candidate: Path, tests: Sequence[Path], verdict: Verdict, force: str | None) -> dict[str, Any]:
    compared = verdict.comparison
    return {
        "from": str(candidate),
        "cvsignal": __version__,
        "tests": data_hashes(tests),
        "differences": [asdict(d) for d in compared.differences] if compared is not None else [],
        "refused_for": list(verdict.reasons),
        "forced": force if verdict.reasons else None,
    }
