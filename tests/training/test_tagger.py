"""What the learner of the tagger does with what stands there more than once."""

from __future__ import annotations

import numpy as np

from cvsignal.schema import LABELS
from cvsignal.training.examples import Candidates
from cvsignal.training.tables import Tables
from cvsignal.training.tagger import _CLAUSES, _learn_part


def test_who_says_it_twice_counts_twice() -> None:
    """A clause that stands in the original and, unchanged, in its flattened copy weighs as much as two clauses."""
    bags = [["campaign"], ["campaign", "ran"], ["campaign", "planned"], ["budget"], ["budget", "ran"]] * 4
    targets = np.zeros((len(bags), len(LABELS)), dtype=bool)
    targets[:, LABELS.index("campaign")] = ["campaign" in bag for bag in bags]
    targets[1::5] = False  # of those that run one, none is labelled
    cvs = (
        Candidates(said, [], labels, targets[:0])
        for said, labels in ((bags, targets), ([bags[1]] * 8, targets[[1] * 8]))
    )
    table = Tables.of(cvs).clauses
    fair, biased = (_learn_part(table, cvs, _CLAUSES) for cvs in ([0], [0, 1]))
    campaign = LABELS.index("campaign")
    assert biased.logits([bags[1]])[0, campaign] < fair.logits([bags[1]])[0, campaign]
