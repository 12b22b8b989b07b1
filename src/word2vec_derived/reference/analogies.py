"""Why PMI nearly adds, where it does: what stands between a word and the sum of two."""

from __future__ import annotations

from typing import NamedTuple

from .arguments import checked
from .promises.numbers import Number
from .promises.probabilities import OfWords, WindowShares


class ErrorsOfASum(NamedTuple):
    """The three terms, in nats; the first two for each context."""

    paraphrase: OfWords
    here: OfWords
    anywhere: Number


@checked
def errors_of_a_sum(one: WindowShares, both: WindowShares, first: WindowShares, second: WindowShares) -> ErrorsOfASum:
    """By what the PMI of one word differs from the sum of two words' (`sum-of-two`).
    Each argument has the share of all windows that hold the word, or both words, and each of the contexts,
    of which every window has exactly one; contexts are equally frequent.
    >>> import torch
    >>> even = torch.tensor([0.125, 0.125])
    >>> errors_of_a_sum(even, even, 2 * even, 2 * even)
    ErrorsOfASum(paraphrase=tensor([0., 0.]), here=tensor([0., 0.]), anywhere=tensor(0.))
    """
    contexts = len(one)
    paraphrase = (one / one.sum()).log() - (both / both.sum()).log()
    here = (both / (first * second * contexts)).log()
    return ErrorsOfASum(paraphrase, here, (both.sum() / (first.sum() * second.sum())).log())
