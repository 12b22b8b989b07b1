"""From SymPy's objects to the kernel's terms: what a line of a chain states that is built in Python.

Such a line is checked, not replayed: its statement was built from objects that SymPy may have changed before.

>>> from sympy import Symbol, exp
>>> from .derivation import equals
>>> x = Symbol("x", real=True)
>>> statement_of(equals(1, ""), exp(x) * exp(-x), S.One, ()).statement.claim
(1 = 1)
>>> statement_of(equals(x, ""), Max(x, 0), x, (Condition("", x > 0),)).statement.given
((0 < x),)
>>> build = Objects()
>>> build.all([x, 2]), build.letter(x), build.array(IndexedBase("s", real=True), 1)
([x, 2], x, s)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Dummy,
    GoldenRatio,
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
    ceiling,
    exp,
    floor,
    log,
    oo,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from .derivation import Induction, Line
from .draws import Expected
from .functions import Abbreviation, sigmoid, softplus
from .given import Condition, Given, Hypothesis, Interval, Range, Values, ranges
from .kernel.declarations import Statement
from .kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    Definition,
    Fold,
    Refused,
    Term,
    abstract,
    add,
    array,
    as_function,
    bound,
    delta,
    entry,
    eq,
    function,
    le,
    lt,
    make,
    mul,
    number,
    substitute,
    tree,
    variable,
)
from .kernel.terms import exp as exp_of
from .language.statement import KNOWN, RELATIONS, NoTerm, Stated, claim_of, closed, kernel_name
from .several import Several
from .trees import LEFT, RIGHT, SCORE, OverTrees, Tree, TreeInduction

SAME = {exp: "exp", log: "log", Abs: "abs", floor: "floor", ceiling: "ceiling"}
SIGNS = {"==": "="}


@dataclass
class Objects:
    """Builds terms from objects, and notes the definitions and quantities of trees that they need."""

    trees: frozenset[Symbol] = frozenset()
    definitions: dict[str, Definition] = field(default_factory=dict)
    folds: dict[type, Fold] = field(default_factory=dict)

    def __call__(self, e: Any) -> Term:
        """The term of an object."""
        for kind, build in BUILD.items():
            if isinstance(e, kind):
                return build(self, e)
        if e.is_Rational:
            return number(Fraction(int(e.p), int(e.q)))
        if e is S.Exp1:
            return exp_of(number(1))
        if e is GoldenRatio:
            return self._known("golden")
        raise NoTerm(f"there is no term for {e}")

    def all(self, parts: Sequence[Any]) -> list[Term]:
        """The terms of several."""
        return [self(S(part)) for part in parts]

    def letter(self, e: Any) -> Term:
        """A symbol, or an array of as many places, with the sort and sign that it has."""
        name = f"{e.name}_{e.dummy_index}" if isinstance(e, Dummy) else e.name
        if e in self.trees:
            return tree(kernel_name(name))
        return variable(kernel_name(name), *_kind(e))

    def array(self, base: IndexedBase, places: int) -> Term:
        """An array of so many places."""
        return array(kernel_name(str(base.label)), *_kind(base[(1,) * places]), places=places)

    def _entry(self, e: Indexed) -> Term:
        return entry(self.array(e.base, len(e.indices)), *self.all(e.indices))

    def _add(self, e: Any) -> Term:
        return add(*self.all(e.args))

    def _mul(self, e: Any) -> Term:
        return mul(*self.all(e.args))

    def _power(self, e: Any) -> Term:
        return self(e.base) ** self(e.exp)

    def _same(self, e: Any) -> Term:
        return make(SAME[e.func], *self.all(e.args))

    def _delta(self, e: Any) -> Term:
        return delta(*self.all(e.args))

    def _largest(self, e: Any) -> Term:
        name = "max" if isinstance(e, Max) else "min"
        first, *rest = self.all(sorted(e.args, key=str))
        for other in rest:
            first = self._known(name, first, other)
        return first

    def _function(self, e: Any) -> Term:
        return self._known(e.func.__name__, *self.all(e.args))

    def _known(self, name: str, *arguments: Term) -> Term:
        self.definitions.setdefault(name, closed(name, *KNOWN[name]))
        return make("call", *arguments, val=self.definitions[name])

    def _unfolded(self, e: Abbreviation) -> Term:
        return self(e.unfold())

    def _unknown(self, e: AppliedUndef) -> Term:
        """A function of which nothing is known is an array."""
        return entry(array(kernel_name(e.func.__name__), "real", "", len(e.args)), *self.all(e.args))

    def _fold(self, e: Any) -> Term:
        t = self(e.function)
        for k, lo, hi in e.limits:
            t = make("sum" if isinstance(e, Sum) else "prod", self(lo), self(hi), abstract(t, self.letter(k)))
        return t

    def _several(self, e: Several) -> Term:
        k, lo, hi = e.limits[0]
        letter = function(kernel_name(e.func.__name__))
        return make("of", letter, self(lo), self(hi), abstract(self(e.function), self.letter(k)))

    def _derivative(self, e: Derivative) -> Term:
        t = self(e.expr)
        for x in e.variables:
            at = self(x)
            t = make("slope", as_function(t, at), at)
        return t

    def _at(self, e: Subs) -> Term:
        """A derivative with places put in for its variables afterwards."""
        t = self(e.expr)
        letters, places = map(self.letter, e.variables), self.all(e.point)
        for letter, place in zip(letters, places, strict=True):
            t = substitute(t, {letter: place})
        return t

    def _mean(self, e: Expected) -> Term:
        k, lo, hi = e.limit
        drawn = self.array(e.drawn, 1)
        ends = self.all((e.count, lo, hi))
        return make("mean", *ends, abstract(self(e.weight), self.letter(k)), abstract(self(e.body), drawn))

    def _of_tree(self, e: OverTrees) -> Term:
        if e.func not in self.folds:
            node = closed("node", self.all((SCORE, LEFT, RIGHT)), self(e.at_node)).body
            self.folds[e.func] = Fold(kernel_name(e.func.__name__), self(e.at_leaf), node)
        return make("fold", self.letter(e.args[0]), val=self.folds[e.func])

    def _relation(self, e: Relational) -> Term:
        return RELATIONS[SIGNS.get(e.rel_op, e.rel_op)](self(e.lhs), self(e.rhs))


BUILD: dict[type, Callable[[Objects, Any], Term]] = {
    Indexed: Objects._entry,
    Symbol: Objects.letter,
    **dict.fromkeys(SAME, Objects._same),
    Max: Objects._largest,
    Min: Objects._largest,
    KroneckerDelta: Objects._delta,
    sigmoid: Objects._function,
    softplus: Objects._function,
    OverTrees: Objects._of_tree,
    Abbreviation: Objects._unfolded,
    AppliedUndef: Objects._unknown,
    Sum: Objects._fold,
    Product: Objects._fold,
    Several: Objects._several,
    Derivative: Objects._derivative,
    Subs: Objects._at,
    Expected: Objects._mean,
    Relational: Objects._relation,
    Add: Objects._add,
    Mul: Objects._mul,
    Pow: Objects._power,
}


def _kind(e: Any) -> tuple[str, str]:
    """The sort and the sign that something is declared to have."""
    if e.is_real is not True:
        raise NoTerm(f"{e} is not declared to be real")
    sign = "positive" if e.is_positive else "nonnegative" if e.is_nonnegative else ""
    if sign == "" and (e.is_negative or e.is_nonpositive or e.is_nonzero):
        raise NoTerm(f"the sign of {e}")
    return "integer" if e.is_integer else "real", sign


def statement_of(line: Line, left: Basic, right: Basic, given: Sequence[Given]) -> Stated:
    """What a line states, `left relation right` under what is given, and what may help to prove it."""
    build = Objects(frozenset(fact.symbol for fact in given if isinstance(fact, Tree)))
    try:
        facts = tuple(dict.fromkeys(_givens(given, build)))
        sides = build(left), build(right)
        hints = _hints(line, build)
        x, to = (line.hints.get(name) for name in ("variable", "to"))
        place = None if to is None else _place(to, build)
        claim, hints = claim_of(line.kind, line.relation, sides, facts, hints, None if x is None else build(x), place)
        letters = set(claim.free).union(*(p.free for p in facts), *(t.free for t in hints.values()))
        told = Statement(
            tuple(sorted(letters, key=repr)),
            claim,
            facts,
            tuple(build.definitions.values()),
            tuple(build.folds.values()),
        )
        return Stated(told, hints)
    except Refused as refusal:
        raise NoTerm(str(refusal)) from None


def _hints(line: Line, build: Objects) -> dict[str, Term]:
    hints = {name: build(line.hints[name]) for name in ("gap", "factor") if name in line.hints}
    by = line.hints.get("by")
    if isinstance(by, Induction):
        hints |= {"induction": build(by.variable), "first": number(by.first)}
    if isinstance(by, TreeInduction):
        hints["tree"] = build(by.tree)
    return hints


def _place(to: Any, build: Objects) -> Term:
    return {oo: INFINITY, -oo: MINUS_INFINITY}.get(to) or build(to)


def _givens(given: Sequence[Given], build: Objects) -> Iterator[Term]:
    within = ranges(given)
    for fact in given:
        match fact:
            case Range(_, x, lower, upper):
                yield from _between(le, build(x), lower, upper, build)
            case Values(_, x, lower, upper) | Interval(_, IndexedBase() as x, lower, upper):
                inner = entry(build.array(x, 1), bound(0))
                relation = le if isinstance(fact, Values) else lt
                yield from (make("any", p) for p in _between(relation, inner, lower, upper, build))
            case Interval(_, x, lower, upper):
                yield from _between(lt, build(x), lower, upper, build)
            case Condition(_, relation, names):
                yield _every(build(relation), names, within, build)
            case Hypothesis(_, left, right, _, names):
                yield _every(eq(build(left), build(right)), names, within, build)


def _between(relation: Callable[[Term, Term], Term], x: Term, lower: Any, upper: Any, build: Objects) -> list[Term]:
    low = [] if lower == -oo else [relation(build(lower), x)]
    return low + ([] if upper == oo else [relation(x, build(upper))])


def _every(p: Term, names: Sequence[Symbol], within: dict[Symbol, tuple[Any, Any]], build: Objects) -> Term:
    """For every index, each of its range."""
    for name in reversed(names):
        p = _all(abstract(p, build(name)), *within.get(name, (-oo, oo)), build)
    return p


def _all(body: Term, lower: Any, upper: Any, build: Objects) -> Term:
    """For every index of a range; one without end is all that go up to some index, for every such index."""
    if (lower, upper) == (-oo, oo):
        return make("any", body)
    if lower == -oo:
        return make("any", make("all", bound(0), build(upper), body))
    if upper == oo:
        return make("any", make("all", build(lower), bound(0), body))
    return make("all", build(lower), build(upper), body)
