from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import optimum, optimum_as_trained

K = 3
P, Q = (torch.tensor(shares, dtype=torch.float64) for shares in ([0.5, 0.2, 0.2, 0.1], [0.4, 0.3, 0.2, 0.1]))
KEEP = torch.tensor([0.2, 0.5, 0.9, 1.0], dtype=torch.float64)


def by_newton(observed, drawn):
    """The scores at which words observed and drawn at these rates cost least; the loss is torch's own."""
    loss = torch.nn.BCEWithLogitsLoss(reduction="sum", weight=observed + drawn)
    return optimum.newton(lambda scores: loss(scores, observed / (observed + drawn)), torch.zeros_like(observed))


def agree(one, other):
    torch.testing.assert_close(one, other, atol=1e-9, rtol=0)


@pytest.mark.second_road(of=optimum_as_trained.thinned_shares)
def test_every_way_of_leaving_out_tokens_gives_the_thinned_shares():
    contexts = torch.tensor([0, 0, 0, 1, 1, 2, 3, 3])
    shares, left = torch.bincount(contexts).double() / len(contexts), torch.zeros(4, dtype=torch.float64)
    for pattern in itertools.product([False, True], repeat=len(contexts)):
        chosen = torch.tensor(pattern)
        chance = torch.where(chosen, KEEP[contexts], 1 - KEEP[contexts]).prod()
        left += chance * torch.bincount(contexts[chosen], minlength=4)
    agree(optimum_as_trained.thinned_shares(shares, KEEP), left / left.sum())


@pytest.mark.second_road(of=optimum_as_trained.distance_weighted_shares)
def test_drawn_windows_enumerated_give_the_weighted_shares():
    text, window = torch.tensor([0, 1, 0, 2, 1, 0, 3, 2, 0, 1, 0, 2]), 3
    by_distance = torch.zeros(window, 4, dtype=torch.float64)
    counted = torch.zeros(4, dtype=torch.float64)
    for at, other in itertools.permutations(range(len(text)), 2):
        if text[at] == 0 and abs(at - other) <= window:
            by_distance[abs(at - other) - 1, text[other]] += 1
            counted[text[other]] += sum(abs(at - other) <= drawn for drawn in range(1, window + 1))
    weights = torch.tensor([3, 2, 1], dtype=torch.float64) / window
    agree(optimum_as_trained.distance_weighted_shares(by_distance, weights), counted / counted.sum())


@pytest.mark.second_road(of=optimum_as_trained.token_mean_weights)
@pytest.mark.parametrize("window", [1, 2, 5])
def test_every_drawn_window_averages_over_its_own_pairs(window):
    exact = [
        sum((Fraction(1, 2 * b * window) for b in range(1, window + 1) if a <= b), Fraction())
        for a in range(1, window + 1)
    ]
    assert optimum_as_trained.token_mean_weights(window).tolist() == pytest.approx([float(share) for share in exact])
    assert 2 * sum(exact) == 1


@pytest.mark.second_road(of=optimum_as_trained.smoothing_shift)
@pytest.mark.parametrize("exponent", [0.0, 0.75, 1.0])
def test_smoothing_moves_what_newton_finds(exponent):
    smoothed = Q**exponent / (Q**exponent).sum()
    agree(optimum_as_trained.smoothing_shift(Q, exponent), by_newton(P, K * smoothed) - by_newton(P, K * Q))


@pytest.mark.second_road(of=optimum_as_trained.as_trained_optimum)
def test_newton_finds_the_optimum_of_thinned_data_and_smoothed_noise():
    counts = 1000 * Q
    smoothed, observed = counts**0.75 / (counts**0.75).sum(), P * KEEP / (P @ KEEP)
    agree(optimum_as_trained.as_trained_optimum(P, KEEP, counts, 0.75, K), by_newton(observed, K * smoothed))


@pytest.mark.second_road(of=optimum_as_trained.window_skipped_optimum)
def test_newton_finds_the_optimum_where_draws_from_the_window_are_skipped():
    windows = {(0, 1): 0.3, (0, 2): 0.2, (1, 3): 0.4, (2, 3): 0.1}  # each of a pair is once the observed word
    observed, drawn, held = (torch.zeros(4, dtype=torch.float64) for _ in range(3))
    for words, share in windows.items():
        for word in range(4):
            observed[word] += share * words.count(word) / 2
            held[word] += share * (word in words)
            drawn[word] += share * K * Q[word] * (word not in words)
    found = by_newton(observed, drawn)
    agree(optimum_as_trained.window_skipped_optimum(observed, Q, held, K), found)
    scores = found.clone().requires_grad_()
    slope = torch.zeros(())
    for words, share in windows.items():
        kept = [word for word in range(4) if word not in words]
        slope = slope - share * F.logsigmoid(scores[list(words)]).mean()
        slope = slope - share * K * (Q[kept] * F.logsigmoid(-scores[kept])).sum()
    agree(torch.autograd.grad(slope, scores)[0], torch.zeros(4, dtype=torch.float64))


@pytest.mark.second_road(of=optimum_as_trained.window_redrawn_optimum)
def test_newton_finds_the_optimum_where_draws_from_the_window_are_made_again():
    windows = [(0, 1), (0, 1), (0, 2), (1, 3), (1, 3), (1, 3), (2, 3)]  # each of a pair is once the observed word
    observed, drawn = (torch.zeros(4, dtype=torch.float64) for _ in range(2))
    for words in windows:
        others = [word for word in range(4) if word not in words]
        for word in words:
            observed[word] += 1 / (2 * len(windows))
        for word in others:
            drawn[word] += K * Q[word] / Q[others].sum() / len(windows)
    held = torch.tensor([[float(word in words) for word in range(4)] for words in windows for _ in words]).double()
    agree(optimum_as_trained.window_redrawn_optimum(observed, Q, held, K), by_newton(observed, drawn))


def test_a_word_of_every_window_has_no_optimum():
    held = torch.tensor([1.0, 0.5, 0.5, 0.5], dtype=torch.float64)
    assert optimum_as_trained.window_skipped_optimum(P, Q, held, K)[0] == torch.inf
