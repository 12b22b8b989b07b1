"""Does an expression surely have a value, at every point that the givens allow? What is in doubt is named.

A body that is never reached needs no value: inside a sum it is known that the sum has a term.

>>> from sympy import IndexedBase, log
>>> from proofpress.proof.given import index, size
>>> V, j, s, x = size("V"), index("j"), IndexedBase("s", real=True), Symbol("x", real=True)
>>> doubt(1 / Sum(exp(s[j]), (j, 1, V)), ()), doubt(Sum(1 / (V - 1), (j, 2, V)), ())
('', '')
>>> doubt(1 / (x - 7), ()), doubt(log(x), ())
('x - 7 may be zero', 'x may be zero or less')
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    Number,
    NumberSymbol,
    Pow,
    Product,
    Subs,
    Sum,
    Symbol,
    Tuple,
    ceiling,
    cos,
    cosh,
    exp,
    floor,
    log,
    nan,
    oo,
    sign,
    sin,
    sinh,
    tanh,
    zoo,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from .bounds import is_nonnegative
from .draws import Expected
from .functions import Abbreviation, sigmoid, softplus
from .given import Given
from .ground import Ground, ground_of
from .opened import Names, opened
from .terms import factorised
from .trees import OverTrees

ALWAYS = (
    Add, Mul, Abs, Max, Min, exp, floor, ceiling, sign, sigmoid, softplus, sin, cos, sinh, cosh, tanh,
    KroneckerDelta, Relational, AppliedUndef, Indexed, Tuple,
)  # fmt: skip


def doubt(e: Basic, given: Sequence[Given]) -> str:
    """The first part of `e` that may be without a value, in words; empty where there is none."""
    return next(_doubts(e, ground_of(tuple(given)), {}), "")


def _doubts(e: Basic, ground: Ground, names: Names) -> Iterator[str]:
    if e in (nan, zoo, oo, -oo):
        yield f"{e} is no number"
    elif isinstance(e, Number | NumberSymbol | Symbol | IndexedBase):
        return
    elif rule := next((rule for kind, rule in _RULES if isinstance(e, kind)), None):
        yield from rule(e, ground, names)
    elif isinstance(e, ALWAYS):
        yield from _parts(e, ground, names)
    else:
        yield f"it is not known where {type(e).__name__} has a value"


def _parts(e: Basic, ground: Ground, names: Names) -> Iterator[str]:
    for part in e.args:
        yield from _doubts(part, ground, names)


def _power(e: Pow, ground: Ground, names: Names) -> Iterator[str]:
    yield from _parts(e, ground, names)
    base, exponent = (opened(part, ground.known, names) for part in e.args)
    if exponent.is_integer:
        if not (ground.known.at_least_zero(exponent) or nonzero(base, ground)):
            yield f"{e.base} may be zero"
    elif not _positive(base, ground) and not (_positive(exponent, ground) and _nonnegative(base, ground)):
        yield f"{e.base} may be zero or less, or its power"


def _logarithm(e: log, ground: Ground, names: Names) -> Iterator[str]:
    yield from _parts(e, ground, names)
    if not _positive(opened(e.args[0], ground.known, names), ground):
        yield f"{e.args[0]} may be zero or less"


def _gathered(e: Sum | Product, ground: Ground, names: Names) -> Iterator[str]:
    names, spans = dict(names), []
    for name, lower, upper in reversed(e.limits):
        ends = [opened(end, ground.known, names) for end in (lower, upper)]
        yield from _parts(Tuple(lower, upper), ground, names)
        names[name] = ground.known.bound_name(name.name.strip("_") or "j", *ends)
        spans.append(ends[1] - ends[0])
    yield from _doubts(e.function, ground.where(spans), names)


def _abbreviation(e: Abbreviation, ground: Ground, names: Names) -> Iterator[str]:
    yield from _parts(e, ground, names)
    arguments = [opened(argument, ground.known, names) for argument in e.args]
    yield from _doubts(e.body, ground, dict(zip(e.parameters, arguments, strict=True)))


def _expectation(e: Expected, ground: Ground, names: Names) -> Iterator[str]:
    whole = opened(e, ground.known, names)
    yield from _doubts(whole.weight, ground, {})
    yield from _doubts(whole.body, ground, {})


def _tree(e: OverTrees, ground: Ground, _: Names) -> Iterator[str]:
    yield from _doubts(e.at_leaf, ground, {})
    yield from _doubts(e.at_node, ground, {})


def _put_in(e: Subs, ground: Ground, names: Names) -> Iterator[str]:
    yield from _parts(e.point, ground, names)
    values = {v: opened(p, ground.known, names) for v, p in zip(e.variables, e.point, strict=True)}
    yield from _doubts(e.expr, ground, {**names, **values})


def _derivative(e: Derivative, ground: Ground, names: Names) -> Iterator[str]:
    """A derivative has a value where the function has one all around: no kink, no edge, no jump."""
    inner = opened(e.expr, ground.known, names)
    for variable in {opened(variable, ground.known, names) for variable in e.variables}:
        name = variable.base if isinstance(variable, Indexed) else variable
        yield from _rough(inner, name, ground)


def _rough(e: Basic, x: Basic, ground: Ground) -> Iterator[str]:
    """What may keep an opened expression from having derivatives in `x`."""
    if not e.has(x) or isinstance(e, Symbol | Indexed):
        return
    parts: tuple[Basic, ...] = e.args
    if isinstance(e, Sum | Product):
        function, limits = ground.form.fresh(e)
        ground = ground.where([upper - lower for _, lower, upper in limits])
        parts = (function,)
        if any(end.has(x) for limit in limits for end in limit[1:]):
            yield f"the range of {e} depends on {x}"
        if isinstance(e, Product) and not nonzero(function, ground):
            yield f"{e.function} may be zero"
    elif isinstance(e, Pow):
        whole = ground.known.at_least_zero(e.exp) if e.exp.is_integer else False
        if not (whole or _positive(e.base, ground) or (e.exp.is_integer and nonzero(e.base, ground))):
            yield f"{e.base} may be zero"
    elif isinstance(e, log):
        if not _positive(e.args[0], ground):
            yield f"{e.args[0]} may be zero or less"
    elif isinstance(e, Abs):
        if not nonzero(e.args[0], ground):
            yield f"{e.args[0]} may be zero, where there is a kink"
    elif isinstance(e, Expected):
        parts = (e.body,)
    elif not isinstance(e, Add | Mul | exp):
        yield f"it is not known where {type(e).__name__} has a derivative"
    for part in parts:
        yield from _rough(part, x, ground)


def nonzero(e: Expr, ground: Ground) -> bool:
    """Whether an opened expression is surely not zero: it has a sign, or each of its factors has.

    >>> x = Symbol("x", positive=True)
    >>> nonzero(x * (1 + x), ground_of(())), nonzero(x - 1, ground_of(()))
    (True, False)
    """
    if _positive(e, ground) or _positive(-e, ground) or any(_multiple(e, other) for other in ground.known.nonzero):
        return True
    number, pairs = factorised(ground.form(e))
    return len(pairs) > 1 and number != 0 and all(nonzero(base, ground) for base, _ in pairs)


def _multiple(e: Expr, other: Expr) -> bool:
    ratio = (e / other).cancel() if e.is_rational_function() else e / other
    return bool(ratio.is_Number and ratio != 0)


def _positive(e: Expr, ground: Ground) -> bool:
    return ground.form.positive(e) or bool(is_nonnegative(e, ground.form, strict=True))


def _nonnegative(e: Expr, ground: Ground) -> bool:
    return bool(is_nonnegative(e, ground.form))


_RULES = (
    (exp, _parts),
    (Pow, _power),
    (log, _logarithm),
    ((Sum, Product), _gathered),
    (Abbreviation, _abbreviation),
    (Expected, _expectation),
    (OverTrees, _tree),
    (Subs, _put_in),
    (Derivative, _derivative),
)
