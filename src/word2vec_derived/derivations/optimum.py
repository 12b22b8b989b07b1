"""What the optimum is: for each objective, the scores that minimise it where every score can be chosen freely."""

from __future__ import annotations

from sympy import Derivative, Expr, KroneckerDelta, Max, Product, Sum, exp, log

from proofpress.proof.derivation import (
    Derivation,
    at_least,
    equals,
    equivalent,
    minimised_at,
    start,
    tends_to,
)
from proofpress.proof.functions import sigmoid
from proofpress.proof.given import distribution, given_that, holds, inverse, values_within, within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import WORD_C, WORD_I, WORD_J, WORD_O
from word2vec_derived.derivations.nce import LOG_RATIO
from word2vec_derived.notation import (
    K,
    N,
    V,
    c,
    centre_count,
    corrected,
    count,
    d,
    exponent,
    i,
    inverse_matrix,
    j,
    k,
    l,
    l_other,
    l_third,
    matrix,
    n,
    n_other,
    noise_word,
    o,
    p,
    posterior,
    q,
    r,
    s,
    score,
    shift,
    u,
    v,
    weight,
    word_count,
    word_loss,
    x,
    y_hat,
    z,
)

DATA = distribution(p, j, V, "the data's probabilities are positive and sum to one")
NOISE = distribution(q, j, V, "the noise's probabilities are positive and sum to one")
CANDIDATES = values_within(noise_word, 1, V, "every candidate is a word of the vocabulary")


def objective(drawn: Expr) -> Expr:
    """The expected loss: words of the data get label 1; word j gets label 0 at the rate `drawn`."""
    return minus(
        negative(Sum(times(p[j], log(sigmoid(s[j]))), (j, 1, V))),
        Sum(times(drawn, log(sigmoid(negative(s[j])))), (j, 1, V)),
    )


NEGATIVE_SAMPLING = objective(times(K, q[j]))
CURVATURE = times(plus(p[i], times(K, q[i])), sigmoid(s[i]), minus(1, sigmoid(s[i])))
OPTIMUM = minus(log(over(p[i], q[i])), log(K))

negative_sampling_balance = Derivation(
    "negative-sampling-balance",
    "Where the pull and the push are equal",
    topics=("t33",),
    source="Levy and Goldberg (2014)",
    given=(WORD_I,),
    chain=(
        start(Derivative(NEGATIVE_SAMPLING, s[i]), "one centre word; negatives in expectation"),
        equals(
            plus(negative(times(p[i], minus(1, sigmoid(s[i])))), times(K, q[i], sigmoid(s[i]))),
            "only the two terms of word $i$ hold its score",
        ),
        equals(
            minus(times(plus(p[i], times(K, q[i])), sigmoid(s[i])), p[i]),
            "collect what stands before the sigmoid",
        ),
        equals(
            times(plus(p[i], times(K, q[i])), minus(sigmoid(s[i]), posterior(i))),
            "take out the bracket; what is left is the probability that the word came from the data",
        ),
    ),
)

negative_sampling_optimum = Derivation(
    "negative-sampling-optimum",
    "The optimum of negative sampling",
    topics=("t33",),
    source="Levy and Goldberg (2014)",
    given=(WORD_I,),
    chain=(
        start(NEGATIVE_SAMPLING, "one centre word; negatives in expectation"),
        minimised_at(
            OPTIMUM,
            "the first derivative is zero there, and the second is positive everywhere",
            variable=s[i],
            gap=CURVATURE,
        ),
    ),
)

ALL_PAIRS = Sum(count[i, j], (i, 1, V), (j, 1, V))
PAIRS_OF_CENTRE = Sum(count[c, j], (j, 1, V))
PAIRS_OF_CONTEXT = Sum(count[i, o], (i, 1, V))

pmi = Derivation(
    "pmi",
    "With unigram noise the optimum is PMI, shifted",
    topics=("t33",),
    source="Levy and Goldberg (2014)",
    given=(
        WORD_C,
        WORD_O,
        given_that(p[o], count[c, o] / PAIRS_OF_CENTRE, "the data: how the contexts of this centre were counted"),
        given_that(q[o], PAIRS_OF_CONTEXT / ALL_PAIRS, "the noise: how contexts were counted beside any centre"),
    ),
    chain=(
        start(minus(log(over(p[o], q[o])), log(K)), "the optimum of negative sampling"),
        equals(
            minus(log(over(over(count[c, o], PAIRS_OF_CENTRE), over(PAIRS_OF_CONTEXT, ALL_PAIRS))), log(K)),
            "both distributions by their counts",
        ),
        equals(
            minus(
                log(
                    over(
                        over(count[c, o], ALL_PAIRS),
                        times(over(PAIRS_OF_CENTRE, ALL_PAIRS), over(PAIRS_OF_CONTEXT, ALL_PAIRS)),
                    )
                ),
                log(K),
            ),
            "divide above and below by the number of pairs: the chance of the pair over the product of the two chances",
        ),
    ),
)

