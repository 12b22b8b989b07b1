"""Negative sampling: the pair that was seen against K pairs that were drawn."""

from __future__ import annotations

from sympy import Derivative, KroneckerDelta, Product, Sum, exp, log, oo

from proofpress.proof.derivation import Derivation, at_most, equals, less_than, start, tends_to
from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.given import distribution, given_that, within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import COMPONENT, NEGATIVES, WORD_C, WORD_J, WORD_O
from word2vec_derived.notation import (
    K,
    N,
    V,
    alpha,
    c,
    d,
    f,
    j,
    k,
    l,
    n,
    noise_word,
    o,
    q,
    r,
    s,
    score,
    u,
    v,
    x,
)

NOISE = distribution(q, j, V, "the probabilities $q$ of the noise sum to one")

S_O, S_K = score(o, c), score(noise_word[k], c)
LOSS = minus(negative(log(sigmoid(S_O))), Sum(log(sigmoid(-S_K)), (k, 1, K)))

positives_alone_slope = Derivation(
    "positives-alone-slope",
    "Positives alone always want a higher score",
    topics=("t22",),
    source="Goldberg and Levy (2014)",
    chain=(
        start(Derivative(negative(log(sigmoid(x))), x)),
        equals(minus(sigmoid(x), 1), "the gradient of a positive"),
        equals(negative(sigmoid(-x)), "the sigmoid of minus a score"),
        less_than(0, "a sigmoid is positive"),
    ),
)

positives_alone_cost = Derivation(
    "positives-alone-cost",
    "Positives alone always cost something",
    topics=("t22",),
    chain=(
        start(0),
        less_than(Sum(log(plus(1, exp(-s[n]))), (n, 1, N)), "an exponential is positive, so each logarithm is"),
        equals(negative(Sum(log(sigmoid(s[n])), (n, 1, N))), "the definition of the sigmoid: $N$ pairs that were seen"),
    ),
)

positives_alone = Derivation(
    "positives-alone",
    "Positives alone have no finite optimum",
    topics=("t22",),
    source="Goldberg and Levy (2014)",
    chain=(
        start(negative(Sum(log(sigmoid(x)), (n, 1, N))), "$N$ pairs that were seen, all with the same score"),
        equals(Sum(log(plus(1, exp(-x))), (n, 1, N)), "the definition of the sigmoid"),
        tends_to(0, "the exponential vanishes, and the logarithm of one is zero", variable=x, to=oo),
    ),
)

negative_sampling_likelihood = Derivation(
    "negative-sampling-likelihood",
    "The likelihood of one label 1 and K labels 0",
    topics=("t23",),
    source="Goldberg and Levy (2014)",
    given=(WORD_C, WORD_O, NEGATIVES),
    chain=(
        start(
            times(sigmoid(S_O), Product(minus(1, sigmoid(S_K)), (k, 1, K))),
            "the pair that was seen has label 1, each pair that was drawn has label 0, and all are independent",
        ),
        equals(
            times(sigmoid(S_O), Product(sigmoid(-S_K), (k, 1, K))),
            "one less a sigmoid is the sigmoid of minus the score",
        ),
    ),
)

negative_sampling_loss = Derivation(
    "negative-sampling-loss",
    "The loss of negative sampling",
    topics=("t23",),
    source="Mikolov et al. (2013b); Zhang et al., eq-negative-sample-conditional-prob",
    given=(WORD_C, WORD_O, NEGATIVES),
    chain=(
        start(
            negative(log(times(sigmoid(S_O), Product(sigmoid(-S_K), (k, 1, K))))),
            "minus the logarithm of the likelihood",
        ),
        equals(
            negative(plus(log(sigmoid(S_O)), log(Product(sigmoid(-S_K), (k, 1, K))))),
            "the logarithm of a product is a sum of logarithms",
        ),
        equals(LOSS, "once more, for the $K$ factors; then the minus is carried through"),
    ),
)

negative_sampling_softplus = Derivation(
    "negative-sampling-softplus",
    "The same loss as it is best computed",
    topics=("t23",),
    given=(WORD_C, WORD_O, NEGATIVES),
    chain=(
        start(LOSS),
        equals(plus(log(plus(1, exp(-S_O))), Sum(log(plus(1, exp(S_K))), (k, 1, K))), "the definition of the sigmoid"),
        equals(plus(softplus(-S_O), Sum(softplus(S_K), (k, 1, K))), "the definition of softplus"),
    ),
)

one_more_negative = Derivation(
    "one-more-negative",
    "What one more negative adds on average",
    topics=("t23",),
    given=(NOISE,),
    chain=(
        start(
            Sum(times(q[j], plus(x, f[j])), (j, 1, V)),
            "$x$ is the expected loss so far; the next negative is $j$ with probability $q$, and costs $f$",
        ),
        equals(plus(times(x, Sum(q[j], (j, 1, V))), Sum(times(q[j], f[j]), (j, 1, V))), "split the sum"),
        equals(plus(x, Sum(times(q[j], f[j]), (j, 1, V))), "the noise sums to one"),
    ),
)

negative_sampling_expected = Derivation(
    "negative-sampling-expected",
    "The loss in expectation",
    topics=("t23",),
    source="Levy and Goldberg (2014)",
    given=(WORD_O,),
    chain=(
        start(
            minus(negative(log(sigmoid(s[o]))), Sum(Sum(q[j] * log(sigmoid(-s[j])), (j, 1, V)), (k, 1, K))),
            "the expectation of a sum is the sum of the expectations, one for each draw",
        ),
        equals(
            minus(negative(log(sigmoid(s[o]))), times(K, Sum(q[j] * log(sigmoid(-s[j])), (j, 1, V)))),
            "the $K$ draws are alike",
        ),
    ),
)

