"""Infinite sums enclosed at a point: terms added up as far as a proved bound on all later ratios asks.

A term is a sum of products. Of each factor f, log |f(k + 1)/f(k)| is bounded for every k from some K on: of a
polynomial by where its roots can lie, of an exponential by the next difference of its exponent, of a factorial by its
next factors. Rational functions of the index are left to `tails`.

>>> from sympy import Symbol
>>> from proofpress.proof.scalar.enclosure import Program
>>> from proofpress.proof.scalar.interval import spell
>>> k = Symbol("k", integer=True)
>>> late = exp(-k) + exp(-((k - 100) ** 2))
>>> spell(infinite_sum(late, k, 0, {}, 100, Program), 6)
'3.35461'
>>> try:
...     infinite_sum(2**k, k, 0, {}, 100, Program)
... except Undefined as reason:
...     print(reason)
the infinite sum diverges
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce
from itertools import product
from math import comb, inf
from typing import Any

from sympy import Abs, Add, Expr, Integer, Mul, Pow, Product, Rational, Symbol, exp

from . import interval
from .calculus import free_symbols, negative, plus, replaced, times
from .interval import UNIT, ZERO, Interval, Undefined, Unknown
from .tails import (
    Alternates,
    Coefficients,
    Diverges,
    Function,
    K,
    NotRational,
    coefficients,
    rational_series,
    root_bound,
    value_at,
)

TERMS = 6_000
"""The most terms that are added up one by one."""
PARTS = 24
"""The most products that a term is a sum of."""
SLOWLY = Unknown("the infinite sum converges too slowly to be evaluated, or its ratio of neighbours is not bounded")

Values = Mapping[Symbol, object]
Growth = tuple
"""A lower and an upper bound, fractions or infinite, of log |f(k + 1)/f(k)| for all k from K on."""


def infinite_sum(
    term: Expr, index: Symbol, low: int, values: Values, bits: int, program: Callable[[list[Expr]], Any]
) -> Interval:
    """Σ of a term over the index from `low` on; a `program` encloses expressions, and asks here in its turn.

    Raises `Undefined` where it diverges or a term has no value, `Unknown` where neither that nor its value can be told.
    """
    point = Point(index, values, bits, program)
    parts = _parts(term, point)
    plain = [part for part in parts if point.is_rational(part)]
    sums = [partial(_geometric, part, point, low) for part in parts if part not in plain]
    sums += [partial(rational_series, plus(*plain), index, low, values, bits)] if plain else []
    found, endless = [ZERO], 0
    for one in sums:
        try:
            found.append(one())
        except Diverges:
            endless += 1
    if endless > 1:
        raise Unknown("an infinite sum several parts of which diverge")
    if endless:
        raise Undefined("the infinite sum diverges")
    return reduce(lambda a, b: interval.plus(a, b, bits), found)


@dataclass(frozen=True)
class Point:
    """Where a sum is taken: its index, the values of all other symbols, and the precision.

    >>> from proofpress.proof.scalar.enclosure import Program
    >>> from proofpress.proof.scalar.interval import spell
    >>> k, x = Symbol("k", integer=True), Symbol("x", real=True)
    >>> point = Point(k, {x: Fraction(2)}, 100, Program)
    >>> spell(point.of(x / 3), 6), point.is_free(x / 3), point.is_free(x / k)
    ('0.666667', True, False)
    >>> point.rational(x / k), point.rational((-1) ** k / k), point.rational(2**k)
    (([2], [1, 0]), None, None)
    >>> point.is_rational(x / k), point.is_rational((-1) ** k / k), point.is_rational(2**k)
    (True, True, False)
    """

    index: Symbol
    values: Values
    bits: int
    program: Callable[[list[Expr]], Any]

    def of(self, e: Expr) -> Interval:
        """An expression without the index enclosed."""
        return self.program([e]).run(self.values, self.bits)[0]

    def is_free(self, e: Expr) -> bool:
        """Whether the index does not occur."""
        return self.index not in free_symbols(e)

    def rational(self, e: Expr) -> tuple[Coefficients, Coefficients] | None:
        """Numerator and denominator as polynomials in the index; None if it is no rational function."""
        try:
            out = Function({**self.values, self.index: K}).of(e)
        except (NotRational, Alternates):
            return None
        return coefficients(out.numer) if out else [], coefficients(out.denom)

    def is_rational(self, e: Expr) -> bool:
        """Whether a term is a rational function of the index, or one for even and one for odd k."""
        return all(self._is_rational_at(e, first + 2 * K) for first in (0, 1))

    def _is_rational_at(self, e: Expr, place: object) -> bool:
        try:
            Function({**self.values, self.index: place}).of(e)
        except (NotRational, Alternates):
            return False
        return True


# A term as a sum of products


def _parts(e: Expr, point: Point) -> list[Expr]:
    """Products whose sum an expression is; a sum that is rational in the index stays whole."""
    if e.func is Add:
        return [part for a in e.args for part in _parts(a, point)]
    if e.func is Mul:
        choices = [[a] if point.is_free(a) or point.is_rational(a) else _parts(a, point) for a in e.args]
        combined = list(product(*choices)) if reduce(lambda n, c: n * len(c), choices, 1) <= PARTS else []
        if not combined:
            raise Unknown("an infinite sum of too many parts")
        return [times(*one) for one in combined]
    if e.func is Pow and e.base.func is Add and isinstance(e.exp, Integer) and 1 < e.exp < 5 and not point.is_free(e):
        return [e] if point.is_rational(e) else _parts(times(*[e.base] * int(e.exp)), point)
    return [e]


def _geometric(term: Expr, point: Point, low: int) -> Interval:
    """A product added up until what is left is below the precision: at most |t(K)|·(1 + 1/h), where the growth ≤ −h."""
    total, next_look, program = ZERO, low + 16, point.program([term])
    for k in range(low, low + TERMS):
        value = program.run({**point.values, point.index: k}, point.bits)[0]
        if k == next_look:
            next_look += max(16, (k - low) // 2)
            left = _left(term, point, k, interval.absolute(value))
            if left is not None and left < Fraction(1, 1 << point.bits):
                end = interval.exact(left, 53)[1]
                return interval.plus(total, (interval.negated(end), end), point.bits)
        total = interval.plus(total, value, point.bits)
    raise SLOWLY


def _left(term: Expr, point: Point, k: int, size: Interval) -> Fraction | None:
    """A bound on Σ |t| from k on; None if there is none yet."""
    low, high = _growth(term, point, k)
    if low >= 0 and interval.is_positive(size):
        raise Diverges
    if -inf < high < 0 and point.bits > -high * 2 * TERMS:
        raise SLOWLY
    return interval.fraction(size[1]) * (1 - 1 / high) if -inf < high < 0 else None


# How fast a factor grows


def _growth(e: Expr, point: Point, k: int) -> Growth:
    if point.is_free(e):
        return Fraction(0), Fraction(0)
    if e.func is Mul:
        return _added([_growth(a, point, k) for a in e.args])
    if e.func is Abs:
        return _growth(e.args[0], point, k)
    if e.func is exp:
        return _difference(_powers(e.args[0], point), k, point.bits)
    if e.func is Pow and point.is_free(e.base):
        return _base_growth(e, point, k)
    quotient = point.rational(e)
    if quotient:
        return _added([_polynomial_growth(quotient[0], k), _scaled(_polynomial_growth(quotient[1], k), -1)])
    if e.func is Pow and isinstance(e.exp, Rational):
        return _scaled(_growth(e.base, point, k), Fraction(int(e.exp.p), int(e.exp.q)))
    if e.func is Product:
        return _next_factors(e, point, k)
    raise SLOWLY


def _added(parts: list[Growth]) -> Growth:
    lows, highs = zip(*parts, strict=True)
    return -inf if -inf in lows else sum(lows), inf if inf in highs else sum(highs)


def _scaled(growth: Growth, c: Fraction | int) -> Growth:
    low, high = growth
    return (low * c, high * c) if c >= 0 else (high * c, low * c)


def _polynomial_growth(p: Coefficients, k: int) -> Growth:
    """All roots lie within R: (k + 1 − r)/(k − r) is 1 + 1/(k − r), for each of d roots."""
    room, degree = k - root_bound(p) if p else 2, len(p) - 1
    if room < 2:
        return -inf, inf
    return Fraction(-max(degree, 0), room - 1), Fraction(max(degree, 0), room)


def _base_growth(e: Pow, point: Point, k: int) -> Growth:
    """b**e(k): the difference of the exponent times log |b|; nothing is left of 0**e(k) but perhaps its first term."""
    base = interval.absolute(point.of(e.base))
    if base == ZERO:
        return -inf, Fraction(-1)
    logarithm = interval.logarithm(base, point.bits)
    powers = {i: interval.times(c, logarithm, point.bits) for i, c in _powers(e.exp, point).items()}
    return _difference(powers, k, point.bits)


def _difference(powers: dict[int, Interval], start: int, bits: int) -> Growth:
    """g(k + 1) − g(k) in powers of k − start: at its largest at the start if none of the coefficients is above zero."""
    ends = [_coefficient(powers, start, m, bits) for m in range(max(powers, default=0) + 1)]
    later = ends[1:]
    low = ends[0][0] if all(a >= 0 for a, _ in later) else -inf
    high = ends[0][1] if all(b <= 0 for _, b in later) else inf
    return low, high


def _coefficient(powers: dict[int, Interval], start: int, m: int, bits: int) -> tuple[Fraction, Fraction]:
    total = ZERO
    for i, c in powers.items():
        if i >= m:
            share = comb(i, m) * ((start + 1) ** (i - m) - start ** (i - m))
            total = interval.plus(total, interval.times(c, interval.exact(share, bits), bits), bits)
    return interval.fraction(total[0]), interval.fraction(total[1])


def _powers(e: Expr, point: Point) -> dict[int, Interval]:
    """The coefficients of a polynomial in the index."""
    if point.is_free(e):
        return {0: point.of(e)}
    if e == point.index:
        return {1: UNIT}
    if e.func is Add:
        return reduce(lambda p, q: _sum(p, q, point.bits), (_powers(a, point) for a in e.args))
    if e.func is Mul:
        return reduce(lambda p, q: _product(p, q, point.bits), (_powers(a, point) for a in e.args))
    if e.func is Pow and isinstance(e.exp, Integer) and 0 < e.exp < 9:
        return reduce(lambda p, q: _product(p, q, point.bits), [_powers(e.base, point)] * int(e.exp))
    raise SLOWLY


def _sum(p: dict[int, Interval], q: dict[int, Interval], bits: int) -> dict[int, Interval]:
    return {i: interval.plus(p.get(i, ZERO), q.get(i, ZERO), bits) for i in p.keys() | q.keys()}


def _product(p: dict[int, Interval], q: dict[int, Interval], bits: int) -> dict[int, Interval]:
    out: dict[int, Interval] = {}
    for (i, a), (j, b) in product(p.items(), q.items()):
        out[i + j] = interval.plus(out.get(i + j, ZERO), interval.times(a, b, bits), bits)
    return out


def _next_factors(e: Product, point: Point, k: int) -> Growth:
    """What a Product gains as its upper bound a·k + c grows: its next a factors, each a polynomial that only grows."""
    (name, low, high), *more = e.limits
    step = replaced(high, {point.index: plus(point.index, Integer(1))})
    gained = _powers(plus(step, negative(high)), point) if not more and point.is_free(low) else {}
    n = interval.whole_number(gained.get(0, ZERO)) if all(c == ZERO for i, c in gained.items() if i) else None
    if not n or n < 0 or not point.is_free(replaced(e.function, {name: Integer(0)})):
        raise SLOWLY
    places = [replaced(e.function, {name: plus(high, Integer(i))}) for i in range(1, n + 1)]
    return _added([_size(place, point, k) for place in places])


def _size(e: Expr, point: Point, k: int) -> Growth:
    """The logarithm of a polynomial that grows from k on: its coefficients in powers of x − k have one sign."""
    quotient = point.rational(e)
    if quotient is None or len(quotient[1]) > 1:
        raise SLOWLY
    top, below = quotient[0], Fraction(quotient[1][0])
    shifted = [_shifted(top, k, m) for m in range(len(top))] or [0]
    if not shifted[0] or not (all(c >= 0 for c in shifted) or all(c <= 0 for c in shifted)):
        return -inf, inf
    ends = interval.logarithm(interval.exact(abs(shifted[0] / below), point.bits), point.bits)
    return interval.fraction(ends[0]), interval.fraction(ends[1]) if len(top) == 1 else inf


def _shifted(p: Coefficients, k: int, m: int) -> int:
    """The coefficient of (x − k)**m."""
    degree = len(p) - 1
    return value_at([comb(degree - place, m) * c for place, c in enumerate(p) if degree - place >= m], k)
