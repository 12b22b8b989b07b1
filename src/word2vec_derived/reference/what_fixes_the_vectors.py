"""What training keeps of the start: how the two tables are balanced."""

from __future__ import annotations

import torch
from torch import Tensor

from .arguments import checked
from .promises.numbers import Multiple, Rate
from .promises.scores import InAssociation
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
def with_balance(
    centre_vectors: CentreVectors, context_vectors: ContextVectors, multiple: Multiple
) -> tuple[CentreVectors, ContextVectors]:
    """Tables with the same scores, and this multiple of the unit matrix for a balance (`balance-after-a-turn`).
    >>> import torch
    >>> with_balance(torch.tensor([[2.0]]), torch.tensor([[1.0]]), 3.0)
    (tensor([[2.]]), tensor([[1.]]))
    """
    root = _root(centre_vectors.T @ centre_vectors)
    unit, inverse = torch.eye(len(root)).to(root), torch.linalg.inv(root)
    both = root @ (context_vectors.T @ context_vectors) @ root
    change = _root(inverse @ (multiple / 2 * unit + _root(multiple**2 / 4 * unit + both)) @ inverse)
    return centre_vectors @ change, context_vectors @ torch.linalg.inv(change)


def _root(matrix: Tensor) -> Tensor:
    """The symmetric matrix, with nothing negative in it, whose square this is."""
    values, directions = torch.linalg.eigh(matrix)
    return directions * values.clamp(min=0).sqrt() @ directions.T
