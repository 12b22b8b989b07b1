"""True lines that an author wants, for symbolic sizes, and false ones beside them."""

from __future__ import annotations

from sympy import Abs, IndexedBase, Max, Min, Rational, Sum, Symbol, exp, floor, log, oo, sqrt

from proofpress.proof.derivation import Derivation, at_least, at_most, equals, induction, less_than, start
from proofpress.proof.draws import expected
from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.given import between, distribution, given_that, holds, index, size, within

V, N, K, T, M = (size(x) for x in ("V", "N", "K", "T", "M"))
i, j, k, n, o = (index(x) for x in "ijkno")
s, y = IndexedBase("s", real=True), IndexedBase("y", real=True)
p, q = IndexedBase("p", positive=True), IndexedBase("q", positive=True)
c = IndexedBase("c", positive=True)
A = IndexedBase("A", real=True)
w = IndexedBase("w", integer=True)
x, a, b, t = (Symbol(z, real=True) for z in "xabt")
r, h, g, m, be = (Symbol(z, positive=True) for z in ("r", "h", "g", "m", "beta"))
SEEN = within(o, 1, V)
P = distribution(p, j, V)
Q = distribution(q, j, V)
Z = Sum(exp(s[j]), (j, 1, V))


def chain(*lines, given=()):
    return Derivation("t", "T", lines, given)


