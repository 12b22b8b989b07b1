"""Sums and products written so that induction can follow them from n to n + 1.

>>> from sympy import Symbol
>>> n, k = Symbol("n", integer=True, positive=True), Dummy("k", integer=True)
>>> aligned(Sum(1/(n + k), (k, 1, n)), n)
Sum(1/_k, (_k, n + 1, 2*n))
"""

from __future__ import annotations

from functools import cache, lru_cache

from sympy import Add, Dummy, Expr, Integer, Mul, Pow, Product, Rational, S, Sum, Symbol, expand, preorder_traversal

from .calculus import free_symbols, plus, replaced, times

STEPS = 6
"""The most terms that a fold may gain or lose at once."""
TURNS = ((0, 1), (-1, 1), (1, 1), (1, -1), (2, -1), (3, -1), (-2, 1))
"""An index k may become a·n ± k for such a."""


def alike(e: Expr) -> Expr:
    """The same, each fold with one limit and its index named by what it encloses, so that equal folds are the same.

    >>> i, j = Dummy("i", integer=True), Dummy("j", integer=True)
    >>> alike(Sum(i, (i, 1, 3))) == alike(Sum(j, (j, 1, 3)))
    True
    """
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


def outermost(fold: Expr) -> tuple[Expr, tuple[Symbol, Expr, Expr]]:
    """What is summed or multiplied, and over which index from where to where.

    >>> i, j, n = (Symbol(name, integer=True) for name in "ijn")
    >>> outermost(Sum(i, (i, 1, j), (j, 1, n)))
    (Sum(i, (i, 1, j)), (j, 1, n))
    """
    inner = fold.limits[:-1]
    return fold.func(fold.function, *inner) if inner else fold.function, fold.limits[-1]


@cache
def _name(height: int) -> Dummy:
    return Dummy(f"k{height}", integer=True)


def folds_of(e: Expr, n: Symbol) -> list[Expr]:
    """The folds that n bounds, inner ones first.

    >>> n, k = Symbol("n", integer=True, positive=True), Symbol("k", integer=True)
    >>> folds_of(Sum(1 / k, (k, 1, n)) + Sum(k, (k, 1, 3)), n)
    [Sum(1/k, (k, 1, n))]
    """
    return sorted((f for f in e.atoms(Sum, Product) if n in free_symbols(f)), key=lambda f: (_height(f), str(f)))


def aligned(e: Expr, n: Symbol) -> Expr | None:
    """The same, n nowhere in a fold but in its bounds, the upper of which grows at least as the lower one."""
    e = replaced(e, {fold: _spread(fold) for fold in folds_of(e, n) if n in free_symbols(outermost(fold)[0])})
    turned = {fold: _turned(fold, n) for fold in folds_of(e, n)}
    return None if None in turned.values() else replaced(e, turned)


def _spread(fold: Expr) -> Expr:
    """Sum by sum or product by product, what is free of the index taken out of each."""
    body, limit = outermost(fold)
    index, lower, upper = limit
    if index not in free_symbols(body) and fold.func is Product:
        return Pow(body, upper - lower + 1, evaluate=False)
    parts = factors(body)
    if fold.func is Product:
        return fold if len(parts) == 1 else times(*(_spread(Product(factor, limit)) for factor in parts))
    if body.func is Add:
        return plus(*(_spread(Sum(part, limit)) for part in body.args))
    free = [a for a in parts if index not in free_symbols(a) and a is not S.One]
    rest = times(*(a for a in parts if a not in free))
    return times(*free, _spread(Sum(rest, limit))) if free else fold


def factors(e: Expr) -> list[Expr]:
    """What an expression is a product of, powers of products taken apart.

    >>> x, y = Symbol("x", real=True), Symbol("y", real=True)
    >>> factors(Pow(x * y, 2, evaluate=False) * (x + 1))
    [x**2, y**2, x + 1]
    """
    if e.func is Mul:
        return [factor for a in e.args for factor in factors(a)]
    if e.func is Pow and isinstance(e.exp, Integer) and e.base.func in (Mul, Pow):
        return [_power(factor, e.exp) for factor in factors(e.base)]
    return [e]


