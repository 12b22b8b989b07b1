"""The sign of a number, or of a function of bounded symbols, by intervals over a box and its halves."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sympy import Expr, Symbol

from . import enclosure, interval
from .interval import Interval, Unclear, Undefined, Unknown
from .kinds import Log, Power, Root, Size
from .poly import Number, Poly, exponents

if TYPE_CHECKING:
    from .normal import Normal

FINER = (400, 2_000, 8_000)
"""Bits at which the sign of a number is asked for, one after the other."""


def boxed_sign(field: Normal, p: Poly, pieces: int = 64) -> int:
    """The sign of a number, or over a box of bounded symbols, by intervals and halving.

    >>> from sympy import Rational
    >>> from proofpress.proof.scalar.normal import Normal
    >>> x = Symbol("x", real=True)
    >>> field = Normal({x: (Rational(1, 4), Rational(1, 2))})
    >>> boxed_sign(field, field.convert(x - x**2).num), boxed_sign(field, field.convert(3 * x - 1).num)
    (1, 0)
    """
    symbols = _symbols(field, p)
    if symbols is None or len(p) > 200:
        return 0
    for bits in (80,) if symbols else FINER:
        try:
            signs = _box_signs(field, p, {s: field.ranges[s] for s in symbols}, bits, pieces)
        except (Unclear, Unknown, Undefined):
            return 0
        if signs != {0}:
            return signs.pop() if len(signs) == 1 else 0
    return 0


def _symbols(field: Normal, p: Poly) -> set[Symbol] | None:
    """The symbols a polynomial depends on, if all are bounded."""
    found: set[Symbol] = set()
    waiting, seen = list(p), set()
    while waiting:
        for g, _ in exponents(waiting.pop()):
            if g in seen:
                continue
            seen.add(g)
            kind = field.kinds[g]
            if isinstance(kind, Power):
                waiting.append(kind.monomial)
                waiting += [m for f, _ in kind.den for m in field.factors[f]]
            elif isinstance(kind, Log | Root | Size):
                waiting += list(field.factors[kind.factor])
            elif isinstance(kind, Expr) and kind.is_number:
                continue
            elif isinstance(kind, Symbol) and kind in field.ranges:
                found.add(kind)
            else:
                return None
    return found


def _box_signs(field: Normal, p: Poly, box: dict, bits: int, pieces: int) -> set[int]:
    """The signs over the parts of a box; {0} as soon as one part stays unclear."""
    try:
        value = _enclose(field, p, {s: span(r, bits) for s, r in box.items()}, bits)
        if interval.is_positive(value) or interval.is_negative(value):
            return {1 if interval.is_positive(value) else -1}
    except Unclear:
        pass
    if not box or pieces <= 1:
        return {0}
    widest = max(box, key=lambda s: box[s][1] - box[s][0])
    low, high = box[widest]
    middle = (low + high) / 2
    signs = _box_signs(field, p, {**box, widest: (low, middle)}, bits, pieces // 2)
    return signs if signs == {0} else signs | _box_signs(field, p, {**box, widest: (middle, high)}, bits, pieces // 2)


def span(ends: tuple, bits: int) -> Interval:
    """The interval from one number to another.

    >>> interval.spell(span((1, 2), 53), 3)  # the middle
    '1.5'
    """
    return interval.exact(ends[0], bits)[0], interval.exact(ends[1], bits)[1]


def _enclose(field: Normal, p: Poly, box: dict, bits: int) -> Interval:
    total = interval.ZERO
    for m, c in p.items():
        term = interval.times(interval.exact(_fraction(c), bits), _enclose_monomial(field, m, box, bits), bits)
        total = interval.plus(total, term, bits)
    return total


def _fraction(c: Number) -> Fraction:
    return Fraction(int(c.numerator), int(c.denominator))


def _enclose_monomial(field: Normal, m: int, box: dict, bits: int) -> Interval:
    value = interval.UNIT
    for g, e in exponents(m):
        value = interval.times(value, interval.whole_power(_enclose_generator(field, g, box, bits), e, bits), bits)
    return value


def _enclose_generator(field: Normal, g: int, box: dict, bits: int) -> Interval:
    kind = field.kinds[g]
    if isinstance(kind, Power):
        value = _enclose_monomial(field, kind.monomial, box, bits)
        for f, e in kind.den:
            below = interval.whole_power(_enclose(field, field.factors[f], box, bits), e, bits)
            value = interval.times(value, interval.inverse(below, bits), bits)
        fine = interval.exact(field.fineness[kind], bits)
        return interval.exponential(interval.times(value, interval.inverse(fine, bits), bits), bits)
    if isinstance(kind, Expr) and kind in box:
        return box[kind]
    if isinstance(kind, Expr):
        return enclosure.enclose(kind, {}, bits)
    size = interval.absolute(_enclose(field, field.factors[kind.factor], box, bits))
    if isinstance(kind, Size):
        return size
    if isinstance(kind, Log):
        return interval.logarithm(size, bits)
    if isinstance(kind, Root):
        return interval.general_power(size, interval.inverse(interval.exact(field.fineness[kind], bits), bits), bits)
    raise Unknown("no value")
