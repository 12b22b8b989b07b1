"""What the shipped code does: each update of word2vec.c as a step down a gradient, and where it departs from one."""

from __future__ import annotations

from sympy import Add, Derivative, Rational, S, Sum, floor, log

from proofpress.proof.derivation import Derivation, at_most, equals, start
from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.given import given_that, within
from proofpress.proof.written import minus, negative, over, plus, times
from word2vec_derived.derivations.givens import COMPONENT, NEGATIVES, WORD_C, WORD_O
from word2vec_derived.notation import K, N, alpha, c, j, k, l, n, noise_word, o, score, u, v, y

OUTPUTS_AT_ZERO = given_that(u[j, l], 0, "every output vector is zero", every=(j, l))

shipped_step = Derivation(
    "shipped-step",
    "The shipped update is one step down the gradient",
    topics=("t44",),
    given=(WORD_C, WORD_O, COMPONENT, within(n, 1, N, "$n$ is one observation, with its label")),
    chain=(
        start(u[o, l] - alpha * Derivative(softplus(score(o, c)) - y[n] * score(o, c), u[o, l]),
              "one step down the cross-entropy of one label"),
        equals(u[o, l] - alpha * (sigmoid(score(o, c)) - y[n]) * v[c, l], "the gradient of a binary cross-entropy"),
        equals(Add(u[o, l], alpha * (y[n] - sigmoid(score(o, c))) * v[c, l], evaluate=False),
               "the minus sign goes into the bracket, as the code has it"),
    ),
)

PAIR_LOSS = minus(negative(log(sigmoid(score(o, c)))), Sum(log(sigmoid(-score(noise_word[k], c))), (k, 1, K)))

shipped_step_centre = Derivation(
    "shipped-step-centre",
    "The buffered update of the input vector",
    topics=("t44", "t47"),
    given=(WORD_C, WORD_O, COMPONENT, NEGATIVES),
    chain=(
        start(v[c, l] - alpha * Derivative(PAIR_LOSS, v[c, l]), "one step down the loss of the whole pair"),
        equals(v[c, l] - alpha * ((sigmoid(score(o, c)) - 1) * u[o, l]
                                  + Sum(sigmoid(score(noise_word[k], c)) * u[noise_word[k], l], (k, 1, K))),
               "the gradient in the centre vector"),
        equals(plus(v[c, l], times(alpha, minus(1, sigmoid(score(o, c))), u[o, l]),
                    Sum(times(alpha, minus(0, sigmoid(score(noise_word[k], c))), u[noise_word[k], l]), (k, 1, K))),
               "term by term: a label less a sigmoid, times the learning rate, times a row as it was before"),
    ),
)

zero_at_start = Derivation(
    "zero-at-start",
    "The input vectors do not move at the very first step",
    topics=("t47",),
    given=(WORD_C, WORD_O, COMPONENT, NEGATIVES, OUTPUTS_AT_ZERO),
    chain=(
        start((sigmoid(score(o, c)) - 1) * u[o, l]
              + Sum(sigmoid(score(noise_word[k], c)) * u[noise_word[k], l], (k, 1, K)),
              "the gradient in the centre vector"),
        equals(S.Zero, "every term holds a component of an output vector, and they are all zero"),
    ),
)

integer_stride = Derivation(
    "sigmoid-table",
    "The stride of the sigmoid table",
    topics=("t45",),
    chain=(
        start(floor(over(floor(over(1000, 6), evaluate=False), 2), evaluate=False),
              "a thousand entries over a range of twice six, divided as integers, from left to right"),
        equals(floor(over(166, 2), evaluate=False), "the first division drops two thirds"),
        equals(S(83), "the second comes out even"),
    ),
)

table_at_zero = Derivation(
    "sigmoid-table-at-zero",
    "What the table says at a score of zero",
    topics=("t45",),
    chain=(
        start(sigmoid(times(6, minus(times(2, over(498, 1000)), 1))), "entry 498, which is six times 83"),
        equals(sigmoid(negative(over(24, 1000))), "the entry was filled for a score a little below zero"),
        at_most(Rational(1, 2), "the sigmoid of a negative number is below one half"),
    ),
)

fasttext_table = Derivation(
    "fasttext-table",
    "What fastText's table says at a score of zero",
    topics=("t45",),
    chain=(
        start(sigmoid(minus(times(256, over(16, 512)), 8)),
              "entry 256 of 512 steps over a range of sixteen"),
        equals(Rational(1, 2), "the entry was filled for a score of zero"),
    ),
)

DERIVATIONS = (shipped_step, shipped_step_centre, zero_at_start, integer_stride, table_at_zero,
               fasttext_table)
