"""Our sparse polynomials against SymPy's."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import QQ, Poly, symbols

from proofpress.proof.scalar.poly import (
    add,
    common,
    content,
    divide,
    exponents,
    lowest,
    monomial,
    multiply,
    power,
    scale,
    shift,
)

GENS = symbols("g0:3")
ROWS = st.tuples(*[st.integers(0, 3)] * 3)
POLYS = st.dictionaries(ROWS, st.integers(-9, 9).filter(bool), min_size=1, max_size=4)
SETTINGS = settings(derandomize=True, deadline=None, max_examples=60)


def ours(rows):
    return {sum(monomial(i, e) for i, e in enumerate(row)): QQ(c) for row, c in rows.items()}


def theirs(rows):
    return Poly.from_dict(rows, *GENS)


def same(p, element):
    return p == ours({row: int(c) for row, c in element.terms() if c})


@SETTINGS
@given(POLYS, POLYS)
def test_sums_products_and_powers_agree(a, b):
    assert same(add(ours(a), ours(b)), theirs(a) + theirs(b))
    assert same(multiply(ours(a), ours(b)), theirs(a) * theirs(b))
    assert same(power(ours(a), 3), theirs(a) ** 3)


@SETTINGS
@given(POLYS, POLYS)
def test_a_product_divided_by_a_factor_is_the_other_factor(a, b):
    assert divide(multiply(ours(a), ours(b)), ours(b)) == ours(a)


@SETTINGS
@given(POLYS, POLYS)
def test_a_quotient_is_exact_or_none(a, b):
    quotient = divide(ours(a), ours(b))
    assert quotient is None or multiply(quotient, ours(b)) == ours(a)


@SETTINGS
@given(POLYS)
def test_what_content_and_lowest_take_out_puts_the_polynomial_together_again(a):
    p = ours(a)
    rest = shift(scale(p, 1 / content(p)), -lowest(p))
    assert rest[max(rest)] > 0
    assert all(c.denominator == 1 for c in rest.values())
    assert shift(scale(rest, content(p)), lowest(p)) == p
    assert content(rest) == 1


@SETTINGS
@given(POLYS, POLYS)
def test_a_common_divisor_divides_both(a, b):
    shared = common(ours(a), ours(b))
    assert divide(ours(a), shared) is not None
    assert divide(ours(b), shared) is not None


def test_negative_exponents_are_digits_too():
    m = monomial(0, -2) + monomial(1, 3) + monomial(4, -1)
    assert dict(exponents(m)) == {0: -2, 1: 3, 4: -1}
