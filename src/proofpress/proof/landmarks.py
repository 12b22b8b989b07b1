"""Where faults live: points at which something vanishes, ties or turns, found for the point at hand.

A landmark is an expression that is zero there: a denominator, a base less one, what stands under a logarithm or
between bars, the difference of two under a maximum, a letter less the number that it is taken from in an exponent.
One of its letters is moved until it is. Two real letters of the line may tie in any case.

>>> from sympy import log
>>> x, c = Symbol("x", real=True), Symbol("c", real=True)
>>> sorted(str(mark.zero) for mark in landmarks([log(x - 3) / (c - 7)], ()))
['c - 7', 'c - x', 'x - 3']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from mpmath import mp
from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Expr,
    KroneckerDelta,
    Max,
    Min,
    Ne,
    Number,
    Pow,
    Product,
    Rational,
    Sum,
    Symbol,
    binomial,
    ceiling,
    exp,
    factorial,
    floor,
    log,
    sign,
)
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from .draws import Expected
from .evaluate import evaluate, place_of
from .functions import Abbreviation, sigmoid, softplus
from .given import Condition, Given, Interval, Values
from .point import Point, Rejected
from .refusals import TooMany, Undeclared, Unsupported

MOST = 10
WIDE = 130
"""Digits at a landmark: what is not zero, as exp(−3·60) is not, must not be taken for it."""
REACH = (-60, -12, -5, -2, "-0.9", "-0.3", 0, "0.3", "0.9", 2, 5, 12, 60)
FAR = ("-1e9", "-1e6", "-1e3", *REACH, "1e3", "1e6", "1e9")
"""Where one side of a bound may be beyond the other."""
GOLDEN, SECTIONS = mp.mpf("0.618"), 30
SEEN = mp.mpf("1e-20")
UNTRIED = IndexError, TooMany, Undeclared, Unsupported, Rejected, ValueError, TypeError
FEW = 4
"""Sizes up to this are drawn in any case."""
LARGEST_SIZES = 10**9, 10_100, 110
"""How large a size may be where no sum runs, where one does, and where one stands in another."""
MOST_ROOT = 1100
"""How far an integer is moved."""
DECADES = 10**3, 10**6, 10**9
GROWN = 10, 30, 100
TURNING = KroneckerDelta, floor, ceiling, Product, Max, Min, Abs, sign


@dataclass(frozen=True)
class Mark:
    """Something that is zero at a landmark, under the names of the sums that it stands in, the outermost first."""

    zero: Expr
    limits: tuple[tuple, ...] = ()


def landmarks(sides: Iterable[Basic | None], given: Sequence[Given]) -> list[Mark]:
    """The landmarks of some expressions and of what is given, each once."""
    relations = [fact.relation for fact in given if isinstance(fact, Condition) and not fact.names]
    known = [side for side in sides if side is not None]
    found = [mark for e in [*relations, *known] for mark in _marks_in(e)]
    letters = sorted(set().union(*(side.free_symbols for side in known)), key=str) if known else []
    reals = [letter for letter in letters if isinstance(letter, Symbol) and not letter.is_integer and letter.is_real]
    ties = [Mark(a - b) for a, b in combinations(reals[:4], 2)]
    return list(dict.fromkeys(mark for mark in [*found, *ties] if not mark.zero.is_number))[:MOST]


@lru_cache(maxsize=1024)
def _marks_in(e: Basic) -> tuple[Mark, ...]:
    return tuple(_marks(e, ()))


def _marks(e: Basic, limits: tuple) -> Iterator[Mark]:
    if isinstance(e, Abbreviation):
        e = e.unfold()
    if isinstance(e, Sum | Product):
        limits = (*limits, *reversed([tuple(limit) for limit in e.limits]))
        yield from _marks(e.function, limits)
        return
    if isinstance(e, Expected):
        return
    for zero in _zeros(e):
        yield Mark(zero, limits)
    for part in e.args:
        yield from _marks(part, limits)


def _zeros(e: Basic) -> Iterator[Expr]:
    if isinstance(e, Pow) and not (e.exp.is_Integer and e.exp > 0):
        yield e.base
        if not isinstance(e.exp, Number):
            yield e.base - 1
            yield e.exp
    elif isinstance(e, Pow | exp | sigmoid | softplus):
        centre = e.base if isinstance(e, Pow) else e.args[0]
        if isinstance(centre, Add) and any(term.is_Number for term in centre.args):
            yield centre
    elif isinstance(e, log | Abs | sign):
        yield e.args[0]
    elif isinstance(e, floor | ceiling):
        yield from (e.args[0], e.args[0] - 1)
    elif isinstance(e, Max | Min):
        yield from (a - b for a, b in combinations(e.args, 2))
    elif isinstance(e, Relational) and not isinstance(e, Ne) and isinstance(e.lhs, Expr):
        yield e.lhs - e.rhs


def moved_to(mark: Mark, point: Point, beside: int = 0) -> bool:
    """Whether a letter could be moved to where the landmark is zero, or as far `beside` it; the point is changed.

    >>> from proofpress.proof.point import Draw
    >>> x, point = Symbol("x", real=True), Point((), Draw(seed=1))
    >>> moved_to(Mark(x - 3), point, beside=1), point.symbol(x) == 4
    (True, True)
    """
    names: dict[Symbol, Any] = {}
    try:
        for name, lower, upper in mark.limits:
            span = range(int(evaluate(lower, point, names)), int(evaluate(upper, point, names)) + 1)
            names[name] = point.random.choice(span)
        letters = (letter for letter in _letters(mark.zero) if letter not in names)
        return any(_solved(mark.zero, letter, point, names, beside) for letter in letters)
    except (ArithmeticError, *UNTRIED):
        return False


@lru_cache(maxsize=1024)
def _letters(zero: Expr) -> list[Expr]:
    """The letters and entries in an expression, those of whole numbers last."""
    return sorted(zero.atoms(Symbol, Indexed), key=lambda part: (bool(part.is_integer), str(part)))


@lru_cache(maxsize=1024)
def _arrays(zero: Expr) -> set[Symbol]:
    """The letters in an expression that name its arrays."""
    return {entry.base.label for entry in zero.atoms(Indexed)}


def _solved(zero: Expr, letter: Expr, point: Point, names: dict, beside: int) -> bool:
    if not letter.is_real or letter in point.definitions or (isinstance(letter, Symbol) and letter.is_Symbol is False):
        return False
    key = place_of(letter, point, names)
    store: dict = point.entries if isinstance(key, tuple) else point.symbols
    now = point.entry(*key) if isinstance(key, tuple) else point.symbol(key)

    def at(value: Any) -> Any:
        with point.moved(key, value):
            return evaluate(zero, point, names)

    root = _whole_root(at, now) if letter.is_integer else _root(at, now, letter in _arrays(zero))
    steps = (beside,) if letter.is_integer else (beside, mp.mpf(beside) / 8)
    place = next((root + step for step in steps if root is not None and _may_be(letter, root + step, point)), None)
    if place is None:
        return False
    store[key] = place
    return True


def _may_be(letter: Expr, root: Any, point: Point) -> bool:
    """Whether a letter may have a value: by its sign, and by the interval or range that is given."""
    if (letter.is_positive and root <= 0) or (letter.is_nonnegative and root < 0) or (letter.is_negative and root >= 0):
        return False
    name = letter.base if isinstance(letter, Indexed) else letter
    for fact in point.given:
        if isinstance(fact, Interval) and fact.symbol == name:
            return bool(evaluate(fact.lower, point) < root < evaluate(fact.upper, point))
        if isinstance(fact, Values) and fact.base == name:
            return bool(evaluate(fact.lower, point) <= root <= evaluate(fact.upper, point))
    return True


def _whole_root(at: Any, now: int) -> int | None:
    """Where a linear function of an integer is zero, if that is a whole number and no sum grows too long."""
    first, second = at(now), at(now + 1)
    if first == second:
        return None
    root = now - first / (second - first)
    near = int(mp.nint(root))
    return near if 0 < near <= MOST_ROOT and abs(root - near) < mp.mpf("1e-20") else None


def _root(at: Any, now: Any, is_array: bool) -> Any:
    """Where a function is zero: by its slope if it is linear, otherwise between two places of opposite sign.

    The name of an array is a letter that changes nothing: what is the same at two places is so at all.
    """
    first, second = at(now), at(now + 1)
    if is_array and first == second:
        return None if first else mp.mpf(REACH[0])
    if first != second:
        root = now - first / (mp.mpf(second) - first)
        if at(root) == 0 and abs(at(2 * root - now) + first) < abs(first) * mp.mpf(10) ** (20 - mp.dps):
            return root
    return next((root for low, high in _brackets(at) if (root := _between(at, low, high)) is not None), None)


def _brackets(at: Any) -> Iterator[tuple[Any, Any]]:
    before: Any = None
    for place in map(mp.mpf, REACH):
        try:
            value = at(place)
        except ArithmeticError:
            before = None
            continue
        if value == 0:
            yield place, place
        if before is not None and (before[1] < 0) != (value < 0):
            yield before[0], place
        before = place, value


def _between(at: Any, low: Any, high: Any) -> Any:
    if low == high:
        return low
    try:
        root = mp.findroot(at, (low, high), solver="anderson", tol=mp.mpf(10) ** (-2 * mp.dps + 20), verify=False)
        return root if low <= root <= high and at(root) == 0 else None
    except (ArithmeticError, ValueError):
        return None


def extremes(sides: Sequence[Basic | None], point: Point) -> Iterator[tuple[Symbol, Any]]:
    """For each of a few real letters, where it makes one side of a bound least beside the other.

    >>> from proofpress.proof.point import Draw
    >>> x, c = Symbol("x", real=True), Symbol("c", real=True)
    >>> [(letter, round(value)) for letter, value in extremes([(x - 31) ** 2, c], Point((), Draw(seed=1)))][2:]
    [(x, 31), (x, 0)]
    """
    both = [side for side in sides if isinstance(side, Expr)]
    letters = sorted(set().union(*(side.free_symbols for side in both)), key=str) if len(both) == 2 else []
    reals = [x for x in letters if isinstance(x, Symbol) and x.is_real and not x.is_integer]
    for letter in reals[:3]:
        if letter not in point.definitions:
            yield from ((letter, value) for value in _lowest(both, letter, point))


def _lowest(both: Sequence[Expr], letter: Symbol, point: Point) -> Iterator[Any]:
    places = [place for place in map(mp.mpf, FAR) if _may_be(letter, place, point)]
    beside, found = _beside(both, letter, point), []
    for place in places:
        with suppress(ArithmeticError, *UNTRIED):
            found.append((beside(place), place))
    if found:
        turned = [(-value, place) for value, place in found]
        for at, values in ((beside, found), (_beside(both[::-1], letter, point), turned)):
            nearest = sorted(values, key=lambda one: abs(one[1]))
            best = next((place for value, place in nearest if value < 0), min(values)[1])
            yield _between_neighbours(at, best, sorted(place for _, place in values))


def _beside(pair: Sequence[Expr], letter: Symbol, point: Point) -> Callable[[Any], Any]:
    """How far the first is above the second as a function of a letter; nothing, where that is too little to be seen."""

    def at(value: Any) -> Any:
        with point.moved(letter, value):
            first, second = (evaluate(side, point) for side in pair)
            return 0 if abs(first - second) < SEEN * max(1, abs(first), abs(second)) else first - second

    return at


def _between_neighbours(at: Any, best: Any, places: list[Any]) -> Any:
    """Where a function is least near the best of some places, by golden sections; the place itself at an end."""
    where = places.index(best)
    if where in (0, len(places) - 1):
        return best
    low, high = places[where - 1], places[where + 1]
    try:
        for _ in range(SECTIONS):
            one, other = high - (high - low) * GOLDEN, low + (high - low) * GOLDEN
            low, high = (low, other) if at(one) < at(other) else (one, high)
    except (ArithmeticError, *UNTRIED):
        return best
    return (low + high) / 2


def large_sizes(sides: Iterable[Basic | None], marks: Sequence[Mark], *, bound: bool = False) -> list[int]:
    """Sizes beyond those that are drawn, at which something may turn: the numbers in the expressions, and one beside.

    Where no sum runs, numbers far out are tried too, and for a bound larger ones in any case.

    >>> V, j = Symbol("V", integer=True, positive=True), Symbol("j", integer=True)
    >>> large_sizes([floor(V / 5000)], ())
    [1000, 4999, 5000, 5001, 1000000, 1000000000]
    >>> large_sizes([Sum(Max(0, j - 40), (j, 1, V))], ())
    [39, 40, 41]
    >>> sums = [Sum(1 / (j - 7), (j, 1, V))]
    >>> large_sizes(sums, landmarks(sums, ()))
    [6, 7, 8]
    """
    known = [*(side for side in sides if side is not None), *(mark.zero for mark in marks)]
    turning = [*(e for e in known if e.has(*TURNING)), *(mark.zero for mark in marks if mark.limits)]
    depth = max(map(_depth, known), default=0)
    grown = set(GROWN) if bound and depth < 2 else set()
    if not turning:
        return sorted(grown)
    numbers = {abs(int(part)) for e in turning for n in e.atoms(Rational) for part in (n.p, n.q)}
    beyond = sorted(n for n in numbers if FEW < n < LARGEST_SIZES[min(depth, 2)])
    beside = {n + step for n in beyond[:3] for step in (-1, 0, 1)}
    return sorted(beside | grown | (set() if depth else set(DECADES)))


@lru_cache(maxsize=4096)
def _depth(e: Basic) -> int:
    """How many sums of a length that may grow stand in one another; a power or a factorial that may grow is one too."""
    if isinstance(e, Abbreviation):
        e = e.unfold()
    inner = max(map(_depth, e.args), default=0)
    if isinstance(e, Sum | Product):
        return inner + sum(any(end.free_symbols for end in limit[1:]) for limit in e.limits)
    grows = isinstance(e, Expected | Derivative | factorial | binomial) or (isinstance(e, Pow) and e.exp.free_symbols)
    return max(inner, 1 if grows else 0)


def free_sizes(sides: Iterable[Basic | None]) -> list[Symbol]:
    """The sizes that expressions depend on.

    >>> V, j = Symbol("V", integer=True, positive=True), Symbol("j", integer=True)
    >>> free_sizes([Sum(j, (j, 1, V))])
    [V]
    """
    letters = set().union(*(side.free_symbols for side in sides if side is not None))
    return sorted((s for s in letters if isinstance(s, Symbol) and s.is_integer and s.is_positive), key=str)