SMOOTHED = over(word_count[j] ** exponent, Sum(word_count[i] ** exponent, (i, 1, V)))

smoothed_optimum = Derivation(
    "smoothed-optimum",
    "With smoothed noise",
    topics=("t34",),
    source="Levy, Goldberg and Dagan (2015)",
    given=(
        WORD_J,
        given_that(
            q[o],
            word_count[o] ** exponent / Sum(word_count[i] ** exponent, (i, 1, V)),
            "the noise is made of counts to a power",
            every=(o,),
        ),
    ),
    chain=(
        start(minus(log(over(p[j], q[j])), log(K)), "the optimum of negative sampling, whatever the noise"),
        equals(minus(log(over(p[j], SMOOTHED)), log(K)), "the noise by its counts"),
        equals(
            minus(
                plus(
                    minus(log(p[j]), times(exponent, log(word_count[j]))),
                    log(Sum(word_count[i] ** exponent, (i, 1, V))),
                ),
                log(K),
            ),
            "the logarithm of a quotient, and of a power",
        ),
    ),
)

shifted_positive_pmi = Derivation(
    "shifted-positive-pmi",
    "Shifted positive PMI",
    topics=("t35",),
    source="Levy and Goldberg (2014)",
    given=(WORD_J,),
    chain=(
        start(
            Max(log(p[j] / q[j]) - log(K), 0),
            "a pair never seen has minus infinity for an optimum; everything below 0 is replaced by 0",
        ),
        equals(
            log(Max(over(p[j], times(K, q[j])), 1)),
            "the logarithm rises, so the larger of two logarithms is the logarithm of the larger",
        ),
    ),
)

positive_where_likelier = Derivation(
    "positive-where-likelier",
    "Which entries are kept",
    topics=("t35",),
    source="Levy and Goldberg (2014)",
    given=(WORD_J,),
    chain=(
        start(log(p[j] / q[j]) - log(K) > 0),
        equivalent(p[j] > K * q[j], "the exponential rises, so it keeps the order; multiply by $K$ and the noise"),
    ),
)

enough_dimensions = Derivation(
    "enough-dimensions",
    "With as many dimensions as words every matrix of scores is reached",
    topics=("t35",),
    given=(
        WORD_C,
        WORD_O,
        given_that(d, V, "as many dimensions as words"),
        given_that(u[o, l], KroneckerDelta(o, l), "the output vectors are the unit vectors", every=(o, l)),
    ),
    chain=(
        start(score(o, c)),
        equals(Sum(times(KroneckerDelta(o, l), v[c, l]), (l, 1, V)), "the output vectors are the unit vectors"),
        equals(v[c, o], "one term of the sum is left"),
    ),
)

WEIGHT = over(times(p[i], K, q[i]), plus(p[i], times(K, q[i])))

curvature_at_the_optimum = Derivation(
    "curvature-at-the-optimum",
    "How sharp the optimum is",
    topics=("t36",),
    given=(WORD_I, given_that(s[j], log(p[j] / q[j]) - log(K), "the scores are the optimum's", every=(j,))),
    chain=(
        start(CURVATURE, "the second derivative in one score, at the optimum"),
        equals(
            times(plus(p[i], times(K, q[i])), posterior(i), minus(1, posterior(i))),
            "the sigmoid of the optimum is the probability that the word came from the data",
        ),
        equals(WEIGHT, "put in that probability and cancel"),
    ),
)


second_order_weights = Derivation(
    "second-order-weights",
    "Near the optimum the loss is a weighted squared error",
    topics=("t36",),
    given=(),
    chain=(
        start(
            over(Sum(minus(word_loss(j, plus(LOG_RATIO, times(r, z[j]))), word_loss(j, LOG_RATIO)), (j, 1, V)), r**2),
            "what a move along $z$ costs, in units of the square of its length $r$",
        ),
        tends_to(
            times(
                over(1, 2),
                Sum(times(over(times(p[j], weight[j]), plus(p[j], weight[j])), z[j] ** 2), (j, 1, V)),
            ),
            "the first derivative is zero at the optimum, so what is left is half the second",
            variable=r,
            to=0,
        ),
    ),
)

