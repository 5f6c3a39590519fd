"""``cvsignal compare``: an old and a new model on the same CVs, figures side by side and the flip list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cvsignal.corpus import Record
from cvsignal.errors import CorpusError
from cvsignal.evaluation import Judged, judge
from cvsignal.promotion.bootstrap import Difference, evidence_differences, role_differences
from cvsignal.promotion.flips import Flip, Seen, flips
from cvsignal.schema import Assessment, Failure
from cvsignal.screener import Screener
from cvsignal.screening.inputs import cvs_in


@dataclass(frozen=True)
class Comparison:
    """What a new model would change. ``differences`` is empty where the CVs are not annotated."""

    cvs: int
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def common_roles(old: Screener, new: Screener) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Roles that both models know, and notes on the others."""
    both = tuple(role for role in old.roles if role in new.roles)
    notes = [f"{role}: only in the old model" for role in old.roles if role not in both]
    notes += [f"{role}: only in the new model" for role in new.roles if role not in both]
    return both, tuple(notes)


def compare_on_records(old: Screener, new: Screener, records: Sequence[Record]) -> Comparison:
    """Both models on annotated CVs."""
    return compare_judged(old, new, judge(old.model, records), judge(new.model, records))


def compare_judged(old: Screener, new: Screener, before: Sequence[Judged], after: Sequence[Judged]) -> Comparison:
    """The same where both models have judged the CVs already."""
    roles, notes = common_roles(old, new)
    differences = evidence_differences(before, after)
    for role in roles:
        decisions = (old.model.roles[role].decision, new.model.roles[role].decision)
        differences += role_differences(before, after, role, decisions)
    changed = [flip for role in roles for flip in flips(_seen(before), _seen(after), role)]
    return Comparison(len(before), tuple(differences), tuple(changed), notes)


def _seen(judged: Iterable[Judged]) -> list[Seen]:
    return [Seen(j.record.id, j.evidence, j.fit or {}) for j in judged]


def compare_on_folder(old: Screener, new: Screener, folder: Path, workers: int = 2) -> Comparison:
    """Both models on the CVs of a folder; files that cannot be read are noted and left out."""
    paths = cvs_in(folder)
    if not paths:
        raise CorpusError(f"{folder}: there is no file in it. Name a folder of CVs, or annotated JSONL.")
    roles, notes = common_roles(old, new)
    before, failed = _assessed(old, folder, paths, workers)
    after, _ = _assessed(new, folder, [folder / seen.name for seen in before], workers)
    names = {seen.name for seen in after}
    before = [seen for seen in before if seen.name in names]
    changed = [flip for role in roles for flip in flips(before, after, role)]
    return Comparison(len(before), (), tuple(changed), (*notes, *failed))


def _assessed(screener: Screener, folder: Path, paths: Sequence[Path], workers: int) -> tuple[list[Seen], list[str]]:
    seen: list[Seen] = []
    failed: list[str] = []
    for path, outcome in zip(paths, screener.assess_many(paths, workers=workers), strict=True):
        if isinstance(outcome, Failure):
            failed.append(outcome.message)
        elif isinstance(outcome, Assessment):
            seen.append(Seen(path.relative_to(folder).as_posix(), outcome.evidence, outcome.fit))
    return seen, failed
