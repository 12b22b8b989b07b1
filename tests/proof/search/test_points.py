"""A point says no only where what is known holds, and only of what is clearly below zero."""

from __future__ import annotations

import pytest

from proofpress.proof.kernel.terms import (
    ONE,
    ZERO,
    Term,
    abstract,
    array,
    entry,
    eq,
    exp,
    le,
    log,
    lt,
    make,
    mul,
    number,
    variable,
)
from proofpress.proof.search.points import contradicted, points_of

x, z, n, k = variable("x"), variable("z"), variable("n", "integer", "positive"), variable("k", "integer")
s, p = array("s"), array("p", sign="positive")


def over(body: Term) -> Term:
    return make("sum", ONE, n, abstract(body, k))


@pytest.mark.parametrize(
    ("facts", "t", "said"),
    [
        ((), x, True),
        ((), x**2, False),
        ((lt(ZERO, x),), x, False),
        ((lt(x, ZERO),), x, True),
        ((eq(z, x**2),), z, False),
        ((eq(over(entry(p, k)), ONE),), ONE - over(entry(p, k) ** 2), False),
        ((), over(entry(s, k)), True),
        ((), over(exp(entry(s, k))), False),
        ((), mul(x + z, exp(x) + (-exp(x))), False),
        ((), log(-exp(x)), False),
        ((lt(x, ZERO), lt(ZERO, x)), x, False),
    ],
    ids=str,
)
def test_a_sign_is_contradicted_where_the_facts_hold_and_nowhere_else(facts, t, said):
    assert contradicted(points_of(facts), t, {}) == said


def test_an_index_lies_in_its_range():
    assert not contradicted(points_of(()), n + (-k), {k: (ONE, n)})
    assert contradicted(points_of(()), n + (-k), {k: (n, n + number(2))})


def test_numbers_are_found_that_satisfy_an_inequality_and_none_where_there_are_none():
    assert points_of((lt(ONE, x), le(x, number(2))))
    assert not points_of((lt(x, ZERO), lt(ZERO, x)))
