"""Noise-contrastive estimation and sampled softmax: learning a distribution by telling its words from noise."""

from __future__ import annotations

import torch

from . import nll
from .arguments import checked
from .bernoulli import sigmoid
from .float32 import log_sigmoid, log_sum_exp
from .promises.losses import Losses
from .promises.numbers import Draws, Numbers, VocabularySize
from .promises.probabilities import Distribution, NegativeNoise, ObservedNoise, OfWords, PositiveNoise
from .promises.scores import InScores, NegativeScores, ObservedScores, Scores, ScoresOfCentre
from .promises.words import Drawn, ObservedWord

MOST_DRAWS = 10**6


@checked
def nce_posterior(scores: Scores, noise: PositiveNoise, negatives: Draws) -> OfWords:
    """Probability that a word came from the data, if its score is a log-probability (`nce-posterior`).
    >>> nce_posterior(torch.tensor([0.5, 0.5]).log(), torch.tensor([0.5, 0.5]), 3)
    tensor([0.2500, 0.2500])
    """
    return sigmoid(scores - (negatives * noise).log())


@checked
def nce_loss(
    observed_scores: ObservedScores,
    negative_scores: NegativeScores,
    observed_noise: ObservedNoise,
    negative_noise: NegativeNoise,
) -> Losses:
    """Loss of each pair over its 1 + K terms; at K q = 1, negative sampling (`nce-loss`, `negative-sampling-is-nce`).
    >>> nce_loss(torch.tensor(0.0), torch.zeros(2), torch.tensor(0.5), torch.tensor([0.5, 0.5]))
    tensor(2.0794)
    """
    negatives = negative_scores.shape[-1]
    observed = observed_scores - (negatives * observed_noise).log()
    drawn = negative_scores - (negatives * negative_noise).log()
    return -log_sigmoid(observed) - log_sigmoid(-drawn).sum(-1)


@checked
def nce_expected(scores: Scores, data_probabilities: Distribution, noise: PositiveNoise, negatives: Draws) -> Losses:
    """Loss of each centre in expectation over the data and over the noise (`nce-loss`).
    >>> nce_expected(torch.tensor([0.5, 0.5]).log(), torch.tensor([0.5, 0.5]), torch.tensor([0.5, 0.5]), 1)
    tensor(1.3863)
    """
    log_odds = scores - (negatives * noise).log()
    terms = data_probabilities * log_sigmoid(log_odds) + negatives * noise * log_sigmoid(-log_odds)
    return -terms.sum(-1)


@checked
def nce_gradient(scores: Scores, data_probabilities: Distribution, noise: PositiveNoise, negatives: Draws) -> InScores:
    """Gradient in free scores: model minus data, times the chance of noise (`nce-gradient`, `nce-gradient-limit`).
    >>> nce_gradient(torch.zeros(2), torch.tensor([0.5, 0.5]), torch.tensor([0.5, 0.5]), 2)
    tensor([0.2500, 0.2500])
    """
    weights = 1 - nce_posterior(scores, noise, negatives)
    return weights * (scores.exp() - data_probabilities)


@checked
def nce_gradient_normalised(
    scores: Scores, data_probabilities: Distribution, noise: PositiveNoise, negatives: Draws
) -> InScores:
    """Gradient through a softmax: as K grows, that of maximum likelihood (`nce-gradient-softmax`).
    >>> nce_gradient_normalised(torch.zeros(2), torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 3)
    tensor([-0.1875,  0.1875])
    """
    log_probabilities = scores - log_sum_exp(scores).unsqueeze(-1)
    gradient = nce_gradient(log_probabilities, data_probabilities, noise, negatives)
    return gradient - log_probabilities.exp() * gradient.sum(-1, keepdim=True)


@checked
def maximum_likelihood_gradient(scores: Scores, data_probabilities: Distribution) -> InScores:
    """Gradient of the cross-entropy: predicted minus observed (`nce-gradient-normalised`).
    >>> maximum_likelihood_gradient(torch.zeros(2), torch.tensor([0.75, 0.25]))
    tensor([-0.2500,  0.2500])
    """
    return nll.softmax(scores) - data_probabilities


