"""What training keeps of the start: how the two tables are balanced."""

from __future__ import annotations

import torch

from .arguments import checked
from .promises.numbers import Multiple, Rank, Rate
from .promises.scores import Association, InAssociation
from .promises.vectors import Balance, CentreVectors, ContextVectors
from .vectors_and_matrices import table_gradients


@checked
def balance(centre_vectors: CentreVectors, context_vectors: ContextVectors) -> Balance:
    """Products of the input components, less those of the output components (`balance-of-a-step`).
    >>> import torch
    >>> balance(torch.tensor([[3.0, 0.0]]), torch.tensor([[1.0, 2.0]]))
    tensor([[ 8., -2.],
            [-2., -4.]])
    """
    return centre_vectors.T @ centre_vectors - context_vectors.T @ context_vectors


@checked
def balance_after_step(
    in_scores: InAssociation, centre_vectors: CentreVectors, context_vectors: ContextVectors, rate: Rate
) -> Balance:
    """As before, and the balance of the two gradients times the rate squared (`balance-of-a-step`).
    >>> import torch
    >>> balance_after_step(torch.tensor([[-0.5]]), torch.tensor([[0.5]]), torch.tensor([[0.0]]), 0.1)
    tensor([[0.2494]])
    """
    gradients = table_gradients(in_scores, centre_vectors, context_vectors)
    return balance(centre_vectors, context_vectors) + rate**2 * balance(*gradients)


@checked
def with_balance(matrix: Association, dimension: Rank, multiple: Multiple) -> tuple[CentreVectors, ContextVectors]:
    """Vectors with a matrix for scores and a multiple of the unit matrix for a balance (`parts-of-a-singular-value`).
    >>> import torch
    >>> with_balance(torch.tensor([[2.0]]), 1, 3.0)
    (tensor([[2.]]), tensor([[1.]]))
    """
    left, singular_values, right = torch.linalg.svd(matrix)
    middle = (singular_values[:dimension] ** 2 + multiple**2 / 4).sqrt()
    inputs, outputs = (middle + multiple / 2).sqrt(), (middle - multiple / 2).sqrt()
    return left[:, :dimension] * inputs, right[:dimension].T * outputs
