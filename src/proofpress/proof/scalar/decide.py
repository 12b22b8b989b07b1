"""Whether a real expression is zero, and what sign it has: an answer with its reason, or none.

>>> from sympy import Symbol, exp, log
>>> x = Symbol("x", real=True)
>>> is_zero(log(1 + exp(x)) - log(1 + exp(-x)) - x).verdict
'proved'
>>> is_zero(exp(1) - 2).verdict
'refuted'
>>> sign(x**2 + 1).verdict
'positive'

The answer is about every point at which the whole expression has a real value.
Agreement at however many digits is never an answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr, Product, Sum

from .induction import proved_by_induction
from .zero import Decision, Ranges, number_sign, sign, zero

__all__ = ["Decision", "is_zero", "sign"]


def is_zero(
    expression: Expr, *, ranges: Ranges | None = None, facts: Iterable[Expr] = (), bounds_in_order: bool = False
) -> Decision:
    """``proved`` zero wherever defined, ``refuted`` (numbers without symbols only) or ``undecided``.

    `ranges` bounds symbols, both ends included; each of `facts` is known to be ≥ 0.
    `bounds_in_order` takes for granted that a Sum's upper bound, where its sign is not declared, is no less than its
    lower one minus one.
    """
    ranges, facts = ranges or {}, tuple(facts)
    decision = zero(expression, ranges, facts, bounds_in_order)
    if decision.verdict == "proved":
        return decision
    if not facts and expression.has(Sum, Product) and proved_by_induction(expression, ranges, bounds_in_order):
        return Decision("proved", "induction")
    if not expression.free_symbols and number_sign(expression):
        return Decision("refuted", "intervals")
    return Decision("undecided", decision.how)
