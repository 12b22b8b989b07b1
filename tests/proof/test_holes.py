"""False lines, each of a kind that was once accepted: none may be published, by whatever check refuses it."""

from __future__ import annotations

import pytest
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    IndexedBase,
    Max,
    Min,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    ceiling,
    cos,
    exp,
    floor,
    log,
    oo,
    pi,
    sin,
    sqrt,
)

from proofpress.proof.check import Contradiction, check
from proofpress.proof.derivation import (
    Derivation,
    at_least,
    at_most,
    define,
    equals,
    equivalent,
    less_than,
    minimised_at,
    start,
    tends_to,
)
from proofpress.proof.draws import expected
from proofpress.proof.functions import abbreviation
from proofpress.proof.given import (
    between,
    distribution,
    given_that,
    holds,
    index,
    one_hot,
    size,
    values_within,
    within,
)

V, N, K, T, m = (size(name) for name in ("V", "N", "K", "T", "m"))
i, j, k, n, o = (index(name) for name in "ijkno")
A, B = IndexedBase("A", real=True), IndexedBase("B", real=True)
s, y = IndexedBase("s", real=True), IndexedBase("y", real=True)
p, q = IndexedBase("p", positive=True), IndexedBase("q", positive=True)
w = IndexedBase("w", integer=True)
x, c, b, a = (Symbol(name, real=True) for name in "xcba")
r, h = (Symbol(name, positive=True) for name in "rh")
f, g = Function("f", real=True), Function("g", real=True)
u = Symbol("u", real=True)
yhat = abbreviation("yhat", (j,), exp(s[j]) / Sum(exp(s[i]), (i, 1, V)))
COLUMNS = distribution(p[j, n], j, V)


@pytest.fixture(autouse=True)
def _no_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def chain(*lines, given=()):
    return Derivation("slug", "Title", lines, given)


