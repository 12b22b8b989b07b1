"""Numbers that survive float32: the same formulas, written so that nothing overflows, beside the naive ones."""

from __future__ import annotations

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor

from .arguments import checked, floating, positive


@checked()
def log_sum_exp(scores: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch"]:
    """Logarithm of the sum of exponentials, shifted by the largest score so that no exponential overflows.

    Formula: `log-sum-exp`.

    Args:
        scores: `(*batch, V)`.

    Returns:
        `(*batch)`, in nats.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:log_sum_exp]
    largest = scores.detach().amax(-1, keepdim=True)
    return largest.squeeze(-1) + (scores - largest).exp().sum(-1).log()
    # --8<-- [end:log_sum_exp]


@checked()
def naive_log_sum_exp(scores: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch"]:
    """Logarithm of the sum of exponentials as it is written; in float32 it overflows above a score of 88.7.

    Formula: `log-sum-exp`.

    Args:
        scores: `(*batch, V)`.

    Returns:
        `(*batch)`, in nats.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:naive_log_sum_exp]
    return scores.exp().sum(-1).log()
    # --8<-- [end:naive_log_sum_exp]


@checked()
def log_sigmoid(scores: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Logarithm of the logistic function, accurate at every score.

    Formula: `log-sigmoid`.
    The minimum and the magnitude are chosen by `where`, whose derivatives are right at 0 too; those of `abs` are not.

    Args:
        scores: `(*batch)`.

    Returns:
        `(*batch)`, in nats.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:log_sigmoid]
    negative = scores < 0
    return scores.where(negative, 0) - torch.where(negative, scores, -scores).exp().log1p()
    # --8<-- [end:log_sigmoid]


@checked()
def naive_log_sigmoid(scores: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Logarithm of the logistic function in two steps; in float32 it is −∞ below a score of −88.7.

    Formula: `log-sigmoid`.

    Args:
        scores: `(*batch)`.

    Returns:
        `(*batch)`, in nats.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:naive_log_sigmoid]
    return (1 / (1 + (-scores).exp())).log()
    # --8<-- [end:naive_log_sigmoid]


