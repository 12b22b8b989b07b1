"""From nodes to SymPy for a claim: fractions of small numbers are worked out, derivatives too, and nothing else is.

>>> parse("ln(1/(1 + e**-x))", {"x": Symbol("x", real=True)})
log(1/(1 + exp(-x)))
>>> parse("x.diff()", {"x": Symbol("x", real=True)})
Traceback (most recent call last):
proofpress.proof.language.claims.ClaimError: at character 2: an attribute; write exp(x) for x.exp(), tr(u) for u.T
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from math import log2, prod
from typing import ClassVar

from sympy import (
    And,
    Dummy,
    Eq,
    Expr,
    IndexedBase,
    Integer,
    Mul,
    Ne,
    Pow,
    Rational,
    S,
    Symbol,
    oo,
    preorder_traversal,
)
from sympy.logic.boolalg import Boolean

from ..scalar import calculus
from . import latex
from .build import COMPARED, FUNCTIONS, Builder, Rules, refuse_long
from .letters import symbol
from .nodes import LanguageError, Node
from .parse import NODES, Parser, Ranges
from .scope import CONSTANTS, Scope
from .shorthand import spelled

BITS, TERMS = 4_000, 20_000
"""Limits: bits of a number, terms of a sum."""
COMPARISONS: dict[str, type] = {**COMPARED, "==": Eq, "!=": Ne}
TRUTHS = {"True": S.true, "False": S.false}
RESERVED = {*TRUTHS, "E", "pi", "EulerGamma", "oo", "exp", "log", "sqrt", "sigmoid", "softplus", "floor", "Rational"}
RESERVED |= {"Max", "Min", "Abs", "Sum", "Product", "diff"}


class ClaimError(ValueError):
    """A claim that cannot be read; the message is one line: where, what stands there, what is allowed."""


def declared(name: str, kind: str) -> Symbol | IndexedBase:
    """A symbol, or the array of entries, with its assumptions: ``positive integer``, ``positive entries`` and the like.

    >>> declared("n", "positive integer").is_nonnegative
    True
    """
    if not name.isidentifier() or not name.isascii():
        raise ClaimError(f"{name!r} is no name; a name is letters, digits and _")
    if name in RESERVED:
        raise ClaimError(f"{name} cannot be declared; it has a meaning of its own")
    try:
        return symbol(name, str(kind))
    except ValueError as problem:
        raise ClaimError(str(problem)) from None


class ClaimBuilder(Builder):
    """Builds the nodes of a claim."""

    functions: ClassVar[Rules] = {name: rule for name, rule in FUNCTIONS.items() if name != "delta"}

    def _number(self, node: Node) -> Expr:
        refuse_long(node)
        value = Fraction(node.text)
        return Rational(value.numerator, value.denominator)

    def _name(self, node: Node) -> Expr:
        if node.text in TRUTHS:
            what = f"{node.text} inside an expression"
            raise LanguageError(node.at, what, "a truth value may only be a whole side")
        found = super()._name(node)
        if found is oo:
            raise LanguageError(node.at, "oo outside a bound", "oo may only be the upper bound of a sum")
        return found

    def _compare(self, node: Node) -> Expr:
        raise LanguageError(node.at, "a comparison inside an expression", "a comparison may only be a whole side")

    def _mean(self, node: Node) -> Expr:
        raise LanguageError(node.at, "a mean", "declare its letters with --size, --index and --entries")

    def _sum(self, node: Node) -> Expr:
        parts = self.all(node.parts)
        return _folded(sum, parts) or calculus.plus(*parts)

    def _negative(self, node: Node) -> Expr:
        inner = self(node.parts[0])
        return -inner if isinstance(inner, Rational) else calculus.negative(inner)

    def _inverse(self, node: Node) -> Expr:
        inner = self(node.parts[0])
        return 1 / inner if isinstance(inner, Rational) and inner else Pow(inner, S.NegativeOne, evaluate=False)

    def _product(self, node: Node) -> Expr:
        """A product as it is written; a zero factor stays, since the others may be undefined."""
        parts = self.all(node.parts)
        rest = [part for part in parts if part is not S.One]
        written = Mul(*rest, evaluate=False) if len(rest) > 1 else (rest[0] if rest else S.One)
        return _folded(prod, parts) or written

    def _power(self, node: Node) -> Expr:
        base, exponent = self.all(node.parts)
        _guard_power(node, base, exponent)
        if isinstance(base, Rational) and isinstance(exponent, Integer) and _bits(base) * abs(exponent) <= BITS:
            return base**exponent if base or exponent > 0 else Pow(base, exponent, evaluate=False)
        return super()._power(node)

    def _fold(self, node: Node) -> Expr:
        """The outer limits come last and bind the bounds of the inner ones."""
        body, *limits = node.parts
        inner, made = self, list[tuple]()
        for limit in reversed(limits):
            if limit.text in RESERVED:
                raise LanguageError(limit.at, f"{limit.text} as an index", "choose another name")
            ends = [oo if _is_infinity(end) else inner(end) for end in limit.parts]
            _guard_bounds(node.text, limit, *ends)
            name = Dummy(limit.text, integer=True)
            inner = ClaimBuilder(Scope({**inner.scope.names, limit.text: name}))
            made.insert(0, (name, *ends))
        found: Expr = self._kind(node)(inner(body), *made)
        return found

    def _derivative(self, node: Node) -> Expr:
        body, *by = node.parts
        out = self(body)
        for variable in by:
            symbol = self.scope.names.get(variable.text) if variable.kind == "name" else None
            if not isinstance(symbol, Symbol) or isinstance(symbol, Dummy):
                what = f"a derivative by {variable.text!r}, which is not a declared letter"
                raise LanguageError(variable.at, what, "write d(f, x), d(f, x, x) or diff(f, x, 2)")
            if symbol.is_integer:
                what = f"a derivative by the integer {variable.text}"
                raise LanguageError(variable.at, what, "derive by a real or positive letter")
            out = _derived(out, symbol, variable.at)
        return out


def _derived(e: Expr, symbol: Symbol, at: int) -> Expr:
    try:
        out = calculus.derivative(e, symbol)
    except calculus.NoDerivative as reason:
        raise LanguageError(at, str(reason), "write the derivative out") from None
    if sum(1 for _ in islice(preorder_traversal(out), 20 * NODES + 1)) > 20 * NODES:
        raise LanguageError(at, "a derivative that is too long", "shorten the expression")
    return out


def _is_infinity(node: Node) -> bool:
    return node.kind == "name" and CONSTANTS.get(node.text) is oo


def _guard_bounds(kind: str, limit: Node, lower: Expr, upper: Expr) -> None:
    if lower is oo or (upper is oo and kind == "prod"):
        raise LanguageError(limit.at, "an infinite bound here", "oo may only be the upper bound of a sum")
    if isinstance(lower, Rational) and isinstance(upper, Rational) and upper - lower > TERMS:
        raise LanguageError(limit.at, f"more than {TERMS} terms", "use fewer")
    for bound in (lower, upper):
        if isinstance(bound, Rational) and not bound.is_Integer and bound is not oo:
            raise LanguageError(limit.at, f"the bound {bound}", "a bound must be an integer")


def _folded(combine: Callable, parts: Sequence[Expr]) -> Expr | None:
    """A sum or product of small rationals, worked out."""
    if not all(isinstance(p, Rational) for p in parts):
        return None
    if sum(p.p.bit_length() + p.q.bit_length() for p in parts) > BITS:
        return None
    value = combine([Fraction(int(p.p), int(p.q)) for p in parts])
    return Rational(value.numerator, value.denominator)


def _storeys(node: Node) -> int:
    """How many powers stand one in the exponent of the other."""
    if node.kind == "power":
        return max(_storeys(node.parts[0]), 1 + _storeys(node.parts[1]))
    return max((_storeys(p) for p in node.parts), default=0)


def _guard_power(node: Node, base: Expr, exponent: Expr) -> None:
    """No number above two to the power of a hundred thousand, and none as far below one."""
    tower = not calculus.free_symbols(exponent) and isinstance(exponent, Pow)
    if tower or _storeys(node) > 3:
        raise LanguageError(node.at, "a tower of powers", "an exponent may hold a power, not a tower of them")
    if not isinstance(base, Rational) or not isinstance(exponent, Rational):
        return
    doublings = abs(log2(abs(base.p)) - log2(base.q)) if base else 0
    if doublings and abs(exponent) > 100_000 / doublings:
        raise LanguageError(node.at, "a tower of powers, or a power too large to be worked out", "use smaller numbers")


def _bits(number: Rational) -> int:
    return max(int(number.p).bit_length(), int(number.q).bit_length())


def parse(text: str, symbols: Mapping[str, Symbol]) -> Expr | Boolean:
    """The expression, comparison or truth value that a text stands for; raises `ClaimError`."""
    try:
        return side(read(text, {}, symbols), symbols)
    except LanguageError as problem:
        raise ClaimError(str(problem)) from None


def read(text: str, ranges: Ranges, letters: Mapping[str, object]) -> Node:
    r"""The nodes of a side in the language or in LaTeX, every shorthand spelled out.

    >>> read(r"\frac{x_1}{2}", {}, {}) == read("x_1/2", {}, {})
    True
    """
    if latex.is_latex(text):
        arrays = frozenset(name for name, letter in letters.items() if isinstance(letter, IndexedBase))
        return spelled(latex.settled(latex.read(text, ranges), arrays), letters)
    parser = Parser(text, ranges)
    node = parser.compared()
    parser.close("write * between factors; an operator may stand here")
    return spelled(node, letters)


def side(node: Node, symbols: Mapping[str, Symbol]) -> Expr | Boolean:
    """The expression, comparison or truth value of a side's nodes; raises `LanguageError`.

    >>> side(read("2*x", {}, {}), {"x": Symbol("x", real=True)})
    2*x
    """
    build = ClaimBuilder(Scope(symbols))
    if node.kind == "name" and node.text in TRUTHS and node.text not in build.scope.names:
        return TRUTHS[node.text]
    if node.kind != "compare":
        return build(node)
    signs = node.text.split()
    if "=" in signs:
        raise LanguageError(node.at, "a single = in a side", "write the two sides apart, or == for a truth value")
    sides = build.all(node.parts)
    if any(calculus.free_symbols(side) for side in sides):
        what = "a comparison with symbols in it"
        raise LanguageError(node.at, what, "compare numbers, or claim that two sides are equal")
    pairs = zip(signs, sides, sides[1:], strict=False)
    compared = [COMPARISONS[sign](left, right, evaluate=False) for sign, left, right in pairs]
    return compared[0] if len(compared) == 1 else And(*compared, evaluate=False)
