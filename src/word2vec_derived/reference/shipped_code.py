"""What the shipped code does: the steps of word2vec.c, gensim and fastText, where they part from the mathematics."""

from __future__ import annotations

from collections.abc import Callable

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from .arguments import below, checked, floating, positive, within
from .bernoulli import sigmoid

ENTRIES, LARGEST_SCORE = 1000, 6
STRIDE = ENTRIES // LARGEST_SCORE // 2  # 83: two divisions of integers, where 83⅓ was meant


def sigmoid_table(dtype: torch.dtype = torch.float32) -> Float[Tensor, " entries"]:
    """Table of the logistic function in word2vec.c and gensim: 1000 values from a score of −6 to one of 5.988.

    Formula: `sigmoid-table`.

    Args:
        dtype: a floating dtype.

    Returns:
        `(1000,)`.

    Raises:
        ValueError: `dtype` is not floating.
    """
    floating(dtype)
    # --8<-- [start:sigmoid_table]
    places = torch.arange(ENTRIES, dtype=dtype) / ENTRIES * 2 - 1
    return sigmoid(places * LARGEST_SCORE)
    # --8<-- [end:sigmoid_table]


@checked(scores=within(-LARGEST_SCORE, LARGEST_SCORE))
def table_sigmoid(scores: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Logistic function as word2vec.c and gensim look it up; what it reads at 0 is not one half.

    Formula: `sigmoid-table`.

    Args:
        scores: `(*batch)`, from −6 to 6.

    Returns:
        `(*batch)`.

    Raises:
        ValueError: `scores` is empty, is not floating, holds NaN or leaves −6 … 6.
    """
    # --8<-- [start:table_sigmoid]
    entry = ((scores + LARGEST_SCORE) * STRIDE).long()
    return sigmoid_table(scores.dtype)[entry]
    # --8<-- [end:table_sigmoid]


@checked()
def fasttext_sigmoid(scores: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Logistic function as fastText looks it up: 512 steps from −8 to 8, and 0 or 1 beyond.

    Formula: `fasttext-table`.

    Args:
        scores: `(*batch)`.

    Returns:
        `(*batch)`.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:fasttext_sigmoid]
    steps, largest = 512, 8
    inside = scores.clamp(-largest, largest)
    entry = ((inside + largest) * steps / largest / 2).floor()
    looked_up = sigmoid(entry * 2 * largest / steps - largest)
    return torch.where(scores > largest, 1, torch.where(scores < -largest, 0, looked_up))
    # --8<-- [end:fasttext_sigmoid]


@checked()
def word2vec_error(scores: Float[Tensor, "*batch"], labels: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Label minus looked-up probability; beyond ±6 word2vec.c takes the probability for 0 or 1.

    Formula: `shipped-step`.

    Args:
        scores: `(*batch)`.
        labels: `(*batch)`, 1 or 0.

    Returns:
        `(*batch)`.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:word2vec_error]
    looked_up = table_sigmoid(scores.clamp(-LARGEST_SCORE, LARGEST_SCORE))
    probabilities = torch.where(scores > LARGEST_SCORE, 1, torch.where(scores < -LARGEST_SCORE, 0, looked_up))
    return labels - probabilities
    # --8<-- [end:word2vec_error]


@checked()
def gensim_error(scores: Float[Tensor, "*batch"], labels: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Label minus looked-up probability; from ±6 on gensim makes no update at all, right or wrong.

    Formula: `shipped-step`.

    Args:
        scores: `(*batch)`.
        labels: `(*batch)`, 1 or 0.

    Returns:
        `(*batch)`.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:gensim_error]
    looked_up = table_sigmoid(scores.clamp(-LARGEST_SCORE, LARGEST_SCORE))
    return torch.where(scores.abs() < LARGEST_SCORE, labels - looked_up, 0)
    # --8<-- [end:gensim_error]


@checked()
def fasttext_error(scores: Float[Tensor, "*batch"], labels: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Label minus looked-up probability, as fastText computes it.

    Formula: `shipped-step`.

    Args:
        scores: `(*batch)`.
        labels: `(*batch)`, 1 or 0.

    Returns:
        `(*batch)`.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:fasttext_error]
    return labels - fasttext_sigmoid(scores)
    # --8<-- [end:fasttext_error]


@checked(context=below("V"), negatives=below("V"), rate=positive)
def shipped_step(
    hidden: Float[Tensor, " d"],
    context_vectors: Float[Tensor, "V d"],
    context: Int64[Tensor, ""],
    negatives: Int64[Tensor, " K"],
    rate: float,
    error: Callable[[Tensor, Tensor], Tensor] = word2vec_error,
) -> tuple[Float[Tensor, " d"], Float[Tensor, "V d"]]:
    """One pair as the programs train it: output rows move at once, the input's step is handed back for the end.

    Formula: `shipped-step`.
    A negative that equals the observed word is skipped.

    Args:
        hidden: `(d,)`, the input side: a word's vector in skip-gram, the mean of several in CBOW.
        context_vectors: `(V, d)`, the output side.
        context: a scalar, the observed word.
        negatives: `(K,)`, the words drawn from the noise, taken in order.
        rate: the learning rate, positive.
        error: label minus probability, from scores and labels.

    Returns:
        `(d,)`, what to add to every input vector, and `(V, d)`, the new output side.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN, or `rate` is not positive.
    """
    # --8<-- [start:shipped_step]
    kept = negatives[negatives != context]
    words, rows, step = torch.cat([context[None], kept]), context_vectors.clone(), torch.zeros_like(hidden)
    labels = torch.zeros(len(words), dtype=hidden.dtype)
    labels[0] = 1
    for word, label in zip(words, labels, strict=True):
        change = rate * error(rows[word] @ hidden, label)
        step = step + change * rows[word]
        rows[word] = rows[word] + change * hidden
    return step, rows
    # --8<-- [end:shipped_step]


@checked()
def gensim_loss(
    observed_scores: Float[Tensor, "*batch"], negative_scores: Float[Tensor, "*batch K"]
) -> Float[Tensor, "*batch"]:
    """Loss of each pair as gensim reports it: logarithms of the table, without the terms from ±6 on.

    Formula: `sigmoid-table`.
    The score of a negative is looked up with its sign turned, that of the observed word as it is.

    Args:
        observed_scores: `(*batch)`, of the observed words.
        negative_scores: `(*batch, K)`, of the negatives.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:gensim_loss]
    terms = torch.cat([observed_scores.unsqueeze(-1), -negative_scores], dim=-1)
    losses = -table_sigmoid(terms.clamp(-LARGEST_SCORE, LARGEST_SCORE)).log()
    return (losses * (terms.abs() < LARGEST_SCORE)).sum(-1)
    # --8<-- [end:gensim_loss]


