"""Contrastive losses: what InfoNCE tells of information, cosines with a temperature, and the batch as noise."""

from __future__ import annotations

from math import log1p

import torch
import torch.nn.functional as nn

from . import optimum
from .arguments import checked
from .promises.numbers import Draws, Nats, Number, Temperature, VocabularySize
from .promises.probabilities import Noise, OneDistribution, PositiveNoise
from .promises.scores import InScoresOfCentre, ScoresOfCentre
from .promises.vectors import ContextVectors, InOneVector, OneCentre
from .promises.words import PairCounts


@checked
def infonce_bound(
    scores: ScoresOfCentre, data_probabilities: OneDistribution, noise: PositiveNoise, negatives: Draws
) -> Number:
    """The logarithm of 1 + K less the expected loss: at most the divergence of noise from data (`infonce-candidates`).
    >>> infonce_bound(torch.zeros(2), torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 3)
    tensor(0.)
    """
    return log1p(negatives) - optimum.contrastive_objective(scores, data_probabilities, noise, negatives)


@checked
def cosine_gradient(
    centre_vector: OneCentre, context_vectors: ContextVectors, in_scores: InScoresOfCentre, temperature: Temperature
) -> InOneVector:
    """Gradient in the centre's vector where scores are cosines over a temperature (`cosine-gradient`).
    `in_scores` is the gradient of the loss in those scores; a centre that is zero has no cosine, and gives NaN.
    >>> cosine_gradient(torch.tensor([2.0, 0.0]), torch.eye(2), torch.tensor([1.0, 1.0]), 0.5)
    tensor([0., 1.])
    """
    length = centre_vector.norm()
    along = centre_vector / length
    pull = in_scores @ nn.normalize(context_vectors, dim=-1)
    return (pull - (pull @ along) * along) / (temperature * length)


@checked
def cosine_floor(vocabulary_size: VocabularySize, temperature: Temperature) -> Nats:
    """What the loss of a softmax of cosines cannot fall below (`cosine-floor`).
    >>> round(cosine_floor(2, 1.0), 4)
    0.1269
    """
    return log1p((vocabulary_size - 1) * torch.tensor(-2 / temperature).double().exp().item())


@checked
def in_batch_noise(pair_counts: PairCounts) -> Noise:
    """The noise that the other pairs of a batch are: each word's share among the contexts, in float64 (`batch-noise`).
    >>> in_batch_noise(torch.tensor([[3, 0], [3, 2]]))
    tensor([0.7500, 0.2500], dtype=torch.float64)
    """
    return pair_counts.sum(0).double() / pair_counts.sum()
