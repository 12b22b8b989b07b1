"""Numbers with error bounds: every value lies between a lower and an upper end, rounded outwards.

>>> a = exact(Fraction(1, 3), 100)
>>> spell(exponential(a, 100), 12)
'1.39561242509'
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

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
from sympy import Rational

Interval = tuple  # (lower, upper), raw mpmath floats

UP, DOWN = round_ceiling, round_floor
GUARD = 40
"""Bits beyond those asked for: mpmath's exponential loses up to ten of its own where there are many thousands."""


class Undefined(Exception):
    """The expression has no real value at this point."""


class Unclear(Exception):
    """The interval is too wide to tell; a higher precision may help."""


class Unknown(Exception):
    """The value cannot be had here at any precision that is allowed."""


@lru_cache(4096)
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
    """Surely above zero.

    >>> is_positive(exact(1, 53)), is_positive(ZERO)
    (True, False)
    """
    return mpf_lt(fzero, a[0])


def is_negative(a: Interval) -> bool:
    """Surely below zero.

    >>> is_negative(exact(-1, 53)), is_negative(ZERO)
    (True, False)
    """
    return mpf_lt(a[1], fzero)


def apart(a: Interval, b: Interval) -> bool:
    """The two intervals share no point.

    >>> apart(exact(1, 53), exact(2, 53)), apart(exact(1, 53), exact(1, 53))
    (True, False)
    """
    return mpf_lt(a[1], b[0]) or mpf_lt(b[1], a[0])


def plus(a: Interval, b: Interval, bits: int) -> Interval:
    """Sum.

    >>> spell(plus(exact(1, 53), pi(53), 53), 6)
    '4.14159'
    """
    return mpf_add(a[0], b[0], bits, DOWN), mpf_add(a[1], b[1], bits, UP)


def minus(a: Interval, b: Interval, bits: int) -> Interval:
    """Difference.

    >>> spell(minus(exact(4, 53), pi(53), 53), 6)
    '0.858407'
    """
    return mpf_sub(a[0], b[1], bits, DOWN), mpf_sub(a[1], b[0], bits, UP)


def times(a: Interval, b: Interval, bits: int) -> Interval:
    """Product.

    >>> spell(times(exact(-2, 53), pi(53), 53), 6)
    '-6.28319'
    """
    if not (a[0][0] or b[0][0]):  # no sign bit: neither interval reaches below zero
        return mpf_mul(a[0], b[0], bits, DOWN), mpf_mul(a[1], b[1], bits, UP)
    pairs = [(x, y) for x in a for y in b]
    lows = [mpf_mul(x, y, bits, DOWN) for x, y in pairs]
    highs = [mpf_mul(x, y, bits, UP) for x, y in pairs]
    return least(lows), greatest(highs)


def least(values: list) -> tuple:
    """The lowest of some ends.

    >>> least([fone, fzero]) == fzero
    True
    """
    best = values[0]
    for value in values[1:]:
        best = value if mpf_lt(value, best) else best
    return best


def greatest(values: list) -> tuple:
    """The highest of some ends.

    >>> greatest([fone, fzero]) == fone
    True
    """
    best = values[0]
    for value in values[1:]:
        best = value if mpf_lt(best, value) else best
    return best


def inverse(a: Interval, bits: int) -> Interval:
    """1/a.

    >>> spell(inverse(pi(53), 53), 6)
    '0.31831'
    """
    if a == ZERO:
        raise Undefined("division by zero")
    if not (is_positive(a) or is_negative(a)):
        raise Unclear("division by what may be zero")
    return mpf_div(fone, a[1], bits, DOWN), mpf_div(fone, a[0], bits, UP)


def exponential(a: Interval, bits: int) -> Interval:
    """exp(a); far below zero the lower end is 0, far above there is no value.

    >>> spell(exponential(UNIT, 53), 6)
    '2.71828'
    """
    return _exp_end(a[0], bits, DOWN), _exp_end(a[1], bits, UP)


def _exp_end(x: tuple, bits: int, rounding: str) -> tuple:
    sign, _, exponent, count = x
    if x == fzero:
        return fone
    if exponent + count > 40:
        if not sign:
            raise Unknown("an exponential is too large to be evaluated")
        return fzero if rounding == DOWN else from_man_exp(1, -(1 << 38))
    return _outwards(mpf_exp(x, bits + GUARD, rounding), bits, rounding)


def _outwards(x: tuple, bits: int, rounding: str) -> tuple:
    """Room for the last units of a transcendental function, whose rounding is not promised to be directed."""
    slack = mpf_mul(mpf_abs(x), from_man_exp(1, -bits - 4), 10, UP)
    return mpf_sub(x, slack, bits, DOWN) if rounding == DOWN else mpf_add(x, slack, bits, UP)


