from __future__ import annotations

import itertools

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import nce, negative_sampling


def setting(dtype, words=4):
    scores = torch.randn(words, dtype=dtype)
    return scores, *(torch.randn(words, dtype=dtype).softmax(0) for _ in range(2))


@pytest.mark.second_road(of=nce.nce_posterior)
def test_the_posterior_is_bayes_rule_over_one_word_of_data_and_k_of_noise(dtype):
    _, p, q = setting(dtype)
    joint_data, joint_noise = p * (1 / 4), q * (3 / 4)
    torch.testing.assert_close(nce.nce_posterior(p.log(), q, 3), joint_data / (joint_data + joint_noise))


@pytest.mark.second_road(of=nce.nce_loss)
def test_the_loss_is_a_binary_cross_entropy_of_log_odds(dtype):
    scores, _, q = setting(dtype)
    observed, drawn = torch.tensor([3, 0]), torch.tensor([[0, 1, 1], [0, 2, 3]])
    words = torch.cat([observed[:, None], drawn], 1)
    labels = torch.tensor([[1, 0, 0, 0]] * 2, dtype=dtype)
    probabilities = scores.exp() / (scores.exp() + 3 * q)
    road = F.binary_cross_entropy(probabilities[words], labels, reduction="none").sum(1)
    torch.testing.assert_close(nce.nce_loss(scores[observed], scores[drawn], q[observed], q[drawn]), road)


def test_negative_sampling_is_nce_with_k_q_of_one(dtype):
    observed, drawn = torch.randn(2, dtype=dtype), torch.randn(2, 4, dtype=dtype)
    quarter = torch.full_like(drawn, 1 / 4)
    found = nce.nce_loss(observed, drawn, quarter[:, 0], quarter)
    torch.testing.assert_close(found, negative_sampling.negative_sampling_loss(observed, drawn))


@pytest.mark.second_road(of=nce.nce_expected)
def test_the_expected_loss_is_the_mean_over_every_pair_and_draw(dtype):
    scores, p, q = setting(dtype, words=3)
    road = torch.zeros((), dtype=dtype)
    posterior = scores.exp() / (scores.exp() + 2 * q)
    for o, *draw in itertools.product(range(3), repeat=3):
        road += p[o] * q[draw].prod() * (-posterior[o].log() - (1 - posterior[draw]).log().sum())
    torch.testing.assert_close(nce.nce_expected(scores, p, q, 2), road)


@pytest.mark.second_road(of=nce.nce_gradient)
def test_the_gradient_is_that_of_autograd(dtype):
    scores, p, q = setting(dtype)
    scores.requires_grad_()
    nce.nce_expected(scores, p, q, 3).backward()
    torch.testing.assert_close(nce.nce_gradient(scores.detach(), p, q, 3), scores.grad)


@pytest.mark.second_road(of=nce.nce_gradient_normalised)
def test_the_gradient_through_a_softmax_is_that_of_autograd(dtype):
    scores, p, q = setting(dtype)
    scores.requires_grad_()
    nce.nce_expected(F.log_softmax(scores, 0), p, q, 3).backward()
    torch.testing.assert_close(nce.nce_gradient_normalised(scores.detach(), p, q, 3), scores.grad)


@pytest.mark.second_road(of=nce.maximum_likelihood_gradient)
def test_the_gradient_of_maximum_likelihood_is_that_of_autograd(dtype):
    scores, p, _ = setting(dtype)
    scores.requires_grad_()
    F.cross_entropy(scores[None], p[None]).backward()
    torch.testing.assert_close(nce.maximum_likelihood_gradient(scores.detach(), p), scores.grad)


def test_with_many_negatives_the_gradient_is_that_of_maximum_likelihood():
    scores, p, q = setting(torch.float64)
    limit = nce.maximum_likelihood_gradient(scores, p)
    gaps = [(nce.nce_gradient_normalised(scores, p, q, k) - limit).abs().max().item() for k in (1, 50, 5000)]
    assert gaps[0] > 10 * gaps[1] > 100 * gaps[2]


def test_without_normalisation_the_limit_is_model_minus_data_unnormalised():
    scores, p, q = setting(torch.float64)
    torch.testing.assert_close(nce.nce_gradient(scores, p, q, 10**9), scores.exp() - p, rtol=1e-6, atol=1e-6)


