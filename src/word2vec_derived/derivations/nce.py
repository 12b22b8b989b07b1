"""Noise-contrastive estimation and sampled softmax: learning a distribution by telling its words from noise."""

from __future__ import annotations

from sympy import Derivative, Expr, KroneckerDelta, Sum, exp, log, oo

from proofpress.proof.derivation import Derivation, define, equals, minimised_at, start, tends_to
from proofpress.proof.functions import sigmoid
from proofpress.proof.given import distribution, given_that
from proofpress.proof.written import applied, minus, negative, over, plus, times
from word2vec_derived.derivations.givens import NEGATIVES, WORD_I, WORD_J, WORD_O
from word2vec_derived.notation import (
    K,
    V,
    corrected,
    f,
    i,
    j,
    k,
    mean_value,
    n,
    noise_word,
    o,
    p,
    q,
    s,
    weight,
    word_loss,
    x,
    y_hat,
)

DATA = distribution(p, j, V, "the data's probabilities are positive and sum to one")
NOISE = distribution(q, j, V, "the noise's probabilities are positive and sum to one")


EXPECTED = minus(
    negative(Sum(times(p[j], log(sigmoid(corrected(j)))), (j, 1, V))),
    times(K, Sum(times(q[j], log(sigmoid(negative(corrected(j))))), (j, 1, V))),
)
LOSS = minus(
    negative(log(sigmoid(corrected(o)))),
    Sum(log(sigmoid(negative(corrected(noise_word[k])))), (k, 1, K)),
)
GRADIENT = over(times(K, q[i], minus(exp(s[i]), p[i])), plus(exp(s[i]), times(K, q[i])))

nce_posterior = Derivation(
    "nce-posterior",
    "Data or noise?",
    topics=("t28",),
    source="Gutmann and Hyvärinen (2012)",
    given=(WORD_J,),
    chain=(
        start(
            over(
                times(over(1, plus(1, K)), p[j]),
                plus(times(over(1, plus(1, K)), p[j]), times(over(K, plus(1, K)), q[j])),
            ),
            "Bayes' rule: of every $1 + K$ words one is from the data and $K$ are from the noise",
        ),
        equals(over(p[j], plus(p[j], times(K, q[j]))), "multiply above and below by $1 + K$"),
        equals(
            over(1, plus(1, applied(exp, negative(minus(log(p[j]), log(K * q[j])))))),
            "divide above and below by the probability of the data, and write the quotient as an exponential",
        ),
        equals(sigmoid(minus(log(p[j]), log(K * q[j]))), "this is the logistic function"),
    ),
)

corrected_score = Derivation(
    "corrected-score",
    "The corrected score",
    topics=("t28",),
    source="Mnih and Teh (2012)",
    given=(WORD_J,),
    chain=(
        define(
            corrected(j),
            minus(s[j], log(K * q[j])),
            "a score less the logarithm of how often the noise draws its word",
        ),
        equals(
            over(exp(s[j]), plus(exp(s[j]), times(K, q[j]))),
            "the exponential of the score in the place of the data's probability",
            left=sigmoid(corrected(j)),
        ),
    ),
)

nce_loss = Derivation(
    "nce-loss",
    "The loss of noise-contrastive estimation",
    topics=("t28",),
    source="Mnih and Teh (2012)",
    given=(WORD_O, NEGATIVES),
    chain=(
        start(
            minus(
                negative(log(over(exp(s[o]), plus(exp(s[o]), times(K, q[o]))))),
                Sum(
                    log(
                        over(
                            times(K, q[noise_word[k]]),
                            plus(exp(s[noise_word[k]]), times(K, q[noise_word[k]])),
                        )
                    ),
                    (k, 1, K),
                ),
            ),
            "the negative log-likelihood of $1 + K$ verdicts, with the exponential of the score "
            "in the place of the data's probability",
        ),
        equals(LOSS, "each quotient is a sigmoid; that of the noise is the one of the negative argument"),
    ),
)

LOG_RATIO = log(over(p[j], weight[j]))