OF_THE_CENTRE = given_that(
    p[c, j], count[c, j] / centre_count(c), "the data: how the contexts of each centre were counted", every=(c, j)
)

negative_sampling_of_text = Derivation(
    "negative-sampling-of-text",
    "The loss of a whole text",
    topics=("t33", "t36"),
    given=(OF_THE_CENTRE,),
    chain=(
        start(
            times(
                1 / N,
                Sum(
                    minus(
                        negative(times(count[c, j], log(sigmoid(s[c, j])))),
                        times(K, centre_count(c), q[j], log(sigmoid(negative(s[c, j])))),
                    ),
                    (j, 1, V),
                    (c, 1, V),
                ),
            ),
            "every pair has the label 1 as often as it was seen; every pair of a centre brings $K$ draws with label 0",
        ),
        equals(
            Sum(
                times(
                    over(centre_count(c), N),
                    Sum(
                        minus(
                            negative(times(p[c, j], log(sigmoid(s[c, j])))),
                            times(K, q[j], log(sigmoid(negative(s[c, j])))),
                        ),
                        (j, 1, V),
                    ),
                ),
                (c, 1, V),
            ),
            "in front stands the share of the centre $c$, behind it the loss of that centre",
        ),
    ),
)

weight_of_a_pair = Derivation(
    "weight-of-a-pair",
    "The weight of a pair in a whole text",
    topics=("t36",),
    given=(
        WORD_C,
        WORD_J,
        OF_THE_CENTRE,
    ),
    chain=(
        start(
            times(over(centre_count(c), N), over(times(p[c, j], K, q[j]), plus(p[c, j], times(K, q[j])))),
            "the share of the centre, times the weight of the word beside it",
        ),
        equals(
            over(
                times(count[c, j], K, centre_count(c), q[j]),
                times(N, plus(count[c, j], times(K, centre_count(c), q[j]))),
            ),
            "multiply above and below by the number of pairs that have $c$ as their centre",
        ),
    ),
)

nce_optimum = Derivation(
    "nce-optimum",
    "The optimum of NCE",
    topics=("t30", "t33"),
    source="Gutmann and Hyvärinen (2012)",
    given=(WORD_I,),
    chain=(
        start(
            minus(
                negative(Sum(times(p[j], log(sigmoid(corrected(j)))), (j, 1, V))),
                times(K, Sum(times(q[j], log(sigmoid(negative(corrected(j))))), (j, 1, V))),
            ),
            "one centre word; negatives in expectation",
        ),
        minimised_at(
            log(p[i]),
            "the first derivative is zero there, and the second is positive everywhere",
            variable=s[i],
            gap=times(plus(p[i], times(K, q[i])), sigmoid(corrected(i)), minus(1, sigmoid(corrected(i)))),
        ),
    ),
)

skipping_rate = Derivation(
    "skipping-rate",
    "How often a word is a negative where equals are skipped",
    topics=("t33", "t46"),
    source="word2vec.c",
    given=(WORD_J, DATA),
    chain=(
        start(
            Sum(times(p[o], K, minus(1, KroneckerDelta(j, o)), q[j]), (o, 1, V)),
            "beside the observed word $o$ each of $K$ draws is the word $j$ with its chance in the noise, "
            "and counts unless $j$ is $o$",
        ),
        equals(
            times(K, q[j], minus(Sum(p[o], (o, 1, V)), Sum(times(KroneckerDelta(j, o), p[o]), (o, 1, V)))),
            "take out what does not depend on $o$; a sum of differences is a difference of sums",
        ),
        equals(times(K, q[j], minus(1, p[j])), "the data sums to one, and the delta keeps one term"),
    ),
)

skipping_optimum = Derivation(
    "skipping-optimum",
    "The optimum where a negative equal to the target is skipped",
    topics=("t33", "t46"),
    source="word2vec.c",
    given=(WORD_I, DATA, holds(V > 1, "there are at least two words")),
    chain=(
        start(
            objective(times(K, q[j], minus(1, p[j]))),
            "word $j$ is pushed down only where another word was observed",
        ),
        minimised_at(
            minus(log(over(p[i], minus(1, p[i]))), log(times(K, q[i]))),
            "the first derivative is zero there, and the second is positive everywhere",
            variable=s[i],
            gap=times(plus(p[i], times(K, q[i], minus(1, p[i]))), sigmoid(s[i]), minus(1, sigmoid(s[i]))),
        ),
    ),
)

