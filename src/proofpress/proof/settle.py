"""What a chain has defined or assumed so far, put into its later lines.

>>> from sympy import Function, Symbol
>>> x, L = Symbol("x", real=True), Function("L")
>>> settled(1 + L(2), [(L(x), x**2)])
5
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Basic, Symbol
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed


def settled(expression: Basic | None, known: Sequence[tuple[Basic, Basic]]) -> Basic | None:
    """`expression` with each known left side replaced by its right side, the latest first."""
    for left, right in reversed(known):
        if expression is not None:
            expression = _put_in(expression, left, right)
    return expression


def _put_in(expression: Basic, left: Basic, right: Basic) -> Basic:
    if isinstance(left, AppliedUndef):
        return _replace(expression, lambda e: _applied(e, left, right))
    if isinstance(left, Symbol | Indexed):
        return expression.xreplace({left: right})
    return expression


def _applied(e: Basic, left: AppliedUndef, right: Basic) -> Basic | None:
    """What `e` is by the definition of `left`, whose symbols are parameters; None where it is something else."""
    if not isinstance(e, AppliedUndef) or e.func != left.func or len(e.args) != len(left.args):
        return None
    names = {}
    for parameter, argument in zip(left.args, e.args, strict=True):
        if isinstance(parameter, Symbol):
            names[parameter] = argument
        elif parameter != argument:
            return None
    return right.xreplace(names)


def _replace(e: Basic, rule) -> Basic:  # type: ignore[no-untyped-def]
    """`e` with every part that `rule` answers for replaced, outermost first, and nothing else rebuilt."""
    new = rule(e)
    if new is not None:
        return new
    parts = [_replace(part, rule) for part in e.args]
    return e if all(a is b for a, b in zip(parts, e.args, strict=True)) else e.func(*parts)
