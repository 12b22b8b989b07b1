"""The skip-gram gradient: what one pair asks of the vectors."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from . import nll
from .arguments import below, checked


@checked(contexts=below("V"))
def skip_gram_loss(
    centre: Float[Tensor, "*batch d"], context_vectors: Float[Tensor, "V d"], contexts: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    """Negative log-likelihood of each observed context word, from the vectors.

    Formula: `nll-softmax`, with the scores of a dot product.

    Args:
        centre: `(*batch, d)`, the centre word's vector in each pair.
        context_vectors: `(V, d)`, a row for each word as a context.
        contexts: `(*batch)`, the observed words.

    Returns:
        `(*batch)`, in nats per pair; neither summed nor averaged.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.

    Source:
        Mikolov et al. (2013b).
    """
    # --8<-- [start:skip_gram_loss]
    return nll.nll(centre @ context_vectors.T, contexts)
    # --8<-- [end:skip_gram_loss]


@checked(contexts=below("V"))
def gradient_in_centre_vector(
    centre: Float[Tensor, "*batch d"], context_vectors: Float[Tensor, "V d"], contexts: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch d"]:
    """Expected context vector minus the observed one.

    Formula: `gradient-in-centre-vector`.

    Args:
        centre: `(*batch, d)`, the centre word's vector in each pair.
        context_vectors: `(V, d)`, a row for each word as a context.
        contexts: `(*batch)`, the observed words.

    Returns:
        `(*batch, d)`, nats per unit of the component, per pair.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:gradient_in_centre_vector]
    expected = nll.softmax(centre @ context_vectors.T) @ context_vectors
    return expected - context_vectors[contexts]
    # --8<-- [end:gradient_in_centre_vector]


@checked(contexts=below("V"))
def gradient_in_context_vector(
    centre: Float[Tensor, "*batch d"], context_vectors: Float[Tensor, "V d"], contexts: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch V d"]:
    """For every word: its error, predicted minus observed, times the centre's vector.

    Formula: `gradient-in-context-vector`.

    Args:
        centre: `(*batch, d)`, the centre word's vector in each pair.
        context_vectors: `(V, d)`, a row for each word as a context.
        contexts: `(*batch)`, the observed words.

    Returns:
        `(*batch, V, d)`, nats per unit of the component, per pair.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:gradient_in_context_vector]
    errors = nll.nll_gradient(centre @ context_vectors.T, contexts)
    return errors.unsqueeze(-1) * centre.unsqueeze(-2)
    # --8<-- [end:gradient_in_context_vector]


@checked(centres=below("V"), contexts=below("V"))
def skip_gram_matrix_gradient(
    centre_vectors: Float[Tensor, "V d"],
    context_vectors: Float[Tensor, "V d"],
    centres: Int64[Tensor, " N"],
    contexts: Int64[Tensor, " N"],
) -> tuple[Float[Tensor, "V d"], Float[Tensor, "V d"]]:
    """Gradients of the loss summed over the pairs, in both tables at once.

    Formula: `skip-gram-matrix-gradient`.

    Args:
        centre_vectors: `(V, d)`, a row for each word as a centre.
        context_vectors: `(V, d)`, a row for each word as a context.
        centres: `(N,)`.
        contexts: `(N,)`.

    Returns:
        Two tensors `(V, d)`, for `centre_vectors` and `context_vectors`; nats per unit of the component, summed over
        the pairs.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:skip_gram_matrix_gradient]
    centre = centre_vectors[centres]
    errors = nll.nll_gradient(centre @ context_vectors.T, contexts)
    in_centres = torch.zeros_like(centre_vectors)
    return in_centres.index_add(0, centres, errors @ context_vectors), errors.T @ centre
    # --8<-- [end:skip_gram_matrix_gradient]


@checked(contexts=below("V"))
def skip_gram_window_gradient(
    centre: Float[Tensor, " d"], context_vectors: Float[Tensor, "V d"], contexts: Int64[Tensor, " C"]
) -> tuple[Float[Tensor, " d"], Float[Tensor, "V d"]]:
    """Gradients of the loss summed over one window; the softmax is computed once for all its words.

    Formula: `skip-gram-window-gradient`.

    Args:
        centre: `(d,)`, the centre word's vector.
        context_vectors: `(V, d)`, a row for each word as a context.
        contexts: `(C,)`, the observed words of the window.

    Returns:
        `(d,)` for the centre's vector and `(V, d)` for `context_vectors`; nats per unit of the component, summed
        over the window.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:skip_gram_window_gradient]
    expected = len(contexts) * nll.softmax(context_vectors @ centre)
    observed = contexts.bincount(minlength=len(context_vectors))
    errors = expected - observed
    return errors @ context_vectors, errors.outer(centre)
    # --8<-- [end:skip_gram_window_gradient]
