"""What terms mean, in floating point, by the words of semantics.md: the road that shares nothing with the rules.

`holds(p, point)` is True or False, or `Unknown` is raised where numbers of this kind cannot tell.
"""

from __future__ import annotations

import math
import random
from itertools import product
from typing import Any

from proofpress.proof.kernel.terms import Term, unfolded

INSIDE = (0.0, 1.0, -1.0, 0.5, 2.0, -0.37, 1.7, 3.3)
"""Where "for every real between" is tried."""


class Unknown(Exception):
    """Numbers cannot tell."""


class Point:
    """Values for letters, drawn as they are asked for: special ones, and ties."""

    def __init__(self, seed: int, **values: Any) -> None:
        self.seed, self.values = seed, dict(values)

    def draw(self, name: str, sort: str, sign: str, indices: tuple[float, ...] = ()) -> float:
        key = (name, *indices)
        if key not in self.values:
            r = random.Random(f"{self.seed} {key}")
            pool = [0, 1, 2, 3, -1, -2] if sort == "integer" else [0, 1, -1, 0.5, 2, 1.7, -0.6]
            pool = [v for v in pool if v > 0] if sign == "positive" else [v for v in pool if v >= 0] if sign else pool
            self.values[key] = r.choice(pool)
        return self.values[key]

    def tree(self, name: str) -> Any:
        if name not in self.values:
            self.values[name] = _grown(random.Random(f"{self.seed} {name}"), 3)
        return self.values[name]

    def array(self, name: str, sort: str, sign: str) -> Any:
        fixed = self.values.get(name)
        return fixed or (lambda *indices: self.draw(name, sort, sign, tuple(round(i, 9) for i in indices)))


def _grown(r: random.Random, depth: int) -> Any:
    if depth == 0 or r.random() < 0.3:
        return None
    return r.choice([0, 1, -1, 0.5]), _grown(r, depth - 1), _grown(r, depth - 1)


def close(a: float, b: float, tolerance: float = 1e-7) -> bool:
    return abs(a - b) <= tolerance * max(1, abs(a), abs(b))


def value(t: Term, point: Point, around: tuple[Any, ...] = ()) -> Any:
    """A number; for an array a function, for a tree nested triples."""
    of = OPERATIONS.get(t.op)
    if of is not None:
        return of(t, point, around)
    found = SIMPLE[t.op](*(value(a, point, around) for a in t.args))
    if abs(found) > 1e9:
        raise Unknown
    return found


def _power(a: float, b: float) -> float:
    if close(b, round(b), 1e-9):
        if abs(b) > 60:
            raise Unknown
        return 0.0 if round(b) < 0 and a == 0 else a ** round(b)
    return a**b if a > 0 else 2.9 - 0.7 * a + b if a < 0 else 0.0


def _exp(a: float) -> float:
    if not -200 < a < 12:
        raise Unknown
    return math.exp(a)


def _told_apart(a: float) -> float:
    """A number that is an integer, or so far from one that rounding can not have brought it there."""
    off = abs(a - round(a))
    if 1e-9 < off < 1e-5:
        raise Unknown
    return float(round(a)) if off <= 1e-9 else a


SIMPLE = {
    "+": lambda *a: sum(a),
    "*": lambda *a: math.prod(a),
    "^": _power,
    "exp": _exp,
    "log": lambda a: math.log(a) if a > 0 else 3.7 + 1.3 * a,
    "abs": abs,
    "floor": lambda a: math.floor(_told_apart(a)),
    "ceiling": lambda a: math.ceil(_told_apart(a)),
    "delta": lambda a, b: float(close(a, b, 1e-9)),
}


def _span(low: float, high: float) -> range:
    if high - low > 8:
        raise Unknown
    return range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)


def _range(t: Term, point: Point, around: tuple[Any, ...]) -> list[float]:
    low, high = (value(a, point, around) for a in t.args[:2])
    return [value(t.args[2], point, (k, *around)) for k in _span(low, high)]


def _smooth_function(t: Term, point: Point, around: tuple[Any, ...]) -> tuple[float, dict[int, float]]:
    """A function of some numbers, drawn by its letter: a sum of sines of waves, one along each random direction."""
    low, high = (value(a, point, around) for a in t.args[1:3])
    span = _span(low, high)
    numbers = [value(t.args[3], point, (k, *around)) for k in span]
    r = random.Random(f"{point.seed} {t.args[0].val} {low + 0.0} {high + 0.0}")  # 1 is 1.0, and -0.0 is 0.0
    found, slopes = 0.0, dict.fromkeys(span, 0.0)
    for _ in range(3):
        along = {k: r.choice([-1, 0.5, 1, 2]) for k in span}
        angle = sum(along[k] * x for k, x in zip(span, numbers, strict=True)) + r.random()
        if abs(angle) > 1e6:
            raise Unknown
        found += math.sin(angle)
        slopes = {k: slopes[k] + along[k] * math.cos(angle) for k in span}
    return found, slopes


