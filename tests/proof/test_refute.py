"""Points are drawn inside what is given, at the edges too; a value that one side alone has is no agreement."""

from __future__ import annotations

import random

import pytest
from mpmath import mp
from sympy import Abs, Derivative, IndexedBase, Max, S, Sum, Symbol, ceiling, floor, log

from proofpress.proof.check import Task, check, refuted
from proofpress.proof.derivation import Derivation, Line, equals, equivalent, minimised_at, start
from proofpress.proof.draws import expected
from proofpress.proof.evaluate import evaluate
from proofpress.proof.functions import sigmoid, softplus
from proofpress.proof.given import Hypothesis, between, distribution, given_that, holds, index, size
from proofpress.proof.point import Draw, Point
from proofpress.proof.refute import DIGITS, FEWEST, SEED, Place, agrees, look_for, refute
from proofpress.proof.several import differentiable
from proofpress.proof.steps import test_of as claim_of
from proofpress.proof.trees import LEFT, RIGHT, any_tree, grown, over_trees

V, K, j, n = size("V"), size("K"), index("j"), index("n")
x, c, r = Symbol("x", real=True), Symbol("c", real=True), Symbol("r", positive=True)
s, q, w = IndexedBase("s", real=True), IndexedBase("q", positive=True), IndexedBase("w", integer=True)
Q = distribution(q, j, V)


def last(*chain, given=()):
    return check(Derivation("s", "S", chain, given)).lines[-1]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def test_a_line_of_which_one_side_has_no_value_somewhere_fails_as_a_difference_of_domain():
    odd = last(start(log(x**2)), equals(2 * log(x), "the power comes down"))
    assert (odd.ok, odd.verdict) == (False, "domain")
    assert "no value" in odd.message
    assert "x = " in odd.message


def test_what_is_given_may_exclude_where_a_side_has_no_value():
    chain = (start(log(x**2)), equals(2 * log(x), "the power comes down"))
    assert last(*chain, given=(holds(x > 0),)).verdict != "domain"
    assert last(start(log(x) > 0), equivalent(x > 1, "the logarithm rises")).verdict == "domain"
    assert last(start(log(x) > 0), equivalent(x > 1, "the logarithm rises"), given=(between(x, 0, 4),)).ok


@pytest.mark.parametrize("given", [size("m") <= V, size("m") < V, size("m") >= 2 - size("least")])
def test_a_size_that_a_given_bounds_is_still_at_least_one(given):
    m = size("m")
    line = last(start((V + 1) / m), equals(V / m + 1 / m, "apart"), given=(holds(given),))
    assert (line.ok, min(line.sizes["m"])) == (True, 1)


def test_a_point_that_is_moved_to_a_landmark_still_keeps_to_what_is_given_of_every_entry():
    """Else an entry that the given ties to another would be moved alone, and a true line be called false."""
    p = IndexedBase("p", positive=True)
    tied = given_that(p[j], sigmoid(s[j]), every=(j,))
    line = last(start(Sum(log(1 - p[j]), (j, 1, V))), equals(-Sum(softplus(s[j]), (j, 1, V)), "put in"), given=(tied,))
    assert (line.ok, line.counterexample) == (True, None)


def test_zero_is_among_the_values_that_may_be_zero():
    assert refute("≠", x, S.Zero, ()).counterexample is not None


def test_forty_digits_are_compared_to_thirty():
    assert DIGITS >= 40
    with mp.workdps(DIGITS):
        assert agrees("=", mp.mpf(1), 1 + mp.mpf(10) ** -31)
        assert not agrees("=", mp.mpf(1), 1 + mp.mpf(10) ** -29)


def test_points_sizes_and_seed_are_told():
    line = last(start(Sum(s[j], (j, 1, V)) * 2), equals(Sum(2 * s[j], (j, 1, V)), "draw in"))
    assert line.points >= FEWEST >= 8
    assert {1, 2} < set(line.sizes["V"])
    assert line.seed == SEED


@pytest.mark.parametrize(
    ("e", "variable", "place"), [((r + 1) ** 2, r, -1), (x**2 - 4 * Abs(x), x, 2), (-(x**2), x, 0)]
)
def test_a_minimum_is_looked_for_outside_the_domain_and_far_from_the_place(e, variable, place):
    line = minimised_at(S(place), "", variable=variable)
    assert look_for(claim_of(line, e, S(place)), Place()).counterexample is not None


