"""The noise as its exponent moves, and the words that are kept."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from ..reference import sampling
from .drawing import Figure, curves


def noise_against_exponent(counts: Sequence[int]) -> Figure:
    """The noise distribution over a few words as the exponent goes from 0 to 1."""
    exponents = torch.linspace(0, 1, 41, dtype=torch.float64)
    frequencies = torch.tensor(counts, dtype=torch.float64)
    noise = torch.stack([sampling.smoothed_noise(frequencies, exponent) for exponent in exponents.tolist()])
    lines = {f"count {count}": column for count, column in zip(counts, noise.T, strict=True)}
    alt = (
        "Probability of each word as a negative: all meet at the same value where the exponent is 0, and fan out to "
        "their relative frequencies where it is 1."
    )
    return curves(exponents, lines, alt, "Exponent γ", "Probability as a negative", at=[0, 0.5, 0.75, 1])


def keep_probabilities(threshold: float) -> Figure:
    """The probability of keeping a word against its frequency: as printed, and as shipped."""
    frequencies = threshold * torch.logspace(-1, 4, 201, dtype=torch.float64)
    lines = {
        "as printed": sampling.subsampling_printed(frequencies, threshold),
        "as shipped": sampling.subsampling_shipped(frequencies, threshold),
    }
    starts = sampling.thinning_starts(threshold)
    alt = (
        "Both curves are one for rare words and fall for frequent ones; the printed one starts to fall at the "
        f"threshold of {threshold:g}, the shipped one at {starts:.3g} and runs above it."
    )
    at = [threshold * factor for factor in (1, 10, 100, 1000)]
    return curves(
        frequencies, lines, alt, "Relative frequency of the word", "Probability of keeping it", at=at, log="x"
    )
