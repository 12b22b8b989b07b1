"""An expression with every name unfolded, every derivative carried out and every bound name made its own.

>>> from sympy import Derivative, IndexedBase, Sum, exp
>>> from proofpress.proof.given import index, size
>>> from proofpress.proof.knowledge import Knowledge
>>> V, i, j, s = size("V"), index("i"), index("j"), IndexedBase("s", real=True)
>>> opened(Derivative(Sum(s[j] ** 2, (j, 1, V)), s[i]), Knowledge())
Sum(2*KroneckerDelta(_j, i)*s[_j], (_j, 1, V))
"""

from __future__ import annotations

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Expr,
    IndexedBase,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Pow,
    Product,
    S,
    Subs,
    Sum,
    Symbol,
    Tuple,
    exp,
    log,
)
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from .draws import Expected
from .functions import Abbreviation, sigmoid, softplus
from .knowledge import Knowledge
from .refusals import Unsupported

Names = dict[Basic, Basic]


def opened(e: Basic, known: Knowledge, names: Names | None = None) -> Basic:
    """`e` unfolded and differentiated; the ranges of its bound names are added to `known`."""
    names = names or {}
    if isinstance(e, Symbol):
        return names.get(e, e)
    if isinstance(e, IndexedBase) or (not e.args and not isinstance(e, Abbreviation)):
        return e
    for kind, rule in _RULES:
        if isinstance(e, kind):
            return rule(e, known, names)
    return e.func(*(opened(part, known, names) for part in e.args))


def _sum(e: Sum | Product, known: Knowledge, names: Names) -> Basic:
    names = dict(names)
    limits: list[tuple] = []
    for name, lower, upper in reversed(e.limits):  # the outermost first: inner bounds may hold outer names
        ends = opened(lower, known, names), opened(upper, known, names)
        names[name] = known.bound_name(name.name.strip("_") or "j", *ends)
        limits.insert(0, (names[name], *ends))
    return e.func(opened(e.function, known, names), *limits)


def _abbreviation(e: Abbreviation, known: Knowledge, names: Names) -> Basic:
    caught = (e.body.free_symbols - set(e.parameters)) & {n for n in names if names[n].is_Dummy}
    if caught:
        raise Unsupported(
            f"{e.func.__name__} depends on {caught.pop()}, which a sum around it binds: make it a parameter"
        )
    arguments = [opened(argument, known, names) for argument in e.args]
    return opened(e.body, known, dict(zip(e.parameters, arguments, strict=True)))


def _derivative(e: Derivative, known: Knowledge, names: Names) -> Basic:
    result = opened(e.expr, known, names)
    for variable, count in e.variable_count:
        for _ in range(int(count)):
            result = differentiated(result, opened(variable, known, names))
    return result


def _subs(e: Subs, known: Knowledge, names: Names) -> Basic:
    inner = {n: v for n, v in names.items() if n not in e.variables}
    values = [opened(value, known, names) for value in e.point]
    return opened(e.expr, known, inner).xreplace(dict(zip(e.variables, values, strict=True)))


def _expected(e: Expected, known: Knowledge, names: Names) -> Basic:
    name, lower, upper = e.limit
    ends = opened(lower, known, names), opened(upper, known, names)
    fresh = known.bound_name(name.name, *ends)
    weight = opened(e.weight, known, {**names, name: fresh})
    known.arrays.setdefault(e.drawn, ends)
    return Expected(opened(e.body, known, names), e.drawn, opened(e.count, known, names), weight, Tuple(fresh, *ends))


def _extreme(e: Max | Min, known: Knowledge, names: Names) -> Basic:
    """Max(a, b) = (a + b + |a − b|)/2, and Min with a minus."""
    sign = 1 if isinstance(e, Max) else -1
    first, *others = sorted((opened(a, known, names) for a in e.args), key=str)
    for other in others:
        first = (first + other + sign * Abs(first - other)) / 2
    return first


def _sigmoid(e: sigmoid, known: Knowledge, names: Names) -> Basic:
    return 1 / (1 + exp(-opened(e.args[0], known, names)))


def _softplus(e: softplus, known: Knowledge, names: Names) -> Basic:
    return log(1 + exp(opened(e.args[0], known, names)))


_RULES = (
    ((Sum, Product), _sum),
    (Abbreviation, _abbreviation),
    (Derivative, _derivative),
    (Subs, _subs),
    (Expected, _expected),
    ((Max, Min), _extreme),
    (sigmoid, _sigmoid),
    (softplus, _softplus),
)


def differentiated(e: Basic, x: Expr) -> Basic:
    """The derivative of an opened expression with respect to a symbol or an array's entry.

    >>> from sympy import IndexedBase, symbols
    >>> i, j = symbols("i j", integer=True)
    >>> s = IndexedBase("s", real=True)
    >>> differentiated(exp(s[j]), s[i])
    exp(s[j])*KroneckerDelta(i, j)
    """
    base = x.base if isinstance(x, Indexed) else x
    if e == x:
        return S.One
    if not e.has(base):
        return S.Zero
    if isinstance(e, Indexed) and isinstance(x, Indexed):
        if any(index.has(base) for index in e.indices):
            raise Unsupported(f"{e} has an index that depends on {x}")
        return Mul(*(KroneckerDelta(a, b) for a, b in zip(e.indices, x.indices, strict=True)))
    for kind, rule in _SLOPES:
        if isinstance(e, kind):
            return rule(e, x)
    raise Unsupported(f"the derivative of {type(e).__name__} with respect to {x}")


def _add_slope(e: Basic, x: Expr) -> Basic:
    return e.func(*(differentiated(term, x) for term in e.args))


def _mul_slope(e: Basic, x: Expr) -> Basic:
    total = S.Zero
    for place, factor in enumerate(e.args):
        total += Mul(*e.args[:place], differentiated(factor, x), *e.args[place + 1 :])
    return total


def _pow_slope(e: Basic, x: Expr) -> Basic:
    base, exponent = e.args
    return (
        exponent * base ** (exponent - 1) * differentiated(base, x) + e * log(base) * differentiated(exponent, x)
        if exponent.has(x.base if isinstance(x, Indexed) else x)
        else exponent * base ** (exponent - 1) * differentiated(base, x)
    )


def _sum_slope(e: Sum, x: Expr) -> Basic:
    return Sum(differentiated(e.function, x), *e.limits)


def _product_slope(e: Product, x: Expr) -> Basic:
    """Π f · Σ f′/f, wherever no factor is zero."""
    return e * Sum(differentiated(e.function, x) / e.function, *e.limits)


def _unknown_slope(e: Basic, x: Expr) -> Basic:
    raise Unsupported(f"the derivative of the undefined function {e.func} with respect to {x}")


_SLOPES = (
    (Add, _add_slope),
    (Mul, _mul_slope),
    (exp, lambda e, x: e * differentiated(e.args[0], x)),
    (Pow, _pow_slope),
    (Sum, _sum_slope),
    (Product, _product_slope),
    (log, lambda e, x: differentiated(e.args[0], x) / e.args[0]),
    (Abs, lambda e, x: e.args[0] / e * differentiated(e.args[0], x)),
    (AppliedUndef, _unknown_slope),
    (Expected, lambda e, x: Expected(differentiated(e.body, x), *e.args[1:])),
)