@checked(half_width=positive)
def initial_vectors(
    vocabulary_size: int, dimension: int, half_width: float, generator: torch.Generator | None = None
) -> tuple[Float[Tensor, "vocabulary_size dimension"], Float[Tensor, "vocabulary_size dimension"]]:
    """Vectors before the first step: inputs uniform round 0, outputs zero.

    Formula: `zero-at-start`.
    The half width is 0.5/d in word2vec.c, 1/d in gensim and fastText.

    Args:
        vocabulary_size: number of words, V.
        dimension: length of the vectors, d.
        half_width: largest magnitude of a component.
        generator: source of randomness; torch's own if there is none.

    Returns:
        Input vectors and output vectors, each `(V, d)` in torch's default dtype.

    Raises:
        ValueError: a size is below 1, or `half_width` is not positive.
    """
    # --8<-- [start:initial_vectors]
    uniform = torch.rand(vocabulary_size, dimension, generator=generator) * 2 - 1
    return uniform * half_width, torch.zeros(vocabulary_size, dimension)
    # --8<-- [end:initial_vectors]


@checked(progress=within(0, 1), start=positive)
def learning_rate_word2vec(progress: Float[Tensor, "*batch"], start: float) -> Float[Tensor, "*batch"]:
    """Learning rate of word2vec.c: linear, never below a ten-thousandth of its start.

    Args:
        progress: `(*batch)`, share of the training words seen, from 0 to 1.
        start: learning rate at the start, positive.

    Returns:
        `(*batch)`.

    Raises:
        ValueError: `progress` is empty, is not floating, holds NaN or leaves 0 … 1, or `start` is not positive.
    """
    # --8<-- [start:learning_rate_word2vec]
    return start * (1 - progress).clamp(min=1e-4)
    # --8<-- [end:learning_rate_word2vec]


@checked(progress=within(0, 1), start=positive, end=within(0))
def learning_rate_linear(progress: Float[Tensor, "*batch"], start: float, end: float) -> Float[Tensor, "*batch"]:
    """Learning rate of gensim and fastText: linear from `start` to `end`, which is 0 in fastText.

    Args:
        progress: `(*batch)`, share of the training words seen, from 0 to 1.
        start: learning rate at the start, positive.
        end: learning rate at the end, not negative.

    Returns:
        `(*batch)`.

    Raises:
        ValueError: `progress` is empty, is not floating, holds NaN or leaves 0 … 1, `start` is not positive, or `end`
            is negative.
    """
    # --8<-- [start:learning_rate_linear]
    return start - (start - end) * progress
    # --8<-- [end:learning_rate_linear]
