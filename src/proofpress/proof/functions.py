"""Functions that keep their name on the page and unfold to a definition when something is to be proved.

>>> from sympy import Symbol
>>> x = Symbol("x", real=True)
>>> sigmoid(x).unfold()
1/(1 + exp(-x))
"""

from __future__ import annotations

from sympy import Basic, Expr, Function, Symbol, exp, log
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import ArgumentIndexError


def rename_bound(expression: Basic, taken: set) -> Basic:
    """The same expression, with no bound name of its sums and products in `taken`.

    >>> from sympy import IndexedBase, Sum, symbols
    >>> i, j, V = symbols("i j V", integer=True)
    >>> rename_bound(Sum(IndexedBase("s")[i], (i, 1, V)), {i})
    Sum(s[i_], (i_, 1, V))
    """
    if not expression.has(ExprWithLimits):
        return expression
    parts = [rename_bound(part, taken) for part in expression.args]
    if isinstance(expression, ExprWithLimits):
        for name in [limit[0] for limit in expression.limits if limit[0] in taken]:
            fresh = Symbol(_unused(name.name, taken | expression.free_symbols), **name.assumptions0)
            parts = [part.xreplace({name: fresh}) for part in parts]
    return expression.func(*parts)


def _unused(name: str, taken: set) -> str:
    while any(getattr(symbol, "name", None) == name for symbol in taken):
        name += "_"
    return name


class Abbreviation(Function):
    """A name for an expression in its `parameters`; `body` may hold further free symbols (a score array, a size)."""

    parameters: tuple[Symbol, ...] = ()
    body: Expr

    def unfold(self) -> Expr:
        """The definition, with the arguments put in for the parameters (bound names are kept apart)."""
        taken = set().union(*(argument.free_symbols for argument in self.args))
        body = rename_bound(self.body, taken)
        return body.xreplace(dict(zip(self.parameters, self.args, strict=True)))

    @property
    def free_symbols(self) -> set:
        """Those of the definition too: an abbreviation of the scores depends on the scores."""
        hidden = self.body.free_symbols - set(self.parameters)
        return hidden.union(*(argument.free_symbols for argument in self.args))

    def _eval_is_real(self) -> bool | None:
        return self.body.is_real

    def _eval_is_positive(self) -> bool | None:
        return self.body.is_positive


def abbreviation(name: str, parameters: tuple[Symbol, ...], body: Expr) -> type[Abbreviation]:
    """A new abbreviation: `abbreviation("L", (o,), -log(p(o)))`.

    >>> from sympy import symbols
    >>> x, y = symbols("x y")
    >>> L = abbreviation("L", (x,), x**2 + y)
    >>> L(3), L(3).unfold(), L(3).free_symbols
    (L(3), y + 9, {y})
    """
    return type(name, (Abbreviation,), {"parameters": parameters, "body": body, "nargs": len(parameters) or None})


class sigmoid(Function):  # noqa: N801  functions of mathematics are lower case in SymPy
    """The logistic function 1/(1 + exp(-x)).

    >>> x = Symbol("x", real=True)
    >>> sigmoid(x).diff(x), sigmoid(x).fdiff()
    ((1 - sigmoid(x))*sigmoid(x), (1 - sigmoid(x))*sigmoid(x))
    """

    nargs = 1

    def unfold(self) -> Expr:
        """1/(1 + exp(-x))."""
        return 1 / (1 + exp(-self.args[0]))

    def fdiff(self, argindex: int = 1) -> Expr:
        """σ′ = σ(1 − σ)."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return self * (1 - self)

    def _eval_is_positive(self) -> bool | None:
        return self.args[0].is_real

    def _eval_is_real(self) -> bool | None:
        return self.args[0].is_real


class softplus(Function):  # noqa: N801  functions of mathematics are lower case in SymPy
    """log(1 + exp(x)).

    >>> x = Symbol("x", real=True)
    >>> softplus(x).diff(x), softplus(x).fdiff()
    (sigmoid(x), sigmoid(x))
    """

    nargs = 1

    def unfold(self) -> Expr:
        """log(1 + exp(x))."""
        return log(1 + exp(self.args[0]))

    def fdiff(self, argindex: int = 1) -> Expr:
        """softplus′ = σ."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return sigmoid(self.args[0])

    def _eval_is_positive(self) -> bool | None:
        return self.args[0].is_real

    def _eval_is_real(self) -> bool | None:
        return self.args[0].is_real
