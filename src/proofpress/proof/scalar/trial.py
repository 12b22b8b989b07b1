"""Two sides compared at points: drawn inside what is declared, small and readable ones first.

A point counts where both sides have a real value; two values differ only if intervals round them are apart.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product
from typing import Any

from mpmath import mp
from sympy import Abs, Add, Expr, Max, Min, Mul, Pow, Product, Rational, S, Sum, Symbol, exp, floor, log

from . import interval
from .calculus import free_symbols, negative, plus, replaced, unbounded, unfolded
from .decide import with_whole_numbers
from .enclosure import Program
from .interval import Unclear, Undefined, Unknown
from .turns import Values, between_turns

SEED = 20_130_116
DIGITS = 40
BITS = 140
FINER = (BITS, 500, 2_000)
FINEST = (8_000, 40_000)
SLOW = 20
"""So many points are tried where each may take long."""
LONGEST = 100
"""The most terms of a sum that are added up to see its principal value."""

Ranges = Mapping[Symbol, tuple[Rational, Rational]]

READABLE = [Fraction(n) for n in (1, 2, -1, 3, 0, -2)]
READABLE += [Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2), Fraction(1, 3)]
LARGE = [Fraction(n) for n in (5, -5, 12, -12, 40, -40, 300, -300)] + [Fraction(1, 50), Fraction(1, 1000)]
LARGE_INTEGERS = [Fraction(n) for n in (4, 5, 7, 12, 30, -3, -6)]


@dataclass(frozen=True)
class Counterexample:
    """Values of the symbols, and what the two sides are there."""

    values: dict[str, str]
    left: str
    right: str


class _Drawer:
    """Points inside the assumptions and ranges of some symbols."""

    def __init__(self, symbols: list[Symbol], ranges: Ranges, landmarks: list[Fraction] | None = None) -> None:
        self.symbols = symbols
        self.landmarks = landmarks or []
        self.ranges = {s: tuple(Fraction(int(end.p), int(end.q)) for end in ends) for s, ends in ranges.items()}
        self.random = random.Random(SEED)

    def admits(self, symbol: Symbol, value: Fraction) -> bool:
        """Whether a symbol may have a value."""
        low, high = self.ranges.get(symbol, (value, value))
        sign = (value > 0) - (value < 0)
        return (
            low <= value <= high
            and not (symbol.is_positive and sign < 1)
            and not (symbol.is_negative and sign > -1)
            and not (symbol.is_nonnegative and sign < 0)
            and not (symbol.is_nonpositive and sign > 0)
            and not (symbol.is_nonzero and not sign)
            and not (symbol.is_integer and value.denominator != 1)
        )

    def readable(self, symbol: Symbol) -> list[Fraction]:
        """The simplest values first."""
        candidates = READABLE + self._between(symbol)
        found = [v for v in dict.fromkeys(candidates) if self.admits(symbol, v)]
        return found[:10] or self._fine(symbol)

    def _between(self, symbol: Symbol) -> list[Fraction]:
        """Fractions of small denominators inside the range."""
        if symbol not in self.ranges:
            return []
        low, high = self.ranges[symbol]
        out = []
        for d in (1, 2, 3, 4, 5, 10, 100, 1000):
            first = -(-low.numerator * d // low.denominator)
            out += [Fraction(n, d) for n in islice(range(first, first + 6), 6) if Fraction(n, d) <= high]
        return [*out, low, high]

    def large(self, symbol: Symbol) -> list[Fraction]:
        """Values far out, or the ends of the range."""
        ends = list(self.ranges.get(symbol, ()))
        far = LARGE_INTEGERS if symbol.is_integer else LARGE
        return [v for v in [*ends, *far] if self.admits(symbol, v)] or self.readable(symbol)

    def _fine(self, symbol: Symbol) -> list[Fraction]:
        value = self.generic(symbol)
        return [value] if self.admits(symbol, value) else []

    def generic(self, symbol: Symbol) -> Fraction:
        """A value of no special form."""
        if symbol in self.ranges:
            low, high = self.ranges[symbol]
            value = low + (high - low) * Fraction(self.random.randint(1, 996), 997)
        else:
            value = Fraction(self.random.randint(-2_991, 2_991), 997)
        if symbol.is_integer:
            value = Fraction(round(value))
        if not self.admits(symbol, value) and self.admits(symbol, -value):
            return -value
        return value if self.admits(symbol, value) else Fraction(1)

    def points(self) -> Iterator[Values]:
        """Readable, then generic, then small, then large ones; each symbol its own."""
        if not self.symbols:
            yield {}
            return
        readable = {s: self.readable(s) for s in self.symbols}
        large = {s: self.large(s) for s in self.symbols}
        if not all(readable.values()):
            return
        yield from self._rotated(readable)
        yield from ({s: self.random.choice(readable[s]) for s in self.symbols} for _ in range(6))
        yield from self.generic_points(6)
        yield from ({s: self._small(s) for s in self.symbols} for _ in range(4))
        yield from self._one_far(readable, large)
        yield from self._corners(readable)
        yield from self._by_landmarks(readable)
        yield from ({s: self.random.choice(large[s]) for s in self.symbols} for _ in range(6))

    def generic_points(self, count: int) -> Iterator[Values]:
        """Points of no special form."""
        for _ in range(count):
            point = {s: self.generic(s) for s in self.symbols}
            if all(self.admits(s, v) for s, v in point.items()):
                yield point

    def _small(self, symbol: Symbol) -> Fraction:
        value = self.generic(symbol) / 16
        return value if self.admits(symbol, value) else self.generic(symbol)

    def _rotated(self, values: dict[Symbol, list[Fraction]]) -> Iterator[Values]:
        for k in range(6):
            yield {s: values[s][(k + place) % len(values[s])] for place, s in enumerate(self.symbols)}

    def _by_landmarks(self, near: dict[Symbol, list[Fraction]]) -> Iterator[Values]:
        """Next to the numbers in the claim, where something may turn."""
        for s in self.symbols[:4]:
            values = [v for v in dict.fromkeys(self.landmarks) if self.admits(s, v)]
            for v in values[: 60 // len(self.symbols)]:
                yield {t: v if t is s else self.random.choice(near[t]) for t in self.symbols}

    def _corners(self, near: dict[Symbol, list[Fraction]]) -> Iterator[Values]:
        """Each combination of the ends of the ranges."""
        bounded = [s for s in self.symbols if s in self.ranges][:4]
        ends = [[v for v in self.ranges[s] if self.admits(s, v)] for s in bounded]
        for corner in product(*ends) if bounded else ():
            yield {s: self.random.choice(near[s]) for s in self.symbols} | dict(zip(bounded, corner, strict=True))

    def grid(self, symbol: Symbol) -> list[Fraction]:
        """Values all over the range, the far ones too."""
        values = {*self.readable(symbol), *self.large(symbol), *(self.generic(symbol) for _ in range(8))}
        return [v for v in values if self.admits(symbol, v)]

    def _one_far(self, near: dict[Symbol, list[Fraction]], far: dict[Symbol, list[Fraction]]) -> Iterator[Values]:
        for s in self.symbols[:6]:
            for v in far[s][:8] if len(self.symbols) < 3 else far[s][:2]:
                yield {t: v if t is s else self.random.choice(near[t]) for t in self.symbols}


@dataclass
class Outcome:
    """What the trials gave: points at which both sides are defined, and a counterexample if there is one."""

    valid: int = 0
    finished: bool = False
    counterexample: Counterexample | None = None
    how: str = ""
    beyond: str = ""
    """Why a point could not be evaluated, if one could not."""


class Trial:
    """Both sides, ready to be evaluated.

    >>> x = Symbol("x", real=True)
    >>> trial = Trial(Abs(x), x, [x], {})
    >>> trial.run().counterexample
    Counterexample(values={'x': '-1'}, left='1.0', right='-1.0')
    >>> trial.spelt({x: Fraction(-2)}) == Counterexample({"x": "-2"}, "2.0", "-2.0")
    True
    """

    def __init__(self, left: Expr, right: Expr, symbols: list[Symbol], ranges: Ranges) -> None:
        self.left, self.right = left, right
        self.in_order = frozenset(s for s in _bounding(left, right) if unbounded(s, ranges))
        self.sides = (Program([left], self.in_order), Program([right], self.in_order))
        self.undefined: dict[Program, str] = {}
        self.drawer = _Drawer(symbols, ranges, _landmarks(left, right))
        self.outcome = Outcome()
        self.agreed: list[Values] = []
        self.unclear: list[Values] = []

    def run(self) -> Outcome:
        """Look for a counterexample at 40 digits, more only where they do not tell."""
        one_sided = 0
        for point in islice(self.drawer.points(), SLOW if _is_endless(self.left, self.right) else None):
            verdict = self._compare(point, FINER)
            if verdict == "apart":
                return self._refuted(self._simpler(point), f"{DIGITS} digits, intervals apart")
            if verdict == "agree":
                self.outcome.valid += 1
                self.agreed.append(point)
            one_sided += verdict == "one-sided"
            self.unclear += [] if verdict else [point]
        if one_sided:
            self._compare_domains()
        self.outcome.finished = True
        return self.outcome

    def look_closer(self) -> Outcome:
        """Points on either side of a turn, those where a floor jumps, and more digits where 40 agree.

        >>> trial = Trial(S.One, 1 + exp(-200), [], {})
        >>> trial.run().counterexample
        >>> trial.look_closer().how
        'intervals apart at 2408 digits'
        """
        for point in self._between_turns():
            if self._compare(point, FINER) == "apart":
                return self._refuted(self._simpler(point), f"{DIGITS} digits, intervals apart")
        if self._jumps():
            return self.outcome
        for bits in FINEST:
            for point in self.agreed[:2] + self.agreed[-6:]:
                if self._compare(point, (bits,)) == "apart":
                    return self._refuted(point, f"intervals apart at {int(bits * 0.301)} digits")
        return self.outcome

    def _between_turns(self) -> Iterator[Values]:
        whole = plus(self.left, negative(self.right))
        for point in self.agreed[:2] + self.agreed[-2:]:
            for s in [s for s in self.drawer.symbols if not s.is_integer][:3]:
                yield from between_turns(whole, point, s, self.drawer.grid(s))

    def _jumps(self) -> bool:
        """Whether the sides differ at a point where a floor could not be told, once it is put in exactly."""
        for point in self.unclear[:6] if self.left.has(floor) or self.right.has(floor) else ():
            at = {s: Rational(value.numerator, value.denominator) for s, value in point.items()}
            left, right = (with_whole_numbers(replaced(side, at)) for side in (self.left, self.right))
            there = Trial(left, right, [], {}).run()
            if there.counterexample:
                values = {str(s): str(value) for s, value in point.items()}
                self.outcome.how = there.how
                self.outcome.counterexample = replace(there.counterexample, values=values)
                return True
        return False

    def _compare(self, point: Values, precisions: tuple[int, ...]) -> str:
        """``apart``, ``agree``, ``one-sided``, or ``""`` where nothing can be said."""
        for bits in precisions:
            try:
                left, right = (self._value(side, point, bits) for side in self.sides)
            except Unclear:
                continue
            except Unknown as reason:
                self.outcome.beyond = str(reason)
                return ""
            if left is None or right is None:
                return "" if left is right else "one-sided"
            if interval.apart(left, right):
                return "apart"
            if _settled(left) and _settled(right):
                return "agree"
        return ""

    def _value(self, side: Program, point: Values, bits: int) -> interval.Interval | None:
        try:
            return side.run(point, bits)[0]
        except Undefined as reason:
            self.undefined[side] = str(reason)
            return None

    def _simpler(self, point: Values) -> Values:
        """The same counterexample with simpler values where it stays one."""
        for s in self.drawer.symbols:
            for value in self.drawer.readable(s)[:6]:
                if value == point[s]:
                    break
                if self._compare({**point, s: value}, (BITS,)) == "apart":
                    point = {**point, s: value}
                    break
        return point

    def _refuted(self, point: Values, how: str) -> Outcome:
        self.outcome.how = how
        self.outcome.counterexample = self.spelt(point)
        return self.outcome

    def spelt(self, point: Values) -> Counterexample:
        """A point in words, with as many digits as tell the sides apart."""
        for digits, bits in ((6, BITS), (15, BITS), (30, 200), (200, 900), (3_000, 12_000), (12_000, 42_000)):
            try:
                left, right = (interval.spell(side.run(point, bits)[0], digits) for side in self.sides)
            except (Unclear, Undefined):
                continue
            if left != right:
                break
        return Counterexample({str(s): str(v) for s, v in point.items()}, _shown(left), _shown(right))

    # where only one side has a real value

    def _compare_domains(self) -> None:
        """Refuted if one side alone is real on more than isolated points, and the other's principal value differs."""
        found = []
        for point in self.drawer.generic_points(40):
            if self._compare(point, FINER) == "one-sided" and self._values_differ(point):
                found.append(point)
                if len(found) == 3:
                    point = self._simpler_domain(found[0])
                    self.outcome.how = "the sides are not defined at the same points"
                    self.outcome.counterexample = self._one_sided(point)
                    return

    def _values_differ(self, point: Values) -> bool:
        with mp.workdps(DIGITS):
            try:
                left, right = (_complex_value(e, point) for e in (self.left, self.right))
            except (ArithmeticError, ValueError, TypeError, KeyError, OverflowError):
                return False
            return bool(abs(left - right) > mp.mpf(10) ** -20 * (1 + abs(left) + abs(right)))

    def _simpler_domain(self, point: Values) -> Values:
        for s in self.drawer.symbols:
            for value in self.drawer.readable(s)[:6]:
                trial = {**point, s: value}
                if self._compare(trial, (BITS,)) == "one-sided" and self._values_differ(trial):
                    point = trial
                    break
        return point

    def _one_sided(self, point: Values) -> Counterexample:
        values = [self._value(side, point, BITS) for side in self.sides]
        left, right = ("no real number" if v is None else interval.spell(v, 6) for v in values)
        return Counterexample({str(s): str(v) for s, v in point.items()}, left, right)


