"""Numbers that survive float32: the same values by formulas that neither overflow nor round to nothing."""

from __future__ import annotations

from sympy import Abs, Add, Derivative, KroneckerDelta, Max, Min, Mul, Sum, cbrt, exp, log

from proofpress.proof.derivation import Derivation, at_least, at_most, equals, minimised_at, start, tends_to
from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.given import between, given_that, holds, within
from proofpress.proof.written import applied, minus, over, plus, times
from word2vec_derived.derivations.givens import WORD_O
from word2vec_derived.notation import (
    K,
    N,
    V,
    bend,
    error_left,
    error_right,
    j,
    k,
    most_third,
    most_value,
    n,
    o,
    p,
    q,
    r,
    rounding,
    s,
    shift,
    slope,
    step,
    third_left,
    third_right,
    value,
    value_left,
    value_right,
    x,
    y,
)

SHIFTED = Sum(exp(s[j] - shift), (j, 1, V))

log_sum_exp = Derivation(
    "log-sum-exp",
    "Log-sum-exp with a shift",
    topics=("t40",),
    chain=(
        start(log(Sum(exp(s[j]), (j, 1, V)))),
        equals(log(Sum(Mul(exp(shift), exp(s[j] - shift), evaluate=False), (j, 1, V))),
               "take a shift out of every exponent"),
        equals(log(Mul(exp(shift), SHIFTED, evaluate=False)), "the factor is the same in every term"),
        equals(Add(shift, log(SHIFTED), evaluate=False), "the logarithm of a product is a sum"),
    ),
)

LARGEST = Sum(exp(s[j] - s[o]), (j, 1, V))

log_sum_exp_lower = Derivation(
    "log-sum-exp-lower",
    "The shifted sum is at least one",
    topics=("t40",),
    given=(within(o, 1, V, "$o$ is the word with the largest score"),),
    chain=(
        start(LARGEST),
        equals(Add(exp(s[o] - s[o]), Sum((1 - KroneckerDelta(j, o)) * exp(s[j] - s[o]), (j, 1, V)), evaluate=False),
               "the word itself, and all the others"),
        at_least(1, "its own term is one, and the other exponentials are positive",
                 gap=Sum((1 - KroneckerDelta(j, o)) * exp(s[j] - s[o]), (j, 1, V))),
    ),
)

log_sigmoid = Derivation(
    "log-sigmoid",
    "The logarithm of the sigmoid, at every score",
    topics=("t41",),
    chain=(
        start(log(sigmoid(x))),
        equals(-log(1 + exp(-x)), "the logarithm of one over a sum"),
        equals(Add(Min(x, 0), -log(1 + exp(-Abs(x))), evaluate=False),
               "where the score is negative, take its exponential out of the sum"),
    ),
)

stable_bce = Derivation(
    "stable-bce",
    "Binary cross-entropy from a logit, at every score",
    topics=("t41",),
    chain=(
        start(softplus(x) - y[n] * x),
        equals(Add(Max(x, 0), -y[n] * x, log(1 + exp(-Abs(x))), evaluate=False),
               "where the score is positive, take its exponential out of the sum"),
    ),
    given=(within(n, 1, N, "$n$ is one observation"),),
)

mean_over_negatives = Derivation(
    "mean-over-negatives",
    "A mean over the negatives loses log K",
    topics=("t42",),
    given=(WORD_O,),
    chain=(
        start(-p[o] * log(sigmoid(x)) - q[o] * log(sigmoid(-x)),
              "what one context word contributes when the noise terms are averaged"),
        minimised_at(log(p[o] / q[o]), "the derivative is zero there, and the second derivative is positive",
                     variable=x, gap=(p[o] + q[o]) * sigmoid(x) * sigmoid(-x)),
    ),
)

mean_over_terms = Derivation(
    "mean-over-terms",
    "A mean over all terms keeps the optimum",
    topics=("t42",),
    given=(WORD_O,),
    chain=(
        start((-p[o] * log(sigmoid(x)) - K * q[o] * log(sigmoid(-x))) / (1 + K),
              "the observed term and the negatives, averaged together"),
        minimised_at(log(p[o] / (K * q[o])), "a positive factor moves no minimum",
                     variable=x, gap=(p[o] + K * q[o]) * sigmoid(x) * sigmoid(-x) / (1 + K)),
    ),
)

mean_over_terms_gradient = Derivation(
    "mean-over-terms-gradient",
    "A mean over all terms divides the gradient",
    topics=("t42",),
    chain=(
        start(Derivative((-log(sigmoid(x)) - Sum(log(sigmoid(-s[k])), (k, 1, K))) / (1 + K), x)),
        equals(Derivative(-log(sigmoid(x)) - Sum(log(sigmoid(-s[k])), (k, 1, K)), x) / (1 + K),
               "a constant factor stands before the derivative"),
        equals((sigmoid(x) - 1) / (1 + K), "the gradient of the sum, divided"),
    ),
)

weighted_mean = Derivation(
    "weighted-mean",
    "A weighted mean of equal weights is the mean",
    topics=("t42",),
    chain=(
        start(over(Sum(r * s[n], (n, 1, N)), Sum(r, (n, 1, N)))),
        equals(over(times(r, Sum(s[n], (n, 1, N))), times(N, r)), "the weight is the same in every term"),
        equals(over(Sum(s[n], (n, 1, N)), N), "it cancels"),
    ),
)

