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
