"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch
from torch.autograd import grad
from torch.nn.functional import cross_entropy

from word2vec_derived.notation import C, V, c, context, d, i, j, l, u, v
from word2vec_derived.reference import cbow

torch.manual_seed(0)
INPUT_VECTORS, OUTPUT_VECTORS = torch.randn(2, 4, 3, dtype=torch.float64)
WINDOW, CENTRE = torch.tensor([0, 3, 0]), torch.tensor(1)
AT = {V: 4, d: 3, C: 3, v: INPUT_VECTORS, u: OUTPUT_VECTORS, context: WINDOW, c: 2, l: 2}
WORDS = pytest.mark.parametrize("word", range(4))


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


def autograd_of(hidden):
    inputs, outputs = INPUT_VECTORS.clone().requires_grad_(), OUTPUT_VECTORS.clone().requires_grad_()
    loss = cross_entropy(outputs @ hidden(inputs[WINDOW]), CENTRE)
    return grad(loss, (inputs, outputs))


@WORDS
def test_the_scores_of_a_mean_are_those_of_torch(book, value, lines, word):
    scores = OUTPUT_VECTORS @ cbow.cbow_mean(INPUT_VECTORS, WINDOW)
    agree(value, lines(book["cbow-mean"])[1:], AT | {j: word + 1}, scores[word])


@WORDS
def test_the_scores_of_a_sum_are_those_of_torch(book, value, lines, word):
    scores = OUTPUT_VECTORS @ cbow.cbow_sum(INPUT_VECTORS, WINDOW)
    agree(value, lines(book["cbow-sum"])[1:], AT | {j: word + 1}, scores[word])


def test_the_hidden_vectors_are_those_of_torch(book, value, lines):
    agree(value, lines(book["cbow-mean"])[:1], AT, cbow.cbow_mean(INPUT_VECTORS, WINDOW)[1])
    agree(value, lines(book["cbow-sum"])[:1], AT, cbow.cbow_sum(INPUT_VECTORS, WINDOW)[1])


@WORDS
def test_the_gradient_with_a_mean_is_that_of_autograd_also_where_a_word_stands_twice(book, value, lines, word):
    in_inputs, in_outputs = autograd_of(lambda rows: rows.mean(0))
    agree(value, lines(book["cbow-gradient-mean"]), AT | {i: word + 1}, in_inputs[word, 1])
    agree(value, lines(book["cbow-gradient-output"]), AT | {i: word + 1}, in_outputs[word, 1])
    agree(value, lines(book["cbow-undivided"]), AT | {i: word + 1}, in_inputs[word, 1])


@WORDS
def test_the_gradient_with_a_sum_is_that_of_autograd_also_where_a_word_stands_twice(book, value, lines, word):
    in_inputs, _ = autograd_of(lambda rows: rows.sum(0))
    agree(value, lines(book["cbow-gradient-sum"]), AT | {i: word + 1}, in_inputs[word, 1])


def test_a_place_in_the_window_receives_what_the_reference_function_says(book, value, lines):
    mean = cbow.cbow_gradient_mean(INPUT_VECTORS, OUTPUT_VECTORS, WINDOW, CENTRE)
    total = cbow.cbow_gradient_sum(INPUT_VECTORS, OUTPUT_VECTORS, WINDOW, CENTRE)
    agree(value, lines(book["cbow-gradient-mean"]), AT | {i: 4}, mean[1])
    agree(value, lines(book["cbow-gradient-sum"]), AT | {i: 4}, total[1])