def _is_endless(*sides: Expr) -> bool:
    """Whether there is an infinite sum, which may take thousands of terms at a point."""
    return any(limit[2] is S.Infinity for side in sides for fold in side.atoms(Sum) for limit in fold.limits)


def _bounding(*sides: Expr) -> set[Symbol]:
    """The symbols that stand in a bound of a Sum or Product."""
    ends = (end for side in sides for fold in side.atoms(Sum, Product) for limit in fold.limits for end in limit[1:])
    return set().union(*(free_symbols(end) for end in ends))


def _landmarks(*sides: Expr) -> list[Fraction]:
    """Values next to the numbers that occur, of either sign."""
    numbers = {abs(Fraction(int(a.p), int(a.q))) for side in sides for a in side.atoms(Rational)}
    steps = (Fraction(0), Fraction(1, 2), Fraction(-1, 2), Fraction(1, 20))
    return [s * (n + step) for n in sorted(numbers) if n < 10**6 for step in steps for s in (1, -1)]


def _settled(a: interval.Interval) -> bool:
    """Thirty digits of the value are known, or it is zero to as many places."""
    return interval.digits_known(a) >= 100 or interval.within(a, -100)


def _shown(text: str) -> str:
    """A value, its middle left out where it is long."""
    return text if len(text) <= 60 else f"{text[:25]}…{text[-30:]}"


