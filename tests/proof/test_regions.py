"""Sums with bounds that depend on each other are exchanged, split and shifted; one step beside is refuted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Derivative, IndexedBase, KroneckerDelta, Max, Min, Sum, log

from proofpress.proof.check import check
from proofpress.proof.derivation import Derivation, equals, start
from proofpress.proof.given import holds, index, size, within
from proofpress.proof.inequalities import opposite, possible
from proofpress.proof.prove import prove_equal
from proofpress.proof.refute import FEWEST, refute

V, T, W, m = (size(name) for name in "VTWm")
i, j, k = (index(name) for name in "ijk")
f, g = (IndexedBase(name, real=True) for name in "fg")

TRIANGLE = Sum(f[i, j], (i, 1, j), (j, 1, V))
BAND = Sum(f[i, j], (i, 1, j + m), (j, 1, V))
PAIRS = Sum(f[i] * f[j], (i, 1, j - 1), (j, 1, V))
CASES = {
    "a triangle by its rows": (TRIANGLE, Sum(f[i, j], (j, i, V), (i, 1, V)), Sum(f[i, j], (j, i + 1, V), (i, 1, V))),
    "a sum in a sum": (
        Sum(f[j] * Sum(g[i], (i, 1, j)), (j, 1, V)),
        Sum(g[i] * Sum(f[j], (j, i, V)), (i, 1, V)),
        Sum(g[i] * Sum(f[j], (j, i, V)), (i, 1, V - 1)),
    ),
    "a triangle without its diagonal": (
        Sum(f[i, j], (i, 1, j - 1), (j, 2, V)),
        Sum(f[i, j], (j, i + 1, V), (i, 1, V - 1)),
        Sum(f[i, j], (j, i + 1, V), (i, 2, V - 1)),
    ),
    "a triangle with an offset": (
        BAND,
        Sum(f[i, j], (j, 1, V), (i, 1, m + 1)) + Sum(f[i, j], (j, i - m, V), (i, m + 2, V + m)),
        Sum(f[i, j], (j, 1, V), (i, 1, m)) + Sum(f[i, j], (j, i - m, V), (i, m + 2, V + m)),
    ),
    "a triangle by its diagonals": (
        TRIANGLE,
        Sum(f[i, i + k], (i, 1, V - k), (k, 0, V - 1)),
        Sum(f[i, i + k], (i, 1, V - k), (k, 1, V - 1)),
    ),
    "a band by its offset": (
        Sum(f[i, j], (i, j, j + m), (j, 1, V)),
        Sum(f[j + k, j], (k, 0, m), (j, 1, V)),
        Sum(f[j + k, j], (k, 0, m - 1), (j, 1, V)),
    ),
    "a convolution": (
        Sum(f[i] * g[k - i], (i, 1, k - 1), (k, 2, V)),
        Sum(f[i] * g[j], (j, 1, V - i), (i, 1, V - 1)),
        Sum(f[i] * g[j], (j, 1, V - i + 1), (i, 1, V - 1)),
    ),
    "a square by its pairs": (
        Sum(f[i], (i, 1, V)) ** 2,
        Sum(f[i] ** 2, (i, 1, V)) + 2 * PAIRS,
        Sum(f[i] ** 2, (i, 1, V)) + PAIRS,
    ),
    "three indices in order": (
        Sum(f[i] * f[j] * f[k], (i, 1, j), (j, 1, k), (k, 1, V)),
        Sum(f[i] * f[j] * f[k], (k, j, V), (j, i, V), (i, 1, V)),
        Sum(f[i] * f[j] * f[k], (k, j + 1, V), (j, i, V), (i, 1, V)),
    ),
    "beside an index that is free": (
        Sum(f[i, j, k], (i, 1, j), (k, 1, T), (j, 1, V)),
        Sum(f[i, j, k], (j, i, V), (i, 1, V), (k, 1, T)),
        Sum(f[i, j, k], (j, i, V), (i, 1, T), (k, 1, T)),
    ),
    "the mean over a window's sizes": (
        Sum(Sum(f[i, j], (i, 1, j)) / W, (j, 1, W)),
        Sum(Sum(f[i, j], (j, i, W)), (i, 1, W)) / W,
        Sum(Sum(f[i, j], (j, i, W)), (i, 1, W)) / W**2,
    ),
    "a logarithm of sums": (
        log(1 + Sum(f[i, j] ** 2, (i, 1, j), (j, 1, V))),
        log(1 + Sum(f[i, j] ** 2, (j, i, V), (i, 1, V))),
        log(1 + Sum(f[i, j] ** 2, (j, i + 1, V), (i, 1, V))),
    ),
    "a window cut off at both ends of a text": (
        Sum(Sum(f[i, j], (j, Max(1, i - m), Min(T, i + m))), (i, 1, T)),
        Sum(Sum(f[i, j], (i, Max(1, j - m), Min(T, j + m))), (j, 1, T)),
        Sum(Sum(f[i, j], (i, Max(1, j - m), Min(T, j + m - 1))), (j, 1, T)),
    ),
    "a delta that may miss": (
        Sum(KroneckerDelta(i, j + 1) * f[i, j], (i, 1, V), (j, 1, V)),
        Sum(f[j + 1, j], (j, 1, V - 1)),
        Sum(f[j + 1, j], (j, 1, V)),
    ),
    "weights that are indices": (
        Sum(i * f[i, j], (i, 1, j), (j, 1, V)),
        Sum(i * Sum(f[i, j], (j, i, V)), (i, 1, V)),
        Sum(V * Sum(f[i, j], (j, i, V)), (i, 1, V)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_sums_agree_for_every_size(name):
    left, right, _ = CASES[name]
    assert prove_equal(left, right, ()).done
    assert prove_equal(right, left, ()).done
    attempt = refute("=", left, right, ())
    assert attempt.counterexample is None
    assert attempt.points >= FEWEST


@pytest.mark.parametrize("name", CASES)
def test_one_step_beside_is_refuted_and_never_proved(name):
    left, _, wrong = CASES[name]
    assert refute("=", left, wrong, ()).counterexample is not None
    assert not prove_equal(left, wrong, ()).done


def test_a_line_of_a_chain_is_proved_so():
    chain = (start(TRIANGLE), equals(Sum(f[i, j], (j, i, V), (i, 1, V)), "the same pairs, row by row"))
    line = check(Derivation("triangle", "A triangle", chain)).lines[1]
    assert line.strength == "every size"


def test_a_derivative_in_one_entry_leaves_one_row():
    left = Derivative(Sum(g[i] * f[i, j], (i, 1, j), (j, 1, V)), g[k])
    assert prove_equal(left, Sum(f[k, j], (j, k, V)), (within(k, 1, V),)).done
    assert not prove_equal(left, Sum(f[k, j], (j, 1, k)), (within(k, 1, V),)).done


def test_what_is_given_of_a_size_is_used():
    left, right = (
        Sum(f[i, j], (i, 1, V), (j, T, V)),
        Sum(f[i, j], (i, 1, V), (j, 1, V)) - Sum(f[i, j], (i, 1, V), (j, 1, T - 1)),
    )
    assert prove_equal(left, right, (holds(T <= V),)).done
    assert not prove_equal(left, right, ()).done


limits = st.sampled_from([(1, V), (0, V), (2, V + 1), (1, V - 1), (1, j), (j, V), (j + 1, V + m), (1, j + m)])
bodies = st.sampled_from([f[i, j], f[i] * g[j], f[i] * f[j], f[i, i + j], i * f[i, j], f[i] * KroneckerDelta(i, j + 1)])


@settings(max_examples=40, deadline=None)
@given(bodies, limits, limits)
def test_no_two_regions_are_taken_for_one_another(body, one, other):
    left, right = (Sum(body, (i, *own), (j, 1, V)) for own in (one, other))
    proved = prove_equal(left, right, ()).done
    assert proved == (refute("=", left, right, ()).counterexample is None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(-2, 2)] * 3), min_size=1, max_size=4))
def test_inequalities_with_a_solution_are_never_called_impossible(rows):
    solved = any(all(a * x + b * y + c >= 0 for a, b, c in rows) for x in range(-9, 10) for y in range(-9, 10))
    assert possible(rows) or not solved
    assert not possible([rows[0], opposite(rows[0])])
