"""How the objectives hang together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from .drawing import INK, Figure, drawing, figure

PLACES = {
    "softmax": (0.45, 4.0),
    "hierarchical softmax": (2.85, 4.0),
    "sampled softmax": (0.45, 2.45),
    "binary cross-entropy": (2.85, 2.9),
    "noise-contrastive\nestimation": (1.72, 2.0),
    "softmax over\ncandidates": (0.45, 0.85),
    "negative sampling": (2.45, 0.85),
    "shifted PMI": (2.45, 0.0),
}
LINE = 0.155  # of the picture's height: from one line of words to the next


@dataclass(frozen=True)
class Arrow:
    """What leads from one objective to another, and the line that proves it."""

    start: str
    end: str
    words: str
    slug: str
    number: int
    side: int = 1  # how far beside it the words stand: positive on the right, negative on the left


ARROWS = (
    Arrow("sampled softmax", "softmax", "many\ndraws", "sampled-partition-spread", 3, -1),
    Arrow("noise-contrastive\nestimation", "softmax", "many\nnegatives", "nce-gradient-normalised", 3),
    Arrow("hierarchical softmax", "binary cross-entropy", "one label\na turn", "hierarchical-softmax-loss", 4),
    Arrow("softmax over\ncandidates", "sampled softmax", "less the\nlog of\nthe noise", "sampled-softmax", 3, -1),
    Arrow("binary cross-entropy", "noise-contrastive\nestimation", "corrected\nscores", "nce-loss", 2, -2),
    Arrow("binary cross-entropy", "negative sampling", "one label 1,\nK labels 0", "negative-sampling-loss", 3),
    Arrow(
        "noise-contrastive\nestimation",
        "negative sampling",
        "1 for K times\nthe noise",
        "negative-sampling-is-nce",
        2,
        -1,
    ),
    Arrow("negative sampling", "shifted PMI", "the optimum,\nwith unigram noise", "pmi", 3),
)


def objectives_together() -> Figure:
    """Which objective becomes which, by what limit, noise or reading; the words lead to the line that proves it."""
    with drawing("", "") as (canvas, axes):
        canvas.set_figheight(4.4)
        axes.set_axis_off()
        for arrow in ARROWS:
            style = {"arrowstyle": "-|>", "color": INK, "shrinkA": 17, "shrinkB": 17, "alpha": 0.6}
            axes.annotate("", PLACES[arrow.end], PLACES[arrow.start], arrowprops=style)
            (x, y), (to_x, to_y) = PLACES[arrow.start], PLACES[arrow.end]
            place, side = ((x + to_x) / 2 + 0.12 * arrow.side, (y + to_y) / 2), "left" if arrow.side > 0 else "right"
            _write(axes, arrow.words, place, url=f"press:{arrow.slug}-{arrow.number}", ha=side, fontsize=10)
        for name, place in PLACES.items():
            _write(axes, name, place, ha="center", weight="bold")
        axes.set(xlim=(-0.4, 3.8), ylim=(-0.15, 4.15))
    rows = [[arrow.start, arrow.end, arrow.words, f"{arrow.slug} {arrow.number}"] for arrow in ARROWS]
    alt = "Seven objectives and shifted PMI; each arrow is a proved line that leads from one to another."
    return figure(
        canvas, alt, [["from", "to", "by", "line"], *([text.replace("\n", " ") for text in row] for row in rows)]
    )


def _write(axes: Axes, text: str, place: tuple[float, float], **style: Any) -> None:
    """Words about a place, each line a text of its own, as a browser knows best how wide its letters are."""
    lines, (x, y) = text.split("\n"), place
    for at, line in enumerate(lines):
        axes.text(x, y + LINE * ((len(lines) - 1) / 2 - at), line, va="center_baseline", **style)
