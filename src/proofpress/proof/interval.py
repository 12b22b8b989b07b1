"""Values with error bounds: every number lies between a lower and an upper end, rounded outwards.

>>> from sympy import Symbol, exp, log
>>> x = Symbol("x", real=True)
>>> low, high = enclose(log(1 + exp(x)) - x, {x: 40}, 200)
>>> spell((low, high), 5)
'4.2484e-18'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from mpmath import mp, nstr
from mpmath.libmp import (
    finf,
    fnan,
    fninf,
    fone,
    from_int,
    from_man_exp,
    fzero,
    mpf_abs,
    mpf_add,
    mpf_ceil,
    mpf_div,
    mpf_euler,
    mpf_exp,
    mpf_floor,
    mpf_le,
    mpf_log,
    mpf_lt,
    mpf_mul,
    mpf_neg,
    mpf_pi,
    mpf_sub,
    round_ceiling,
    round_floor,
    to_int,
)
from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Max,
    Min,
    Mul,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    exp,
    floor,
    log,
)

Interval = tuple  # (lower, upper), raw mpmath floats

UP, DOWN = round_ceiling, round_floor
TERMS = 20_000
"""The most terms a Sum or a Product may have where it is evaluated."""


class Undefined(Exception):
    """The expression has no real value at this point."""


class Unclear(Exception):
    """The interval is too wide to tell; a higher precision may help."""


class Unknown(Exception):
    """The value cannot be had here at any precision that is allowed."""


def exact(number: int | Fraction | Rational, bits: int) -> Interval:
    """The interval round a rational number."""
    if isinstance(number, int):
        numerator, denominator = number, 1
    elif isinstance(number, Fraction):
        numerator, denominator = number.numerator, number.denominator
    else:
        numerator, denominator = int(number.p), int(number.q)
    top, bottom = from_int(numerator), from_int(denominator)
    return mpf_div(top, bottom, bits, DOWN), mpf_div(top, bottom, bits, UP)


ZERO: Interval = (fzero, fzero)
UNIT: Interval = (fone, fone)


def is_positive(a: Interval) -> bool:
    """Surely above zero."""
    return mpf_lt(fzero, a[0])


def is_negative(a: Interval) -> bool:
    """Surely below zero."""
    return mpf_lt(a[1], fzero)


def apart(a: Interval, b: Interval) -> bool:
    """The two intervals share no point."""
    return mpf_lt(a[1], b[0]) or mpf_lt(b[1], a[0])


def plus(a: Interval, b: Interval, bits: int) -> Interval:
    """Sum."""
    return mpf_add(a[0], b[0], bits, DOWN), mpf_add(a[1], b[1], bits, UP)


def minus(a: Interval, b: Interval, bits: int) -> Interval:
    """Difference."""
    return mpf_sub(a[0], b[1], bits, DOWN), mpf_sub(a[1], b[0], bits, UP)


def times(a: Interval, b: Interval, bits: int) -> Interval:
    """Product."""
    pairs = [(x, y) for x in a for y in b]
    lows = [mpf_mul(x, y, bits, DOWN) for x, y in pairs]
    highs = [mpf_mul(x, y, bits, UP) for x, y in pairs]
    return _least(lows), _most(highs)


def _least(values: list) -> tuple:
    best = values[0]
    for value in values[1:]:
        best = value if mpf_lt(value, best) else best
    return best


def _most(values: list) -> tuple:
    best = values[0]
    for value in values[1:]:
        best = value if mpf_lt(best, value) else best
    return best


def inverse(a: Interval, bits: int) -> Interval:
    """1/a."""
    if a == ZERO:
        raise Undefined("division by zero")
    if not (is_positive(a) or is_negative(a)):
        raise Unclear("division by what may be zero")
    return mpf_div(fone, a[1], bits, DOWN), mpf_div(fone, a[0], bits, UP)


def exponential(a: Interval, bits: int) -> Interval:
    """exp(a); far below zero the lower end is 0, far above there is no value."""
    return _exp_end(a[0], bits, DOWN), _exp_end(a[1], bits, UP)


def _exp_end(x: tuple, bits: int, rounding: str) -> tuple:
    sign, _, exponent, count = x
    if x == fzero:
        return fone
    if exponent + count > 40:
        if not sign:
            raise Unknown("an exponential is too large to be evaluated")
        return fzero if rounding == DOWN else from_man_exp(1, -(1 << 38))
    return _outwards(mpf_exp(x, bits + 10, rounding), bits, rounding)


def _outwards(x: tuple, bits: int, rounding: str) -> tuple:
    """Room for the last units of a transcendental function, whose rounding is not promised to be directed."""
    slack = mpf_mul(mpf_abs(x), from_man_exp(1, -bits - 4), 10, UP)
    return mpf_sub(x, slack, bits, DOWN) if rounding == DOWN else mpf_add(x, slack, bits, UP)


def logarithm(a: Interval, bits: int) -> Interval:
    """log(a)."""
    if mpf_le(a[1], fzero):
        raise Undefined("the logarithm of what is not positive")
    if not is_positive(a):
        raise Unclear("the logarithm of what may not be positive")
    return _log_end(a[0], bits, DOWN), _log_end(a[1], bits, UP)


def _log_end(x: tuple, bits: int, rounding: str) -> tuple:
    return fzero if x == fone else _outwards(mpf_log(x, bits + 10, rounding), bits, rounding)


def whole_power(a: Interval, n: int, bits: int) -> Interval:
    """a**n for an integer n; 0**0 is 1."""
    if n < 0:
        return inverse(whole_power(a, -n, bits), bits)
    if n == 0:
        return UNIT
    if n > 1 << 32:
        raise Unknown("an exponent is too large to be evaluated")
    if n % 2 == 0:
        a = absolute(a)
    ends = [_raise(x, n, bits, r) for x, r in zip(a, (DOWN, UP), strict=True)]
    return ends[0], ends[1]


def _raise(x: tuple, n: int, bits: int, rounding: str) -> tuple:
    """x**n, |x| rounded so that the result is rounded outwards."""
    if x[0]:
        return mpf_neg(_raise(mpf_neg(x), n, bits, UP if rounding == DOWN else DOWN))
    out, base = fone, x
    while n:
        if n & 1:
            out = mpf_mul(out, base, bits, rounding)
        n >>= 1
        if n:
            base = mpf_mul(base, base, bits, rounding)
    return out


def general_power(a: Interval, b: Interval, bits: int) -> Interval:
    """a**b = exp(b log a) for a > 0, and for a = 0 < b."""
    if is_negative(a):
        raise Undefined("a fractional power of a negative number")
    if a == ZERO and is_positive(b):
        return ZERO
    if a == ZERO and is_negative(b):
        raise Undefined("division by zero")
    if not is_positive(a):
        if is_positive(b) and a[0] == fzero:
            return fzero, general_power((a[1], a[1]), b, bits)[1]
        raise Unclear("a power of what may be negative")
    return exponential(times(b, logarithm(a, bits + 40), bits + 40), bits)


def absolute(a: Interval) -> Interval:
    """|a|."""
    if mpf_le(fzero, a[0]):
        return a
    if mpf_le(a[1], fzero):
        return mpf_neg(a[1]), mpf_neg(a[0])
    return fzero, _most([mpf_neg(a[0]), a[1]])


def whole_part(a: Interval, bits: int) -> Interval:
    """floor(a), where the interval holds one."""
    low, high = mpf_floor(a[0]), mpf_floor(a[1])
    if low != high:
        raise Unclear("the floor of what may be either side of an integer")
    return low, low


def whole_number(a: Interval) -> int | None:
    """The integer the interval is, if it is one point."""
    if a[0] != a[1] or a[0] in (finf, fninf, fnan) or mpf_floor(a[0]) != a[0]:
        return None
    return int(to_int(a[0]))


def whole_number_inside(a: Interval) -> int | None:
    """The only integer in the interval, if there is exactly one."""
    low, high = mpf_ceil(a[0]), mpf_floor(a[1])
    return int(to_int(low)) if low == high else None


def spell(a: Interval, digits: int) -> str:
    """The middle, written with so many digits."""
    with mp.workdps(digits + 5):
        return str(nstr((mp.make_mpf(a[0]) + mp.make_mpf(a[1])) / 2, digits))


def digits_known(a: Interval) -> int:
    """How many bits of the value the interval settles (large for an exact value)."""
    if a[0] == a[1]:
        return 1 << 30
    width, size = mpf_sub(a[1], a[0], 20, UP), _most([mpf_abs(a[0]), mpf_abs(a[1])])
    return (size[2] + size[3]) - (width[2] + width[3])


def within(a: Interval, exponent: int) -> bool:
    """No further than 2**exponent from zero."""
    return mpf_le(_most([mpf_neg(a[0]), a[1]]), from_man_exp(1, exponent))


Step = Callable[[list, int], Interval]


class Program:
    """An expression as a list of steps, compiled once and run at many points and precisions.

    Only what both sides need is computed, and once; an undefined part makes the whole undefined.
    """

    def __init__(self, expressions: list[Expr]) -> None:
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
            return lambda memory, bits: _value(self.values, e, bits)
        if isinstance(e, Rational):
            return lambda memory, bits: exact(e, bits)
        if isinstance(e, Sum | Product):
            folded = Fold(e)
            return lambda memory, bits: folded.run(self.values, bits)
        if e.func is Pow and e.exp.is_Integer:
            base, n = self._compile(e.base), int(e.exp)
            return lambda memory, bits: whole_power(memory[base], n, bits)
        rule = RULES.get(e.func) or _constant(e)
        if rule is None:
            unfold = getattr(e, "unfold", None)
            if unfold is None:
                raise Unknown(f"{e.func.__name__} cannot be evaluated")
            inner = self._compile(unfold())
            return lambda memory, bits: memory[inner]
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
    return general_power(*args, bits) if n is None else whole_power(args[0], n, bits)


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


def _largest(args: list[Interval], bits: int) -> Interval:
    return _most([a[0] for a in args]), _most([a[1] for a in args])


def _smallest(args: list[Interval], bits: int) -> Interval:
    return _least([a[0] for a in args]), _least([a[1] for a in args])


RULES: dict[object, Callable[[list[Interval], int], Interval]] = {
    Add: _sum,
    Mul: _product,
    Pow: _power,
    exp: lambda args, bits: exponential(args[0], bits),
    log: lambda args, bits: logarithm(args[0], bits),
    Abs: lambda args, bits: absolute(args[0]),
    floor: lambda args, bits: whole_part(args[0], bits),
    Max: _largest,
    Min: _smallest,
}


def _constant(e: Expr) -> Callable[[list[Interval], int], Interval] | None:
    if e is S.Exp1:
        return lambda args, bits: exponential(UNIT, bits)
    source = {S.Pi: mpf_pi, S.EulerGamma: mpf_euler}.get(e)
    if source is None:
        return None
    return lambda args, bits: (
        _outwards(source(bits + 20), bits, DOWN),
        _outwards(source(bits + 20), bits, UP),
    )


class Fold:
    """A Sum or Product, term by term; empty if the upper bound is below the lower one."""

    def __init__(self, e: Sum | Product) -> None:
        self.index, self.lower, self.upper = e.limits[-1]
        self.is_sum = isinstance(e, Sum)
        self.body = Program([e.func(e.function, *e.limits[:-1]) if e.limits[1:] else e.function])

    def run(self, values: Mapping[Symbol, object], bits: int) -> Interval:
        """The enclosure at one point."""
        low = _bound(self.lower, values, bits)
        if self.upper is S.Infinity:
            return self._series(low, values, bits)
        high = _bound(self.upper, values, bits)
        if high < low:
            self._check_empty(low, high, values, bits)
        if high - low > TERMS:
            raise Unknown(f"more than {TERMS} terms")
        total, combine = (ZERO, plus) if self.is_sum else (UNIT, times)
        for k in range(low, high + 1):
            total = combine(total, self._term(k, values, bits), bits)
        return total

    def _check_empty(self, low: int, high: int, values: Mapping[Symbol, object], bits: int) -> None:
        """An empty fold still has a body that must mean something, and bounds in order unless their sign is declared."""
        self._term(low, values, bits)
        names = self.lower.free_symbols | self.upper.free_symbols
        if high < low - 1 and any(s.is_nonnegative is None and not isinstance(s, Dummy) for s in names):
            raise Undefined("the bounds of a sum or product are not in order")

    def _term(self, k: int, values: Mapping[Symbol, object], bits: int) -> Interval:
        return self.body.run({**values, self.index: k}, bits)[0]

    def _series(self, low: int, values: Mapping[Symbol, object], bits: int) -> Interval:
        """An infinite sum whose terms shrink geometrically; the last ratio bounds the tail."""
        if not self.is_sum:
            raise Unknown("an infinite product cannot be evaluated")
        total, last, goal = ZERO, None, from_man_exp(1, -bits)
        for k in range(low, low + 6000):
            term = self._term(k, values, bits)
            total, size = plus(total, term, bits), absolute(term)[1]
            if k > low + 20 and _shrinks(size, last) and mpf_lt(size, goal):
                tail = mpf_mul(size, from_int(64), 53, UP)
                return plus(total, (mpf_neg(tail), tail), bits)
            last = size
        raise Unknown("the infinite sum converges too slowly to be evaluated")


def _shrinks(size: tuple, last: tuple) -> bool:
    """Each term at most 31/32 of the one before: what is left is below 32 terms of this size."""
    return size == fzero or mpf_lt(mpf_mul(size, from_man_exp(33, -5), 53, UP), last)


def _bound(bound: Expr, values: Mapping[Symbol, object], bits: int) -> int:
    n = whole_number(enclose(bound, values, bits))
    if n is None:
        raise Undefined("a bound of a sum or product is not an integer")
    return n


def enclose(expression: Expr, values: Mapping[Symbol, object], bits: int) -> Interval:
    """Lower and upper bound of a real expression at a point.

    Raises `Undefined` where there is no real value, `Unclear` where more bits may tell, `Unknown` where none will.
    """
    return Program([expression]).run(values, bits)[0]


def compare(left: Interval, right: Interval) -> int | None:
    """−1 or 1 where one is surely below the other, 0 where both are the same exact number, else None."""
    if left[0] == left[1] == right[0] == right[1]:
        return 0
    if mpf_lt(left[1], right[0]):
        return -1
    return 1 if mpf_lt(right[1], left[0]) else None
