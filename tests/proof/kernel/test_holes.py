"""The holes that a prototype of this kernel had, and the classes of false lines that its forerunner published."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofpress.proof.kernel import laws, logic
from proofpress.proof.kernel.arithmetic import identity, inequality
from proofpress.proof.kernel.declarations import Statement
from proofpress.proof.kernel.publish import conditions, publish, wanted
from proofpress.proof.kernel.replay import replay
from proofpress.proof.kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    ONE,
    ZERO,
    Definition,
    Refused,
    abstract,
    array,
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
    ne,
    number,
    put,
    slope_of,
    text,
    unfolded,
    variable,
)

X, Y, C = variable("x"), variable("_y"), variable("c")
K, N = variable("_k", "integer"), variable("n", "integer", "positive")
S, T = array("s"), array("t")
B = bound(0)


def test_a_range_is_no_slope():
    every = logic.every_index(logic.reflexive(ZERO), K, ZERO, X)
    with pytest.raises(Refused, match="slope wants"):
        laws.apply("slope", {"F": ZERO, "a": X, "c": ONE}, every)


def test_a_proposition_is_no_number():
    with pytest.raises(Refused, match="a proposition for a number"):
        make("+", eq(ZERO, ZERO), ONE)


def test_an_index_under_a_slope_is_not_caught():
    """delta(x, 0)·D(k, x) at k = x is delta(x, 0)·(slope of a constant), not of x."""
    under = make("slope", bound(1), X)  # the slope of what is bound outside, at x
    moved = laws.apply("delta_moves", {"a": X, "b": ZERO, "F": under})
    assert text(moved.conclusion) == "((delta(x, 0) * slope($1, x, x)) = (delta(x, 0) * slope($1, 0, x)))"
    assert slope_of(X, X) is make("slope", B, X)
    assert fill(under, [X]) is not slope_of(X, X)


def test_an_instance_under_a_limit_is_not_caught():
    """k/x → 0 for every k; at k = x that is still "x/y → 0 as y → ∞"."""
    body = make("tends", ZERO, INFINITY, bound(1) * B**-1, INFINITY, ZERO)
    assert text(fill(body, [X])) == "tends($1, 0, infinity, (x * ($1 ^ -1)), infinity, 0)"


def test_a_definition_hides_no_letter():
    with pytest.raises(Refused, match="speaks of more than its parameters"):
        Definition("g", (0,), make("slope", bound(1) * X, X))


def test_a_parameter_under_a_slope_may_be_rewritten_because_nothing_is_caught():
    g = Definition("g", (0,), make("slope", bound(1), bound(0)))  # the slope of a constant
    assert text(unfolded(make("call", X, val=g))) == "slope($1, x, x)"


def test_a_minimum_carries_its_domain():
    """x² is least at 0, but not among x > 1: the domain is part of what is said, and the place must lie in it."""
    slope = laws.apply(
        "slope_mul", {"F": B, "G": B, "a": Y, "c": ONE, "d": ONE}, *[laws.apply("slope_self", {"a": Y})] * 2
    )
    twice = identity(ONE * Y + Y * ONE, number(2) * Y, [], [])
    slope = logic.rewrite(slope, [None, None, twice])
    below, above = (logic.assume(p) for p in (lt(Y, ZERO), lt(ZERO, Y)))
    falls, rises = (
        inequality(lt(number(2) * Y, ZERO), [(2, below)], []),
        inequality(lt(ZERO, number(2) * Y), [(2, above)], []),
    )
    letters = {"lower": ONE, "upper": INFINITY, "F": B * B, "G": number(2) * B, "a": ZERO}

    def over(lower):
        ends = (lower, INFINITY), (lower, ZERO), (ZERO, INFINITY)
        return [logic.every_real(th, Y, *between) for th, between in zip((slope, falls, rises), ends, strict=True)]

    below = laws.apply("below_infinity", {"a": ZERO})
    with pytest.raises(Refused, match="the shares do not make it"):
        inequality(lt(ONE, ZERO), [], [])
    with pytest.raises(Refused, match="least wants"):
        laws.apply("least", letters, *over(ONE), inequality(lt(ZERO, ONE), [], []), below)
    ends = laws.apply("above_infinity", {"a": ZERO}), below
    found = laws.apply("least", letters | {"lower": MINUS_INFINITY}, *over(MINUS_INFINITY), *ends)
    assert text(found.conclusion) == "argmin($1, minus_infinity, infinity, ($1 * $1), 0)"


@pytest.mark.parametrize("name", ["exp(x)", "#0", "_k", "exp", "infinity", "given", "x y", ""])
def test_a_name_is_a_name(name):
    with pytest.raises(Refused):
        Statement.read({"letters": {"x": "real", name: "real"}, "claim": "(x = x)"})


def test_powers_of_powers_have_their_own_texts():
    assert text((X ** number(2)) ** number(3)) == "((x ^ 2) ^ 3)"
    assert text(X ** (number(2) ** number(3))) == "(x ^ (2 ^ 3))"


def test_a_slope_of_what_has_no_value_has_none():
    needed = conditions(slope_of(ZERO * log(X), X))
    assert make("around", lt(ZERO, B), X) in needed
    assert make("smooth", ZERO * log(B), X) in needed


def test_an_entry_whose_index_moves_is_told_apart():
    """D(t[s[1]], s[1]): the index moves, and so does the entry."""
    y = entry(T, entry(S, ONE))
    assert text(slope_of(y, entry(S, ONE))) == "slope($1, t[put(s, 1, $1)[1]], s[1])"
    own = entry(S, entry(S, ONE))
    assert text(slope_of(own, own)) == "slope($1, put(s, s[1], $1)[put(s, s[1], $1)[1]], s[s[1]])"


def test_terms_of_true_and_of_one_are_not_confused():
    with pytest.raises(Refused):
        replay({"claim": "(0 = 0)"}, {"terms": [["bound", True, 77]], "steps": [], "proved": 0, "values": []})


ROWS = [["number", "0"], ["number", "1"], ["=", 0, 1], ["=", 0, 0]]
LOGARITHM = [*ROWS, ["number", "2"], ["log", 4], ["<", 1, 4], ["<=", 5, 0]]
ONE_IS_NOUGHT = {
    "a proposition in the place of a letter": (ROWS, [["reflexive", 0], ["instance", 0, [3], [2], []]]),
    "fewer terms of a series than none": (
        LOGARITHM,
        [
            ["log_below", "2", "-3/4", -1],
            ["inequality", 6, [], []],
            ["log_positive", 4, 1],
            ["inequality", 7, [["1", 0]], []],
            ["absurd_order", 0, 5, 2, 2, 3],
        ],
    ),
}


@pytest.mark.parametrize("name", ONE_IS_NOUGHT)
def test_nought_is_not_one(name):
    """Both were proofs once."""
    terms, steps = ONE_IS_NOUGHT[name]
    with pytest.raises(Refused, match=r"a letter is wanted|a small number is wanted"):
        replay({"claim": "(0 = 1)"}, {"terms": terms, "steps": steps, "proved": len(steps) - 1, "values": []})


# --- the classes of false lines that were published once


def test_c1_a_definition_is_put_in_without_capture():
    f = Definition("f", (2, 0), make("sum", ONE, N.__class__ and number(3), entry(bound(2, 2), bound(1), bound(0))))
    a = array("A", places=2)
    under = make("sum", ONE, number(3), make("call", a, B, val=f))
    inside = unfolded(under.args[2])
    assert text(make("sum", ONE, number(3), inside)) == "sum($1, 1, 3, sum($2, 1, 3, A[$1, $2]))"


def test_c2_an_index_outside_the_range_is_refused():
    p = array("p", sign="positive")
    given = logic.assume(make("all", ONE, N, le(entry(p, B), ONE)))
    beyond = N + ONE
    low = inequality(le(ONE, beyond), [(1, logic.sign(N))], [])
    with pytest.raises(Refused, match="the shares do not make it"):
        inequality(le(beyond, N), [], [])
    claimed = logic.at_index(given, beyond, low, logic.assume(le(beyond, N)))
    statement = Statement((p, N), claimed.conclusion, tuple(given.hypotheses))
    with pytest.raises(Refused, match="assumes what is not given"):
        publish(statement, claimed, [])


def test_c4_a_minimum_wants_a_place_with_a_value():
    claim = make("argmin", MINUS_INFINITY, INFINITY, exp(B) - C * B, log(C))
    assert lt(ZERO, C) in wanted(claim)


def test_c5_a_limit_wants_a_place_that_can_be_reached():
    with pytest.raises(Refused, match="cannot be reached"):
        make("tends", ZERO, ONE, B**-1, INFINITY, ZERO)
    with pytest.raises(Refused, match="a literal number"):
        make("tends", ZERO, N, B**-1, INFINITY, ZERO)
    assert {lt(ZERO, C), lt(C, INFINITY)} <= set(wanted(make("tends", ZERO, INFINITY, B**2, C, C**2)))


def test_c6_a_hole_at_one_point_wants_its_condition():
    left = (X ** number(2) - number(49)) * (X - number(7)) ** -1
    with pytest.raises(Refused, match="nothing says"):
        identity(left, X + number(7), [], [])
    known = logic.assume(ne(X - number(7), ZERO))
    assert identity(left, X + number(7), [known], []).hypotheses == {ne(X - number(7), ZERO)}
    assert ne(X - number(7), ZERO) in conditions(left)


def test_a_power_with_an_unknown_exponent_wants_a_base():
    index, real = variable("k", "integer"), variable("r", "real", "positive")
    for e in (index, N * index, N - ONE):
        assert conditions(X**e) == (le(ZERO, delta(X, ZERO) * e),)
    assert conditions(X**-2) == (ne(X, ZERO),)
    assert conditions(X**N) == conditions(X ** (N + N * N)) == ()
    assert conditions(X**real) == conditions(X ** (N + real)) == (lt(ZERO, X),)
    assert conditions(X ** variable("r")) == (lt(ZERO, X),)
    assert conditions(X**2) == ()


def test_a_root_may_be_of_zero_and_an_index_is_an_integer_where_it_stands():
    assert conditions(X ** number(Fraction(1, 2))) == (le(ZERO, X),)
    assert conditions(X ** number(Fraction(-1, 2))) == (lt(ZERO, X),)
    power = X**B
    assert conditions(make("sum", ZERO, N, power)) == (make("all", ZERO, N, le(ZERO, delta(X, ZERO) * B)),)
    assert make("around", lt(ZERO, X), X) in conditions(make("slope", power, X))
    assert make("drawn", N, ONE, N, lt(ZERO, X)) in conditions(
        make("mean", N, ONE, N, ONE, X ** entry(bound(0, 1), ONE))
    )


def test_p1_a_bound_index_is_no_instance():
    every = logic.assume(make("any", eq(entry(S, B), ONE)))
    with pytest.raises(Refused):
        logic.at_integer(every, bound(0))


def test_p2_no_sum_is_endless():
    with pytest.raises(Refused, match="a place for a number"):
        make("sum", ONE, INFINITY, B)


def test_values_near_the_place_are_asked_of_a_limit():
    claim = make("tends", MINUS_INFINITY, INFINITY, C * B**-1, INFINITY, ZERO)
    assert wanted(claim) == (make("near", MINUS_INFINITY, INFINITY, ne(B, ZERO), INFINITY),)


assert delta
assert put
assert abstract
