from __future__ import annotations

import pytest
from sympy import Add, Mul, S, Symbol, exp, log

from proofpress.proof.written import applied, minus, negative, over, plus, times

x, y = Symbol("x", positive=True), Symbol("y", positive=True)


def test_terms_and_factors_keep_the_order_they_were_given():
    assert plus(y, x).args == (y, x)
    assert minus(y, x, 1).args == (y, -x, S.NegativeOne)
    assert times(y, x).args == (y, x)


def test_a_number_before_a_sum_is_not_multiplied_out():
    assert times(2, plus(x, y)).func is Mul
    assert negative(plus(x, y)).func is Mul


def test_a_quotient_is_not_reduced():
    assert over(x * y, x) != y
    assert over(x * y, x).doit() == y


def test_a_function_is_not_evaluated():
    assert applied(exp, plus(log(x), y)).func is exp
    assert applied(log, 1) != 0


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (plus(x, y, x), 2 * x + y),
        (minus(x, y), x - y),
        (negative(times(2, x)), -2 * x),
        (times(x, plus(x, y)), x * (x + y)),
        (over(plus(x, x), 2), x),
    ],
)
def test_what_is_written_has_the_value_of_what_it_says(written, plain):
    assert written.doit() == plain


def test_the_terms_stay_terms():
    assert plus(x, x).func is Add
