"""What a shift of all scores costs."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference import nce, optimum
from .drawing import Figure, curves


def cost_of_a_shift(data_probabilities: Tensor, noise: Tensor, negatives: int) -> Figure:
    """Each objective above its least, as one number is added to all the best scores of a centre word."""
    p, q = data_probabilities.detach(), noise.detach()
    shifts = torch.linspace(-3, 3, 61, dtype=torch.float64)
    best = {
        "softmax": (lambda s: optimum.softmax_objective(s, p), optimum.softmax_optimum(p)),
        "over candidates": (
            lambda s: optimum.contrastive_objective(s, p, q, negatives),
            optimum.contrastive_optimum(p, q),
        ),
        "NCE": (lambda s: nce.nce_expected(s, p, q, negatives), optimum.nce_optimum(p)),
        "negative sampling": (
            lambda s: optimum.negative_sampling_objective(s, p, q, negatives),
            optimum.negative_sampling_optimum(p, q, negatives),
        ),
    }
    lines = {
        name: torch.stack([objective(scores + shift) - objective(scores) for shift in shifts])
        for name, (objective, scores) in best.items()
    }
    alt = (
        "Both softmaxes stay at nought whatever is added to all scores; NCE and negative sampling rise on both sides, "
        "in one curve."
    )
    return curves(shifts, lines, alt, "Shift of all scores", "Nats above the least", at=[-3, -1, 0, 1, 3])
