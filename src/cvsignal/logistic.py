"""From points of logit to chances (0..1): of one score, and of many at once.

Both are written as 1 / (1 + exp(-logit)), which no score ever made may differ from by a bit.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

_MOST = 700.0  # exp overflows above 709; a chance is as good as nought long before


def chance(logit: float) -> float:
    """The chance that a logit stands for."""
    return 1.0 / (1.0 + math.exp(min(-logit, _MOST)))


def chances(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The chance that each logit stands for; nought where exp overflows after all, as it does above 88 in single precision."""
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(np.minimum(-logits, _MOST))))
