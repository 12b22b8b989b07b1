"""Choices that are no mistakes: what each does to the gradient and, where it moves, to the optimum."""

from __future__ import annotations

from sympy import Derivative, Max, S, Sum, exp, log

from proofpress.proof.derivation import Derivation, at_most, equals, minimised_at, start
from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.given import holds, within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import WORD_O
from word2vec_derived.notation import C, K, N, V, i, j, k, n, o, p, q, r, rounding, s, shift, weight, x, y_hat

NEGATIVE = within(i, 1, K, "$i$ is one of the negatives")
ALL_NEGATIVES = Sum(log(sigmoid(-s[k])), (k, 1, K))
CURVATURE = times(sigmoid(x), sigmoid(-x))

unequal_weights = Derivation(
    "unequal-weights",
    "Another weight on the negatives",
    given=(WORD_O,),
    chain=(
        start(-p[o] * log(sigmoid(x)) - r * K * q[o] * log(sigmoid(-x)), "every negative is weighted by $r$"),
        minimised_at(log(p[o] / (r * K * q[o])), "the weight stands beside the number of negatives",
                     variable=x, gap=(p[o] + r * K * q[o]) * CURVATURE),
    ),
)

constant_factor = Derivation(
    "constant-factor",
    "The whole loss times a constant",
    given=(WORD_O,),
    chain=(
        start(r * (-p[o] * log(sigmoid(x)) - K * q[o] * log(sigmoid(-x))), "the whole loss is multiplied by $r$"),
        minimised_at(log(p[o] / (K * q[o])), "a positive factor moves no minimum",
                     variable=x, gap=r * (p[o] + K * q[o]) * CURVATURE),
    ),
)

sign_of_the_whole = Derivation(
    "sign-of-the-whole",
    "The objective in place of the loss",
    chain=(
        start(Derivative(plus(log(sigmoid(x)), ALL_NEGATIVES), x), "a step down the objective"),
        equals(negative(Derivative(minus(negative(log(sigmoid(x))), ALL_NEGATIVES), x)), "is a step up the loss"),
    ),
)

mean_over_the_window = Derivation(
    "mean-over-the-window",
    "A mean over the window",
    chain=(
        start(Derivative(over(Sum(softplus(-s[n]), (n, 1, C)), C), s[i]), "the $C$ contexts of one centre"),
        equals(over(minus(sigmoid(s[i]), 1), C), "a pair weighs the less, the more contexts its centre has"),
    ),
    given=(within(i, 1, C, "$i$ is one of the contexts"),),
)

score_shift = Derivation(
    "score-shift",
    "Scores lowered by a constant",
    given=(WORD_O,),
    chain=(
        start(-p[o] * log(sigmoid(x - shift)) - K * q[o] * log(sigmoid(shift - x)), "every score is lowered"),
        minimised_at(plus(log(p[o] / (K * q[o])), shift), "the optimum is higher by as much",
                     variable=x, gap=(p[o] + K * q[o]) * sigmoid(x - shift) * sigmoid(shift - x)),
    ),
)

temperature = Derivation(
    "temperature",
    "Scores multiplied by a constant",
    given=(WORD_O,),
    chain=(
        start(-p[o] * log(sigmoid(r * x)) - K * q[o] * log(sigmoid(-r * x)), "$r$ is one over the temperature"),
        minimised_at(over(log(p[o] / (K * q[o])), r), "the multiplied score has the optimum that the score had",
                     variable=x, gap=r**2 * (p[o] + K * q[o]) * sigmoid(r * x) * sigmoid(-r * x)),
    ),
)

margin = Derivation(
    "margin",
    "A margin inside the sigmoid",
    given=(WORD_O,),
    chain=(
        start(Derivative(-p[o] * log(sigmoid(x - r)) - K * q[o] * log(sigmoid(-x - r)), x),
              "the observed word must be above the margin, and a negative below its opposite"),
        equals(minus(times(K, q[o], sigmoid(x + r)), times(p[o], sigmoid(r - x))),
               "where both weights are equal it is zero at a score of zero, whatever the margin"),
    ),
)

self_adversarial = Derivation(
    "self-adversarial",
    "Negatives weighted by how well they score",
    given=(NEGATIVE,),
    chain=(
        start(Derivative(negative(Sum(times(weight[k], log(sigmoid(-s[k]))), (k, 1, K))), s[i]),
              "the weights are a softmax of the negatives' scores, detached"),
        equals(times(weight[i], sigmoid(s[i])), "each negative is pushed by its share"),
    ),
)

hardest_negative = Derivation(
    "hardest-negative",
    "The hardest negative alone",
    chain=(
        start(Derivative(softplus(x), x), "the term of the negative with the highest score"),
        equals(sigmoid(x), "it is pushed as ever; the others have no term"),
    ),
)

bpr = Derivation(
    "bpr",
    "Pairwise differences",
    given=(NEGATIVE,),
    chain=(
        start(Derivative(negative(Sum(log(sigmoid(x - s[k])), (k, 1, K))), s[i]), "$x$ is the observed word's score"),
        equals(sigmoid(s[i] - x), "a negative is pushed by how likely it is placed above the observed word"),
    ),
)

