"""Mistakes and their counterexamples: a wrong line, the point at which it fails, and the right line beside it."""

from __future__ import annotations

from sympy import Derivative, KroneckerDelta, Pow, Product, S, Sum, exp, log

from proofpress.proof.derivation import Derivation, equals, start, wrong
from proofpress.proof.functions import sigmoid
from proofpress.proof.given import within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import COMPONENT, WORD_C, WORD_I, WORD_O
from word2vec_derived.notation import (
    K,
    N,
    V,
    a,
    b,
    c,
    d,
    frequency,
    i,
    j,
    k,
    l,
    m,
    model,
    n,
    nll,
    o,
    p,
    q,
    s,
    score,
    threshold,
    u,
    v,
    weight,
    x,
    y_hat,
)

EXPONENTIALS = Sum(exp(s[j]), (j, 1, V))

softmax_without_exp = Derivation(
    "mistake-softmax-without-exp",
    "Softmax without the exponential",
    given=(WORD_I,),
    chain=(
        start(y_hat(i)),
        wrong(over(s[i], Sum(s[j], (j, 1, V))), "scores of mixed sign give shares below zero"),
        equals(over(exp(s[i]), EXPONENTIALS), "every score is made positive first"),
    ),
)

softmax_from_own_index = Derivation(
    "mistake-softmax-from-own-index",
    "A softmax whose sum starts at the word itself",
    given=(WORD_I,),
    chain=(
        start(y_hat(i)),
        wrong(over(exp(s[i]), Sum(exp(s[j]), (j, i, V))), "the words before it are left out"),
        equals(over(exp(s[i]), EXPONENTIALS), "the sum runs over the whole vocabulary"),
    ),
)

log_partition_sign = Derivation(
    "mistake-log-partition-sign",
    "The sign of the log-partition",
    given=(WORD_O,),
    chain=(
        start(nll(o)),
        wrong(minus(negative(s[o]), log(EXPONENTIALS)), "the minus sign before the logarithm reaches both parts"),
        equals(plus(negative(s[o]), log(EXPONENTIALS)), "minus the logarithm of a quotient"),
    ),
)

sigmoid_of_minus = Derivation(
    "mistake-sigmoid-of-minus",
    "The sigmoid of a negative score",
    chain=(
        start(over(exp(-x), 1 + exp(-x))),
        wrong(minus(1, over(1, 1 + exp(x))), "the exponent lost its sign on the way"),
        equals(minus(1, over(1, 1 + exp(-x))), "one less the share of the other part"),
    ),
)

negative_term_gradient = Derivation(
    "mistake-negative-term-gradient",
    "The gradient of a negative's term",
    given=(WORD_I, WORD_C, COMPONENT),
    chain=(
        start(Derivative(-log(sigmoid(-score(i, c))), u[i, l])),
        wrong(times(sigmoid(score(i, c)) - 1, v[c, l]), "this is the gradient of the observed word's term"),
        wrong(times(1 - sigmoid(score(i, c)), v[c, l]), "here the inner sign was dropped as well"),
        wrong(times(sigmoid(score(i, c)), 1 - sigmoid(score(i, c)), v[c, l]), "here the logarithm was forgotten"),
        equals(times(sigmoid(score(i, c)), v[c, l]), "the sigmoid of the score itself"),
    ),
)

positive_term_gradient = Derivation(
    "mistake-positive-term-gradient",
    "The gradient of the observed word's term",
    chain=(
        start(Derivative(-log(sigmoid(x)), x)),
        wrong(times(sigmoid(x), sigmoid(x) - 1), "one factor belongs to the sigmoid, not to its logarithm"),
        equals(sigmoid(x) - 1, "the sigmoid cancels against the derivative of the logarithm"),
    ),
)

wrong_vector = Derivation(
    "mistake-negatives-against-output",
    "Negatives scored against an output vector",
    given=(WORD_I, WORD_O, WORD_C),
    chain=(
        start(log(sigmoid(-score(i, c)))),
        wrong(log(sigmoid(-Sum(u[i, l] * u[o, l], (l, 1, d)))), "two output vectors, and the centre word is gone"),
        equals(log(sigmoid(-Sum(u[i, l] * v[c, l], (l, 1, d)))), "an output vector against the centre word's"),
    ),
)

noise_with_true_score = Derivation(
    "mistake-noise-with-true-score",
    "A noise term scored with the observed word's vector",
    given=(WORD_I, WORD_O),
    chain=(
        start(1 - exp(s[i]) / (exp(s[i]) + K * q[i])),
        wrong(over(K * q[i], exp(s[o]) + K * q[i]), "the noise word keeps its own score"),
        equals(over(K * q[i], exp(s[i]) + K * q[i]), "the probability that a word came from the noise"),
    ),
)

expectation_under_noise = Derivation(
    "mistake-expectation-under-noise",
    "An expectation under the noise where the model belongs",
    given=(WORD_C, COMPONENT),
    chain=(
        start(Derivative(log(Sum(exp(score(j, c)), (j, 1, V))), v[c, l])),
        wrong(Sum(q[j] * u[j, l], (j, 1, V)), "the noise has no place in the exact gradient"),
        equals(Sum(model(j, c) * u[j, l], (j, 1, V)), "the model's own expectation of the output vector"),
    ),
)

