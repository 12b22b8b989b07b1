"""Negative sampling: one observed word told from K words drawn from the noise."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from .arguments import below, checked, distribution, positive
from .bernoulli import sigmoid
from .float32 import log_sigmoid


@checked(contexts=below("V"), negatives=below("V"))
def pair_scores(
    centre: Float[Tensor, "*batch d"],
    context_vectors: Float[Tensor, "V d"],
    contexts: Int64[Tensor, "*batch"],
    negatives: Int64[Tensor, "*batch K"],
) -> tuple[Float[Tensor, "*batch"], Float[Tensor, "*batch K"]]:
    """Scores of the observed words and of the negatives, all against the centre's vector.

    Formula: `negative-sampling-loss`.

    Args:
        centre: `(*batch, d)`, the centre word's vector in each pair.
        context_vectors: `(V, d)`, a row for each word as a context.
        contexts: `(*batch)`, the observed words.
        negatives: `(*batch, K)`, the words drawn from the noise.

    Returns:
        `(*batch)` and `(*batch, K)`.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:pair_scores]
    observed_scores = (context_vectors[contexts] * centre).sum(-1)
    negative_scores = (context_vectors[negatives] * centre.unsqueeze(-2)).sum(-1)
    return observed_scores, negative_scores
    # --8<-- [end:pair_scores]


@checked()
def negative_sampling_loss(
    observed_scores: Float[Tensor, "*batch"], negative_scores: Float[Tensor, "*batch K"]
) -> Float[Tensor, "*batch"]:
    """Loss of each pair with the negatives that were drawn for it: a sum over them, not a mean.

    Formula: `negative-sampling-loss`.

    Args:
        observed_scores: `(*batch)`, of the observed context words.
        negative_scores: `(*batch, K)`, of the negatives.

    Returns:
        `(*batch)`, in nats per pair, summed over the 1 + K terms.

    Raises:
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN.

    Source:
        Mikolov et al. (2013b), with the sign turned.
    """
    # --8<-- [start:negative_sampling_loss]
    return -log_sigmoid(observed_scores) - log_sigmoid(-negative_scores).sum(-1)
    # --8<-- [end:negative_sampling_loss]


@checked(contexts=below("V"), noise=distribution)
def negative_sampling_expected(
    scores: Float[Tensor, "*batch V"], contexts: Int64[Tensor, "*batch"], noise: Float[Tensor, " V"], negatives: int
) -> Float[Tensor, "*batch"]:
    """Loss of each pair in expectation over the negatives.

    Formula: `negative-sampling-expected`.

    Args:
        scores: `(*batch, V)`, of all words for each centre.
        contexts: `(*batch)`, the observed words.
        noise: `(V,)`, the probability of each word as a negative.
        negatives: how many are drawn, K.

    Returns:
        `(*batch)`, in nats per pair, summed over the 1 + K terms.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN, `noise` is no distribution, or
            K = 0.

    Source:
        Mikolov et al. (2013b), with the sign turned.
    """
    # --8<-- [start:negative_sampling_expected]
    observed = scores.gather(-1, contexts.unsqueeze(-1)).squeeze(-1)
    return -log_sigmoid(observed) - negatives * (noise * log_sigmoid(-scores)).sum(-1)
    # --8<-- [end:negative_sampling_expected]


@checked()
def positives_alone(scores: Float[Tensor, "*batch"]) -> Float[Tensor, "*batch"]:
    """Loss without any negatives: every score may grow without end, and the loss falls towards 0.

    Formula: `positives-alone`.

    Args:
        scores: `(*batch)`, of observed pairs.

    Returns:
        `(*batch)`, in nats per pair, positive.

    Raises:
        ValueError: `scores` is empty, is not floating or holds NaN.
    """
    # --8<-- [start:positives_alone]
    return -log_sigmoid(scores)
    # --8<-- [end:positives_alone]


@checked(contexts=below("V"), negatives=below("V"))
def negative_sampling_gradient_centre(
    centre: Float[Tensor, "*batch d"],
    context_vectors: Float[Tensor, "V d"],
    contexts: Int64[Tensor, "*batch"],
    negatives: Int64[Tensor, "*batch K"],
) -> Float[Tensor, "*batch d"]:
    """Gradient in the centre's vector: pulled to the observed word, pushed from every negative.

    Formula: `negative-sampling-gradient-centre`.

    Args:
        centre: `(*batch, d)`, the centre word's vector in each pair.
        context_vectors: `(V, d)`, a row for each word as a context.
        contexts: `(*batch)`, the observed words.
        negatives: `(*batch, K)`, the words drawn from the noise; one drawn twice counts twice.

    Returns:
        `(*batch, d)`, nats per unit of the component, per pair.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:negative_sampling_gradient_centre]
    observed, drawn = pair_scores(centre, context_vectors, contexts, negatives)
    pull = (sigmoid(observed) - 1).unsqueeze(-1) * context_vectors[contexts]
    push = sigmoid(drawn).unsqueeze(-1) * context_vectors[negatives]
    return pull + push.sum(-2)
    # --8<-- [end:negative_sampling_gradient_centre]


@checked()
def negative_sampling_gradient_context(
    centre: Float[Tensor, "*batch d"], observed_scores: Float[Tensor, "*batch"]
) -> Float[Tensor, "*batch d"]:
    """Gradient in the observed word's vector, from its own term.

    Formula: `negative-sampling-gradient-context`.

    Args:
        centre: `(*batch, d)`, the centre word's vector in each pair.
        observed_scores: `(*batch)`, of the observed words.

    Returns:
        `(*batch, d)`, nats per unit of the component, per pair.

    Raises:
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:negative_sampling_gradient_context]
    return (sigmoid(observed_scores) - 1).unsqueeze(-1) * centre
    # --8<-- [end:negative_sampling_gradient_context]


