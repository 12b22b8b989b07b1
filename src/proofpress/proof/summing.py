"""Sums in standard shape: from 1, linear, their free factors outside, deltas collapsed, bound names by position.

>>> from sympy import IndexedBase
>>> from proofpress.proof.form import Form
>>> from proofpress.proof.given import index, size, within
>>> from proofpress.proof.knowledge import Knowledge
>>> V, i, j, s = size("V"), index("i"), index("j"), IndexedBase("s", real=True)
>>> form = Form(Knowledge((within(i, 1, V),)))
>>> sum_over(form, 2 * s[j] + KroneckerDelta(i, j) * s[j], j, S.One, V)
s[i] + 2*Sum(s[_1], (_1, 1, V))
>>> canonical(Sum(s[i] * s[j], (i, 1, V), (j, 1, V)))
Sum(s[_1]*s[_2], (_1, 1, V), (_2, 1, V))
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from sympy import (
    Add,
    Expr,
    Function,
    KroneckerDelta,
    Mul,
    Pow,
    Product,
    S,
    Sum,
    Symbol,
    apart,
    bernoulli,
    default_sort_key,
    exp,
    expand,
    log,
)
from sympy.tensor.indexed import Indexed

from .positivity import nonzero
from .terms import Letters, _roots, factors_of, spelt

if TYPE_CHECKING:
    from .form import Form

MOST_PEELED = 12
MOST_ORDERS = 4


class step(Function):  # noqa: N801  functions of mathematics are lower case in SymPy
    """1 where an integer is zero or more, 0 elsewhere: it turns a bound that depends on another index into a factor."""

    nargs = 1


def sum_over(form: Form, f: Expr, x: Symbol, lower: Expr, upper: Expr) -> Expr:
    """The normal form of the sum of a normal form `f` over `x` from `lower` to `upper`."""
    form.known.ranges[x] = (lower, upper)
    f = _partial(form, f, x)
    return Add(*(_term(form, term, x, lower, upper) for term in Add.make_args(f)))


def _partial(form: Form, f: Expr, x: Symbol) -> Expr:
    """`f` over denominators in `x` split into partial fractions, so that equal summands look the same."""
    if not any(_divides_by(factor, x) for term in Add.make_args(f) for factor in Mul.make_args(term)):
        return f
    f = form.fraction(f)
    letters = Letters()
    spelling = spelt(f, letters, _roots(f, {}))
    own = [letter for part, letter in letters.letters.items() if part.has(x)]
    below = [
        letter
        for letter in own
        if any(_divides_by(factor, letter) for term in Add.make_args(spelling) for factor in Mul.make_args(term))
    ]
    if len(below) != 1:
        return f
    return form(letters.back(apart(spelling, below[0])))


def _divides_by(factor: Expr, x: Expr) -> bool:
    return isinstance(factor, Pow) and isinstance(factor.base, Add) and factor.base.has(x)


def _term(form: Form, term: Expr, x: Symbol, lower: Expr, upper: Expr) -> Expr:
    """The sum of one product: free factors outside, a delta collapsed, the range brought to 1 … upper."""
    if term == 0:
        return S.Zero
    parts = factors_of(term)
    if _must_stay(form, parts, [(x, lower, upper)]):
        return form.rewritten(canonical(Sum(Mul(*parts), (x, lower, upper))))
    outside, inside = [p for p in parts if not p.has(x)], [p for p in parts if p.has(x)]
    if len(outside) > 0 and outside != [1]:
        return form.product([Mul(*outside), _term(form, Mul(*inside), x, lower, upper)])
    for place, part in enumerate(inside):
        collapsed = _collapsed(form, part, inside[:place] + inside[place + 1 :], x, lower, upper)
        if collapsed is not None:
            return collapsed
    return _ranged(form, inside, x, lower, upper)


def _must_stay(form: Form, parts: list[Expr], limits: Limits) -> bool:
    """Whether a sum may be empty and has a factor that may have no value: its factors are left where they are."""
    return any(_fragile(form, part) for part in parts) and not form.known.not_empty(limits)


def _fragile(form: Form, part: Expr) -> bool:
    """Whether a factor may have no value at some size, so that it must not leave a sum that may be empty."""
    if not isinstance(part, log) and not (isinstance(part, Pow) and part.exp.could_extract_minus_sign()):
        return False
    base = part.args[0]
    return bool(base.has(Sum) or base.is_integer) and not nonzero(base, form.known)


def _collapsed(form: Form, delta: Expr, rest: list[Expr], x: Symbol, lower: Expr, upper: Expr) -> Expr | None:
    """Σ δ(x, a)·f(x) is f(a) if a is surely in range, 0 if it is surely not; None where neither is known."""
    if not isinstance(delta, KroneckerDelta):
        return None
    gap = expand(delta.args[0] - delta.args[1])
    slope = gap.coeff(x)
    if abs(slope) != 1 or (gap - slope * x).has(x):
        return None
    place = expand(x - gap / slope)
    if form.known.outside(place, lower, upper):
        return S.Zero
    return form(Mul(*rest).xreplace({x: place})) if form.known.within(place, lower, upper) else None


def _ranged(form: Form, inside: list[Expr], x: Symbol, lower: Expr, upper: Expr) -> Expr:
    known, body = form.known, Mul(*inside)
    if lower.is_Integer and upper.is_Integer and upper - lower < MOST_PEELED:
        return Add(*(form(body.xreplace({x: S(k)})) for k in range(int(lower), int(upper) + 1)))
    if not known.at_least_zero(upper - lower + 1):
        if lower == 1:
            return _atom(form, [body], [(x, lower, upper)])
        return _again(form, body, x, x + lower - 1, S.One, expand(upper - lower + 1))
    offset = _offset(body, x)
    if offset != 0 and not _stuck(form, lower + offset, upper + offset):
        return _again(form, body, x, x - offset, lower + offset, upper + offset)
    if lower == 1:
        return _peeled(form, inside, x, upper)
    if not lower.is_Integer and known.at_least_zero(-1 - lower) and known.at_least_zero(upper):
        return Add(
            _again(form, body, x, -x, S.One, -lower),
            form(body.xreplace({x: S.Zero})),
            _again(form, body, x, x, S.One, upper) if upper != 0 else S.Zero,
        )
    if not lower.is_Integer and known.at_least_zero(-upper):
        return _again(form, body, x, -x, -upper, -lower)
    if lower.is_Integer and lower < 1 and not _stuck(form, lower, upper):
        singles = (form(body.xreplace({x: S(k)})) for k in range(int(lower), 1))
        return Add(_again(form, body, x, x, S.One, upper), *singles)
    if known.at_least_zero(lower - 1):
        return _again(form, body, x, x, S.One, upper) - _again(form, body, x, x, S.One, expand(lower - 1))
    return _again(form, body, x, x + lower - 1, S.One, expand(upper - lower + 1))


def _stuck(form: Form, lower: Expr, upper: Expr) -> bool:
    """Whether a range begins below one, at a number, and cannot be split at zero."""
    return bool(lower.is_Integer and lower < 1) and not (lower > -MOST_PEELED and form.known.at_least_zero(upper))


def _offset(body: Expr, x: Symbol) -> Expr:
    """The smallest number added to `x` where it stands alone in an index or below a fraction."""
    found = [expand(index - x) for part in body.atoms(Indexed) for index in part.indices if index.has(x)]
    found += [expand(factor.base - x) for factor in Mul.make_args(body) if _divides_by(factor, x)]
    numbers = [gap for gap in found if gap.is_Integer]
    return min(numbers, default=S.Zero)


def _again(form: Form, body: Expr, x: Symbol, put: Expr, lower: Expr, upper: Expr) -> Expr:
    """The sum of `body` with `put` in place of `x`, under a fresh name, over another range."""
    fresh = form.known.bound_name(x.name, lower, upper)
    total = sum_over(form, form(body.xreplace({x: put.xreplace({x: fresh})})), fresh, lower, upper)
    form.known.let_go([(fresh, lower, upper)], held=total)
    return total


def _peeled(form: Form, inside: list[Expr], x: Symbol, upper: Expr) -> Expr:
    """A sum from 1 to n + c as one to n and c single terms, more or fewer."""
    body, c = Mul(*inside), upper.as_coeff_Add()[0]
    base = upper - c
    if c.is_Integer and 0 < abs(c) <= MOST_PEELED and base != 0 and form.known.at_least_zero(base):
        places = [base + k for k in range(1, int(c) + 1)] if c > 0 else [base - k for k in range(-int(c))]
        sign = 1 if c > 0 else -1
        singles = (sign * form(body.xreplace({x: place})) for place in places)
        return Add(_again(form, body, x, x, S.One, base), *singles)
    return _closed(form, inside, x, upper) or _atom(form, [body], [(x, S.One, upper)])


def _closed(form: Form, inside: list[Expr], x: Symbol, upper: Expr) -> Expr | None:
    """A sum of powers of `x`, of a power with `x` in its exponent, or of nothing with `x`, in closed form."""
    if not inside:
        return upper
    stepped = [part for part in inside if isinstance(part, step)]
    if stepped:
        return _narrowed(form, stepped[0], [p for p in inside if p is not stepped[0]], x, upper)
    degree = _degree(inside, x)
    if degree is not None:
        return form(expand((bernoulli(degree + 1, upper + 1) - bernoulli(degree + 1, 1)) / (degree + 1)))
    if len(inside) == 1 and isinstance(inside[0], Pow | exp):
        return _geometric(form, inside[0], x, upper)
    return None


def _degree(inside: list[Expr], x: Symbol) -> int | None:
    degree = 0
    for part in inside:
        base, power = part.as_base_exp()
        if base != x or not power.is_Integer or power < 0:
            return None
        degree += int(power)
    return degree


def _geometric(form: Form, part: Expr, x: Symbol, upper: Expr) -> Expr | None:
    """Σ r^x from 1 to n is r(1 − r^n)/(1 − r), where r is not 1."""
    power = part.args[0] if isinstance(part, exp) else part.exp
    rate = expand(power).coeff(x)
    if expand(power - rate * x) != 0 or rate.has(x) or (isinstance(part, Pow) and part.base.has(x)):
        return None
    ratio = exp(rate) if isinstance(part, exp) else Pow(part.base, rate)
    return form(ratio * (1 - ratio**upper) / (1 - ratio)) if ratio != 1 else upper


def _narrowed(form: Form, cut: Expr, rest: list[Expr], x: Symbol, upper: Expr) -> Expr | None:
    """A sum cut by a step, over the narrower range, if the rest then has a closed form."""
    inside = expand(cut.args[0])
    slope, known = inside.coeff(x), form.known
    if _degree(rest, x) is None or abs(slope) != 1:
        return None
    end = expand(x - inside / slope)
    if slope == 1 and known.at_least_zero(end - 1) and known.at_least_zero(upper - end + 1):
        return _again(form, Mul(*rest), x, x, end, upper)
    if slope == -1 and known.at_least_zero(end) and known.at_least_zero(upper - end):
        return _again(form, Mul(*rest), x, x, S.One, end)
    return None


Limits = list[tuple[Symbol, Expr, Expr]]


def _atom(form: Form, parts: list[Expr], limits: Limits) -> Expr:
    """A sum that stays one: inner sums drawn in, then split into those that share no index, each in standard order."""
    body, limits = _drawn_in(form, Mul(*parts), limits)
    if len(limits) > 1:
        closed = _other_order(form, body, limits)
        if closed is not None:
            return closed
    groups = _connected(factors_of(body), limits)
    return form.product(
        [form.rewritten(canonical(Sum(Mul(*own), *lims))) if lims else Mul(*own) for own, lims in groups]
    )


def _drawn_in(form: Form, body: Expr, limits: Limits) -> tuple[Expr, Limits]:
    found, limits = [], list(limits)
    for part in factors_of(body):
        base, power = part.as_base_exp()
        if not (isinstance(base, Sum) and power.is_Integer and 0 < power <= MOST_ORDERS):
            found.append(part)
            continue
        for _ in range(int(power)):
            function, inner = form.fresh(base)
            freed = None if _must_stay(form, factors_of(function), inner) else _freed(form, inner, limits)
            if freed is None:
                found.append(base)
                continue
            found += [function, *freed[0]]
            limits = [*freed[1], *limits]
    return Mul(*found), limits


def _freed(form: Form, inner: Limits, outer: Limits) -> tuple[list[Expr], Limits] | None:
    """Inner limits that do not depend on outer names, and the steps that make up for it; None if that fails."""
    steps, freed = [], []
    for name, lower, upper in inner:
        widest = upper
        for other, low, high in outer:
            if not upper.has(other):
                continue
            slope = expand(widest).coeff(other)
            if lower != 1 or not slope.is_Integer or expand(widest - slope * other).has(other):
                return None
            widest = expand(widest.xreplace({other: high if slope > 0 else low}))
        if lower.has(*(other for other, _, _ in outer)):
            return None
        if widest != upper:
            form.known.ranges[name] = (lower, widest)
            steps.append(step(expand(upper - name)))
        freed.append((name, lower, widest))
    return steps, freed


def _other_order(form: Form, body: Expr, limits: Limits) -> Expr | None:
    """The whole sum, if summing over another index first closes it."""
    for place, (name, lower, upper) in enumerate(limits):
        parts = factors_of(body)
        own = [part for part in parts if part.has(name)]
        rest = [part for part in parts if not part.has(name)]
        if lower != 1 or any(other[2].has(name) for other in limits):
            continue
        inner = _collapses(form, own, name, upper)
        if inner is not None:
            total = form.product([Mul(*rest), inner])
            for other in limits[:place] + limits[place + 1 :]:
                total = sum_over(form, total, *other)
            return total
    return None


def _collapses(form: Form, own: list[Expr], x: Symbol, upper: Expr) -> Expr | None:
    for place, part in enumerate(own):
        found = _collapsed(form, part, own[:place] + own[place + 1 :], x, S.One, upper)
        if found is not None:
            return found
    closed = _closed(form, own, x, upper) if form.known.at_least_zero(upper) else None
    if closed is not None:
        return closed
    alone = canonical(Sum(Mul(*own), (x, S.One, upper)))
    known = form.rewritten(alone)
    return None if known == alone else known


def _connected(parts: list[Expr], limits: Limits) -> list[tuple[list[Expr], Limits]]:
    """Factors and limits in groups that share no bound name."""
    groups: list[tuple[list[Expr], Limits]] = [([], [limit]) for limit in limits]
    for name, lower, upper in limits:
        bound = [g for g in groups if any(lim[0] == name or lower.has(lim[0]) or upper.has(lim[0]) for lim in g[1])]
        merged = [lim for lim in limits if any(lim in g[1] for g in bound)]
        groups = [*(g for g in groups if g not in bound), ([], merged)]
    loose: list[Expr] = []
    for part in parts:
        touched = [g for g in groups if any(part.has(limit[0]) for limit in g[1])]
        if not touched:
            loose.append(part)
            continue
        groups = [g for g in groups if g not in touched]
        together = [lim for lim in limits if any(lim in g[1] for g in touched)]
        groups.append(([p for g in touched for p in g[0]] + [part], together))
    return groups + ([(loose, [])] if loose else [])


def canonical(e: Sum | Product) -> Expr:
    """A sum with its bound names numbered, in the order that comes first; names inside keep smaller numbers."""
    first = 1 + max((_number(symbol) for symbol in e.function.atoms(Symbol)), default=0)
    names = [Symbol(f"_{first + k}", integer=True) for k in range(len(e.limits))]
    orders = itertools.permutations(e.limits) if _independent(e.limits) else [e.limits]
    found = []
    for order in orders:
        put = {limit[0]: name for limit, name in zip(order, names, strict=True)}
        function = _resigned(e.function.xreplace(put))
        limits = [
            (name, limit[1].xreplace(put), limit[2].xreplace(put)) for name, limit in zip(names, order, strict=True)
        ]
        found.append(e.func(function, *limits))
    best = found[0] if len(found) == 1 else min(found, key=default_sort_key)
    return _sign_outside(best)


def _independent(limits: tuple) -> bool:
    """Whether a few limits may be put in any order."""
    names = [limit[0] for limit in limits]
    return len(limits) <= MOST_ORDERS and not any(end.has(*names) for limit in limits for end in limit[1:])


def _number(symbol: Symbol) -> int:
    match = re.fullmatch(r"_(\d+)", symbol.name) if not symbol.is_Dummy else None
    return int(match[1]) if match else 0


def _sign_outside(e: Sum | Product) -> Expr:
    number, rest = e.function.as_coeff_Mul()
    if isinstance(e, Product) or number == 1:
        return e
    return number * e.func(rest, *e.limits)


def _resigned(e: Expr) -> Expr:
    """A product with each sum in a denominator given the sign that SymPy puts first."""
    factors = []
    for factor in Mul.make_args(e):
        base, power = factor.as_base_exp()
        if isinstance(base, Add) and power.is_Integer and base.could_extract_minus_sign():
            factor = S.NegativeOne**power * Pow(-base, power)
        factors.append(factor)
    return Mul(*factors)
