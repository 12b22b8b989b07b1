"""A hinge on the difference of scores, and the gradient that autograd finds of it."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import V, i, j, o, p, q, s, x

DATA, NOISE = (torch.tensor(shares, dtype=torch.float64) for shares in ([0.2, 0.4, 0.4], [0.1, 0.3, 0.6]))


def expected_hinge(scores):
    return (DATA[:, None] * NOISE * (1 - scores[:, None] + scores).clamp(min=0)).sum()


@pytest.mark.parametrize("word", range(3))
def test_within_the_margin_a_word_is_pulled_by_its_own_data_and_noise(book, value, lines, word):
    scores = torch.tensor([0.3, -0.2, 0.1], dtype=torch.float64).requires_grad_()
    (road,) = torch.autograd.grad(expected_hinge(scores), scores)
    for line in lines(book["pairwise-hinge"]):
        at = {V: 3, p: DATA, q: NOISE, s: scores.detach(), o: word + 1}
        assert value(line, at) == pytest.approx(float(road[word]))


def test_two_words_have_one_slope_between_the_margins(book, value, lines):
    gap = torch.tensor(0.4, dtype=torch.float64).requires_grad_()
    (DATA[0] * NOISE[1] * (1 - gap).relu() + DATA[1] * NOISE[0] * (1 + gap).relu()).backward()
    for line in lines(book["derive-two-words-of-a-hinge"]):
        assert value(line, {V: 3, p: DATA, q: NOISE, j: 1, i: 2, x: 0.4}) == pytest.approx(float(gap.grad))
