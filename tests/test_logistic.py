"""Chances of logits: the plain form where it does not overflow, and no error where it would."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.logistic import chance, chances


@given(st.floats(-700, 700))
def test_a_chance_is_the_plain_form_to_the_bit(logit: float) -> None:
    assert chance(logit) == 1.0 / (1.0 + math.exp(-logit))
    assert chances(np.array([logit]))[0] == 1.0 / (1.0 + np.exp(np.array([-logit])))[0]


@pytest.mark.parametrize(("logit", "expected"), [(-1e6, 0.0), (-800.0, 0.0), (0.0, 0.5), (800.0, 1.0), (1e6, 1.0)])
def test_no_logit_overflows(logit: float, expected: float) -> None:
    assert chance(logit) == pytest.approx(expected)
    assert chances(np.array([logit]))[0] == pytest.approx(expected)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_higher_logit_is_no_lower_chance(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert chance(low) <= chance(high)
