"""Sparse polynomials in numbered generators, negative powers allowed: a dictionary from monomial to rational.

A monomial is one integer, the exponents its signed digits in base 2**24, so that monomials multiply by adding.

>>> x, y = generator(0), generator(1)
>>> product = multiply(add(x, y), add(x, scale(y, -1)))
>>> product == add(power(x, 2), scale(power(y, 2), -1))
True
>>> divide(product, add(x, y)) == add(x, scale(y, -1))
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from math import gcd as integer_gcd
from typing import Any

from sympy import QQ, ZZ
from sympy.polys.polyerrors import ExactQuotientFailed
from sympy.polys.rings import PolyElement, ring

Poly = dict  # monomial (int) -> nonzero rational
Number = Any  # an element of QQ, whose class depends on whether gmpy2 is there

WIDTH = 24
HALF = 1 << (WIDTH - 1)
BASE = 1 << WIDTH
TERMS = 60_000
"""No polynomial may grow longer than this."""


class TooLarge(Exception):
    """A polynomial or an exponent outgrew its limit."""


ONE: Poly = {0: QQ(1)}
ZERO: Poly = {}


def constant(value: Number) -> Poly:
    """The polynomial of degree zero.

    >>> constant(3) == scale(ONE, 3), constant(0) == ZERO
    (True, True)
    """
    return {0: QQ(value)} if value else {}


def generator(index: int, exponent: int = 1) -> Poly:
    """One generator to a power."""
    return {monomial(index, exponent): QQ(1)}


def monomial(index: int, exponent: int = 1) -> int:
    """The monomial of one generator to a power.

    >>> multiply(generator(0, 2), generator(1)) == {monomial(0, 2) + monomial(1): 1}
    True
    """
    if abs(exponent) >= HALF >> 4:
        raise TooLarge("an exponent is too large")
    return exponent << (WIDTH * index)


def exponents(m: int) -> Iterator[tuple[int, int]]:
    """Pairs (generator, exponent) of a monomial, exponents nonzero, generators rising.

    >>> list(exponents(monomial(0, 2) + monomial(3, -1)))
    [(0, 2), (3, -1)]
    """
    index = 0
    while m:
        digit = m & (BASE - 1)
        if digit >= HALF:
            digit -= BASE
        if digit:
            yield index, digit
        m = (m - digit) >> WIDTH
        index += 1


def support(p: Poly) -> set[int]:
    """The generators that occur.

    >>> support(add(generator(0), multiply(generator(2), generator(5))))
    {0, 2, 5}
    """
    return {index for m in p for index, _ in exponents(m)}


def add(p: Poly, q: Poly) -> Poly:
    """The sum."""
    if len(p) < len(q):
        p, q = q, p
    out = dict(p)
    for m, c in q.items():
        total = out.get(m, 0) + c
        if total:
            out[m] = total
        else:
            del out[m]
    return out


def scale(p: Poly, c: Number) -> Poly:
    """The product with a number."""
    return {m: value * c for m, value in p.items()} if c else {}


def shift(p: Poly, by: int) -> Poly:
    """The product with a monomial.

    >>> shift(ONE, monomial(0, 2)) == generator(0, 2)
    True
    """
    return {m + by: c for m, c in p.items()} if by else p


def subtract(p: Poly, q: Poly) -> Poly:
    """The difference.

    >>> subtract(generator(0), generator(0)) == ZERO
    True
    """
    return add(p, scale(q, QQ(-1)))


def multiply(p: Poly, q: Poly) -> Poly:
    """The product."""
    if len(p) * len(q) > 40 * TERMS:
        raise TooLarge("the normal form is too long")
    if len(q) == 1:
        ((by, c),) = q.items()
        return {m + by: value * c for m, value in p.items()}
    out: Poly = {}
    get = out.get
    for a, x in p.items():
        for b, y in q.items():
            m = a + b
            out[m] = get(m, 0) + x * y
    if len(out) > TERMS:
        raise TooLarge("the normal form is too long")
    return {m: c for m, c in out.items() if c}


def power(p: Poly, n: int) -> Poly:
    """A power with n ≥ 0; of one term also with n < 0."""
    if len(p) == 1:
        ((m, c),) = p.items()
        if abs(n) * max((abs(e) for _, e in exponents(m)), default=0) >= HALF >> 4:
            raise TooLarge("an exponent is too large")
        if c not in (1, -1) and abs(n) * (c.numerator.bit_length() + c.denominator.bit_length()) > 20_000:
            raise TooLarge("a number is too large")
        return {m * n: c ** (n % 2 if abs(c) == 1 else n)}
    if n > 400:
        raise TooLarge("a power of a sum is too large")
    out = ONE
    while n:
        if n & 1:
            out = multiply(out, p)
        n >>= 1
        if n:
            p = multiply(p, p)
    return out


def lowest(p: Poly) -> int:
    """The largest monomial that divides every term (with negative exponents where there are any).

    >>> x = generator(0)
    >>> lowest(add(power(x, 3), power(x, 2))) == monomial(0, 2)
    True
    """
    terms = iter(p)
    low = dict(exponents(next(terms)))
    for m in terms:
        here = dict(exponents(m))
        low = {i: min(low.get(i, 0), here.get(i, 0)) for i in low.keys() | here.keys()}
    return sum(e << (WIDTH * i) for i, e in low.items())


def content(p: Poly) -> Number:
    """The positive rational that leaves integers without a common factor, with the sign of the leading term.

    >>> content(add(scale(generator(0), QQ(-4)), constant(QQ(2, 3)))) == QQ(-2, 3)
    True
    """
    top = reduce(integer_gcd, (int(c.numerator) for c in p.values()), 0)
    bottom = reduce(lambda a, b: a * b // integer_gcd(a, b), (int(c.denominator) for c in p.values()))
    size = QQ(top, bottom)
    return -size if p[max(p)] < 0 else size


def _dense(polys: Iterable[Poly]) -> tuple[list[int], list[PolyElement]]:
    """The same polynomials over the integers in one ring of SymPy's (they must have integer coefficients)."""
    polys = list(polys)
    gens = sorted(set().union(*map(support, polys)))
    place = {g: k for k, g in enumerate(gens)}
    domain = ring([f"g{g}" for g in gens] or ["g"], ZZ)[0]
    width = max(len(gens), 1)
    return gens, [domain.from_dict({_row(m, place, width): ZZ(c.numerator) for m, c in p.items()}) for p in polys]