def test_the_expectation_is_the_sum_over_all_joint_draws():
    point = Point((Q,), Draw(seed=3, smallest=2))
    count, words = point.symbol(K), range(1, point.symbol(V) + 1)
    by_hand = count * sum(point.entry(q, (word,)) * point.entry(s, (word,)) for word in words)
    assert abs(evaluate(expected(Sum(s[w[n]], (n, 1, K)), w, K, q[j], (j, 1, V)), point) - by_hand) < 1e-12


def counted(tree) -> int:
    return 1 if tree is None else counted(tree[1]) + counted(tree[2])


def test_a_quantity_of_a_tree_is_what_going_through_it_gives():
    t = Symbol("t")
    leaves, nodes = over_trees("leaves", leaf=1, node=LEFT + RIGHT), over_trees("nodes", leaf=0, node=1 + LEFT + RIGHT)
    point = Point((any_tree(t),), Draw(seed=5))
    assert evaluate(leaves(t), point) == counted(point.symbol(t)) == evaluate(nodes(t), point) + 1
    assert refute("=", leaves(t), 1 + nodes(t), (any_tree(t),)).points >= FEWEST


def test_drawn_trees_differ_and_stay_small():
    draw = random.Random(1)
    sizes = [counted(grown(draw, draw.random)) for _ in range(50)]
    assert len(set(sizes)) > 2
    assert max(sizes) <= 8


@pytest.mark.parametrize(
    ("left", "right", "where"),
    [
        (floor(V / 5000), 0, "V = 5000"),
        (Max(0, V - 4000), 0, "V = 4001"),
        (floor(log(V) / 15), 0, "V = 1000000000"),
        (ceiling(V / 123456), 1, "V = 123457"),
        (floor(Abs(x) / 5000), 0, "x = 5000"),
        (Sum(Max(0, j - 6000), (j, 1, V)), 0, "V = 6001"),
    ],
)
def test_a_line_that_fails_far_out_only_is_refuted_there(left, right, where):
    attempt = refute("=", left, S(right), ())
    assert where in str(attempt.counterexample)


@pytest.mark.parametrize(
    ("left", "right", "where"),
    [
        ((9 * x**2 - 1) / (3 * x - 1), 3 * x + 1, "x = 1/3"),
        ((49 * x**2 - 9) / (7 * x - 3), 7 * x + 3, "x = 3/7"),
    ],
)
def test_a_hole_is_named_by_the_number_at_which_it_is(left, right, where):
    assert where in str(refute("=", left, right, ()).edge)


def test_a_hole_in_a_long_sum_is_found():
    with_a_hole = Sum(1 / (j - 7), (j, 1, V))
    assert "V = 7" in str(refute("=", with_a_hole, Sum(2 / (j - 7), (j, 1, V)) / 2, ()).edge)


def test_whole_numbers_are_compared_to_the_last_digit():
    assert refute("=", V * 10**40, V * 10**40 + floor(V / 5), ()).counterexample is not None


@pytest.mark.parametrize(
    ("relation", "left", "right"),
    [
        ("≤", log(1 + Abs(x)), 20),
        ("≤", 2**V, V**12 + 100),
        ("≥", sigmoid(x), S("1/1000000")),
        ("≥", x**2 - 62 * x + 961, S("1/1000")),
        ("<", softplus(x), 1000 + x**2 / 5000),
    ],
)
def test_a_bound_that_fails_far_out_or_nearly_nowhere_is_refuted(relation, left, right):
    assert refute(relation, left, S(right), ()).counterexample is None
    task = Task(Line("bound", relation, S(right)), left, S(right), ())
    assert refuted(task).counterexample is not None


@pytest.mark.parametrize(("left", "right"), [(-sigmoid(-x), 0), (sigmoid(x), 1), (2 ** (-V), 1), (1 - 2 ** (-V), 1)])
def test_what_is_strictly_less_by_too_little_to_be_seen_is_not_refuted(left, right):
    assert refuted(Task(Line("bound", "<", S(right)), left, S(right), ())).counterexample is None


def test_a_differentiable_function_has_its_own_slopes_and_is_named_where_a_line_fails():
    loss, y = differentiable("loss"), IndexedBase("y", real=True)
    whole = loss(s[j] * x, (j, 1, V))
    slopes = Sum(s[j] * Derivative(loss(y[j], (j, 1, V)), y[j]), (j, 1, V))
    given = (Hypothesis("", y[j], s[j] * x, names=(j,)),)
    assert refute("=", Derivative(whole, x), slopes, given).counterexample is None
    wrong = refute("=", Derivative(whole, x), 2 * slopes, given).counterexample
    assert dict(wrong.values)["loss"].startswith("x ↦ a·x + (b·x)² + exp(c·x/4), a = (")
