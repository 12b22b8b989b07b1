"""Floors of a line in one real symbol: constant on pieces, told apart piece by piece.

>>> from sympy import Dummy, floor
>>> t = Dummy("t", real=True)
>>> [(str(low), str(high), part) for part, low, high in pieces(floor(2*t), t, (Rational(0), Rational(1)))]
[('0', '0', 0), ('0', '1/2', 0), ('1/2', '1/2', 1), ('1/2', '1', 1), ('1', '1', 2)]
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import lcm

from sympy import Add, Dummy, Expr, Integer, Mul, Rational, Symbol, floor

from .calculus import free_symbols, plus, replaced
from .kinds import Ratio, Undecided
from .normal import Normal
from .poly import monomial

MOST = 120
"""No more pieces may wait to be told apart."""
WIDEST = 60
"""A symbol is counted off in steps of at most so much."""

Piece = tuple[Expr, Rational, Rational]


def counted_off(e: Expr, x: Symbol) -> tuple[Expr, Dummy] | None:
    """An expression with L·(j + t) for x, j an integer and 0 ≤ t ≤ 1, so that j leaves every floor of a line.

    >>> x = Symbol("x", real=True)
    >>> counted_off(floor(x / 2) + x, x)[0]
    (2*_j + 2*_t) + floor((2*_j + 2*_t)/2)
    """
    step = 1
    for f in e.atoms(floor):
        step = lcm(step, _step(f))
    if step > WIDEST:
        return None
    whole, part = Dummy("j", integer=True), Dummy("t", real=True)
    line = Add(Mul(step, whole, evaluate=False), Mul(step, part, evaluate=False), evaluate=False)
    return replaced(e, {x: line}), part


def _step(f: Expr) -> int:
    """A common denominator of what stands in a floor, times that of the floors within."""
    inner = f.args[0].atoms(floor)
    own = lcm(*(int(number.q) for number in f.args[0].atoms(Rational)))
    return own * lcm(*(_step(g) for g in inner))


def pieces(e: Expr, t: Symbol, ends: tuple[Rational, Rational]) -> Iterator[Piece]:
    """The same without floors of t, on points (low = high) and on the open intervals between them."""
    low, high = ends
    waiting: list[Piece] = [(e, low, low), (e, low, high), (e, high, high)] if low < high else [(e, low, low)]
    while waiting:
        if len(waiting) > MOST:
            raise Undecided("too many pieces")
        whole, low, high = waiting.pop(0)
        lines = [f for f in whole.atoms(floor) if t in free_symbols(f) and not f.args[0].has(floor)]
        if not lines:
            yield whole, low, high
            continue
        waiting = [*_split(whole, min(lines, key=str), t, (low, high)), *waiting]


def _split(e: Expr, f: Expr, t: Symbol, ends: tuple[Rational, Rational]) -> list[Piece]:
    """The pieces of one interval on which a floor of a line is constant."""
    slope, start, rest = _line(f.args[0], t)
    places = [*_breaks(slope, start, ends)] if ends[0] < ends[1] else []
    marks = [ends[0], *places, ends[1]]
    spans = [*pairwise(marks), *((place, place) for place in places)]
    values = [floor(slope * (low + high) / 2 + start) for low, high in spans]
    parts = [replaced(e, {f: plus(value, rest)}) for value in values]
    return sorted(zip(parts, *zip(*spans, strict=True), strict=True), key=lambda piece: piece[1:])


def _breaks(slope: Rational, start: Rational, ends: tuple[Rational, Rational]) -> Iterator[Rational]:
    """Where slope·t + start is an integer, between the ends."""
    if not slope:
        return
    low, high = sorted(slope * end + start for end in ends)
    if high - low > MOST:
        raise Undecided("too many pieces")
    places = ((n - start) / slope for n in range(int(floor(low)) + 1, -int(floor(-high))))
    yield from sorted(places)


def _line(e: Expr, t: Symbol) -> tuple[Rational, Rational, Expr]:
    """A slope, a start and integers: slope·t + start + integers."""
    field = Normal()
    value = field.cancel(field.convert(e))
    rest = dict(value.num)
    slope, start = (_rational(rest.pop(m, 0)) for m in (monomial(field.number(t)), 0))
    if value.den or not field.integer_valued(Ratio(rest)):
        raise Undecided("a floor of what is no line")
    return slope, start, field.expression(rest) if rest else Integer(0)


def _rational(c: object) -> Rational:
    return Rational(int(c.numerator), int(c.denominator))  # type: ignore[attr-defined]  # gmpy2 has no stubs
