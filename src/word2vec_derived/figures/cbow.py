"""What each of the words around receives."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference import cbow
from .drawing import ACCENTS, INK, Figure, drawing, figure, row
from .names import write_names


def cbow_gradients(input_vectors: Tensor, output_vectors: Tensor, contexts: Tensor, centre: Tensor) -> Figure:
    """What each of the words around receives, by component: with the mean, as shipped, and with the sum."""
    tables = input_vectors.detach(), output_vectors.detach()
    mean = cbow.cbow_gradient_mean(*tables, contexts, centre)
    bars = {"mean": mean, "as shipped": len(contexts) * mean, "sum": cbow.cbow_gradient_sum(*tables, contexts, centre)}
    components = torch.arange(1, len(mean) + 1)
    with drawing("Component", "Gradient in a word") as (canvas, axes):
        for place, ((name, gradient), hatch) in enumerate(zip(bars.items(), ("", "//", ".."), strict=True)):
            across = (components + (place - 1) * 0.25).tolist()
            axes.bar(across, gradient.tolist(), 0.22, color=ACCENTS[place], edgecolor=INK, hatch=hatch, label=name)
        axes.axhline(0, color=INK, linewidth=1, linestyle="-")
        axes.set_xticks(components.tolist())
        write_names(canvas, axes)
    alt = (
        f"Three bars for each component: the step as shipped is {len(contexts)} times as long as the gradient with the "
        "mean, and the gradient with the sum is no multiple of either."
    )
    numbers = [["component", *map(str, components.tolist())], *(row(name, bar) for name, bar in bars.items())]
    return figure(canvas, alt, numbers)
