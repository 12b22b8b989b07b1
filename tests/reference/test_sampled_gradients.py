from __future__ import annotations

import itertools

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import nce, sampled_gradients

P, Q = (torch.tensor(shares, dtype=torch.float64) for shares in ([0.5, 0.3, 0.2], [0.2, 0.5, 0.3]))
DRAW = torch.Generator().manual_seed(0)
CENTRE, VECTORS = torch.randn(2, generator=DRAW).double(), torch.randn(3, 2, generator=DRAW).double()
SCORES = VECTORS @ CENTRE


def every_gradient(negatives, observed):
    """Chance and gradient of every draw, the gradient by autograd through the dot products."""
    for word in range(3) if observed else [None]:
        for drawn in itertools.product(range(3), repeat=negatives):
            centre = CENTRE.clone().requires_grad_()
            loss = -F.logsigmoid(-(VECTORS[list(drawn)] @ centre)).sum()
            chance = Q[list(drawn)].prod()
            if word is not None:
                loss, chance = loss - F.logsigmoid(VECTORS[word] @ centre), chance * P[word]
            yield chance, torch.autograd.grad(loss, centre)[0]


def trace_of_variance(pairs):
    chances, gradients = map(torch.stack, zip(*pairs, strict=True))
    covariance = torch.cov(gradients.T, correction=0, aweights=chances)
    return covariance.trace()


@pytest.mark.second_road(of=sampled_gradients.negatives_variance)
@pytest.mark.parametrize("negatives", [1, 2, 4])
def test_every_draw_of_the_negatives_gives_their_variance(negatives):
    road = trace_of_variance(every_gradient(negatives, observed=False))
    torch.testing.assert_close(sampled_gradients.negatives_variance(SCORES, VECTORS, Q, negatives), road)


@pytest.mark.second_road(of=sampled_gradients.gradient_variance)
@pytest.mark.parametrize("negatives", [1, 2, 4])
def test_every_draw_of_all_words_gives_the_variance(negatives):
    road = trace_of_variance(every_gradient(negatives, observed=True))
    torch.testing.assert_close(sampled_gradients.gradient_variance(SCORES, VECTORS, P, Q, negatives), road)


def sampled(observed, others, noise, negatives):
    """The chance of every draw, and by how much its sampled sum is wrong, and its probability."""
    whole = observed.exp() + others.exp().sum()
    for drawn in map(list, itertools.product(range(len(others)), repeat=negatives)):
        total = observed.exp() + (others - noise.log())[drawn].exp().sum() / negatives
        yield noise[drawn].prod(), total / whole - 1, observed.exp() / total - observed.exp() / whole


@pytest.mark.second_road(of=sampled_gradients.probability_bias)
@pytest.mark.parametrize("negatives", [1, 3])
def test_the_bias_is_the_mean_of_the_errors(negatives):
    observed = torch.tensor(0.7).double()
    road = sum(chance * error for chance, _, error in sampled(observed, SCORES, Q, negatives))
    torch.testing.assert_close(sampled_gradients.probability_bias(observed, SCORES, Q, negatives), road)


@pytest.mark.second_road(of=sampled_gradients.probability_bias_bound)
@pytest.mark.parametrize("negatives", [1, 3])
def test_the_bound_is_the_mean_square_of_the_sums_relative_error(negatives):
    observed = torch.tensor(0.7).double()
    road = sum(chance * off**2 for chance, off, _ in sampled(observed, SCORES, Q, negatives))
    torch.testing.assert_close(sampled_gradients.probability_bias_bound(observed, SCORES, Q, negatives), road)


@pytest.mark.parametrize("seed", range(20))
def test_the_observed_word_is_never_too_unlikely_and_the_bound_holds(seed):
    draw = torch.Generator().manual_seed(seed)
    scores, noise = torch.randn(2, 4, generator=draw, dtype=torch.float64)
    noise = noise.softmax(0)
    for negatives in (1, 2, 3):
        bias = sampled_gradients.probability_bias(scores[0], scores, noise, negatives)
        assert 0 <= bias <= sampled_gradients.probability_bias_bound(scores[0], scores, noise, negatives)


def bound_over_every_draw(scores, context, noise, negatives, word):
    """The three means of which the bound is made, each through every draw."""
    worth, share = scores.exp() / noise, scores.softmax(0)[word]
    draws = nce.all_draws(len(noise), negatives)
    terms, chances = torch.cat([draws, context.expand(len(draws), 1)], 1), noise[draws].prod(1)
    totals = worth[terms].sum(1) / negatives
    excess = (worth[terms] * (terms == word)).sum(1) / negatives - share * totals
    mean = chances @ totals
    root = (chances @ excess**2 * (chances @ (totals - mean) ** 2)).sqrt()
    return (chances @ excess).abs() / mean + root / (mean * worth.min())


@pytest.mark.second_road(of=sampled_gradients.corrected_bias_bound)
@pytest.mark.parametrize("negatives", [1, 3])
def test_the_bound_with_every_term_corrected_is_made_of_means_over_every_draw(negatives):
    context = torch.tensor(1)
    road = torch.stack([bound_over_every_draw(SCORES, context, Q, negatives, word) for word in range(len(Q))])
    torch.testing.assert_close(sampled_gradients.corrected_bias_bound(SCORES, context, Q, negatives), road)


@pytest.mark.parametrize("seed", range(20))
def test_no_word_is_farther_off_than_the_bound_where_every_term_is_corrected(seed):
    draw = torch.Generator().manual_seed(seed)
    scores, noise = torch.randn(2, 4, generator=draw, dtype=torch.float64)
    context, noise = torch.tensor(seed % 4), noise.softmax(0)
    for negatives in (1, 2, 3):
        bias = nce.sampled_softmax_bias(scores, context, noise, negatives)
        assert (bias.abs() <= sampled_gradients.corrected_bias_bound(scores, context, noise, negatives)).all()
