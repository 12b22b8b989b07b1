from __future__ import annotations

import bisect
import itertools

import pytest
import torch

from word2vec_derived.reference import sampling


def generator():
    return torch.Generator().manual_seed(7)


@pytest.mark.second_road(of=sampling.smoothed_noise)
def test_the_noise_is_a_softmax_of_powers(dtype):
    counts = torch.tensor([40, 9, 3, 1], dtype=dtype)
    torch.testing.assert_close(sampling.smoothed_noise(counts, 0.75), (0.75 * counts.log()).softmax(0))


def test_the_limits_of_the_noise_are_the_unigram_and_the_uniform_distribution(dtype):
    counts = torch.tensor([40, 9, 3, 1], dtype=dtype)
    torch.testing.assert_close(sampling.smoothed_noise(counts, 1), counts / 53)
    torch.testing.assert_close(sampling.smoothed_noise(counts, 0), torch.full_like(counts, 0.25))


def test_a_word_in_a_hundred_becomes_three():
    found = sampling.smoothed_noise(torch.tensor([0.99, 0.01]), 0.75)
    torch.testing.assert_close(found, torch.tensor([0.97, 0.03]), rtol=0, atol=5e-3)


@pytest.mark.second_road(of=sampling.alias_table)
def test_the_shares_of_the_alias_table_add_up_to_the_distribution(dtype):
    p = torch.tensor([0.61, 0.05, 0.3, 0.04, 0.0], dtype=dtype)
    own, other = sampling.alias_table(p)
    road = torch.zeros(5, dtype=dtype)
    for column in range(5):
        assert 0 <= own[column] <= 1
        road[column] += own[column] / 5
        road[other[column]] += (1 - own[column]) / 5
    torch.testing.assert_close(road, p)


def test_an_even_distribution_needs_no_second_word(dtype):
    own, other = sampling.alias_table(torch.full((7,), 1 / 7, dtype=dtype))
    torch.testing.assert_close(own, torch.ones(7, dtype=dtype))
    torch.testing.assert_close(
        sampling.alias_probabilities(sampling.AliasTable(own, other)), torch.full_like(own, 1 / 7)
    )


@pytest.mark.second_road(of=sampling.alias_probabilities)
def test_the_table_draws_each_word_with_its_probability(dtype):
    p = torch.tensor([0.61, 0.05, 0.3, 0.04], dtype=dtype)
    torch.testing.assert_close(sampling.alias_probabilities(sampling.alias_table(p)), p)


@pytest.mark.second_road(of=sampling.draw_from_alias_table)
def test_the_alias_sampler_takes_a_column_then_one_of_its_two_words(dtype):
    table = sampling.alias_table(torch.tensor([0.61, 0.05, 0.3, 0.04], dtype=dtype))
    source = generator()
    columns = torch.randint(4, (50, 3), generator=source).flatten().tolist()
    heights = torch.rand(50, 3, dtype=dtype, generator=source).flatten().tolist()
    own, other = (side.tolist() for side in table)
    road = [c if height < own[c] else other[c] for c, height in zip(columns, heights, strict=True)]
    assert sampling.draw_from_alias_table(table, 50, 3, generator()).flatten().tolist() == road


def close_in_share(draws, probabilities):
    shares = draws.flatten().bincount(minlength=len(probabilities)) / draws.numel()
    return ((shares - probabilities).abs() < 5 * (probabilities / draws.numel()).sqrt()).all()


@pytest.mark.parametrize("draw", ["alias", "multinomial"])
def test_both_samplers_draw_in_proportion(draw):
    p = torch.tensor([0.61, 0.05, 0.3, 0.04])
    if draw == "alias":
        found = sampling.draw_from_alias_table(sampling.alias_table(p), 10_000, 5, generator())
    else:
        found = sampling.draw_negatives(p, 10_000, 5, generator())
    assert close_in_share(found, p)


@pytest.mark.second_road(of=sampling.draw_negatives)
def test_negatives_are_reproducible_draws_of_torch():
    p = torch.tensor([0.61, 0.05, 0.3, 0.04])
    road = torch.multinomial(p, 150, replacement=True, generator=generator())
    assert sampling.draw_negatives(p, 50, 3, generator()).tolist() == road.view(50, 3).tolist()


