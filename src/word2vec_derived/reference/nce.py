"""Noise-contrastive estimation and sampled softmax: learning a distribution by telling its words from noise."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from . import nll
from .arguments import below, checked, distribution, positive, positive_distribution
from .bernoulli import sigmoid
from .float32 import log_sigmoid, log_sum_exp


@checked(noise=positive)
def nce_posterior(
    scores: Float[Tensor, "*batch V"], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, "*batch V"]:
    """Probability that a word came from the data and not from the noise, if a score is a log-probability.

    Formula: `nce-posterior`.

    Args:
        scores: `(*batch, V)`, log-probabilities of all words under the model.
        noise: `(V,)`, the probability of each word as a negative, positive.
        negatives: how many noise words are drawn for each word of the data, K.

    Returns:
        `(*batch, V)`.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN, `noise` is not positive, or K = 0.
    """
    # --8<-- [start:nce_posterior]
    return sigmoid(scores - (negatives * noise).log())
    # --8<-- [end:nce_posterior]


@checked(observed_noise=positive, negative_noise=positive)
def nce_loss(
    observed_scores: Float[Tensor, "*batch"],
    negative_scores: Float[Tensor, "*batch K"],
    observed_noise: Float[Tensor, "*batch"],
    negative_noise: Float[Tensor, "*batch K"],
) -> Float[Tensor, "*batch"]:
    """Loss of each pair with the negatives that were drawn for it; with K q = 1 it is negative sampling.

    Formula: `nce-loss`, `negative-sampling-is-nce`.

    Args:
        observed_scores: `(*batch)`, of the observed context words.
        negative_scores: `(*batch, K)`, of the negatives.
        observed_noise: `(*batch)`, the noise probability of each observed word.
        negative_noise: `(*batch, K)`, the noise probability of each negative.

    Returns:
        `(*batch)`, in nats per pair, summed over the 1 + K terms.

    Raises:
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN, or noise is not positive.
    """
    # --8<-- [start:nce_loss]
    negatives = negative_scores.shape[-1]
    observed = observed_scores - (negatives * observed_noise).log()
    drawn = negative_scores - (negatives * negative_noise).log()
    return -log_sigmoid(observed) - log_sigmoid(-drawn).sum(-1)
    # --8<-- [end:nce_loss]


@checked(data_probabilities=distribution, noise=positive_distribution)
def nce_expected(
    scores: Float[Tensor, "*batch V"],
    data_probabilities: Float[Tensor, "*batch V"],
    noise: Float[Tensor, " V"],
    negatives: int,
) -> Float[Tensor, "*batch"]:
    """Loss of each centre in expectation over the data and over the noise.

    Formula: `nce-loss`.

    Args:
        scores: `(*batch, V)`.
        data_probabilities: `(*batch, V)`, of each context word.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:nce_expected]
    log_odds = scores - (negatives * noise).log()
    terms = data_probabilities * log_sigmoid(log_odds) + negatives * noise * log_sigmoid(-log_odds)
    return -terms.sum(-1)
    # --8<-- [end:nce_expected]


@checked(data_probabilities=distribution, noise=positive_distribution)
def nce_gradient(
    scores: Float[Tensor, "*batch V"],
    data_probabilities: Float[Tensor, "*batch V"],
    noise: Float[Tensor, " V"],
    negatives: int,
) -> Float[Tensor, "*batch V"]:
    """Gradient of the expected loss in free scores: model minus data, weighted by how sure the word is no noise.

    Formula: `nce-gradient`, `nce-gradient-limit`.

    Args:
        scores: `(*batch, V)`.
        data_probabilities: `(*batch, V)`, of each context word.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K.

    Returns:
        `(*batch, V)`, nats per unit of score.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:nce_gradient]
    weights = 1 - nce_posterior(scores, noise, negatives)
    return weights * (scores.exp() - data_probabilities)
    # --8<-- [end:nce_gradient]


@checked(data_probabilities=distribution, noise=positive_distribution)
def nce_gradient_normalised(
    scores: Float[Tensor, "*batch V"],
    data_probabilities: Float[Tensor, "*batch V"],
    noise: Float[Tensor, " V"],
    negatives: int,
) -> Float[Tensor, "*batch V"]:
    """Gradient of the expected loss when the scores pass through a softmax: as K grows, that of maximum likelihood.

    Formula: `nce-gradient-softmax`.

    Args:
        scores: `(*batch, V)`.
        data_probabilities: `(*batch, V)`, of each context word.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K.

    Returns:
        `(*batch, V)`, nats per unit of score; sums to zero.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:nce_gradient_normalised]
    log_probabilities = scores - log_sum_exp(scores).unsqueeze(-1)
    gradient = nce_gradient(log_probabilities, data_probabilities, noise, negatives)
    return gradient - log_probabilities.exp() * gradient.sum(-1, keepdim=True)
    # --8<-- [end:nce_gradient_normalised]


@checked(data_probabilities=distribution)
def maximum_likelihood_gradient(
    scores: Float[Tensor, "*batch V"], data_probabilities: Float[Tensor, "*batch V"]
) -> Float[Tensor, "*batch V"]:
    """Gradient of the cross-entropy in the scores: predicted minus observed probabilities.

    Formula: `nce-gradient-normalised`.

    Args:
        scores: `(*batch, V)`.
        data_probabilities: `(*batch, V)`, of each context word.

    Returns:
        `(*batch, V)`, nats per unit of score; sums to zero.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution.
    """
    # --8<-- [start:maximum_likelihood_gradient]
    return nll.softmax(scores) - data_probabilities
    # --8<-- [end:maximum_likelihood_gradient]


