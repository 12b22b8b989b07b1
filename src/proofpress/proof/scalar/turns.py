"""Where a claim may turn: zeros of what is divided by, of what stands in |·|, log or a root, of one less a ratio, ties.

>>> from sympy import Max, Symbol, log
>>> x = Symbol("x", real=True)
>>> [str(gap) for gap in gaps(1 / (x - 7) + Max(x, 2))]
['x - 7', '2 - x']
>>> list(zeros(x - 7, {x: Fraction(1)}, x, [Fraction(0), Fraction(1)]))
[Fraction(7, 1)]
>>> below, above = between_turns(Max(x, log(2)), {x: Fraction(1)}, x, [Fraction(0), Fraction(1)])
>>> below[x], above[x]
(Fraction(1, 3), Fraction(6, 7))
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise

from sympy import Abs, Expr, Integer, Max, Min, Pow, Product, Rational, S, Sum, Symbol, floor, log

from . import interval
from .calculus import free_symbols, negative, plus, replaced
from .enclosure import enclose, is_rational_by_form, rational_value
from .interval import Unclear, Undefined, Unknown

BITS, HALVINGS, SWITCHES, MOST = 100, 45, 8, 24

Values = dict[Symbol, Fraction]


def between_turns(e: Expr, point: Values, symbol: Symbol, grid: list[Fraction]) -> list[Values]:
    """On the line of one symbol through a point, a simple value in each piece that ends at a turn."""
    turns = {turn for gap in switches(e) for turn in zeros(gap, point, symbol, grid)}
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
    found = {a.args[0] for a in e.atoms(Abs)}
    found |= {plus(a, negative(b)) for f in e.atoms(Max, Min) for a, b in combinations(f.args, 2)}
    return sorted(found, key=str)[:SWITCHES]


def gaps(*sides: Expr) -> list[Expr]:
    """Expressions at whose zeros a claim may change its nature, an index put at either end of its range."""
    found = dict.fromkeys(gap for side in sides for gap in _gaps(side))
    return [gap for gap in found if free_symbols(gap)][:MOST]


def _gaps(e: Expr) -> Iterator[Expr]:
    if isinstance(e, Sum | Product):
        yield from _gaps_of_fold(e)
        return
    if isinstance(e, log | Abs):
        yield e.args[0]
    elif isinstance(e, floor):
        yield from (plus(e.args[0], Integer(n)) for n in (0, -1, 1))
    elif isinstance(e, Max | Min):
        yield from (plus(a, negative(b)) for a, b in combinations(e.args, 2))
    elif isinstance(e, Pow) and not (isinstance(e.exp, Integer) and e.exp > 0):
        yield e.base
        if not isinstance(e.exp, Rational):
            yield from (plus(e.base, Integer(n)) for n in (-1, 1))
    for a in e.args:
        yield from _gaps(a)


def _gaps_of_fold(e: Sum | Product) -> Iterator[Expr]:
    """Those of the body at both ends of the range, the body itself at them, and the length of the range."""
    *inner, (index, low, high) = e.limits
    body = e.func(e.function, *inner) if inner else e.function
    ends = [end for end in (low, high) if end is not S.Infinity]
    if len(ends) == 2:
        yield plus(high, negative(low))
    for gap in [*dict.fromkeys(_gaps(body)), *([body] if isinstance(e, Product) else [])]:
        yield from (replaced(gap, {index: end}) for end in (ends if index in free_symbols(gap) else ends[:1]))


def zeros(gap: Expr, point: Values, symbol: Symbol, grid: list[Fraction]) -> Iterator[Fraction]:
    """The zero of a line; else one, nearly, between each two neighbours of a grid at which the signs differ."""
    if symbol not in free_symbols(gap):
        return
    exact = _zero_of_line(gap, point, symbol)
    if exact is not None:
        yield exact
        return
    signs = [(value, _sign(gap, {**point, symbol: value})) for value in sorted(grid)]
    for (low, here), (high, there) in pairwise(signs):
        if here * there < 0:
            yield _bisected(gap, point, symbol, (low, high), here)


def _zero_of_line(gap: Expr, point: Values, symbol: Symbol) -> Fraction | None:
    if not is_rational_by_form(gap):
        return None
    try:
        a, b, c, d = (rational_value(gap, {**point, symbol: Fraction(at)}) for at in (0, 1, 2, 5))
    except (Undefined, Unknown, KeyError, OverflowError):
        return None
    return -a / (b - a) if b != a and c - b == b - a and d - a == 5 * (b - a) else None


def _bisected(gap: Expr, point: Values, symbol: Symbol, ends: tuple[Fraction, Fraction], sign: int) -> Fraction:
    low, high = ends
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _sign(gap, {**point, symbol: middle}) == sign else (low, middle)
    simple = high.limit_denominator(1000)
    return simple if abs(simple - high) * 10**9 < 1 else high


def _sign(gap: Expr, point: Values) -> int:
    try:
        value = enclose(gap, point, BITS)
    except (Unclear, Undefined, Unknown):
        return 0
    return int(interval.is_positive(value)) - int(interval.is_negative(value))
