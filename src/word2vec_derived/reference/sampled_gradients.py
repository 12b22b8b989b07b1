"""How far a gradient made of a few draws strays: its variance in negative sampling, its bias in sampled softmax."""

from __future__ import annotations

import torch
from torch import Tensor

from . import nce
from .arguments import checked
from .promises.numbers import Draws, Number
from .promises.probabilities import Noise, OfWords, OneDistribution, PositiveNoise
from .promises.scores import ObservedScore, ScoresOfCentre
from .promises.vectors import ContextVectors
from .promises.words import ObservedWord


@checked
def negatives_variance(
    scores: ScoresOfCentre, context_vectors: ContextVectors, noise: Noise, negatives: Draws
) -> Number:
    """Trace of the variance of the negatives' part of the gradient in a centre's vector (`negatives-variance`).
    >>> negatives_variance(torch.zeros(2), torch.tensor([[1.0], [-1.0]]), torch.tensor([0.5, 0.5]), 5)
    tensor(1.2500)
    """
    return negatives * _variance(scores.sigmoid()[:, None] * context_vectors, noise)


@checked
def gradient_variance(
    scores: ScoresOfCentre,
    context_vectors: ContextVectors,
    data_probabilities: OneDistribution,
    noise: Noise,
    negatives: Draws,
) -> Number:
    """Trace of the variance of the gradient of negative sampling in a centre's vector (`sampled-gradient-variance`).
    >>> even = torch.tensor([0.5, 0.5])
    >>> gradient_variance(torch.zeros(2), torch.tensor([[1.0], [-1.0]]), even, even, 5)
    tensor(1.5000)
    """
    pulls = -(-scores).sigmoid()[:, None] * context_vectors
    return _variance(pulls, data_probabilities) + negatives_variance(scores, context_vectors, noise, negatives)


@checked
def probability_bias(observed: ObservedScore, others: ScoresOfCentre, noise: PositiveNoise, negatives: Draws) -> Number:
    """How much too likely the observed word is on average, through every draw of the others (`sampled-inverse`).
    >>> round(probability_bias(torch.tensor(1.0), torch.tensor([0.0, -0.5]), torch.tensor([0.2, 0.8]), 4).item(), 3)
    0.023
    """
    draws = nce.all_draws(len(others), negatives)
    sampled = observed.exp() + (others.exp() / noise)[draws].mean(-1)
    return noise[draws].prod(-1) @ (observed.exp() / sampled) - torch.cat([observed[None], others]).softmax(0)[0]


@checked
def probability_bias_bound(
    observed: ObservedScore, others: ScoresOfCentre, noise: PositiveNoise, negatives: Draws
) -> Number:
    """What that bias cannot exceed (`sampled-inverse-bound`, `sampled-whole-spread`).
    >>> probability_bias_bound(torch.tensor(1.0), torch.tensor([0.0, -0.5]), torch.tensor([0.2, 0.8]), 1)
    tensor(0.1539)
    """
    worth = others.exp() / noise
    whole = observed.exp() + others.exp().sum()
    return _variance(worth[:, None], noise) / (negatives * whole**2)


@checked
def corrected_bias_bound(
    scores: ScoresOfCentre, context: ObservedWord, noise: PositiveNoise, negatives: Draws
) -> OfWords:
    """What the bias of each word cannot exceed where every term is corrected (`corrected-rest`, `mean-of-a-product`).
    >>> corrected_bias_bound(torch.zeros(2), torch.tensor(0), torch.tensor([0.5, 0.5]), 1)
    tensor([0.2500, 0.2500])
    """
    worth = scores.exp() / noise
    shares = torch.eye(len(scores)).to(scores) - scores.softmax(0)[:, None]
    excess = worth * shares  # a row for each word whose bias it is, a column for each word drawn
    observed, mean = excess[:, context].abs(), scores.exp().sum() + worth[context] / negatives
    squares = (observed**2 / negatives + excess**2 @ noise) * _variance(worth[:, None], noise)
    return (observed / mean + squares.sqrt() / (mean * worth.min())) / negatives


def _variance(vectors: Tensor, shares: Tensor) -> Tensor:
    """The mean squared distance from the mean."""
    return shares @ (vectors - shares @ vectors).square().sum(-1)
