"""Softmax and NLL: one centre word, one score for every word of the vocabulary, one word observed."""

from __future__ import annotations

from sympy import Derivative, KroneckerDelta, Pow, S, Sum, exp, log

from proofpress.proof.derivation import Derivation, at_least, at_most, define, equals, less_than, minimised_at, start
from proofpress.proof.given import distribution, given_that, one_hot
from proofpress.proof.written import applied, minus, negative, over, plus, times
from word2vec_derived.derivations.givens import CENTRES, CONTEXTS, WORD_I, WORD_J, WORD_O
from word2vec_derived.notation import (
    N,
    V,
    c,
    centre,
    centre_count,
    context,
    count,
    i,
    j,
    j_other,
    model,
    n,
    nll,
    o,
    p,
    r,
    s,
    x,
    y,
    y_hat,
    z,
)

Z = Sum(exp(s[i]), (i, 1, V))
P_SUMS_TO_ONE = distribution(p, j, V, "the probabilities $p$ of the data sum to one")

softmax = Derivation(
    "softmax",
    "Softmax",
    topics=("t06",),
    source="Bridle (1990)",
    given=(WORD_J,),
    chain=(define(y_hat(j), exp(s[j]) / Z, "every score is made positive, then divided by the sum of all"),),
)

softmax_positive = Derivation(
    "softmax-positive",
    "Softmax is positive",
    topics=("t06",),
    given=(WORD_J,),
    chain=(
        start(0),
        less_than(exp(s[j]) / Z, "an exponential is positive, and so is a sum of exponentials"),
        equals(y_hat(j), "the definition of softmax"),
    ),
)

softmax_sums_to_one = Derivation(
    "softmax-sums-to-one",
    "Softmax is a probability distribution",
    topics=("t06",),
    chain=(
        start(Sum(y_hat(j), (j, 1, V))),
        equals(Sum(exp(s[j]) / Z, (j, 1, V)), "the definition of softmax"),
        equals(Sum(exp(s[j]), (j, 1, V)) / Z, "the denominator is the same for every word"),
        equals(1, "numerator and denominator are one sum under two names"),
    ),
)

softmax_shift = Derivation(
    "softmax-shift",
    "Softmax sees only differences of scores",
    topics=("t06",),
    given=(WORD_J,),
    chain=(
        start(over(exp(plus(s[j], x)), Sum(exp(plus(s[i], x)), (i, 1, V))), "a number $x$ is added to every score"),
        equals(
            over(times(exp(x), exp(s[j])), Sum(times(exp(x), exp(s[i])), (i, 1, V))),
            "the exponential of a sum is a product of exponentials",
        ),
        equals(over(times(exp(x), exp(s[j])), times(exp(x), Z)), "take the common factor out of the sum"),
        equals(over(exp(s[j]), Z), "it cancels"),
        equals(y_hat(j), "what remains is the softmax of the scores as they were"),
    ),
)

nll_softmax = Derivation(
    "nll-softmax",
    "The negative log-likelihood of one word",
    topics=("t07",),
    source="Rong (2014)",
    given=(WORD_O,),
    chain=(
        define(nll(o), -log(y_hat(o)), "the likelihood of the word $o$ is its predicted probability"),
        equals(negative(log(exp(s[o]) / Z)), "the definition of softmax"),
        equals(
            negative(minus(log(exp(s[o], evaluate=False), evaluate=False), log(Z))),
            "the logarithm of a quotient is a difference",
        ),
        equals(minus(log(Z), s[o]), "the logarithm undoes the exponential; then the minus is carried through"),
    ),
)

cross_entropy_one_hot = Derivation(
    "cross-entropy-one-hot",
    "The NLL is a cross-entropy",
    topics=("t07",),
    given=(WORD_O, one_hot(y, j, o, "the label $y$ is 1 for the observed word and 0 for every other")),
    chain=(
        start(negative(Sum(y[j] * log(y_hat(j)), (j, 1, V))), "cross-entropy of the labels and the predictions"),
        equals(negative(Sum(KroneckerDelta(j, o) * log(y_hat(j)), (j, 1, V))), "the labels are one-hot"),
        equals(-log(y_hat(o)), "only the observed word's term is not zero"),
        equals(nll(o), "the definition of the NLL"),
    ),
)

log_tangent = Derivation(
    "log-tangent",
    "The logarithm lies below its tangent",
    topics=("t08",),
    chain=(
        start(minus(r, 1, log(r))),
        minimised_at(S.One, "the derivative is $1 - 1/r$, zero at one; the second, $1/r^2$, is positive", variable=r),
    ),
)

log_below_tangent = Derivation(
    "log-below-tangent",
    "The logarithm is at most its argument less one",
    topics=("t08",),
    chain=(
        start(log(r)),
        at_most(minus(r, 1), "the gap between the two sides is smallest where $r$ is one, and there it is zero"),
    ),
)

