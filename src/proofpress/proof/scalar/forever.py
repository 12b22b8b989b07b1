"""Infinite sums in closed form: k**d · ρ**k over linear factors of k, or over a factorial.

Partial fractions leave Σ ρ**k/(k + a)**j, which for ρ = ±1 are values of ζ and ψ, and else logarithms for j = 1.
What has no closed form is kept as a number of its own, the same wherever its sum is counted from.
A sum is put in closed form only where it is proved to converge for all that is allowed: |ρ| < 1, or |ρ| ≤ 1 where the
expression itself divides by what vanishes at ρ = ±1.

>>> from sympy import Sum, oo, pi
>>> from proofpress.proof.scalar.decide import is_zero
>>> k = Dummy("k", integer=True)
>>> is_zero(Sum(1/k**2, (k, 1, oo)) - pi**2/6).verdict
'proved'
"""

from __future__ import annotations

from math import comb, isqrt
from typing import TYPE_CHECKING, NoReturn

from sympy import QQ, Add, Dummy, Expr, Poly, Rational, apart, digamma, fraction, zeta
from sympy.functions.combinatorial.numbers import stirling

from .kinds import Folded, Ratio, Undecided
from .poly import ONE, Number, constant, exponents, generator, monomial, scale
from .signs import never_zero, strictly, weak_sign

if TYPE_CHECKING:
    from .folds import Fold
    from .normal import Normal

X = Dummy("x")
TERMS = 200
"""So many terms may be put before a sum or taken from its start."""
DIVISORS = (1, 2, 3, 4, 6)
"""At a fraction with such a denominator ψ is made of π, logarithms and a square root."""

Poles = list[tuple[Rational, int, Rational]]  # a, j and c of c/(k + a)**j


def sum_forever(fold: Fold, m: int, den: tuple) -> Ratio:
    """Σ of a term over the index from the lower bound on.

    >>> from proofpress.proof.scalar.folds import Fold
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, k = Normal(), Dummy("k", integer=True)
    >>> value = field.convert(1 / (k * (k + 1)))
    >>> ((term, _),) = value.num.items()
    >>> sum_forever(Fold(field, k, Ratio(ONE), None), term, value.den) == Ratio(ONE)
    True
    """
    degree, ratio, rest = fold.shape(m)
    low = fold.low.num.get(0, QQ(0))
    if len(rest) > 1 or set(fold.low.num) - {0} or low.denominator != 1:
        raise Undecided("an infinite sum without a closed form")
    start = int(low)
    if rest:
        ((kind, e),) = rest
        over = factorial_of(kind, fold.index) if e == -1 and not den and degree >= 0 else None
        return _exponential(fold.field, ratio, degree, over, start) if over else _none()
    if not den and degree >= 0:
        return fold.geometric_forever(degree, ratio)
    powers, poles = _partial_fractions(fold, degree, den)
    return _by_parts(fold, ratio, powers, poles, start)


def demand_convergence(field: Normal, ratio: Ratio) -> None:
    """Prove −1 < ρ < 1, or give up; an end may be left to what the expression divides by.

    >>> from sympy import Symbol
    >>> from proofpress.proof.scalar.normal import Normal
    >>> r, field = Symbol("r", real=True), Normal({Symbol("r", real=True): (Rational(0), Rational(9, 10))})
    >>> demand_convergence(field, field.convert(r))
    """
    for sign in (1, -1):
        gap = field.plus([Ratio(ONE), field.scaled(ratio, -sign)])
        if not gap.num:
            raise Undecided("an infinite sum that diverges")
        if _sign(field, gap) <= 0:
            raise Undecided("an infinite sum that is not proved to converge for all that is allowed; a range may help")
        if not never_zero(field, scale(gap.num, _sign(field, Ratio(gap.num)))):
            if not field.closes:
                _none()
            field.excluded.append(gap.num)
            field.ends.append(gap.num)


def _sign(field: Normal, a: Ratio) -> int:
    """The weak sign of a quotient."""
    out = weak_sign(field, a.num)
    for f, e in a.den:
        out *= field.factor_sign(f) if e % 2 else 1
    return out


def _none() -> NoReturn:
    raise Undecided("an infinite sum without a closed form")


def _by_parts(fold: Fold, ratio: Ratio, powers: dict[int, Rational], poles: Poles, start: int) -> Ratio:
    field = fold.field
    if ratio in (Ratio(ONE), Ratio(constant(-1))):
        if powers or (ratio.num == ONE and sum(c for _, j, c in poles if j == 1)):
            raise Undecided("a sum that diverges")
        own = _hurwitz if ratio.num == ONE else _alternating
        return field.plus([field.scaled(own(field, a, j, start), _number(c)) for a, j, c in poles])
    demand_convergence(field, ratio)
    terms = [field.scaled(fold.geometric_forever(d, ratio), _number(c)) for d, c in powers.items()]
    terms += [field.scaled(_logarithm(field, ratio, a, j, start), _number(c)) for a, j, c in poles]
    return field.plus(terms)


