"""Numbers made of integers by +, −, ·, / and roots: zero if they are nearer to zero than any other such number can be.

The bound is that of Burnikel, Funke, Mehlhorn, Schirra and Schmitt (2009), "A separation bound for real algebraic
expressions", in its weaker form: a number that is not zero is at least 1/(l·u**(D² − 1)) in size.

>>> from sympy import Rational, sqrt
>>> vanishes(sqrt(3 + 2*sqrt(2)) - 1 - sqrt(2)), vanishes(sqrt(3) - Rational(26, 15))
(True, False)
"""

from __future__ import annotations

from functools import lru_cache
from math import log2

from sympy import Add, Expr, Integer, Mul, Pow, Rational

from . import spans

BITS = 60_000
"""No finer precision is tried."""


def _is_algebraic(e: Expr) -> bool:
    """Whether an expression is of this kind."""
    if isinstance(e, Rational):
        return True
    if e.func in (Add, Mul):
        return all(_is_algebraic(a) for a in e.args)
    return e.func is Pow and isinstance(e.exp, Rational) and _is_algebraic(e.base)


def vanishes(e: Expr) -> bool | None:
    """Whether such a number is zero; None where the bound is out of reach or it is not such a number."""
    if not _is_algebraic(e):
        return None
    upper, lower = _bounds(e)
    bits = int(lower + upper * (_degree(e) ** 2 - 1)) + 4
    if bits > BITS:
        return None
    try:
        value = spans.enclose(e, {}, bits + 60)
    except spans.Unclear:
        return None
    if spans.sign_of(value):
        return False
    return True if spans.below(value, -bits) else None


def _degree(e: Expr) -> int:
    """The product of the degrees of the different roots."""
    roots = {(p.base, p.exp.q) for p in e.atoms(Pow) if p.exp.q > 1}
    out = 1
    for _, q in roots:
        out *= int(q)
    return out


@lru_cache(4096)
def _bounds(e: Expr) -> tuple[float, float]:
    """Binary logarithms of the bounds u and l, rounded up."""
    if isinstance(e, Rational):
        return _bits(e.p), _bits(e.q)
    parts = [_bounds(a) for a in e.args] if e.func is not Pow else []
    if e.func is Mul:
        return sum(u for u, _ in parts), sum(low for _, low in parts)
    if e.func is Add:
        total = parts[0]
        for u, low in parts[1:]:
            above = max(total[0] + low, total[1] + u) + 1
            total = above, total[1] + low
        return total
    return _power_bounds(e)


def _power_bounds(e: Pow) -> tuple[float, float]:
    u, low = _bounds(e.base)
    k, n = int(e.exp.q), int(e.exp.p)
    if k > 1:
        u, low = ((u + low * (k - 1)) / k, low) if u >= low else (u, (u * (k - 1) + low) / k)
    u, low = u * abs(n) + 1e-9, low * abs(n) + 1e-9
    return (u, low) if n > 0 else (low, u)


def _bits(n: Integer) -> float:
    size = abs(int(n))
    return float(size.bit_length()) if size > 1 << 60 else log2(max(size, 1)) + 1e-9
