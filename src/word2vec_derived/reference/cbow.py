"""CBOW: the words around predict the word between them.

Here `input_vectors` are those of the words around and `output_vectors` those of the word that is predicted.
"""

from __future__ import annotations

from . import nll, skip_gram
from .arguments import checked
from .promises.losses import Losses
from .promises.vectors import Hidden, InputVectors, InVector, OutputVectors
from .promises.words import Around, Observed


@checked
def cbow_mean(input_vectors: InputVectors, contexts: Around) -> Hidden:
    """Hidden vector of each position: the mean of its context words' vectors (`cbow-mean`).
    >>> cbow_mean(torch.eye(3), torch.tensor([0, 2, 2, 0]))
    tensor([0.5000, 0.0000, 0.5000])
    """
    return input_vectors[contexts].mean(-2)


@checked
def cbow_sum(input_vectors: InputVectors, contexts: Around) -> Hidden:
    """Hidden vector of each position: the sum of its context words' vectors (`cbow-sum`).
    >>> cbow_sum(torch.eye(3), torch.tensor([0, 2, 2, 0]))
    tensor([2., 0., 2.])
    """
    return input_vectors[contexts].sum(-2)


@checked
def cbow_loss(hidden: Hidden, output_vectors: OutputVectors, centres: Observed) -> Losses:
    """Negative log-likelihood of the word in the middle of each position (`nll-softmax`).
    >>> cbow_loss(torch.zeros(3), torch.eye(3), torch.tensor(1))
    tensor(1.0986)
    """
    return nll.nll(hidden @ output_vectors.T, centres)


@checked
def cbow_gradient_mean(
    input_vectors: InputVectors, output_vectors: OutputVectors, contexts: Around, centres: Observed
) -> InVector:
    """Gradient in each context word's vector under a mean: a share of one C-th (`cbow-gradient-mean`).
    >>> cbow_gradient_mean(torch.zeros(2, 2), torch.eye(2), torch.tensor([0, 1]), torch.tensor(1))
    tensor([ 0.2500, -0.2500])
    """
    hidden = cbow_mean(input_vectors, contexts)
    whole = skip_gram.gradient_in_centre_vector(hidden, output_vectors, centres)
    return whole / contexts.shape[-1]


@checked
def cbow_gradient_sum(
    input_vectors: InputVectors, output_vectors: OutputVectors, contexts: Around, centres: Observed
) -> InVector:
    """Gradient in each context word's vector under a sum: the whole of it (`cbow-gradient-sum`).
    >>> cbow_gradient_sum(torch.zeros(2, 2), torch.eye(2), torch.tensor([0, 1]), torch.tensor(1))
    tensor([ 0.5000, -0.5000])
    """
    hidden = cbow_sum(input_vectors, contexts)
    return skip_gram.gradient_in_centre_vector(hidden, output_vectors, centres)