@pytest.mark.second_road(of=nce.self_normalisation)
def test_z_is_the_sum_of_exponentials_and_one_at_the_optimum(dtype):
    scores, p, _ = setting(dtype)
    torch.testing.assert_close(nce.self_normalisation(scores), scores.exp().sum())
    torch.testing.assert_close(nce.self_normalisation(p.log()), torch.ones((), dtype=dtype))


@pytest.mark.second_road(of=nce.contrastive_loss)
def test_the_contrastive_loss_is_a_cross_entropy_over_the_candidates(dtype):
    observed, drawn = torch.randn(2, dtype=dtype), torch.randn(2, 4, dtype=dtype)
    candidates = torch.cat([observed[:, None], drawn], 1)
    road = F.cross_entropy(candidates, torch.zeros(2, dtype=torch.int64), reduction="none")
    torch.testing.assert_close(nce.contrastive_loss(observed, drawn), road)


@pytest.mark.second_road(of=nce.sampled_softmax)
def test_sampled_softmax_divides_each_exponential_by_its_noise(dtype):
    scores, _, q = setting(dtype)
    observed, drawn = torch.tensor([3, 0]), torch.tensor([[0, 1, 1], [0, 2, 3]])
    weights = scores.exp() / q
    road = -(weights[observed] / (weights[observed] + weights[drawn].sum(1))).log()
    torch.testing.assert_close(nce.sampled_softmax(scores[observed], scores[drawn], q[observed], q[drawn]), road)


@pytest.mark.second_road(of=nce.all_draws)
def test_all_draws_are_those_of_itertools():
    assert nce.all_draws(3, 2).tolist() == [list(draw) for draw in itertools.product(range(3), repeat=2)]
    assert nce.all_draws(3, 1).tolist() == [[0], [1], [2]]
    assert len(nce.all_draws(1000, 2)) == 10**6


def test_more_draws_than_a_million_are_refused():
    with pytest.raises(ValueError, match="negatives is 2, expected at most a million draws, not 1002001"):
        nce.all_draws(1001, 2)


def by_autograd(scores, context, q, negatives, shift):
    """Expected gradient over every draw, each differentiated by autograd."""
    road = torch.zeros_like(scores)
    for draw in itertools.product(range(len(scores)), repeat=negatives):
        free = scores.clone().requires_grad_()
        candidates = (free - shift)[[context, *draw]]
        F.cross_entropy(candidates[None], torch.tensor([0])).backward()
        road += q[list(draw)].prod() * free.grad
    return road


def full_gradient(scores, context):
    free = scores.clone().requires_grad_()
    F.cross_entropy(free[None], torch.tensor([context])).backward()
    return free.grad


@pytest.mark.second_road(of=nce.contrastive_gradient)
def test_the_expected_contrastive_gradient_is_the_mean_of_autograd_over_every_draw(dtype):
    scores, _, q = setting(dtype)
    road = by_autograd(scores, 1, q, 2, torch.zeros_like(q))
    torch.testing.assert_close(nce.contrastive_gradient(scores, torch.tensor(1), q, 2), road)


@pytest.mark.second_road(of=nce.contrastive_bias)
def test_the_bias_without_correction_is_that_of_autograd_over_every_draw(dtype):
    scores, _, q = setting(dtype)
    road = by_autograd(scores, 1, q, 2, torch.zeros_like(q)) - full_gradient(scores, 1)
    torch.testing.assert_close(nce.contrastive_bias(scores, torch.tensor(1), q, 2), road)


@pytest.mark.second_road(of=nce.sampled_softmax_bias)
def test_the_bias_of_sampled_softmax_is_that_of_autograd_over_every_draw(dtype):
    scores, _, q = setting(dtype)
    road = by_autograd(scores, 1, q, 2, q.log()) - full_gradient(scores, 1)
    torch.testing.assert_close(nce.sampled_softmax_bias(scores, torch.tensor(1), q, 2), road)


def test_the_corrected_bias_falls_with_k_and_the_other_does_not_vanish():
    scores, _, q = setting(torch.float64)
    corrected = [nce.sampled_softmax_bias(scores, torch.tensor(1), q, k).abs().max() for k in (1, 3, 8)]
    assert corrected[0] > corrected[1] > corrected[2]
    assert nce.contrastive_bias(scores, torch.tensor(1), q, 8).abs().max() > corrected[2]
