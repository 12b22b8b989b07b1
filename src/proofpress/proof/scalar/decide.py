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

from sympy import Dummy, Expr, Integer, Pow, Product, Rational, Sum, Symbol, floor

from . import spans
from .calculus import free_symbols, plus, replaced
from .folds import TOO_SHORT
from .induction import proved_by_induction
from .triangles import other_way_round
from .zero import Decision, Ranges, number_sign, sign, zero

__all__ = ["Decision", "is_zero", "sign", "with_whole_numbers"]


def is_zero(
    expression: Expr, *, ranges: Ranges | None = None, facts: Iterable[Expr] = (), bounds_in_order: bool = False
) -> Decision:
    """``proved`` zero wherever defined, ``nowhere`` defined, ``refuted`` (numbers only) or ``undecided``.

    `ranges` bounds symbols, both ends included; each of `facts` is known to be ≥ 0.
    `bounds_in_order` takes for granted that a Sum's upper bound, where its sign is not declared, is no less than its
    lower one minus one.
    """
    ranges, facts = ranges or {}, tuple(facts)
    decision = _by_form_or_induction(expression, ranges, facts, bounds_in_order)
    if decision.verdict in ("proved", "nowhere"):
        return decision
    turned = other_way_round(expression)
    if turned and _by_form_or_induction(turned, ranges, facts, bounds_in_order).verdict == "proved":
        return Decision("proved", "a triangle summed the other way round")
    if decision.how == TOO_SHORT and _first_values_apart(expression, ranges, facts, bounds_in_order):
        return Decision("proved", "the first values one by one, then normal form or induction")
    if not free_symbols(expression) and number_sign(expression):
        return Decision("refuted", "intervals")
    return Decision("undecided", decision.how)


def _by_form_or_induction(e: Expr, ranges: Ranges, facts: tuple[Expr, ...], bounds_in_order: bool) -> Decision:
    decision = zero(e, ranges, facts, bounds_in_order)
    undecided = decision.verdict not in ("proved", "nowhere")
    if undecided and not facts and e.has(Sum, Product) and proved_by_induction(e, ranges, bounds_in_order):
        return Decision("proved", "induction")
    return decision


def _first_values_apart(e: Expr, ranges: Ranges, facts: tuple[Expr, ...], bounds_in_order: bool) -> bool:
    """Zero at the least value of an integer, and from the next value on; again and again, but not for long."""
    bounds = {s for f in e.atoms(Sum, Product) for limit in f.limits for end in limit[1:] for s in free_symbols(end)}
    for n in sorted(bounds, key=str):
        if n.is_integer and n.is_nonnegative and n not in ranges and not facts and _later(n) < LATER:
            first = zero(replaced(e, {n: Integer(int(bool(n.is_positive)))}), ranges, facts, bounds_in_order)
            later = Dummy(f"{n.name}+", integer=True, positive=n.is_positive, nonnegative=True)
            rest = replaced(e, {n: plus(later, Integer(1))})
            if first.verdict in ("proved", "nowhere"):
                return is_zero(rest, ranges=ranges, bounds_in_order=bounds_in_order).verdict == "proved"
    return False


def _later(n: Symbol) -> int:
    return n.name.count("+")


LATER = 3
"""So many values of an integer are tried one by one."""


def with_whole_numbers(e: Expr) -> Expr:
    """The same, what stands in a floor or is raised to a power put as an integer where it is proved to be one.

    >>> from sympy import log
    >>> with_whole_numbers(floor(log(8) / log(2), evaluate=False))
    3
    """
    inside = {part.args[0] for part in e.atoms(floor, Pow) if not free_symbols(part.args[0])}
    found = {number: _whole(number) for number in inside if not isinstance(number, Rational)}
    return replaced(e, {number: value for number, value in found.items() if value is not None})


def _whole(number: Expr) -> Integer | None:
    try:
        n = spans.whole(spans.enclose(number, {}, 200))
    except spans.Unclear:
        return None
    if n is None or zero(plus(number, Integer(-n)), {}).verdict != "proved":
        return None
    return Integer(n)
