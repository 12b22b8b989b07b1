"""Points at which what is known holds: a sign that numbers contradict there is not looked for.

A point only ever says no: it saves a search that cannot succeed, and nothing rests on it.
Its numbers come from the names of the letters, and are the same in every run.

>>> from ..kernel.terms import lt, number, variable
>>> x = variable("x")
>>> [contradicted(points_of((lt(ONE, x),)), t, {}) for t in (x - ONE, number(1) - x, x**2)]
[False, True, False]
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from random import Random
from typing import Any

from ..kernel.terms import ONE, Name, Term, bound, unfolded

TRIED, WANTED = 60, 6
"""So many points are looked at, and so many kept."""
LONGEST, FARTHEST = 12, 6
"""The most terms of a sum, and how far what holds of every integer is looked at."""
CLEARLY = 1e-6
"""By so much a number must be below zero, and by so much of its parts."""
Bound = tuple[Any, ...]
Ranges = Mapping[Term, tuple[Term, Term]]


class Unknown(Exception):
    """A term that has no number here."""


NO_NUMBER = (Unknown, ValueError, OverflowError, ZeroDivisionError, IndexError)


class Point:
    """Numbers for all letters; `ranges` says between which ends an index lies."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.known: dict[Term, Any] = {}
        self.set: dict[Term, Term] = {}
        self.shares: dict[Term, Term] = {}
        self.inside: dict[tuple[Any, ...], Point] = {}

    def at(self, ranges: Ranges) -> Point:
        """The same point, with indices that lie in these ranges."""
        key = tuple(ranges.items())
        if key not in self.inside:
            self.inside[key] = self._at(ranges)
        return self.inside[key]

    def _at(self, ranges: Ranges) -> Point:
        other = Point(self.seed)
        other.set, other.shares = self.set, self.shares
        for k, (lo, hi) in ranges.items():
            first, last = other.value(lo), other.value(hi)
            if not last >= first:
                raise Unknown
            other.known[k] = first + _random(self.seed, k.val.name).randrange(int(last - first) + 1)
        return other

    def value(self, t: Term, within: Bound = ()) -> Any:
        """The number that a term is, or whether a proposition holds, under the binders' values, the innermost last."""
        if t.loose:
            return self._value(t, within)
        if t not in self.known:
            self.known[t] = self._value(t, ())
        return self.known[t]

    def _value(self, t: Term, within: Bound) -> Any:
        if t in self.set:
            return self.value(self.set[t])
        by_kind = VALUES.get(t.op)
        if by_kind is None:
            raise Unknown(t.op)
        return by_kind(self, t, within)

    def parts(self, t: Term, within: Bound) -> list[Any]:
        """The numbers of the parts."""
        return [self.value(part, within) for part in t.args]

    def drawn(self, letter: Term, *of: Any) -> float:
        """The number of a letter, or of an entry of an array."""
        return _drawn(self.seed, letter.val, *of)

    def _entry(self, t: Term, within: Bound) -> float:
        array, *of = t.args
        if array.op != "array":
            raise Unknown
        places = [int(self.value(k, within)) for k in of]
        one = self.drawn(array, *places)
        return one / self._whole(array) if array in self.shares else one

    def _whole(self, array: Term) -> float:
        """What the entries of shares are divided by."""
        lo, hi = self.shares[array].args[:2]
        return sum(self.drawn(array, k) for k in self._range(lo, hi, ()))

    def _range(self, lo: Term, hi: Term, within: Bound) -> range:
        first, last = self.value(lo, within), self.value(hi, within)
        if first != int(first) or last != int(last) or last - first > LONGEST:
            raise Unknown
        return range(int(first), int(last) + 1)

    def _folded(self, t: Term, within: Bound, fold: Callable[[list[Any]], Any]) -> Any:
        lo, hi, body = t.args
        return fold([self.value(body, (*within, k)) for k in self._range(lo, hi, within)])

    def _any(self, t: Term, within: Bound) -> bool:
        return all(self.value(t.args[0], (*within, k)) for k in range(-1, FARTHEST))

    def _power(self, t: Term, within: Bound) -> float:
        base, e = self.parts(t, within)
        if base == 0 and e < 0:
            raise Unknown
        found = base**e
        if isinstance(found, complex):
            raise Unknown
        return found