def _number(value: Rational) -> Number:
    return QQ(int(value.p), int(value.q))


def _partial_fractions(fold: Fold, degree: int, den: tuple) -> tuple[dict[int, Rational], Poles]:
    """k**degree over the factors, as powers of k and poles; only of linear factors."""
    whole = X**degree
    for f, e in den:
        whole /= _in_index(fold, f) ** e
    powers: dict[int, Rational] = {}
    poles: Poles = []
    for term in Add.make_args(apart(whole, X)):
        top, bottom = fraction(term)
        if X not in bottom.free_symbols:
            powers |= {d: c / bottom for (d,), c in Poly(top, X).terms()}
            continue
        number, ((line, j),) = Poly(bottom, X).factor_list()
        if line.degree() > 1:
            _none()
        slope, rest = line.all_coeffs()
        poles.append((rest / slope, j, top / (number * slope**j)))
    return powers, poles


def _in_index(fold: Fold, f: int) -> Expr:
    out = []
    for m, c in fold.field.factors[f].items():
        pairs = dict(exponents(m))
        if pairs.keys() - {fold.index}:
            _none()
        out.append(Rational(int(c.numerator), int(c.denominator)) * X ** pairs.get(fold.index, 0))
    return Add(*out)


# ρ = 1 and ρ = −1


def _hurwitz(field: Normal, a: Rational, j: int, start: int) -> Ratio:
    """Σ 1/(k + a)**j for k ≥ start; for j = 1 less a constant that is the same for every a, which is −ψ(start + a)."""
    x = start + a
    first = x - (x.p - 1) // x.q  # in (0, 1]
    steps = int(x - first)
    if abs(steps) > TERMS:
        _none()
    if first == 1 and steps < 0:
        raise Undecided("a sum with a term that is not defined")
    sign, places = (-1, range(steps)) if steps > 0 else (1, range(steps, 0))
    known = sign * sum((first + i) ** -j for i in places)
    return field.plus([_beginning(field, j, first), Ratio(constant(_number(Rational(known))))])


def _beginning(field: Normal, j: int, x: Rational) -> Ratio:
    """ζ(j, x), or −ψ(x) for j = 1, where 0 < x ≤ 1."""
    if j == 1:
        return field.convert(-digamma(x).expand(func=True)) if x.q in DIVISORS else _kept(field, "psi", x)
    if x.q == 2:
        return field.scaled(_beginning(field, j, Rational(1)), QQ(2**j - 1))
    if x == 1 and j % 2 == 0:
        return field.convert(zeta(j))
    return _kept(field, "zeta", x, Rational(j))


def _kept(field: Normal, name: str, *numbers: Rational) -> Ratio:
    return field.whole(name, tuple(Ratio(constant(_number(value))) for value in numbers))


def _alternating(field: Normal, a: Rational, j: int, start: int) -> Ratio:
    """Σ (−1)**k/(k + a)**j for k ≥ start, its terms taken by twos."""
    halves = [_hurwitz(field, (start + a + i) / 2, j, 0) for i in (0, 1)]
    gap = field.plus([halves[0], field.scaled(halves[1], -1)])
    return field.scaled(gap, QQ((-1) ** (start % 2), 2**j))


# any other ρ


def _logarithm(field: Normal, ratio: Ratio, a: Rational, j: int, start: int) -> Ratio:
    """Σ ρ**k/(k + a) for k ≥ start: with n = k + a it is a logarithm, with n = 2(k + a) that of a root of ρ."""
    if j > 1 or a.q > 2:
        return _lerch(field, ratio, a, j, start)
    n, root = a.q * (start + a), ratio if a.q == 1 else _square_root(field, ratio)
    if not 0 <= n - 1 <= TERMS:
        _none()
    whole = _log_series(field, root, 1)
    if a.q == 2:
        whole = field.plus([whole, field.scaled(_log_series(field, root, -1), -1)])
    before = [field.scaled(field.to_power(root, i), QQ(-a.q, i)) for i in range(1, int(n), int(a.q))]
    return field.times(_over(field, root, int(a * a.q)), field.plus([whole, *before]))


