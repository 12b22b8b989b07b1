"""The chapter's expressions with every term corrected, and what torch finds through every draw."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import K, N, V, f, i, o, q, r, s, threshold, weight, x, z
from word2vec_derived.notation import value as excess
from word2vec_derived.reference import nce

torch.manual_seed(0)
SCORES = torch.randn(3, dtype=torch.float64)
NOISE = torch.tensor([0.2, 0.5, 0.3], dtype=torch.float64)
WORTH = SCORES.exp() / NOISE


def test_a_draw_adds_nothing_on_average(book, value, lines):
    for line in lines(book["corrected-draw"]):
        assert value(line, {V: 3, s: SCORES, q: NOISE, i: 2}) == pytest.approx(0, abs=1e-12)


def test_the_quotient_and_its_rest_are_those_of_numbers(book, value, lines):
    at = {excess: -1.5, x: 2, threshold: 4, r: 1}
    assert [value(line, at) for line in lines(book["corrected-quotient"])] == [-0.75, -0.75]
    assert [value(line, at) for line in lines(book["corrected-rest"])] == [0.140625, 0.5625]


def test_the_mean_of_a_product_is_below_that_of_torch(book, value, lines):
    first, second = torch.randn(2, 4, dtype=torch.float64)
    chances = torch.rand(4, dtype=torch.float64).softmax(0)
    left, right = (
        value(line, {N: 4, weight: chances, f: first, s: second}) for line in lines(book["mean-of-a-product"])
    )
    assert left == pytest.approx(float((chances @ (first * second)) ** 2))
    assert right == pytest.approx(float(chances @ first**2 * (chances @ second**2)))


def test_the_mean_squares_are_those_of_every_draw(book, value, lines):
    shares = SCORES.softmax(0)
    adds, strays = WORTH * (torch.eye(3, dtype=torch.float64)[1] - shares[1]), WORTH - SCORES.exp().sum()
    draws = nce.all_draws(3, 2)
    chances = NOISE[draws].prod(1)
    squares = [chances @ ((adds[draws].sum(1) + own) / 2) ** 2 for own in (adds[0], 0)]
    road = squares[0] * (chances @ (strays[draws].sum(1) / 2) ** 2)
    at = {V: 3, K: 2, q: NOISE, f: adds, z: strays, o: 1}
    for line in lines(book["corrected-mean-squares"]):
        assert value(line, at) == pytest.approx(float(road))
