"""How every picture is drawn: SVG for light and dark pages, with the numbers in it as plain text.

Ink is the colour of the text around; the accents are `--figure-1` to `--figure-4`, or a palette that colour-blind eyes
tell apart, and no two lines differ by colour alone.
Each is drawn as wide as a phone's column, so that its letters are read there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.rcsetup import cycler
from matplotlib.ticker import NullLocator
from torch import Tensor

INK, GRID = "#010203", "#040506"
ACCENTS = ("#0072b2", "#d55e00", "#009e73", "#a3568c")
LINES = ("-", "--", "-.", ":")
STYLE: Any = {
    "svg.fonttype": "none", "font.size": 11.5, "axes.edgecolor": INK, "axes.labelcolor": INK, "text.color": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "grid.color": GRID, "grid.alpha": 0.2, "axes.axisbelow": True, "legend.frameon": False,
    "lines.linewidth": 2, "legend.handlelength": 1.8, "legend.columnspacing": 1.2,
    "axes.prop_cycle": cycler(color=ACCENTS, linestyle=LINES),
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
        canvas = Canvas(figsize=(4.3, 3.1), layout="constrained")
        yield canvas, canvas.add_subplot(xlabel=across, ylabel=up)


def legend(canvas: Canvas, axes: Axes) -> None:
    """What each line is, above the axes in two columns, or in one where a name is long."""
    handles, names = axes.get_legend_handles_labels()
    columns = 2 if max(map(len, names)) < 20 else 1
    canvas.set_figheight(canvas.get_figheight() + 0.24 * (len(names) // columns - 1))
    canvas.legend(handles, names, loc="outside upper left", ncols=columns)


def curves(
    x: Tensor, lines: Mapping[str, Tensor], alt: str, across: str, up: str, *, at: Sequence[float], log: str = "",
    marker: str = "", digits: int = 3,
) -> Figure:  # fmt: skip
    """Several lines over one axis; the numbers are those nearest to the places `at`."""
    with drawing(across, up) as (canvas, axes):
        for name, line in lines.items():
            axes.plot(x.tolist(), line.tolist(), label=name, marker=marker)
        axes.set(**{f"{axis}scale": "log" for axis in log})
        for axis in (getattr(axes, f"{name}axis") for name in log):
            axis.set_major_formatter("{x:g}")
            axis.set_minor_locator(NullLocator())
        if not log and not x.is_floating_point():
            axes.set_xticks(x.tolist())
        legend(canvas, axes)
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
    svg = svg.replace("xlink:href=", "href=").replace(' target="_blank"', "")
    svg = svg.replace(INK, "currentColor").replace(GRID, "currentColor")
    for number, accent in enumerate(ACCENTS, start=1):
        svg = svg.replace(accent, f"var(--figure-{number}, {accent})")
    return svg.replace("<svg", f'<svg aria-label="{escape(alt)}" stroke-linejoin="round"', 1)
