"""What InfoNCE tells of information as the number of negatives grows."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference import contrastive, nll, optimum
from .drawing import Figure, curves


def infonce_bounds(data_probabilities: Tensor, noise: Tensor, negatives: int) -> Figure:
    """The bound at the best scores for 1 to `negatives` negatives, beside what it bounds."""
    best = optimum.contrastive_optimum(data_probabilities, noise)
    numbers = torch.arange(1, negatives + 1)
    bounds = [contrastive.infonce_bound(best, data_probabilities, noise, number) for number in numbers.tolist()]
    divergence = nll.kl_divergence(data_probabilities, noise).expand(negatives)
    alt = (
        "The bound rises with the number of negatives, towards the divergence of the noise from the data, and stays "
        "below it."
    )
    lines = {"InfoNCE": torch.stack(bounds), "divergence": divergence}
    return curves(numbers, lines, alt, "Negatives K", "Nats", at=numbers.tolist(), marked=True)
