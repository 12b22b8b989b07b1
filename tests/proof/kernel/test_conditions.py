"""For every condition of trusted code something false that this condition alone stops; without it, it passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from .meaning import false_at
from .teeth import conditions, without

Kernel = SimpleNamespace
FALSE: dict[str, Callable[[Kernel], Any]] = {}
MEANINGLESS: dict[str, Callable[[Kernel], Any]] = {}
HALF = Fraction(1, 2)


def false(name: str, into: dict[str, Callable[[Kernel], Any]] = FALSE) -> Callable:
    """An attack on the condition of this name; it gives a false theorem."""

    def keep(attack: Callable[[Kernel], Any]) -> Callable[[Kernel], Any]:
        into[name] = attack
        return attack

    return keep


def meaningless(name: str) -> Callable:
    """An attack that makes something that says nothing, or something that is not what it seems."""
    return false(name, MEANINGLESS)


def letters(k: Kernel) -> tuple[Any, ...]:
    t = k.terms
    return t.variable("x"), t.variable("_n", "integer"), t.variable("_y"), t.number


def late(k: Kernel, n: Any) -> Any:
    """n = floor(n)."""
    q, t = k.logic.reflexive, k.terms
    same = k.arithmetic.inequality(t.le(n, n), [], [])
    more = k.arithmetic.inequality(t.lt(n, n + t.ONE), [], [])
    assert q
    return k.laws.apply("floor_of", {"a": n, "n": n}, same, more)


# --- terms


@false("terms: speaks of more than its parameters")
def _(k):
    t, (x, _, _, num) = k.terms, letters(k)
    g = t.make("call", val=t.Definition("g", (), x))
    at_zero = k.logic.instance(k.logic.unfold(g), [x], [num(0)], [])
    at_one = k.logic.instance(k.logic.unfold(g), [x], [num(1)], [])
    return k.logic.transitive([k.logic.symmetric(at_zero), at_one])


@false("terms: speaks of more than the node")
def _(k):
    t, (x, _, _, num) = k.terms, letters(k)
    g = k.logic.unfold(t.make("fold", t.LEAF, val=t.Fold("g", x, num(0))))
    ends = [k.logic.instance(g, [x], [num(q)], []) for q in (0, 1)]
    return k.logic.transitive([k.logic.symmetric(ends[0]), ends[1]])


@false("terms: : a … for a")
def _(k):
    t = k.terms
    more = k.laws.apply("below_infinity", {"a": t.INFINITY + t.ONE})
    return k.arithmetic.inequality(t.lt(t.ONE, t.ZERO), [(1, more)], [])


def anything_tends(k: Kernel, body: Any, value: Any, nearly: Any, **place: Any) -> Any:
    """body → value, where the two are the same at all y between the ends: there, nothing else is asked."""
    t, y = k.terms, k.terms.variable("_y")
    near = k.logic.every_near(nearly, y, place["lower"], place["upper"], place["to"], [])
    still = k.laws.apply("limit_constant", {**place, "c": value})
    return k.laws.apply("limit_near", {**place, "F": t.abstract(body, y), "G": value, "c": value}, near, still)


@meaningless("terms: a limit at a place that cannot be reached")
def _(k):
    t, (_, _, y, num) = k.terms, letters(k)
    floor = t.make("floor", y * num(HALF))
    low, high = k.logic.assume(t.lt(num(2), y)), k.logic.assume(t.lt(y, num(3)))
    below = k.arithmetic.inequality(t.le(t.ONE, y * num(HALF)), [(HALF, low)], [])
    above = k.arithmetic.inequality(t.lt(y * num(HALF), t.ONE + t.ONE), [(HALF, high)], [])
    one = k.laws.apply("floor_of", {"a": y * num(HALF), "n": t.ONE}, below, above)
    return anything_tends(k, floor, t.ONE, one, lower=num(2), upper=num(3), to=num(0))


@meaningless("terms: a limit between no two ends")
def _(k):
    t, (_, _, y, num) = k.terms, letters(k)
    low, high = k.logic.assume(t.lt(t.ONE, y)), k.logic.assume(t.lt(y, t.ONE))
    weak = k.laws.apply("weaken", {"a": y, "b": t.ONE}, high)
    absurd = k.laws.apply("absurd_order", {"P": t.eq(y, num(5)), "a": t.ONE, "b": y}, low, weak)
    return anything_tends(k, y, num(5), absurd, lower=t.ONE, upper=t.ONE, to=t.ONE)


@false("terms: a closed term for a letter is wanted")
def _(k):
    t, (x, n, _, num) = k.terms, letters(k)
    one = k.laws.apply("sum_single", {"n": t.ONE, "F": x})
    inner = t.make("sum", t.ONE, t.ONE, x)
    over = k.logic.every_index(one, n, t.ONE, num(2))
    both = k.laws.apply("sum_equal", {"lo": t.ONE, "hi": num(2), "F": inner, "G": x}, over)
    return k.logic.instance(both, [x], [t.bound(0)], [])


@false("terms: a letter is wanted")
def _(k):
    t, (x, _, _, _) = k.terms, letters(k)
    same = k.logic.reflexive(x)
    return k.logic.instance(same, [same.conclusion], [t.lt(t.ONE, t.ZERO)], [])


@false("terms: another sort")
def _(k):
    t, (x, _, _, _) = k.terms, letters(k)
    return k.logic.instance(k.laws.apply("below_infinity", {"a": x}), [x], [t.INFINITY], [])


@meaningless("terms: an array where a number is bound, or otherwise")
def _(k):
    return k.terms.make("sum", k.terms.ONE, k.terms.ONE, k.terms.entry(k.terms.bound(0, 1), k.terms.ONE))


@meaningless("terms: : a value where none belongs")
def _(k):
    return k.terms.make("exp", k.terms.ONE, val="log")


@meaningless("terms: of fewer than two parts (1)")
def _(k):
    return k.terms.make("+", k.terms.ONE)


@meaningless("terms: of fewer than two parts (2)")
def _(k):
    return k.terms.make("+", k.terms.ONE, k.terms.ONE, val=1)


@meaningless("terms: : a value where none belongs #2")
def _(k):
    return k.terms.make("entry", k.terms.array("s"), k.terms.ONE, val=1)


@meaningless("terms: : other places")
def _(k):
    t = k.terms
    made = t.Definition("f", (1,), t.entry(t.bound(0, 1), t.ONE))
    return t.make("call", t.array("s", places=2), val=made)


@meaningless("terms: : no such sort or sign (1)")
def _(k):
    return k.terms.variable("x", "complex")


@meaningless("terms: : no such sort or sign (2)")
def _(k):
    return k.terms.variable("x", "real", "negative")


@meaningless("terms: : other places #2")
def _(k):
    return k.terms.make("variable", val=k.terms.Name("x", "real", "", 1))


@meaningless("terms: no binder is there")
def _(k):
    return k.terms.bound(-1)


@meaningless("terms: a closed term and a letter are wanted (1)")
def _(k):
    return k.terms.abstract(k.terms.bound(0), k.terms.variable("x"))


@meaningless("terms: a closed term and a letter are wanted (2)")
def _(k):
    return k.terms.abstract(k.terms.exp(k.terms.variable("x")), k.terms.exp(k.terms.variable("x")))


@meaningless("terms: is taken")
def _(k):
    y = k.terms.variable("_y")
    return k.terms.as_function(y * k.terms.variable("x"), k.terms.entry(k.terms.array("s"), y))


@meaningless("terms: no term is called")
def _(k):
    return k.terms.make("bond", val=k.terms.Name("x"))


# --- theorem and laws


@meaningless("theorem: no closed proposition (1)")
def _(k):
    return k.logic.assume(k.terms.ONE)


@meaningless("theorem: no closed proposition (2)")
def _(k):
    return k.logic.reflexive(k.terms.bound(0))


@false("theorem: wants a theorem of the kind …, is given")
def _(k):
    """What holds far out is read as holding of every integer."""
    t, five = k.terms, k.terms.number(5)
    far = {"lower": t.MINUS_INFINITY, "upper": t.INFINITY, "to": t.INFINITY}
    near = k.laws.apply("near_above", {**far, "low": five}, k.laws.apply("below_infinity", {"a": five}))
    late_ = k.laws.apply("eventually_near", {"P1": t.lt(five, t.bound(0))}, near)
    return k.logic.at_integer(late_, t.ZERO)


@false("laws: wants …, is given")
def _(k):
    return k.laws.apply("exp_log", {"a": k.terms.number(-1)}, k.logic.reflexive(k.terms.ONE))


@false("laws: : … is a")
def _(k):
    return k.laws.apply("below_infinity", {"a": k.terms.INFINITY})


@false("laws: : a loose index in")
def _(k):
    return k.laws.apply("slope_constant", {"c": k.terms.bound(0), "a": k.terms.ZERO})


@false("laws: : … is an integer")
def _(k):
    t, num = k.terms, k.terms.number
    less = k.arithmetic.inequality(t.lt(num(0), num(HALF)), [], [])
    return k.laws.apply("next_integer", {"n": num(0), "m": num(HALF)}, less)


# --- logic


@false("logic: the ends do not meet")
def _(k):
    return k.logic.transitive([k.logic.reflexive(k.terms.ZERO), k.logic.reflexive(k.terms.ONE)])


@false("logic: an equation of another part")
def _(k):
    return k.logic.congruence(k.terms.exp(k.terms.ZERO), [k.logic.reflexive(k.terms.ONE)])


@false("logic: two conclusions")
def _(k):
    p = k.terms.eq(k.terms.variable("x"), k.terms.ZERO)
    return k.logic.cases(k.logic.assume(p), k.logic.reflexive(k.terms.ONE), p)


@false("logic: no sign is declared")
def _(k):
    return k.logic.sign(k.terms.variable("x"))


@false("logic: an integer is wanted")
def _(k):
    t, num = k.terms, k.terms.number
    n, m = t.variable("n", "integer"), t.variable("m", "integer")
    gap = k.laws.apply("next_integer", {"n": n, "m": m}, k.logic.assume(t.lt(n, m)))
    return k.logic.instance(gap, [n, m], [num(0), num(HALF)], [])


@false("logic: the sign is not known")
def _(k):
    y = k.terms.variable("y", "real", "positive")
    return k.logic.instance(k.logic.sign(y), [y], [k.terms.number(-1)], [])


@false("logic: another array")
def _(k):
    t = k.terms
    p = t.array("p", "real", "positive")
    return k.logic.instance(k.logic.sign(t.entry(p, t.ONE)), [p], [t.array("s")], [])


@false("logic: has a sign")
def _(k):
    n = k.terms.variable("_m", "integer", "positive")
    return k.logic.every_index(k.logic.sign(n), n, k.terms.ZERO, k.terms.ZERO)


@false("logic: the range moves with what runs over it")
def _(k):
    t, (_, n, _, num) = k.terms, letters(k)
    absurd = k.logic.assume(t.le(n, n + num(-1)))
    wrong = k.arithmetic.inequality(t.le(num(1), num(0)), [(1, absurd)], [])
    return k.logic.every_index(wrong, n, num(1), n + num(-1))


@false("logic: is not arbitrary")
def _(k):
    n = letters(k)[1]
    return k.logic.every_index(k.logic.assume(k.terms.eq(n, k.terms.ZERO)), n, k.terms.ZERO, k.terms.ONE)


@false("logic: an integer is not every real")
def _(k):
    n = letters(k)[1]
    return k.logic.every_real(late(k, n), n, k.terms.MINUS_INFINITY, k.terms.INFINITY)


@false("logic: an integer is not every real #2")
def _(k):
    n, t = letters(k)[1], k.terms
    return k.logic.every_near(late(k, n), n, t.MINUS_INFINITY, t.INFINITY, t.ZERO, [])


@false("logic: near another place")
def _(k):
    """What holds near 0 is taken to hold near 1."""
    t, (_, _, y, num) = k.terms, letters(k)
    ends = {"lower": t.MINUS_INFINITY, "upper": t.INFINITY}
    small = k.laws.apply("near_below", {**ends, "to": t.ZERO, "high": num(HALF)}, k.arithmetic.inequality(
        t.lt(t.ZERO, num(HALF)), [], []))  # fmt: skip
    return k.logic.every_near(k.logic.assume(t.lt(y, num(HALF))), y, *ends.values(), t.ONE, [small])


def empty(k: Kernel, low: int, high: int) -> Any:
    """1 ≤ 0 for every index from low to high, of which there is none."""
    t, (_, n, _, num) = k.terms, letters(k)
    ends = [(1, k.logic.assume(t.le(num(low), n))), (1, k.logic.assume(t.le(n, num(high))))]
    return k.logic.every_index(k.arithmetic.inequality(t.le(t.ONE, t.ZERO), ends, []), n, num(low), num(high))


def known(k: Kernel, proposition: Any) -> Any:
    return k.arithmetic.inequality(proposition, [], [])


@false("logic: an index is an integer")
def _(k):
    t, (_, n, _, num) = k.terms, letters(k)
    every = k.logic.every_index(late(k, n), n, t.ZERO, t.ONE)
    return k.logic.at_index(every, num(HALF), known(k, t.le(t.ZERO, num(HALF))), known(k, t.le(num(HALF), t.ONE)))


@false("logic: not known to be in the range")
def _(k):
    t, num = k.terms, k.terms.number
    return k.logic.at_index(empty(k, 2, 1), num(1), known(k, t.le(num(0), num(0))), known(k, t.le(num(1), num(1))))


@false("logic: not known to be in the range #2")
def _(k):
    t, num = k.terms, k.terms.number
    return k.logic.at_index(empty(k, 2, 1), num(2), known(k, t.le(num(2), num(2))), known(k, t.le(num(0), num(0))))


@false("logic: an index is an integer #2")
def _(k):
    t, n = k.terms, letters(k)[1]
    every = k.logic.assume(t.make("any", t.abstract(t.eq(t.make("floor", n), n), n)))
    return k.logic.at_integer(every, t.number(HALF))


@false("logic: another integer is reached")
def _(k):
    t, (_, n, _, num) = k.terms, letters(k)
    p = t.le(t.ZERO, n)
    step = k.arithmetic.inequality(t.le(t.ZERO, n + t.ONE), [(1, k.logic.assume(p))], [])
    start = known(k, t.le(t.ZERO, t.ZERO))
    return k.logic.induction(p, n, start, step, num(-3), start)


@false("logic: induction runs over integers (1)")
def _(k):
    t, (_, n, _, num) = k.terms, letters(k)
    late_ = k.logic.assume(t.le(num(HALF), n))
    more = k.arithmetic.inequality(t.lt(t.ONE, n + t.ONE), [(1, late_)], [])
    step = k.laws.apply("more_apart", {"a": t.ONE, "b": n + t.ONE}, more)
    start = k.laws.apply("less_apart", {"a": num(HALF), "b": t.ONE}, known(k, t.lt(num(HALF), t.ONE)))
    return k.logic.induction(t.ne(n, t.ONE), n, start, step, t.ONE, known(k, t.le(num(HALF), t.ONE)))


@false("logic: induction runs over integers (2)")
def _(k):
    t, (_, n, _, num) = k.terms, letters(k)
    p = late(k, n).conclusion
    reached = known(k, t.le(t.ONE, num(HALF) + t.ONE))
    return k.logic.induction(p, n, late(k, t.ONE), late(k, n + t.ONE), num(HALF) + t.ONE, reached)


@false("logic: not the first case")
def _(k):
    t, (_, n, _, _) = k.terms, letters(k)
    p = t.eq(n, n + t.ONE)
    step = k.arithmetic.identity(n + t.ONE, (n + t.ONE) + t.ONE, [], [(t.ONE, k.logic.assume(p))])
    start = known(k, t.le(t.ZERO, t.ZERO))
    return k.logic.induction(p, n, start, step, t.ZERO, start)


@false("logic: not the step")
def _(k):
    t, (_, n, _, _) = k.terms, letters(k)
    start = k.logic.reflexive(t.ZERO)
    return k.logic.induction(t.eq(n, t.ZERO), n, start, start, t.ONE, known(k, t.le(t.ZERO, t.ONE)))


def fold(k: Kernel, leaf: int, node: Any) -> Any:
    """A quantity of trees; $1, $2 and $3 are bound(2), bound(1) and bound(0)."""
    made = k.terms.Fold(f"f{leaf}", k.terms.number(leaf), node)
    return lambda tree: k.terms.make("fold", tree, val=made)


def trees(k: Kernel) -> tuple[Any, ...]:
    t = k.terms
    return t.tree("t"), t.variable("_x"), t.tree("_l"), t.tree("_r")


@false("logic: two letters for the two sides are wanted")
def _(k):
    t, (tree, x, left, _) = k.terms, trees(k)
    f, g = fold(k, 1, t.number(2) * t.bound(1)), fold(k, 1, t.number(2) * t.bound(0))
    p = t.eq(f(tree), g(tree))
    node = t.make("node", x, left, left)
    leaf = k.logic.transitive([k.logic.unfold(f(t.LEAF)), k.logic.symmetric(k.logic.unfold(g(t.LEAF)))])
    half = k.logic.congruence(t.number(2) * f(left), [None, k.logic.assume(t.eq(f(left), g(left)))])
    whole = k.logic.transitive([k.logic.unfold(f(node)), half, k.logic.symmetric(k.logic.unfold(g(node)))])
    return k.logic.tree_induction(p, tree, leaf, whole, [x, left, left])


@false("logic: no letter for a tree")
def _(k):
    t, (tree, x, _, right) = k.terms, trees(k)
    f = fold(k, 0, t.ONE + t.bound(1))
    at_leaf = k.logic.unfold(f(t.LEAF))
    node = t.make("node", x, t.LEAF, right)
    leaf = k.arithmetic.inequality(t.le(f(t.LEAF), t.ONE), [(1, at_leaf)], [])
    most = k.arithmetic.inequality(t.le(f(node), t.ONE), [(1, k.logic.unfold(f(node))), (1, at_leaf)], [])
    return k.logic.tree_induction(t.le(f(tree), t.ONE), tree, leaf, most, [x, t.LEAF, right])


@false("logic: an integer is not every score")
def _(k):
    t, (tree, _, left, right) = k.terms, trees(k)
    x = t.variable("_i", "integer")
    f = fold(k, 1, t.bound(2))
    node = f(t.make("node", x, left, right))
    p = t.eq(t.make("floor", f(tree)), f(tree))

    def whole(at: Any, value: Any) -> Any:
        is_value = k.logic.unfold(at)
        inside = k.logic.congruence(t.make("floor", at), [is_value])
        return k.logic.transitive([inside, late(k, value), k.logic.symmetric(is_value)])

    return k.logic.tree_induction(p, tree, whole(f(t.LEAF), t.ONE), whole(node, x), [x, left, right])


@false("logic: what is said of the tree speaks of its parts")
def _(k):
    t, (tree, x, left, right) = k.terms, trees(k)
    f = fold(k, 0, t.bound(2))

    def product(at: Any) -> Any:
        goal = f(at) * (f(at) - x)
        return k.arithmetic.identity(
            goal, t.ZERO, [], [(goal.args[0 if at is not t.LEAF else 1], k.logic.unfold(f(at)))]
        )

    node = t.make("node", x, left, right)
    p = t.eq(f(tree) * (f(tree) - x), t.ZERO)
    return k.logic.tree_induction(p, tree, product(t.LEAF), product(node), [x, left, right])


@false("logic: not the case of a leaf")
def _(k):
    t, (tree, x, left, right) = k.terms, trees(k)
    p = t.eq(t.ONE, t.ZERO)
    return k.logic.tree_induction(p, tree, k.logic.reflexive(t.ONE), k.logic.assume(p), [x, left, right])


@false("logic: not the case of a node")
def _(k):
    t, (tree, x, left, right) = k.terms, trees(k)
    f = fold(k, 0, t.ONE + t.bound(1))
    leaf = k.logic.unfold(f(t.LEAF))
    return k.logic.tree_induction(t.eq(f(tree), t.ZERO), tree, leaf, leaf, [x, left, right])


@false("logic: the sides are not arbitrary")
def _(k):
    t, (tree, x, left, right) = k.terms, trees(k)
    f = fold(k, 0, t.ONE - t.bound(1))
    node = f(t.make("node", x, left, right))
    told = k.logic.assume(t.eq(f(left), t.ONE))
    whole = k.arithmetic.identity(node, t.ZERO, [], [(t.ONE, k.logic.unfold(node)), (-t.ONE, told)])
    return k.logic.tree_induction(t.eq(f(tree), t.ZERO), tree, k.logic.unfold(f(t.LEAF)), whole, [x, left, right])


# --- arithmetic


@false("arithmetic: nothing says that what is divided by is not 0")
def _(k):
    x = letters(k)[0]
    return k.arithmetic.identity(x * x**-1, k.terms.ONE, [], [])


@false("arithmetic: the two sides differ")
def _(k):
    return k.arithmetic.identity(k.terms.ZERO, k.terms.ONE, [], [])


@false("arithmetic: says of nothing that it is not 0")
def _(k):
    t, (x, _, _, num) = k.terms, letters(k)
    return k.arithmetic.identity(x * x**-1, t.ONE, [k.logic.assume(t.lt(num(-1), x))], [])


@false("arithmetic: says of nothing that it is not 0 #2")
def _(k):
    t, (x, _, _, num) = k.terms, letters(k)
    return k.arithmetic.identity(x * x**-1, t.ONE, [k.logic.assume(t.ne(x, num(1)))], [])


@false("arithmetic: no inequality")
def _(k):
    return k.arithmetic.inequality(k.terms.eq(k.terms.ZERO, k.terms.ONE), [], [])


@false("arithmetic: a share that is not positive")
def _(k):
    t, (x, _, _, _) = k.terms, letters(k)
    return k.arithmetic.inequality(t.lt(t.ONE, x), [(-1, k.logic.assume(t.lt(x, t.ONE)))], [])


@false("arithmetic: the shares do not make it")
def _(k):
    return k.arithmetic.inequality(k.terms.lt(k.terms.ONE, k.terms.ZERO), [], [])


@false("arithmetic: a positive number is wanted")
def _(k):
    return k.arithmetic.exp_above(Fraction(-1), Fraction(1), 1)


@false("arithmetic: not below the partial sum")
def _(k):
    return k.arithmetic.exp_above(Fraction(1), Fraction(5), 3)


@false("arithmetic: a positive number, and more terms than it")
def _(k):
    return k.arithmetic.exp_below(Fraction(3), Fraction(-1, 2), 1)


@false("arithmetic: not above the series")
def _(k):
    return k.arithmetic.exp_below(Fraction(1), Fraction(2), 9)


@false("arithmetic: a number above 1 is wanted")
def _(k):
    return k.arithmetic.log_above(HALF, Fraction(-2, 3), 1)


@false("arithmetic: not below the partial sum #2")
def _(k):
    return k.arithmetic.log_above(Fraction(2), Fraction(7, 10), 9)


@false("arithmetic: a number above 1 is wanted #2")
def _(k):
    return k.arithmetic.log_below(HALF, Fraction(-6944, 10000), 1)


@false("arithmetic: not above the series #2")
def _(k):
    return k.arithmetic.log_below(Fraction(2), Fraction(6, 10), 9)


@false("arithmetic: a term of the series is wanted")
def _(k):
    return k.arithmetic.log_below(Fraction(2), Fraction(-3, 4), -1)


# --- statements and proofs: each is a statement and a proof as they stand in files


def replayed(
    k: Kernel, statement: dict[str, Any], steps: list[Any], terms: list[Any], values: list[int], proved: int = -1
):
    proof = {"terms": terms, "steps": steps, "proved": proved % max(1, len(steps)), "values": values}
    return k.replay.replay(statement, proof)


NOUGHT = ["number", "0"]


@meaningless("publish: proves …, not what is claimed")
def _(k):
    return replayed(k, {"claim": "(0 = 1)"}, [["reflexive", 0]], [NOUGHT], [])


@meaningless("publish: assumes what is not given:")
def _(k):
    return replayed(k, {"claim": "(0 = 1)"}, [["assume", 2]], [NOUGHT, ["number", "1"], ["=", 0, 1]], [])


@meaningless("publish: no value is known:")
def _(k):
    statement = {"letters": {"x": "real"}, "claim": "(log(x) = log(x))"}
    return replayed(k, statement, [["reflexive", 1]], [["letter", "x"], ["log", 0]], [])


@meaningless("publish: a partial derivative is claimed as a slope")
def _(k):
    statement = {"letters": {"J": "differentiable"}, "claim": "(partial($1, J, 1, 2, $1, 3) = 0)"}
    rows = [["number", "1"], ["number", "2"], ["number", "3"], ["letter", "J"], ["bound", 0, 0], NOUGHT]
    rows += [["partial", 3, 0, 1, 4, 2], ["=", 6, 5]]
    asked = {**statement, "given": [statement["claim"]]}
    return replayed(k, asked, [["assume", 7]], rows, [])


@meaningless("replay: a place or a small number is wanted (1)")
def _(k):
    return replayed(k, {"claim": "(0 = 0)"}, [["reflexive", False]], [NOUGHT], [])


@meaningless("replay: a place or a small number is wanted (2)")
def _(k):
    return replayed(k, {"claim": "(0 = 0)"}, [["reflexive", -1]], [NOUGHT], [])


@meaningless("replay: a list is wanted")
def _(k):
    return replayed(k, {"claim": "(0 = 0)"}, [["identity", 0, 0, {}, ""]], [NOUGHT], [])


@meaningless("declarations: no name, or no declaration (1)")
def _(k):
    return replayed(k, {"claim": "(0 = 0)"}, [["reflexive", 0]], [NOUGHT, ["local", None, "real"]], [])


@meaningless("replay: checks.json has … … twice")
def _(k):
    with TemporaryDirectory() as site:
        twice = {"derivations": [{"slug": "a", "lines": [{"number": 1}, {"number": 1}]}]}
        Path(site, "checks.json").write_text(json.dumps(twice), "utf-8")
        return k.replay.Folder.of(Path(site, "proofs"))


def read(k: Kernel, **written: Any) -> Any:
    return k.declarations.Statement.read(written)


@meaningless("declarations: a name that is none")
def _(k):
    return read(k, letters={"exp": "real"}, claim="(0 = 0)")


@meaningless("declarations: one name for two things")
def _(k):
    return read(k, letters={"f": "real"}, definitions={"f": [[0], "$1"]}, claim="(f = f)")


@meaningless("declarations: no proposition (1)")
def _(k):
    return read(k, claim="0")


@meaningless("declarations: no proposition (2)")
def _(k):
    return k.declarations.Statement((), k.terms.eq(k.terms.bound(0), k.terms.ZERO))


@meaningless("declarations: a letter that is not declared")
def _(k):
    return k.declarations.Statement((), k.terms.eq(k.terms.variable("x"), k.terms.ZERO))


@meaningless("declarations: no statement (2)")
def _(k):
    return read(k, claim="(0 = 0)", givens=["(1 = 2)"])


@meaningless("declarations: not written as it is read: … is")
def _(k):
    return read(k, claim="(00 = 0) 7")


@meaningless("declarations: given: no list")
def _(k):
    return read(k, claim="(0 = 0)", given=())


@meaningless("declarations: nothing binds")
def _(k):
    return read(k, definitions={"f": [[0], "$0"]}, claim="(f(0) = f(0))")


@meaningless("declarations: : no parameters")
def _(k):
    return read(k, definitions={"f": [[10], "0"]}, claim="(0 = 0)")


@meaningless("declarations: : no definition (1)")
def _(k):
    return read(k, definitions={"f": ([0], "$1")}, claim="(f(0) = f(0))")


@meaningless("declarations: : no definition (2)")
def _(k):
    return read(k, definitions={"f": [[0], "$1", "$2"]}, claim="(f(0) = f(0))")


@meaningless("declarations: : no definition (3)")
def _(k):
    return read(k, definitions={"f": [(0,), "$1"]}, claim="(f(0) = f(0))")


@meaningless("declarations: : no quantity of trees (1)")
def _(k):
    return read(k, folds={"f": ("0", "$1")}, claim="(f(leaf) = f(leaf))")


@meaningless("declarations: : no quantity of trees (2)")
def _(k):
    return read(k, folds={"f": ["0", "$1", "$2"]}, claim="(f(leaf) = f(leaf))")


# Without these Python itself fails on what they refuse, which is a refusal too; or they are limits (test_replay.py).
CLEARER = {
    "terms: a literal number or an infinity is wanted",
    "terms: neither a variable nor an entry (1)",
    "terms: neither a variable nor an entry (2)",
    "terms: nothing to unfold (1)",
    "terms: nothing to unfold (2)",
    "declarations: no statement (1)",
    "declarations: no statement (3)",
    "declarations: : no table",
    "declarations: no name, or no declaration (2)",
    "declarations: : … declares nothing",
    "declarations: no text, or a long one (1)",
    "declarations: at character …:",
    "declarations: the text ends too soon",
    "declarations: is not declared",
    "declarations: is not declared (1)",
    "declarations: is not declared (2)",
    "logic: no letter",
    "publish: no claim is of the kind",
    "replay: is not declared",
    "replay: no rule is called",
    "replay: checks.json has no statement of …",
    "replay: is missing",
    "replay: .json has no proof of line (1)",
    "replay: .json has no proof of line (2)",
    "replay: a line without a name (1)",
    "replay: a line without a name (2)",
    "replay: a line without a name (3)",
}
LIMITS = {
    "terms: more work than a proof may make",
    "terms: too large a term (1)",
    "terms: too large a term (2)",
    "declarations: no text, or a long one (2)",
    "polynomial: too large a number",
    "arithmetic: too large a number",
    "arithmetic: fewer terms are wanted",
    "replay: a long proof (1)",
    "replay: a long proof (2)",
    "replay: no number",
    "replay: a circle of lemmas:",
    "replay: is no slug",
    "replay: is longer than … bytes",
}


def test_every_condition_is_attacked() -> None:
    assert set(conditions()) == set(FALSE) | set(MEANINGLESS) | CLEARER | LIMITS


@pytest.mark.parametrize("name", FALSE)
def test_a_false_theorem_is_stopped_by_this_condition_alone(name: str) -> None:
    whole = without("")
    with pytest.raises(whole.terms.Refused):
        FALSE[name](whole)
    theorem = FALSE[name](without(name))
    assert false_at(theorem.conclusion, theorem.hypotheses, range(200)) is not None


@pytest.mark.parametrize("name", MEANINGLESS)
def test_what_says_nothing_is_stopped_by_this_condition_alone(name: str) -> None:
    whole = without("")
    with pytest.raises(whole.terms.Refused):
        MEANINGLESS[name](whole)
    MEANINGLESS[name](without(name))
