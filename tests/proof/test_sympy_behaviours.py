"""What SymPy 1.14 does that the prover must not lean on; when one of these changes, the prover may become simpler."""

from __future__ import annotations

from sympy import (
    IndexedBase,
    KroneckerDelta,
    Max,
    Min,
    Piecewise,
    Product,
    Sum,
    Symbol,
    exp,
    expand,
    log,
    simplify,
)

from proofpress.proof.given import index, size

V = size("V")
i, j = index("i"), index("j")
s, p = IndexedBase("s", real=True), IndexedBase("p", positive=True)
x = Symbol("x", real=True)


def test_a_bound_name_captures_the_variable_of_a_derivative() -> None:
    slope = Sum(exp(s[j]), (j, 1, V)).diff(s[j])
    assert not slope.has(KroneckerDelta)


def test_a_substitution_reaches_under_a_bound_name() -> None:
    assert Sum(x * p[j], (j, 1, V)).subs(x, s[j]) == Sum(s[j] * p[j], (j, 1, V))


def test_numbers_put_into_a_sum_of_indexed_symbols_are_not_summed() -> None:
    total = Sum(s[j] ** 2, (j, 1, 3)).evalf(subs={s[1]: 1, s[2]: 2, s[3]: 3})
    assert total != 14


def test_expand_makes_a_product_of_an_exponential_of_a_sum() -> None:
    assert expand(exp(Sum(s[j], (j, 1, V)))).has(Product)


def test_a_sum_that_should_be_empty_is_negative() -> None:
    assert Sum(p[j], (j, 3, 1)).doit() == -p[2]
    assert Sum(1, (j, 1, -5)).doit() == -5


def test_two_names_for_one_sum_are_two_sums() -> None:
    difference = Sum(p[j], (j, 1, V)) - Sum(p[i], (i, 1, V))
    assert difference != 0
    assert difference.equals(0) is not True


def test_a_delta_inside_a_sum_becomes_a_case_distinction() -> None:
    assert Sum(KroneckerDelta(i, j) * s[j], (j, 1, V)).doit().has(Piecewise)


def test_an_array_that_is_not_declared_real_is_another_array() -> None:
    plain = IndexedBase("s")[i]
    assert plain.is_real is None
    assert plain != s[i]


def test_a_maximum_and_a_minimum_do_not_add_up_by_simplification() -> None:
    assert simplify(Max(x, 0) + Min(x, 0) - x) != 0


def test_the_free_symbols_of_a_sum_hold_the_array_and_its_entry() -> None:
    assert {s.args[0], s[j]} & Sum(s[j], (j, 1, V)).free_symbols


def test_a_logarithm_of_an_exponential_is_gone_as_it_is_built() -> None:
    assert log(exp(x)) == x
