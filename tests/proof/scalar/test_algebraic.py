"""Numbers made of roots: zero only if it must be."""

from __future__ import annotations

import pytest
from sympy import Rational, exp, log, sqrt

from proofpress.proof.scalar.algebraic import vanishes

GOLDEN = (1 + sqrt(5)) / 2


@pytest.mark.parametrize(
    "zero",
    [
        GOLDEN**2 - GOLDEN - 1,
        sqrt(5 + 2 * sqrt(6)) - sqrt(2) - sqrt(3),
        1 / (sqrt(3) - sqrt(2)) - sqrt(3) - sqrt(2),
        Rational(8) ** Rational(2, 3) - 4,
        (2 + sqrt(5)) ** Rational(1, 3) - GOLDEN,
    ],
)
def test_a_zero_is_recognised(zero):
    assert vanishes(zero) is True


@pytest.mark.parametrize(
    "other",
    [GOLDEN**2 - Rational(2618, 1000), sqrt(2) + sqrt(3) - sqrt(10), sqrt(10**20 + 1) - 10**10 - Rational(1, 10**12)],
)
def test_what_is_near_zero_is_not_zero(other):
    assert vanishes(other) is False


def test_other_numbers_are_not_its_business():
    assert vanishes(exp(1) - 2) is None
    assert vanishes(log(4) - 2 * log(2)) in (None, True)
