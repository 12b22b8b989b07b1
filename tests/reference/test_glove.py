from __future__ import annotations

import pytest
import torch

from word2vec_derived.reference import factorisation, glove

COUNTS = torch.tensor([[4, 1, 2], [1, 7, 90], [200, 3, 1]])
X = COUNTS.double()


def tables():
    """Vectors and biases of three words, two components each."""
    draw = torch.Generator().manual_seed(0)
    shapes = ((3, 2), (3, 2), (3,), (3,))
    return [torch.randn(shape, generator=draw, dtype=torch.float64).requires_grad_() for shape in shapes]


def loss_by_hand(centre_vectors, context_vectors, centre_biases, context_biases):
    total = torch.zeros((), dtype=torch.float64)
    for i in range(3):
        for j in range(3):
            weight = min(1.0, (X[i, j].item() / 50) ** 0.75)
            fitted = centre_vectors[i] @ context_vectors[j] + centre_biases[i] + context_biases[j]
            total = total + weight * (fitted - X[i, j].log()).square()
    return total


WEIGHTS = glove.glove_weight(X, 50.0, 0.75)


@pytest.mark.second_road(of=glove.glove_weight)
def test_the_weight_is_the_powers_until_it_is_one():
    by_cases = [[(x / 50) ** 0.75 if x < 50 else 1.0 for x in row] for row in X.tolist()]
    torch.testing.assert_close(WEIGHTS, torch.tensor(by_cases, dtype=torch.float64))
    assert glove.glove_weight(torch.tensor([0.0]), 50.0, 0.75) == 0


@pytest.mark.second_road(of=glove.glove_loss)
def test_the_loss_is_that_of_a_loop_over_all_pairs():
    v, u, b, b_tilde = tables()
    torch.testing.assert_close(glove.glove_loss(v @ u.T, b, b_tilde, X, WEIGHTS), loss_by_hand(v, u, b, b_tilde))


@pytest.mark.second_road(of=glove.glove_gradients)
def test_the_gradients_are_those_of_autograd_through_the_loop():
    trained = tables()
    by_autograd = torch.autograd.grad(loss_by_hand(*trained), trained)
    for ours, theirs in zip(glove.glove_gradients(*trained, X, WEIGHTS), by_autograd, strict=True):
        torch.testing.assert_close(ours, theirs)


@pytest.mark.second_road(of=glove.best_centre_biases)
def test_least_squares_find_the_best_biases():
    v, u, _, b_tilde = (table.detach() for table in tables())
    found = []
    for i in range(3):
        root = WEIGHTS[i].sqrt()
        left_over = X[i].log() - u @ v[i] - b_tilde
        found.append(torch.linalg.lstsq(root[:, None], (root * left_over)[:, None]).solution.squeeze())
    torch.testing.assert_close(glove.best_centre_biases(v @ u.T, b_tilde, X, WEIGHTS), torch.stack(found))


@pytest.mark.second_road(of=glove.double_centred)
def test_centring_is_a_projection_from_both_sides_that_biases_cannot_move():
    centring = torch.eye(3, dtype=torch.float64) - 1 / 3
    once = glove.double_centred(X.log())
    torch.testing.assert_close(once, centring @ X.log() @ centring)
    moved = X.log() + torch.randn(3, 1).double() + torch.randn(1, 3).double()
    torch.testing.assert_close(glove.double_centred(moved), once)
    torch.testing.assert_close(glove.double_centred(factorisation.pmi(COUNTS)), once)


def test_biases_and_full_tables_fit_every_logarithm():
    """Any biases at all: the scores take up the rest, so the loss chooses none of them."""
    biases = torch.randn(2, 3, dtype=torch.float64)
    scores = X.log() - biases[0][:, None] - biases[1]
    assert glove.glove_loss(scores, *biases, X, WEIGHTS) < 1e-25
