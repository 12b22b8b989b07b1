"""Matching one expression against a pattern with names that may stand for anything.

>>> from sympy import IndexedBase, symbols
>>> i, j, y = *symbols("i j", integer=True), IndexedBase("y")
>>> unify(y[j], y[2 * i], (j,))
{j: 2*i}
"""

from __future__ import annotations

from sympy import Add, Basic, Expr, Symbol, expand
from sympy.concrete.expr_with_limits import ExprWithLimits


def unify(pattern: Basic, e: Basic, names: tuple[Symbol, ...]) -> dict[Basic, Basic] | None:
    """What the `names` in `pattern` must be for it to be `e`, or None."""
    if not names:
        return {} if pattern == e else None
    found: dict[Basic, Basic] = {}
    if not _match(pattern, e, names, found):
        return None
    bound = {limit[0] for inner in e.atoms(ExprWithLimits) for limit in inner.limits}
    return None if any(place.free_symbols & bound for place in found.values()) else found


def _match(pattern: Basic, e: Basic, names: tuple[Symbol, ...], found: dict[Basic, Basic]) -> bool:
    if pattern in names:
        return found.setdefault(pattern, e) == e
    if isinstance(pattern, Add) and pattern.is_integer:
        return _solved(pattern, e, names, found)
    if pattern == e and not pattern.has(*names):
        return True
    if pattern.func != e.func or len(pattern.args) != len(e.args) or not pattern.args:
        return False
    return all(_match(a, b, names, found) for a, b in zip(pattern.args, e.args, strict=True))


def _solved(pattern: Expr, e: Expr, names: tuple[Symbol, ...], found: dict[Basic, Basic]) -> bool:
    """An index such as n + 1 is met by any other, and tells n."""
    inside = [name for name in names if pattern.has(name)]
    if len(inside) != 1:
        return pattern == e
    (name,) = inside
    slope = expand(pattern).coeff(name)
    if abs(slope) != 1 or expand(pattern - slope * name).has(name):
        return False
    value = expand((e - (pattern - slope * name)) / slope)
    return found.setdefault(name, value) == value
