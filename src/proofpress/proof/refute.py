"""Refutation: both sides of a line as numbers at points drawn inside what is given, compared to 30 digits of 50.

>>> from sympy import Symbol, exp
>>> x = Symbol("x", real=True)
>>> attempt = refute("=", exp(2 * x), exp(x), ())
>>> print(attempt.counterexample)
x = 1.5: left 20.09, right 4.482
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mpmath import mp, nstr
from mpmath.libmp import to_rational
from sympy import Basic, Symbol
from sympy.tensor.indexed import Indexed

from .evaluate import evaluate
from .given import Condition, Given, Hypothesis, Interval, Range
from .landmarks import WIDE, extremes, free_sizes, landmarks, large_sizes, moved_to
from .point import Draw, Point, Rejected
from .refusals import TooMany

SEED = 13013781
DIGITS = 50
TOLERANCE = "1e-30"
WANTED, TRIALS = 10, 120
WANTED_OF_BOUNDS = 40
"""An inequality that is false may be true at most points."""
FEWEST = 8
PRETTY_TRIALS = 48
MOST_VALUES = 8
SMALL = (1, 2)
"""Sizes that are always tried; where none of the points is allowed, that is said."""
TRIALS_OF_SIZES = 6
LARGEST_DENOMINATOR = 1000
MORE = 1009
"""A step between seeds."""


@dataclass(frozen=True)
class Counterexample:
    """Values at which a line fails, and what each side comes to there; all are texts of few digits."""

    values: tuple[tuple[str, str], ...]
    left: str
    right: str

    def __str__(self) -> str:
        values = ", ".join(f"{name} = {value}" for name, value in self.values)
        return f"{values}: left {self.left}, right {self.right}" if values else f"left {self.left}, right {self.right}"


@dataclass(frozen=True)
class Attempt:
    """What refuting came to: valid points, the sizes tried, and a counterexample if there is one.

    `domain` counts points at which a side has no value; `edge` is the first of them.
    `no_point` names the sizes of one and two at which no point is allowed.
    """

    points: int = 0
    sizes: dict[str, list[int]] = field(default_factory=dict)
    counterexample: Counterexample | None = None
    domain: int = 0
    seed: int = SEED
    edge: Counterexample | None = None
    no_point: dict[str, list[int]] = field(default_factory=dict)


Test = Callable[[Point], "tuple[bool, Any, Any]"]


@dataclass(frozen=True)
class Place:
    """Where a line is tried: under what is given, with what its chain has defined, near the landmarks of its sides.

    Lines with the same givens and definitions may share the points that are `drawn` for them.
    """

    given: tuple[Given, ...] = ()
    definitions: tuple[tuple[Basic, Basic], ...] = ()
    sides: tuple[Basic | None, ...] = ()
    drawn: dict[Draw, Point] = field(default_factory=dict)

    def point(self, draw: Draw) -> Point:
        """A point that is drawn so.

        >>> V = Symbol("V", integer=True, positive=True)
        >>> Place().point(Draw(SEED, largest=1)).symbol(V)
        1
        """
        return Point(self.given, draw, self.definitions)

    def first(self, draw: Draw) -> Point:
        """A point that is drawn so but once, and knows whether it is allowed.

        >>> place = Place()
        >>> place.first(Draw(SEED)) is place.first(Draw(SEED)), place.first(Draw(SEED)).allowed
        (True, True)
        """
        if draw not in self.drawn:
            self.drawn[draw] = self.point(draw)
            self.drawn[draw].allowed = _is_allowed(self.drawn[draw])
        return self.drawn[draw]


def refute(relation: str, left: Basic, right: Basic, given: tuple[Given, ...]) -> Attempt:
    """Look for a point at which `left relation right` is false; the relation is one of = ≤ ≥ < > ⇔."""
    return look_for(comparison(relation, left, right), Place(given, sides=(left, right)))


def comparison(relation: str, left: Basic, right: Basic) -> Test:
    """A test that evaluates both sides and compares them.

    >>> x = Symbol("x", real=True)
    >>> test = comparison("≤", x, x**2)
    >>> look_for(test, Place()).counterexample is None
    False
    """

    def test(point: Point) -> tuple[bool, Any, Any]:
        a, b = _both(left, right, point)
        return agrees(relation, a, b), a, b

    return test


def _both(left: Basic, right: Basic, point: Point) -> tuple[Any, Any]:
    """Both sides; raises NoValue where one of them has none."""
    a, b = (_value_or_none(side, point) for side in (left, right))
    if a is None or b is None:
        raise NoValue(a, b)
    return a, b


def _value_or_none(side: Basic, point: Point) -> Any:
    try:
        return evaluate(side, point)
    except ArithmeticError:
        return None


def agrees(relation: str, a: Any, b: Any) -> bool:
    """Whether two numbers stand in the relation: to 30 digits, and whole numbers exactly.

    >>> agrees("=", 1, 1 + mp.mpf(10) ** -35), agrees("≤", 2, 1), agrees("=", 10**40, 1 + 10**40)
    (True, False, False)
    """
    if relation == "⇔":
        return bool(a) == bool(b)
    exact = isinstance(a, int) and isinstance(b, int)
    close = bool(a == b or (not exact and abs(a - b) <= mp.mpf(TOLERANCE) * max(1, abs(a), abs(b))))
    return {
        "=": close,
        "≤": close or a < b,
        "≥": close or a > b,
        "<": not close and a < b,
        ">": not close and a > b,
        "≠": not close,
    }[relation]


def look_for(test: Test, place: Place, *, wanted: int = WANTED, readable: bool = True) -> Attempt:
    """Try a test at points until enough were valid or one fails; then, if asked, make the failure readable."""
    search = _Search(test, place)
    with mp.workdps(DIGITS):
        for point in _points(place, search, wanted):
            failed = search.tried(point)
            if failed is not None:
                example = _readable(test, place, point, failed) if readable else _describe(point, failed)
                return search.attempt(example)
    return search.attempt()


class _Search:
    """What came of the points so far."""

    def __init__(self, test: Test, place: Place) -> None:
        self.test, self.place = test, place
        self.points, self.domain = 0, 0
        self.sizes: dict[str, list[int]] = {}
        self.edge: Counterexample | None = None

    def tried(self, point: Point) -> Any:
        """The outcome at a point if the test fails there, else None; a point that is not allowed does not count."""
        outcome = _try(self.test, point)
        if isinstance(outcome, NoValue):
            self.domain, self.edge = self.domain + 1, self.edge or _describe(point, outcome.sides)
        elif outcome is not None:
            self.points += 1
            _note_sizes(self.sizes, point)
            unseen = point.draw.far and agrees("=", *outcome[1:])
            return None if outcome[0] or unseen else outcome
        return None

    def attempt(self, counterexample: Counterexample | None = None) -> Attempt:
        """What the search came to."""
        missed = {name: [n for n in SMALL if n not in seen] for name, seen in self.sizes.items()}
        no_point = {name: sizes for name, sizes in missed.items() if sizes}
        return Attempt(self.points, self.sizes, counterexample, self.domain, edge=self.edge, no_point=no_point)


def _points(place: Place, search: _Search, wanted: int) -> Iterator[Point]:
    """Points drawn at random until enough were allowed, then those at landmarks and those of sizes not yet seen."""
    for draw in _draws():
        if search.points >= wanted:
            break
        if (point := place.first(draw)).allowed:
            yield point
    if not search.points or search.domain:
        return
    marks, at_givens = landmarks(place.sides, place.given), len(landmarks((), place.given))
    for number, mark in enumerate(marks):
        draws = [Draw(SEED + number, largest=3), Draw(SEED - number, ends=True), Draw(number)]
        if wanted > WANTED and number < at_givens:  # a bound is met where what is given is
            draws += [Draw(number + MORE * k) for k in range(1, 9)]
        for beside, draw in enumerate(draws):
            point = place.point(draw)
            with mp.workdps(WIDE):
                if _is_allowed(point) and moved_to(mark, point, (0, 1, -1, *[0] * 8)[beside]):
                    yield point
    yield from (place.point(Draw(SEED + seed, ends=True)) for seed in range(4))
    if wanted > WANTED:
        yield from _far_points(place)
    sizes = free_sizes(place.sides)
    large = large_sizes(place.sides, marks, bound=wanted > WANTED) if len(sizes) < 3 else []
    few = [(size, n) for size in sizes for n in SMALL if n not in search.sizes.get(size.name, ())]
    for size, n in [*few * TRIALS_OF_SIZES, *((size, n) for size in sizes for n in large)]:
        if n > SMALL[-1] or n not in search.sizes.get(size.name, ()):
            yield place.point(Draw(SEED + n + search.points, fixed=((size, n),), far=n > SMALL[-1]))


def _far_points(place: Place) -> Iterator[Point]:
    """Points at which one side of a bound is least beside the other, one letter being moved."""
    for draw in (Draw(SEED, largest=2, far=True), Draw(SEED + 1, largest=3, far=True)):
        drawn = place.point(draw)
        if _is_allowed(drawn):
            for letter, value in list(extremes(place.sides, drawn)):
                point = place.point(draw)
                point.symbols[letter] = value
                yield point


def _draws() -> Iterator[Draw]:
    yield Draw(SEED, largest=1)
    yield Draw(SEED + 1, largest=2, smallest=2)
    for trial in range(TRIALS):
        largest, smallest = 4 + trial // 40 * 2, 1 + trial % 2
        yield Draw(SEED + 2 + trial, zeros=trial % 4 == 3, largest=largest, smallest=smallest)


def _try(test: Test, point: Point) -> Any:
    """The outcome of a test, None if the point is not allowed, a NoValue if a side has none."""
    if not point.allowed and not _is_allowed(point):
        return None
    point.used.clear()
    try:
        return test(point)
    except (Rejected, TooMany):
        return None
    except NoValue as outcome:
        return outcome
    except ArithmeticError:
        return NoValue(None, None)


def _is_allowed(point: Point) -> bool:
    """Draw everything that is given; whether all of it holds."""
    try:
        return all(_holds(fact, point) for fact in point.given)
    except (Rejected, ArithmeticError, TooMany):
        return False


class NoValue(Exception):
    """A side of a line has no value, which stands as None."""

    def __init__(self, *values: Any) -> None:
        self.sides = False, *("no value" if value is None else value for value in values)


def _holds(fact: Given, point: Point) -> bool:
    if isinstance(fact, Range):
        return bool(evaluate(fact.lower, point) <= point.symbol(fact.index) <= evaluate(fact.upper, point))
    if isinstance(fact, Interval) and isinstance(fact.symbol, Symbol):
        return bool(evaluate(fact.lower, point) < point.symbol(fact.symbol) < evaluate(fact.upper, point))
    if isinstance(fact, Condition):
        return all(bool(evaluate(fact.relation, point, names)) for names in point.every(fact))
    if isinstance(fact, Hypothesis):
        return all(_same(fact, point, names) for names in _places(fact, point))
    return True


def _same(fact: Hypothesis, point: Point, names: dict) -> bool:
    return agrees("=", evaluate(fact.left, point, names), evaluate(fact.right, point, names))


def _places(fact: Hypothesis, point: Point) -> Iterator[dict]:
    """Where a hypothesis is said to hold: at both ends of the ranges, one inside, and each entry that is drawn."""
    if isinstance(fact.left, Indexed) and fact.draw is None:
        drawn = [indices for base, indices in point.entries if base == fact.left.base]
        yield from filter(None, (point.names_at(fact, indices) for indices in drawn))
    for share in (0, 1, 2) if fact.names and fact.draw is None else (0,):
        names = {}
        for name in fact.names:
            span = point.span(name)
            if not span:
                return
            names[name] = span[(len(span) - 1) * share // 2]
        yield names


def _note_sizes(sizes: dict[str, list[int]], point: Point) -> None:
    for symbol, value in point.symbols.items():
        if symbol.is_integer and symbol.is_positive:
            seen = sizes.setdefault(symbol.name, [])
            if value not in seen:
                seen.append(value)


def _readable(test: Test, place: Place, point: Point, outcome: tuple) -> Counterexample:
    """The counterexample with the fewest values among some drawn small, or the one that was found."""
    best, cost = (point, outcome), _cost(point) + 100
    for trial in range(PRETTY_TRIALS):
        other = place.point(Draw(SEED + trial, largest=1 + trial // 12, steps=2 if trial % 2 else 4))
        found = _try(test, other)
        if isinstance(found, tuple) and not found[0] and _far(found) and _cost(other) < cost:
            best, cost = (other, found), _cost(other)
    return _describe(*best)


def _far(outcome: tuple) -> bool:
    _, a, b = outcome
    return isinstance(a, bool | str) or abs(a - b) > max(abs(a), abs(b)) / 100


def _cost(point: Point) -> int:
    return len(point.used) + 3 * len([key for key in point.used if isinstance(key, tuple)])


def _describe(point: Point, outcome: tuple) -> Counterexample:
    """A failing point in words: its symbols and entries, and both sides."""
    digits = next((n for n in (4, 6, 9, 15, 31) if _text(outcome[1], n) != _text(outcome[2], n)), 4)
    kept = [key for key in point.used if key in point.entries or key in point.symbols]
    values = sorted((_key_name(key), _exactly(_value(point, key))) for key in kept)
    if len(values) > MOST_VALUES:
        values = [*values[:MOST_VALUES], ("…", "…")]
    return Counterexample(tuple(values), _text(outcome[1], digits), _text(outcome[2], digits))


def _value(point: Point, key: Any) -> Any:
    return point.entry(*key) if isinstance(key, tuple) else point.symbol(key)


def _key_name(key: Any) -> str:
    return f"{key[0]}[{', '.join(map(str, key[1]))}]" if isinstance(key, tuple) else str(key)


def _exactly(number: Any) -> str:
    """A number that was put in; where four digits do not say it and a fraction does, the fraction.

    >>> [_exactly(number) for number in (-mp.mpf(1) / 3, -mp.mpf(1) / 8, mp.sqrt(2))]
    ['−1/3', '−0.125', '1.414']
    """
    said = _text(number, 4)
    if not isinstance(number, mp.mpf) or not 1 / LARGEST_DENOMINATOR <= abs(number) <= LARGEST_DENOMINATOR:
        return said
    exact = Fraction(*map(int, to_rational(number._mpf_)))
    simple = exact.limit_denominator(LARGEST_DENOMINATOR)
    is_it = abs(exact - simple) < Fraction(10) ** (5 - mp.dps) and Fraction(said.replace("−", "-")) != simple
    return str(simple).replace("-", "−") if is_it else said


def _text(number: Any, digits: int) -> str:
    if isinstance(number, str):
        return number
    if isinstance(number, bool):
        return "true" if number else "false"
    if isinstance(number, int | Fraction):
        return str(number).replace("-", "−")
    if number is None:
        return "leaf"
    if isinstance(number, tuple):
        return f"node({', '.join(_text(part, digits) for part in number)})"
    text = nstr(number, digits)
    return (text[:-2] if text.endswith(".0") else text).replace("-", "−")
