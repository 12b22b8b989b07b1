"""What was wrong in the seed: its lines, each with the point at which it fails and the line that is right."""

from __future__ import annotations

from sympy import KroneckerDelta, Product, Sum, exp, log

from proofpress.proof.derivation import Derivation, equals, start, wrong
from proofpress.proof.functions import sigmoid
from proofpress.proof.given import between, holds, one_hot, within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import CENTRES, COMPONENT, CONTEXTS, NEGATIVES, WORD_C, WORD_J, WORD_O
from word2vec_derived.notation import (
    K,
    N,
    T,
    V,
    c,
    centre,
    context,
    d,
    i,
    j,
    k,
    l,
    model,
    n,
    nll,
    noise_word,
    o,
    pi_,
    s,
    score,
    u,
    v,
    x,
    y,
    y_hat,
)

SOURCE = "the seed notebook"

softmax_without_exp = Derivation(
    "errata-softmax-without-exp",
    "Point 1: the softmax has lost its exponential",
    source=SOURCE,
    given=(WORD_J,),
    chain=(
        start(y_hat(j)),
        wrong(over(s[j], Sum(s[i], (i, 1, V))), "as printed: bare scores, of which some are negative"),
        equals(over(exp(s[j]), Sum(exp(s[i]), (i, 1, V))), "with the exponential every share is positive"),
    ),
)

denominator_over_text = Derivation(
    "errata-denominator-over-text",
    "Point 2: the denominator runs over the text",
    source=SOURCE,
    given=(WORD_C, WORD_O),
    chain=(
        start(model(o, c)),
        wrong(
            over(exp(score(o, c)), Sum(exp(score(j, c)), (j, 1, T))),
            "as printed: up to the number of tokens, though $j$ is a word and not a position",
        ),
        equals(over(exp(score(o, c)), Sum(exp(score(j, c)), (j, 1, V))), "it runs over the vocabulary"),
    ),
)

words_as_columns = Derivation(
    "errata-words-as-columns",
    "Point 3: words as rows, or as columns",
    source=SOURCE,
    given=(WORD_C, COMPONENT, one_hot(y, j, c, "the label $y$ is 1 for the centre word and 0 for every other")),
    chain=(
        start(v[c, l]),
        wrong(Sum(times(v[l, j], y[j]), (j, 1, V)), "the text's product of matrix and one-hot, with the code's matrix"),
        equals(Sum(times(v[j, l], y[j]), (j, 1, V)), "the code has a row for each word: transpose it first"),
    ),
)

likelihood_as_loss = Derivation(
    "errata-likelihood-as-loss",
    "Point 5: the likelihood is introduced as the loss",
    source=SOURCE,
    given=(CENTRES, CONTEXTS),
    chain=(
        start(negative(Sum(log(model(context[n], centre[n])), (n, 1, N))), "the loss of all pairs"),
        wrong(Product(model(context[n], centre[n]), (n, 1, N)), "as said: that is the likelihood, which is to grow"),
        equals(
            negative(log(Product(model(context[n], centre[n]), (n, 1, N)))), "the loss is minus the logarithm of it"
        ),
    ),
)

log_probabilities_as_logits = Derivation(
    "errata-log-probabilities-as-logits",
    "Point 6: log-probabilities are no logits",
    source=SOURCE,
    given=(WORD_J,),
    chain=(
        start(log(y_hat(j))),
        wrong(s[j], "as labelled: the logits are the scores that go into the softmax"),
        equals(minus(s[j], log(Sum(exp(s[i]), (i, 1, V)))), "less the logarithm of the denominator"),
    ),
)

LOG_LIKELIHOOD = Sum(plus(y[n] * log(pi_[n]), times(minus(1, y[n]), log(minus(1, pi_[n])))), (n, 1, N))

log_likelihood_minimised = Derivation(
    "errata-log-likelihood-minimised",
    "Point 7: the log-likelihood and its negative under one name",
    source=SOURCE,
    given=(
        between(pi_, 0, 1, "every prediction lies strictly between 0 and 1"),
        between(y, 0, 1, "every label lies between 0 and 1"),
    ),
    chain=(
        start(LOG_LIKELIHOOD, "the log-likelihood"),
        wrong(negative(LOG_LIKELIHOOD), "what is called minimising it: the formula is that of the loss"),
    ),
)

