"""What the shipped code does: the steps of word2vec.c, gensim and fastText, where they part from the mathematics."""

from __future__ import annotations

import torch

from .arguments import checked
from .bernoulli import sigmoid
from .promises.losses import Losses
from .promises.numbers import (
    Dimension,
    Entries,
    ErrorRule,
    Generator,
    HalfWidth,
    LastRate,
    Numbers,
    Precision,
    Rate,
    VocabularySize,
)
from .promises.probabilities import Errors, Probabilities, Progress
from .promises.scores import Labels, Logits, NegativeScores, ObservedScores, TableLogits
from .promises.vectors import ContextVectors, InputVectors, OneHidden, OutputVectors
from .promises.words import DrawnWords, ObservedWord

ENTRIES, LARGEST_SCORE = 1000, 6
STRIDE = ENTRIES // LARGEST_SCORE // 2  # 83: two divisions of integers, where 83⅓ was meant


@checked
def sigmoid_table(dtype: Precision = torch.float32) -> Entries:
    """Table of the logistic function in word2vec.c and gensim, from −6 to 5.988 (`sigmoid-table`).
    >>> sigmoid_table()[[0, 500, 999]]
    tensor([0.0025, 0.5000, 0.9975])
    """
    places = torch.arange(ENTRIES, dtype=dtype) / ENTRIES * 2 - 1
    return sigmoid(places * LARGEST_SCORE)


@checked
def table_sigmoid(scores: TableLogits) -> Probabilities:
    """Logistic function as looked up there: at 0 it is not one half (`sigmoid-table`).
    >>> table_sigmoid(torch.tensor([-6.0, 0.0, 6.0]))
    tensor([0.0025, 0.4940, 0.9974])
    """
    entry = ((scores + LARGEST_SCORE) * STRIDE).long()
    return sigmoid_table(scores.dtype)[entry]


@checked
def fasttext_sigmoid(scores: Logits) -> Probabilities:
    """Logistic function as fastText looks it up: 0 or 1 beyond ±8 (`fasttext-table`).
    >>> fasttext_sigmoid(torch.tensor([-9.0, 0.02, 9.0]))
    tensor([0.0000, 0.5000, 1.0000])
    """
    steps, largest = 512, 8
    inside = scores.clamp(-largest, largest)
    entry = ((inside + largest) * steps / largest / 2).floor()
    looked_up = sigmoid(entry * 2 * largest / steps - largest)
    return torch.where(scores > largest, 1, torch.where(scores < -largest, 0, looked_up))


@checked
def word2vec_error(scores: Logits, labels: Labels) -> Errors:
    """Error in word2vec.c: beyond ±6 the probability is taken for 0 or 1 (`shipped-step`).
    >>> word2vec_error(torch.tensor([0.0, 7.0]), torch.tensor([1.0, 1.0]))
    tensor([0.5060, 0.0000])
    """
    looked_up = table_sigmoid(scores.clamp(-LARGEST_SCORE, LARGEST_SCORE))
    probabilities = torch.where(scores > LARGEST_SCORE, 1, torch.where(scores < -LARGEST_SCORE, 0, looked_up))
    return labels - probabilities


@checked
def gensim_error(scores: Logits, labels: Labels) -> Errors:
    """Error in gensim: from ±6 on no update at all, right or wrong (`shipped-step`).
    >>> gensim_error(torch.tensor([0.0, 7.0]), torch.tensor([1.0, 0.0]))
    tensor([0.5060, 0.0000])
    """
    looked_up = table_sigmoid(scores.clamp(-LARGEST_SCORE, LARGEST_SCORE))
    return torch.where(scores.abs() < LARGEST_SCORE, labels - looked_up, 0)


@checked
def fasttext_error(scores: Logits, labels: Labels) -> Errors:
    """Error in fastText (`shipped-step`).
    >>> fasttext_error(torch.tensor([0.0, 9.0]), torch.tensor([1.0, 0.0]))
    tensor([ 0.5000, -1.0000])
    """
    return labels - fasttext_sigmoid(scores)


@checked
def shipped_step(
    hidden: OneHidden,
    context_vectors: ContextVectors,
    context: ObservedWord,
    negatives: DrawnWords,
    rate: Rate,
    error: ErrorRule = word2vec_error,
) -> tuple[OneHidden, ContextVectors]:
    """What to add to each input vector, and the output rows, which move at once (`shipped-step`).
    A negative that equals the observed word is skipped.
    >>> shipped_step(torch.ones(2), torch.zeros(2, 2), torch.tensor(0), torch.tensor([1, 0]), 0.5)
    (tensor([0., 0.]), tensor([[ 0.2530,  0.2530],
            [-0.2470, -0.2470]]))
    """
    kept = negatives[negatives != context]
    words, rows, step = torch.cat([context[None], kept]), context_vectors.clone(), torch.zeros_like(hidden)
    labels = torch.zeros(len(words), dtype=hidden.dtype)
    labels[0] = 1
    for word, label in zip(words, labels, strict=True):
        change = rate * error(rows[word] @ hidden, label)
        step = step + change * rows[word]
        rows[word] = rows[word] + change * hidden
    return step, rows


@checked
def gensim_loss(observed_scores: ObservedScores, negative_scores: NegativeScores) -> Losses:
    """Loss as gensim reports it: by the table, without terms from ±6 on (`sigmoid-table`).
    The score of a negative is looked up with its sign turned, that of the observed word as it is.
    >>> gensim_loss(torch.tensor(0.0), torch.tensor([0.0, -7.0]))
    tensor(1.4104)
    """
    terms = torch.cat([observed_scores.unsqueeze(-1), -negative_scores], dim=-1)
    losses = -table_sigmoid(terms.clamp(-LARGEST_SCORE, LARGEST_SCORE)).log()
    return (losses * (terms.abs() < LARGEST_SCORE)).sum(-1)


@checked
def initial_vectors(
    vocabulary_size: VocabularySize, dimension: Dimension, half_width: HalfWidth, generator: Generator = None
) -> tuple[InputVectors, OutputVectors]:
    """Vectors before the first step, in torch's default dtype: outputs are zero (`zero-at-start`).
    The half width is 0.5/d in word2vec.c, 1/d in gensim and fastText.
    >>> initial_vectors(2, 3, 0.5 / 3, torch.Generator().manual_seed(1))
    (tensor([[ 0.0859, -0.0736, -0.0323],
            [ 0.0782, -0.1569,  0.1000]]), tensor([[0., 0., 0.],
            [0., 0., 0.]]))
    """
    uniform = torch.rand(vocabulary_size, dimension, generator=generator) * 2 - 1
    return uniform * half_width, torch.zeros(vocabulary_size, dimension)


@checked
def learning_rate_word2vec(progress: Progress, start: Rate) -> Numbers:
    """Learning rate of word2vec.c: linear, never below a ten-thousandth of its start.
    >>> learning_rate_word2vec(torch.tensor([0.0, 0.5, 1.0]), 0.025)
    tensor([2.5000e-02, 1.2500e-02, 2.5000e-06])
    """
    return start * (1 - progress).clamp(min=1e-4)


@checked
def learning_rate_linear(progress: Progress, start: Rate, end: LastRate) -> Numbers:
    """Learning rate of gensim and fastText: linear to its end, which is 0 in fastText.
    >>> learning_rate_linear(torch.tensor([0.0, 0.5, 1.0]), 0.025, 0.0)
    tensor([0.0250, 0.0125, 0.0000])
    """
    return start - (start - end) * progress
