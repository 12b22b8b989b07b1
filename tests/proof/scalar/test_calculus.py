"""Our derivative against SymPy's, by value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sympy import Abs, Dummy, Max, Min, Product, Sum, Symbol, exp, floor, log, sqrt

from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.scalar import interval
from proofpress.proof.scalar.calculus import NoDerivative, derivative
from proofpress.proof.scalar.enclosure import enclose

x, y = Symbol("x", positive=True), Symbol("y", real=True)
k = Dummy("k", integer=True)
POINT = {x: Fraction(7, 5), y: Fraction(-2, 3)}


@pytest.mark.parametrize(
    "f",
    [
        exp(x**2 * y),
        log(1 + exp(x * y)),
        x**x,
        sqrt(1 + x**2) / x,
        sigmoid(x * y) * softplus(x),
        Abs(x - 2) ** 3,
        Max(x, 1, y) * Min(x * y, y**2),
        Sum(exp(k * x), (k, 1, 3)),
        Product(x + k, (k, 1, 3)),
        floor(x) * x,
    ],
)
def test_the_derivative_is_the_slope(f):
    step = Fraction(1, 10**12)
    ahead, behind = (enclose(f, {**POINT, x: POINT[x] + h}, 200) for h in (step, -step))
    slope = interval.times(interval.minus(ahead, behind, 200), interval.exact(1 / (2 * step), 200), 200)
    gap = interval.minus(slope, enclose(derivative(f, x), POINT, 200), 200)
    assert interval.within(gap, -60)


def test_there_is_no_derivative_at_a_tie():
    with pytest.raises(interval.Undefined):
        enclose(derivative(Max(x, 1), x), {x: 1}, 60)


def test_a_bound_cannot_be_varied():
    with pytest.raises(NoDerivative, match="a bound of a Sum depends on x"):
        derivative(Sum(k, (k, 1, x)), x)
