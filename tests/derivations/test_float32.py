"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.notation import (
    K,
    N,
    V,
    error_left,
    error_right,
    most_third,
    most_value,
    n,
    o,
    p,
    q,
    r,
    rounding,
    s,
    shift,
    slope,
    step,
    third_left,
    third_right,
    value_left,
    value_right,
    x,
    y,
)
from word2vec_derived.reference import float32, optimum

torch.manual_seed(0)
SCORES = torch.randn(4, dtype=torch.float64)
DATA, NOISE = torch.rand(2, 4, dtype=torch.float64).softmax(-1)
FAR = pytest.mark.parametrize("score", [-300.0, -0.5, 0.0, 17.0])


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(float(number))


def test_log_sum_exp_is_that_of_torch_for_every_shift(book, value, lines):
    for by in (-3, 0, 5):
        agree(value, lines(book["log-sum-exp"]), {V: 4, s: SCORES, shift: by}, torch.logsumexp(SCORES, 0))


def test_shifted_by_the_largest_score_the_sum_is_at_least_one(book, value, lines):
    largest = int(SCORES.argmax())
    *sums, least = lines(book["log-sum-exp-lower"])
    agree(value, sums, {V: 4, s: SCORES, o: largest + 1}, (SCORES - SCORES.max()).exp().sum())
    assert value(sums[0], {V: 4, s: SCORES, o: largest + 1}) >= value(least, {})


@FAR
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_the_stable_forms_are_those_of_torch(book, value, lines, score, label):
    logit, target = torch.tensor(score).double(), torch.tensor(label).double()
    agree(value, lines(book["log-sigmoid"]), {x: score}, F.logsigmoid(logit))
    road = F.binary_cross_entropy_with_logits(logit, target)
    agree(value, lines(book["stable-bce"]), {x: score, n: 1, N: 1, y: target[None]}, road)


@pytest.mark.parametrize("word", range(4))
def test_the_optimum_of_each_mean_is_where_newton_ends(book, value, lines, word):
    at = {K: 3, o: word + 1, p: DATA, q: NOISE}
    for chain, negatives in ((book["mean-over-negatives"], 1), (book["mean-over-terms"], 3)):
        found = optimum.newton(
            lambda scores, k=negatives: optimum.negative_sampling_objective(scores, DATA, NOISE, k), SCORES
        )
        assert value(lines(chain)[1], at) == pytest.approx(found[word].item(), abs=1e-10)


def test_each_mean_is_what_torch_gives_in_expectation(book, value, lines):
    score = torch.tensor(0.7).double()
    at = {K: 3, o: 2, p: DATA, q: NOISE, x: 0.7}
    observed, drawn = -DATA[1] * F.logsigmoid(score), -NOISE[1] * F.logsigmoid(-score)
    agree(value, lines(book["mean-over-negatives"])[:1], at, observed + drawn)
    agree(value, lines(book["mean-over-terms"])[:1], at, (observed + 3 * drawn) / 4)


def test_the_gradient_of_the_mean_over_terms_is_that_of_autograd(book, value, lines):
    observed = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    float32.mean_over_terms(observed, SCORES).backward()
    agree(value, lines(book["mean-over-terms-gradient"]), {K: 4, x: 0.7, s: SCORES}, observed.grad)


def test_equal_weights_cancel_as_in_torch(book, value, lines):
    road = float32.weighted_mean(SCORES, torch.full_like(SCORES, 2.5))
    agree(value, lines(book["weighted-mean"]), {N: 4, s: SCORES, r: 2.5}, road)


def test_softmax_taken_twice_stays_above_the_bound(book, value, lines):
    *sums, least = lines(book["softmax-twice"])
    at = {V: 4, o: 2, p: DATA}
    agree(value, sums, at, F.cross_entropy(DATA, torch.tensor(1)).exp())
    assert value(sums[0], at) >= value(least, at)
    assert math.log(value(least, at)) == pytest.approx(float32.softmax_twice_bound(4))


