"""Expectations over several draws: linear, one draw at a time, and never as if draws that meet were independent."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, S, Sum

from proofpress.proof.draws import expected
from proofpress.proof.evaluate import evaluate
from proofpress.proof.given import distribution, index, size, within
from proofpress.proof.point import Draw, Point
from proofpress.proof.prove import prove_equal
from proofpress.proof.refute import refute

K, V, i, j, n = size("K"), size("V"), index("i"), index("j"), index("n")
w = IndexedBase("w", integer=True)
q, f = IndexedBase("q", positive=True), IndexedBase("f", real=True)
Q = (distribution(q, j, V),)
one = Sum(q[j] * f[j], (j, 1, V))
total = Sum(f[w[n]], (n, 1, K))


def mean(body):
    return expected(S(body), w, K, q[j], (j, 1, V))


def test_the_expectation_is_the_sum_over_all_joint_draws():
    point = Point(Q, Draw(seed=3, smallest=2))
    k, v = point.symbol(K), point.symbol(V)
    shares = [point.entry(q, (word,)) for word in range(1, v + 1)]
    values = [point.entry(f, (word,)) for word in range(1, v + 1)]
    by_hand = k * sum(share * value for share, value in zip(shares, values, strict=True))
    assert abs(evaluate(mean(total), point) - by_hand) < 1e-12


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (mean(total), K * one),
        (mean(total / K), one),
        (mean(1), S.One),
        (mean(2 * total + 3), 2 * K * one + 3),
    ],
)
def test_it_is_linear_and_taken_one_draw_at_a_time(left, right):
    assert prove_equal(left, right, Q).done
    assert refute("=", left, right, Q).counterexample is None


@pytest.mark.parametrize("right", [K**2 * one**2, K**2 * Sum(q[j] * f[j] ** 2, (j, 1, V)), K * one**2])
def test_a_square_of_draws_is_not_a_square_of_means(right):
    assert not prove_equal(mean(total**2), right, Q).done
    assert refute("=", mean(total**2), right, Q).counterexample is not None


def test_a_draw_that_may_be_the_same_one_is_not_taken_for_another():
    given = (*Q, within(i, 1, K), within(n, 1, K))
    assert not prove_equal(mean(f[w[i]] * f[w[n]]), one**2, given).done
    assert refute("=", mean(f[w[i]] * f[w[n]]), one**2, given).counterexample is not None


def test_weights_that_do_not_sum_to_one_are_not_dropped():
    assert not prove_equal(mean(total), K * one, ()).done
    assert prove_equal(mean(total), K * one * Sum(q[j], (j, 1, V)) ** (K - 1), ()).done
