"""Lines of the field, true for every size, each with variants that are false."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import (
    Abs,
    Derivative,
    Expr,
    IndexedBase,
    KroneckerDelta,
    Max,
    Min,
    Ne,
    Product,
    Rational,
    Sum,
    Symbol,
    exp,
    log,
    sqrt,
)

from proofpress.proof.functions import abbreviation, sigmoid, softplus
from proofpress.proof.given import (
    Given,
    between,
    distribution,
    holds,
    index,
    joint_distribution,
    one_hot,
    self_normalised,
    size,
    values_within,
    within,
)

V, d, T, K, N, C, W, m = (size(name) for name in ["V", "d", "T", "K", "N", "C", "W", "m"])
i, j, k, l, n, o, c, t, a, b, i2 = (index(name) for name in ["i", "j", "k", "l", "n", "o", "c", "t", "a", "b", "i2"])  # noqa: E741  the usual letter for a component
s, y, z, u, v, x_, g, f = (IndexedBase(name, real=True) for name in ["s", "y", "z", "u", "v", "x", "g", "f"])
p, q, pi_ = (IndexedBase(name, positive=True) for name in ["p", "q", "pi"])
w, centre, context, noise = (IndexedBase(name, integer=True) for name in ("w", "centre", "context", "noise"))
x, h = Symbol("x", real=True), Symbol("h", real=True)
r, Z = Symbol("r", positive=True), Symbol("Z", positive=True)

y_hat = abbreviation("y_hat", (j,), exp(s[j]) / Sum(exp(s[i]), (i, 1, V)))
nll = abbreviation("nll", (o,), -log(y_hat(o)))
score = abbreviation("score", (o, c), Sum(u[o, l] * v[c, l], (l, 1, d)))
model = abbreviation("model", (o, c), exp(score(o, c)) / Sum(exp(score(j, c)), (j, 1, V)))
hidden = abbreviation("hidden", (l,), Sum(v[context[n], l], (n, 1, C)) / C)
cbow = abbreviation("cbow", (o,), Sum(u[o, l] * hidden(l), (l, 1, d)))
cbow_nll = abbreviation("cbow_nll", (o,), -cbow(o) + log(Sum(exp(cbow(j)), (j, 1, V))))


@dataclass(frozen=True)
class Case:
    """A line that holds, under `given`, and right sides that do not."""

    name: str
    left: Expr
    right: Expr
    given: tuple[Given, ...] = ()
    false: tuple[Expr, ...] = ()


word, other, seen = within(j, 1, V), within(i, 1, V), within(o, 1, V)
mid, part = within(c, 1, V), within(l, 1, d)
S = Sum(exp(s[j]), (j, 1, V))
mean = Sum(y_hat(j) * z[j], (j, 1, V))

CASES: tuple[Case, ...] = (
    Case("softmax sums to one", Sum(y_hat(j), (j, 1, V)), 1 + 0 * x, (), (V + 0 * x, Sum(s[j], (j, 1, V)))),
    Case("softmax of shifted scores", exp(s[i] + x) / Sum(exp(s[j] + x), (j, 1, V)), y_hat(i), (other,),
         (exp(x) * y_hat(i), y_hat(i) ** 2)),
    Case("nll as log-sum-exp", nll(o), log(S) - s[o], (seen,), (log(S) + s[o], S - s[o])),
    Case("shifted log-sum-exp", log(S), x + log(Sum(exp(s[j] - x), (j, 1, V))), (),
         (-x + log(Sum(exp(s[j] - x), (j, 1, V))), log(Sum(exp(s[j] - x), (j, 1, V))))),
    Case("gradient of the nll in a score", Derivative(nll(o), s[i]), y_hat(i) - KroneckerDelta(i, o), (other, seen),
         (y_hat(i) + KroneckerDelta(i, o), y_hat(o) - KroneckerDelta(i, o), y_hat(i), y_hat(i) - 1)),
    Case("derivative of a softmax", Derivative(y_hat(i), s[k]), y_hat(i) * (KroneckerDelta(i, k) - y_hat(k)),
         (other, within(k, 1, V)), (y_hat(k) * (KroneckerDelta(i, k) - y_hat(k)), -y_hat(i) * y_hat(k))),
    Case("Hessian of the nll", Derivative(nll(o), s[i], s[k]), y_hat(i) * KroneckerDelta(i, k) - y_hat(i) * y_hat(k),
         (other, seen, within(k, 1, V)), (y_hat(i) * KroneckerDelta(i, k) + y_hat(i) * y_hat(k),)),
    Case("the Hessian's form is a variance",
         Sum((y_hat(i) * KroneckerDelta(i, j) - y_hat(i) * y_hat(j)) * z[i] * z[j], (i, 1, V), (j, 1, V)),
         Sum(y_hat(j) * (z[j] - mean) ** 2, (j, 1, V)), (),
         (Sum(y_hat(j) * (z[j] + mean) ** 2, (j, 1, V)), Sum(y_hat(j) * z[j] ** 2, (j, 1, V)))),
    Case("variance as mean square less squared mean",
         Sum(p[j] * (x_[j] - Sum(p[i] * x_[i], (i, 1, V))) ** 2, (j, 1, V)),
         Sum(p[j] * x_[j] ** 2, (j, 1, V)) - Sum(p[j] * x_[j], (j, 1, V)) ** 2, (distribution(p, j, V),),
         (Sum(p[j] * x_[j] ** 2, (j, 1, V)) + Sum(p[j] * x_[j], (j, 1, V)) ** 2,
          Sum(x_[j] ** 2, (j, 1, V)) - Sum(p[j] * x_[j], (j, 1, V)) ** 2)),
    Case("gradient in the centre vector", Derivative(-log(model(o, c)), v[c, l]),
         Sum(model(j, c) * u[j, l], (j, 1, V)) - u[o, l], (seen, mid, part),
         (Sum(model(j, c) * u[j, l], (j, 1, V)) + u[o, l], Sum(u[j, l], (j, 1, V)) - u[o, l],
          Sum(model(j, c) * u[j, l], (j, 1, V)) - u[c, l])),
    Case("gradient in an output vector", Derivative(-log(model(o, c)), u[j, l]),
         (model(j, c) - KroneckerDelta(j, o)) * v[c, l], (seen, mid, part, word),
         ((model(j, c) + KroneckerDelta(j, o)) * v[c, l], model(j, c) - KroneckerDelta(j, o))),
    Case("log of a likelihood", log(Product(model(context[n], centre[n]), (n, 1, N))),
         Sum(score(context[n], centre[n]) - log(Sum(exp(score(j, centre[n])), (j, 1, V))), (n, 1, N)),
         (values_within(context, 1, V), values_within(centre, 1, V)),
         (Sum(score(context[n], centre[n]), (n, 1, N)),
          Sum(score(centre[n], context[n]) - log(Sum(exp(score(j, centre[n])), (j, 1, V))), (n, 1, N)))),
    Case("cross-entropy with a one-hot target", -Sum(y[j] * log(y_hat(j)), (j, 1, V)), nll(o),
         (one_hot(y, j, o), seen), (-nll(o), Sum(nll(j), (j, 1, V)))),
    Case("cross-entropy is entropy plus divergence", -Sum(p[j] * log(q[j]), (j, 1, V)),
         -Sum(p[j] * log(p[j]), (j, 1, V)) + Sum(p[j] * log(p[j] / q[j]), (j, 1, V)), (distribution(p, j, V),),
         (Sum(p[j] * log(p[j]), (j, 1, V)) + Sum(p[j] * log(p[j] / q[j]), (j, 1, V)),)),
    Case("divergence by Gibbs", Sum(p[j] * log(p[j] / q[j]), (j, 1, V)),
         Sum(p[j] * (q[j] / p[j] - 1 - log(q[j] / p[j])), (j, 1, V)), (distribution(p, j, V), distribution(q, j, V)),
         (Sum(p[j] * (q[j] / p[j] + 1 - log(q[j] / p[j])), (j, 1, V)),)),
    Case("Bernoulli log-likelihood", log(Product(pi_[n] ** y[n] * (1 - pi_[n]) ** (1 - y[n]), (n, 1, N))),
         Sum(y[n] * log(pi_[n]) + (1 - y[n]) * log(1 - pi_[n]), (n, 1, N)), (between(pi_, 0, 1),),
         (Sum(y[n] * log(pi_[n]) - (1 - y[n]) * log(1 - pi_[n]), (n, 1, N)),
          Sum(y[n] * log(pi_[n]) + log(1 - pi_[n]), (n, 1, N)))),
    Case("binary cross-entropy in logits",
         -Sum(y[n] * log(sigmoid(s[n])) + (1 - y[n]) * log(1 - sigmoid(s[n])), (n, 1, N)),
         Sum(log(1 + exp(s[n])) - y[n] * s[n], (n, 1, N)), (),
         (Sum(log(1 + exp(-s[n])) - y[n] * s[n], (n, 1, N)), Sum(log(1 + exp(s[n])) + y[n] * s[n], (n, 1, N)))),
    Case("gradient of binary cross-entropy",
         Derivative(-Sum(y[n] * log(sigmoid(s[n])) + (1 - y[n]) * log(1 - sigmoid(s[n])), (n, 1, N)), s[k]),
         sigmoid(s[k]) - y[k], (within(k, 1, N),), (sigmoid(s[k]) + y[k], sigmoid(-s[k]) - y[k])),
    Case("sigmoid of minus x", sigmoid(-x), 1 - sigmoid(x), (), (sigmoid(x), 1 + sigmoid(x))),
    Case("slope of the sigmoid", Derivative(sigmoid(x), x), sigmoid(x) * sigmoid(-x), (),
         (sigmoid(x) ** 2, -sigmoid(x) * sigmoid(-x))),
    Case("log-sigmoid without overflow", log(sigmoid(x)), Min(x, 0) - log(1 + exp(-Abs(x))), (),
         (Max(x, 0) - log(1 + exp(-Abs(x))), Min(x, 0) - log(1 + exp(Abs(x))))),
    Case("softplus without overflow", softplus(x), Max(x, 0) + log(1 + exp(-Abs(x))), (),
         (Min(x, 0) + log(1 + exp(-Abs(x))),)),
    Case("negative sampling, gradient in the centre",
         Derivative(-log(sigmoid(score(o, c))) - Sum(log(sigmoid(-score(noise[k], c))), (k, 1, K)), v[c, l]),
         (sigmoid(score(o, c)) - 1) * u[o, l] + Sum(sigmoid(score(noise[k], c)) * u[noise[k], l], (k, 1, K)),
         (seen, mid, part, values_within(noise, 1, V)),
         ((sigmoid(score(o, c)) - 1) * u[o, l] - Sum(sigmoid(score(noise[k], c)) * u[noise[k], l], (k, 1, K)),
          sigmoid(score(o, c)) * u[o, l] + Sum(sigmoid(score(noise[k], c)) * u[noise[k], l], (k, 1, K)))),
    Case("negative sampling, a negative drawn twice counts twice",
         Derivative(-log(sigmoid(score(o, c))) - Sum(log(sigmoid(-score(noise[k], c))), (k, 1, K)), u[j, l]),
         ((sigmoid(score(o, c)) - 1) * KroneckerDelta(j, o)
          + sigmoid(score(j, c)) * Sum(KroneckerDelta(j, noise[k]), (k, 1, K))) * v[c, l],
         (seen, mid, part, word, values_within(noise, 1, V)),
         (((sigmoid(score(o, c)) - 1) * KroneckerDelta(j, o) + sigmoid(score(j, c)) * K) * v[c, l],)),
    Case("posterior of data against noise", p[j] / (p[j] + K * q[j]), sigmoid(log(p[j] / (K * q[j]))), (word,),
         (sigmoid(log(p[j] / q[j])), sigmoid(log(K * q[j] / p[j])))),
    Case("gradient of NCE in a score",
         Derivative(-Sum(p[j] * log(exp(s[j]) / (exp(s[j]) + K * q[j])) + K * q[j] * log(K * q[j] / (exp(s[j]) + K * q[j])),
                         (j, 1, V)), s[i]),
         -K * q[i] / (exp(s[i]) + K * q[i]) * (p[i] - exp(s[i])), (other,),
         (K * q[i] / (exp(s[i]) + K * q[i]) * (p[i] - exp(s[i])), -q[i] / (exp(s[i]) + q[i]) * (p[i] - exp(s[i])))),
    Case("expected window weight", Sum(Sum(f[a], (a, 1, b)) / W, (b, 1, W)),
         Sum((W - a + 1) / W * f[a], (a, 1, W)), (),
         (Sum((W - a) / W * f[a], (a, 1, W)), Sum((W - a + 1) * f[a], (a, 1, W)))),
    Case("expected pairs of a token", Sum(2 * b / W, (b, 1, W)), W + 1, (), (W, 2 * W)),
    Case("a sum of squares", Sum(k**2, (k, 1, N)), N * (N + 1) * (2 * N + 1) / 6, (), (N * (N + 1) / 2,)),
    Case("a geometric sum", Sum(r**k, (k, 0, N - 1)), (1 - r**N) / (1 - r), (holds(Ne(r, 1)),), ((1 - r ** (N + 1)) / (1 - r),)),
    Case("a window without its middle", Sum((1 - KroneckerDelta(a, 0)) * f[t + a], (a, -m, m)),
         Sum(f[t + a], (a, -m, -1)) + Sum(f[t + a], (a, 1, m)), (within(t, 1, T),),
         (Sum(f[t + a], (a, -m, m)), Sum(f[t + a], (a, -m, -1)))),
    Case("exchange of sums", Sum(g[i, j] * p[i], (i, 1, V), (j, 1, N)), Sum(p[j] * Sum(g[j, i], (i, 1, N)), (j, 1, V)), (),
         (Sum(p[j] * Sum(g[i, j], (i, 1, N)), (j, 1, V)),)),
    Case("gradient of CBOW with a mean", Derivative(cbow_nll(o), v[i, l]),
         Sum(KroneckerDelta(i, context[n]), (n, 1, C)) / C
         * (Sum(exp(cbow(j)) / Sum(exp(cbow(i2)), (i2, 1, V)) * u[j, l], (j, 1, V)) - u[o, l]),
         (seen, part, other, values_within(context, 1, V)),
         (Sum(KroneckerDelta(i, context[n]), (n, 1, C))
          * (Sum(exp(cbow(j)) / Sum(exp(cbow(i2)), (i2, 1, V)) * u[j, l], (j, 1, V)) - u[o, l]),)),
    Case("marginals of a joint distribution", Sum(p[i, j] * (x_[i] + z[j]), (i, 1, V), (j, 1, N)),
         Sum(Sum(p[i, j], (j, 1, N)) * x_[i], (i, 1, V)) + Sum(Sum(p[i, j], (i, 1, V)) * z[j], (j, 1, N)),
         (joint_distribution(p[i, j], (i, V), (j, N)),),
         (Sum(p[i, j] * x_[i], (i, 1, V), (j, 1, N)),)),
    Case("expected nll over centres", Sum(q[c] * Sum(p[o, c] * (x_[c] - g[o, c]), (o, 1, V)), (c, 1, N)),
         Sum(q[c] * x_[c], (c, 1, N)) - Sum(q[c] * p[o, c] * g[o, c], (o, 1, V), (c, 1, N)),
         (distribution(p[o, c], o, V),), (Sum(q[c] * x_[c], (c, 1, N)),)),
    Case("self-normalised scores", nll(o), -s[o], (self_normalised(s, j, V), seen), (s[o],)),
    Case("expected gradient of one negative", Sum(q[k] * Derivative(-log(sigmoid(-s[k])), s[i]), (k, 1, V)),
         q[i] * sigmoid(s[i]), (other,), (q[i] * sigmoid(-s[i]), sigmoid(s[i]))),
    Case("an interchange of derivative and sum", Derivative(Sum(exp(r * s[j]), (j, 1, V)), r),
         Sum(Derivative(exp(r * s[j]), r), (j, 1, V)), (), (Sum(exp(r * s[j]), (j, 1, V)),)),
    Case("smoothed noise is normalised",
         Sum(p[j] ** Rational(3, 4) / Sum(p[i] ** Rational(3, 4), (i, 1, V)), (j, 1, V)), 1 + 0 * x, (),
         (Sum(p[j] ** Rational(3, 4), (j, 1, V)),)),
    Case("an inner product of differences", Sum((u[i, l] - u[j, l]) ** 2, (l, 1, d)),
         Sum(u[i, l] ** 2, (l, 1, d)) + Sum(u[j, l] ** 2, (l, 1, d)) - 2 * Sum(u[i, l] * u[j, l], (l, 1, d)),
         (word, other), (Sum(u[i, l] ** 2, (l, 1, d)) + Sum(u[j, l] ** 2, (l, 1, d)),)),
    Case("an average is a sum over the count", Sum(s[n], (n, 1, N)) / N, Sum(s[n] / N, (n, 1, N)), (),
         (Sum(s[n], (n, 1, N)),)),
    Case("renumbered sums agree", Sum(s[n - 1], (n, 1, N)), Sum(s[n], (n, 0, N - 1)), (), (Sum(s[n], (n, 1, N)),)),
    Case("a sum with its last term taken off", Sum(s[n], (n, 1, N + 1)), Sum(s[n], (n, 1, N)) + s[N + 1], (),
         (Sum(s[n], (n, 1, N)) + s[N],)),
    Case("a product of exponentials", Product(exp(s[n]), (n, 1, N)), exp(Sum(s[n], (n, 1, N))), (),
         (Sum(exp(s[n]), (n, 1, N)),)),
    Case("keep probability at its threshold", sqrt(r / p[j]) + r / p[j], (sqrt(p[j] / r) + 1) * r / p[j], (word,),
         ((sqrt(p[j] / r) - 1) * r / p[j],)),
)
