from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import finite_dimension

torch.manual_seed(0)
OBSERVED, DRAWN = torch.rand(2, 4, 4, dtype=torch.float64) + 0.1
TARGET = torch.randn(4, 4, dtype=torch.float64)
ROWS, COLUMNS = torch.rand(2, 4, dtype=torch.float64) + 0.5


def loss(scores):
    return -(OBSERVED * F.logsigmoid(scores) + DRAWN * F.logsigmoid(-scores)).sum()


@pytest.mark.second_road(of=finite_dimension.target_near_zero)
def test_the_target_is_one_newton_step_from_zero():
    scores = torch.zeros(4, 4, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(loss(scores), scores, create_graph=True)
    (bend,) = torch.autograd.grad(slope.sum(), scores)
    torch.testing.assert_close(finite_dimension.target_near_zero(OBSERVED, DRAWN), (-slope / bend).detach())


@pytest.mark.second_road(of=finite_dimension.factorise_weighted)
def test_alternating_least_squares_finds_the_same_weighted_tables():
    weights, u = ROWS[:, None] * COLUMNS, torch.randn(4, 2, dtype=torch.float64)
    for _ in range(400):
        v = torch.stack([torch.linalg.lstsq(w.sqrt()[:, None] * u, w.sqrt() * t).solution
                         for w, t in zip(weights, TARGET, strict=True)])  # fmt: skip
        u = torch.stack([torch.linalg.lstsq(w.sqrt()[:, None] * v, w.sqrt() * t).solution
                         for w, t in zip(weights.T, TARGET.T, strict=True)])  # fmt: skip
    centre_vectors, context_vectors = finite_dimension.factorise_weighted(TARGET, ROWS, COLUMNS, 2)
    torch.testing.assert_close(centre_vectors @ context_vectors.T, v @ u.T, atol=1e-6, rtol=0)


@pytest.mark.second_road(of=finite_dimension.descend)
def test_where_descent_ends_no_table_has_a_gradient():
    started = torch.randn(2, 4, 2, dtype=torch.float64, requires_grad=True)  # as parameters of a model do
    found = finite_dimension.descend(loss, *started)
    free = [table.clone().requires_grad_() for table in found]
    loss(free[0] @ free[1].T).backward()
    for table in free:
        torch.testing.assert_close(table.grad, torch.zeros_like(table), atol=1e-7, rtol=0)