bpr_shift = Derivation(
    "bpr-shift",
    "Pairwise differences do not see a shift",
    chain=(
        start(negative(Sum(log(sigmoid(minus(plus(x, shift), plus(s[k], shift)))), (k, 1, K))),
              "every score is raised"),
        equals(negative(Sum(log(sigmoid(x - s[k])), (k, 1, K))), "and every difference stays"),
    ),
)

hinge = Derivation(
    "hinge",
    "A hinge below its margin",
    given=(holds(x < 1, "the observed word is below its margin"),),
    chain=(
        start(Max(0, minus(1, x), evaluate=False), "the hinge of the observed word"),
        equals(minus(1, x), "a line: below the margin all are pulled alike, and above it none"),
    ),
)

squared_error = Derivation(
    "squared-error",
    "The squared error of a probability",
    chain=(
        start(Derivative(minus(sigmoid(x), 1) ** 2, x), "the observed word's term"),
        equals(negative(times(2, sigmoid(x), minus(1, sigmoid(x)) ** 2)),
               "it vanishes for a badly placed word, where it is needed most"),
    ),
)

squared_error_optimum = Derivation(
    "squared-error-optimum",
    "The squared error has the optimum of the logarithm",
    given=(WORD_O,),
    chain=(
        start(p[o] * (r - 1) ** 2 + K * q[o] * r**2, "as a function of the predicted probability $r$"),
        minimised_at(over(p[o], plus(p[o], K * q[o])), "the share of the data among all draws of the word",
                     variable=r, gap=2 * (p[o] + K * q[o])),
    ),
)

blackout = Derivation(
    "blackout",
    "BlackOut does not see a shift",
    given=(NEGATIVE,),
    chain=(
        start(over(exp(plus(s[i], shift)), Sum(exp(plus(s[k], shift)), (k, 1, K))),
              "every candidate's score is raised; the loss holds shares like this one only"),
        equals(over(exp(s[i]), Sum(exp(s[k]), (k, 1, K))), "the common factor cancels"),
    ),
)

every_word_told = Derivation(
    "every-word-told",
    "Every word of the vocabulary told apart",
    given=(WORD_O, holds(p[o] < 1, "the word is not certain")),
    chain=(
        start(-p[o] * log(sigmoid(x)) - (1 - p[o]) * log(sigmoid(-x)), "one word's term, in expectation"),
        minimised_at(log(p[o] / (1 - p[o])), "the log-odds of the word", variable=x, gap=CURVATURE),
    ),
)

shared_negatives = Derivation(
    "shared-negatives",
    "Negatives shared by the batch",
    given=(WORD_O,),
    chain=(
        start(-p[o] * log(sigmoid(x)) - N * K * q[o] * log(sigmoid(-x)), "$N$ pairs meet the negatives of all"),
        minimised_at(log(p[o] / (N * K * q[o])), "it is as if there were $N$ times as many",
                     variable=x, gap=(p[o] + N * K * q[o]) * CURVATURE),
    ),
)

in_batch_negatives = Derivation(
    "in-batch-negatives",
    "The other words of the batch as negatives",
    given=(WORD_O,),
    chain=(
        start(-p[o] * log(sigmoid(x)) - (N - 1) * q[o] * log(sigmoid(-x)),
              "$q$ is how often a word is observed beside any centre"),
        minimised_at(log(p[o] / ((N - 1) * q[o])), "one negative fewer than there are pairs",
                     variable=x, gap=(p[o] + (N - 1) * q[o]) * CURVATURE),
    ),
)

cosine_scores = Derivation(
    "cosine-scores",
    "Cosines in place of dot products",
    given=(holds(x <= 1, "a cosine is at most one"),),
    chain=(
        start(sigmoid(x), "the probability that a cosine can give"),
        at_most(sigmoid(S.One, evaluate=False), "so an observed word costs something however well it is placed"),
    ),
)

epsilon = Derivation(
    "epsilon",
    "An epsilon inside the logarithm",
    chain=(
        start(Derivative(-log(sigmoid(-x) + rounding), x), "a negative's term"),
        equals(over(times(sigmoid(x), sigmoid(-x)), plus(sigmoid(-x), rounding)),
               "once the sigmoid is smaller than the epsilon, the slope falls to zero"),
    ),
)

clamped = Derivation(
    "clamped",
    "A clamped score",
    given=(holds(x > r, "the score is beyond the clamp"),),
    chain=(
        start(softplus(-Max(-r, -x)), "a negative's term, its score held at $r$"),
        equals(softplus(r), "flat: no score beyond the clamp has a gradient"),
    ),
)

constant_log_q = Derivation(
    "constant-log-q",
    "A constant taken off every candidate",
    given=(WORD_O,),
    chain=(
        start(over(exp(minus(s[o], log(r))), Sum(exp(minus(s[j], log(r))), (j, 1, V))),
              "every word is drawn as often as any other"),
        equals(over(over(exp(s[o]), r), over(Sum(exp(s[j]), (j, 1, V)), r)), "less the logarithm is divided by"),
        equals(y_hat(o), "it cancels"),
    ),
)

DERIVATIONS = (
    unequal_weights, constant_factor, sign_of_the_whole, mean_over_the_window, score_shift, temperature, margin,
    self_adversarial, hardest_negative, bpr, bpr_shift, hinge, squared_error, squared_error_optimum, blackout,
    every_word_told, shared_negatives, in_batch_negatives, cosine_scores, epsilon, clamped, constant_log_q,
)
