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

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
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


def evaluate(expression: Basic, point: Point, names: dict[Symbol, Any] | None = None) -> Any:
    """The value of `expression` at `point`, in mpmath's present precision.

    `names` gives values to bound names.
    Raises ArithmeticError where the expression has no value there: a division by zero, a logarithm of zero.
    """
    return plain(_Evaluation(point).value(expression, names or {}))


def place_of(variable: Basic, point: Point, names: dict[Symbol, Any] | None = None) -> Any:
    """A symbol, or an entry as its array and the numbers of its indices: how a point knows what may be moved.

    >>> from proofpress.proof.point import Draw, Point
    >>> s, j = sympy.IndexedBase("s", real=True), Symbol("j", integer=True)
    >>> place_of(s[j + 1], Point((), Draw(seed=1)), {j: 1})
    (s, (2,))
    """
    return _Evaluation(point).key(variable, names or {})


class _Evaluation:
    """One evaluation: the point, which variables carry a slope at the moment, and what was found while they do."""

    def __init__(self, point: Point) -> None:
        self.point = point
        self.slopes: dict[Any, list[int]] = {}
        self.depth = 0
        self.known: dict[Any, Any] = {}

    def value(self, e: Basic, names: dict) -> Any:
        if isinstance(e, Symbol):
            if e in names:
                return names[e]
            if e in self.point.definitions:
                return self.value(self.point.definitions[e], {})
            return self.sloped(e, self.point.symbol(e))
        if (method := _method(e.__class__)) is None:
            raise Unsupported(f"{type(e).__name__} cannot be evaluated: {e}")
        return method(self, e, names)

    def sloped(self, key: Any, number: Any) -> Any:
        if not self.slopes:
            return number
        for tag in self.slopes.get(key, ()):
            number = Dual(number, 1, tag)
        return number

    def integer(self, e: Basic, names: dict) -> int:
        if type(bound := names.get(e)) is int:
            return bound
        number = plain(self.value(e, names))
        if type(number) is int:
            return number
        if not mp.isfinite(number) or number != int(number):
            raise Unsupported(f"{e} is used as an index and is not an integer")
        return int(number)

    def key(self, variable: Basic, names: dict) -> Any:
        if isinstance(variable, Indexed):
            base, *indices = variable.args
            return base, tuple([self.integer(index, names) for index in indices])
        if isinstance(variable, Symbol) and variable not in self.point.definitions:
            return variable
        raise Unsupported(f"a derivative with respect to {variable}, which is neither a symbol nor an entry")

    def indexed(self, e: Indexed, names: dict) -> Any:
        base, indices = self.key(e, names)
        for left, right in self.point.definitions.items():
            if isinstance(left, Indexed) and left.base == base and self.key(left, {})[1] == indices:
                return self.value(right, {})
        return self.sloped((base, indices), self.point.entry(base, indices))

    def add(self, e: Basic, names: dict) -> Any:
        terms = [self.value(term, names) for term in e.args]
        total = terms[0]
        for term in terms[1:]:
            total = plus(total, term)
        return 0 if _cancels(total, terms) else total

    def multiply(self, e: Basic, names: dict) -> Any:
        total = 1
        for factor in e.args:
            total = times(total, self.value(factor, names))
        return total

    def rational(self, e: Rational, _: dict) -> Any:
        return e.p if e.q == 1 else mp.mpf(e.p) / e.q

    def power(self, e: Basic, names: dict) -> Any:
        return power(self.value(e.args[0], names), self.value(e.args[1], names))

    def span(self, limit: tuple, names: dict) -> range:
        name, lower, upper = limit
        span = range(self.integer(lower, names), self.integer(upper, names) + 1)
        if len(span) > LARGEST_RANGE:
            raise Unsupported(f"{name} runs over {len(span)} values")
        return span

    def gather(self, e: Basic, names: dict, start: Any, operation: Callable) -> Any:
        def run(limits: tuple, names: dict) -> Any:
            if not limits:
                return self.value(e.function, names)
            total = start
            for number in self.span(limits[-1], names):  # SymPy's last limit is the outermost
                total = operation(total, run(limits[:-1], {**names, limits[-1][0]: number}))
            return total

        return run(e.limits, names)

    def several(self, e: Several, names: dict) -> Any:
        numbers = [self.value(e.function, {**names, e.limits[0][0]: k}) for k in self.span(e.limits[0], names)]
        return self.point.several(e.func.__name__, numbers)

    def derivative(self, e: Derivative, names: dict) -> Any:
        return self.differentiated(e.expr, [v for v, count in e.variable_count for _ in range(int(count))], names)

    def differentiated(self, e: Basic, variables: list, names: dict) -> Any:
        if not variables:
            return self.value(e, names)
        with self.moving(variables[-1], names) as (tag, names):
            return dual.slope(self.differentiated(e, variables[:-1], names), tag)

    @contextmanager
    def moving(self, variable: Basic, names: dict) -> Iterator[tuple[int, dict]]:
        """The tag of a slope in one variable, and the names with it: a bound name carries it where it is bound alone.

        A parameter of a word, or the index of a sum, may be written like a variable outside, and is another one.
        """
        self.depth += 1
        known, self.known = self.known, {}
        key = None if variable in names else self.key(variable, names)
        if key is None:
            names = {**names, variable: Dual(names[variable], 1, self.depth)}
        else:
            self.slopes.setdefault(key, []).append(self.depth)
        try:
            yield self.depth, names
        finally:
            if key is not None:
                self.slopes[key].pop()
            self.depth, self.known = self.depth - 1, known

    def subs(self, e: Subs, names: dict) -> Any:
        values = {name: self.value(number, names) for name, number in zip(e.variables, e.point, strict=True)}
        return self.value(e.expr, {**names, **values})

    def abbreviation(self, e: Abbreviation, names: dict) -> Any:
        arguments = [self.value(argument, names) for argument in e.args]
        return self.value(e.body, dict(zip(e.parameters, arguments, strict=True)))

    def tree(self, e: OverTrees, _: dict) -> Any:
        return self._tree_value(e, self.point.symbol(e.args[0]))

    def _tree_value(self, e: OverTrees, shape: tuple | None) -> Any:
        if shape is None:
            return self.value(e.at_leaf, {})
        score, left, right = shape
        sides = {LEFT: self._tree_value(e, left), RIGHT: self._tree_value(e, right)}
        return self.value(e.at_node, {SCORE: mp.mpf(score.numerator) / score.denominator, **sides})

    def expectation(self, e: Expected, names: dict) -> Any:
        count, span = self.integer(e.count, names), self.span(tuple(e.limit), names)
        weights = {number: self.value(e.weight, {**names, e.limit[0]: number}) for number in span}
        total: Any = 0
        known = self.known
        for probability in outcomes(e, count, span, self.point, weights):
            self.known = {}
            total = plus(total, times(probability, self.value(e.body, names)))
        self.known = known
        return total

    def delta(self, e: KroneckerDelta, names: dict) -> int:
        return int(plain(self.value(e.args[0], names)) == plain(self.value(e.args[1], names)))

    def extreme(self, e: Basic, names: dict) -> Any:
        return dual.largest([self.value(argument, names) for argument in e.args], 1 if isinstance(e, sympy.Max) else -1)

    def piecewise(self, e: Piecewise, names: dict) -> Any:
        for value, condition in e.args:
            if self.value(condition, names):
                return self.value(value, names)
        raise ArithmeticError("no case of a piecewise expression applies")

    def relation(self, e: Relational, names: dict) -> bool:
        left, right = (plain(self.value(side, names)) for side in e.args)
        return bool(_COMPARE[e.rel_op](left, right))

    def boolean(self, e: BooleanFunction, names: dict) -> bool:
        values = [self.value(argument, names) for argument in e.args]
        if isinstance(e, sympy.Not):
            return not values[0]
        if isinstance(e, sympy.And | sympy.Or):
            return all(values) if isinstance(e, sympy.And) else any(values)
        raise Unsupported(f"{type(e).__name__} cannot be evaluated")

    def unknown(self, e: AppliedUndef, names: dict) -> Any:
        arguments = tuple(self.value(argument, names) for argument in e.args)
        for left, right in self.point.definitions.items():
            if isinstance(left, AppliedUndef) and left.func == e.func and len(left.args) == len(arguments):
                pairs = list(zip(left.args, arguments, strict=True))
                if all(isinstance(own, Symbol) or _equal(self.value(own, {}), plain(value)) for own, value in pairs):
                    return self.value(right, dict(pair for pair in pairs if isinstance(pair[0], Symbol)))
        if any(isinstance(argument, Dual) for argument in arguments):
            raise Unsupported(f"a derivative of the undefined function {e.func}")
        return self.point.function(e, arguments)

    def function(self, e: Basic, names: dict) -> Any:
        arguments = [self.value(argument, names) for argument in e.args]
        if type(e) in FUNCTIONS and len(arguments) == 1:
            return FUNCTIONS[type(e)](arguments[0])
        numeric = getattr(mpmath, type(e).__name__, None)
        if numeric is None or any(isinstance(argument, Dual) for argument in arguments):
            raise Unsupported(f"{type(e).__name__} cannot be evaluated")
        return numeric(*arguments)


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
    if isinstance(total, int | Dual) or total == 0:
        return False
    return bool(abs(total) < mp.mpf(10) ** (dual.LOST - mp.dps) * max(map(abs, terms)))


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


