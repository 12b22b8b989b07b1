"""What the optimum is: where each objective leaves the scores of a centre, if nothing binds them.

An objective takes all scores of a centre and gives its expected loss; an optimum is the closed form of its minimum;
`newton` finds the same place without it, one centre at a time.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from jaxtyping import Float, Int64
from torch import Tensor
from torch.autograd.functional import hessian, jacobian

from . import nce, nll
from .arguments import checked, distribution, no_larger_than, positive, positive_distribution, within
from .float32 import log_sigmoid


@checked(data_probabilities=distribution)
def softmax_objective(
    scores: Float[Tensor, "*batch V"], data_probabilities: Float[Tensor, "*batch V"]
) -> Float[Tensor, "*batch"]:
    """Expected NLL of the full softmax: a cross-entropy.

    Formula: `softmax-optimum`.

    Args:
        scores: `(*batch, V)`.
        data_probabilities: `(*batch, V)`, of each context word.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution.
    """
    # --8<-- [start:softmax_objective]
    return nll.cross_entropy(data_probabilities, nll.softmax(scores))
    # --8<-- [end:softmax_objective]


@checked(data_probabilities=positive_distribution)
def softmax_optimum(data_probabilities: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch V"]:
    """Log-probabilities; any constant may be added to all scores of one centre.

    Formula: `softmax-optimum`.

    Args:
        data_probabilities: `(*batch, V)`, of each context word, positive.

    Returns:
        `(*batch, V)`, the optimal scores whose exponentials sum to one.

    Raises:
        ValueError: the argument is empty, is not floating, holds NaN or is no positive distribution.
    """
    # --8<-- [start:softmax_optimum]
    return data_probabilities.log()
    # --8<-- [end:softmax_optimum]


@checked(data_probabilities=positive_distribution)
def nce_optimum(data_probabilities: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch V"]:
    """Log-probabilities, with no constant to choose.

    Formula: `nce-optimum`, `self-normalisation`.

    Args:
        data_probabilities: `(*batch, V)`, of each context word, positive.

    Returns:
        `(*batch, V)`, the one optimum, for every noise and every K.

    Raises:
        ValueError: the argument is empty, is not floating, holds NaN or is no positive distribution.
    """
    # --8<-- [start:nce_optimum]
    return data_probabilities.log()
    # --8<-- [end:nce_optimum]


def _binary(scores: Tensor, observed: Tensor, drawn: Tensor) -> Tensor:
    """Loss of telling apart words that come `observed` times from the data and `drawn` times from the noise."""
    return -(observed * log_sigmoid(scores) + drawn * log_sigmoid(-scores)).sum(-1)


@checked(data_probabilities=distribution, noise=distribution)
def negative_sampling_objective(
    scores: Float[Tensor, "*batch V"],
    data_probabilities: Float[Tensor, "*batch V"],
    noise: Float[Tensor, " V"],
    negatives: int,
) -> Float[Tensor, "*batch"]:
    """Loss of negative sampling in expectation over the data and over the noise.

    Formula: `negative-sampling-optimum`.
    With one negative it is also, in expectation, the loss with a mean over any number of them.

    Args:
        scores: `(*batch, V)`.
        data_probabilities: `(*batch, V)`, of each context word.
        noise: `(V,)`, of each word as a negative.
        negatives: how many are drawn, K.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.

    Source:
        Levy and Goldberg (2014).
    """
    # --8<-- [start:negative_sampling_objective]
    return _binary(scores, data_probabilities, negatives * noise)
    # --8<-- [end:negative_sampling_objective]


@checked(data_probabilities=positive_distribution, noise=positive_distribution)
def negative_sampling_optimum(
    data_probabilities: Float[Tensor, "*batch V"], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, "*batch V"]:
    """Log-ratio of data to noise, less log K: with unigram noise, shifted pointwise mutual information.

    Formula: `negative-sampling-optimum`, `smoothed-optimum`; for K = 1 `mean-over-negatives`.

    Args:
        data_probabilities: `(*batch, V)`, of each context word, positive.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K.

    Returns:
        `(*batch, V)`, the one optimum.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no positive distribution, or
            K = 0.

    Source:
        Levy and Goldberg (2014).
    """
    # --8<-- [start:negative_sampling_optimum]
    return (data_probabilities / (negatives * noise)).log()
    # --8<-- [end:negative_sampling_optimum]


@checked(data_probabilities=distribution, noise=distribution)
def skipping_objective(
    scores: Float[Tensor, "*batch V"],
    data_probabilities: Float[Tensor, "*batch V"],
    noise: Float[Tensor, " V"],
    negatives: int,
) -> Float[Tensor, "*batch"]:
    """Expected loss if a negative that equals the observed word is skipped, as word2vec.c and gensim do.

    Formula: `skipping-optimum`.

    Args:
        scores: `(*batch, V)`.
        data_probabilities: `(*batch, V)`, of each context word.
        noise: `(V,)`, of each word as a negative.
        negatives: how many are drawn, K.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:skipping_objective]
    return _binary(scores, data_probabilities, negatives * noise * (1 - data_probabilities))
    # --8<-- [end:skipping_objective]


