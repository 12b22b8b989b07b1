from __future__ import annotations

import math

import mpmath
import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import float32

SCORES = [-300.0, -100.0, -17.0, -0.5, 0.0, 0.5, 17.0, 80.0]


def exactly(function, values, dtype):
    with mpmath.workdps(200):
        return torch.tensor([float(function(mpmath.mpf(value))) for value in values], dtype=dtype)


@pytest.mark.second_road(of=float32.log_sum_exp)
def test_log_sum_exp_is_that_of_mpmath_where_exponentials_overflow(dtype):
    rows = [[1000.0, 999.0, -5.0], [-1000.0, -1001.0, -1000.5], [0.0, 0.0, 0.0], [0.25, -1.0, 3.0]]
    road = [float(mpmath.log(sum(mpmath.exp(mpmath.mpf(x)) for x in row))) for row in rows]
    torch.testing.assert_close(float32.log_sum_exp(torch.tensor(rows, dtype=dtype)), torch.tensor(road, dtype=dtype))


@pytest.mark.second_road(of=float32.naive_log_sum_exp)
def test_the_naive_form_agrees_where_it_does_not_overflow(dtype):
    scores = torch.randn(4, 5, dtype=dtype)
    torch.testing.assert_close(float32.naive_log_sum_exp(scores), torch.logsumexp(scores, -1))


def test_the_naive_form_overflows_above_eighty_eight():
    assert float32.naive_log_sum_exp(torch.tensor([88.7])).isfinite()
    assert float32.naive_log_sum_exp(torch.tensor([88.8])).isinf()
    assert float32.log_sum_exp(torch.tensor([88.8])) == torch.tensor(88.8)


@pytest.mark.second_road(of=float32.log_sigmoid)
def test_log_sigmoid_is_that_of_mpmath_at_every_score(dtype):
    road = exactly(lambda x: -mpmath.log(1 + mpmath.exp(-x)), SCORES, dtype)
    torch.testing.assert_close(float32.log_sigmoid(torch.tensor(SCORES, dtype=dtype)), road, rtol=1e-6, atol=0)


@pytest.mark.second_road(of=float32.naive_log_sigmoid)
def test_the_naive_log_sigmoid_agrees_near_zero(dtype):
    scores = torch.linspace(-8, 8, 9, dtype=dtype)
    torch.testing.assert_close(float32.naive_log_sigmoid(scores), F.logsigmoid(scores), rtol=1e-4, atol=1e-6)


def test_the_naive_log_sigmoid_loses_its_value_and_its_gradient():
    score = torch.tensor(-120.0, requires_grad=True)
    naive = float32.naive_log_sigmoid(score)
    assert naive == -math.inf
    assert torch.autograd.grad(naive, score)[0].isnan()
    assert torch.autograd.grad(float32.log_sigmoid(score), score)[0] == 1
    assert float32.naive_log_sigmoid(torch.tensor(-300.0).double()) == -300


@pytest.mark.second_road(of=float32.stable_bce)
def test_the_stable_cross_entropy_is_that_of_mpmath(dtype):
    scores = torch.tensor(SCORES, dtype=dtype)
    for label in (1.0, 0.0):
        road = exactly(lambda x, y=label: mpmath.log(1 + mpmath.exp(x)) - y * x, SCORES, dtype)
        found = float32.stable_bce(scores, torch.full_like(scores, label))
        torch.testing.assert_close(found, road, rtol=1e-6, atol=1e-40)


@pytest.mark.second_road(of=float32.naive_bce)
def test_the_naive_cross_entropy_agrees_near_zero_and_is_infinite_far_off(dtype):
    scores, labels = torch.linspace(-4, 4, 6, dtype=dtype), torch.tensor([1, 0, 1, 0, 1, 0], dtype=dtype)
    road = F.binary_cross_entropy_with_logits(scores, labels, reduction="none")
    torch.testing.assert_close(float32.naive_bce(scores, labels), road, rtol=1e-4, atol=1e-6)
    assert float32.naive_bce(torch.tensor([40.0], dtype=dtype), torch.tensor([0.0], dtype=dtype)).isinf()


