"""How far the tables are off."""

from __future__ import annotations

import torch

from ..reference import shipped_code
from .drawing import ACCENTS, INK, Figure, drawing, figure, row
from .names import write_names


def sigmoid_table_error() -> Figure:
    """What the tables of word2vec.c and fastText read, less the logistic function: least and most in every tenth."""
    tenths = torch.linspace(-5.95, 5.95, 120, dtype=torch.float64)
    scores = tenths[:, None] + torch.linspace(-0.0499, 0.0499, 200, dtype=torch.float64)
    errors = {
        "word2vec.c, gensim": shipped_code.table_sigmoid(scores) - scores.sigmoid(),
        "fastText": shipped_code.fasttext_sigmoid(scores) - scores.sigmoid(),
    }
    rows = [row("Score near", tenths[[20, 40, 60, 80, 100]])]
    with drawing("Score", "Table less logistic function") as (canvas, axes):
        for (name, error), hatch, accent in zip(errors.items(), ("", "//"), ACCENTS, strict=False):
            low, high = error.aminmax(dim=1)
            axes.fill_between(tenths.tolist(), low.tolist(), high.tolist(), label=name, hatch=hatch,
                              facecolor=accent, edgecolor=INK, linewidth=0.5, alpha=0.6)  # fmt: skip
            rows += [row(f"{name}, {side}", line[[20, 40, 60, 80, 100]], 2) for side, line in
                     (("most", low), ("least", high))]  # fmt: skip
        write_names(canvas, axes)
    alt = (
        "Two bands, all but always below zero and deepest near a score of zero: both tables read too low there, "
        f"that of word2vec.c by up to {errors['word2vec.c, gensim'].abs().max():.2g}."
    )
    return figure(canvas, alt, rows)
