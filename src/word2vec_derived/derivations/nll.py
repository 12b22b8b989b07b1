"""Softmax and NLL: one centre word, one score for every word of the vocabulary, one word observed."""

from __future__ import annotations

from sympy import Add, Derivative, KroneckerDelta, Mul, Pow, Product, Sum, exp, log

from proofpress.proof.derivation import Derivation, at_least, define, equals, start
from proofpress.proof.given import distribution, within
from word2vec_derived.notation import V, i, j, nll, o, p, q, s, y_hat, z

Z = Sum(exp(s[i]), (i, 1, V))
WORD_O = within(o, 1, V, "o is a word of the vocabulary")
WORD_I = within(i, 1, V, "i is a word of the vocabulary")
WORD_J = within(j, 1, V, "j is a word of the vocabulary")

softmax = Derivation(
    "softmax",
    "Softmax",
    topics=("t06",),
    source="Bridle (1990)",
    given=(WORD_J,),
    chain=(define(y_hat(j), exp(s[j]) / Z, "every score is made positive, then divided by the sum of all"),),
    reads="The softmax of a score is its exponential as a share of the exponentials of all scores.",
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
    reads="The predicted probabilities of all words add up to one.",
)

nll_gradient = Derivation(
    "nll-gradient",
    "The gradient of the NLL in the scores",
    topics=("t09",),
    source="Rong (2014), eq. 8",
    given=(WORD_I, WORD_O),
    chain=(
        start(Derivative(nll(o), s[i])),
        equals(Derivative(Add(log(Sum(exp(s[j]), (j, 1, V))), -s[o], evaluate=False), s[i]),
               "the logarithm of a quotient is a difference"),
        equals(Add(exp(s[i]) / Sum(exp(s[j]), (j, 1, V)), -KroneckerDelta(i, o), evaluate=False),
               "the chain rule; only one score of the sum is differentiated, and the observed one counts once"),
        equals(Add(y_hat(i), -KroneckerDelta(i, o), evaluate=False), "the fraction is the softmax"),
    ),
    reads="The gradient in a score is the predicted probability minus the observed one.",
)

DERIVATIONS = (softmax, softmax_sums_to_one, nll_gradient)