def _complex_value(e: Expr, values: Mapping[Symbol, Fraction]) -> Any:
    """The principal complex value, to tell a convention from a mistake."""
    if isinstance(e, Symbol):
        return mp.mpc(mp.mpf(values[e].numerator) / values[e].denominator)
    if isinstance(e, Rational):
        return mp.mpc(mp.mpf(int(e.p)) / int(e.q))
    if e in (S.Pi, S.Exp1, S.EulerGamma):
        return mp.mpc({S.Pi: mp.pi, S.Exp1: mp.e, S.EulerGamma: mp.euler}[e])
    definition = unfolded(e)
    if definition is not None:
        return _complex_value(definition, values)
    if isinstance(e, Sum | Product):
        return COMPLEX[Add if isinstance(e, Sum) else Mul](*_complex_terms(e, values))
    args = [_complex_value(a, values) for a in e.args]
    if not all(map(mp.isfinite, args)) or (e.func in (Max, Min, floor) and any(a.imag for a in args)):
        raise ValueError("no value, or none that has a place in an order")
    return COMPLEX[e.func](*args)


def _complex_terms(fold: Sum | Product, values: Mapping[Symbol, Fraction]) -> list[Any]:
    """The terms of a sum or product, its last limit taken first."""
    *inner, (name, *bounds) = fold.limits
    low, high = (int(_complex_value(end, values).real) for end in bounds)
    if not low - 1 <= high <= low + LONGEST:
        raise ValueError("the bounds are not in order, or there are too many terms")
    term = fold.func(fold.function, *inner) if inner else fold.function
    return [_complex_value(term, {**values, name: Fraction(at)}) for at in range(low, high + 1)]


COMPLEX = {
    Add: lambda *a: mp.fsum(a),
    Mul: lambda *a: mp.fprod(a),
    Pow: lambda a, b: mp.power(a, b),
    exp: mp.exp,
    log: mp.log,
    Abs: lambda a: mp.mpc(abs(a)),
    Max: lambda *a: max(a, key=lambda z: z.real),
    Min: lambda *a: min(a, key=lambda z: z.real),
    floor: lambda a: mp.mpc(mp.floor(a.real)),
}
