"""What an error in a score costs, near the optimum and far from it."""

from __future__ import annotations

from math import log

import torch
from torch import Tensor

from ..reference import factorisation, negative_sampling
from .drawing import Figure, curves


def near_the_optimum(data_probability: float, rate: float) -> Figure:
    """The loss of one word above its least, and half its weighted squared error, as the score leaves its best value.

    The word is observed with `data_probability`, and is a negative `rate` times.
    """
    errors = torch.linspace(-6, 6, 121, dtype=torch.float64)
    best = log(data_probability / rate)
    losses = _loss(best + errors, data_probability, rate) - _loss(best + 0 * errors, data_probability, rate)
    seen, drawn = torch.tensor([[data_probability], [rate]], dtype=torch.float64)
    square = factorisation.second_order_weights(seen, drawn, 1) * errors**2 / 2
    alt = (
        "Near the best score the loss and the square are one curve; far above it the loss rises ever more like a "
        "straight line, as steep as the word is often a negative, and far below as steep as it is often observed."
    )
    lines = {"loss": losses, "weighted square": square}
    return curves(errors, lines, alt, "Score, less its best value", "Nats above the least", at=[-6, -2, -1, 1, 2, 6])


def _loss(scores: Tensor, data_probability: float, rate: float) -> torch.Tensor:
    alone = negative_sampling.positives_alone
    return data_probability * alone(scores) + rate * alone(-scores)
