"""Sums and products: written out where the bounds are numbers, closed where a formula is known, else kept whole."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import reduce
from itertools import count
from math import comb, prod
from typing import TYPE_CHECKING

from sympy import QQ, Dummy, Expr, Integer, Mul, Product, S, Sum, Symbol, bernoulli

from .binomials import binomial_sum
from .calculus import free_symbols, replaced, unbounded
from .forever import demand_convergence, sum_forever
from .kinds import Power, Ratio, Signed, Size, Undecided
from .poly import ONE, ZERO, Poly, constant, exponents, generator, monomial, support
from .signs import strictly, weak_sign

if TYPE_CHECKING:
    from .normal import Normal

TERMS = 2_000
"""The longest Sum or Product that is written out."""
TOO_SHORT = "bounds between which there may be fewer than no terms"


def bound_name(field: Normal, taken: Set, low: Ratio, high: Ratio | None) -> Dummy:
    """The first integer name for a pair of bounds that is not taken, so that renamed sums are equal.

    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, n = Normal(), Symbol("n", integer=True, positive=True)
    >>> ends = Ratio(ONE), field.convert(n)
    >>> bound_name(field, set(), *ends) == bound_name(field, set(), *ends)
    True
    """
    for depth in count():
        key = (depth, low.key, high and high.key)
        name = field.indices.get(key)
        if name is None:
            name = field.indices[key] = Dummy(f"k{len(field.indices)}", integer=True)
        if name not in taken:
            break
    field.bounds[name] = _between(field, field.variable(name), low, high)
    return name


def _between(field: Normal, index: Ratio, low: Ratio, high: Ratio | None) -> list[Poly]:
    """What holds of an index: index − low ≥ 0 and high − index ≥ 0."""
    gaps = [field.plus([index, field.scaled(low, -1)])]
    gaps += [] if high is None else [field.plus([high, field.scaled(index, -1)])]
    return [gap.num for gap in gaps if not gap.den]


def convert_fold(field: Normal, e: Sum | Product) -> Ratio:
    """The normal form of a Sum or Product.

    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, n, k = Normal(), Symbol("n", integer=True, positive=True), Symbol("k", integer=True)
    >>> convert_fold(field, Sum(2 * k, (k, 1, n))) == field.convert(n**2 + n)
    True
    """
    body = e.func(e.function, *e.limits[:-1]) if e.limits[1:] else e.function
    limit = e.limits[-1]
    if len(limit) != 3:
        return field.opaque(e)
    index, lower, upper = limit
    if isinstance(lower, Integer) and isinstance(upper, Integer):
        return _written_out(field, e, body, index, int(lower), int(upper))
    low = field.convert(lower)
    high = None if upper is S.Infinity else field.convert(upper)
    return _closed(field, isinstance(e, Sum), body, index, low, high)


def _written_out(field: Normal, e: Expr, body: Expr, index: Expr, lower: int, upper: int) -> Ratio:
    if upper - lower > TERMS:
        raise Undecided(f"a sum or product of more than {TERMS} terms")
    terms = (field.convert(replaced(body, {index: Integer(k)})) for k in range(lower, upper + 1))
    if isinstance(e, Sum):
        return field.plus(terms) if upper >= lower else Ratio(ZERO)
    out = Ratio(ONE)
    for term in terms:
        out = field.times(out, term)
    return out


def _closed(field: Normal, is_sum: bool, body: Expr, index: Expr, low: Ratio, high: Ratio | None) -> Ratio:
    if high is None and not is_sum:
        raise Undecided("an infinite product")
    if high is not None and not _may_close(field, low, high):
        raise Undecided(TOO_SHORT)
    free = [a for a in body.args if is_sum and body.func is Mul and index not in free_symbols(a)]
    if free:
        rest = Mul(*(a for a in body.args if a not in free), evaluate=False)
        return reduce(field.times, map(field.convert, free), _closed(field, is_sum, rest, index, low, high))
    name, theirs = bound_name(field, free_symbols(body), low, high), set(field.divisors)
    value = field.cancel(field.convert(replaced(body, {index: name})))
    field.divisors = theirs  # what the terms divide by may never be divided by: the fold may be empty
    fold = Fold(field, name, low, high)
    turn = fold._turn(value)
    if high is not None and turn is not None:
        return _in_two(field, is_sum, body, index, (low, turn, high))
    return fold.sum(value) if is_sum else fold._product(value)


def _in_two(field: Normal, is_sum: bool, body: Expr, index: Expr, bounds: tuple[Ratio, Ratio, Ratio]) -> Ratio:
    """The terms before the turn and those from it on."""
    low, turn, high = bounds
    before = field.plus([turn, Ratio(constant(-1))])
    parts = [_closed(field, is_sum, body, index, *ends) for ends in ((low, before), (turn, high))]
    return field.plus(parts) if is_sum else field.times(*parts)


def _may_close(field: Normal, low: Ratio, high: Ratio) -> bool:
    """Whether upper − lower + 1 is known to be a non-negative integer."""
    count = field.plus([high, field.scaled(low, -1), Ratio(ONE)])
    if not field.integer_valued(count):
        return False
    symbols = (field.kinds[g] for g in support(count.num))
    open_bound = any(isinstance(s, Symbol) and not isinstance(s, Dummy) and unbounded(s, field.ranges) for s in symbols)
    return not count.num or (field.bounds_in_order and open_bound) or weak_sign(field, count.num) > 0


class Fold:
    """One index between two bounds (`high` None for infinity).

    >>> from proofpress.proof.scalar.normal import Normal
    >>> field, n, k = Normal(), Symbol("n", integer=True, positive=True), Dummy("k", integer=True)
    >>> fold = Fold(field, k, Ratio(ONE), field.convert(n))
    >>> fold.last == field.convert(n) == fold.sum(Ratio(ONE))
    True
    """

    def __init__(self, field: Normal, name: Dummy, low: Ratio, high: Ratio | None) -> None:
        self.field, self.low, self.high = field, low, high
        self.name, self.index = name, field.number(name)

    @property
    def last(self) -> Ratio:
        """The upper bound of a fold that has one."""
        assert self.high is not None, "an infinite sum has its own closed forms"
        return self.high

    def _depends(self, g: int) -> bool:
        """Whether a generator holds the index."""
        return self.name in self.field.free(g)

    def _in_monomial(self, m: int) -> bool:
        return any(self._depends(g) for g, _ in exponents(m))

    def _in_factor(self, f: int) -> bool:
        return any(self._in_monomial(m) for m in self.field.factors[f])

    def _turn(self, value: Ratio) -> Ratio | None:
        """An integer c between the bounds where an absolute value |index − c| turns."""
        for g in support(value.num):
            kind = self.field.kinds[g]
            if isinstance(kind, Size) and self._in_factor(kind.factor):
                p = self.field.factors[kind.factor]
                slope = p.get(monomial(self.index))
                rest = {m: -c / slope for m, c in p.items() if m != monomial(self.index)} if slope else {}
                c = Ratio(rest)
                if slope and not self._in_poly(rest) and self.field.integer_valued(c) and self._inside(c):
                    return c
        return None

    def _in_poly(self, p: Poly) -> bool:
        return any(self._in_monomial(m) for m in p)

    def _inside(self, c: Ratio) -> bool:
        gaps = _between(self.field, c, self.low, self.high)
        return len(gaps) == 2 and all(not gap or weak_sign(self.field, gap) > 0 for gap in gaps)

    # sums

    def sum(self, value: Ratio) -> Ratio:
        """Σ value, term by term."""
        inner = tuple((f, e) for f, e in value.den if self._in_factor(f))
        outer = tuple((f, e) for f, e in value.den if not self._in_factor(f))
        terms = []
        for m, c in value.num.items():
            free = _monomial_of(g_e for g_e in exponents(m) if not self._depends(g_e[0]))
            folded = self._sum_of(m - free, inner)
            terms.append(self.field.times(Ratio({free: c}, outer), folded))
        return self.field.plus(terms)

    def _sum_of(self, m: int, den: tuple) -> Ratio:
        if self.high is None:
            return sum_forever(self, m, den)
        degree, ratio, rest = self.shape(m)
        if degree < 0 or den:
            return self._whole("Sum", Ratio({m: QQ(1)}, den))
        if rest:
            known = binomial_sum(self, degree, ratio, rest)
            return self._whole("Sum", Ratio({m: QQ(1)})) if known is None else known
        if ratio.num == ONE and not ratio.den:
            return self._powers(degree)
        if self.field.closes:
            return self._geometric(degree, ratio)
        return self._whole("Sum", Ratio({m: QQ(1)}))

    def shape(self, m: int) -> tuple[int, Ratio, list[tuple[object, int]]]:
        """(d, ρ, rest) for the term index**d · ρ**index · rest, the rest a list of generators and their exponents.

        >>> from sympy import exp
        >>> from proofpress.proof.scalar.normal import Normal
        >>> field, x, k = Normal(), Symbol("x", real=True), Dummy("k", integer=True)
        >>> (term,) = field.convert(k**2 * exp(k * x)).num
        >>> degree, ratio, rest = Fold(field, k, Ratio(ONE), None).shape(term)
        >>> degree, ratio == field.convert(exp(x)), rest
        (2, True, [])
        """
        degree, ratio, rest = 0, Ratio(ONE), []
        for g, e in exponents(m):
            kind = self.field.kinds[g]
            if g == self.index:
                degree = e
            elif isinstance(kind, Power) and not kind.den and self._linear(kind.monomial):
                step = Ratio({kind.monomial - monomial(self.index): QQ(e, self.field.fineness[kind])})
                ratio = self.field.times(ratio, self.field.exponential(step))
            elif isinstance(kind, Signed) and self._is_plain(kind):
                ratio = self.field.times(ratio, self.field.to_power(Ratio(self.field.factors[kind.factor]), e))
            else:
                rest.append((kind, e))
        return degree, ratio, rest

    def _is_plain(self, kind: Signed) -> bool:
        """Something free of the index to the power of the index."""
        return kind.monomial == monomial(self.index) and not self._in_factor(kind.factor)

    def _linear(self, m: int) -> bool:
        return not self._in_monomial(m - monomial(self.index))

    def _whole(self, kind: str, body: Ratio) -> Ratio:
        return self.field.whole(kind, (body, self.low, self.last), self.index)

    def _powers(self, degree: int) -> Ratio:
        """Σ k**j by Faulhaber's formula at both ends."""
        before = self.field.plus([self.low, self._one(-1)])
        ends = [self._faulhaber(degree, end) for end in (self.last, before)]
        return self.field.plus([ends[0], self.field.scaled(ends[1], -1)])

    def _faulhaber(self, j: int, n: Ratio) -> Ratio:
        """Σ k**j for k from 1 to n, as a polynomial in n."""
        terms = []
        for i in range(j + 1):
            b = bernoulli(i) if i != 1 else QQ(1, 2)
            c = QQ(comb(j + 1, i), j + 1) * QQ(int(b.numerator), int(b.denominator))
            if c:
                terms.append(self.field.scaled(self.field.to_power(n, j + 1 - i), c))
        return self.field.plus(terms)

    def _geometric(self, degree: int, ratio: Ratio) -> Ratio:
        """Σ k**j ρ**k from (1 − ρ) Σ k**j ρ**k = first − last + Σ (k**j − (k−1)**j) ρ**k, for ρ ≠ 1."""
        self._exclude(ratio)
        first = self._raised(ratio, self.low)
        after = self._raised(ratio, self.field.plus([self.last, self._one(1)]))
        ends = [
            self.field.times(self.field.to_power(self.low, degree), first),
            self.field.scaled(self.field.times(self.field.to_power(self.last, degree), after), -1),
        ]
        return self._solve(degree, ratio, ends, first)

    def geometric_forever(self, degree: int, ratio: Ratio) -> Ratio:
        """Σ k**j ρ**k without end: the same with |ρ| < 1, which is proved first, and no last term.

        >>> from proofpress.proof.scalar.normal import Normal
        >>> field, k = Normal(), Dummy("k", integer=True)
        >>> fold, half = Fold(field, k, Ratio(ONE), None), Ratio(constant(QQ(1, 2)))
        >>> fold.geometric_forever(0, half) == Ratio(ONE)
        True
        """
        demand_convergence(self.field, ratio)
        first = self._raised(ratio, self.low)
        return self._solve(degree, ratio, [self.field.times(self.field.to_power(self.low, degree), first)], first)

    def _solve(self, degree: int, ratio: Ratio, ends: list[Ratio], first: Ratio) -> Ratio:
        terms = list(ends)
        for i in range(degree):
            c = QQ(comb(degree, i) * (-1) ** (degree - i + 1))
            lower = self.geometric_forever(i, ratio) if self.high is None else self._geometric(i, ratio)
            skipped = self.field.times(self.field.to_power(self.low, i), first)
            terms.append(self.field.scaled(self.field.plus([lower, self.field.scaled(skipped, -1)]), c))
        gap = self.field.plus([self._one(1), self.field.scaled(ratio, -1)])
        theirs = set(self.field.divisors)
        inverse = self.field.inverse(gap)
        self.field.divisors = theirs  # this division is ours, not the expression's
        return self.field.times(self.field.plus(terms), inverse)

    def _exclude(self, ratio: Ratio) -> None:
        gap = self.field.plus([self._one(1), self.field.scaled(ratio, -1)]).num
        if gap not in self.field.excluded:
            self.field.excluded.append(gap)

    def _raised(self, ratio: Ratio, exponent: Ratio) -> Ratio:
        return self.field.power_of(ratio, exponent)

    def _one(self, sign: int) -> Ratio:
        return Ratio(constant(sign))

    # products

    def _product(self, value: Ratio) -> Ratio:
        """Π value = exp Σ log value where it is positive; else factor by factor."""
        if self._is_positive(value):
            return self.field.exponential(self.sum(self.field.logarithm(value)))
        if not value.num:
            return self._whole("Product", value)
        number, low, parts = self.field.split(value.num)
        parts = [*parts, *((f, -e) for f, e in value.den)]
        terms = self.field.plus([self.last, self.field.scaled(self.low, -1), self._one(1)])
        free = _monomial_of(g_e for g_e in exponents(low) if not self._depends(g_e[0]))
        out = self.field.power_of(Ratio({free: number}), terms)
        for f, e in parts:
            out = self.field.times(out, self._product_of_factor(f, e, terms))
        for g, e in exponents(low - free):
            kind = self.field.kinds[g]
            if not isinstance(kind, Power):
                out = self.field.times(out, self.field.to_power(self._whole("Product", Ratio(generator(g))), e))
                continue
            exponent = Ratio({kind.monomial: QQ(e, self.field.fineness[kind])}, kind.den)
            out = self.field.times(out, self.field.exponential(self.sum(exponent)))
        return out

    def _product_of_factor(self, f: int, e: int, terms: Ratio) -> Ratio:
        value = Ratio(self.field.factors[f])
        if self._in_factor(f):
            return self.field.to_power(self._whole("Product", value), e)
        return self.field.power_of(value, self.field.scaled(terms, e))

    def _is_positive(self, value: Ratio) -> bool:
        """Never zero, and of positive sign, wherever it is defined."""
        signs = [weak_sign(self.field, self.field.factors[f]) for f, e in value.den if e % 2]
        return prod(signs) * weak_sign(self.field, value.num) > 0 and strictly(self.field, value.num)


def _monomial_of(pairs: Iterable[tuple[int, int]]) -> int:
    """The monomial of (generator, exponent) pairs."""
    return sum(monomial(g, e) for g, e in pairs)
