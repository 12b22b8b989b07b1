"""False lines of every kind of step, each next to a true one like it."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import (
    Abs,
    Basic,
    Derivative,
    Eq,
    IndexedBase,
    KroneckerDelta,
    Max,
    Min,
    Ne,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    exp,
    floor,
    log,
    oo,
    sqrt,
)

from proofpress.proof.derivation import (
    Line,
    at_least,
    at_most,
    equals,
    equivalent,
    induction,
    less_than,
    minimised_at,
    tends_to,
)
from proofpress.proof.draws import expected
from proofpress.proof.functions import abbreviation, sigmoid, softplus
from proofpress.proof.given import (
    Given,
    between,
    distribution,
    given_that,
    holds,
    index,
    joint_distribution,
    size,
    values_within,
    within,
)
from proofpress.proof.trees import LEFT, RIGHT, SCORE, any_tree, over_trees, structural_induction

V, N, K, W, T = (size(name) for name in "VNKWT")
i, j, k, n, o, a, b = (index(name) for name in "ijknoab")
s, y, z = (IndexedBase(name, real=True) for name in "syz")
p, q = (IndexedBase(name, positive=True) for name in "pq")
w = IndexedBase("w", integer=True)
x, c, d = (Symbol(name, real=True) for name in "xcd")
r, h, g = (Symbol(name, positive=True) for name in "rhg")
tree = Symbol("tree")
leaves = over_trees("leaves", leaf=1, node=LEFT + RIGHT)
nodes = over_trees("nodes", leaf=0, node=1 + LEFT + RIGHT)

SEEN = (within(i, 1, V), within(o, 1, V))
P, Q = distribution(p, j, V), distribution(q, j, V)
DRAWS = (within(a, 1, K), within(b, 1, K))


def mean(body: Basic) -> Basic:
    """The expectation over K draws of words with the probabilities q."""
    return expected(body, w, K, q[j], (j, 1, V))


@dataclass(frozen=True)
class Claim:
    """A line, what stands above it, and what is given."""

    name: str
    line: Line
    left: Basic
    given: tuple[Given, ...] = ()


def equal(name, left, right, given=(), by=None):
    return Claim(name, equals(S(right), "", by=by), S(left), given)


def goes(name, left, right, variable, to, given=()):
    return Claim(name, tends_to(S(right), "", variable=variable, to=S(to)), left, given)


def least(name, left, place, variable, given=(), gap=None):
    return Claim(name, minimised_at(S(place), "", variable=variable, gap=gap), S(left), given)


def same(name, left, right, given=(), factor=None):
    return Claim(name, equivalent(right, "", factor=factor), left, given)


def above(name, left, right, given=(), gap=None):
    return Claim(name, at_least(S(right), "", gap=gap), S(left), given)


def below(name, left, right, given=()):
    return Claim(name, at_most(S(right), ""), S(left), given)


def less(name, left, right, given=()):
    return Claim(name, less_than(S(right), ""), S(left), given)


partition, mean_score = Sum(p[j] * exp(s[j]), (j, 1, V)), Sum(p[j] * s[j], (j, 1, V))
mean_size = Sum(p[j] * Abs(s[j]), (j, 1, V))
score = Sum(p[j] * log(p[j] / q[j]), (j, 1, V))
total = Sum(s[w[n]], (n, 1, K))

mean_of_scores = Sum(q[j] * s[j], (j, 1, V))
mass = over_trees("mass", leaf=1, node=sigmoid(SCORE) * LEFT + sigmoid(-SCORE) * RIGHT)
lopsided = over_trees("lopsided", leaf=1, node=sigmoid(SCORE) * LEFT + sigmoid(SCORE) * RIGHT)
y_hat = abbreviation("y_hat", (j,), exp(s[j]) / Sum(exp(s[i]), (i, 1, V)))
shares = IndexedBase("q", nonnegative=True)
SHARES, JOINT = distribution(shares, j, V), joint_distribution(p[i, j], (i, V), (j, N))


def over(body: Basic, *limits: tuple) -> Basic:
    """The sum over all words, or over these limits."""
    return Sum(body, *(limits or ((j, 1, V),)))


NEVER_NEGATIVE = {
    "a squared difference": ((x - c) ** 2, ()),
    "a tangent of the logarithm": (r - 1 - log(r), ()),
    "a tangent of the exponential": (exp(x) - 1 - x, ()),
    "a divergence": (score, (P, Q)),
    "squares": (over(s[j] ** 2), ()),
    "what a share leaves": (1 - p[o], (P, within(o, 1, V))),
    "the triangle inequality": (Abs(x) + Abs(c) - Abs(x - c), ()),
    "two sizes within one": (2 * r - Abs(x) - Abs(c), (holds(Abs(x) <= r), holds(Abs(c) <= r))),
}
"""Each may be zero, so that it is not positive."""
POSITIVE = {
    "an exponential": exp(x),
    "a square and one": 1 + x**2,
    "a sum of positive numbers": over(p[j]),
    "a number and its square": r + r**2,
}
OF_NO_SIGN = {
    "a divergence of the first alone": (score, (P,)),
    "a divergence from the second alone": (score, (Q,)),
    "a divergence turned round": (-score, (P, Q)),
    "a number above minus one": (x, (holds(x > -1),)),
    "what a share beyond leaves": (1 - p[V + 1], (P,)),
    "what no share leaves": (1 - p[o], (within(o, 1, V),)),
    "the triangle inequality without a side": (Abs(x) - Abs(x - c), ()),
    "twice a size for one": (2 * r - Abs(x + c), (holds(Abs(x) <= r),)),
    "a size below one on one side": (1 - Abs(x), (holds(x <= 1),)),
    "a sum less one size": (c + x - Abs(x), ()),
    "many sizes for one": (r - over(Abs(s[j])), ()),
}
VARIANCES = {
    "a variance of values": (over(p[j] * y[j] ** 2), over(p[j] * y[j]) ** 2, (P,)),
    "a variance of logarithms": (over(p[j] * log(p[j]) ** 2), over(p[j] * log(p[j])) ** 2, (P,)),
    "a variance under the softmax": (over(y_hat(j) * z[j] ** 2), over(y_hat(j) * z[j]) ** 2, ()),
    "a variance over pairs": (
        over(p[i, j] * y[i, j] ** 2, (i, 1, V), (j, 1, N)), over(p[i, j] * y[i, j], (i, 1, V), (j, 1, N)) ** 2, (JOINT,)
    ),
    "a mean of squares": (over(y[j] ** 2) / V, (over(y[j]) / V) ** 2, ()),
    "Cauchy and Schwarz": (over(y[j] ** 2) * over(z[j] ** 2), over(y[j] * z[j]) ** 2, ()),
    "a mean and a harmonic mean": (over(p[j]) * over(1 / p[j]), V**2, ()),
    "a chi-squared divergence": (over(p[j] ** 2 / q[j]), 1, (P, Q)),
    "two words that agree": (over(p[j] ** 2), 1 / V, (P,)),
}  # fmt: skip
NO_VARIANCES = {
    "weights that do not sum to one": (over(p[j] * y[j] ** 2), over(p[j] * y[j]) ** 2, ()),
    "weights of any sign": (over(s[j] * y[j] ** 2), over(s[j] * y[j]) ** 2, (distribution(s, j, V),)),
    "a term too few": (over(p[j] * y[j] ** 2, (j, 1, V - 1)), over(p[j] * y[j]) ** 2, (P,)),
    "a term too many": (over(p[j] * y[j] ** 2), over(p[j] * y[j], (j, 1, V + 1)) ** 2, (P,)),
    "two means": (over(p[j] * y[j] ** 2), over(p[j] * y[j]) * over(p[j] * z[j]), (P,)),
    "no weights": (over(y[j] ** 2), over(y[j]) ** 2, ()),
    "too little a weight": ((V - 1) * over(y[j] ** 2), over(y[j]) ** 2, ()),
    "two words that agree too often": (over(p[j] ** 2), 2 / V, (P,)),
    "shares that do not sum to one": (over(shares[j] * y[j] ** 2), over(shares[j] * y[j]) ** 2, ()),
}

FALSE = (
    *(less(f"{name}, strictly", 0, e, given) for name, (e, given) in NEVER_NEGATIVE.items()),
    *(above(name, e, 0, given) for name, (e, given) in OF_NO_SIGN.items()),
    *(less(f"{name}, strictly", 0, e, given) for name, (e, given) in OF_NO_SIGN.items()),
    *(less(f"{name}, strictly", less_one, more, given) for name, (more, less_one, given) in VARIANCES.items()),
    *(below(f"{name}, turned round", more, less_one, given) for name, (more, less_one, given) in VARIANCES.items()),
    *(above(name, more, less_one, given) for name, (more, less_one, given) in NO_VARIANCES.items()),
    goes("a sum with ever more terms", Sum(s[j], (j, 1, V)), 0, V, oo),
    least("a place that a condition leaves out", (x - 1) ** 2, 1, x, (holds(x > 3),)),
    least("a size between two", (K - Rational(3, 2)) ** 2, Rational(3, 2), K),
    least("a place beside", x**2, 1, x),
    least("a place that another entry moves", s[1] ** 2 + s[1] * s[2], 0, s[1]),
    equal("a square of draws by one mean", mean(total**2), K * mean_of_scores**2, (Q,)),
    equal("a tree with a lopsided node", lopsided(tree), 1 + 0 * x, (any_tree(tree),), structural_induction(tree)),
    goes("a constant that may be zero before the variable", (c * x + 1) / (c * x + 2), 1, x, oo),
    goes("a difference of constants that may be zero", ((h - g) * r + 1) / ((h - g) * r + 2), 1, r, oo),
    goes("nought over nought where a constant is zero", c / (c + r), 1, r, 0),
    goes("a summand that may be zero", Sum(r * s[j] / (1 + r * s[j]), (j, 1, V)), V, r, oo),
    goes("an exponential of a constant of unknown sign", exp(c * r), 0, r, oo),
    goes("a sigmoid of a constant of unknown sign", sigmoid(c * r), 1, r, oo),
    goes("a power with an exponent of unknown sign", r**c, 0, r, oo),
    goes("a limit from one side only", Abs(x) / x, 1, x, 0),
    goes("a pole", 1 / x, 0, x, 0),
    goes("a pole elsewhere", 1 / (r - h), 0, r, h),
    goes("a jump", floor(x), 1, x, 1),
    goes("growth taken for vanishing", log(r) / r, 0, r, 0),
    goes("a first-order term forgotten", (exp(c * r) - 1) / r, 1, r, 0),
    goes("compound interest to the first order", (1 + c / K) ** K, 1 + c, K, oo),
    goes("a square root's share forgotten", sqrt(r**2 + c * r) - r, 0, r, oo),
    goes("shares that do not sum to one", Sum(p[j] * r / (r + p[j]), (j, 1, V)), 1, r, oo),
    least("a place outside the domain", (r + 1) ** 2, -1, r),
    least("a place outside the interval", (x - 2) ** 2, 2, x, (between(x, 0, 1),)),
    least("one of two minima", x**2 - 4 * Abs(x), 2, x),
    least("one of two minima beside a pole", x**2 - log(x**2), 1, x),
    least("a minimum on one side of a pole", x + 1 / x, 1, x),
    least("a saddle", x**3, 0, x),
    least("a saddle of higher order", x**5, 0, x),
    least("a maximum where the curvature vanishes", -(x**4), 0, x),
    least("a place beside one where the curvature vanishes", (x - c) ** 4, 0, x),
    less("a positive sum without its first term, which may be empty", 0, Sum(p[j], (j, 2, V))),
    less("a sum without its last term, which may be empty", p[V], Sum(p[j], (j, 1, V))),
    least("a minimum that is not the only one", x**4 - 2 * x**2, 1, x),
    least("a maximum", -((x - c) ** 2), c, x),
    least("a maximum with a gap to match", -(x**2), 0, x, gap=S(-2)),
    least("a flat function", 1 + 0 * x, 0, x),
    least("curvature of unknown sign", c * x**2, 0, x),
    least("curvature that may vanish", c**2 * x**2, 0, x),
    least("a wrong place", r - log(r), 2, r),
    least("a slope that is nowhere zero", exp(x), 0, x),
    least("a slope that other entries move", Sum(s[j] ** 2 / 2 - p[j] * s[j] + s[j] * s[o], (j, 1, V)), p[i], s[i], SEEN),
    least("a share that cannot move alone", Sum(p[j] - log(p[j]), (j, 1, V)), 1, p[i], (*SEEN, P)),
    least("a variable that is fixed", (x - 1) ** 2, 1, x, (given_that(x, 5),)),
    least("a gap that is not the curvature", x**2, 0, x, gap=exp(x)),
    same("a square is positive on both sides", x > 0, x**2 > 0),
    same("a factor of unknown sign", x > 0, x * c > 0),
    same("a strict relation and one that is not", x >= 0, x > 0),
    same("squares of numbers of unknown sign", x > c, x**2 > c**2),
    same("a reciprocal turned without its sign", x > 1, 1 / x < 1),
    same("a square root of a number turned round", sqrt(r) > r, r > 1),
    same("a root that is one of two", Eq(x**2, 1), Eq(x, 1)),
    same("a product that is zero another way", Eq(x * c, 0), Eq(x, 0)),
    same("unequal and at least", Ne(x, 0), x >= 0),
    same("the logarithm of a square", x > 1, log(x**2) > 0),
    same("a factor that may be zero", x * c**2 > 0, x > 0, factor=c**2),
    same("a factor that may be negative", x * c > 0, x > 0, factor=c),
    same("turned round", x > c, x < c),
    same("implied, and no more", Abs(x) > 0, x > 0),
    less("a square that is zero at one point", 0, x**2),
    less("a strict tangent", 1 + x, exp(x)),
    less("a strict tangent of the logarithm", log(r), r - 1),
    above("Gibbs with weights that do not sum to one", score, 0, (P,)),
    above("Gibbs with a first distribution that is none", score, 0, (Q,)),
    below("Gibbs the other way", score, 0, (P, Q)),
    less("Gibbs strictly", 0, score, (P, Q)),
    less("a positive sum that may be empty", 0, Sum(p[j], (j, 1, V - 1))),
    less("a sum of squares strictly", 0, Sum(s[j] ** 2, (j, 1, V))),
    below("Cauchy and Schwarz without the length", Sum(s[j], (j, 1, V)) ** 2, Sum(s[j] ** 2, (j, 1, V))),
    below("a share that is none of them", p[V + 1], 1, (P,)),
    less("a share of one word alone", p[o], 1, (*SEEN, P)),
    above("arithmetic and geometric mean turned round", sqrt(r * h), (r + h) / 2),
    below("a variance turned round", Sum(p[j] * s[j] ** 2, (j, 1, V)), Sum(p[j] * s[j], (j, 1, V)) ** 2, (P,)),
    above("a variance with weights that do not sum to one",
          Sum(p[j] * s[j] ** 2, (j, 1, V)), Sum(p[j] * s[j], (j, 1, V)) ** 2),
    above("Jensen turned round", Sum(p[j] * log(q[j]), (j, 1, V)), log(Sum(p[j] * q[j], (j, 1, V))), (P,)),
    below("a log-partition turned round", log(partition), mean_score, (P,)),
    above("a log-partition with weights that do not sum to one", log(partition), mean_score),
    less("a log-partition strictly", mean_score, log(partition), (P,)),
    below("sizes turned round", Sum(p[j] * s[j] ** 2, (j, 1, V)), mean_size**2, (P,)),
    above("sizes beside a cube", Sum(p[j] * s[j] ** 3, (j, 1, V)), mean_size**2, (P,)),
    above("a gap that is not the difference", x, 0, gap=x**2),
    above("a gap of unknown sign", x, 0, gap=x),
    above("a product of signs", Product(s[j], (j, 1, V)), 0),
    above("more than the condition says", x, 1, (holds(x > 0),)),
    less("strict where the condition is not", 0, x, (holds(x >= 0),)),
    above("a size of two", V, 2),
    above("a product of sizes above their sum", V * T, V + T),
    equal("an empty sum counted backwards", Sum(1, (j, 1, V - 2)), V - 2),
    equal("an empty sum by Karr's convention", Sum(s[j], (j, 3, 1)), -s[2]),
    equal("a bound off by one", Sum(s[j], (j, 1, V + 1)), Sum(s[j], (j, 1, V)) + s[V]),
    equal("a bound off by one below", Sum(s[j], (j, 1, V - 1)), Sum(s[j], (j, 1, V)) + s[V]),
    equal("a telescope off by one", Sum(s[j + 1] - s[j], (j, 1, V)), s[V] - s[1]),
    equal("a window without its middle", Sum(s[j], (j, -W, W)), Sum(s[j] + s[-j], (j, 1, W))),
    equal("a product without its middle",
          Product(s[j], (j, -W, W)), Product(s[j], (j, 1, W)) * Product(s[-j], (j, 1, W))),
    equal("indices swapped in a double sum",
          Sum(z[i, j] * s[i], (i, 1, V), (j, 1, V)), Sum(z[i, j] * s[j], (i, 1, V), (j, 1, V))),
    equal("bounds swapped in a double sum", Sum(z[i, j], (i, 1, V), (j, 1, T)), Sum(z[i, j], (i, 1, T), (j, 1, V))),
    equal("dependent sums exchanged as if they were free",
          Sum(z[i, j], (i, 1, j), (j, 1, V)), Sum(z[i, j], (j, 1, i), (i, 1, V))),
    equal("dependent sums exchanged without the diagonal",
          Sum(z[i, j], (i, 1, j), (j, 1, V)), Sum(z[i, j], (j, i + 1, V), (i, 1, V))),
    equal("a delta below its range", Sum(KroneckerDelta(j, o) * s[j], (j, 1, V)), s[o], (within(o, 0, V),)),
    equal("a delta above its range", Sum(KroneckerDelta(j, o) * s[j], (j, 1, V)), s[o], (within(o, 1, V + 1),)),
    equal("a shifted delta", Sum(KroneckerDelta(j + 1, o) * s[j], (j, 1, V)), s[o - 1], (within(o, 1, V),)),
    equal("two deltas that need not meet", Sum(KroneckerDelta(i, j) * KroneckerDelta(j, o), (j, 1, V)), 1, SEEN),
    equal("the logarithm of a product", log(x * c), log(x) + log(c)),
    equal("the logarithm of a product of many", log(Product(s[j], (j, 1, V))), Sum(log(s[j]), (j, 1, V))),
    equal("the logarithm of a square", log(x**2), 2 * log(x)),
    equal("the logarithm of a sum", log(Sum(exp(s[j]), (j, 1, V))), Sum(s[j], (j, 1, V))),
    equal("the root of a square", sqrt(x**2), x),
    equal("the root of a product", sqrt(x * c), sqrt(x) * sqrt(c)),
    equal("the cube root of a cube", (x**3) ** Rational(1, 3), x),
    equal("the bars of a sum", Abs(x + c), Abs(x) + Abs(c)),
    equal("a maximum", Max(x, c), x),
    equal("a sum of products", Sum(s[j] * y[j], (j, 1, V)), Sum(s[j], (j, 1, V)) * Sum(y[j], (j, 1, V))),
    equal("a square of a sum", Sum(s[j], (j, 1, V)) ** 2, Sum(s[j] ** 2, (j, 1, V))),
    equal("a product with an empty one split off", Product(p[j], (j, 1, V)), p[1] * p[V] * Product(p[j], (j, 2, V - 1))),
    equal("a derivative of all terms", Derivative(Sum(s[j] ** 2, (j, 1, V)), s[i]), 2 * Sum(s[j], (j, 1, V)), SEEN),
    equal("a derivative in an entry that is not summed",
          Derivative(Sum(s[j] ** 2, (j, 1, V)), s[i]), 2 * s[i], (within(i, 1, V + 1),)),
    equal("a derivative of one of two factors",
          Derivative(Sum(s[j] * s[k], (j, 1, V), (k, 1, V)), s[i]), Sum(s[j], (j, 1, V)), SEEN),
    equal("a derivative at a kink", Derivative(Abs(x), x), 1),
    equal("a Hessian without its diagonal", Derivative(log(Sum(exp(s[j]), (j, 1, V))), s[i], s[o]),
          -exp(s[i] + s[o]) / Sum(exp(s[j]), (j, 1, V)) ** 2, SEEN),
    equal("draws taken for one draw", mean(total**2), K**2 * Sum(q[j] * s[j] ** 2, (j, 1, V)), (Q,)),
    equal("draws that meet taken for independent", mean(total**2), K**2 * Sum(q[j] * s[j], (j, 1, V)) ** 2, (Q,)),
    equal("one draw taken for two", mean(s[w[a]] * s[w[b]]), Sum(q[j] * s[j], (j, 1, V)) ** 2, (Q, *DRAWS)),
    equal("an exponential of a sum of draws", mean(exp(total)), Sum(q[j] * exp(K * s[j]), (j, 1, V)), (Q,)),
    equal("draws without their number", mean(total), Sum(q[j] * s[j], (j, 1, V)), (Q,)),
    equal("draws from weights that do not sum to one", mean(total), K * Sum(q[j] * s[j], (j, 1, V))),
    equal("a draw too many", mean(s[w[K + 1]]), Sum(q[j] * s[j], (j, 1, V)), (Q,)),
    equal("an induction with a wrong first case", Sum(j, (j, 1, N)), N * (N + 1) / 2 + 1, by=induction(N)),
    equal("an induction with a wrong step", Sum(j, (j, 1, N)), N**2, by=induction(N)),
    equal("an induction whose first case is all that holds", Sum(s[j], (j, 1, N)), s[1], by=induction(N)),
    equal("a tree with a wrong leaf", leaves(tree), nodes(tree), (any_tree(tree),), structural_induction(tree)),
    equal("a tree with a wrong node", leaves(tree), 1 + 2 * nodes(tree), (any_tree(tree),), structural_induction(tree)),
    equal("a sum of some shares", Sum(p[j], (j, 1, V - 1)), 1, (P,)),
    equal("shares as weights of nothing", Sum(p[j] * s[j], (j, 1, V)), Sum(s[j], (j, 1, V)), (P,)),
    equal("a division by what may be empty", Sum(p[j] / Sum(p[k], (k, 2, V)), (j, 2, V)), 1),
    equal("a code that is not of two values", w[n] ** 3, w[n], (values_within(w, 0, 2), within(n, 1, N))),
    equal("floors of doubles", floor(2 * x), 2 * floor(x)),
    equal("a geometric sum off by one", Sum(r**j, (j, 1, V)), r * (1 - r ** (V + 1)) / (1 - r)),
)

TRUE = (
    *(above(name, e, 0, given) for name, (e, given) in NEVER_NEGATIVE.items()),
    *(less(name, 0, e) for name, e in POSITIVE.items()),
    *(above(name, more, less_one, given) for name, (more, less_one, given) in VARIANCES.items()),
    above("a variance of shares that may be zero",
          over(shares[j] * y[j] ** 2), over(shares[j] * y[j]) ** 2, (SHARES,)),
    equal("a ratio of sums that have a term", 2 * Sum(p[j], (j, 2, V)) / Sum(2 * p[j], (j, 2, V)), 1, (holds(V >= 2),)),
    goes("the same constant above and below", (h * x + c) / (g * x + c), h / g, x, oo),
    goes("the other way", (h * x + c) / (g * x + c), h / g, x, -oo),
    goes("compound interest in all numbers", (1 + c / r) ** r, exp(c), r, oo),
    goes("an exponential to the second order", (exp(c * x) - 1 - c * x) / x**2, c**2 / 2, x, 0),
    goes("what vanishes beside a constant", c * log(1 + exp(-x)) + c, c, x, oo),
    goes("each to its share", Sum(r * p[j] / (r + p[j]), (j, 1, V)), Sum(p[j], (j, 1, V)), r, oo),
    goes("logarithms to the first order", Sum(log(1 + r * s[j]), (j, 1, V)) / r, Sum(s[j], (j, 1, V)), r, 0),
    goes("a half that is not lost on the way", (1 - exp(-(x**2))) / (2 * x**2), Rational(1, 2), x, 0),
    least("a square above a constant", (x - c) ** 2 + exp(c), c, x),
    least("a place where the curvature vanishes", x**4, 0, x),
    least("a letter where the curvature vanishes", (x - c) ** 6, c, x),
    least("a place where the curvature vanishes on an interval", x**4 + h, 0, x, (between(x, -1, 1),)),
    least("curvature that is negative far off", log(1 + x**2), 0, x),
    less("a positive sum without its first term", 0, Sum(p[j], (j, 2, V)), (holds(V >= 2),)),
    less("a positive sum without its last term", p[V], Sum(p[j], (j, 1, V)), (holds(V >= 2),)),
    equal("a mean of draws", mean(total / K), mean_of_scores, (Q,)),
    equal("a mean of nothing drawn", mean(1), 1, (Q,)),
    equal("a mean is linear", mean(2 * total + 3), 2 * K * mean_of_scores + 3, (Q,)),
    equal("draws with any weights", mean(total), K * mean_of_scores * Sum(q[j], (j, 1, V)) ** (K - 1)),
    equal("what a tree hands on", mass(tree), 1 + 0 * x, (any_tree(tree),), structural_induction(tree)),
    equal("a tree without induction", leaves(tree), 1 + nodes(tree), (any_tree(tree),)),
    goes("a positive constant before the variable", (h * x + c) / (g * x + d), h / g, x, oo),
    goes("a derivative as a limit", (x**2 - h**2) / (x - h), 2 * h, x, h),
    goes("a positive summand", Sum(r * p[j] / (1 + r * p[j]), (j, 1, V)), V, r, oo),
    goes("compound interest", (1 + c / K) ** K, exp(c), K, oo),
    goes("a logarithm to the first order", log(1 + c * r) / r, c, r, 0),
    goes("numbers alone", log(1 + exp(-x)), 0, x, oo),
    goes("each behind its constant", Sum(log(1 + exp(-x)), (n, 1, N)) + c / x, 0, x, oo),
    least("a square by its place", (x - c) ** 2, c, x),
    least("a mean", Sum((y[j] - x) ** 2, (j, 1, N)), Sum(y[j], (j, 1, N)) / N, x),
    least("inside the domain", r - log(r), 1, r),
    least("inside the interval", -log(x) - log(1 - x), Rational(1, 2), x, (between(x, 0, 1),)),
    least("one score of many", Sum(p[j] * softplus(-s[j]) + q[j] * softplus(s[j]), (j, 1, V)),
          log(p[i] / q[i]), s[i], SEEN),
    same("an odd power", x**3 > 0, x > 0),
    same("a positive factor", x * r > 0, x > 0),
    same("a logarithm", log(r) > 0, r > 1),
    same("a factor that is said", x * (1 + c**2) >= 0, x >= 0, factor=1 + c**2),
    above("a square", x**2, 0),
    above("a tangent", exp(x), 1 + x),
    above("Gibbs", score, 0, (P, Q)),
    less("a positive sum that has a term", 0, Sum(p[j], (j, 1, V))),
    below("a share", p[o], 1, (*SEEN, P)),
    above("a variance", Sum(p[j] * s[j] ** 2, (j, 1, V)), Sum(p[j] * s[j], (j, 1, V)) ** 2, (P,),
          gap=Sum(p[j] * (s[j] - Sum(p[k] * s[k], (k, 1, V))) ** 2, (j, 1, V))),
    above("a log-partition", log(partition), mean_score, (P,)),
    above("a log-partition of equal shares",
          log(Sum(exp(s[j]), (j, 1, V))), log(V) + Sum(s[j], (j, 1, V)) / V),
    above("a mean of exponentials", partition, exp(mean_score), (P,)),
    above("a mean of sizes", Sum(p[j] * s[j] ** 2, (j, 1, V)), mean_size**2, (P,)),
    above("a gap", x**2 + c**2, 2 * x * c, gap=(x - c) ** 2),
    equal("a term split off", Sum(s[j], (j, 1, V + 1)), Sum(s[j], (j, 1, V)) + s[V + 1]),
    equal("a telescope", Sum(s[j + 1] - s[j], (j, 1, V)), s[V + 1] - s[1]),
    equal("a window", Sum(s[j], (j, -W, W)), s[0] + Sum(s[j] + s[-j], (j, 1, W))),
    equal("a double sum renamed", Sum(z[i, j] * s[i], (i, 1, V), (j, 1, V)), Sum(z[j, i] * s[j], (j, 1, V), (i, 1, V))),
    equal("sums exchanged", Sum(z[i, j], (i, 1, V), (j, 1, T)), Sum(z[i, j], (j, 1, T), (i, 1, V))),
    equal("a delta in its range", Sum(KroneckerDelta(j, o) * s[j], (j, 1, V)), s[o], SEEN),
    equal("the logarithm of a product of positives", log(Product(p[j], (j, 1, V))), Sum(log(p[j]), (j, 1, V))),
    equal("the root of a square with its bars", sqrt(x**2), Abs(x)),
    equal("a maximum and a minimum", Max(x, c) + Min(x, c), x + c),
    equal("a Hessian", Derivative(log(Sum(exp(s[j]), (j, 1, V))), s[i], s[o]),
          KroneckerDelta(i, o) * exp(s[i]) / Sum(exp(s[j]), (j, 1, V))
          - exp(s[i] + s[o]) / Sum(exp(s[j]), (j, 1, V)) ** 2, SEEN),
    equal("an expectation of a sum of draws", mean(total), K * Sum(q[j] * s[j], (j, 1, V)), (Q,)),
    equal("an induction", Sum(j, (j, 1, N)), N * (N + 1) / 2, by=induction(N)),
    equal("a tree has a leaf more than nodes",
          leaves(tree), 1 + nodes(tree), (any_tree(tree),), structural_induction(tree)),
    equal("a code of two values", w[n] ** 3, w[n], (values_within(w, 0, 1), within(n, 1, N))),
    equal("a geometric sum from one", Sum(r**j, (j, 1, V)), r * (1 - r**V) / (1 - r), (holds(Ne(r, 1)),)),
)
