"""Own numbers: an expression at a point, sums and products written out and derivatives taken by dual numbers.

>>> from sympy import IndexedBase, Sum
>>> from proofpress.proof.point import Draw, Point
>>> from proofpress.proof.given import index, size
>>> V, j, s = size("V"), index("j"), IndexedBase("s", real=True)
>>> point = Point((), Draw(seed=1))
>>> total = evaluate(Sum(s[j], (j, 1, V)), point)
>>> abs(total - sum(point.entry(s, (k,)) for k in range(1, point.symbol(V) + 1))) < 1e-30
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial, reduce
from itertools import product
from typing import TYPE_CHECKING, Any

import mpmath
import sympy
from mpmath import mp
from sympy import Basic, Derivative, Integer, KroneckerDelta, Piecewise, Product, Rational, Subs, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanAtom, BooleanFunction
from sympy.tensor.indexed import Indexed

from . import dual
from .draws import Expected
from .dual import Dual, plain, plus, power, times
from .functions import Abbreviation, sigmoid, softplus
from .refusals import TooMany, Unsupported
from .several import Several
from .trees import LEFT, RIGHT, SCORE, OverTrees

if TYPE_CHECKING:
    from .point import Point

CONSTANTS = {
    sympy.pi: lambda: mp.pi(),
    sympy.E: lambda: mp.e(),
    sympy.EulerGamma: lambda: mp.euler(),
    sympy.GoldenRatio: lambda: mp.phi(),
    sympy.oo: lambda: mp.inf,
    -sympy.oo: lambda: -mp.inf,
}
FUNCTIONS: dict[type, Callable] = {
    sympy.exp: dual.exponential,
    sympy.log: dual.logarithm,
    sigmoid: dual.logistic,
    softplus: dual.softened,
    sympy.Abs: dual.absolute,
    sympy.floor: dual.floored,
    sympy.ceiling: dual.ceiled,
    sympy.sign: dual.signed,
}
LARGEST_RANGE = 100_000
MOST_OUTCOMES = 300
MOST_READY = 1 << 15
"""Expressions that are kept as functions."""
Scope = tuple[Symbol, ...]
"""The names that are bound where an expression stands, the innermost last."""
Run = Callable[["_Evaluation", tuple], Any]
"""What an expression is worth in an evaluation, under the values of the names in its scope."""
Make = Callable[[Any, Scope], Run]
"""How the expressions of a kind are made functions, where they stand in a scope."""


def evaluate(expression: Basic, point: Point, names: dict[Symbol, Any] | None = None) -> Any:
    """The value of `expression` at `point`, in mpmath's present precision.

    `names` gives values to bound names.
    Raises ArithmeticError where the expression has no value there: a division by zero, a logarithm of zero.
    """
    scope, values = (tuple(names), tuple(names.values())) if names else ((), ())
    return plain(_ready(expression, scope)(_Evaluation(point), values))


def place_of(variable: Basic, point: Point, names: dict[Symbol, Any] | None = None) -> Any:
    """A symbol, or an entry as its array and the numbers of its indices: how a point knows what may be moved.

    >>> from proofpress.proof.point import Draw, Point
    >>> s, j = sympy.IndexedBase("s", real=True), Symbol("j", integer=True)
    >>> place_of(s[j + 1], Point((), Draw(seed=1)), {j: 1})
    (s, (2,))
    """
    names = names or {}
    return _key(variable, tuple(names))(_Evaluation(point), tuple(names.values()))


class _Evaluation:
    """One evaluation: the point, which variables carry a slope at the moment, and what was found while they do."""

    def __init__(self, point: Point) -> None:
        self.point = point
        self.slopes: dict[Any, list[int]] = {}
        self.depth = 0
        self.known: dict[Any, Any] = {}

    def sloped(self, key: Any, number: Any) -> Any:
        """A number with the slopes that its symbol or entry carries."""
        if not self.slopes:
            return number
        for tag in self.slopes.get(key, ()):
            number = Dual(number, 1, tag)
        return number


@lru_cache(maxsize=MOST_READY, typed=True)
def _ready(e: Basic, scope: Scope) -> Run:
    """An expression as a function, made but once: its tree is not gone through again at each point."""
    return _maker(e.__class__)(e, scope)


def _all(parts: Iterable[Basic], scope: Scope) -> list[Run]:
    return [_ready(part, scope) for part in parts]


def _slot(name: Basic, scope: Scope) -> int | None:
    """Where the value of a name is among those of its scope, of two that are alike the inner one; None if unbound."""
    return len(scope) - 1 - scope[::-1].index(name) if name in scope else None


def _letter(e: Symbol, scope: Scope) -> Run:
    slot = _slot(e, scope)
    return partial(_free, e) if slot is None else lambda _, names: names[slot]


def _free(e: Symbol, at: _Evaluation, _: tuple) -> Any:
    if e in at.point.definitions:
        return _ready(at.point.definitions[e], ())(at, ())
    return at.sloped(e, at.point.symbol(e))


def _whole(e: Basic, number: Any) -> int:
    if type(number) is int:
        return number
    number = plain(number)
    if not mp.isfinite(number) or number != int(number):
        raise Unsupported(f"{e} is used as an index and is not an integer")
    return int(number)


@lru_cache(maxsize=MOST_READY)
def _key(variable: Basic, scope: Scope) -> Run:
    """What carries a slope: a symbol, or an array with the numbers of the indices."""
    if not isinstance(variable, Indexed):
        return partial(_moved, variable)
    base, *indices = variable.args
    parts = list(zip(indices, _all(indices, scope), strict=True))
    return lambda at, names: (base, tuple([_whole(e, index(at, names)) for e, index in parts]))


def _moved(variable: Basic, at: _Evaluation, _: tuple) -> Symbol:
    if isinstance(variable, Symbol) and variable not in at.point.definitions:
        return variable
    raise Unsupported(f"a derivative with respect to {variable}, which is neither a symbol nor an entry")


def _entry(place: Run, at: _Evaluation, names: tuple) -> Any:
    base, indices = key = place(at, names)
    for left, right in at.point.definitions.items():
        if isinstance(left, Indexed) and left.base == base and _key(left, ())(at, ())[1] == indices:
            return _ready(right, ())(at, ())
    return at.sloped(key, at.point.entry(base, indices))


def _add(terms: list[Run], at: _Evaluation, names: tuple) -> Any:
    values = [term(at, names) for term in terms]
    total = reduce(plus, values)
    return 0 if _cancels(total, values) else total


def _multiply(factors: list[Run], at: _Evaluation, names: tuple) -> Any:
    return reduce(times, [factor(at, names) for factor in factors])


def _power(e: Basic, scope: Scope) -> Run:
    base, exponent = _all(e.args, scope)
    return lambda at, names: power(base(at, names), exponent(at, names))


def _span(limit: Sequence, scope: Scope) -> Run:
    lower, upper = _all(limit[1:], scope)
    return partial(_between, limit, lower, upper)


def _between(limit: Sequence, lower: Run, upper: Run, at: _Evaluation, names: tuple) -> range:
    span = range(_whole(limit[1], lower(at, names)), _whole(limit[2], upper(at, names)) + 1)
    if len(span) > LARGEST_RANGE:
        raise Unsupported(f"{limit[0]} runs over {len(span)} values")
    return span


def _gathered(start: int, operation: Callable) -> Make:
    def over(limits: Sequence, body: Basic, scope: Scope) -> Run:
        if not limits:
            return _ready(body, scope)
        *inner, limit = limits  # SymPy's last limit is the outermost
        return partial(_gather, start, operation, _span(limit, scope), over(inner, body, (*scope, limit[0])))

    return lambda e, scope: over(e.limits, e.function, scope)


def _gather(start: int, operation: Callable, span: Run, part: Run, at: _Evaluation, names: tuple) -> Any:
    total = start
    for number in span(at, names):
        total = operation(total, part(at, (*names, number)))
    return total


def _several(e: Several, scope: Scope) -> Run:
    span, part, word = _span(e.limits[0], scope), _ready(e.function, (*scope, e.limits[0][0])), e.func.__name__
    return lambda at, names: at.point.several(word, [part(at, (*names, number)) for number in span(at, names)])


def _derivative(e: Derivative, scope: Scope) -> Run:
    value = _ready(e.expr, scope)
    for variable, count in e.variable_count:
        for _ in range(int(count)):
            value = partial(_slope, value, _slot(variable, scope), _key(variable, scope))
    return value


def _slope(value: Run, slot: int | None, place: Run, at: _Evaluation, names: tuple) -> Any:
    """The slope of a value in one variable: a bound name carries it where it is bound alone.

    A parameter of a word, or the index of a sum, may be written like a variable outside, and is another one.
    """
    at.depth += 1
    tag, known, at.known = at.depth, at.known, {}
    if slot is None:
        carrying = at.slopes.setdefault(place(at, names), [])
        carrying.append(tag)
        number = value(at, names)
        carrying.pop()
    else:
        number = value(at, (*names[:slot], Dual(names[slot], 1, tag), *names[slot + 1 :]))
    at.depth, at.known = at.depth - 1, known
    return dual.slope(number, tag)


def _subs(e: Subs, scope: Scope) -> Run:
    numbers, body = _all(e.point, scope), _ready(e.expr, (*scope, *e.variables))
    return lambda at, names: body(at, (*names, *[number(at, names) for number in numbers]))


def _abbreviation(e: Abbreviation, scope: Scope) -> Run:
    arguments, body = _all(e.args, scope), _ready(e.body, e.parameters)
    return lambda at, names: body(at, tuple([argument(at, names) for argument in arguments]))


def _tree(e: OverTrees, _: Scope) -> Run:
    leaf, node = _ready(e.at_leaf, ()), _ready(e.at_node, (SCORE, LEFT, RIGHT))
    return lambda at, _: _tree_value(leaf, node, at, at.point.symbol(e.args[0]))


def _tree_value(leaf: Run, node: Run, at: _Evaluation, shape: tuple | None) -> Any:
    if shape is None:
        return leaf(at, ())
    score, left, right = shape
    sides = (_tree_value(leaf, node, at, side) for side in (left, right))
    return node(at, (mp.mpf(score.numerator) / score.denominator, *sides))


def _expected(e: Expected, scope: Scope) -> Run:
    weight, body = _ready(e.weight, (*scope, e.limit[0])), _ready(e.body, scope)
    return partial(_expectation, e, _ready(e.count, scope), _span(e.limit, scope), weight, body)


def _expectation(e: Expected, count: Run, span: Run, weight: Run, body: Run, at: _Evaluation, names: tuple) -> Any:
    draws, over = _whole(e.count, count(at, names)), span(at, names)
    weights = {number: weight(at, (*names, number)) for number in over}
    total: Any = 0
    known = at.known
    for probability in outcomes(e, draws, over, at.point, weights):
        at.known = {}
        total = plus(total, times(probability, body(at, names)))
    at.known = known
    return total


def _piecewise(cases: list[list[Run]], at: _Evaluation, names: tuple) -> Any:
    for value, condition in cases:
        if condition(at, names):
            return value(at, names)
    raise ArithmeticError("no case of a piecewise expression applies")


def _unknown(e: AppliedUndef, parts: list[Run], at: _Evaluation, names: tuple) -> Any:
    arguments = tuple([part(at, names) for part in parts])
    for left, right in at.point.definitions.items():
        if isinstance(left, AppliedUndef) and left.func == e.func and len(left.args) == len(arguments):
            pairs = list(zip(left.args, arguments, strict=True))
            if all(isinstance(own, Symbol) or _equal(_ready(own, ())(at, ()), plain(value)) for own, value in pairs):
                bound = dict(pair for pair in pairs if isinstance(pair[0], Symbol))
                return _ready(right, tuple(bound))(at, tuple(bound.values()))
    if any(isinstance(argument, Dual) for argument in arguments):
        raise Unsupported(f"a derivative of the undefined function {e.func}")
    return at.point.function(e, arguments)


def _function(e: Basic, scope: Scope) -> Run:
    parts, own = _all(e.args, scope), FUNCTIONS.get(type(e))
    if own is None or len(parts) != 1:
        return partial(_of_mpmath, type(e).__name__, parts)
    part = parts[0]
    return lambda at, names: own(part(at, names))


def _of_mpmath(name: str, parts: list[Run], at: _Evaluation, names: tuple) -> Any:
    arguments = [part(at, names) for part in parts]
    numeric = getattr(mpmath, name, None)
    if numeric is None or any(isinstance(argument, Dual) for argument in arguments):
        raise Unsupported(f"{name} cannot be evaluated")
    return numeric(*arguments)


def _of_values(function: Callable[[Any, list], Any]) -> Make:
    """Of a kind that is a function of itself and of the values of its parts."""

    def make(e: Basic, scope: Scope) -> Run:
        parts = _all(e.args, scope)
        return lambda at, names: function(e, [part(at, names) for part in parts])

    return make


def _boolean(e: Basic, values: list) -> bool:
    if isinstance(e, sympy.Not):
        return not values[0]
    if isinstance(e, sympy.And | sympy.Or):
        return all(values) if isinstance(e, sympy.And) else any(values)
    raise Unsupported(f"{type(e).__name__} cannot be evaluated")


def _unsupported(e: Basic, _at: _Evaluation, _names: tuple) -> Any:
    raise Unsupported(f"{type(e).__name__} cannot be evaluated: {e}")


def outcomes(e: Expected, count: int, span: range, point: Point, weights: dict[int, Any]) -> Iterator[Any]:
    """The probability of each joint draw, while the point holds it.

    >>> from sympy import IndexedBase
    >>> from proofpress.proof.draws import expected
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
        raise TooMany("too many joint draws to go through")
    for values in product(span, repeat=count):
        drawn = {(e.drawn, (place,)): value for place, value in enumerate(values, start=1)}
        point.entries.update(drawn)
        probability: Any = 1
        for value in values:
            probability = probability * weights[value]
        yield probability
        for key in drawn:
            del point.entries[key]


