"""From text to likelihood: which pairs a text gives, what is assumed of them, and how often each is seen."""

from __future__ import annotations

from sympy import Product, Rational, Sum, exp, log, oo

from proofpress.proof.derivation import Derivation, assume, at_least, define, equals, start, tends_to
from proofpress.proof.functions import sigmoid
from proofpress.proof.given import given_that, holds, values_within, within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import CENTRES, CONTEXTS, WORD_C, WORD_J
from word2vec_derived.notation import (
    N,
    T,
    V,
    a,
    b,
    c,
    centre,
    context,
    d,
    f,
    g,
    j,
    l,
    likelihood,
    m,
    model,
    n,
    nll_per_pair,
    nll_per_position,
    s,
    score,
    t,
    theta,
    v,
    w,
    x,
)

WORDS = values_within(w, 1, V, "every token is a word of the vocabulary")
DISTANCE = within(a, 1, m, "$a$ is a distance within the largest window")
FITS = holds(m <= T, "the window is no longer than the text")

TO_THE_RIGHT = model(w[plus(t, a)], w[t])
TO_THE_LEFT = model(w[t - a], w[t])
BACK_AGAIN = model(w[t], w[plus(t, a)])

likelihood_of_text = Derivation(
    "likelihood-of-text",
    "The likelihood of a text",
    topics=("t01",),
    source="Mikolov et al. (2013b)",
    given=(WORDS,),
    chain=(
        assume(
            likelihood(theta),
            Product(times(Product(TO_THE_RIGHT, (t, 1, T - a)), Product(TO_THE_LEFT, (t, plus(a, 1), T))), (a, 1, m)),
            "conditional independence: once its centre is known, a context word depends on no other word, "
            "so the probabilities of all pairs are multiplied, to the right and to the left, at every distance",
        ),
        equals(
            Product(times(Product(TO_THE_RIGHT, (t, 1, T - a)), Product(BACK_AGAIN, (t, 1, T - a))), (a, 1, m)),
            "number the left neighbours by their own place: the centre is then the word on the right",
        ),
        equals(
            Product(Product(times(TO_THE_RIGHT, BACK_AGAIN), (t, 1, T - a)), (a, 1, m)),
            "two products over the same places are one: every two words at distance $a$ make two pairs",
        ),
    ),
)

pairs_in_a_text = Derivation(
    "pairs-in-a-text",
    "How many pairs a text gives",
    topics=("t01",),
    given=(FITS,),
    chain=(
        start(Sum(times(2, minus(T, a)), (a, 1, m))),
        equals(minus(Sum(2 * T, (a, 1, m)), Sum(2 * a, (a, 1, m))), "a sum of differences is a difference of sums"),
        equals(
            minus(times(2, m, T), times(m, plus(m, 1))),
            "$m$ equal terms, and twice the sum of the first $m$ numbers",
        ),
        equals(times(m, minus(2 * T, m, 1)), "take out the common factor"),
    ),
)

log_likelihood_of_text = Derivation(
    "log-likelihood-of-text",
    "The log-likelihood",
    topics=("t02",),
    source="Mikolov et al. (2013b)",
    given=(CENTRES, CONTEXTS),
    chain=(
        start(log(Product(model(context[n], centre[n]), (n, 1, N))), "all pairs of the text, numbered from 1 to $N$"),
        equals(Sum(log(model(context[n], centre[n])), (n, 1, N)), "the logarithm of a product is a sum of logarithms"),
        equals(
            Sum(log(over(exp(score(context[n], centre[n])), Sum(exp(score(j, centre[n])), (j, 1, V)))), (n, 1, N)),
            "the model is the softmax of the scores",
        ),
        equals(
            Sum(minus(score(context[n], centre[n]), log(Sum(exp(score(j, centre[n])), (j, 1, V)))), (n, 1, N)),
            "the logarithm of a quotient is a difference, and it undoes the exponential",
        ),
    ),
)

nll_for_each_pair = Derivation(
    "nll-per-pair",
    "The NLL of a text for each pair",
    topics=("t02",),
    given=(CENTRES, CONTEXTS),
    chain=(
        define(
            nll_per_pair(),
            negative(times(1 / N, Sum(log(model(context[n], centre[n])), (n, 1, N)))),
            "the mean over the pairs, with a minus, so that less is better",
        ),
    ),
)

