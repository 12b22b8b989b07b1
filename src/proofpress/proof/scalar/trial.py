"""Two sides compared at points: drawn inside what is declared, small and readable ones first, then where faults live.

Two values differ only if intervals round them are apart. Where a side has no value the claim fails too, unless such
points are isolated. Nothing here is shared with what proves.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice, product

from sympy import Expr, Product, Rational, S, Sum, Symbol, floor

from . import interval
from .calculus import free_symbols, negative, plus, replaced, unbounded
from .enclosure import OutOfOrder, Program
from .interval import Unclear, Undefined, Unknown
from .turns import Values, between_turns, zeros
from .turns import gaps as gaps_of

SEED = 20_130_116
DIGITS = 40
BITS = 140
FINER = (BITS, 500, 2_000)
FINEST = (8_000, 40_000)
SLOW = 20
"""So many points are tried where each may take long."""
AT_TURNS = 90
"""So many points are tried next to where a claim may turn."""
PLAIN = 10**6
"""A zero with a larger denominator is none, but near one: `look_closer` sees to it."""
NO_VALUE = "no value"

Ranges = Mapping[Symbol, tuple[Rational, Rational]]

READABLE = [Fraction(n) for n in (1, 2, -1, 3, 0, -2)]
READABLE += [Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2), Fraction(1, 3)]
LARGE = [Fraction(n) for n in (5, -5, 12, -12, 40, -40, 300, -300)] + [Fraction(1, 50), Fraction(1, 1000)]
FAR = [Fraction(1234567, 100), Fraction(-1234567, 100), Fraction(10**6) + Fraction(1, 3), Fraction(1, 10**6)]
LARGE_INTEGERS = [Fraction(n) for n in (4, 5, 7, 12, 30, -3, -6)]
FAR_INTEGERS = [Fraction(n) for n in (64, 101, -64, 1000, 2501)]


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

    def allows(self, point: Values) -> bool:
        """Whether all symbols may have their values."""
        return all(self.admits(s, v) for s, v in point.items())

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
        drawn = ({s: self.generic(s) for s in self.symbols} for _ in range(count))
        yield from (point for point in drawn if self.allows(point))

    def _small(self, symbol: Symbol) -> Fraction:
        value = self.generic(symbol) / 16
        return value if self.admits(symbol, value) else self.generic(symbol)

    def _rotated(self, values: dict[Symbol, list[Fraction]]) -> Iterator[Values]:
        """Each symbol its own, and once, near the beginning, all the same."""
        for k in range(6):
            yield {s: values[s][(k + place) % len(values[s])] for place, s in enumerate(self.symbols)}
        if len(self.symbols) > 1:
            yield from (same for v in READABLE[:3] if self.allows(same := dict.fromkeys(self.symbols, v)))

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

    def at_turns(self, gaps: list[Expr]) -> Iterator[Values]:
        """At, and on either side of, the zeros of some expressions, each symbol in turn moved there."""
        readable = {s: self.readable(s) for s in self.symbols}
        if not all(readable.values()):
            return
        for start in ({s: v[k % len(v)] for s, v in readable.items()} for k in (0, 1)):
            for gap in gaps:
                for s in sorted(free_symbols(gap) & set(self.symbols), key=str)[:3]:
                    steps = (0, 1, -1, 2, -2) if s.is_integer else (0, Fraction(1, 20), Fraction(-1, 20), 1, -1)
                    simple = (zero for zero in zeros(gap, start, s, self.grid(s)) if zero.denominator < PLAIN)
                    places = (zero + step for zero in simple for step in steps)
                    places = (Fraction(v.__ceil__()) if s.is_integer else v for v in places)
                    yield from ({**start, s: v} for v in places if self.admits(s, v))

    def far_out(self) -> Iterator[Values]:
        """One symbol, then all, very large."""
        readable = {s: self.readable(s) for s in self.symbols}
        far = {s: [v for v in (FAR_INTEGERS if s.is_integer else FAR) if self.admits(s, v)] for s in self.symbols}
        for s in self.symbols[:4] if all(readable.values()) else ():
            yield from ({t: v if t is s else readable[t][0] for t in self.symbols} for v in far[s])
        if all(far.values()):
            yield {s: values[0] for s, values in far.items()}

    def beside(self, point: Values, symbols: list[Symbol]) -> Iterator[Values]:
        """Points near another in some real symbols; in integers also far from it."""
        for k in range(8):
            size = Fraction(1, 10 ** (k // 2 + 1))
            moved = {s: point[s] + size * Fraction(self.random.randint(-997, 997), 997) for s in symbols}
            moved |= {s: point[s] + (k // 2 + 1) * (-1) ** k * (1 if k < 4 else 5) for s in symbols if s.is_integer}
            if self.allows(moved):
                yield {**point, **moved}


@dataclass
class Outcome:
    """What the trials gave: points at which both sides have values, and a counterexample if there is one."""

    valid: int = 0
    finished: bool = False
    counterexample: Counterexample | None = None
    how: str = ""
    reason: str = ""
    """``domain`` where a side has no value at the counterexample."""
    beyond: str = ""
    """Why a point could not be evaluated, if one could not."""


class Trial:
    """Both sides, ready to be evaluated.

    `exactly` puts an integer in place of a number that is proved to be one, which intervals can never tell.

    >>> from sympy import Abs, log
    >>> x = Symbol("x", real=True)
    >>> trial = Trial(Abs(x), x, [x], {})
    >>> trial.run().counterexample
    Counterexample(values={'x': '-1'}, left='1.0', right='-1.0')
    >>> trial.spelt({x: Fraction(-2)}) == Counterexample({"x": "-2"}, "2.0", "-2.0")
    True
    >>> Trial(log(x), log(x), [x], {}).run().how
    'domain: the left side has no value: the logarithm of what is not positive'
    """

    def __init__(
        self,
        left: Expr,
        right: Expr,
        symbols: list[Symbol],
        ranges: Ranges,
        exactly: Callable[[Expr], Expr] = lambda e: e,
    ) -> None:
        self.left, self.right, self.exactly = left, right, exactly
        self.in_order = frozenset(s for s in _bounding(left, right) if unbounded(s, ranges))
        self.sides = {"left": Program([left], self.in_order), "right": Program([right], self.in_order)}
        self.drawer = _Drawer(symbols, ranges, _landmarks(left, right))
        self.outcome = Outcome()
        self.agreed: list[Values] = []
        self.unclear: list[Values] = []
        self.lacking: list[Values] = []

    def run(self) -> Outcome:
        """Look for a counterexample at 40 digits, more only where they do not tell; then for a lack of values."""
        few = SLOW if _is_endless(self.left, self.right) else None
        turns = islice(self.drawer.at_turns(gaps_of(self.left, self.right)), few or AT_TURNS)
        if not any(map(self._refutes, chain(islice(self.drawer.points(), few), turns))):
            self.outcome.finished = True
            self.compare_domains()
        return self.outcome

    def look_far(self) -> Outcome:
        """Very large values, which may take long.

        >>> from sympy import log
        >>> x = Symbol("x", real=True)
        >>> trial = Trial(floor(log(x**2 + 1) / 20), S.Zero, [x], {})
        >>> trial.run().counterexample
        >>> trial.look_far().counterexample
        Counterexample(values={'x': '3000001/3'}, left='1.0', right='0.0')
        """
        any(map(self._refutes, self.drawer.far_out()))
        return self.compare_domains()

    def _refutes(self, point: Values) -> bool:
        """Whether the sides differ at a point; else it is put with its like."""
        verdict = self._compare(point, FINER)
        if verdict == "apart":
            self._refuted(self._simpler(point), f"{DIGITS} digits, intervals apart")
        if verdict == "agree":
            self.outcome.valid += 1
            self.agreed.append(point)
        self.lacking += [point] if verdict == "lacking" else []
        self.unclear += [] if verdict else [point]
        return verdict == "apart"

    def look_closer(self) -> Outcome:
        """Points on either side of a turn, those where a floor jumps, and more digits where 40 agree.

        >>> from sympy import exp
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
            left, right = (self.exactly(replaced(side, at)) for side in (self.left, self.right))
            there = Trial(left, right, [], {}).run()
            if there.counterexample and not there.reason:
                values = {str(s): str(value) for s, value in point.items()}
                self.outcome.how = there.how
                self.outcome.counterexample = replace(there.counterexample, values=values)
                return True
        return False

    def order(self) -> int | None:
        """−1 or 1 as the left number is below or above the right one; None where intervals do not tell.

        >>> Trial(S.One, S.Half, [], {}).order()
        1
        """
        for bits in (*FINER, *FINEST):
            try:
                left, right = (side.run({}, bits)[0] for side in self.sides.values())
                gap = interval.minus(left, right, bits)
            except Unclear:
                continue
            except (Undefined, Unknown, OverflowError):
                return None
            if interval.is_positive(gap) or interval.is_negative(gap):
                return 1 if interval.is_positive(gap) else -1
        return None

    def _compare(self, point: Values, precisions: tuple[int, ...]) -> str:
        """``apart``, ``agree``, ``lacking`` a value, ``outside`` the claim, or ``""`` where nothing can be said."""
        for bits in precisions:
            try:
                left, right = (side.run(point, bits)[0] for side in self.sides.values())
            except Unclear:
                continue
            except (Unknown, OverflowError) as reason:
                self.outcome.beyond = (
                    str(reason) if isinstance(reason, Unknown) else "a number too large to be evaluated"
                )
                return ""
            except Undefined:
                return "lacking"
            except OutOfOrder:
                return "outside"
            if interval.apart(left, right):
                return "apart"
            if _settled(left) and _settled(right):
                return "agree"
        return ""

    def _simpler(self, point: Values, verdict: str = "apart") -> Values:
        """The same counterexample with simpler values where it stays one."""
        for s in self.drawer.symbols:
            for value in self.drawer.readable(s)[:6]:
                if value == point[s]:
                    break
                if self._compare({**point, s: value}, (BITS,)) == verdict:
                    point = {**point, s: value}
                    break
        return point

    def _refuted(self, point: Values, how: str) -> Outcome:
        self.outcome.how = how
        self.outcome.counterexample = self.spelt(point)
        return self.outcome

    def spelt(self, point: Values) -> Counterexample:
        """A point in words, with as many digits as tell the sides apart."""
        values = {str(s): str(v) for s, v in point.items()}
        left = right = NO_VALUE
        for digits, bits in ((6, BITS), (15, BITS), (30, 200), (200, 900), (3_000, 12_000), (12_000, 42_000)):
            left, right = (self._spelt(side, point, digits, bits) for side in self.sides.values())
            if left != right or left == NO_VALUE:
                break
        return Counterexample(values, _shown(left), _shown(right))

    def _spelt(self, side: Program, point: Values, digits: int, bits: int) -> str:
        try:
            return interval.spell(side.run(point, bits)[0], digits)
        except (Unclear, Undefined, Unknown, OutOfOrder):
            return NO_VALUE

    # where a side has no value

    def compare_domains(self) -> Outcome:
        """Refuted if a side has no value at more than isolated points.

        >>> from sympy import log
        >>> x = Symbol("x", real=True)
        >>> point, half = (Trial(e, e, [x], {}) for e in (1 / x, log(x)))
        >>> [trial.run() and trial.compare_domains().reason for trial in (point, half)]
        ['', 'domain']
        """
        if self.outcome.counterexample is None:
            region = next((point for point in self._lacking_apart() if self._is_region(point)), None)
            if region is not None:
                point = self._nearest(region)
                self._refuted(point, "domain: a side has no value")
                self.outcome.reason = "domain"  # first, as the reason why may be cut short
                self.outcome.how = f"domain: {self._why(point)}"
        return self.outcome

    def _lacking_apart(self) -> list[Values]:
        return self.lacking[:4] + self.lacking[4::7][:8]

    def _is_region(self, point: Values) -> bool:
        """Whether some of the points beside it lack a value too: near it in real symbols, all around in integers."""
        real = [s for s in self.drawer.symbols if not s.is_integer]
        whole = [s for s in self.drawer.symbols if s.is_integer]
        return self._is_common(point, real, 2) and all(self._is_common(point, [s], 2) for s in whole)

    def _is_common(self, point: Values, symbols: list[Symbol], least: int) -> bool:
        verdicts = [self._compare(other, FINER) for other in self.drawer.beside(point, symbols)] if symbols else []
        verdicts = [verdict for verdict in verdicts if verdict in ("lacking", "agree", "apart")]
        return not verdicts or verdicts.count("lacking") >= min(least, len(verdicts))

    def _nearest(self, point: Values) -> Values:
        for s in self.drawer.symbols:
            for value in self.drawer.readable(s)[:6]:
                simple = {**point, s: value}
                if value == point[s]:
                    break
                if self._compare(simple, (BITS,)) == "lacking" and self._is_region(simple):
                    point = simple
                    break
        return point

    def _why(self, point: Values) -> str:
        """Which side has no value at a point, and why."""
        for name, side in self.sides.items():
            for bits in FINER:
                try:
                    side.run(point, bits)
                except Undefined as reason:
                    return f"the {name} side has no value: {reason}"
                except (Unclear, Unknown, OutOfOrder):
                    continue
        return "a side has no value"


