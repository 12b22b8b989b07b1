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

from sympy import (
    Add,
    Dummy,
    Expr,
    Integral,
    Limit,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Rational,
    S,
    Sum,
    Symbol,
    exp,
    expand,
    factorial,
    limit,
    log,
    nan,
    oo,
    preorder_traversal,
    zoo,
)

from .bounds import is_nonnegative
from .form import Form
from .identity import zero
from .knowledge import Knowledge
from .opened import differentiated
from .smooth import holds, smooth

MOST_ORDERS = 4


class NoLimit(Exception):
    """A limit that was not found."""


def limit_of(e: Expr, variable: Symbol, to: Expr, form: Form) -> Expr:
    """The limit of an opened expression, as a normal form; raises NoLimit where none was found."""
    sides = sides_of_approach(variable, to, form)
    e = form(e)
    if any(holds(end, variable) for inner in e.atoms(Sum) for end in inner.limits):
        raise NoLimit(f"a sum's range depends on {variable}")
    near = Dummy("t", real=True) if len(sides) == 2 else Dummy("t", positive=True)
    place = {oo: 1 / near, -oo: -1 / near}.get(to, to + (near if len(sides) == 2 else sides[0] * near))
    return form(_at_zero(form(e.xreplace({variable: place})), near, form))


def sides_of_approach(variable: Symbol, to: Expr, form: Form) -> tuple[int, ...]:
    """From above (1), from below (−1), or both: where the variable may lie beside the place that it goes to.

    >>> r, n = Symbol("r", positive=True), Symbol("n", integer=True, positive=True)
    >>> [sides_of_approach(r, place, Form(Knowledge())) for place in (S.Zero, S.One, oo)]
    [(1,), (1, -1), (-1,)]
    """
    known = form.known
    conditions = (*known.positive, *known.nonnegative, *known.nonzero)
    if not all(_holds_far_out(fact, variable, to) for fact in conditions):
        raise NoLimit(f"{variable} is bound by what is given, and cannot go anywhere")
    if any(low.has(variable) or (high.has(variable) and not high.coeff(variable).is_positive)
           for low, high in known.ranges.values()):  # fmt: skip
        raise NoLimit(f"an index is held by {variable}, which so cannot go anywhere")
    lower, upper = _ends(variable, known)
    if to in (oo, -oo):
        if (upper if to == oo else lower) != to:
            raise NoLimit(f"{variable} lies between {lower} and {upper}, and cannot go to {to}")
        return (-1,) if to == oo else (1,)
    if variable.is_integer:
        raise NoLimit(f"{variable} is whole, and comes no nearer to {to}")
    above = to == lower or (lower == -oo or bool(is_nonnegative(to - lower, form, strict=True)))
    below = to == upper or (upper == oo or bool(is_nonnegative(upper - to, form, strict=True)))
    if not (above and below):
        raise NoLimit(f"{variable} lies between {lower} and {upper}, and is not known to come near {to}")
    return (1,) if to == lower else (-1,) if to == upper else (1, -1)


def _holds_far_out(fact: Expr, variable: Symbol, to: Expr) -> bool:
    """Whether what is given does not speak of a variable, or is linear in it and true once it is far enough."""
    share = expand(fact).coeff(variable)
    if expand(fact - share * variable).has(variable):
        return False
    return share == 0 or bool(share.is_Number and (share > 0 if to == oo else share < 0) and to in (oo, -oo))


def _ends(variable: Symbol, known: Knowledge) -> tuple[Expr, Expr]:
    if variable in known.intervals or variable in known.ranges:
        return known.intervals.get(variable) or known.ranges[variable]
    return (S.Zero if variable.is_nonnegative else -oo), (S.Zero if variable.is_nonpositive else oo)


def _at_zero(e: Expr, t: Symbol, form: Form) -> Expr:
    """The limit of a normal form as `t` goes to zero."""
    if not e.has(t):
        return e
    for shape in (lambda: e, lambda: form.fraction(e)):
        found = _by_expansion(shape(), t, form)
        if found is not None:
            return found
    if e.free_symbols == {t} and _is_elementary(e):
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
    """SymPy's limit, of exponentials and logarithms of numbers alone, from each side on which there are values.

    It takes a constant of unknown sign for one that is not zero, and what repeats itself for something that settles.
    """
    near = Dummy("t", positive=True)
    found = [_from_above(e.xreplace({t: sign * near}), near) for sign in ((1,) if t.is_positive else (1, -1))]
    if any(other != found[0] for other in found):
        raise NoLimit("the limits from both sides differ")
    return found[0]


def _from_above(e: Expr, t: Symbol) -> Expr:
    try:
        if not _has_values(e, t):
            raise NoLimit("there is no value on one side")
        found = limit(e, t, 0, "+")
    except (NotImplementedError, ValueError, TypeError, ArithmeticError) as reason:
        raise NoLimit(str(reason)) from reason
    if found.has(Limit, Integral, nan, zoo, oo, -oo, t) or not found.is_real:
        raise NoLimit("SymPy finds no finite limit")
    return found


def _is_elementary(e: Expr) -> bool:
    """Whether only sums, products, powers, exponentials and logarithms are in it: such a function does not repeat."""
    return all(isinstance(part, Add | Mul | Pow | exp | log | Number | NumberSymbol | Symbol)
               for part in preorder_traversal(e))  # fmt: skip


def _has_values(e: Expr, t: Symbol) -> bool:
    """Whether what must be positive is, near zero: such a function keeps its sign there."""
    inside = [part.args[0] for part in e.atoms(log)]
    inside += [part.base for part in e.atoms(Pow) if not part.exp.is_Integer and part.base.has(t)]
    places = [Rational(1, 10**k) for k in (7, 13, 23)]
    return all(part.xreplace({t: place}).evalf(60).is_positive for part in inside for place in places)


def _inside(e: Expr, t: Symbol, form: Form) -> Expr:
    """The limit drawn into a continuous function."""
    if isinstance(e, exp):
        return form(exp(_at_zero(form(e.args[0]), t, form)))
    if isinstance(e, Pow) and e.exp.has(t) and _stays_positive(e.base, t, form):
        return form(exp(_at_zero(form(e.exp * log(e.base)), t, form)))
    if isinstance(e, log) or (isinstance(e, Pow) and not e.exp.has(t)):
        inner = _at_zero(form(e.args[0]), t, form)
        if form.positive(inner):
            return form(e.func(inner, *e.args[1:]))
    raise NoLimit(f"no law of limits is known for {e}")


def _stays_positive(base: Expr, t: Symbol, form: Form) -> bool:
    """Whether a base is positive near zero: everywhere, or because its limit is."""
    return form.positive(base) or form.positive(_at_zero(form(base), t, form))
