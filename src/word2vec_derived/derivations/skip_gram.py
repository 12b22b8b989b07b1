"""The skip-gram gradient: what the NLL says to the vectors of the centre word and of every context word."""

from __future__ import annotations

from sympy import Derivative, KroneckerDelta, Sum, exp, log

from proofpress.proof.derivation import Derivation, define, equals, start
from proofpress.proof.written import minus, negative, over, times
from word2vec_derived.derivations.givens import CENTRES, COMPONENT, CONTEXTS, WORD_C, WORD_I, WORD_J, WORD_O
from word2vec_derived.notation import C, N, V, c, centre, context, d, i, j, l, model, n, o, score, u, v

skip_gram_model = Derivation(
    "skip-gram-model",
    "The skip-gram model",
    topics=("t10",),
    source="Mikolov et al. (2013b); Zhang et al., eq_skip-gram-softmax",
    given=(WORD_C, WORD_O),
    chain=(
        define(
            model(o, c),
            over(exp(score(o, c)), Sum(exp(score(j, c)), (j, 1, V))),
            "softmax over the vocabulary, with the dot product of two vectors as the score",
        ),
        equals(
            over(exp(Sum(u[o, l] * v[c, l], (l, 1, d))), Sum(exp(Sum(u[j, l] * v[c, l], (l, 1, d))), (j, 1, V))),
            "the dot product, component by component",
        ),
    ),
)

gradient_in_centre_vector = Derivation(
    "gradient-in-centre-vector",
    "The gradient in the centre's vector",
    topics=("t10",),
    source="Rong (2014); Zhang et al., eq_skip-gram-grad",
    given=(WORD_C, WORD_O, COMPONENT),
    chain=(
        start(Derivative(negative(log(model(o, c))), v[c, l]), "one component of the centre's vector"),
        equals(
            Derivative(minus(log(Sum(exp(score(j, c)), (j, 1, V))), score(o, c)), v[c, l]),
            "the logarithm of a quotient is a difference",
        ),
        equals(
            minus(
                over(Sum(times(exp(score(j, c)), u[j, l]), (j, 1, V)), Sum(exp(score(j, c)), (j, 1, V))),
                u[o, l],
            ),
            "the chain rule: the derivative of a dot product is the other vector's component",
        ),
        equals(
            minus(Sum(over(times(exp(score(j, c)), u[j, l]), Sum(exp(score(i, c)), (i, 1, V))), (j, 1, V)), u[o, l]),
            "the denominator is the same for every word: take it into the sum",
        ),
        equals(minus(Sum(times(model(j, c), u[j, l]), (j, 1, V)), u[o, l]), "the fraction is the model's probability"),
    ),
)

gradient_in_context_vector = Derivation(
    "gradient-in-context-vector",
    "The gradient in a context word's vector",
    topics=("t11",),
    source="Rong (2014)",
    given=(WORD_C, WORD_I, WORD_O, COMPONENT),
    chain=(
        start(Derivative(negative(log(model(o, c))), u[i, l]), "one component of any word's output vector"),
        equals(
            Derivative(minus(log(Sum(exp(score(j, c)), (j, 1, V))), score(o, c)), u[i, l]),
            "the logarithm of a quotient is a difference",
        ),
        equals(
            minus(
                over(times(exp(score(i, c)), v[c, l]), Sum(exp(score(j, c)), (j, 1, V))),
                times(KroneckerDelta(i, o), v[c, l]),
            ),
            "the chain rule: of all scores only that of the word $i$ holds this vector",
        ),
        equals(
            times(minus(model(i, c), KroneckerDelta(i, o)), v[c, l]),
            "the fraction is the model's probability; take out the common factor",
        ),
    ),
)

WINDOW = Sum(negative(log(model(context[n], c))), (n, 1, C))

window_gradient = Derivation(
    "skip-gram-window-gradient",
    "The gradient of one window",
    topics=("t12",),
    source="Rong (2014)",
    given=(WORD_C, CONTEXTS, COMPONENT),
    chain=(
        start(Derivative(WINDOW, v[c, l]), "all $C$ context words of one centre together"),
        equals(
            Sum(Derivative(negative(log(model(context[n], c))), v[c, l]), (n, 1, C)),
            "the derivative of a sum is the sum of the derivatives",
        ),
        equals(
            Sum(minus(Sum(times(model(j, c), u[j, l]), (j, 1, V)), u[context[n], l]), (n, 1, C)),
            "each term is the gradient of one pair",
        ),
        equals(
            minus(times(C, Sum(times(model(j, c), u[j, l]), (j, 1, V))), Sum(u[context[n], l], (n, 1, C))),
            "what is expected does not depend on what was observed, so it comes $C$ times",
        ),
    ),
)

window_gradient_in_contexts = Derivation(
    "skip-gram-window-gradient-context",
    "The gradient of one window in the output vectors",
    topics=("t12",),
    source="Rong (2014)",
    given=(WORD_C, WORD_J, CONTEXTS, COMPONENT),
    chain=(
        start(Derivative(WINDOW, u[j, l])),
        equals(
            Sum(times(minus(model(j, c), KroneckerDelta(j, context[n])), v[c, l]), (n, 1, C)),
            "each term is the gradient of one pair",
        ),
        equals(
            times(minus(times(C, model(j, c)), Sum(KroneckerDelta(j, context[n]), (n, 1, C))), v[c, l]),
            "the prediction comes $C$ times; the deltas count how often the word was observed",
        ),
    ),
)

BATCH = Sum(negative(log(model(context[n], centre[n]))), (n, 1, N))

matrix_gradient = Derivation(
    "skip-gram-matrix-gradient",
    "The gradient of a batch in the output vectors",
    topics=("t12",),
    given=(WORD_J, CENTRES, CONTEXTS, COMPONENT),
    chain=(
        start(Derivative(BATCH, u[j, l]), "the sum over $N$ pairs"),
        equals(
            Sum(Derivative(negative(log(model(context[n], centre[n]))), u[j, l]), (n, 1, N)),
            "the derivative of a sum is the sum of the derivatives",
        ),
        equals(
            Sum(times(minus(model(j, centre[n]), KroneckerDelta(j, context[n])), v[centre[n], l]), (n, 1, N)),
            "each term is the gradient of one pair: a row of errors times a column of centre vectors",
        ),
    ),
)

matrix_gradient_in_centres = Derivation(
    "skip-gram-matrix-gradient-centre",
    "The gradient of a batch in the input vectors",
    topics=("t12",),
    given=(WORD_I, CENTRES, CONTEXTS, COMPONENT),
    chain=(
        start(Derivative(BATCH, v[i, l])),
        equals(
            Sum(
                times(
                    KroneckerDelta(i, centre[n]),
                    minus(Sum(times(model(j, centre[n]), u[j, l]), (j, 1, V)), u[context[n], l]),
                ),
                (n, 1, N),
            ),
            "each pair has one centre, and only that centre's vector is moved by it",
        ),
        equals(
            Sum(
                times(
                    KroneckerDelta(i, centre[n]),
                    Sum(times(minus(model(j, centre[n]), KroneckerDelta(j, context[n])), u[j, l]), (j, 1, V)),
                ),
                (n, 1, N),
            ),
            "write the observed vector as a sum over the vocabulary too",
        ),
    ),
)

DERIVATIONS = (
    skip_gram_model,
    gradient_in_centre_vector,
    gradient_in_context_vector,
    window_gradient,
    window_gradient_in_contexts,
    matrix_gradient,
    matrix_gradient_in_centres,
)
