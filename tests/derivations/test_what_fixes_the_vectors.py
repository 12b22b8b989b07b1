"""The chapter's expressions and torch's own steps give the same numbers."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import (
    G,
    V,
    alpha,
    c,
    d,
    inverse_matrix,
    k,
    l,
    l_other,
    matrix,
    o,
    r,
    shift,
    slope,
    step,
    u,
    v,
    x,
)
from word2vec_derived.reference import what_fixes_the_vectors as fixed

torch.manual_seed(0)
INPUTS, OUTPUTS = torch.randn(2, 4, 3, dtype=torch.float64)
SLOPES = torch.randn(4, 4, dtype=torch.float64)
CHANGE = torch.randn(3, 3, dtype=torch.float64)
AT = {V: 4, d: 3, v: INPUTS, u: OUTPUTS, G: SLOPES, c: 2, o: 3, l: 2, l_other: 3}
AT |= {matrix: CHANGE, inverse_matrix: torch.linalg.inv(CHANGE).T}


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(float(number))


def stepped(rate, other_rate, decay=1.0):
    """Both tables after a step of torch's own, each at its rate."""
    free = [table.clone().requires_grad_() for table in (INPUTS, OUTPUTS)]
    groups = [{"params": [free[0]], "lr": rate}, {"params": [free[1]], "lr": other_rate}]
    (SLOPES * (free[0] @ free[1].T)).sum().backward()
    with torch.no_grad():
        for table in free:
            table *= decay
    torch.optim.SGD(groups, lr=rate).step()
    return [table.detach() for table in free]


def products(table):
    return (table.T @ table)[1, 2]


def test_the_balance_after_a_step_is_that_of_tables_that_torch_moved(book, value, lines):
    after, other = stepped(0.25, 0.25)
    agree(value, lines(book["balance-of-a-step"]), AT | {step: 0.25}, products(after) - products(other))
    after, other = stepped(0.25, 0.5)
    at = AT | {alpha: 0.25, r: 0.5}
    agree(value, lines(book["balance-with-two-rates"]), at, products(after) / 0.25 - products(other) / 0.5)
    after, other = stepped(0.25, 0.25, decay=0.75)
    at = AT | {step: 0.25, x: 0.75}
    agree(value, lines(book["balance-with-decay"]), at, products(after) - products(other))


def test_a_small_step_hardly_moves_the_balance(book, value, lines):
    *moved, limit = lines(book["balance-in-the-limit"])
    agree(value, [limit], AT, 0)
    assert all(abs(value(change, AT | {step: 1e-6})) < 1e-3 for change in moved)


def test_the_gradient_after_a_change_is_that_of_autograd(book, value, lines):
    moved = (INPUTS @ CHANGE.T).requires_grad_()
    (SLOPES * (moved @ (OUTPUTS @ torch.linalg.inv(CHANGE)).T)).sum().backward()
    agree(value, lines(book["gradient-after-a-change"]), AT, moved.grad[1, 1])


def test_no_change_shortens_balanced_tables(book, value, lines):
    longer = (INPUTS @ CHANGE.T).square().sum() + (INPUTS @ torch.linalg.inv(CHANGE)).square().sum()
    *same, least = lines(book["balanced-is-shortest"])
    agree(value, same, AT, longer - 2 * INPUTS.square().sum())
    assert value(least, {}) == 0
    assert longer >= 2 * INPUTS.square().sum()
    moved = OUTPUTS @ CHANGE.T
    agree(value, lines(book["products-after-a-matrix"]), AT | {k: 1}, (moved.T @ moved)[1, 0])


def test_a_turn_keeps_a_multiple_of_the_unit_matrix(book, value, lines):
    turn, _ = torch.linalg.qr(CHANGE)
    multiple = turn.T @ (1.5 * torch.eye(3, dtype=torch.float64)) @ turn
    at = AT | {matrix: turn, inverse_matrix: turn, shift: 1.5}
    agree(value, lines(book["balance-after-a-turn"]), at | {l: 2, k: 2}, multiple[1, 1])
    assert value(lines(book["balance-after-a-turn"])[0], at | {l: 2, k: 3}) == pytest.approx(0, abs=1e-12)


def test_a_stretch_changes_the_balance_by_what_torch_counts(book, value, lines):
    stretch = torch.tensor([1.0, 1.5, 1.0], dtype=torch.float64)
    moved = fixed.balance(INPUTS * stretch, OUTPUTS / stretch) - fixed.balance(INPUTS, OUTPUTS)
    agree(value, lines(book["balance-after-a-stretch"]), AT | {r: 1.5}, moved[1, 1])


def test_the_parts_of_a_singular_value_are_those_of_the_tables(book, value, lines):
    tables = fixed.with_balance(torch.tensor([[2.0]]), 1, 3.0)
    product = tables[0].square() * tables[1].square()
    agree(value, lines(book["parts-of-a-singular-value"]), {r: 2, x: 1.5}, product)


def test_the_outputs_of_a_softmax_keep_their_sum(book, value, lines):
    free = OUTPUTS.clone().requires_grad_()
    torch.nn.functional.cross_entropy(free @ INPUTS[1], torch.tensor(2)).backward()
    torch.optim.SGD([free], lr=0.25).step()
    agree(value, lines(book["output-sum-is-kept"]), AT | {step: 0.25}, free.detach().sum(0)[1])
    two = torch.tensor([1.5, 0.5])
    road = (two[0] - 0.25 * 2 * two[1]) ** 2 - (two[1] - 0.25 * 2 * two[0]) ** 2
    agree(value, lines(book["derive-balance-of-numbers"]), {x: 1.5, r: 0.5, step: 0.25, slope: 2}, road)