@lru_cache(maxsize=1 << 14)
def _drawn(seed: int, letter: Name, *of: int) -> float:
    random = _random(seed, letter.name, *of)
    if letter.sort == "integer":
        return random.randint(1, 2) if of else random.randint(1 if seed % 2 else 2, 4)
    real = random.gauss(0, 1.2)
    return math.exp(real) if letter.sign else real


def _random(seed: int, *name: Any) -> Random:
    return Random(f"{seed} {name}")


@lru_cache(maxsize=64)
def points_of(facts: tuple[Term, ...]) -> tuple[Point, ...]:
    """Points at which all of these hold, as far as they are met with."""
    found = (_where(facts, seed) for seed in range(TRIED))
    return tuple(islice((point for point in found if point), WANTED))


def _where(facts: tuple[Term, ...], seed: int) -> Point | None:
    """The point of a seed, if the facts hold there; a letter that equals something is put so."""
    point = Point(seed)
    for fact in facts:
        if fact.op == "=" and fact.args[0].op == "variable":
            point.set.setdefault(*fact.args)
        elif fact.op == "=" and _is_of_shares(*fact.args):
            point.shares[fact.args[0].args[2].args[0]] = fact.args[0]
    try:
        return point if all(map(point.value, facts)) else None
    except (*NO_NUMBER, RecursionError):
        return None


def _is_of_shares(whole: Term, one: Term) -> bool:
    """Whether an equation says that the entries of an array sum to one."""
    return whole.op == "sum" and one is ONE and whole.args[2].op == "entry" and whole.args[2].args[1:] == (bound(0),)


def contradicted(points: Sequence[Point], t: Term, ranges: Ranges) -> bool:
    """Whether t is clearly below 0 at one of the points."""
    return any(_is_negative(point, t, ranges) for point in points)


def _is_negative(point: Point, t: Term, ranges: Ranges) -> bool:
    """Whether a term is below 0 at a point, by more than rounding can have left of nothing."""
    try:
        inside = point.at(ranges) if ranges else point
        size = math.fsum(map(abs, inside.parts(t, ()))) if t.op == "+" else 0
        return bool(inside.value(t) < -CLEARLY * (1 + size))
    except NO_NUMBER:
        return False


VALUES: dict[str, Callable[[Point, Term, Bound], Any]] = {
    "number": lambda _, t, __: t.val.numerator / t.val.denominator if t.val.denominator != 1 else int(t.val),
    "infinity": lambda _, __, ___: math.inf,
    "minus_infinity": lambda _, __, ___: -math.inf,
    "variable": lambda point, t, _: point.drawn(t),
    "bound": lambda _, t, within: within[-1 - t.val[0]],
    "entry": Point._entry,
    "+": lambda point, t, within: math.fsum(point.parts(t, within)),
    "*": lambda point, t, within: math.prod(point.parts(t, within)),
    "^": Point._power,
    "exp": lambda point, t, within: math.exp(*point.parts(t, within)),
    "log": lambda point, t, within: math.log(*point.parts(t, within)),
    "abs": lambda point, t, within: abs(*point.parts(t, within)),
    "call": lambda point, t, within: point.value(unfolded(t), within),
    "floor": lambda point, t, within: math.floor(*point.parts(t, within)),
    "ceiling": lambda point, t, within: math.ceil(*point.parts(t, within)),
    "delta": lambda point, t, within: int(operator.eq(*point.parts(t, within))),
    "sum": lambda point, t, within: point._folded(t, within, math.fsum),
    "prod": lambda point, t, within: point._folded(t, within, math.prod),
    "all": lambda point, t, within: point._folded(t, within, all),
    "any": Point._any,
    "=": lambda point, t, within: math.isclose(*point.parts(t, within), rel_tol=1e-9, abs_tol=1e-9),
    "!=": lambda point, t, within: operator.ne(*point.parts(t, within)),
    "<": lambda point, t, within: operator.lt(*point.parts(t, within)),
    "<=": lambda point, t, within: operator.le(*point.parts(t, within)),
}
