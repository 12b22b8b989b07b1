"""From the scores of all pairs to both tables: gradients and second derivatives."""

from __future__ import annotations

import torch

from . import nll
from .arguments import checked
from .promises.scores import Association, InAssociation, InScoresOfPositions
from .promises.vectors import (
    CentreVectors,
    ContextVectors,
    CurvatureBetween,
    CurvatureInCentre,
    CurvatureInTable,
    InTable,
    OneCentre,
)
from .promises.words import ExpectedCounts, Mixture, ObservedWord


@checked
def table_gradients(
    in_scores: InAssociation, centre_vectors: CentreVectors, context_vectors: ContextVectors
) -> tuple[InTable, InTable]:
    """The gradient in the scores, carried to the input and the output table (`both-tables`).
    >>> in_centres, _ = table_gradients(torch.eye(2), torch.tensor([[2.0], [3.0]]), torch.tensor([[5.0], [7.0]]))
    >>> in_centres
    tensor([[5.],
            [7.]])
    """
    return in_scores @ context_vectors, in_scores.T @ centre_vectors


@checked
def mixed_gradient(mixture: Mixture, in_scores: InScoresOfPositions, context_vectors: ContextVectors) -> InTable:
    """The gradient in the input table where a hidden vector is a mixture of its rows (`mixed-inputs`).
    >>> mixed_gradient(torch.tensor([[0.5, 0.5]]), torch.tensor([[1.0, 0.0]]), torch.tensor([[4.0], [6.0]]))
    tensor([[2.],
            [2.]])
    """
    return mixture.T @ in_scores @ context_vectors


@checked
def softmax_in_scores(scores: Association, observed: ExpectedCounts) -> InAssociation:
    """Pairs of a centre times softmax, less the pairs observed (`softmax-of-text`).
    >>> softmax_in_scores(torch.zeros(2, 2), torch.tensor([[3.0, 1.0], [0.0, 2.0]]))
    tensor([[-1.,  1.],
            [ 1., -1.]])
    """
    return observed.sum(1, keepdim=True) * nll.softmax(scores) - observed


@checked
def labels_in_scores(scores: Association, observed: ExpectedCounts, drawn: ExpectedCounts) -> InAssociation:
    """All terms of a pair times sigmoid, less the pairs observed (`labels-of-text`).
    >>> labels_in_scores(torch.zeros(2, 2), torch.tensor([[3.0, 1.0], [0.0, 2.0]]), torch.ones(2, 2))
    tensor([[-1.0000,  0.0000],
            [ 0.5000, -0.5000]])
    """
    return (observed + drawn) * scores.sigmoid() - observed


@checked
def curvature_in_centre(centre: OneCentre, context_vectors: ContextVectors) -> CurvatureInCentre:
    """Covariance of the output vectors under the softmax (`curvature-in-centre`).
    >>> curvature_in_centre(torch.zeros(1), torch.tensor([[1.0], [3.0]]))
    tensor([[1.]])
    """
    return context_vectors.T @ nll.nll_hessian(context_vectors @ centre) @ context_vectors


@checked
def curvature_in_outputs(centre: OneCentre, context_vectors: ContextVectors) -> CurvatureInTable:
    """The softmax's curvature in two scores, times the centre's vector for each of them (`curvature-in-outputs`).
    >>> curvature_in_outputs(torch.tensor([2.0]), torch.zeros(2, 1))[:, 0, :, 0]
    tensor([[ 1., -1.],
            [-1.,  1.]])
    """
    return torch.einsum("ij,a,b->iajb", nll.nll_hessian(context_vectors @ centre), centre, centre)


@checked
def curvature_between(centre: OneCentre, context_vectors: ContextVectors, context: ObservedWord) -> CurvatureBetween:
    """How the gradient in the centre's vector changes with each output vector (`curvature-between`).
    >>> curvature_between(torch.tensor([2.0]), torch.zeros(2, 1), torch.tensor(0))
    tensor([[[-0.5000],
             [ 0.5000]]])
    """
    scores = context_vectors @ centre
    turned = torch.einsum("j,ab->ajb", nll.nll_gradient(scores, context), torch.eye(len(centre)).to(centre))
    return turned + torch.einsum("ja,b->ajb", nll.nll_hessian(scores) @ context_vectors, centre)