softmax_twice = Derivation(
    "softmax-twice",
    "What is left when softmax is fed into a cross-entropy",
    topics=("t40",),
    given=(WORD_O, between(p, 0, 1, "every $p$ is a probability, fed in where a score belongs")),
    chain=(
        start(Sum(exp(p[j] - p[o]), (j, 1, V)), "the loss is the logarithm of this sum"),
        equals(Add(1, Sum((1 - KroneckerDelta(j, o)) * exp(p[j] - p[o]), (j, 1, V)), evaluate=False),
               "the observed class, and all the others"),
        at_least(Add(1, (V - 1) * exp(-1), evaluate=False), "no two probabilities differ by more than one",
                 gap=exp(-1) * Sum((1 - KroneckerDelta(j, o)) * (exp(p[j] + (1 - p[o])) - 1), (j, 1, V))),
    ),
)

DIFFERENCE = over(minus(value_right, value_left), times(2, step))
TAYLOR = (
    given_that(value_right, value + step * slope + step**2 * bend / 2 + step**3 * third_right / 6,
               "Taylor's theorem to the right, with Lagrange's remainder"),
    given_that(value_left, value - step * slope + step**2 * bend / 2 - step**3 * third_left / 6, "and to the left"),
)

central_difference = Derivation(
    "central-difference",
    "The error of a central difference",
    topics=("t43",),
    given=TAYLOR,
    chain=(
        start(minus(DIFFERENCE, slope), "the difference quotient, less the derivative it is meant for"),
        equals(times(over(step**2, 6), over(plus(third_right, third_left), 2)),
               "value and second derivative stand in both expansions and cancel; the derivative is taken off"),
    ),
)

central_difference_bound = Derivation(
    "central-difference-bound",
    "No more than the square of the step",
    topics=("t43",),
    given=(*TAYLOR, holds(Abs(third_right) <= most_third), holds(Abs(third_left) <= most_third)),
    chain=(
        start(applied(Abs, minus(DIFFERENCE, slope))),
        equals(times(over(step**2, 6), over(Abs(plus(third_right, third_left)), 2)), "the error above"),
        at_most(times(over(step**2, 6), over(plus(Abs(third_right), Abs(third_left)), 2)),
                "a sum is at most as large as its terms together"),
        at_most(over(times(most_third, step**2), 6), "each term is at most the bound"),
    ),
)

central_difference_exp = Derivation(
    "central-difference-exp",
    "No smaller bound would do",
    topics=("t43",),
    chain=(
        start(over(minus(over(minus(exp(x + step), exp(x - step)), times(2, step)), exp(x)), step**2),
              "the error for the exponential function, divided by the square of the step"),
        equals(over(times(exp(x), minus(over(minus(exp(step), exp(-step)), times(2, step)), 1)), step**2),
               "take the exponential out"),
        tends_to(exp(x) / 6, "the third term of the exponential series is the first that is left",
                 variable=step, to=0),
    ),
)

ROUNDED = over(minus(plus(value_right, error_right), plus(value_left, error_left)), times(2, step))

rounded_difference = Derivation(
    "rounded-difference",
    "What rounding adds",
    topics=("t43",),
    given=(holds(Abs(error_right) <= rounding * most_value), holds(Abs(error_left) <= rounding * most_value)),
    chain=(
        start(Abs(minus(ROUNDED, DIFFERENCE)), "the quotient of the rounded values, less that of the values"),
        equals(over(Abs(minus(error_right, error_left)), times(2, step)), "the values cancel"),
        at_most(over(plus(Abs(error_right), Abs(error_left)), times(2, step)),
                "a difference is at most as large as its terms together"),
        at_most(over(times(rounding, most_value), step), "each term is at most the bound"),
    ),
)

COST = plus(over(times(rounding, most_value), step), over(times(most_third, step**2), 6))
ROUNDING = over(minus(error_right, error_left), times(2, step))
FORMULA = times(over(step**2, 6), over(plus(third_right, third_left), 2))

whole_error = Derivation(
    "whole-error",
    "The two errors together",
    topics=("t43",),
    given=(
        *TAYLOR,
        holds(Abs(error_left - error_right) <= 2 * rounding * most_value, "what rounding adds is bounded as above"),
        holds(Abs(third_right / 2 + third_left / 2) <= most_third, "and so is the error of the formula"),
    ),
    chain=(
        start(applied(Abs, minus(ROUNDED, slope)), "the quotient of the rounded values, less the derivative"),
        equals(applied(Abs, plus(ROUNDING, FORMULA)), "what rounding adds, and the error of the formula"),
        at_most(plus(applied(Abs, ROUNDING), applied(Abs, FORMULA)),
                "the triangle inequality: a sum is at most as large as its terms together"),
        at_most(COST, "each term is at most its bound"),
    ),
)

BEST = cbrt(over(times(3, rounding, most_value), most_third), evaluate=False)

best_step = Derivation(
    "best-step",
    "The best step of a central difference",
    topics=("t43",),
    chain=(
        start(COST, "what the two errors together are at most"),
        minimised_at(BEST, "the first derivative is zero there, and the second is positive everywhere",
                     variable=step, gap=2 * rounding * most_value / step**3 + most_third / 3),
    ),
)

least_error = Derivation(
    "least-error",
    "The least error of a central difference",
    topics=("t43",),
    given=(given_that(step, BEST, "the step is the best one"),),
    chain=(
        start(COST),
        equals(plus(over(times(most_third, step**2), 3), over(times(most_third, step**2), 6)),
               "at the best step rounding costs twice what the formula does"),
        equals(over(times(most_third, step**2), 2), "a third and a sixth are a half"),
        equals(over(cbrt(times(9, most_third, times(rounding, most_value) ** 2), evaluate=False), 2),
               "put the best step in"),
    ),
)

DERIVATIONS = (
    log_sum_exp, log_sum_exp_lower, log_sigmoid, stable_bce, softmax_twice, mean_over_negatives,
    mean_over_terms, mean_over_terms_gradient, weighted_mean, central_difference, central_difference_bound,
    central_difference_exp, rounded_difference, whole_error, best_step, least_error,
)