cross_entropy_kl = Derivation(
    "cross-entropy-kl",
    "Cross-entropy is entropy plus divergence",
    topics=("t08",),
    given=(P_SUMS_TO_ONE,),
    chain=(
        start(negative(Sum(p[j] * log(y_hat(j)), (j, 1, V))), "cross-entropy of the data and the model"),
        equals(
            negative(Sum(times(p[j], minus(log(p[j]), log(over(p[j], y_hat(j))))), (j, 1, V))),
            "write the model's probability as the data's, divided by the ratio of the two",
        ),
        equals(
            plus(
                negative(Sum(p[j] * log(p[j]), (j, 1, V))),
                Sum(times(p[j], log(over(p[j], y_hat(j)))), (j, 1, V)),
            ),
            "split the sum: one part is the Kullback–Leibler divergence, the other holds no parameter",
        ),
    ),
)

gibbs = Derivation(
    "gibbs",
    "Gibbs' inequality",
    topics=("t08",),
    source="Cover and Thomas (2006)",
    given=(P_SUMS_TO_ONE,),
    chain=(
        start(Sum(times(p[j], log(over(p[j], y_hat(j)))), (j, 1, V)), "the divergence of the model from the data"),
        equals(
            negative(Sum(times(p[j], log(over(y_hat(j), p[j]))), (j, 1, V))),
            "turn the fraction over: its logarithm changes sign",
        ),
        at_least(
            negative(Sum(times(p[j], minus(over(y_hat(j), p[j]), 1)), (j, 1, V))),
            "the logarithm is at most its argument less one, in every term",
            gap=Sum(times(p[j], minus(over(y_hat(j), p[j]), 1, log(over(y_hat(j), p[j])))), (j, 1, V)),
        ),
        equals(minus(Sum(p[j], (j, 1, V)), Sum(y_hat(j), (j, 1, V))), "multiply out"),
        equals(0, "both sums are one"),
    ),
)

counts_of_pairs = Derivation(
    "nll-from-counts",
    "The NLL of a corpus needs only counts",
    topics=("t08",),
    given=(CENTRES, CONTEXTS),
    chain=(
        start(negative(times(1 / N, Sum(log(model(context[n], centre[n])), (n, 1, N))))),
        equals(
            negative(
                times(
                    1 / N,
                    Sum(
                        times(KroneckerDelta(c, centre[n]), KroneckerDelta(o, context[n]), log(model(o, c))),
                        (o, 1, V),
                        (c, 1, V),
                        (n, 1, N),
                    ),
                )
            ),
            "look through all pairs of words; the two deltas keep the one that was seen",
        ),
        equals(
            negative(
                times(
                    1 / N,
                    Sum(
                        times(
                            Sum(times(KroneckerDelta(c, centre[n]), KroneckerDelta(o, context[n])), (n, 1, N)),
                            log(model(o, c)),
                        ),
                        (o, 1, V),
                        (c, 1, V),
                    ),
                )
            ),
            "sum over the observations first: the inner sum counts how often the pair was seen",
        ),
    ),
)

corpus_cross_entropy = Derivation(
    "corpus-cross-entropy",
    "The NLL of a corpus is a weighted cross-entropy",
    topics=("t08",),
    chain=(
        start(negative(times(1 / N, Sum(count[c, o] * log(model(o, c)), (o, 1, V), (c, 1, V))))),
        equals(
            negative(
                times(
                    1 / N,
                    Sum(
                        times(
                            centre_count(c),
                            Sum(times(over(count[c, o], centre_count(c)), log(model(o, c))), (o, 1, V)),
                        ),
                        (c, 1, V),
                    ),
                )
            ),
            "multiply and divide by the number of pairs that have $c$ as their centre",
        ),
        equals(
            Sum(
                times(
                    over(centre_count(c), N),
                    negative(Sum(times(over(count[c, o], centre_count(c)), log(model(o, c))), (o, 1, V))),
                ),
                (c, 1, V),
            ),
            "in front stands the share of the centre $c$, behind it a cross-entropy for that centre",
        ),
    ),
)

nll_gradient = Derivation(
    "nll-gradient",
    "The gradient of the NLL in the scores",
    topics=("t09",),
    source="Rong (2014)",
    given=(WORD_I, WORD_O),
    chain=(
        start(Derivative(nll(o), s[i])),
        equals(
            Derivative(minus(log(Sum(exp(s[j]), (j, 1, V))), s[o]), s[i]), "the logarithm of a quotient is a difference"
        ),
        equals(
            minus(exp(s[i]) / Sum(exp(s[j]), (j, 1, V)), KroneckerDelta(i, o)),
            "the chain rule; only one score of the sum is differentiated, and the observed one counts once",
        ),
        equals(minus(y_hat(i), KroneckerDelta(i, o)), "the fraction is the softmax"),
    ),
)

