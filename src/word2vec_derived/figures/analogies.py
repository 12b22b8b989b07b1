"""Angles that change while no score does."""

from __future__ import annotations

import torch

from ..reference.float32 import log_sigmoid
from .drawing import Figure, curves


def cosines_after_a_shear() -> Figure:
    """The cosine of two unit vectors after a shear, and the loss of a pair whose output vector was sheared back."""
    shears = torch.linspace(0, 10, 101, dtype=torch.float64)
    change = torch.eye(2).double().repeat(len(shears), 1, 1)
    change[:, 1, 0] = shears
    words, output = torch.eye(2).double(), torch.tensor([1.0, 0.0]).double()
    inputs, back = change @ words, torch.linalg.inv(change).mT @ output
    lines = {
        "cosine": torch.cosine_similarity(inputs[..., 0], inputs[..., 1]),
        "loss of a pair": -log_sigmoid((inputs[..., 0] * back).sum(1)),
    }
    alt = "The shear grows, the cosine of two words goes from nought towards one, and the loss stays where it was."
    return curves(shears, lines, alt, "Shear r", "Cosine, and loss in nats", at=(0, 0.5, 1, 2, 5, 10))