def _is_endless(*sides: Expr) -> bool:
    """Whether there is an infinite sum, which may take thousands of terms at a point."""
    return any(limit[2] is S.Infinity for side in sides for fold in side.atoms(Sum) for limit in fold.limits)


def _bounding(*sides: Expr) -> set[Symbol]:
    """The symbols that stand in a bound of a Sum or Product."""
    ends = (end for side in sides for fold in side.atoms(Sum, Product) for limit in fold.limits for end in limit[1:])
    return set().union(*(free_symbols(end) for end in ends))


def _landmarks(*sides: Expr) -> list[Fraction]:
    """Values next to the numbers that occur and to their inverses, of either sign."""
    found = {abs(Fraction(int(a.p), int(a.q))) for side in sides for a in side.atoms(Rational)}
    found |= {1 / n for n in found if n and n.numerator == 1}
    steps = (Fraction(0), Fraction(1, 2), Fraction(-1, 2), Fraction(1, 20), Fraction(1))
    return [s * (n + step) for n in sorted(found) if n < 10**9 for step in steps for s in (1, -1)]


def _settled(a: interval.Interval) -> bool:
    """Thirty digits of the value are known, or it is zero to as many places."""
    return interval.digits_known(a) >= 100 or interval.within(a, -100)


def _shown(text: str) -> str:
    """A value, its middle left out where it is long."""
    return text if len(text) <= 60 else f"{text[:25]}…{text[-30:]}"
