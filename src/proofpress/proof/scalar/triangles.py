"""A sum over a triangle, i from j on for each j, added up the other way round: j up to i for each i.

>>> from sympy import Symbol
>>> i, j, n = (Symbol(name, integer=True) for name in "ijn")
>>> other_way_round(Sum(Sum(1 / i, (i, j, n)), (j, 1, n)))
Sum(Sum(1, (_j, 1, _i))/_i, (_i, 1, n))
>>> other_way_round(Sum(Sum(1 / i, (i, j, n)), (j, 1, n + 1)))
"""

from __future__ import annotations

from sympy import Dummy, Expr, S, Sum

from .aligned import alike, factors, gap, outermost
from .calculus import free_symbols, replaced, times


def other_way_round(e: Expr) -> Expr | None:
    """The same, the inner sum of each triangle made the outer one; None where there is no triangle.

    The same terms are added, so that nothing needs to be known of the bounds.
    """
    e = alike(e) if e.has(Sum) else e
    turned = {fold: _turned(fold) for fold in e.atoms(Sum)}
    return replaced(e, {fold: new for fold, new in turned.items() if new}) if any(turned.values()) else None


def _turned(fold: Sum) -> Sum | None:
    """Σ g(j) Σ f(i) over a ≤ j ≤ b and i from j + c to b + c, or from a + c to j + c, as Σ f(i) Σ g(j)."""
    (body, (j, a, b)), fresh = outermost(fold), (Dummy("j", integer=True), Dummy("i", integer=True))
    parts = factors(body)
    for place, inner in enumerate(parts):
        if inner.func is not Sum or j in free_symbols(inner.function):
            continue
        term, (i, low, high) = outermost(inner)
        rest = times(*parts[:place], *parts[place + 1 :])
        if (c := _offset(low, j)) is not None and gap(high, b + c) == S.Zero:
            turned = Sum(times(term, Sum(rest, (j, a, i - c))), (i, a + c, high))
        elif (c := _offset(high, j)) is not None and gap(low, a + c) == S.Zero:
            turned = Sum(times(term, Sum(rest, (j, i - c, b))), (i, low, b + c))
        else:
            continue
        return replaced(turned, dict(zip((j, i), fresh, strict=True)))
    return None


def _offset(bound: Expr, j: Expr) -> Expr | None:
    """The c of j + c, free of j."""
    c = gap(bound, j)
    return None if c is None or j in free_symbols(c) else c
