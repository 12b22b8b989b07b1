"""Zero and sign of scalar expressions: each rule by an identity that needs it, and its false sister."""

from __future__ import annotations

import pytest
from sympy import Abs, Float, IndexedBase, Max, Min, Product, Rational, Sum, Symbol, exp, floor, log, sqrt, symbols

from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.scalar.decide import is_zero, sign

x, y, z = symbols("x y z", real=True)
p, q = symbols("p q", positive=True)
k, n = Symbol("k", integer=True), Symbol("n", integer=True, positive=True)
s = IndexedBase("s", real=True)


def proved(gap, **known):
    return is_zero(gap, **known).verdict == "proved"


def above(larger, smaller, **put):
    """Zero if one side is never below the other."""
    sides = [side.xreplace({symbols(name, positive=True): e for name, e in put.items()}) for side in (larger, smaller)]
    return Max(*sides, evaluate=False) - sides[0]


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (exp(x + y) - exp(x) * exp(y), exp(x * y) - exp(x) * exp(y)),
        (log(exp(x) / (exp(x) + exp(y))) + log(1 + exp(y - x)), log(exp(x) + exp(y)) - x - y),
        (sigmoid(x) + sigmoid(-x) - 1, sigmoid(x) - sigmoid(-x)),
        (softplus(x) - softplus(-x) - x, softplus(x) + softplus(-x) - x),
        (exp(x - log(p * q)) - exp(x) / (p * q), exp(x - log(p * q)) - exp(x) * p * q),
        (sqrt(p * q) - sqrt(p) * sqrt(q), sqrt(p + q) - sqrt(p) - sqrt(q)),
        (p**y * p ** (1 - y) - p, p**y * p ** (1 - y) - 1),
        (exp(x / 2) ** 2 - exp(x), exp(x / 2) ** 2 - exp(x / 2)),
        (Max(x, y) + Min(x, y) - x - y, Max(x, y) - Min(x, y) - x + y),
        (Abs(x) ** 2 - x**2, Abs(x) - x),
        (Max(x, 0) - (x + Abs(x)) / 2, Max(x, 0) - (x - Abs(x)) / 2),
        (Abs(x * y) - Abs(x) * Abs(y), Abs(x + y) - Abs(x) - Abs(y)),
        (log(x**2) - 2 * log(Abs(x)), log(x**2) - log(Abs(x))),
        (exp(Max(x, y)) - Max(exp(x), exp(y)), exp(Max(x, y)) - Min(exp(x), exp(y))),
        (Min(x * (1 - x), 1) - x * (1 - x), Min(x * (1 - x), Rational(1, 5)) - x * (1 - x)),
        (floor(x + 2) - floor(x) - 2, floor(x + Rational(1, 2)) - floor(x)),
        (exp(s[1]) * exp(s[2]) - exp(s[1] + s[2]), exp(s[1]) - exp(s[2])),
        (above(p - 1, log(p)), above(p - 1, log(p) + Rational(1, 100))),
        (above(exp(x), 1 + x), above(exp(x), 1 + x + x**2 / 2)),
        (above(p * log(p / q) + q, p), above(p * log(p / q) + p, q)),
        (above(log(2), -p * log(p) - q * log(q), q=1 - p), above(log(2) / 2, -p * log(p) - q * log(q), q=1 - p)),
        (above(softplus(x), x / 2 + log(2)), above(softplus(x), x + log(2))),
        (above(p + q, 2 * sqrt(p * q)), above(x, 2 * sqrt(Abs(x)) - 1)),
    ],
)
def test_an_identity_is_proved_and_its_sister_is_not(true, false):
    assert proved(true)
    assert not proved(false)


def test_nothing_is_proved_of_what_is_nowhere_defined():
    assert is_zero(1 / (exp(x) * exp(-x) - 1)).verdict == "undecided"


def test_what_must_be_defined_is_known():
    assert proved(exp(log(x)) - x)
    assert not proved(Abs(x) - x)
    assert proved(Abs(x) * log(x) - x * log(x))


def test_ranges_and_facts_settle_signs():
    assert proved(Abs(1 - x) - 1 + x, ranges={x: (Rational(0), Rational(1))})
    assert not proved(Abs(1 - x) - 1 + x, ranges={x: (Rational(0), Rational(2))})
    assert proved(Max(x, y) - x, facts=(x - y,))
    assert not proved(Max(x, y) - x, facts=(y - x,))
    assert proved(Max(x, z) - x, facts=(x - y, y - z))


def test_a_sum_is_closed_only_where_it_cannot_be_empty_the_wrong_way():
    assert proved(Sum(k, (k, 1, n)) - n * (n + 1) / 2)
    assert not proved(Sum(1, (k, 1, n - 2)) - (n - 2))
    assert proved(Sum(1, (k, 1, n - 1)) - (n - 1))


def test_a_geometric_sum_needs_a_ratio_other_than_one():
    closed = (1 - x ** (n + 1)) / (1 - x)
    assert proved(Sum(x**k, (k, 0, n)) - closed)
    assert proved(Sum(Rational(1, 3) ** k, (k, 0, n)) - (3 - Rational(1, 3) ** n) / 2)


