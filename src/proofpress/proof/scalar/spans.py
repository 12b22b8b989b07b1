"""What the prover knows of a number: two ends between which it lies, by mpmath's intervals.

The refuter has bounds of its own (`enclosure`), so that no mistake in either passes both.
A function with one bound symbol after another is enclosed over a whole box at once.

>>> from sympy import Rational, Symbol, exp
>>> x = Symbol("x", real=True)
>>> sign_of(enclose(exp(x) - 1, {x: span(Rational(1), Rational(2), 80)}, 80))
1
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from mpmath.libmp import (
    fone,
    from_int,
    from_man_exp,
    from_rational,
    fzero,
    mpf_abs,
    mpf_add,
    mpf_ceil,
    mpf_euler,
    mpf_exp,
    mpf_floor,
    mpf_le,
    mpf_log,
    mpf_lt,
    mpf_mul,
    mpf_pi,
    mpf_sub,
    round_ceiling,
    round_floor,
    to_int,
)
from mpmath.libmp.libmpi import mpi_abs, mpi_add, mpi_div, mpi_mul, mpi_pow_int
from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Pow, Product, Rational, S, Sum, Symbol, exp, floor, log

from .calculus import unfolded

Span = tuple  # (lower, upper), raw mpmath floats
Rule = Callable[[list[Span], int], Span]

TERMS = 20_000
"""The most terms of a Sum or Product that are enclosed one by one."""
HUGE = 40
"""The exponential of what has so many binary digits before the point is not worked out."""
ONE: Span = (fone, fone)


class Unclear(Exception):
    """Nothing is known of the number: a function may have no value here, or the span is too wide to tell."""


def span(low: Rational, high: Rational, bits: int) -> Span:
    """From one rational number to another.

    >>> sign_of(span(Rational(-2), Rational(-1), 53))
    -1
    """
    ends = (from_rational(int(end.p), int(end.q), bits, r) for end, r in ((low, round_floor), (high, round_ceiling)))
    return tuple(ends)


def sign_of(a: Span) -> int:
    """1 or −1 where all of the span lies on one side of zero, else 0."""
    return int(mpf_lt(fzero, a[0])) - int(mpf_lt(a[1], fzero))


def plus(a: Span, b: Span, bits: int) -> Span:
    """Sum.

    >>> two, four = (span(Rational(n), Rational(n), 53) for n in (2, 4))
    >>> plus(two, two, 53) == times(two, two, 53) == power(two, 2, 53) == four
    True
    """
    return mpi_add(a, b, bits)


def times(a: Span, b: Span, bits: int) -> Span:
    """Product."""
    return mpi_mul(a, b, bits)


def power(a: Span, n: int, bits: int) -> Span:
    """a**n for an integer n; 0**0 is 1."""
    if n < 0:
        return inverse(power(a, -n, bits), bits)
    return mpi_pow_int(a, n, bits) if n else ONE


def inverse(a: Span, bits: int) -> Span:
    """1/a.

    >>> sign_of(inverse(span(Rational(-3), Rational(-2), 53), 53))
    -1
    """
    if not sign_of(a):
        raise Unclear
    return mpi_div(ONE, a, bits)


def absolute(a: Span) -> Span:
    """|a|.

    >>> absolute(span(Rational(-3), Rational(-2), 53)) == span(Rational(2), Rational(3), 53)
    True
    """
    return mpi_abs(a)


def exponential(a: Span, bits: int) -> Span:
    """exp(a), a little wider than mpmath finds it.

    >>> one, less = (span(Rational(n), Rational(n), 53) for n in (1, -1))
    >>> gap = plus(logarithm(exponential(one, 53), 53), less, 53)
    >>> sign_of(exponential(less, 53)), sign_of(gap), gap == (fzero, fzero)
    (1, 0, False)
    """
    if any(end[2] + end[3] > HUGE for end in a):
        raise Unclear
    low, high = (mpf_exp(end, bits + 20) for end in a)
    return _wider(low, high, bits)


def logarithm(a: Span, bits: int) -> Span:
    """log(a)."""
    if sign_of(a) <= 0:
        raise Unclear
    low, high = (mpf_log(end, bits + 20) for end in a)
    return _wider(low, high, bits)


def _wider(low: tuple, high: tuple, bits: int) -> Span:
    """Room for what a function of mpmath may be off, far more than the last of its bits."""
    share = from_man_exp(1, -bits - 5)
    below, above = (mpf_mul(mpf_abs(end), share) for end in (low, high))
    return mpf_sub(low, below, bits, round_floor), mpf_add(high, above, bits, round_ceiling)


def real_power(a: Span, b: Span, bits: int) -> Span:
    """a**b for a > 0, or a ≥ 0 and b > 0.

    >>> half = span(Rational(1, 2), Rational(1, 2), 53)
    >>> real_power((fzero, fzero), half, 53) == (fzero, fzero)
    True
    """
    if a[0] == fzero and sign_of(b) > 0:
        return fzero, fzero if a[1] == fzero else real_power((a[1], a[1]), b, bits)[1]
    return exponential(times(b, logarithm(a, bits + HUGE), bits + HUGE), bits)


def whole(a: Span) -> int | None:
    """The only integer in a span, if there is one and no more.

    >>> whole(span(Rational(5, 2), Rational(7, 2), 53)), whole(span(Rational(5, 2), Rational(9, 2), 53))
    (3, None)
    """
    low, high = mpf_ceil(a[0]), mpf_floor(a[1])
    return int(to_int(low)) if low == high else None


def floor_of(a: Span) -> int:
    """The floor that all of a span has.

    >>> floor_of(span(Rational(5, 2), Rational(8, 3), 53))
    2
    """
    low, high = mpf_floor(a[0]), mpf_floor(a[1])
    if low != high:
        raise Unclear
    return int(to_int(low))


def _pole(values: tuple, later: Callable) -> tuple:
    return reduce(lambda a, b: b if later(a, b) else a, values)


def _largest(args: list[Span], _: int) -> Span:
    return tuple(_pole(ends, mpf_lt) for ends in zip(*args, strict=True))


def _smallest(args: list[Span], _: int) -> Span:
    return tuple(_pole(ends, lambda a, b: mpf_lt(b, a)) for ends in zip(*args, strict=True))


def _floored(args: list[Span], _: int) -> Span:
    n = from_int(floor_of(args[0]))
    return n, n


RULES: dict[object, Rule] = {
    Add: lambda args, bits: reduce(lambda a, b: mpi_add(a, b, bits), args),
    Mul: lambda args, bits: reduce(lambda a, b: mpi_mul(a, b, bits), args),
    exp: lambda args, bits: exponential(args[0], bits),
    log: lambda args, bits: logarithm(args[0], bits),
    Abs: lambda args, _: mpi_abs(args[0]),
    floor: _floored,
    Max: _largest,
    Min: _smallest,
}
CONSTANTS: dict[Expr, Callable[[int], tuple]] = {
    S.Exp1: lambda bits: mpf_exp(fone, bits),
    S.Pi: mpf_pi,
    S.EulerGamma: mpf_euler,
}


def enclose(e: Expr, box: Mapping[Symbol, Span], bits: int) -> Span:
    """The span of an expression where each symbol lies in its own; `Unclear` where it may have no value."""
    return _Enclosing(box, bits).of(e)


class _Enclosing:
    """One box and one precision; what was enclosed is remembered."""

    def __init__(self, box: Mapping[Symbol, Span], bits: int) -> None:
        self.box, self.bits = box, bits
        self.known: dict[Expr, Span] = {}

    def of(self, e: Expr) -> Span:
        found = self.known.get(e)
        if found is None:
            found = self.known[e] = self._new(e)
        return found

    def _new(self, e: Expr) -> Span:
        if isinstance(e, Rational):
            return span(e, e, self.bits)
        if isinstance(e, Symbol):
            return self._symbol(e)
        if e in CONSTANTS:
            value = CONSTANTS[e](self.bits + 20)
            return _wider(value, value, self.bits)
        if isinstance(e, Sum | Product):
            return self._fold(e)
        if isinstance(e, Pow):
            return self._power(e)
        if e.func in RULES:
            return RULES[e.func]([self.of(a) for a in e.args], self.bits)
        definition = unfolded(e)
        if definition is None:
            raise Unclear
        return self.of(definition)

    def _symbol(self, e: Symbol) -> Span:
        if e not in self.box:
            raise Unclear
        return self.box[e]

    def _power(self, e: Pow) -> Span:
        if isinstance(e.exp, Integer):
            return power(self.of(e.base), int(e.exp), self.bits)
        base, exponent = self.of(e.base), self.of(e.exp)
        n = whole(exponent) if exponent[0] == exponent[1] else None
        if n is not None and sign_of(base):
            return power(base, n, self.bits)
        return real_power(base, exponent, self.bits)

    def _fold(self, e: Sum | Product) -> Span:
        """Term by term, between bounds that are numbers."""
        *inner, (index, low, high) = e.limits
        first, last = (whole(self.of(end)) if end.is_finite else None for end in (low, high))
        if first is None or last is None or last - first > TERMS:
            raise Unclear
        term = e.func(e.function, *inner) if inner else e.function
        combine, total = (mpi_add, (fzero, fzero)) if isinstance(e, Sum) else (mpi_mul, ONE)
        for k in range(first, last + 1):
            at = {**self.box, index: span(Integer(k), Integer(k), self.bits)}
            total = combine(total, enclose(term, at, self.bits), self.bits)
        return total


def below(a: Span, exponent: int) -> bool:
    """Whether all of a span is nearer to zero than 2**exponent.

    >>> below(span(Rational(1, 5), Rational(1, 3), 53), -1), below(ONE, 0)
    (True, False)
    """
    largest = mpi_abs(a)[1]
    return mpf_le(largest, from_man_exp(1, exponent)) and largest != from_man_exp(1, exponent)
