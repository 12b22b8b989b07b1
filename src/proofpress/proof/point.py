"""A point: concrete sizes and values drawn inside everything that is given, each only when it is asked for.

>>> from sympy import IndexedBase
>>> from proofpress.proof.given import index, size, within
>>> V, i, s = size("V"), index("i"), IndexedBase("s", real=True)
>>> point = Point((within(i, 1, V),), Draw(seed=1, largest=3))
>>> 1 <= point.symbol(i) <= point.symbol(V) <= 3
True
>>> point.entry(s, (1,)) == point.entry(s, (1,))
True
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from math import prod
from typing import Any

from mpmath import mp
from mpmath.libmp import from_rational
from sympy import Basic, IndexedBase, Matrix, Rational, Symbol, oo
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from .evaluate import evaluate
from .given import Condition, Given, Hypothesis, Interval, Inverse, Normalised, Range, SelfNormalised, Values, ranges
from .refusals import Undeclared
from .smooth import drawn
from .trees import SCORE, Tree, grown

DEEPEST = 60
NEXT_TO = mp.mpf(10) ** -20
"""What is so near the end of a range may be that end, rounded."""
MANY = 1000
"""Of so many indices a point may say that something holds for every one."""
SAME_AGAIN = 0.4
"""How often an index is drawn equal to an earlier one: Kronecker deltas must be met both ways."""


class Rejected(Exception):
    """The values drawn do not satisfy what is given; draw again."""


@dataclass(frozen=True)
class Draw:
    """How a point is drawn: its seed, the sizes, and how fine the values are (few digits when `steps` is small).

    With `zeros`, half of the reals that may be zero are; with `ends`, half of the indices are at an end of their range.
    `fixed` sizes are what they are said to be. Where it is `far` out, two numbers may differ by less than can be seen.
    """

    seed: int
    largest: int = 4
    steps: int = 1000
    smallest: int = 1
    zeros: bool = False
    ends: bool = False
    fixed: tuple[tuple[Symbol, int], ...] = ()
    far: bool = False


class Point:
    """Values of symbols, arrays' entries and undefined functions, drawn lazily and then kept."""

    def __init__(self, given: tuple[Given, ...], draw: Draw, definitions: Sequence[tuple[Basic, Basic]] = ()) -> None:
        self.given = given
        self.definitions = dict(definitions)
        self.draw = draw
        self.random = random.Random(draw.seed)
        self.symbols: dict[Symbol, Any] = {}
        self.entries: dict[tuple[IndexedBase, tuple[int, ...]], Any] = {}
        self.functions: dict[tuple, Any] = {}
        self.used: set = set()
        self.allowed = False  # True once all that is given was found to hold here, as it was drawn
        self.indices: list[int] = []
        self._pending: list = []
        self._ranges = {fact.index: fact for fact in given if isinstance(fact, Range)}
        self._within = ranges(given)
        self._trees = {fact.symbol for fact in given if isinstance(fact, Tree)}
        self._values = {fact.base: fact for fact in given if isinstance(fact, Values)}
        self._intervals = {fact.symbol: fact for fact in given if isinstance(fact, Interval)}
        self._bounds: dict[Any, list[tuple]] = {}
        self._defined: dict[Any, list[Hypothesis]] = {}
        for fact in given:
            for alone, *bound in _alone(fact) if isinstance(fact, Condition) else ():
                self._bounds.setdefault(_name(alone), []).append((alone, *bound))
            if isinstance(fact, Hypothesis) and fact.draw is None:
                self._defined.setdefault(_name(fact.left), []).append(fact)
        ways = [fact.draw for fact in given if isinstance(fact, Hypothesis)]
        self._grouped = {way.entry.base: way for way in ways if isinstance(way, Normalised | SelfNormalised)}
        pairs = [way for way in ways if isinstance(way, Inverse)]
        self._inverses = {entry.base: pair for pair in pairs for entry in (pair.entry, pair.other)}

    def symbol(self, symbol: Symbol) -> Any:
        """The value of a symbol: an int, an exact fraction, or a number at the present precision."""
        self.used.add(symbol)
        if symbol not in self.symbols:
            self.symbols[symbol] = self._draw_symbol(symbol)
        return _number(self.symbols[symbol])

    def entry(self, base: IndexedBase, indices: tuple[int, ...]) -> Any:
        """The value of one entry of an array."""
        key = base, indices
        self.used.add(key)
        if key not in self.entries:
            self._draw_entry(base, indices)
        return _number(self.entries[key])

    @contextmanager
    def moved(self, variable: Any, value: Any) -> Iterator[None]:
        """The same point with a symbol or an entry, given as (base, indices), at another value for a while.

        >>> from sympy import Symbol
        >>> x = Symbol("x", real=True)
        >>> point = Point((), Draw(seed=1))
        >>> with point.moved(x, 7):
        ...     point.symbol(x)
        7
        >>> point.symbol(x) == 7
        False
        """
        store: dict = self.entries if isinstance(variable, tuple) else self.symbols
        before = store.get(variable)
        store[variable] = value
        try:
            yield
        finally:
            store.pop(variable)
            if before is not None:
                store[variable] = before

    def function(self, applied: AppliedUndef, arguments: tuple) -> Any:
        """The value of an undefined function where its arguments are `arguments`.

        >>> from sympy import Function
        >>> f, point = Function("f", real=True), Point((), Draw(seed=1))
        >>> first, again, other = (point.function(f(place), (place,)) for place in (1, 1, 2))
        >>> first == again, first == other
        (True, False)
        """
        key = (applied.func, arguments)
        if key not in self.functions:
            self.functions[key] = self._real(applied)
        return _number(self.functions[key])

    def several(self, name: str, numbers: Sequence[Any]) -> Any:
        """The value of a differentiable function of several numbers.

        >>> point = Point((), Draw(seed=1))
        >>> point.several("J", (0, 0)), [key.name for key in point.symbols]
        (mpf('1.0'), ['J'])
        """
        said, function = drawn((self.draw.seed, name), len(numbers))
        self.symbols[Symbol(name)] = said
        self.used.add(Symbol(name))
        return function(numbers)

    def _draw_symbol(self, symbol: Symbol) -> Any:
        if symbol in self._defined:
            if symbol in self._pending:
                raise Rejected
            self._pending.append(symbol)
            try:
                value = self._given_value(self._defined[symbol][0].right)
            finally:
                self._pending.pop()
            return self._as_declared(symbol, value, symbol)
        if symbol in self._trees:
            return grown(self.random, lambda: self._real(SCORE))
        if symbol in self._ranges:
            return self._integer(self._ranges[symbol])
        if symbol.is_integer:
            return self._size(symbol)
        if symbol in self._intervals:
            return self._between(self._intervals[symbol])
        return self._allowed(symbol, self._real(symbol), self._ends(symbol))

    def _size(self, symbol: Symbol) -> int:
        fixed = dict(self.draw.fixed)
        if symbol in fixed:
            return fixed[symbol]
        if symbol.is_nonnegative:
            least = self.draw.smallest if symbol.is_positive else 0
            chosen = self.random.randint(least, max(least, self.draw.largest))
            return self._allowed(symbol, chosen, self._ends(symbol))
        raise Undeclared(f"the index {symbol} has no range; write given 1 <= {symbol} <= V, or within({symbol}, 1, V)")

    def _integer(self, bounds: Range | Values) -> int:
        lower, upper = self._value(bounds.lower), self._value(bounds.upper)
        if upper < lower:
            raise Rejected
        if lower == -mp.inf:
            lower = min(upper, 0) - self.draw.largest
        if upper == mp.inf:
            upper = max(lower, 0) + self.draw.largest
        if self.draw.ends and self.random.random() < 0.5:
            return int(self.random.choice((lower, upper)))
        chosen = self.random.randint(int(lower), int(upper))
        if self.indices and self.random.random() < SAME_AGAIN:
            again = self.random.choice(self.indices)
            chosen = again if lower <= again <= upper else chosen
        self.indices.append(chosen)
        return chosen

    def _between(self, bounds: Interval) -> Any:
        share = Fraction(self.random.randint(1, self.draw.steps - 1), self.draw.steps)
        far = Fraction(4)
        if bounds.lower == -oo and bounds.upper == oo:
            return far * (2 * share - 1)
        if bounds.upper == oo:
            return self._value(bounds.lower) + _exact(share * far)
        if bounds.lower == -oo:
            return self._value(bounds.upper) - _exact(share * far)
        lower, upper = self._value(bounds.lower), self._value(bounds.upper)
        if not lower < upper:
            raise Rejected
        return lower + _exact(share) * (upper - lower)

    def _real(self, symbol: Any) -> Fraction:
        share = Fraction(self.random.randint(1, self.draw.steps), self.draw.steps)
        if symbol.is_positive:
            return 3 * share
        if symbol.is_negative:
            return -3 * share
        if self.draw.zeros and symbol.is_real and self.random.random() < 0.5:
            return Fraction(0)
        if symbol.is_nonnegative:
            return 3 * share
        if symbol.is_real:
            return self.random.choice((-2, 2)) * share
        raise Undeclared(f"{symbol} is not declared real or positive")

    def _ends(self, thing: Any) -> tuple[Any, Any]:
        """The ends between which something must lie for all that is said of it alone, as far as they are known."""
        nearest = mp.mpf(1 if thing.is_integer and thing.is_nonzero else 0)
        lower, upper = nearest if thing.is_nonnegative else -mp.inf, -nearest if thing.is_nonpositive else mp.inf
        self._pending.append(thing)
        for alone, sign, other, names in self._bounds.get(_name(thing), ()):
            if self._waits(other):
                continue
            where = self._is_at(alone, names, thing)
            if where is not None and where.keys() == set(names):
                end = self._given_value(other, where)
                lower, upper = (max(lower, end), upper) if sign > 0 else (lower, min(upper, end))
        self._pending.pop()
        return lower, upper

    def _allowed(self, thing: Any, value: Any, ends: tuple[Any, Any]) -> Any:
        """A value that was drawn, or where it may not be, another one between the ends."""
        lower, upper = ends
        if lower <= _number(value) <= upper:
            return value
        if lower > upper:
            raise Rejected
        if thing.is_integer:
            first = int(mp.floor(lower)) if lower > -mp.inf else int(mp.ceil(upper)) - self.draw.largest
            last = int(mp.ceil(upper)) if upper < mp.inf else first + self.draw.largest
            return self.random.randint(first, last)
        low, high = (end if mp.isfinite(end) else None for end in (lower, upper))
        share = _exact(Fraction(self.random.randint(1, self.draw.steps - 1), self.draw.steps))
        if low is None:
            return high - 4 * share
        return low + share * (4 if high is None else high - low)

    def _draw_entry(self, base: IndexedBase, indices: tuple[int, ...]) -> None:
        if base in self._defined:
            self._draw_defined(self._defined[base], base, indices)
        elif base in self._inverses:
            self._draw_inverse(self._inverses[base], base, indices)
        elif base in self._grouped:
            self._draw_group(self._grouped[base], indices)
        else:
            self._draw_free_entry(base, indices)

    def _draw_defined(self, facts: list[Hypothesis], base: IndexedBase, indices: tuple[int, ...]) -> None:
        """What a hypothesis says of an entry; one that none speaks of, or that goes back to itself, is free."""
        found = ((fact, self.names_at(fact, indices)) for fact in facts)
        fact, names = next((pair for pair in found if pair[1] is not None), (facts[0], None))
        if names is None or (base, indices) in self._pending:
            return self._draw_free_entry(base, indices)
        if len(self._pending) > DEEPEST:
            raise Undeclared(f"{fact.left} has no first entry: say where its index begins, as in given 1 <= n <= N")
        self._pending.append((base, indices))
        try:
            value = self._given_value(fact.right, names)
        finally:
            self._pending.pop()
        drawn = self.entries.get((base, indices), value)
        value = value if drawn == value else (drawn + value) / 2
        self.entries[base, indices] = self._as_declared(_like(base, len(indices)), value, base)
        return None

    def _as_declared(self, like: Any, value: Any, named: Any) -> Any:
        """A value that follows from what is given; it must have the sign of its letter, and lie well in its range."""
        inside = self._intervals.get(named)
        if (
            (like.is_positive and not value > 0)
            or (like.is_nonnegative and value < 0)
            or (inside and not self._value(inside.lower) + NEXT_TO < value < self._value(inside.upper) - NEXT_TO)
        ):
            raise Rejected
        return value

    def names_at(self, fact: Hypothesis, indices: tuple[int, ...]) -> dict[Symbol, int] | None:
        """What the names of a hypothesis are where its left side is the entry at these indices; None if nowhere.

        >>> from sympy import IndexedBase
        >>> n, s = Symbol("n", integer=True), IndexedBase("s", real=True)
        >>> Point((), Draw(1)).names_at(Hypothesis("", s[n + 1], s[n], names=(n,)), (4,))
        {n: 3}
        """
        return self._names_at(fact.left.indices, fact.names, indices)

    def _names_at(self, places: Any, of: tuple[Symbol, ...], indices: tuple[int, ...]) -> dict[Symbol, int] | None:
        names: dict[Symbol, int] = {}
        for place, value in zip(places, indices, strict=True):
            name = next((name for name in of if place.has(name)), None)
            if name is None:
                if self._value(place) != value:
                    return None
                continue
            first = self._value(place, {name: 0})
            slope = self._value(place, {name: 1}) - first
            if (
                slope == 0
                or (value - first) % slope
                or names.setdefault(name, (value - first) // slope) != (value - first) // slope
            ):
                return None
        return names if all(self._is_meant(name, value) for name, value in names.items()) else None

    def _is_meant(self, name: Symbol, value: int) -> bool:
        """Whether a hypothesis for every value of a name speaks of this one: it is within the name's range."""
        ends = self._within.get(name)
        return ends is None or bool(self._value(ends[0]) <= value <= self._value(ends[1]))

    def span(self, name: Symbol) -> range:
        """The values of an index of which something holds for every one; of a range without end, some.

        >>> from sympy import S
        >>> n = Symbol("n", integer=True)
        >>> Point((Range("", n, S(2), S(4)),), Draw(1)).span(n), Point((), Draw(1)).span(n)
        (range(2, 5), range(1, 4))
        """
        if name not in self._within:
            return range(1, 4)
        low, high = map(self._value, self._within[name])
        low, high = (low if mp.isfinite(low) else -2), (high if mp.isfinite(high) else max(low, 0) + 2)
        return range(int(low), int(high) + 1)

    def every(self, fact: Condition) -> Iterator[dict[Symbol, int]]:
        """Each choice of the indices of which an inequality holds for every one; raises `Rejected` if there are many.

        >>> from sympy import S
        >>> n, s = Symbol("n", integer=True), IndexedBase("s", real=True)
        >>> fact = Condition("", s[n] > 0, (n,), ((n, S.One, S(2)),))
        >>> list(Point((fact,), Draw(1)).every(fact))
        [{n: 1}, {n: 2}]
        """
        spans = [self.span(name) for name in fact.names]
        if prod(map(len, spans)) > MANY:
            raise Rejected
        yield from (dict(zip(fact.names, values, strict=True)) for values in itertools.product(*spans))

    def _given_value(self, right: Any, names: dict | None = None) -> Any:
        """The value of what is given; a point at which that has none is not allowed."""
        try:
            return self._value(right, names)
        except ArithmeticError as error:
            raise Rejected from error

    def _draw_free_entry(self, base: IndexedBase, indices: tuple[int, ...]) -> None:
        like = _like(base, len(indices))
        if base in self._values:
            value: Any = self._integer(self._values[base])
        elif like.is_integer:
            raise Undeclared(
                f"the integer array {base} has no range; write given 1 <= {base} <= V, or values_within({base}, 1, V)"
            )
        elif base in self._intervals:
            value = self._between(self._intervals[base])
        else:
            value = self._real(like)
            if base in self._bounds and len(self._pending) < DEEPEST and (entry := base[indices]) not in self._pending:
                value = self._allowed(entry, value, self._ends(entry))
        self.entries[base, indices] = value

    def _waits(self, other: Any) -> bool:
        """Whether it stands on what is being drawn, or an index in it has its range from that: it is drawn later."""
        if any(other.has(one) for one in self._pending):
            return True
        letters = other.free_symbols & self._ranges.keys()
        return any(self._waits(end) for x in letters for end in (self._ranges[x].lower, self._ranges[x].upper))

    def _is_at(self, one: Any, names: tuple[Symbol, ...], thing: Any) -> dict[Symbol, int] | None:
        """What the names are where a letter or an entry of which something is said is this one; None if it is not."""
        if not isinstance(thing, Indexed):
            return {} if one == thing else None
        return self._names_at(one.indices, names, tuple(map(int, thing.indices))) if one.base == thing.base else None

    def _draw_group(self, group: Normalised | SelfNormalised, indices: tuple[int, ...]) -> None:
        pairs = zip(group.entry.indices, indices, strict=True)
        summed = {name for name, _, _ in group.limits}
        if not all(self._is_said(name, value) for name, value in pairs if name not in summed):
            return self._draw_free_entry(group.entry.base, indices)
        keys = [(group.entry.base, key) for key in self._members(group, indices)]
        if (group.entry.base, indices) not in keys:
            return self._draw_free_entry(group.entry.base, indices)
        for key in keys:
            self._draw_free_entry(*key)
        values = [self.entries[key] for key in keys]
        if isinstance(group, Normalised):
            if not all(isinstance(value, Fraction) for value in values):
                values = list(map(_number, values))
            total: Any = sum(values)
            found: list[Any] = [value / total for value in values]
        else:
            found = [_Shifted(value, tuple(values)) for value in values]
        return self._follow(keys, found)

    def _follow(self, keys: Sequence[tuple[IndexedBase, tuple[int, ...]]], values: Iterable[Any]) -> None:
        """Entries that follow from others; each must have the sign of its letter, and lie in its range."""
        for (base, indices), value in zip(keys, values, strict=True):
            self._as_declared(_like(base, len(indices)), _number(value), base)
            self.entries[base, indices] = value

    def _is_said(self, name: Any, value: int) -> bool:
        """Whether a place that is not summed over is one that the hypothesis speaks of."""
        return self._is_meant(name, value) if isinstance(name, Symbol) else bool(self._value(name) == value)

    def _draw_inverse(self, pair: Inverse, base: IndexedBase, indices: tuple[int, ...]) -> None:
        """Both matrices at once, exactly; an entry outside them is free."""
        span = range(1, int(self._value(pair.upper)) + 1)
        if any(index not in span for index in indices):
            return self._draw_free_entry(base, indices)
        places = list(itertools.product(span, repeat=2))
        for place in places:
            self._draw_free_entry(pair.entry.base, place)
        drawn = Matrix(len(span), len(span), [Rational(self.entries[pair.entry.base, place]) for place in places])
        if drawn.det() == 0:
            raise Rejected
        values = (Fraction(int(value.p), int(value.q)) for value in drawn.inv().T)
        return self._follow([(pair.other.base, place) for place in places], values)

    def _members(self, group: Normalised | SelfNormalised, indices: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        spans = {name: range(int(self._value(low)), int(self._value(high)) + 1) for name, low, high in group.limits}
        parts = [spans.get(name, (own,)) for name, own in zip(group.entry.indices, indices, strict=True)]
        return itertools.product(*parts)

    def _value(self, expression: Any, names: dict | None = None) -> Any:
        return evaluate(expression, self, names)


@dataclass(frozen=True)
class _Shifted:
    """A value less the logarithm of the sum of the exponentials of `values`, at whatever precision is asked for."""

    value: Any
    values: tuple[Any, ...]

    def now(self) -> Any:
        return _number(self.value) - mp.log(sum(mp.exp(_number(value)) for value in self.values))


def _alone(fact: Condition) -> Iterator[tuple[Any, int, Any, tuple[Symbol, ...]]]:
    """A symbol or an entry alone in an inequality, 1 if it is above the other side, that side, and for every what."""
    if fact.relation.rel_op in ("<", "<=", ">", ">="):
        for alone, sign, other in (
            (fact.relation.gts, 1, fact.relation.lts),
            (fact.relation.lts, -1, fact.relation.gts),
        ):
            if isinstance(alone, Symbol | Indexed) and not other.has(alone):
                yield alone, sign, other, fact.names


def _name(left: Any) -> Any:
    return left.base if isinstance(left, Indexed) else left


def _exact(fraction: Fraction) -> Any:
    return _quotient(fraction.numerator, fraction.denominator, mp.prec)


@lru_cache(maxsize=4096)
def _quotient(above: int, below: int, precision: int) -> Any:
    return mp.make_mpf(from_rational(above, below, precision, "n"))


@cache
def _like(base: IndexedBase, rank: int) -> Indexed:
    """An entry of an array, which knows of what kind all of them are: SymPy finds that out anew for each."""
    return base[(1,) * rank]


def _number(value: Any) -> Any:
    if type(value) is Fraction:
        return _exact(value)
    return value.now() if type(value) is _Shifted else value
