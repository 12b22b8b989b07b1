"""Induction on a symbol that bounds sums: true at the first value, and from each value true at the next.

>>> from sympy import Dummy, Sum, Symbol
>>> n, k = Symbol("n", integer=True, positive=True), Dummy("k", integer=True)
>>> proved_by_induction(Sum(1/(k*(k + 1)), (k, 1, n)) - n/(n + 1), {}, False)
True
"""

from __future__ import annotations

from functools import cache, lru_cache

from sympy import Add, Dummy, Expr, Integer, Mul, Pow, Product, S, Sum, Symbol, expand, floor, log

from .calculus import negative, plus, replaced, times
from .kinds import NowhereDefined, Ratio, Refine, Undecided
from .normal import Normal
from .poly import Poly, TooLarge, add, exponents, monomial, multiply, scale
from .signs import strictly, weak_sign
from .zero import Ranges, sign, zero


def proved_by_induction(e: Expr, ranges: Ranges, bounds_in_order: bool) -> bool:
    """Whether e = 0 follows by induction on an integer symbol that bounds its folds."""
    e = alike(e)
    for n in _candidates(e):
        ready = _aligned(e, n)
        first = None if ready is None else _first(ready, n, ranges, bounds_in_order)
        if ready is not None and first is not None and _holds(ready, n, first, ranges):
            return True
    return False


# folds written alike


def alike(e: Expr) -> Expr:
    """The same, each fold with one limit and its index named by what it encloses, so that equal folds are the same."""
    return replaced(e, {fold: _alike(fold) for fold in e.atoms(Sum, Product)})


@lru_cache(1024)
def _alike(fold: Expr) -> Expr:
    out = alike(fold.function)
    for index, *bounds in fold.limits:
        name = _name(_height(out))
        out = fold.func(replaced(out, {index: name}), (name, *(_worked_out(alike(bound)) for bound in bounds)))
    return out


def _worked_out(bound: Expr) -> Expr:
    """A bound, its numbers added up."""
    return bound.func(*map(_worked_out, bound.args)) if bound.func in (Add, Mul) else bound


@lru_cache(1024)
def _height(e: Expr) -> int:
    """How many folds stand one inside the other."""
    return max((len(fold.limits) + _height(fold.function) for fold in e.atoms(Sum, Product)), default=0)


def _outermost(fold: Expr) -> tuple[Expr, tuple[Symbol, Expr, Expr]]:
    """What is summed or multiplied, and over which index from where to where."""
    inner = fold.limits[:-1]
    return fold.func(fold.function, *inner) if inner else fold.function, fold.limits[-1]


@cache
def _name(height: int) -> Dummy:
    return Dummy(f"k{height}", integer=True)


def _candidates(e: Expr) -> list[Symbol]:
    """Integer symbols n in the upper bound of a fold."""
    names = {s for f in e.atoms(Sum, Product) for s in f.limits[-1][2].free_symbols & e.free_symbols}
    return sorted((s for s in names if s.is_integer), key=str)


def _folds(e: Expr, n: Symbol) -> list[Expr]:
    """The folds that n bounds, inner ones first."""
    return sorted((f for f in e.atoms(Sum, Product) if n in f.free_symbols), key=lambda f: (_height(f), str(f)))


def _aligned(e: Expr, n: Symbol) -> Expr | None:
    """The same, n nowhere in a fold but in its bounds, the upper of which grows at least as the lower one."""
    e = replaced(e, {fold: _spread(fold) for fold in _folds(e, n) if n in _outermost(fold)[0].free_symbols})
    turned = {fold: _turned(fold, n) for fold in _folds(e, n)}
    return None if None in turned.values() else replaced(e, turned)


def _spread(fold: Expr) -> Expr:
    """Sum by sum or product by product, what is free of the index taken out of each."""
    body, limit = _outermost(fold)
    index, lower, upper = limit
    if index not in body.free_symbols and fold.func is Product:
        return Pow(body, upper - lower + 1, evaluate=False)
    factors = _factors(body)
    if fold.func is Product:
        return fold if len(factors) == 1 else times(*(_spread(Product(factor, limit)) for factor in factors))
    if body.func is Add:
        return plus(*(_spread(Sum(part, limit)) for part in body.args))
    free = [a for a in factors if index not in a.free_symbols and a is not S.One]
    rest = times(*(a for a in factors if a not in free))
    return times(*free, _spread(Sum(rest, limit))) if free else fold


def _factors(e: Expr) -> list[Expr]:
    """What an expression is a product of, powers of products taken apart."""
    if e.func is Mul:
        return [factor for a in e.args for factor in _factors(a)]
    if e.func is Pow and isinstance(e.exp, Integer) and e.base.func in (Mul, Pow):
        return [_power(factor, e.exp) for factor in _factors(e.base)]
    return [e]


def _power(e: Expr, n: Integer) -> Expr:
    whole = e.func is Pow and isinstance(e.exp, Integer)
    return Pow(e.base, e.exp * n, evaluate=e.exp * n == 1) if whole else Pow(e, n, evaluate=False)


TURNS = ((0, 1), (-1, 1), (1, 1), (1, -1), (2, -1), (3, -1), (-2, 1))
"""An index k may become a·n ± k for such a."""


def _turned(fold: Expr, n: Symbol) -> Expr | None:
    """A fold in which each term is free of n."""
    body, (index, lower, upper) = _outermost(fold)
    for a, s in TURNS:
        term = body.xreplace({index: a * n + s * index}) if a else body
        low, high = (s * (end - a * n) for end in (lower, upper)[::s])
        if n not in term.free_symbols and _grows(low, high, n):
            return fold.func(term, (index, low, high)) if a else fold
    return None


