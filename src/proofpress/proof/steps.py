"""What each kind of line claims, as a test at a point.

>>> from proofpress.proof.derivation import minimised_at
>>> from proofpress.proof.point import Draw
>>> x = Symbol("x", real=True)
>>> lines = (minimised_at(0, "", variable=x), minimised_at(1, "", variable=x))
>>> [bool(test_of(line, x**2 - 2 * x, line.expression)(Point((), Draw(1)))[0]) for line in lines]
[False, True]
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from mpmath import mp
from sympy import Basic, Derivative, Expr, Symbol, oo
from sympy.tensor.indexed import Indexed

from .derivation import Line
from .evaluate import evaluate, place_of
from .given import Condition, Interval, Range
from .point import Point, Rejected
from .refute import TOLERANCE, Test, comparison

FAR = (4, 8, 12)
VERY_FAR = (30, 300, 3000)
NEAR_MISS = "1e-3"
ASIDE = ("0.01", "0.5", "4")


def test_of(line: Line, left: Basic, right: Basic) -> Test:
    """The test that a line must pass at every valid point."""
    if line.kind == "limit":
        return _limit(left, right, line.hints["variable"], line.hints["to"])
    if line.kind == "minimiser":
        return _minimum(left, right, line.hints["variable"])
    return comparison(line.relation, left, right)


test_of.__test__ = False  # type: ignore[attr-defined]  # not a test of ours, whatever its name


def _limit(left: Basic, right: Basic, variable: Any, to: Any) -> Test:
    """Points ever nearer to the limit: the distance shrinks, and the last is small."""

    def test(point: Point) -> tuple[bool, Any, Any]:
        goal = evaluate(right, point)
        with mp.workdps(mp.dps + 3 * FAR[-1]):
            for places in _approaches(variable, to, point):
                values = [_moved(left, variable, place, point) for place in places]
                if not _tends(values, goal) and not _tends(_further(left, variable, to, point, values), goal):
                    return False, values[-1], goal
            for place in _just_below_whole(variable, to):
                near, beside = (_moved(left, variable, other, point) for other in (place, place + mp.mpf("0.37")))
                if _stands_out(near, beside, goal):
                    return False, near, goal
        return True, values[-1], goal

    return test


def _moved(left: Basic, variable: Any, place: Any, point: Point) -> Any:
    """The value with the variable elsewhere, which must be allowed there too."""
    if not _conditions_hold(place, variable, point):
        raise Rejected
    return _at(left, place_of(variable, point), place, point)


def _conditions_hold(place: Any, variable: Any, point: Point) -> bool:
    """Whether the conditions that are given of a variable hold with it there."""
    bound = [fact for fact in point.given if isinstance(fact, Condition) and fact.mentions(variable)]
    with point.moved(place_of(variable, point), place):
        return all(evaluate(fact.relation, point, names) for fact in bound for names in point.every(fact))


def _tends(values: list, goal: Any) -> bool:
    if mp.isinf(goal):
        sign = 1 if goal > 0 else -1
        return all(sign * b > sign * a for a, b in pairwise(values))
    gaps = [abs(value - goal) for value in values]
    tiny = mp.mpf(TOLERANCE)
    shrinking = all(b < a or b < tiny for a, b in pairwise(gaps))
    return bool(shrinking and gaps[-1] < mp.mpf(NEAR_MISS) * max(1, abs(goal)))


def _further(left: Basic, variable: Any, to: Any, point: Point, values: list) -> list:
    """Values very far out, for what tends to its limit as slowly as a logarithm does."""
    if to not in (oo, -oo) or variable.is_integer:
        return values
    sign = 1 if to == oo else -1
    try:
        return [_moved(left, variable, sign * mp.mpf(10) ** k, point) for k in VERY_FAR]
    except (OverflowError, MemoryError, ArithmeticError):
        return values


def _stands_out(near: Any, beside: Any, goal: Any) -> bool:
    """Whether a value is off where one beside it is not: what a function that jumps at whole numbers does."""
    if mp.isinf(goal):
        return False
    off = abs(near - goal)
    return bool(off > mp.mpf("0.05") * max(1, abs(goal)) and off > 100 * abs(beside - goal))


def _just_below_whole(variable: Symbol, to: Expr) -> Iterator[Any]:
    if to in (oo, -oo) and not variable.is_integer:
        yield from ((1 if to == oo else -1) * mp.mpf(n) - mp.mpf(10) ** -60 for n in (40, 75, 120))


def _approaches(variable: Symbol, to: Expr, point: Point) -> Iterator[list]:
    """Sequences of places that approach the limit, from each side it can be approached from."""
    lower, upper = _domain(variable, point)
    end = evaluate(to, point)
    found = []
    if end == upper == mp.inf or end == lower == -mp.inf:
        found = [[mp.sign(end) * share * mp.mpf(10) ** k for k in FAR] for share in _shares(variable)]
    elif mp.isfinite(end) and not variable.is_integer and lower <= end <= upper:
        steps = [mp.mpf(share) * mp.mpf(10) ** -k for share in ("1", "0.7310585786") for k in FAR]
        found = [[end + sign * step for step in steps] for sign in (1, -1) if _has_room(end, sign, lower, upper)]
        found = [part for places in found for part in (places[: len(FAR)], places[len(FAR) :])]
    if not found:
        raise Rejected
    yield from ([int(place) for place in places] if variable.is_integer else places for places in found)


def _shares(variable: Symbol) -> tuple:
    """Whole places, and some that are not: a function that repeats itself must not be met at one phase alone."""
    return (1, 7) if variable.is_integer else (1, mp.sqrt(2), mp.pi / 7)


def _has_room(end: Any, sign: int, lower: Any, upper: Any) -> bool:
    return bool(end < upper if sign > 0 else end > lower)


def _minimum(left: Basic, right: Basic, variable: Any) -> Test:
    """The slope is zero at the place named, and the values on both sides of it are larger."""
    slope = Derivative(left, variable, evaluate=False)

    def test(point: Point) -> tuple[bool, Any, Any]:
        place = evaluate(right, point)
        key = place_of(variable, point)
        lower, upper = _domain(variable, point)
        if not (lower < place < upper and _conditions_hold(place, variable, point)):
            return False, "outside", place
        with point.moved(key, place):
            least, tilt = evaluate(left, point), evaluate(slope, point)
        others = [other for other in _beside(place, lower, upper) if _conditions_hold(other, variable, point)]
        around = [_at(left, key, other, point) for other in others]
        ok = abs(tilt) < mp.mpf(TOLERANCE) and all(value > least for value in around)
        return bool(ok and around), least, min([value for value in around if value <= least], default=least)

    return test


def _at(left: Basic, key: Any, place: Any, point: Point) -> Any:
    with point.moved(key, place):
        return evaluate(left, point)


def _beside(place: Any, lower: Any, upper: Any) -> list:
    """Places on both sides of `place`, near and far, between `lower` and `upper`."""
    found = []
    for share in ASIDE:
        step = mp.mpf(share)
        found += [place + min(step, (upper - place) / 2), place - min(step, (place - lower) / 2)]
    return [other for other in found if other != place]


def _domain(variable: Any, point: Point) -> tuple[Any, Any]:
    """The ends between which a variable may lie."""
    name = variable.base if isinstance(variable, Indexed) else variable
    for fact in point.given:
        if name in (getattr(fact, "symbol", None), getattr(fact, "index", None)) and isinstance(fact, Interval | Range):
            return evaluate(fact.lower, point), evaluate(fact.upper, point)
    lower = mp.mpf(0) if variable.is_nonnegative else -mp.inf
    return lower, mp.mpf(0) if variable.is_nonpositive else mp.inf
