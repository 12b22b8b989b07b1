"""The derivative of a scalar expression, built without evaluating anything.

>>> from sympy import Symbol, exp
>>> x = Symbol("x", real=True)
>>> derivative(exp(x), x)
exp(x)

|f| has the derivative f′·|f|/f, and Max and Min are written through |·|: at a tie there is no derivative.
The floor has derivative 0 wherever it has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from sympy import Abs, Add, Basic, Expr, Max, Min, Mul, Pow, Product, Rational, S, Sum, Symbol, exp, floor, log

from ..functions import sigmoid, softplus


class NoDerivative(Exception):
    """There is no rule for this; the message says for what."""


def unbounded(symbol: Symbol, ranges: Mapping[Symbol, object]) -> bool:
    """Whether a symbol is declared an integer and nothing more: as a bound of a Sum it stands for a size.

    >>> n, k = Symbol("n", integer=True), Symbol("k", integer=True, positive=True)
    >>> unbounded(n, {}), unbounded(k, {}), unbounded(n, {n: (1, 9)})
    (True, False, False)
    """
    signs = symbol.is_nonnegative, symbol.is_nonpositive
    return bool(symbol.is_integer) and signs == (None, None) and symbol not in ranges


def plus(*terms: Expr) -> Expr:
    """A sum left as it stands, zeros dropped.

    >>> x = Symbol("x", real=True)
    >>> plus(x, S.Zero), plus(x, x)
    (x, x + x)
    """
    rest = [t for t in terms if t is not S.Zero]
    return Add(*rest, evaluate=False) if len(rest) > 1 else (rest[0] if rest else S.Zero)


def times(*factors: Expr) -> Expr:
    """A product left as it stands, ones dropped.

    >>> x = Symbol("x", real=True)
    >>> times(x, S.One), times(x, S.Zero), times(x, x).args
    (x, 0, (x, x))
    """
    if S.Zero in factors:
        return S.Zero
    rest = [f for f in factors if f is not S.One]
    return Mul(*rest, evaluate=False) if len(rest) > 1 else (rest[0] if rest else S.One)


def negative(e: Expr) -> Expr:
    """−e.

    >>> x, y = Symbol("x", real=True), Symbol("y", real=True)
    >>> negative(plus(x, y))
    -(x + y)
    """
    return times(S.NegativeOne, e)


def over(e: Expr, below: Expr) -> Expr:
    """e/below.

    >>> x = Symbol("x", real=True)
    >>> over(x, x)
    x/x
    """
    return times(e, Pow(below, S.NegativeOne, evaluate=False))


@lru_cache(8192)
def free_symbols(e: Basic) -> frozenset[Symbol]:
    """The symbols of an expression as it stands, less the indices of its sums.

    SymPy's own works out what it looks through: it lacks what cancels in a Sum, and fails where Max meets log(0).

    >>> x, k = Symbol("x", real=True), Symbol("k", integer=True)
    >>> sorted(free_symbols(Sum(k * x - k * x + k, (k, 1, 3)) + Max(x, 0)), key=str)
    [x]
    """
    if isinstance(e, Sum | Product):
        found = free_symbols(e.function)
        for index, *bounds in e.limits:
            found = (found - {index}).union(*map(free_symbols, bounds))
        return found
    if e.func not in RULES:
        return frozenset(e.free_symbols)
    return frozenset().union(*map(free_symbols, e.args))


def replaced(e: Basic, values: Mapping[Expr, Expr]) -> Basic:
    """The same with other things in place of some, worked out only where numbers meet.

    >>> x, y = Symbol("x", real=True), Symbol("y", real=True)
    >>> replaced(exp(x) + x, {x: y}), replaced(plus(x, y), {x: S.One, y: S.One})
    (y + exp(y), 2)
    """
    if e in values:
        return values[e]
    args = [replaced(a, values) for a in e.args]
    if all(new is old for new, old in zip(args, e.args, strict=True)):
        return e
    if e.func not in RULES or isinstance(e, Sum | Product):
        return e.func(*args)
    return e.func(*args, evaluate=e.func in EXACT and all(isinstance(a, Rational) for a in args))


EXACT = {Add, Mul, Abs, Max, Min, floor}
"""What may be worked out at once of rational numbers."""


def unfolded(e: Expr) -> Expr | None:
    """The definition of an abbreviation, left as it stands; None for anything else.

    >>> x = Symbol("x", real=True)
    >>> unfolded(sigmoid(x)), unfolded(exp(x))
    (1/(1 + exp(-x)), None)
    """
    if isinstance(e, sigmoid):
        grown = exp(negative(e.args[0]), evaluate=False)
        return Pow(plus(S.One, grown), S.NegativeOne, evaluate=False)
    if isinstance(e, softplus):
        return log(plus(S.One, exp(e.args[0], evaluate=False)), evaluate=False)
    return e.unfold() if hasattr(e, "unfold") else None


def derivative(e: Expr, x: Symbol) -> Expr:
    """de/dx."""
    if e == x:
        return S.One
    if x not in free_symbols(e):
        return S.Zero
    rule = RULES.get(e.func)
    if rule is None:
        raise NoDerivative(f"no derivative of {e.func.__name__} is known")
    return rule(e, x)


def _product(e: Expr, x: Symbol) -> Expr:
    terms = []
    for k, factor in enumerate(e.args):
        others = e.args[:k] + e.args[k + 1 :]
        terms.append(times(derivative(factor, x), *others))
    return plus(*terms)


def _power(e: Expr, x: Symbol) -> Expr:
    base, exponent = e.base, e.exp
    if x not in free_symbols(exponent):
        less = exponent - 1 if isinstance(exponent, Rational) else plus(exponent, S.NegativeOne)
        lower = base if less is S.One else Pow(base, less, evaluate=False)
        return times(exponent, lower, derivative(base, x))
    slope = times(derivative(exponent, x), log(base, evaluate=False))
    if x in free_symbols(base):
        slope = plus(slope, over(times(exponent, derivative(base, x)), base))
    return times(e, slope)


def _sigmoid(e: Expr, x: Symbol) -> Expr:
    return times(e, plus(S.One, negative(e)), derivative(e.args[0], x))


def _size(e: Expr, x: Symbol) -> Expr:
    return times(derivative(e.args[0], x), over(e, e.args[0]))


def _floor(e: Expr, _: Symbol) -> Expr:
    """Zero, with a value only where what stands in the floor is no integer."""
    inner = e.args[0]
    if inner.has(floor):
        raise NoDerivative("where a floor of a floor jumps is not known")
    return Mul(S.Zero, Pow(plus(inner, negative(e)), S.NegativeOne, evaluate=False), evaluate=False)


def _extreme(e: Expr, x: Symbol) -> Expr:
    return derivative(_through_size(e), x)


def _through_size(e: Max | Min) -> Expr:
    """Max and Min of two as (a + b ± |a − b|)/2, of more by twos."""
    first, *others = e.args
    for other in others:
        gap = Abs(plus(first, negative(other)), evaluate=False)
        first = times(S.Half, plus(first, other, gap if e.func is Max else negative(gap)))
    return first


def _sum(e: Expr, x: Symbol) -> Expr:
    _bounds_are_free(e, x)
    return Sum(derivative(e.function, x), *e.limits)


def _fold_product(e: Expr, x: Symbol) -> Expr:
    _bounds_are_free(e, x)
    if len(e.limits) > 1:
        raise NoDerivative("the derivative of a double product is not known")
    slope = over(derivative(e.function, x), e.function)
    return times(e, Sum(slope, *e.limits))


def _bounds_are_free(e: Expr, x: Symbol) -> None:
    if any(x in free_symbols(bound) for _, *bounds in e.limits for bound in bounds):
        raise NoDerivative(f"a bound of a {e.func.__name__} depends on {x}")


RULES: dict[object, Callable[[Expr, Symbol], Expr]] = {
    Add: lambda e, x: plus(*(derivative(a, x) for a in e.args)),
    Mul: _product,
    Pow: _power,
    exp: lambda e, x: times(e, derivative(e.args[0], x)),
    log: lambda e, x: over(derivative(e.args[0], x), e.args[0]),
    sigmoid: _sigmoid,
    softplus: lambda e, x: times(sigmoid(e.args[0], evaluate=False), derivative(e.args[0], x)),
    Abs: _size,
    Max: _extreme,
    Min: _extreme,
    floor: _floor,
    Sum: _sum,
    Product: _fold_product,
}