@checked
def self_normalisation(scores: Scores) -> Numbers:
    """Z of each centre: 1 where the scores are log-probabilities (`self-normalisation`).
    >>> self_normalisation(torch.tensor([0.75, 0.25]).log())
    tensor(1.0000)
    """
    return log_sum_exp(scores).exp()


@checked
def contrastive_loss(observed_scores: ObservedScores, negative_scores: NegativeScores) -> Losses:
    """Softmax loss over the observed word and its negatives, not corrected (`contrastive-optimum`).
    >>> contrastive_loss(torch.tensor(0.0), torch.zeros(3))
    tensor(1.3863)
    """
    candidates = torch.cat([observed_scores.unsqueeze(-1), negative_scores], dim=-1)
    return log_sum_exp(candidates) - observed_scores


@checked
def sampled_softmax(
    observed_scores: ObservedScores,
    negative_scores: NegativeScores,
    observed_noise: ObservedNoise,
    negative_noise: NegativeNoise,
) -> Losses:
    """The same, each score lowered by the log-probability of drawing its word (`sampled-softmax`).
    >>> sampled_softmax(torch.tensor(0.0), torch.zeros(1), torch.tensor(0.25), torch.tensor([0.75]))
    tensor(0.2877)
    """
    return contrastive_loss(observed_scores - observed_noise.log(), negative_scores - negative_noise.log())


@checked
def all_draws(vocabulary_size: VocabularySize, negatives: Draws) -> Drawn:
    """Every sequence of negatives, at most a million, one a row (`sampled-softmax-bias`).
    >>> all_draws(2, 2)
    tensor([[0, 0],
            [0, 1],
            [1, 0],
            [1, 1]])
    """
    _few_enough(vocabulary_size, negatives)
    words = torch.arange(vocabulary_size)
    return torch.cartesian_prod(*[words] * negatives).view(-1, negatives)


def _few_enough(vocabulary_size: int, negatives: int) -> None:
    count = vocabulary_size**negatives
    if count > MOST_DRAWS:
        raise ValueError(f"negatives is {negatives}, expected at most a million draws, not {count}")


@checked
def contrastive_gradient(
    scores: ScoresOfCentre, context: ObservedWord, noise: PositiveNoise, negatives: Draws
) -> InScores:
    """Expected gradient of the uncorrected softmax, through every draw (`sampled-softmax-bias`).
    >>> contrastive_gradient(torch.zeros(2), torch.tensor(0), torch.tensor([0.5, 0.5]), 1)
    tensor([-0.2500,  0.2500])
    """
    draws = all_draws(len(scores), negatives)
    candidates = torch.cat([context.expand(len(draws), 1), draws], dim=1)
    errors = nll.nll_gradient(scores[candidates], torch.zeros(len(draws), dtype=torch.int64))
    weighted = errors * noise[draws].prod(-1, keepdim=True)
    return torch.zeros_like(scores).index_add(0, candidates.flatten(), weighted.flatten())


@checked
def contrastive_bias(scores: ScoresOfCentre, context: ObservedWord, noise: PositiveNoise, negatives: Draws) -> InScores:
    """How far that is from the gradient of the full softmax (`sampled-softmax-bias`).
    >>> contrastive_bias(torch.zeros(2), torch.tensor(0), torch.tensor([0.5, 0.5]), 1)
    tensor([ 0.2500, -0.2500])
    """
    return contrastive_gradient(scores, context, noise, negatives) - nll.nll_gradient(scores, context)


@checked
def sampled_softmax_bias(
    scores: ScoresOfCentre, context: ObservedWord, noise: PositiveNoise, negatives: Draws
) -> InScores:
    """How far the corrected one is from it; it goes to zero as K grows (`sampled-softmax-bias`).
    >>> sampled_softmax_bias(torch.zeros(2), torch.tensor(0), torch.tensor([0.25, 0.75]), 1)
    tensor([ 0.3125, -0.3125])
    """
    corrected = contrastive_gradient(scores - noise.log(), context, noise, negatives)
    return corrected - nll.nll_gradient(scores, context)
