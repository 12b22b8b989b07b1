"""A differentiable function of several numbers, of which nothing else is known: `J(s[j] for j=1..V)`.

>>> from sympy import IndexedBase, Symbol
>>> j, V, J = Symbol("j", integer=True), Symbol("V", integer=True), differentiable("J")
>>> J(IndexedBase("s", real=True)[j], (j, 1, V))
J(s[j], (j, 1, V))
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Basic, Expr, Tuple
from sympy.concrete.expr_with_limits import ExprWithLimits


class Several(ExprWithLimits):
    """Such a function at the numbers that `function` has over the limit; make its class with `differentiable`."""

    is_real = True

    def __new__(cls, function: Expr, limit: Sequence[Basic]) -> Several:
        """The function, as written: SymPy would make one of two that stand in each other."""
        made = Expr.__new__(cls, function, Tuple(*limit))
        made.is_commutative = True
        return made


def differentiable(name: str) -> type[Several]:
    """The class of one such letter."""
    return type(name, (Several,), {})