def _lerch(field: Normal, ratio: Ratio, a: Rational, j: int, start: int) -> Ratio:
    """The same for any j and a: Σ ρ**i/(i + x)**j over i ≥ 0 for the x in (0, 1], less its first terms."""
    x = start + a
    first = x - (x.p - 1) // x.q
    steps = int(x - first)
    if not 0 <= steps <= TERMS:
        _none()
    whole = field.whole("lerch", (ratio, *(Ratio(constant(_number(value))) for value in (first, Rational(j)))))
    before = [field.scaled(field.to_power(ratio, i), -_number((first + i) ** -j)) for i in range(steps)]
    return field.times(_over(field, ratio, steps - start), field.plus([whole, *before]))


def _log_series(field: Normal, root: Ratio, sign: int) -> Ratio:
    """−log(1 − ±ρ)."""
    below = field.plus([Ratio(ONE), field.scaled(root, -sign)])
    return field.scaled(field.logarithm(below), -1)


def _over(field: Normal, root: Ratio, n: int) -> Ratio:
    """ρ**−n, which a sum with ρ = 0 does not divide by."""
    sign = weak_sign(field, root.num)
    if n > 0 and not (sign and strictly(field, scale(root.num, sign))):
        if not field.closes:
            _none()
        field.excluded.append(root.num)
    return field.to_power(root, -n)


def _square_root(field: Normal, ratio: Ratio) -> Ratio:
    """A root of ρ, of either sign where ρ is a square as it stands."""
    if ratio.den or len(ratio.num) != 1:
        _none()
    ((m, c),) = ratio.num.items()
    pairs, top, bottom = list(exponents(m)), int(c.numerator), int(c.denominator)
    if top > 0 and all(e % 2 == 0 for _, e in pairs) and all(isqrt(n) ** 2 == n for n in (top, bottom)):
        return Ratio({sum(monomial(g, e // 2) for g, e in pairs): QQ(isqrt(top), isqrt(bottom))})
    if weak_sign(field, ratio.num) <= 0:
        _none()
    return field.exponential(field.scaled(field.logarithm(ratio), QQ(1, 2)))


# over a factorial


def factorial_of(kind: object, index: int) -> tuple[int, int] | None:
    """The pair (a, c) if a kind is (a·k + c)! as a Product from 1 on.

    >>> from sympy import Symbol
    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, k = Normal(), Symbol("k", integer=True)
    >>> (g,) = (g for m in field.factorial(field.convert(2 * k + 1)).num for g, _ in exponents(m))
    >>> factorial_of(field.kinds[g], field.number(k))
    (2, 1)
    """
    if not isinstance(kind, Folded) or kind.kind != "Product":
        return None
    name, body, low, high = kind.parts
    if (body, low) != (Ratio(generator(name)).key, Ratio(ONE).key) or high[1]:
        return None
    line = dict(high[0])
    a, c = line.pop(monomial(index), 0), line.pop(0, 0)
    return (int(a), int(c)) if not line and a in (1, 2) and c == int(c) else None


def _exponential(field: Normal, ratio: Ratio, degree: int, over: tuple[int, int], start: int) -> Ratio:
    """Σ k**d ρ**k/(a·k + c)! for k ≥ start: with i = a·k + c and x**a = ρ it is x**−c Σ ((i − c)/a)**d x**i/i!."""
    a, c = over
    first, root = a * start + c, ratio if a == 1 else _square_root(field, ratio)
    if not 0 <= first <= TERMS:
        _none()
    terms = []
    for e in range(degree + 1):
        share = QQ(comb(degree, e) * (-c) ** (degree - e), a**degree)
        terms.append(field.scaled(_exponential_series(field, root, e, a, first), share))
    return field.times(_over(field, root, c), field.plus(terms))


def _exponential_series(field: Normal, x: Ratio, e: int, a: int, first: int) -> Ratio:
    """Σ i**e x**i/i! for i = first, first + a, …"""
    out, below = [field.scaled(_bell(field, x, e), QQ(1, a))], QQ(1)
    if a == 2:  # those of the other parity cancel
        out.append(field.scaled(_bell(field, field.scaled(x, -1), e), QQ((-1) ** first, 2)))
    for i in range(first):
        below *= max(i, 1)
        if (first - i) % a == 0:
            out.append(field.scaled(field.to_power(x, i), QQ(-(i**e)) / below))
    return field.plus(out)


def _bell(field: Normal, x: Ratio, e: int) -> Ratio:
    """Σ i**e x**i/i! for i ≥ 0: exp(x) times a polynomial with Stirling's numbers."""
    terms = (field.scaled(field.to_power(x, r), QQ(int(stirling(e, r)))) for r in range(e + 1))
    return field.times(field.exponential(x), field.plus(terms))
