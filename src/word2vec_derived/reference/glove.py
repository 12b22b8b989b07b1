"""GloVe: a weighted regression of scores and biases on the logarithms of counts."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from .arguments import checked
from .promises.numbers import Number, Power
from .promises.probabilities import OfWords
from .promises.scores import Association, Biases
from .promises.vectors import CentreVectors, ContextVectors, InTable
from .promises.words import Cutoff, PairWeights, PositivePairCounts, SomeCounts


class Gradients(NamedTuple):
    """The gradients of GloVe's loss in both tables and both biases."""

    centre_vectors: InTable
    context_vectors: InTable
    centre_biases: OfWords
    context_biases: OfWords


@checked
def glove_weight(counts: SomeCounts, cutoff: Cutoff, exponent: Power) -> SomeCounts:
    """Weight of a pair by its count: a power, cut off at 1; 100 and 0.75 in the paper (`glove-weight`).
    >>> glove_weight(torch.tensor([0.0, 1.0, 16.0, 81.0]), 16.0, 0.75)
    tensor([0.0000, 0.1250, 1.0000, 1.0000])
    """
    return (counts / cutoff).pow(exponent).clamp(max=1)


@checked
def glove_loss(
    scores: Association, centre_biases: Biases, context_biases: Biases, counts: PositivePairCounts, weights: PairWeights
) -> Number:
    """Weighted squares of scores and biases less the logarithms of the counts, summed over all pairs (`glove-loss`).
    >>> zero, counts = torch.zeros(2), torch.tensor([[1.0, 1.0], [1.0, 1.0]])
    >>> glove_loss(torch.tensor([[1.0, 0.0], [0.0, 2.0]]), zero, zero, counts, counts)
    tensor(5.)
    """
    return (weights * _residuals(scores, centre_biases, context_biases, counts) ** 2).sum()


@checked
def glove_gradients(
    centre_vectors: CentreVectors,
    context_vectors: ContextVectors,
    centre_biases: Biases,
    context_biases: Biases,
    counts: PositivePairCounts,
    weights: PairWeights,
) -> Gradients:
    """Gradients of the loss in all that is trained (`glove-gradient-centre`, `glove-gradient-context-bias`).
    >>> zero, counts = torch.zeros(2), torch.ones(2, 2)
    >>> glove_gradients(torch.tensor([[1.0], [0.0]]), torch.tensor([[1.0], [2.0]]), zero, zero, counts, counts)[0]
    tensor([[10.],
            [ 0.]])
    """
    scores = centre_vectors @ context_vectors.T
    slopes = 2 * weights * _residuals(scores, centre_biases, context_biases, counts)
    return Gradients(slopes @ context_vectors, slopes.T @ centre_vectors, slopes.sum(1), slopes.sum(0))


@checked
def best_centre_biases(
    scores: Association, context_biases: Biases, counts: PositivePairCounts, weights: PairWeights
) -> OfWords:
    """Biases of the centres at which the loss is least, all else held (`glove-best-bias`).
    >>> scores, weights = torch.ones(2, 2), torch.tensor([[1.0, 3.0], [1.0, 0.0]])
    >>> best_centre_biases(scores, torch.zeros(2), torch.ones(2, 2), weights)
    tensor([-1., -1.])
    """
    left_over = -_residuals(scores, torch.zeros_like(context_biases), context_biases, counts)
    return (weights * left_over).sum(1) / weights.sum(1)


@checked
def double_centred(matrix: Association) -> Association:
    """The table less the means of its rows and columns, plus that of all: what the loss fixes (`glove-centred`).
    >>> double_centred(torch.tensor([[1.0, 0.0], [0.0, 1.0]]))
    tensor([[ 0.5000, -0.5000],
            [-0.5000,  0.5000]])
    """
    return matrix - matrix.mean(1, keepdim=True) - matrix.mean(0) + matrix.mean()


def _residuals(scores: Tensor, centre_biases: Tensor, context_biases: Tensor, counts: Tensor) -> Tensor:
    return scores + centre_biases[:, None] + context_biases - counts.log()
