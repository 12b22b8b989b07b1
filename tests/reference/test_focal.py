from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import focal

SCORES = torch.linspace(-6, 6, 25, dtype=torch.float64)
FOCUS = [0.0, 0.5, 1.0, 2.0, 5.0]


def by_torch(scores, labels, focus):
    """As it is written for labels: the probability of the right answer, and what is lacking to one."""
    right = torch.where(labels == 1, scores.sigmoid(), 1 - scores.sigmoid())
    return (1 - right) ** focus * F.binary_cross_entropy_with_logits(scores, labels, reduction="none")


@pytest.mark.parametrize("focus", FOCUS)
@pytest.mark.second_road(of=focal.focal_term)
def test_the_term_is_the_weighted_cross_entropy_of_either_label(focus):
    torch.testing.assert_close(focal.focal_term(SCORES, focus), by_torch(SCORES, torch.ones_like(SCORES), focus))
    torch.testing.assert_close(focal.focal_term(-SCORES, focus), by_torch(SCORES, torch.zeros_like(SCORES), focus))


@pytest.mark.second_road(of=focal.focal_loss)
def test_the_loss_is_the_sum_over_the_labels(dtype):
    observed, drawn = torch.randn(3, dtype=dtype), torch.randn(3, 4, dtype=dtype)
    scores = torch.cat([observed[:, None], drawn], 1)
    labels = F.one_hot(torch.zeros(3, dtype=torch.int64), 5).to(dtype)
    torch.testing.assert_close(focal.focal_loss(observed, drawn, 2.0), by_torch(scores, labels, 2.0).sum(1))


@pytest.mark.parametrize("focus", FOCUS)
@pytest.mark.second_road(of=focal.focal_slope)
def test_the_slope_is_that_of_autograd(focus):
    scores = SCORES.clone().requires_grad_()
    by_torch(scores, torch.ones_like(SCORES), focus).sum().backward()
    torch.testing.assert_close(focal.focal_slope(SCORES, focus), scores.grad)


@pytest.mark.second_road(of=focal.focal_gradient_centre)
def test_the_gradient_in_the_centre_is_that_of_autograd():
    centre, u = torch.randn(2, 3, dtype=torch.float64, requires_grad=True), torch.randn(5, 3, dtype=torch.float64)
    contexts, negatives = torch.tensor([3, 0]), torch.tensor([[0, 2, 2], [4, 0, 1]])
    words = torch.cat([contexts[:, None], negatives], 1)
    labels = F.one_hot(torch.zeros(2, dtype=torch.int64), 4).double()
    by_torch(torch.einsum("nkd,nd->nk", u[words], centre), labels, 2.0).sum().backward()
    found = focal.focal_gradient_centre(centre.detach(), u, contexts, negatives, 2.0)
    torch.testing.assert_close(found, centre.grad)


@pytest.mark.parametrize("focus", FOCUS)
@pytest.mark.second_road(of=focal.focal_odds)
def test_at_these_odds_the_score_costs_least_of_a_fine_grid(focus):
    for score in (-2.0, -0.5, 0.0, 1.0, 3.0):
        odds = focal.focal_odds(torch.tensor(score, dtype=torch.float64), focus)
        grid = score + torch.linspace(-8, 8, 3201, dtype=torch.float64)
        labels = torch.ones_like(grid), torch.zeros_like(grid)
        cost = odds * by_torch(grid, labels[0], focus) + by_torch(grid, labels[1], focus)
        assert float(grid[cost.argmin()]) == pytest.approx(score, abs=1e-9)


def test_the_best_score_rises_with_the_odds():
    for focus in FOCUS:
        assert (focal.focal_odds(torch.linspace(-30, 30, 601, dtype=torch.float64), focus).diff() > 0).all()