def _cancels(total: Any, terms: list) -> bool:
    """Whether numbers add up to nothing, but for what was lost in rounding them: then it is nothing."""
    if isinstance(total, int | Dual) or not total:
        return False
    return bool(abs(total) < dual.lost(mp.dps) * max(map(abs, terms)))


def _equal(a: Any, b: Any) -> bool:
    return bool(a == b or abs(a - b) <= mp.mpf(10) ** -30 * max(1, abs(a), abs(b)))


_COMPARE: dict[str, Callable] = {
    "==": _equal,
    "!=": lambda a, b: not _equal(a, b),
    "<": lambda a, b: a < b and not _equal(a, b),
    "<=": lambda a, b: a <= b or _equal(a, b),
    ">": lambda a, b: a > b and not _equal(a, b),
    ">=": lambda a, b: a >= b or _equal(a, b),
}


def _once(make: Make) -> Make:
    """Of a kind that is asked but once for what has the same names in it."""

    def once(e: Basic, scope: Scope) -> Run:
        used = tuple([name for name in dict.fromkeys(scope) if name in _letters(e)])
        if used != scope:
            inner, values = _ready(e, used), _all(used, scope)
            return lambda at, names: inner(at, tuple([value(at, names) for value in values]))
        return partial(_found, make(e, scope))

    return once