@checked(data_probabilities=positive_distribution, noise=positive_distribution)
def skipping_optimum(
    data_probabilities: Float[Tensor, "*batch V"], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, "*batch V"]:
    """Log-odds of the data, less the logarithm of K q, if a negative that equals the observed word is skipped.

    Formula: `skipping-optimum`.

    Args:
        data_probabilities: `(*batch, V)`, of each context word, positive.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K.

    Returns:
        `(*batch, V)`, the one optimum.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no positive distribution, or
            K = 0.
    """
    # --8<-- [start:skipping_optimum]
    return data_probabilities.logit() - (negatives * noise).log()
    # --8<-- [end:skipping_optimum]


@checked(data_probabilities=distribution, noise=distribution)
def redrawing_objective(
    scores: Float[Tensor, "*batch V"],
    data_probabilities: Float[Tensor, "*batch V"],
    noise: Float[Tensor, " V"],
    negatives: int,
) -> Float[Tensor, "*batch"]:
    """Expected loss if a negative that equals the observed word is drawn again, as fastText does.

    Formula: `redrawing-optimum`.

    Args:
        scores: `(*batch, V)`.
        data_probabilities: `(*batch, V)`, of each context word.
        noise: `(V,)`, of each word as a negative; none has probability 1.
        negatives: how many are drawn, K.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:redrawing_objective]
    return _binary(scores, data_probabilities, negatives * noise * _redrawn(data_probabilities, noise))
    # --8<-- [end:redrawing_objective]


@checked(data_probabilities=positive_distribution, noise=positive_distribution)
def redrawing_optimum(
    data_probabilities: Float[Tensor, "*batch V"], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, "*batch V"]:
    """The optimum if a negative that equals the observed word is drawn again: a third value.

    Formula: `redrawing-optimum`.

    Args:
        data_probabilities: `(*batch, V)`, of each context word, positive.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K.

    Returns:
        `(*batch, V)`, the one optimum.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no positive distribution, or
            K = 0.
    """
    # --8<-- [start:redrawing_optimum]
    return (data_probabilities / (negatives * noise * _redrawn(data_probabilities, noise))).log()
    # --8<-- [end:redrawing_optimum]


def _redrawn(data_probabilities: Tensor, noise: Tensor) -> Tensor:
    """Factor on the noise of each word: the sum of p/(1 − q) over every other word."""
    shares = data_probabilities / (1 - noise)
    return shares.sum(-1, keepdim=True) - shares


@checked(data_probabilities=distribution, noise=positive_distribution)
def contrastive_objective(
    scores: Float[Tensor, " V"], data_probabilities: Float[Tensor, " V"], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, ""]:
    """Expected loss of the softmax over the observed word and its negatives, by going through every draw.

    Formula: `contrastive-optimum`.
    With `scores - noise.log()` for the scores it is that of sampled softmax.

    Args:
        scores: `(V,)`.
        data_probabilities: `(V,)`, of each context word.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K; V ** K at most a million.

    Returns:
        A scalar, in nats per pair.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:contrastive_objective]
    draws = nce.all_draws(len(scores), negatives)
    observed, drawn = torch.broadcast_tensors(scores.unsqueeze(1), scores[draws].logsumexp(-1))
    losses = torch.logaddexp(observed, drawn) - observed
    return data_probabilities @ losses @ noise[draws].prod(-1)
    # --8<-- [end:contrastive_objective]


@checked(data_probabilities=positive_distribution, noise=positive_distribution)
def contrastive_optimum(
    data_probabilities: Float[Tensor, "*batch V"], noise: Float[Tensor, " V"]
) -> Float[Tensor, "*batch V"]:
    """Log-ratio of data to noise, to which a constant may be added, for every K.

    Formula: `contrastive-optimum`.

    Args:
        data_probabilities: `(*batch, V)`, of each context word, positive.
        noise: `(V,)`, of each word as a negative, positive.

    Returns:
        `(*batch, V)`, the optimum at which the noise expects an exponential of 1.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no positive distribution.
    """
    # --8<-- [start:contrastive_optimum]
    return (data_probabilities / noise).log()
    # --8<-- [end:contrastive_optimum]


