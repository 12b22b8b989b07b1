"""The sign of a polynomial in the generators of a `Field`, from what is declared and known.

Every answer is weak: 1 means ≥ 0, −1 means ≤ 0, 0 means not known.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from sympy import Expr, Symbol

from . import interval
from .interval import Interval, Unclear, Undefined, Unknown
from .poly import ONE, Poly, add, constant, exponents, generator, multiply, power, scale, shift, subtract

if TYPE_CHECKING:
    from .normal import Field

DEPTH = 4
"""How many known facts may be combined."""


def manifest(field: Field, p: Poly) -> bool:
    """Every term is ≥ 0 on sight."""
    return all(c > 0 and _nonnegative(field, m) or c < 0 and _nonpositive(field, m) for m, c in p.items())


def _nonnegative(field: Field, m: int) -> bool:
    return _monomial_sign(field, m) > 0


def _nonpositive(field: Field, m: int) -> bool:
    return _monomial_sign(field, m) < 0


def _monomial_sign(field: Field, m: int) -> int:
    sign = 1
    for g, e in exponents(m):
        if e % 2:
            sign *= generator_sign(field, g)
    return sign


def generator_sign(field: Field, g: int) -> int:
    """The sign that a generator has by its kind."""
    from .normal import Power, Root, Size

    kind = field.kinds[g]
    if isinstance(kind, Power | Root | Size):
        return 1
    if isinstance(kind, Expr):
        return _declared_sign(field, kind)
    return 0


def _declared_sign(field: Field, symbol: Expr) -> int:
    if symbol.is_nonnegative:
        return 1
    if symbol.is_nonpositive:
        return -1
    low, high = field.ranges.get(symbol, (-1, 1))
    return 1 if low >= 0 else -1 if high <= 0 else 0


def weak_sign(field: Field, p: Poly, depth: int = DEPTH) -> int:
    """The sign of a polynomial: on sight, from facts, by comparing two products, or by intervals over a box."""
    if depth < 0:
        return 0
    if manifest(field, p):
        return 1
    if manifest(field, scale(p, -1)):
        return -1
    simple = simpler(field, p)
    if simple != p and (sign := weak_sign(field, simple, depth - 1)):
        return sign
    facts = known(field, simple)
    for sign in (1, -1):
        if _follows(field, scale(simple, sign), facts, depth):
            return sign
    return _log_sign(field, simple, depth) or boxed_sign(field, p)


def strictly(field: Field, p: Poly) -> bool:
    """p ≥ 0 is surely not zero: a sum of such terms with a positive one among them, or bounded away from zero."""
    if manifest(field, p) and any(all(_never_zero(field, g) for g, _ in exponents(m)) for m in p):
        return True
    return bool(boxed_sign(field, p))


def _never_zero(field: Field, g: int) -> bool:
    from .normal import Power

    kind = field.kinds[g]
    if not isinstance(kind, Expr):
        return isinstance(kind, Power)
    low, high = field.ranges.get(kind, (0, 0))
    return bool(kind.is_nonzero) or low > 0 or high < 0


def known(field: Field, p: Poly) -> list[Poly]:
    """Facts ≥ 0 at hand: assumed, from ranges, from integers, from what must be defined."""
    facts = [*field.facts, *field.defined]
    for g in sorted({g for q in (p, *facts) for m in q for g, _ in exponents(m)}):
        symbol = field.kinds[g]
        if not isinstance(symbol, Expr):
            continue
        facts += field.bounds.get(symbol, [])
        if symbol in field.ranges:
            low, high = field.ranges[symbol]
            facts += [add(generator(g), constant(-_number(low))), subtract(constant(_number(high)), generator(g))]
        if symbol.is_integer and symbol.is_positive:
            facts.append(add(generator(g), constant(-1)))
    return facts


def _number(value: object) -> object:
    from sympy import QQ

    return QQ(int(value.p), int(value.q))


def _follows(field: Field, p: Poly, facts: list[Poly], depth: int) -> bool:
    """p is a sum of manifestly non-negative terms and of facts times non-negative monomials."""
    if len(p) > 60:
        return False
    if manifest(field, p):
        return True
    if not depth:
        return False
    bad = next(m for m, c in p.items() if not manifest(field, {m: c}))
    for fact in facts:
        for m, c in fact.items():
            ratio = p[bad] / c
            if ratio > 0 and _nonnegative(field, bad - m):
                rest = subtract(p, scale(shift(fact, bad - m), ratio))
                if bad not in rest and len(rest) <= len(p) + 1 and _follows(field, rest, facts, depth - 1):
                    return True
    return False


def simpler(field: Field, p: Poly) -> Poly:
    """A polynomial of the same sign: two products compared by their logarithms or by their powers."""
    if len(p) == 2:
        compared = _compare_products(field, p)
        return p if compared is None else compared
    return _join_logs(field, p) or p


def _compare_products(field: Field, p: Poly) -> Poly | None:
    """a·M − b·N for positive a, b and positive products M, N: the sign of log(aM) − log(bN)."""
    from .normal import Log, Ratio

    (m, a), (n, b) = p.items()
    if a * b > 0 or not all(_positive_product(field, k) for k in (m, n)):
        return None
    if a < 0:
        compared = _compare_products(field, {n: b, m: a}) if m != n else None
        return compared
    gap = field.logarithm(Ratio({m - n: -a / b}))
    logs = [g for k in gap.num for g, _ in exponents(k) if isinstance(field.kinds[g], Log)]
    if not gap.den and not logs:
        return gap.num
    return raised(field, gap.num) if not gap.den else None


def _positive_product(field: Field, m: int) -> bool:
    return all(generator_sign(field, g) > 0 for g, _ in exponents(m))


def raised(field: Field, logs: Poly) -> Poly | None:
    """Σ cᵢ log|fᵢ| has the sign of Π|fᵢ|**nᵢ − 1, the nᵢ integers in the same ratio."""
    from .normal import Log

    scales = 1
    for c in logs.values():
        scales = lcm(scales, int(c.denominator))
    top, bottom = ONE, ONE
    for m, c in logs.items():
        pairs = list(exponents(m))
        if len(pairs) != 1 or pairs[0][1] != 1 or not isinstance(field.kinds[pairs[0][0]], Log):
            return None
        f, n = field.kinds[pairs[0][0]].factor, int(c * scales)
        sign = 1 if manifest(field, field.factors[f]) else field.factor_sign(f)
        if not sign or abs(n) > 8:
            return None
        piece = power(scale(field.factors[f], sign), abs(n))
        top, bottom = (multiply(top, piece), bottom) if n > 0 else (top, multiply(bottom, piece))
    return subtract(top, bottom)


def _join_logs(field: Field, p: Poly) -> Poly | None:
    return raised(field, p) if len(p) <= 6 and 0 not in p else None


def _log_sign(field: Field, p: Poly, depth: int) -> int:
    """One sign for all terms, where a term may hold log |f|, whose sign is that of |f| − 1."""
    signs = {_term_sign(field, m, c, depth) for m, c in p.items()}
    return signs.pop() if len(signs) == 1 else 0


def _term_sign(field: Field, m: int, c: object, depth: int) -> int:
    from .normal import Log

    sign = 1 if c > 0 else -1
    for g, e in exponents(m):
        kind = field.kinds[g]
        if e % 2 == 0:
            continue
        if isinstance(kind, Log):
            f = field.factors[kind.factor]
            own = 1 if manifest(field, f) else field.factor_sign(kind.factor)
            sign *= weak_sign(field, subtract(scale(f, own), ONE), depth - 1) if own else 0
        else:
            sign *= generator_sign(field, g)
    return sign


# Intervals


def boxed_sign(field: Field, p: Poly, pieces: int = 64) -> int:
    """The sign of a number, or over a box of bounded symbols, by intervals and halving."""
    symbols = _symbols(field, p)
    if symbols is None or len(p) > 200:
        return 0
    bits = 80 if symbols else 400
    try:
        signs = _box_signs(field, p, {s: field.ranges[s] for s in symbols}, bits, pieces)
    except (Unclear, Unknown, Undefined):
        return 0
    return signs.pop() if len(signs) == 1 else 0


def _symbols(field: Field, p: Poly) -> set[Symbol] | None:
    """The symbols a polynomial depends on, if all are bounded."""
    from .normal import Log, Power, Root, Size

    found: set[Symbol] = set()
    waiting, seen = [m for m in p], set()
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


def _box_signs(field: Field, p: Poly, box: dict, bits: int, pieces: int) -> set[int]:
    """The signs over the parts of a box; {0} as soon as one part stays unclear."""
    try:
        value = _enclose(field, p, {s: _span(r, bits) for s, r in box.items()}, bits)
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


def _span(ends: tuple, bits: int) -> Interval:
    return interval.exact(ends[0], bits)[0], interval.exact(ends[1], bits)[1]


def _enclose(field: Field, p: Poly, box: dict, bits: int) -> Interval:
    total = interval.ZERO
    for m, c in p.items():
        term = interval.times(interval.exact(_fraction(c), bits), _enclose_monomial(field, m, box, bits), bits)
        total = interval.plus(total, term, bits)
    return total


def _fraction(c: object) -> object:
    from fractions import Fraction

    return Fraction(int(c.numerator), int(c.denominator))


def _enclose_monomial(field: Field, m: int, box: dict, bits: int) -> Interval:
    value = interval.UNIT
    for g, e in exponents(m):
        value = interval.times(value, interval.whole_power(_enclose_generator(field, g, box, bits), e, bits), bits)
    return value


def _enclose_generator(field: Field, g: int, box: dict, bits: int) -> Interval:
    from .normal import Log, Power, Root, Size

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
        return interval.enclose(kind, {}, bits)
    size = interval.absolute(_enclose(field, field.factors[kind.factor], box, bits))
    if isinstance(kind, Size):
        return size
    if isinstance(kind, Log):
        return interval.logarithm(size, bits)
    if isinstance(kind, Root):
        return interval.general_power(size, interval.inverse(interval.exact(field.fineness[kind], bits), bits), bits)
    raise Unknown("no value")


