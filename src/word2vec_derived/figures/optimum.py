"""Every optimum, side by side."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference import optimum, optimum_as_shipped
from .drawing import ACCENTS, Figure, drawing, figure, legend, row


def optima(data_probabilities: Tensor, noise: Tensor, negatives: int) -> Figure:
    """Where each objective leaves the scores of one centre, side by side; a free constant is chosen so that Z = 1."""
    p, q = data_probabilities.detach(), noise.detach()
    ratio = optimum.contrastive_optimum(p, q)
    rows = {
        "softmax, NCE": optimum.nce_optimum(p),
        "over candidates": ratio - ratio.logsumexp(0),
        "negative sampling": optimum.negative_sampling_optimum(p, q, negatives),
        "equals skipped": optimum_as_shipped.skipping_optimum(p, q, negatives),
        "equals redrawn": optimum_as_shipped.redrawing_optimum(p, q, negatives),
        "mean of negatives": optimum.negative_sampling_optimum(p, q, 1),
    }
    words = torch.arange(len(p))
    with drawing("Word", "Score at the optimum") as (canvas, axes):
        for place, ((name, scores), marker) in enumerate(zip(rows.items(), "osD^vP", strict=True)):
            across = (words + (place - 2.5) * 0.11).tolist()
            axes.scatter(across, scores.tolist(), color=ACCENTS[place % 4], marker=marker, label=name)
        axes.set_xticks(words.tolist())
        axes.margins(y=0.1)
        legend(canvas, axes)
    alt = f"For each of {len(p)} words, six scores: every objective has its optimum at a place of its own."
    numbers = [["word", *map(str, words.tolist())], *(row(name, scores) for name, scores in rows.items())]
    return figure(canvas, alt, numbers)
