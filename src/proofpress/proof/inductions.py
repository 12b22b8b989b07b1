"""Proof by induction: on a size, and over a binary tree.

>>> from sympy import Sum
>>> from proofpress.proof.given import index, size
>>> N, k = size("N"), index("k")
>>> by_induction(Induction(N), Sum(k * 2**k, (k, 1, N)), (N - 1) * 2 ** (N + 1) + 2, ()).how
'by induction on N'
>>> by_induction(Induction(N), Sum(k * 2**k, (k, 1, N)), 2 * N, ()).shown
False
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sympy import Basic, Dummy, Expr, S, Symbol

from .derivation import Induction
from .form import Form
from .given import Given, Range
from .ground import Ground
from .identity import Finding
from .knowledge import Knowledge
from .trees import LEFT, RIGHT, OverTrees


def by_induction(by: Induction, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
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
    hypothesis = Form(ground.known)(sides[0])  # as it stands: a recurrence would lead on to the case before
    number, atom = hypothesis.as_coeff_Mul()
    if atom.is_Add:
        return Finding(False, "the left side is no single term, so the hypothesis cannot be put in")
    step = Ground(others)
    step.form.rewrites.insert(0, (atom, sides[1] / number, ()))
    following = step.equal(*(side.xreplace({n: n + 1}) for side in sides))
    return Finding(True, f"by induction on {n}") if following else Finding(False, f"the step: {following.how}")


def _without_range(given: Sequence[Given], n: Symbol) -> list[Given]:
    return [fact for fact in given if not (isinstance(fact, Range) and fact.index == n)]


def over_a_tree(tree: Symbol, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    """The line for a leaf, and for a node whenever it holds for both of its sides.

    >>> from proofpress.proof.trees import any_tree, over_trees
    >>> t = Symbol("t")
    >>> leaves = over_trees("leaves", leaf=1, node=LEFT + RIGHT)
    >>> nodes = over_trees("nodes", leaf=0, node=1 + LEFT + RIGHT)
    >>> [bool(over_a_tree(t, leaves(t), other, [any_tree(t)])) for other in (nodes(t) + 1, nodes(t))]
    [True, False]
    """
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
