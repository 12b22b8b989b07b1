"""Lines of every kind, proved by hand through the recorder, and replayed from what it wrote down."""

from __future__ import annotations

import json
from fractions import Fraction

from proofpress.proof.kernel.declarations import Statement
from proofpress.proof.kernel.publish import wanted
from proofpress.proof.kernel.replay import replay
from proofpress.proof.kernel.terms import (
    INFINITY,
    LEAF,
    MINUS_INFINITY,
    ONE,
    ZERO,
    Fold,
    Term,
    abstract,
    add,
    array,
    as_function,
    bound,
    delta,
    entry,
    eq,
    exp,
    fill,
    le,
    log,
    lt,
    make,
    number,
    slope_of,
    tree,
    variable,
)
from proofpress.proof.search.record import Recorder

V, i, o = variable("V", "integer", "positive"), variable("i", "integer"), variable("o", "integer")
k, y = variable("_k", "integer"), variable("_y")
s, p = array("s"), array("p", sign="positive")
x = variable("x")


def total(body: Term, low: Term = ONE, high: Term = V) -> Term:
    return make("sum", low, high, abstract(body, k))


def kept(statement: Statement, r: Recorder, proved, values=()):
    """The proof as it stands in a file, replayed."""
    proof = json.loads(json.dumps(r.proof(proved, list(values))))
    assert replay(json.loads(json.dumps(statement.write())), proof)[1].conclusion is statement.claim
    return proof


def everywhere(r: Recorder, theorem, point: Term):
    """From p(y), whatever y: p around the point."""
    near = r.every_near(theorem, y, MINUS_INFINITY, INFINITY, point, [])
    here = r.instance(theorem, [y], [point], [])
    return r.law("around", {"P1": near.conclusion.args[2], "a": point}, near, here)


def positive_sum(r: Recorder, term: Term, high: Term = V):
    """0 < Σ exp."""
    each = r.every_index(r.law("exp_positive", {"a": term.args[0]}), k, ONE, high)
    some = r.inequality(le(ONE, high), [(1, r.law("next_integer", {"n": ZERO, "m": high}, r.sign(high)))], [])
    return r.law("sum_positive", {"first": ONE, "last": high, "F": abstract(term, k)}, some, each)


def test_the_gradient_of_the_softmax_in_one_score():
    at = entry(s, i)
    loss = log(total(exp(entry(s, k)))) - entry(s, o)
    goal = eq(slope_of(loss, at), exp(at) * total(exp(entry(s, k))) ** -1 - delta(o, i))
    given = (le(ONE, i), le(i, V))
    statement = Statement((V, s, i, o), goal, given)
    r = Recorder(statement)
    one = r.law("slope_entry_1", {"A": s, "at1": i, "of1": k, "a": at})
    term = exp(make("entry", make("put", s, i, bound(0)), k))
    inside = r.law("slope_exp", {"F": term.args[0], "a": at, "c": delta(k, i)}, one)
    each = r.every_index(inside, k, ONE, V)
    body, _, value = each.conclusion.args[2].args
    moved = fill(body, [y])
    summed = r.law(
        "slope_sum",
        {"lo": ONE, "hi": V, "F2": body, "a": at, "G": value},
        each,
    )
    assert moved
    moving_sum, _, c = summed.conclusion.args
    there = positive_sum(r, exp(entry(s, k)))
    logarithm = r.law("slope_log", {"F": moving_sum, "a": at, "c": c}, summed, there)
    other = r.law("slope_entry_1", {"A": s, "at1": i, "of1": o, "a": at})
    minus = r.law("slope_constant", {"c": number(-1), "a": at})
    less = r.law(
        "slope_mul",
        {"F": number(-1), "G": other.conclusion.args[0], "a": at, "c": ZERO, "d": delta(o, i)},
        minus,
        other,
    )
    both = r.law(
        "slope_add",
        {
            "F": log(moving_sum),
            "G": less.conclusion.args[0],
            "a": at,
            "c": logarithm.conclusion.args[2],
            "d": less.conclusion.args[2],
        },
        logarithm,
        less,
    )
    assert both.conclusion.args[0] is as_function(loss, at)
    value = both.conclusion.args[2]
    found = r.law("slope", {"F": both.conclusion.args[0], "a": at, "c": value}, both)
    turned = r.every_index(
        r.identity(exp(entry(s, k)) * delta(k, i), delta(k, i) * exp(entry(s, k)), [], []), k, ONE, V
    )
    gathered = r.transitive(
        [
            r.law(
                "sum_equal",
                {"lo": ONE, "hi": V, "F": turned.conclusion.args[2].args[0], "G": turned.conclusion.args[2].args[1]},
                turned,
            ),
            r.law("sum_delta", {"lo": ONE, "hi": V, "k": i, "F": abstract(exp(entry(s, k)), k)}, *map(r.assume, given)),
        ]
    )
    proved = r.transitive([found, r.identity(value, goal.args[1], [], [(total(exp(entry(s, k))) ** -1, gathered)])])
    smooth = r.law("smooth", {"F": both.conclusion.args[0], "a": at, "c": value}, both)
    moving = exp(entry(make("put", s, i, y), k))
    around = everywhere(r, positive_sum(r, moving), at)
    apart = r.law("more_apart", {"a": ZERO, "b": there.conclusion.args[1]}, there)
    values = [smooth, around, apart]
    assert {v.conclusion for v in values} >= set(wanted(goal))
    proof = kept(statement, r, proved, values)
    assert len(json.dumps(proof, separators=(",", ":"))) < 4000


