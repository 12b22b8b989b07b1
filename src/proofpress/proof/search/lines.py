"""A line of each kind, and that each side of it has a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any, TypeVar

from ..kernel.declarations import Statement
from ..kernel.logic import CONTRARY
from ..kernel.publish import wanted
from ..kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    Budget,
    Term,
    abstract,
    add,
    array,
    fill,
    le,
    lt,
    make,
    mul,
    number,
    variable,
)
from ..kernel.theorem import Theorem
from . import record
from .induction import Inductions
from .letters import cancelled
from .limits import ROUNDS, Place
from .record import Recorder, Spent
from .signs import ONCE
from .state import NotFound, Rewrite, left, right
from .terms import linear, literal, of_every
from .terms import order as order_of

Found = TypeVar("Found")
Hints = Mapping[str, Term]
Ends = tuple[Theorem, Theorem]
FREELY = 10**12
"""A search may make as many terms as it likes: its steps are counted, and its time is limited by who calls it."""


class Lines(Inductions):
    """What a line claims; `plain` is the same search without the equations that are given."""

    plain: Lines | None = None

    def take(self, statement: Statement) -> None:
        """What is given: inequalities and shares as facts, equations as rewrites too."""
        for proposition in statement.given:
            inner = _innermost(proposition)
            (self.apart if proposition.op == "!=" else self.facts).append(self.r.assume(proposition))
            if inner.op == "=":
                self.rewrites.append(self._rewrite(proposition))
        self.facts += filter(None, (self.trying(self._rounded, fact) for fact in list(self.facts)))
        self.facts += filter(None, (self.trying(self._above, fact) for fact in self.apart))
        self.memo.clear()
        self.plain = type(self)(self.r)
        self.plain.facts, self.plain.apart = self.facts, self.apart

    def _above(self, fact: Theorem) -> Theorem:
        """From n ≠ q, n an integer that is at least q: n is at least the next."""
        n, q = fact.conclusion.args
        if not n.whole or literal(q) is None:
            raise NotFound("no integer")
        apart = self.law("apart_turned", fact, a=n, b=q)
        above = self.law("next_integer", self.law("strictly", self.at_most(q, n), apart, a=q, b=n), n=q, m=n)
        return self.r.inequality(le(add(q, ONE), n), [(ONCE, above)], [])

    def _rounded(self, fact: Theorem) -> Theorem:
        """From q ≤ c·n, n an integer: n is at least, or at most, the next integer."""
        if fact.conclusion.op not in ("<", "<="):
            raise NotFound("no order")
        shares = linear(add(right(fact), -left(fact)))
        q = -shares.pop(ONE, Fraction(0))
        ((n, c),) = shares.items() if len(shares) == 1 else ((ZERO, ONCE),)
        if not n.whole or n is ZERO:
            raise NotFound("no integer")
        end = ceil(q / c) if c > 0 else floor(q / c)
        if end == q / c and abs(c) == 1:
            raise NotFound("round already")
        share = [(1 / abs(c), fact)]
        if c > 0:
            known = self.law(
                "next_integer", self.r.inequality(lt(number(end - 1), n), share, []), n=number(end - 1), m=n
            )
            return self.r.inequality(le(number(end), n), [(ONCE, known)], [])
        above = number(end + 1)
        known = self.law("next_integer", self.r.inequality(lt(n, above), share, []), n=n, m=above)
        return self.r.inequality(le(n, number(end)), [(ONCE, known)], [])

    def _rewrite(self, proposition: Term) -> Rewrite:
        """An equation, of every index that it speaks of, from left to right."""
        letters, body = of_every(proposition)

        def at(search: Lines, found: dict[Term, Term]) -> Theorem:
            theorem = search.at_places(self.r.assume(proposition), letters, found)
            indices = {k for t in found.values() for k in t.free if k.val.name.startswith("_k")}
            if plain.ranges.keys() != indices:
                plain.ranges = dict.fromkeys(sorted(indices, key=order_of), ())
                plain.memo.clear()
            same = plain.normal(left(theorem))
            return self.chain(self.r.symmetric(same), theorem)

        plain = type(self)(self.r)
        plain.facts, plain.apart = list(self.facts), list(self.apart)
        pattern = right(plain.normal(body.args[0]))
        plain.memo.clear()
        return Rewrite(pattern, pattern.free & frozenset(letters), at)

    # --- claims

    def claimed(self, claim: Term, hints: Hints | None = None) -> Theorem:
        """What a line claims, by the road that its hints name if they name one."""
        hints = hints or {}
        if "induction" in hints:
            return self.over_a_size(claim, hints["induction"], hints["first"])
        if "tree" in hints:
            return self.over_a_tree(claim, hints["tree"])
        return CLAIMS[claim.op](self, claim, hints)

    def equation(self, claim: Term, _: Hints) -> Theorem:
        """That a = b."""
        a, b = claim.args
        return self.equal(a, b)

    def inequality(self, claim: Term, hints: Hints) -> Theorem:
        """That a ≤ b or a < b: by the gap that is named, or by what is seen of the difference."""
        low, high = claim.args
        gap = add(high, -low)
        if "gap" in hints:
            known = self.carried(self._sign(claim.op, hints["gap"]), self.equal(gap, hints["gap"]))
        else:
            known = (
                self.trying(self._sign, claim.op, gap)
                or self.trying((self.plain or self)._sign, claim.op, gap)
                or self._by_minimum(claim.op, gap)
            )
        return self.r.inequality(claim, [(ONCE, known)], [])

    def apart_from(self, claim: Term, _: Hints) -> Theorem:
        """That a ≠ b, as one is below the other."""
        a, b = claim.args
        above = self.trying(self.positive, add(b, -a))
        if above:
            return self.law("less_apart", self.r.inequality(lt(a, b), [(ONCE, above)], []), a=a, b=b)
        below = self.r.inequality(lt(b, a), [(ONCE, self.positive(add(a, -b)))], [])
        return self.law("more_apart", below, a=b, b=a)

    def _sign(self, op: str, t: Term) -> Theorem:
        return self.positive(t) if op == "<" else self.nonnegative(t)

    def _by_minimum(self, op: str, gap: Term) -> Theorem:
        """0 ≤ f(x), as f has its minimum where it vanishes: at another letter, or at 0 or 1."""
        letters = sorted((x for x in gap.free if x.op == "variable" and not x.whole), key=order_of)
        for x, place in product(letters if op == "<=" else [], [*letters, ZERO, ONE]):
            f = abstract(gap, x)
            same = self.trying(self.normal, fill(f, [place]))
            if place is not x and same and right(same) is ZERO:
                found = self.trying(self._least, f, x, place, same)
                if found:
                    return found
        raise NotFound("not seen to be other than negative", gap)

    def _least(self, f: Term, x: Term, place: Term, same: Theorem) -> Theorem:
        """From f(place) = 0: 0 ≤ f(x), as the minimum is there."""
        lower = ZERO if x.val.sign == "positive" else MINUS_INFINITY
        least = self.minimum(make("argmin", lower, INFINITY, f, place), {})
        ends = self.strictly(lower, x), self.strictly(x, INFINITY)
        above = self.law("least_bound", least, *ends, lower=lower, upper=INFINITY, F=f, a=place, b=x)
        return self.r.rewrite(above, [same, None])

    def minimum(self, claim: Term, hints: Hints) -> Theorem:
        """The slope is negative before the place and positive after it."""
        lower, upper, body, place = claim.args
        y, z = variable("_y"), variable("_z")
        inside = self.supposing(*(self.r.assume(end) for end in _ends(lower, y, upper)))
        first = inside.value(inside.slope_at(fill(body, [z]), z, y))
        g = abstract(first.conclusion.args[2], y)
        ends = self.strictly(lower, place), self.strictly(place, upper)
        try:
            signs = self._about_rest(inside, claim, g, ends, hints)
        except NotFound:
            if "gap" in hints:
                raise
            signs = self._about_turn(claim, g)
        slope = self.r.every_real(first, y, lower, upper)
        return self.law("least", slope, *signs, *ends, lower=lower, upper=upper, F=body, G=g, a=place)

    def _about_rest(self, inside: Lines, claim: Term, g: Term, ends: Ends, hints: Hints) -> list[Theorem]:
        """The slope is 0 at the place, and rises, as the second slope is positive everywhere between."""
        lower, upper, _, place = claim.args
        y, z = variable("_y"), variable("_z")
        second = inside.value(inside.slope_at(fill(g, [z]), z, y))
        h = second.conclusion.args[2]
        curved = inside.positive(h) if "gap" not in hints else inside._curved(h, fill(hints["gap"], [y]))
        every = [self.r.every_real(theorem, y, lower, upper) for theorem in (second, curved)]
        rest = self.equal(fill(g, [place]), ZERO)
        letters = {"lower": lower, "upper": upper, "F": g, "G": abstract(h, y)}
        before = self._supposed(lower, y), self._supposed(y, place), ends[1]
        after = ends[0], self._supposed(place, y), self._supposed(y, upper)
        less = self.r.rewrite(self.law("rises", *every, *before, a=y, b=place, **letters), [None, rest])
        more = self.r.rewrite(self.law("rises", *every, *after, a=place, b=y, **letters), [rest, None])
        return [self.r.every_real(less, y, lower, place), self.r.every_real(more, y, place, upper)]

    def _about_turn(self, claim: Term, g: Term) -> list[Theorem]:
        """The slope's sign before the place and after it, as it is seen."""
        lower, upper, _, place = claim.args
        y = variable("_y")
        t = fill(g, [y])
        before, after = (
            self.supposing(*(self.r.assume(end) for end in _ends(low, y, high)))
            for low, high in ((lower, place), (place, upper))
        )
        less = self.r.inequality(lt(t, ZERO), [(ONCE, before.positive(right(self.polynomial(-t))))], [])
        return [self.r.every_real(less, y, lower, place), self.r.every_real(after.positive(t), y, place, upper)]

    def _supposed(self, low: Term, high: Term) -> Theorem:
        """That low < high, which is supposed unless one is infinite."""
        finite = low.sort == high.sort == "number"
        return self.r.assume(lt(low, high)) if finite else self.strictly(low, high)

    def _curved(self, h: Term, gap: Term) -> Theorem:
        """The second slope is positive, as it is the gap that is named."""
        return self.carried(self.positive(gap), self.equal(h, gap))

    def strictly(self, low: Term, high: Term) -> Theorem:
        """That low < high, either of which may be infinite."""
        if MINUS_INFINITY in (low, high) or INFINITY in (low, high):
            return self.law("above_infinity", a=high) if low is MINUS_INFINITY else self.law("below_infinity", a=low)
        return self.positive(high) if low is ZERO else self.below(low, high)

    def tends(self, claim: Term, _: Hints) -> Theorem:
        """A limit."""
        lower, upper, body, to, value = claim.args
        at = Place(variable("_x"), lower, upper, to)
        same, found = self._deepening(self.without_calls(fill(body, [at.x])), at)
        if right(same) is not left(same):
            found = self._limit_of_other(same, found, at)
        return self.to_value(found, self.equal(self.goal(found), value))

    def _deepening(self, as_it_stands: Theorem, at: Place) -> tuple[Theorem, Theorem]:
        """An equation, and the limit of its right side: as it stands or in normal form, by the shortest road."""
        normal = self.trying(lambda: self.chain(as_it_stands, self.between(at).normal(right(as_it_stands))))
        forms = [as_it_stands, *([normal] if normal else [])]
        for rounds, form in product(range(1, ROUNDS + 1), forms):
            found = self.trying(self.limit, right(form), at, rounds)
            if found:
                return form, found
        raise NotFound("no limit", right(forms[-1]))

    def converges(self, claim: Term, _: Hints) -> Theorem:
        """A limit over the integers: that over the reals will do."""
        body, value = claim.args
        real = self.tends(make("tends", ZERO, INFINITY, body, INFINITY, value), _)
        return self.law("converges_real", real, F=body, c=value, lower=ZERO)

    def both_ways(self, claim: Term, hints: Hints) -> Theorem:
        """Two inequalities, one of which is the other times something positive, or its logarithm."""
        roads = [self._by_factor] if "factor" in hints else [self._by_logarithm, self._by_factor, self._each_way]
        for road in roads:
            found = self.trying(road, claim, hints)
            if found:
                return found
        raise NotFound("no positive factor between the two differences")

    def _each_way(self, claim: Term, _: Hints) -> Theorem:
        """Each relation from the other."""
        first, second = claim.args
        return self.r.equivalence(self._implied(first, second), self._implied(second, first))

    def _implied(self, p: Term, q: Term) -> Theorem:
        """P ⊢ q, two inequalities, as without q there is no p."""
        if {p.op, q.op} - {"<", "<="}:
            raise NotFound("no two inequalities")
        forward = self.trying(self.supposing(self.r.assume(p)).claimed, q)
        if forward:
            return forward
        without_q, without_p = (make(CONTRARY[r.op], *reversed(r.args)) for r in (q, p))
        sides = self.r.assume(p), self.supposing(self.r.assume(without_q)).claimed(without_p)
        less, more = sides if p.op == "<" else sides[::-1]
        absurd = self.law("absurd_order", less, more, P=q, a=left(less), b=right(less))
        return self.r.cases(self.r.assume(q), absurd, q)

    def _by_factor(self, claim: Term, hints: Hints) -> Theorem:
        """The differences are positive multiples of each other."""
        first, second = claim.args
        if first.op != second.op:
            raise NotFound("two relations of different kinds")
        (a, b), (c, d) = first.args, second.args
        mine, theirs = (right(self.normal(gap)) for gap in (add(b, -a), add(d, -c)))
        factor = hints.get("factor") or cancelled(mul(mine, theirs**-1))
        return self._multiple_of(first.op, (a, b), (c, d), factor)

    def _multiple_of(self, op: str, first: tuple[Term, Term], second: tuple[Term, Term], factor: Term) -> Theorem:
        (a, b), (c, d) = first, second
        same = self.equal(add(b, -a), mul(factor, add(d, -c)))
        name = {"<": "iff_less", "<=": "iff_at_most", "=": "iff_equal"}.get(op)
        if name is None:
            raise NotFound(f"no equivalence of {op}")
        return self.law(name, self.positive(factor), same, a=a, b=b, c=c, d=d, factor=factor)

    def _by_logarithm(self, claim: Term, _: Hints) -> Theorem:
        """Log c < log d has the difference of a < b, or that of log a < log b times a number."""
        first, second = claim.args
        if first.op != "<" or second.op != "<":
            raise NotFound("no strict order")
        order = self._log_order(second)
        sides = first
        outer = self.trying(self._log_order, first)
        if outer:
            sides = outer.conclusion.args[0]
        (a, b), (c, d) = sides.args, order.conclusion.args[0].args
        between = self._multiple_of("<", (a, b), (c, d), self._ratio(add(b, -a), add(d, -c)))
        inner = self.law(
            "iff_trans", between, order, P=between.conclusion.args[0], Q=order.conclusion.args[0], R=second
        )
        if not outer:
            return inner
        turned = self.law("iff_turned", outer, P=outer.conclusion.args[0], Q=first)
        return self.law("iff_trans", turned, inner, P=first, Q=turned.conclusion.args[1], R=second)

    def _log_order(self, relation: Term) -> Theorem:
        c, d = relation.args
        return self.law("log_order", self.positive(c), self.positive(d), a=c, b=d)

    def _ratio(self, a: Term, b: Term) -> Term:
        """The number that a is of b."""
        mine, theirs = linear(right(self.normal(a))), linear(right(self.normal(b)))
        part = min(theirs, key=order_of)
        return number(mine.get(part, Fraction(0)) / theirs[part])

    # --- values

    def has(self, condition: Term) -> Theorem:
        """A condition under which something has a value."""
        by_kind = CONDITIONS.get(condition.op)
        if by_kind is None:
            raise NotFound(f"no way to {condition.op}")
        return by_kind(self, condition)

    def _has_sign(self, condition: Term) -> Theorem:
        return self.strictly(*condition.args)

    def _has_at_least_zero(self, condition: Term) -> Theorem:
        """Not negative: mostly as it is positive."""
        _, t = condition.args
        known = self.trying(self.positive, t)
        return self.law("weaken", known, a=ZERO, b=t) if known else self.nonnegative(t)

    def _has_apart(self, condition: Term) -> Theorem:
        return self.apart_from_zero(condition.args[0])

    def _has_all(self, condition: Term) -> Theorem:
        lo, hi, body = condition.args
        with self.index(lo, hi) as k:
            return self.r.every_index(self.has(fill(body, [k])), k, lo, hi)

    def _has_around(self, condition: Term) -> Theorem:
        body, at = condition.args
        y = self.fresh("_a")
        near: Any = self.about(y, at)
        found = self.trying(self.has, fill(body, [y])) or near.has(fill(body, [y]))
        return self.around(found, y, at)

    def _has_smooth(self, condition: Term) -> Theorem:
        body, at = condition.args
        y = self.fresh("_a")
        slope = self.slope_at(fill(body, [y]), y, at)
        return self.law("smooth", slope, F=body, a=at, c=slope.conclusion.args[2])

    def _has_over(self, condition: Term) -> Theorem:
        lower, upper, body = condition.args
        y = self.fresh("_a")
        inside = self.supposing(*(self.r.assume(end) for end in _ends(lower, y, upper)))
        return self.r.every_real(inside.has(fill(body, [y])), y, lower, upper)

    def _has_eventually(self, condition: Term) -> Theorem:
        """Of integers far out what holds of all reals far out."""
        (body,) = condition.args
        near = self._has_near(make("near", MINUS_INFINITY, INFINITY, body, INFINITY))
        return self.law("eventually_near", near, P1=body)

    def _has_drawn(self, condition: Term) -> Theorem:
        count, lo, hi, body = condition.args
        w = array("_w", "integer")
        return self.r.every_draw(self.has(fill(body, [w])), w, count, lo, hi)

    def _has_near(self, condition: Term) -> Theorem:
        lower, upper, body, to = condition.args
        at = Place(self.fresh("_a"), lower, upper, to)
        inside: Any = self.between(at)
        return self.near(inside.has(fill(body, [at.x])), at)


