"""An expression enclosed at a point: lower and upper bounds of its real value, at whatever precision is asked for.

>>> from sympy import Symbol, exp, log
>>> x = Symbol("x", real=True)
>>> low, high = enclose(log(1 + exp(x)) - x, {x: 40}, 200)
>>> from proofpress.proof.scalar.interval import spell
>>> spell((low, high), 5)
'4.2484e-18'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Pow, Product, Rational, S, Sum, Symbol, exp, floor, log

from .calculus import free_symbols, unfolded
from .interval import (
    UNIT,
    ZERO,
    Interval,
    Unclear,
    Undefined,
    Unknown,
    absolute,
    euler_gamma,
    exact,
    exponential,
    general_power,
    greatest,
    least,
    logarithm,
    pi,
    plus,
    times,
    whole_number,
    whole_part,
    whole_power,
)
from .series import infinite_sum

Step = Callable[[list, int], Interval]
Rule = Callable[[list[Interval], int], Interval]

TERMS = 20_000
"""The most terms a Sum or a Product may have where it is evaluated."""


class OutOfOrder(Exception):
    """Bounds of a Sum or Product that are taken for granted to be in order are not: the point is outside the claim."""


class Program:
    """An expression as a list of steps, compiled once and run at many points and precisions.

    Only what both sides need is computed, and once; an undefined part makes the whole undefined.
    Raises `OutOfOrder` where one of the integers `in_order` puts the bounds of a Sum out of order.

    >>> x = Symbol("x", real=True)
    >>> from proofpress.proof.scalar.interval import spell
    >>> program = Program([exp(x), exp(x) + 1])
    >>> [spell(value, 6) for value in program.run({x: 1}, 53)]
    ['2.71828', '3.71828']
    """

    def __init__(self, expressions: list[Expr], in_order: frozenset[Symbol] = frozenset()) -> None:
        self.in_order = in_order
        self.steps: list[Step] = []
        self.place: dict[Expr, int] = {}
        self.symbols: dict[Symbol, int] = {}
        self.results = [self._compile(expression) for expression in expressions]

    def run(self, values: Mapping[Symbol, object], bits: int) -> list[Interval]:
        """The enclosures of all expressions at one point."""
        memory: list[Interval] = []
        self.values = values
        for step in self.steps:
            memory.append(step(memory, bits))
        return [memory[k] for k in self.results]

    def _compile(self, expression: Expr) -> int:
        known = self.place.get(expression)
        if known is None:
            step = self._step(expression)
            self.steps.append(step)
            known = self.place[expression] = len(self.steps) - 1
        return known

    def _step(self, e: Expr) -> Step:
        if isinstance(e, Symbol):
            return lambda _, bits: _value(self.values, e, bits)
        if isinstance(e, Rational):
            return lambda _, bits: exact(e, bits)
        if e in CONSTANTS:
            return lambda _, bits: CONSTANTS[e](bits)
        if isinstance(e, Sum | Product):
            folded = _Fold(e, self.in_order)
            return lambda _, bits: folded.run(self.values, bits)
        if e.func is Pow and isinstance(e.exp, Integer):
            base, n = self._compile(e.base), int(e.exp)
            return lambda memory, bits: whole_power(memory[base], n, bits)
        if e.func is Pow and not _is_integer_by_form(e.exp):
            base, exponent = self._compile(e.base), self._compile(e.exp)
            return lambda memory, bits: general_power(memory[base], memory[exponent], bits)
        if isinstance(e, floor) and is_rational_by_form(e.args[0]):
            return lambda _, bits: exact(rational_value(e, self.values), bits)
        rule = RULES.get(e.func)
        if rule is None:
            definition = unfolded(e)
            if definition is None:
                raise Unknown(f"{e.func.__name__} cannot be evaluated")
            inner = self._compile(definition)
            return lambda memory, _: memory[inner]
        places = [self._compile(a) for a in e.args]
        return lambda memory, bits: rule([memory[k] for k in places], bits)


def _value(values: Mapping[Symbol, object], symbol: Symbol, bits: int) -> Interval:
    try:
        value = values[symbol]
    except KeyError:
        raise Unknown(f"{symbol} has no value") from None
    return value if isinstance(value, tuple) else exact(value, bits)  # a tuple is an interval already


def _power(args: list[Interval], bits: int) -> Interval:
    n = whole_number(args[1])
    if n is None:
        raise Unclear("an integer too large for the precision")
    return whole_power(args[0], n, bits)


def _sum(args: list[Interval], bits: int) -> Interval:
    total = args[0]
    for a in args[1:]:
        total = plus(total, a, bits)
    return total


def _product(args: list[Interval], bits: int) -> Interval:
    total = args[0]
    for a in args[1:]:
        total = times(total, a, bits)
    return total


def _largest(args: list[Interval], _: int) -> Interval:
    return greatest([a[0] for a in args]), greatest([a[1] for a in args])


def _smallest(args: list[Interval], _: int) -> Interval:
    return least([a[0] for a in args]), least([a[1] for a in args])


CONSTANTS: dict[Expr, Callable[[int], Interval]] = {
    S.Exp1: lambda bits: exponential(UNIT, bits),
    S.Pi: pi,
    S.EulerGamma: euler_gamma,
}
RULES: dict[object, Rule] = {
    Add: _sum,
    Mul: _product,
    Pow: _power,
    exp: lambda args, bits: exponential(args[0], bits),
    log: lambda args, bits: logarithm(args[0], bits),
    Abs: lambda args, _: absolute(args[0]),
    floor: lambda args, _: whole_part(args[0]),
    Max: _largest,
    Min: _smallest,
}


class _Fold:
    """A Sum or Product, term by term; empty, 0 or 1, if the upper bound is below the lower one."""

    def __init__(self, e: Sum | Product, in_order: frozenset[Symbol]) -> None:
        self.index, self.lower, self.upper = e.limits[-1]
        self.is_sum = isinstance(e, Sum)
        term = e.func(e.function, *e.limits[:-1]) if e.limits[1:] else e.function
        self.term = term
        self.free = tuple(free_symbols(e))
        self.within = tuple(free_symbols(term) - {self.index})
        self.last: tuple[object, Interval] | None = None
        self.reached: tuple[object, int, Interval] | None = None
        self.in_order = in_order & (free_symbols(self.lower) | free_symbols(self.upper))
        self.body = Program([term], in_order)

    def run(self, values: Mapping[Symbol, object], bits: int) -> Interval:
        """The enclosure at one point; within another fold it is worked out anew only where it changes."""
        point = bits, *(values.get(s) for s in self.free)
        if self.last is None or self.last[0] != point:
            self.last = point, self._run(values, bits)
        return self.last[1]

    def _run(self, values: Mapping[Symbol, object], bits: int) -> Interval:
        low = _bound(self.lower, values, bits)
        if self.upper is S.Infinity:
            return self._forever(low, values, bits)
        high = _bound(self.upper, values, bits)
        if high < low - 1 and self.in_order:
            raise OutOfOrder
        if high - low > TERMS:
            raise Unknown(f"more than {TERMS} terms")
        return self._up_to(low, high, values, bits)

    def _up_to(self, low: int, high: int, values: Mapping[Symbol, object], bits: int) -> Interval:
        """Term by term, from where the last one ended if it was a shorter one of the same terms."""
        total, combine = (ZERO, plus) if self.is_sum else (UNIT, times)
        point, first = (bits, low, *(values.get(s) for s in self.within)), low
        if self.reached and self.reached[0] == point and low <= self.reached[1] <= high:
            first, total = self.reached[1] + 1, self.reached[2]
        for k in range(first, high + 1):
            total = combine(total, self._term(k, values, bits), bits)
        self.reached = point, high, total
        return total

    def _term(self, k: int, values: Mapping[Symbol, object], bits: int) -> Interval:
        return self.body.run({**values, self.index: k}, bits)[0]

    def _forever(self, low: int, values: Mapping[Symbol, object], bits: int) -> Interval:
        """An infinite sum."""
        if not self.is_sum:
            raise Unknown("an infinite product cannot be evaluated")
        return infinite_sum(self.term, self.index, low, values, bits, Program)


def _bound(bound: Expr, values: Mapping[Symbol, object], bits: int) -> int:
    n = whole_number(enclose(bound, values, bits))
    if n is None:
        raise Undefined("a bound of a sum or product is not an integer")
    return n


def _is_integer_by_form(e: Expr) -> bool:
    """A polynomial in integers: only to such a power may a negative number be raised."""
    if e.func in (Add, Mul):
        return all(_is_integer_by_form(a) for a in e.args)
    if e.func is Pow:
        return _is_integer_by_form(e.base) and isinstance(e.exp, Integer) and e.exp >= 0
    return isinstance(e, Integer) or (isinstance(e, Symbol) and e.is_integer is True)


def is_rational_by_form(e: Expr) -> bool:
    """Made of rational numbers and symbols by rational steps, so that its floor can be told exactly.

    >>> x = Symbol("x", real=True)
    >>> is_rational_by_form(1 / (x + 1)), is_rational_by_form(exp(x))
    (True, False)
    """
    if e.func in (Add, Mul, Max, Min, Abs, floor):
        return all(is_rational_by_form(a) for a in e.args)
    if e.func is Pow:
        return is_rational_by_form(e.base) and isinstance(e.exp, Integer) and abs(e.exp) < 64
    return isinstance(e, Rational | Symbol)


def rational_value(e: Expr, values: Mapping[Symbol, object]) -> Fraction:
    """The exact value of such an expression.

    >>> x = Symbol("x", real=True)
    >>> rational_value(x / 3, {x: 2})
    Fraction(2, 3)
    """
    if isinstance(e, Rational):
        return Fraction(int(e.p), int(e.q))
    if isinstance(e, Symbol):
        value = values[e]
        if isinstance(value, int | Fraction):
            return Fraction(value)
        raise Unknown(f"{e} is not one rational number here")
    args = [rational_value(a, values) for a in e.args]
    try:
        return EXACT[e.func](args)
    except ZeroDivisionError:
        raise Undefined("division by zero") from None


EXACT: dict[object, Callable[[list[Fraction]], Fraction]] = {
    Add: lambda args: sum(args, Fraction(0)),
    Mul: lambda args: prod(args, start=Fraction(1)),
    Pow: lambda args: Fraction(args[0] ** int(args[1])),
    Max: max,
    Min: min,
    Abs: lambda args: abs(args[0]),
    floor: lambda args: Fraction(args[0].__floor__()),
}


def enclose(expression: Expr, values: Mapping[Symbol, object], bits: int) -> Interval:
    """Lower and upper bound of a real expression at a point.

    Raises `Undefined` where there is no real value, `Unclear` where more bits may tell, `Unknown` where none will.
    """
    return Program([expression]).run(values, bits)[0]