loss_of_a_word = Derivation(
    "loss-of-a-word",
    "What one word costs",
    topics=("t28", "t36"),
    given=(WORD_J,),
    chain=(
        define(
            word_loss(j, x),
            minus(negative(times(p[j], log(sigmoid(x)))), times(weight[j], log(sigmoid(negative(x))))),
            "with probability $p_j$ the word has the label 1, and at the rate $\\omega_j$ the label 0",
        ),
        minimised_at(
            LOG_RATIO,
            "the first derivative is zero there, and the second is positive everywhere",
            variable=x,
            gap=times(plus(p[j], weight[j]), sigmoid(x), sigmoid(negative(x))),
        ),
    ),
)

nce_gradient = Derivation(
    "nce-gradient",
    "The gradient of NCE in the scores",
    topics=("t29",),
    source="Mnih and Teh (2012)",
    given=(WORD_I,),
    chain=(
        start(
            Derivative(EXPECTED, s[i]),
            "the loss in expectation: the observed word is drawn from the data, each negative from the noise",
        ),
        equals(
            plus(
                negative(times(p[i], sigmoid(negative(corrected(i))))),
                times(K, q[i], sigmoid(corrected(i))),
            ),
            r"only the terms of word $i$ hold its score; the derivative of $\log \sigma(x)$ is $\sigma(-x)$",
        ),
        equals(
            plus(
                negative(times(p[i], over(times(K, q[i]), plus(exp(s[i]), times(K, q[i]))))),
                times(K, q[i], over(exp(s[i]), plus(exp(s[i]), times(K, q[i])))),
            ),
            "the two sigmoids as quotients",
        ),
        equals(GRADIENT, "one denominator, one common factor"),
    ),
)

nce_gradient_limit = Derivation(
    "nce-gradient-limit",
    "Many negatives, free scores",
    topics=("t29",),
    given=(WORD_I,),
    chain=(
        start(GRADIENT),
        equals(
            over(minus(exp(s[i]), p[i]), plus(1, over(exp(s[i]), times(K, q[i])))),
            "divide above and below by $K$ times the noise",
        ),
        tends_to(minus(exp(s[i]), p[i]), "the second term below tends to 0", variable=K, to=oo),
    ),
)

EXCESS = over(times(K, q[j], minus(y_hat(j), p[j])), plus(y_hat(j), times(K, q[j])))
OWN_EXCESS = over(times(K, q[i], minus(y_hat(i), p[i])), plus(y_hat(i), times(K, q[i])))

AFTER_SOFTMAX = minus(OWN_EXCESS, times(y_hat(i), Sum(EXCESS, (j, 1, V))))

nce_gradient_softmax = Derivation(
    "nce-gradient-softmax",
    "The gradient of NCE, of a normalised model",
    topics=("t29",),
    source="Mnih and Teh (2012)",
    given=(
        WORD_I,
        given_that(weight[j], K * q[j], "a word is a negative as often as the noise draws it", every=(j,)),
    ),
    chain=(
        start(
            Derivative(Sum(word_loss(j, log(over(y_hat(j), weight[j]))), (j, 1, V)), s[i]),
            "NCE's loss in expectation, with the logarithm of the softmax for a score",
        ),
        equals(
            Sum(times(EXCESS, minus(KroneckerDelta(i, j), y_hat(i))), (j, 1, V)),
            "the chain rule: the gradient above, times the derivative of the logarithm of a softmax",
        ),
        equals(AFTER_SOFTMAX, "the delta keeps one term; the rest has a common factor"),
    ),
)

nce_gradient_normalised = Derivation(
    "nce-gradient-normalised",
    "Many negatives, a normalised model",
    topics=("t29",),
    source="Mnih and Teh (2012)",
    given=(WORD_I, DATA),
    chain=(
        start(AFTER_SOFTMAX, "the gradient of a normalised model"),
        tends_to(
            minus(minus(y_hat(i), p[i]), times(y_hat(i), Sum(minus(y_hat(j), p[j]), (j, 1, V)))),
            "each weight tends to 1",
            variable=K,
            to=oo,
        ),
        equals(minus(y_hat(i), p[i]), "predictions and data both sum to one, so their differences sum to zero"),
    ),
)

self_normalisation = Derivation(
    "self-normalisation",
    "At NCE's optimum the exponentials sum to one",
    topics=("t30",),
    source="Gutmann and Hyvärinen (2012)",
    given=(
        DATA,
        given_that(s[j], log(p[j]), "the scores are NCE's optimum, the logarithms of the probabilities", every=(j,)),
    ),
    chain=(
        start(Sum(exp(s[j]), (j, 1, V))),
        equals(Sum(p[j], (j, 1, V)), "each score is the logarithm of a probability"),
        equals(1, "the probabilities sum to one"),
    ),
)

