"""Examples: CVs written to a quota teach words; what expects evidence as often as in life is set without them."""

from __future__ import annotations

from cvsignal.corpus import Record
from cvsignal.training.examples import LEAST_NATURAL, natural


def record(number: int, *, quota: bool) -> Record:
    meta = {"batch": "made", **({"prevalence": "quota"} if quota else {})}
    return Record(id=f"made-{number}", language="en", text="Cook", spans=[], fit={}, meta=meta)


def test_cvs_of_a_quota_are_left_out() -> None:
    records = [record(i, quota=i % 3 == 0) for i in range(3 * LEAST_NATURAL)]
    kept = natural(records)
    assert len(kept) == 2 * LEAST_NATURAL
    assert all(i % 3 for i in kept)


def test_all_count_where_few_are_natural() -> None:
    records = [record(i, quota=i >= LEAST_NATURAL - 1) for i in range(2 * LEAST_NATURAL)]
    assert natural(records) == list(range(len(records)))
