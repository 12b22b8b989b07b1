"""What must never be proved, and what must be noticed: the traps that a prover of this kind falls into."""

from __future__ import annotations

import pytest
from sympy import Derivative, IndexedBase, KroneckerDelta, Product, S, Sum, Symbol, exp, log, oo, sqrt

from proofpress.proof import check as checking
from proofpress.proof import prove as proving
from proofpress.proof.check import Contradiction, check
from proofpress.proof.derivation import (
    Derivation,
    assume,
    at_least,
    cite,
    define,
    equals,
    equivalent,
    induction,
    less_than,
    minimised_at,
    start,
    tends_to,
    wrong,
)
from proofpress.proof.functions import abbreviation, sigmoid
from proofpress.proof.given import (
    between,
    distribution,
    given_that,
    holds,
    index,
    inverse,
    one_hot,
    self_normalised,
    size,
    values_within,
    within,
)
from proofpress.proof.prove import Proof, follows
from proofpress.proof.refute import FEWEST, refute

V, N = size("V"), size("N")
i, j, k, o, n = (index(name) for name in "ijkon")
s, y = IndexedBase("s", real=True), IndexedBase("y", real=True)
p = IndexedBase("p", positive=True)
x = Symbol("x", real=True)
r = Symbol("r", positive=True)


@pytest.fixture(autouse=True)
def _no_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("PROOFPRESS_CACHE", str(tmp_path))


def equal(left, right, given):
    """Whether two sides are proved equal, with no refuter before."""
    return follows(left, "=", S(right), given)


def judged(*chain, given=()):
    return check(Derivation("slug", "Title", chain, given)).lines


def last(*chain, given=()):
    return judged(*chain, given=given)[-1]


def test_an_undeclared_symbol_stops_a_line():
    z = Symbol("z")
    line = last(start(log(exp(z))), equals(z, "a logarithm undoes an exponential"))
    assert not line.ok
    assert "not declared" in line.message


def test_an_index_without_a_range_stops_a_line():
    line = last(start(s[i] + s[i]), equals(2 * s[j], "twice"))
    assert not line.ok
    assert "given 1 <= i <= V" in line.message


def test_an_integer_array_without_a_range_stops_a_line():
    code = IndexedBase("code", integer=True)
    line = last(
        start(Sum(s[code[n]], (n, 1, N))), equals(2 * Sum(s[code[n]], (n, 1, N)) / 2 + 0 * x, "the same", left=N)
    )
    assert not line.ok
    assert "values_within" in line.message


def test_contradictory_hypotheses_prove_nothing():
    line = last(start(x), equals(x + 1, "anything follows"), given=(holds(x > 1), holds(x < 0)))
    assert (line.ok, line.verdict) == (False, "vacuous")


@pytest.mark.parametrize(
    "given",
    [
        (given_that(s[j], 0, every=(j,)), between(s, 0, 1)),
        (given_that(p[1], -1),),
        (given_that(r, -2),),
        (distribution(p[j], j, V), holds(p[1] > 2)),
    ],
    ids=["a range", "an entry's sign", "a letter's sign", "a share"],
)
def test_a_value_against_its_letter_proves_nothing(given):
    line = last(start(x), equals(x + 1, "anything follows"), given=given)
    assert (line.ok, line.verdict) == (False, "vacuous")


def test_an_empty_range_is_vacuous():
    line = last(start(s[i] + 0 * x), equals(2 * s[i], "nothing is there"), given=(within(i, V + 1, V),))
    assert (line.ok, line.verdict) == (False, "vacuous")


def test_a_hypothesis_that_nothing_draws_is_vacuous():
    line = last(start(Sum(s[j], (j, 1, V))), equals(5, "so it is said"), given=(given_that(Sum(s[j], (j, 1, V)), 5),))
    assert (line.ok, line.verdict) == (False, "vacuous")


def test_an_empty_sum_is_zero():
    left, right = Sum(1, (j, 1, V - 2)), V - 2
    assert refute("=", left, right, ()).counterexample is not None
    assert not equal(left, right, ())


