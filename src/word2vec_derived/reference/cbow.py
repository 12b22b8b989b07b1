"""CBOW: the words around predict the word between them.

Here `input_vectors` are those of the words around and `output_vectors` those of the word that is predicted.
"""

from __future__ import annotations

from jaxtyping import Float, Int64
from torch import Tensor

from . import nll, skip_gram
from .arguments import below, checked


@checked(contexts=below("V"))
def cbow_mean(input_vectors: Float[Tensor, "V d"], contexts: Int64[Tensor, "*batch C"]) -> Float[Tensor, "*batch d"]:
    """Hidden vector of each position: the mean of its context words' vectors.

    Formula: `cbow-mean`.

    Args:
        input_vectors: `(V, d)`, a row for each word.
        contexts: `(*batch, C)`, the words around each position.

    Returns:
        `(*batch, d)`.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (C = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:cbow_mean]
    return input_vectors[contexts].mean(-2)
    # --8<-- [end:cbow_mean]


@checked(contexts=below("V"))
def cbow_sum(input_vectors: Float[Tensor, "V d"], contexts: Int64[Tensor, "*batch C"]) -> Float[Tensor, "*batch d"]:
    """Hidden vector of each position: the sum of its context words' vectors.

    Formula: `cbow-sum`.

    Args:
        input_vectors: `(V, d)`, a row for each word.
        contexts: `(*batch, C)`, the words around each position.

    Returns:
        `(*batch, d)`.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (C = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:cbow_sum]
    return input_vectors[contexts].sum(-2)
    # --8<-- [end:cbow_sum]


@checked(centres=below("V"))
def cbow_loss(
    hidden: Float[Tensor, "*batch d"], output_vectors: Float[Tensor, "V d"], centres: Int64[Tensor, "*batch"]
) -> Float[Tensor, "*batch"]:
    """Negative log-likelihood of each centre word, from the hidden vector of its position.

    Formula: `nll-softmax`.

    Args:
        hidden: `(*batch, d)`, from `cbow_mean` or `cbow_sum`.
        output_vectors: `(V, d)`, a row for each word.
        centres: `(*batch)`, the words to predict.

    Returns:
        `(*batch)`, in nats per position.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty, of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:cbow_loss]
    return nll.nll(hidden @ output_vectors.T, centres)
    # --8<-- [end:cbow_loss]


@checked(contexts=below("V"), centres=below("V"))
def cbow_gradient_mean(
    input_vectors: Float[Tensor, "V d"],
    output_vectors: Float[Tensor, "V d"],
    contexts: Int64[Tensor, "*batch C"],
    centres: Int64[Tensor, "*batch"],
) -> Float[Tensor, "*batch d"]:
    """Gradient in the vector of each context word when the hidden vector is a mean: a share of one C-th.

    Formula: `cbow-gradient-mean`.

    Args:
        input_vectors: `(V, d)`, a row for each word.
        output_vectors: `(V, d)`, a row for each word.
        contexts: `(*batch, C)`, the words around each position.
        centres: `(*batch)`, the words to predict.

    Returns:
        `(*batch, d)`, the same for each of the C words; nats per unit of the component, per position.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (C = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:cbow_gradient_mean]
    hidden = cbow_mean(input_vectors, contexts)
    whole = skip_gram.gradient_in_centre_vector(hidden, output_vectors, centres)
    return whole / contexts.shape[-1]
    # --8<-- [end:cbow_gradient_mean]


@checked(contexts=below("V"), centres=below("V"))
def cbow_gradient_sum(
    input_vectors: Float[Tensor, "V d"],
    output_vectors: Float[Tensor, "V d"],
    contexts: Int64[Tensor, "*batch C"],
    centres: Int64[Tensor, "*batch"],
) -> Float[Tensor, "*batch d"]:
    """Gradient in the vector of each context word when the hidden vector is a sum: the whole of it.

    Formula: `cbow-gradient-sum`.

    Args:
        input_vectors: `(V, d)`, a row for each word.
        output_vectors: `(V, d)`, a row for each word.
        contexts: `(*batch, C)`, the words around each position.
        centres: `(*batch)`, the words to predict.

    Returns:
        `(*batch, d)`, the same for each of the C words; nats per unit of the component, per position.

    Raises:
        IndexError: a word is outside the vocabulary.
        ValueError: an argument is empty (C = 0), of the wrong shape or dtype, or holds NaN.
    """
    # --8<-- [start:cbow_gradient_sum]
    hidden = cbow_sum(input_vectors, contexts)
    return skip_gram.gradient_in_centre_vector(hidden, output_vectors, centres)
    # --8<-- [end:cbow_gradient_sum]
