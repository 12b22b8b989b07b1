"""Softmax and NLL: one score for every word of the vocabulary, one word observed."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from .arguments import below, checked, distribution, within
from .float32 import log_sum_exp


@checked()
def softmax(scores: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch V"]:
    """Probabilities from scores: each exponential as a share of them all.

    Formula: `softmax`, `softmax-sums-to-one`, `softmax-shift`.

    Args:
        scores: `(*batch, V)`.

    Returns:
        `(*batch, V)`, positive, summing to one along V.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:softmax]
    return (scores - log_sum_exp(scores).unsqueeze(-1)).exp()
    # --8<-- [end:softmax]


@checked(contexts=below("V"))
def nll(scores: Float[Tensor, "*batch V"], contexts: Int64[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Negative log-likelihood of each observed word.

    Formula: `nll-softmax`.

    Args:
        scores: `(*batch, V)`, of all words for each centre.
        contexts: `(*batch)`, the observed words.

    Returns:
        `(*batch)`, in nats per pair; neither summed nor averaged.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:nll]
    observed = scores.gather(-1, contexts.unsqueeze(-1)).squeeze(-1)
    return log_sum_exp(scores) - observed
    # --8<-- [end:nll]


@checked(contexts=below("V"))
def nll_gradient(scores: Float[Tensor, "*batch V"], contexts: Int64[Tensor, "*batch"]) -> Float[Tensor, "*batch V"]:
    """Gradient of the NLL in the scores: the predicted probability minus the observed one.

    Formula: `nll-gradient`.

    Args:
        scores: `(*batch, V)`, of all words for each centre.
        contexts: `(*batch)`, the observed words.

    Returns:
        `(*batch, V)`, nats per unit of score, per pair; sums to zero along V.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:nll_gradient]
    observed = torch.nn.functional.one_hot(contexts, scores.shape[-1])
    return softmax(scores) - observed
    # --8<-- [end:nll_gradient]


@checked()
def nll_hessian(scores: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch V V"]:
    """Second derivatives of the NLL in the scores; the observed word has no part in them.

    Formula: `nll-hessian`.

    Args:
        scores: `(*batch, V)`.

    Returns:
        `(*batch, V, V)`, symmetric, with rows that sum to zero.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:nll_hessian]
    probabilities = softmax(scores)
    return probabilities.diag_embed() - probabilities.unsqueeze(-1) * probabilities.unsqueeze(-2)
    # --8<-- [end:nll_hessian]


@checked()
def nll_convex(scores: Float[Tensor, "*batch V"], direction: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch"]:
    """Curvature of the NLL along a direction: the variance of its entries under the prediction, never negative.

    Formula: `nll-convex`.

    Args:
        scores: `(*batch, V)`.
        direction: `(*batch, V)`.

    Returns:
        `(*batch)`.

    Raises:
        ValueError: an argument is empty, is not floating or holds NaN, or the shapes or dtypes differ.
    """
    # --8<-- [start:nll_convex]
    probabilities = softmax(scores)
    mean = (probabilities * direction).sum(-1, keepdim=True)
    return (probabilities * (direction - mean) ** 2).sum(-1)
    # --8<-- [end:nll_convex]


@checked(data_probabilities=distribution, probabilities=distribution)
def cross_entropy(
    data_probabilities: Float[Tensor, "*batch V"], probabilities: Float[Tensor, "*batch V"]
) -> Float[Tensor, "*batch"]:
    """Expected negative log-probability of what the data bring.

    Formula: `cross-entropy-one-hot`, `cross-entropy-kl`.

    Args:
        data_probabilities: `(*batch, V)`, of the data; one-hot for a single observed word.
        probabilities: `(*batch, V)`, predicted.

    Returns:
        `(*batch)`, in nats; infinite where the data bring what was given no probability.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution.
    """
    # --8<-- [start:cross_entropy]
    return -torch.xlogy(data_probabilities, probabilities).sum(-1)
    # --8<-- [end:cross_entropy]


@checked(data_probabilities=distribution)
def entropy(data_probabilities: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch"]:
    """Cross-entropy of the data with themselves, below which no prediction comes.

    Formula: `cross-entropy-kl`.

    Args:
        data_probabilities: `(*batch, V)`.

    Returns:
        `(*batch)`, in nats.

    Raises:
        ValueError: the argument is empty, is not floating, holds NaN or is no distribution.
    """
    # --8<-- [start:entropy]
    return -torch.xlogy(data_probabilities, data_probabilities).sum(-1)
    # --8<-- [end:entropy]


@checked(data_probabilities=distribution, probabilities=distribution)
def kl_divergence(
    data_probabilities: Float[Tensor, "*batch V"], probabilities: Float[Tensor, "*batch V"]
) -> Float[Tensor, "*batch"]:
    """What a wrong prediction costs beyond the entropy: zero for the right one, positive for any other.

    Formula: `cross-entropy-kl`, `gibbs`.

    Args:
        data_probabilities: `(*batch, V)`, of the data.
        probabilities: `(*batch, V)`, predicted.

    Returns:
        `(*batch)`, in nats.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution.
    """
    # --8<-- [start:kl_divergence]
    return cross_entropy(data_probabilities, probabilities) - entropy(data_probabilities)
    # --8<-- [end:kl_divergence]


@checked(pair_counts=within(0), probabilities=distribution)
def corpus_cross_entropy(pair_counts: Int64[Tensor, "V V"], probabilities: Float[Tensor, "V V"]) -> Float[Tensor, ""]:
    """NLL of a whole corpus from its counts: the cross-entropy of each centre, weighted by how often it is one.

    Formula: `corpus-cross-entropy`.

    Args:
        pair_counts: `(V, V)`, a row for each centre, a column for each context.
        probabilities: `(V, V)`, of each context (column) given each centre (row).

    Returns:
        A scalar, in nats per pair.

    Raises:
        ValueError: an argument is empty or of the wrong shape or dtype, a count is negative, there is no pair, or a
            row of `probabilities` is no distribution.
    """
    if pair_counts.sum() == 0:
        raise ValueError("pair_counts holds 0 pairs, expected at least one")
    # --8<-- [start:corpus_cross_entropy]
    return -torch.xlogy(pair_counts, probabilities).sum() / pair_counts.sum()
    # --8<-- [end:corpus_cross_entropy]