def test_sums_may_be_renamed_and_split():
    j = Symbol("j", integer=True)
    assert proved(Sum(exp(x) / k, (k, 1, n)) - exp(x) * Sum(1 / j, (j, 1, n)))
    assert not proved(Sum(1 / k, (k, 1, n)) - Sum(1 / j, (j, 2, n)))
    assert proved(Sum(Abs(k), (k, -n, n)) - n * (n + 1))


def test_induction_proves_what_has_no_closed_form():
    assert is_zero(Sum(1 / (k * (k + 1)), (k, 1, n)) - n / (n + 1)).how == "induction"
    assert is_zero(Product(k / (k + 1), (k, 1, n)) - 1 / (n + 1)).how == "induction"
    assert not proved(Sum(1 / (k * (k + 1)), (k, 1, n)) - (n + 1) / (n + 2))
    assert not proved(Sum(1 / (k * (k + 1)), (k, 1, n)) - Rational(1, 2))


def test_a_sum_that_is_free_of_the_index_comes_out_of_another():
    i, j, m = Symbol("i", integer=True), Symbol("j", integer=True), Symbol("m", integer=True, positive=True)
    harmonic, logs = Sum(1 / j, (j, 1, n)), Sum(log(j), (j, 1, n))
    assert proved(Sum(1 / (k * harmonic), (k, 1, n)) - 1)
    assert not proved(Sum(1 / (k * Sum(1 / j, (j, 1, k))), (k, 1, n)) - 1)
    assert proved(Sum(Sum(log(j) / i, (j, 1, n)), (i, 1, n)) - harmonic * logs)
    assert not proved(Sum(Sum(log(j) / i, (j, 1, i)), (i, 1, n)) - harmonic * logs)
    assert proved(Sum(i * log(j), (i, 1, m), (j, 1, n)) - m * (m + 1) / 2 * logs)
    assert not proved(Sum(Sum(log(i + j), (j, 1, n)), (i, 1, n)) - n * Sum(log(2 * j), (j, 1, n)))


def test_a_geometric_sum_whose_ratio_may_be_one_is_kept_whole():
    j = Symbol("j", integer=True)
    total = Sum(exp(j * x), (j, 1, n))
    assert proved(Sum(exp(k * x) / total, (k, 1, n)) - 1)
    assert not proved(total - (exp((n + 1) * x) - exp(x)) / (exp(x) - 1) - exp(x))


def test_a_product_is_a_sum_of_logarithms_only_where_it_is_positive():
    product = Product(sigmoid(k * x), (k, 1, n))
    assert proved(product - exp(-Sum(softplus(-k * x), (k, 1, n))))
    assert not proved(product - exp(-Sum(softplus(k * x), (k, 1, n))))
    assert not proved(Product(x + k, (k, 1, n)) - exp(Sum(log(Abs(x + k)), (k, 1, n))))


def test_few_values_are_tried_one_by_one():
    assert proved(x**2 - 4, ranges={x: (Rational(2), Rational(2))})
    assert not proved(x**2 - 4, ranges={x: (Rational(2), Rational(3))})
    assert proved((n - 1) * (n - 2), ranges={n: (Rational(1), Rational(2))})
    assert not proved((n - 1) * (n - 2), ranges={n: (Rational(1), Rational(3))})


def test_a_floor_is_settled_by_remainders_and_by_ranges():
    a = Symbol("a", integer=True)
    assert proved(floor(a / 3) + floor((a + 1) / 3) + floor((a + 2) / 3) - a)
    assert not proved(floor(a / 3) + floor((a + 1) / 3) + floor((a + 1) / 3) - a)
    assert proved(floor(sigmoid(x)), ranges={x: (Rational(-9), Rational(9))})
    assert not proved(floor(x), ranges={x: (Rational(0), Rational(1))})


def test_the_bound_index_of_a_sum_is_no_size_to_induct_on():
    j = Symbol("j", integer=True)
    rows = Product(j, (j, 1, k)) ** k
    assert not proved(Sum(rows, (k, 1, n)) - Sum(rows, (k, 1, 2)))


def test_numbers_are_equal_by_algebra_and_different_by_intervals():
    assert proved(sqrt(3 + 2 * sqrt(2)) - 1 - sqrt(2))
    assert proved(log((3 + sqrt(5)) / 2) - 2 * log((1 + sqrt(5)) / 2))
    assert is_zero(exp(1) - Rational(2718281828459045, 10**15)).verdict == "refuted"
    assert is_zero(Float(0.5) - x).verdict == "undecided"


def test_a_symbol_that_may_be_complex_proves_nothing():
    free = Symbol("free")
    assert is_zero(log(exp(free)) - free).verdict == "undecided"


@pytest.mark.parametrize(
    ("expression", "verdict"),
    [
        (exp(x) + p, "positive"),
        (x**2, "nonnegative"),
        (-softplus(x), "negative"),
        (-(x**2), "nonpositive"),
        (log(2) - 1, "negative"),
        (x, "undecided"),
        (x - x, "zero"),
        (sigmoid(x) * sigmoid(-x), "positive"),
    ],
)
def test_the_sign_of_an_expression(expression, verdict):
    assert sign(expression).verdict == verdict
