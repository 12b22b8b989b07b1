"""Equalities: both sides in normal form, certificates for what is left, and cases where they differ."""

from __future__ import annotations

from itertools import combinations

from ..kernel.terms import ONE, ZERO, Term, add, eq, fill, le, make, mul, ne
from ..kernel.theorem import Theorem
from .letters import letters_of
from .limits import Limits
from .signs import ONCE
from .state import NotFound, left, right
from .terms import less, parts_of, product

FEW_SUMS = 4
"""So many sums of a line are compared with each other."""


class Equal(Limits):
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
        between = between or self._by_cases(right(one), right(other), depth)
        return self.chain(one, between, self.r.symmetric(other))

    def field(self, a: Term, b: Term) -> Theorem:
        """That a = b as rational functions, where no divisor is 0, and where a root to its power is its base."""
        gap = add(a, -b)
        facts = self.nonzeros(letters_of(gap))
        known = self.trying(self.by_identity, a, b, facts)
        if known:
            return known
        roots = [root for part in parts_of(gap, "exp") if (root := self.trying(self.root, part))]
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
            for road in (self._same_index, self._sign_under_bars, self._zero_or_one):
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

    def _zero_or_one(self, a: Term, b: Term, gap: Term, depth: int) -> Theorem:
        """An entry that is an integer from 0 to 1: once as 0, once as 1."""
        for e in parts_of(gap, "entry"):
            if not e.whole:
                continue
            low, high = self.trying(self.at_most, ZERO, e), self.trying(self.at_most, e, ONE)
            if not low or not high:
                continue
            zero, apart = self.r.assume(eq(e, ZERO)), self.r.assume(ne(e, ZERO))
            above = self.law("strictly", low, self.law("apart_turned", apart, a=e, b=ZERO), a=ZERO, b=e)
            up = self.law("next_integer", above, n=ZERO, m=e)
            least = self.r.inequality(le(ONE, e), [(ONCE, up)], [])
            one = self.law("both_ways", high, least, a=e, b=ONE)
            first = self.supposing(equal={e: zero}).equal(a, b, depth)
            second = self.supposing(equal={e: one}).equal(a, b, depth)
            return self.r.cases(first, second, make("=", e, ZERO))
        raise NotFound("no entry of two values")
