from __future__ import annotations

import itertools
from collections import Counter

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import likelihood

TEXT = torch.tensor([0, 1, 2, 0, 3, 1, 1, 4, 2, 0, 3, 4])


def by_hand(text, windows):
    text = text.tolist()
    spans = [(t, a) for t in range(len(text)) for a in range(-windows[t], windows[t] + 1)]
    return [(text[t], text[t + a]) for t, a in spans if a != 0 and 0 <= t + a < len(text)]


def listed(pairs):
    return list(zip(*(side.tolist() for side in pairs), strict=True))


@pytest.mark.second_road(of=likelihood.pair_positions)
def test_the_positions_are_those_counted_by_hand():
    windows = [1, 2, 3, 1, 1, 2, 4, 1, 1, 2, 3, 20]
    found = likelihood.pair_positions(torch.tensor(windows))
    assert listed(found) == by_hand(torch.arange(12), windows)


@pytest.mark.second_road(of=likelihood.fixed_window_pairs)
def test_a_fixed_window_gives_the_pairs_counted_by_hand():
    assert listed(likelihood.fixed_window_pairs(TEXT, 2)) == by_hand(TEXT, [2] * 12)


def test_a_window_longer_than_the_text_pairs_every_word_with_every_other():
    assert listed(likelihood.fixed_window_pairs(TEXT, 10**9)) == by_hand(TEXT, [12] * 12)


def test_a_text_of_one_word_has_no_pairs():
    centres, contexts = likelihood.fixed_window_pairs(torch.tensor([7]), 5)
    assert len(centres) == len(contexts) == 0


@pytest.mark.second_road(of=likelihood.dynamic_window_pairs)
def test_a_drawn_window_gives_the_pairs_counted_by_hand():
    windows = [1, 2, 3, 1, 1, 2, 3, 1, 1, 2, 3, 2]
    assert listed(likelihood.dynamic_window_pairs(TEXT, torch.tensor(windows))) == by_hand(TEXT, windows)


@pytest.mark.second_road(of=likelihood.draw_windows)
def test_windows_are_drawn_evenly_and_reproducibly():
    found = likelihood.draw_windows(40_000, 4, torch.Generator().manual_seed(1))
    assert torch.equal(found, torch.randint(1, 5, (40_000,), generator=torch.Generator().manual_seed(1)))
    assert all(abs(found.tolist().count(b) - 10_000) < 400 for b in (1, 2, 3, 4))


@pytest.mark.second_road(of=likelihood.window_weight)
def test_the_weight_is_the_share_of_windows_that_reach_so_far():
    distances = torch.arange(1, 8)
    road = torch.tensor([sum(b >= a for b in range(1, 6)) / 5 for a in range(1, 8)])
    torch.testing.assert_close(likelihood.window_weight(distances, 5), road)


@pytest.mark.second_road(of=likelihood.expected_pairs_per_token)
def test_an_inner_token_has_one_pair_more_than_the_window_is_long():
    for window in (1, 2, 5, 10):
        road = sum(2 * b for b in range(1, window + 1)) / window
        assert likelihood.expected_pairs_per_token(window) == pytest.approx(road)
    assert likelihood.expected_pairs_per_token(5) == pytest.approx(6)


@pytest.mark.second_road(of=likelihood.expected_pairs)
@pytest.mark.parametrize(("tokens", "window"), [(1, 3), (2, 3), (4, 3), (5, 2)])
def test_the_pairs_of_a_text_are_the_mean_over_every_draw_of_windows(tokens, window):
    draws = list(itertools.product(range(1, window + 1), repeat=tokens))
    road = sum(len(by_hand(torch.arange(tokens), windows)) for windows in draws) / len(draws)
    assert likelihood.expected_pairs(tokens, window) == pytest.approx(road, abs=1e-9)


@pytest.mark.second_road(of=likelihood.pair_counts)
def test_the_counts_are_those_of_a_counter_with_a_row_for_each_centre():
    windows = [1, 2, 3, 1, 1, 2, 3, 1, 1, 2, 3, 2]
    found = likelihood.pair_counts(5, *likelihood.dynamic_window_pairs(TEXT, torch.tensor(windows)))
    counter = Counter(by_hand(TEXT, windows))
    assert not torch.equal(found, found.T)
    assert found.tolist() == [[counter[c, o] for o in range(5)] for c in range(5)]


