"""Normal forms of means over draws: linear, one draw at a time, and two draws only where they are two."""

from __future__ import annotations

from ..kernel.terms import ONE, ZERO, Term, abstract, add, array, delta, entry, eq, fill, make, mul, ne
from ..kernel.theorem import Theorem
from .folds import Folds, with_bound
from .state import NotFound, right
from .terms import factors, literal, product, total

Law = dict[str, Term]


class Draws(Folds):
    """The mean of what is drawn."""

    def mean(self, t: Term) -> Theorem:
        """That a mean = its normal form."""
        count, lo, hi, weight, body = t.args
        w = array("_w", "integer")
        inner = self.normal(fill(body, [w]))
        of = {"count": count, "lo": lo, "hi": hi, "F": weight}
        return self.again(self.chain(self._draw_by_draw(of, w, inner), self._spread_mean(of, w, right(inner))))

    def _draw_by_draw(self, of: Law, w: Term, equation: Theorem) -> Theorem:
        """From f(w) = g(w): the means are equal."""
        every = self.r.every_draw(equation, w, of["count"], of["lo"], of["hi"])
        one, other = (abstract(side, w) for side in equation.conclusion.args)
        return self.law("mean_equal", every, W=one, X=other, **of)

    def _whole(self, of: Law, w: Term, t: Term) -> Term:
        return make("mean", of["count"], of["lo"], of["hi"], of["F"], abstract(t, w))

    def _spread_mean(self, of: Law, w: Term, t: Term) -> Theorem:
        """The mean of t = what is known of it."""
        if t.op == "+":
            first, rest = t.args[0], total(t.args[1:])
            same = self._draw_by_draw(of, w, self.by_identity(t, add(first, rest)))
            step = self.law("mean_add", W=abstract(first, w), X=abstract(rest, w), **of)
            return self.chain(same, step, self.up(right(step), *(self._spread_mean(of, w, s) for s in (first, rest))))
        outer = product([f for f in factors(t) if w not in f.free])
        inner = product([f for f in factors(t) if w in f.free])
        if inner is ONE or outer is not ONE:
            same = self._draw_by_draw(of, w, self.by_identity(t, mul(outer, inner)))
            step = self.law("mean_scale", c=outer, W=abstract(inner, w), **of)
            return self.chain(same, step, self.up(right(step), None, self._of_draws(of, w, inner)))
        return self._of_draws(of, w, inner)

    def _of_draws(self, of: Law, w: Term, t: Term) -> Theorem:
        """The mean of a product of what is drawn."""
        if t is ONE:
            return self.law("mean_one", self.at_most(ZERO, of["count"]), **of)
        for f in factors(t):
            base, n = (f.args[0], literal(f.args[1])) if f.op == "^" else (f, 1)
            if base.op == "sum" and n is not None and n > 0:
                rest = product([*(g for g in factors(t) if g is not f), base ** (n - 1) if n > 1 else ONE])
                return self._mean_of_sum(of, w, t, base, rest)
        draws = sorted(_entries(t, w), key=repr)
        if len(draws) == 1:
            return self._mean_of_one(of, w, t, draws[0])
        if len(draws) == 2:
            return self._mean_of_two(of, w, t, draws[0], draws[1])
        raise NotFound("a mean of more than two draws")

    def _mean_of_sum(self, of: Law, w: Term, t: Term, s: Term, rest: Term) -> Theorem:
        """A sum: the mean of every term."""
        lo, hi, body = s.args
        same = self.by_identity(t, product([rest, s]))
        if rest is not ONE:
            same = self.chain(same, self.r.symmetric(self.law("sum_scale", lo=lo, hi=hi, c=rest, F=body)))
        drawn_in = self._draw_by_draw(of, w, same)
        inside = right(drawn_in).args[4].args[2]
        step = self.law("mean_sum", lo2=lo, hi2=hi, F2=inside, **of)
        with self.index(lo, hi) as k:
            each = fill(right(step).args[2], [k])
            return self.chain(drawn_in, step, self.termwise("sum", lo, hi, k, self.normal(each)))

    def _mean_of_one(self, of: Law, w: Term, t: Term, n: Term) -> Theorem:
        ends = self.at_most(ONE, n), self.at_most(n, of["count"])
        return self.law("mean_draw", *ends, n=n, G=_at_draw(t, w, n), **of)

    def _mean_of_two(self, of: Law, w: Term, t: Term, n: Term, m: Term) -> Theorem:
        """Two draws: independent where they are two, one where they are one."""
        apart = self.trying(self._known_apart, n, m)
        if apart is None:
            return self._either(of, w, t, n, m)
        mine = product([f for f in factors(t) if _entries(f, w) == {n}])
        other = product([f for f in factors(t) if _entries(f, w) == {m}])
        same = self._draw_by_draw(of, w, self.by_identity(t, mul(mine, other)))
        ends = [self.at_most(*pair) for x in (n, m) for pair in ((ONE, x), (x, of["count"]))]
        pair = self.law("mean_pair", *ends, apart, n=n, m=m, G=_at_draw(mine, w, n), H=_at_draw(other, w, m), **of)
        return self.chain(same, pair)

    def _either(self, of: Law, w: Term, t: Term, n: Term, m: Term) -> Theorem:
        """δ(n, m)·(as one draw) + (1 − δ(n, m))·(as two)."""
        if n.op != "variable":
            n, m = m, n
        whole, d = self._whole(of, w, t), delta(n, m)
        one = self.supposing(equal={n: self.r.assume(eq(n, m))})
        two = self.supposing(apart=[self.r.assume(ne(n, m))])
        same, apart = right(one.normal(whole)), right(two.normal(whole))
        goal = add(mul(d, same), mul(add(ONE, -d), apart))
        return self.r.cases(*(case.equal(whole, goal, 0) for case in (one, two)), eq(n, m))


def _entries(t: Term, w: Term) -> set[Term]:
    """The places at which the draws stand in it."""
    found = {t.args[1]} if t.op == "entry" and t.args[0] is w else set()
    return found.union(*(_entries(part, w) for part in t.args if w in part.free))


def _at_draw(t: Term, w: Term, n: Term) -> Term:
    """What is drawn as a body of the draw at one place."""
    return with_bound(t, entry(w, n))