def test_a_sum_by_induction_over_its_size():
    n = variable("_n", "integer")

    def gauss(size: Term) -> Term:
        return eq(total(k, ONE, size), size * (size + ONE) * number(Fraction(1, 2)))

    statement = Statement((V,), gauss(V))
    r = Recorder(statement)
    body = bound(0)
    start = r.transitive([r.law("sum_single", {"n": ONE, "F": body}), r.identity(ONE, gauss(ONE).args[1], [], [])])
    size = n + ONE
    there = r.inequality(le(ONE, size), [(1, r.assume(le(ONE, n)))], [])
    last = r.law("sum_last", {"first": ONE, "last": size, "F": body}, there)
    before = r.congruence(total(k, ONE, size + number(-1)), [None, r.identity(size + number(-1), n, [], []), None])
    known = r.transitive([before, r.assume(gauss(n))])
    step = r.identity(total(k, ONE, size), gauss(size).args[1], [], [(ONE, last), (ONE, known)])
    reached = r.inequality(le(ONE, V), [(1, r.law("next_integer", {"n": ZERO, "m": V}, r.sign(V)))], [])
    kept(statement, r, r.induction(gauss(n), n, start, step, V, reached))


def test_leaves_are_one_more_than_nodes_by_induction_over_a_tree():
    leaves, nodes = Fold("leaves", ONE, bound(1) + bound(0)), Fold("nodes", ZERO, add(ONE, bound(1), bound(0)))
    t, left, right, score = tree("t"), tree("_l"), tree("_r"), variable("_x")

    def claim(at: Term) -> Term:
        return eq(make("fold", at, val=leaves), make("fold", at, val=nodes) + ONE)

    statement = Statement((t,), claim(t), folds=(leaves, nodes))
    r = Recorder(statement)

    def case(at: Term, *known):
        of_leaves, of_nodes = (r.unfold(make("fold", at, val=f)) for f in (leaves, nodes))
        equations = [(ONE, of_leaves), (number(-1), of_nodes), *((ONE, th) for th in known)]
        return r.identity(*claim(at).args, [], equations)

    node = case(make("node", score, left, right), *(r.assume(claim(half)) for half in (left, right)))
    kept(statement, r, r.tree_induction(claim(t), t, case(LEAF), node, [score, left, right]))


def test_the_mean_of_a_sum_over_draws_is_that_of_one_draw():
    q, f = array("q", sign="positive"), array("f")
    weights, values = entry(q, bound(0)), entry(f, bound(0))
    whole = make("sum", ONE, V, weights)
    one = make("sum", ONE, V, weights * values)
    drawn_sum = make("sum", ONE, V, entry(f, entry(bound(1, 1), bound(0))))
    left = make("mean", V, ONE, V, weights, drawn_sum)
    statement = Statement((V, q, f), eq(left, total(one * whole ** (V + number(-1)))))
    r = Recorder(statement)
    inside = {"count": V, "lo": ONE, "hi": V, "F": weights}
    swapped = r.law("mean_sum", {**inside, "lo2": ONE, "hi2": V, "F2": drawn_sum.args[2]})
    ends = [r.assume(le(ONE, k)), r.assume(le(k, V))]
    draw = r.every_index(r.law("mean_draw", {**inside, "G": values, "n": k}, *ends), k, ONE, V)
    each = draw.conclusion.args[2].args
    drawn = r.law("sum_equal", {"lo": ONE, "hi": V, "F": each[0], "G": each[1]}, draw)
    e, zero = V + number(-1), {"a": whole, "b": ZERO}
    some = r.inequality(le(ZERO, e), [(1, r.law("next_integer", {"n": ZERO, "m": V}, r.sign(V)))], [])
    power = r.law("mul_nonnegative", {"a": delta(whole, ZERO), "b": e}, r.law("delta_nonnegative", zero), some)
    kept(statement, r, r.transitive([swapped, drawn]), [r.every_index(power, k, ONE, V)])


def test_a_limit_far_out_needs_values_near_the_place_alone():
    c = variable("c")
    claim = make("tends", MINUS_INFINITY, INFINITY, c * bound(0) ** -1 + ONE, INFINITY, ONE)
    statement = Statement((c,), claim)
    r = Recorder(statement)
    at = {"lower": MINUS_INFINITY, "upper": INFINITY, "to": INFINITY}
    far = r.law("limit_far_inverse", {"lower": MINUS_INFINITY})
    still = r.law("limit_constant", {**at, "c": c})
    product = r.law("limit_mul", {**at, "F": c, "G": bound(0) ** -1, "c": c, "d": ZERO}, still, far)
    one = r.law("limit_constant", {**at, "c": ONE})
    both = {"F": c * bound(0) ** -1, "G": ONE, "c": c * ZERO, "d": ONE}
    found = r.law("limit_add", {**at, **both}, product, one)
    proved = r.rewrite(found, [None, None, None, None, r.identity(c * ZERO + ONE, ONE, [], [])])
    apart = r.law("more_apart", {"a": ZERO, "b": y}, r.assume(lt(ZERO, y)))
    far = r.law("near_above", {"low": ZERO, **{**at, "upper": INFINITY}}, r.law("below_infinity", {"a": ZERO}))
    kept(statement, r, proved, [r.every_near(apart, y, MINUS_INFINITY, INFINITY, INFINITY, [far])])


def test_the_logarithm_of_two_between_rationals():
    q = Fraction(69314, 100000)
    statement = Statement((), lt(number(q), log(number(2))))
    r = Recorder(statement)
    kept(statement, r, r.log_above(Fraction(2), q, 6), [r.inequality(lt(ZERO, number(2)), [], [])])