mean = Sum(q[j] * s[j], (j, 1, V))
TRUE = {
    "sum>=term": chain(start(Sum(p[j], (j, 1, V))), at_least(p[o], "t"), given=(SEEN,)),
    "sum>term": chain(start(Sum(p[j], (j, 1, V)) + r), at_least(p[o], "t"), given=(SEEN,)),
    "softmax<=1": chain(start(exp(s[o]) / Z), at_most(1, "t"), given=(SEEN,)),
    "lse2": chain(start(log(exp(a) + exp(b))), at_least(a, "t")),
    "lse>=score": chain(start(log(Z)), at_least(s[o], "t"), given=(SEEN,)),
    "nll>=0": chain(start(log(Z) - s[o]), at_least(0, "t"), given=(SEEN,)),
    "nll>=0b": chain(start(-log(exp(s[o]) / Z)), at_least(0, "t"), given=(SEEN,)),
    "elbo": chain(start(Sum(q[j] * log(p[j] / q[j]), (j, 1, V))), at_most(log(Sum(p[j], (j, 1, V))), "t"), given=(Q,)),
    "em": chain(
        start(log(Sum(c[j], (j, 1, V))) - log(Sum(p[j], (j, 1, V)))),
        at_least(Sum(p[j] / Sum(p[k], (k, 1, V)) * log(c[j] / p[j]), (j, 1, V)), "t"),
    ),
    "logsum": chain(
        start(Sum(c[j] * log(c[j] / p[j]), (j, 1, V))),
        at_least(Sum(c[j], (j, 1, V)) * log(Sum(c[j], (j, 1, V)) / Sum(p[j], (j, 1, V))), "t"),
    ),
    "infonce": chain(start(log(exp(x) / (exp(x) + Sum(exp(s[k]), (k, 1, K)))) + log(1 + K)), at_most(log(1 + K), "t")),
    "infonce mean": chain(
        start(Sum(log(exp(s[n]) / (Sum(exp(s[k]), (k, 1, K)) / K)), (n, 1, K)) / K), at_most(log(K), "t")
    ),
    "entropy": chain(start(-Sum(p[j] * log(p[j]), (j, 1, V))), at_most(log(V), "t"), given=(P,)),
    "entropy>=0": chain(start(-Sum(p[j] * log(p[j]), (j, 1, V))), at_least(0, "t"), given=(P,)),
    "softplus tangent": chain(start(softplus(x)), at_least(log(2) + x / 2, "t")),
    "softplus tangent a": chain(start(softplus(x)), at_least(softplus(a) + sigmoid(a) * (x - a), "t")),
    "softplus>=x": chain(start(softplus(x)), at_least(x, "t")),
    "logistic loss": chain(start(softplus(-x)), at_least(-x, "t")),
    "jensen draws": chain(start(log(Sum(q[j] * exp(s[j]), (j, 1, V)))), at_least(mean, "t"), given=(Q,)),
    "jensen expected": chain(
        start(expected(exp(s[w[1]]), w, K, q[j], (j, 1, V))), at_least(exp(mean), "t"), given=(Q,)
    ),
    "min sum": chain(start(Sum(Min(1, c[i, j]) * s[i] ** 2, (i, 1, V), (j, 1, V))), at_least(0, "t")),
    "glove weight": chain(start((r / m) ** g), at_most(1, "t"), given=(holds(r < m),)),
    "glove min": chain(start(Min(1, (r / m) ** 2)), equals((r / m) ** 2, "t"), given=(holds(r < m),)),
    "glove min3/4": chain(
        start(Min(1, (r / m) ** Rational(3, 4))), equals((r / m) ** Rational(3, 4), "t"), given=(holds(r < m),)
    ),
    "mean of draws": chain(
        start(expected((Sum(s[w[n]], (n, 1, K)) / K - mean) ** 2, w, K, q[j], (j, 1, V))),
        equals((Sum(q[j] * s[j] ** 2, (j, 1, V)) - mean**2) / K, "t"),
        given=(Q,),
    ),
    "telescope": chain(start(Sum(1 / (n * (n + 1)), (n, 1, N))), equals(N / (N + 1), "t")),
    "max>=": chain(start(Max(a, b)), at_least(a, "t")),
    "min<=mean": chain(start(Min(a, b)), at_most((a + b) / 2, "t")),
    "hinge": chain(start(Max(0, 1 - x)), at_least(1 - x, "t")),
    "sigmoid<1": chain(start(sigmoid(x)), less_than(1, "t")),
    "sigmoid var": chain(start(sigmoid(x) * (1 - sigmoid(x))), at_most(Rational(1, 4), "t")),
    "am-gm": chain(start((r + h) / 2), at_least(sqrt(r * h), "t")),
    "cs": chain(
        start(Sum(s[j] * y[j], (j, 1, V)) ** 2), at_most(Sum(s[j] ** 2, (j, 1, V)) * Sum(y[j] ** 2, (j, 1, V)), "t")
    ),
    "sum sq>=one": chain(start(Sum(s[j] ** 2, (j, 1, V))), at_least(s[o] ** 2, "t"), given=(SEEN,)),
    "abs sum": chain(start(Abs(Sum(s[j], (j, 1, V)))), at_most(Sum(Abs(s[j]), (j, 1, V)), "t")),
    "momentum": chain(
        start(A[N]),
        equals(Sum(be ** (N - k) * s[k], (k, 1, N)), "t", by=induction(N)),
        given=(within(n, 0, oo), given_that(A[0], 0), given_that(A[n + 1], be * A[n] + s[n + 1], every=(n,))),
    ),
    "gd": chain(
        start(A[N]),
        equals((1 - h) ** N * A[0], "t", by=induction(N)),
        given=(within(n, 0, oo), given_that(A[n + 1], (1 - h) * A[n], every=(n,))),
    ),
    "one step": chain(
        start(A[2]),
        equals((1 - h) ** 2 * A[0], "t"),
        given=(within(n, 0, oo), given_that(A[n + 1], (1 - h) * A[n], every=(n,))),
    ),
    "symmetric": chain(
        start(Sum(A[i, j] * s[i] * y[j], (i, 1, V), (j, 1, V))),
        equals(Sum(A[j, i] * s[i] * y[j], (i, 1, V), (j, 1, V)), "t"),
        given=(given_that(A[i, j], A[j, i], every=(i, j)),),
    ),
    "share<=1": chain(start(p[o]), at_most(1, "t"), given=(SEEN, P)),
    "gini": chain(start(Sum(p[j] ** 2, (j, 1, V))), at_most(1, "t"), given=(P,)),
    "gini2": chain(start(Sum(p[j] ** 2, (j, 1, V))), at_least(1 / V, "t"), given=(P,)),
    "reverse": chain(start(log(r)), at_least(1 - 1 / r, "t")),
    "pinsker-ish": chain(start(Sum(p[j] * log(p[j] / q[j]), (j, 1, V))), at_least(0, "t"), given=(P, Q)),
    "mi": chain(start(r * log(r / h)), at_least(r - h, "t")),
    "exp bound": chain(start(exp(-(x**2))), at_most(1, "t")),
    "ratio": chain(start(r / (r + h)), less_than(1, "t")),
    "power of a ratio < 1": chain(start((r / m) ** g), less_than(1, "t"), given=(holds(r < m),)),
    "exp rises": chain(start(exp(x)), less_than(exp(a), "t"), given=(holds(x < a),)),
    "exp of what is negative": chain(start(exp(x - a)), less_than(1, "t"), given=(holds(x < a),)),
    "power above 1": chain(start(1 + 0 * r), less_than(r**g, "t"), given=(holds(r > 1),)),
    "floor of a small share": chain(start(floor(V / 5000)), equals(0, "t"), given=(holds(V < 5000),)),
    "floor of what lies in between": chain(start(floor(x + 3)), equals(3, "t"), given=(between(x, 0, 1),)),
}

