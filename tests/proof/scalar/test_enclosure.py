"""Intervals hold the value they promise to hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp
from sympy import Dummy, Max, Rational, Sum, Symbol, exp, floor, log, oo, pi, sqrt

from proofpress.proof.functions import sigmoid
from proofpress.proof.scalar import interval
from proofpress.proof.scalar.enclosure import enclose

x, n = Symbol("x", real=True), Symbol("n", integer=True, positive=True)
k = Dummy("k", integer=True)
CASES = [
    (exp(x), mp.exp),
    (log(1 + exp(x)), lambda v: mp.log(1 + mp.exp(v))),
    (1 / (1 + x**2), lambda v: 1 / (1 + v**2)),
    (sigmoid(x) * pi, lambda v: mp.pi / (1 + mp.exp(-v))),
    (sqrt(x**2 + 1), lambda v: mp.sqrt(v**2 + 1)),
    (Max(x, 0) ** 3, lambda v: max(v, 0) ** 3),
    (x**-3, lambda v: v**-3),
]
RATIONALS = st.fractions(-40, 40, max_denominator=97).filter(bool)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.sampled_from(CASES), RATIONALS, st.sampled_from([20, 53, 140]))
def test_the_value_at_a_higher_precision_lies_inside(case, at, bits):
    expression, function = case
    low, high = enclose(expression, {x: at}, bits)
    with mp.workprec(400):
        value = function(mp.mpf(at.numerator) / at.denominator)
        assert mp.make_mpf(low) <= value <= mp.make_mpf(high)


@pytest.mark.parametrize("bits", [53, 8_000, 40_000])
@pytest.mark.parametrize("at", [Fraction(10**12 + 1, 10**12), Fraction(1, 10**9), Fraction(7, 3)])
def test_an_exponential_and_a_logarithm_hold_their_values_at_any_precision(at, bits):
    there = enclose(exp(log(x, evaluate=False), evaluate=False), {x: at}, bits)
    assert not interval.apart(there, interval.exact(at, bits))
    back = interval.logarithm(interval.exponential(interval.exact(at, bits), bits), bits)
    assert not interval.apart(back, interval.exact(at, bits))


def test_cancellation_widens_the_interval_instead_of_lying():
    low, high = enclose(log(1 + exp(x)) - x, {x: 200}, 60)
    assert not interval.is_positive((low, high))
    assert interval.is_positive(enclose(log(1 + exp(x)) - x, {x: 200}, 400))


@pytest.mark.parametrize(
    ("expression", "at", "problem"),
    [
        (log(x), -1, interval.Undefined),
        (1 / x, 0, interval.Undefined),
        (sqrt(x), -2, interval.Undefined),
        (1 / (3 * x - 1), Fraction(1, 3), interval.Unclear),
        (exp(exp(x)), 100, interval.Unknown),
        (floor(log(x) / log(2)), 8, interval.Unclear),
    ],
)
def test_there_is_no_value_where_there_is_none_to_have(expression, at, problem):
    with pytest.raises(problem):
        enclose(expression, {x: at}, 100)


def test_the_floor_of_a_fraction_is_exact():
    assert interval.whole_number(enclose(floor(x * Rational(125, 3)), {x: 12}, 60)) == 500
    assert interval.whole_number(enclose(floor(Max(x, 2) / 3), {x: Fraction(-7, 2)}, 60)) == 0


def test_only_an_integer_by_its_form_is_an_exponent_of_a_negative_number():
    y = Symbol("y", real=True)
    assert interval.whole_number(enclose(x**n, {x: -2, n: 3}, 60)) == -8
    with pytest.raises(interval.Undefined):
        enclose(x**y, {x: -2, y: 3}, 60)


def test_a_sum_is_written_out_and_an_empty_one_is_zero():
    total = Sum(k, (k, 1, n - 1))
    assert interval.whole_number(enclose(total, {n: 5}, 60)) == 10
    assert enclose(total, {n: 1}, 60) == interval.ZERO


def test_an_infinite_sum_is_enclosed_where_it_converges_fast():
    series = Sum(x**k, (k, 0, oo))
    low, high = enclose(series, {x: Fraction(1, 2)}, 80)
    assert mp.make_mpf(low) <= 2 <= mp.make_mpf(high)
    with pytest.raises(interval.Undefined, match="diverges"):
        enclose(series, {x: 2}, 80)
