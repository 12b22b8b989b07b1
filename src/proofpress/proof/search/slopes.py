"""Slopes, by the rules of calculus; what stands beside a slope is then brought to its normal form."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from ..kernel.terms import ZERO, Term, abstract, fill, mul
from ..kernel.theorem import Theorem
from .functions import Functions
from .state import NotFound, right
from .terms import literal, product, total


class Slopes(Functions):
    """The slope of a term in one of its letters."""

    def slope_at(self, t: Term, y: Term, at: Term) -> Theorem:
        """The slope of `t`, as a function of y, at a term."""
        if y not in t.free:
            return self.law("slope_constant", c=t, a=at)
        if t is y:
            return self.law("slope_self", a=at)
        by_kind = SLOPE.get(t.op)
        if by_kind is None:
            raise NotFound(f"no slope of {t.op}")
        return by_kind(self, t, y, at)

    def value(self, slope: Theorem) -> Theorem:
        """The same slope, its value in normal form."""
        same = self.normal(slope.conclusion.args[2])
        return slope if right(same) is slope.conclusion.args[2] else self.r.rewrite(slope, [None, None, same])

    def _of_equal(self, same: Theorem, y: Term, at: Term) -> Theorem:
        """From t = u about the place: the slope of t is that of u."""
        t, u = same.conclusion.args
        inner = self.slope_at(u, y, at)
        return self.law("slope_near", self.around(same, y, at), inner,
                        F=abstract(t, y), G=abstract(u, y), a=at, c=inner.conclusion.args[2])  # fmt: skip

    @abstractmethod
    def around(self, theorem: Theorem, y: Term, at: Term) -> Theorem:
        """From p(y), given at most what holds of a y at a place and near it: p around the place."""

    @abstractmethod
    def about(self, y: Term, at: Term) -> Any:
        """The same search, y being near a place or at it."""

    def _entry_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        array, *of = t.args
        if array.op != "put" or array.args[-1] is not y or any(y in part.free for part in (*array.args[:-1], *of)):
            raise NotFound("no slope", t)
        places = {f"of{n}": k for n, k in enumerate(of, 1)} | {f"at{n}": k for n, k in enumerate(array.args[1:-1], 1)}
        return self.law(f"slope_entry_{len(of)}", A=array.args[0], a=at, **places)

    def _call_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        return self._of_equal(self.r.unfold(t), y, at)

    def _pair_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        """The sum rule and the product rule, for the first part and the others."""
        first, rest = t.args[0], (total if t.op == "+" else product)(t.args[1:])
        if len(t.args) > 2:
            two = first + rest if t.op == "+" else mul(first, rest)
            return self._of_equal(self.by_identity(t, two), y, at)
        one, other = self.slope_at(first, y, at), self.slope_at(rest, y, at)
        name = "slope_add" if t.op == "+" else "slope_mul"
        return self.law(name, one, other, F=abstract(first, y), G=abstract(rest, y),
                        a=at, c=one.conclusion.args[2], d=other.conclusion.args[2])  # fmt: skip

    def _exp_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        inner = self.slope_at(t.args[0], y, at)
        return self.law("slope_exp", inner, F=abstract(t.args[0], y), a=at, c=inner.conclusion.args[2])

    def _log_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        f = abstract(t.args[0], y)
        inner = self.slope_at(t.args[0], y, at)
        return self.law("slope_log", inner, self.positive(fill(f, [at])), F=f, a=at, c=inner.conclusion.args[2])

    def _abs_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        f = abstract(t.args[0], y)
        inner = self.slope_at(t.args[0], y, at)
        return self.law("slope_abs", inner, self.apart_from_zero(fill(f, [at])), F=f, a=at, c=inner.conclusion.args[2])

    def _power_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        base, e = t.args
        n = literal(e)
        if y in e.free or not e.whole:
            return self._of_equal(self._as_exponential(base, e, y, at), y, at)
        if n == 1:
            return self._of_equal(self.by_identity(t, base), y, at)
        if n is not None and n > 1:
            return self._of_equal(self.by_identity(t, mul(base, base ** (n - 1) if n > 2 else base)), y, at)
        f = abstract(base, y)
        inner = self.slope_at(base, y, at)
        place = {"F": f, "a": at, "c": inner.conclusion.args[2]}
        natural = self.trying(self.at_most, ZERO, e)
        if natural:
            return self.law("slope_power_natural", inner, natural, **place, n=e)
        facts = inner, self.apart_from_zero(fill(f, [at]))
        if n == -1:
            return self.law("slope_inverse", *facts, **place)
        return self.law("slope_power", *facts, **place, n=e)

    def _as_exponential(self, base: Term, e: Term, y: Term, at: Term) -> Theorem:
        """aᵇ = exp(b log a), where a is positive."""
        known = self.trying(self.positive, base) or self.about(y, at).positive(base)
        return self.law("power_exp", known, a=base, b=e)

    def _sum_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        lo, hi, body = t.args
        if y in lo.free | hi.free:
            raise NotFound("a range that moves")
        with self.index(lo, hi) as k:
            every = self.r.every_index(self.slope_at(fill(body, [k]), y, at), k, lo, hi)
        f, _, g = every.conclusion.args[2].args
        return self.law("slope_sum", every, lo=lo, hi=hi, F2=f, G=g, a=at)

    def _slope_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        """The slope of a slope: of what the inner one is, about the place."""
        near = self if self.trying(self.slope_equation, t) else self.about(y, at)
        inner = near.slope_equation(t)
        return self._of_equal(near.trying(near.again, inner) or inner, y, at)


SLOPE: dict[str, Callable[[Slopes, Term, Term, Term], Theorem]] = {
    "entry": Slopes._entry_slope,
    "call": Slopes._call_slope,
    "+": Slopes._pair_slope,
    "*": Slopes._pair_slope,
    "exp": Slopes._exp_slope,
    "log": Slopes._log_slope,
    "^": Slopes._power_slope,
    "abs": Slopes._abs_slope,
    "sum": Slopes._sum_slope,
    "of": Slopes.of_slope,
    "slope": Slopes._slope_slope,
}