@checked()
def newton(objective: Callable[[Tensor], Tensor], start: Float[Tensor, " V"]) -> Float[Tensor, " V"]:
    """Minimum of a convex objective by Newton's method, with halved steps where a whole one would climb.

    Directions in which the objective is flat are left alone, so a free constant stays that of `start`.

    Args:
        objective: takes `(V,)`, gives a scalar.
        start: `(V,)`.

    Returns:
        `(V,)`, to about 1e-10 in float64.

    Raises:
        ValueError: `start` is empty, is not floating, or holds NaN, or no minimum was reached in 100 steps.
    """
    # --8<-- [start:newton]
    scores, small = start.detach(), 100 * torch.finfo(start.dtype).eps
    for _ in range(100):
        gradient = jacobian(objective, scores)
        if gradient.abs().max() < small:
            return scores
        step = torch.linalg.pinv(hessian(objective, scores), hermitian=True) @ gradient
        while objective(scores - step) > objective(scores) + small:
            step = step / 2
        scores = scores - step
    raise ValueError(f"objective has a gradient of {gradient.abs().max():.3g} after 100 steps, expected a minimum")
    # --8<-- [end:newton]


@checked(pair_counts=within(0))
def pmi(pair_counts: Int64[Tensor, "V V"]) -> Float[Tensor, "V V"]:
    """Pointwise mutual information of centre and context: how much more often they meet than by chance.

    Formula: `pmi`.

    Args:
        pair_counts: `(V, V)`, a row for each centre, a column for each context.

    Returns:
        `(V, V)` in float64, in nats; −∞ for a pair that never occurs.

    Raises:
        ValueError: `pair_counts` is empty, is not int64, is not square or holds a negative number.
    """
    # --8<-- [start:pmi]
    counts = pair_counts.double()
    by_chance = counts.sum(1, keepdim=True) * counts.sum(0, keepdim=True)
    ratio = counts * counts.sum() / by_chance
    return ratio.masked_fill(counts == 0, 0).log()
    # --8<-- [end:pmi]


@checked(pair_counts=within(0))
def shifted_positive_pmi(pair_counts: Int64[Tensor, "V V"], negatives: int) -> Float[Tensor, "V V"]:
    """Pointwise mutual information less log K, with 0 in place of everything negative.

    Formula: `shifted-positive-pmi`.

    Args:
        pair_counts: `(V, V)`, a row for each centre, a column for each context.
        negatives: K.

    Returns:
        `(V, V)` in float64, in nats.

    Raises:
        ValueError: `pair_counts` is empty, is not int64, is not square or holds a negative number, or K = 0.

    Source:
        Levy and Goldberg (2014).
    """
    # --8<-- [start:shifted_positive_pmi]
    shift = torch.tensor(negatives).double().log()
    return (pmi(pair_counts) - shift).clamp(min=0)
    # --8<-- [end:shifted_positive_pmi]


@checked(dimension=no_larger_than("V"))
def factorise(
    matrix: Float[Tensor, "V V"], dimension: int
) -> tuple[Float[Tensor, "V dimension"], Float[Tensor, "V dimension"]]:
    """Two tables of vectors whose dot products come nearest to a matrix, in squared error.

    Formula: `shifted-positive-pmi`.

    Args:
        matrix: `(V, V)`, a row for each centre, a column for each context.
        dimension: length of the vectors, at most V.

    Returns:
        Centre vectors and context vectors, each `(V, dimension)`.

    Raises:
        ValueError: `matrix` is empty, is not floating, is not square or holds NaN, or `dimension` is not from 1 to V.

    Source:
        Levy and Goldberg (2014).
    """
    # --8<-- [start:factorise]
    left, singular_values, right = torch.linalg.svd(matrix)
    roots = singular_values[:dimension].sqrt()
    return left[:, :dimension] * roots, right[:dimension].T * roots
    # --8<-- [end:factorise]


@checked(data_probabilities=positive, noise=positive)
def second_order_weights(
    data_probabilities: Float[Tensor, "*batch V"], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, "*batch V"]:
    """Weight of each squared error round the optimum of negative sampling: half the harmonic mean of p and K q.

    Formula: `second-order-weights`.

    Args:
        data_probabilities: `(*batch, V)`, of each context word, positive.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K.

    Returns:
        `(*batch, V)`, second derivatives of the loss of one centre.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is not positive, or K = 0.
    """
    # --8<-- [start:second_order_weights]
    drawn = negatives * noise
    return data_probabilities * drawn / (data_probabilities + drawn)
    # --8<-- [end:second_order_weights]