def test_an_empty_sum_is_not_counted_backwards():
    assert refute("=", Sum(p[j], (j, 3, 1)) + 0 * V, S.Zero, ()).counterexample is None
    assert equal(Sum(p[j], (j, 3, 1)), S.Zero, ())


def test_a_division_by_a_sum_that_may_be_empty_does_not_leave_the_sum_around_it():
    rest = Sum(p[j], (j, 2, V))
    line = last(start(Sum(p[j] / rest, (j, 2, V))), equals(1, "they sum to one"))
    assert (line.ok, line.verdict) == (False, "refuted")
    assert ("V", "1") in line.counterexample.values
    assert equal(Sum(p[j] / Sum(p[j], (j, 1, V)), (j, 1, V)), S.One, ())


def test_a_logarithm_of_a_product_is_not_split_where_signs_are_unknown():
    assert not equal(log(x * s[i]), log(x) + log(s[i]), (within(i, 1, V),))


def test_a_square_root_of_a_square_is_not_the_number_itself():
    assert refute("=", sqrt(x**2), x, ()).counterexample is not None
    assert not equal(sqrt(x**2), x, ())


def test_a_delta_outside_its_range_does_not_collapse():
    left = Sum(KroneckerDelta(j, o) * s[j], (j, 1, V))
    assert equal(left, s[o], (within(o, 1, V),))
    assert not equal(left, s[o], (within(o, 0, V),))
    assert refute("=", left, s[o], (within(o, 0, V),)).counterexample is not None


def test_a_derivative_does_not_capture_a_bound_name():
    left = Derivative(Sum(exp(s[i]), (i, 1, V)), s[i])
    assert equal(left, exp(s[i]), (within(i, 1, V),))
    assert not equal(left, Sum(exp(s[i]), (i, 1, V)), (within(i, 1, V),))


def test_an_abbreviation_keeps_its_bound_names_apart():
    total = abbreviation("total", (i,), Sum(s[j] * y[i], (j, 1, V)))
    assert equal(total(j), y[j] * Sum(s[k], (k, 1, V)), (within(j, 1, V),))


def test_an_abbreviation_whose_hidden_symbol_is_bound_is_refused():
    hidden = abbreviation("hidden", (i,), s[i] * y[j])
    line = last(
        start(Sum(hidden(i), (j, 1, V))), equals(V * s[i] * y[j], "no"), given=(within(i, 1, V), within(j, 1, V))
    )
    assert not line.ok


def test_a_hypothesis_is_obeyed_by_the_refuter():
    assert refute("=", Sum(p[j], (j, 1, V)), S.One, (distribution(p, j, V),)).counterexample is None
    assert refute("=", Sum(exp(s[j]), (j, 1, V)), S.One, (self_normalised(s, j, V),)).counterexample is None
    assert refute("=", Sum(y[j] * s[j], (j, 1, V)), s[o], (one_hot(y, j, o), within(o, 1, V))).counterexample is None


def test_values_stay_inside_an_interval_so_that_no_logarithm_is_undefined():
    attempt = refute("=", log(r) + log(1 - r), log(r * (1 - r)), (between(r, 0, 1),))
    assert attempt.counterexample is None
    assert attempt.points >= FEWEST


def test_one_and_two_are_always_among_the_sizes():
    attempt = refute("=", Sum(s[j], (j, 1, V)), Sum(s[k], (k, 1, V)), ())
    assert {1, 2} <= set(attempt.sizes["V"])
    assert max(attempt.sizes["V"]) > 2


def test_the_same_points_are_drawn_every_time():
    twice = [refute("=", exp(x), x, ()) for _ in range(2)]
    assert twice[0] == twice[1]
    assert twice[0].seed == twice[1].seed > 0


def test_a_counterexample_is_small_and_holds_only_what_matters():
    found = refute("=", Sum(s[j], (j, 1, V)), Sum(s[j] ** 2, (j, 1, V)), ()).counterexample
    assert len(found.values) <= 4
    assert found.left != found.right
    assert all(len(value) <= 6 for _, value in found.values)


