"""What vectors of few components can reach: the square near zero, and its best tables."""

from __future__ import annotations

import torch
from torch import Tensor

from .arguments import checked
from .factorisation import factorise
from .promises.numbers import Objective, Rank
from .promises.scores import Association
from .promises.vectors import CentreVectors, ContextVectors
from .promises.words import ExpectedCounts, PositiveCounts, PositiveWeights


@checked
def target_near_zero(observed: ExpectedCounts, drawn: PositiveCounts) -> Association:
    """The scores to which the loss is a weighted squared distance, near zero (`target-near-zero`).
    >>> target_near_zero(torch.tensor([[3.0, 0.0]]).expand(2, 2), torch.ones(2, 2))
    tensor([[ 1., -2.],
            [ 1., -2.]])
    """
    return 2 * (observed - drawn) / (observed + drawn)


@checked
def factorise_weighted(
    matrix: Association, rows: PositiveWeights, columns: PositiveWeights, dimension: Rank
) -> tuple[CentreVectors, ContextVectors]:
    """Vectors whose dot products come nearest to a matrix, squares weighted by row and column (`rank-one-weights`).
    >>> ones = torch.ones(2)
    >>> centre_vectors, context_vectors = factorise_weighted(torch.tensor([[3.0, 0.0], [0.0, 1.0]]), ones, ones, 1)
    >>> centre_vectors @ context_vectors.T
    tensor([[3., 0.],
            [0., 0.]])
    """
    by_row, by_column = rows.sqrt()[:, None], columns.sqrt()[:, None]
    centre_vectors, context_vectors = factorise(by_row * matrix * by_column.T, dimension)
    return centre_vectors / by_row, context_vectors / by_column


@checked
def descend(
    objective: Objective, centre_vectors: CentreVectors, context_vectors: ContextVectors
) -> tuple[CentreVectors, ContextVectors]:
    """Both tables where a descent of a loss of all their scores ends (`observed-and-expected`).
    >>> centre_vectors, context_vectors = descend(lambda scores: (scores - 6).square().sum(), *torch.ones(2, 1, 1))
    >>> centre_vectors @ context_vectors.T
    tensor([[6.0000]])
    """
    tables = [
        table.detach().clone(memory_format=torch.contiguous_format) for table in (centre_vectors, context_vectors)
    ]
    search = torch.optim.LBFGS(
        [table.requires_grad_() for table in tables],
        max_iter=2000,
        tolerance_grad=1e-12,
        tolerance_change=0,
        line_search_fn="strong_wolfe",
    )

    def loss() -> Tensor:
        search.zero_grad()
        value = objective(tables[0] @ tables[1].T)
        value.backward()
        return value

    search.step(loss)
    return tables[0].detach(), tables[1].detach()
