"""Every argument is judged by its type: what the type promises is what the caller must bring.

`checked` reads the annotations of a function and refuses, in one line, what does not fit them.
A `ValueError` or an `IndexError` names the argument, its value and what was expected.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator
from functools import wraps
from types import UnionType
from typing import Annotated, Any, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from torch import Tensor

from .promises.rules import Size, Sizes, finite

P = ParamSpec("P")
R = TypeVar("R")


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Judge each argument by its annotation, and by the rules that stand in it.

    A tensor must have the dtype, the shape and at least one entry; floating entries are finite, and floating
    arguments share one dtype.
    An `int` is a size, at least 1; a `float` is finite; all else is of its class.
    """
    promised = get_type_hints(function, include_extras=True)
    signature = inspect.signature(function)

    @wraps(function)
    def judged(*args: P.args, **kwargs: P.kwargs) -> R:
        brought = signature.bind(*args, **kwargs).arguments
        _judge_all([part for name, value in brought.items() for part in _parts(name, value, promised.get(name))])
        return function(*args, **kwargs)

    return judged


def _parts(name: str, value: Any, hint: Any) -> Iterator[tuple[str, Any, Any, list[Any]]]:
    """An argument with its bare type and what is said of it, and after it the fields of a named tuple."""
    kind, *said = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    yield name, value, kind, said
    if hasattr(kind, "_fields") and isinstance(value, kind):
        for field, promised in get_type_hints(kind, include_extras=True).items():
            yield from _parts(f"{name}.{field}", getattr(value, field), promised)


def _judge_all(parts: list[tuple[str, Any, Any, list[Any]]]) -> None:
    """Refuse the first that does not fit its type; then, as all sizes are known, the first that breaks a rule."""
    sizes: Sizes = {}
    for name, value, kind, said in parts:
        _judge(name, value, kind, sizes)
        sizes.update({size: value for size in said if isinstance(size, Size)})
    for name, value, _, said in parts:
        for rule in filter(callable, said):
            rule(name, value, sizes)


def _judge(name: str, value: Any, kind: Any, sizes: Sizes) -> None:
    if kind is None or kind is Any:
        return
    if hasattr(kind, "dim_str"):
        _judge_tensor(name, value, kind, sizes)
    elif kind is int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} is {value!r}, expected an integer of at least 1")
    elif kind is float:
        if not (isinstance(value, int | float) and math.isfinite(value)):
            raise ValueError(f"{name} is {value!r}, expected a finite number")
    elif not isinstance(value, kind if isinstance(kind, UnionType) else get_origin(kind) or kind):
        raise ValueError(f"{name} is {value!r}, expected a {_name(kind)}")


def _name(kind: Any) -> str:
    kinds = get_args(kind) if isinstance(kind, UnionType) else [kind]
    return " or ".join(each.__name__.removesuffix("Type") for each in kinds)


def _judge_tensor(name: str, value: Any, kind: Any, sizes: Sizes) -> None:
    if not isinstance(value, Tensor):
        raise ValueError(f"{name} is {value!r}, expected a torch.Tensor")
    _judge_dtype(name, value, kind, sizes)
    if value.numel() == 0:
        raise ValueError(f"{name} is empty, of shape {tuple(value.shape)}, expected at least one entry")
    _judge_shape(name, value, kind.dim_str.split(), sizes)
    if value.is_floating_point():
        finite(name, value, sizes)


def _judge_dtype(name: str, value: Tensor, kind: Any, sizes: Sizes) -> None:
    dtype = str(value.dtype).removeprefix("torch.")
    if dtype not in kind.dtypes:
        raise ValueError(f"{name} has dtype {dtype}, expected {' or '.join(kind.dtypes)}")
    if value.is_floating_point() and sizes.setdefault("dtype", dtype) != dtype:
        raise ValueError(f"{name} has dtype {dtype}, expected {sizes['dtype']} as in the arguments before it")


def _judge_shape(name: str, value: Tensor, dimensions: list[str], sizes: Sizes) -> None:
    found: list[Any] = list(value.shape)
    if dimensions and dimensions[0].startswith("*"):  # stands for all dimensions that the others leave
        leading = len(found) - len(dimensions) + 1
        found = [tuple(found[:leading]), *found[leading:]] if leading >= 0 else []
    expected = _shape(dimensions, sizes)
    if len(found) != len(dimensions) or any(map(lambda d, size: sizes.setdefault(d, size) != size, dimensions, found)):
        raise ValueError(f"{name} has shape {tuple(value.shape)}, expected {expected}")


def _shape(dimensions: list[str], sizes: Sizes) -> str:
    named = ", ".join(f"{dimension} = {sizes[dimension]}" for dimension in dimensions if dimension in sizes)
    return f"({', '.join(dimensions)})" + (f" with {named}" if named else "")
