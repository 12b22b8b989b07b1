"""The normal form of an expectation over independent draws.

>>> from sympy import IndexedBase
>>> from proofpress.proof.draws import expected
>>> from proofpress.proof.form import Form
>>> from proofpress.proof.given import distribution, index, size
>>> from proofpress.proof.knowledge import Knowledge
>>> V, j, K = size("V"), index("j"), size("K")
>>> p, n, s = IndexedBase("p", positive=True), IndexedBase("n", integer=True), IndexedBase("s", real=True)
>>> form_of_expected(Form(Knowledge()), expected(2 * s[n[1]], n, S.One, p[j], (j, 1, V)))
2*Sum(p[_1]*s[_1], (_1, 1, V))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sympy import Add, Expr, KroneckerDelta, Mul, S, Sum
from sympy.tensor.indexed import Indexed

from .draws import Expected
from .terms import factors_of

if TYPE_CHECKING:
    from .form import Form

MOST_SUMS = 3


def form_of_expected(form: Form, e: Expected) -> Expr:
    """Linear, inside sums, and the mean over one draw where only one is there; kept as it is otherwise."""
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
    if len(sums := _sums_of(body)) > 1:
        return _inside(form, _joined(form, sums), e)
    places = {part for part in body.atoms(Indexed) if part.base == e.drawn}
    if len(places) == 1:
        place = places.pop()
        free = place.indices[0].free_symbols <= body.free_symbols  # a name that a sum binds is many places
        if free and form.known.within(place.indices[0], S.One, e.count):
            fresh = form.known.bound_name(name.name, lower, upper)
            others = form(Sum(e.weight, (name, lower, upper)) ** (e.count - 1))
            mean = Sum(e.weight.xreplace({name: fresh}) * body.xreplace({place: fresh}), (fresh, lower, upper))
            return form.product([form(mean), others])
    if len(places) == 2 and all(form.known.within(place.indices[0], S.One, e.count) for place in places):
        return _of_two(form, body, e, *sorted(places, key=str))
    return Expected(body, *e.args[1:])


def _sums_of(body: Expr) -> list[Sum]:
    """The sums that a body is a product of, powers written out; none if it is not."""
    found: list[Sum] = []
    for factor in Mul.make_args(body):
        base, power = factor.as_base_exp()
        if not isinstance(base, Sum) or not (power.is_Integer and 0 < power <= MOST_SUMS):
            return []
        found += [base] * int(power)
    return found


def _joined(form: Form, sums: list[Sum]) -> Expr:
    """A product of sums as one sum."""
    parts = [form.fresh(inner) for inner in sums]
    return Sum(Mul(*(function for function, _ in parts)), *(limit for _, limits in parts for limit in limits))


def _of_two(form: Form, body: Expr, e: Expected, one: Indexed, other: Indexed) -> Expr:
    """A function of two of the draws: where they are the same draw it is of one, otherwise they are independent."""
    name, lower, upper = e.limit
    if any(not place.indices[0].free_symbols <= body.free_symbols for place in (one, other)):
        return Expected(body, *e.args[1:])
    same = KroneckerDelta(one.indices[0], other.indices[0])
    first, second = (form.known.bound_name(name.name, lower, upper) for _ in range(2))
    both = e.weight.xreplace({name: first}) * e.weight.xreplace({name: second})
    apart = Sum(both * body.xreplace({one: first, other: second}), (first, lower, upper), (second, lower, upper))
    total = form(Sum(e.weight, (name, lower, upper)))
    once = form_of_expected(form, Expected(body.xreplace({other: one}), *e.args[1:]))
    return form.product([form(same), once]) + form.product([1 - form(same), form(apart), form(total ** (e.count - 2))])
