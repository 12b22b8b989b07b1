"""Signs of numbers: closed terms between rationals, more closely until the sign is seen.

Exponentials and logarithms of rational numbers are enclosed by the kernel's series, all else by what rises and falls.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log2

from ..kernel.arithmetic import HIGHEST
from ..kernel.terms import MINUS_ONE, ONE, ZERO, Term, add, le, log, lt, mul, number
from ..kernel.theorem import Theorem
from .convex import Convex
from .state import Known, NotFound, right
from .terms import factors, literal, split_number

ONCE = Fraction(1)
CLOSER = (8, 20, 48)
"""How many terms of a series are taken, until the sign is seen."""
KINDS = {"number", "+", "*", "^", "exp", "log"}


@dataclass(frozen=True)
class Between:
    """A term between two rationals, and the theorems that say so."""

    t: Term
    low: Fraction
    high: Fraction
    above: Theorem
    below: Theorem


class Enclosing:
    """Encloses closed terms, by so many terms of each series."""

    def __init__(self, search: Known, terms: int) -> None:
        self.search, self.r, self.law, self.terms = search, search.r, search.law, terms

    def __call__(self, t: Term) -> Between:
        """A term between two rationals."""
        if t.op == "number":
            return self._taken(t, t.val, t.val, [], [])
        if t.op == "+":
            return self._sum(t, [self(part) for part in t.args])
        if t.op == "*":
            return self._product(t)
        if t.op == "^":
            return self._power(t)
        return self._exponential(t) if t.op == "exp" else self._logarithm(t)

    def _taken(self, t: Term, low: Fraction, high: Fraction, above: list, below: list, *, apart: tuple = ()) -> Between:
        """A term between two numbers, from shares of theorems; long ones are rounded outwards."""
        low, high = self._rounded(low, high)
        up = self.r.inequality(le(number(low), t), above, list(apart))
        return Between(t, low, high, up, self.r.inequality(le(t, number(high)), below, list(apart)))

    def _sum(self, t: Term, parts: list[Between]) -> Between:
        low, high = sum(part.low for part in parts), sum(part.high for part in parts)
        above, below = [(ONCE, part.above) for part in parts], [(ONCE, part.below) for part in parts]
        return self._taken(t, Fraction(low), Fraction(high), above, below)

    def _scaled(self, t: Term, share: Fraction, part: Between) -> Between:
        """A number times what is enclosed."""
        ends = [(part.low, part.above), (part.high, part.below)]
        (low, above), (high, below) = ends if share > 0 else reversed(ends)
        return self._taken(t, share * low, share * high, [(abs(share), above)], [(abs(share), below)])

    def _product(self, t: Term) -> Between:
        share, rest = split_number(t)
        if share != 1:
            return self._scaled(t, share, self(rest))
        whole, sign = None, 1
        for factor in factors(t):
            part = self(factor)
            if part.high < 0:
                part, sign = self._scaled(mul(MINUS_ONE, factor), Fraction(-1), part), -sign
            if part.low < 0:
                raise NotFound("a factor whose sign is not seen", factor)
            whole = part if whole is None else self._times(mul(whole.t, part.t), whole, part)
        if whole is None:
            raise NotFound("no factors", t)
        return self._scaled(t, Fraction(sign), whole)

    def _times(self, t: Term, a: Between, b: Between) -> Between:
        """A product of what is not negative: a·b − a₀·b₀ = (a − a₀)·b + a₀·(b − b₀), and above alike."""
        positive = self._at_least_zero(b.t, [(ONCE, b.above)])
        over = self._at_least_zero(add(a.t, number(-a.low)), [(ONCE, a.above)])
        under = self._at_least_zero(add(number(a.high), -a.t), [(ONCE, a.below)])
        above = self.law("mul_nonnegative", over, positive, a=right(over), b=b.t)
        below = self.law("mul_nonnegative", under, positive, a=right(under), b=b.t)
        lows = [(ONCE, above), *[(a.low, b.above)][: a.low > 0]]
        highs = [(ONCE, below), *[(a.high, b.below)][: a.high > 0]]
        return self._taken(t, a.low * b.low, a.high * b.high, lows, highs)

    def _at_least_zero(self, t: Term, shares: list) -> Theorem:
        return self.r.inequality(le(ZERO, t), shares, [])

    def _power(self, t: Term) -> Between:
        base, e = t.args
        n = literal(e)
        if n is None or not 0 < abs(n) <= HIGHEST:
            raise NotFound("a power that is not multiplied out", t)
        inside = self(base if n > 0 else base ** number(-n) if n < -1 else base)
        if n < 0:
            return self._inverse(t, inside)
        found = inside
        for _ in range(n - 1):
            found = self._times(mul(found.t, base), found, inside)
        return self._taken(t, found.low, found.high, [(ONCE, found.above)], [(ONCE, found.below)])

    def _inverse(self, t: Term, of: Between) -> Between:
        """1/a: (h − a)/a is not negative, nor is (a − l)/a."""
        if of.low <= 0:
            raise NotFound("a divisor whose sign is not seen", of.t)
        apart = self.r.inequality(lt(ZERO, of.t), [(ONCE, of.above)], [])
        inverse = of.t**-1
        sign = self.law("weaken", self.law("power_positive", apart, a=of.t, b=MINUS_ONE), a=ZERO, b=inverse)
        gaps = add(number(of.high), -of.t), add(of.t, number(-of.low))
        rest = [self._at_least_zero(gap, [(ONCE, fact)]) for gap, fact in zip(gaps, (of.below, of.above), strict=True)]
        over, under = (
            self.law("mul_nonnegative", p, sign, a=gap, b=inverse) for gap, p in zip(gaps, rest, strict=True)
        )
        low, high = 1 / of.high, 1 / of.low
        return self._taken(t, low, high, [(low, over)], [(high, under)], apart=(apart,))

    def _exponential(self, t: Term) -> Between:
        (u,) = t.args
        if u.op == "number":
            low, high = self._exp_of(u.val)
            return Between(t, low.conclusion.args[0].val, high.conclusion.args[1].val, low, high)
        inside = self(u)
        q, r = inside.low, inside.high
        if q <= 0:
            raise NotFound("an exponent that is not seen to be positive", u)
        above, below = self._exp_of(q)[0], self._exp_of(r)[1]
        up = self.law("exp_rises", inside.above, a=number(q), b=u)
        down = self.law("exp_rises", inside.below, a=u, b=number(r))
        low, high = above.conclusion.args[0].val, below.conclusion.args[1].val
        return self._taken(t, low, high, [(ONCE, above), (ONCE, up)], [(ONCE, below), (ONCE, down)])

    def _exp_of(self, q: Fraction) -> tuple[Theorem, Theorem]:
        """The exponential of a positive number."""
        terms = max(self.terms, 2 * ceil(q))
        if q <= 0 or terms > 2 * CLOSER[-1]:
            raise NotFound("too large an exponent", number(q))
        partial, last = Fraction(1), Fraction(1)
        for k in range(1, terms):
            last = last * q / k
            partial += last
        rest = last * (q / terms) / (1 - q / terms)
        low, high = self._rounded(partial, partial + rest)
        return self.r.exp_above(q, low, terms), self.r.exp_below(q, high, terms)

    def _logarithm(self, t: Term) -> Between:
        (u,) = t.args
        if u.op == "number":
            return self._log_of(t, u.val)
        inside = self(u)
        q, r = inside.low, inside.high
        if q <= 1:
            raise NotFound("a logarithm of what is not seen to be more than 1", t)
        low, high = self._log_of(log(number(q)), q), self._log_of(log(number(r)), r)
        positive = self.r.inequality(lt(ZERO, number(q)), [], [])
        over = self.r.inequality(lt(ZERO, u), [(ONCE, inside.above)], [])
        up = self.law("log_rises", positive, inside.above, a=number(q), b=u)
        down = self.law("log_rises", over, inside.below, a=u, b=number(r))
        above, below = [(ONCE, low.above), (ONCE, up)], [(ONCE, high.below), (ONCE, down)]
        return self._taken(t, low.low, high.high, above, below)

    def _log_of(self, t: Term, q: Fraction) -> Between:
        """The logarithm of a number above 1; of one above 2 it is taken apart, as its series would be long."""
        if q <= 1:
            raise NotFound("a logarithm of what is not above 1", t)
        if q > 2:
            n = ceil(log2(q)) - 1
            two, rest = log(number(2)), log(number(q / 2**n))
            parts = [
                self._log_of(rest, q / 2**n),
                self._scaled(mul(number(n), two), Fraction(n), self._log_of(two, Fraction(2))),
            ]
            whole = self._sum(add(rest, mul(number(n), two)), parts)
            same = self.search.chain(self.search.normal(t), self.r.symmetric(self.search.normal(whole.t)))
            return self._taken(
                t, whole.low, whole.high, [(ONCE, whole.above), (-ONCE, same)], [(ONCE, whole.below), (ONCE, same)]
            )
        z = (q - 1) / (q + 1)
        terms, square, of, partial = self.terms, z * z, 2 * z, Fraction(0)
        for k in range(terms):
            partial += of / (2 * k + 1)
            of *= square
        low, high = self._rounded(partial, partial + of / (2 * terms + 1) / (1 - square))
        return Between(t, low, high, self.r.log_above(q, low, terms), self.r.log_below(q, high, terms))

    def _rounded(self, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
        """Two ends a little further apart, and so short that a proof may hold them."""
        unit = 2 ** (2 * self.terms + 8)
        short = low if low.denominator <= unit else Fraction(floor(low * unit), unit)
        return short, high if high.denominator <= unit else Fraction(ceil(high * unit), unit)


class Numbers(Convex):
    """Closed terms."""

    def number_positive(self, t: Term) -> Theorem:
        """0 < t, of numbers alone."""
        if t.free or t.loose or not _is_plain(t):
            raise NotFound("no number", t)
        for terms in CLOSER:
            found = Enclosing(self, terms)(t)
            if found.low > 0:
                return self.r.inequality(lt(ZERO, t), [(ONCE, found.above)], [])
            if found.high <= 0:
                break
        raise NotFound("not seen to be positive", t)

    def number_floor(self, t: Term) -> Theorem:
        """⌊t⌋ = n, of numbers alone."""
        if t.free or t.loose or not _is_plain(t):
            raise NotFound("no number", t)
        for terms in CLOSER:
            found = Enclosing(self, terms)(t)
            n = floor(found.low)
            if found.high < n + 1:
                low = self.r.inequality(le(number(n), t), [(ONCE, found.above)], [])
                high = self.r.inequality(lt(t, add(number(n), ONE)), [(ONCE, found.below)], [])
                return self.law("floor_of", low, high, a=t, n=number(n))
        raise NotFound("not between two integers", t)


def _is_plain(t: Term) -> bool:
    return t.op in KINDS and all(map(_is_plain, t.args))