nll_hessian = Derivation(
    "nll-hessian",
    "The second derivatives of the NLL",
    topics=("t09",),
    given=(WORD_I, WORD_J, WORD_O),
    chain=(
        start(Derivative(minus(y_hat(i), KroneckerDelta(i, o)), s[j]), "differentiate the gradient once more"),
        equals(
            Derivative(over(exp(s[i]), Sum(exp(s[j_other]), (j_other, 1, V))), s[j]), "the observed word is a constant"
        ),
        equals(
            minus(
                over(times(KroneckerDelta(i, j), exp(s[i])), Sum(exp(s[j_other]), (j_other, 1, V))),
                over(times(exp(s[i]), exp(s[j])), Sum(exp(s[j_other]), (j_other, 1, V)) ** 2),
            ),
            "the quotient rule; the numerator changes only if $i$ and $j$ are the same word",
        ),
        equals(minus(KroneckerDelta(i, j) * y_hat(i), y_hat(i) * y_hat(j)), "each fraction is a softmax"),
    ),
)

nll_convex = Derivation(
    "nll-convex",
    "The NLL is convex in the scores",
    topics=("t09",),
    chain=(
        start(
            Sum(times(z[i], minus(KroneckerDelta(i, j) * y_hat(i), y_hat(i) * y_hat(j)), z[j]), (j, 1, V), (i, 1, V)),
            "the curvature of the NLL in the direction $z$",
        ),
        equals(
            minus(Sum(times(y_hat(i), z[i] ** 2), (i, 1, V)), Pow(Sum(times(y_hat(i), z[i]), (i, 1, V)), 2)),
            "the delta leaves one sum; the product of sums is a square",
        ),
        equals(
            Sum(times(y_hat(i), minus(z[i], Sum(times(y_hat(j), z[j]), (j, 1, V))) ** 2), (i, 1, V)),
            "the mean square less the squared mean is the mean squared distance from the mean: a variance",
        ),
        at_least(0, "positive probabilities times squares"),
    ),
)

cross_entropy_gradient = Derivation(
    "cross-entropy-gradient",
    "The gradient of the cross-entropy in the scores",
    topics=("t13",),
    given=(WORD_I, P_SUMS_TO_ONE),
    chain=(
        start(Derivative(negative(Sum(p[j] * log(y_hat(j)), (j, 1, V))), s[i])),
        equals(
            Sum(times(p[j], minus(y_hat(i), KroneckerDelta(i, j))), (j, 1, V)),
            "each term is an NLL, whose gradient is known",
        ),
        equals(minus(times(y_hat(i), Sum(p[j], (j, 1, V))), p[i]), "split the sum; the delta picks the word $i$"),
        equals(minus(y_hat(i), p[i]), "the probabilities of the data sum to one"),
    ),
)

softmax_optimum = Derivation(
    "softmax-optimum",
    "Where the cross-entropy is smallest",
    topics=("t13",),
    given=(
        WORD_I,
        P_SUMS_TO_ONE,
        given_that(
            s[j], plus(log(p[j]), x), "every score is the logarithm of a probability plus the same $x$", every=(j,)
        ),
    ),
    chain=(
        start(y_hat(i)),
        equals(
            over(applied(exp, plus(log(p[i]), x)), Sum(applied(exp, plus(log(p[j]), x)), (j, 1, V))),
            "put the scores into the softmax",
        ),
        equals(over(times(p[i], exp(x)), Sum(times(p[j], exp(x)), (j, 1, V))), "the exponential undoes the logarithm"),
        equals(over(p[i], Sum(p[j], (j, 1, V))), "the common factor cancels"),
        equals(p[i], "the probabilities of the data sum to one"),
    ),
)

softmax_gauge = Derivation(
    "softmax-gauge",
    "What the optimum leaves free",
    topics=("t13",),
    given=(WORD_I,),
    chain=(
        start(minus(s[i], log(y_hat(i)))),
        equals(minus(s[i], minus(s[i], log(Sum(exp(s[j]), (j, 1, V))))), "the logarithm of the softmax"),
        equals(log(Sum(exp(s[j]), (j, 1, V))), "the score cancels"),
    ),
)

DERIVATIONS = (
    softmax,
    softmax_positive,
    softmax_sums_to_one,
    softmax_shift,
    nll_softmax,
    cross_entropy_one_hot,
    log_tangent,
    log_below_tangent,
    cross_entropy_kl,
    gibbs,
    counts_of_pairs,
    corpus_cross_entropy,
    nll_gradient,
    nll_hessian,
    nll_convex,
    cross_entropy_gradient,
    softmax_optimum,
    softmax_gauge,
)
