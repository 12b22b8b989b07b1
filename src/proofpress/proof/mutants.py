"""Lines made wrong on purpose, one small slip at a time.

>>> from sympy import Symbol, exp
>>> x = Symbol("x", real=True)
>>> for mutant in mutants(x + exp(x)):
...     print(mutant.slip, mutant.expression)
term lost exp(x)
sign -x + exp(x)
term lost x
sign x - exp(x)
exp dropped 2*x
sign x + exp(-x)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Add, Basic, Expr, IndexedBase, KroneckerDelta, Mul, Pow, Product, S, Sum, Symbol, exp, log
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from .functions import Abbreviation, sigmoid, softplus
from .several import Several

FOLDS = (Sum, Product, Several)


@dataclass(frozen=True)
class Mutant:
    """An expression with one slip, and the name of the slip."""

    slip: str
    expression: Basic


def mutants(e: Basic) -> list[Mutant]:
    """Every expression that one slip makes of `e`, each once."""
    indices = sorted(_indices(e), key=str)
    seen, found = {e}, []
    for mutant in _beside(e) if e.is_Number else _everywhere(e, indices):
        if mutant.expression not in seen:
            seen.add(mutant.expression)
            found.append(mutant)
    return found


def _beside(number: Expr) -> Iterator[Mutant]:
    yield from (Mutant("number off by one", number + step) for step in (1, -1))


def _indices(e: Basic) -> set[Symbol]:
    """The index names in `e`: integers that stand in an array, a delta or an abbreviation."""
    found: set[Symbol] = set()
    for part in e.atoms(Indexed, KroneckerDelta, Abbreviation):
        arguments = part.indices if isinstance(part, Indexed) else part.args
        found |= {argument for argument in arguments if isinstance(argument, Symbol) and argument.is_integer}
    return found


def _everywhere(e: Basic, indices: list[Symbol]) -> Iterator[Mutant]:
    """The slips at the top of `e`, and those in each of its parts."""
    yield from _here(e, indices)
    if isinstance(e, IndexedBase | Symbol):
        return
    skipped = 1 if isinstance(e, Indexed) else 0
    if isinstance(e, FOLDS):
        for mutant in _everywhere(e.function, indices):
            yield Mutant(mutant.slip, e.func(mutant.expression, *e.limits))
    for place, part in enumerate(e.args):
        if place < skipped or isinstance(e, (*FOLDS, Indexed, KroneckerDelta)):
            continue
        for mutant in _everywhere(part, indices):
            yield Mutant(mutant.slip, _with(e, place, mutant.expression))


def _with(e: Basic, place: int, part: Basic) -> Basic:
    return e.func(*e.args[:place], part, *e.args[place + 1 :])


def _without(e: Basic, place: int) -> Basic:
    return e.func(*e.args[:place], *e.args[place + 1 :])


def _here(e: Basic, indices: list[Symbol]) -> Iterator[Mutant]:
    if isinstance(e, Add):
        for place, term in enumerate(e.args):
            yield Mutant("term lost", _without(e, place))
            yield Mutant("sign", _with(e, place, -term))
    elif isinstance(e, Mul):
        yield from _in_product(e)
    elif isinstance(e, exp | log):
        name = "exp" if isinstance(e, exp) else "log"
        yield Mutant(f"{name} dropped", e.args[0])
        yield Mutant("sign", e.func(-e.args[0]) if isinstance(e, exp) else -e)
    elif isinstance(e, sigmoid | softplus):
        yield Mutant("sign of the argument", e.func(-e.args[0]))
    elif isinstance(e, Pow) and e.exp.is_Number:
        yield Mutant("power lost", e.base)
    elif isinstance(e, FOLDS):
        yield from _in_limits(e)
    elif isinstance(e, Indexed | KroneckerDelta | Abbreviation):
        yield from _in_indices(e, indices)


def _in_product(e: Mul) -> Iterator[Mutant]:
    if e.args[0] == -1:
        yield Mutant("sign", _without(e, 0))
    else:
        yield Mutant("sign", Mul(S.NegativeOne, *e.args))
    for place, factor in enumerate(e.args):
        if factor != -1:
            yield Mutant("mean as sum" if _is_share(factor) else "factor lost", _without(e, place))


def _is_share(factor: Expr) -> bool:
    return isinstance(factor, Pow) and factor.exp == -1 and bool(factor.base.is_integer)


def _in_limits(e: Sum | Product | Several) -> Iterator[Mutant]:
    for place, (name, lower, upper) in enumerate(e.limits):
        for slip in ((name, lower, upper - 1), (name, lower + 1, upper), (name, lower, upper + 1)):
            yield Mutant("bound off by one", e.func(e.function, *e.limits[:place], slip, *e.limits[place + 1 :]))


def _in_indices(e: Basic, indices: list[Symbol]) -> Iterator[Mutant]:
    first = 1 if isinstance(e, Indexed) else 0
    for place, own in enumerate(e.args):
        if place < first or own not in indices:
            continue
        for other in indices:
            if other != own:
                yield Mutant("index swapped", _with(e, place, other))


def sides_of(relation: Relational) -> list[Mutant]:
    """The slips of a relation: those of each side, and the relation turned round.

    >>> from sympy import Symbol
    >>> x = Symbol("x", real=True)
    >>> [mutant.expression for mutant in sides_of(x < 2)]
    [2 < x]
    """
    return [*mutants(relation), Mutant("turned round", relation.func(*relation.args[::-1]))]
