"""Mistakes in the code of losses, each with the right line beside it, and what every loss starts at."""

from __future__ import annotations

from sympy import Derivative, Expr, KroneckerDelta, Product, S, Sum, exp, log

from proofpress.proof.derivation import Derivation, at_least, equals, start, wrong
from proofpress.proof.functions import sigmoid
from proofpress.proof.given import between
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import COMPONENT, NEGATIVES, WORD_C, WORD_I, WORD_O
from word2vec_derived.notation import (
    K,
    N,
    R,
    V,
    c,
    count,
    i,
    j,
    k,
    l,
    model,
    n,
    n_other,
    nll,
    noise_word,
    o,
    p,
    q,
    s,
    score,
    u,
    v,
    x,
    y_hat,
)

ALL = Sum(exp(s[j]), (j, 1, V))
REST = Sum(times(minus(1, KroneckerDelta(j, o)), exp(s[j])), (j, 1, V))
SOFTPLUS = log(plus(1, exp(-x)))
NEGATIVES_TERM = Sum(log(sigmoid(-s[k])), (k, 1, K))

observed_left_out = Derivation(
    "mistake-observed-left-out",
    "The observed word left out of its own sum",
    given=(WORD_O,),
    chain=(
        start(nll(o)),
        wrong(plus(negative(s[o]), log(REST)), "the sum is over the other words only, and the loss has no floor"),
        equals(plus(negative(s[o]), log(ALL)), "the observed word is one of those that share"),
    ),
)

one_for_observed = Derivation(
    "mistake-one-for-observed",
    "A one in the observed word's place",
    given=(WORD_O,),
    chain=(
        start(nll(o)),
        wrong(plus(negative(s[o]), log(plus(1, REST))), "right only where the observed word's score is zero"),
        equals(plus(negative(s[o]), log(plus(exp(s[o]), REST))), "its own exponential stands there"),
    ),
)

softmax_over_batch = Derivation(
    "mistake-softmax-over-batch",
    "A softmax over the batch",
    given=(WORD_C, WORD_O),
    chain=(
        start(model(o, c)),
        wrong(over(exp(score(o, c)), Sum(exp(score(o, j)), (j, 1, V))), "the sum runs over the centres"),
        equals(over(exp(score(o, c)), Sum(exp(score(j, c)), (j, 1, V))), "it runs over the words"),
    ),
)

minus_outside_sigmoid = Derivation(
    "mistake-minus-outside-sigmoid",
    "The minus outside the sigmoid",
    chain=(
        start(minus(1, sigmoid(x)), "the probability of which the logarithm is taken"),
        wrong(negative(sigmoid(x)), "below zero, where there is no logarithm"),
        equals(sigmoid(-x), "the minus belongs to the score"),
    ),
)

labels_swapped = Derivation(
    "mistake-labels-swapped",
    "The observed word told apart as noise",
    chain=(
        start(-log(sigmoid(x))),
        wrong(-log(sigmoid(-x)), "this is the term of a negative"),
        equals(SOFTPLUS, "the loss falls as the score rises"),
    ),
)

sigmoid_twice = Derivation(
    "mistake-sigmoid-twice",
    "The sigmoid taken twice",
    chain=(
        start(-log(sigmoid(x))),
        wrong(-log(sigmoid(sigmoid(x))), "a probability is fed in where a score belongs"),
        equals(SOFTPLUS, "one sigmoid, of the score"),
    ),
)

sigmoid_twice_floor = Derivation(
    "sigmoid-twice-floor",
    "What a sigmoid taken twice cannot fall below",
    given=(WORD_O, between(p, 0, 1, "every $p$ is a probability, fed in where a score belongs")),
    chain=(
        start(plus(1, exp(-p[o])), "the observed word's loss is the logarithm of this"),
        at_least(plus(1, exp(-1)), "no probability is above one", gap=exp(-1) * (exp(1 - p[o]) - 1)),
    ),
)

raw_score = Derivation(
    "mistake-raw-score",
    "A raw score as a term",
    chain=(
        start(-log(sigmoid(x))),
        wrong(negative(x), "this is where the loss tends for a badly placed word, and it has no floor for a good one"),
        equals(SOFTPLUS, "never below zero"),
    ),
)

no_logarithm = Derivation(
    "mistake-no-logarithm",
    "No logarithm",
    chain=(
        start(-log(sigmoid(x))),
        wrong(negative(sigmoid(x)), "a probability is no log-likelihood"),
        equals(SOFTPLUS, "the logarithm makes a sum of what was a product"),
    ),
)

log_of_sum = Derivation(
    "mistake-log-of-sum",
    "The logarithm of summed sigmoids",
    chain=(
        start(log(Product(sigmoid(-s[k]), (k, 1, K)))),
        wrong(log(Sum(sigmoid(-s[k]), (k, 1, K))), "the probabilities are multiplied, not added"),
        equals(NEGATIVES_TERM, "the logarithm of a product is a sum"),
    ),
)

