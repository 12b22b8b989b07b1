"""Bias and gradient as the number of negatives grows."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference import nce
from .drawing import Figure, curves, short


def sampled_softmax_biases(scores: Tensor, context: Tensor, noise: Tensor, negatives: int) -> Figure:
    """The largest bias of the sampled gradient against K, with the correction by log q and without."""
    numbers = list(range(1, negatives + 1))
    corrected = [nce.sampled_softmax_bias(scores, context, noise, number).abs().max().item() for number in numbers]
    plain = [nce.contrastive_bias(scores, context, noise, number).abs().max().item() for number in numbers]
    alt = (
        f"Largest bias of the sampled gradient for 1 to {negatives} negatives: with the correction it falls to "
        f"{short(corrected[-1])}, without it to {short(plain[-1])}."
    )
    lines = {"with log q taken off": torch.tensor(corrected), "without": torch.tensor(plain)}
    return curves(torch.tensor(numbers), lines, alt, "Negatives K", "Largest bias", at=numbers, marked=True)


def nce_gradients(scores: Tensor, data_probabilities: Tensor, noise: Tensor) -> Figure:
    """The gradient of NCE in the first score against K, and that of maximum likelihood."""
    numbers = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    found = [nce.nce_gradient_normalised(scores, data_probabilities, noise, number)[0].item() for number in numbers]
    limit = nce.maximum_likelihood_gradient(scores, data_probabilities)[0].item()
    alt = (
        f"As K grows, the gradient of NCE in one score goes from {short(found[0])} towards the level "
        "of maximum likelihood."
    )
    lines = {"NCE": torch.tensor(found), "maximum likelihood": torch.full((len(numbers),), limit)}
    axis = torch.tensor(numbers)
    return curves(
        axis, lines, alt, "Negatives K", "Gradient in one score", at=[1, 10, 50, 500, 5000], log="x", marked=True
    )
