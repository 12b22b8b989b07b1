"""Is a function defined, with all its derivatives, wherever its variable may be, or at one place?

Where it is, a limit is a value, and a slope of zero under a positive curvature is the one minimum.

>>> from sympy import Abs, Symbol, log
>>> from proofpress.proof.knowledge import Knowledge
>>> x, r, form = Symbol("x", real=True), Symbol("r", positive=True), Form(Knowledge())
>>> smooth(r - log(r), r, form), smooth(x**2 - log(x**2), x, form), smooth(Abs(x), x, form)
(True, False, False)
>>> smooth(1 / (1 + x), x, form, at=0)
True
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import Add, Basic, Expr, Mul, Pow, Product, S, Sum, exp, log, nan, zoo
from sympy.tensor.indexed import Indexed

from .draws import Expected
from .form import Form

Test = Callable[[Expr], bool]


def smooth(e: Expr, x: Expr, form: Form, at: Expr | int | None = None) -> bool:
    """Whether an opened expression is surely smooth in `x`: where `x` is `at`, or everywhere."""

    def positive(part: Expr) -> bool:
        there = part if at is None else part.xreplace({x: S(at)})
        return not there.has(nan, zoo) and form.positive(there if at is None else form(there))

    return _smooth(e, x, form, positive)


def _smooth(e: Expr, x: Expr, form: Form, positive: Test) -> bool:
    if e == x or not holds(e, x):
        return True
    if isinstance(e, Indexed):
        return not any(holds(index, x) for index in e.indices)
    if isinstance(e, Sum | Product):
        return _gathered(e, x, form, positive)
    if isinstance(e, log) and not positive(e.args[0]):
        return False
    if isinstance(e, Pow) and not (_whole(e.exp) or positive(e.base) or (e.exp.is_Integer and positive(-e.base))):
        return False
    parts = (e.body,) if isinstance(e, Expected) else e.args
    return isinstance(e, Add | Mul | Pow | exp | log | Expected) and all(_smooth(p, x, form, positive) for p in parts)


def holds(e: Basic, x: Expr) -> bool:
    """Whether `e` depends on `x`, or on any entry of the array that `x` is one of.

    >>> from sympy import IndexedBase, Symbol
    >>> x, s = Symbol("x", real=True), IndexedBase("s", real=True)
    >>> holds(x + 1, x), holds(s[2], s[1]), holds(x, s[1])
    (True, True, False)
    """
    return bool(e.has(x.base if isinstance(x, Indexed) else x))


def _whole(power: Expr) -> bool:
    return bool(power.is_Integer and power >= 0)


def _gathered(e: Sum | Product, x: Expr, form: Form, positive: Test) -> bool:
    """A sum over a range that stays where it is; a product's slope divides by its factors."""
    function, limits = form.fresh(e)
    if any(holds(end, x) for limit in limits for end in limit[1:]):
        return False
    return (isinstance(e, Sum) or positive(function)) and _smooth(function, x, form, positive)
