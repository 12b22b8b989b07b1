"""Limits of normal forms: by the laws of limits, by continuity, and at 0/0 by Taylor's theorem.

A variable that goes elsewhere is first moved, so that only limits at zero are taken.

>>> from sympy import IndexedBase, Sum, Symbol, oo
>>> from proofpress.proof.given import index, size
>>> from proofpress.proof.knowledge import Knowledge
>>> V, j, K, p = size("V"), index("j"), Symbol("K", positive=True), IndexedBase("p", positive=True)
>>> limit_of(Sum(K * p[j] / (K + p[j]), (j, 1, V)), K, oo, Form(Knowledge()))
Sum(p[_1], (_1, 1, V))
"""

from __future__ import annotations

from sympy import Add, Dummy, Expr, Integral, Limit, Mul, Pow, S, Sum, Symbol, exp, factorial, limit, log, nan, oo, zoo

from .form import Form
from .identity import zero
from .opened import differentiated
from .smooth import holds, smooth

MOST_ORDERS = 4


class NoLimit(Exception):
    """A limit that was not found."""


def limit_of(e: Expr, variable: Symbol, to: Expr, form: Form) -> Expr:
    """The limit of an opened expression, as a normal form; raises NoLimit where none was found."""
    e = form(e)
    if any(holds(end, variable) for inner in e.atoms(Sum) for end in inner.limits):
        raise NoLimit(f"a sum's range depends on {variable}")
    one_sided = to in (oo, -oo) or (to == 0 and variable.is_positive)
    near = Dummy("t", positive=True) if one_sided else Dummy("t", real=True)
    place = {oo: 1 / near, -oo: -1 / near}.get(to, to + near)
    return form(_at_zero(form(e.xreplace({variable: place})), near, form))


def _at_zero(e: Expr, t: Symbol, form: Form) -> Expr:
    """The limit of a normal form as `t` goes to zero."""
    if not e.has(t):
        return e
    for shape in (lambda: e, lambda: form.fraction(e)):
        found = _by_expansion(shape(), t, form)
        if found is not None:
            return found
    if e.free_symbols == {t}:
        return _of_numbers(e, t)
    if isinstance(e, Add | Mul):
        return _by_parts(e, t, form)
    if isinstance(e, Sum):
        function, limits = form.fresh(e)
        return Sum(_at_zero(form(function), t, form), *limits)
    return _inside(e, t, form)


def _by_parts(e: Add | Mul, t: Symbol, form: Form) -> Expr:
    """Terms that stay behind the same constant factor together, otherwise each term or factor on its own."""
    shares: dict[Expr, Expr] = {}
    for term in Add.make_args(e):
        number, rest = term.as_coeff_Mul()
        constant, moving = rest.as_independent(t, as_Add=False)
        shares[constant] = shares.get(constant, S.Zero) + number * moving
    if list(shares) == [1]:
        return form(e.func(*(_at_zero(part, t, form) for part in e.args)))
    return form(Add(*(constant * _at_zero(moving, t, form) for constant, moving in shares.items())))


def _by_expansion(e: Expr, t: Symbol, form: Form) -> Expr | None:
    """The limit of N/tᵏ for a smooth N: its k-th derivative at zero over k!, if all before it are zero there."""
    order = max(0, *(-power_in(term, t) for term in Add.make_args(e)))
    above = form(e * t**order)
    if order > MOST_ORDERS or not smooth(above, t, form, at=0):
        return None
    for _ in range(order):
        if not zero(form(above.xreplace({t: S.Zero})), form):
            return None
        above = differentiated(above, t)  # not brought to normal form, which may divide by t again
    return form(above.xreplace({t: S.Zero}) / factorial(order))


def power_in(term: Expr, variable: Symbol) -> int:
    """The power of `variable` that a product holds as a factor.

    >>> x, y = Symbol("x"), Symbol("y")
    >>> power_in(3 * y / x**2, x)
    -2
    """
    power = term.as_powers_dict().get(variable, S.Zero)
    return int(power) if power.is_Integer else 0


def _of_numbers(e: Expr, t: Symbol) -> Expr:
    """SymPy's limit, which takes a constant of unknown sign for one that is not zero, and so is given none."""
    try:
        found = limit(e, t, 0, "+" if t.is_positive else "+-")
    except (NotImplementedError, ValueError) as reason:
        raise NoLimit(str(reason)) from reason
    if found.has(Limit, Integral, nan, zoo, oo, -oo, t):
        raise NoLimit("SymPy finds no finite limit")
    return found


def _inside(e: Expr, t: Symbol, form: Form) -> Expr:
    """The limit drawn into a continuous function."""
    if isinstance(e, exp):
        return form(exp(_at_zero(form(e.args[0]), t, form)))
    if isinstance(e, Pow) and e.exp.has(t):
        return form(exp(_at_zero(form(e.exp * log(e.base)), t, form)))
    if isinstance(e, log | Pow):
        inner = _at_zero(form(e.args[0]), t, form)
        if form.positive(inner):
            return form(e.func(inner, *e.args[1:]))
    raise NoLimit(f"no law of limits is known for {e}")
