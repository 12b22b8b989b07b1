"""Proof of a line, for every size: what it takes depends on the kind of the line.

>>> from sympy import IndexedBase, Sum
>>> from proofpress.proof.derivation import at_least
>>> from proofpress.proof.given import index, size
>>> V, j, v = size("V"), index("j"), IndexedBase("v", real=True)
>>> square = Sum(v[j] ** 2, (j, 1, V))
>>> prove(at_least(0, "squares are never negative"), square, 0 * square, ())
Proof(strength='every size', how='its sign is plain from its shape')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sympy import Basic, Dummy, Eq, Expr, S, Symbol
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from .bounds import is_nonnegative
from .derivation import Induction, Line
from .form import Form, Rewrite
from .given import Given, Hypothesis, Range
from .identity import Finding, sign_of_difference, zero
from .knowledge import MOST_QUESTIONS, Knowledge
from .opened import differentiated, opened
from .tends import NoLimit, limit_of
from .trees import LEFT, RIGHT, OverTrees, TreeInduction

ONE_SIZE = 3


@dataclass(frozen=True)
class Proof:
    """How far a proof came: its strength, empty where there is none, and how it went."""

    strength: str
    how: str = ""

    @property
    def done(self) -> bool:
        """Whether the line was proved for every size."""
        return self.strength == "every size"


class Ground:
    """What a proof stands on: what is given, as knowledge and as rewrites."""

    def __init__(self, given: Sequence[Given]) -> None:
        self.known = Knowledge(tuple(given))
        self.opened: dict[Basic, Expr] = {}
        self.rewrites = [_rewrite(fact, self.known) for fact in given if isinstance(fact, Hypothesis)]
        self.form = Form(self.known, self.rewrites)
        for facts in (self.known.positive, self.known.nonnegative):
            facts += [fact for fact in (self.form(self.open(fact)) for fact in facts) if fact not in facts]

    def open(self, e: Expr) -> Expr:
        """An expression unfolded and differentiated."""
        if e not in self.opened:
            self.opened[e] = opened(e, self.known)
        return self.opened[e]

    def equal(self, left: Expr, right: Expr) -> Finding:
        """Whether two opened expressions are equal wherever both are defined."""
        return zero(self.form(left - right), self.form)

    def at_least(self, left: Expr, right: Expr, *, strict: bool = False) -> Finding:
        """Whether one opened expression is at least, or more than, another."""
        return is_nonnegative(left - right, self.form, strict=strict)


@lru_cache(maxsize=4)
def ground_of(given: tuple[Given, ...]) -> Ground:
    """The ground of what is given, shared by lines and mutants that stand on the same."""
    return Ground(given)


def _rewrite(fact: Hypothesis, known: Knowledge) -> Rewrite:
    """The left side's normal form, its number taken to the right."""
    number, atom = Form(known)(opened(fact.left, known)).as_coeff_Mul()
    return atom, opened(fact.right, known) / number, fact.names


def prove(line: Line, left: Basic, right: Basic, given: Sequence[Given]) -> Proof:
    """Try to prove a line for every size, or for one size if the line asks for no more."""
    ground_of(tuple(given)).known.questions = MOST_QUESTIONS
    finding = _RULES[line.kind](line, left, right, given)
    if finding or not str(line.hints.get("only", "")).startswith("one size:"):
        return Proof("every size" if finding else "", finding.how)
    finding = _RULES[line.kind](line, *_at_one_size(left, right, given))
    return Proof("one size" if finding else "", finding.how)


def prove_equal(left: Expr, right: Expr, given: Sequence[Given]) -> Proof:
    """Try to prove two expressions equal wherever both are defined."""
    finding = _equal(None, left, right, given)
    return Proof("every size" if finding else "", finding.how)