def _power(e: Expr, n: Integer) -> Expr:
    whole = e.func is Pow and isinstance(e.exp, Integer)
    return Pow(e.base, e.exp * n, evaluate=e.exp * n == 1) if whole else Pow(e, n, evaluate=False)


def _turned(fold: Expr, n: Symbol) -> Expr | None:
    """A fold in which each term is free of n."""
    body, (index, lower, upper) = outermost(fold)
    for a, s in TURNS:
        term = _renumbered(body, index, a * n + s * index) if a else body
        low, high = (s * (end - a * n) for end in (lower, upper)[::s])
        if n not in free_symbols(term) and _grows(low, high, n):
            return fold.func(term, (index, low, high)) if a else fold
    return None


def _renumbered(e: Expr, index: Symbol, line: Expr) -> Expr:
    """The same with a line for the index, worked out where the index stands in a line and nowhere else."""
    return replaced(e, {old: expand(old.xreplace({index: line})) for old in _lines(e, index)})


def _lines(e: Expr, index: Symbol) -> set[Expr]:
    """The largest lines of an index."""
    if index not in free_symbols(e):
        return set()
    return {e} if _is_line(e) else set().union(*(_lines(a, index) for a in e.args))


def _is_line(e: Expr) -> bool:
    """Sums and products of symbols and numbers, not many."""
    return all(a.func in (Add, Mul) or isinstance(a, Symbol | Rational) for a in preorder_traversal(e)) and (
        e.count_ops() < 40
    )


def _grows(lower: Expr, upper: Expr, n: Symbol) -> bool:
    """Whether no terms are lost on balance as n becomes n + 1."""
    lost, gained = _slope(lower, n), _slope(upper, n)
    return lost is not None and gained is not None and lost <= gained


def _slope(bound: Expr, n: Symbol) -> int | None:
    """The whole number a ≥ 0 if a bound is a·n + c."""
    if n not in free_symbols(bound):
        return 0
    slope = expand(bound.xreplace({n: n + 1}) - bound) if _is_line(bound) else None
    return int(slope) if isinstance(slope, Integer) and 0 <= slope <= STEPS else None


class Unknowns:
    """A name for each fold, and one for all that differ in how far they go: the shortest.

    >>> n, k = Symbol("n", integer=True, positive=True), Dummy("k", integer=True)
    >>> now, then = (Sum(1 / k, (k, 1, last)) for last in (n, n + 1))
    >>> Unknowns([now, then]).put_in(then - now)
    -_S0 + (_S0 + 1/(n + 1))
    """

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
        body, (index, lower, upper) = outermost(fold)
        places = [lower - i for i in range(lost, 0, -1)], [upper - i for i in range(gained)]
        less, more = ([self.put_in(replaced(body, {index: k})) for k in ends] for ends in places)
        self.lost += [(fold.func, term) for term in less]
        self.new += [] if less else more
        if fold.func is Product:
            return Mul(name, *more, *(Pow(term, -1, evaluate=False) for term in less), evaluate=False)
        return Add(name, *more, *(Mul(-1, term, evaluate=False) for term in less), evaluate=False)


def _ahead(fold: Expr, known: Expr) -> tuple[int, int] | None:
    """How many terms later a fold begins and ends than another that is otherwise the same."""
    (body, (index, *bounds)), (other, (name, *ends)) = outermost(fold), outermost(known)
    if fold.func is not known.func or (index, body) != (name, other):
        return None
    gaps = [gap(a, b) for a, b in zip(bounds, ends, strict=True)]
    near = [int(far) for far in gaps if isinstance(far, Integer) and abs(far) <= STEPS]
    return (near[0], near[1]) if len(near) == 2 else None


def gap(bound: Expr, other: Expr) -> Expr | None:
    """How far one bound lies above another, where both are lines.

    >>> n = Symbol("n", integer=True)
    >>> gap(2 * n + 1, 2 * n), gap(n**2, n)
    (1, None)
    """
    if bound == other:
        return S.Zero
    return expand(bound - other) if _is_line(bound - other) else None
