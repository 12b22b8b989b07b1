"""The step of skip-gram as an arrow."""

from __future__ import annotations

from torch import Tensor

from ..reference import skip_gram
from .drawing import ACCENTS, GRID, INK, Figure, drawing, figure, row
from .names import write_names


def gradient_arrows(centre: Tensor, context_vectors: Tensor, context: Tensor) -> Figure:
    """In the plane of the first two components: the observed vector, the expected one, and the step between them."""
    gradient = skip_gram.gradient_in_centre_vector(centre.detach(), context_vectors.detach(), context)
    observed = context_vectors.detach()[context]
    expected = observed + gradient
    with drawing("First component", "Second component") as (canvas, axes):
        x, y = context_vectors.detach()[:, :2].T.tolist()
        axes.scatter(x, y, color=GRID, s=24)
        for word, place in enumerate(zip(x, y, strict=True)):
            axes.annotate(str(word), place, (5, 4), textcoords="offset points")
        head, tail = (tuple(vector[:2].tolist()) for vector in (observed, expected))
        axes.plot(*head, color=ACCENTS[0], marker="s", linestyle="", label="observed")
        axes.plot(*tail, color=ACCENTS[1], marker="D", linestyle="", label="expected")
        axes.plot(*zip(tail, head, strict=True), color=INK, linewidth=1.5, linestyle="-")
        axes.annotate("", head, tail, arrowprops={"arrowstyle": "->", "color": INK, "linewidth": 1.5})
        write_names(canvas, axes)
    alt = (
        "Context vectors as points; an arrow runs from the expected vector to the observed one, and the centre's "
        "vector is moved in its direction."
    )
    rows = [row("observed", observed), row("expected", expected), row("gradient", gradient)]
    return figure(canvas, alt, rows)