def _partial(t: Term, point: Point, around: tuple[Any, ...]) -> float:
    place, slopes = value(t.args[4], point, around), _smooth_function(t, point, around)[1]
    return next((slopes[k] for k in slopes if close(k, place, 1e-9)), 0.0)


def _put(t: Term, point: Point, around: tuple[Any, ...]) -> Any:
    old = value(t.args[0], point, around)
    *at, new = (value(a, point, around) for a in t.args[1:])
    return lambda *indices: new if all(close(i, j, 1e-9) for i, j in zip(indices, at, strict=True)) else old(*indices)


def _fold(t: Term, point: Point, around: tuple[Any, ...]) -> float:
    def of(grown: Any) -> float:
        if grown is None:
            return value(t.val.leaf, point)
        score, left, right = grown
        return value(t.val.node, point, (of(right), of(left), score))

    return of(value(t.args[0], point, around))


def _mean(t: Term, point: Point, around: tuple[Any, ...]) -> float:
    total = 0.0
    for w, places in _draws(t, point, around):
        weights = [value(t.args[3], point, (k, *around)) for k in places]
        total += math.prod(weights) * value(t.args[4], point, (w, *around))
    return total


def _draws(t: Term, point: Point, around: tuple[Any, ...]) -> Any:
    """Every array of draws, and what is drawn."""
    count, low, high = (value(a, point, around) for a in t.args[:3])
    spots = _span(1, count)
    if len(_span(low, high)) ** len(spots) > 200:
        raise Unknown
    for places in product(_span(low, high), repeat=len(spots)):
        drawn = dict(zip(spots, places, strict=True))
        yield (lambda n, drawn=drawn: drawn.get(n, 0)), places


def slope_at(body: Term, at: float, point: Point, around: tuple[Any, ...]) -> float | None:
    """The slope by differences on both sides at two distances, or None where they differ."""

    def f(x: float) -> float:
        return value(body, point, (x, *around))

    middle, found = f(at), []
    for h in (1e-4, -1e-4):
        near, far = (f(at + h) - middle) / h, (f(at + 2 * h) - middle) / (2 * h)
        found.append(2 * near - far)
    if max(map(abs, found)) > 1e4:
        return None if not close(*found, 1e-3) else _unknown()
    return sum(found) / 2 if close(*found, 1e-4) else None


def _unknown() -> Any:
    raise Unknown


def _slope(t: Term, point: Point, around: tuple[Any, ...]) -> float:
    found = slope_at(t.args[0], value(t.args[1], point, around), point, around)
    return 0.0 if found is None else found


OPERATIONS = {
    "number": lambda t, *_: float(t.val),
    "variable": lambda t, point, _: point.draw(*t.val[:3]),
    "array": lambda t, point, _: point.array(*t.val[:3]),
    "tree": lambda t, point, _: point.tree(t.val),
    "bound": lambda t, _, around: around[t.val[0]],
    "infinity": lambda *_: math.inf,
    "minus_infinity": lambda *_: -math.inf,
    "leaf": lambda *_: None,
    "node": lambda t, point, around: tuple(value(a, point, around) for a in t.args),
    "entry": lambda t, p, around: value(t.args[0], p, around)(*(value(a, p, around) for a in t.args[1:])),
    "put": _put,
    "sum": lambda t, point, around: sum(_range(t, point, around)),
    "prod": lambda t, point, around: math.prod(_range(t, point, around)),
    "call": lambda t, point, around: value(unfolded(t), point, around),
    "fold": _fold,
    "mean": _mean,
    "of": lambda t, point, around: _smooth_function(t, point, around)[0],
    "partial": _partial,
    "slope": _slope,
}


def rough(t: Term) -> bool:
    """Whether differences stand in it, so that numbers are less exact."""
    return t.op in ("slope", "slope_is") or any(map(rough, t.args)) or (t.op == "call" and rough(t.val.body))


def holds(p: Term, point: Point, around: tuple[Any, ...] = ()) -> bool:
    """Whether a proposition is true at a point."""
    if p.op in ("=", "<", "<=", "!="):
        a, b = (value(side, point, around) for side in p.args)
        return _related(p.op, a, b, 3e-3 if rough(p) else 1e-7)
    return PROPOSITIONS[p.op](p, point, around)


def _related(op: str, a: float, b: float, tolerance: float) -> bool:
    if math.isinf(a) or math.isinf(b):
        return a < b
    if op == "=":
        return close(a, b, tolerance)
    if op == "!=":
        return not close(a, b, 1e-9)
    if close(a, b, 1e-9):
        return op == "<="
    return a < b or (op == "<=" and close(a, b, tolerance))


