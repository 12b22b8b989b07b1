"""Quantities of a binary tree, defined at a leaf and at a node, and proved by induction over the tree.

>>> from sympy import Symbol
>>> leaves = over_trees("leaves", leaf=1, node=LEFT + RIGHT)
>>> nodes = over_trees("nodes", leaf=0, node=1 + LEFT + RIGHT)
>>> t = Symbol("t")
>>> leaves(t), leaves.at_node
(leaves(t), left + right)
>>> any_tree(t).symbol == structural_induction(t).tree
True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, Function, S, Symbol

from .given import Given

SCORE = Symbol("score", real=True)
LEFT, RIGHT = Symbol("left", real=True), Symbol("right", real=True)
DEEPEST = 3


class OverTrees(Function):
    """A real quantity of a tree: `at_leaf` of a leaf, `at_node` of a node, from SCORE and its value on both sides."""

    nargs = 1
    at_leaf: Expr
    at_node: Expr
    is_real = True
    is_commutative = True


def over_trees(name: str, *, leaf: Expr | int, node: Expr | int) -> type[OverTrees]:
    """A quantity of trees; `node` is written in SCORE, the node's own, LEFT and RIGHT, its values on both sides."""
    return type(name, (OverTrees,), {"at_leaf": S(leaf), "at_node": S(node)})


@dataclass(frozen=True)
class Tree(Given):
    """`symbol` is any finite binary tree whose nodes each have a real score."""

    symbol: Symbol


def any_tree(symbol: Symbol, words: str = "") -> Tree:
    """State that `symbol` is a finite binary tree whose nodes each have a real score."""
    return Tree(words, symbol)


@dataclass(frozen=True)
class TreeInduction:
    """A proof by induction over a tree: of a leaf, and of a node whenever of both sides."""

    tree: Symbol


def structural_induction(tree: Symbol) -> TreeInduction:
    """Prove a line by induction over a binary tree."""
    return TreeInduction(tree)


def grown(random: Any, draw_score: Any, depth: int = DEEPEST) -> tuple | None:
    """A random tree: None for a leaf, (score, left, right) for a node.

    >>> import random
    >>> grown(random.Random(2), lambda: 1, depth=0) is None
    True
    """
    if depth == 0 or random.random() < (0 if depth == DEEPEST else 0.4):
        return None
    return draw_score(), grown(random, draw_score, depth - 1), grown(random, draw_score, depth - 1)