def logarithm(a: Interval, bits: int) -> Interval:
    """log(a).

    >>> spell(logarithm(exact(2, 53), 53), 6)
    '0.693147'
    """
    if mpf_le(a[1], fzero):
        raise Undefined("the logarithm of zero" if a == ZERO else "the logarithm of what is not positive")
    if not is_positive(a):
        raise Unclear("the logarithm of what may not be positive")
    return _log_end(a[0], bits, DOWN), _log_end(a[1], bits, UP)


def _log_end(x: tuple, bits: int, rounding: str) -> tuple:
    return fzero if x == fone else _outwards(mpf_log(x, bits + GUARD, rounding), bits, rounding)


def whole_power(a: Interval, n: int, bits: int) -> Interval:
    """a**n for an integer n; 0**0 is 1.

    >>> spell(whole_power(exact(2, 53), -3, 53), 6)
    '0.125'
    """
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
    """a**b = exp(b log a) for a > 0, and for a = 0 < b; 0**0 is 1.

    >>> spell(general_power(exact(2, 53), exact(Fraction(1, 2), 53), 53), 6)
    '1.41421'
    """
    if is_negative(a):
        raise Undefined("a fractional power of a negative number")
    if a == ZERO and is_positive(b):
        return ZERO
    if a == ZERO == b:
        return UNIT
    if a == ZERO and is_negative(b):
        raise Undefined("division by zero")
    if not is_positive(a):
        if is_positive(b) and a[0] == fzero:
            return fzero, general_power((a[1], a[1]), b, bits)[1]
        raise Unclear("a power of what may be negative")
    return exponential(times(b, logarithm(a, bits + 40), bits + 40), bits)


def absolute(a: Interval) -> Interval:
    """|a|.

    >>> absolute(exact(-3, 53)) == exact(3, 53)
    True
    """
    if mpf_le(fzero, a[0]):
        return a
    if mpf_le(a[1], fzero):
        return mpf_neg(a[1]), mpf_neg(a[0])
    return fzero, greatest([mpf_neg(a[0]), a[1]])


def whole_part(a: Interval) -> Interval:
    """floor(a), where the interval holds one.

    >>> whole_part(pi(53)) == exact(3, 53)
    True
    """
    low, high = mpf_floor(a[0]), mpf_floor(a[1])
    if low != high:
        raise Unclear("the floor of what may be either side of an integer")
    return low, low


def whole_number(a: Interval) -> int | None:
    """The integer the interval is, if it is one point.

    >>> whole_number(exact(3, 53)), whole_number(pi(53))
    (3, None)
    """
    if a[0] != a[1] or a[0] in (finf, fninf, fnan) or mpf_floor(a[0]) != a[0]:
        return None
    return int(to_int(a[0]))


def fraction(end: tuple) -> Fraction:
    """An end as a fraction.

    >>> fraction(exact(3, 53)[0])
    Fraction(3, 1)
    """
    sign, man, exponent, _ = end
    if not man and exponent:
        raise Unclear("an end without bound")
    size = Fraction(int(man) << exponent) if exponent >= 0 else Fraction(int(man), 1 << -exponent)
    return -size if sign else size


def negated(end: tuple) -> tuple:
    """The same end on the other side of zero.

    >>> negated(fone) == exact(-1, 53)[0]
    True
    """
    return mpf_neg(end)


def spell(a: Interval, digits: int) -> str:
    """The middle, written with so many digits."""
    with mp.workdps(digits + 5):
        return str(nstr((mp.make_mpf(a[0]) + mp.make_mpf(a[1])) / 2, digits))


def digits_known(a: Interval) -> int:
    """How many bits of the value the interval settles (large for an exact value).

    >>> digits_known(pi(53)) > 40
    True
    """
    if a[0] == a[1]:
        return 1 << 30
    width, size = mpf_sub(a[1], a[0], 20, UP), greatest([mpf_abs(a[0]), mpf_abs(a[1])])
    return (size[2] + size[3]) - (width[2] + width[3])


def within(a: Interval, exponent: int) -> bool:
    """No further than 2**exponent from zero.

    >>> within(exact(-3, 53), 2), within(exact(-5, 53), 2)
    (True, False)
    """
    return mpf_le(greatest([mpf_neg(a[0]), a[1]]), from_man_exp(1, exponent))


def pi(bits: int) -> Interval:
    """The interval round π.

    >>> spell(pi(100), 20)
    '3.1415926535897932385'
    """
    return _round(mpf_pi(bits + 20), bits)


def euler_gamma(bits: int) -> Interval:
    """The interval round Euler's constant γ.

    >>> spell(euler_gamma(100), 20)
    '0.57721566490153286061'
    """
    return _round(mpf_euler(bits + 20), bits)


def _round(x: tuple, bits: int) -> Interval:
    return _outwards(x, bits, DOWN), _outwards(x, bits, UP)
