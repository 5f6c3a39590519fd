"""The same estimators give the same bytes, which load as what they were."""

from __future__ import annotations

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression, Ridge

from cvsignal.stable_skops import stable_dump


def _fitted() -> dict[str, object]:
    rows = np.arange(12.0).reshape(6, 2)
    return {
        "ridge": Ridge(positive=True).fit(rows, [0, 1, 1, 2, 3, 3]),
        "calibration": LogisticRegression().fit(rows[:, :1], [0, 0, 0, 1, 1, 1]),
    }


def test_fitting_twice_gives_the_same_bytes() -> None:
    kept = _fitted()  # alive, so that the second one cannot stand at the same addresses
    assert stable_dump(kept) == stable_dump(_fitted())


def test_other_numbers_give_other_bytes() -> None:
    other = _fitted()
    other["ridge"].coef_ = other["ridge"].coef_ + 0.5  # type: ignore[attr-defined]
    assert stable_dump(other) != stable_dump(_fitted())


def test_it_loads_as_what_it_was() -> None:
    written = _fitted()
    read = skops.io.loads(stable_dump(written), trusted=[])
    assert read["ridge"].coef_.tolist() == written["ridge"].coef_.tolist()  # type: ignore[attr-defined]
    assert read["calibration"].intercept_.tolist() == written["calibration"].intercept_.tolist()  # type: ignore[attr-defined]
