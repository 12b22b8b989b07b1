"""What the length of a walk does to the optimum."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference.documents_and_graphs import walk_optimum
from .drawing import Figure, curves


def scores_of_walks(weights: Tensor, window: int, negatives: int) -> Figure:
    """The scores of the first node with itself and with the second, as its walks grow longer."""
    lengths = torch.tensor([3, 4, 6, 10, 30, 100])
    optima = torch.stack([walk_optimum(weights, window, length, negatives) for length in lengths.tolist()])
    lines = {"itself": optima[:, 0, 0], "a neighbour": optima[:, 0, 1]}
    alt = (
        "As walks grow longer the scores tend to those of the limit: "
        "up for a node with itself, which needs two steps, down for its neighbours."
    )
    return curves(lengths, lines, alt, "Nodes of a walk", "Score", at=lengths.tolist(), log="x", marked=True)
