"""What a derivation takes for granted: sizes, index ranges and hypotheses, each stated and each drawable.

The refuter draws values that satisfy every `Given`; a proof may rest on each.

>>> V, i, j, o = size("V"), index("i"), index("j"), index("o")
>>> p, joint = IndexedBase("p", positive=True), IndexedBase("joint", positive=True)
>>> s, y, w = IndexedBase("s", real=True), IndexedBase("y", real=True), IndexedBase("w", integer=True)
>>> a, b = IndexedBase("a", real=True), IndexedBase("b", real=True)
>>> x = Symbol("x", real=True)
>>> facts = (
...     within(o, 1, V),
...     values_within(w, 1, V),
...     between(x, 0, 1),
...     holds(x < p[o]),
...     given_that(s[j], 2 * x, every=(j,)),
...     distribution(p, j, V),
...     joint_distribution(joint[i, j], (i, V), (j, V)),
...     self_normalised(s, j, V),
...     one_hot(y, j, o),
...     inverse(a[i, j], b[i, o], V),
... )
>>> [type(fact).__name__ for fact in facts[:4]]
['Range', 'Values', 'Interval', 'Condition']
>>> [str(fact.left) for fact in facts[4:6]]
['s[j]', 'Sum(p[j], (j, 1, V))']
>>> facts[2].mentions(x), facts[0].mentions(x)
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sympy import Basic, Expr, IndexedBase, KroneckerDelta, S, Sum, Symbol, exp, oo
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

SIGNS = {"==": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">", "!=": "≠"}
"""How a relation is written that SymPy writes otherwise."""
Ends = tuple[Symbol, Expr, Expr]
"""An index, and between which ends it lies."""


@dataclass(frozen=True)
class Given:
    """Something assumed, in words; the subclasses say it to the machine.

    `loose` says why a line may also hold with less, or with something else: then slips in it need not be noticed.
    Nor need they where it comes `by` a lemma, a proved line of another chain that says the same.
    """

    words: str
    loose: str = field(default="", kw_only=True)
    by: object = field(default=None, kw_only=True)

    def mentions(self, x: Expr) -> bool:
        """Whether it says anything of `x`, or of the array that `x` is an entry of."""
        name = x.base if isinstance(x, Indexed) else x
        return any(value.has(name) for value in vars(self).values() if isinstance(value, Basic))


@dataclass(frozen=True)
class Range(Given):
    """`index` is an integer from `lower` to `upper`, both included."""

    index: Symbol
    lower: Expr
    upper: Expr


@dataclass(frozen=True)
class Values(Given):
    """Every entry of the integer array `base` lies from `lower` to `upper`, both included."""

    base: IndexedBase
    lower: Expr
    upper: Expr


@dataclass(frozen=True)
class Interval(Given):
    """The real `symbol` (a Symbol or an IndexedBase, entry by entry) lies strictly between `lower` and `upper`."""

    symbol: Basic
    lower: Expr
    upper: Expr


@dataclass(frozen=True)
class Condition(Given):
    """An inequality between reals that holds; points that break it are drawn again.

    It holds for every value of the indices in `names`, as a `Hypothesis` does.
    """

    relation: Relational
    names: tuple[Symbol, ...] = ()
    usual: tuple[Ends, ...] = ()


@dataclass(frozen=True)
class Hypothesis(Given):
    """`left` equals `right`, used as a rewrite from left to right; `draw` names how points are made to satisfy it.

    With `draw` None, `left` is a symbol or an array's entry and is given the value of `right`.
    It holds for every value of the indices in `names`, within the range of those that have one; `usual` are the
    ranges of the notation, which hold where no other is stated.
    """

    left: Expr
    right: Expr
    draw: Normalised | SelfNormalised | Inverse | None = None
    names: tuple[Symbol, ...] = ()
    usual: tuple[Ends, ...] = ()


def ranges(given: Iterable[Given]) -> dict[Symbol, tuple[Expr, Expr]]:
    """Between which ends each index lies: as is stated of it, or else as is usual where something holds for every one.

    >>> j, V = index("j"), size("V")
    >>> fact = Condition("", IndexedBase("s", real=True)[j] < 1, (j,), ((j, S.One, V),))
    >>> ranges([fact]), ranges([within(j, 2, V), fact])
    ({j: (1, V)}, {j: (2, V)})
    """
    known = list(given)
    usual = {x: (low, high) for fact in known for x, low, high in getattr(fact, "usual", ())}
    return usual | {fact.index: (fact.lower, fact.upper) for fact in known if isinstance(fact, Range)}


def relations(fact: Given) -> Iterator[tuple[Basic, str, Basic]]:
    """The relations between two numbers each that something given says; none where it speaks of many at once.

    >>> x = Symbol("x", real=True)
    >>> list(relations(between(x, 0, 1)))
    [(0, '<', x), (x, '<', 1)]
    """
    match fact:
        case Condition(_, relation, ()) if relation.rel_op != "!=":
            yield relation.lhs, SIGNS[relation.rel_op], relation.rhs
        case Hypothesis(_, left, right, _, ()):
            yield left, "=", right
        case Range(_, Symbol() as x, lower, upper) | Interval(_, Symbol() as x, lower, upper):
            sign = "≤" if isinstance(fact, Range) else "<"
            yield from ((lower, sign, x),) if lower != -oo else ()
            yield from ((x, sign, upper),) if upper != oo else ()


def in_words(fact: Given) -> str:
    """What a given says, as a chain states it.

    >>> n, x = Symbol("n", integer=True), Symbol("x", real=True)
    >>> in_words(between(x, 0, 1)), in_words(Condition("", IndexedBase("s", real=True)[n] < x, (n,)))
    ('0 < x < 1', 's[n] < x for every n')
    """
    match fact:
        case Condition(_, relation):
            said = str(relation)
        case Hypothesis(_, left, right):
            said = f"{left} = {right}"
        case Interval(_, thing, lower, upper):
            said = f"{lower} < {thing} < {upper}"
        case Range(_, thing, lower, upper) | Values(_, thing, lower, upper):
            said = f"{lower} <= {thing} <= {upper}"
        case _:
            return fact.words
    names = ", ".join(map(str, getattr(fact, "names", ())))
    return f"{said} for every {names}" if names else said


def size(name: str) -> Symbol:
    """A size: an integer of at least one."""
    return Symbol(name, integer=True, positive=True)


def index(name: str) -> Symbol:
    """An index: an integer whose range a derivation states with `within`."""
    return Symbol(name, integer=True)


def within(i: Symbol, lower: Expr, upper: Expr, words: str = "") -> Range:
    """State that the index `i` runs from `lower` to `upper`."""
    return Range(words, i, S(lower), S(upper))


def values_within(base: IndexedBase, lower: Expr, upper: Expr, words: str = "") -> Values:
    """State that every entry of the integer array `base` lies from `lower` to `upper`."""
    return Values(words, base, S(lower), S(upper))


def between(symbol: Basic, lower: Expr, upper: Expr, words: str = "") -> Interval:
    """State that `symbol` lies strictly between `lower` and `upper`."""
    return Interval(words, symbol, S(lower), S(upper))


def holds(relation: Relational, words: str = "", *, loose: str = "", by: object = None) -> Condition:
    """State an inequality between reals, such as `K*q[o] < p[o]`; `by` may be a lemma that proves it."""
    return Condition(words, relation, loose=loose, by=by)


def given_that(
    left: Expr, right: Expr, words: str = "", *, every: tuple[Symbol, ...] = (), loose: str = ""
) -> Hypothesis:
    """State that a symbol or an array's entry equals `right`, for every value of the indices `every`."""
    return Hypothesis(words, left, S(right), None, every, loose=loose)