nll_for_each_position = Derivation(
    "nll-per-position",
    "The NLL of a text for each position",
    topics=("t02",),
    source="Mikolov et al. (2013b)",
    given=(CENTRES, CONTEXTS),
    chain=(
        define(
            nll_per_position(),
            negative(times(1 / T, Sum(log(model(context[n], centre[n])), (n, 1, N)))),
            "the mean over the positions of the text, each of which has several pairs",
        ),
        equals(
            times(over(N, T), negative(times(1 / N, Sum(log(model(context[n], centre[n])), (n, 1, N))))),
            "multiply and divide by the number of pairs",
        ),
        equals(times(over(N, T), nll_per_pair()), "what follows the fraction is the NLL for each pair"),
    ),
)

pairs_at_a_position = Derivation(
    "pairs-per-position",
    "How many pairs a position has",
    topics=("t02",),
    given=(FITS,),
    chain=(
        start(over(times(m, minus(2 * T, m, 1)), T), "the pairs of the text, divided by its tokens"),
        equals(minus(2 * m, over(times(m, plus(m, 1)), T)), "divide each term by $T$"),
        tends_to(2 * m, "the ends of the text weigh less and less as it grows", variable=T, to=oo),
    ),
)

one_table_score = Derivation(
    "one-table-score",
    "With one table, a word's score with itself",
    topics=("t03",),
    source="Goldberg and Levy (2014)",
    given=(WORD_C,),
    chain=(
        start(Sum(times(v[c, l], v[c, l]), (l, 1, d))),
        equals(Sum(v[c, l] ** 2, (l, 1, d)), "a number times itself is its square"),
        at_least(0, "a sum of squares"),
    ),
)

one_table_sigmoid = Derivation(
    "one-table-sigmoid",
    "With one table, no word is unlikely beside itself",
    topics=("t03",),
    source="Goldberg and Levy (2014)",
    given=(WORD_C,),
    chain=(
        start(sigmoid(Sum(v[c, l] ** 2, (l, 1, d)))),
        equals(1 / plus(1, exp(-Sum(v[c, l] ** 2, (l, 1, d)))), "the definition of the sigmoid"),
        at_least(Rational(1, 2), "the exponent is not positive, so the exponential is at most 1"),
    ),
)

one_table_longest = Derivation(
    "one-table-longest",
    "The longest vector scores highest with itself",
    topics=("t03",),
    given=(
        WORD_C,
        WORD_J,
        holds(Sum(v[j, l] ** 2, (l, 1, d)) <= Sum(v[c, l] ** 2, (l, 1, d)), "no word $j$ has a longer vector than $c$"),
    ),
    chain=(
        start(minus(Sum(v[c, l] ** 2, (l, 1, d)), Sum(v[j, l] * v[c, l], (l, 1, d)))),
        equals(
            plus(
                times(Rational(1, 2), Sum(minus(v[c, l], v[j, l]) ** 2, (l, 1, d))),
                times(Rational(1, 2), minus(Sum(v[c, l] ** 2, (l, 1, d)), Sum(v[j, l] ** 2, (l, 1, d)))),
            ),
            "complete the square: this is how Cauchy and Schwarz's inequality is proved",
        ),
        at_least(
            times(Rational(1, 2), minus(Sum(v[c, l] ** 2, (l, 1, d)), Sum(v[j, l] ** 2, (l, 1, d)))),
            "a sum of squares is left out",
            gap=times(Rational(1, 2), Sum(minus(v[c, l], v[j, l]) ** 2, (l, 1, d))),
        ),
        at_least(0, "the vector of $c$ is the longest"),
    ),
)

one_table_softmax = Derivation(
    "one-table-softmax",
    "With one table, the longest vector expects itself",
    topics=("t03",),
    given=(
        WORD_C,
        given_that(s[j], minus(x, g[j]), "$x$ is the highest score, and word $j$ stays behind it by $g$", every=(j,)),
    ),
    chain=(
        start(over(exp(x), Sum(exp(s[j]), (j, 1, V)))),
        equals(over(exp(x), Sum(exp(minus(x, g[j])), (j, 1, V))), "a score is the highest less its distance from it"),
        equals(1 / Sum(exp(-g[j]), (j, 1, V)), "the exponential of the highest score cancels"),
        at_least(1 / V, "no distance is negative, so each of the $V$ terms is at most 1"),
    ),
)

