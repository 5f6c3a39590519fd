"""What the learner of the tagger does with what stands there more than once."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.schema import LABELS
from cvsignal.training.tagger import _CLAUSES, _distinct, _learn_part

_ROWS = st.lists(st.tuples(st.frozensets(st.integers(0, 4)), st.booleans()), min_size=1, max_size=30)


@given(_ROWS)
def test_distinct_rows_stand_for_all(rows: list[tuple[frozenset[int], bool]]) -> None:
    present = sp.csr_matrix([[trait in bag for trait in range(5)] for bag, _ in rows], dtype=np.float32)
    targets = np.array([[labelled] for _, labelled in rows])
    kept, times = _distinct(present, targets)
    assert [rows[i] for i in kept] == list(dict.fromkeys(rows))
    assert [rows.count(rows[i]) for i in kept] == times.tolist()


def test_who_says_it_twice_counts_twice() -> None:
    """A clause that stands in the original and, unchanged, in its flattened copy weighs as much as two clauses."""
    bags = [["campaign"], ["campaign", "ran"], ["campaign", "planned"], ["budget"], ["budget", "ran"]] * 4
    targets = np.zeros((len(bags), len(LABELS)), dtype=bool)
    targets[:, LABELS.index("campaign")] = ["campaign" in bag for bag in bags]
    targets[1::5] = False  # of those that run one, none is labelled
    fair = _learn_part(bags, targets, _CLAUSES)
    biased = _learn_part(bags + [bags[1]] * 8, np.vstack([targets, targets[[1] * 8]]), _CLAUSES)
    campaign = LABELS.index("campaign")
    assert biased.logits([bags[1]])[0, campaign] < fair.logits([bags[1]])[0, campaign]
