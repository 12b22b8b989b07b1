"""What the optimum is as shipped: a drawn negative that equals the observed word is skipped, or drawn again."""

from __future__ import annotations

from torch import Tensor

from .arguments import checked
from .float32 import log_sigmoid
from .promises.losses import Losses
from .promises.numbers import Draws
from .promises.probabilities import Distribution, Noise, PositiveDistribution, PositiveNoise
from .promises.scores import Scores


@checked
def skipping_objective(scores: Scores, data_probabilities: Distribution, noise: Noise, negatives: Draws) -> Losses:
    """Expected loss if an equal negative is skipped, as word2vec.c and gensim do (`skipping-optimum`).
    >>> skipping_objective(torch.zeros(2), torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 2)
    tensor(1.3863)
    """
    drawn = negatives * noise * (1 - data_probabilities)
    return -(data_probabilities * log_sigmoid(scores) + drawn * log_sigmoid(-scores)).sum(-1)


@checked
def skipping_optimum(data_probabilities: PositiveDistribution, noise: PositiveNoise, negatives: Draws) -> Scores:
    """Log-odds of the data, less log K q (`skipping-optimum`).
    >>> skipping_optimum(torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 2)
    tensor([ 1.0986, -1.0986])
    """
    return data_probabilities.logit() - (negatives * noise).log()


@checked
def redrawing_objective(scores: Scores, data_probabilities: Distribution, noise: Noise, negatives: Draws) -> Losses:
    """Expected loss if an equal negative is drawn again, as fastText does (`redrawing-optimum`).
    >>> redrawing_objective(torch.zeros(2), torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 2)
    tensor(2.0794)
    """
    drawn = negatives * noise * _redrawn(data_probabilities, noise)
    return -(data_probabilities * log_sigmoid(scores) + drawn * log_sigmoid(-scores)).sum(-1)


@checked
def redrawing_optimum(data_probabilities: PositiveDistribution, noise: PositiveNoise, negatives: Draws) -> Scores:
    """Log-ratio of the data to the noise that is left, less log K (`redrawing-optimum`).
    >>> redrawing_optimum(torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 2)
    tensor([ 0.4055, -1.7918])
    """
    return (data_probabilities / (negatives * noise * _redrawn(data_probabilities, noise))).log()


def _redrawn(data_probabilities: Tensor, noise: Tensor) -> Tensor:
    """Factor on the noise of each word: the sum of p/(1 − q) over every other word."""
    shares = data_probabilities / (1 - noise)
    return shares.sum(-1, keepdim=True) - shares
