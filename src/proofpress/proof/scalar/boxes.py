"""The sign of a number, or of a function of bounded symbols, by intervals over a box and its halves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sympy import Expr, Rational, Symbol

from . import spans
from .kinds import Log, Power, Root, Size
from .poly import Number, Poly, exponents
from .spans import Span, Unclear, span

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
        except Unclear:
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
        sign = spans.sign_of(_enclose(field, p, {s: span(low, high, bits) for s, (low, high) in box.items()}, bits))
    except Unclear:
        sign = 0
    if sign:
        return {sign}
    if not box or pieces <= 1:
        return {0}
    widest = max(box, key=lambda s: box[s][1] - box[s][0])
    low, high = box[widest]
    middle = (low + high) / 2
    signs = _box_signs(field, p, {**box, widest: (low, middle)}, bits, pieces // 2)
    return signs if signs == {0} else signs | _box_signs(field, p, {**box, widest: (middle, high)}, bits, pieces // 2)


def _enclose(field: Normal, p: Poly, box: dict, bits: int) -> Span:
    total = spans.span(Rational(0), Rational(0), bits)
    for m, c in p.items():
        term = spans.times(_number(c, bits), _enclose_monomial(field, m, box, bits), bits)
        total = spans.plus(total, term, bits)
    return total


def _number(c: Number, bits: int) -> Span:
    value = Rational(int(c.numerator), int(c.denominator))
    return span(value, value, bits)


def _enclose_monomial(field: Normal, m: int, box: dict, bits: int) -> Span:
    value = spans.ONE
    for g, e in exponents(m):
        value = spans.times(value, spans.power(_enclose_generator(field, g, box, bits), e, bits), bits)
    return value


def _enclose_generator(field: Normal, g: int, box: dict, bits: int) -> Span:
    kind = field.kinds[g]
    if isinstance(kind, Expr):
        return box[kind] if kind in box else spans.enclose(kind, {}, bits)
    if isinstance(kind, Power):
        value = _enclose_monomial(field, kind.monomial, box, bits)
        for f, e in kind.den:
            below = spans.power(_enclose(field, field.factors[f], box, bits), e, bits)
            value = spans.times(value, spans.inverse(below, bits), bits)
        return spans.exponential(spans.times(value, _share(field, kind, bits), bits), bits)
    size = spans.absolute(_enclose(field, field.factors[kind.factor], box, bits))
    if isinstance(kind, Size):
        return size
    if isinstance(kind, Log):
        return spans.logarithm(size, bits)
    return spans.real_power(size, _share(field, kind, bits), bits)


def _share(field: Normal, kind: Power | Root, bits: int) -> Span:
    """1/n for the n-th root that a generator is."""
    part = Rational(1, field.fineness[kind])
    return span(part, part, bits)
