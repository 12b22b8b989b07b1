"""Bernoulli and BCE: observations that are either 0 or 1, and the sigmoid that predicts them."""

from __future__ import annotations

from sympy import Derivative, Product, Rational, Sum, exp, log

from proofpress.proof.derivation import Derivation, at_most, define, equals, start
from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.given import between, given_that, within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.notation import N, likelihood, n, pi_, s, theta, x, y

PROBABILITIES = between(pi_, 0, 1, "every prediction lies strictly between 0 and 1")
OBSERVATION = within(n, 1, N, "$n$ is one of the observations")

sigmoid_definition = Derivation(
    "sigmoid",
    "The sigmoid",
    topics=("t24",),
    chain=(
        define(sigmoid(x), over(1, plus(1, exp(-x))), "a score becomes a probability"),
        equals(over(exp(x), plus(exp(x), 1)), "multiply above and below by the exponential of the score"),
    ),
)

sigmoid_symmetry = Derivation(
    "sigmoid-symmetry",
    "The sigmoid of minus a score",
    topics=("t24",),
    chain=(
        start(sigmoid(-x)),
        equals(over(1, plus(1, exp(x))), "the definition; two minus signs cancel"),
        equals(over(exp(-x), plus(exp(-x), 1)), "multiply above and below by the exponential of minus the score"),
        equals(minus(1, over(1, plus(1, exp(-x)))), "the numerator is the denominator less one"),
        equals(minus(1, sigmoid(x)), "the definition"),
    ),
)

sigmoid_derivative = Derivation(
    "sigmoid-derivative",
    "The derivative of the sigmoid",
    topics=("t24",),
    chain=(
        start(Derivative(sigmoid(x), x)),
        equals(Derivative(over(1, plus(1, exp(-x))), x), "the definition"),
        equals(over(exp(-x), plus(1, exp(-x)) ** 2), "the chain rule: two minus signs cancel"),
        equals(
            times(over(1, plus(1, exp(-x))), over(exp(-x), plus(1, exp(-x)))),
            "one fraction is two",
        ),
        equals(times(sigmoid(x), minus(1, sigmoid(x))), "the second fraction is the sigmoid of minus the score"),
        at_most(
            Rational(1, 4),
            "what is missing from a quarter is the square of the distance from one half",
            gap=minus(sigmoid(x), Rational(1, 2)) ** 2,
        ),
    ),
)

log_sigmoid_derivative = Derivation(
    "log-sigmoid-derivative",
    "The derivative of the logarithm of the sigmoid",
    topics=("t24",),
    chain=(
        start(Derivative(negative(log(sigmoid(x))), x)),
        equals(negative(over(times(sigmoid(x), minus(1, sigmoid(x))), sigmoid(x))), "the chain rule"),
        equals(minus(sigmoid(x), 1), "cancel; the minus turns the difference round"),
    ),
)

log_sigmoid_negative_derivative = Derivation(
    "log-sigmoid-negative-derivative",
    "The same for a negative",
    topics=("t24",),
    chain=(
        start(Derivative(negative(log(sigmoid(-x))), x)),
        equals(Derivative(negative(log(minus(1, sigmoid(x)))), x), "the sigmoid of minus a score"),
        equals(over(times(sigmoid(x), minus(1, sigmoid(x))), minus(1, sigmoid(x))), "the chain rule: two minus signs"),
        equals(sigmoid(x), "cancel"),
    ),
)

log_odds = Derivation(
    "log-odds",
    "The score is the log-odds",
    topics=("t24",),
    chain=(
        start(minus(log(sigmoid(x)), log(minus(1, sigmoid(x))))),
        equals(log(over(sigmoid(x), sigmoid(-x))), "a difference of logarithms is the logarithm of a quotient"),
        equals(log(over(plus(1, exp(x)), plus(1, exp(-x)))), "the definition, above and below"),
        equals(x, "the numerator is the denominator times the exponential of the score"),
    ),
)

