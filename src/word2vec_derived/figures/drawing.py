"""How every picture is drawn: SVG for light and dark pages, with the numbers in it as plain text.

Ink is the colour of the text around; the accents are `--figure-1` to `--figure-6`, or a palette that colour-blind eyes
tell apart and that can be read on white, and no two lines differ by colour alone.
Each fills its column, and is drawn for a phone's, so that its letters are read there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from io import StringIO
from itertools import cycle
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.rcsetup import cycler
from matplotlib.ticker import NullLocator
from torch import Tensor

from .names import write_names

INK, GRID = "#010203", "#040506"
ACCENTS = ("#0072b2", "#b34700", "#00724f", "#94407f", "#7a5c00", "#5a6270")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 3)))
MARKERS = "osD^vP"
STYLE: Any = {
    "svg.fonttype": "none", "font.size": 11.5, "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": GRID, "grid.alpha": 0.2, "axes.axisbelow": True, "lines.linewidth": 2,
    "figure.dpi": 72, "axes.prop_cycle": cycler(color=ACCENTS, linestyle=LINES),
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A picture: its SVG, what is to be seen in it, and the numbers it shows."""

    svg: str
    alt: str
    numbers: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        """What is to be seen, then the numbers in columns."""
        widths = [max(map(len, column)) for column in zip(*self.numbers, strict=True)]
        rows = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in self.numbers)
        return "\n".join([self.alt, *rows])

    def _repr_svg_(self) -> str:
        return self.svg


@contextmanager
def drawing(across: str, up: str) -> Iterator[tuple[Canvas, Axes]]:
    """A canvas with its axes, to draw on in the style of the book."""
    with matplotlib.rc_context(STYLE):
        canvas = Canvas(figsize=(4.6, 3.4), layout="constrained")
        yield canvas, canvas.add_subplot(xlabel=across, ylabel=up)


def curves(
    x: Tensor, lines: Mapping[str, Tensor], alt: str, across: str, up: str, *, at: Sequence[float], log: str = "",
    marked: bool = False, digits: int = 3,
) -> Figure:  # fmt: skip
    """Several lines over one axis; the numbers are those nearest to the places `at`."""
    with drawing(across, up) as (canvas, axes):
        for (name, line), marker in zip(lines.items(), cycle(MARKERS), strict=False):
            axes.plot(x.tolist(), line.tolist(), label=name, marker=marker if marked else "")
        axes.set(**{f"{axis}scale": "log" for axis in log})
        for axis in (getattr(axes, f"{name}axis") for name in log):
            axis.set_major_formatter("{x:g}")
            axis.set_minor_locator(NullLocator())
        if not log and not x.is_floating_point():
            axes.set_xticks(x.tolist())
        write_names(canvas, axes)
    places = [int((x - place).abs().argmin()) for place in at]
    rows = [row(name, line[places], digits) for name, line in lines.items()]
    return figure(canvas, alt, [row(across, x[places]), *rows])


def row(name: str, values: Tensor, digits: int = 3) -> list[str]:
    """A row of the numbers: its name, and each value in few digits."""
    return [name, *(short(value, digits) for value in values.detach().tolist())]


def short(value: float, digits: int = 3) -> str:
    """A number in few digits; 0 for what is only rounding."""
    if abs(value) < 1e-15:
        return "0"
    return str(int(value)) if value == round(value) else f"{value:.{digits}g}"


def figure(canvas: Canvas, alt: str, rows: Sequence[Sequence[str]]) -> Figure:
    """What was drawn, with what is to be seen in it and its numbers."""
    return Figure(_svg(canvas, alt), alt, tuple(map(tuple, rows)))


def _svg(canvas: Canvas, alt: str) -> str:
    """The drawing without what would differ from day to day, with ink and accents that follow the page."""
    text = StringIO()
    with matplotlib.rc_context({**STYLE, "svg.hashsalt": alt}):
        canvas.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = text.getvalue()
    svg = re.sub(r"<(metadata|style)\b.*?</\1>\s*", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    used = set(re.findall(r"#([\w-]+)[\")]", svg))
    svg = re.sub(r' id="([\w.-]+)"', lambda found: found[0] if found[1] in used else "", svg)
    svg = re.sub(r"font-family: [^;\"]*", "font-family: inherit", svg)
    svg = re.sub(r' width="([\d.]+)pt" height="[\d.]+pt"', ' width="100%" style="max-width: 540px"', svg, count=1)
    svg = svg.replace("xlink:href=", "href=").replace(' target="_blank"', "")
    svg = svg.replace(INK, "currentColor").replace(GRID, "currentColor")
    for number, accent in enumerate(ACCENTS, start=1):
        svg = svg.replace(accent, f"var(--figure-{number}, {accent})")
    return svg.replace("<svg", f'<svg aria-label="{escape(alt)}" stroke-linejoin="round"', 1)