sign_of_one_term = Derivation(
    "mistake-sign-of-one-term",
    "A plus where the two terms meet",
    chain=(
        start(negative(log(times(sigmoid(x), Product(sigmoid(-s[k]), (k, 1, K)))))),
        wrong(plus(negative(log(sigmoid(x))), NEGATIVES_TERM), "the minus in front reached the first term only"),
        equals(minus(negative(log(sigmoid(x))), NEGATIVES_TERM), "it reaches both"),
    ),
)

centres_mispaired = Derivation(
    "mistake-centres-mispaired",
    "Centres repeated the wrong way round",
    chain=(
        start(Sum(count[c, n], (n, 1, 2), (c, 1, 2)), "two centres, each with the two contexts of its own row"),
        wrong(
            plus(count[1, 1], count[2, 2], count[1, 1], count[2, 2]),
            "the centres were repeated as a whole, one, two, one, two, where the contexts lie row by row",
        ),
        equals(plus(count[1, 1], count[1, 2], count[2, 1], count[2, 2]), "each centre is repeated in its place"),
    ),
)

noise_added = Derivation(
    "mistake-noise-added",
    "The noise added to a score",
    given=(WORD_O,),
    chain=(
        start(over(exp(x), plus(exp(x), times(K, q[o])))),
        wrong(sigmoid(plus(x, log(K * q[o]))), "a word that the noise draws often would look more like data"),
        equals(sigmoid(minus(x, log(K * q[o]))), "the noise is taken off"),
    ),
)

half_corrected = Derivation(
    "mistake-half-corrected",
    "The noise taken off on one side",
    given=(WORD_O, WORD_I),
    chain=(
        start(minus(minus(s[o], log(q[o])), minus(s[i], log(q[i]))), "what a sampled softmax compares"),
        wrong(minus(s[o], minus(s[i], log(q[i]))), "the observed word keeps its noise"),
        equals(minus(s[o], s[i], log(over(q[o], q[i]))), "both are corrected"),
    ),
)

padded_steps = Derivation(
    "mistake-padded-steps",
    "A padded step counted",
    chain=(
        start(negative(log(sigmoid(S.Zero, evaluate=False))), "a step beyond the end of the path, its score zero"),
        wrong(S.Zero, "zero is the score of a fair coin, not of certainty"),
        equals(log(2), "so the step is left out by the mask, and not by its score"),
    ),
)

codes_ignored = Derivation(
    "mistake-codes-ignored",
    "The codes of a path ignored",
    chain=(
        start(log(minus(1, sigmoid(x))), "the turn that has code 1"),
        wrong(log(sigmoid(x)), "this is the turn that has code 0"),
        equals(log(sigmoid(-x)), "the code turns the sign of the score"),
    ),
)

inputs_detached = Derivation(
    "mistake-inputs-detached",
    "The gradient in a vector that was detached",
    given=(WORD_O, WORD_C, COMPONENT),
    chain=(
        start(Derivative(-log(sigmoid(score(o, c))), v[c, l])),
        wrong(S.Zero, "detached, the centre's vector is a constant, and its table never trains"),
        equals(times(minus(sigmoid(score(o, c)), 1), u[o, l]), "the error times the other vector"),
    ),
)

repeated_once = Derivation(
    "mistake-repeated-once",
    "A repeated negative counted once",
    chain=(
        start(Derivative(minus(negative(log(sigmoid(-x))), log(sigmoid(-x))), x), "one word, drawn twice"),
        wrong(sigmoid(x), "adding to an array by index adds once"),
        equals(times(2, sigmoid(x)), "each draw has a term of its own"),
    ),
)

observed_forgotten = Derivation(
    "mistake-observed-forgotten",
    "The observed word forgotten in the gradient",
    given=(WORD_I, WORD_O),
    chain=(
        start(Derivative(minus(log(ALL), s[o]), s[i])),
        wrong(y_hat(i), "without it nothing pulls the observed word near"),
        equals(minus(y_hat(i), KroneckerDelta(i, o)), "predicted less observed"),
    ),
)

squeezed = Derivation(
    "mistake-squeeze",
    "A column met by a row",
    chain=(
        start(Sum(plus(x, s[n]), (n, 1, N)), "a term for each of $N$ pairs, and another"),
        wrong(
            Sum(plus(x, s[n]), (n, 1, N), (n_other, 1, N)),
            "a shape of $N$ by one and one of $N$ meet, and every term meets every other",
        ),
        equals(plus(times(N, x), Sum(s[n], (n, 1, N))), "each meets its own"),
    ),
)

last_word = Derivation(
    "mistake-last-word",
    "The last word is never drawn",
    chain=(
        start(Sum(over(1, V), (j, 1, V - 1)), "the chance that a fair draw is not the last word"),
        wrong(S.One, "a uniform number below $V - 1$, cut to an integer, is never $V - 1$"),
        equals(minus(1, over(1, V)), "the last word has its share"),
    ),
)


