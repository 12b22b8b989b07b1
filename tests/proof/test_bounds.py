"""A sign is known or it is not: no inequality is strict where it may be an equality, or holds at some points only."""

from __future__ import annotations

import pytest
from sympy import Abs, IndexedBase, S, Sum, Symbol, exp, log

from proofpress.proof.derivation import at_least, less_than
from proofpress.proof.given import distribution, holds, index, size, within
from proofpress.proof.prove import prove

V, j, o = size("V"), index("j"), index("o")
x, c = Symbol("x", real=True), Symbol("c", real=True)
r = Symbol("r", positive=True)
p, q, s = IndexedBase("p", positive=True), IndexedBase("q", positive=True), IndexedBase("s", real=True)
P, Q = distribution(p, j, V), distribution(q, j, V)
kl = Sum(p[j] * log(p[j] / q[j]), (j, 1, V))


def known(e, given=(), *, strict=False) -> bool:
    line = less_than(e, "") if strict else at_least(0, "")
    return prove(line, 0 * x if strict else e, S(line.expression), given).done


@pytest.mark.parametrize(
    ("e", "given"),
    [
        ((x - c) ** 2, ()),
        (r - 1 - log(r), ()),
        (exp(x) - 1 - x, ()),
        (kl, (P, Q)),
        (Sum(s[j] ** 2, (j, 1, V)), ()),
        (1 - p[o], (P, within(o, 1, V))),
        (Abs(x) + Abs(c) - Abs(x - c), ()),
        (2 * r - Abs(x) - Abs(c), (holds(Abs(x) <= r), holds(Abs(c) <= r))),
    ],
)
def test_what_is_never_negative_is_known_to_be_and_not_to_be_positive(e, given):
    assert known(e, given)
    assert not known(e, given, strict=True)


@pytest.mark.parametrize("e", [exp(x), 1 + x**2, Sum(p[j], (j, 1, V)), r + r**2])
def test_what_is_positive_is_known_to_be(e):
    assert known(e, strict=True)


@pytest.mark.parametrize(
    ("e", "given"),
    [
        (kl, (P,)),
        (kl, (Q,)),
        (-kl, (P, Q)),
        (x, (holds(x > -1),)),
        (1 - p[V + 1], (P,)),
        (1 - p[o], (within(o, 1, V),)),
        (Abs(x) - Abs(x - c), ()),
        (2 * r - Abs(x + c), (holds(Abs(x) <= r),)),
        (1 - Abs(x), (holds(x <= 1),)),
        (c + x - Abs(x), ()),
        (r - Sum(Abs(s[j]), (j, 1, V)), ()),
    ],
)
def test_without_what_it_takes_nothing_is_known(e, given):
    assert not known(e, given)
    assert not known(e, given, strict=True)