def _row(m: int, place: dict[int, int], width: int) -> tuple[int, ...]:
    row = [0] * width
    for index, e in exponents(m):
        row[place[index]] = e
    return tuple(row)


def _sparse(element: PolyElement, gens: list[int]) -> Poly:
    """Back from SymPy's ring."""
    return {sum(e << (WIDTH * g) for g, e in zip(gens, row, strict=False)): QQ(c) for row, c in element.terms()}


def divide(p: Poly, q: Poly) -> Poly | None:
    """The exact quotient p/q of integer polynomials, or None."""
    if not _may_divide(p, q):
        return None
    gens, (top, bottom) = _dense((p, q))
    try:
        return _sparse(top.exquo(bottom), gens)
    except ExactQuotientFailed:
        return None


def _may_divide(p: Poly, q: Poly) -> bool:
    if not support(q) <= support(p):
        return False
    bottom = _at_a_point(q)
    return bool(bottom) and _at_a_point(p) % bottom == 0


def _at_a_point(p: Poly) -> int:
    """The value at a fixed integer point: a quick proof that one primitive polynomial does not divide another."""
    total = 0
    for m, c in p.items():
        term = int(c.numerator)
        for index, e in exponents(m):
            term *= (7 * index * index + 11 * index + 3) ** e
        total += term
    return total


def common(p: Poly, q: Poly) -> Poly:
    """The greatest common divisor of integer polynomials.

    >>> x, one = generator(0), constant(1)
    >>> common(subtract(power(x, 2), one), power(add(x, one), 2)) == add(x, one)
    True
    """
    gens, (left, right) = _dense((p, q))
    return _sparse(left.gcd(right), gens)


def square_free(p: Poly) -> list[tuple[Poly, int]]:
    """Factors without a square in them, and their powers.

    >>> line = add(generator(0), ONE)
    >>> square_free(power(line, 3)) == [(line, 3)]
    True
    """
    gens, (element,) = _dense((p,))
    _, parts = element.sqf_list()
    return [(_sparse(part, gens), e) for part, e in parts]
