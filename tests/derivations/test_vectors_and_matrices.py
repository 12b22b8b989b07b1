"""The chapter's expressions, autograd and enumeration give the same numbers."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch.autograd.functional import hessian, jacobian

from word2vec_derived.notation import G, N, V, c, d, f, i, j, l, l_other, o, p, r, s, u, v, weight, x, z
from word2vec_derived.reference import vectors_and_matrices as tables

torch.manual_seed(0)
INPUTS, OUTPUTS = torch.randn(2, 4, 3, dtype=torch.float64)
SEEN, DRAWN, SLOPES = torch.rand(3, 4, 4, dtype=torch.float64) + 0.1
CENTRE, OBSERVED = INPUTS[1], torch.tensor(2)
AT = {V: 4, d: 3, v: INPUTS, u: OUTPUTS, c: 2, o: 3, l: 2, l_other: 3}
WORDS = pytest.mark.parametrize("word", range(4))


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(float(number))


def test_the_products_are_what_autograd_gives_of_the_sum_over_all_scores(book, value, lines):
    in_inputs, in_outputs = jacobian(lambda *both: (SLOPES * (both[0] @ both[1].T)).sum(), (INPUTS, OUTPUTS))
    *of_inputs, of_outputs = lines(book["both-tables"])
    agree(value, of_inputs, AT | {G: SLOPES}, in_inputs[1, 1])
    agree(value, [of_outputs], AT | {G: SLOPES}, in_outputs[2, 1])
    both = jacobian(lambda table: (SLOPES * (table @ table.T)).sum(), INPUTS)
    agree(value, lines(book["derive-one-table"]), AT | {G: SLOPES}, both[1, 1])


def test_a_mixture_comes_back_transposed(book, value, lines):
    mixture, in_scores = torch.rand(2, 3, 4, dtype=torch.float64)
    road = jacobian(lambda table: (in_scores * (mixture @ table @ OUTPUTS.T)).sum(), INPUTS)[1, 1]
    agree(value, lines(book["mixed-inputs"]), AT | {N: 3, f: mixture, G: in_scores}, road)


@pytest.mark.parametrize(
    ("slug", "in_scores"),
    [
        ("softmax-of-text", lambda scores: tables.softmax_in_scores(scores, SEEN)),
        ("labels-of-text", lambda scores: tables.labels_in_scores(scores, SEEN, DRAWN)),
    ],
)
def test_the_gradients_of_a_text_are_those_of_torch(book, value, lines, slug, in_scores):
    scores = INPUTS @ OUTPUTS.T
    in_inputs, in_outputs = tables.table_gradients(in_scores(scores), INPUTS, OUTPUTS)
    at = AT | {p: SEEN, weight: DRAWN, s: scores}
    agree(value, lines(book[slug]), at, in_inputs[1, 1])
    agree(value, lines(book[f"{slug}-in-outputs"]), at, in_outputs[2, 1])


@WORDS
def test_the_blocks_of_the_softmax_are_those_of_torch(book, value, lines, word):
    for slug, road in {
        "curvature-in-centre": tables.curvature_in_centre(CENTRE, OUTPUTS)[1, 2],
        "curvature-in-outputs": tables.curvature_in_outputs(CENTRE, OUTPUTS)[2, 1, word, 2],
        "curvature-between": tables.curvature_between(CENTRE, OUTPUTS, OBSERVED)[1, word, 2],
    }.items():
        agree(value, lines(book[slug])[1:], AT | {i: 3, j: word + 1}, road)


@WORDS
def test_the_blocks_of_binary_labels_are_the_hessian_of_autograd(book, value, lines, word):
    def labels(centre, outputs):
        scores = outputs @ centre
        return -(SEEN[1] * F.logsigmoid(scores) + DRAWN[1] * F.logsigmoid(-scores)).sum()

    blocks = hessian(labels, (CENTRE, OUTPUTS))
    at = AT | {p: SEEN[1], weight: DRAWN[1], i: 3, j: word + 1}
    agree(value, lines(book["labels-curvature-in-centre"])[1:], at, blocks[0][0][1, 2])
    agree(value, lines(book["labels-curvature-in-outputs"])[1:], at, blocks[1][1][2, 1, word, 2])
    agree(value, lines(book["labels-curvature-between"])[1:], at, blocks[0][1][1, word, 2])


def test_fishers_information_is_the_mean_over_every_word_the_model_may_draw(book, value, lines):
    predicted, mean = (OUTPUTS @ CENTRE).softmax(0), torch.zeros(3, 3).double()
    for word in range(4):
        gradient = jacobian(lambda centre, word=word: F.cross_entropy(OUTPUTS @ centre, torch.tensor(word)), CENTRE)
        mean += predicted[word] * gradient.outer(gradient)
    agree(value, lines(book["fisher-in-centre"]), AT, mean[1, 2])


def test_one_table_moves_the_scores_straight_and_two_reversed_leave_them(book, value, lines):
    direction = torch.randn(3, dtype=torch.float64)
    road = OUTPUTS[2] @ (CENTRE + 0.75 * direction)
    agree(value, lines(book["straight-in-one-table"]), AT | {j: 3, x: 0.75, z: direction}, road)
    agree(value, lines(book["mirrored-tables"]), AT, OUTPUTS[2] @ CENTRE)


def test_zero_is_less_likely_than_a_point_whose_mirror_image_is_as_likely(book, value, lines):
    inputs, outputs = torch.tensor([2.5]).double().log(), torch.tensor([[1.0], [0], [0], [0]]).double()

    def likelihood(sign):
        return (sign * outputs @ (sign * inputs)).softmax(0)[0]

    assert likelihood(1) == likelihood(-1)
    agree(value, lines(book["softmax-not-convex"])[:2], {V: 4, r: 1.5}, likelihood(0) - likelihood(1))
    road = torch.zeros(()).sigmoid() - inputs.sigmoid()
    agree(value, lines(book["labels-not-convex"])[:2], {r: 1.5}, road)