@pytest.mark.parametrize("function", [float32.log_sigmoid, lambda x: float32.stable_bce(x, torch.full_like(x, 0.25))])
def test_the_stable_forms_can_be_differentiated_twice_everywhere_zero_included(function):
    scores = torch.tensor([-40.0, -1.0, 0.0, 2.0, 40.0], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(function, scores)
    assert torch.autograd.gradgradcheck(function, scores)


def terms(dtype):
    observed, drawn = torch.randn(3, dtype=dtype), torch.randn(3, 4, dtype=dtype)
    scores = torch.cat([observed[:, None], drawn], 1)
    labels = torch.tensor([[1, 0, 0, 0, 0]] * 3, dtype=dtype)
    return observed, drawn, F.binary_cross_entropy_with_logits(scores, labels, reduction="none")


@pytest.mark.second_road(of=float32.mean_over_negatives)
def test_the_mean_over_the_negatives_leaves_the_observed_word_whole(dtype):
    observed, drawn, each = terms(dtype)
    torch.testing.assert_close(float32.mean_over_negatives(observed, drawn), each[:, 0] + each[:, 1:].mean(1))


@pytest.mark.second_road(of=float32.mean_over_terms)
def test_the_mean_over_the_terms_is_that_of_torch(dtype):
    observed, drawn, each = terms(dtype)
    torch.testing.assert_close(float32.mean_over_terms(observed, drawn), each.mean(1))


@pytest.mark.second_road(of=float32.weighted_mean)
def test_the_weighted_mean_is_that_of_a_weighted_cross_entropy(dtype):
    scores, targets = torch.randn(6, 3, dtype=dtype), torch.tensor([0, 1, 2, 2, 1, 1])
    weights = torch.tensor([1, 5, 0.5], dtype=dtype)
    losses = F.cross_entropy(scores, targets, reduction="none")
    road = F.cross_entropy(scores, targets, weight=weights)
    torch.testing.assert_close(float32.weighted_mean(losses, weights[targets]), road)


def test_the_weight_of_a_single_loss_cancels(dtype):
    loss = torch.tensor([0.7], dtype=dtype)
    torch.testing.assert_close(float32.weighted_mean(loss, torch.tensor([9], dtype=dtype)), loss[0])


@pytest.mark.second_road(of=float32.central_difference)
def test_the_central_difference_of_a_parabola_is_its_slope(dtype):
    points = torch.tensor([-1.0, 0.5, 2.0], dtype=dtype)
    found = float32.central_difference(lambda x: x**2 + x, points, 0.25)
    torch.testing.assert_close(found, 2 * points + 1)


def test_the_error_of_the_central_difference_falls_with_the_square_of_the_step():
    points = torch.tensor([0.3, 1.1], dtype=torch.float64)
    errors = [(float32.central_difference(torch.exp, points, h) - points.exp()).abs() for h in (1e-2, 1e-3)]
    torch.testing.assert_close(errors[0] / errors[1], torch.tensor([100.0, 100.0]).double(), rtol=1e-3, atol=0)


def epsilon(dtype):
    return next(2.0**-n for n in range(80) if torch.tensor(1, dtype=dtype) + 2.0 ** -(n + 1) == 1)


@pytest.mark.second_road(of=float32.difference_bound)
def test_the_bound_of_a_difference_is_met_by_the_worst_rounding_of_a_cubic(dtype):
    step, third = 2**-7, 6.0  # of x³, whose difference quotient is off by the square of the step
    values = [mpmath.mpf(step) ** 3, -(mpmath.mpf(step) ** 3)]
    off = epsilon(dtype) * 2  # each value wrong by as much, away from the other, where no value exceeds 2
    worst = (values[0] + off - (values[1] - off)) / (2 * step)
    assert float32.difference_bound(step, dtype, 2.0, third) == pytest.approx(float(worst))


@pytest.mark.parametrize("step", [2.0**-power for power in range(1, 18)])
def test_no_difference_is_further_off_than_the_bound(dtype, step):
    points = torch.arange(64, 257, dtype=dtype) / 128
    errors = float32.central_difference(torch.exp, points, step).double() - points.double().exp()
    assert errors.abs().max() <= float32.difference_bound(step, dtype, *[math.exp(2 + step)] * 2)


@pytest.mark.second_road(of=float32.best_step)
def test_at_the_best_step_rounding_costs_twice_what_the_formula_does(dtype):
    for value, third in ((1.0, 1.0), (5.0, 0.25)):
        step = float32.best_step(dtype, value, third)
        assert epsilon(dtype) * value / step == pytest.approx(2 * third * step**2 / 6, rel=1e-9)


def test_the_best_step_has_the_least_bound_and_is_near_the_bottom_of_the_v(dtype):
    points = torch.linspace(0.5, 2, 400, dtype=dtype)
    best = float32.best_step(dtype)
    steps = [best * factor for factor in (1 / 30, 0.9, 1, 1.1, 30)]
    bounds = [float32.difference_bound(step, dtype, 1.0, 1.0) for step in steps]
    errors = [(float32.central_difference(torch.exp, points, step) - points.exp()).abs().mean() for step in steps]
    assert min(bounds) == bounds[2]
    assert errors[2] < min(errors[0], errors[-1])


@pytest.mark.second_road(of=float32.softmax_twice_bound)
@pytest.mark.parametrize("classes", [2, 3, 50_000])
def test_a_softmax_fed_to_a_cross_entropy_stops_at_the_bound(classes):
    sure = torch.zeros(classes).double()
    sure[0] = 1
    road = F.cross_entropy(sure, torch.tensor(0)).item()
    assert float32.softmax_twice_bound(classes) == pytest.approx(road)
    assert road == pytest.approx(math.log(math.e + classes - 1) - 1)
    assert F.cross_entropy((80 * sure).softmax(0), torch.tensor(0)).item() >= road - 1e-9
