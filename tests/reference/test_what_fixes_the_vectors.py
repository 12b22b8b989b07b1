from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import what_fixes_the_vectors as fixed

torch.manual_seed(0)
INPUTS, OUTPUTS = torch.randn(2, 4, 3, dtype=torch.float64)


@pytest.mark.second_road(of=fixed.balance)
def test_the_balance_is_a_sum_over_words():
    road = sum(v.outer(v) - u.outer(u) for v, u in zip(INPUTS, OUTPUTS, strict=True))
    torch.testing.assert_close(fixed.balance(INPUTS, OUTPUTS), road)


@pytest.mark.second_road(of=fixed.balance_after_step)
def test_the_balance_after_a_step_is_that_of_the_tables_that_torch_has_moved():
    free = [table.clone().requires_grad_() for table in (INPUTS, OUTPUTS)]
    scores = free[0] @ free[1].T
    scores.retain_grad()
    F.cross_entropy(scores, torch.tensor([2, 0, 1, 1]), reduction="sum").backward()
    torch.optim.SGD(free, lr=0.3).step()
    road = free[0].T @ free[0] - free[1].T @ free[1]
    torch.testing.assert_close(fixed.balance_after_step(scores.grad, INPUTS, OUTPUTS, 0.3), road.detach())


@pytest.mark.second_road(of=fixed.with_balance)
@pytest.mark.parametrize("multiple", [-1.0, 0.0, 0.5])
def test_a_penalty_on_the_lengths_leads_to_the_same_tables_but_for_a_turn(multiple):
    """A matrix is free, and the penalty is least where the balance is the multiple."""
    change = torch.eye(3, dtype=torch.float64).requires_grad_()
    search = torch.optim.LBFGS(
        [change], max_iter=500, tolerance_grad=1e-12, tolerance_change=0, line_search_fn="strong_wolfe"
    )

    def moved():
        return INPUTS @ change, OUTPUTS @ torch.linalg.inv(change).T

    def penalty():
        search.zero_grad()
        lengths = sum(table.square().sum() for table in moved())
        value = lengths - multiple * torch.linalg.slogdet(change @ change.T).logabsdet
        value.backward()
        return value

    search.step(penalty)
    for table, road in zip(fixed.with_balance(INPUTS @ OUTPUTS.T, 3, multiple), moved(), strict=True):
        torch.testing.assert_close(table @ table.T, (road @ road.T).detach(), atol=1e-6, rtol=0)