def test_the_error_of_a_cubic_is_that_of_torch_and_stays_below_the_bound(book, value, lines):
    def cubic(x):
        return 2 * x**3 - x**2 + 5 * x - 1

    point, by = torch.tensor(0.7).double(), 0.125
    error = float32.central_difference(cubic, point, by) - (6 * point**2 - 2 * point + 5)
    at = {step: by, slope: 6 * 0.7**2 - 2 * 0.7 + 5, third_right: 12, third_left: 12, most_third: 12}
    at |= {value_right: cubic(0.7 + by), value_left: cubic(0.7 - by)}
    agree(value, lines(book["central-difference"]), at, error)
    agree(value, lines(book["central-difference-bound"]), at, error.abs())


def test_rounding_the_values_costs_at_most_what_is_said(book, value, lines):
    right, left = (torch.tensor(x).double().exp() for x in (1.01, 0.99))
    errors = [(number.float().double() - number).item() for number in (right, left)]
    eps = torch.finfo(torch.float32).eps
    at = {step: 0.01, value_right: right.item(), value_left: left.item(), rounding: eps, most_value: right.item()}
    at |= {error_right: errors[0], error_left: errors[1]}
    *equal, terms, bound = (value(expression, at) for expression in lines(book["rounded-difference"]))
    road = ((right.float() - left.float()).double() - (right - left)).abs() / 0.02
    assert equal == pytest.approx([road.item()] * 2)
    assert equal[0] <= terms <= bound
    assert bound == pytest.approx(float32.difference_bound(0.01, torch.float32, right.item(), 1e-20))


def test_rounding_and_formula_together_cost_at_most_both_bounds(book, value, lines):
    by, eps = 0.25, torch.finfo(torch.float32).eps
    right, left, middle = (torch.tensor(x).double().exp() for x in (1.25, 0.75, 1.0))
    exact = (right - left).item() / (2 * by) - middle.item()
    third = 6 * exact / by**2
    errors = [(number.float().double() - number).item() for number in (right, left)]
    at = {step: by, slope: middle.item(), value_right: right.item(), value_left: left.item(), rounding: eps}
    at |= {error_right: errors[0], error_left: errors[1], third_right: third, third_left: third}
    at |= {most_value: right.item(), most_third: right.item()}
    *equal, apart, bound = (value(expression, at) for expression in lines(book["whole-error"]))
    found = float32.central_difference(torch.exp, torch.tensor(1.0), by).double() - middle
    assert equal == pytest.approx([found.abs().item()] * 2, rel=1e-5)
    assert equal[0] <= apart <= bound
    assert bound == pytest.approx(float32.difference_bound(by, torch.float32, right.item(), right.item()))


def test_the_error_for_the_exponential_is_that_of_torch_and_tends_to_a_sixth(book, value, lines):
    *finite, limit = lines(book["central-difference-exp"])
    point = torch.tensor(0.7).double()
    error = (float32.central_difference(torch.exp, point, 0.125) - point.exp()) / 0.125**2
    agree(value, finite, {x: 0.7, step: 0.125}, error)
    assert value(limit, {x: 0.7}) == pytest.approx(point.exp().item() / 6)


def test_the_best_step_costs_less_than_its_neighbours(book, value, lines):
    cost, best = lines(book["best-step"])
    at = {most_value: 5, most_third: 0.25, rounding: torch.finfo(torch.float64).eps}
    assert value(best, at) == pytest.approx(float32.best_step(torch.float64, 5.0, 0.25))
    costs = [value(cost, at | {step: value(best, at) * factor}) for factor in (0.9, 1, 1.1)]
    assert costs[1] < min(costs[0], costs[2])
    least = float32.difference_bound(value(best, at), torch.float64, 5.0, 0.25)
    assert costs[1] == pytest.approx(least)
    agree(value, lines(book["least-error"]), at | {step: value(best, at)}, torch.tensor(least))
