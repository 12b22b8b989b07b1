"""The four objectives as losses in scores, each with its gradient in closed form.

An objective looks at a batch and says which output rows are scored and how the scores are judged.
Negative sampling, NCE and hierarchical softmax are judged alike, by a weighted logistic loss; full softmax is not.
The chain rule from scores to vectors is the same for all, and stands in `loop.update`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import torch
from torch import Tensor
from torch.nn.functional import log_softmax, softplus

from word2vec_derived.reference.arguments import checked
from word2vec_derived.reference.hierarchical_softmax import huffman
from word2vec_derived.reference.promises.numbers import Draws, VocabularySize
from word2vec_derived.reference.promises.probabilities import PositiveNoise

from .windows import Batch


class Terms(Protocol):
    """Judges the scores, of shape (G, B, R), of the output rows `rows`, of shape (G, R), or (R,) for all groups."""

    rows: Tensor

    def loss(self, scores: Tensor) -> Tensor:
        """The summed loss of the batch, in nats."""

    def gradient(self, scores: Tensor) -> Tensor:
        """Its gradient in the scores, of shape (G, B, R)."""


class Objective(Protocol):
    """What a training loop and an evaluation need of an objective for `vocabulary_size` words."""

    vocabulary_size: int

    def terms(self, batch: Batch, generator: torch.Generator, /) -> Terms:
        """The rows to score for this batch and the loss of their scores."""

    def log_probabilities(self, scores: Tensor) -> Tensor:
        """The model's log p(j given c), of shape (B, V), from the scores, of shape (B, V), of all output rows."""


@dataclass(frozen=True)
class Logistic:
    """A sum of Bernoulli losses: `weights` counts the terms of each score, `positives` those with label one.

    `positives`, of shape (G, B, P), is about the first P of the R rows; no other row has a positive (`bce-logits`).
    `shift`, of shape (G, 1, R), is taken from the scores first.
    """

    rows: Tensor
    weights: Tensor
    positives: Tensor
    shift: Tensor | None = None

    def loss(self, scores: Tensor) -> Tensor:
        """Weights times softplus, less the positives' logits."""
        logits = self._logits(scores)
        return (self.weights * softplus(logits)).sum() - (self.positives * self._first(logits)).sum()

    def gradient(self, scores: Tensor) -> Tensor:
        """Expected minus observed: weights times sigmoid, less the positives (`bce-gradient`)."""
        gradient = torch.sigmoid(self._logits(scores)).mul_(self.weights)
        self._first(gradient).sub_(self.positives)
        return gradient

    def _logits(self, scores: Tensor) -> Tensor:
        return scores if self.shift is None else scores - self.shift

    def _first(self, columns: Tensor) -> Tensor:
        return columns.narrow(-1, 0, self.positives.shape[-1])


@dataclass(frozen=True)
class Softmax:
    """A sum of negative log-likelihoods (`nll-softmax`).

    `targets[g, b, j]` counts the pairs of centre b with word j.
    """

    rows: Tensor
    targets: Tensor

    def loss(self, scores: Tensor) -> Tensor:
        """Minus the targets' log-softmax."""
        return -(self.targets * log_softmax(scores, -1)).sum()

    def gradient(self, scores: Tensor) -> Tensor:
        """Expected minus observed: pairs times softmax, less the targets (`nll-gradient`)."""
        return torch.softmax(scores, -1).mul_(self.targets.sum(-1, keepdim=True)).sub_(self.targets)


class FullSoftmax:
    """The softmax over the whole vocabulary."""

    @checked
    def __init__(self, vocabulary_size: VocabularySize) -> None:
        self.vocabulary_size, self.rows = vocabulary_size, torch.arange(vocabulary_size)

    def terms(self, batch: Batch, _generator: torch.Generator) -> Softmax:
        """All rows, and the counts gathered by word."""
        targets = batch.counts.new_zeros(*batch.centres.shape, len(self.rows))
        words = batch.contexts.unsqueeze(1).expand_as(batch.counts)
        return Softmax(self.rows, targets.scatter_add_(2, words, batch.counts))

    def log_probabilities(self, scores: Tensor) -> Tensor:
        """Log-softmax of the scores."""
        return log_softmax(scores, 1)


class NegativeSampling:
    """Negative sampling with `negatives` noise words for each pair (`negative-sampling-expected`).

    All pairs of a group share `shared` draws from the noise, each weighted by negatives / shared.
    The expected gradient is the same as with draws for each pair, because an expectation is linear: sharing changes
    how the draws vary together, not what they estimate.
    A draw equal to the observed word is kept, as in the derivation.
    """

    @checked
    def __init__(self, noise: PositiveNoise, negatives: Draws = 5, shared: int = 32) -> None:
        self.vocabulary_size, self.noise = len(noise), noise.float()
        self.negatives, self.shared = negatives, shared

    def terms(self, batch: Batch, generator: torch.Generator) -> Logistic:
        """The observed words with their counts, then the noise words with their weight."""
        groups = len(batch.centres)
        drawn = self.noise.multinomial(groups * self.shared, replacement=True, generator=generator)
        weight = batch.counts.sum(-1, keepdim=True) * (self.negatives / self.shared)
        return Logistic(
            rows=torch.cat([batch.contexts, drawn.view(groups, -1)], 1),
            weights=torch.cat([batch.counts, weight.expand(-1, -1, self.shared)], 2),
            positives=batch.counts,
        )

    def log_probabilities(self, scores: Tensor) -> Tensor:
        """Log-softmax of score + log noise: the scores estimate log p − log q − log K (`smoothed-optimum`)."""
        return log_softmax(scores + self.noise.log(), 1)


class NoiseContrastive(NegativeSampling):
    """Noise-contrastive estimation: negative sampling whose logits are score − log K q (`nce-loss`)."""

    def terms(self, batch: Batch, generator: torch.Generator) -> Logistic:
        """As for negative sampling, with the shift."""
        plain = super().terms(batch, generator)
        return replace(plain, shift=(self.negatives * self.noise[plain.rows]).log().unsqueeze(1))

    def log_probabilities(self, scores: Tensor) -> Tensor:
        """Log-softmax of the scores, which estimate log p (`nce-optimum`)."""
        return log_softmax(scores, 1)


class HierarchicalSoftmax:
    """A binary decision at each inner node on a word's path in the Huffman tree of the counts (`path-probability`).

    The label at a node is one less the code (`path-gradient`).
    """

    def __init__(self, counts: Tensor) -> None:
        self.vocabulary_size = len(counts)
        self.nodes, codes, on_path = huffman(counts)
        self.on_path, self.labels = on_path.float(), on_path.float() - codes

    def terms(self, batch: Batch, _generator: torch.Generator) -> Logistic:
        """The inner nodes on any path of the batch, each counted for the pairs whose path it is on."""
        rows, place = self.nodes[batch.contexts].unique(return_inverse=True)
        empty = batch.counts.new_zeros(*batch.contexts.shape, len(rows))
        on_path, labels = (
            empty.scatter_add(2, place, each[batch.contexts].to(empty)) for each in (self.on_path, self.labels)
        )
        return Logistic(rows, batch.counts @ on_path, batch.counts @ labels)

    def log_probabilities(self, scores: Tensor) -> Tensor:
        """The decisions on each word's path, added up; the probabilities of all words sum to one as they are."""
        empty = scores.new_zeros(len(self.nodes), len(self.nodes))
        on_path, labels = (empty.scatter_add(0, self.nodes.T, each.T.to(empty)) for each in (self.on_path, self.labels))
        return scores @ labels - softplus(scores) @ on_path
