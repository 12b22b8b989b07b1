"""How much a pair at each distance counts."""

from __future__ import annotations

import torch

from ..reference import likelihood
from .drawing import ACCENTS, Figure, drawing, figure, row
from .names import write_names


def window_weights(window: int) -> Figure:
    """The weight of a pair at each distance: uniform window, fixed window, and one over the distance."""
    distances = torch.arange(1, window + 1)
    drawn = likelihood.window_weight(distances, window)
    with drawing("Distance between centre and context", "Weight of the pair") as (canvas, axes):
        axes.bar(distances.tolist(), drawn.tolist(), color=ACCENTS[0], width=0.6, label="window drawn evenly")
        axes.plot(distances.tolist(), [1] * window, color=ACCENTS[1], marker="s", label="fixed window")
        axes.plot(distances.tolist(), (1 / distances).tolist(), color=ACCENTS[2], linestyle="--", marker="o",
                  label="one over the distance")  # fmt: skip
        axes.set_xticks(distances.tolist())
        write_names(canvas, axes)
    alt = (
        f"Bars that fall by equal steps from one at distance 1 to {1 / window:.3g} at distance {window}; "
        "a fixed window is a level line at one, and one over the distance a curve that sags below the bars."
    )
    rows = [["distance", *map(str, distances.tolist())], row("weight", drawn), row("1/distance", 1 / distances)]
    return figure(canvas, alt, rows)