FREQUENCIES = [1e-6, 1e-5, 2.6e-5, 1e-3, 0.05]


@pytest.mark.second_road(of=sampling.subsampling_printed)
def test_the_printed_formula_keeps_what_it_does_not_discard(dtype):
    road = torch.tensor([1 - max(0, 1 - (1e-5 / f) ** 0.5) for f in FREQUENCIES], dtype=dtype)
    found = sampling.subsampling_printed(torch.tensor(FREQUENCIES, dtype=dtype), 1e-5)
    torch.testing.assert_close(found, road, rtol=1e-5, atol=0)


@pytest.mark.second_road(of=sampling.subsampling_shipped)
def test_the_shipped_formula_is_that_of_word2vec_c_in_counts(dtype):
    total = 10**7
    road = [min(1, ((f * total / (1e-5 * total)) ** 0.5 + 1) * (1e-5 * total) / (f * total)) for f in FREQUENCIES]
    found = sampling.subsampling_shipped(torch.tensor(FREQUENCIES, dtype=dtype), 1e-5)
    torch.testing.assert_close(found, torch.tensor(road, dtype=dtype), rtol=1e-5, atol=0)


@pytest.mark.second_road(of=sampling.thinning_starts)
def test_thinning_starts_where_bisection_finds_it():
    grid = range(10_000, 40_000)
    place = bisect.bisect_left(grid, True, key=lambda n: ((1e4 / n) ** 0.5 + 1e4 / n) < 1)
    assert sampling.thinning_starts(1e-5) == pytest.approx(grid[place] * 1e-9, rel=1e-4)


@pytest.mark.second_road(of=sampling.subsample)
def test_each_word_is_kept_by_its_own_chance():
    text, keep = torch.tensor([0, 1, 2] * 20_000), torch.tensor([0.1, 0.5, 1.0])
    found = sampling.subsample(text, keep, generator())
    chances = torch.rand(len(text), generator=generator()).tolist()
    road = [word for word, chance in zip(text.tolist(), chances, strict=True) if chance < keep[word].item()]
    assert found.tolist() == road
    for word, kept in enumerate(found.bincount().tolist()):
        assert abs(kept / 20_000 - keep[word]) < 0.015


def test_a_word_may_be_dropped_everywhere():
    assert len(sampling.subsample(torch.tensor([0, 0]), torch.tensor([0.0]))) == 0


def test_every_table_of_three_words_on_a_grid_is_right():
    for a, b in itertools.product(range(0, 11), repeat=2):
        if a + b <= 10:
            p = torch.tensor([a, b, 10 - a - b], dtype=torch.float64) / 10
            torch.testing.assert_close(sampling.alias_probabilities(sampling.alias_table(p)), p)


def gensim_keeps(counts, sample):
    """The chance with which gensim itself keeps a word, for each of the counts."""
    from gensim.models import Word2Vec

    words = {f"word{count}": count for count in counts}
    model = Word2Vec(vector_size=2, min_count=1, sample=sample, workers=1)
    model.build_vocab_from_freq(words)
    return [float(model.wv.get_vecattr(word, "sample_int")) / (2**32 - 1) for word in words]


def test_gensim_itself_keeps_by_the_shipped_rule():
    counts = [3, 400, 90_000]
    shares = torch.tensor(counts, dtype=torch.float64) / sum(counts)
    road = sampling.subsampling_shipped(shares, 1e-4)
    assert gensim_keeps(counts, 1e-4) == pytest.approx(road.tolist(), abs=1e-6)


def test_a_sample_of_a_hundred_makes_gensim_thin_from_683_occurrences_on():
    assert gensim_keeps([200, 300, 650, 683], 100) == pytest.approx([1.0] * 4, abs=1e-6)
    assert gensim_keeps([684], 100)[0] < 1 - 1e-5
    assert sampling.thinning_starts(float(int(sampling.thinning_starts(100.0)))) == pytest.approx(683.3, abs=0.05)
