"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import N, T, V, a, c, centre, context, d, g, m, u, v, w, x
from word2vec_derived.reference import likelihood

TEXT = torch.tensor([0, 3, 1, 1, 4, 2, 0, 2, 3, 4, 0, 1])


@pytest.fixture
def tables():
    torch.manual_seed(0)
    return torch.randn(5, 3, dtype=torch.float64), torch.randn(5, 3, dtype=torch.float64)


def test_the_product_over_distances_is_the_product_over_all_pairs(book, value, lines, tables):
    centre_vectors, context_vectors = tables
    model = likelihood.model(centre_vectors, context_vectors)
    road = likelihood.likelihood_of_text(model, *likelihood.fixed_window_pairs(TEXT, 2))
    at = {V: 5, d: 3, T: 12, m: 2, w: TEXT, v: centre_vectors, u: context_vectors}
    for expression in lines(book["likelihood-of-text"]):
        assert value(expression, at) == pytest.approx(road.item(), rel=1e-12)


def test_a_text_has_as_many_pairs_as_are_found_in_it(book, value, lines):
    for expression in lines(book["pairs-in-a-text"]):
        assert value(expression, {T: 12, m: 2}) == len(likelihood.fixed_window_pairs(TEXT, 2)[0])


@pytest.mark.parametrize(
    ("slug", "function"),
    [
        ("log-likelihood-of-text", likelihood.log_likelihood_of_text),
        ("nll-per-pair", likelihood.nll_per_pair),
        ("nll-per-position", lambda *pairs: likelihood.nll_per_position(*pairs, 12)),
    ],
)
def test_the_log_likelihood_and_its_averages_are_those_of_torch(value, lines, tables, book, slug, function):
    centre_vectors, context_vectors = tables
    centres, contexts = likelihood.fixed_window_pairs(TEXT, 2)
    road = function(likelihood.model(centre_vectors, context_vectors), centres, contexts)
    at = {V: 5, d: 3, T: 12, N: len(centres), v: centre_vectors, u: context_vectors, centre: centres, context: contexts}
    for expression in lines(book[slug]):
        assert value(expression, at) == pytest.approx(road.item(), rel=1e-12)


def test_a_word_scores_its_squared_length_with_itself(book, value, lines, tables):
    road = likelihood.one_table_score(tables[0])
    squared = lines(book["one-table-score"])[1]
    assert value(squared, {d: 3, c: 4, v: tables[0]}) == pytest.approx(road[3].item())


def test_no_table_found_by_search_lets_a_word_be_unlikely_beside_itself():
    torch.manual_seed(1)
    table = torch.randn(5, 3, requires_grad=True)
    descent = torch.optim.Adam([table], lr=0.1)
    for _ in range(200):
        descent.zero_grad()
        torch.sigmoid(likelihood.one_table_score(table)).sum().backward()
        descent.step()
    assert (torch.sigmoid(likelihood.one_table_score(table)) >= 0.5).all()


def test_under_softmax_only_the_longest_vector_is_bound():
    torch.manual_seed(2)
    tables = torch.randn(1000, 5, 3)
    beside_itself = (tables @ tables.mT).softmax(-1).diagonal(dim1=-2, dim2=-1)
    longest = tables.square().sum(-1).argmax(-1, keepdim=True)
    assert (beside_itself.gather(-1, longest) >= 1 / 5).all()


def test_every_shorter_vector_can_be_as_unlikely_beside_itself_as_one_likes():
    table = torch.tensor([[30.0], [1.2], [0.9], [0.6], [0.3]])
    beside_itself = likelihood.model(table, table).diagonal()
    assert beside_itself[0] >= 1 / 5
    assert (beside_itself[1:] < 1e-3).all()


def test_the_highest_score_beats_a_uniform_guess(book, value, lines):
    behind = torch.tensor([0.0, 2.0, 0.5])
    share = value(lines(book["one-table-softmax"])[2], {V: 3, x: 1, g: behind})
    assert share == pytest.approx((1 - behind).softmax(-1)[0].item())


def test_the_weights_and_the_expected_pairs_are_those_of_torch(book, value, lines):
    weight = likelihood.window_weight(torch.tensor([2]), 5).item()
    for expression in lines(book["window-weight"]):
        assert value(expression, {a: 2, m: 5}) == pytest.approx(weight)
    for expression in lines(book["expected-pairs"]):
        assert value(expression, {m: 5}) == likelihood.expected_pairs_per_token(5)
    for expression in lines(book["expected-pairs-of-text"]):
        assert value(expression, {T: 12, m: 5}) == pytest.approx(likelihood.expected_pairs(12, 5))


def test_both_directions_are_the_mean_over_every_pair_of_the_corpus(book, value, lines, tables):
    centre_vectors, context_vectors = tables
    counts = likelihood.expected_pair_counts(5, TEXT, 3).double()
    logarithms = likelihood.model(centre_vectors, context_vectors).log()
    at = {V: 5, d: 3, T: 12, w: TEXT, v: centre_vectors, u: context_vectors}
    weights = {distance: likelihood.window_weight(torch.tensor(distance), 3).item() for distance in (1, 2, 3)}
    forwards, backwards = (
        sum(weight * value(expression, at | {a: distance}) for distance, weight in weights.items())
        for expression in lines(book["symmetric-windows"])
    )
    assert forwards == pytest.approx((counts * logarithms).sum().item(), rel=1e-6)
    assert backwards == pytest.approx((counts.T * logarithms).sum().item(), rel=1e-6)