FALSE = {
    "a sum and a term beyond it": chain(start(Sum(p[j], (j, 1, V))), at_least(p[V + 1], "t")),
    "a sum that may be negative": chain(start(Sum(s[j], (j, 1, V))), at_least(s[o], "t"), given=(SEEN,)),
    "strictly more than a term": chain(start(p[o]), less_than(Sum(p[j], (j, 1, V)), "t"), given=(SEEN,)),
    "log-sum-exp above the sum": chain(start(log(Z)), at_least(Sum(s[j], (j, 1, V)), "t")),
    "evidence without a distribution": chain(
        start(Sum(q[j] * log(p[j] / q[j]), (j, 1, V))), at_most(log(Sum(p[j], (j, 1, V))), "t")
    ),
    "entropy above the logarithm": chain(start(-Sum(p[j] * log(p[j]), (j, 1, V))), at_least(log(V), "t"), given=(P,)),
    "a power of a ratio above one": chain(start((r / m) ** g), at_least(1, "t"), given=(holds(r < m),)),
    "a power of a ratio of unknown sign": chain(start((r / m) ** x), at_most(1, "t"), given=(holds(r < m),)),
    "a power of a ratio that may be one": chain(start((r / m) ** g), less_than(1, "t"), given=(holds(r <= m),)),
    "an exponential that may be the same": chain(start(exp(x)), less_than(exp(a), "t"), given=(holds(x <= a),)),
    "a power that is less": chain(start(1 + 0 * r), less_than(r**x, "t"), given=(holds(r > 1),)),
    "a floor at the end of its range": chain(start(floor(V / 5000)), equals(0, "t"), given=(holds(V <= 5000),)),
    "a floor one off": chain(start(floor(x + 3)), equals(4, "t"), given=(between(x, 0, 1),)),
    "a minimum on the other side": chain(start(Min(1, (r / m) ** 2)), equals((r / m) ** 2, "t"), given=(holds(r > m),)),
    "the variance of one draw": chain(
        start(expected((Sum(s[w[n]], (n, 1, K)) / K - mean) ** 2, w, K, q[j], (j, 1, V))),
        equals(Sum(q[j] * s[j] ** 2, (j, 1, V)) - mean**2, "t"),
        given=(Q,),
    ),
    "a telescope off by one": chain(start(Sum(1 / (n * (n + 1)), (n, 1, N))), equals(1 / (N + 1), "t")),
    "momentum off by one": chain(
        start(A[N]),
        equals(Sum(be ** (N - k + 1) * s[k], (k, 1, N)), "t", by=induction(N)),
        given=(within(n, 0, oo), given_that(A[0], 0), given_that(A[n + 1], be * A[n] + s[n + 1], every=(n,))),
    ),
    "softplus above a steeper tangent": chain(start(softplus(x)), at_least(log(2) + x, "t")),
    "an antisymmetric matrix": chain(
        start(Sum(A[i, j], (i, 1, V), (j, 1, V))),
        equals(1 + 0 * x, "t"),
        given=(given_that(A[i, j], -A[j, i], every=(i, j)),),
    ),
}