categorical_as_bernoulli = Derivation(
    "errata-categorical-as-bernoulli",
    "Point 8: two models under the heading NLL",
    source=SOURCE,
    given=(WORD_O, holds(V >= 2, "the vocabulary has at least two words")),
    chain=(
        start(nll(o), "the categorical model: one word out of $V$"),
        wrong(
            negative(
                Sum(
                    plus(
                        KroneckerDelta(j, o) * log(y_hat(j)),
                        times(minus(1, KroneckerDelta(j, o)), log(minus(1, y_hat(j)))),
                    ),
                    (j, 1, V),
                )
            ),
            "the Bernoulli model: $V$ separate answers, yes or no, with the same probabilities",
        ),
        equals(
            negative(Sum(KroneckerDelta(j, o) * log(y_hat(j)), (j, 1, V))),
            "the categorical model has no term for the words that did not come",
        ),
    ),
)

negatives_against_target = Derivation(
    "errata-negatives-against-target",
    "Point 9: the negatives are scored against the target",
    source=SOURCE,
    given=(WORD_C, WORD_O, NEGATIVES),
    chain=(
        start(negative(log(times(sigmoid(score(o, c)), Product(sigmoid(-score(noise_word[k], c)), (k, 1, K)))))),
        wrong(
            minus(
                negative(log(sigmoid(score(o, c)))),
                Sum(log(sigmoid(-Sum(times(u[noise_word[k], l], u[o, l]), (l, 1, d)))), (k, 1, K)),
            ),
            "as coded: an output vector against an output vector",
        ),
        equals(
            minus(negative(log(sigmoid(score(o, c)))), Sum(log(sigmoid(-score(noise_word[k], c))), (k, 1, K))),
            "every score has the centre's input vector on one side",
        ),
    ),
)

mean_for_sum = Derivation(
    "errata-mean-for-sum",
    "Point 10: a mean where the objective has a sum",
    source=SOURCE,
    given=(WORD_C, WORD_O, NEGATIVES),
    chain=(
        start(minus(negative(log(sigmoid(score(o, c)))), Sum(log(sigmoid(-score(noise_word[k], c))), (k, 1, K)))),
        wrong(
            over(
                minus(negative(log(sigmoid(score(o, c)))), Sum(log(sigmoid(-score(noise_word[k], c))), (k, 1, K))),
                plus(1, K),
            ),
            "as coded: the framework's reduction is a mean unless it is told otherwise",
        ),
    ),
)

logit_for_probability = Derivation(
    "errata-logit-for-probability",
    "Point 11: one name for a probability and a logit",
    source=SOURCE,
    given=(between(x, 0, 1, "$x$ is a score that could be taken for a probability"),),
    chain=(
        start(negative(log(sigmoid(x))), "the code's prediction is a score: the sigmoid is still to come"),
        wrong(negative(log(x)), "the formula's prediction is a probability"),
        equals(log(plus(1, exp(-x))), "the definition of the sigmoid"),
    ),
)

position_for_pair = Derivation(
    "errata-position-for-pair",
    "Point 13: positions and pairs",
    source=SOURCE,
    given=(CENTRES, CONTEXTS),
    chain=(
        start(negative(times(1 / T, Sum(log(model(context[n], centre[n])), (n, 1, N))))),
        wrong(
            negative(times(1 / N, Sum(log(model(context[n], centre[n])), (n, 1, N)))),
            "as the code has it: a mean over pairs",
        ),
        equals(
            times(over(N, T), negative(times(1 / N, Sum(log(model(context[n], centre[n])), (n, 1, N))))),
            "the two differ by the mean number of pairs at a position",
        ),
    ),
)

target_from_context = Derivation(
    "errata-target-from-context",
    "Point 14: which word predicts which",
    source=SOURCE,
    given=(WORD_C, WORD_O),
    chain=(
        start(model(o, c), "the paper: the context word, given the centre"),
        wrong(model(c, o), "the notebook: the target, given a context word"),
        equals(
            over(exp(score(o, c)), Sum(exp(score(j, c)), (j, 1, V))), "the sum runs over the word that is predicted"
        ),
    ),
)

index_of_the_sum = Derivation(
    "errata-index-of-the-sum",
    "Point 16: a sum over an index that does not occur",
    source=SOURCE,
    given=(WORD_J, within(o, 1, V, "$o$ is the last word of the row")),
    chain=(
        start(y_hat(o)),
        wrong(over(exp(s[o]), Sum(exp(s[j]), (i, 1, V))), "as printed in the last entry: $i$ runs, $j$ stands still"),
        equals(over(exp(s[o]), Sum(exp(s[i]), (i, 1, V))), "one index, in the sum and in its terms"),
    ),
)

DERIVATIONS = (
    softmax_without_exp,
    denominator_over_text,
    words_as_columns,
    likelihood_as_loss,
    log_probabilities_as_logits,
    log_likelihood_minimised,
    categorical_as_bernoulli,
    negatives_against_target,
    mean_for_sum,
    logit_for_probability,
    position_for_pair,
    target_from_context,
    index_of_the_sum,
)