gradient_in_centre_vector = Derivation(
    "negative-sampling-gradient-centre",
    "The gradient in the centre's vector",
    topics=("t25",),
    source="Rong (2014)",
    given=(WORD_C, WORD_O, NEGATIVES, COMPONENT),
    chain=(
        start(Derivative(LOSS, v[c, l])),
        equals(
            plus(
                Derivative(negative(log(sigmoid(S_O))), v[c, l]),
                Sum(Derivative(negative(log(sigmoid(-S_K))), v[c, l]), (k, 1, K)),
            ),
            "term by term",
        ),
        equals(
            plus(
                times(minus(sigmoid(S_O), 1), u[o, l]),
                Sum(times(sigmoid(S_K), u[noise_word[k], l]), (k, 1, K)),
            ),
            "the chain rule: the slope of each term, times the other vector of its score",
        ),
    ),
)

gradient_in_observed_vector = Derivation(
    "negative-sampling-gradient-context",
    "The gradient in the observed word's vector",
    topics=("t25",),
    source="Rong (2014)",
    given=(WORD_C, WORD_O, COMPONENT),
    chain=(
        start(Derivative(negative(log(sigmoid(S_O))), u[o, l]), "the one term that holds this vector by right"),
        equals(times(minus(sigmoid(S_O), 1), Derivative(S_O, u[o, l])), "the chain rule, and the slope of a positive"),
        equals(times(minus(sigmoid(S_O), 1), v[c, l]), "the derivative of a dot product is the other vector"),
    ),
)

gradient_in_negative_vector = Derivation(
    "negative-sampling-gradient-negative",
    "The gradient in a negative's vector",
    topics=("t25",),
    source="Rong (2014)",
    given=(WORD_C, WORD_J, COMPONENT),
    chain=(
        start(Derivative(negative(log(sigmoid(-score(j, c)))), u[j, l]), "one draw of the word $j$ as a negative"),
        equals(
            times(sigmoid(score(j, c)), Derivative(score(j, c), u[j, l])), "the chain rule, and the slope of a negative"
        ),
        equals(times(sigmoid(score(j, c)), v[c, l]), "the derivative of a dot product is the other vector"),
    ),
)

negative_drawn_twice = Derivation(
    "negative-drawn-twice",
    "A negative drawn twice counts twice",
    topics=("t26",),
    given=(WORD_C, WORD_J, WORD_O, NEGATIVES, COMPONENT),
    chain=(
        start(Derivative(LOSS, u[j, l]), "any word's output vector, drawn or not"),
        equals(
            plus(
                times(KroneckerDelta(j, o), minus(sigmoid(S_O), 1), v[c, l]),
                Sum(times(KroneckerDelta(j, noise_word[k]), sigmoid(S_K), v[c, l]), (k, 1, K)),
            ),
            "a term is touched only if its word is $j$",
        ),
        equals(
            times(
                plus(
                    times(KroneckerDelta(j, o), minus(sigmoid(S_O), 1)),
                    times(Sum(KroneckerDelta(j, noise_word[k]), (k, 1, K)), sigmoid(score(j, c))),
                ),
                v[c, l],
            ),
            "where the delta is 1 the negative is the word $j$, so the sigmoid is the same in every term",
        ),
    ),
)

sequential_update = Derivation(
    "sequential-update",
    "Updating in sequence is not the gradient of the batch",
    topics=("t26",),
    given=(
        WORD_C,
        within(j, 1, V, "$j$ is a word that was drawn twice"),
        given_that(
            x,
            score(j, c),
            "$x$ is its score before the first of the two updates",
        ),
    ),
    chain=(
        start(
            Sum(times(minus(u[j, l], times(alpha, sigmoid(x), v[c, l])), v[c, l]), (l, 1, d)),
            "the score of the negative after one step on its vector",
        ),
        equals(
            minus(score(j, c), times(alpha, sigmoid(x), Sum(v[c, l] ** 2, (l, 1, d)))),
            "multiply out: the old score, less a multiple of the squared length of the centre's vector",
        ),
        at_most(score(j, c), "what is taken away is not negative"),
    ),
)

second_step = Derivation(
    "sequential-second-step",
    "The second step is the smaller one",
    topics=("t26",),
    chain=(
        start(
            plus(sigmoid(x), sigmoid(minus(x, times(alpha, r)))),
            r"two steps in sequence, in units of $\alpha$ times the centre's vector; the first lowers the score",
        ),
        at_most(times(2, sigmoid(x)), "the sigmoid rises, and the second score is lower"),
    ),
)

second_order = Derivation(
    "sequential-second-order",
    "The difference is of second order",
    topics=("t26",),
    chain=(
        start(
            over(times(alpha, minus(sigmoid(x), sigmoid(minus(x, times(alpha, r))))), alpha**2),
            "what the second step lacks, divided by the square of the learning rate",
        ),
        tends_to(
            times(r, sigmoid(x), minus(1, sigmoid(x))),
            "a difference quotient tends to the derivative",
            variable=alpha,
            to=0,
        ),
    ),
)

DERIVATIONS = (
    positives_alone_slope,
    positives_alone_cost,
    positives_alone,
    negative_sampling_likelihood,
    negative_sampling_loss,
    negative_sampling_softplus,
    one_more_negative,
    negative_sampling_expected,
    gradient_in_centre_vector,
    gradient_in_observed_vector,
    gradient_in_negative_vector,
    negative_drawn_twice,
    sequential_update,
    second_step,
    second_order,
)