def _equal(line: Line | None, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    by = line.hints.get("by") if line else None
    if isinstance(by, Induction):
        return _by_induction(by, left, right, given)
    if isinstance(by, TreeInduction):
        return _over_trees(by.tree, left, right, given)
    ground = ground_of(tuple(given))
    return ground.equal(ground.open(left), ground.open(right))


def _by_induction(by: Induction, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    """The line at the first size, and at n + 1 whenever it holds at n."""
    n = by.variable
    others = _without_range(given, n)
    if any(value.has(n) for fact in others for value in vars(fact).values() if isinstance(value, Basic)):
        return Finding(False, f"something else that is given depends on {n}")
    if not any(end.is_Number and end >= by.first for end in (Knowledge(tuple(given)).ends(n) or ())[:1]):
        return Finding(False, f"{n} may be less than {by.first}, where the induction begins")
    ground = Ground(others)
    sides = ground.open(left), ground.open(right)
    if plain := ground.equal(*sides):
        return plain
    first = ground.equal(*(side.xreplace({n: S(by.first)}) for side in sides))
    if not first:
        return Finding(False, f"the first case, {n} = {by.first}: {first.how}")
    hypothesis = ground.form(sides[0])
    number, atom = hypothesis.as_coeff_Mul()
    if atom.is_Add:
        return Finding(False, "the left side is no single term, so the hypothesis cannot be put in")
    step = Ground(others)
    step.form.rewrites.append((atom, sides[1] / number, ()))
    following = step.equal(*(side.xreplace({n: n + 1}) for side in sides))
    return Finding(True, f"by induction on {n}") if following else Finding(False, f"the step: {following.how}")


def _over_trees(tree: Symbol, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    """The line for a leaf, and for a node whenever it holds for both of its sides."""
    ground = Ground(given)
    sides = ground.open(left), ground.open(right)
    leaf = ground.equal(*(_put_tree(side, tree, lambda e: e.at_leaf) for side in sides))
    if not leaf:
        return Finding(False, f"a leaf: {leaf.how}")
    step = Ground(given)
    halves = {LEFT: Dummy("left"), RIGHT: Dummy("right")}
    for half in halves.values():
        hypothesis = ground.form(sides[0].xreplace({tree: half}))
        number, atom = hypothesis.as_coeff_Mul()
        if not isinstance(atom, OverTrees):
            return Finding(False, "the left side is no single quantity of the tree, so the hypothesis cannot be put in")
        step.form.rewrites.append((atom, sides[1].xreplace({tree: half}) / number, ()))

    def at_node(e: OverTrees) -> Expr:
        return e.at_node.xreplace({half: e.func(name) for half, name in halves.items()})

    node = step.equal(*(step.open(_put_tree(side, tree, at_node)) for side in sides))
    return Finding(True, f"by induction over the tree {tree}") if node else Finding(False, f"a node: {node.how}")


def _put_tree(e: Expr, tree: Symbol, put: Callable[[OverTrees], Expr]) -> Expr:
    return e.xreplace({part: put(part) for part in e.atoms(OverTrees) if part.args == (tree,)})


def _without_range(given: Sequence[Given], n: Symbol) -> list[Given]:
    return [fact for fact in given if not (isinstance(fact, Range) and fact.index == n)]


def _bound(line: Line, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    ground = ground_of(tuple(given))
    sides = ground.open(left), ground.open(right)
    larger, smaller = sides if line.relation in ("≥", ">") else sides[::-1]
    strict, gap = line.relation in ("<", ">"), line.hints.get("gap")
    if gap is None:
        return ground.at_least(larger, smaller, strict=strict)
    return _by_gap(ground, larger - smaller, ground.open(gap), strict=strict)


def _by_gap(ground: Ground, difference: Expr, gap: Expr, *, strict: bool) -> Finding:
    same = ground.equal(difference, gap)
    if not same:
        return Finding(False, f"the gap is not the difference: {same.how}")
    sign = is_nonnegative(gap, ground.form, strict=strict)
    return Finding(True, f"the gap: {sign.how}") if sign else sign


def _limit(line: Line, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    ground = ground_of(tuple(given))
    try:
        found = limit_of(ground.open(left), line.hints["variable"], line.hints["to"], ground.form)
    except (NoLimit, NotImplementedError) as reason:
        return Finding(False, f"the limit was not found: {reason}")
    same = ground.equal(found, ground.open(right))
    return Finding(True, "the limit, taken inside the finite sums") if same else same


def _minimiser(line: Line, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    """The first derivative is zero at the place named, and the second is positive everywhere."""
    ground, x = ground_of(tuple(given)), line.hints["variable"]
    slope = ground.form(differentiated(ground.open(left), x))
    curvature = ground.form(differentiated(slope, x))
    base = x.base if isinstance(x, Indexed) else x
    if slope.xreplace({x: S.Zero}).has(base):
        return Finding(False, f"the slope depends on other entries of {base} too")
    at_rest = zero(ground.form(slope.xreplace({x: ground.open(right)})), ground.form)
    if not at_rest:
        return Finding(False, f"the slope is not zero there: {at_rest.how}")
    gap = line.hints.get("gap")
    if gap is not None:
        curved = _by_gap(ground, curvature, ground.open(gap), strict=True)
    else:
        curved = is_nonnegative(curvature, ground.form, strict=True)
    how = "the slope is zero there, and the second derivative is positive everywhere"
    return Finding(True, how) if curved else curved


def _equivalent(line: Line, left: Basic, right: Basic, given: Sequence[Given]) -> Finding:
    """The differences of both relations are of one sign: a positive multiple, or the logarithms of both sides."""
    if not (isinstance(left, Relational) and isinstance(right, Relational)):
        return Finding(False, "both sides must be relations")
    if (left.rel_op[-1:] == "=", isinstance(left, Eq)) != (right.rel_op[-1:] == "=", isinstance(right, Eq)):
        return Finding(False, "one relation is strict and the other is not")
    ground = ground_of(tuple(given))
    a, b = _sides(left, ground), _sides(right, ground)
    if line.hints.get("factor") is None:
        one, other = (sign_of_difference(x - y, ground.form) for x, y in (a, b))
        if one == other:
            return Finding(True, "the differences have the same sign: they are the same up to positive factors")
    factor = line.hints.get("factor")
    quotient = (a[0] - a[1]) / (b[0] - b[1])
    ratio = ground.form.fraction(ground.form(quotient)) if factor is None else ground.open(factor)
    same = ground.equal(a[0] - a[1], ratio * (b[0] - b[1]))
    if not same:
        return Finding(False, f"the factor is not the ratio of the differences: {same.how}")
    sign = is_nonnegative(ratio, ground.form, strict=True)
    return Finding(True, "the differences are positive multiples of each other") if sign else sign


def _sides(relation: Relational, ground: Ground) -> tuple[Expr, Expr]:
    """The sides of a relation, the larger first."""
    if isinstance(relation, Eq):
        return ground.open(relation.lhs), ground.open(relation.rhs)
    return ground.open(relation.gts), ground.open(relation.lts)


def _at_one_size(left: Basic, right: Basic, given: Sequence[Given]) -> tuple[Basic, Basic, list[Given]]:
    """The line with every size put at three."""
    sizes = {
        symbol: S(ONE_SIZE)
        for side in (left, right)
        for symbol in side.atoms(Symbol)
        if symbol.is_integer and symbol.is_positive
    }
    put = [_put(fact, sizes) for fact in given]
    return left.xreplace(sizes), right.xreplace(sizes), put


def _put(fact: Given, sizes: dict) -> Given:
    values = {name: value.xreplace(sizes) for name, value in vars(fact).items() if isinstance(value, Basic)}
    return type(fact)(**{**vars(fact), **values})


_RULES: dict[str, Callable[..., Finding]] = {
    "equals": _equal,
    "bound": _bound,
    "limit": _limit,
    "minimiser": _minimiser,
    "equivalent": _equivalent,
}
