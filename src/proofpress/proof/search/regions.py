"""Sums in sums as regions of indices: another order of the indices, another name for one, the part a delta meets.

Each move is an equation; two nests are equal where moves bring both to one, which is sought from both sides at once.
These are later roads: they are tried where the normal forms are not the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial, reduce
from itertools import chain, combinations, islice, zip_longest

from ..kernel.terms import MINUS_ONE, ONE, Term, abstract, add, fill, make, mul, number
from ..kernel.theorem import Theorem
from .limits import Limits
from .state import NotFound, right
from .terms import factors, flat, linear, parts_of, product

WALKED = 24
"""So many forms of a nest are reached from each side."""
FEW_NESTS = 4
"""So many nests of a line are compared with each other."""
HALF = number(Fraction(1, 2))
Roads = tuple[Callable[[Term], Theorem], ...]
Sides = list[list[Term]]
"""Lower ends, of which the largest counts, and upper ones, of which the smallest does."""


class Regions(Limits):
    """When two nests of sums run over the same indices."""

    def same_region(self, a: Term, b: Term) -> Theorem:
        """That a = b, both nests of two or more sums, by moves from each."""
        if min(_depth(a), _depth(b)) < 2:
            raise NotFound("no two nests of sums")
        if self.hopeless(add(a, -b)) or self.hopeless(add(b, -a)):
            raise NotFound("not equal somewhere")
        orders = (self._turned_about,)
        for roads in (orders, (*orders, self._from_zero)):
            found = self._met_between(self._walk(a, roads), self._walk(b, roads))
            if found:
                return found
        raise NotFound("two regions")

    def _met_between(self, mine: Iterator[Theorem], theirs: Iterator[Theorem]) -> Theorem | None:
        """From equations of two terms with others, in turn, the equation of the two by what they first share."""
        seen: tuple[dict[Term, Theorem], dict[Term, Theorem]] = {}, {}
        for n, one in enumerate(chain.from_iterable(zip_longest(mine, theirs))):
            if one:
                seen[n % 2][right(one)] = one
            if one and right(one) in seen[1 - n % 2]:
                first, second = (side[right(one)] for side in seen)
                return self.chain(first, self.r.symmetric(second))
        return None

    def _walk(self, t: Term, roads: Roads) -> Iterator[Theorem]:
        """Each form of a nest that moves lead to, the nearest first."""
        start = self._tidy(t)
        queue, seen = [start], {right(start)}
        for one in islice(queue, WALKED):
            yield one
            for move in self._moves(right(one), roads):
                if right(move) not in seen:
                    seen.add(right(move))
                    queue.append(self.chain(one, move))

    def _tidy(self, t: Term) -> Theorem:
        """A nest with its factors in the innermost sum, and ends and body in normal form."""
        same = self._drawn(t)
        if right(same).op != "sum":
            return self.normal(t)
        parts = self._parts(right(same))
        lo, hi, body = right(parts).args
        with self.index(lo, hi) as k:
            inside = self.termwise("sum", lo, hi, k, self._tidy(fill(body, [k])))
        return self.chain(same, parts, inside)

    def _drawn(self, t: Term) -> Theorem:
        """A factor before a sum, drawn into it."""
        parts = flat(t, "*")
        sums = [f for f in parts if f.op == "sum"]
        if t.op != "*" or len(sums) != 1:
            return self.r.reflexive(t)
        outer = product([f for f in parts if f is not sums[0]])
        lo, hi, body = sums[0].args
        back = self.r.symmetric(self.law("sum_scale", lo=lo, hi=hi, c=outer, F=body))
        return self.chain(self.by_identity(t, mul(outer, sums[0])), back)

    # --- moves

    def _moves(self, t: Term, roads: Roads) -> list[Theorem]:
        """Each equation of a nest with one that is a move away."""
        lo, hi, body = t.args
        found = [self.chain(move, self._tidy(right(move))) for road in roads if (move := self.trying(road, t))]
        with self.index(lo, hi) as k:
            inner = fill(body, [k])
            deeper = self._moves(inner, roads) if inner.op == "sum" else []
            return found + [self.termwise("sum", lo, hi, k, move) for move in deeper]

    def _from_zero(self, t: Term) -> Theorem:
        """A sum whose lower end is no number, from 0 on."""
        lo, hi, body = t.args
        if not lo.free:
            raise NotFound("a number")
        return self.law("sum_shift", lo=lo, hi=hi, n=right(self.polynomial(-lo)), F=body)

    def _turned_about(self, t: Term) -> Theorem:
        """Two sums, by the second index first."""
        lo, hi, inner = t.args
        if inner.op != "sum":
            raise NotFound("one sum")
        if not inner.args[0].loose and not inner.args[1].loose:
            return self.law("sum_swap", lo=lo, hi=hi, lo2=inner.args[0], hi2=inner.args[1], F2=inner.args[2])
        with self.index(lo, hi) as i, self.index(*(fill(end, [i]) for end in inner.args[:2])) as j:
            outer, beside = [lo, hi], [fill(end, [i]) for end in inner.args[:2]]
            outside, inside = self._ends_turned(i, j, *map(self._all_ends, (outer, beside)))
            second = [[abstract(end, j) for end in side] for side in inside]
        lo2, hi2 = self._joined(outside)
        with self.index(lo2, hi2) as j:
            c1, c2 = (abstract(end, j) for end in self._joined([[fill(end, [j]) for end in side] for side in second]))
        return self.by_second(t, lo2, hi2, c1, c2)

    def _all_ends(self, ends: Sequence[Term]) -> Sides:
        """The lower ends of which a lower end is the largest, and the upper ones of which an upper one is the least."""
        return [self._ends_in(end, sign) for end, sign in zip(ends, (1, -1), strict=True)]

    def _ends_in(self, end: Term, sign: int) -> list[Term]:
        """The terms of which an end is the largest, or the smallest (sign −1): it has bars, and each sign of these."""
        for bars, share in linear(end).items():
            if bars.op == "abs" and share * sign > 0:
                both = (add(end, mul(number(share), add(u, -bars))) for u in (*bars.args, -bars.args[0]))
                return [one for other in both for one in self._ends_in(right(self.polynomial(other)), sign)]
        return [end]

    def _ends_turned(self, i: Term, j: Term, outer: Sides, beside: Sides) -> tuple[Sides, Sides]:
        """The ends of j alone, and those of i beside j, from those of i alone and those of j beside i.

        An end c·i + r of j is one of i: (j − r)/c; and with i at its own end it is one of j alone.
        """
        outside: Sides = [[], []]
        inside = [list(side) for side in outer]
        for upper, end in ((at, end) for at, side in enumerate(beside) for end in side):
            share = linear(end).get(i, Fraction(0))
            rest = right(self.polynomial(add(end, mul(number(-share), i))))
            if i in rest.free:
                raise NotFound("an end that is not linear", end)
            if share:
                same = upper if share > 0 else 1 - upper
                outside[upper] += [add(mul(number(share), at), rest) for at in outer[same]]
                inside[1 - same].append(mul(number(1 / share), add(j, -rest)))
            else:
                outside[upper].append(end)
        return outside, inside

    def _joined(self, sides: Sides) -> list[Term]:
        """The largest of the lower ends, and the smallest of the upper ones; those that others imply are left out."""
        found = []
        for sign, side in zip((1, -1), sides, strict=True):
            kept = list(dict.fromkeys(right(self.normal(end)) for end in side))
            for end in list(kept):
                pairs = ((end, other)[::sign] for other in kept if other is not end)
                if any(self.trying(self.at_most, *pair) for pair in pairs):
                    kept.remove(end)
            found.append(right(self.normal(reduce(partial(_further, sign), kept))))
        return found

    # --- deltas

    def where_they_meet(self, t: Term) -> Theorem:
        """Σ_k Σ_i δ(i, k + n)·f over those k alone at which the delta meets, and so one sum."""
        lo, hi, body = t.args
        with self.index(lo, hi) as k:
            first, last = self._met(k, lo, hi, fill(body, [k]))
        found = self.r.reflexive(t)
        if first is not lo:
            found = self._less_void(t, right(self.polynomial(add(first, MINUS_ONE))), above=True)
        if last is not hi:
            found = self.chain(found, self._less_void(right(found), last, above=False))
        lo, hi, body = right(found).args
        with self.index(lo, hi) as k:
            inner = self.normal(fill(body, [k]))
            if parts_of(right(inner), "delta"):
                raise NotFound("a delta that stays")
            return self.again(self.chain(found, self.termwise("sum", lo, hi, k, inner)))

    def _met(self, k: Term, lo: Term, hi: Term, inner: Term) -> tuple[Term, Term]:
        """The first and the last index at which the delta meets."""
        sums = [f for f in factors(inner) if f.op == "sum" and k not in f.args[0].free | f.args[1].free]
        for s in sums:
            with self.index(*s.args[:2]) as i:
                deltas = [f.args for f in factors(fill(s.args[2], [i])) if f.op == "delta"]
            for q in (q for pair in deltas for at, q in (pair, pair[::-1]) if at is i and linear(q).get(k) == 1):
                ends = [right(self.polynomial(add(end, k, -q))) for end in s.args[:2]]
                if all(k not in end.free for end in ends):
                    return self._further_in(lo, ends[0], 1), self._further_in(hi, ends[1], -1)
        raise NotFound("no delta that may miss")

    def _further_in(self, old: Term, new: Term, sign: int) -> Term:
        """The end that leaves fewer, of a lower one and another, or of two upper ones (sign −1)."""
        if self.trying(self.at_most, *(new, old)[::sign]):
            return old
        self.at_most(*(old, new)[::sign])
        return new

    def _less_void(self, t: Term, n: Term, *, above: bool) -> Theorem:
        """A sum as what is above n, or what is not, as every other term is 0."""
        lo, hi, body = t.args
        split = self.law("sum_split", self.at_most(lo, add(n, ONE)), self.at_most(n, hi), lo=lo, hi=hi, n=n, F=body)
        low, high = (self.up(part, *map(self.polynomial, part.args[:2]), None) for part in right(split).args)
        void, kept = (low, high) if above else (high, low)
        first, last, _ = right(void).args
        with self.index(first, last) as k:
            nothing = self.termwise("sum", first, last, k, self.normal(fill(body, [k])))
        void = self.chain(void, nothing, self.law("sum_zero", lo=first, hi=last))
        whole = self.up(right(split), *((void, kept) if above else (kept, void)))
        return self.chain(split, whole, self.by_identity(right(whole), right(kept)))

    def regions_of(self, gap: Term) -> list[Theorem]:
        """Equations of an expression's nests: with each other, and with the one sum that their deltas leave."""
        nests = [s for s in parts_of(gap, "sum") if _depth(s) > 1][:FEW_NESTS]
        found = [self.trying(self.where_they_meet, s) for s in nests]
        found += [self.trying(self.same_region, a, b) for a, b in combinations(nests, 2)]
        return [same for same in found if same]


def _further(sign: int, x: Term, y: Term) -> Term:
    """The larger of two terms, or the smaller (sign −1)."""
    return mul(HALF, add(x, y, mul(number(sign), make("abs", add(x, -y)))))


def _depth(t: Term) -> int:
    """How many sums stand in each other at its head, factors beside them."""
    if t.op == "sum":
        return 1 + _depth(t.args[2])
    return max(map(_depth, t.args)) if t.op == "*" else 0
