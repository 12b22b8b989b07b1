"""Points on either side of where a claim turns: next to the zeros of what stands in |·|, Max and Min.

>>> from sympy import Max, Symbol, log
>>> x = Symbol("x", real=True)
>>> below, above = between_turns(Max(x, log(2)), {x: Fraction(1)}, x, [Fraction(0), Fraction(1)])
>>> below[x], above[x]
(Fraction(1, 3), Fraction(6, 7))
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise

from sympy import Abs, Expr, Max, Min, Symbol

from . import interval
from .calculus import free_symbols, negative, plus
from .enclosure import enclose
from .interval import Unclear, Undefined, Unknown

BITS, HALVINGS, SWITCHES = 100, 45, 8

Values = dict[Symbol, Fraction]


def between_turns(e: Expr, point: Values, symbol: Symbol, grid: list[Fraction]) -> list[Values]:
    """On the line of one symbol through a point, a simple value in each piece that ends at a turn."""
    turns = {turn for gap in switches(e) for turn in _zeros(gap, point, symbol, grid)}
    pieces = pairwise(sorted(turns.union(grid)))
    return [{**point, symbol: _between(low, high)} for low, high in pieces if low in turns or high in turns]


def _between(low: Fraction, high: Fraction) -> Fraction:
    """The middle, rounded as far as it stays well between."""
    middle, room = (low + high) / 2, (high - low) / 4
    rounded = (middle.limit_denominator(10**k) for k in range(1, 9))
    return next((value for value in rounded if abs(value - middle) < room), middle)


def switches(e: Expr) -> list[Expr]:
    """What changes its sign where |·|, Max or Min turns.

    >>> x = Symbol("x", real=True)
    >>> switches(Abs(x) + Max(x, 2 * x - 1))
    [x, x - (2*x - 1)]
    """
    gaps = {a.args[0] for a in e.atoms(Abs)}
    gaps |= {plus(a, negative(b)) for f in e.atoms(Max, Min) for a, b in combinations(f.args, 2)}
    return sorted(gaps, key=str)[:SWITCHES]


def _zeros(gap: Expr, point: Values, symbol: Symbol, grid: list[Fraction]) -> Iterator[Fraction]:
    """A zero, nearly, between each two neighbours of a grid at which the signs differ."""
    if symbol not in free_symbols(gap):
        return
    signs = [(value, _sign(gap, {**point, symbol: value})) for value in sorted(grid)]
    for (low, here), (high, there) in pairwise(signs):
        if here * there < 0:
            yield _bisected(gap, point, symbol, (low, high), here)


def _bisected(gap: Expr, point: Values, symbol: Symbol, ends: tuple[Fraction, Fraction], sign: int) -> Fraction:
    low, high = ends
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _sign(gap, {**point, symbol: middle}) == sign else (low, middle)
    return high


def _sign(gap: Expr, point: Values) -> int:
    try:
        value = enclose(gap, point, BITS)
    except (Unclear, Undefined, Unknown):
        return 0
    return int(interval.is_positive(value)) - int(interval.is_negative(value))
