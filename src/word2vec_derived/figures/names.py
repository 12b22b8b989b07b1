"""The name of each line, band or group of bars beside it, in its own colour: no eye goes to a legend and back.

A name is tried at many places around its shape; what it would touch, cross or stand too near to has a cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

Places = np.ndarray[Any, np.dtype[np.float64]]
"""Places on the canvas, in points: a row for each."""
STEP = 3.0  # from one place of a shape to the next: finer than any letter
ANCHORS, FEW = 30, 100  # as many places of a shape that its name is tried beside, and of them looked at twice
TURNS = 2 * np.pi * np.arange(16) / 16
WAYS = np.stack([np.cos(TURNS), np.sin(TURNS)], axis=1).round(9)
BATCH = 128  # of names that are tried at once
REACHES = (0.0, 8.0, 18.0, 30.0, 44.0)  # how far off a name may stand
SIZE, AIR = 10.5, 3.0  # of the letters, and what stays free around a name


def write_names(canvas: Canvas, axes: Axes) -> None:
    """Write what each shape is where it touches nothing; a thin line leads to a name that stands further off."""
    canvas.draw_without_rendering()  # from here on it is known where everything stands
    handles, names = axes.get_legend_handles_labels()
    shapes = [places(handle) for handle in handles]
    taken = [places(one) for one in _unnamed(axes)]
    for name, handle, own in zip(names, handles, shapes, strict=True):
        text = axes.text(0, 0, name, color=_colour(handle), size=SIZE, ha="center", va="center")
        text.set_in_layout(False)
        half = np.asarray(text.get_window_extent().size) / 2
        anchor, middle = _best(half, own, [shape for shape in shapes if shape is not own] + taken, axes.bbox)
        box = Bbox([middle - half, middle + half])
        taken.append(_within(box))
        text.set(position=axes.transAxes.inverted().transform(middle), transform=axes.transAxes)
        if _gaps(anchor, middle, half) > 3 * AIR:
            ends = axes.transAxes.inverted().transform([anchor, np.clip(anchor, box.min, box.max)])
            axes.add_line(Line2D(*ends.T, transform=axes.transAxes, color=_colour(handle), linewidth=0.8))


# Where a name may stand


def _best(half: Places, own: Places, others: Sequence[Places], room: Bbox) -> tuple[Places, Places]:
    """The place of a shape, and the middle of its name beside it, that cost least."""
    rest = np.concatenate([np.full((1, 2), np.inf), *others])
    anchors, middles = _tried(half, own, room)
    from_rest, from_own, led = (
        _nearest(rest, middles, half),
        _nearest(own, middles, half),
        _gaps(anchors, middles, half),
    )
    cost = 1000.0 * ((from_rest < AIR) | (from_own < AIR)) + led + (5 * AIR - from_rest).clip(0)
    few = cost.round(6).argsort(kind="stable")[:FEW]
    anchors, middles = anchors[few], middles[few]
    between = (anchors + (middles - anchors) * share for share in np.linspace(0.1, 1, 8))
    crossed = sum((_nearest(rest, place, np.zeros(2)) < STEP) * 10.0 for place in between)
    best = (cost[few] + crossed).round(6).argmin()
    return anchors[best], middles[best]


def _tried(half: Places, own: Places, room: Bbox) -> tuple[Places, Places]:
    """Some places of a shape, each with the middles of names that stand beside it and in the room."""
    offs = np.concatenate([half * np.sign(WAYS) + WAYS * (AIR + 1 + reach) for reach in REACHES])
    tried = own[:: ceil(len(own) / ANCHORS)]
    anchors, middles = np.repeat(tried, len(offs), axis=0), (tried[:, None] + offs).reshape(-1, 2)
    free = ((middles - half > room.min) & (middles + half < room.max)).all(axis=1)
    return anchors[free], middles[free]


def _nearest(rest: Places, middles: Places, half: Places) -> Places:
    """How far the box around each middle is from the nearest of the places; as many at a time as a cache holds."""
    batches = np.array_split(middles, len(middles) // BATCH + 1)
    return np.sqrt(np.concatenate([_squares(rest, batch, half).min(axis=0) for batch in batches]))


def _squares(some: Places, middles: Places, half: Places) -> Any:
    """The square of how far each place is from the box around each middle."""
    across, up = (_beyond(some[:, None, axis], middles[:, axis], half[axis]) for axis in (0, 1))
    return across**2 + up**2


def _gaps(some: Places, middle: Places, half: Places) -> Any:
    """How far places are from a box; 0 within it."""
    return np.hypot(*_beyond(some, middle, half).T)


def _beyond(some: Places, middle: Places, half: Any) -> Any:
    """How far places are from a box along an axis, or along each."""
    return (np.abs(some - middle) - half).clip(0)


# What is drawn, as places


def places(drawn: Any) -> Places:
    """The places on the canvas that something covers: bars, a line, a band, points, or words."""
    parts = drawn if isinstance(drawn, tuple) else [drawn]
    return np.concatenate([covered for part in parts for covered in _covered(part)])


def _covered(part: Any) -> Iterator[Places]:
    if isinstance(part, Text):
        yield _within(part.get_window_extent())
    elif isinstance(part, PathCollection):
        yield part.get_offset_transform().transform(part.get_offsets())
    else:
        for path in part.get_paths() if isinstance(part, PolyCollection) else [part.get_path()]:
            outline = part.get_transform().transform_path(path)
            yield _along(outline.vertices)
            if isinstance(part, PolyCollection | Patch):
                yield _within(outline.get_extents(), outline)


def _along(corners: Any) -> Places:
    """A broken line in small steps."""
    ways = [(start, end, ceil(np.hypot(*(end - start)) / STEP)) for start, end in pairwise(corners)]
    return np.concatenate([*(np.linspace(start, end, n, endpoint=False) for start, end, n in ways), corners[-1:]])


def _within(box: Any, shape: Path | None = None) -> Places:
    """A box in small steps, or what of it is within a shape."""
    across, up = (np.linspace(low, high, ceil((high - low) / STEP) + 1) for low, high in (box.intervalx, box.intervaly))
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    return grid[shape.contains_points(grid)] if shape else grid


def _unnamed(axes: Axes) -> list[Any]:
    """What is drawn without a name, and may not be written over."""
    drawn = [*axes.lines, *axes.collections]
    return [one for one in drawn if str(one.get_label()).startswith("_")] + [
        one for one in axes.texts if one.get_text()
    ]


def _colour(handle: Any) -> str:
    """The colour of a line, of bars, of points or of a band."""
    part = handle[0] if isinstance(handle, tuple) else handle
    colour: Any = part.get_color() if isinstance(part, Line2D) else part.get_facecolor()
    return to_hex(colour[0] if np.ndim(colour) == 2 else colour)
