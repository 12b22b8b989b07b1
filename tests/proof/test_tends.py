"""A limit is found by laws that hold whatever the constants are, or it is not found."""

from __future__ import annotations

import pytest
from sympy import Abs, IndexedBase, Rational, S, Sum, Symbol, exp, log, oo

from proofpress.proof.form import Form
from proofpress.proof.given import index, size
from proofpress.proof.knowledge import Knowledge
from proofpress.proof.tends import NoLimit, limit_of

V, j = size("V"), index("j")
x, c = Symbol("x", real=True), Symbol("c", real=True)
r, h, g = (Symbol(name, positive=True) for name in "rhg")
s, p = IndexedBase("s", real=True), IndexedBase("p", positive=True)


@pytest.mark.parametrize(
    ("e", "variable", "to", "found"),
    [
        ((h * x + c) / (g * x + c), x, oo, h / g),
        ((h * x + c) / (g * x + c), x, -oo, h / g),
        ((1 + c / r) ** r, r, oo, exp(c)),
        ((exp(c * x) - 1 - c * x) / x**2, x, S.Zero, c**2 / 2),
        ((x**2 - h**2) / (x - h), x, h, 2 * h),
        (c * log(1 + exp(-x)) + c, x, oo, c),
        (Sum(r * p[j] / (r + p[j]), (j, 1, V)), r, oo, Sum(p[j], (j, 1, V))),
        (Sum(log(1 + r * s[j]), (j, 1, V)) / r, r, S.Zero, Sum(s[j], (j, 1, V))),
    ],
)
def test_a_limit_is_found(e, variable, to, found):
    form = Form(Knowledge())
    assert form(limit_of(e, variable, to, form) - found) == 0


@pytest.mark.parametrize(
    ("e", "variable", "to"),
    [
        ((c * x + 1) / (c * x + 2), x, oo),
        (((h - g) * r + 1) / ((h - g) * r + 2), r, oo),
        (c / (c + r), r, S.Zero),
        (Sum(r * s[j] / (1 + r * s[j]), (j, 1, V)), r, oo),
        (r**c, r, oo),
        (Abs(x) / x, x, S.Zero),
        (1 / x, x, S.Zero),
        (Sum(s[j], (j, 1, V)), V, oo),
    ],
)
def test_a_limit_that_depends_on_the_sign_of_a_constant_or_is_none_is_not_found(e, variable, to):
    with pytest.raises(NoLimit):
        limit_of(e, variable, to, Form(Knowledge()))


def test_a_half_is_not_lost_on_the_way():
    assert limit_of((1 - exp(-(x**2))) / (2 * x**2), x, S.Zero, Form(Knowledge())) == Rational(1, 2)
