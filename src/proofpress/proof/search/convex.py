"""Inequalities of convex functions: each term lies above its tangent, or is a square less nothing.

Jensen's, Gibbs's and the log-sum inequality are Σ w·(exp(v) − 1 − v) ≥ 0 for a v that is read off, as are the bounds of
one logarithm; a variance and Cauchy's inequality are sums of squares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from fractions import Fraction
from itertools import chain

from ..kernel.terms import ONE, ZERO, Term, abstract, add, exp, fill, le, make, mul, number
from ..kernel.theorem import Theorem
from .letters import cancelled, letters_of
from .shares import Bounds
from .state import NotFound, left, right
from .terms import factors, parts_of, product, split_number, total

ONCE = Fraction(1)
Range = tuple[Term, Term]


class Convex(Bounds):
    """What is not negative because something is convex."""

    def convex(self, t: Term) -> Theorem:
        """0 ≤ t, a normal form, by one gap that is taken off; within such a search none is begun."""
        if "convex" in self.busy or right(self.normal(t)) is not t:
            raise NotFound("one at a time")
        self.busy.add("convex")
        try:
            for gap in chain(self._tangents(t), self._squares(t), self._by_shares(t)):
                found = self.trying(self._less, t, gap)
                if found:
                    return found
        finally:
            self.busy.discard("convex")
        raise NotFound("no convex function")

    def _less(self, t: Term, gap: Theorem) -> Theorem:
        """From 0 ≤ gap: 0 ≤ t, as the rest is not negative."""
        same = self.normal(add(t, -right(gap)))
        low = self.carried(self.at_most(ZERO, right(same)), same)
        return self.r.inequality(le(ZERO, t), [(ONCE, gap), (ONCE, low)], [])

    # --- exp(v) ≥ 1 + v, with weights

    def _tangents(self, t: Term) -> Iterator[Theorem]:
        """Gaps Σ w·(exp(v) − 1 − v) in which the logarithms of t stand."""
        sums, rest = _by_range(t)
        if len(sums) == 1:
            ((lo, hi), items), *_ = sums.items()
            yield from filter(None, [self.trying(self._of_sum, lo, hi, items, rest)])
        for weight in dict.fromkeys(_beside_a_logarithm(part) for part in t.args if _has_logarithm(part)):
            logs = [part for part in t.args if _has_logarithm(part) and _beside_a_logarithm(part) is weight]
            alike = [part for part in t.args if _beside_a_logarithm(part) is weight]
            for mine in (logs, alike)[: 1 + (alike != logs)]:
                yield from filter(None, [self.trying(self._of_one, mine, weight)])

    def _of_sum(self, lo: Term, hi: Term, items: Sequence[tuple[Term, Term]], rest: Sequence[Term]) -> Theorem:
        """All of t that is summed, over the weight that its terms share, and the rest spread by that weight."""
        with self.index(lo, hi) as k:
            bodies = [mul(outer, fill(body, [k])) for outer, body in items]
            common = [f for f in _all_factors(bodies[0]) if all(f in _all_factors(body) for body in bodies)]
            weight = product([f for f in common if f.op != "number" and self.trying(self.positive, f)])
            whole = right(self.normal(make("sum", lo, hi, abstract(weight, k))))
            share = mul(total(list(rest)), whole**-1) if rest else ZERO
            v = right(self.normal(-add(mul(total(bodies), weight**-1), share)))
            every = self.r.every_index(self._gap(weight, v), k, lo, hi)
        return self.law("sum_nonnegative", every, lo=lo, hi=hi, F=every.conclusion.args[2].args[1])

    def _of_one(self, mine: Sequence[Term], weight: Term) -> Theorem:
        """What stands beside one factor: its logarithms, and perhaps all else."""
        sign, w = split_number(weight)
        if sign < 0:
            raise NotFound("a negative weight")
        return self._gap(w, right(self.normal(-mul(total(list(mine)), w**-1))))

    def _gap(self, weight: Term, v: Term) -> Theorem:
        """0 ≤ weight·(exp(v) − 1 − v)."""
        above = self.law("tangent_exp", a=v)
        gap = add(exp(v), -add(ONE, v))
        low = self.r.inequality(le(ZERO, gap), [(ONCE, above)], [])
        return self.law("mul_nonnegative", self.nonnegative(weight), low, a=weight, b=gap)

    def _by_shares(self, t: Term) -> Iterator[Theorem]:
        """One sum of which every term is not negative, the rest of t spread by shares that sum to one."""
        sums, rest = _by_range(t)
        for fact in self.facts if len(sums) == 1 and rest else ():
            ((lo, hi), items), *_ = sums.items()
            if fact.conclusion.op == "=" and left(fact).op == "sum" and left(fact).args[:2] == (lo, hi):
                yield from filter(None, [self.trying(self._shared, left(fact), items, rest)])

    def _shared(self, shares: Term, items: Sequence[tuple[Term, Term]], rest: Sequence[Term]) -> Theorem:
        lo, hi, share = shares.args
        with self.index(lo, hi) as k:
            bodies = [mul(outer, fill(body, [k])) for outer, body in items]
            low = self.nonnegative(add(*bodies, mul(total(rest), fill(share, [k]))))
            return self._over(low, [k], [(lo, hi)])

    def in_roots(self, t: Term) -> Theorem:
        """0 ≤ t, whose factors are seen where what stands under a root is written as a power of it."""
        same = self.r.reflexive(t)
        for g in parts_of(t, "exp"):
            root, now = self.trying(self.root, g), right(same)
            letters = letters_of(now)
            for i, atom in letters.atoms.items():
                if root and atom is right(root):
                    new = letters.exchanged(letters.polynomial(now), i, 1, left(root))
                    same = self.chain(same, self.modulo(now, new, root))
        if right(same) is t:
            raise NotFound("no root")
        return self.carried(self.nonnegative(right(same)), same)

    def root(self, g: Term) -> Theorem:
        """For g = exp(u/n): gⁿ = exp(u), or = a where u is log(a)."""
        share, rest = split_number(g.args[0])
        if share.numerator != 1 or share.denominator == 1:
            raise NotFound("no root")
        n = number(share.denominator)
        power = self.r.symmetric(self.law("exp_power", a=g.args[0], b=n))
        inside = self.up(right(power), self.by_identity(right(power).args[0], rest))
        if rest.op != "log":
            return self.chain(power, inside)
        (a,) = rest.args
        return self.chain(power, inside, self.law("exp_log", self.positive(a), a=a))

    def modulo(self, t: Term, new: Term, equation: Theorem) -> Theorem:
        """That t = new, as their difference is a multiple of that of an equation's sides."""
        gap, side = add(t, -new), add(left(equation), -right(equation))
        letters = letters_of(gap, side)
        quotient, rest = letters.polynomial(gap).div([letters.polynomial(side)])
        if rest:
            raise NotFound("no multiple")
        return self.by_identity(t, new, (), [(letters.term(quotient[0]), equation)])

    # --- squares

    def _squares(self, t: Term) -> Iterator[Theorem]:
        """Gaps c·Σ g·(h/g − M)², or over pairs, in which a sum of t stands, for each h that may be meant."""
        for part in t.args:
            for whole in dict.fromkeys(f for f in factors(part) if f.op == "sum"):
                outer = product([f for f in factors(part) if f is not whole])
                for h in self._means(t, whole):
                    for road in (self._around_a_mean, self._by_pairs):
                        yield from filter(None, [self.trying(road, outer, whole, h)])

    def _means(self, t: Term, whole: Term) -> Iterator[Term]:
        """Sums over the same ranges whose square may be taken off: those squared in t, shares, and the mere count."""
        ranges = _ranges(whole)
        for part in t.args:
            for f in factors(part):
                if f.op == "^" and f.args[0].op == "sum" and _ranges(f.args[0]) == ranges:
                    yield f.args[0]
        for fact in self.facts:
            if fact.conclusion.op == "=" and left(fact).op == "sum" and _ranges(left(fact)) == ranges:
                yield left(fact)
        count = ONE
        for lo, hi in reversed(ranges):
            count = make("sum", lo, hi, count)
        yield count

    def _around_a_mean(self, outer: Term, whole: Term, mean: Term) -> Theorem:
        """0 ≤ outer·Σ g·(h/g − H/G)², where g = h²/f."""
        ranges = _ranges(whole)
        with ExitStack() as stack:
            letters = [stack.enter_context(self.index(lo, hi)) for lo, hi in ranges]
            f, h = (_opened(s, letters) for s in (whole, mean))
            g = cancelled(mul(right(self.normal(mul(h, h))), f**-1))
            of_g, of_h = (right(self.normal(_summed(s, letters, ranges))) for s in (g, h))
            self.not_zero(of_g)
            centre = right(self.normal(mul(of_h, of_g**-1)))
            deviation = add(cancelled(mul(h, g**-1)), -centre)
            square = self.law("square_nonnegative", a=deviation)
            low = self.law("mul_nonnegative", self.nonnegative(g), square, a=g, b=right(square))
            low = self._over(low, letters, ranges)
        return self.law("mul_nonnegative", self.nonnegative(outer), low, a=outer, b=right(low))

    def _by_pairs(self, outer: Term, whole: Term, mean: Term) -> Theorem:
        """0 ≤ ½·ΣΣ f(i)·g(j) + f(j)·g(i) − 2·h(i)·h(j), where `outer` is Σ g."""
        if outer.op != "sum" or _ranges(outer) != _ranges(whole) or len(_ranges(outer)) != 1:
            raise NotFound("no two sums over one range")
        (ends,) = _ranges(whole)
        with self.index(*ends) as i, self.index(*ends) as j:
            (fi, fj), (gi, gj), (hi, hj) = ([fill(s.args[2], [k]) for k in (i, j)] for s in (whole, outer, mean))
            pair = add(mul(fi, gj), mul(fj, gi), mul(number(-2), hi, hj))
            low = self._over(self.nonnegative(pair), [i, j], [ends, ends])
        half = number(Fraction(1, 2))
        return self.law("mul_nonnegative", self.nonnegative(half), low, a=half, b=right(low))

    def _over(self, low: Theorem, letters: Sequence[Term], ranges: Sequence[Range]) -> Theorem:
        """From 0 ≤ f: 0 ≤ its sum over all of these ranges, the last the innermost."""
        for k, (lo, hi) in reversed(list(zip(letters, ranges, strict=True))):
            every = self.r.every_index(low, k, lo, hi)
            low = self.law("sum_nonnegative", every, lo=lo, hi=hi, F=abstract(right(low), k))
        return low