def _grows(lower: Expr, upper: Expr, n: Symbol) -> bool:
    """Whether no terms are lost on balance as n becomes n + 1."""
    lost, gained = _slope(lower, n), _slope(upper, n)
    return lost is not None and gained is not None and lost <= gained


def _slope(bound: Expr, n: Symbol) -> int | None:
    """The whole number a ≥ 0 if a bound is a·n + c."""
    if n not in bound.free_symbols:
        return 0
    slope = expand(bound.xreplace({n: n + 1}) - bound) if bound.count_ops() < 40 else None
    return int(slope) if isinstance(slope, Integer) and 0 <= slope <= STEPS else None


STEPS = 6
"""The most terms that a fold may gain or lose at once."""


def _first(e: Expr, n: Symbol, ranges: Ranges, bounds_in_order: bool) -> Expr | None:
    """The least value that n may have."""
    if n in ranges:
        return Integer(-((-ranges[n][0].p) // ranges[n][0].q))
    if n.is_positive or n.is_nonnegative:
        return Integer(1 if n.is_positive else 0)
    lowest = [f.limits[-1][1] - 1 - (f.limits[-1][2] - n) for f in _folds(e, n)]
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
    counts = [(f.limits[-1][2] - f.limits[-1][1] + 1).xreplace({n: first}) for f in _folds(e, n)]
    return all(sign(c, ranges=ranges).verdict in ("positive", "nonnegative", "zero") for c in counts)


def _step(e: Expr, n: Symbol, first: Expr, ranges: Ranges) -> bool:
    """e(n + 1) = 0 from e(n) = 0, the folds of n being unknowns."""
    steps = Dummy("m", integer=True, nonnegative=True)
    unknown = Unknowns(_folds(e, n))
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


class Unknowns:
    """A name for each fold, and one for all that differ in how far they go: the shortest."""

    def __init__(self, folds: list[Expr]) -> None:
        self.names: dict[Expr, Dummy] = {}
        self.lost: list[tuple[type, Expr]] = []
        self.new: list[Expr] = []  # terms that surely belong to a fold, since it has lost none
        for fold in folds:
            self._add(fold)

    def _add(self, fold: Expr) -> None:
        for known in self.names:
            ahead = _ahead(fold, known)
            if ahead and min(ahead) >= 0:
                return
            if ahead and max(ahead) <= 0:
                del self.names[known]
                break
        self.names[fold] = Dummy(f"S{len(self.names)}", real=True)

    def put_in(self, e: Expr) -> Expr:
        """The same, each fold written by a name and the terms it has more and fewer."""
        return replaced(e, {fold: self._written(fold) for fold in e.atoms(Sum, Product)})

    def _written(self, fold: Expr) -> Expr:
        for known, name in self.names.items():
            ahead = _ahead(fold, known)
            if ahead and min(ahead) >= 0:
                return self._longer(fold, name, *ahead)
        return fold

    def _longer(self, fold: Expr, name: Dummy, lost: int, gained: int) -> Expr:
        body, (index, lower, upper) = _outermost(fold)
        places = [lower - i for i in range(lost, 0, -1)], [upper - i for i in range(gained)]
        less, more = ([self.put_in(replaced(body, {index: k})) for k in ends] for ends in places)
        self.lost += [(fold.func, term) for term in less]
        self.new += [] if less else more
        if fold.func is Product:
            return Mul(name, *more, *(Pow(term, -1, evaluate=False) for term in less), evaluate=False)
        return Add(name, *more, *(Mul(-1, term, evaluate=False) for term in less), evaluate=False)


def _ahead(fold: Expr, known: Expr) -> tuple[int, int] | None:
    """How many terms later a fold begins and ends than another that is otherwise the same."""
    (body, (index, *bounds)), (other, (name, *ends)) = _outermost(fold), _outermost(known)
    if fold.func is not known.func or (index, body) != (name, other):
        return None
    gaps = [expand(a - b) for a, b in zip(bounds, ends, strict=True)]
    near = all(isinstance(gap, Integer) and abs(gap) <= STEPS for gap in gaps)
    return (int(gaps[0]), int(gaps[1])) if near else None


def _always_defined(e: Expr, there: list[Expr], steps: Dummy, ranges: Ranges) -> bool:
    """Whether an expression has a value wherever what is there at n + 1 has one."""
    parts = [part for part in e.atoms(Pow, log, floor) if steps in part.free_symbols]
    return all(_never_fails(part, steps, ranges) or _divides(there, part, steps, ranges) for part in parts)


def _divides(there: list[Expr], part: Expr, steps: Dummy, ranges: Ranges) -> bool:
    """Whether something there divides by the same, factor by factor."""
    if part.func is not Pow or not isinstance(part.exp, Integer):
        return False
    powers = {power for e in there for power in e.atoms(Pow)}
    below = [power.base for power in powers if isinstance(power.exp, Integer) and power.exp < 0]
    theirs = [factor for base in below for factor in _factors(base)]
    own = [factor for factor in _factors(part.base) if steps in factor.free_symbols]
    return all(any(zero(plus(f, negative(g)), ranges).verdict == "proved" for g in theirs) for f in own)


def _never_fails(part: Expr, steps: Dummy, ranges: Ranges) -> bool:
    if isinstance(part, floor) or (part.func is Pow and isinstance(part.exp, Integer) and part.exp >= 0):
        return True
    inner = part.args[0]
    if part.func is Pow and isinstance(part.exp, Integer):
        inner = times(*(factor for factor in _factors(inner) if steps in factor.free_symbols))
    if steps not in inner.free_symbols and sign(part.args[-1], ranges=ranges).verdict in ("positive", "nonnegative"):
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
