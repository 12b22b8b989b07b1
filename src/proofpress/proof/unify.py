"""Matching one expression against a pattern with names that may stand for anything.

>>> from sympy import IndexedBase, symbols
>>> i, j, y = *symbols("i j", integer=True), IndexedBase("y")
>>> unify(y[j], y[2 * i], (j,))
{j: 2*i}
"""

from __future__ import annotations

from sympy import Basic, Symbol


def unify(pattern: Basic, e: Basic, names: tuple[Symbol, ...]) -> dict[Basic, Basic] | None:
    """What the `names` in `pattern` must be for it to be `e`, or None."""
    if not names:
        return {} if pattern == e else None
    found: dict[Basic, Basic] = {}
    return found if _match(pattern, e, names, found) else None


def _match(pattern: Basic, e: Basic, names: tuple[Symbol, ...], found: dict[Basic, Basic]) -> bool:
    if pattern in names:
        return found.setdefault(pattern, e) == e
    if pattern == e and not pattern.has(*names):
        return True
    if pattern.func != e.func or len(pattern.args) != len(e.args) or not pattern.args:
        return False
    return all(_match(a, b, names, found) for a, b in zip(pattern.args, e.args, strict=True))
