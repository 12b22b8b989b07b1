"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch.autograd import grad

from word2vec_derived.notation import K, V, f, i, j, mean_value, noise_word, o, p, q, s, weight, x
from word2vec_derived.reference import nce, negative_sampling, nll, optimum

torch.manual_seed(0)
SCORES = torch.randn(4, dtype=torch.float64)
DATA, NOISE = torch.rand(2, 4, dtype=torch.float64).softmax(-1)
NEGATIVES = torch.tensor([3, 0, 3])
OBSERVED = torch.tensor(1)
AT = {V: 4, K: 3, s: SCORES, p: DATA, q: NOISE, noise_word: NEGATIVES, o: 2, weight: 3 * NOISE}
WORDS = pytest.mark.parametrize("word", range(4))


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


@WORDS
def test_the_posterior_is_that_of_torch_and_of_counting(book, value, lines, word):
    at = AT | {j: word + 1}
    agree(value, lines(book["nce-posterior"]), at, nce.nce_posterior(DATA.log(), NOISE, 3)[word])
    agree(value, lines(book["nce-posterior"]), at, DATA[word] / (DATA + 3 * NOISE)[word])


@WORDS
def test_the_corrected_score_is_the_log_odds_of_the_posterior(book, value, lines, word):
    at = AT | {j: word + 1}
    score, odds = lines(book["corrected-score"])
    road = nce.nce_posterior(SCORES, NOISE, 3)[word]
    agree(value, [score], at, road.logit())
    agree(value, [odds], at, road)


def test_the_loss_is_that_of_torch(book, value, lines):
    road = nce.nce_loss(SCORES[1], SCORES[NEGATIVES], NOISE[1], NOISE[NEGATIVES])
    agree(value, lines(book["nce-loss"]), AT, road)


@WORDS
def test_what_a_word_costs_is_its_part_of_the_loss(book, value, lines, word):
    cost, best = lines(book["loss-of-a-word"])
    at = AT | {j: word + 1, x: 0.7}
    score = torch.tensor(0.7).double()
    road = -DATA[word] * F.logsigmoid(score) - 3 * NOISE[word] * F.logsigmoid(-score)
    agree(value, [cost], at, road)
    agree(value, [best], at, optimum.negative_sampling_optimum(DATA, NOISE, 3)[word])


@WORDS
def test_the_gradient_is_that_of_autograd(book, value, lines, word):
    scores = SCORES.clone().requires_grad_()
    (road,) = grad(nce.nce_expected(scores, DATA, NOISE, 3), scores)
    agree(value, lines(book["nce-gradient"]), AT | {i: word + 1}, road[word])


@WORDS
def test_many_negatives_come_near_to_both_limits(book, value, lines, word):
    at = AT | {i: word + 1, K: 10**9, weight: 10**9 * NOISE}
    *finite, limit = lines(book["nce-gradient-limit"])
    near = [value(line, at) for line in finite]
    assert near == [pytest.approx(value(limit, at), abs=1e-7)] * 2
    *finite, limit, last = lines(book["nce-gradient-normalised"])
    road = nll.softmax(SCORES)[word] - DATA[word]
    agree(value, (limit, last), at, road)
    assert value(finite[-1], at) == pytest.approx(road.item(), abs=1e-7)


@WORDS
def test_the_normalised_gradient_is_that_of_autograd(book, value, lines, word):
    scores = SCORES.clone().requires_grad_()
    (road,) = grad(nce.nce_expected(scores.log_softmax(0), DATA, NOISE, 3), scores)
    finite = lines(book["nce-gradient-softmax"]) + lines(book["nce-gradient-normalised"])[:1]
    agree(value, finite, AT | {i: word + 1}, road[word])
    assert nce.nce_gradient_normalised(SCORES, DATA, NOISE, 3)[word] == pytest.approx(road[word].item())


def test_the_optimum_of_nce_is_normalised(book, value, lines):
    road = nce.self_normalisation(optimum.nce_optimum(DATA))
    agree(value, lines(book["self-normalisation"]), AT | {s: DATA.log()}, road)


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_shift_of_the_optimum_costs_what_torch_says(book, value, lines, shift):
    road = nce.nce_expected(DATA.log() + shift, DATA, NOISE, 3)
    agree(value, lines(book["shift-is-pinned"])[:1], AT | {x: shift}, road)
    assert road > nce.nce_expected(DATA.log(), DATA, NOISE, 3)


def test_nce_with_one_put_in_is_negative_sampling(book, value, lines):
    road = negative_sampling.negative_sampling_loss(SCORES[1], SCORES[NEGATIVES])
    flat = torch.full((4,), 1 / 3, dtype=torch.float64)
    agree(value, lines(book["negative-sampling-is-nce"]), AT | {q: flat}, road)


@WORDS
def test_the_softmax_of_negative_sampling_is_in_proportion_to_the_ratio(book, value, lines, word):
    scores = optimum.negative_sampling_optimum(DATA, NOISE, 3)
    at, (*alone, share, ratio) = AT | {s: scores, j: word + 1}, lines(book["negative-sampling-softmax"])
    agree(value, alone, at, scores[word].exp())
    agree(value, [share, ratio], at, nll.softmax(scores)[word])


def test_sampled_softmax_is_that_of_torch(book, value, lines):
    road = nce.sampled_softmax(SCORES[1], SCORES[NEGATIVES], NOISE[1], NOISE[NEGATIVES])
    agree(value, lines(book["sampled-softmax"]), AT, road)
    agree(value, lines(book["sampled-partition"]), AT, SCORES.exp().sum())


def test_one_more_draw_adds_the_variance(book, value, lines):
    worth = torch.tensor([1.0, -2.0, 0.5, 3.0]).double()
    draws = nce.all_draws(4, 2)
    strayed = worth[draws].sum(1) - 2 * NOISE @ worth
    chances = NOISE[draws].prod(1)
    variance = NOISE @ worth**2 - (NOISE @ worth) ** 2
    agree(
        value,
        lines(book["one-more-draw"]),
        AT | {f: worth, mean_value: (NOISE @ worth).item(), x: 0.75},
        0.75**2 + variance,
    )
    assert chances @ strayed**2 == pytest.approx(2 * variance.item())


def test_the_sampled_denominator_strays_as_every_draw_together_says(book, value, lines):
    draws = nce.all_draws(4, 3)
    worth = SCORES.exp() / (3 * NOISE)
    strayed = worth[1] + worth[draws].sum(1) - SCORES.exp().sum()
    *finite, limit = lines(book["sampled-partition-spread"])
    agree(value, finite, AT, NOISE[draws].prod(1) @ strayed**2)
    assert value(finite[-1], AT | {K: 10**9}) == pytest.approx(value(limit, AT), abs=1e-6)


@WORDS
def test_the_gradient_of_sampled_softmax_is_that_of_autograd(book, value, lines, word):
    scores = SCORES.clone().requires_grad_()
    loss = nce.sampled_softmax(scores[1], scores[NEGATIVES], NOISE[1], NOISE[NEGATIVES])
    (road,) = grad(loss, scores)
    agree(value, lines(book["sampled-softmax-gradient"]), AT | {i: word + 1}, road[word])


@WORDS
def test_the_expected_gradient_with_one_negative_is_that_of_enumeration(book, value, lines, word):
    bias = nce.sampled_softmax_bias(SCORES, OBSERVED, NOISE, 1)
    road = bias + nll.nll_gradient(SCORES, OBSERVED)
    agree(value, lines(book["sampled-softmax-bias"]), AT | {i: word + 1}, road[word])