def _by_range(t: Term) -> tuple[dict[Range, list[tuple[Term, Term]]], list[Term]]:
    """The parts of a sum that hold one Σ, as (factor, body) by its range, and the other parts."""
    sums: dict[Range, list[tuple[Term, Term]]] = {}
    rest = []
    for part in t.args:
        inner = [f for f in factors(part) if f.op == "sum"]
        if len(inner) == 1:
            lo, hi, body = inner[0].args
            outer = product([f for f in factors(part) if f is not inner[0]])
            sums.setdefault((lo, hi), []).append((outer, body))
        else:
            rest.append(part)
    return sums, rest


def _all_factors(t: Term) -> list[Term]:
    """The factors of a product of products."""
    return [f for part in factors(t) for f in (_all_factors(part) if part.op == "*" else [part])]


def _has_logarithm(part: Term) -> bool:
    return any(f.op == "log" for f in factors(part))


def _beside_a_logarithm(part: Term) -> Term:
    """The weight of a logarithm, without its number."""
    return product([f for f in factors(part) if f.op not in ("log", "number")])


def _ranges(whole: Term) -> list[Range]:
    """The ranges of nested sums, the outermost first."""
    found = []
    while whole.op == "sum" and not whole.args[0].loose | whole.args[1].loose:
        found.append((whole.args[0], whole.args[1]))
        whole = whole.args[2]
    return found


def _opened(whole: Term, letters: Sequence[Term]) -> Term:
    """What is summed, at letters for the indices."""
    for k in letters:
        whole = fill(whole.args[2], [k])
    return whole


def _summed(t: Term, letters: Sequence[Term], ranges: Sequence[Range]) -> Term:
    for k, (lo, hi) in reversed(list(zip(letters, ranges, strict=True))):
        t = make("sum", lo, hi, abstract(t, k))
    return t
