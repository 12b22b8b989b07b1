from __future__ import annotations

import mpmath
import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import bernoulli

SCORES = [-40.0, -3.0, -0.5, 0.0, 0.5, 3.0, 17.0]
LABELS = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0]


@pytest.mark.second_road(of=bernoulli.sigmoid)
def test_sigmoid_is_that_of_mpmath_at_every_score(dtype):
    scores = torch.tensor(SCORES, dtype=dtype)
    road = torch.tensor([float(1 / (1 + mpmath.exp(-mpmath.mpf(x)))) for x in SCORES], dtype=dtype)
    torch.testing.assert_close(bernoulli.sigmoid(scores), road, rtol=1e-6, atol=0)


def test_the_opposite_of_a_score_has_the_opposite_probability(dtype):
    scores = torch.tensor(SCORES, dtype=dtype)
    torch.testing.assert_close(bernoulli.sigmoid(-scores), 1 - bernoulli.sigmoid(scores))


@pytest.mark.second_road(of=bernoulli.sigmoid_derivative)
def test_the_slope_is_that_of_mpmath_at_every_score(dtype):
    road = [float(mpmath.diff(lambda x: 1 / (1 + mpmath.exp(-x)), x)) for x in SCORES]
    found = bernoulli.sigmoid_derivative(torch.tensor(SCORES, dtype=dtype))
    torch.testing.assert_close(found, torch.tensor(road, dtype=dtype), rtol=1e-5, atol=0)


def test_the_slope_is_that_of_autograd(dtype):
    scores = torch.tensor(SCORES, dtype=dtype, requires_grad=True)
    torch.sigmoid(scores).sum().backward()
    torch.testing.assert_close(bernoulli.sigmoid_derivative(scores.detach()), scores.grad)


def test_sigmoid_can_be_differentiated_twice_at_zero():
    zero = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(bernoulli.sigmoid, zero)
    assert torch.autograd.gradgradcheck(bernoulli.sigmoid, zero)


def test_what_was_certain_and_came_costs_nothing_and_what_could_not_come_costs_everything(dtype):
    certain = torch.tensor([1.0, 0.0], dtype=dtype)
    assert bernoulli.bernoulli_log_likelihood(certain, certain) == 0
    assert bernoulli.bernoulli_log_likelihood(certain, 1 - certain) == -torch.inf


@pytest.mark.second_road(of=bernoulli.bernoulli_likelihood)
def test_the_likelihood_is_the_product_of_torch_bernoullis(dtype):
    pi, y = torch.rand(6, dtype=dtype), torch.tensor([1, 0, 0, 1, 1, 0], dtype=dtype)
    road = torch.distributions.Bernoulli(pi).log_prob(y).sum().exp()
    torch.testing.assert_close(bernoulli.bernoulli_likelihood(pi, y), road, rtol=1e-5, atol=0)


@pytest.mark.second_road(of=bernoulli.bernoulli_log_likelihood)
def test_the_log_likelihood_is_minus_the_binary_cross_entropy_of_torch(dtype):
    pi, y = torch.rand(6, dtype=dtype), torch.tensor([1, 0, 0, 1, 1, 0], dtype=dtype)
    road = -F.binary_cross_entropy(pi, y, reduction="sum")
    torch.testing.assert_close(bernoulli.bernoulli_log_likelihood(pi, y), road)


@pytest.mark.second_road(of=bernoulli.bce_logits)
def test_the_cross_entropy_from_logits_is_that_of_torch(dtype):
    x, y = torch.tensor(SCORES, dtype=dtype), torch.tensor(LABELS, dtype=dtype)
    road = F.binary_cross_entropy_with_logits(x, y, reduction="none")
    torch.testing.assert_close(bernoulli.bce_logits(x, y), road)


@pytest.mark.second_road(of=bernoulli.bce_gradient)
def test_the_gradient_is_that_of_autograd(dtype):
    x, y = torch.tensor(SCORES, dtype=dtype, requires_grad=True), torch.tensor(LABELS, dtype=dtype)
    F.binary_cross_entropy_with_logits(x, y, reduction="sum").backward()
    torch.testing.assert_close(bernoulli.bce_gradient(x.detach(), y), x.grad)


def test_the_cross_entropy_passes_gradcheck_at_zero_too():
    x = torch.tensor([-2.0, 0.0, 3.0], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([1.0, 0.25, 0.0], dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda x: bernoulli.bce_logits(x, y), x)
