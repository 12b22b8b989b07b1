"""Limits, by the laws of limits; at infinity over the highest power, at a place by l'Hôpital's rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    ZERO,
    Term,
    abstract,
    fill,
    lt,
    make,
    mul,
    ne,
    number,
    variable,
)
from ..kernel.theorem import Theorem
from .letters import Letters
from .slopes import Slopes
from .state import NotFound, right, shown
from .terms import literal, powers, product, total

ROUNDS = 6


@dataclass(frozen=True)
class Place:
    """As x goes to a place, between two ends."""

    x: Term
    lower: Term
    upper: Term
    to: Term

    @property
    def is_far(self) -> bool:
        """Whether the place is infinity, and the letter may be any number."""
        return self.to is INFINITY and self.lower is MINUS_INFINITY

    @property
    def is_inside(self) -> bool:
        """Whether the place is a number, and the letter may be any."""
        return self.to.sort == "number" and self.lower is MINUS_INFINITY and self.upper is INFINITY

    def ends(self) -> dict[str, Term]:
        """As the laws call them."""
        return {"lower": self.lower, "upper": self.upper, "to": self.to}


class Limits(Slopes):
    """The limit of a term in one of its letters."""

    def limit(self, t: Term, at: Place, rounds: int = ROUNDS) -> Theorem:
        """That t → what it tends to, in normal form."""
        found = self._limit(t, at, rounds)
        same = self.normal(found.conclusion.args[4])
        return self.to_value(found, same)

    @staticmethod
    def goal(limit: Theorem) -> Term:
        """What it tends to."""
        return limit.conclusion.args[4]

    def to_value(self, limit: Theorem, same: Theorem) -> Theorem:
        """The same limit, its value written otherwise."""
        if right(same) is same.conclusion.args[0]:
            return limit
        return self.r.rewrite(limit, [None, None, None, None, same])

    def _limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        if rounds == 0:
            raise NotFound("a limit too deep")
        if at.x not in t.free:
            return self.law("limit_constant", c=t, **at.ends())
        if t is at.x and at.to is not INFINITY:
            return self.law("limit_self", a=at.to, lower=at.lower, upper=at.upper)
        by_kind = LIMIT.get(t.op)
        found = by_kind and self.trying(by_kind, self, t, at, rounds)
        if found:
            return found
        return (self._far if at.to is INFINITY else self._quotient)(t, at, rounds)

    def near(self, theorem: Theorem, at: Place) -> Theorem:
        """From p(x), given at most that x lies between the ends, is not the place, and is positive far out."""
        if at.is_far:
            over = self.r.every_real(theorem, at.x, ZERO, INFINITY)
            beyond = self.law("below_infinity", a=ZERO)
            return self.law("near_far", over, beyond, lower=at.lower, low=ZERO, P1=over.conclusion.args[2])
        if at.is_inside and ne(at.x, at.to) in theorem.hypotheses:
            return self._beside(theorem, at)
        over = self.r.every_real(theorem, at.x, at.lower, at.upper)
        return self.law("near_throughout", over, P1=over.conclusion.args[2], **at.ends())

    def _beside(self, theorem: Theorem, at: Place) -> Theorem:
        """From p(x), x not being the place: p near it, on both sides."""
        below, above = self.r.assume(lt(at.x, at.to)), self.r.assume(lt(at.to, at.x))
        low = self.r.discharge(theorem, self.law("less_apart", below, a=at.x, b=at.to))
        high = self.r.discharge(theorem, self.law("more_apart", above, a=at.to, b=at.x))
        overs = self.r.every_real(low, at.x, at.lower, at.to), self.r.every_real(high, at.x, at.to, at.upper)
        ends = self.law("above_infinity", a=at.to), self.law("below_infinity", a=at.to)
        return self.law("near_beside", *overs, *ends, P1=overs[0].conclusion.args[2],
                        low=at.lower, high=at.upper, **at.ends())  # fmt: skip

    def _limit_of_equal(self, same: Theorem, at: Place, rounds: int) -> Theorem:
        """From t = u near the place: the limit of t is that of u."""
        t, u = same.conclusion.args
        inner = self.limit(u, at, rounds)
        return self.law("limit_near", self.near(same, at), inner,
                        F=abstract(t, at.x), G=abstract(u, at.x), c=self.goal(inner), **at.ends())  # fmt: skip

    def _pair_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        first, rest = t.args[0], (total if t.op == "+" else product)(t.args[1:])
        if len(t.args) > 2:
            return self._limit_of_equal(self.by_identity(t, make(t.op, first, rest)), at, rounds)
        one, other = self.limit(first, at, rounds), self.limit(rest, at, rounds)
        return self.law("limit_add" if t.op == "+" else "limit_mul", one, other, F=abstract(first, at.x),
                        G=abstract(rest, at.x), c=self.goal(one), d=self.goal(other), **at.ends())  # fmt: skip

    def _call_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        return self._limit_of_equal(self.r.unfold(t), at, rounds)

    def _exp_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        if at.to is INFINITY and t.args[0] is -at.x:
            return self.law("limit_far_exp", lower=at.lower)
        inner = self.limit(t.args[0], at, rounds)
        return self.law("limit_exp", inner, F=abstract(t.args[0], at.x), c=self.goal(inner), **at.ends())

    def _log_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        inner = self.limit(t.args[0], at, rounds)
        sign = self.positive(self.goal(inner))
        return self.law("limit_log", inner, sign, F=abstract(t.args[0], at.x), c=self.goal(inner), **at.ends())

    def _sum_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        lo, hi, body = t.args
        with self.index(lo, hi) as k:
            every = self.r.every_index(self.limit(fill(body, [k]), at, rounds), k, lo, hi)
        _, _, f, _, g = every.conclusion.args[2].args
        return self.law("limit_sum", every, lo=lo, hi=hi, F2=f, G=g, **at.ends())

    def _power_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        base, e = t.args
        n = literal(e)
        if n is None:
            raise NotFound("no literal power")
        if n == 1:
            return self._limit_of_equal(self.by_identity(t, base), at, rounds)
        if n > 1:
            return self._limit_of_equal(self.by_identity(t, mul(base, base ** (n - 1) if n > 2 else base)), at, rounds)
        if n < -1:
            return self._limit_of_equal(self.by_identity(t, mul(base**-1, base ** (n + 1))), at, rounds)
        if base is at.x and at.to is INFINITY:
            return self.law("limit_far_inverse", lower=at.lower)
        inner = self.limit(base, at, rounds)
        apart = self.apart_from_zero(self.goal(inner))
        return self.law("limit_inverse", inner, apart, F=abstract(base, at.x), c=self.goal(inner), **at.ends())

    # --- where the laws alone do not help

    def _between(self, at: Place) -> Limits:
        """The same search, x lying between the ends."""
        facts = [self.r.assume(lt(ZERO, at.x))] if at.is_far else []
        if at.lower is not MINUS_INFINITY:
            facts.append(self.r.assume(lt(at.lower, at.x)))
        if at.upper is not INFINITY:
            facts.append(self.r.assume(lt(at.x, at.upper)))
        return self.supposing(*facts, apart=[self.r.assume(ne(at.x, at.to))] if at.is_inside else [])

    def _far(self, t: Term, at: Place, rounds: int) -> Theorem:
        """Top and bottom over their highest powers of x."""
        inside = self._between(at)
        share, pairs, _ = inside.factored(t)
        degree, parts = 0, [number(share)]
        for base, e in pairs:
            letters = Letters([base, at.x])
            p, x = letters.polynomial(base), letters.polynomial(at.x)
            highest = int(p.degree(x)) if at.x in base.free else 0
            low = right(inside.polynomial(mul(base, at.x**-highest))) if highest > 0 else base
            degree += max(highest, 0) * e
            parts.append(low if e == 1 else low**e)
        if degree > 0:
            raise NotFound("it grows")
        new = product([*parts, *([at.x**degree] if degree else [])])
        same = inside.by_identity(t, new, inside.nonzeros(Letters([t, new])))
        return self._limit_of_equal(same, at, rounds - 1)

    def _quotient(self, t: Term, at: Place, rounds: int) -> Theorem:
        """A quotient of two that vanish: l'Hôpital's rule."""
        inside = self._between(at)
        share, pairs, _ = inside.factored(t)
        vanishing = [(b, -e) for b, e in pairs if e < 0 and self._vanishes(b, at)]
        top = product([number(share), powers([(b, e) for b, e in pairs if (b, -e) not in vanishing])])
        bottom = powers(vanishing)
        if not vanishing or share == 0:
            raise NotFound(f"no limit of {shown(t)}")
        same = inside.by_identity(t, mul(top, bottom**-1), inside.nonzeros(Letters([t, mul(top, bottom**-1)])))
        above, below = (self._to_zero(part, at, rounds) for part in (top, bottom))
        slopes = [inside.value(inside.slope_at(_other(part, at.x), variable("_z"), at.x)) for part in (top, bottom)]
        rises = inside.apart_from_zero(slopes[1].conclusion.args[2])
        h, k = (slope.conclusion.args[2] for slope in slopes)
        ratio = self.limit(mul(h, k**-1), at, rounds - 1)
        near = [self.near(s, at) for s in (*slopes, rises)]
        found = self.law("limit_quotient", above, below, *near, ratio,
                         F=abstract(top, at.x), G=abstract(bottom, at.x), H=abstract(h, at.x), K=abstract(k, at.x),
                         c=self.goal(ratio), **at.ends())  # fmt: skip
        return self.law("limit_near", self.near(same, at), found, F=abstract(t, at.x),
                        G=abstract(mul(top, bottom**-1), at.x), c=self.goal(found), **at.ends())  # fmt: skip

    def _to_zero(self, t: Term, at: Place, rounds: int) -> Theorem:
        found = self.limit(t, at, rounds - 1)
        return found if self.goal(found) is ZERO else self.to_value(found, self.equal(self.goal(found), ZERO))

    def _vanishes(self, t: Term, at: Place) -> bool:
        found = self.trying(self.limit, t, at, 3)
        return found is not None and self.goal(found) is ZERO


def _other(t: Term, x: Term) -> Term:
    """`t` with another letter for x."""
    return fill(abstract(t, x), [variable("_z")])


LIMIT: dict[str, Callable[[Limits, Term, Place, int], Theorem]] = {
    "call": Limits._call_limit,
    "+": Limits._pair_limit,
    "*": Limits._pair_limit,
    "exp": Limits._exp_limit,
    "log": Limits._log_limit,
    "sum": Limits._sum_limit,
    "^": Limits._power_limit,
}
