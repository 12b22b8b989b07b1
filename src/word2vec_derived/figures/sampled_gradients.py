"""The bias of a sampled probability as the number of negatives grows."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference import sampled_gradients
from .drawing import Figure, curves


def probability_biases(observed: Tensor, others: Tensor, noise: Tensor, negatives: int) -> Figure:
    """By how much the observed word is too likely with 1 to `negatives` negatives, and what it cannot exceed."""
    numbers = torch.arange(1, negatives + 1)
    lines = {
        name: torch.stack([of(observed, others, noise, number) for number in numbers.tolist()])
        for name, of in (
            ("bias", sampled_gradients.probability_bias),
            ("bound", sampled_gradients.probability_bias_bound),
        )
    }
    alt = "The bias of the observed word's probability falls with the number of negatives, and lies below its bound."
    return curves(numbers, lines, alt, "Negatives K", "Too likely by", at=numbers.tolist(), marked=True)
