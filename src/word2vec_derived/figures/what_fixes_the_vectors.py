"""How far training drifts from the balance that it started with."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference.vectors_and_matrices import labels_in_scores, table_gradients
from ..reference.what_fixes_the_vectors import balance
from .drawing import Figure, curves


def drift_of_the_balance(inputs: Tensor, outputs: Tensor, observed: Tensor, drawn: Tensor, time: int) -> Figure:
    """The largest change of the balance along gradient descent, for three rates, each half the one before."""
    rates = (0.2, 0.1, 0.05)
    lines = {f"rate {rate:g}": _drift(inputs, outputs, observed, drawn, rate, time) for rate in rates}
    alt = "The balance drifts, and about half as far where the rate is halved."
    return curves(torch.arange(time + 1), lines, alt, "Rate times steps", "Largest change", at=range(time + 1))


def _drift(v: Tensor, u: Tensor, observed: Tensor, drawn: Tensor, rate: float, time: int) -> Tensor:
    start, drift = balance(v, u), [torch.zeros(()).to(v)]
    for _ in range(time):
        for _ in range(round(1 / rate)):
            in_inputs, in_outputs = table_gradients(labels_in_scores(v @ u.T, observed, drawn), v, u)
            v, u = v - rate * in_inputs, u - rate * in_outputs
        drift.append((balance(v, u) - start).abs().max())
    return torch.stack(drift)
