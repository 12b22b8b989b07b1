from __future__ import annotations

import itertools

import pytest
import torch
import torch.nn.functional as F
from torch.autograd.functional import hessian

from word2vec_derived.reference import vectors_and_matrices as tables

torch.manual_seed(0)
INPUTS, OUTPUTS = torch.randn(2, 4, 3, dtype=torch.float64)
CENTRE, OBSERVED = INPUTS[1], torch.tensor(2)
SEEN = torch.tensor([[0, 5, 1, 2], [4, 2, 0, 0], [1, 1, 3, 1], [0, 0, 1, 6]], dtype=torch.float64)
DRAWN = torch.rand(4, 4, dtype=torch.float64) * 3


def loss_of_text_with_labels(inputs, outputs):
    """Pair by pair, as often as each was seen and drawn."""
    loss = torch.zeros(()).double()
    for centre, word in itertools.product(range(4), repeat=2):
        score = inputs[centre] @ outputs[word]
        loss = loss - SEEN[centre, word] * F.logsigmoid(score) - DRAWN[centre, word] * F.logsigmoid(-score)
    return loss


def loss_of_text_with_softmax(inputs, outputs):
    """A cross-entropy for each pair that was seen, one after the other."""
    pairs = torch.repeat_interleave(torch.arange(16), SEEN.flatten().long())
    return F.cross_entropy(inputs[pairs // 4] @ outputs.T, pairs % 4, reduction="sum")


def autograd(loss):
    """The gradients of a loss in both tables."""
    free = [table.clone().requires_grad_() for table in (INPUTS, OUTPUTS)]
    loss(*free).backward()
    return [table.grad for table in free]


@pytest.mark.second_road(of=tables.table_gradients)
def test_both_products_are_what_autograd_finds_through_the_vectors():
    scores = (INPUTS @ OUTPUTS.T).requires_grad_()
    scores.sigmoid().prod().backward()
    ours = tables.table_gradients(scores.grad, INPUTS, OUTPUTS)
    torch.testing.assert_close(list(ours), autograd(lambda v, u: (v @ u.T).sigmoid().prod()))


@pytest.mark.second_road(of=tables.labels_in_scores)
def test_the_slopes_of_binary_labels_are_those_of_the_text_pair_by_pair():
    in_scores = tables.labels_in_scores(INPUTS @ OUTPUTS.T, SEEN, DRAWN)
    torch.testing.assert_close([in_scores @ OUTPUTS, in_scores.T @ INPUTS], autograd(loss_of_text_with_labels))


@pytest.mark.second_road(of=tables.softmax_in_scores)
def test_the_slopes_of_a_softmax_are_those_of_the_text_pair_by_pair():
    in_scores = tables.softmax_in_scores(INPUTS @ OUTPUTS.T, SEEN)
    torch.testing.assert_close([in_scores @ OUTPUTS, in_scores.T @ INPUTS], autograd(loss_of_text_with_softmax))


@pytest.mark.second_road(of=tables.mixed_gradient)
def test_a_mixture_comes_back_transposed_where_words_repeat_in_a_window():
    windows, targets = torch.tensor([[0, 2, 2], [1, 2, 3]]), torch.tensor([3, 0])
    free = INPUTS.clone().requires_grad_()
    scores = free[windows].mean(1) @ OUTPUTS.T
    F.cross_entropy(scores, targets, reduction="sum").backward()
    in_scores = (scores.softmax(1) - F.one_hot(targets, 4)).detach()
    mixture = F.one_hot(windows, 4).double().mean(1)
    torch.testing.assert_close(tables.mixed_gradient(mixture, in_scores, OUTPUTS), free.grad)


@pytest.fixture(scope="module")
def blocks():
    return hessian(lambda v, u: F.cross_entropy(u @ v, OBSERVED), (CENTRE, OUTPUTS))


@pytest.mark.second_road(of=tables.curvature_in_centre)
def test_the_curvature_in_the_centre_is_the_hessian_of_autograd(blocks):
    torch.testing.assert_close(tables.curvature_in_centre(CENTRE, OUTPUTS), blocks[0][0])


@pytest.mark.second_road(of=tables.curvature_in_outputs)
def test_the_curvature_in_the_outputs_is_the_hessian_of_autograd(blocks):
    torch.testing.assert_close(tables.curvature_in_outputs(CENTRE, OUTPUTS), blocks[1][1])


@pytest.mark.second_road(of=tables.curvature_between)
def test_the_curvature_between_the_tables_is_the_hessian_of_autograd(blocks):
    torch.testing.assert_close(tables.curvature_between(CENTRE, OUTPUTS, OBSERVED), blocks[0][1])
