"""Limits of normal forms: pushed inside finite sums, then taken of what stands there.

>>> from sympy import IndexedBase, Sum, Symbol, oo
>>> from proofpress.proof.given import index, size
>>> from proofpress.proof.knowledge import Knowledge
>>> V, j, K, p = size("V"), index("j"), Symbol("K", positive=True), IndexedBase("p", positive=True)
>>> limit_of(Sum(K * p[j] / (K + p[j]), (j, 1, V)), K, oo, Form(Knowledge()))
Sum(p[_1], (_1, 1, V))
"""

from __future__ import annotations

from sympy import Add, Dummy, Expr, Integral, Limit, Mul, S, Sum, Symbol, factorial, limit, nan, oo, zoo

from .form import Form
from .identity import gathered, zero
from .opened import differentiated
from .positivity import positive

MOST_ORDERS = 4


class NoLimit(Exception):
    """A limit that was not found."""


def limit_of(e: Expr, variable: Symbol, to: Expr, form: Form) -> Expr:
    """The limit of an opened expression, as a normal form; raises NoLimit where none was found."""
    e = form(e)
    if to == 0:
        expanded = _by_expansion(e, variable, form)
        if expanded is not None:
            return expanded
    sums, rest = gathered(e, form)
    if len(sums) == 1 and form.known.not_empty(sums[0][1]):
        # what stands beside the only sum is shared among its terms, lest it grow alone
        ((summand, limits),) = sums
        share = rest / Mul(*(upper - lower + 1 for _, lower, upper in limits))
        sums, rest = [(summand + share, limits)], S.Zero
    total = [_plain(form.fraction(rest), variable, to, form)]
    for summand, limits in sums:
        if any(end.has(variable) for limit in limits for end in limit[1:]):
            raise NoLimit(f"a sum's range depends on {variable}")
        total.append(Sum(limit_of(summand, variable, to, form), *limits))
    if any(part.has(oo, -oo) for part in total):
        raise NoLimit("a part of the expression grows without bound")
    return form(Add(*total))


def _by_expansion(e: Expr, variable: Symbol, form: Form) -> Expr | None:
    """The limit at zero of N/xᵏ: the k-th derivative of N there over k!, if all before it are zero there."""
    order = max((-power_in(term, variable) for term in Add.make_args(e)), default=0)
    if order not in range(1, MOST_ORDERS + 1):
        return None
    above = form(e * variable**order)
    for _ in range(order):
        if not zero(form(above.xreplace({variable: S.Zero})), form):
            return None
        above = form(differentiated(above, variable))
    return form(above.xreplace({variable: S.Zero}) / factorial(order))


def power_in(term: Expr, variable: Symbol) -> int:
    """The power of `variable` that a product holds as a factor."""
    power = term.as_powers_dict().get(variable, S.Zero)
    return int(power) if power.is_Integer else 0


def _plain(e: Expr, variable: Symbol, to: Expr, form: Form) -> Expr:
    """The limit of an expression whose parts without the variable count as constants."""
    constants: dict[Expr, Dummy] = {}
    moving = Dummy("x", positive=True) if variable.is_positive or to == oo else Dummy("x", real=True)
    spelling = _with_constants(e, variable, constants, form).xreplace({variable: moving})
    if spelling.has(Sum):
        raise NoLimit("a sum stands inside a function")
    found = limit(spelling, moving, to, "+" if to in (oo, -oo) or variable.is_positive else "+-")
    if found.has(Limit, Integral, nan, zoo, moving):
        raise NoLimit("SymPy finds no limit")
    return found.xreplace({letter: part for part, letter in constants.items()})


def _with_constants(e: Expr, variable: Symbol, constants: dict[Expr, Dummy], form: Form) -> Expr:
    if e.is_Number or e == variable:
        return e
    if not e.has(variable):
        if e.is_Add or e.is_Mul:
            return e.func(*(_with_constants(part, variable, constants, form) for part in e.args))
        if e not in constants:
            sign = {"positive": True} if positive(e, form.known) else {"real": True}
            constants[e] = Dummy(f"c{len(constants)}", **sign)
        return constants[e]
    if isinstance(e, Sum):
        return e
    return e.func(*(_with_constants(part, variable, constants, form) for part in e.args))
