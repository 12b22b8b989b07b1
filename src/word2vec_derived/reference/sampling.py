"""Sampling in practice: which words are drawn as negatives, and which words are kept."""

from __future__ import annotations

from typing import NamedTuple

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from .arguments import below, checked, distribution, positive, within


@checked(counts=within(0))
def smoothed_noise(counts: Float[Tensor, " V"], exponent: float) -> Float[Tensor, " V"]:
    """Noise distribution: counts raised to a power, then divided by their sum.

    Formula: `smoothed-noise`.

    Args:
        counts: `(V,)`, how often each word occurs, or its relative frequency.
        exponent: 0.75 in the paper; 1 gives the unigram distribution, 0 the uniform one over all words.

    Returns:
        `(V,)`, probabilities.

    Raises:
        ValueError: `counts` is empty, is not floating, holds NaN or a negative number, or nothing but zeros, or
            `exponent` is not finite.

    Source:
        Mikolov et al. (2013b), section 2.2.
    """
    if counts.sum() == 0:
        raise ValueError("counts holds only zeros, expected a positive number")
    # --8<-- [start:smoothed_noise]
    powers = counts**exponent
    return powers / powers.sum()
    # --8<-- [end:smoothed_noise]


class AliasTable(NamedTuple):
    """Columns of equal width, each split between its own word and one other."""

    own: Float[Tensor, " V"]
    other: Int64[Tensor, " V"]


@checked(probabilities=distribution)
def alias_table(probabilities: Float[Tensor, " V"]) -> AliasTable:
    """Walker's table, from which a word is drawn in constant time.

    Formula: `alias-table`.

    Args:
        probabilities: `(V,)`.

    Returns:
        For each column the share of its own word, `(V,)`, and the word that has the rest, `(V,)`.

    Raises:
        ValueError: `probabilities` is empty, is not floating, holds NaN or is no distribution.
    """
    # --8<-- [start:alias_table]
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
    # --8<-- [end:alias_table]


@checked()
def alias_probabilities(table: AliasTable) -> Float[Tensor, " V"]:
    """Probability with which each word is drawn from the table.

    Formula: `alias-table`.

    Args:
        table: from `alias_table`.

    Returns:
        `(V,)`.

    Raises:
        ValueError: a part of the table is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:alias_probabilities]
    return table.own.index_add(0, table.other, 1 - table.own) / len(table.own)
    # --8<-- [end:alias_probabilities]


@checked()
def draw_from_alias_table(
    table: AliasTable, pairs: int, negatives: int, generator: torch.Generator | None = None
) -> Int64[Tensor, "pairs negatives"]:
    """Negatives for each pair: a column at random, then its own word or the other one.

    Formula: `alias-table`.

    Args:
        table: from `alias_table`.
        pairs: how many rows, N.
        negatives: how many in each, K.
        generator: source of randomness; torch's own if there is none.

    Returns:
        `(N, K)`.

    Raises:
        ValueError: a size is below 1, or a part of the table is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:draw_from_alias_table]
    columns = torch.randint(len(table.own), (pairs, negatives), generator=generator)
    heights = torch.rand(pairs, negatives, dtype=table.own.dtype, generator=generator)
    return torch.where(heights < table.own[columns], columns, table.other[columns])
    # --8<-- [end:draw_from_alias_table]


@checked(noise=distribution)
def draw_negatives(
    noise: Float[Tensor, " V"], pairs: int, negatives: int, generator: torch.Generator | None = None
) -> Int64[Tensor, "pairs negatives"]:
    """Negatives for each pair, drawn with replacement by torch's multinomial sampler.

    Formula: `smoothed-noise`.

    Args:
        noise: `(V,)`, the probability of each word.
        pairs: how many rows, N.
        negatives: how many in each, K.
        generator: source of randomness; torch's own if there is none.

    Returns:
        `(N, K)`.

    Raises:
        ValueError: `noise` is empty, is not floating, holds NaN or is no distribution, or a size is below 1.
    """
    # --8<-- [start:draw_negatives]
    return noise.multinomial(pairs * negatives, replacement=True, generator=generator).view(pairs, negatives)
    # --8<-- [end:draw_negatives]


@checked(frequencies=positive, threshold=positive)
def subsampling_printed(frequencies: Float[Tensor, "*batch"], threshold: float) -> Float[Tensor, "*batch"]:
    """Probability of keeping a word, by the formula as printed: thinning starts at the threshold.

    Formula: `subsampling-printed`.

    Args:
        frequencies: `(*batch)`, relative frequencies, positive.
        threshold: relative frequency above which words are thinned, positive.

    Returns:
        `(*batch)`, probabilities.

    Raises:
        ValueError: `frequencies` is empty, is not floating, or holds NaN, or a number is not positive.

    Source:
        Mikolov et al. (2013b), which gives the probability of discarding.
    """
    # --8<-- [start:subsampling_printed]
    return (threshold / frequencies).sqrt().clamp(max=1)
    # --8<-- [end:subsampling_printed]


@checked(frequencies=positive, threshold=positive)
def subsampling_shipped(frequencies: Float[Tensor, "*batch"], threshold: float) -> Float[Tensor, "*batch"]:
    """Probability of keeping a word, as word2vec.c, gensim and fastText compute it.

    Formula: `subsampling-shipped`.

    Args:
        frequencies: `(*batch)`, relative frequencies, positive.
        threshold: relative frequency, positive; thinning starts at 2.618 times as much.

    Returns:
        `(*batch)`, probabilities.

    Raises:
        ValueError: `frequencies` is empty, is not floating, or holds NaN, or a number is not positive.
    """
    # --8<-- [start:subsampling_shipped]
    ratio = threshold / frequencies
    return (ratio.sqrt() + ratio).clamp(max=1)
    # --8<-- [end:subsampling_shipped]


@checked(threshold=positive)
def thinning_starts(threshold: float) -> float:
    """Relative frequency above which the shipped code thins: the golden ratio squared times the threshold.

    Formula: `thinning-starts`.

    Args:
        threshold: relative frequency, positive.

    Returns:
        Relative frequency.

    Raises:
        ValueError: `threshold` is not positive.
    """
    # --8<-- [start:thinning_starts]
    golden_ratio = (1 + 5**0.5) / 2
    return golden_ratio**2 * threshold
    # --8<-- [end:thinning_starts]


@checked(text=below("V"), keep=within(0, 1))
def subsample(
    text: Int64[Tensor, " T"], keep: Float[Tensor, " V"], generator: torch.Generator | None = None
) -> Int64[Tensor, " kept"]:
    """The text with each word kept or dropped by chance, before any window is laid over it.

    Formula: `subsampling-printed`, `subsampling-shipped`.

    Args:
        text: `(T,)`, the words.
        keep: `(V,)`, the probability of keeping each word.
        generator: source of randomness; torch's own if there is none.

    Returns:
        `(kept,)`, perhaps empty.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong dtype, or holds NaN, or a probability is outside 0 … 1.
    """
    # --8<-- [start:subsample]
    chance = torch.rand(len(text), dtype=keep.dtype, generator=generator)
    return text[chance < keep[text]]
    # --8<-- [end:subsample]