def _each(p: Term, point: Point, around: tuple[Any, ...]) -> bool:
    low, high = (value(a, point, around) for a in p.args[:2])
    return all(holds(p.args[2], point, (k, *around)) for k in _span(low, high))


def _between(p: Term, point: Point, around: tuple[Any, ...]) -> bool:
    low, high = (value(a, point, around) for a in p.args[:2])
    return all(_hold(p.args[2], point, (y, *around)) for y in _places(low, high))


def _places(low: float, high: float) -> list[float]:
    beside = [low + 0.01, high - 0.01]
    inner = [low + (high - low) * q for q in (0.3, 0.5, 0.9)] if high - low < math.inf else []
    return [y for y in (*INSIDE, *beside, *inner) if low < y < high]


def _hold(p: Term, point: Point, around: tuple[Any, ...]) -> bool:
    try:
        return holds(p, point, around)
    except (Unknown, OverflowError, ZeroDivisionError):
        return True


def _beside(low: float, high: float, to: float) -> list[float]:
    steps = (1e-4, 1e-3, 2e-2)
    if math.isinf(to):
        return [y for y in (math.copysign(x, to) for x in (60.0, 70.5, 81.3)) if low < y < high]
    return [y for h in steps for y in (to - h, to + h) if low < y < high]


def _near(p: Term, point: Point, around: tuple[Any, ...]) -> bool:
    low, high, to = (value(p.args[i], point, around) for i in (0, 1, 3))
    return all(_hold(p.args[2], point, (y, *around)) for y in _beside(low, high, to))


def _around(p: Term, point: Point, around: tuple[Any, ...]) -> bool:
    at = value(p.args[1], point, around)
    return all(_hold(p.args[0], point, (y, *around)) for y in (at, *_beside(-math.inf, math.inf, at)))


def _slope_is(p: Term, point: Point, around: tuple[Any, ...]) -> bool:
    body, at, claimed = p.args
    found = slope_at(body, value(at, point, around), point, around)
    return found is not None and close(found, value(claimed, point, around), 5e-3)


def _tends(p: Term, point: Point, around: tuple[Any, ...]) -> bool:
    low, high, to = (value(p.args[i], point, around) for i in (0, 1, 3))
    limit = value(p.args[4], point, around)
    far = [[1e-2], [1e-4], [1e-6]] if not math.isinf(to) else [[11.2], [1e3 + 0.3], [1e6 + 0.7]]
    errors = []
    for (h,) in far:
        ys = [math.copysign(h, to)] if math.isinf(to) else [y for y in (to - h, to + h) if low < y < high]
        errors += [max(abs(value(p.args[2], point, (y, *around)) - limit) for y in ys)] if ys else []
    if not errors:
        return True  # nothing of the range lies near the place; that it lies inside is stated beside a limit
    return errors[-1] < 1e-3 or errors[-1] < 0.01 * errors[0]


def _argmin(p: Term, point: Point, around: tuple[Any, ...]) -> bool:
    low, high, place = (value(p.args[i], point, around) for i in (0, 1, 3))
    least = value(p.args[2], point, (place, *around))
    grid = [*_places(low, high), *(y for h in (0.05, 0.3) for y in (place - h, place + h) if low < y < high)]
    others = [value(p.args[2], point, (y, *around)) for y in grid if not close(y, place, 1e-6)]
    return low < place < high and all(least < other for other in others)


PROPOSITIONS = {
    "all": _each,
    "any": lambda p, point, around: all(holds(p.args[0], point, (k, *around)) for k in (-2, -1, 0, 1, 2, 3)),
    "over": _between,
    "near": _near,
    "around": _around,
    "drawn": lambda p, point, around: all(holds(p.args[3], point, (w, *around)) for w, _ in _draws(p, point, around)),
    "slope_is": _slope_is,
    "smooth": lambda p, pt, around: slope_at(p.args[0], value(p.args[1], pt, around), pt, around) is not None,
    "tends": _tends,
    "eventually": lambda p, point, around: all(_hold(p.args[0], point, (n, *around)) for n in (40, 41, 57)),
    "converges": lambda p, point, around: close(
        value(p.args[0], point, (10**6, *around)), value(p.args[1], point, around), 2e-3
    ),
    "argmin": _argmin,
    "iff": lambda p, point, around: holds(p.args[0], point, around) == holds(p.args[1], point, around),
}


def false_at(p: Term, hypotheses: frozenset[Term], seeds: range) -> Point | None:
    """A point where the hypotheses hold and p does not."""
    for seed in seeds:
        point = Point(seed)
        try:
            if all(holds(h, point) for h in hypotheses) and not holds(p, point):
                return point
        except (Unknown, OverflowError, ZeroDivisionError):
            continue
    return None