window_weight = Derivation(
    "window-weight",
    "How often a distance is within the window",
    topics=("t04",),
    source="Mikolov et al. (2013a)",
    given=(DISTANCE,),
    chain=(
        start(Sum(1 / m, (b, a, m)), "the window $b$ is drawn uniformly from 1 to $m$, and must be at least $a$"),
        equals(over(plus(m, -a, 1), m), "$m - a + 1$ windows are wide enough, each of probability $1/m$"),
    ),
)

window_weights_of_a_sum = Derivation(
    "window-weighted-sum",
    "The expected sum over a drawn window",
    topics=("t04",),
    chain=(
        start(times(1 / m, Sum(Sum(f[a], (a, 1, b)), (b, 1, m))), "whatever $f$ is worth at each distance"),
        equals(
            times(1 / m, Sum(times(plus(m, -a, 1), f[a]), (a, 1, m))),
            "distance $a$ occurs in every window from $a$ to $m$",
        ),
        equals(Sum(times(over(plus(m, -a, 1), m), f[a]), (a, 1, m)), "take the factor into the sum"),
    ),
)

expected_pairs = Derivation(
    "expected-pairs",
    "Expected pairs of a token",
    topics=("t04",),
    source="Mikolov et al. (2013a)",
    chain=(
        start(Sum(times(2, over(plus(m, -a, 1), m)), (a, 1, m)), "far from the ends a distance has two sides"),
        equals(times(over(2, m), Sum(plus(m, -a, 1), (a, 1, m))), "take the constants out of the sum"),
        equals(times(over(2, m), over(times(m, plus(m, 1)), 2)), "the terms are the numbers from 1 to $m$"),
        equals(plus(m, 1), "cancel"),
    ),
)

expected_pairs_of_text = Derivation(
    "expected-pairs-of-text",
    "Expected pairs of a whole text",
    topics=("t04",),
    given=(FITS,),
    chain=(
        start(
            Sum(times(2, minus(T, a), over(plus(m, -a, 1), m)), (a, 1, m)),
            "at distance $a$ there are $T - a$ places, each with two pairs",
        ),
        equals(
            minus(
                times(T, Sum(times(2, over(plus(m, -a, 1), m)), (a, 1, m))),
                times(over(2, m), Sum(times(a, plus(m, -a, 1)), (a, 1, m))),
            ),
            "as many as if there were no ends, less what the ends cut off",
        ),
        equals(
            minus(times(T, plus(m, 1)), times(over(2, m), over(times(m, plus(m, 1), plus(m, 2)), 6))),
            "the first sum is known; the second is a sum of numbers and squares",
        ),
        equals(times(plus(m, 1), minus(T, over(plus(m, 2), 3))), "take out the common factor"),
    ),
)

symmetric_windows = Derivation(
    "symmetric-windows",
    "Predicting the context or predicting the centre",
    topics=("t05",),
    given=(WORDS, DISTANCE),
    chain=(
        start(
            plus(Sum(log(TO_THE_RIGHT), (t, 1, T - a)), Sum(log(TO_THE_LEFT), (t, plus(a, 1), T))),
            "the word at $t$ predicts its two neighbours at distance $a$",
        ),
        equals(
            plus(Sum(log(model(w[t], w[t - a])), (t, plus(a, 1), T)), Sum(log(BACK_AGAIN), (t, 1, T - a))),
            "number every pair by its other word: now the two neighbours predict the word at $t$",
        ),
    ),
)

DERIVATIONS = (
    likelihood_of_text,
    pairs_in_a_text,
    log_likelihood_of_text,
    nll_for_each_pair,
    nll_for_each_position,
    pairs_at_a_position,
    one_table_score,
    one_table_sigmoid,
    one_table_longest,
    one_table_softmax,
    window_weight,
    window_weights_of_a_sum,
    expected_pairs,
    expected_pairs_of_text,
    symmetric_windows,
)
