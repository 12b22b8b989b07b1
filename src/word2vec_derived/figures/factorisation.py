"""What an error in a score costs, near the optimum and far from it."""

from __future__ import annotations

from math import log

import torch
from torch import Tensor

from ..reference import factorisation, glove, negative_sampling
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


def pair_weights(drawn: float, cutoff: float, exponent: float) -> Figure:
    """What a pair weighs against its count: in GloVe, and near the optimum of negative sampling.

    The pair is `drawn` as a negative; its weight there is shown as a part of that, which is its cap.
    """
    counts = torch.logspace(0, 4, 121, dtype=torch.float64)
    lines = {"GloVe": glove.glove_weight(counts, cutoff, exponent), "negative sampling": counts / (counts + drawn)}
    alt = (
        "As a pair is counted more often its weight grows, and is capped: in GloVe at one count for all pairs, in "
        "negative sampling gently, at what the pair is drawn."
    )
    return curves(counts, lines, alt, "Count", "Weight, of its cap", at=[1, 10, 100, 1000], log="xy")


def _loss(scores: Tensor, data_probability: float, rate: float) -> torch.Tensor:
    alone = negative_sampling.positives_alone
    return data_probability * alone(scores) + rate * alone(-scores)