OTHERS = Sum(times(minus(1, KroneckerDelta(k, o)), q[k]), (k, 1, V))
REDRAWN = times(K, q[i], Sum(times(minus(1, KroneckerDelta(i, o)), over(p[o], minus(1, q[o]))), (o, 1, V)))

noise_of_the_others = Derivation(
    "noise-of-the-others",
    "What the noise leaves to the other words",
    topics=("t46",),
    given=(WORD_O, NOISE),
    chain=(
        start(OTHERS),
        equals(
            minus(Sum(q[k], (k, 1, V)), Sum(times(KroneckerDelta(k, o), q[k]), (k, 1, V))),
            "a sum of differences is a difference of sums",
        ),
        equals(minus(1, q[o]), "the noise sums to one, and the delta keeps one term"),
    ),
)

any_noise_optimum = Derivation(
    "any-noise-optimum",
    "The optimum for any rate of negatives",
    topics=("t33", "t46"),
    given=(WORD_I,),
    chain=(
        start(objective(weight[j]), "beside one observed word, word $j$ is a negative at some positive rate"),
        minimised_at(
            minus(log(p[i]), log(weight[i])),
            "the first derivative is zero there, and the second is positive everywhere",
            variable=s[i],
            gap=times(plus(p[i], weight[i]), sigmoid(s[i]), minus(1, sigmoid(s[i]))),
        ),
    ),
)

redrawing_optimum = Derivation(
    "redrawing-optimum",
    "The optimum where a negative equal to the target is drawn again",
    topics=("t33", "t46"),
    source="fastText",
    given=(
        WORD_I,
        DATA,
        NOISE,
        holds(V > 1, "there are at least two words"),
        given_that(
            weight[j],
            K * q[j] * Sum((1 - KroneckerDelta(j, o)) * p[o] / (1 - q[o]), (o, 1, V)),
            "beside an observed word $o$ the noise is that of the other words, divided by their total",
            every=(j,),
        ),
    ),
    chain=(
        start(minus(log(p[i]), log(weight[i])), "the optimum for any rate of negatives"),
        equals(minus(log(p[i]), log(REDRAWN)), "the rate at which word $i$ is a negative after drawing again"),
    ),
)

ALL_NOISE = Product(q[noise_word[k]], (k, 1, plus(K, 1)))
TRUE_AT_N = times(p[noise_word[n]], over(ALL_NOISE, q[noise_word[n]]))
TRUE_AT_OTHER = times(p[noise_word[n_other]], over(ALL_NOISE, q[noise_word[n_other]]))

contrastive_posterior = Derivation(
    "contrastive-posterior",
    "Which of the candidates is from the data?",
    topics=("t32", "t33"),
    source="Jozefowicz et al. (2016); Ma and Collins (2018)",
    given=(within(n, 1, plus(K, 1), "$n$ is one of the $K + 1$ candidates"), CANDIDATES),
    chain=(
        start(
            over(TRUE_AT_N, Sum(TRUE_AT_OTHER, (n_other, 1, plus(K, 1)))),
            "Bayes' rule over the candidates in random order: one is from the data, the other $K$ from the noise",
        ),
        equals(
            over(
                over(p[noise_word[n]], q[noise_word[n]]),
                Sum(over(p[noise_word[n_other]], q[noise_word[n_other]]), (n_other, 1, plus(K, 1))),
            ),
            "the product of all noise probabilities is in every term",
        ),
    ),
)

contrastive_optimum = Derivation(
    "contrastive-optimum",
    "The optimum of a softmax over candidates",
    topics=("t32", "t33"),
    source="Ma and Collins (2018)",
    given=(
        within(n, 1, plus(K, 1), "$n$ is one of the $K + 1$ candidates"),
        CANDIDATES,
        given_that(s[j], log(p[j] / q[j]) + shift, "the scores are log data over noise, and any constant", every=(j,)),
    ),
    chain=(
        start(
            over(exp(s[noise_word[n]]), Sum(exp(s[noise_word[n_other]]), (n_other, 1, plus(K, 1)))),
            "what the model says: a softmax over the candidates",
        ),
        equals(
            over(
                times(exp(shift), over(p[noise_word[n]], q[noise_word[n]])),
                Sum(times(exp(shift), over(p[noise_word[n_other]], q[noise_word[n_other]])), (n_other, 1, plus(K, 1))),
            ),
            "the exponential of a sum is a product, and it undoes the logarithm",
        ),
        equals(
            over(
                over(p[noise_word[n]], q[noise_word[n]]),
                Sum(over(p[noise_word[n_other]], q[noise_word[n_other]]), (n_other, 1, plus(K, 1))),
            ),
            "the constant is in every term",
        ),
    ),
)

