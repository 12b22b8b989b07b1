"""The sigmoid, and its slope."""

from __future__ import annotations

import torch

from ..reference import bernoulli
from .drawing import Figure, curves


def sigmoid_and_slope() -> Figure:
    """The sigmoid of a score, and its slope."""
    scores = torch.linspace(-6, 6, 121, dtype=torch.float64)
    lines = {"sigmoid": bernoulli.sigmoid(scores), "slope": bernoulli.sigmoid_derivative(scores)}
    alt = (
        "The sigmoid rises between zero and one in an S and passes one half at a score of zero; its slope is a bell, "
        "highest there."
    )
    return curves(scores, lines, alt, "Score", "Probability, and its slope", at=[-6, -2, 0, 2, 6])
