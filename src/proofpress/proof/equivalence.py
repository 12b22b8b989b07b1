"""Two relations that hold at the same points: both ways at once, as their differences are of one sign everywhere.

>>> from sympy import Symbol, log
>>> r, x = Symbol("r", positive=True), Symbol("x", real=True)
>>> bool(equivalence(log(r) > 0, r > 1, ())), bool(equivalence(x**2 > 1, x > 1, ()))
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Basic, Eq, Expr
from sympy.core.relational import Relational

from .bounds import is_nonnegative
from .given import Given
from .ground import Ground, ground_of
from .identity import Finding, sign_of_difference


def equivalence(left: Basic, right: Basic, given: Sequence[Given], factor: Expr | None = None) -> Finding:
    """The differences of both relations are of one sign: a positive multiple, or the logarithms of both sides."""
    if not (isinstance(left, Relational) and isinstance(right, Relational)):
        return Finding(False, "both sides must be relations")
    if (left.rel_op[-1:] == "=", isinstance(left, Eq)) != (right.rel_op[-1:] == "=", isinstance(right, Eq)):
        return Finding(False, "one relation is strict and the other is not")
    ground = ground_of(tuple(given))
    a, b = _sides(left, ground), _sides(right, ground)
    if factor is None:
        one, other = (sign_of_difference(x - y, ground.form) for x, y in (a, b))
        if one == other:
            return Finding(True, "the differences have the same sign: they are the same up to positive factors")
    quotient = (a[0] - a[1]) / (b[0] - b[1])
    ratio = ground.form.fraction(ground.form(quotient)) if factor is None else ground.open(factor)
    same = ground.equal(a[0] - a[1], ratio * (b[0] - b[1]))
    if not same:
        return Finding(False, f"the factor is not the ratio of the differences: {same.how}")
    sign = is_nonnegative(ratio, ground.form, strict=True)
    return Finding(True, "the differences are positive multiples of each other") if sign else sign


def _sides(relation: Relational, ground: Ground) -> tuple[Expr, Expr]:
    """The sides of a relation, the larger first."""
    if isinstance(relation, Eq):
        return ground.open(relation.lhs), ground.open(relation.rhs)
    return ground.open(relation.gts), ground.open(relation.lts)