contrastive_gradient = Derivation(
    "contrastive-gradient",
    "With one negative, the gradient",
    topics=("t32", "t33"),
    given=(WORD_I,),
    chain=(
        start(
            Derivative(negative(Sum(times(p[o], q[j], log(sigmoid(minus(s[o], s[j])))), (o, 1, V), (j, 1, V))), s[i]),
            "the softmax over one word of the data and one of the noise is a sigmoid",
        ),
        equals(
            minus(
                Sum(times(p[j], q[i], sigmoid(minus(s[i], s[j]))), (j, 1, V)),
                Sum(times(p[i], q[j], sigmoid(minus(s[j], s[i]))), (j, 1, V)),
            ),
            "word $i$ is once the noise and once the data",
        ),
    ),
)

contrastive_balance = Derivation(
    "contrastive-balance",
    "Pull and push cancel, word by word",
    topics=("t32", "t33"),
    given=(
        WORD_I,
        WORD_J,
        given_that(s[o], log(p[o] / q[o]) + shift, "the scores are log data over noise, and any constant", every=(o,)),
    ),
    chain=(
        start(
            minus(
                times(p[j], q[i], sigmoid(minus(s[i], s[j]))),
                times(p[i], q[j], sigmoid(minus(s[j], s[i]))),
            ),
            "one term of each sum",
        ),
        equals(
            minus(
                over(times(p[j], q[i], p[i], q[j]), plus(times(p[i], q[j]), times(p[j], q[i]))),
                over(times(p[i], q[j], p[j], q[i]), plus(times(p[j], q[i]), times(p[i], q[j]))),
            ),
            "the sigmoid of a difference of logarithms is a quotient; the constant has gone",
        ),
        equals(0, "both are the same fraction"),
    ),
)

softmax_free_shift = Derivation(
    "softmax-free-shift",
    "A softmax does not see a shift",
    topics=("t13", "t33"),
    chain=(
        start(
            negative(Sum(times(p[j], log(over(exp(plus(s[j], x)), Sum(exp(plus(s[i], x)), (i, 1, V))))), (j, 1, V))),
            "the loss of one centre word, a number $x$ added to all its scores",
        ),
        equals(
            negative(Sum(times(p[j], log(y_hat(j))), (j, 1, V))),
            "the exponential of $x$ is a factor above and below",
        ),
    ),
)

candidates_free_shift = Derivation(
    "candidates-free-shift",
    "Nor does a softmax over candidates",
    topics=("t32", "t33"),
    given=(within(n, 1, plus(K, 1), "$n$ is one of the $K + 1$ candidates"), CANDIDATES),
    chain=(
        start(
            negative(
                log(
                    over(
                        exp(plus(s[noise_word[n]], x)),
                        Sum(exp(plus(s[noise_word[n_other]], x)), (n_other, 1, plus(K, 1))),
                    )
                )
            ),
            "the loss of one draw of candidates, a number $x$ added to all scores",
        ),
        equals(
            negative(log(over(exp(s[noise_word[n]]), Sum(exp(s[noise_word[n_other]]), (n_other, 1, plus(K, 1)))))),
            "the same factor above and below, whatever the candidates",
        ),
    ),
)

flat_direction = Derivation(
    "flat-direction",
    "A softmax is flat along a shift, and along nothing else",
    topics=("t13", "t33"),
    chain=(
        start(
            Sum(times(y_hat(i), minus(z[i], Sum(times(y_hat(j), z[j]), (j, 1, V))) ** 2), (i, 1, V)),
            "how the loss bends in the direction $z$",
        ),
        equals(
            times(over(1, 2), Sum(times(y_hat(i), y_hat(j), minus(z[i], z[j]) ** 2), (i, 1, V), (j, 1, V))),
            "a variance is half the mean squared difference of two draws",
        ),
        at_least(0, "positive probabilities times squares"),
    ),
)

ON_THE_LINE = {word: plus(s[word], times(x, z[word])) for word in (i, j)}

