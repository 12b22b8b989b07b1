"""The data of other texts than texts: walks on a graph, read as sentences of nodes."""

from __future__ import annotations

import torch

from .arguments import checked
from .optimum import negative_sampling_optimum
from .promises.numbers import Draws, Tokens, Window
from .promises.probabilities import Model
from .promises.scores import Association
from .promises.words import EdgeWeights


@checked
def walk_shares(weights: EdgeWeights, window: Window, tokens: Tokens) -> Model:
    """Share of each node among the pairs of each, on walks that start by degree (`walk-optimum`).
    >>> walk_shares(torch.tensor([[0.0, 1.0], [1.0, 0.0]]), 2, 3)
    tensor([[0.3333, 0.6667],
            [0.6667, 0.3333]])
    """
    step = weights / weights.sum(1, keepdim=True)
    places = range(tokens - 1, tokens - 1 - window, -1)
    reach, total = torch.eye(len(weights)).to(step), torch.zeros_like(step)
    for number in places:
        reach = reach @ step
        total = total + number * reach
    return total / sum(places)


@checked
def walk_optimum(weights: EdgeWeights, window: Window, tokens: Tokens, negatives: Draws) -> Association:
    """Scores that negative sampling is after on such walks, with the degrees for noise (`walk-optimum`).
    >>> walk_optimum(torch.tensor([[0.0, 1.0], [1.0, 0.0]]), 2, 3, 1)
    tensor([[-0.4055,  0.2877],
            [ 0.2877, -0.4055]])
    """
    degrees = weights.sum(0)
    return negative_sampling_optimum(walk_shares(weights, window, tokens), degrees / degrees.sum(), negatives)