def at_zero(slug: str, title: str, loss: Expr, value: Expr, because: str) -> Derivation:
    """What one loss is for a pair whose scores are all zero."""
    return Derivation(slug, title, chain=(start(loss), equals(value, because)))


HALF = sigmoid(S.Zero, evaluate=False)
ONE = exp(S.Zero, evaluate=False)
COIN = negative(log(HALF))

start_negative_sampling = at_zero(
    "start-negative-sampling", "Where negative sampling starts",
    plus(COIN, Sum(COIN, (k, 1, K))), times(plus(1, K), log(2)), "every term is the logarithm of a fair coin",
)

start_mean_over_terms = at_zero(
    "start-mean-over-terms", "Where a mean over the terms starts",
    over(plus(COIN, Sum(COIN, (k, 1, K))), plus(1, K)), log(2), "the mean of equal terms",
)

start_mean_over_negatives = at_zero(
    "start-mean-over-negatives", "Where a mean over the negatives starts",
    plus(COIN, over(Sum(COIN, (k, 1, K)), K)), times(2, log(2)), "whatever the number of negatives",
)

start_log_sigmoid_of_sum = at_zero(
    "start-log-sigmoid-of-sum", "Where the log-sigmoid of a sum starts",
    plus(COIN, negative(log(sigmoid(negative(Sum(S.Zero, (k, 1, K))), evaluate=False)))),
    times(2, log(2)), "a sum of zeros is zero",
)

start_softmax = at_zero(
    "start-softmax", "Where softmax starts",
    log(Sum(ONE, (j, 1, V))), log(V), "every word has the same share",
)

start_candidates = at_zero(
    "start-candidates", "Where a softmax over candidates starts",
    log(plus(ONE, Sum(ONE, (k, 1, K)))), log(plus(1, K)), "so have the candidates",
)

start_observed_left_out = at_zero(
    "start-observed-left-out", "Where a softmax without its own word starts",
    log(Sum(ONE, (k, 1, K))), log(K), "one candidate is missing",
)

start_sigmoid_twice = at_zero(
    "start-sigmoid-twice", "Where a sigmoid taken twice starts",
    minus(negative(log(sigmoid(HALF))), Sum(log(sigmoid(negative(HALF))), (k, 1, K))),
    plus(log(plus(1, exp(over(-1, 2)))), times(K, log(plus(1, exp(over(1, 2)))))),
    "a score of one half, and $K$ of them",
)

start_no_logarithm = at_zero(
    "start-no-logarithm", "Where a loss without a logarithm starts",
    minus(negative(HALF), Sum(HALF, (k, 1, K))), negative(over(plus(1, K), 2)), "below zero already",
)

start_label = at_zero(
    "start-label", "Where one label starts",
    COIN, log(2), "the logarithm of a fair coin",
)

start_path = at_zero(
    "start-path", "Where hierarchical softmax starts",
    Sum(COIN, (n, 1, R)), times(R, log(2)), "a fair coin at every turn",
)

NOISE_AT_ZERO = Sum(log(sigmoid(log(K * q[noise_word[k]]))), (k, 1, K))

start_nce = Derivation(
    "start-nce",
    "Where noise-contrastive estimation starts",
    given=(WORD_O, NEGATIVES),
    chain=(
        start(minus(negative(log(sigmoid(negative(log(K * q[o]))))), NOISE_AT_ZERO), "every score is zero"),
        equals(
            plus(log(plus(1, times(K, q[o]))), Sum(log(plus(1, over(1, times(K, q[noise_word[k]])))), (k, 1, K))),
            "only the noise is left",
        ),
    ),
)

start_sampled_softmax = Derivation(
    "start-sampled-softmax",
    "Where sampled softmax starts",
    given=(WORD_O, NEGATIVES),
    chain=(
        start(
            plus(log(plus(over(1, q[o]), Sum(over(1, q[noise_word[k]]), (k, 1, K)))), log(q[o])),
            "every score is zero",
        ),
        equals(
            log(plus(1, Sum(over(q[o], q[noise_word[k]]), (k, 1, K)))),
            "under a uniform noise this is the logarithm of the number of candidates",
        ),
    ),
)

DERIVATIONS = (
    observed_left_out,
    one_for_observed,
    softmax_over_batch,
    minus_outside_sigmoid,
    labels_swapped,
    sigmoid_twice,
    sigmoid_twice_floor,
    raw_score,
    no_logarithm,
    log_of_sum,
    sign_of_one_term,
    centres_mispaired,
    noise_added,
    half_corrected,
    padded_steps,
    codes_ignored,
    inputs_detached,
    repeated_once,
    observed_forgotten,
    squeezed,
    last_word,
    start_negative_sampling,
    start_mean_over_terms,
    start_mean_over_negatives,
    start_log_sigmoid_of_sum,
    start_softmax,
    start_candidates,
    start_observed_left_out,
    start_sigmoid_twice,
    start_no_logarithm,
    start_label,
    start_path,
    start_nce,
    start_sampled_softmax,
)
