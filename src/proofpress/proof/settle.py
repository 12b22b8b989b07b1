"""What a chain has defined or assumed so far, put into its later lines.

>>> from sympy import Function, Symbol
>>> x, L = Symbol("x", real=True), Function("L")
>>> settled(1 + L(2), [(L(x), x**2)])
5
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Basic
from sympy.core.function import AppliedUndef

from .substitution import put, put_call


def settled(expression: Basic | None, known: Sequence[tuple[Basic, Basic]]) -> Basic | None:
    """`expression` with each known left side replaced by its right side, the latest first."""
    for left, right in reversed(known):
        if expression is not None:
            is_call = isinstance(left, AppliedUndef)
            expression = put_call(expression, left, right) if is_call else put(expression, {left: right})
    return expression