@checked()
def self_normalisation(scores: Float[Tensor, "*batch V"]) -> Float[Tensor, "*batch"]:
    """Sum of the exponentials of all scores: 1 where the scores are log-probabilities.

    Formula: `self-normalisation`.

    Args:
        scores: `(*batch, V)`.

    Returns:
        `(*batch)`, the Z of each centre.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:self_normalisation]
    return log_sum_exp(scores).exp()
    # --8<-- [end:self_normalisation]


@checked()
def contrastive_loss(
    observed_scores: Float[Tensor, "*batch"], negative_scores: Float[Tensor, "*batch K"]
) -> Float[Tensor, "*batch"]:
    """Softmax loss over the observed word and its negatives alone, with no correction for how they were drawn.

    Formula: `contrastive-optimum`.

    Args:
        observed_scores: `(*batch)`, of the observed context words.
        negative_scores: `(*batch, K)`, of the negatives.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:contrastive_loss]
    candidates = torch.cat([observed_scores.unsqueeze(-1), negative_scores], dim=-1)
    return log_sum_exp(candidates) - observed_scores
    # --8<-- [end:contrastive_loss]


@checked(observed_noise=positive, negative_noise=positive)
def sampled_softmax(
    observed_scores: Float[Tensor, "*batch"],
    negative_scores: Float[Tensor, "*batch K"],
    observed_noise: Float[Tensor, "*batch"],
    negative_noise: Float[Tensor, "*batch K"],
) -> Float[Tensor, "*batch"]:
    """Sampled softmax: each score is lowered by the log-probability with which its word is drawn.

    Formula: `sampled-softmax`.

    Args:
        observed_scores: `(*batch)`, of the observed context words.
        negative_scores: `(*batch, K)`, of the negatives.
        observed_noise: `(*batch)`, the noise probability of each observed word.
        negative_noise: `(*batch, K)`, the noise probability of each negative.

    Returns:
        `(*batch)`, in nats per pair.

    Raises:
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN, or noise is not positive.
    """
    # --8<-- [start:sampled_softmax]
    return contrastive_loss(observed_scores - observed_noise.log(), negative_scores - negative_noise.log())
    # --8<-- [end:sampled_softmax]


@checked()
def all_draws(vocabulary_size: int, negatives: int) -> Int64[Tensor, "draws K"]:
    """Every sequence of negatives that can be drawn, one a row.

    Formula: `sampled-softmax-bias`.

    Args:
        vocabulary_size: number of words, V.
        negatives: how many are drawn, K.

    Returns:
        `(V ** K, K)`.

    Raises:
        ValueError: a size is below 1, or there are more than a million sequences.
    """
    count = vocabulary_size**negatives
    if count > 10**6:
        raise ValueError(f"negatives is {negatives}, expected at most a million draws, not {count}")
    # --8<-- [start:all_draws]
    words = torch.arange(vocabulary_size)
    return torch.cartesian_prod(*[words] * negatives).view(-1, negatives)
    # --8<-- [end:all_draws]


@checked(context=below("V"), noise=positive_distribution)
def contrastive_gradient(
    scores: Float[Tensor, " V"], context: Int64[Tensor, ""], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, " V"]:
    """Expected gradient of the uncorrected softmax over K + 1 candidates, by going through every draw.

    Formula: `sampled-softmax-bias`.

    Args:
        scores: `(V,)`, of all words for one centre.
        context: a scalar, the observed word.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K; V ** K at most a million.

    Returns:
        `(V,)`, nats per unit of score.

    Raises:
        IndexError: the word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:contrastive_gradient]
    draws = all_draws(len(scores), negatives)
    candidates = torch.cat([context.expand(len(draws), 1), draws], dim=1)
    errors = nll.nll_gradient(scores[candidates], torch.zeros(len(draws), dtype=torch.int64))
    weighted = errors * noise[draws].prod(-1, keepdim=True)
    return torch.zeros_like(scores).index_add(0, candidates.flatten(), weighted.flatten())
    # --8<-- [end:contrastive_gradient]


@checked(context=below("V"), noise=positive_distribution)
def contrastive_bias(
    scores: Float[Tensor, " V"], context: Int64[Tensor, ""], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, " V"]:
    """Expected gradient of the uncorrected softmax over K + 1 candidates minus the gradient of the full softmax.

    Formula: `sampled-softmax-bias`.

    Args:
        scores: `(V,)`, of all words for one centre.
        context: a scalar, the observed word.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K; V ** K at most a million.

    Returns:
        `(V,)`, nats per unit of score.

    Raises:
        IndexError: the word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:contrastive_bias]
    return contrastive_gradient(scores, context, noise, negatives) - nll.nll_gradient(scores, context)
    # --8<-- [end:contrastive_bias]


@checked(context=below("V"), noise=positive_distribution)
def sampled_softmax_bias(
    scores: Float[Tensor, " V"], context: Int64[Tensor, ""], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, " V"]:
    """Expected gradient of sampled softmax minus the gradient of the full softmax.

    Formula: `sampled-softmax-bias`.

    Args:
        scores: `(V,)`, of all words for one centre.
        context: a scalar, the observed word.
        noise: `(V,)`, of each word as a negative, positive.
        negatives: how many are drawn, K; V ** K at most a million.

    Returns:
        `(V,)`, nats per unit of score; it goes to zero as K grows.

    Raises:
        IndexError: the word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, holds NaN or is no distribution, or K = 0.
    """
    # --8<-- [start:sampled_softmax_bias]
    corrected = contrastive_gradient(scores - noise.log(), context, noise, negatives)
    return corrected - nll.nll_gradient(scores, context)
    # --8<-- [end:sampled_softmax_bias]
