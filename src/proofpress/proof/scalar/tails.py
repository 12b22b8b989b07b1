"""Infinite sums of rational functions, enclosed: term by term up to some n, from there by Euler–Maclaurin.

From n on the term is a power series in 1/k, and Σ 1/k**s over k ≥ n is known to within the first term left out.
A sum with (−1)**k is one of its terms taken by twos.

>>> from sympy import Symbol
>>> from proofpress.proof.scalar.interval import spell
>>> k = Symbol("k", integer=True)
>>> spell(rational_series(1/k**2, k, 1, {}, 140), 30)
'1.64493406684822643647241516665'
>>> spell(rational_series((-1)**k/(2*k + 1), k, 0, {}, 140), 30)
'0.78539816339744830961566084582'
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache, reduce
from math import factorial
from typing import Any

from sympy import ZZ, Add, Expr, Integer, Mul, Pow, Rational, Symbol, bernoulli
from sympy.polys.fields import field

from . import interval
from .interval import ZERO, Interval, Undefined, Unknown

TERMS = 20_000
"""So many terms may come one by one."""
BITS = 1_200
"""No finer precision is tried."""
ROOM = 24
"""More bits than were asked for."""

FIELD, K = field("k", ZZ)
"""Rational functions of k."""

Coefficients = list[int]  # of a polynomial, the highest power first


class Alternates(Exception):
    """The sign of a term depends on whether k is even."""


class Diverges(Exception):
    """The terms do not tend to zero, or their sum grows without bound."""


class NotRational(Exception):
    """The term is no rational function of the index."""


def rational_series(term: Expr, index: Symbol, low: int, values: Mapping[Symbol, object], bits: int) -> Interval:
    """Σ of a term over an index from `low` on, at a point.

    Raises `NotRational` for other terms, `Undefined` where a term is, `Diverges` where the sum does, `Unknown`
    where it would take too long.
    """
    try:
        return _sum(_terms(term, index, low, 1, values), bits)
    except Alternates:
        evens, odds = (_terms(term, index, low + first, 2, values) for first in (0, 1))
        if any(part and part.numer.degree() >= part.denom.degree() for part in (evens, odds)):
            raise Diverges from None
        return _sum(evens + odds, bits)


def _terms(term: Expr, index: Symbol, first: int, step: int, values: Mapping[Symbol, object]) -> Any:
    """The term as a rational function of k, which counts from 0, every so many."""
    function = Function({**values, index: first + step * K})
    out = function.of(term)
    for divisor in function.divisors:
        if root_bound(divisor) > TERMS:
            raise Unknown("an infinite sum whose poles are too far out")
        if any(not value_at(divisor, k) for k in range(root_bound(divisor) + 1)):
            raise Undefined("division by zero")
    return out


class Function:
    """Expressions as rational functions of k, and what they divide by.

    >>> k = Symbol("k", integer=True)
    >>> Function({k: K}).of(1 / (k + 1) - 1 / (k + 2))
    1/(k**2 + 3*k + 2)
    """

    def __init__(self, values: Mapping[Symbol, object]) -> None:
        self.values = values
        self.divisors: list[Coefficients] = []

    def of(self, e: Expr) -> Any:
        """The rational function that an expression is."""
        if isinstance(e, Rational):
            return FIELD(int(e.p)) / int(e.q)
        if isinstance(e, Symbol):
            return self._at(e)
        if e.func in (Add, Mul):
            parts = (self.of(a) for a in e.args)
            return reduce(operator.add if e.func is Add else operator.mul, parts)
        if e.func is Pow and isinstance(e.exp, Integer) and abs(e.exp) < 100:
            return self._power(self.of(e.base), int(e.exp))
        if e.func is Pow:
            return self._turn(self.of(e.base), self.of(e.exp))
        raise NotRational

    def _at(self, symbol: Symbol) -> Any:
        value = self.values.get(symbol)
        if isinstance(value, int | Fraction):
            return FIELD(value.numerator) / value.denominator
        if value is None or isinstance(value, tuple):
            raise NotRational
        return value

    def _power(self, base: Any, n: int) -> Any:
        if n >= 0:
            return base**n
        if not base:
            raise Undefined("division by zero")
        self.divisors.append(coefficients(base.numer))
        return base**n

    def _turn(self, base: Any, exponent: Any) -> Any:
        """1 or −1 to a power that is linear in k."""
        if base not in (1, -1) or exponent.denom != 1 or exponent.numer.degree() > 1:
            raise NotRational
        slope, start = coefficients(exponent.numer + K.numer**2)[1:]
        if base == -1 and slope % 2:
            raise Alternates
        return FIELD(-1 if base == -1 and start % 2 else 1)


def coefficients(p: Any) -> Coefficients:
    """Of a polynomial in k, the highest power first.

    >>> coefficients((2 * K**2 - 1).numer)
    [2, 0, -1]
    """
    return [int(p.get((k,), 0)) for k in range(p.degree(), -1, -1)]


def _sum(term: Any, bits: int) -> Interval:
    """Σ of a rational function over k from 0 on."""
    if not term:
        return ZERO
    top, bottom = coefficients(term.numer), coefficients(term.denom)
    if len(bottom) - len(top) < 2:
        raise Diverges
    if bits > BITS:
        raise Unknown(f"an infinite sum to more than {BITS} bits")
    bits += ROOM
    radius = 2 * root_bound(bottom)
    start = max(8 * radius, bits)
    if start > TERMS:
        raise Unknown("the infinite sum converges too slowly to be evaluated")
    total = ZERO
    for k in range(start):
        total = interval.plus(total, interval.exact(Fraction(value_at(top, k), value_at(bottom, k)), bits), bits)
    return interval.plus(total, _from(top, bottom, radius, start, bits), bits)


def value_at(p: Coefficients, k: int) -> int:
    """A polynomial's value.

    >>> value_at([2, 0, -1], 3)
    17
    """
    total = 0
    for c in p:
        total = total * k + c
    return total


def root_bound(p: Coefficients) -> int:
    """An integer no root is larger than (Cauchy): its leading term outweighs all the others.

    >>> root_bound([1, 0, -9])
    4
    """
    sizes = [abs(p[0]), *(-abs(c) for c in p[1:])]
    bound = 1
    while value_at(sizes, bound) <= 0:
        bound *= 2
    return bound


def _from(top: Coefficients, bottom: Coefficients, radius: int, start: int, bits: int) -> Interval:
    """Σ over k ≥ start. The coefficient of k**−j is at most size·radius**j (Cauchy), and start ≥ 8·radius."""
    size = Fraction(value_at([abs(c) for c in top], radius), abs(bottom[0]) * (radius // 2) ** (len(bottom) - 1))
    total, j, coefficients = ZERO, len(bottom) - len(top), _expansion(top, bottom)
    left = 2 * size * start * Fraction(radius, start) ** j
    while left > Fraction(1, 1 << bits):
        c = interval.exact(next(coefficients), bits)
        total = interval.plus(total, interval.times(c, _zeta(j, start, bits), bits), bits)
        j, left = j + 1, left * radius / start
    return interval.plus(total, _around_zero(left), bits)


def _expansion(top: Coefficients, bottom: Coefficients) -> Iterator[Fraction]:
    """The coefficients of top/bottom in falling powers of k, from the first one on."""
    rest = [Fraction(c) for c in top]
    while True:
        rest += [Fraction(0)] * (len(bottom) - len(rest))
        c = rest[0] / bottom[0]
        yield c
        rest = [a - c * b for a, b in zip(rest, bottom, strict=True)][1:]


@lru_cache(4096)
def _zeta(s: int, n: int, bits: int) -> Interval:
    """Σ 1/k**s for k ≥ n, by Euler–Maclaurin; the error has the sign of the first term left out and is less.

    In units of 2**−bits · n**(1 − s), each division rounded down: at most four units are lost to a term.
    """
    unit = 1 << bits
    total, rising, m = unit // (s - 1) + unit // (2 * n), s * unit // n**2, 1  # s(s + 1)…(s + 2m − 2)/n**(2m)
    while (term := _share(m, bits) * rising >> bits) not in (0, -1):
        if s + 2 * m > n:
            raise Unknown("the infinite sum converges too slowly to be evaluated")
        total += term
        rising = rising * (s + 2 * m - 1) * (s + 2 * m) // n**2
        m += 1
    error = 4 * m + 8
    ends = (Fraction(end, n ** (s - 1) << bits) for end in (total - error, total + error))
    low, high = (interval.exact(end, bits) for end in ends)
    return low[0], high[1]


@lru_cache(4096)
def _share(m: int, bits: int) -> int:
    """B(2m)/(2m)! in units of 2**−bits."""
    b = bernoulli(2 * m)
    return (int(b.p) << bits) // (int(b.q) * factorial(2 * m))


def _around_zero(error: Fraction) -> Interval:
    low, high = interval.exact(-error, 53)[0], interval.exact(error, 53)[1]
    return low, high
