"""The two scikit-learn estimators of a role, from which the weights of its score are taken, and their file.

Screening needs the weights alone, and scikit-learn takes a second to import: only training, promotion and those who look
into a model open this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import skops.io
from sklearn.linear_model import LogisticRegression, Ridge

from cvsignal.bounded_zip import check_unpacked_size
from cvsignal.errors import ModelError
from cvsignal.stable_skops import stable_dump


class Estimators(NamedTuple):
    """A ridge regression from features to the scale of grades, and a logistic regression from there to the chance of a fit."""

    ridge: Ridge
    calibration: LogisticRegression

    def logit_weights(self) -> tuple[float, ...]:
        """The logit's constant, then its points for each feature at its value of 1."""
        slope = float(self.calibration.coef_[0][0])
        base = slope * float(self.ridge.intercept_) + float(self.calibration.intercept_[0])
        return (base, *(slope * float(weight) for weight in self.ridge.coef_))

    def save(self, path: Path) -> None:
        """Writes both as ``.skops``."""
        path.write_bytes(stable_dump(self._asdict()))


def load_estimators(path: Path, features: int) -> Estimators:
    """Reads what :meth:`Estimators.save` wrote; refuses anything but the two estimators, and runs no code of the file."""
    check_unpacked_size(path)
    try:
        unknown = skops.io.get_untrusted_types(file=path)
        if unknown:
            raise ModelError(f"{path.name}: holds types that are not trusted ({unknown[0]}). Do not use this file.")
        parts = skops.io.load(path, trusted=[])
        ridge, calibration = parts["ridge"], parts["calibration"]
    except ModelError:
        raise
    except Exception as error:  # whatever a damaged zip or schema raises
        raise ModelError(f"{path.name}: cannot be loaded ({type(error).__name__}). Train again.") from error
    if type(ridge) is not Ridge or type(calibration) is not LogisticRegression:
        raise ModelError(f"{path.name}: holds other estimators than a role's. Train again.")
    coefficients = np.asarray(ridge.coef_)
    if coefficients.shape != (features,) or not np.isfinite(coefficients).all() or (coefficients < 0).any():
        raise ModelError(f"{path.name}: its weights do not fit the role's features. Train again.")
    if np.shape(calibration.coef_) != (1, 1) or float(calibration.coef_[0][0]) <= 0:
        raise ModelError(f"{path.name}: its calibration is not rising. Train again.")
    return Estimators(ridge, calibration)