@dataclass(frozen=True)
class Normalised:
    """A way to draw: positive values of `entry` divided by their sum over `limits`."""

    entry: Indexed
    limits: tuple[tuple[Symbol, Expr, Expr], ...]


@dataclass(frozen=True)
class SelfNormalised:
    """A way to draw: real values of `entry` less the logarithm of the sum of their exponentials over `limits`."""

    entry: Indexed
    limits: tuple[tuple[Symbol, Expr, Expr], ...]


def distribution(p: IndexedBase | Indexed, j: Symbol, upper: Expr, words: str = "") -> Hypothesis:
    """State that `p[1] … p[upper]`, declared positive, sum to one.

    With an entry such as `p[j, c]` for `p`, that they do so for every `c`.
    """
    entry = p if isinstance(p, Indexed) else p[j]
    others = tuple(i for i in entry.indices if i != j and i.is_Symbol)
    draw = Normalised(entry, ((j, S.One, S(upper)),))
    return Hypothesis(words, Sum(entry, (j, 1, upper)), S.One, draw, others)


def joint_distribution(entry: Indexed, *limits: tuple[Symbol, Expr], words: str = "") -> Hypothesis:
    """State that a positive `p[i, j]` sums to one over all its indices.

    As in `joint_distribution(p[i, j], (i, V), (j, V))`.
    """
    whole = tuple((i, S.One, S(upper)) for i, upper in limits)
    return Hypothesis(words, Sum(entry, *whole), S.One, Normalised(entry, whole))


@dataclass(frozen=True)
class Inverse:
    """A way to draw: square matrices of `upper` rows, `other` being the inverse of `entry` transposed."""

    entry: Indexed
    other: Indexed
    upper: Expr


def inverse(entry: Indexed, other: Indexed, upper: Expr, words: str = "") -> Hypothesis:
    """State that `other` holds the inverse of the matrix `entry`, transposed: each column meets its own partner alone.

    As in `inverse(a[i, j], b[i, k], d)`; the ranges of `j` and `k`, from 1 to `d`, are stated with `within`.
    """
    (row, left), (_, right) = entry.indices, other.indices
    columns = Sum(other * entry, (row, 1, upper))
    return Hypothesis(words, columns, KroneckerDelta(left, right), Inverse(entry, other, S(upper)), (left, right))


def self_normalised(s: IndexedBase, j: Symbol, upper: Expr, words: str = "") -> Hypothesis:
    """State that the exponentials of the real `s[1] … s[upper]` sum to one."""
    draw = SelfNormalised(s[j], ((j, S.One, S(upper)),))
    return Hypothesis(words, Sum(exp(s[j]), (j, 1, upper)), S.One, draw)


def one_hot(y: IndexedBase, j: Symbol, observed: Expr, words: str = "") -> Hypothesis:
    """State that `y[j]` is 1 where `j` is `observed` and 0 elsewhere."""
    return Hypothesis(words, y[j], KroneckerDelta(j, observed), None, (j,))
