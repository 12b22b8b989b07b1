"""The expectation over several independent draws: `k[1] … k[K]`, each j with probability q[j].

>>> from sympy import IndexedBase, Sum
>>> from proofpress.proof.given import index, size
>>> K, V, j, n = size("K"), size("V"), index("j"), index("n")
>>> k, q, f = IndexedBase("k", integer=True), IndexedBase("q", positive=True), IndexedBase("f", real=True)
>>> expected(Sum(f[k[n]], (n, 1, K)), k, K, q[j], (j, 1, V))
Expected(Sum(f[k[n]], (n, 1, K)), k, K, q[j], (j, 1, V))
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from sympy import Add, Expr, IndexedBase, Mul, S, Sum, Symbol, Tuple
from sympy.tensor.indexed import Indexed

from .terms import factors_of

if TYPE_CHECKING:
    from .form import Form
    from .point import Point

MOST_OUTCOMES = 300


class Expected(Expr):
    """The expectation of `body` over independent draws; make it with `expected`."""

    is_commutative = True
    is_real = True

    body = property(lambda self: self.args[0])
    drawn = property(lambda self: self.args[1])
    count = property(lambda self: self.args[2])
    weight = property(lambda self: self.args[3])
    limit = property(lambda self: self.args[4])


def expected(
    body: Expr, drawn: IndexedBase, count: Expr, weight: Indexed, limit: tuple[Symbol, Expr, Expr]
) -> Expected:
    """The expectation of `body` over `drawn[1] … drawn[count]`, each with probability `weight` over `limit`."""
    return Expected(S(body), drawn, S(count), weight, Tuple(*limit))


def outcomes(e: Expected, count: int, span: range, point: Point, weights: dict[int, Any]) -> Iterator[Any]:
    """The probability of each joint draw, while the point holds it.

    >>> from proofpress.proof.given import index, size
    >>> from proofpress.proof.point import Draw, Point
    >>> V, j, K = size("V"), index("j"), size("K")
    >>> p, n = IndexedBase("p", positive=True), IndexedBase("n", integer=True)
    >>> mean, point = expected(n[1], n, K, p[j], (j, 1, V)), Point((), Draw(seed=1))
    >>> weights = {1: 0.25, 2: 0.75}
    >>> [(chance, point.entry(n, (1,))) for chance in outcomes(mean, 1, range(1, 3), point, weights)]
    [(0.25, 1), (0.75, 2)]
    """
    if len(span) ** count > MOST_OUTCOMES:
        raise ArithmeticError("too many joint draws to go through")
    for values in product(span, repeat=count):
        drawn = {(e.drawn, (place,)): value for place, value in enumerate(values, start=1)}
        point.entries.update(drawn)
        probability: Any = 1
        for value in values:
            probability = probability * weights[value]
        yield probability
        for key in drawn:
            del point.entries[key]


def form_of_expected(form: Form, e: Expected) -> Expr:
    """Linear, inside sums, and the mean over one draw where only one is there; kept as it is otherwise.

    >>> from proofpress.proof.form import Form
    >>> from proofpress.proof.given import distribution, index, size
    >>> from proofpress.proof.knowledge import Knowledge
    >>> V, j, K = size("V"), index("j"), size("K")
    >>> p, n, s = IndexedBase("p", positive=True), IndexedBase("n", integer=True), IndexedBase("s", real=True)
    >>> form_of_expected(Form(Knowledge()), expected(2 * s[n[1]], n, S.One, p[j], (j, 1, V)))
    2*Sum(p[_1]*s[_1], (_1, 1, V))
    """
    body = form(e.body)
    return Add(*(_term(form, term, e) for term in Add.make_args(body)))


def _term(form: Form, term: Expr, e: Expected) -> Expr:
    parts = factors_of(term)
    outside, inside = [p for p in parts if not p.has(e.drawn)], [p for p in parts if p.has(e.drawn)]
    return form.product([Mul(*outside), _inside(form, Mul(*inside), e)])


def _inside(form: Form, body: Expr, e: Expected) -> Expr:
    name, lower, upper = e.limit
    if body == 1:
        return form(Sum(e.weight, (name, lower, upper)) ** e.count)
    if isinstance(body, Sum) and not any(end.has(e.drawn) for limit in body.limits for end in limit[1:]):
        function, limits = form.fresh(body)
        return form(Sum(form_of_expected(form, Expected(function, *e.args[1:])), *limits))
    places = {part for part in body.atoms(Indexed) if part.base == e.drawn}
    if len(places) == 1:
        place = places.pop()
        free = place.indices[0].free_symbols <= body.free_symbols  # a name that a sum binds is many places
        if free and form.known.within(place.indices[0], S.One, e.count):
            fresh = form.known.bound_name(name.name, lower, upper)
            others = form(Sum(e.weight, (name, lower, upper)) ** (e.count - 1))
            mean = Sum(e.weight.xreplace({name: fresh}) * body.xreplace({place: fresh}), (fresh, lower, upper))
            return form.product([form(mean), others])
    return Expected(body, *e.args[1:])