def _found(value: Run, at: _Evaluation, names: tuple) -> Any:
    key = value, names
    if (found := at.known.get(key)) is None:
        found = at.known[key] = value(at, names)
    return found


@lru_cache(maxsize=4096)
def _letters(e: Basic) -> frozenset[Symbol]:
    """The letters in an expression."""
    return frozenset([e]) if isinstance(e, Symbol) else frozenset().union(*map(_letters, e.args))


_MAKERS: tuple[tuple[Any, Make], ...] = (
    (Symbol, _letter),
    (Integer, lambda e, _: partial(lambda number, _at, _names: number, int(e))),
    (Rational, lambda e, _: lambda _at, _names: mp.mpf(e.p) / e.q),
    (sympy.Float, lambda e, _: lambda _at, _names: mp.mpf(str(e))),
    (tuple(type(constant) for constant in CONSTANTS), lambda e, _: lambda _at, _names: CONSTANTS[e]()),
    (Indexed, lambda e, scope: partial(_entry, _key(e, scope))),
    (sympy.Add, lambda e, scope: partial(_add, _all(e.args, scope))),
    (sympy.Mul, lambda e, scope: partial(_multiply, _all(e.args, scope))),
    (sympy.Pow, _once(_power)),
    (Sum, _once(_gathered(0, plus))),
    (Product, _once(_gathered(1, times))),
    (Several, _several),
    (Derivative, _derivative),
    (Subs, _subs),
    (KroneckerDelta, _of_values(lambda _, values: int(plain(values[0]) == plain(values[1])))),
    (Abbreviation, _once(_abbreviation)),
    (OverTrees, _tree),
    (Expected, _expected),
    ((sympy.Max, sympy.Min), _of_values(lambda e, values: dual.largest(values, 1 if isinstance(e, sympy.Max) else -1))),
    (Piecewise, lambda e, scope: partial(_piecewise, [_all(case, scope) for case in e.args])),
    (Relational, _of_values(lambda e, values: bool(_COMPARE[e.rel_op](*map(plain, values))))),
    (BooleanAtom, lambda e, _: lambda _at, _names: bool(e)),
    (BooleanFunction, _of_values(_boolean)),
    (AppliedUndef, lambda e, scope: partial(_unknown, e, _all(e.args, scope))),
    (sympy.Function, _once(_function)),
)


@cache
def _maker(kind: type) -> Make:
    return next((make for kinds, make in _MAKERS if issubclass(kind, kinds)), lambda e, _: partial(_unsupported, e))
