"""CBOW: the words of a window, as one vector, predict the word between them."""

from __future__ import annotations

from sympy import Derivative, KroneckerDelta, Sum, exp, log

from proofpress.proof.derivation import Derivation, define, equals, start, wrong
from proofpress.proof.given import values_within
from proofpress.proof.written import minus, negative, over, times
from word2vec_derived.derivations.givens import COMPONENT, WORD_C, WORD_I, WORD_J
from word2vec_derived.notation import (
    C,
    V,
    c,
    context,
    d,
    hidden_mean,
    hidden_sum,
    i,
    j,
    l,
    model_of_mean,
    model_of_sum,
    n,
    score_of_mean,
    score_of_sum,
    u,
    v,
)

WINDOW = values_within(context, 1, V, "every word of the window is a word of the vocabulary")

PLACES = Sum(KroneckerDelta(i, context[n]), (n, 1, C))
SCORES_OF_MEAN = log(Sum(exp(score_of_mean(j)), (j, 1, V)))
SCORES_OF_SUM = log(Sum(exp(score_of_sum(j)), (j, 1, V)))

cbow_mean = Derivation(
    "cbow-mean",
    "The forward pass with a mean",
    topics=("t15",),
    source="Mikolov et al. (2013a); Rong (2014)",
    given=(WORD_J, WINDOW, COMPONENT),
    chain=(
        define(
            hidden_mean(l),
            times(1 / C, Sum(v[context[n], l], (n, 1, C))),
            "the window is one vector: the mean of the input vectors of its words",
        ),
        equals(
            Sum(times(u[j, l], over(Sum(v[context[n], l], (n, 1, C)), C)), (l, 1, d)),
            "the score of a word is the dot product of its output vector with that mean",
            left=score_of_mean(j),
        ),
        equals(
            times(1 / C, Sum(Sum(u[j, l] * v[context[n], l], (l, 1, d)), (n, 1, C))),
            "a sum of sums may be taken in either order, and the factor is the same in every term",
        ),
    ),
)

cbow_sum = Derivation(
    "cbow-sum",
    "The forward pass with a sum",
    topics=("t15",),
    given=(WORD_J, WINDOW, COMPONENT),
    chain=(
        define(
            hidden_sum(l),
            Sum(v[context[n], l], (n, 1, C)),
            "the window is one vector: the sum of the input vectors of its words",
        ),
        equals(
            Sum(times(u[j, l], Sum(v[context[n], l], (n, 1, C))), (l, 1, d)),
            "the score of a word is the dot product of its output vector with that sum",
            left=score_of_sum(j),
        ),
        equals(
            Sum(Sum(u[j, l] * v[context[n], l], (l, 1, d)), (n, 1, C)),
            "a sum of sums may be taken in either order",
        ),
        equals(
            times(C, score_of_mean(j)),
            "a sum of $C$ terms is $C$ times their mean",
        ),
    ),
)

cbow_gradient_mean = Derivation(
    "cbow-gradient-mean",
    "The gradient in an input vector, with a mean",
    topics=("t16",),
    source="Rong (2014)",
    given=(WORD_C, WORD_I, WINDOW, COMPONENT),
    chain=(
        start(Derivative(negative(log(model_of_mean(c))), v[i, l])),
        equals(
            Derivative(minus(SCORES_OF_MEAN, score_of_mean(c)), v[i, l]),
            "the logarithm of a quotient is a difference",
        ),
        equals(
            minus(
                Sum(times(model_of_mean(j), Derivative(score_of_mean(j), v[i, l])), (j, 1, V)),
                Derivative(score_of_mean(c), v[i, l]),
            ),
            "the chain rule: each score counts with its predicted probability",
        ),
        equals(
            times(over(PLACES, C), minus(Sum(times(model_of_mean(j), u[j, l]), (j, 1, V)), u[c, l])),
            "each place where word $i$ stands in the window gives one $C$-th of the output vector; take the share out",
        ),
    ),
)

cbow_gradient_sum = Derivation(
    "cbow-gradient-sum",
    "The gradient in an input vector, with a sum",
    topics=("t16",),
    given=(WORD_C, WORD_I, WINDOW, COMPONENT),
    chain=(
        start(Derivative(negative(log(model_of_sum(c))), v[i, l])),
        equals(
            Derivative(minus(SCORES_OF_SUM, score_of_sum(c)), v[i, l]),
            "the logarithm of a quotient is a difference",
        ),
        equals(
            minus(
                Sum(times(model_of_sum(j), Derivative(score_of_sum(j), v[i, l])), (j, 1, V)),
                Derivative(score_of_sum(c), v[i, l]),
            ),
            "the chain rule: each score counts with its predicted probability",
        ),
        equals(
            times(PLACES, minus(Sum(times(model_of_sum(j), u[j, l]), (j, 1, V)), u[c, l])),
            "each place where word $i$ stands in the window gives the whole output vector; take the count out",
        ),
    ),
)

cbow_gradient_output = Derivation(
    "cbow-gradient-output",
    "The gradient in an output vector",
    topics=("t16",),
    source="Rong (2014)",
    given=(WORD_C, WORD_I, WINDOW, COMPONENT),
    chain=(
        start(Derivative(negative(log(model_of_mean(c))), u[i, l])),
        equals(
            Derivative(minus(SCORES_OF_MEAN, score_of_mean(c)), u[i, l]),
            "the logarithm of a quotient is a difference",
        ),
        equals(
            minus(
                times(model_of_mean(i), hidden_mean(l)),
                times(KroneckerDelta(i, c), hidden_mean(l)),
            ),
            "the chain rule; only one score of the sum holds this output vector, and its factor there is the mean",
        ),
        equals(
            times(minus(model_of_mean(i), KroneckerDelta(i, c)), hidden_mean(l)),
            "take out the common factor",
        ),
    ),
)

cbow_undivided = Derivation(
    "cbow-undivided",
    "A mean going forward, no division coming back",
    topics=("t16",),
    source="word2vec.c",
    given=(WORD_C, WORD_I, WINDOW, COMPONENT),
    chain=(
        start(Derivative(negative(log(model_of_mean(c))), v[i, l])),
        wrong(
            times(PLACES, minus(Sum(times(model_of_mean(j), u[j, l]), (j, 1, V)), u[c, l])),
            "the step that word2vec.c takes with cbow_mean: the error is added to every word undivided",
        ),
        equals(
            times(over(PLACES, C), minus(Sum(times(model_of_mean(j), u[j, l]), (j, 1, V)), u[c, l])),
            "the gradient of the loss with a mean",
        ),
    ),
)

DERIVATIONS = (cbow_mean, cbow_sum, cbow_gradient_mean, cbow_gradient_sum, cbow_gradient_output, cbow_undivided)
