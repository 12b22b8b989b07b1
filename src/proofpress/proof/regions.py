"""Sums over regions: a bound is an inequality, and sums of one summand agree if their regions do.

In whatever order and shape its bounds are written, a sum is one over all integers, of its summand times an indicator.
Summands that differ in their indices alone are given the same indices; then the weights must cancel at every point,
and points are told apart by which of the inequalities hold there.

>>> from sympy import IndexedBase
>>> from proofpress.proof.given import index, size
>>> from proofpress.proof.knowledge import Knowledge
>>> V, i, j, f = size("V"), index("i"), index("j"), IndexedBase("f", real=True)
>>> by_columns, by_rows = Sum(f[i, j], (i, 1, j), (j, 1, V)), Sum(f[i, j], (j, i, V), (i, 1, V))
>>> form = Form(Knowledge())
>>> cancelled(by_columns - by_rows, form), cancelled(by_columns - Sum(f[i, j], (j, i + 1, V), (i, 1, V)), form)
(True, False)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count, groupby, permutations, product
from math import factorial, prod

from sympy import Abs, Add, Basic, Dummy, Expr, KroneckerDelta, Mul, Product, S, Sum, Symbol, expand
from sympy.tensor.indexed import Indexed

from .draws import Expected
from .form import Form
from .inequalities import NotLinear, Row, opposite, possible, row_of
from .positivity import spread
from .summing import step
from .terms import factors_of

MOST_ORDERS = 24
MOST_CELLS = 400


@dataclass(frozen=True)
class Flat:
    """One sum over all `names` of the product of `factors`, where `bounds` are ≥ 0 and `equal` are 0."""

    factors: tuple[Expr, ...]
    names: tuple[Symbol, ...]
    bounds: tuple[Expr, ...]
    equal: tuple[Expr, ...]


@dataclass(frozen=True)
class Piece:
    """A flat sum, its factors told apart as `weight` and as `shapes` with letters in the `places` of their indices."""

    flat: Flat
    weight: Expr
    shapes: tuple[Expr, ...]
    places: tuple[tuple[Expr, ...], ...]


def cancelled(e: Expr, form: Form) -> bool:
    """Whether the terms of a normal form cancel at every point of the indices that they are summed over."""
    if e == 0 or not e.has(Sum):
        return e == 0
    flats = [_flat(term, form) for term in Add.make_args(e)]
    try:
        pieces = sorted(_pieces(flats), key=lambda piece: str(piece.shapes))
        groups = [list(group) for _, group in groupby(pieces, key=lambda piece: piece.shapes)]
        return all(_cancel(group, form) for group in groups)
    except NotLinear:
        return False
    finally:
        form.known.let_go((name,) for flat in flats for name in flat.names)


def _flat(term: Expr, form: Form) -> Flat:
    """A product of sums as one sum."""
    todo, factors, names, bounds, equal = factors_of(term), [], [], [], []  # type: ignore[var-annotated]  # as `Flat` says
    while todo:
        part = todo.pop()
        base, power = part.as_base_exp()
        if power != 1 and power.is_Integer and power > 0:
            todo += [base] * int(power)
        elif isinstance(part, Sum):
            function, limits = form.fresh(part)
            todo += factors_of(function)
            names += [name for name, _, _ in limits]
            bounds += chain.from_iterable((name - lower, upper - name) for name, lower, upper in limits)
        elif isinstance(part, step):
            bounds.append(part.args[0])
        elif isinstance(part, KroneckerDelta):
            equal.append(part.args[0] - part.args[1])
        else:
            factors.append(part)
    return Flat(tuple(factors), tuple(names), tuple(bounds), tuple(equal))


def _pieces(flats: Sequence[Flat]) -> Iterator[Piece]:
    """Each sum with its shapes; a factor without an index counts as one where its shape occurs with an index."""
    shaped = [[(part, *_shape(part, flat.names)) for part in flat.factors] for flat in flats]
    pairs = list(zip(flats, shaped, strict=True))
    indexed = {shape for flat, own in pairs for part, shape, _ in own if part.has(*flat.names)}
    for flat, own in pairs:
        kept = sorted(((s, p) for _, s, p in own if p and s in indexed), key=lambda pair: str(pair[0]))
        weight = Mul(*(part for part, s, p in own if not (p and s in indexed)))
        yield Piece(flat, weight, tuple(s for s, _ in kept), tuple(p for _, p in kept))


def _shape(part: Expr, names: Sequence[Symbol]) -> tuple[Expr, tuple[Expr, ...]]:
    """A factor with a letter in each place of an index, and what stood there; a polynomial of indices has no places."""
    places: list[Expr] = []

    def letter(e: Expr) -> Symbol:
        places.append(expand(e))
        return Symbol(f"_place{len(places)}", integer=True)

    def lettered(e: Basic, bound: set) -> Basic:
        if isinstance(e, Sum | Product | Expected):
            limits = (e.limit,) if isinstance(e, Expected) else e.limits
            bound = bound | {limit[0] for limit in limits}
        if isinstance(e, Indexed):
            return e.base[tuple(lettered(i, bound) if i.has(Indexed, *bound) else letter(i) for i in e.indices)]
        if e in names or (isinstance(e, Add) and e.is_integer and e.has(*names) and not e.has(Indexed, *bound)):
            return letter(e)
        return e.func(*(lettered(part, bound) for part in e.args)) if e.args and e.has(*names, Indexed) else e

    plain = names and not part.has(Indexed) and part.is_rational_function(*names)
    return (part, ()) if plain else (lettered(part, set()), tuple(places))


def _cancel(pieces: Sequence[Piece], form: Form) -> bool:
    """Whether the weights of sums of one summand cancel at every point."""
    numbers = count()
    letters = [tuple(_letter(next(numbers)) for _ in own) for own in pieces[0].places]
    orders = _orders(pieces[0].shapes, letters)
    regions = [_region(piece, order) for piece in pieces for order in orders]
    variables, facts = form.known.facts_on(chain.from_iterable(bounds for _, bounds in regions))
    weights = _added((frozenset(row_of(bound, variables) for bound in bounds), weight) for weight, bounds in regions)
    return _everywhere(weights, [row_of(fact, variables) for fact in facts], count(1))


@cache
def _letter(number: int) -> Dummy:
    return Dummy(f"x{number}", integer=True)


def _orders(shapes: Sequence[Expr], letters: list[tuple]) -> list[tuple]:
    """The letters in every order that leaves the product of the shapes as it is."""
    runs = [[own for _, own in run] for _, run in groupby(zip(shapes, letters, strict=True), key=lambda pair: pair[0])]
    if prod(factorial(len(run)) for run in runs) > MOST_ORDERS:
        raise NotLinear("too many factors of one shape")
    return [tuple(chain(*chain(*order))) for order in product(*(permutations(run) for run in runs))]


def _region(piece: Piece, letters: tuple) -> tuple[Expr, list[Expr]]:
    """The weight of a piece and its bounds, in the letters of its places instead of its own names."""
    flat, weight = piece.flat, piece.weight
    equal = [*(x - place for x, place in zip(letters, chain(*piece.places), strict=True)), *flat.equal]
    put: dict[Symbol, Expr] = {}
    for name in flat.names:
        value, equal = _told(name, equal)
        put = {other: e.xreplace({name: value}) for other, e in put.items()} | {name: value}
    bounds = [*(bound.xreplace(put) for bound in flat.bounds), *equal, *(-e for e in equal)]
    plain = chain.from_iterable(map(_without_bars, bounds))
    return weight.xreplace(put), [bound for bound in plain if not _surely(bound)]


def _without_bars(bound: Expr) -> list[Expr]:
    """What must be ≥ 0 for a − |b| to be so: a − b and a + b; a Max below and a Min above are of that kind."""
    bound = expand(bound)
    bars = next((bars for bars in sorted(bound.atoms(Abs), key=str) if bound.coeff(bars) < 0), None)
    if bars is None:
        return [bound]
    return [plain for b in (bars.args[0], -bars.args[0]) for plain in _without_bars(bound.xreplace({bars: b}))]


def _told(name: Symbol, equal: Sequence[Expr]) -> tuple[Expr, list[Expr]]:
    """What a name is by one of the equations, and the others with it put in."""
    for told in equal:
        slope = expand(told).coeff(name)
        value = expand(name - told / slope) if abs(slope) == 1 else name
        if not value.has(name):
            return value, [expand(e.xreplace({name: value})) for e in equal if e is not told]
    raise NotLinear(f"{name} is not told by the summand")


def _surely(bound: Expr) -> bool:
    return bool(bound.is_Number and bound >= 0)


Weights = dict[frozenset[Row], Expr]


def _everywhere(weights: Weights, held: list[Row], cells: Iterator[int]) -> bool:
    """Whether the weights whose rows hold add up to zero, wherever the rows in `held` do."""
    if not weights or not possible(held):
        return True
    if next(cells) > MOST_CELLS:
        raise NotLinear("too many cases")
    often = Counter(row for rows in weights for row in rows)
    if not often:
        return spread(weights[frozenset()]) == 0
    row = max(often, key=lambda row: (often[row], row))
    beyond = {rows: weight for rows, weight in weights.items() if row not in rows}
    within = _added((rows - {row}, weight) for rows, weight in weights.items())
    return _everywhere(beyond, [*held, opposite(row)], cells) and _everywhere(within, [*held, row], cells)


def _added(weights: Iterable[tuple[frozenset[Row], Expr]]) -> Weights:
    """One weight for each set of rows, without those that are zero."""
    total: Weights = {}
    for rows, weight in weights:
        total[rows] = total.get(rows, S.Zero) + weight
    return {rows: weight for rows, weight in total.items() if weight != 0}
