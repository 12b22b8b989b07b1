"""The optimum as a table of counts, and vectors whose dot products come near to it."""

from __future__ import annotations

import torch

from .arguments import checked
from .promises.numbers import Draws, Rank
from .promises.probabilities import NoiseShares, OfWords, WordShares
from .promises.scores import Association
from .promises.vectors import CentreVectors, ContextVectors
from .promises.words import PairCounts


@checked
def pmi(pair_counts: PairCounts) -> Association:
    """How much more often a pair meets than by chance, in float64; −∞ for one never seen (`pmi`).
    >>> pmi(torch.tensor([[4, 1], [0, 3]]))
    tensor([[ 0.4700, -0.9163],
            [   -inf,  0.6931]], dtype=torch.float64)
    """
    counts = pair_counts.double()
    by_chance = counts.sum(1, keepdim=True) * counts.sum(0, keepdim=True)
    ratio = counts * counts.sum() / by_chance
    return ratio.masked_fill(counts == 0, 0).log()


@checked
def shifted_positive_pmi(pair_counts: PairCounts, negatives: Draws) -> Association:
    """PMI less log K, in float64, with 0 for all that is negative (`shifted-positive-pmi`).
    >>> shifted_positive_pmi(torch.tensor([[4, 1], [0, 3]]), 1)
    tensor([[0.4700, 0.0000],
            [0.0000, 0.6931]], dtype=torch.float64)
    """
    shift = torch.tensor(negatives).double().log()
    return (pmi(pair_counts) - shift).clamp(min=0)


@checked
def factorise(matrix: Association, dimension: Rank) -> tuple[CentreVectors, ContextVectors]:
    """Vectors whose dot products come nearest to a matrix, in squared error (`shifted-positive-pmi`).
    >>> centre_vectors, context_vectors = factorise(torch.tensor([[3.0, 0.0], [0.0, 1.0]]), 1)
    >>> centre_vectors @ context_vectors.T
    tensor([[3., 0.],
            [0., 0.]])
    """
    left, singular_values, right = torch.linalg.svd(matrix)
    roots = singular_values[:dimension].sqrt()
    return left[:, :dimension] * roots, right[:dimension].T * roots


@checked
def second_order_weights(data_probabilities: WordShares, noise: NoiseShares, negatives: Draws) -> OfWords:
    """Weight of each squared error round the optimum of negative sampling (`second-order-weights`).
    >>> second_order_weights(torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 2)
    tensor([0.4286, 0.2000])
    """
    drawn = negatives * noise
    return data_probabilities * drawn / (data_probabilities + drawn)
