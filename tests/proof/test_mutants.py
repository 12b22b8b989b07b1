"""Every slip that is likely to be made is made, each once, and the line itself is never among them."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, KroneckerDelta, Product, Rational, S, Sum, Symbol, exp, log

from proofpress.proof.functions import abbreviation, sigmoid
from proofpress.proof.given import index, size
from proofpress.proof.mutants import mutants, sides_of

V, i, j = size("V"), index("i"), index("j")
s = IndexedBase("s", real=True)
x, y = Symbol("x", real=True), Symbol("y", real=True)
f = abbreviation("f", (i,), s[i])


@pytest.mark.parametrize(
    ("slip", "right", "wrong"),
    [
        ("sign", x + y, x - y),
        ("sign", x * y, -x * y),
        ("term lost", x + y, x),
        ("factor lost", x * y, y),
        ("exp dropped", exp(x), x),
        ("sign", exp(x), exp(-x)),
        ("log dropped", log(x), x),
        ("power lost", x**2, x),
        ("sign of the argument", sigmoid(x), sigmoid(-x)),
        ("index swapped", s[i] * s[j], s[j] ** 2),
        ("index swapped", f(i) + s[j], f(j) + s[j]),
        ("index swapped", KroneckerDelta(i, j) + s[V], KroneckerDelta(j, j) + s[V]),
        ("bound off by one", Sum(s[j], (j, 1, V)), Sum(s[j], (j, 1, V - 1))),
        ("bound off by one", Sum(s[j], (j, 1, V)), Sum(s[j], (j, 1, V + 1))),
        ("bound off by one", Product(s[j], (j, 1, V)), Product(s[j], (j, 2, V))),
        ("mean as sum", Sum(s[j], (j, 1, V)) / V, Sum(s[j], (j, 1, V))),
        ("exp dropped", Sum(exp(s[j]), (j, 1, V)), Sum(s[j], (j, 1, V))),
        ("number off by one", S.One, S(2)),
        ("number off by one", Rational(1, 2), Rational(3, 2)),
    ],
)
def test_the_slip_is_made(slip, right, wrong):
    assert (slip, wrong) in [(mutant.slip, mutant.expression) for mutant in mutants(right)]


def test_each_is_made_once_and_none_is_the_line_itself():
    line = Sum(exp(s[j]) * KroneckerDelta(i, j), (j, 1, V)) / V - log(s[i])
    made = [mutant.expression for mutant in mutants(line)]
    assert len(made) == len(set(made))
    assert line not in made


def test_a_relation_is_broken_on_both_sides_and_turned_round():
    made = [mutant.expression for mutant in sides_of(x + y < 2 * x)]
    assert {(x - y < 2 * x), (x + y < x), (2 * x < x + y)} <= set(made)
