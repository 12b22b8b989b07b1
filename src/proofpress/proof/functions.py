"""Functions that keep their name on the page and unfold to a definition when something is to be proved.

>>> from sympy import Symbol
>>> x = Symbol("x", real=True)
>>> sigmoid(x).unfold()
1/(1 + exp(-x))
"""

from __future__ import annotations

from sympy import Expr, Function, Symbol, exp, log
from sympy.core.function import ArgumentIndexError

from .substitution import free, put


class Abbreviation(Function):
    """A name for an expression in its `parameters`; `body` may hold further free symbols (a score array, a size)."""

    parameters: tuple[Symbol, ...] = ()
    body: Expr

    def unfold(self) -> Expr:
        """The definition, with the arguments put in for the parameters (bound names are kept apart)."""
        return put(self.body, dict(zip(self.parameters, self.args, strict=True)))

    @property
    def hidden(self) -> set:
        """The symbols and arrays that the definition holds beside its parameters."""
        return free(self.body) - set(self.parameters)

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
    >>> L(3), L(3).unfold(), L(3).free_symbols, L(3).hidden
    (L(3), y + 9, {y}, {y})
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
