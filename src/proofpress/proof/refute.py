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
from sympy import Basic, Symbol

from .evaluate import evaluate
from .given import Condition, Given, Hypothesis, Interval, Range
from .point import Draw, Point, Rejected

SEED = 13013781
DIGITS = 50
TOLERANCE = "1e-30"
WANTED, TRIALS = 16, 120
WANTED_OF_BOUNDS = 40
"""An inequality that is false may be true at most points."""
FEWEST = 8
PRETTY_TRIALS = 48
MOST_VALUES = 8


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

    `domain` counts points at which one side alone is defined; `edge` is the first of them.
    """

    points: int = 0
    sizes: dict[str, list[int]] = field(default_factory=dict)
    counterexample: Counterexample | None = None
    domain: int = 0
    seed: int = SEED
    edge: Counterexample | None = None


Test = Callable[[Point], "tuple[bool, Any, Any]"]


def refute(relation: str, left: Basic, right: Basic, given: tuple[Given, ...]) -> Attempt:
    """Look for a point at which `left relation right` is false; the relation is one of = ≤ ≥ < > ⇔."""
    return look_for(comparison(relation, left, right), given)


def comparison(relation: str, left: Basic, right: Basic) -> Test:
    """A test that evaluates both sides and compares them.

    >>> x = Symbol("x", real=True)
    >>> test = comparison("≤", x, x**2)
    >>> look_for(test, ()).counterexample is None
    False
    """

    def test(point: Point) -> tuple[bool, Any, Any]:
        a, b = _both(left, right, point)
        return agrees(relation, a, b), a, b

    return test


def _both(left: Basic, right: Basic, point: Point) -> tuple[Any, Any]:
    """Both sides; raises OneSided where one of them alone has a value."""
    a, b = (_value_or_none(side, point) for side in (left, right))
    if a is None and b is None:
        raise ArithmeticError("neither side has a value")
    if a is None or b is None:
        raise OneSided(a, b)
    return a, b


def _value_or_none(side: Basic, point: Point) -> Any:
    try:
        return evaluate(side, point)
    except ArithmeticError:
        return None


def agrees(relation: str, a: Any, b: Any) -> bool:
    """Whether two numbers stand in the relation, to 30 digits.

    >>> agrees("=", 1, 1 + mp.mpf(10) ** -35), agrees("≤", 2, 1)
    (True, False)
    """
    if relation == "⇔":
        return bool(a) == bool(b)
    close = bool(a == b or abs(a - b) <= mp.mpf(TOLERANCE) * max(1, abs(a), abs(b)))
    return {
        "=": close,
        "≤": close or a < b,
        "≥": close or a > b,
        "<": not close and a < b,
        ">": not close and a > b,
        "≠": not close,
    }[relation]


def look_for(test: Test, given: tuple[Given, ...], *, wanted: int = WANTED, readable: bool = True) -> Attempt:
    """Try a test at points until enough were valid or one fails; then, if asked, make the failure readable."""
    points, domain, sizes, edge = 0, 0, {}, None  # type: ignore[var-annotated]
    with mp.workdps(DIGITS):
        for draw in _draws():
            point = Point(given, draw)
            outcome = _try(test, point)
            if isinstance(outcome, OneSided):
                domain, edge = domain + 1, edge or _describe(point, outcome.sides)
            elif outcome is not None:
                points += 1
                _note_sizes(sizes, point)
                if not outcome[0]:
                    example = _readable(test, given, point, outcome) if readable else _describe(point, outcome)
                    return Attempt(points, sizes, example, domain, edge=edge)
            if points >= wanted:
                break
    return Attempt(points, sizes, None, domain, edge=edge)


def _draws() -> Iterator[Draw]:
    yield Draw(SEED, largest=1)
    yield Draw(SEED + 1, largest=2, smallest=2)
    for trial in range(TRIALS):
        sizes = {"largest": 4 + trial // 40 * 2, "smallest": 1 + trial % 2}
        yield Draw(SEED + 2 + trial, zeros=trial % 4 == 3, **sizes)


def _try(test: Test, point: Point) -> Any:
    """The outcome of a test, None if the point is not valid, a OneSided if only one side has a value."""
    try:
        _check_given(point)
        point.used.clear()
        return test(point)
    except Rejected:
        return None
    except OneSided as outcome:
        return outcome
    except ArithmeticError:
        return None


class OneSided(Exception):
    """One side of a line has a value and the other has none, which stands as None."""

    def __init__(self, *values: Any) -> None:
        self.sides = False, *("no value" if value is None else value for value in values)


def _check_given(point: Point) -> None:
    """Draw everything that is given; raises Rejected where it does not hold."""
    for fact in point.given:
        if not _holds(fact, point):
            raise Rejected


def _holds(fact: Given, point: Point) -> bool:
    if isinstance(fact, Range):
        return bool(evaluate(fact.lower, point) <= point.symbol(fact.index) <= evaluate(fact.upper, point))
    if isinstance(fact, Interval) and isinstance(fact.symbol, Symbol):
        return bool(evaluate(fact.lower, point) < point.symbol(fact.symbol) < evaluate(fact.upper, point))
    if isinstance(fact, Condition):
        return bool(evaluate(fact.relation, point))
    if isinstance(fact, Hypothesis):
        ones = dict.fromkeys(fact.names, 1)
        return agrees("=", evaluate(fact.left, point, ones), evaluate(fact.right, point, ones))
    return True


def _note_sizes(sizes: dict[str, list[int]], point: Point) -> None:
    for symbol, value in point.symbols.items():
        if symbol.is_integer and symbol.is_positive:
            seen = sizes.setdefault(symbol.name, [])
            if value not in seen:
                seen.append(value)


def _readable(test: Test, given: tuple[Given, ...], point: Point, outcome: tuple) -> Counterexample:
    """The counterexample with the fewest values among some drawn small, or the one that was found."""
    best, cost = (point, outcome), _cost(point) + 100
    for trial in range(PRETTY_TRIALS):
        other = Point(given, Draw(SEED + trial, largest=1 + trial // 12, steps=2 if trial % 2 else 4))
        found = _try(test, other)
        if isinstance(found, tuple) and not found[0] and _far(found) and _cost(other) < cost:
            best, cost = (other, found), _cost(other)
    return _describe(*best)


def _far(outcome: tuple) -> bool:
    _, a, b = outcome
    return isinstance(a, bool) or abs(a - b) > max(abs(a), abs(b)) / 100


def _cost(point: Point) -> int:
    return len(point.used) + 3 * len([key for key in point.used if isinstance(key, tuple)])


def _describe(point: Point, outcome: tuple) -> Counterexample:
    """A failing point in words: its symbols and entries, and both sides."""
    digits = next((n for n in (4, 6, 9, 15, 31) if _text(outcome[1], n) != _text(outcome[2], n)), 4)
    kept = [key for key in point.used if key in point.entries or key in point.symbols]
    values = sorted((_key_name(key), _text(_value(point, key), 4)) for key in kept)
    if len(values) > MOST_VALUES:
        values = [*values[:MOST_VALUES], ("…", "…")]
    return Counterexample(tuple(values), _text(outcome[1], digits), _text(outcome[2], digits))


def _value(point: Point, key: Any) -> Any:
    return point.entry(*key) if isinstance(key, tuple) else point.symbol(key)


def _key_name(key: Any) -> str:
    return f"{key[0]}[{', '.join(map(str, key[1]))}]" if isinstance(key, tuple) else str(key)


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
