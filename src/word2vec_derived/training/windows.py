"""Batches of pairs from a text: a span of centres, the words around them, and which of those each centre sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import pad

from .settings import whole_number
from .text import Corpus


@dataclass(frozen=True)
class Batch:
    """Pairs in matrix form, in G groups.

    `centres` has shape (G, B) and `contexts` (G, R), both of word numbers.
    `counts[g, b, r]` says how often `centres[g, b]` is paired with `contexts[g, r]`.
    """

    centres: Tensor
    contexts: Tensor
    counts: Tensor

    @classmethod
    def of_pairs(cls, centres: Tensor, contexts: Tensor) -> Batch:
        """The pairs `(centres[n], contexts[n])`, both of shape (N,), as one group."""
        rows, row = centres.unique(return_inverse=True)
        columns, column = contexts.unique(return_inverse=True)
        counts = torch.zeros(len(rows), len(columns))
        counts.index_put_((row, column), torch.ones(()), accumulate=True)
        return cls(rows[None], columns[None], counts[None])

    def pairs(self) -> tuple[Tensor, Tensor]:
        """The pairs as two word-number tensors of shape (N,); a pair counted twice stands twice."""
        group, row, column = self.counts.nonzero(as_tuple=True)
        times = self.counts[group, row, column].long()
        centres, contexts = self.centres[group, row], self.contexts[group, column]
        return centres.repeat_interleave(times), contexts.repeat_interleave(times)


def windows(sentences: Tensor, window: int, generator: torch.Generator) -> Tensor:
    """Which neighbours each position sees: true at `[t, window + a]` where position t + a is in the window of t.

    The half-width is drawn afresh at each position, uniform on 1 to `window` (`window-weight`), and no window leaves
    its sentence.
    `sentences` has shape (T,), the result (T, 2 window + 1).
    """
    whole_number(window=window)
    offsets = torch.arange(-window, window + 1)
    reach = torch.randint(1, window + 1, (len(sentences), 1), generator=generator)
    neighbours = pad(sentences, (window, window), value=-1).unfold(0, len(offsets), 1)
    return (neighbours == sentences[:, None]) & (offsets.abs() <= reach) & (offsets != 0)


def batches(
    corpus: Corpus, window: int, generator: torch.Generator, span: int = 16, spans: int = 16
) -> Iterator[Batch]:
    """One pass over the text with windows drawn anew; a group is a span of `span` centres, a batch holds `spans`."""
    if len(corpus) == 0:
        return
    width = 2 * window + 1
    size = span * spans
    missing = -len(corpus) % size
    band = pad(windows(corpus.sentences, window, generator).float(), (0, 0, 0, missing)).view(-1, span, width)
    centres = pad(corpus.tokens, (0, missing)).view(-1, span)
    contexts = pad(corpus.tokens, (window, missing + window)).unfold(0, span + width - 1, span)
    for batch in zip(centres.split(spans), contexts.split(spans), band.split(spans), strict=True):
        yield Batch(*batch[:2], _on_diagonals(batch[2]))


def _on_diagonals(band: Tensor) -> Tensor:
    """Row b of each band, of shape (G, B, D), moved b places to the right in a matrix of shape (G, B, B + D − 1)."""
    groups, height, width = band.shape
    counts = band.new_zeros(groups, height, height + width - 1)
    counts.as_strided(band.shape, (counts.stride(0), counts.stride(1) + 1, 1)).copy_(band)
    return counts
