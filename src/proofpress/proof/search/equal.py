"""Equalities: both sides in normal form, certificates for what is left, and cases where they differ."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import lcm

from ..kernel.terms import ONE, ZERO, Term, add, eq, exp, fill, le, log, mul, ne, number
from ..kernel.theorem import Theorem
from .letters import letters_of
from .regions import Regions
from .signs import ONCE
from .state import NotFound, left, right
from .terms import less, literal, parts_of, product, split_number

FEW_SUMS = 4
"""So many sums of a line are compared with each other."""
VALUES = 8
"""So many values of an integer are tried one by one."""


class Equal(Regions):
    """When two terms are equal."""

    def equal(self, a: Term, b: Term, depth: int = 3) -> Theorem:
        """That a = b."""
        one, other = self.normal(a), self.normal(b)
        if right(one) is right(other):
            return self.chain(one, self.r.symmetric(other))
        as_they_stand = self.trying(self._termwise, a, b, depth)
        if as_they_stand:
            return as_they_stand
        between = self.trying(self.field, right(one), right(other))
        between = between or self.trying(self._as_root, right(one), right(other))
        if not between:
            as_they_stand = self.trying(self.same_region, a, b)
            if as_they_stand:
                return as_they_stand
        between = between or self.trying(self._over_regions, right(one), right(other))
        between = between or self._by_cases(right(one), right(other), depth)
        return self.chain(one, between, self.r.symmetric(other))

    def _over_regions(self, a: Term, b: Term) -> Theorem:
        """That a = b, each nest of sums in them being what it is by another order, or one sum."""
        known = {left(same): same for same in self.regions_of(add(a, -b))}
        if not known:
            raise NotFound("no nests of sums that are equal")
        other = self.supposing(equal=known)
        one, two = other.normal(a), other.normal(b)
        return self.chain(one, other.field(right(one), right(two)), self.r.symmetric(two))

    def field(self, a: Term, b: Term) -> Theorem:
        """That a = b as rational functions, where no divisor is 0, and where a root to its power is its base."""
        gap = add(a, -b)
        facts = self.nonzeros(letters_of(gap))
        known = self.trying(self.by_identity, a, b, facts)
        if known:
            return known
        roots = [root for part in parts_of(gap, "exp") if (root := self.trying(self.root, part))]
        roots += [root for part in parts_of(gap, "^") if (root := self.trying(self.root_of_nonnegative, part))]
        roots += self._finer_roots(gap)
        roots += self._same_sums(gap)
        sides = [add(left(root), -right(root)) for root in roots]
        letters = letters_of(gap, *sides)
        top, below = letters.fraction(letters.polynomial(gap))
        rules = [letters.polynomial(side) for side in sides]
        quotients, rest = top.div(rules) if top and rules else ([0] * len(rules), top)
        if rest:
            raise NotFound("left over", letters.term(rest))
        under = product([letters.term(letters.bases[i]) ** -degree for i, degree in below.items()])
        shares = [(mul(letters.term(q), under), root) for q, root in zip(quotients, roots, strict=True) if q]
        return self.by_identity(a, b, self.nonzeros(letters), shares)

    def _finer_roots(self, gap: Term) -> list[Theorem]:
        """Of roots of one number that are not powers of each other, each as a power of a finer one."""
        shares: dict[Term, list[Fraction]] = {}
        for part in parts_of(gap, "exp"):
            share, rest = split_number(part.args[0])
            if share.numerator == 1 and share.denominator > 1:
                shares.setdefault(rest, []).append(share)
        found = []
        for rest, units in shares.items():
            finest = Fraction(1, lcm(*(unit.denominator for unit in units)))
            found += [self._power_of_root(rest, unit, finest) for unit in units if unit != finest and len(units) > 1]
        return found

    def _power_of_root(self, rest: Term, unit: Fraction, finest: Fraction) -> Theorem:
        """exp(c·a) = exp(c/n·a)ⁿ."""
        n, finer = number(unit / finest), mul(number(finest), rest)
        same = self.up(exp(mul(number(unit), rest)), self.by_identity(mul(number(unit), rest), mul(n, finer)))
        return self.chain(same, self.law("exp_power", a=finer, b=n))

    def _as_root(self, a: Term, b: Term) -> Theorem:
        """A root that stands once in a − b: as exp(log(p)/n) = c, where p = cⁿ and c is positive."""
        letters = letters_of(add(a, -b))
        top, below = letters.fraction(letters.polynomial(add(a, -b)))
        under = product([letters.term(letters.bases[i]) ** -degree for i, degree in below.items()])
        for i, g in letters.atoms.items():
            if g.op == "exp" and top.degree(letters.ring.gens[i]) == 1:
                slope, rest = (letters.term(q) for q in letters.linear(top, i))
                found = self.trying(self._with_root, a, b, g, (slope, rest, under))
                if found:
                    return found
        raise NotFound("no root that stands once")

    def _with_root(self, a: Term, b: Term, g: Term, parts: tuple[Term, Term, Term]) -> Theorem:
        slope, rest, under = parts
        known = self._root_is(g, right(self.normal(mul(-rest, slope**-1))))
        share = mul(slope, under)
        gap = add(a, -b, -mul(share, add(g, -right(known))))
        nothing = self.chain(self.normal(gap), self.field(right(self.normal(gap)), ZERO))
        return self.by_identity(a, b, self.nonzeros(letters_of(gap)), [(share, known), (ONE, nothing)])

    def _root_is(self, g: Term, c: Term) -> Theorem:
        """exp(log(p)/n) = c."""
        share, rest = split_number(g.args[0])
        if rest.op != "log" or share.numerator != 1 or share.denominator == 1:
            raise NotFound("no root")
        (p,), n = rest.args, number(share.denominator)
        one, other = self.normal(p), self.normal(c**n)
        power = self.chain(one, self.field(right(one), right(other)), self.r.symmetric(other))
        positive = self.positive(c)
        logs = self.chain(self.up(log(p), power), self.law("log_power", positive, a=c, b=n))
        inside = self.by_identity(g.args[0], log(c), (), [(number(share), logs)])
        return self.chain(self.up(g, inside), self.law("exp_log", positive, a=c))

    def _same_sums(self, gap: Term) -> list[Theorem]:
        """The sums of an expression that are equal to each other, term by term."""
        pairs = combinations(parts_of(gap, "sum")[:FEW_SUMS], 2)
        return [same for a, b in pairs if (same := self.trying(self._termwise, a, b, 0))]

    def _termwise(self, a: Term, b: Term, depth: int) -> Theorem:
        """Two folds over one range."""
        if a.op != b.op or a.op not in ("sum", "prod") or a.args[:2] != b.args[:2]:
            raise NotFound("no two folds over one range")
        lo, hi = a.args[:2]
        with self.index(lo, hi) as k:
            return self.termwise(a.op, lo, hi, k, self.equal(fill(a.args[2], [k]), fill(b.args[2], [k]), depth))

    def _by_cases(self, a: Term, b: Term, depth: int) -> Theorem:
        if depth:
            gap = add(a, -b)
            for road in (self._same_index, self._sign_under_bars, self._value_by_value):
                found = self.trying(road, a, b, gap, depth - 1)
                if found:
                    return found
        raise NotFound("left over", less(a, b))

    def _same_index(self, a: Term, b: Term, gap: Term, depth: int) -> Theorem:
        """δ(i, j): once with i = j, once with i ≠ j."""
        for d in parts_of(gap, "delta"):
            i, j = d.args if d.args[0].op == "variable" else d.args[::-1]
            if i.op != "variable":
                continue
            same, apart = self.r.assume(eq(i, j)), self.r.assume(ne(i, j))
            one = self.supposing(equal={i: same})
            other = self.supposing(apart=[apart])
            return self.r.cases(one.equal(a, b, depth), other.equal(a, b, depth), eq(i, j))
        raise NotFound("no delta")

    def _sign_under_bars(self, a: Term, b: Term, gap: Term, depth: int) -> Theorem:
        for bars in parts_of(gap, "abs"):
            (u,) = bars.args
            found = [self.trying(self._under_sign, a, b, gap, u, p, depth) for p in (le(ZERO, u), le(u, ZERO))]
            if found[0] and found[1]:
                return self.both_orders(found[0], found[1], ZERO, u)
        raise NotFound("no bars")

    def _under_sign(self, a: Term, b: Term, gap: Term, u: Term, p: Term, depth: int) -> Theorem:
        fact = self.r.assume(p)
        other: Equal = self.supposing(fact, equal=self.bars_open(gap, u, fact))
        return other.equal(a, b, depth)

    def _value_by_value(self, a: Term, b: Term, gap: Term, depth: int) -> Theorem:
        """An integer of few values: once as each of them."""
        for n in (n for n in (*parts_of(gap, "entry"), *parts_of(gap, "variable")) if n.whole):
            low, high = self._ends_of(n)
            ends = self.trying(self.at_most, number(low), n), self.trying(self.at_most, n, number(high))
            if ends[0] and ends[1] and high - low < VALUES:
                return self._from_value(a, b, n, (ends[0], ends[1]), depth)
        raise NotFound("no integer of few values")

    def _ends_of(self, n: Term) -> tuple[int, int]:
        """The numbers that it is given to lie between; 0 and 1 if none are."""
        orders = [fact.conclusion.args for fact in self.facts if fact.conclusion.op == "<="]
        lows = [q for low, high in orders if high is n and (q := literal(low)) is not None]
        highs = [q for low, high in orders if low is n and (q := literal(high)) is not None]
        return max(lows, default=0), min(highs, default=1)

    def _from_value(self, a: Term, b: Term, n: Term, ends: tuple[Theorem, Theorem], depth: int) -> Theorem:
        low, high = ends
        q = left(low)
        if q is right(high):
            one = self.law("both_ways", high, low, a=n, b=q)
            return self.supposing(equal={n: one}).equal(a, b, depth)
        same, apart = self.r.assume(eq(n, q)), self.r.assume(ne(n, q))
        above = self.law("strictly", low, self.law("apart_turned", apart, a=n, b=q), a=q, b=n)
        following = self.law("next_integer", above, n=q, m=n)
        least = self.r.inequality(le(number(q.val + 1), n), [(ONCE, following)], [])
        first = self.supposing(equal={n: same}).equal(a, b, depth)
        return self.r.cases(first, self._from_value(a, b, n, (least, high), depth), eq(n, q))
