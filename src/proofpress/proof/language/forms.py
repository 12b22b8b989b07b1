"""Vectors as SymPy has them: only to be printed, for nothing is evaluated, and nothing proved of one.

As text each is the code that makes it, in the names of this module.

>>> from sympy import IndexedBase, Symbol
>>> Dot(Transposed(Table(IndexedBase("u"))), Unit(Symbol("o")) + IndexedBase("s"))
Dot(Transposed(Table(u)), s + Unit(o))
>>> Table(IndexedBase("u")).base, is_form(Unit), is_form(Symbol("o"))
(u, True, False)
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, IndexedBase, Symbol
from sympy.core.function import FunctionClass
from sympy.printing.str import StrPrinter


class Form(Expr):
    """A vector or a matrix."""

    is_commutative = True

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"{type(self).__name__}({', '.join(map(printer.doprint, self.args))})"


class Table(Form):
    """A whole array of two indices."""

    @property
    def base(self) -> IndexedBase:
        """The array."""
        found: IndexedBase = self.args[0]
        return found


class Whole(Form):
    """A function without some of its arguments, or all: of ``y_hat(j)`` ``Whole(y_hat, None)``, with no j."""

    function: Any
    arguments: tuple[Expr | None, ...]

    def __new__(cls, function: FunctionClass, *arguments: Expr | None) -> Whole:
        """The function, with None for what is left out."""
        made = super().__new__(cls, Symbol(function.__name__), *(a for a in arguments if a is not None))
        made.function, made.arguments = function, arguments
        return made

    def _hashable_content(self) -> tuple[Any, ...]:
        return self.function, self.arguments

    def _sympystr(self, printer: StrPrinter) -> str:
        shown = (str(argument and printer.doprint(argument)) for argument in self.arguments)
        return f"Whole({', '.join([self.function.__name__, *shown])})"


class Unit(Form):
    """The vector that is 1 at one place and 0 elsewhere."""


class Ones(Form):
    """The vector that is 1 at every place."""


class Identity(Form):
    """The matrix with ones on its diagonal, of a size."""


class Transposed(Form):
    """A matrix, or a vector as a row."""


class Row(Form):
    """The vector before a dot product, which is printed as a row."""


class Diagonal(Form):
    """The matrix with a vector on its diagonal."""


class Gradient(Form):
    """A derivative by vectors, or of one."""


class Dot(Form):
    """A product over the last axis of the one and the first of the other; with a row behind, the outer product."""


class Entrywise(Form):
    """A product of vectors entry by entry; a factor that it divides by is the inverse of a vector.

    >>> p, q, s = map(IndexedBase, "pqs")
    >>> Entrywise(p, s + 1, Inverse(q))
    Entrywise(p, s + 1, Inverse(q))
    """


class Inverse(Form):
    """What a product entry by entry divides by."""


def bare(factor: Any) -> Any:
    """A factor, or what it divides by.

    >>> bare(Inverse(Symbol("x"))), bare(Symbol("x"))
    (x, x)
    """
    return factor.args[0] if isinstance(factor, Inverse) else factor


class Squared(Form):
    """The squared length of a vector."""


def is_form(symbol: object) -> bool:
    """Whether an entry of the notation spells a form: a table, or what makes one."""
    return isinstance(symbol, Form) or (isinstance(symbol, type) and issubclass(symbol, Form))
