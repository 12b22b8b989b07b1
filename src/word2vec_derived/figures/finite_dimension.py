"""How near to the least loss vectors of each dimension come, by three roads."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import softplus

from ..reference.factorisation import factorise
from ..reference.finite_dimension import descend, target_near_zero
from .drawing import Figure, curves


def losses_by_dimension(observed: Tensor, drawn: Tensor) -> Figure:
    """The loss of binary labels above its least: at two truncated decompositions, and where descent ends."""
    dimensions = torch.arange(1, len(observed) + 1)
    best = (observed / drawn).log()

    def loss(scores: Tensor) -> Tensor:
        return (observed * softplus(-scores) + drawn * softplus(scores)).sum()

    def above(tables: Callable[[int], tuple[Tensor, Tensor]]) -> Tensor:
        scores = [v @ u.T for v, u in map(tables, dimensions.tolist())]
        return torch.stack([loss(each) - loss(best) for each in scores])

    lines = {
        "SVD of the target": above(lambda d: factorise(target_near_zero(observed, drawn), d)),
        "SVD of the optimum": above(lambda d: factorise(best, d)),
        "descent": above(lambda d: descend(loss, *factorise(target_near_zero(observed, drawn), d))),
    }
    alt = (
        "Descent ends below both decompositions while the dimension is small; with as many dimensions as words it "
        "ends at the least loss, and so does the decomposition of the optimum."
    )
    return curves(dimensions, lines, alt, "Dimension", "Nats above the least", at=dimensions.tolist())
