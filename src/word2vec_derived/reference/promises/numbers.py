"""Sizes, numbers and functions: an integer is at least 1, a number finite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import torch
from torch import Tensor

from .rules import Real, Size, no_larger_than, positive, single_or_double, within

VocabularySize = Annotated[int, "the number of words, V", Size("V")]
Dimension = Annotated[int, "the length of the vectors, d", Size("d")]
Rank = Annotated[int, "the length of the vectors, d", Size("d"), no_larger_than("V")]
Draws = Annotated[int, "how many negatives are drawn for each pair, K", Size("K")]
Pairs = Annotated[int, "the number of pairs, N", Size("N")]
Tokens = Annotated[int, "the number of positions of a text, T", Size("T")]
Window = Annotated[int, "the largest distance between centre and context"]
Classes = Annotated[int, "the number of classes"]

Exponent = Annotated[float, "0.75 in the paper; 1 gives the unigram distribution, 0 the uniform one over all words"]
Power = Annotated[float, "the power to which a count is raised", positive]
Focus = Annotated[float, "the power of the weight; 0 gives every term the weight one", within(0)]
Threshold = Annotated[float, "a share of the text, not a count", positive, within(0, 1)]
FreeThreshold = Annotated[float, "a share or a count", positive]
Multiple = Annotated[float, "of the unit matrix"]
Rate = Annotated[float, "the learning rate", positive]
LastRate = Annotated[float, "the learning rate at the end", within(0)]
Step = Annotated[float, "how far to either side", positive]
Largest = Annotated[float, "what no value of the function, or no third derivative, exceeds in size", positive]
HalfWidth = Annotated[float, "the largest size of a component", positive]
Temperature = Annotated[float, "what the cosines are divided by", positive]
Nats = Annotated[float, "in nats"]
Number = Annotated[Real[Tensor, ""], "one number"]
Numbers = Annotated[Real[Tensor, "*batch"], "one for each"]
PerDistance = Annotated[Real[Tensor, " D"], "what a pair counts at each distance", positive]
Odds = Annotated[Real[Tensor, "*batch"], "how often in the data for each time among the negatives"]
Entries = Annotated[Real[Tensor, " entries"], "the entries of a table"]

Precision = Annotated[torch.dtype, "the dtype of the values", single_or_double]
Generator = Annotated[torch.Generator | None, "the source of randomness; torch's own if there is none"]
Elementwise = Annotated[Callable[[Tensor], Tensor], "takes and gives a tensor of one shape, entry by entry"]
Objective = Annotated[Callable[[Tensor], Tensor], "takes the scores of a centre and gives a scalar"]
ErrorRule = Annotated[Callable[[Tensor, Tensor], Tensor], "label minus probability, from scores and labels"]
