"""Putting one thing in place of another so that no bound name is caught: the one way it is done.

Sums, products, expectations and `Subs` bind names.
A name that is bound is never what is replaced; where it would catch what is put in, it is renamed first.

>>> from sympy import Function, IndexedBase, Sum, symbols
>>> i, j, k, V = symbols("i j k V", integer=True)
>>> A, f = IndexedBase("A"), Function("f")
>>> put(Sum(A[i, j], (j, 1, V)), {i: j})
Sum(A[j, j_], (j_, 1, V))
>>> put_call(Sum(f(j), (j, 1, V)), f(i), Sum(A[i, j], (j, 1, V)))
Sum(A[j, j_], (j_, 1, V), (j, 1, V))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sympy import Basic, Derivative, Dummy, Function, IndexedBase, S, Subs, Symbol, Tuple
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from .draws import Expected

Values = Mapping[Basic, Basic]


def put(e: Basic, values: Values) -> Basic:
    """`e` with each symbol, array, entry or function replaced by its value, all at once."""
    hidden = _hidden(e)
    values = {old: S(new) for old, new in values.items() if old != new and (e.has(old) or hidden & free(old))}
    if not values or e in values:
        return values.get(e, e)
    if any(getattr(e, "hidden", set()) & free(old) for old in values):
        return put(e.unfold(), values)
    brought = set().union(*(free(part) for pair in values.items() for part in pair))
    return _rebuilt(apart(e, brought), lambda part: put(part, values))


def put_call(e: Basic, left: AppliedUndef, right: Basic) -> Basic:
    """`e` with every call of a function replaced by what `left`, a call with its parameters, is defined to be."""
    if not e.has(left.func):
        return e
    e = _rebuilt(apart(e, free(right) - set(left.args)), lambda part: put_call(part, left, right))
    given = _parameters(e, left) if isinstance(e, AppliedUndef) and e.func == left.func else None
    return e if given is None else put(right, given)


def _parameters(call: AppliedUndef, left: AppliedUndef) -> dict[Basic, Basic] | None:
    """What the parameters of `left` are in a call; None where another argument of it is not met."""
    pairs = list(zip(left.args, call.args, strict=False))
    if len(left.args) != len(call.args) or any(own != other and not isinstance(own, Symbol) for own, other in pairs):
        return None
    return {own: other for own, other in pairs if isinstance(own, Symbol)}


def free(e: Basic) -> set[Basic]:
    """The symbols, arrays and undefined functions that `e` depends on, those that an abbreviation hides included.

    An array is there with the symbol that is its label.

    >>> from sympy import Sum, symbols
    >>> j, V = symbols("j V", integer=True)
    >>> sorted(map(str, free(Sum(IndexedBase("s")[j], (j, 1, V)))))
    ['V', 's', 's']
    """
    drawn = {part.drawn for part in e.atoms(Expected)} if isinstance(e, Expected) else set()
    names = {part for part in e.free_symbols if isinstance(part, Symbol)} - {array.label for array in drawn}
    functions = {part.func for part in e.atoms(AppliedUndef)}
    return names | (e.atoms(IndexedBase) - drawn) | _hidden(e) | functions


def _hidden(e: Basic) -> set[Basic]:
    """What the abbreviations in `e` depend on beside their arguments."""
    return set().union(*(getattr(part, "hidden", ()) for part in e.atoms(Function)))


def apart(e: Basic, taken: set[Basic]) -> Basic:
    """`e` with the names that its top binds renamed where they are `taken`.

    >>> from sympy import Sum, symbols
    >>> i, V = symbols("i V", integer=True)
    >>> apart(Sum(IndexedBase("s")[i], (i, 1, V)), {i})
    Sum(s[i_], (i_, 1, V))
    """
    for kind, rule in _APART.items():
        if isinstance(e, kind):
            return rule(e, taken)
    return e


def _apart_sum(e: ExprWithLimits, taken: set[Basic]) -> Basic:
    names: dict[Basic, Basic] = {}
    limits: list[tuple] = []
    taken = taken | set().union(*(free(end) for limit in e.limits for end in limit[1:]))
    if taken.isdisjoint(limit[0] for limit in e.limits):
        return e
    for name, *ends in reversed(e.limits):  # the outermost first: inner bounds may hold outer names
        own = [put(end, names) for end in ends]
        names[name] = _fresh(name, e, taken) if name in taken else name
        limits.insert(0, (names[name], *own))
    return e.func(put(e.function, names), *limits)


def _apart_expected(e: Expected, taken: set[Basic]) -> Basic:
    name, *ends = e.limit
    body, drawn, weight = e.body, e.drawn, e.weight
    if name in taken:
        fresh = _fresh(name, e, taken)
        name, weight = fresh, put(weight, {name: fresh})
    if drawn in taken:
        fresh = IndexedBase(_unused(str(drawn.label), e, taken), **drawn.assumptions0)
        drawn, body = fresh, put(body, {drawn: fresh})
    return Expected(body, drawn, e.count, weight, Tuple(name, *ends))


def _apart_subs(e: Subs, taken: set[Basic]) -> Basic:
    taken = taken | set().union(*map(free, e.point))
    names = {name: _fresh(name, e, taken) for name in e.variables if name in taken}
    return Subs(put(e.expr, names), tuple(names.get(v, v) for v in e.variables), e.point) if names else e


_APART: dict[type, Callable] = {ExprWithLimits: _apart_sum, Expected: _apart_expected, Subs: _apart_subs}


def _fresh(name: Symbol, e: Basic, taken: set[Basic]) -> Symbol:
    if isinstance(name, Dummy):
        return Dummy(name.name, **name.assumptions0)
    return Symbol(_unused(name.name, e, taken), **name.assumptions0)


def _unused(name: str, e: Basic, taken: set[Basic]) -> str:
    used = {str(part) for part in taken | e.atoms(Symbol, IndexedBase)}
    while name in used:
        name += "_"
    return name


def _rebuilt(e: Basic, each: Callable[[Basic], Basic]) -> Basic:
    """`e` with each of its parts changed; what it is built of stays as it was written where nothing changes."""
    if isinstance(e, IndexedBase):
        return e
    parts = [each(part) for part in e.args]
    if all(a is b for a, b in zip(parts, e.args, strict=True)):
        return e
    return _derivative(e, each) if isinstance(e, Derivative) else e.func(*parts)


def _derivative(e: Derivative, each: Callable[[Basic], Basic]) -> Basic:
    """A derivative at what is no variable of its own is a derivative first, with the place put in afterwards."""
    places = {variable: each(variable) for variable in e.variables}
    moved = {variable: place for variable, place in places.items() if not _is_renamed(variable, place, e.expr)}
    if not all(isinstance(variable, Symbol) for variable in moved):
        raise ValueError(f"the derivative {e} is taken in something that is defined to be something else")
    names = {variable: Dummy(variable.name, **variable.assumptions0) for variable in moved}
    variables = [names.get(variable, places[variable]) for variable in e.variables]
    inner = Derivative(each(put(e.expr, names)), *variables, evaluate=False)
    return Subs(inner, tuple(names.values()), tuple(moved.values())) if moved else inner


def _is_renamed(variable: Basic, place: Basic, e: Basic) -> bool:
    """Whether a variable stays one: itself, an entry of the same array, or a name that is not in `e` yet."""
    if variable == place or (isinstance(variable, Indexed) and getattr(place, "base", None) == variable.base):
        return True
    name = getattr(place, "base", place)
    return variable.func == place.func and isinstance(place, Symbol | Indexed) and name not in free(e)
