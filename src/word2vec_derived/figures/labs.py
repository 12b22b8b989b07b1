"""What the labs find: losses as they fall, and points against the line they should lie on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.ticker import MaxNLocator
from torch import Tensor

from .drawing import ACCENTS, INK, Figure, drawing, figure, short
from .names import write_names


def loss_curves(curves: Mapping[str, Sequence[float]], up: str = "Loss, in nats per pair", first: int = 1) -> Figure:
    """A loss of several runs after each pass over the text, from pass `first` on; the first and last as numbers."""
    with drawing("Pass", up) as (canvas, axes):
        for name, losses in curves.items():
            axes.plot(range(first, first + len(losses)), losses, label=name)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        write_names(canvas, axes)
    ends = ", ".join(f"{name} ends at {losses[-1]:.3g}" for name, losses in curves.items())
    rows = [["run", *curves], ["first", *(short(c[0]) for c in curves.values())],
            ["last", *(short(c[-1]) for c in curves.values())]]  # fmt: skip
    return figure(canvas, f"{up}, after each pass: {ends}.", rows)


def scatter(expected: Tensor, found: Tensor, expected_name: str, found_name: str) -> Figure:
    """What was found against what was expected, with the line on which they are equal."""
    largest = (found - expected).abs().max()
    low, high = min(expected.min(), found.min()).item(), max(expected.max(), found.max()).item()
    with drawing(expected_name, found_name) as (canvas, axes):
        axes.plot([low, high], [low, high], color=INK, linewidth=1)
        axes.scatter(expected.flatten().tolist(), found.flatten().tolist(), color=ACCENTS[0], s=14)
    alt = f"{found_name} against {expected_name}: {expected.numel()} points on the line of equality, or near it."
    return figure(canvas, alt, [["points", "largest deviation"], [str(expected.numel()), short(largest.item())]])
