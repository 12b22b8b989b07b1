"""Polynomials are factored as SymPy factors them, which is asked only where no letter is of degree 1."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from random import Random

import pytest
from sympy.core.random import rng

from proofpress.proof.search.letters import _factors, _ring


@pytest.mark.parametrize("seed", range(40))
def test_the_factors_are_those_of_sympy(seed: int):
    draw, ring = Random(seed), _ring(4)

    def part():
        rows = [draw.randint(1, 3) * prod(g ** draw.choice([0, 0, 1, 2]) for g in ring.gens) for _ in range(3)]
        return rows[0] - rows[1] + draw.choice([0, 1]) * rows[2]

    p = prod((part() for _ in range(3)), start=ring.one) * draw.randint(1, 9) / draw.randint(1, 9)
    if not p:
        pytest.skip("nothing to factor")
    content, found = p.factor_list()
    mine, factors = _factors(p)
    assert mine == Fraction(int(content.numerator), int(content.denominator))
    assert sorted(map(str, factors)) == sorted(map(str, found))


def test_what_is_drawn_elsewhere_is_not_touched():
    x, y, *_ = _ring(2).gens
    rng.seed(5)
    undisturbed = rng.random()
    rng.seed(5)
    _factors(((x**2 + y**2) * (x**2 - 2 * y**3)) ** 2)
    assert rng.random() == undisturbed
