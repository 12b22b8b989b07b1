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
from .evaluate import Unsupported, evaluate
from .given import Given, Interval
from .point import Point
from .refute import TOLERANCE, Test, comparison

FAR = (4, 8, 12)
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
    """Three points ever nearer to the limit: the distance shrinks, and the last is small."""

    def test(point: Point) -> tuple[bool, Any, Any]:
        goal = evaluate(right, point)
        ok, value = True, None
        with mp.workdps(mp.dps + 3 * FAR[-1]):
            for places in _approaches(variable, to, point):
                values = []
                for place in places:
                    with point.moved(variable, place):
                        values.append(evaluate(left, point))
                value = values[-1]
                ok = ok and _tends(values, goal)
        return ok, value, goal

    return test


def _tends(values: list, goal: Any) -> bool:
    if mp.isinf(goal):
        sign = 1 if goal > 0 else -1
        return all(sign * b > sign * a for a, b in pairwise(values))
    gaps = [abs(value - goal) for value in values]
    tiny = mp.mpf(TOLERANCE)
    shrinking = all(b < a or b < tiny for a, b in pairwise(gaps))
    return bool(shrinking and gaps[-1] < mp.mpf(NEAR_MISS) * max(1, abs(goal)))


def _approaches(variable: Symbol, to: Expr, point: Point) -> Iterator[list]:
    """Sequences of places that approach the limit, from each side it can be approached from."""
    if to in (oo, -oo):
        sign = 1 if to == oo else -1
        yield [sign * (10**k if variable.is_integer else mp.mpf(10) ** k) for k in FAR]
        return
    end = evaluate(to, point)
    yield [end + mp.mpf(10) ** -k for k in FAR]
    if not (variable.is_positive and end <= 0):
        yield [end - mp.mpf(10) ** -k for k in FAR]


def _minimum(left: Basic, right: Basic, variable: Any) -> Test:
    """The slope is zero at the place named, and the values on both sides of it are larger."""
    slope = Derivative(left, variable, evaluate=False)

    def test(point: Point) -> tuple[bool, Any, Any]:
        place = evaluate(right, point)
        key = _key(variable, point)
        with point.moved(key, place):
            least, tilt = evaluate(left, point), evaluate(slope, point)
        lower, upper = _domain(variable, point)
        around = [_at(left, key, other, point) for other in _beside(place, lower, upper)]
        ok = lower < place < upper and abs(tilt) < mp.mpf(TOLERANCE) and all(value > least for value in around)
        return bool(ok and around), least, min([value for value in around if value <= least], default=least)

    return test


def _key(variable: Any, point: Point) -> Any:
    if isinstance(variable, Indexed):
        return variable.base, tuple(int(evaluate(index, point)) for index in variable.indices)
    if isinstance(variable, Symbol):
        return variable
    raise Unsupported(f"a minimum over {variable}, which is neither a symbol nor an entry")


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
    name = variable.base if isinstance(variable, Indexed) else variable
    for fact in point.given:
        if _is_interval_of(fact, name):
            return evaluate(fact.lower, point), evaluate(fact.upper, point)  # type: ignore[attr-defined]
    return (mp.mpf(0) if variable.is_positive else -mp.inf), mp.inf


def _is_interval_of(fact: Given, name: Any) -> bool:
    return isinstance(fact, Interval) and fact.symbol == name