def test_a_step_that_changes_nothing_is_refused():
    line = last(start(exp(x) + 1), equals(1 + exp(x), "turned round"))
    assert not line.ok
    assert "changes nothing" in line.message


def test_an_unproved_line_fails_unless_it_says_what_it_is():
    hard = IndexedBase("h", positive=True)
    left, right = Sum(log(1 + hard[j]) ** 2, (j, 1, V)), Sum(log(1 + hard[j]) ** 2, (j, 1, V))
    assert equal(left, right, ())
    chain = (
        start(sqrt(x**4 + 2 * x**2 + 1)),
        equals(x**2 + 1, "a square under the root", only="numeric: roots are left alone"),
    )
    line = last(*chain)
    assert line.ok
    assert line.strength in ("numeric", "every size")


def test_an_exception_in_a_proof_is_undecided(monkeypatch):
    def broken(*_):
        raise RecursionError("deep")

    monkeypatch.setattr(proving, "proof_of", broken)
    line = last(start((x + 1) ** 2), equals(x**2 + 2 * x + 1, "multiply out"))
    assert (line.ok, line.verdict) == (False, "undecided")
    assert "RecursionError" in line.message


def test_a_proof_that_refutation_contradicts_stops_everything(monkeypatch):
    monkeypatch.setattr(checking, "prove", lambda *_: Proof("every size", "by a bug"))
    with pytest.raises(Contradiction):
        last(start(x), equals(x + 1, "wrong"))


def test_a_false_cited_line_fails_and_an_undefined_one_is_not_judged():
    assert not last(start(x), cite(sigmoid(x), sigmoid(-x), "nobody (1900)")).ok
    assert last(start(x), cite(sigmoid(-x), 1 - sigmoid(x), "anybody (1900)")).strength == "cited"


def test_a_wrong_line_needs_a_counterexample_and_leaves_the_chain_as_it_was():
    lines = judged(
        start((x + 1) ** 2), wrong(x**2 + 1, "the middle term forgotten"), equals(x**2 + 2 * x + 1, "now right")
    )
    assert [line.ok for line in lines] == [True, True, True]
    assert lines[1].counterexample is not None
    assert not last(start((x + 1) ** 2), wrong(x**2 + 2 * x + 1, "it is not wrong")).ok


def test_definitions_and_assumptions_are_put_in_but_claim_nothing():
    area = Symbol("area", real=True)
    lines = judged(
        start(x), define(area, x**2, "call it so"), equals(x * x + 0 * r + area - x**2, "put it in", left=area + 0)
    )
    assert lines[1].strength == "definition"
    assert (
        judged(start(x), assume(area, x**2, "say"), equals(x**4, "squared", left=area**2))[-1].strength == "every size"
    )


def test_induction_begins_where_the_size_does():
    line = last(start(Sum(k, (k, 1, N))), equals(N * (N + 1) / 2, "Gauss", by=induction(N, first=2)))
    assert not line.ok
    assert "begins" in line.message
    assert last(start(Sum(k, (k, 1, N))), equals(N * (N + 1) / 2, "Gauss", by=induction(N))).ok


def test_induction_is_refused_where_a_range_grows_with_it():
    line = last(
        start(Sum(KroneckerDelta(k, i), (k, 1, N))), equals(1, "one of them", by=induction(N)), given=(within(i, 1, N),)
    )
    assert not line.ok


def test_relations_that_differ_on_a_line_of_points_are_not_equivalent():
    line = last(start(x**2 * r > 0), equivalent(r > 0, "a square does not matter"))
    assert line.strength != "every size" or line.counterexample is None
    q = Symbol("q", real=True)
    assert not last(start((x - q) ** 2 * q > 0), equivalent(q > 0, "a square does not matter")).ok


def test_a_limit_from_one_side_is_not_a_limit():
    line = last(start(x / sqrt(x**2)), tends_to(1, "it is one", variable=x, to=0))
    assert not line.ok


