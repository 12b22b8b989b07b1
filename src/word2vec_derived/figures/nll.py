"""Bars of a softmax, and the loss of the observed word as its score moves."""

from __future__ import annotations

import torch
from torch import Tensor

from ..reference import nll
from .drawing import ACCENTS, Figure, curves, drawing, figure, row, short


def softmax_bars(scores: Tensor) -> Figure:
    """The softmax of a few scores, `(V,)`: a bar for each word."""
    probabilities = nll.softmax(scores.detach())
    words = [str(word) for word in range(len(scores))]
    with drawing("Word, its score above the bar", "Probability") as (canvas, axes):
        axes.bar(words, probabilities.tolist(), color=ACCENTS[0], width=0.6)
        for place, (score, probability) in enumerate(zip(scores.tolist(), probabilities.tolist(), strict=True)):
            axes.annotate(short(score), (place, probability), (0, 3), textcoords="offset points", ha="center")
    likeliest = int(probabilities.argmax())
    alt = f"Bars of the softmax of {len(scores)} scores; word {likeliest} has the highest score and the tallest bar."
    return figure(canvas, alt, [["word", *words], row("score", scores), row("probability", probabilities)])


def nll_against_score(vocabulary_size: int) -> Figure:
    """The NLL and its gradient as the observed word's score moves, all other scores at 0."""
    observed = torch.linspace(-6, 8, 141, dtype=torch.float64)
    scores = torch.zeros(141, vocabulary_size, dtype=torch.float64)
    scores[:, 0] = observed
    words = torch.zeros(141, dtype=torch.int64)
    lines = {"loss": nll.nll(scores, words), "gradient": nll.nll_gradient(scores, words)[:, 0]}
    alt = (
        f"Against the score of the observed word among {vocabulary_size}, the loss falls in a curve towards zero "
        "and its gradient rises from near minus one towards zero."
    )
    return curves(observed, lines, alt, "Score of the observed word", "Nats", at=[-6, -2, 0, 2, 8])
