"""Bernoulli and BCE: many yes-or-no observations, each with its own probability of yes."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor

from .arguments import checked, within
from .float32 import stable_bce


@checked()
def sigmoid(scores: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Probability from one score; turning the score's sign gives the probability of the opposite.

    Formula: `sigmoid-symmetry`.

    Args:
        scores: `(*batch)`.

    Returns:
        `(*batch)`, from 0 to 1.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:sigmoid]
    negative = scores < 0
    small = torch.where(negative, scores, -scores).exp()
    return torch.where(negative, small, 1) / (1 + small)
    # --8<-- [end:sigmoid]


@checked()
def sigmoid_derivative(scores: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Slope of the logistic function: its value times the value for the opposite.

    Formula: `sigmoid-derivative`.

    Args:
        scores: `(*batch)`.

    Returns:
        `(*batch)`, at most a quarter.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:sigmoid_derivative]
    return sigmoid(scores) * sigmoid(-scores)
    # --8<-- [end:sigmoid_derivative]


@checked(probabilities=within(0, 1), labels=within(0, 1))
def bernoulli_likelihood(probabilities: Float[Tensor, " N"], labels: Float[Tensor, " N"]) -> Float[Tensor, ""]:
    """Probability of all labels, taken as independent.

    Formula: `bernoulli-likelihood`.

    Args:
        probabilities: `(N,)`, of a 1 in each observation.
        labels: `(N,)`, 1 or 0.

    Returns:
        A scalar.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or leaves 0 … 1.
    """
    # --8<-- [start:bernoulli_likelihood]
    return (probabilities**labels * (1 - probabilities) ** (1 - labels)).prod()
    # --8<-- [end:bernoulli_likelihood]


@checked(probabilities=within(0, 1), labels=within(0, 1))
def bernoulli_log_likelihood(probabilities: Float[Tensor, " N"], labels: Float[Tensor, " N"]) -> Float[Tensor, ""]:
    """Logarithm of the likelihood: a sum over the observations.

    Formula: `bernoulli-log-likelihood`.

    Args:
        probabilities: `(N,)`, of a 1 in each observation.
        labels: `(N,)`, 1 or 0.

    Returns:
        A scalar, in nats, summed over the observations; its negative is the binary cross-entropy.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or leaves 0 … 1.
    """
    # --8<-- [start:bernoulli_log_likelihood]
    ones = torch.xlogy(labels, probabilities)
    zeros = torch.xlogy(1 - labels, 1 - probabilities)
    return (ones + zeros).sum()
    # --8<-- [end:bernoulli_log_likelihood]


@checked(labels=within(0, 1))
def bce_logits(logits: Float[Tensor, "*batch"], labels: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Binary cross-entropy of each label from its logit, which is a score and not a probability.

    Formula: `bce-logits`.

    Args:
        logits: `(*batch)`.
        labels: `(*batch)`, 1 or 0.

    Returns:
        `(*batch)`, in nats; neither summed nor averaged.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN, or a label leaves 0 … 1.
    """
    # --8<-- [start:bce_logits]
    return stable_bce(logits, labels)
    # --8<-- [end:bce_logits]


@checked(labels=within(0, 1))
def bce_gradient(logits: Float[Tensor, "*batch"], labels: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Gradient of the binary cross-entropy in each logit: the predicted probability minus the label.

    Formula: `bce-gradient`.

    Args:
        logits: `(*batch)`.
        labels: `(*batch)`, 1 or 0.

    Returns:
        `(*batch)`, nats per unit of logit, per observation.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN, or a label leaves 0 … 1.
    """
    # --8<-- [start:bce_gradient]
    return sigmoid(logits) - labels
    # --8<-- [end:bce_gradient]
