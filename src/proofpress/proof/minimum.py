"""The one minimum of a function: a place inside its domain, no slope there, and positive curvature everywhere.

>>> from sympy import Symbol, log
>>> r = Symbol("r", positive=True)
>>> bool(minimum(r - log(r), r, S.One, ())), bool(minimum(r + log(r), r, S.One, ()))
(True, False)
>>> minimum((r + 1) ** 2, r, -S.One, ()).how
'the place is not known to lie above 0, where r lies'
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, S, oo
from sympy.tensor.indexed import Indexed

from .bounds import is_nonnegative
from .given import Given, Interval
from .ground import Ground, ground_of
from .identity import Finding, zero
from .opened import differentiated
from .smooth import holds, smooth


def minimum(e: Expr, x: Expr, place: Expr, given: Sequence[Given], gap: Expr | None = None) -> Finding:
    """Whether `e`, as a function of `x` on an interval, is strictly convex and has no slope at `place` in it."""
    ground = ground_of(tuple(given))
    e, place = ground.open(e), ground.open(place)
    slope = ground.form(differentiated(e, x))
    curvature = ground.form(differentiated(slope, x))
    steps = (
        lambda: _free(x, given),
        lambda: _alone(slope, x),
        lambda: _inside(place, x, ground),
        lambda: Finding(smooth(e, x, ground.form), f"{x} may be where the function has a pole or a kink"),
        lambda: _at_rest(slope.xreplace({x: place}), ground),
        lambda: _curved(curvature, gap, ground),
    )
    shown = Finding(True, "the slope is zero there, and the second derivative is positive everywhere")
    return next((finding for finding in (step() for step in steps) if not finding), shown)


def _free(x: Expr, given: Sequence[Given]) -> Finding:
    """Nothing but an interval bounds the variable: what is least under a constraint needs no slope of zero."""
    bound = any(fact.mentions(x) for fact in given if not isinstance(fact, Interval))
    return Finding(not (bound or x.is_integer), f"{x} is not free to move: it is whole, or bound by what is given")


def _alone(slope: Expr, x: Expr) -> Finding:
    return Finding(not holds(slope.xreplace({x: S.Zero}), x), "the slope depends on other entries of the array too")


def _inside(place: Expr, x: Expr, ground: Ground) -> Finding:
    """The place lies where the variable may lie."""
    lower, upper = ground.known.intervals.get(x.base if isinstance(x, Indexed) else x, (-oo, oo))
    if lower == -oo and x.is_nonnegative:
        lower = S.Zero
    if lower != -oo and not ground.at_least(place, lower, strict=True):
        return Finding(False, f"the place is not known to lie above {lower}, where {x} lies")
    if upper != oo and not ground.at_least(upper, place, strict=True):
        return Finding(False, f"the place is not known to lie below {upper}, where {x} lies")
    return Finding(x.is_negative is not True or bool(ground.at_least(S.Zero, place, strict=True)), "it lies outside")


def _at_rest(slope: Expr, ground: Ground) -> Finding:
    there = zero(ground.form(slope), ground.form)
    return there or Finding(False, f"the slope is not zero there: {there.how}")


def _curved(curvature: Expr, gap: Expr | None, ground: Ground) -> Finding:
    if gap is None:
        return is_nonnegative(curvature, ground.form, strict=True)
    return ground.by_gap(curvature, ground.open(gap), strict=True)
