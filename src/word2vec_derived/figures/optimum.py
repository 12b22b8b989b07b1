"""Every optimum, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from ..reference import optimum, optimum_as_shipped, optimum_as_trained
from .drawing import Figure, curves


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
    alt = f"For each of {len(p)} words, six scores: softmax and NCE share a place, and the others part."
    return _side_by_side(rows, alt)


def trained_optima(data_probabilities: Tensor, keep: Tensor, shares: Tensor, exponent: float, negatives: int) -> Figure:
    """What thinning and smoothing make of the optimum of negative sampling, one by one and both together."""
    p, q = data_probabilities.detach(), shares.detach()
    thinned, whole = optimum_as_trained.thinned_shares(p, keep), torch.ones_like(keep)
    rows = {
        "neither": optimum.negative_sampling_optimum(p, q, negatives),
        "thinned": optimum.negative_sampling_optimum(thinned, q, negatives),
        "smoothed": optimum_as_trained.as_trained_optimum(p, whole, q, exponent, negatives),
        "both": optimum_as_trained.as_trained_optimum(p, keep, q, exponent, negatives),
    }
    alt = f"For each of {len(p)} words, from frequent to rare, four scores: thinning and smoothing move them both ways."
    return _side_by_side(rows, alt)


def _side_by_side(rows: Mapping[str, Tensor], alt: str) -> Figure:
    """The scores of every word, a line and a marker for each row."""
    words = torch.arange(len(next(iter(rows.values()))))
    return curves(words, rows, alt, "Word", "Score at the optimum", at=words.tolist(), marked=True)