@checked()
def stable_bce(logits: Float[Tensor, "*batch"], labels: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Binary cross-entropy of each label from its logit, accurate at every logit.

    Formula: `stable-bce`.

    Args:
        logits: `(*batch)`.
        labels: `(*batch)`, 1 for what was observed and 0 for the rest.

    Returns:
        `(*batch)`, in nats; neither summed nor averaged.

    Raises:
        ValueError: an argument is empty, is not floating or holds NaN, or the shapes or dtypes differ.
    """
    # --8<-- [start:stable_bce]
    negative = logits < 0
    return logits.where(~negative, 0) - logits * labels + torch.where(negative, logits, -logits).exp().log1p()
    # --8<-- [end:stable_bce]


@checked()
def naive_bce(logits: Float[Tensor, "*batch"], labels: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Binary cross-entropy through the probability; in float32 it is infinite for a 0 scored 16.64 or more.

    Formula: `bce-logits`.

    Args:
        logits: `(*batch)`.
        labels: `(*batch)`, 1 for what was observed and 0 for the rest.

    Returns:
        `(*batch)`, in nats; neither summed nor averaged.

    Raises:
        ValueError: an argument is empty, is not floating or holds NaN, or the shapes or dtypes differ.
    """
    # --8<-- [start:naive_bce]
    probabilities = 1 / (1 + (-logits).exp())
    return -torch.xlogy(labels, probabilities) - torch.xlogy(1 - labels, 1 - probabilities)
    # --8<-- [end:naive_bce]


@checked()
def mean_over_negatives(
    observed_scores: Float[Tensor, "*batch"], negative_scores: Float[Tensor, "*batch K"]
) -> Float[Tensor, "*batch"]:
    """Negative-sampling loss with a mean over the negatives where the objective has a sum.

    Formula: `mean-over-negatives`.

    Args:
        observed_scores: `(*batch)`, of the observed context words.
        negative_scores: `(*batch, K)`, of the negatives.

    Returns:
        `(*batch)`, in nats per pair; its optimum has lost log K.

    Raises:
        ValueError: an argument is empty (K = 0), is not floating or holds NaN, or the shapes or dtypes differ.
    """
    # --8<-- [start:mean_over_negatives]
    return -log_sigmoid(observed_scores) - log_sigmoid(-negative_scores).mean(-1)
    # --8<-- [end:mean_over_negatives]


@checked()
def mean_over_terms(
    observed_scores: Float[Tensor, "*batch"], negative_scores: Float[Tensor, "*batch K"]
) -> Float[Tensor, "*batch"]:
    """Negative-sampling loss divided by its 1 + K terms, as a mean-reduced binary cross-entropy gives it.

    Formula: `mean-over-terms`.

    Args:
        observed_scores: `(*batch)`, of the observed context words.
        negative_scores: `(*batch, K)`, of the negatives.

    Returns:
        `(*batch)`, in nats per term; the optimum is that of the sum, every gradient is divided by 1 + K.

    Raises:
        ValueError: an argument is empty (K = 0), is not floating or holds NaN, or the shapes or dtypes differ.
    """
    # --8<-- [start:mean_over_terms]
    terms = torch.cat([observed_scores.unsqueeze(-1), -negative_scores], dim=-1)
    return -log_sigmoid(terms).mean(-1)
    # --8<-- [end:mean_over_terms]


@checked(weights=positive)
def weighted_mean(losses: Float[Tensor, " N"], weights: Float[Tensor, " N"]) -> Float[Tensor, ""]:
    """Mean of the losses under weights, divided by the sum of the weights and not by their number.

    Formula: `weighted-mean`.

    Args:
        losses: `(N,)`, in nats.
        weights: `(N,)`, positive.

    Returns:
        A scalar, in nats; with one loss the weight cancels.

    Raises:
        ValueError: an argument is empty, is not floating or holds NaN, the shapes or dtypes differ, or a weight is
            not positive.
    """
    # --8<-- [start:weighted_mean]
    return (weights * losses).sum() / weights.sum()
    # --8<-- [end:weighted_mean]


@checked(step=positive)
def central_difference(
    function: Callable[[Tensor], Tensor], point: Float[Tensor, "*batch"], step: float
) -> Float[Tensor, "*batch"]:
    """Slope of an elementwise `function` from two values, `step` to either side of each point.

    Formula: `central-difference`.

    Args:
        function: takes and gives `(*batch)`, entry by entry.
        point: `(*batch)`.
        step: how far to either side, positive.

    Returns:
        `(*batch)`, with an error that falls as the square of the step until rounding takes over.

    Raises:
        ValueError: `point` is empty, is not floating or holds NaN, or `step` is not positive.
    """
    # --8<-- [start:central_difference]
    return (function(point + step) - function(point - step)) / (2 * step)
    # --8<-- [end:central_difference]


@checked(step=positive, largest_value=positive, largest_third=positive)
def difference_bound(step: float, dtype: torch.dtype, largest_value: float, largest_third: float) -> float:
    """Most that a central difference can be off, if each value of the function is right to its last place.

    Formula: `rounded-difference`, `central-difference-bound`.

    Args:
        step: how far to either side, positive.
        dtype: a floating dtype, in which the values were computed.
        largest_value: no value of the function exceeds it in size.
        largest_third: no third derivative does.

    Returns:
        What rounding adds at most and what the formula is off at most, together.

    Raises:
        ValueError: `dtype` is not a floating dtype, or another argument is not positive.
    """
    floating(dtype)
    # --8<-- [start:difference_bound]
    return torch.finfo(dtype).eps * largest_value / step + largest_third * step**2 / 6
    # --8<-- [end:difference_bound]


@checked(largest_value=positive, largest_third=positive)
def best_step(dtype: torch.dtype, largest_value: float = 1.0, largest_third: float = 1.0) -> float:
    """Step at which the bound of a central difference is least: the cube root of three times the dtype's epsilon.

    Formula: `best-step`; as they stand the last two arguments are for a function whose value and third derivative
    are of one size.

    Args:
        dtype: a floating dtype.
        largest_value: no value of the function exceeds it in size.
        largest_third: no third derivative does.

    Returns:
        About 0.0071 in float32 and 0.0000087 in float64.

    Raises:
        ValueError: `dtype` is not a floating dtype, or another argument is not positive.
    """
    floating(dtype)
    # --8<-- [start:best_step]
    return (3 * torch.finfo(dtype).eps * largest_value / largest_third) ** (1 / 3)
    # --8<-- [end:best_step]


@checked()
def softmax_twice_bound(classes: int) -> float:
    """Least cross-entropy that can be reached when probabilities are fed where logits are expected.

    Formula: `softmax-twice`.

    Args:
        classes: their number.

    Returns:
        In nats; it grows with the number of classes.

    Raises:
        ValueError: `classes` is less than 1.
    """
    # --8<-- [start:softmax_twice_bound]
    one_hot = torch.zeros(classes, dtype=torch.float64)
    one_hot[0] = 1
    return (log_sum_exp(one_hot) - 1).item()
    # --8<-- [end:softmax_twice_bound]
