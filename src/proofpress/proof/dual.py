"""Numbers that carry a slope: differentiation by arithmetic, to any order by nesting.

A `Dual` belongs to one differentiation, its `tag`; a derivative inside a derivative has the larger tag.

>>> x = Dual(3, 1, tag=1)
>>> slope(times(x, x), 1)
6
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mpmath import mp

from .refusals import Unsupported

Number = Any
LARGEST = 10_000_000
"""Bits of a whole number that is worked out."""
LOST = 8
"""How many of the digits of a number may have been lost in working it out."""


@lru_cache(maxsize=16)
def lost(digits: int) -> Any:
    """The share of a number below which it may be nothing but what was lost, if one reckons with so many digits.

    >>> float(lost(40))
    1e-32
    """
    return mp.mpf(10) ** (LOST - digits)


@dataclass(frozen=True, slots=True)
class Dual:
    """`value + slope·ε` for the differentiation `tag`; both parts may be duals of smaller tags."""

    value: Number
    slope: Number
    tag: int


def slope(x: Number, tag: int) -> Number:
    """The derivative that `x` carries for `tag`, zero if it carries none."""
    return x.slope if isinstance(x, Dual) and x.tag == tag else 0


def plain(x: Number) -> Number:
    """The value without any slope.

    >>> plain(Dual(Dual(3, 1, tag=1), 0, tag=2))
    3
    """
    while isinstance(x, Dual):
        x = x.value
    return x


def _tag(*numbers: Number) -> int:
    return max(x.tag for x in numbers if isinstance(x, Dual))


def _value(x: Number, tag: int) -> Number:
    return x.value if isinstance(x, Dual) and x.tag == tag else x


def plus(a: Number, b: Number) -> Number:
    """A + b.

    >>> plus(Dual(3, 1, tag=1), Dual(1, 2, tag=1))
    Dual(value=4, slope=3, tag=1)
    """
    if not (isinstance(a, Dual) or isinstance(b, Dual)):
        return a + b
    tag = _tag(a, b)
    return Dual(plus(_value(a, tag), _value(b, tag)), plus(slope(a, tag), slope(b, tag)), tag)


def times(a: Number, b: Number) -> Number:
    """a·b."""
    if not (isinstance(a, Dual) or isinstance(b, Dual)):
        return a * b
    tag = _tag(a, b)
    left, right = _value(a, tag), _value(b, tag)
    return Dual(times(left, right), plus(times(slope(a, tag), right), times(left, slope(b, tag))), tag)


def power(a: Number, b: Number) -> Number:
    """A to the power b; raises ArithmeticError where that is not a real number, Unsupported where it is too large.

    >>> slope(power(Dual(3, 1, tag=1), 2), 1)
    6
    >>> power(10, 10**10)
    Traceback (most recent call last):
    proofpress.proof.refusals.Unsupported: a power too large to be worked out
    """
    if isinstance(b, Dual):
        return exponential(times(b, logarithm(a)))
    if isinstance(a, Dual):
        down = times(b, power(a.value, b - 1)) if b != 0 else 0
        return Dual(power(a.value, b), times(down, a.slope), a.tag)
    if not isinstance(b, int) and a < 0:
        raise ArithmeticError("a negative number to a fractional power")
    if b < 0 and a == 0:
        raise ArithmeticError("a division by zero")
    if isinstance(a, int) and isinstance(b, int) and b * a.bit_length() > LARGEST:
        raise Unsupported("a power too large to be worked out")
    return a**b if isinstance(b, int) and b >= 0 else mp.mpf(a) ** b


def lift(function: Callable, derivative: Callable) -> Callable:
    """A function of one number, made to carry slopes by its derivative.

    >>> square = lift(lambda x: x * x, lambda x: 2 * x)
    >>> slope(square(Dual(3, 1, tag=1)), 1)
    6
    """

    def lifted(x: Number) -> Number:
        if isinstance(x, Dual):
            return Dual(lifted(x.value), times(derivative(x.value), x.slope), x.tag)
        return function(x)

    return lifted


def _log(x: Number) -> Number:
    if x <= 0:
        raise ArithmeticError("the logarithm of a number that is not positive")
    return mp.log(x)


def _side(x: Number) -> int:
    """The slope of |x|, which has none at zero."""
    if x == 0:
        raise ArithmeticError("a slope at a kink")
    return 1 if x > 0 else -1


def _settled(x: Number) -> Number:
    """A number that is whole but for what was lost in rounding, as whole."""
    near = mp.nint(x)
    return near if abs(x - near) < lost(mp.dps) * max(1, abs(x)) else x


def _flat(x: Number) -> int:
    """The slope of ⌊x⌋, which has none at a whole number."""
    if _settled(x) == mp.floor(x):
        raise ArithmeticError("a slope at a jump")
    return 0


def largest(numbers: Sequence[Number], sign: int = 1) -> Number:
    """The largest of some numbers, or with a sign of −1 the smallest; at a tie the slopes must be the same.

    >>> largest([Dual(3, 1, tag=1), 2]), largest([3, 4], sign=-1)
    (Dual(value=3, slope=1, tag=1), 3)
    """
    best = max(numbers, key=lambda x: sign * plain(x))
    ties = [x for x in numbers if plain(x) == plain(best)]
    if any(isinstance(x, Dual) for x in ties) and any(x != ties[0] for x in ties):
        raise ArithmeticError("a slope where two are equal")
    return best


exponential: Callable[[Number], Number] = lift(mp.exp, lambda x: exponential(x))
logarithm = lift(_log, lambda x: power(x, -1))
logistic: Callable[[Number], Number] = lift(
    lambda x: 1 / (1 + mp.exp(-x)), lambda x: times(logistic(x), plus(1, times(-1, logistic(x))))
)
softened = lift(lambda x: max(x, 0) + mp.log1p(mp.exp(-abs(x))), lambda x: logistic(x))
absolute = lift(abs, lambda x: _side(plain(x)))


def _whole(x: Any) -> Any:
    """A whole number as one, so that it stays exact; one that fills no memory."""
    return int(x) if abs(x) < mp.mpf(10) ** 100 else x


floored = lift(lambda x: _whole(mp.floor(_settled(x))), lambda x: _flat(plain(x)))
ceiled = lift(lambda x: _whole(mp.ceil(_settled(x))), lambda x: _flat(plain(x)))
signed = lift(mp.sign, lambda x: 0 * _side(plain(x)))
