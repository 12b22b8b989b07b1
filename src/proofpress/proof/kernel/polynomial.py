"""Polynomials over the rationals, exactly: {monomial: coefficient}, a monomial being ((letter, power), …).

What is true here: `plus`, `times` and `power` are the ring's own; every number is an int or a Fraction that is not 0;
letters are counted from 0 and rise within a monomial. Each product of two terms is counted against the budget.

>>> x = {((0, 1),): 1}
>>> power(plus(x, constant(1)), 2)
{((0, 2),): 1, ((0, 1),): 2, (): 1}
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from .terms import Budget, need

Number = int | Fraction
Monomial = tuple[tuple[int, int], ...]
Polynomial = dict[Monomial, Number]
BITS = 20_000
"""The longest coefficient."""


def constant(q: Number) -> Polynomial:
    """A number."""
    return {(): _short(q)} if q else {}


def letter(i: int) -> Polynomial:
    """A letter."""
    return {((i, 1),): 1}


def plus(p: Polynomial, *others: Polynomial) -> Polynomial:
    """Their sum."""
    total = dict(p)
    for q in others:
        Budget.spend(len(q))
        for monomial, c in q.items():
            _put(total, monomial, total.get(monomial, 0) + c)
    return total


def minus(p: Polynomial, q: Polynomial) -> Polynomial:
    """P − q."""
    return plus(p, {monomial: -c for monomial, c in q.items()})


def times(p: Polynomial, q: Polynomial) -> Polynomial:
    """P · q."""
    total: Polynomial = {}
    for one, c in p.items():
        Budget.spend(len(q))
        for other, d in q.items():
            monomial = _joined(one, other)
            _put(total, monomial, total.get(monomial, 0) + c * d)
    return total


def power(p: Polynomial, n: int) -> Polynomial:
    """P to the n, n not negative."""
    return reduce(times, [p] * n) if n else constant(1)


def _put(total: Polynomial, monomial: Monomial, c: Number) -> None:
    need(c.numerator.bit_length() + c.denominator.bit_length() <= BITS, "too large a number")
    if c:
        total[monomial] = c
    else:
        total.pop(monomial, None)


def _joined(one: Monomial, other: Monomial) -> Monomial:
    """The product of two monomials."""
    if not one or not other or one[-1][0] < other[0][0]:
        return one + other
    powers = dict(one)
    for i, e in other:
        powers[i] = powers.get(i, 0) + e
    return tuple(sorted(powers.items()))


def parts(p: Polynomial) -> tuple[Number, dict[int, int], Polynomial]:
    """A polynomial that is not 0 as (number, {letter: power}, rest), the product of the three."""
    lead = p[max(p)]
    first, *others = map(dict, p)
    common = {i: min([e, *(o.get(i, 0) for o in others)]) for i, e in first.items()}
    common = {i: e for i, e in common.items() if e}
    rest = {m: _short(Fraction(c) / lead) for m, c in p.items()} if lead != 1 else p
    return lead, common, {_without(m, common): c for m, c in rest.items()} if common else rest


def _without(monomial: Monomial, common: dict[int, int]) -> Monomial:
    return tuple((i, e - common.get(i, 0)) for i, e in monomial if e > common.get(i, 0))


def _short(q: Number) -> Number:
    return q.numerator if q.denominator == 1 else q


def cleared(p: Polynomial, i: int, base: Polynomial) -> Polynomial:
    """`p` times base to the highest power of letter i in it, where letter i times base is 1."""
    by_power: dict[int, Polynomial] = {}
    for monomial, c in p.items():
        e = dict(monomial).get(i, 0)
        by_power.setdefault(e, {})[tuple(q for q in monomial if q[0] != i)] = c
    highest, total = max(by_power, default=0), constant(0)
    for e, q in by_power.items():
        total = plus(total, times(q, power(base, highest - e)))
    return total
