"""Every argument is judged by the signature: what an annotation promises is what the caller must bring.

`checked` reads the jaxtyping annotations of a function and refuses, in one line, what does not fit them.
A `ValueError` or an `IndexError` names the argument, its value and what was expected.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_type_hints

import torch
from torch import Tensor

P = ParamSpec("P")
R = TypeVar("R")
Sizes = dict[str, Any]
Rule = Callable[[str, Any, Sizes], None]


def checked(**rules: Rule) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Judge the arguments by their annotations, and those named in `rules` by their rule too.

    A tensor must have the dtype, the shape and at least one entry; it must hold no NaN, and floating arguments share
    one dtype.
    An `int` is a size, at least 1; a `float` is finite.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        hints = get_type_hints(function)
        signature = inspect.signature(function)

        @wraps(function)
        def judged(*args: P.args, **kwargs: P.kwargs) -> R:
            sizes: Sizes = {}
            brought = signature.bind(*args, **kwargs).arguments
            for name, value in brought.items():
                _judge(name, value, hints.get(name), sizes)
            for name in rules.keys() & brought.keys():
                rules[name](name, brought[name], sizes)
            return function(*args, **kwargs)

        return judged

    return decorate


def below(size: str) -> Rule:
    """Every entry is an index from 0 to `size` − 1, where `size` is a dimension or an `int` argument."""

    def rule(name: str, value: Tensor, sizes: Sizes) -> None:
        outside = (value < 0) | (value >= sizes[size])
        if outside.any():
            raise IndexError(f"{name} holds {_first(value, outside)}, expected an index from 0 to {sizes[size] - 1}")

    return rule


def within(lower: float, upper: float = math.inf) -> Rule:
    """Every entry lies from `lower` to `upper`, both included."""

    def rule(name: str, value: Tensor | float, _: Sizes) -> None:
        values = torch.as_tensor(value)
        _refuse(name, values, (values < lower) | (values > upper), _interval(lower, upper))

    return rule


def positive(name: str, value: Tensor | float, _: Sizes) -> None:
    """Every entry is greater than 0 and finite."""
    values = torch.as_tensor(value)
    _refuse(name, values, (values <= 0) | torch.isinf(values), "a positive number")


def distribution(name: str, value: Tensor, _: Sizes) -> None:
    """The entries along the last dimension are probabilities that sum to one."""
    _refuse(name, value, value < 0, "a probability")
    total = value.detach().sum(-1)
    _refuse(f"the sum of {name}", total, (total - 1).abs() > 1e-4, "1")


def positive_distribution(name: str, value: Tensor, sizes: Sizes) -> None:
    """As `distribution`, with no probability of zero."""
    positive(name, value, sizes)
    distribution(name, value, sizes)


def no_larger_than(size: str) -> Rule:
    """An `int` no larger than the dimension `size`."""

    def rule(name: str, value: int, sizes: Sizes) -> None:
        if value > sizes[size]:
            raise ValueError(f"{name} is {value}, expected at most {sizes[size]}")

    return rule


def _judge(name: str, value: Any, hint: Any, sizes: Sizes) -> None:
    if hasattr(hint, "dim_str"):
        _judge_tensor(name, value, hint, sizes)
    elif hasattr(hint, "_fields"):
        if not isinstance(value, hint):
            raise ValueError(f"{name} is {value!r}, expected a {hint.__name__}")
        for field, promised in get_type_hints(hint).items():
            _judge(f"{name}.{field}", getattr(value, field), promised, sizes)
    elif hint is int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} is {value!r}, expected an integer of at least 1")
        sizes[name] = value
    elif hint is float and not (isinstance(value, int | float) and math.isfinite(value)):
        raise ValueError(f"{name} is {value!r}, expected a finite number")


def _judge_tensor(name: str, value: Any, hint: Any, sizes: Sizes) -> None:
    if not isinstance(value, Tensor):
        raise ValueError(f"{name} is {value!r}, expected a torch.Tensor")
    _judge_dtype(name, value, hint, sizes)
    if value.numel() == 0:
        raise ValueError(f"{name} is empty, of shape {tuple(value.shape)}, expected at least one entry")
    _judge_shape(name, value, hint.dim_str.split(), sizes)
    if value.is_floating_point():
        _refuse(name, value, value.isnan(), "numbers")


def _judge_dtype(name: str, value: Tensor, hint: Any, sizes: Sizes) -> None:
    dtype = str(value.dtype).removeprefix("torch.")
    if dtype not in hint.dtypes:
        raise ValueError(f"{name} has dtype {dtype}, expected {hint.__name__.split('[')[0].lower()}")
    if value.is_floating_point() and sizes.setdefault("dtype", dtype) != dtype:
        raise ValueError(f"{name} has dtype {dtype}, expected {sizes['dtype']} as in the arguments before it")


def _judge_shape(name: str, value: Tensor, dimensions: list[str], sizes: Sizes) -> None:
    shape, known = list(value.shape), dict(sizes)
    fits = True
    if dimensions and dimensions[0].startswith(("*", "...")):
        cut = len(shape) - (len(dimensions) - 1)
        fits = cut >= 0 and _fits(dimensions[0], tuple(shape[: max(cut, 0)]), sizes)
        shape, rest = shape[max(cut, 0) :], dimensions[1:]
    else:
        rest = dimensions
    fits = fits and len(shape) == len(rest) and all(_fits(d, n, sizes) for d, n in zip(rest, shape, strict=True))
    if not fits:
        raise ValueError(f"{name} has shape {tuple(value.shape)}, expected {_shape(dimensions, known)}")


def _fits(dimension: str, found: Any, sizes: Sizes) -> bool:
    return dimension == "..." or sizes.setdefault(dimension, found) == found


def _shape(dimensions: list[str], sizes: Sizes) -> str:
    named = ", ".join(f"{dimension} = {sizes[dimension]}" for dimension in dimensions if dimension in sizes)
    return f"({', '.join(dimensions)})" + (f" with {named}" if named else "")


def floating(dtype: torch.dtype) -> None:
    """Refuse what is not a floating dtype."""
    if not (isinstance(dtype, torch.dtype) and dtype.is_floating_point):
        raise ValueError(f"dtype is {dtype!r}, expected a floating dtype such as torch.float32")


def _refuse(name: str, values: Tensor, bad: Tensor, expected: str) -> None:
    if bad.any():
        raise ValueError(f"{name} holds {_first(values, bad)}, expected {expected}")


def _first(values: Tensor, bad: Tensor) -> str:
    place = tuple(bad.nonzero()[0].tolist())
    return f"{values[place].item():.6g}" + (f" at {place}" if place else "")


def _interval(lower: float, upper: float) -> str:
    return f"at least {lower:g}" if math.isinf(upper) else f"a number from {lower:g} to {upper:g}"