mean_over_negatives = Derivation(
    "mistake-mean-over-negatives",
    "A mean over the negatives",
    chain=(
        start(log(sigmoid(x) * Product(sigmoid(-s[k]), (k, 1, K))), "the observed word and $K$ independent negatives"),
        wrong(
            plus(log(sigmoid(x)), Sum(log(sigmoid(-s[k])), (k, 1, K)) / K), "the paper's objective has no such factor"
        ),
        equals(plus(log(sigmoid(x)), Sum(log(sigmoid(-s[k])), (k, 1, K))), "the logarithm of a product is a sum"),
    ),
)

log_sigmoid_of_sum = Derivation(
    "mistake-log-sigmoid-of-sum",
    "The logarithm of the sigmoid of a sum",
    chain=(
        start(log(Product(sigmoid(-s[k]), (k, 1, K)))),
        wrong(log(sigmoid(-Sum(s[k], (k, 1, K)))), "the sigmoid of a sum is not a product of sigmoids"),
        equals(Sum(log(sigmoid(-s[k])), (k, 1, K)), "the logarithm of a product is a sum"),
    ),
)

posterior_sign = Derivation(
    "mistake-posterior-sign",
    "The posterior of the data with the exponent's sign flipped",
    given=(WORD_O,),
    chain=(
        start(sigmoid(x - log(K * q[o]))),
        wrong(over(exp(-x), exp(-x) + K * q[o]), "a higher score would make the word less likely"),
        equals(over(exp(x), exp(x) + K * q[o]), "the sigmoid of a log-odds"),
    ),
)

nce_optimum_shifted = Derivation(
    "mistake-nce-optimum-shifted",
    "The optimum of noise-contrastive estimation, shifted",
    given=(WORD_O,),
    chain=(
        start(
            plus(log(over(p[o], K * q[o])), log(K * q[o])),
            "at the optimum the corrected score is the log-odds of data and noise; the correction is added back",
        ),
        wrong(
            minus(log(p[o]), log(K)), "this shift belongs to negative sampling, which has no noise term to absorb it"
        ),
        equals(log(p[o]), "how often the noise draws the word is taken off and added again"),
    ),
)

window_weight = Derivation(
    "mistake-window-weight",
    "The weight of a distance in a window drawn at random",
    given=(within(a, 1, m, "$a$ is a distance inside the largest window"),),
    chain=(
        start(Sum(1 / m, (b, a, m)), "the windows that reach this far, each as likely as the others"),
        wrong(over(1, a), "the weight falls along a straight line, not as a reciprocal"),
        equals(over(m - a + 1, m), "there are as many of them as stand from the distance to the largest window"),
    ),
)

ROOT = Pow(over(threshold, frequency), S.Half, evaluate=False)

subsampling_swapped = Derivation(
    "mistake-subsampling-swapped",
    "The chance to discard, taken for the chance to keep",
    chain=(
        start(minus(1, minus(1, ROOT)), "one less the chance to discard that the paper prints"),
        wrong(minus(1, ROOT), "this is the chance to discard: it grows with the share of the word"),
        equals(ROOT, "what is taken away twice is there again"),
    ),
)

subsampling_paper_for_code = Derivation(
    "mistake-subsampling-paper-for-code",
    "The rule of the paper, taken for the rule of the code",
    chain=(
        start(
            times(plus(Pow(over(frequency, threshold), S.Half, evaluate=False), 1), over(threshold, frequency)),
            "what word2vec.c computes, with counts divided by the number of tokens",
        ),
        wrong(ROOT, "this is what the paper prints"),
        equals(plus(ROOT, over(threshold, frequency)), "multiply out"),
    ),
)

weighted_mean = Derivation(
    "mistake-weighted-mean",
    "A mean with class weights",
    chain=(
        start(Sum(over(weight[n], Sum(weight[i], (i, 1, N))) * s[n], (n, 1, N))),
        wrong(Sum(weight[n] * s[n], (n, 1, N)) / N, "the number of observations is not the sum of their weights"),
        equals(over(Sum(weight[n] * s[n], (n, 1, N)), Sum(weight[n], (n, 1, N))), "the weights' sum is the divisor"),
    ),
)

softmax_twice = Derivation(
    "mistake-softmax-twice",
    "Softmax fed into a cross-entropy that takes scores",
    chain=(
        start(minus(log(exp(1) + V - 1), 1), "the loss at a probability of one for the observed class"),
        wrong(S.Zero, "the loss stays away from zero however sure the model is"),
        equals(log(1 + (V - 1) * exp(-1)), "one, and a share for each other class"),
    ),
)

matrix_orientation = Derivation(
    "mistake-matrix-orientation",
    "A row picked from a matrix as if it were a column",
    given=(WORD_C, COMPONENT),
    chain=(
        start(Sum(v[j, l] * KroneckerDelta(j, c), (j, 1, V))),
        wrong(v[l, c], "words are rows here, and the indices have changed places"),
        equals(v[c, l], "the one-hot vector picks one row"),
    ),
)

DERIVATIONS = (
    softmax_without_exp,
    softmax_from_own_index,
    log_partition_sign,
    sigmoid_of_minus,
    negative_term_gradient,
    positive_term_gradient,
    wrong_vector,
    noise_with_true_score,
    expectation_under_noise,
    mean_over_negatives,
    log_sigmoid_of_sum,
    posterior_sign,
    nce_optimum_shifted,
    window_weight,
    subsampling_swapped,
    subsampling_paper_for_code,
    weighted_mean,
    softmax_twice,
    matrix_orientation,
)
