"""Inequalities from inequalities: facts, each taken so often that every part but a number cancels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from ..kernel.terms import ONE, ZERO, Term, add, bound, fill, le, lt, make, mul, number
from ..kernel.theorem import Theorem
from .state import Known, NotFound, left, right
from .terms import linear, match, of_every, order, product

FUEL, NONE = 8, Fraction(0)
Taken = list[tuple[Fraction, Theorem]]


class Bounds(Known):
    """What follows linearly from what is known of the parts."""

    def at_most(self, a: Term, b: Term) -> Theorem:
        """That a ≤ b."""
        return self.r.inequality(le(a, b), self.shares(a, b, strict=False), [])

    def below(self, a: Term, b: Term) -> Theorem:
        """That a < b."""
        return self.r.inequality(lt(a, b), self.shares(a, b, strict=True), [])

    def shares(self, a: Term, b: Term, *, strict: bool) -> Taken:
        """Facts and how often each is taken, so that their sum is b − a less a number that is not negative."""
        key = "shares", a, b, strict
        if key in self.busy:
            raise NotFound("a circle")
        self.busy.add(key)
        try:
            return self._cancel(linear(add(b, -a)), [], strict, FUEL, set())
        finally:
            self.busy.discard(key)

    def _cancel(self, left_over: dict[Term, Fraction], taken: Taken, strict: bool, fuel: int, tried: set[Any]) -> Taken:
        """What is taken until nothing is left over; it is strict until something strict is taken."""
        parts = [part for part in left_over if part is not ONE]
        if not parts:
            spare = left_over.get(ONE, NONE)
            if spare > 0 or (spare == 0 and not strict):
                return taken
            raise NotFound("too small")
        place = frozenset(left_over.items()), strict, fuel
        if place in tried:
            raise NotFound("nothing bounds", *parts)
        tried.add(place)
        for part in sorted(parts, key=order) if fuel else ():
            for fact in self.facts_of(part):
                gap = _gap(fact.conclusion)
                share = left_over[part] / gap[part] if gap.get(part) else Fraction(0)
                if share == 0 or (share < 0 and fact.conclusion.op != "="):
                    continue
                rest = left_over | {p: left_over.get(p, NONE) - share * q for p, q in gap.items()}
                rest, more = {p: q for p, q in rest.items() if q}, [*taken, (share, fact)]
                try:
                    return self._cancel(rest, more, strict and fact.conclusion.op != "<", fuel - 1, tried)
                except NotFound:
                    continue
        raise NotFound("nothing bounds", *parts)

    def facts_of(self, part: Term) -> Iterator[Theorem]:
        """Inequalities that speak of a part."""
        yield from self.ranges.get(part, ())
        yield from self._sign_of(part)
        yield from self._by_what_it_is(part)
        for fact in self.facts:
            if fact.conclusion.op in ("<", "<=") or _of_integers(fact):
                if part in _gap(fact.conclusion):
                    yield fact
            elif fact.conclusion.op in ("any", "all"):
                yield from self._instances(fact, part)

    def _sign_of(self, part: Term) -> Iterator[Theorem]:
        letter = part.args[0] if part.op == "entry" else part
        if letter.op not in ("variable", "array") or not letter.val.sign:
            return
        known = self.r.sign(part)
        if part.whole and letter.val.sign == "positive":
            known = self.law("next_integer", known, n=ZERO, m=part)
        yield known

    def _by_what_it_is(self, part: Term) -> Iterator[Theorem]:
        if part.op == "abs":
            (u,) = part.args
            yield from (self.law("abs_above", a=u), self.law("abs_above_minus", a=u))
        if part.op == "exp":
            yield self.law("exp_positive", a=part.args[0])
        if part.op == "delta":
            a, b = part.args
            yield from (self.law("delta_nonnegative", a=a, b=b), self.law("delta_at_most_one", a=a, b=b))
        if part.op in ("ceiling", "floor"):
            for name in (f"{part.op}_above", f"{part.op}_below"):
                yield self.law(name, a=part.args[0])
        if part.op == "*":
            yield from self._times_what_is_bounded(part)
        yield from self._as_share(part)

    def _times_what_is_bounded(self, part: Term) -> Iterator[Theorem]:
        """c·⌈a⌉, c·p with p ≤ 1, c·|x|: a bound of one factor, times the others, which are positive or not negative."""
        for factor in part.args:
            rest = product([f for f in part.args if f is not factor])
            for fact in self._bounds(factor):
                yield from filter(None, (self.trying(self._multiplied, fact, rest),))

    def _multiplied(self, fact: Theorem, rest: Term) -> Theorem:
        """From a < b and 0 < c: 0 < c·(b − a); or with ≤."""
        positive = self.trying(self.positive, rest) if fact.conclusion.op == "<" else None
        weak = fact if positive or fact.conclusion.op == "<=" else self.law("weaken", fact, a=left(fact), b=right(fact))
        gap = add(right(weak), -left(weak))
        known = self.r.inequality(make(weak.conclusion.op, ZERO, gap), [(Fraction(1), weak)], [])
        law = "mul_positive" if positive else "mul_nonnegative"
        both = self.law(law, positive or self.nonnegative(rest), known, a=rest, b=gap)
        return self.r.rewrite(both, [None, self.polynomial(mul(rest, gap))])

    def _bounds(self, factor: Term) -> Iterator[Theorem]:
        """What bounds a factor: on both sides if it is rounded, from above if it is an entry, a letter or has bars."""
        if factor.op in ("ceiling", "floor", "abs"):
            yield from self._by_what_it_is(factor)
        if factor.op == "abs":
            yield from (fact for fact in map(self._normal_fact, self.facts) if fact and factor in linear(right(fact)))
        if factor.op in ("entry", "variable"):
            yield from self._as_share(factor)
            for fact in self.facts:
                if fact.conclusion.op in ("<", "<=") and _by_a_number(fact, factor):
                    yield fact

    def _normal_fact(self, fact: Theorem) -> Theorem | None:
        """0 ≤ b − a in normal form, from a ≤ b of which one is |x|."""
        if fact.conclusion.op not in ("<", "<=") or all(side.op != "abs" for side in fact.conclusion.args):
            return None
        return self._in_normal_form(fact)

    def _in_normal_form(self, fact: Theorem) -> Theorem:
        gap = add(right(fact), -left(fact))
        known = self.r.inequality(make(fact.conclusion.op, ZERO, gap), [(Fraction(1), fact)], [])
        return self.carried(known, self.r.symmetric(self.normal(gap)))

    def _instances(self, fact: Theorem, part: Term) -> Iterator[Theorem]:
        """An inequality of every index, at those of an entry."""
        letters, pattern = of_every(fact.conclusion)
        if part.op != "entry" or pattern.op not in ("<", "<="):
            return
        for one in (one for one in _gap(pattern) if one.op == "entry"):
            found = match(one, part, frozenset(letters), {})
            known = self.trying(self.at_places, fact, letters, found) if found else None
            if known:
                yield from (known, *filter(None, (self.trying(self._in_normal_form, known),)))

    def at_places(self, fact: Theorem, letters: Sequence[Term], found: Mapping[Term, Term]) -> Theorem:
        """What holds of every index, at those found for its letters; an end of which nothing is found is the next."""
        for n in range(len(letters)):
            t = next((found[x] for x in letters[n:] if x in found), None)
            if t is None:
                raise NotFound("an index is not in it", fact.conclusion)
            if fact.conclusion.op == "any":
                fact = self.r.at_integer(fact, t)
            else:
                lo, hi, _ = fact.conclusion.args
                fact = self.r.at_index(fact, t, self.at_most(lo, t), self.at_most(t, hi))
        return fact

    def _as_share(self, part: Term) -> Iterator[Theorem]:
        """p[k] < 1, or ≤ 1: one of several positive shares that sum to one."""
        if part.op == "entry":
            yield from filter(None, (self.trying(self.remembered, "share", part, self._share_of_one),))

    def _share_of_one(self, part: Term) -> Theorem:
        for fact in self.facts:
            found = self.trying(self._share, fact, part)
            if found:
                return found
        raise NotFound("no share")

    def _share(self, fact: Theorem, part: Term) -> Theorem:
        whole, one = fact.conclusion.args if fact.conclusion.op == "=" else (ZERO, ZERO)
        if whole.op != "sum" or one is not ONE:
            raise NotFound("no sum of shares")
        lo, hi, body = whole.args
        if body.op != "entry" or body.args[0] is not part.args[0]:
            raise NotFound("another array")
        place = next(n for n, at in enumerate(body.args) if at is bound(0))
        k = part.args[place]
        if fill(body, [k]) is not part:
            raise NotFound("another entry")
        with self.index(lo, hi) as letter:
            every = self.r.every_index(self.positive(fill(body, [letter])), letter, lo, hi)
            some = self.r.every_index(self.nonnegative(fill(body, [letter])), letter, lo, hi)
        ends = self.at_most(lo, k), self.at_most(k, hi)
        try:
            more = self.law("term_below_sum", *ends, self.below(lo, hi), every, k=k, first=lo, last=hi, F=body)
        except NotFound:
            more = self.law("term_at_most_sum", *ends, some, k=k, lo=lo, hi=hi, F=body)
        goal = make(more.conclusion.op, part, number(1))
        return self.r.inequality(goal, [(Fraction(1), more), (Fraction(1), fact)], [])


@cache
def _gap(inequality: Term) -> dict[Term, Fraction]:
    """For a < b: b − a, linear in its parts."""
    small, big = inequality.args
    return linear(add(big, -small))


def _by_a_number(fact: Theorem, factor: Term) -> bool:
    """Whether a fact bounds a factor by a number, from above or from below."""
    return factor in fact.conclusion.args and any(side.op == "number" for side in fact.conclusion.args)


def _of_integers(fact: Theorem) -> bool:
    """Whether a fact is an equation of integers."""
    return fact.conclusion.op == "=" and left(fact).whole and right(fact).whole
