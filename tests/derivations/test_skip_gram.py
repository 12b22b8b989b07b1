"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import C, N, V, c, centre, context, d, i, j, l, o, u, v
from word2vec_derived.reference import likelihood, skip_gram

torch.manual_seed(0)
CENTRE_VECTORS, CONTEXT_VECTORS = torch.randn(2, 4, 3, dtype=torch.float64)
CENTRES, CONTEXTS = torch.tensor([1, 1, 3]), torch.tensor([2, 0, 2])
AT = {V: 4, d: 3, v: CENTRE_VECTORS, u: CONTEXT_VECTORS, c: 2, o: 3, l: 2, centre: CENTRES, context: CONTEXTS}
PAIR = (CENTRE_VECTORS[1], CONTEXT_VECTORS, torch.tensor(2))
WORDS = pytest.mark.parametrize("word", range(4))


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


def test_the_model_is_that_of_torch(book, value, lines):
    agree(value, lines(book["skip-gram-model"]), AT, likelihood.model(CENTRE_VECTORS, CONTEXT_VECTORS)[1, 2])


def test_the_gradient_in_the_centre_is_that_of_torch(book, value, lines):
    agree(value, lines(book["gradient-in-centre-vector"]), AT, skip_gram.gradient_in_centre_vector(*PAIR)[1])


@WORDS
def test_the_gradient_in_every_context_vector_is_that_of_torch(book, value, lines, word):
    road = skip_gram.gradient_in_context_vector(*PAIR)[word, 1]
    agree(value, lines(book["gradient-in-context-vector"]), AT | {i: word + 1}, road)


@WORDS
def test_the_gradients_of_a_window_are_those_of_torch(book, value, lines, word):
    in_centre, in_contexts = skip_gram.skip_gram_window_gradient(CENTRE_VECTORS[1], CONTEXT_VECTORS, CONTEXTS)
    at = AT | {C: 3, j: word + 1}
    agree(value, lines(book["skip-gram-window-gradient"]), at, in_centre[1])
    agree(value, lines(book["skip-gram-window-gradient-context"]), at, in_contexts[word, 1])


@WORDS
def test_the_gradients_of_a_batch_are_those_of_torch(book, value, lines, word):
    in_centres, in_contexts = skip_gram.skip_gram_matrix_gradient(CENTRE_VECTORS, CONTEXT_VECTORS, CENTRES, CONTEXTS)
    at = AT | {N: 3, i: word + 1, j: word + 1}
    agree(value, lines(book["skip-gram-matrix-gradient"]), at, in_contexts[word, 1])
    agree(value, lines(book["skip-gram-matrix-gradient-centre"]), at, in_centres[word, 1])
