"""A minimum is the only one: the function is smooth and convex wherever its variable may be, and the place is there."""

from __future__ import annotations

import pytest
from sympy import Abs, IndexedBase, Rational, S, Symbol, exp, log

from proofpress.proof.derivation import minimised_at
from proofpress.proof.form import Form
from proofpress.proof.given import between, given_that, holds
from proofpress.proof.knowledge import Knowledge
from proofpress.proof.minimum import minimum
from proofpress.proof.refute import Place, look_for
from proofpress.proof.smooth import smooth
from proofpress.proof.steps import test_of as claim_of

x, c = Symbol("x", real=True), Symbol("c", real=True)
r, n = Symbol("r", positive=True), Symbol("n", integer=True, positive=True)
s = IndexedBase("s", real=True)
half = Rational(1, 2)


@pytest.mark.parametrize(
    ("e", "variable", "place", "given"),
    [
        ((x - c) ** 2 + exp(c), x, c, ()),
        (r - log(r), r, 1, ()),
        (-log(x) - log(1 - x), x, half, (between(x, 0, 1),)),
    ],
)
def test_the_one_minimum_is_proved(e, variable, place, given):
    assert minimum(e, variable, S(place), given)


@pytest.mark.parametrize(
    ("e", "variable", "place", "given", "why"),
    [
        ((r + 1) ** 2, r, -1, (), "lie above"),
        ((x - 2) ** 2, x, 2, (between(x, 0, 1),), "lie below"),
        (x**2 - 4 * Abs(x), x, 2, (), "pole or a kink"),
        (x**2 - log(x**2), x, 1, (), "pole or a kink"),
        ((x - 1) ** 2, x, 1, (given_that(x, 5),), "not free to move"),
        ((x - 1) ** 2, x, 1, (holds(x > 3),), "not free to move"),
        ((n - 1) ** 2, n, 1, (), "not free to move"),
        (x**2, x, 1, (), "slope is not zero"),
        (x**4, x, 0, (), "sign of the difference"),
        (s[1] ** 2 + s[1] * s[2], s[1], 0, (), "other entries"),
    ],
)
def test_what_is_missing_is_said(e, variable, place, given, why):
    found = minimum(e, variable, S(place), given)
    assert not found
    assert why in found.how


def test_the_refuter_looks_outside_the_domain_and_far_from_the_place():
    for e, variable, place in (((r + 1) ** 2, r, -1), (x**2 - 4 * Abs(x), x, 2), (-(x**2), x, 0)):
        line = minimised_at(S(place), "", variable=variable)
        assert look_for(claim_of(line, e, S(place)), Place()).counterexample is not None


def test_a_function_is_smooth_where_nothing_can_vanish_beneath_it():
    form = Form(Knowledge())
    assert smooth(1 / (1 + exp(x)), x, form)
    assert smooth(log(r) / r, r, form)
    assert not smooth(1 / x, x, form)
    assert smooth(1 / (x - 1), x, form, at=0)
    assert not smooth(exp(-1 / x), x, form, at=0)
