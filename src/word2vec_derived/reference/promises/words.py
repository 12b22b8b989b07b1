"""Words by their number, texts, and how often what occurs."""

from __future__ import annotations

from typing import Annotated

from jaxtyping import Int64
from torch import Tensor

from .rules import Real, below, positive, some, two_words, within

Observed = Annotated[Int64[Tensor, "*batch"], "the observed word of each pair or position", below("V")]
Around = Annotated[Int64[Tensor, "*batch C"], "the words around each position", below("V")]
Negatives = Annotated[Int64[Tensor, "*batch K"], "the words drawn from the noise for each pair", below("V")]
Centres = Annotated[Int64[Tensor, " N"], "the centre word of each pair", below("V")]
Contexts = Annotated[Int64[Tensor, " N"], "the observed word of each pair", below("V")]
NegativesOfPairs = Annotated[Int64[Tensor, "N K"], "the words drawn from the noise for each pair", below("V")]
ObservedWord = Annotated[Int64[Tensor, ""], "the observed word", below("V")]
WordsOfWindow = Annotated[Int64[Tensor, " C"], "the observed words of one window", below("V")]
DrawnWords = Annotated[Int64[Tensor, " K"], "the words drawn from the noise, in order", below("V")]
Drawn = Annotated[Int64[Tensor, "N K"], "K words in each of N rows"]
OfPairs = Annotated[Int64[Tensor, " N"], "one for each pair"]

Text = Annotated[Int64[Tensor, " T"], "the words of a text", within(0)]
KnownText = Annotated[Int64[Tensor, " T"], "the words of a text", below("V")]
KeptText = Annotated[Int64[Tensor, " kept"], "the words that are left, perhaps none"]
Windows = Annotated[Int64[Tensor, " T"], "how far to either side each position looks", within(1)]
Distances = Annotated[Int64[Tensor, "*batch"], "how far apart centre and context are", within(1)]

PairCounts = Annotated[Int64[Tensor, "V V"], "a row for each centre, a column for each context", within(0), some]
ExpectedCounts = Annotated[Real[Tensor, "V V"], "a row for each centre, a column for each context"]
PositiveCounts = Annotated[Real[Tensor, "V V"], "a row for each centre, a column for each context", positive]
PositiveWeights = Annotated[Real[Tensor, " V"], "what each word weighs", positive]
Mixture = Annotated[Real[Tensor, "N V"], "how much of each input vector the hidden vector of a position holds"]
SomeCounts = Annotated[Real[Tensor, "*batch"], "how often each pair was seen", within(0)]
PositivePairCounts = Annotated[Real[Tensor, "V V"], "a row for each centre, a column for each context", positive]
EdgeWeights = Annotated[Real[Tensor, "V V"], "the weight of each edge, the same in both directions", within(0), some]
PairWeights = Annotated[Real[Tensor, "V V"], "a row for each centre, a column for each context", within(0)]
Cutoff = Annotated[float, "the count from which on every pair weighs 1", positive]
CountsByDistance = Annotated[Real[Tensor, "D V"], "a row for each distance, a column for each context", within(0), some]
WordCounts = Annotated[Int64[Tensor, " V"], "how often each word occurs", positive]
TreeCounts = Annotated[Int64[Tensor, " V"], "how often each word occurs", two_words, within(0)]
NoiseCounts = Annotated[Real[Tensor, " V"], "how often each word occurs, or its share", within(0), some]
Lengths = Annotated[Int64[Tensor, " V"], "the turns to each word", within(0)]
