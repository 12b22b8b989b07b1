"""Induction on an upper bound: true at the first value, and from each value true at the next.

>>> from sympy import Dummy, Sum, Symbol
>>> n, k = Symbol("n", integer=True, positive=True), Dummy("k", integer=True)
>>> proved_by_induction(Sum(1/(k*(k + 1)), (k, 1, n)) - n/(n + 1), {}, False)
True
"""

from __future__ import annotations

from sympy import Add, Dummy, Expr, Integer, Mul, Pow, Product, Sum, Symbol, floor, log

from .calculus import replaced
from .kinds import NowhereDefined, Ratio, Refine, Undecided
from .normal import Normal
from .poly import Poly, TooLarge, add, exponents, monomial, multiply, scale
from .signs import strictly, weak_sign
from .zero import Ranges, sign, zero


def proved_by_induction(e: Expr, ranges: Ranges, bounds_in_order: bool) -> bool:
    """Whether e = 0 follows by induction on an integer symbol that is an upper bound in it."""
    for n in _candidates(e):
        first = _first(e, n, ranges, bounds_in_order)
        if first is not None and _holds(e, n, first, ranges):
            return True
    return False


def _candidates(e: Expr) -> list[Symbol]:
    """Integer symbols n that occur in folds only as an upper bound n + c."""
    folds = [f for f in e.atoms(Sum, Product) if not _is_number_bounded(f)]
    names = sorted({s for f in folds for s in f.limits[-1][2].free_symbols & e.free_symbols}, key=str)
    return [n for n in names if n.is_integer and all(_peels(f, n) for f in folds)]


def _is_number_bounded(f: Expr) -> bool:
    return all(bound.is_number for limit in f.limits for bound in limit[1:])


def _peels(f: Expr, n: Symbol) -> bool:
    """One limit, and n nowhere but in the upper bound n + c (or not at all)."""
    if len(f.limits) != 1:
        return n not in f.free_symbols
    _, lower, upper = f.limits[0]
    free = n not in f.function.free_symbols | lower.free_symbols
    return free and (n not in upper.free_symbols or _offset(upper, n) is not None)


def _offset(upper: Expr, n: Symbol) -> Expr | None:
    """The number c if the bound is n + c."""
    if upper == n:
        return Integer(0)
    rest = [a for a in upper.args if a != n] if upper.func is Add else []
    if len(rest) == len(upper.args) - 1 and all(isinstance(a, Integer) for a in rest):
        return Integer(sum(rest))
    return None


def _first(e: Expr, n: Symbol, ranges: Ranges, bounds_in_order: bool) -> Expr | None:
    """The least value that n may have."""
    if n in ranges:
        return Integer(-((-ranges[n][0].p) // ranges[n][0].q))
    if n.is_positive or n.is_nonnegative:
        return Integer(1 if n.is_positive else 0)
    lowest = [f.limits[0][1] - 1 - _offset(f.limits[0][2], n) for f in e.atoms(Sum, Product) if n in f.free_symbols]
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
    """At the first value no fold has fewer than no terms, so that one more value is one more term."""
    folds = [f for f in e.atoms(Sum, Product) if n in f.free_symbols]
    counts = [replaced(f.limits[0][2], {n: first}) - f.limits[0][1] + 1 for f in folds]
    return all(sign(c, ranges=ranges).verdict in ("positive", "nonnegative", "zero") for c in counts)


def _step(e: Expr, n: Symbol, first: Expr, ranges: Ranges) -> bool:
    """e(n + 1) = 0 from e(n) = 0, the folds of n being unknowns."""
    steps = Dummy("m", integer=True, nonnegative=True)
    folds = sorted((f for f in e.atoms(Sum, Product) if n in f.free_symbols), key=str)
    unknowns = [Dummy(f"S{k}", real=True) for k in range(len(folds))]
    now = _with(e, dict(zip(folds, unknowns, strict=True)), n, first + steps)
    grown = {f: _one_more(f, s) for f, s in zip(folds, unknowns, strict=True)}
    then = _with(e, grown, n, first + steps + 1)
    return _always_defined(now, steps, ranges) and _follows(now, then, unknowns, ranges)


def _with(e: Expr, folds: dict[Expr, Expr], n: Symbol, value: Expr) -> Expr:
    return replaced(replaced(e, folds), {n: value})


def _one_more(f: Expr, unknown: Expr) -> Expr:
    """The fold with one more term, in terms of the fold: the term is written with n already one larger."""
    index, _, upper = f.limits[0]
    term = replaced(f.function, {index: upper})
    return Add(unknown, term, evaluate=False) if isinstance(f, Sum) else Mul(unknown, term, evaluate=False)


def _always_defined(e: Expr, steps: Dummy, ranges: Ranges) -> bool:
    """Every value of n has the same points at which the expression is defined."""
    return all(_never_fails(part, steps, ranges) for part in e.atoms(Pow, log, floor) if steps in part.free_symbols)


def _never_fails(part: Expr, steps: Dummy, ranges: Ranges) -> bool:
    if isinstance(part, floor) or (part.func is Pow and isinstance(part.exp, Integer) and part.exp >= 0):
        return True
    inner = part.args[0]
    if steps not in inner.free_symbols and sign(part.args[-1], ranges=ranges).verdict in ("positive", "nonnegative"):
        return True
    return sign(inner, ranges=ranges).verdict in ("positive", "negative")


def _follows(now: Expr, then: Expr, unknowns: list[Dummy], ranges: Ranges) -> bool:
    if zero(Add(then, Mul(-1, now, evaluate=False), evaluate=False), ranges).verdict == "proved":
        return True
    return len(unknowns) == 1 and _eliminated(now, then, unknowns[0], ranges)


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
            (a, b), (c, d) = parts  # type: ignore[misc]
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
