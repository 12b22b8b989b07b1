"""Vectors as SymPy has them: only to be printed, for nothing is evaluated, and nothing proved of one.

>>> from sympy import IndexedBase, Symbol
>>> Dot(Transposed(Table(IndexedBase("u"))), Unit(Symbol("o")) + IndexedBase("s"))
tr(u) @ (s + unit(o))
>>> Table(IndexedBase("u")).base, is_form(Unit), is_form(Symbol("o"))
(u, True, False)
"""

from __future__ import annotations

from typing import Any

from sympy import Expr, IndexedBase, Symbol
from sympy.core.function import FunctionClass
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter


class Form(Expr):
    """A vector or a matrix; written as the text of a chain has it."""

    is_commutative = True
    head = ""

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"{self.head}({', '.join(map(printer.doprint, self.args))})"


class Table(Form):
    """A whole array of two indices."""

    @property
    def base(self) -> IndexedBase:
        """The array."""
        found: IndexedBase = self.args[0]
        return found

    def _sympystr(self, printer: StrPrinter) -> str:
        return str(printer.doprint(self.base))


class Whole(Form):
    """A function without some of its arguments, or all: ``y_hat`` for ``y_hat(j)``."""

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
        shown = ["_" if argument is None else printer.doprint(argument) for argument in self.arguments]
        name = self.function.__name__
        return f"{name}({', '.join(shown)})" if set(shown) != {"_"} else name


class Unit(Form):
    """The vector that is 1 at one place and 0 elsewhere."""

    head = "unit"


class Ones(Form):
    """The vector that is 1 at every place."""

    head = "ones"


class Identity(Form):
    """The matrix with ones on its diagonal, of a size."""

    def _sympystr(self, printer: StrPrinter) -> str:
        return str(printer.doprint(Diagonal(Ones(*self.args))))


class Transposed(Form):
    """A matrix, or a vector as a row."""

    head = "tr"


class Row(Form):
    """The vector before a dot product, which is printed as a row."""

    def _sympystr(self, printer: StrPrinter) -> str:
        return str(printer.parenthesize(self.args[0], PRECEDENCE["Pow"]))


class Diagonal(Form):
    """The matrix with a vector on its diagonal."""

    head = "diag"


class Gradient(Form):
    """A derivative by vectors, or of one."""

    head = "d"


class Dot(Form):
    """A product over the last axis of the one and the first of the other; with a row behind, the outer product."""

    precedence = PRECEDENCE["Mul"]

    def _sympystr(self, printer: StrPrinter) -> str:
        return " @ ".join(printer.parenthesize(part, PRECEDENCE["Pow"]) for part in self.args)


class Entrywise(Form):
    """A product of vectors entry by entry; a factor that it divides by is the inverse of a vector.

    >>> p, q, s = map(IndexedBase, "pqs")
    >>> Entrywise(p, s + 1, Inverse(q)), Identity(Symbol("V"))
    (p .* (s + 1) ./ q, diag(ones(V)))
    """

    precedence = PRECEDENCE["Mul"]

    def _sympystr(self, printer: StrPrinter) -> str:
        first, *rest = self.args
        signs = ("./" if isinstance(factor, Inverse) else ".*" for factor in rest)
        others = (f" {sign} {printer.parenthesize(bare(factor), PRECEDENCE['Pow'])}"
                  for sign, factor in zip(signs, rest, strict=True))  # fmt: skip
        return str(printer.parenthesize(first, PRECEDENCE["Pow"])) + "".join(others)


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

    precedence = PRECEDENCE["Mul"]

    def _sympystr(self, printer: StrPrinter) -> str:
        return str(printer.doprint(Dot(*self.args * 2)))


def is_form(symbol: object) -> bool:
    """Whether an entry of the notation spells a form: a table, or what makes one."""
    return isinstance(symbol, Form) or (isinstance(symbol, type) and issubclass(symbol, Form))