@checked()
def negative_sampling_gradient_negative(
    centre: Float[Tensor, "*batch d"], negative_scores: Float[Tensor, "*batch K"]
) -> Float[Tensor, "*batch K d"]:
    """Gradient in each drawn negative's vector, draw by draw.

    Formula: `negative-sampling-gradient-negative`.

    Args:
        centre: `(*batch, d)`, the centre word's vector in each pair.
        negative_scores: `(*batch, K)`, of the negatives.

    Returns:
        `(*batch, K, d)`, nats per unit of the component, per draw.

    Raises:
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:negative_sampling_gradient_negative]
    return sigmoid(negative_scores).unsqueeze(-1) * centre.unsqueeze(-2)
    # --8<-- [end:negative_sampling_gradient_negative]


@checked(contexts=below("V"), negatives=below("V"))
def negative_drawn_twice(
    centre: Float[Tensor, "N d"],
    context_vectors: Float[Tensor, "V d"],
    contexts: Int64[Tensor, " N"],
    negatives: Int64[Tensor, "N K"],
) -> Float[Tensor, "V d"]:
    """Gradient in all output vectors, summed over the pairs: a negative drawn twice counts twice.

    Formula: `negative-drawn-twice`.

    Args:
        centre: `(N, d)`, the centre word's vector in each pair.
        context_vectors: `(V, d)`, a row for each word as a context.
        contexts: `(N,)`, the observed words.
        negatives: `(N, K)`, the words drawn from the noise.

    Returns:
        `(V, d)`, nats per unit of the component, summed over the pairs.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:negative_drawn_twice]
    observed, drawn = pair_scores(centre, context_vectors, contexts, negatives)
    pulls = negative_sampling_gradient_context(centre, observed)
    pushes = negative_sampling_gradient_negative(centre, drawn).flatten(0, 1)
    gradient = torch.zeros_like(context_vectors).index_add(0, contexts, pulls)
    return gradient.index_add(0, negatives.flatten(), pushes)
    # --8<-- [end:negative_drawn_twice]


@checked(context=below("V"), negatives=below("V"), rate=positive)
def batch_update(
    centre: Float[Tensor, " d"],
    context_vectors: Float[Tensor, "V d"],
    context: Int64[Tensor, ""],
    negatives: Int64[Tensor, " K"],
    rate: float,
) -> tuple[Float[Tensor, " d"], Float[Tensor, "V d"]]:
    """One step of gradient descent on the loss of one pair.

    Formula: `negative-sampling-gradient-centre`, `negative-drawn-twice`.

    Args:
        centre: `(d,)`, the centre word's vector.
        context_vectors: `(V, d)`, a row for each word as a context.
        context: a scalar, the observed word.
        negatives: `(K,)`, the words drawn from the noise.
        rate: the learning rate, positive.

    Returns:
        `(d,)` and `(V, d)`: the new centre vector and the new context vectors.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN, or `rate` is not positive.
    """
    # --8<-- [start:batch_update]
    in_centre = negative_sampling_gradient_centre(centre, context_vectors, context, negatives)
    in_contexts = negative_drawn_twice(centre[None], context_vectors, context[None], negatives[None])
    return centre - rate * in_centre, context_vectors - rate * in_contexts
    # --8<-- [end:batch_update]


@checked(context=below("V"), negatives=below("V"), rate=positive)
def sequential_update(
    centre: Float[Tensor, " d"],
    context_vectors: Float[Tensor, "V d"],
    context: Int64[Tensor, ""],
    negatives: Int64[Tensor, " K"],
    rate: float,
) -> tuple[Float[Tensor, " d"], Float[Tensor, "V d"]]:
    """The same step word by word: a row is moved at once, so a repeated word meets its own moved row.

    Formula: `sequential-update`.

    Args:
        centre: `(d,)`, the centre word's vector, moved once at the end.
        context_vectors: `(V, d)`, a row for each word as a context.
        context: a scalar, the observed word.
        negatives: `(K,)`, the words drawn from the noise, taken in order.
        rate: the learning rate, positive.

    Returns:
        `(d,)` and `(V, d)`: the new centre vector and the new context vectors.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (K = 0), of the wrong shape or dtype, or holds NaN, or `rate` is not positive.
    """
    # --8<-- [start:sequential_update]
    rows, step = context_vectors.clone(), torch.zeros_like(centre)
    for place, word in enumerate(torch.cat([context[None], negatives])):
        label = 1 if place == 0 else 0
        error = rate * (label - sigmoid(rows[word] @ centre))
        step = step + error * rows[word]
        rows[word] = rows[word] + error * centre
    return centre + step, rows
    # --8<-- [end:sequential_update]
