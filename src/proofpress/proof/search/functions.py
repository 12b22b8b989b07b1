"""Normal forms and slopes of a differentiable function of which nothing else is known."""

from __future__ import annotations

from ..kernel.terms import Term, fill
from ..kernel.theorem import Theorem
from .draws import Draws
from .state import NotFound, left, right


class Functions(Draws):
    """What such a function is of equal numbers, and how it moves with them."""

    def of_numbers(self, t: Term) -> Theorem:
        """That J of some numbers, or a partial derivative of it there, = that of the normal forms of these numbers."""
        parts = self._parts(t)
        function, lo, hi, body, *at = right(parts).args
        with self.index(lo, hi) as k:
            inner = self.normal(fill(body, [k]))
            if right(inner) is left(inner):
                return parts
            each = self.r.every_index(inner, k, lo, hi)
        f, g = each.conclusion.args[2].args
        place = {"a": at[0]} if at else {}
        same = self.law(f"{t.op}_equal", each, J=function, lo=lo, hi=hi, F=f, G=g, **place)
        return self.again(self.chain(parts, same))

    def of_slope(self, t: Term, y: Term, at: Term) -> Theorem:
        """The chain rule in several variables: every partial derivative, times the slope of its number."""
        function, lo, hi, body = t.args
        if y in lo.free | hi.free:
            raise NotFound("a range that moves")
        with self.index(lo, hi) as k:
            every = self.r.every_index(self.slope_at(fill(body, [k]), y, at), k, lo, hi)
        f, _, g = every.conclusion.args[2].args
        return self.law("slope_of", every, J=function, lo=lo, hi=hi, F2=f, G=g, a=at)