@pytest.mark.second_road(of=likelihood.expected_pair_counts)
def test_the_expected_counts_are_the_mean_over_every_draw_and_symmetric():
    text, draws = TEXT[:6], list(itertools.product((1, 2, 3), repeat=6))
    road = torch.zeros(5, 5, dtype=torch.float64)
    for windows in draws:
        for c, o in by_hand(text, windows):
            road[c, o] += 1 / len(draws)
    found = likelihood.expected_pair_counts(5, text, 3)
    torch.testing.assert_close(found, road.float())
    torch.testing.assert_close(found, found.T)


def test_a_text_of_one_word_is_expected_to_have_no_pairs():
    assert likelihood.expected_pair_counts(3, torch.tensor([2]), 4).sum() == 0


@pytest.mark.second_road(of=likelihood.model)
def test_the_model_is_a_softmax_of_dot_products(dtype):
    v, u = torch.randn(5, 3, dtype=dtype), torch.randn(5, 3, dtype=dtype)
    weights = torch.stack([torch.stack([(u[o] * v[c]).sum().exp() for o in range(5)]) for c in range(5)])
    torch.testing.assert_close(likelihood.model(v, u), weights / weights.sum(1, keepdim=True))


def a_model(dtype):
    return torch.randn(5, 5, dtype=dtype).softmax(-1)


@pytest.mark.second_road(of=likelihood.likelihood_of_text)
def test_the_likelihood_is_the_product_taken_by_hand_over_twelve_tokens(dtype):
    p, pairs = a_model(dtype), by_hand(TEXT, [1] * 12)
    product = 1.0
    for c, o in pairs:
        product *= p[c, o].item()
    found = likelihood.likelihood_of_text(p, *likelihood.fixed_window_pairs(TEXT, 1))
    torch.testing.assert_close(found, torch.tensor(product, dtype=dtype), rtol=1e-4, atol=0)


@pytest.mark.second_road(of=likelihood.log_likelihood_of_text)
def test_the_log_likelihood_is_minus_the_summed_nll_loss_of_torch(dtype):
    p, (centres, contexts) = a_model(dtype), likelihood.fixed_window_pairs(TEXT, 2)
    road = -F.nll_loss(p.log()[centres], contexts, reduction="sum")
    torch.testing.assert_close(likelihood.log_likelihood_of_text(p, centres, contexts), road)


@pytest.mark.second_road(of=likelihood.nll_per_pair)
def test_the_nll_per_pair_is_the_mean_nll_loss_of_torch(dtype):
    p, (centres, contexts) = a_model(dtype), likelihood.fixed_window_pairs(TEXT, 2)
    road = F.nll_loss(p.log()[centres], contexts)
    torch.testing.assert_close(likelihood.nll_per_pair(p, centres, contexts), road)


@pytest.mark.second_road(of=likelihood.nll_per_position)
def test_per_position_and_per_pair_differ_by_the_pairs_per_position(dtype):
    p, (centres, contexts) = a_model(dtype), likelihood.fixed_window_pairs(TEXT, 2)
    found = likelihood.nll_per_position(p, centres, contexts, 12)
    torch.testing.assert_close(found, F.nll_loss(p.log()[centres], contexts) * len(centres) / 12)


@pytest.mark.second_road(of=likelihood.one_table_score)
def test_a_word_beside_itself_is_never_unlikely_with_one_table(dtype):
    vectors = torch.randn(6, 3, dtype=dtype)
    torch.testing.assert_close(likelihood.one_table_score(vectors), (vectors @ vectors.T).diagonal())
    assert (torch.sigmoid(likelihood.one_table_score(vectors)) >= 0.5).all()
    longest = likelihood.one_table_score(vectors).argmax()
    assert likelihood.model(vectors, vectors)[longest, longest] >= 1 / 6