def _once(method: Callable) -> Callable:
    """A method that is asked but once for what has the same names in it."""

    def found(self: _Evaluation, e: Basic, names: dict) -> Any:
        known, key = self.known, (e, *map(names.get, _letters(e))) if names else e
        if key not in known:
            known[key] = method(self, e, names)
        return known[key]

    return found


@lru_cache(maxsize=4096)
def _letters(e: Basic) -> frozenset[Symbol]:
    """The letters in an expression."""
    return frozenset([e]) if isinstance(e, Symbol) else frozenset().union(*map(_letters, e.args))


_METHODS: tuple[tuple[Any, Callable], ...] = (
    (Integer, lambda _, e, __: int(e)),
    (Rational, _Evaluation.rational),
    (sympy.Float, lambda _, e, __: mp.mpf(str(e))),
    (tuple(type(constant) for constant in CONSTANTS), lambda _, e, __: CONSTANTS[e]()),
    (Indexed, _Evaluation.indexed),
    (sympy.Add, _Evaluation.add),
    (sympy.Mul, _Evaluation.multiply),
    (sympy.Pow, _once(_Evaluation.power)),
    (Sum, _once(lambda self, e, names: self.gather(e, names, 0, plus))),
    (Product, _once(lambda self, e, names: self.gather(e, names, 1, times))),
    (Several, _Evaluation.several),
    (Derivative, _Evaluation.derivative),
    (Subs, _Evaluation.subs),
    (KroneckerDelta, _Evaluation.delta),
    (Abbreviation, _once(_Evaluation.abbreviation)),
    (OverTrees, _Evaluation.tree),
    (Expected, _Evaluation.expectation),
    ((sympy.Max, sympy.Min), _Evaluation.extreme),
    (Piecewise, _Evaluation.piecewise),
    (Relational, _Evaluation.relation),
    (BooleanAtom, lambda _, e, __: bool(e)),
    (BooleanFunction, _Evaluation.boolean),
    (AppliedUndef, _Evaluation.unknown),
    (sympy.Function, _once(_Evaluation.function)),
)


@cache
def _method(kind: type) -> Callable | None:
    return next((method for kinds, method in _METHODS if issubclass(kind, kinds)), None)
