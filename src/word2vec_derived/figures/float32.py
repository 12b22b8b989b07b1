"""The error of a difference against its step."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from ..reference import float32
from .drawing import Figure, curves


def difference_errors() -> Figure:
    """The error of a central difference of the exponential against its step, and its bound: a V in each precision."""
    steps = [2.0**-power for power in range(1, 30, 2)]
    lines = {}
    for dtype in (torch.float32, torch.float64):
        name = str(dtype).removeprefix("torch.")
        lines[name] = _difference_error(steps, dtype)
        largest = [math.exp(2 + step) for step in steps]
        bounds = (float32.difference_bound(step, dtype, size, size) for step, size in zip(steps, largest, strict=True))
        lines[f"{name}, at most"] = torch.tensor(list(bounds), dtype=torch.float64)
    bottoms = (f"{float32.best_step(getattr(torch, name)):.1g} in {name}" for name in ("float32", "float64"))
    alt = (
        "Largest error of a central difference of the exponential against its step, both on logarithmic axes: a V in "
        f"each precision, below a V of bounds, with the bottom near a step of {' and of '.join(bottoms)}."
    )
    return curves(torch.tensor(steps, dtype=torch.float64), lines, alt, "Step h", "Largest error",
                   at=[2**-7, 2**-17], log="xy", digits=1)  # fmt: skip


def _difference_error(steps: Sequence[float], dtype: torch.dtype) -> Tensor:
    points = torch.arange(64, 257, dtype=dtype) / 128  # from a half to two, and exact, as are the places a step away
    slopes = [float32.central_difference(torch.exp, points, step) for step in steps]
    return torch.stack([(slope.double() - points.double().exp()).abs().max() for slope in slopes])
