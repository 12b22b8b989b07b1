"""A literal is the rounding of its value at the digits shown."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.pages.language import literal

finite = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)
any_float = st.floats(
    allow_nan=False, allow_infinity=False, allow_subnormal=False
)  # the shortest repr of a subnormal is no rounding of it
digits = st.integers(min_value=1, max_value=8)


@given(finite, digits)
def test_what_python_rounds_to_agrees(value, places):
    assert literal.agrees(f"{value:.{places}f}", repr(value)) or value == 0


@given(finite, digits)
def test_one_unit_more_in_the_last_place_does_not_agree(value, places):
    off = Decimal(f"{value:.{places}f}") + Decimal(1).scaleb(-places)
    assert not literal.agrees(f"{off:f}", repr(value))


@given(any_float, digits)
def test_scientific_literals_agree_with_what_they_round(value, places):
    assert literal.agrees(f"{value:.{places}e}", repr(value)) or value == 0


@given(any_float, st.sampled_from(["1.0", "−0.250", "1e-10", "2.50e+00", "12 %", "1,234.5", "+0.1", "7", "3."]))
def test_a_respelt_literal_agrees_and_respelling_it_again_changes_nothing(value, shown):
    once = literal.respell(shown, repr(value))
    assert literal.agrees(once, repr(value))
    assert literal.respell(once, repr(value)) == once


@given(st.integers(), st.integers(min_value=1))
def test_a_fraction_agrees_with_its_exact_rounding(numerator, denominator):
    value = Fraction(numerator, denominator)
    shown = literal.respell("0.000", f"{numerator}/{denominator}")
    assert abs(Fraction(shown) - value) <= Fraction(1, 2000)


@given(finite, digits)
def test_a_truncated_number_agrees_only_where_truncating_rounds(value, places):
    unit = Decimal(1).scaleb(-places)
    cut, rounded = (Decimal(repr(value)).quantize(unit, mode) for mode in (ROUND_DOWN, ROUND_HALF_EVEN))
    is_tie = abs(Decimal(repr(value)) - cut) * 2 == unit
    assert literal.agrees(f"{cut:f}".lstrip("-") if not cut else f"{cut:f}", repr(value)) == (cut == rounded or is_tie)


@pytest.mark.parametrize(
    ("shown", "value", "holds"),
    [
        ("0.0002", "0.00012", False),
        ("0.0001", "0.00012", True),
        ("0.12", "0.125", True),
        ("0.13", "0.125", True),
        ("0.1", "0.15", True),
        ("0.2", "0.15", True),
        ("0.1", "0.15000000596046448", False),
        ("1e-10", "1.4e-10", True),
        ("1e-10", "1.6e-10", False),
        ("3", "3.0", True),
        ("3", "2.9999999", False),
        ("5.0", "5/1", True),
        ("97 %", "0.9713", True),
        ("97%", "0.9649", False),
        ("−0.5", "-0.5", True),
        ("0.5", "-0.5", False),
        ("0.00", "-0.001", True),
        ("-0.00", "-0.001", True),
        ("-0.00", "0.001", False),
        ("-0.0", "-0.0", True),
        ("inf", "inf", True),
        ("-inf", "inf", False),
        ("∞", "inf", True),
        ("nan", "nan", True),
        ("nan", "1.0", False),
        ("1.0", "inf", False),
        ("1,234", "1234/1", True),
        ("0.333", "1/3", True),
    ],
)
def test_a_literal_holds_to_half_a_unit_ties_either_way(shown, value, holds):
    assert literal.agrees(shown, value) is holds


@pytest.mark.parametrize(
    ("shown", "value", "right"),
    [
        ("1.70", "1.7106", "1.71"),
        ("−0.5", "-0.66", "−0.7"),
        ("0.5", "-0.66", "-0.7"),
        ("12 %", "0.0951", "10 %"),
        ("1,000", "1234/1", "1,234"),
        ("3", "4/1", "4"),
        ("3", "2.97", "2.97"),
        ("1.0e-05", "0.000251", "2.5e-04"),
        ("9.9e0", "9.99", "1.0e1"),
        ("0.5", "inf", "inf"),
        ("0.33", "1/3", "0.33"),
    ],
)
def test_a_literal_is_respelt_at_the_digits_shown(shown, value, right):
    assert literal.respell(shown, value) == right


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("tensor([ 1.04, -2.1])", "tensor([ 1.0357, -2.1000])"),
        ("tensor([1., 0.])", "tensor([1., 0.])"),
        ("a  b\nc", "a b c"),
        ("float32 has 7 digits", "float32 has 7 digits"),
        ("{'x': 1e-05}", "{'x': 1.2e-05}"),
    ],
)
def test_numbers_are_compared_by_rounding_and_text_up_to_white_space(expected, got):
    assert literal.differences(expected, got) == []


@pytest.mark.parametrize(
    ("expected", "got"),
    [("float32", "float64"), ("[1, 2]", "[1, 2, 3]"), ("a 1.0", "b 1.0"), ("ab", "a b"), ("1.0", "inf"), ("x1", "x 1")],
)
def test_text_that_differs_is_a_difference_as_a_whole(expected, got):
    assert literal.differences(expected, got) is None
    assert literal.correct(expected, got) == got


def test_only_the_number_that_drifted_is_rewritten():
    assert literal.correct("tensor([ 1.04,  -2.1]) # 3", "tensor([1.0357, -3.14]) # 3") == "tensor([ 1.04,  -3.1]) # 3"


def test_a_number_printed_with_fewer_digits_cannot_confirm_more():
    (found,) = literal.differences("1.500", "1.5")
    assert (found.shown, found.correct) == ("1.500", "1.5")