rivals_meet = Derivation(
    "rivals-meet",
    "Any two words are rivals in some draw",
    topics=("t32", "t33"),
    given=(
        WORD_I,
        WORD_J,
        given_that(noise_word[k], j, "every one of the $K$ negatives is the word $j$", every=(k,)),
    ),
    chain=(
        start(
            times(
                p[i],
                q[j] ** K,
                Derivative(
                    log(
                        plus(
                            exp(ON_THE_LINE[i]),
                            Sum(exp(plus(s[noise_word[k]], times(x, z[noise_word[k]]))), (k, 1, K)),
                        )
                    ),
                    x,
                    x,
                ),
            ),
            "the chance that $i$ was observed and every negative is $j$, times how the loss of this draw bends "
            "along $z$; the observed score bends nothing",
        ),
        equals(
            times(
                p[i],
                q[j] ** K,
                over(
                    times(K, exp(plus(ON_THE_LINE[i], ON_THE_LINE[j])), minus(z[i], z[j]) ** 2),
                    plus(exp(ON_THE_LINE[i]), times(K, exp(ON_THE_LINE[j]))) ** 2,
                ),
            ),
            "every negative is $j$: the two words alone are left",
        ),
        at_least(0, "positive numbers times a square"),
    ),
)

no_flat_direction = Derivation(
    "no-flat-direction",
    "Binary labels leave no direction flat",
    topics=("t33", "t46"),
    chain=(
        start(
            Sum(
                times(z[i], Derivative(minus(times(plus(p[i], weight[i]), sigmoid(s[i])), p[i]), s[j]), z[j]),
                (i, 1, V),
                (j, 1, V),
            ),
            "how the loss bends in the direction $z$: the derivatives of its gradient",
        ),
        equals(
            Sum(times(plus(p[i], weight[i]), sigmoid(s[i]), sigmoid(negative(s[i])), z[i] ** 2), (i, 1, V)),
            "each entry of the gradient holds one score, its own",
        ),
        at_least(0, "positive numbers times squares"),
    ),
)

output_shift = Derivation(
    "output-shift",
    "A shift, in the vectors",
    topics=("t33",),
    given=(WORD_C, WORD_O),
    chain=(
        start(
            Sum(times(plus(u[o, l], z[l]), v[c, l]), (l, 1, d)),
            "one vector $z$ is added to every output vector",
        ),
        equals(plus(score(o, c), Sum(times(z[l], v[c, l]), (l, 1, d))), "a sum of two dot products"),
    ),
)

vector_gauge = Derivation(
    "vector-gauge",
    "What the vectors are free to be",
    topics=("t33",),
    given=(
        WORD_C,
        WORD_O,
        within(l_other, 1, d, r"$\ell'$ and $\ell''$ are components of a vector"),
        within(l_third, 1, d),
        inverse(matrix[l, l_third], inverse_matrix[l, l_other], d, "the one matrix is the other's inverse, transposed"),
    ),
    chain=(
        start(
            Sum(
                times(
                    Sum(times(inverse_matrix[l, l_other], u[o, l_other]), (l_other, 1, d)),
                    Sum(times(matrix[l, l_third], v[c, l_third]), (l_third, 1, d)),
                ),
                (l, 1, d),
            ),
            "every input vector is multiplied by a matrix, every output vector by its inverse, transposed",
        ),
        equals(
            Sum(
                times(
                    u[o, l_other],
                    v[c, l_third],
                    Sum(times(inverse_matrix[l, l_other], matrix[l, l_third]), (l, 1, d)),
                ),
                (l_other, 1, d),
                (l_third, 1, d),
            ),
            r"sum over $\ell$ first",
        ),
        equals(
            Sum(
                times(u[o, l_other], v[c, l_third], KroneckerDelta(l_other, l_third)),
                (l_other, 1, d),
                (l_third, 1, d),
            ),
            "the two matrices make the unit matrix",
        ),
        equals(score(o, c), "the delta leaves one sum: the score is what it was"),
    ),
)

DERIVATIONS = (
    negative_sampling_balance,
    negative_sampling_optimum,
    pmi,
    smoothed_optimum,
    shifted_positive_pmi,
    positive_where_likelier,
    enough_dimensions,
    curvature_at_the_optimum,
    second_order_weights,
    negative_sampling_of_text,
    weight_of_a_pair,
    nce_optimum,
    skipping_rate,
    skipping_optimum,
    any_noise_optimum,
    noise_of_the_others,
    redrawing_optimum,
    contrastive_posterior,
    contrastive_optimum,
    contrastive_gradient,
    contrastive_balance,
    softmax_free_shift,
    candidates_free_shift,
    flat_direction,
    rivals_meet,
    no_flat_direction,
    output_shift,
    vector_gauge,
)
