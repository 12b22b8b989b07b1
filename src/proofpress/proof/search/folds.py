"""Normal forms of sums and products: over 1 … n, spread over terms and factors, deltas collapsed, one order of sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sympy import Poly, Symbol, bernoulli

from ..kernel.terms import MINUS_ONE, ONE, ZERO, Term, abstract, add, bound, fill, make, mul, number, walk
from ..kernel.theorem import Theorem
from .letters import letters_of
from .normal import Normal
from .state import NotFound, left, right
from .terms import factors, linear, literal, order, product, total

FEW = 4
"""So many terms of a sum or a product with literal ends are written out."""


PEELED = 3
"""So many terms beyond a size are taken off a sum."""


class Folds(Normal):
    """Normal forms of sums and products."""

    def fold(self, t: Term) -> Theorem:
        """That a sum or a product = its normal form."""
        parts = self._parts(t)
        op, (lo, hi, body) = t.op, right(parts).args
        empty = self.trying(self.below, hi, lo)
        if empty:
            return self.chain(parts, self.law(f"{op}_empty", empty, lo=lo, hi=hi, F=body))
        moved = self.trying(self._from_one, op, lo, hi, body)
        if moved:
            return self.again(self.chain(parts, moved))
        with self.index(lo, hi) as k:
            inner = self.normal(fill(body, [k]))
            inside = self.termwise(op, lo, hi, k, inner)
            spread = self.spread(op, k, lo, hi, right(inner))
        return self.rewritten(self.chain(parts, inside, spread))

    def _from_one(self, op: str, lo: Term, hi: Term, body: Term) -> Theorem:
        """The range brought to 1 … n: split where the sizes are known, otherwise shifted; a last term peeled."""
        if lo is not ONE:
            if literal(lo) is not None and literal(hi) is not None:
                raise NotFound("literal ends")
            below = right(self.polynomial(add(lo, MINUS_ONE)))
            if op == "sum" and self.trying(self.at_most, hi, ZERO):
                turned = self.law("sum_mirrored", lo=lo, hi=hi, F=body)
                return self.chain(turned, self.up(right(turned), self.normal(-hi), self.normal(-lo), None))
            if op == "sum" and self.trying(self.at_most, lo, ZERO) and self.trying(self.at_most, ZERO, hi):
                return self._about_zero(lo, hi, body)
            late = op == "sum" and self.trying(self.at_most, ONE, lo) and self.trying(self.at_most, below, hi)
            if late and not self._stands_beside(lo, hi, body, below):
                return self._less_the_first(lo, hi, body, below)
            n = right(self.polynomial(add(ONE, -lo)))
            step = self.law(f"{op}_shift", lo=lo, hi=hi, n=n, F=body)
            return self.chain(
                step, self.up(right(step), self.normal(right(step).args[0]), self.normal(right(step).args[1]), None)
            )
        return self._peeled(op, hi, body)

    def _stands_beside(self, lo: Term, hi: Term, body: Term, below: Term) -> bool:
        """Whether the index stands beside −(lo − 1) wherever it stands: from 1 on it stands alone."""
        with self.index(lo, hi) as k:
            return {number(-n) for n in _offsets(fill(body, [k]), k)} == {below}

    def _about_zero(self, lo: Term, hi: Term, body: Term) -> Theorem:
        """Σ from lo to hi = f(0) + Σ from 1 to −lo of f(−k) + Σ from 1 to hi."""
        middle = self.at_most(lo, add(ZERO, ONE)), self.at_most(ZERO, hi)
        halves = self.law("sum_split", *middle, lo=lo, hi=hi, n=ZERO, F=body)
        if lo is ZERO:
            parts = self.law("sum_single", n=ZERO, F=body), self._end(hi, body)
            return self.chain(halves, self.up(right(halves), *parts))
        turned = self.law("sum_mirrored", lo=lo, hi=ZERO, F=body)
        ends = self.up(right(turned), self.normal(-ZERO), self.normal(-lo), None)
        return self.chain(halves, self.up(right(halves), self.chain(turned, ends), self._end(hi, body)))

    def _end(self, hi: Term, body: Term) -> Theorem:
        """Σ from 0 + 1 = Σ from 1."""
        return self.up(make("sum", add(ZERO, ONE), hi, body), self.by_identity(add(ZERO, ONE), ONE), None, None)

    def _less_the_first(self, lo: Term, hi: Term, body: Term, below: Term) -> Theorem:
        """Σ from lo = Σ from 1 less Σ to lo − 1."""
        next_ = add(below, ONE)
        split = self.law("sum_split", self.at_most(ONE, next_), self.at_most(below, hi), lo=ONE, hi=hi, n=below, F=body)
        mine, late = make("sum", lo, hi, body), make("sum", next_, hi, body)
        same = self.up(mine, self.by_identity(lo, next_), None, None)
        new = add(make("sum", ONE, hi, body), -make("sum", ONE, below, body))
        return self.chain(same, self.by_identity(late, new, (), [(MINUS_ONE, split)]))

    def _peeled(self, op: str, hi: Term, body: Term) -> Theorem:
        """Σ to n + 1 = Σ to n and the last term, and so for a few more; Σ to n − 1 = Σ to n less it, and to n − 2."""
        shares = linear(hi)
        more = shares.pop(ONE, 0)
        if not shares or more not in (-2, -1, *range(1, PEELED + 1)) or (op == "prod" and more < 0):
            raise NotFound("a range that stays")
        if more >= 1:
            return self.law(f"{op}_last", self.at_most(ONE, hi), first=ONE, last=hi, F=body)
        base = right(self.polynomial(add(hi, ONE)))
        step = self.law("sum_last", self.at_most(ONE, base), first=ONE, last=base, F=body)
        same = self.up(make("sum", ONE, hi, body), None, self.by_identity(hi, add(base, MINUS_ONE)), None)
        new = add(make("sum", ONE, base, body), -fill(body, [base]))
        return self.chain(same, self.by_identity(right(same), new, (), [(MINUS_ONE, step)]))

    # --- over terms and factors

    def spread(self, op: str, k: Term, lo: Term, hi: Term, t: Term) -> Theorem:
        """The fold of a normal form, with the index free in it, = its normal form."""
        whole = make(op, lo, hi, abstract(t, k))
        if op == "prod":
            return self._spread_prod(k, lo, hi, t, whole)
        if t is ZERO:
            return self.law("sum_zero", lo=lo, hi=hi)
        if t.op == "+":
            return self._spread_sum(k, lo, hi, t)
        outer = [f for f in factors(t) if k not in f.free]
        inner = [f for f in factors(t) if k in f.free]
        if outer and t is not ONE:
            return self._taken_out(k, lo, hi, t, product(outer), product(inner))
        if t is ONE:
            known = self.trying(self.at_most, lo, add(hi, ONE))
            return (
                self.again(self.law("sum_constant", known, first=lo, last=hi, c=ONE))
                if known
                else self.r.reflexive(whole)
            )
        if _few(lo, hi):
            return self.again(self.law("sum_last", self.at_most(lo, hi), first=lo, last=hi, F=abstract(t, k)))
        roads = self._collapsed, self._moved_by_delta, self._closed, self._geometric, self._shifted, self._turned
        for road in (*roads, self._reversed):
            found = self.trying(road, k, lo, hi, t, inner)
            if found:
                return found
        return self.rewritten(self.r.reflexive(whole))

    def _spread_sum(self, k: Term, lo: Term, hi: Term, t: Term) -> Theorem:
        first, rest = t.args[0], total(t.args[1:])
        same = self.termwise("sum", lo, hi, k, self.by_identity(t, add(first, rest)))
        step = self.law("sum_add", lo=lo, hi=hi, F=abstract(first, k), G=abstract(rest, k))
        parts = self.up(right(step), self.spread("sum", k, lo, hi, first), self.spread("sum", k, lo, hi, rest))
        found = self.chain(same, step, parts)
        return self.chain(found, self.polynomial(right(found)))

    def _taken_out(self, k: Term, lo: Term, hi: Term, t: Term, outer: Term, inner: Term) -> Theorem:
        same = self.termwise("sum", lo, hi, k, self.by_identity(t, mul(outer, inner)))
        step = self.law("sum_scale", lo=lo, hi=hi, c=outer, F=abstract(inner, k))
        parts = self.up(right(step), None, self.spread("sum", k, lo, hi, inner))
        found = self.chain(same, step, parts)
        return self.chain(found, self.polynomial(right(found)))

    def _spread_prod(self, k: Term, lo: Term, hi: Term, t: Term, whole: Term) -> Theorem:
        if k not in t.free:
            known = self.trying(self.at_most, lo, add(hi, ONE))
            if not known:
                return self.r.reflexive(whole)
            return self.again(self.law("prod_constant", known, first=lo, last=hi, c=t))
        if _few(lo, hi):
            return self.again(self.law("prod_last", self.at_most(lo, hi), first=lo, last=hi, F=abstract(t, k)))
        if t.op == "*":
            first, rest = t.args[0], product(t.args[1:])
            same = self.termwise("prod", lo, hi, k, self.by_identity(t, mul(first, rest)))
            step = self.law("prod_mul", lo=lo, hi=hi, F=abstract(first, k), G=abstract(rest, k))
            parts = self.up(right(step), self.spread("prod", k, lo, hi, first), self.spread("prod", k, lo, hi, rest))
            found = self.chain(same, step, parts)
            return self.chain(found, self.polynomial(right(found)))
        if t.op == "^" and literal(t.args[1]) is not None:
            step = self.law("prod_power", lo=lo, hi=hi, F=abstract(t.args[0], k), n=t.args[1])
            found = self.chain(step, self.up(right(step), self.spread("prod", k, lo, hi, t.args[0]), None))
            return self.chain(found, self.polynomial(right(found)))
        if t.op == "exp":
            found = self.r.symmetric(self.law("exp_log", self.positive(whole), a=whole))
            return self.again(self.chain(found, self.up(right(found), self.again(self.log_of_prod(whole)))))
        return self.r.reflexive(whole)

    def _shifted(self, k: Term, lo: Term, hi: Term, t: Term, _: Sequence[Term]) -> Theorem:
        """Σ f(k + n) = Σ f(k), over the range moved by n, the least number that stands beside the index."""
        found = _offsets(t, k)
        n = min(found) if min(found) > 0 else max(found)
        if n == 0 or (n > 0) != (min(found) > 0):
            raise NotFound("the index stands alone")
        step = self.law("sum_shift", lo=lo, hi=hi, n=number(n), F=abstract(t, k))
        return self.again(step)

    def _reversed(self, k: Term, lo: Term, hi: Term, t: Term, _: Sequence[Term]) -> Theorem:
        """Σ f(lo + hi − k) = Σ f(k)."""
        if not _is_turned(t, k):
            raise NotFound("the index never falls")
        body = abstract(t, k)
        mirrored = self.law("sum_mirrored", lo=lo, hi=hi, F=body)
        middle, turned = right(self.polynomial(add(lo, hi))), right(mirrored)
        shifted = self.law("sum_shift", lo=turned.args[0], hi=turned.args[1], n=middle, F=turned.args[2])
        ends = [self.polynomial(end) for end in right(shifted).args[:2]]
        inner = self.normal(fill(right(shifted).args[2], [k]))
        if right(inner).size >= t.size:
            raise NotFound("as it stands")
        found = self.chain(mirrored, shifted, self.up(right(shifted), *ends, None))
        return self.again(self.chain(found, self.termwise("sum", lo, hi, k, inner)))

    def _geometric(self, k: Term, lo: Term, hi: Term, t: Term, _: Sequence[Term]) -> Theorem:
        """Σ c·qᵏ by telescoping, where q is not 1."""
        if not _is_power_of_index(t, k):
            raise NotFound("no power with the index above")
        body = abstract(t, k)
        ratio = self._next_over(k, t, body)
        less = right(self.polynomial(add(ratio, MINUS_ONE)))
        if k in ratio.free:
            raise NotFound("no ratio that stays")
        self.not_zero(less)
        g = abstract(mul(t, less**-1), k)
        each = self.equal(t, add(fill(g, [add(k, ONE)]), -fill(g, [k])))
        every = self.r.every_index(each, k, lo, hi)
        known = self.at_most(lo, add(hi, ONE))
        return self.again(self.law("sum_telescopes", every, known, first=lo, last=hi, F=body, G=g))

    def _next_over(self, k: Term, t: Term, body: Term) -> Term:
        """What the next term is over this one; of q^(k + …) it is q, which may be 0."""
        base, e = t.args if t.op == "^" else (t, k)
        if k not in base.free and linear(e).get(k) == 1:
            return base
        return right(self.normal(mul(fill(body, [add(k, ONE)]), t**-1)))

    # --- deltas

    def _collapsed(self, k: Term, lo: Term, hi: Term, t: Term, inner: Sequence[Term]) -> Theorem:
        """Σ δ(k, q) f(k) = f(q)."""
        for d, rest in _deltas(inner):
            for at, q in _turns(d):
                if at is not k or k in q.free or not q.whole:
                    continue
                low, high = self.trying(self.at_most, lo, q), self.trying(self.at_most, q, hi)
                if not low or not high:
                    continue
                same = self.termwise("sum", lo, hi, k, self._delta_first(t, d, at, rest))
                step = self.law("sum_delta", low, high, lo=lo, hi=hi, k=q, F=abstract(rest, k))
                return self.again(self.chain(same, step))
        raise NotFound("no delta of the index")

    def _delta_first(self, t: Term, d: Term, a: Term, rest: Term) -> Theorem:
        """The term as δ(a, b) · rest, for a side a of the delta."""
        same = self.by_identity(t, mul(d, rest))
        if d.args[0] is a:
            return same
        return self.chain(same, self.up(mul(d, rest), self.law("delta_turned", a=d.args[0], b=d.args[1]), None))

    def _moved_by_delta(self, k: Term, lo: Term, hi: Term, t: Term, inner: Sequence[Term]) -> Theorem:
        """δ(b[k], a): b[k] gives way to a in the other factors."""
        for d in inner:
            for q, p in _turns(d):
                if k not in q.free or k in p.free or q.op == "variable":
                    continue
                rest = product([f for f in inner if f is not d])
                body = with_bound(rest, q)
                if rest is ONE or body is rest:
                    continue
                step = self.chain(self._delta_first(t, d, q, rest), self.law("delta_moves", a=q, b=p, F=body))
                return self.again(self.termwise("sum", lo, hi, k, step))
        raise NotFound("no delta of an entry")

    # --- closed forms, and the order of sums

    def _closed(self, k: Term, lo: Term, hi: Term, t: Term, _: Sequence[Term]) -> Theorem:
        """Σ kᵈ by telescoping: SymPy finds what to telescope, the kernel checks it."""
        degree = 1 if t is k else literal(t.args[1]) if t.op == "^" and t.args[0] is k else None
        if degree is None or degree < 1:
            raise NotFound("no power of the index")
        y = Symbol("y")
        rows = Poly((bernoulli(degree + 1, y) / (degree + 1)).expand(), y).terms()
        g = total(
            [mul(number(c.p) * number(c.q) ** -1, k**e) if e else number(c.p) * number(c.q) ** -1 for (e,), c in rows]
        )
        body = abstract(g, k)
        step = self.by_identity(t, add(fill(body, [add(k, ONE)]), -g))
        every = self.r.every_index(step, k, lo, hi)
        return self.again(
            self.law(
                "sum_telescopes", every, self.at_most(lo, add(hi, ONE)), first=lo, last=hi, F=abstract(t, k), G=body
            )
        )

    def _turned(self, k: Term, lo: Term, hi: Term, t: Term, inner: Sequence[Term]) -> Theorem:
        """Σ c · Σ f: the inner sum drawn out, and the two put in one order where that helps."""
        for s in (f for f in inner if f.op == "sum"):
            lo2, hi2, _ = s.args
            outer = product([f for f in inner if f is not s])
            if k in lo2.free | hi2.free:
                if lo2 is lo and hi2 is k:
                    return self._triangle(k, lo, hi, t, s, outer)
                continue
            return self._swapped(k, lo, hi, t, s, outer)
        raise NotFound("no sum in it")

    def _drawn_in(self, k: Term, lo: Term, hi: Term, t: Term, s: Term, outer: Term) -> Theorem:
        """Σ_k c · Σ f = Σ_k Σ c · f."""
        if outer is ONE:
            return self.r.reflexive(make("sum", lo, hi, abstract(t, k)))
        back = self.r.symmetric(self.law("sum_scale", lo=s.args[0], hi=s.args[1], c=outer, F=s.args[2]))
        return self.termwise("sum", lo, hi, k, self.chain(self.by_identity(t, mul(outer, s)), back))

    def _triangle(self, k: Term, lo: Term, hi: Term, t: Term, s: Term, outer: Term) -> Theorem:
        nested = self._drawn_in(k, lo, hi, t, s, outer)
        inside = right(nested).args[2].args[2]
        with self.index(lo, k) as inner:
            if (1, 0) in inside.loose and not self._first_written(inside, k, inner):
                raise NotFound("the order stays")
        return self.again(self.chain(nested, self.by_second(right(nested), lo, hi, bound(0), hi)))

    def by_second(self, t: Term, lo2: Term, hi2: Term, c1: Term, c2: Term) -> Theorem:
        """Two sums by their second index first: it runs from lo2 to hi2, and beside it the first from c1 to c2."""
        lo, hi, (a1, a2, body) = *t.args[:2], t.args[2].args
        one, other = (lo, hi, a1, a2), (lo2, hi2, c1, c2)
        known = *self._pairs_among(one, other), *self._pairs_among(other, one)
        ends = {"lo": lo, "hi": hi, "A1": a1, "A2": a2, "lo2": lo2, "hi2": hi2, "C1": c1, "C2": c2}
        return self.law("sum_region", *known, F2=body, **ends)

    def _pairs_among(self, mine: Sequence[Term], others: Sequence[Term]) -> list[Theorem]:
        """That every pair of indices between these ends lies between the others, which are of the second first."""
        (lo, hi, a1, a2), (lo2, hi2, c1, c2) = mine, others
        with self.index(lo, hi) as i, self.index(*(ends := [fill(end, [i]) for end in (a1, a2)])) as j:
            orders = (lo2, j), (j, hi2), (fill(c1, [j]), i), (i, fill(c2, [j]))
            inner = [self.r.every_index(self.beside_bars(*order), j, *ends) for order in orders]
        return [self.r.every_index(one, i, lo, hi) for one in inner]

    def _first_written(self, body: Term, k: Term, k2: Term) -> bool:
        """Whether the body of two sums is the earlier in writing when their indices change places."""
        turned, mine = (order(right(self.polynomial(fill(body, pair)))) for pair in ((k, k2), (k2, k)))
        return turned < mine

    def _swapped(self, k: Term, lo: Term, hi: Term, t: Term, s: Term, outer: Term) -> Theorem:
        lo2, hi2, _ = s.args
        nested = self._drawn_in(k, lo, hi, t, s, outer)
        swap = self.law("sum_swap", lo=lo, hi=hi, lo2=lo2, hi2=hi2, F2=right(nested).args[2].args[2])
        with self.index(lo2, hi2) as k2:
            flat = self.polynomial(_inside(right(swap), k2, k))
            parts = factors(right(flat))
            mine = [f for f in parts if k in f.free]
            decided = any(f.op == "delta" and k in f.args for f in mine) or not any(k2 in f.free for f in mine)
            earlier = (order(lo) + order(hi)) < (order(lo2) + order(hi2))
            if (lo, hi) == (lo2, hi2):
                earlier = self._first_written(right(nested).args[2].args[2], k, k2)
            if not (decided or earlier or self.rewrites):
                raise NotFound("the order stays")
            inner = self.chain(self.termwise("sum", lo, hi, k, flat), self.spread("sum", k, lo, hi, right(flat)))
            if not (decided or earlier) and _folds(right(inner)) >= _folds(left(inner)):
                raise NotFound("nothing is gained")
            outside = self.termwise("sum", lo2, hi2, k2, inner)
            last = self.spread("sum", k2, lo2, hi2, right(inner))
        return self.chain(nested, swap, outside, last)

    def split_sum(self, lo: Term, hi: Term, bodies: list[Term], k: Term) -> Theorem:
        """Σ (f + g + …) = Σf + Σg + …, with what does not depend on the index taken out."""
        first, rest = bodies[0], bodies[1:]
        if not rest:
            return self._one_taken_out(lo, hi, first, k)
        later = total(rest)
        whole = add(*bodies)
        same = self.termwise("sum", lo, hi, k, self.by_identity(whole, add(first, later)))
        step = self.law("sum_add", lo=lo, hi=hi, F=abstract(first, k), G=abstract(later, k))
        return self.chain(
            same, step, self.up(right(step), self._one_taken_out(lo, hi, first, k), self.split_sum(lo, hi, rest, k))
        )

    def _one_taken_out(self, lo: Term, hi: Term, t: Term, k: Term) -> Theorem:
        if k not in t.free:
            return self.law("sum_constant", self.at_most(lo, add(hi, ONE)), first=lo, last=hi, c=t)
        return self.law("sum_scale", lo=lo, hi=hi, c=t.args[0], F=abstract(product(t.args[1:]), k))


def _few(lo: Term, hi: Term) -> bool:
    """Whether a sum or a product between these ends is written out."""
    first, last = literal(lo), literal(hi)
    return first is not None and last is not None and 0 <= last - first <= FEW


def _inside(nested: Term, outer: Term, inner: Term) -> Term:
    """The body of two sums, at letters for their indices."""
    return fill(fill(nested.args[2], [outer]).args[2], [inner])


def _folds(t: Term) -> int:
    """How many sums and products stand in it."""
    return (t.op in ("sum", "prod")) + sum(map(_folds, t.args))


def _deltas(factors: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """Each delta among some factors, one that is raised to a power too, and the product of the rest."""
    for f in factors:
        n = literal(f.args[1]) if f.op == "^" and f.args[0].op == "delta" else None
        others = product([other for other in factors if other is not f])
        if f.op == "delta":
            yield f, others
        elif n is not None and n >= 2:
            yield f.args[0], mul(f.args[0] ** (n - 1), others)


def _turns(d: Term) -> tuple[tuple[Term, Term], ...]:
    return ((d.args[0], d.args[1]), (d.args[1], d.args[0])) if d.op == "delta" else ()


def with_bound(t: Term, q: Term) -> Term:
    """`t` as a body in which every q is what is bound."""

    def change(part: Term, depth: int) -> Term | None:
        return bound(depth) if part is q else None

    return walk(t, change)


def _is_turned(t: Term, k: Term) -> bool:
    """Whether an index stands somewhere with a minus sign, or with the sign that a size beside it has not."""
    shares = linear(t)
    own = shares.pop(k, Fraction(0))
    falls = own < 0 or any(own * n < 0 for part, n in shares.items() if part is not ONE)
    return k in t.free and (falls or any(_is_turned(part, k) for part in t.args))


def _is_power_of_index(t: Term, k: Term) -> bool:
    """Whether an index stands in the exponent of a power, in no function there, and nowhere else."""
    if t.op not in ("exp", "^") or any(k in base.free for base in t.args[:-1]):
        return False
    return all(k not in g.free or g is k for g in letters_of(t.args[-1]).atoms.values())


def _offsets(t: Term, k: Term) -> list[Fraction]:
    """The numbers that stand beside an index, 0 where it stands without one."""
    if t is k:
        return [Fraction(0)]
    shares = linear(t) if t.op == "+" else {}
    if shares.get(k) == 1:
        rest = [n for part in shares if part not in (k, ONE) and k in part.free for n in _offsets(part, k)]
        n = shares.get(ONE, Fraction(0))
        return [n if n.denominator == 1 else Fraction(0), *rest]
    return [n for part in t.args if k in part.free for n in _offsets(part, k)]