def test_a_maximum_is_not_a_minimum():
    assert not last(start(-((x - 1) ** 2)), minimised_at(1, "the slope is zero", variable=x)).ok
    assert last(start((x - 1) ** 2), minimised_at(1, "the slope is zero", variable=x)).ok


def test_a_gap_that_is_not_the_difference_is_refused():
    assert not last(start(exp(x)), at_least(1 + x, "convex", gap=x**2)).ok


def test_a_product_with_a_negative_factor_is_not_turned_into_logarithms():
    assert not equal(Product(s[n], (n, 1, N)), exp(Sum(log(s[n]), (n, 1, N))), ())


def test_values_of_zero_and_one_are_told_apart_case_by_case():
    code = IndexedBase("code", integer=True)
    left, right = code[n] ** 3, code[n] + 0 * x
    assert equal(left, right, (values_within(code, 0, 1), within(n, 1, N)))
    assert not equal(left, right, (values_within(code, 0, 2), within(n, 1, N)))


A, B = IndexedBase("A", real=True), IndexedBase("B", real=True)
INVERSE = (within(j, 1, V), within(k, 1, V), inverse(A[i, j], B[i, k], V))
COLUMNS = Sum(B[i, k] * A[i, j], (i, 1, V))


def test_a_matrix_and_its_inverse_leave_a_dot_product_as_it_was():
    moved = Sum(Sum(B[i, k] * y[k], (k, 1, V)) * Sum(A[i, j] * s[j], (j, 1, V)), (i, 1, V))
    kept, turned = Sum(y[j] * s[j], (j, 1, V)), Sum(Sum(A[i, k] * y[k], (k, 1, V)) ** 2, (i, 1, V))
    assert last(start(moved), equals(kept, "turned back"), given=INVERSE).strength == "every size"
    assert last(start(turned), equals(Sum(y[k] ** 2, (k, 1, V)), "lengths stay"), given=INVERSE).verdict == "refuted"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (COLUMNS.xreplace({j: V + 1, k: V + 1}), 1),
        (COLUMNS.xreplace({j: V + 1}), 0),
        (Sum(A[i, j] * A[i, k], (i, 1, V)), KroneckerDelta(j, k)),
        (Sum(B[k, i] * A[i, j], (i, 1, V)), KroneckerDelta(j, k)),
        (COLUMNS, 1),
    ],
)
def test_the_inverse_of_a_matrix_says_nothing_of_other_sums(left, right):
    assert not equal(left, S(right), INVERSE)
    assert last(start(left), equals(right, "so it is said"), given=INVERSE).verdict == "refuted"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((distribution(p, j, V), between(p, 2, 3)), "vacuous"),
        ((self_normalised(s, j, V), between(s, 0, 1)), "vacuous"),
        ((distribution(p, j, V), between(p, 0, 1)), "proved"),
        ((self_normalised(s, j, V), between(s, -50, 0)), "proved"),
    ],
)
def test_shares_keep_to_what_else_is_given_of_them(given, expected):
    array, end = (s, 0) if given[1].symbol == s else (p, given[1].upper)
    facts = (*given, within(o, 1, V))
    assert last(start(array[o]), less_than(end, "as is given"), given=facts).verdict == expected


@pytest.mark.parametrize(
    ("left", "right", "to", "expected"),
    [
        (sigmoid(s[o]), 1, oo, "proved"),
        (sigmoid(s[o]), 1, -oo, "refuted"),
        (p[o] + 1, 1, 0, "proved"),
        (exp(s[o]) / Sum(exp(s[j]), (j, 1, V)), 0, oo, "refuted"),
    ],
)
def test_a_limit_may_be_in_one_entry_of_an_array(left, right, to, expected):
    (entry,) = (one for one in (s[o], p[o]) if left.has(one))
    limit = tends_to(S(right), "it goes there", variable=entry, to=S(to))
    assert last(start(left), limit, given=(within(o, 1, V),)).verdict == expected
