"""The chapter's expressions, autograd and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch.autograd.functional import hessian, jacobian

from word2vec_derived.notation import K, V, c, d, f, i, j, l, o, p, q, r, s, u, v, weight, x, z
from word2vec_derived.reference import finite_dimension

torch.manual_seed(0)
INPUTS, OUTPUTS = torch.randn(2, 4, 3, dtype=torch.float64)
SEEN, DRAWN = torch.rand(2, 4, 4, dtype=torch.float64) + 0.1
SCORES = torch.randn(4, 4, dtype=torch.float64)
AT = {V: 4, d: 3, v: INPUTS, u: OUTPUTS, c: 2, o: 3, l: 2, i: 1, j: 3}
CENTRE = AT | {p: SEEN[1], weight: DRAWN[1], s: SCORES[1]}
ZERO = torch.zeros(4, dtype=torch.float64)


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(float(number))


def labels(scores):
    return -(SEEN[1] * F.logsigmoid(scores) + DRAWN[1] * F.logsigmoid(-scores)).sum()


def test_a_relation_of_the_outputs_is_one_of_the_scores(book, value, lines):
    numbers = torch.linalg.svd(OUTPUTS)[0][:, -1]
    agree(value, lines(book["relation-between-scores"]), AT | {z: numbers}, 0)
    flat = {V: 4, d: 1, v: INPUTS[:, :1], u: OUTPUTS[:, :1], c: 2, o: 3, i: 1, j: 2}
    scores = INPUTS[:, :1] @ OUTPUTS[:, :1].T
    agree(value, lines(book["one-dimension"]), flat, scores[1, 2] * scores[0, 1])


def test_the_slope_and_what_the_vector_sees_of_it_are_those_of_autograd(book, value, lines):
    at = AT | {p: SEEN, weight: DRAWN, x: 0.75}
    agree(value, lines(book["slope-beside-the-optimum"]), at, jacobian(labels, ZERO + 0.75)[2])
    road = jacobian(lambda centre: labels(OUTPUTS @ centre), INPUTS[1])[1]
    agree(value, lines(book["observed-and-expected"])[1:], CENTRE | {s: OUTPUTS @ INPUTS[1]}, road)


def test_slope_and_bend_at_zero_are_those_of_autograd(book, value, lines):
    slope = jacobian(labels, ZERO) @ SCORES[1]
    near, limit = lines(book["slope-at-zero"])
    agree(value, [limit], CENTRE, slope)
    assert value(near, CENTRE | {r: 1e-6}) == pytest.approx(float(slope), rel=1e-4)
    square = SCORES[1] @ hessian(labels, ZERO) @ SCORES[1] / 2
    near, limit = lines(book["square-near-zero"])
    agree(value, [limit], CENTRE, square)
    assert value(near, CENTRE | {r: 1e-5}) == pytest.approx(float(square), rel=1e-4)
    target = finite_dimension.target_near_zero(SEEN, DRAWN)[1]
    agree(value, lines(book["target-completes-the-square"]), CENTRE | {f: target}, slope + square)
    agree(value, lines(book["target-near-zero"]), CENTRE, target[2])


def test_the_parabola_lies_above_the_loss_of_torch(book, value, lines):
    *bends, least = lines(book["parabola-above"])
    assert value(least, {}) == 0
    for score in (-3.0, -0.5, 0.25, 4.0):
        at = torch.tensor(score, dtype=torch.float64, requires_grad=True)
        road = torch.tensor(2.0).double().log() + at / 2 + at**2 / 8 - F.softplus(at)
        (slope,) = torch.autograd.grad(road, at, create_graph=True)
        (bend,) = torch.autograd.grad(slope, at)
        agree(value, bends, {x: score}, bend)
        assert road > 0


def test_the_quartic_lies_below_the_loss_of_torch(book, value, lines):
    *bends, least = lines(book["quartic-below"])
    *slopes, zero = lines(book["sigmoid-under-its-tangent"])
    assert value(least, {}) == value(zero, {}) == 0
    for score in (0.25, 1.0, 4.0):
        at = torch.tensor(score, dtype=torch.float64, requires_grad=True)
        (slope,) = torch.autograd.grad(at / 4 + 1 / 2 - at.sigmoid(), at)
        agree(value, slopes, {x: score}, slope)
        road = F.softplus(at) - torch.tensor(2.0).double().log() - at / 2 - at**2 / 8 + at**4 / 192
        (slope,) = torch.autograd.grad(road, at, create_graph=True)
        (bend,) = torch.autograd.grad(slope, at)
        agree(value, bends, {x: score}, bend)
        assert road > 0


def test_weights_of_row_and_column_can_be_taken_in(book, value, lines):
    road = (SEEN[0][:, None] * DRAWN[0] * (INPUTS @ OUTPUTS.T - SCORES) ** 2).sum()
    agree(value, lines(book["rank-one-weights"]), AT | {p: SEEN[0], weight: DRAWN[0], s: SCORES}, road)


def test_the_target_of_a_ratio_is_the_target(book, value, lines):
    road = finite_dimension.target_near_zero(SEEN, 3 * DRAWN)[1, 2]
    agree(value, lines(book["derive-target-of-a-ratio"]), AT | {K: 3, p: SEEN[1], q: DRAWN[1]}, road)
