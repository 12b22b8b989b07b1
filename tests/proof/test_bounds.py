"""A sign is known or it is not: no inequality is strict where it may be an equality, or holds at some points only."""

from __future__ import annotations

import pytest
from sympy import Abs, IndexedBase, S, Sum, Symbol, exp, log

from proofpress.proof import positivity
from proofpress.proof.derivation import at_least, less_than
from proofpress.proof.functions import abbreviation
from proofpress.proof.given import distribution, holds, index, joint_distribution, size, within
from proofpress.proof.knowledge import Knowledge
from proofpress.proof.prove import prove

V, N, i, j, o = size("V"), size("N"), index("i"), index("j"), index("o")
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


y_hat = abbreviation("y_hat", (j,), exp(s[j]) / Sum(exp(s[i]), (i, 1, V)))
x_, z = IndexedBase("x", real=True), IndexedBase("z", real=True)
JOINT = joint_distribution(p[i, j], (i, V), (j, N))


def total(body, *limits):
    return Sum(body, *(limits or ((j, 1, V),)))


VARIANCES = {
    "a variance": (total(p[j] * x_[j] ** 2), total(p[j] * x_[j]) ** 2, (P,)),
    "a variance of logarithms": (total(p[j] * log(p[j]) ** 2), total(p[j] * log(p[j])) ** 2, (P,)),
    "a variance under the softmax": (total(y_hat(j) * z[j] ** 2), total(y_hat(j) * z[j]) ** 2, ()),
    "a variance over pairs": (
        total(p[i, j] * x_[i, j] ** 2, (i, 1, V), (j, 1, N)),
        total(p[i, j] * x_[i, j], (i, 1, V), (j, 1, N)) ** 2,
        (JOINT,),
    ),
    "a mean of squares": (total(x_[j] ** 2) / V, (total(x_[j]) / V) ** 2, ()),
    "Cauchy and Schwarz": (total(x_[j] ** 2) * total(z[j] ** 2), total(x_[j] * z[j]) ** 2, ()),
    "a mean and a harmonic mean": (total(p[j]) * total(1 / p[j]), V**2, ()),
    "a chi-squared divergence": (total(p[j] ** 2 / q[j]), 1, (P, Q)),
    "two words that agree": (total(p[j] ** 2), 1 / V, (P,)),
}


@pytest.mark.parametrize("name", VARIANCES)
def test_a_variance_needs_no_gap_and_is_not_strict(name):
    larger, smaller, given = VARIANCES[name]
    assert prove(at_least(smaller, ""), S(larger), S(smaller), given).strength == "every size"
    assert not prove(less_than(larger, ""), S(smaller), S(larger), given).done
    assert not prove(at_least(larger, ""), S(smaller), S(larger), given).done


def test_a_variance_of_shares_that_may_be_zero():
    shares = IndexedBase("q", nonnegative=True)
    given = (distribution(shares, j, V),)
    larger, smaller = total(shares[j] * x_[j] ** 2), total(shares[j] * x_[j]) ** 2
    assert prove(at_least(smaller, ""), larger, smaller, given).done
    assert not prove(at_least(smaller, ""), larger, smaller, ()).done


@pytest.mark.parametrize(
    ("larger", "smaller", "given"),
    [
        (total(p[j] * x_[j] ** 2), total(p[j] * x_[j]) ** 2, ()),
        (total(s[j] * x_[j] ** 2), total(s[j] * x_[j]) ** 2, (distribution(s, j, V),)),
        (total(p[j] * x_[j] ** 2, (j, 1, V - 1)), total(p[j] * x_[j]) ** 2, (P,)),
        (total(p[j] * x_[j] ** 2), total(p[j] * x_[j], (j, 1, V + 1)) ** 2, (P,)),
        (total(p[j] * x_[j] ** 2), total(p[j] * x_[j]) * total(p[j] * z[j]), (P,)),
        (total(x_[j] ** 2), total(x_[j]) ** 2, ()),
        ((V - 1) * total(x_[j] ** 2), total(x_[j]) ** 2, ()),
        (total(p[j] ** 2), 2 / V, (P,)),
    ],
)
def test_what_is_like_a_variance_and_is_none(larger, smaller, given):
    assert not prove(at_least(smaller, ""), larger, S(smaller), given).done


def test_the_answer_to_a_question_does_not_depend_on_what_was_asked_before(monkeypatch):
    monkeypatch.setattr(positivity, "MOST_QUESTIONS", 12)  # so few that a search is given up
    sums = [Abs(x) + Abs(c) - Abs(x - c), 2 * Abs(x) + Abs(c) - Abs(2 * x + c), r - 1 - log(r), exp(x) - 1 - x]
    alone = [positivity.nonnegative(e, Knowledge()) for e in sums]
    together = Knowledge()
    assert [positivity.nonnegative(e, together) for e in reversed(sums)] == alone[::-1]
    assert {True, False} == set(alone)
