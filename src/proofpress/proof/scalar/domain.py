"""Where an expression has a value: everywhere, everywhere but at isolated points, or not shown to have one.

>>> from sympy import Symbol, log
>>> x = Symbol("x", real=True)
>>> domain(log(1 + x**2), {}, False)
Domain(exceptions=(), left='')
>>> domain((x**2 - 49) / (x - 7), {}, False).exceptions
('x = 7',)
>>> domain(log(x), {}, False).left
'x > 0'

Every demand is shown from what is declared alone, never from the demand itself; the bodies of sums for every index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import mul

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Integer,
    Max,
    Min,
    Mul,
    Pow,
    Product,
    Rational,
    S,
    Sum,
    Symbol,
    exp,
    floor,
    log,
)
from sympy import (
    Poly as SymPyPoly,
)

from ..functions import softplus
from . import spans
from .calculus import free_symbols, negative, plus, replaced, unfolded
from .kinds import Folded, Log, NowhereDefined, Ratio, Refine, Root, Signed, Size, Undecided
from .normal import Normal
from .poly import Poly, TooLarge, add, exponents, generator, monomial, multiply, power, scale, support
from .signs import never_zero, weak_sign
from .zero import Ranges, restarting, sign

BRANCHES = 4
"""So many absolute values are told apart to see where a divisor may vanish."""
FEW = 60
"""Each index of a range as short as this is looked at by itself, if need be."""


@dataclass(frozen=True)
class Domain:
    """The points at which there is no value, each an equation; and what is left to show, if anything."""

    exceptions: tuple[str, ...] = ()
    left: str = ""


@dataclass(frozen=True)
class Demand:
    """What must be ``!= 0``, ``> 0`` or ``>= 0``, for all indices of which the facts (each ≥ 0) are known."""

    relation: str
    what: Expr
    facts: tuple[Expr, ...] = ()
    names: frozenset[Symbol] = frozenset()
    fleeting: bool = False
    """Whether it is not demanded everywhere: in a sum that may be empty, or of a power whose exponent may be ≥ 0."""
    unless: Expr | None = None
    """It is not demanded where this is ≥ 0."""

    def __str__(self) -> str:
        return f"{readable(self.what)} {self.relation} 0".replace("!= 0", "≠ 0").replace(">= 0", "≥ 0")


class Left(Exception):
    """A demand that is not shown."""


def domain(e: Expr, ranges: Ranges, bounds_in_order: bool) -> Domain:
    """Where an expression has a value."""
    found: dict[str, None] = {}
    jumps = e.has(floor)
    try:
        for demand in dict.fromkeys(_demands(e, ranges)):
            exceptions = list(_exceptions(demand, ranges, bounds_in_order))
            if exceptions and demand.fleeting and jumps:
                raise Left(str(demand))
            found |= dict.fromkeys(exceptions)
    except Left as left:
        return Domain(left=str(left))
    return Domain(tuple(found))


def readable(e: Expr) -> str:
    """An expression as text, the names of its indices without the mark of a dummy.

    >>> readable(Dummy("k") + 1)
    'k + 1'
    """
    text = str(replaced(e, {s: Symbol(s.name) for s in e.atoms(Dummy)}))
    return text if len(text) <= 80 else f"{text[:50]} … {text[-25:]}"


# What an expression demands


def _demands(e: Expr, ranges: Ranges) -> Iterator[Demand]:
    if isinstance(e, Sum | Product):
        yield from _demands_of_fold(e, ranges)
        return
    for a in e.args:
        yield from _demands(a, ranges)
    if isinstance(e, log):
        yield Demand(">", e.args[0])
    elif isinstance(e, Pow):
        yield from _demands_of_power(e, ranges)
    elif (definition := unfolded(e)) is not None:
        yield from _demands(definition, ranges)


def _demands_of_power(e: Pow, ranges: Ranges) -> Iterator[Demand]:
    base, exponent = e.base, e.exp
    if base is S.Exp1 or (isinstance(exponent, Integer) and exponent >= 0):
        return
    if isinstance(exponent, Integer):
        yield Demand("!=", base)
    elif is_whole(exponent):
        yield Demand("!=", base, fleeting=True, unless=exponent)
    elif _sign(exponent, ranges) == 2:
        yield Demand(">=", base)
    else:
        yield Demand(">", base)


def is_whole(e: Expr) -> bool:
    """A polynomial in integers, by its form: only to such a power may a negative number be raised.

    >>> is_whole(2 * Symbol("n", integer=True) - 1), is_whole(Symbol("x", real=True))
    (True, False)
    """
    if e.func in (Add, Mul):
        return all(map(is_whole, e.args))
    if isinstance(e, Pow):
        return is_whole(e.base) and isinstance(e.exp, Integer) and e.exp >= 0
    return isinstance(e, Integer | floor) or (isinstance(e, Symbol) and e.is_integer is True)


def _demands_of_fold(e: Sum | Product, ranges: Ranges) -> Iterator[Demand]:
    *inner, (index, low, high) = e.limits
    for end in (low, high):
        yield from _demands(end, ranges)
        if end is not S.Infinity and not is_whole(end):
            raise Left(f"that {readable(end)} is an integer")
    if high is S.Infinity:
        _demand_a_sum(e, ranges)
    body = e.func(e.function, *inner) if inner else e.function
    if isinstance(low, Integer) and isinstance(high, Integer) and high < low:
        return
    positive = True if low.is_positive or _sign(low, ranges) == 2 else None
    name = Dummy(str(index).lstrip("_"), integer=True, nonnegative=_sign(low, ranges) > 0 or None, positive=positive)
    facts = (plus(name, negative(low)), *([] if high is S.Infinity else [plus(high, negative(name))]))
    fleeting = high is not S.Infinity and not (isinstance(low, Integer) and isinstance(high, Integer))
    for demand in _demands(replaced(body, {index: name}), ranges):
        bound = name in free_symbols(demand.what) or demand.names or demand.unless
        yield replace(
            demand,
            facts=(*facts, *demand.facts) if bound else demand.facts,
            names=demand.names | {name} if bound else demand.names,
            fleeting=demand.fleeting or fleeting,
        )


def _demand_a_sum(e: Sum | Product, ranges: Ranges) -> None:
    """That an infinite sum converges, for all that is allowed: it is put in closed form only where that is proved."""
    try:
        field = Normal(ranges)
        for _ in restarting(field, ()):
            try:
                field.convert(e)
                break
            except Refine:
                continue
    except (Undecided, NowhereDefined, TooLarge):
        raise Left(f"that {readable(e)} converges") from None
    if field.ends:
        raise Left(f"that {readable(e)} converges")


# Signs on sight


def _sign(e: Expr, ranges: Ranges) -> int:
    """2 for > 0, 1 for ≥ 0, −1 and −2 likewise, 0 where nothing is seen."""
    if isinstance(e, Rational):
        return 2 * int(e.p > 0) - 2 * int(e.p < 0) or 1
    rule = SIGHT.get(e.func)
    if rule is not None:
        return rule(e, ranges)
    if isinstance(e, Symbol):
        return _declared(e, ranges)
    if e in spans.CONSTANTS:
        return 2
    definition = unfolded(e)
    return 0 if definition is None else _sign(definition, ranges)


def _declared(s: Symbol, ranges: Ranges) -> int:
    low, high = ranges.get(s, (S.NegativeOne, S.One))
    if s.is_positive or low > 0:
        return 2
    if s.is_negative or high < 0:
        return -2
    return int(bool(s.is_nonnegative or low >= 0)) or -int(bool(s.is_nonpositive or high <= 0))


def _of_sum(e: Expr, ranges: Ranges) -> int:
    found = [_sign(a, ranges) for a in e.args]
    if all(s > 0 for s in found):
        return max(found)
    return min(found) if all(s < 0 for s in found) else 0


def _of_product(e: Expr, ranges: Ranges) -> int:
    whole = reduce(mul, (_sign(a, ranges) for a in e.args))
    strict = abs(whole) == 1 << len(e.args)
    return (whole > 0) * (1 + strict) - (whole < 0) * (1 + strict)


def _of_power(e: Pow, ranges: Ranges) -> int:
    base = _sign(e.base, ranges)
    if not isinstance(e.exp, Integer):
        return max(base, 0)
    if e.exp % 2 == 0:
        return 2 if abs(base) == 2 or e.exp < 0 else 1
    return base if e.exp > 0 else 2 * ((base > 0) - (base < 0))


def _of_fold(e: Sum | Product, ranges: Ranges) -> int:
    """The sign of all terms; a sum is surely not zero only where it is surely not empty."""
    *inner, (index, low, high) = e.limits
    least = _sign(low, ranges)
    name = Dummy(str(index), integer=True, nonnegative=least > 0 or None, positive=True if least == 2 else None)
    body = replaced(e.func(e.function, *inner) if inner else e.function, {index: name})
    of_terms = _sign(body, ranges)
    if isinstance(e, Product):
        return max(of_terms, 0)
    full = high is S.Infinity or _sign(plus(high, negative(low), S.One), ranges) == 2
    full = full or _sign(high - low + 1, ranges) == 2
    return of_terms if full else (of_terms > 0) - (of_terms < 0)


SIGHT = {
    Add: _of_sum,
    Mul: _of_product,
    Pow: _of_power,
    Sum: _of_fold,
    Product: _of_fold,
    exp: lambda *_: 2,
    softplus: lambda *_: 2,
    Abs: lambda e, ranges: 2 if abs(_sign(e.args[0], ranges)) == 2 else 1,
    Max: lambda e, ranges: max(0, max(_sign(a, ranges) for a in e.args)),
    Min: lambda e, ranges: max(0, min(_sign(a, ranges) for a in e.args)),
    floor: lambda e, ranges: int(_sign(e.args[0], ranges) > 0),
}


# Demands shown


def _exceptions(demand: Demand, ranges: Ranges, bounds_in_order: bool) -> Iterator[str]:
    """Where a demand fails, if only at isolated points; raises `Left` if that is not shown."""
    seen = _sign(demand.what, ranges)
    if demand.unless is not None and _is_weak(demand.unless, demand, ranges):
        return
    if seen == 2 or (demand.relation == "!=" and seen == -2) or (demand.relation == ">=" and seen > 0):
        return
    decision = "nonnegative" if seen == 1 else _decided(demand, ranges)
    if decision == "positive" or (demand.relation == "!=" and decision == "negative"):
        return
    weak = decision in ("nonnegative", "zero")
    if demand.relation == ">=" and weak:
        return
    if demand.relation != "!=" and not weak:
        if not _at_each_index(demand, ranges, bounds_in_order):
            raise Left(str(demand))
        return
    yield from _where_zero(demand, ranges, bounds_in_order)


def _is_weak(e: Expr, demand: Demand, ranges: Ranges) -> bool:
    """Whether an expression is ≥ 0 wherever a demand is made."""
    seen = _sign(e, ranges) > 0
    return seen or sign(e, ranges=ranges, facts=demand.facts).verdict in ("positive", "nonnegative", "zero")


def _decided(demand: Demand, ranges: Ranges) -> str:
    return sign(demand.what, ranges=ranges, facts=demand.facts).verdict


def _at_each_index(demand: Demand, ranges: Ranges, bounds_in_order: bool) -> bool:
    """Whether a demand holds at each index of a short range."""
    names = sorted(demand.names, key=str)
    if len(names) != 1 or len(demand.facts) != 2:
        return False
    (name,) = names
    low, high = -replaced(demand.facts[0], {name: S.Zero}), replaced(demand.facts[1], {name: S.Zero})
    if not (isinstance(low, Integer) and isinstance(high, Integer) and high - low < FEW):
        return False
    places = [replaced(demand.what, {name: Integer(k)}) for k in range(int(low), int(high) + 1)]
    alone = [replace(demand, what=place, facts=(), names=frozenset()) for place in places]
    return all(not list(_exceptions(one, ranges, bounds_in_order)) for one in alone)


def _where_zero(demand: Demand, ranges: Ranges, bounds_in_order: bool) -> Iterator[str]:
    """The zeros of each factor, if they are isolated."""
    field = Normal(ranges, bounds_in_order)
    try:
        for _ in restarting(field, demand.facts):
            try:
                value = field.cancel(field.convert(_squares_opened(demand.what)))
                break
            except Refine:
                continue
        if not value.num:
            raise Left(str(demand))
        found = [where for p in _factors(field, value) for where in _zeros(field, p, demand, ranges)]
    except (Undecided, NowhereDefined, TooLarge, Refine):
        raise Left(str(demand)) from None
    except Left:
        if demand.relation == "!=" and demand.names and _at_each_index(demand, ranges, bounds_in_order):
            return
        raise
    yield from found


def _squares_opened(e: Expr) -> Expr:
    """What has the same zeros and may be simpler: |a| and powers without their outermost sign or power."""
    while isinstance(e, Abs) or (isinstance(e, Pow) and isinstance(e.exp, Rational) and e.exp > 0):
        e = e.args[0]
    return e


def _factors(field: Normal, value: Ratio) -> list[Poly]:
    _, low, parts = field.split(value.num)
    alone = [generator(g) for g, e in exponents(low) if e > 0]
    out = []
    for p in alone + [field.factors[f] for f, _ in parts]:
        out += _inside(field, p)
    return out


def _inside(field: Normal, p: Poly) -> list[Poly]:
    """A root, an absolute value or a power is zero where what stands in it is."""
    if len(p) == 1:
        ((m, _),) = p.items()
        kind = field.kinds[next(g for g, _ in exponents(m))]
        if isinstance(kind, Root | Size | Signed):
            return _inside(field, field.factors[kind.factor])
    return [p]


def _zeros(field: Normal, p: Poly, demand: Demand, ranges: Ranges) -> Iterator[str]:
    s = weak_sign(field, p)
    if s and never_zero(field, scale(p, s)):
        return
    if not _is_thin(field, p, demand):
        raise Left(str(demand))
    yield from _spelt(field, p, demand, ranges)


def _is_thin(field: Normal, p: Poly, demand: Demand) -> bool:
    """Whether the zeros of a factor are isolated, for every value of the indices."""
    branches = _branches(field, p)
    return branches is not None and all(_is_thin_branch(field, q, demand) for q in branches)


def _branches(field: Normal, p: Poly) -> list[Poly] | None:
    """The same with ±f for each |f|."""
    sizes = [g for g in support(p) if isinstance(field.kinds[g], Size)]
    if not sizes:
        return [p]
    if len(sizes) > BRANCHES:
        return None
    inside = field.factors[field.kinds[sizes[0]].factor]
    out: list[Poly] = []
    for s in (1, -1):
        branch = _with(p, sizes[0], scale(inside, s))
        deeper = _branches(field, branch) if branch else None
        if deeper is None:
            return None
        out += deeper
    return out


def _with(p: Poly, g: int, q: Poly) -> Poly:
    """A polynomial with another in place of one generator."""
    out: Poly = {}
    for m, c in p.items():
        e = dict(exponents(m)).get(g, 0)
        out = add(out, multiply({m - monomial(g, e): c}, power(q, e)))
    return out


def _is_thin_branch(field: Normal, p: Poly, demand: Demand) -> bool:
    kinds = {g: field.kinds[g] for g in support(p)}
    if not kinds:
        return True
    if all(isinstance(kind, Symbol) for kind in kinds.values()):
        return _is_thin_polynomial(field, p, demand)
    if demand.names or demand.fleeting or any(isinstance(kind, Folded | Size) for kind in kinds.values()):
        return False
    inner = [field.factors[kind.factor] for kind in kinds.values() if isinstance(kind, Log | Root)]
    whole = all((s := weak_sign(field, q)) and never_zero(field, scale(q, s)) for q in inner)
    return whole and not demand.what.has(floor, Abs, Max, Min) and _somewhere_not_zero(demand.what, field.ranges)


def _is_thin_polynomial(field: Normal, p: Poly, demand: Demand) -> bool:
    """Not zero for all values of the real symbols: whatever the integers are, if they are bound or it is fleeting."""
    if not (demand.names or demand.fleeting):
        return True
    whole = {g for g in support(p) if field.kinds[g].is_integer}
    groups: dict[int, Poly] = {}
    for m, c in p.items():
        own = sum(monomial(g, e) for g, e in exponents(m) if g in whole)
        groups.setdefault(m - own, {})[own] = c
    if set(groups) == {0}:
        return _has_no_root(field, p)
    return any((s := weak_sign(field, q)) and never_zero(field, scale(q, s)) for q in groups.values())


def _has_no_root(field: Normal, p: Poly) -> bool:
    """A polynomial in one integer that no integer is a root of."""
    if len(support(p)) != 1:
        return False
    x = SymPyPoly(field.expression(p))
    return not any(f.degree() == 1 and f.LC() in (1, -1) for f, _ in x.factor_list()[1])


def _somewhere_not_zero(e: Expr, ranges: Ranges) -> bool:
    """An analytic function that is not zero at one point is zero nowhere but at isolated ones."""
    for k in (3, 5):
        box = {s: _somewhere(s, ranges, Rational(k, 7)) for s in free_symbols(e)}
        try:
            if spans.sign_of(spans.enclose(e, box, 200)):
                return True
        except spans.Unclear:
            continue
    return False


def _somewhere(s: Symbol, ranges: Ranges, share: Rational) -> spans.Span:
    low, high = ranges.get(s, (S.Zero, S.One) if not s.is_nonpositive else (S.NegativeOne, S.Zero))
    value = low + share * (high - low)
    if s.is_integer:
        value = Rational(int(value)) if low <= int(value) else low
        value = value or (S.NegativeOne if s.is_negative else S.One)
    return spans.span(value, value, 200)


# Exceptions in words


def _spelt(field: Normal, p: Poly, demand: Demand, ranges: Ranges) -> Iterator[str]:
    try:
        e = field.expression(p)
    except Undecided:
        e = demand.what
    symbols = sorted(free_symbols(e), key=lambda s: (s in demand.names, bool(s.is_integer), str(s)))
    if all(isinstance(field.kinds[g], Symbol) for g in support(p)) and len(symbols) == 1:
        yield from _roots(e, symbols[0], ranges)
        return
    yield _solved(e, symbols) or f"{readable(e)} = 0"


def _roots(e: Expr, x: Symbol, ranges: Ranges) -> Iterator[str]:
    """The rational roots that may occur, and an equation for the others."""
    for f, _ in SymPyPoly(e, x).factor_list()[1]:
        if f.degree() == 1:
            root = Rational(-f.coeff_monomial(1) / f.LC())
            if _may_be(x, root, ranges):
                yield f"{x} = {root}"
        elif f.count_roots() and not x.is_integer:
            yield f"{readable(f.as_expr())} = 0"


def _may_be(x: Symbol, value: Rational, ranges: Ranges) -> bool:
    low, high = ranges.get(x, (value, value))
    fits = {
        "is_positive": value > 0,
        "is_negative": value < 0,
        "is_nonnegative": value >= 0,
        "is_nonpositive": value <= 0,
    }
    fits |= {"is_nonzero": value != 0, "is_integer": value.q == 1}
    return bool(low <= value <= high) and all(fit or getattr(x, known) is not True for known, fit in fits.items())


def _solved(e: Expr, symbols: list[Symbol]) -> str | None:
    """Solved for the first symbol that stands alone with the factor ±1."""
    for x in symbols:
        line = SymPyPoly(e, x) if e.is_polynomial(x) else None
        if line is not None and line.degree() == 1 and line.LC() in (1, -1):
            return f"{readable(x)} = {readable(-line.coeff_monomial(1) / line.LC())}"
    return None


def joined(parts: Iterable[Domain]) -> Domain:
    """Where all of several expressions have a value.

    >>> joined([Domain(("x = 1",)), Domain(("x = 1", "x = 2"))]).exceptions
    ('x = 1', 'x = 2')
    """
    parts = list(parts)
    exceptions = dict.fromkeys(where for part in parts for where in part.exceptions)
    return Domain(tuple(exceptions), next((part.left for part in parts if part.left), ""))
