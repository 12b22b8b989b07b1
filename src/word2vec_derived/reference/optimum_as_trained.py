"""What the optimum is as trained: the data thinned and weighted by distance, the noise smoothed, windows respected."""

from __future__ import annotations

import torch
from torch import Tensor

from .arguments import checked
from .promises.numbers import Draws, Exponent, PerDistance, Window
from .promises.probabilities import (
    Distribution,
    InWindow,
    InWindows,
    Keep,
    OfWords,
    PositiveDistribution,
    PositiveNoise,
)
from .promises.scores import Scores
from .promises.words import CountsByDistance, NoiseCounts
from .sampling import smoothed_noise


@checked
def thinned_shares(data_probabilities: Distribution, keep: Keep) -> OfWords:
    """Shares of the context words once tokens are left out, the windows being laid first (`thinned-shares`).
    >>> thinned_shares(torch.tensor([0.75, 0.25]), torch.tensor([0.5, 1.0]))
    tensor([0.6000, 0.4000])
    """
    left = data_probabilities * keep
    return left / left.sum(-1, keepdim=True)


@checked
def distance_weighted_shares(counts_by_distance: CountsByDistance, weights: PerDistance) -> OfWords:
    """Shares of the context words, each pair counted with the weight of its distance (`distance-weighted-loss`).
    >>> distance_weighted_shares(torch.tensor([[1.0, 3.0], [4.0, 0.0]]), torch.tensor([1.0, 0.5]))
    tensor([0.5000, 0.5000])
    """
    weighted = weights @ counts_by_distance
    return weighted / weighted.sum()


@checked
def token_mean_weights(window: Window) -> OfWords:
    """Expected weight of a pair at each distance if all terms of a token are averaged (`mean-of-a-token`).
    The window is drawn evenly from 1 to `window`; both sides together sum to 1.
    >>> token_mean_weights(3)
    tensor([0.3056, 0.1389, 0.0556])
    """
    shares = 0.5 / torch.arange(1, window + 1)  # a window of b words to either side has 2b pairs
    return shares.flip(0).cumsum(0).flip(0) / window


@checked
def smoothing_shift(noise: PositiveNoise, exponent: Exponent) -> Scores:
    """What smoothing the noise adds to each score of the optimum (`smoothing-against-pmi`).
    >>> smoothing_shift(torch.tensor([0.75, 0.25]), 0.0)
    tensor([ 0.4055, -0.6931])
    """
    return (1 - exponent) * noise.log() + (noise**exponent).sum().log()


@checked
def as_trained_optimum(
    data_probabilities: PositiveDistribution, keep: Keep, counts: NoiseCounts, exponent: Exponent, negatives: Draws
) -> Scores:
    """Log-ratio of the thinned data to smoothed noise, less log K; `counts` are those of the whole text (`as-trained`).
    >>> as_trained_optimum(torch.tensor([0.75, 0.25]), torch.tensor([0.5, 1.0]), torch.tensor([3.0, 1.0]), 1.0, 1)
    tensor([-0.2231,  0.4700])
    """
    noise = smoothed_noise(counts, exponent)
    return _log_ratio(thinned_shares(data_probabilities, keep), negatives * noise)


@checked
def window_skipped_optimum(
    data_probabilities: PositiveDistribution, noise: PositiveNoise, in_window: InWindow, negatives: Draws
) -> Scores:
    """Optimum if a draw of any word of the window is skipped; ∞ for a word of every window (`window-skipped-optimum`).
    >>> noise, in_window = torch.tensor([0.5, 0.5]), torch.tensor([1.0, 0.5])
    >>> window_skipped_optimum(torch.tensor([0.75, 0.25]), noise, in_window, 1)
    tensor([inf, 0.])
    """
    return _log_ratio(data_probabilities, negatives * noise * (1 - in_window))


@checked
def window_redrawn_optimum(
    data_probabilities: PositiveDistribution, noise: PositiveNoise, windows: InWindows, negatives: Draws
) -> Scores:
    """Optimum if a draw of the window's words is made again; ∞ for a word of every window (`window-redrawn-optimum`).
    >>> noise, windows = torch.full((3,), 1 / 3), torch.tensor([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0]])
    >>> window_redrawn_optimum(torch.tensor([0.5, 0.25, 0.25]), noise, windows, 1)
    tensor([    inf, -0.6931, -0.6931])
    """
    outside = 1 - windows
    drawn_again = (outside / (outside @ noise).unsqueeze(1)).mean(0)
    return _log_ratio(data_probabilities, negatives * noise * drawn_again)


def _log_ratio(data_probabilities: Tensor, rates: Tensor) -> Tensor:
    return data_probabilities.log() - rates.log()
