"""Sampling in practice: which negatives are drawn, and which words of the text are left out."""

from __future__ import annotations

from sympy import Derivative, GoldenRatio, KroneckerDelta, Pow, S, Sum, log, sqrt

from proofpress.proof.derivation import Derivation, at_least, define, equals, equivalent, start
from proofpress.proof.given import between, given_that, values_within, within
from proofpress.proof.written import minus, over, plus, times
from word2vec_derived.derivations.givens import WORD_J
from word2vec_derived.notation import (
    T,
    V,
    exponent,
    frequency,
    i,
    j,
    other,
    own,
    q,
    threshold,
    word_count,
)

TOTAL = Sum(word_count[i] ** exponent, (i, 1, V))
SMOOTHED = over(word_count[j] ** exponent, TOTAL)

smoothed_noise = Derivation(
    "smoothed-noise",
    "Counts to a power",
    topics=("t37",),
    source="Mikolov et al. (2013b)",
    given=(WORD_J,),
    chain=(define(q[j], SMOOTHED, "the counts are raised to a power, then divided by their sum"),),
)

smoothed_noise_ratio = Derivation(
    "smoothed-noise-ratio",
    "What smoothing does to two words",
    topics=("t37",),
    given=(WORD_J, within(i, 1, V, "$i$ is another word of the vocabulary")),
    chain=(
        start(
            over(
                over(word_count[j] ** exponent, Sum(word_count[j] ** exponent, (j, 1, V))),
                over(word_count[i] ** exponent, Sum(word_count[j] ** exponent, (j, 1, V))),
            )
        ),
        equals(over(word_count[j] ** exponent, word_count[i] ** exponent), "the two sums are one"),
        equals(over(word_count[j], word_count[i]) ** exponent, "a quotient of powers is the power of the quotient"),
    ),
)

smoothed_noise_flat = Derivation(
    "smoothed-noise-flat",
    "Exponent 0",
    topics=("t37",),
    given=(WORD_J, given_that(exponent, 0, "the exponent is 0")),
    chain=(
        start(SMOOTHED),
        equals(over(1, Sum(1, (i, 1, V))), "any count to the power 0 is 1"),
        equals(over(1, V), "the sum has a 1 for each word"),
    ),
)

smoothed_noise_plain = Derivation(
    "smoothed-noise-plain",
    "Exponent 1",
    topics=("t37",),
    given=(WORD_J, given_that(exponent, 1, "the exponent is 1")),
    chain=(
        start(SMOOTHED),
        equals(over(word_count[j], Sum(word_count[i], (i, 1, V))), "a count to the power 1 is the count"),
    ),
)

smoothed_noise_slope = Derivation(
    "smoothed-noise-slope",
    "Who gains when the exponent rises",
    topics=("t37",),
    given=(WORD_J,),
    chain=(
        start(Derivative(log(SMOOTHED), exponent)),
        equals(
            Derivative(minus(times(exponent, log(word_count[j])), log(TOTAL)), exponent),
            "the logarithm of a quotient is a difference, that of a power a product",
        ),
        equals(
            minus(
                log(word_count[j]),
                over(Sum(times(word_count[i] ** exponent, log(word_count[i])), (i, 1, V)), TOTAL),
            ),
            "the chain rule; the derivative of a power in its exponent brings down the logarithm",
        ),
    ),
)

alias_table = Derivation(
    "alias-table",
    "Drawing by an alias table",
    topics=("t37",),
    source="Walker (1977); Vose (1991)",
    given=(
        WORD_J,
        values_within(other, 1, V, "the rest of every column belongs to a word of the vocabulary"),
        between(own, 0, 1, "a share of every column is its own word's"),
    ),
    chain=(
        start(
            Sum(
                times(
                    over(1, V),
                    plus(
                        times(own[i], KroneckerDelta(i, j)),
                        times(minus(1, own[i]), KroneckerDelta(other[i], j)),
                    ),
                ),
                (i, 1, V),
            ),
            "draw one of $V$ columns, then take its own word or the other one",
        ),
        equals(
            over(plus(own[j], Sum(times(minus(1, own[i]), KroneckerDelta(other[i], j)), (i, 1, V))), V),
            "word $j$ has its own column, and what other columns leave to it",
        ),
    ),
)

PRINTED = Pow(over(threshold, frequency), S.Half, evaluate=False)
SHIPPED = plus(PRINTED, over(threshold, frequency))

subsampling_printed = Derivation(
    "subsampling-printed",
    "Subsampling as printed",
    topics=("t38",),
    source="Mikolov et al. (2013b)",
    chain=(
        start(
            minus(1, minus(1, PRINTED)),
            "the paper gives the chance that a token is discarded; what is left is the chance that it is kept",
        ),
        equals(PRINTED, "what is taken away twice is there again"),
    ),
)

subsampling_leaves = Derivation(
    "subsampling-leaves",
    "What subsampling leaves of a word",
    topics=("t38",),
    chain=(
        start(times(T, frequency, PRINTED), "tokens of the word, times the chance that each is kept"),
        equals(
            times(T, Pow(times(threshold, frequency), S.Half, evaluate=False)), "a number is the square of its root"
        ),
    ),
)

subsampling_starts_printed = Derivation(
    "subsampling-starts-printed",
    "Where the printed rule begins",
    topics=("t38",),
    chain=(
        start(PRINTED < 1),
        equivalent(frequency > threshold, "square both sides, which are positive, and multiply by the share"),
    ),
)

subsampling_shipped = Derivation(
    "subsampling-shipped",
    "Subsampling as shipped",
    topics=("t39",),
    source="word2vec.c",
    chain=(
        start(
            times(plus(Pow(over(frequency, threshold), S.Half, evaluate=False), 1), over(threshold, frequency)),
            "the expression in the code, with counts divided by the number of tokens",
        ),
        equals(SHIPPED, "multiply out; the root of a fraction times its inverse is the root of the inverse"),
        at_least(PRINTED, "what is added is positive", gap=over(threshold, frequency)),
    ),
)

thinning_starts = Derivation(
    "thinning-starts",
    "Where the shipped rule begins",
    topics=("t39",),
    given=(
        given_that(
            frequency,
            times(GoldenRatio**2, threshold),
            "the share is the threshold times the square of the golden ratio",
        ),
    ),
    chain=(
        start(SHIPPED),
        equals(
            plus(over(1, GoldenRatio), over(1, GoldenRatio**2)),
            "put in the share: the threshold cancels",
        ),
        equals(over(plus(GoldenRatio, 1), GoldenRatio**2), "one denominator"),
        equals(1, "the square of the golden ratio is the golden ratio and one"),
    ),
)

thinning_above = Derivation(
    "thinning-above",
    "Thinned above, kept whole below",
    topics=("t39",),
    chain=(
        start(SHIPPED < 1),
        equivalent(
            frequency > times(GoldenRatio**2, threshold),
            "one less the left side is the difference of the two shares times a positive number",
            factor=over(
                plus(sqrt(frequency), sqrt(threshold) / GoldenRatio),
                times(frequency, plus(sqrt(frequency), GoldenRatio * sqrt(threshold))),
            ),
        ),
    ),
)

DERIVATIONS = (
    smoothed_noise,
    smoothed_noise_ratio,
    smoothed_noise_flat,
    smoothed_noise_plain,
    smoothed_noise_slope,
    alias_table,
    subsampling_printed,
    subsampling_leaves,
    subsampling_starts_printed,
    subsampling_shipped,
    thinning_starts,
    thinning_above,
)
