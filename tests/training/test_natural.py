"""CVs written to a quota teach words; what expects evidence as often as in life is set without them."""

from __future__ import annotations

from typing import Any

from cvsignal.corpus import Record
from cvsignal.roles import default_roles
from cvsignal.training.examples import LEAST_NATURAL, natural
from cvsignal.training.run import _learned_from


def record(number: int, *, quota: bool, **more: Any) -> Record:
    meta = {"batch": "made", **({"prevalence": "quota"} if quota else {})}
    return Record(id=f"made-{number}", language="en", text="Cook", spans=[], meta=meta, **more)


def test_cvs_of_a_quota_are_left_out() -> None:
    records = [record(i, quota=i % 3 == 0, fit={}) for i in range(3 * LEAST_NATURAL)]
    kept = natural(records)
    assert len(kept) == 2 * LEAST_NATURAL
    assert all(i % 3 for i in kept)


def test_all_count_where_few_are_natural() -> None:
    records = [record(i, quota=i >= LEAST_NATURAL - 1, fit={}) for i in range(2 * LEAST_NATURAL)]
    assert natural(records) == list(range(len(records)))


def test_a_role_learns_from_graded_cvs_alone_and_counts_what_is_natural_among_them() -> None:
    role = default_roles()[0]
    graded = [record(i, quota=i < 5, fit={role.name: i % 4}) for i in range(LEAST_NATURAL + 5)]
    others = [record(1000 + i, quota=False, fit={}) for i in range(10)]
    assert _learned_from(role, [*others, *graded]) == list(range(15, 10 + len(graded)))
    assert _learned_from(role, [*others, *graded[:20]]) == list(range(10, 30))
