"""The binomial theorem and its moments: sums over k from 0 to n of k**d · ρ**k over k!·(n − k)!, or n(n − 1)… over k!.

Σ C(n, k) k**d ρ**k = Σ S(d, r) · n(n − 1)…(n − r + 1) · ρ**r · (1 + ρ)**(n − r) over r ≤ d, S Stirling's numbers.

>>> from sympy import Dummy, Product, Sum, Symbol
>>> from proofpress.proof.scalar.decide import is_zero
>>> n, k, j = Symbol("n", integer=True, positive=True), Dummy("k", integer=True), Dummy("j", integer=True)
>>> is_zero(Sum(Product((n - j + 1)/j, (j, 1, k)), (k, 0, n)) - 2**n).verdict
'proved'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sympy import QQ
from sympy.functions.combinatorial.numbers import stirling

from .forever import factorial_of
from .kinds import Folded, Ratio
from .poly import ONE, ZERO, constant, generator, monomial, scale
from .signs import strictly, weak_sign

if TYPE_CHECKING:
    from .folds import Fold
    from .normal import Normal

Rest = list[tuple[object, int]]  # generators by kind, and their exponents


def binomial_sum(fold: Fold, degree: int, ratio: Ratio, rest: Rest) -> Ratio | None:
    """The sum in closed form; None where it is no such sum or its bounds are not those of the theorem.

    >>> from sympy import Dummy, Product, Symbol
    >>> from proofpress.proof.scalar.folds import Fold
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, n = Normal(), Symbol("n", integer=True, positive=True)
    >>> k, j = Dummy("k", integer=True, nonnegative=True), Dummy("j", integer=True)
    >>> ((term, _),) = field.convert(Product((n - j + 1) / j, (j, 1, k))).num.items()
    >>> fold = Fold(field, k, Ratio({}), field.convert(n))
    >>> binomial_sum(fold, *fold.shape(term)) == field.convert(2**n)
    True
    """
    field, low = fold.field, fold.low.num
    found = _whose(field, rest, fold.index) if degree >= 0 and low in ({}, ONE) else None
    if found is None or found[0].key != fold.last.key or weak_sign(field, found[0].num) <= 0:
        return None
    n, share, sign = found
    total = _theorem(field, n, degree, field.scaled(ratio, sign))
    if total is None:
        return None
    first = [Ratio(constant(-1))] if low == ONE and not degree else []
    return field.times(share, field.plus([total, *first]))


def _whose(field: Normal, rest: Rest, index: int) -> tuple[Ratio, Ratio, int] | None:
    """The n of C(n, k), what the sum of C(n, k) is to be multiplied by, and the sign that goes with each k."""
    own = [pair for pair in rest if pair[1] == -1 and factorial_of(pair[0], index) == (1, 0)]
    others = [pair for pair in rest if pair not in own]
    if len(own) != 1 or len(others) != 1:
        return None
    ((kind, e),) = others
    if e == -1 and (n := _co_factorial(kind, index)):
        return n, field.inverse(field.factorial(n)), 1
    found = _falling(kind, index) if e == 1 else None
    return found and (found[0], Ratio(ONE), found[1])


def _co_factorial(kind: object, index: int) -> Ratio | None:
    """The n of (n − k)!."""
    if not isinstance(kind, Folded) or kind.kind != "Product":
        return None
    name, body, low, high = kind.parts
    line = dict(high[0])
    plain = (body, low, high[1]) == (Ratio(generator(name)).key, Ratio(ONE).key, ())
    return Ratio(line) if plain and line.pop(monomial(index), 0) == -1 else None


def _falling(kind: object, index: int) -> tuple[Ratio, int] | None:
    """The n of n(n − 1)…(n − k + 1) as a Product of n + 1 − j for j from 1 to k, and its sign with j − n − 1."""
    if not isinstance(kind, Folded) or kind.kind != "Product":
        return None
    name, body, *bounds = kind.parts
    line = dict(body[0])
    slope = line.pop(monomial(name), 0)
    if bounds != [Ratio(ONE).key, Ratio(generator(index)).key] or body[1] or abs(slope) != 1:
        return None
    line = scale(line, -slope)
    line[0] = line.get(0, QQ(0)) - 1
    return Ratio({m: c for m, c in line.items() if c}), -int(slope)


def _theorem(field: Normal, n: Ratio, degree: int, ratio: Ratio) -> Ratio | None:
    base = field.plus([Ratio(ONE), ratio])
    sign = weak_sign(field, base.num)
    if not base.num:
        after = field.plus([n, Ratio(constant(-degree - 1))])
        return Ratio(ZERO) if weak_sign(field, after.num) > 0 else None
    if degree and not (sign and strictly(field, scale(base.num, sign))):
        if not field.closes:
            return None
        field.excluded.append(base.num)
    terms, falling = [], Ratio(ONE)
    for r in range(degree + 1):
        left = field.plus([n, Ratio(constant(-r))])
        term = field.times(field.times(falling, field.to_power(ratio, r)), field.power_of(base, left))
        terms.append(field.scaled(term, QQ(int(stirling(degree, r)))))
        falling = field.times(falling, left)
    return field.plus(terms)
