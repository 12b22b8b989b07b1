"""What one label costs on two lines through the tables."""

from __future__ import annotations

import torch

from ..reference.negative_sampling import positives_alone
from .drawing import Figure, curves


def two_lines_through_the_tables() -> Figure:
    """The loss of one observed pair whose two vectors are numbers: the output held, and both of them equal."""
    inputs = torch.linspace(-3, 3, 121, dtype=torch.float64)
    lines = {"output 1": positives_alone(inputs), "output = input": positives_alone(inputs**2)}
    alt = (
        "With the output held at one the loss falls as a convex curve; with both numbers equal it has a hill at zero "
        "and falls on both sides."
    )
    return curves(inputs, lines, alt, "Input", "Loss, in nats", at=[-2, -1, 0, 1, 2])
