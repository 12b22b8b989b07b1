"""Limits, by the laws of limits; at infinity over what grows fastest, and where two sides race by l'Hôpital's rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    MINUS_ONE,
    ONE,
    ZERO,
    Term,
    abstract,
    exp,
    fill,
    lt,
    make,
    mul,
    ne,
    number,
    substitute,
    variable,
)
from ..kernel.theorem import Theorem
from .letters import letters_of
from .slopes import Slopes
from .state import NotFound, left, right
from .terms import literal, order, parts_of, powers, product, split_number, total

ROUNDS = 5
Pairs = list[tuple[Term, int]]


@dataclass(frozen=True)
class Place:
    """As x goes to a place, between two ends."""

    x: Term
    lower: Term = MINUS_INFINITY
    upper: Term = INFINITY
    to: Term = INFINITY

    def ends(self) -> dict[str, Term]:
        """As the laws call them."""
        return {"lower": self.lower, "upper": self.upper, "to": self.to}


class Limits(Slopes):
    """The limit of a term in one of its letters."""

    def limit(self, t: Term, at: Place, rounds: int = ROUNDS) -> Theorem:
        """That t → what it tends to, in normal form."""
        tried, known = self.limits.get((t, at), (-1, None))
        if known is None and rounds > tried:
            self.limits[t, at] = rounds, None
            found = self._limit(t, at, rounds)
            known = self.to_value(found, self.normal(self.goal(found)))
            self.limits[t, at] = rounds, known
        if known is None:
            raise NotFound("no limit", t)
        return known

    @staticmethod
    def goal(limit: Theorem) -> Term:
        """What it tends to."""
        return limit.conclusion.args[4]

    def to_value(self, limit: Theorem, same: Theorem) -> Theorem:
        """The same limit, its value written otherwise."""
        if right(same) is left(same):
            return limit
        return self.r.rewrite(limit, [None, None, None, None, same])

    def _limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        if at.x not in t.free:
            return self.law("limit_constant", c=t, **at.ends())
        if at.to is MINUS_INFINITY:
            return self._from_below(t, at, rounds)
        if t is at.x and at.to is not INFINITY:
            return self.law("limit_self", a=at.to, lower=at.lower, upper=at.upper)
        by_kind = LIMIT.get(t.op)
        roads = [self._over_the_fastest, self._expanded, self._quotient] if rounds > 0 else []
        for road in ([by_kind.__get__(self)] if by_kind else []) + roads:
            found = self.trying(road, t, at, rounds)
            if found:
                return found
        raise NotFound("no limit", t)

    def _from_below(self, t: Term, at: Place, rounds: int) -> Theorem:
        """As x goes to −∞, −x goes to ∞."""
        far, f = Place(self.fresh("_x")), abstract(t, at.x)
        found = self.limit(fill(f, [-far.x]), far, rounds)
        return self.law("limit_below", found, upper=at.upper, lower=far.lower, F=f, c=self.goal(found))

    # --- what holds near a place

    def between(self, at: Place, *, apart: bool = True) -> Limits:
        """The same search, x lying between the ends and near the place."""
        key = at, apart, frozenset(self.ranges.items()), "near" in self.busy
        if key not in self.insides:
            self.insides[key] = self._between(at, apart)
        return self.insides[key]

    def _between(self, at: Place, apart: bool) -> Limits:
        facts = [lt(ZERO, at.x)] if at.to is INFINITY else [lt(at.x, ZERO)] if at.to is MINUS_INFINITY else []
        facts += [lt(at.lower, at.x)] if at.lower is not MINUS_INFINITY else []
        facts += [lt(at.x, at.upper)] if at.upper is not INFINITY else []
        other = [ne(at.x, at.to)] if apart and at.to.sort == "number" else []
        inside: Limits = self.supposing(*map(self.r.assume, facts), apart=list(map(self.r.assume, other)))
        inside.at, inside.outside = at, self
        return inside

    def near(self, theorem: Theorem, at: Place) -> Theorem:
        """From p(x), given at most what holds of an x near the place: p near it."""
        facts = [self._near_fact(h, at) for h in sorted(theorem.hypotheses, key=order) if at.x in h.free]
        return self.r.every_near(theorem, at.x, at.lower, at.upper, at.to, [fact for fact in facts if fact])

    def _near_fact(self, h: Term, at: Place) -> Theorem | None:
        """That a hypothesis holds near the place, unless it is one that may be assumed."""
        if (h, at) in self.nears:
            return self.nears[h, at]
        if h is lt(ZERO, at.x) and at.lower is not ZERO:
            return self.law("near_above", self._beside(ZERO, at.to), low=ZERO, **at.ends())
        if h is lt(at.x, ZERO) and at.upper is not ZERO:
            return self.law("near_below", self.law("above_infinity", a=ZERO), high=ZERO, **at.ends())
        return None

    def _beside(self, low: Term, to: Term) -> Theorem:
        return self.law("below_infinity", a=low) if to is INFINITY else self.positive(to)

    def about(self, y: Term, at: Term) -> Limits:
        """The same search, y being near a place or at it."""
        inside: Limits = self.supposing(*([self.r.assume(lt(ZERO, y))] if self.trying(self.positive, at) else []))
        inside.at, inside.outside = Place(y, to=at), self
        return inside

    def around(self, theorem: Theorem, y: Term, at: Term) -> Theorem:
        """From p(y), given at most what holds of a y at a place and near it: p around the place."""
        here = self.r.instance(theorem, [y], [at], [])
        for h in sorted(theorem.hypotheses, key=order):
            if y in h.free:
                here = self.r.discharge(here, self.positive(fill(abstract(h.args[1], y), [at])))
        near = self.near(theorem, Place(y, to=at))
        return self.law("around", near, here, P1=near.conclusion.args[2], a=at)

    def near_positive(self, t: Term) -> Theorem:
        """0 < t may be assumed of an x near the place, as t tends to more; or its part that grows fastest does."""
        if self.at is None or self.at.x not in t.free or "near" in self.outside.busy:
            raise NotFound("no place to be near to")
        known = self.trying(self._assumed_near, t, self.at, self.outside)
        return known or self._fastest_positive(t, self.at)

    def _assumed_near(self, t: Term, at: Place, outside: Limits) -> Theorem:
        """0 < t, from a hypothesis that holds near the place; one for all of a range, if an index stands in t."""
        indices = [k for k in self.ranges if k in t.free and k not in outside.ranges]
        outside.busy.add("near")
        try:
            near = outside.near_each(t, at, *self.ranges[indices[0]]) if indices else outside.tends_above(t, at)
        finally:
            outside.busy.discard("near")
        body = fill(near.conclusion.args[2], [at.x])
        self.nears[body, at] = near
        known = self.r.assume(body)
        return self.r.at_index(known, indices[0], *self.ranges[indices[0]]) if indices else known

    def near_each(self, t: Term, at: Place, low: Theorem, high: Theorem) -> Theorem:
        """That 0 < t near the place, for all of a range."""
        (lo, k), (_, hi) = low.conclusion.args, high.conclusion.args
        with self.index(lo, hi) as letter:
            every = self.r.every_index(self.tends_above(substitute(t, {k: letter}), at), letter, lo, hi)
        return self.law("near_each", every, lo=lo, hi=hi, P2=every.conclusion.args[2].args[2], **at.ends())

    def tends_above(self, t: Term, at: Place) -> Theorem:
        """That 0 < t near the place."""
        found = self.limit(t, at, 2)
        c = self.goal(found)
        return self.law("near_positive", found, self.positive(c), F=abstract(t, at.x), c=c, **at.ends())

    def _fastest_positive(self, t: Term, at: Place) -> Theorem:
        """0 < t far out, as what grows fastest in it is positive."""
        x = at.x if at.to is INFINITY else -at.x
        if at.to.sort == "number":
            raise NotFound("not far out")
        same = self.over_fastest(t, at.x, x)
        fastest, rest = right(same).args
        both = self.law("mul_positive", self.positive(fastest), self.near_positive(rest), a=fastest, b=rest)
        return self.carried(both, same)

    def _limit_of_equal(self, same: Theorem, at: Place, rounds: int) -> Theorem:
        """From t = u near the place: the limit of t is that of u."""
        return self._limit_of_other(same, self.limit(right(same), at, rounds), at)

    def _limit_of_other(self, same: Theorem, inner: Theorem, at: Place) -> Theorem:
        """From t = u near the place, and u → c: t → c."""
        t, u = (abstract(side, at.x) for side in same.conclusion.args)
        return self.law("limit_near", self.near(same, at), inner, F=t, G=u, c=self.goal(inner), **at.ends())

    def _pair_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        first, rest = t.args[0], (total if t.op == "+" else product)(t.args[1:])
        if len(t.args) > 2:
            return self._limit_of_equal(self.by_identity(t, make(t.op, first, rest)), at, rounds)
        one, other = self.limit(first, at, rounds), self.limit(rest, at, rounds)
        return self.law("limit_add" if t.op == "+" else "limit_mul", one, other, F=abstract(first, at.x),
                        G=abstract(rest, at.x), c=self.goal(one), d=self.goal(other), **at.ends())  # fmt: skip

    def _call_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        return self._limit_of_equal(self.r.unfold(t), at, rounds)

    def _entry_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        """An entry of an array in which x stands at one place."""
        array, *of = t.args
        if array.op != "put" or array.args[-1] is not at.x:
            raise NotFound("no limit", t)
        places = {f"of{n}": k for n, k in enumerate(of, 1)} | {f"at{n}": k for n, k in enumerate(array.args[1:-1], 1)}
        return self._limit_of_equal(self.law(f"put_{len(of)}", A=array.args[0], c=at.x, **places), at, rounds)

    def _exp_limit(self, t: Term, at: Place, rounds: int) -> Theorem:
        known = self.trying(self._exp_vanishes, t.args[0], at, rounds)
        if known:
            return known
        inner = self.limit(t.args[0], at, rounds)
        return self.law("limit_exp", inner, F=abstract(t.args[0], at.x), c=self.goal(inner), **at.ends())

    def _exp_vanishes(self, u: Term, at: Place, rounds: int) -> Theorem:
        """exp(u) → 0, as −u grows."""
        share, _ = split_number(u)
        f = right(self.polynomial(-u)) if rounds > 0 and share < 0 else ZERO
        grows, inside = self._large(f, at, rounds - 1), self.between(at)
        found = self.law("limit_exp_large", grows, self.near(inside.positive(f), at), F=abstract(f, at.x), **at.ends())
        return found if -f is u else self._limit_of_other(inside.up(exp(u), self.by_identity(u, -f)), found, at)

    def _large(self, t: Term, at: Place, rounds: int) -> Theorem:
        """1/t → 0."""
        return self._to_zero(t**-1, at, rounds)

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
            return self._limit_of_equal(self.law("power_exp", self.between(at).positive(base), a=base, b=e), at, rounds)
        if n == 1:
            return self._limit_of_equal(self.by_identity(t, base), at, rounds)
        if n > 1:
            return self._limit_of_equal(self.by_identity(t, mul(base, base ** (n - 1) if n > 2 else base)), at, rounds)
        if n < -1:
            return self._limit_of_equal(self.by_identity(t, mul(base**-1, base ** (n + 1))), at, rounds)
        if base.op == "exp":
            turned = self.r.symmetric(self.law("exp_power", a=base.args[0], b=MINUS_ONE))
            return self._limit_of_equal(turned, at, rounds)
        if base.op in ("^", "*"):
            pairs = [(base.args[0], literal(base.args[1]))] if base.op == "^" else [(f, 1) for f in base.args]
            return self._limit_of_equal(self.by_identity(t, powers([(f, -m) for f, m in pairs if m])), at, rounds)
        if base is at.x and at.to is INFINITY:
            return self.law("limit_far_inverse", lower=at.lower)
        inner = self.limit(base, at, rounds)
        apart = self.apart_from_zero(self.goal(inner))
        return self.law("limit_inverse", inner, apart, F=abstract(base, at.x), c=self.goal(inner), **at.ends())

    # --- where the laws alone do not help

    def _expanded(self, t: Term, at: Place, rounds: int) -> Theorem:
        """A sum of products, each with its limit."""
        if t.op not in ("*", "^"):
            raise NotFound("nothing to expand")
        same = self.between(at).polynomial(t)
        if right(same).op != "+":
            raise NotFound("nothing to expand")
        return self._limit_of_equal(same, at, rounds - 1)

    def _over_the_fastest(self, t: Term, at: Place, rounds: int) -> Theorem:
        """Top and bottom, each over what grows fastest in it."""
        if at.to is not INFINITY:
            raise NotFound("not far out")
        inside = self.between(at)
        share, pairs, same = inside.factored(t, signed=False)
        over = [(self.trying(inside.over_fastest, base, at.x, at.x), base, e) for base, e in pairs]
        each = [inside.up(base**e, one, None) if one and e != 1 else one for one, base, e in over]
        whole = right(same)
        parts: list[Theorem | None] = [None, *each] if share != 1 else each
        spread = each[0] if whole is powers(pairs[:1]) else inside.up(whole, *parts)
        if spread is None or right(spread) is whole:
            raise NotFound("nothing grows")
        grown = [(right(one).args[0], e) for one, _, e in over if one]
        left_over = [(right(one).args[1] if one else base, e) for one, base, e in over]
        monomial = right(inside.polynomial(powers(grown)))
        new = product([number(share), monomial, *(powers([pair]) for pair in left_over)])
        facts = [inside.positive(f) for f in (at.x, *parts_of(whole, "exp"))]
        last = inside.by_identity(right(spread), new, facts)
        if new is t:
            raise NotFound("it stays")
        return self._limit_of_equal(self.chain(same, spread, last), at, rounds - 1)

    def over_fastest(self, t: Term, x: Term, unit: Term) -> Theorem:
        """T = M·w, where M, a power of ±x or of exponentials of x, is what grows fastest in t."""
        letters = letters_of(t)
        grows = {i: _growth(atom, x) for i, atom in letters.atoms.items()}
        found: tuple[tuple[Fraction, int], Pairs] = (Fraction(0), 0), []
        for monomial, _ in letters.polynomial(t).terms():
            pairs = [(i, e) for i, e in enumerate(monomial) if e and i in grows and grows[i] != (0, 0)]
            speed = sum((grows[i][0] * e for i, e in pairs), Fraction(0)), sum(grows[i][1] * e for i, e in pairs)
            found = max(found, (speed, [(letters.atoms[i], e) for i, e in pairs]), key=lambda pair: pair[0])
        if not found[1] or (unit is not x and found[1][0][0] is not x):
            raise NotFound("nothing grows")
        fastest = powers([(unit if f is x else f, e) for f, e in found[1]])
        facts = [self.positive(unit if f is x else f) for f, _ in found[1]]
        rest = right(self.polynomial(mul(t, fastest**-1)))
        return self.by_identity(t, mul(fastest, rest), facts)

    def _quotient(self, t: Term, at: Place, rounds: int) -> Theorem:
        """A race of two sides: l'Hôpital's rule, what has a limit being taken out."""
        inside = self.between(at)
        share, pairs, same = inside.factored(t, signed=False)
        if share == 0 or not pairs:
            return self._limit_of_equal(same, at, 0)
        known = self.trying(self._limit_of_equal, same, at, 0) if right(same) is not t else None
        if known:
            return known
        still = [pair for pair in pairs if self._stays(pair[0], at, rounds - 1)]
        for bottom in self._bottoms([pair for pair in pairs if pair not in still]):
            top = powers([pair for pair in pairs if pair not in still and (pair[0], -pair[1]) not in bottom])
            race = self.trying(self._race, top, powers(bottom), at, rounds)
            if race:
                outside = product([number(share), *(powers([pair]) for pair in still)])
                new = mul(outside, mul(top, powers(bottom) ** -1))
                other = self.limit(outside, at, rounds - 1)
                both = self.law("limit_mul", other, race, F=abstract(outside, at.x), c=self.goal(other),
                                G=abstract(new.args[1], at.x), d=self.goal(race), **at.ends())  # fmt: skip
                return self._limit_of_other(self.chain(same, inside.by_identity(right(same), new)), both, at)
        raise NotFound("no limit", t)

    def _stays(self, t: Term, at: Place, rounds: int) -> bool:
        found = self.trying(self.limit, t, at, min(rounds, 1))
        return found is not None and self.goal(found) is not ZERO

    @staticmethod
    def _bottoms(pairs: Pairs) -> Iterator[Pairs]:
        """What may stand below: what is divided by, or all but the logarithms."""
        below = [(b, -e) for b, e in pairs if e < 0]
        plain = [(b, -e) for b, e in pairs if not parts_of(b, "log")]
        yield from (some for some in (below, plain) if some and len(some) < len(pairs))

    def _race(self, top: Term, bottom: Term, at: Place, rounds: int) -> Theorem:
        """top/bottom tends to what the slopes' quotient does, if both vanish or the bottom grows."""
        inside = self.between(at)
        grows = self.trying(self._large, bottom, at, rounds - 1)
        sides = [grows] if grows else [self._to_zero(part, at, rounds - 1) for part in (top, bottom)]
        slopes = [inside.value(inside.slope_at(_other(part, at.x), variable("_z"), at.x)) for part in (top, bottom)]
        rises = inside.apart_from_zero(slopes[1].conclusion.args[2])
        h, k = (slope.conclusion.args[2] for slope in slopes)
        ratio = self.limit(mul(h, k**-1), at, rounds - 1)
        near = [self.near(s, at) for s in (*slopes, rises)]
        return self.law("limit_quotient_large" if grows else "limit_quotient", *sides, *near, ratio,
                        F=abstract(top, at.x), G=abstract(bottom, at.x), H=abstract(h, at.x), K=abstract(k, at.x),
                        c=self.goal(ratio), **at.ends())  # fmt: skip

    def _to_zero(self, t: Term, at: Place, rounds: int) -> Theorem:
        found = self.limit(t, at, max(rounds, 0))
        return found if self.goal(found) is ZERO else self.to_value(found, self.equal(self.goal(found), ZERO))


def _growth(atom: Term, x: Term) -> tuple[Fraction, int]:
    """How fast an atom grows: first by its exponential, then by its power of x."""
    if atom is x:
        return Fraction(0), 1
    share, rest = split_number(atom.args[0]) if atom.op == "exp" else (Fraction(0), ONE)
    return (share, 0) if rest is x else (Fraction(0), 0)


def _other(t: Term, x: Term) -> Term:
    """`t` with another letter for x."""
    return fill(abstract(t, x), [variable("_z")])


LIMIT: dict[str, Callable[[Limits, Term, Place, int], Theorem]] = {
    "call": Limits._call_limit,
    "entry": Limits._entry_limit,
    "+": Limits._pair_limit,
    "*": Limits._pair_limit,
    "exp": Limits._exp_limit,
    "log": Limits._log_limit,
    "sum": Limits._sum_limit,
    "^": Limits._power_limit,
}