bernoulli_likelihood = Derivation(
    "bernoulli-likelihood",
    "The likelihood of zeros and ones",
    topics=("t21",),
    given=(PROBABILITIES,),
    chain=(
        define(
            likelihood(theta),
            Product(times(pi_[n] ** y[n], (minus(1, pi_[n])) ** minus(1, y[n])), (n, 1, N)),
            "the exponents choose: the prediction where the label is 1, what it leaves where the label is 0; "
            "the observations are independent",
        ),
    ),
)

bernoulli_log_likelihood = Derivation(
    "bernoulli-log-likelihood",
    "From likelihood to binary cross-entropy",
    topics=("t21",),
    source="Bishop (2006)",
    given=(PROBABILITIES,),
    chain=(
        start(log(Product(times(pi_[n] ** y[n], minus(1, pi_[n]) ** minus(1, y[n])), (n, 1, N)))),
        equals(
            Sum(log(times(pi_[n] ** y[n], minus(1, pi_[n]) ** minus(1, y[n]))), (n, 1, N)),
            "the logarithm of a product is a sum of logarithms",
        ),
        equals(
            Sum(plus(log(pi_[n] ** y[n], evaluate=False), log(minus(1, pi_[n]) ** minus(1, y[n]))), (n, 1, N)),
            "once more, for the two factors",
        ),
        equals(
            Sum(plus(y[n] * log(pi_[n]), times(minus(1, y[n]), log(minus(1, pi_[n])))), (n, 1, N)),
            "an exponent comes in front of the logarithm",
        ),
    ),
)

bce_logits = Derivation(
    "bce-logits",
    "Binary cross-entropy from a score",
    topics=("t21",),
    given=(OBSERVATION,),
    chain=(
        start(
            negative(plus(y[n] * log(sigmoid(x)), times(minus(1, y[n]), log(minus(1, sigmoid(x)))))),
            "one observation, predicted by the sigmoid of a score",
        ),
        equals(
            negative(plus(times(y[n], minus(log(sigmoid(x)), log(minus(1, sigmoid(x))))), log(minus(1, sigmoid(x))))),
            "collect what carries the label",
        ),
        equals(minus(negative(times(y[n], x)), log(minus(1, sigmoid(x)))), "the difference of logarithms is the score"),
        equals(minus(log(plus(1, exp(x))), times(y[n], x)), "what is left is the sigmoid of minus the score"),
        equals(minus(softplus(x), times(y[n], x)), "this function has a name: softplus"),
    ),
)

bce_gradient = Derivation(
    "bce-gradient",
    "The gradient of binary cross-entropy",
    topics=("t21",),
    given=(OBSERVATION,),
    chain=(
        start(Derivative(minus(softplus(x), times(y[n], x)), x)),
        equals(Derivative(minus(log(plus(1, exp(x))), times(y[n], x)), x), "the definition of softplus"),
        equals(minus(over(exp(x), plus(1, exp(x))), y[n]), "the chain rule"),
        equals(minus(sigmoid(x), y[n]), "the fraction is the sigmoid"),
    ),
)

bce_in_scores = Derivation(
    "bce-sum",
    "Binary cross-entropy of many scores",
    topics=("t21",),
    given=(given_that(pi_[n], sigmoid(s[n]), "each prediction is the sigmoid of a score", every=(n,)),),
    chain=(
        start(negative(Sum(plus(y[n] * log(pi_[n]), times(minus(1, y[n]), log(minus(1, pi_[n])))), (n, 1, N)))),
        equals(
            negative(Sum(plus(y[n] * log(sigmoid(s[n])), times(minus(1, y[n]), log(sigmoid(-s[n])))), (n, 1, N))),
            "put in the sigmoid; one less it is the sigmoid of minus the score",
        ),
        equals(Sum(minus(softplus(s[n]), times(y[n], s[n])), (n, 1, N)), "observation by observation, as above"),
    ),
)

DERIVATIONS = (
    sigmoid_definition,
    sigmoid_symmetry,
    sigmoid_derivative,
    log_sigmoid_derivative,
    log_sigmoid_negative_derivative,
    log_odds,
    bernoulli_likelihood,
    bernoulli_log_likelihood,
    bce_logits,
    bce_gradient,
    bce_in_scores,
)