def _innermost(proposition: Term) -> Term:
    while proposition.op in ("all", "any"):
        proposition = proposition.args[-1]
    return proposition


def _ends(lower: Term, y: Term, upper: Term) -> list[Term]:
    """What may be assumed of a letter between two ends."""
    low = [lt(lower, y)] if lower.sort == "number" else []
    return low + ([lt(y, upper)] if upper.sort == "number" else [])


CLAIMS: dict[str, Callable[[Lines, Term, Hints], Theorem]] = {
    "=": Lines.equation,
    "<": Lines.inequality,
    "<=": Lines.inequality,
    "!=": Lines.apart_from,
    "argmin": Lines.minimum,
    "tends": Lines.tends,
    "converges": Lines.converges,
    "iff": Lines.both_ways,
}
CONDITIONS: dict[str, Callable[[Lines, Term], Theorem]] = {
    "<": Lines._has_sign,
    "<=": Lines._has_at_least_zero,
    "!=": Lines._has_apart,
    "all": Lines._has_all,
    "around": Lines._has_around,
    "smooth": Lines._has_smooth,
    "over": Lines._has_over,
    "near": Lines._has_near,
    "eventually": Lines._has_eventually,
    "drawn": Lines._has_drawn,
}


def proof_of(statement: Statement, hints: Hints | None = None) -> dict[str, object]:
    """A proof of a statement, as data; raises `NotFound`.

    >>> from ..kernel.terms import eq, exp, log, variable
    >>> x = variable("x", sign="positive")
    >>> sorted(proof_of(Statement((x,), eq(exp(log(x)), x))))
    ['proved', 'steps', 'terms', 'values']
    """
    return freely(lambda: _proof_of(statement, hints or {}))


def freely(search: Callable[[], Found]) -> Found:
    """What a search finds, which may make as many terms as it likes; raises `NotFound`.

    >>> freely(lambda: "found")
    'found'
    """
    kept, Budget.left = Budget.left, FREELY
    try:
        return search()
    except Spent:
        raise NotFound(f"the search ended after {record.STEPS:,} steps") from None
    finally:
        Budget.left = kept


def _proof_of(statement: Statement, hints: Hints) -> dict[str, object]:
    search = Lines(Recorder(statement))
    search.take(statement)
    proved = search.claimed(statement.claim, hints)
    return search.r.proof(proved, [search.has(condition) for condition in wanted(statement.claim)])
