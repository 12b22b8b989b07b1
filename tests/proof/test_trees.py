"""Quantities of a tree: drawn, evaluated leaf by leaf, and proved by induction over the tree."""

from __future__ import annotations

import random

from sympy import Symbol

from proofpress.proof.derivation import equals
from proofpress.proof.evaluate import evaluate
from proofpress.proof.functions import sigmoid
from proofpress.proof.inductions import over_a_tree
from proofpress.proof.point import Draw, Point
from proofpress.proof.prove import prove
from proofpress.proof.refute import FEWEST, refute
from proofpress.proof.trees import LEFT, RIGHT, SCORE, any_tree, grown, over_trees, structural_induction

t = Symbol("t")
GIVEN = (any_tree(t),)
leaves = over_trees("leaves", leaf=1, node=LEFT + RIGHT)
nodes = over_trees("nodes", leaf=0, node=1 + LEFT + RIGHT)
mass = over_trees("mass", leaf=1, node=sigmoid(SCORE) * LEFT + sigmoid(-SCORE) * RIGHT)
lopsided = over_trees("lopsided", leaf=1, node=sigmoid(SCORE) * LEFT + sigmoid(SCORE) * RIGHT)


def counted(tree) -> int:
    return 1 if tree is None else counted(tree[1]) + counted(tree[2])


def test_a_quantity_is_what_going_through_the_tree_gives():
    point = Point(GIVEN, Draw(seed=5))
    assert evaluate(leaves(t), point) == counted(point.symbol(t)) == evaluate(nodes(t), point) + 1


def test_drawn_trees_differ_and_stay_small():
    draw = random.Random(1)
    trees = [grown(draw, draw.random) for _ in range(50)]
    assert len({counted(tree) for tree in trees}) > 2
    assert max(counted(tree) for tree in trees) <= 8


def test_what_holds_for_a_leaf_and_is_handed_on_holds_for_every_tree():
    assert over_a_tree(t, mass(t), 1 + 0 * t, GIVEN)
    assert over_a_tree(t, leaves(t), nodes(t) + 1, GIVEN)


def test_a_wrong_leaf_and_a_wrong_node_are_told_apart():
    assert over_a_tree(t, leaves(t), nodes(t), GIVEN).how.startswith("a leaf")
    assert over_a_tree(t, lopsided(t), 1 + 0 * t, GIVEN).how.startswith("a node")


def test_without_induction_nothing_is_concluded():
    assert not prove(equals(1 + nodes(t), ""), leaves(t), 1 + nodes(t), GIVEN).done
    assert prove(equals(1 + nodes(t), "", by=structural_induction(t)), leaves(t), 1 + nodes(t), GIVEN).done


def test_the_refuter_goes_through_trees_too():
    assert refute("=", mass(t), 1 + 0 * t, GIVEN).points >= FEWEST
    assert refute("=", lopsided(t), 1 + 0 * t, GIVEN).counterexample is not None