FALSE = {
    # a bound name that is captured
    "C1 a definition meets the name of a sum": chain(
        start(Sum(f(j), (j, 1, V))),
        define(f(i), Sum(A[i, j], (j, 1, V)), "rows"),
        equals(V * Sum(A[k, k], (k, 1, V)), "captured", left=Sum(f(j), (j, 1, V))),
    ),
    "C1 a product's name": chain(
        start(x),
        define(f(x), Product(x + p[j], (j, 1, 2)), "p"),
        equals(
            Product((p[j] + p[j]), (j, 1, 2)),
            "captured",
            left=f(p[j]),
        ),
        given=(within(j, 1, V),),
    ),
    "C1 a defined symbol": chain(
        start(x),
        define(u, s[k] + 0 * x, "the kth"),
        equals(Sum(s[k], (k, 1, V)), "captured", left=Sum(u, (k, 1, V))),
        given=(within(k, 1, V),),
    ),
    "C1 a defined entry": chain(
        start(x),
        define(y[k], s[k] ** 2, "the kth"),
        equals(Sum(s[k] ** 2, (k, 1, V)), "only one is defined", left=Sum(y[k], (k, 1, V))),
        given=(within(k, 1, V),),
    ),
    "C1 nested definitions": chain(
        start(x),
        define(f(i), Sum(A[i, j], (j, 1, V)), "rows"),
        define(g(j), f(j) ** 2, "squares"),
        equals(Sum(V**2 * A[j, j] ** 2, (j, 1, V)), "captured", left=Sum(g(j), (j, 1, V))),
    ),
    "C1 a draw that is captured": chain(
        start(x),
        define(u, s[w[1]] + 0 * x, "the first"),
        equals(Sum(q[j] * s[j], (j, 1, V)), "captured", left=expected(u, w, K, q[j], (j, 1, V))),
        given=(distribution(q, j, V), values_within(w, 1, V)),
    ),
    # a hypothesis out of its range
    "C2 a column that is none": chain(start(p[1, T + 1]), at_most(1, "a share"), given=(COLUMNS, within(n, 1, T))),
    "C2 a sum of a column that is none": chain(
        start(Sum(p[j, T + 1], (j, 1, V))), equals(1, "a share"), given=(COLUMNS, within(n, 1, T))
    ),
    "C2 a label beyond": chain(
        start(y[V + 2]), equals(0, "a label"), given=(one_hot(y, j, o), within(j, 1, V), within(o, 1, V))
    ),
    "C2 a column below": chain(start(p[1, 0]), at_most(1, "a share"), given=(COLUMNS, within(n, 1, T))),
    # limits
    "C3 a floor": chain(start(floor(r + exp(-r)) - floor(r)), tends_to(0, "gone", variable=r, to=oo)),
    "C3 a ceiling": chain(start(ceiling(r) - ceiling(r - 1 / r)), tends_to(0, "gone", variable=r, to=oo)),
    "C3 a sine": chain(start(sin(pi * r)), tends_to(0, "gone", variable=r, to=oo)),
    "C3 a sine at powers of ten": chain(start(sin(2 * pi * r) ** 2 + 1 / r), tends_to(0, "gone", variable=r, to=oo)),
    "C3 a cosine": chain(start(cos(2 * pi * r) + 1 / r), tends_to(1, "gone", variable=r, to=oo)),
    "C3 near zero": chain(start(floor(1 / r + r) - floor(1 / r)), tends_to(0, "gone", variable=r, to=0)),
    "C3 a remainder": chain(start(r / 7 - floor(r / 7) - Rational(3, 7)), tends_to(0, "gone", variable=r, to=oo)),
    "C3 a late bump": chain(start(Max(0, 1 - Abs(r - 7 * floor(r / 7) - 3))), tends_to(0, "gone", variable=r, to=oo)),
    "C3 slow": chain(start(1 / log(log(r + 3) + 3)), tends_to(Rational(1, 5), "gone", variable=r, to=oo)),
    "P3 a root from one side": chain(start(sqrt(x)), tends_to(0, "gone", variable=x, to=0)),
    "P3 x log x from one side": chain(start(x * log(x)), tends_to(0, "gone", variable=x, to=0)),
    "P3 a root elsewhere": chain(start(sqrt(x - 5)), tends_to(0, "gone", variable=x, to=5)),
    "P3 a logarithm that has no value there": chain(start(1 / log(-x)), tends_to(0, "gone", variable=x, to=oo)),
    # a minimum without a value, a variable that cannot go there
    "C4 a logarithm of any number": chain(start(exp(x) - c * x), minimised_at(log(c), "no slope", variable=x)),
    "C4 a logarithm of a size less one": chain(
        start(exp(x) - (V - 1) * x), minimised_at(log(V - 1), "no slope", variable=x)
    ),
    "C4 a root of any number": chain(start(x**2 / 2 - sqrt(c) * x), minimised_at(sqrt(c), "no slope", variable=x)),
    "C5 a size that is bounded": chain(start(1 / n), tends_to(0, "gone", variable=n, to=oo), given=(within(n, 1, V),)),
    "C5 a condition": chain(start(1 / r), tends_to(0, "gone", variable=r, to=oo), given=(holds(r < h),)),
    "C5 an interval": chain(start(1 / (1 + x)), tends_to(0, "gone", variable=x, to=oo), given=(between(x, 0, 1),)),
    "C5 beyond an interval": chain(start(x - 3), tends_to(0, "gone", variable=x, to=3), given=(between(x, 0, 1),)),
    "C5 a size to a fraction": chain(start(V - S.Half), tends_to(0, "gone", variable=V, to=S.Half)),
    "C5 a positive number to minus one": chain(start(r + 1), tends_to(0, "gone", variable=r, to=-1)),
    "C5 a positive number to minus infinity": chain(start(exp(r)), tends_to(0, "gone", variable=r, to=-oo)),
    "C5 a sum's bound": chain(start(1 / V), tends_to(0, "gone", variable=V, to=oo), given=(holds(V < 9),)),
    # holes
    "C6 a hole away from small numbers": chain(start((x**2 - 49) / (x - 7)), equals(x + 7, "cancel")),
    "C6 a power of nought": chain(start(x * x ** (n - 1)), equals(x**n, "one more"), given=(within(n, 0, V),)),
    "C6 a hole at a root": chain(start((x**2 - 41) / (x - sqrt(41))), equals(x + sqrt(41), "cancel")),
    "C6 a hole at a logarithm": chain(start((exp(2 * x) - 9) / (exp(x) - 3)), equals(exp(x) + 3, "cancel")),
    "C6 a hole on a line": chain(start((x**2 - c**2) / (x - c)), equals(x + c, "cancel")),
    "C6 a hole in two sums": chain(
        start((Sum(s[j], (j, 1, V)) ** 2 - 100) / (Sum(s[j], (j, 1, V)) - 10)),
        equals(Sum(s[j], (j, 1, V)) + 10, "cancel"),
    ),
    "C6 a hole in both sides": chain(start(x / (x - 31)), equals(1 + 31 / (x - 31), "divide")),
    "C6 a logarithm's edge": chain(start(exp(log(Abs(x - 12)))), equals(Abs(x - 12), "undone")),
    "C6 a hole in a sum": chain(start(Sum((j**2 - 81) / (j - 9), (j, 1, V))), equals(Sum(j + 9, (j, 1, V)), "cancel")),
    "C6 a hole at a large size": chain(start((V**2 - 10**6) / (V - 1000)), equals(V + 1000, "cancel")),
    "C6 nought times a pole": chain(start(0 * x + c * (x - 5) / (x - 5)), equals(c, "cancel")),
    # derivatives on flat pieces and kinks
    "F3 a root of a flat piece": chain(start(Derivative(sqrt(b + Abs(b)), b)), equals(1 / sqrt(2 * b), "chain rule")),
    "F3 a root of a maximum": chain(
        start(Derivative(sqrt(Max(0, b)), b)), equals(1 / (2 * sqrt(Abs(b))), "chain rule")
    ),
    "F3 a kink": chain(start(Derivative(Max(0, x - 9), x)), equals(Max(0, x - 9) / (x - 9), "the slope")),
    "F3 a power at nought": chain(
        start(Derivative(Abs(x) ** Rational(1, 3) * Abs(x) ** Rational(2, 3), x)), equals(Abs(x) / x, "sign")
    ),
    "F3 a minimum's flat piece": chain(
        start(Derivative(sqrt(x - Min(x, 3)), x)), equals(1 / (2 * sqrt(x - Min(x, 3))), "chain rule")
    ),
    "F3 a logarithm of bars": chain(start(Derivative(log(Abs(x)), x)), equals(1 / x, "chain rule")),
    # definitions and first lines
    "D1 an entry that may be the one that is defined": chain(
        start(c),
        define(y[1], c, "the first"),
        equals(0 * c, "it does not move", left=Derivative(y[1] ** 2, y[i])),
        given=(within(i, 1, V),),
    ),
    "D1 against the notation": chain(
        define(yhat(j), exp(-s[j]) / Sum(exp(-s[i]), (i, 1, V)), "softmax"), given=(within(j, 1, V),)
    ),
    "D1 of what is given": chain(define(p[1], S(2), "say so"), given=(distribution(p, j, V),)),
    "D1 of itself": chain(define(u, u + 1, "say so"), equals(u + 1, "so", left=u)),
    "D1 twice": chain(define(u, S(1), "one"), define(u, S(2), "two"), equals(2, "so", left=u)),
    "D1 of what stands above": chain(start(x), define(x, S(2), "two")),
    "D1 of a number": chain(define(S(2), S(3), "three")),
    "D1 of a sum": chain(define(x + 1, x + 2, "so")),
    "D1 with a name twice": chain(define(f(i, i), S(3), "so"), equals(3, "so", left=f(1, 2))),
    "D2 four is five": chain(start(Eq(S(2) + 2, 5, evaluate=False))),
    "D2 a relation that is false at once": chain(start(Eq(w[k], w[k] + 1))),
    "D2 a bound": chain(start(exp(x) > 1)),
    "D2 a bound before another line": chain(start(x**2 > x), define(u, x, "call it so")),
    "D2 one that follows a remark": chain(start(x > 0), equivalent(x > 0, "the same")),
    "D3 nothing": chain(),
    "D3 no reason": chain(start(x + x), equals(2 * x, "")),
    "D3 a blank reason": chain(start(x + x), equals(2 * x, "  ")),
    # the prover alone
    "P1 a pattern's name": chain(start(Sum(p[j, j], (j, 1, V))), equals(1, "columns"), given=(COLUMNS,)),
    "P1 in a double sum": chain(
        start(Sum(p[j, j] * s[i], (j, 1, V), (i, 1, V))), equals(Sum(s[i], (i, 1, V)), "columns"), given=(COLUMNS,)
    ),
    "P2 a telescope for ever": chain(start(Sum(s[j + 1] - s[j], (j, 1, oo))), equals(-s[1], "telescope")),
    "P2 a limit for ever": chain(start(Sum(r / (r + j) ** 2, (j, 1, oo))), tends_to(0, "gone", variable=r, to=oo)),
    "P2 a product for ever": chain(start(Product(1 + 1 / r, (j, 1, oo))), equals(1, "so")),
    "P2 in a definition": chain(define(u, Sum(s[j], (j, 1, oo)), "all"), equals(0 * x + 2 * u - u, "so", left=u)),
    "P4 another range": chain(
        start(expected(Abs(w[1] - 2) + w[1] - 2, w, K, q[j], (j, 1, V))),
        equals(expected(2 * w[1] - 4, w, K, q[j], (j, 1, V)), "at least two"),
        given=(distribution(q, j, V), values_within(w, 2, V + 1)),
    ),
    "P4 a fact of a drawn word": chain(
        start(expected(s[w[1]], w, K, q[j], (j, 1, V))),
        equals(s[2], "it is two"),
        given=(distribution(q, j, V), given_that(w[1], 2)),
    ),
    # circles and sizes
    "R2 a number that is one more than itself": chain(
        start(s[k]), equals(s[k] + 1, "so it is given"), given=(given_that(s[k], s[k] + 1), within(k, 1, V))
    ),
    "R2 a circle of two": chain(
        start(s[1]),
        equals(s[1] + 2, "so"),
        given=(given_that(s[k], y[k] + 1, every=(k,)), given_that(y[k], s[k] + 1, every=(k,))),
    ),
    "a floor of a thousandth": chain(start(floor(V / 1000)), equals(0 * V, "small")),
    "a product with a late nought": chain(start(Product(V - k, (k, 1, 50))), equals(0 * V, "some factor is nought")),
    "a late bump": chain(start(Sum(Max(0, k - 40), (k, 1, V))), equals(0 * V, "nothing is there")),
    "a late kink": chain(start(Max(x, 57)), equals(57 + 0 * x, "the larger")),
    "a late sign": chain(start(r - 1000 * log(r + 1)), at_most(0, "small")),
    "a tie": chain(start(Max(x, c) - c), less_than(Abs(x - c), "never more")),
    "a ratio of one": chain(start(Sum(x**k, (k, 1, V))), equals(x * (1 - x**V) / (1 - x), "geometric")),
    "a ratio of two": chain(start(Sum((x / 2) ** k, (k, 1, V))), equals(x * (1 - (x / 2) ** V) / (2 - x), "geometric")),
    "a vanishing coefficient": chain(
        start(Sum(a * (1 - b) * b**k, (k, 0, V))),
        equals(a * (1 - b ** (V + 1)), "geometric", only=""),
        less_than(a, "less", only=""),
    ),
    "an equality that is strict at the end": chain(start(Abs(x - 17)), at_least(Rational(1, 10**6), "off")),
    "an index at its end": chain(
        start(Sum(s[k], (k, 1, n))),
        equals(Sum(s[k], (k, 1, n + 1)) - s[n + 1] + Max(0, n - 60), "one less"),
        given=(within(n, 1, 90),),
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_line_is_not_published(name):
    try:
        checked = check(FALSE[name])
    except Contradiction as error:
        raise AssertionError(f"a proof of it was found: {error}") from error
    assert not checked.ok
    assert all(len(line.message.splitlines()) == 1 for line in checked.lines if not line.ok)
