"""The estimators of a role: the weights taken from them, and a file that cannot hold what could lower a score."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from cvsignal.errors import ModelError
from cvsignal.estimators import Estimators, load_estimators


def some() -> Estimators:
    rows = np.array([[0, 0, 1], [1, 0, 0], [1, 1, 0], [1, 1, 1.0]])
    ridge = Ridge(positive=True).fit(rows, [0, 1, 2, 3])
    return Estimators(ridge, LogisticRegression().fit(ridge.predict(rows)[:, None], [0, 0, 1, 1]))


def test_the_weights_give_the_logit_of_both_together() -> None:
    made = some()
    base, *weights = made.logit_weights()
    for row in ([0, 0, 0], [0.3, 0.7, 0.1], [1, 1, 1]):
        logit = made.calibration.decision_function(made.ridge.predict([row])[:, None])[0]
        assert base + np.dot(weights, row) == pytest.approx(logit)


def test_they_come_back_as_they_were(tmp_path: Path) -> None:
    made = some()
    made.save(tmp_path / "role.skops")
    assert load_estimators(tmp_path / "role.skops", 3).logit_weights() == made.logit_weights()


@pytest.mark.parametrize(
    ("part", "coefficients", "message"),
    [
        ("ridge", [1.0, -0.1, 0.0], "weights do not fit"),
        ("ridge", [1.0, np.nan, 0.0], "weights do not fit"),
        ("ridge", [1.0, 1.0, 1.0, 1.0], "weights do not fit"),
        ("calibration", [[-1.0]], "calibration is not rising"),
    ],
)
def test_what_could_lower_a_score_is_refused(
    part: str, coefficients: list[object], message: str, tmp_path: Path
) -> None:
    made = some()
    getattr(made, part).coef_ = np.array(coefficients)
    made.save(tmp_path / "role.skops")
    with pytest.raises(ModelError, match=message):
        load_estimators(tmp_path / "role.skops", 3)
