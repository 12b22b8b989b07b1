"""Inequalities of Gibbs and of the means: log x ≥ 1 − 1/x and exp x ≥ 1 + x, weighted by what is not negative.

>>> from sympy import Symbol, log
>>> from proofpress.proof.scalar.normal import Normal
>>> field, x = Normal(), Symbol("x", positive=True)
>>> from proofpress.proof.scalar.signs import weak_sign
>>> list(below_tangents(field, field.convert(x - 1 - log(x)).num, weak_sign))
[{}]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from .kinds import Log, Power, Ratio
from .poly import ONE, ZERO, Poly, add, constant, content, exponents, monomial, scale, support

if TYPE_CHECKING:
    from .normal import Normal

Signs = Callable[["Normal", Poly, int], int]
"""The sign of a polynomial as `signs` finds it, which asks here in its turn."""
Shares = dict[frozenset, Ratio]
"""Weights ≥ 0, and what stands under the logarithm that each multiplies."""
LONGEST = 40


def below_tangents(field: Normal, p: Poly, sign_of: Signs) -> Iterator[Poly]:
    """Polynomials without logarithms that are ≥ 0 only where p is; also with x taken as a logarithm, that of exp(x).

    Logarithms of one weight are joined, log a − log b = log a/b, and one whose weight is the sum of all the others'
    is shared out: with p and 1 − p, log 2 = p·log 2 + (1 − p)·log 2.
    """
    logs = {g for g in support(p) if isinstance(field.kinds[g], Log)}
    exponents_too = logs | {g for g in support(p) if Power(monomial(g)) in field.numbers}
    for curves in (logs, exponents_too) if logs != exponents_too else (logs,):
        below = _below(field, p, curves, sign_of) if len(p) <= LONGEST else None
        if below is not None:
            yield below


def below_means(field: Normal, p: Poly, is_positive: Callable[[Normal, int], bool]) -> Poly | None:
    """What Σ c·M − C·N, for positive products M and N, is at least, over N: M/N ≥ 1 + log(M/N).

    >>> from sympy import Symbol, exp
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, x = Normal(), Symbol("x", real=True)
    >>> from proofpress.proof.scalar.signs import positive_product
    >>> below_means(field, field.convert(exp(x) + exp(-x) - 2).num, positive_product)
    {}
    """
    taken = [m for m, c in p.items() if c < 0]
    if len(taken) != 1 or len(p) > LONGEST or not all(is_positive(field, m) for m in p):
        return None
    logs = [field.scaled(field.logarithm(Ratio({m - taken[0]: ONE[0]})), c) for m, c in p.items() if m != taken[0]]
    below = field.plus([Ratio(constant(sum(p.values()))), *logs])
    return None if below.den else below.num


def _below(field: Normal, p: Poly, logs: set[int], sign_of: Signs) -> Poly | None:
    weights, rest = _weights(p, logs)
    shares = _shared_out(field, _joined(field, weights, sign_of)) if weights else None
    if not shares:
        return None
    theirs = set(field.divisors)
    terms = [Ratio(rest)]
    for weight, inside in shares.items():
        gap = field.plus([Ratio(ONE), field.scaled(field.inverse(inside), -1)])
        terms.append(field.times(Ratio(dict(weight)), gap))
    field.divisors = theirs  # these divisions are ours, not the expression's
    below = field.cancel(field.plus(terms))
    sign = 1
    for f, e in below.den:
        sign *= field.factor_sign(f) if e % 2 else 1
    return scale(below.num, sign) if sign else None


def _weights(p: Poly, curves: set[int]) -> tuple[dict[int, Poly], Poly]:
    """What each logarithm is multiplied by, and the terms without one; no weights where logarithms are multiplied."""
    weights: dict[int, Poly] = {}
    rest: Poly = {}
    for m, c in p.items():
        logs = [(g, e) for g, e in exponents(m) if g in curves]
        if not logs:
            rest[m] = c
        elif len(logs) > 1 or logs[0][1] != 1:
            return {}, ZERO
        else:
            weights.setdefault(logs[0][0], {})[m - monomial(logs[0][0])] = c
    return weights, rest


def _joined(field: Normal, weights: dict[int, Poly], sign_of: Signs) -> Shares | None:
    """Logarithms of one weight, up to a number, as one; None where a sign is not known."""
    shares: Shares = {}
    for g, weight in weights.items():
        kind, sign = field.kinds[g], sign_of(field, weight, 1)
        if not sign or (isinstance(kind, Log) and not field.factor_sign(kind.factor)):
            return None
        number = abs(content(weight))
        key = frozenset(scale(weight, sign / number).items())
        inside = field.exponential(Ratio({monomial(g): sign * number}))
        shares[key] = field.times(shares.get(key, Ratio(ONE)), inside)
    return shares


def _shared_out(field: Normal, shares: Shares | None) -> Shares | None:
    """A weight that is the sum of all the others gives what it has to them."""
    if not shares:
        return shares
    for weight in shares:
        others = [other for other in shares if other != weight]
        total = ZERO
        for other in others:
            total = add(total, dict(other))
        if others and total == dict(weight):
            return {other: field.times(shares[other], shares[weight]) for other in others}
    return shares
