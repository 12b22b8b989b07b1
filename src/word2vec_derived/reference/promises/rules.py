"""The rules that the entries of an argument keep, and the dtype of all that is computed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch
from jaxtyping import AbstractDtype
from torch import Tensor

if TYPE_CHECKING:
    from typing import Annotated as Real
else:

    class Real(AbstractDtype):
        """A tensor of float32 or float64; half precision is refused, for a sum over a vocabulary overflows it."""

        dtypes = ("float32", "float64")


Sizes = dict[str, Any]
Rule = Callable[[str, Any, Sizes], None]


class Size(str):
    """The integer is the size of the dimension of this name."""

    __slots__ = ()


def each(expected: str, broken: Callable[[Tensor], Tensor]) -> Rule:
    """No entry is one of the `broken`."""

    def rule(name: str, value: Tensor | float, _: Sizes) -> None:
        values = torch.as_tensor(value)
        bad = broken(values)
        if bad.any():
            raise ValueError(f"{name} holds {_first(values, bad)}, expected {expected}")

    return rule


def within(lower: float, upper: float = math.inf) -> Rule:
    """Every entry lies from `lower` to `upper`, both included."""
    expected = f"at least {lower:g}" if math.isinf(upper) else f"a number from {lower:g} to {upper:g}"
    return each(expected, lambda values: (values < lower) | (values > upper))


finite = each("a finite number", lambda values: ~values.isfinite())
positive = each("a positive number", lambda values: values <= 0)
"""Every entry is greater than 0."""
probability = each("a probability", lambda values: values < 0)
one = each("1", lambda values: (values - 1).abs() > 1e-4)


def distribution(name: str, value: Tensor, sizes: Sizes) -> None:
    """The entries along the last dimension are probabilities that sum to one."""
    probability(name, value, sizes)
    one(f"the sum of {name}", value.detach().sum(-1), sizes)


def below(size: str, fewer: int = 0) -> Rule:
    """Every entry is an index from 0 to `size` − 1 − `fewer`, where `size` is a dimension."""

    def rule(name: str, value: Tensor, sizes: Sizes) -> None:
        last = sizes[size] - 1 - fewer
        outside = (value < 0) | (value > last)
        if outside.any():
            raise IndexError(f"{name} holds {_first(value, outside)}, expected an index from 0 to {last}")

    return rule


def some(name: str, value: Tensor, _: Sizes) -> None:
    """Not every entry is 0."""
    if not value.any():
        raise ValueError(f"{name} holds only zeros, expected a positive number")


def two_words(name: str, value: Tensor, _: Sizes) -> None:
    """There are at least two words, as a tree needs."""
    if len(value) < 2:
        raise ValueError(f"{name} has shape {tuple(value.shape)}, expected at least two words")


def inner_nodes(name: str, _: Tensor, sizes: Sizes) -> None:
    """There is an inner node, I, less than there are words, V."""
    if sizes["I"] != sizes["V"] - 1:
        raise ValueError(f"{name} has {sizes['I']} inner nodes, expected {sizes['V'] - 1} for {sizes['V']} words")


def no_larger_than(size: str) -> Rule:
    """An integer no larger than the dimension `size`."""

    def rule(name: str, value: int, sizes: Sizes) -> None:
        if value > sizes[size]:
            raise ValueError(f"{name} is {value}, expected at most {sizes[size]}")

    return rule


def single_or_double(name: str, value: torch.dtype, _: Sizes) -> None:
    """The dtype is float32 or float64."""
    if value not in (torch.float32, torch.float64):
        raise ValueError(f"{name} is {value}, expected torch.float32 or torch.float64")


def _first(values: Tensor, bad: Tensor) -> str:
    place = tuple(bad.nonzero()[0].tolist())
    return f"{values[place].item():.6g}" + (f" at {place}" if place else "")
