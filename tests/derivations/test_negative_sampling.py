"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import itertools

import pytest
import torch

from word2vec_derived.notation import K, N, V, alpha, c, d, j, l, noise_word, o, q, r, s, u, v, x
from word2vec_derived.reference import negative_sampling

torch.manual_seed(0)
CENTRE_VECTORS, CONTEXT_VECTORS = torch.randn(2, 4, 3, dtype=torch.float64)
CONTEXT, NEGATIVES = torch.tensor(2), torch.tensor([0, 2, 0])
AT = {V: 4, d: 3, K: 3, v: CENTRE_VECTORS, u: CONTEXT_VECTORS, c: 2, o: 3, l: 2, noise_word: NEGATIVES}
PAIR = (CENTRE_VECTORS[1], CONTEXT_VECTORS, CONTEXT, NEGATIVES)
OBSERVED, DRAWN = negative_sampling.pair_scores(*PAIR)
SCORES = CONTEXT_VECTORS @ CENTRE_VECTORS[1]
NOISE = torch.tensor([0.1, 0.2, 0.3, 0.4], dtype=torch.float64)


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


def test_positives_alone_cost_what_torch_says(book, value, lines):
    loss = negative_sampling.positives_alone(torch.tensor([1.5, 1.5], dtype=torch.float64)).sum()
    agree(value, lines(book["positives-alone"])[:2], {N: 2, x: 1.5}, loss)
    scores = torch.tensor([1.5, -0.5], dtype=torch.float64)
    agree(value, lines(book["positives-alone-cost"]), {N: 2, s: scores}, -scores.sigmoid().log().sum())


def test_the_slope_of_a_positive_is_that_of_autograd(book, value, lines):
    score = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
    negative_sampling.positives_alone(score).backward()
    agree(value, lines(book["positives-alone-slope"])[:-1], {x: 1.5}, score.grad)


def test_the_loss_is_that_of_torch(book, value, lines):
    loss = negative_sampling.negative_sampling_loss(OBSERVED, DRAWN)
    agree(value, lines(book["negative-sampling-loss"]), AT, loss)
    agree(value, lines(book["negative-sampling-softplus"]), AT, loss)


def test_the_expected_loss_is_the_mean_over_every_draw(book, value, lines):
    loss = negative_sampling.negative_sampling_expected(SCORES, CONTEXT, NOISE, 3)
    agree(value, lines(book["negative-sampling-expected"]), AT | {s: SCORES, q: NOISE}, loss)
    draws = torch.tensor(list(itertools.product(range(4), repeat=3)))
    each = negative_sampling.negative_sampling_loss(OBSERVED.expand(len(draws)), SCORES[draws])
    assert loss.item() == pytest.approx((NOISE[draws].prod(-1) @ each).item())


def test_the_three_gradients_are_those_of_torch(book, value, lines):
    centre = CENTRE_VECTORS[1]
    in_centre = negative_sampling.negative_sampling_gradient_centre(*PAIR)
    in_observed = negative_sampling.negative_sampling_gradient_context(centre, OBSERVED)
    in_negatives = negative_sampling.negative_sampling_gradient_negative(centre, DRAWN)
    agree(value, lines(book["negative-sampling-gradient-centre"]), AT, in_centre[1])
    agree(value, lines(book["negative-sampling-gradient-context"]), AT, in_observed[1])
    agree(value, lines(book["negative-sampling-gradient-negative"]), AT | {j: 1}, in_negatives[0, 1])


@pytest.mark.parametrize("word", range(4))
def test_a_negative_drawn_twice_counts_twice(book, value, lines, word):
    rows = negative_sampling.negative_drawn_twice(PAIR[0][None], CONTEXT_VECTORS, CONTEXT[None], NEGATIVES[None])
    agree(value, lines(book["negative-drawn-twice"]), AT | {j: word + 1}, rows[word, 1])


def test_the_second_of_two_equal_negatives_meets_a_lower_score(book, value, lines):
    rate, once = 0.5, torch.tensor([0])
    _, moved = negative_sampling.sequential_update(*PAIR[:3], once, rate)
    at = AT | {j: 1, alpha: rate, x: SCORES[0].item()}
    agree(value, lines(book["sequential-update"])[:2], at, moved[0] @ CENTRE_VECTORS[1])


def test_two_steps_in_sequence_move_less_than_one_of_the_batch(book, value, lines):
    first, second = lines(book["sequential-second-step"])
    rate, twice = 0.5, torch.tensor([0, 0])
    _, moved = negative_sampling.sequential_update(*PAIR[:3], twice, rate)
    _, at_once = negative_sampling.batch_update(*PAIR[:3], twice, rate)
    lowered = torch.sigmoid(SCORES[0]) * CENTRE_VECTORS[1].square().sum()
    at = {x: SCORES[0].item(), r: lowered.item(), alpha: rate}
    for expression, row in ((first, moved[0]), (second, at_once[0])):
        step = (CONTEXT_VECTORS[0] - row) / (rate * CENTRE_VECTORS[1])
        assert value(expression, at) == pytest.approx(step[1].item())
    lacking, limit = lines(book["sequential-second-order"])
    found = (moved[0] - at_once[0]) / CENTRE_VECTORS[1]
    assert value(lacking, at) * rate**2 == pytest.approx(found[1].item())
    assert value(lacking, at | {alpha: 1e-6}) == pytest.approx(value(limit, at), rel=1e-5)