shift_is_pinned = Derivation(
    "shift-is-pinned",
    "Binary labels fix the constant that softmax leaves free",
    topics=("t30", "t33", "t46"),
    given=(),
    chain=(
        start(
            Sum(word_loss(j, plus(LOG_RATIO, x)), (j, 1, V)),
            "the loss where every word lies $x$ above its optimum",
        ),
        minimised_at(
            0,
            "each word's loss falls until $x$ is 0 and rises from there",
            variable=x,
            gap=Sum(
                over(
                    times(p[j], weight[j], exp(x), plus(p[j], weight[j])),
                    plus(times(p[j], exp(x)), weight[j]) ** 2,
                ),
                (j, 1, V),
            ),
        ),
    ),
)

negative_sampling_is_nce = Derivation(
    "negative-sampling-is-nce",
    "Negative sampling is NCE with one put in",
    topics=("t31",),
    source="Dyer (2014)",
    given=(
        WORD_O,
        NEGATIVES,
        given_that(q[j], 1 / K, "inside the sigmoid, $K$ times the noise is taken to be 1 for every word", every=(j,)),
    ),
    chain=(
        start(LOSS, "the loss of NCE"),
        equals(
            minus(
                negative(log(sigmoid(s[o]))),
                Sum(log(sigmoid(negative(s[noise_word[k]]))), (k, 1, K)),
            ),
            "the logarithm of 1 is 0",
        ),
    ),
)

negative_sampling_softmax = Derivation(
    "negative-sampling-softmax",
    "What is lost",
    topics=("t31",),
    given=(
        WORD_J,
        given_that(s[o], log(p[o] / q[o]) - log(K), "the scores are the optimum of negative sampling", every=(o,)),
    ),
    chain=(
        start(over(exp(s[j]), Sum(exp(s[i]), (i, 1, V)))),
        equals(
            over(over(p[j], times(K, q[j])), Sum(over(p[i], times(K, q[i])), (i, 1, V))),
            "the exponential undoes the logarithm",
        ),
        equals(
            over(over(p[j], q[j]), Sum(over(p[i], q[i]), (i, 1, V))),
            "$K$ is in every term, above and below",
        ),
    ),
)


CANDIDATES = plus(exp(corrected(o)), Sum(exp(corrected(noise_word[k])), (k, 1, K)))

sampled_softmax = Derivation(
    "sampled-softmax",
    "Sampled softmax",
    topics=("t32",),
    source="Bengio and Senécal (2003); Jean et al. (2015)",
    given=(WORD_O, NEGATIVES),
    chain=(
        start(
            negative(log(over(exp(corrected(o)), CANDIDATES))),
            "a softmax over the observed word and the $K$ drawn, of corrected scores",
        ),
        equals(minus(log(CANDIDATES), corrected(o)), "the logarithm of a quotient is a difference"),
        equals(
            minus(
                log(
                    plus(
                        over(exp(s[o]), times(K, q[o])),
                        Sum(over(exp(s[noise_word[k]]), times(K, q[noise_word[k]])), (k, 1, K)),
                    )
                ),
                corrected(o),
            ),
            "less the logarithm, in an exponent, is divided by",
        ),
    ),
)

sampled_partition = Derivation(
    "sampled-partition",
    "Why the logarithm of the noise is taken off",
    topics=("t32",),
    source="Bengio and Senécal (2003)",
    given=(),
    chain=(
        start(
            times(K, Sum(times(q[j], exp(corrected(j))), (j, 1, V))),
            "what the $K$ drawn words add to the sum, in expectation",
        ),
        equals(
            times(K, Sum(times(q[j], over(exp(s[j]), times(K, q[j]))), (j, 1, V))), "less the logarithm is divided by"
        ),
        equals(Sum(exp(s[j]), (j, 1, V)), "the chance of being drawn cancels"),
    ),
)

FROM_THE_MEAN = minus(f[j], mean_value)
SPREAD = Sum(times(q[j], FROM_THE_MEAN**2), (j, 1, V))

