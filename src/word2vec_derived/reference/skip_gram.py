"""The skip-gram gradient: what one pair asks of the vectors."""

from __future__ import annotations

import torch

from . import nll
from .arguments import checked
from .promises.losses import Losses
from .promises.vectors import (
    Centre,
    CentreVectors,
    ContextVectors,
    InEachTable,
    InOneVector,
    InTable,
    InVector,
    OneCentre,
)
from .promises.words import Centres, Contexts, Observed, WordsOfWindow


@checked
def skip_gram_loss(centre: Centre, context_vectors: ContextVectors, contexts: Observed) -> Losses:
    """Negative log-likelihood of each observed word, scored by a dot product (`nll-softmax`).
    >>> skip_gram_loss(torch.ones(1, 2), torch.eye(2), torch.tensor([0]))
    tensor([0.6931])
    """
    return nll.nll(centre @ context_vectors.T, contexts)


@checked
def gradient_in_centre_vector(centre: Centre, context_vectors: ContextVectors, contexts: Observed) -> InVector:
    """Expected context vector minus the observed one (`gradient-in-centre-vector`).
    >>> gradient_in_centre_vector(torch.ones(2), torch.eye(2), torch.tensor(0))
    tensor([-0.5000,  0.5000])
    """
    expected = nll.softmax(centre @ context_vectors.T) @ context_vectors
    return expected - context_vectors[contexts]


@checked
def gradient_in_context_vector(centre: Centre, context_vectors: ContextVectors, contexts: Observed) -> InEachTable:
    """For every word, its error times the centre's vector (`gradient-in-context-vector`).
    >>> gradient_in_context_vector(torch.tensor([1.0, 2.0]), torch.zeros(2, 2), torch.tensor(0))
    tensor([[-0.5000, -1.0000],
            [ 0.5000,  1.0000]])
    """
    errors = nll.nll_gradient(centre @ context_vectors.T, contexts)
    return errors.unsqueeze(-1) * centre.unsqueeze(-2)


@checked
def skip_gram_matrix_gradient(
    centre_vectors: CentreVectors, context_vectors: ContextVectors, centres: Centres, contexts: Contexts
) -> tuple[InTable, InTable]:
    """Gradients summed over the pairs, in both tables at once (`skip-gram-matrix-gradient`).
    >>> in_centres, _ = skip_gram_matrix_gradient(
    ...     torch.zeros(2, 2), torch.eye(2), torch.tensor([0, 0]), torch.tensor([0, 0])
    ... )
    >>> in_centres
    tensor([[-1.,  1.],
            [ 0.,  0.]])
    """
    centre = centre_vectors[centres]
    errors = nll.nll_gradient(centre @ context_vectors.T, contexts)
    in_centres = torch.zeros_like(centre_vectors)
    return in_centres.index_add(0, centres, errors @ context_vectors), errors.T @ centre


@checked
def skip_gram_window_gradient(
    centre: OneCentre, context_vectors: ContextVectors, contexts: WordsOfWindow
) -> tuple[InOneVector, InTable]:
    """Gradients summed over one window, with one softmax for all its words (`skip-gram-window-gradient`).
    >>> skip_gram_window_gradient(torch.zeros(2), torch.eye(2), torch.tensor([0, 0, 1]))
    (tensor([-0.5000,  0.5000]), tensor([[-0., -0.],
            [0., 0.]]))
    """
    expected = len(contexts) * nll.softmax(context_vectors @ centre)
    observed = contexts.bincount(minlength=len(context_vectors))
    errors = expected - observed
    return errors @ context_vectors, errors.outer(centre)
