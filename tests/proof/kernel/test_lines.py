"""Lines of every kind, proved by hand through the recorder, and replayed from what it wrote down."""

from __future__ import annotations

import json

from proofpress.proof.kernel.declarations import Statement
from proofpress.proof.kernel.publish import wanted
from proofpress.proof.kernel.record import Recorder
from proofpress.proof.kernel.replay import replay
from proofpress.proof.kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    Term,
    abstract,
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
    make,
    number,
    slope_of,
    variable,
)

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
    over = r.every_real(theorem, y, MINUS_INFINITY, INFINITY)
    return r.law("around_everywhere", {"P1": over.conclusion.args[2], "a": point}, over)


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