one_more_draw = Derivation(
    "one-more-draw",
    "How far one more draw strays",
    topics=("t32",),
    given=(
        NOISE,
        given_that(mean_value, Sum(q[i] * f[i], (i, 1, V)), r"a draw adds $\bar{f}$ on average"),
    ),
    chain=(
        start(
            Sum(times(q[j], plus(x, FROM_THE_MEAN) ** 2), (j, 1, V)),
            "$x$ is the distance so far; the next draw is $j$ with probability $q$, and adds $f$ less its mean",
        ),
        equals(
            plus(
                times(x**2, Sum(q[j], (j, 1, V))),
                times(2, x, Sum(times(q[j], FROM_THE_MEAN), (j, 1, V))),
                SPREAD,
            ),
            "multiply out, and split the sum",
        ),
        equals(plus(x**2, SPREAD), "the noise sums to one, and the deviations from a mean cancel"),
    ),
)

PARTITION = Sum(exp(s[i]), (i, 1, V))

sampled_partition_spread = Derivation(
    "sampled-partition-spread",
    "With many draws the sampled denominator is the whole one",
    topics=("t32",),
    given=(WORD_O, NOISE),
    chain=(
        start(
            plus(
                exp(corrected(o)) ** 2,
                times(K, Sum(times(q[j], minus(exp(corrected(j)), over(PARTITION, K)) ** 2), (j, 1, V))),
            ),
            "the squared distance that the observed word makes, and what each of the $K$ draws adds to it",
        ),
        equals(
            plus(
                times(over(1, K**2), over(exp(s[o]), q[o]) ** 2),
                times(over(1, K), Sum(times(q[j], minus(over(exp(s[j]), q[j]), PARTITION) ** 2), (j, 1, V))),
            ),
            "less the logarithm is divided by, and $K$ stands in front",
        ),
        tends_to(0, "what stands behind holds no $K$", variable=K, to=oo),
    ),
)

sampled_softmax_gradient = Derivation(
    "sampled-softmax-gradient",
    "The gradient of sampled softmax",
    topics=("t32",),
    given=(WORD_I, WORD_O, NEGATIVES),
    chain=(
        start(Derivative(minus(log(CANDIDATES), corrected(o)), s[i])),
        equals(
            minus(
                over(
                    times(
                        plus(KroneckerDelta(i, o), Sum(KroneckerDelta(i, noise_word[n]), (n, 1, K))),
                        exp(corrected(i)),
                    ),
                    CANDIDATES,
                ),
                KroneckerDelta(i, o),
            ),
            "the chain rule; a word counts as often as it stands among the candidates",
        ),
    ),
)


def share(word: Expr, rival: Expr) -> Expr:
    """The share of a word against one rival, both corrected."""
    return over(over(exp(s[word]), q[word]), plus(over(exp(s[word]), q[word]), over(exp(s[rival]), q[rival])))

sampled_softmax_bias = Derivation(
    "sampled-softmax-bias",
    "The expected gradient with one negative",
    topics=("t32",),
    given=(WORD_I, WORD_O, NOISE),
    chain=(
        start(
            Derivative(
                Sum(
                    times(
                        q[j],
                        minus(log(plus(over(exp(s[o]), q[o]), over(exp(s[j]), q[j]))), minus(s[o], log(q[o]))),
                    ),
                    (j, 1, V),
                ),
                s[i],
            ),
            "the loss with one negative, averaged over every word it may be",
        ),
        equals(
            minus(
                times(q[i], share(i, o)),
                times(KroneckerDelta(i, o), Sum(times(q[j], share(j, o)), (j, 1, V))),
            ),
            "a drawn word is pushed down by its share against the observed word, which is pulled up as much",
        ),
    ),
)

DERIVATIONS = (
    nce_posterior,
    corrected_score,
    nce_loss,
    loss_of_a_word,
    nce_gradient,
    nce_gradient_limit,
    nce_gradient_softmax,
    nce_gradient_normalised,
    self_normalisation,
    shift_is_pinned,
    negative_sampling_is_nce,
    negative_sampling_softmax,
    sampled_softmax,
    sampled_partition,
    one_more_draw,
    sampled_partition_spread,
    sampled_softmax_gradient,
    sampled_softmax_bias,
)
