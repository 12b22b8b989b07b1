"""Probabilities and shares: each has an upper bound, and what is a distribution sums to one."""

from __future__ import annotations

from typing import Annotated

from torch import Tensor

from .rules import Real, distribution, positive, within

Distribution = Annotated[Real[Tensor, "*batch V"], "the probability of each word", distribution]
PositiveDistribution = Annotated[Real[Tensor, "*batch V"], "the probability of each word", positive, distribution]
OneDistribution = Annotated[Real[Tensor, " V"], "the probability of each word", distribution]
Noise = Annotated[Real[Tensor, " V"], "the probability of each word as a negative", distribution]
PositiveNoise = Annotated[Real[Tensor, " V"], "the probability of each word as a negative", positive, distribution]
ObservedNoise = Annotated[Real[Tensor, "*batch"], "the noise probability of each observed word", positive, within(0, 1)]
NegativeNoise = Annotated[Real[Tensor, "*batch K"], "the noise probability of each negative", positive, within(0, 1)]
WordShares = Annotated[Real[Tensor, "*batch V"], "the probability of each word, or of some", positive, within(0, 1)]
NoiseShares = Annotated[Real[Tensor, " V"], "the same words' probabilities as negatives", positive, within(0, 1)]
Model = Annotated[Real[Tensor, "V V"], "of each context (column) given each centre (row)", distribution]
Chances = Annotated[Real[Tensor, " N"], "the probability of a 1 in each observation", within(0, 1)]
Outcomes = Annotated[Real[Tensor, " N"], "1 or 0 for each observation", within(0, 1)]
WindowShares = Annotated[Real[Tensor, " V"], "the share of windows with each context too", positive, within(0, 1)]
Keep = Annotated[Real[Tensor, " V"], "the probability of keeping each word", within(0, 1)]
InWindow = Annotated[Real[Tensor, " V"], "the share of a centre's pairs whose window holds each word", within(0, 1)]
InWindows = Annotated[
    Real[Tensor, "N V"], "1 where the window of each pair of a centre holds a word, else 0", within(0, 1)
]
Frequencies = Annotated[Real[Tensor, "*batch"], "the shares of words in a text, not counts", positive, within(0, 1)]
Progress = Annotated[Real[Tensor, "*batch"], "the share of the training words seen", within(0, 1)]

Probabilities = Annotated[Real[Tensor, "*batch"], "probabilities"]
OfWords = Annotated[Real[Tensor, "*batch V"], "one for each word"]
Errors = Annotated[Real[Tensor, "*batch"], "labels minus probabilities"]
