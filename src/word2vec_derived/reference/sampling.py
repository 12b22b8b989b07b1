"""Sampling in practice: which words are drawn as negatives, and which words are kept."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import torch
from jaxtyping import Int64
from torch import Tensor

from .arguments import checked
from .promises.numbers import Draws, Exponent, FreeThreshold, Generator, Pairs, Threshold
from .promises.probabilities import Frequencies, Keep, Noise, OfWords, OneDistribution, Probabilities
from .promises.rules import Real, below, within
from .promises.words import Drawn, KeptText, KnownText, NoiseCounts


@checked
def smoothed_noise(counts: NoiseCounts, exponent: Exponent) -> OfWords:
    """Noise distribution: counts raised to a power, then divided by their sum (`smoothed-noise`).
    A `ValueError` if the powers overflow or vanish, as those of 0 with a negative exponent do.
    >>> smoothed_noise(torch.tensor([99.0, 1.0]), 0.75)
    tensor([0.9691, 0.0309])
    """
    powers = counts**exponent
    return powers / _a_number(powers.sum(), exponent)


def _a_number(total: Tensor, exponent: float) -> Tensor:
    if not 0 < total.item() < math.inf:
        raise ValueError(f"counts to the power of {exponent:g} sum to {total.item():g}, expected a positive number")
    return total


class AliasTable(NamedTuple):
    """Columns of equal width, each split between its own word and one other."""

    own: Annotated[Real[Tensor, " V"], "the share of its own word in each column", within(0, 1)]
    other: Annotated[Int64[Tensor, " V"], "the word that has the rest of each column", below("V")]


@checked
def alias_table(probabilities: OneDistribution) -> AliasTable:
    """Walker's table, from which a word is drawn in constant time (`alias-table`).
    >>> alias_table(torch.tensor([0.75, 0.25]))
    AliasTable(own=tensor([1.0000, 0.5000]), other=tensor([0, 0]))
    """
    heights = (probabilities.double() / probabilities.double().sum() * len(probabilities)).tolist()
    other = list(range(len(heights)))
    small = [word for word, height in enumerate(heights) if height < 1]
    large = [word for word, height in enumerate(heights) if height >= 1]
    while small and large:
        low, high = small.pop(), large.pop()
        other[low] = high
        heights[high] -= 1 - heights[low]
        (small if heights[high] < 1 else large).append(high)
    for word in small + large:  # what rounding has left a hair from 1
        heights[word] = 1.0
    return AliasTable(torch.tensor(heights, dtype=probabilities.dtype), torch.tensor(other))


@checked
def alias_probabilities(table: AliasTable) -> OfWords:
    """Probability with which each word is drawn from the table (`alias-table`).
    >>> alias_probabilities(AliasTable(torch.tensor([1.0, 0.5]), torch.tensor([0, 0])))
    tensor([0.7500, 0.2500])
    """
    return table.own.index_add(0, table.other, 1 - table.own) / len(table.own)


@checked
def draw_from_alias_table(table: AliasTable, pairs: Pairs, negatives: Draws, generator: Generator = None) -> Drawn:
    """Negatives: a column at random, then its own word or the other one (`alias-table`).
    >>> table = alias_table(torch.tensor([0.75, 0.25]))
    >>> draw_from_alias_table(table, 2, 5, torch.Generator().manual_seed(1))
    tensor([[0, 0, 0, 0, 1],
            [1, 0, 1, 0, 0]])
    """
    columns = torch.randint(len(table.own), (pairs, negatives), generator=generator)
    heights = torch.rand(pairs, negatives, dtype=table.own.dtype, generator=generator)
    return torch.where(heights < table.own[columns], columns, table.other[columns])


@checked
def draw_negatives(noise: Noise, pairs: Pairs, negatives: Draws, generator: Generator = None) -> Drawn:
    """Negatives, drawn with replacement by torch's multinomial sampler (`smoothed-noise`).
    >>> draw_negatives(torch.tensor([0.75, 0.25]), 2, 5, torch.Generator().manual_seed(1))
    tensor([[0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0]])
    """
    return noise.multinomial(pairs * negatives, replacement=True, generator=generator).view(pairs, negatives)


@checked
def subsampling_printed(frequencies: Frequencies, threshold: Threshold) -> Probabilities:
    """Probability of keeping a word as printed: thinning starts at the threshold (`subsampling-printed`).
    >>> subsampling_printed(torch.tensor([0.0001, 0.01]), 0.001)
    tensor([1.0000, 0.3162])
    """
    return (threshold / frequencies).sqrt().clamp(max=1)


@checked
def subsampling_shipped(frequencies: Frequencies, threshold: Threshold) -> Probabilities:
    """Probability of keeping a word in word2vec.c, gensim and fastText (`subsampling-shipped`).
    >>> subsampling_shipped(torch.tensor([0.0001, 0.01]), 0.001)
    tensor([1.0000, 0.4162])
    """
    ratio = threshold / frequencies
    return (ratio.sqrt() + ratio).clamp(max=1)


@checked
def thinning_starts(threshold: FreeThreshold) -> float:
    """Where shipped code starts to thin: a share if given one, a count if a count (`thinning-starts`).
    >>> thinning_starts(0.001)
    0.002618033988749895
    """
    golden_ratio = (1 + 5**0.5) / 2
    return golden_ratio**2 * threshold


@checked
def subsample(text: KnownText, keep: Keep, generator: Generator = None) -> KeptText:
    """The text with each word kept by chance, before windows (`subsampling-printed`, `subsampling-shipped`).
    >>> subsample(torch.tensor([0, 1, 0, 1, 0]), torch.tensor([0.0, 1.0]))
    tensor([1, 1])
    """
    chance = torch.rand(len(text), dtype=keep.dtype, generator=generator)
    return text[chance < keep[text]]
