"""Training: which CVs a role learns from."""

from __future__ import annotations

from cvsignal.corpus import Record
from cvsignal.roles import default_roles
from cvsignal.training.examples import LEAST_NATURAL
from cvsignal.training.run import learned_from


def record(number: int, *, quota: bool, fit: dict[str, int]) -> Record:
    meta = {"batch": "made", **({"prevalence": "quota"} if quota else {})}
    return Record(id=f"made-{number}", language="en", text="Cook", spans=[], fit=fit, meta=meta)


def test_a_role_learns_from_graded_cvs_alone_and_counts_what_is_natural_among_them() -> None:
    role = default_roles()[0]
    graded = [record(i, quota=i < 5, fit={role.name: i % 4}) for i in range(LEAST_NATURAL + 5)]
    others = [record(1000 + i, quota=False, fit={}) for i in range(10)]
    assert learned_from(role, [*others, *graded]) == list(range(15, 10 + len(graded)))
    assert learned_from(role, [*others, *graded[:20]]) == list(range(10, 30))
