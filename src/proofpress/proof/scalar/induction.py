"""Induction on a symbol that bounds sums: true at the first value, and from each value true at the next.

>>> from sympy import Dummy, Sum, Symbol
>>> n, k = Symbol("n", integer=True, positive=True), Dummy("k", integer=True)
>>> proved_by_induction(Sum(1/(k*(k + 1)), (k, 1, n)) - n/(n + 1), {}, False)
True
"""

from __future__ import annotations

from sympy import Add, Dummy, Expr, Integer, Mul, Pow, Product, S, Sum, Symbol, floor, log

from .aligned import Unknowns, aligned, alike, factors, folds_of
from .calculus import free_symbols, negative, plus, replaced, times
from .kinds import NowhereDefined, Ratio, Refine, Undecided
from .normal import Normal
from .poly import Poly, TooLarge, add, exponents, monomial, multiply, scale
from .signs import strictly, weak_sign
from .zero import Ranges, sign, zero


def proved_by_induction(e: Expr, ranges: Ranges, bounds_in_order: bool) -> bool:
    """Whether e = 0 follows by induction on an integer symbol that bounds its folds."""
    e = alike(e)
    for n in _candidates(e):
        ready = aligned(e, n)
        first = None if ready is None else _first(ready, n, ranges, bounds_in_order)
        if ready is not None and first is not None and _holds(ready, n, first, ranges):
            return True
    return False


def _candidates(e: Expr) -> list[Symbol]:
    """Integer symbols n in the upper bound of a fold."""
    names = {s for f in e.atoms(Sum, Product) for s in free_symbols(f.limits[-1][2]) & free_symbols(e)}
    return sorted((s for s in names if s.is_integer), key=str)


def _first(e: Expr, n: Symbol, ranges: Ranges, bounds_in_order: bool) -> Expr | None:
    """The least value that n may have."""
    if n in ranges:
        return Integer(-((-ranges[n][0].p) // ranges[n][0].q))
    if n.is_positive or n.is_nonnegative:
        return Integer(1 if n.is_positive else 0)
    lowest = [f.limits[-1][1] - 1 - (f.limits[-1][2] - n) for f in folds_of(e, n)]
    return max(lowest) if bounds_in_order and all(isinstance(a, Integer) for a in lowest) else None


def _holds(e: Expr, n: Symbol, first: Expr, ranges: Ranges) -> bool:
    """The first value that has a meaning, then the step."""
    rest = {s: r for s, r in ranges.items() if s != n}
    if not _long_enough(e, n, first, rest):
        return False
    for start in (first, first + 1):
        verdict = zero(replaced(e, {n: start}), rest).verdict
        if verdict == "proved":
            return _step(e, n, start, rest)
        if verdict != "nowhere":
            return False
    return False


def _long_enough(e: Expr, n: Symbol, first: Expr, ranges: Ranges) -> bool:
    """At the first value no fold has fewer than no terms, so that from then on it grows term by term."""
    counts = [replaced(f.limits[-1][2] - f.limits[-1][1] + 1, {n: first}) for f in folds_of(e, n)]
    return all(sign(c, ranges=ranges).verdict in ("positive", "nonnegative", "zero") for c in counts)


def _step(e: Expr, n: Symbol, first: Expr, ranges: Ranges) -> bool:
    """e(n + 1) = 0 from e(n) = 0, the folds of n being unknowns."""
    steps = Dummy("m", integer=True, nonnegative=True)
    unknown = Unknowns(folds_of(e, n))
    at, after = {n: first + steps}, replaced(e, {n: n + 1})
    now = replaced(unknown.put_in(e), at)
    unknown.new.clear()
    then = replaced(unknown.put_in(after), at)
    lost = [(kind, replaced(term, at)) for kind, term in unknown.lost]
    outside = replaced(after, dict.fromkeys(after.atoms(Sum, Product), S.One))
    there = [replaced(part, at) for part in (outside, *unknown.new)]
    defined = all(_always_defined(part, there, steps, ranges) for part in (now, *(term for _, term in lost)))
    divides = all(kind is Sum or sign(term, ranges=ranges).verdict in ("positive", "negative") for kind, term in lost)
    return defined and divides and _follows(now, then, list(unknown.names.values()), ranges)


def _always_defined(e: Expr, there: list[Expr], steps: Dummy, ranges: Ranges) -> bool:
    """Whether an expression has a value wherever what is there at n + 1 has one."""
    parts = [part for part in e.atoms(Pow, log, floor) if steps in free_symbols(part)]
    return all(_never_fails(part, steps, ranges) or _divides(there, part, steps, ranges) for part in parts)


def _divides(there: list[Expr], part: Expr, steps: Dummy, ranges: Ranges) -> bool:
    """Whether something there divides by the same, factor by factor."""
    if part.func is not Pow or not isinstance(part.exp, Integer):
        return False
    powers = {power for e in there for power in e.atoms(Pow)}
    below = [power.base for power in powers if isinstance(power.exp, Integer) and power.exp < 0]
    theirs = [factor for base in below for factor in factors(base)]
    own = [factor for factor in factors(part.base) if steps in free_symbols(factor)]
    return all(any(zero(plus(f, negative(g)), ranges).verdict == "proved" for g in theirs) for f in own)


def _never_fails(part: Expr, steps: Dummy, ranges: Ranges) -> bool:
    if isinstance(part, floor) or (part.func is Pow and isinstance(part.exp, Integer) and part.exp >= 0):
        return True
    inner = part.args[0]
    if part.func is Pow and isinstance(part.exp, Integer):
        inner = times(*(factor for factor in factors(inner) if steps in free_symbols(factor)))
    if steps not in free_symbols(inner) and sign(part.args[-1], ranges=ranges).verdict in ("positive", "nonnegative"):
        return True
    return sign(inner, ranges=ranges).verdict in ("positive", "negative")


def _follows(now: Expr, then: Expr, unknowns: list[Dummy], ranges: Ranges) -> bool:
    if zero(Add(then, Mul(-1, now, evaluate=False), evaluate=False), ranges).verdict == "proved":
        return True
    return any(_eliminated(now, then, unknown, ranges) for unknown in unknowns)


def _eliminated(now: Expr, then: Expr, unknown: Dummy, ranges: Ranges) -> bool:
    """From `now` = αS + β = 0, α never zero, `then` = γS + δ is zero if αδ = βγ."""
    field = Normal(ranges)
    for _ in range(40):
        field.restart()
        try:
            first, second = field.convert(now), field.convert(then)
            parts = [_linear(field, r.num, unknown) for r in (first, second)]
            if None in parts:
                return False
            (a, b), (c, d) = parts  # type: ignore[misc]  # none is None here
            gap = field.reduce(Ratio(add(multiply(a, d), scale(multiply(b, c), -1))))
            return not gap.num and _never_zero(field, a)
        except Refine:
            continue
        except (Undecided, NowhereDefined, TooLarge):
            return False
    return False


def _never_zero(field: Normal, p: Poly) -> bool:
    s = weak_sign(field, p)
    return bool(s) and strictly(field, scale(p, s))


def _linear(field: Normal, p: Poly, unknown: Dummy) -> tuple[Poly, Poly] | None:
    """The coefficients α and β of αS + β."""
    g = field.number(unknown)
    alpha, beta = {}, {}
    for m, c in p.items():
        e = next((e for i, e in exponents(m) if i == g), 0)
        if e not in (0, 1):
            return None
        if e:
            alpha[m - monomial(g)] = c
        else:
            beta[m] = c
    return alpha, beta
