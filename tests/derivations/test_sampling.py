"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import T, V, exponent, frequency, i, j, other, own, threshold, word_count
from word2vec_derived.reference import sampling

COUNTS = torch.tensor([99.0, 30.0, 4.0, 1.0], dtype=torch.float64)
AT = {V: 4, word_count: COUNTS, exponent: 0.75}
WORDS = pytest.mark.parametrize("word", range(4))
FREQUENCIES = pytest.mark.parametrize("share", [0.0625, 0.001, 0.0001])
THRESHOLD = 0.0005


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


@WORDS
def test_the_noise_is_that_of_torch(book, value, lines, word):
    at, noise = AT | {j: word + 1, i: 2}, sampling.smoothed_noise(COUNTS, 0.75)
    agree(value, lines(book["smoothed-noise"]), at, noise[word])
    agree(value, lines(book["smoothed-noise-ratio"]), at, noise[word] / noise[1])


@WORDS
def test_the_ends_of_the_exponent_are_those_of_torch(book, value, lines, word):
    flat, plain = (sampling.smoothed_noise(COUNTS, end)[word] for end in (0.0, 1.0))
    agree(value, lines(book["smoothed-noise-flat"]), AT | {exponent: 0, j: word + 1}, flat)
    agree(value, lines(book["smoothed-noise-plain"]), AT | {exponent: 1, j: word + 1}, plain)


@WORDS
def test_the_slope_in_the_exponent_is_that_of_autograd(book, value, lines, word):
    power = torch.tensor(0.75, dtype=torch.float64, requires_grad=True)
    (COUNTS**power / (COUNTS**power).sum())[word].log().backward()
    agree(value, lines(book["smoothed-noise-slope"]), AT | {j: word + 1}, power.grad)


@WORDS
def test_the_alias_table_gives_the_noise_back(book, value, lines, word):
    noise = sampling.smoothed_noise(COUNTS, 0.75)
    table = sampling.alias_table(noise)
    at = AT | {own: table.own, other: table.other, j: word + 1}
    agree(value, lines(book["alias-table"]), at, noise[word])
    assert sampling.alias_probabilities(table)[word] == pytest.approx(noise[word].item())


@FREQUENCIES
def test_the_keep_probabilities_are_those_of_torch(book, value, lines, share):
    at, shares = {frequency: share, threshold: THRESHOLD}, torch.tensor(share, dtype=torch.float64)
    printed, shipped = (
        value(lines(chain)[1], at) for chain in (book["subsampling-printed"], book["subsampling-shipped"])
    )
    assert min(printed, 1) == pytest.approx(sampling.subsampling_printed(shares, THRESHOLD).item())
    assert min(shipped, 1) == pytest.approx(sampling.subsampling_shipped(shares, THRESHOLD).item())
    assert value(lines(book["subsampling-shipped"])[2], at) == pytest.approx(printed)


@FREQUENCIES
def test_words_are_thinned_above_where_the_rules_say(book, value, lines, share):
    at, shares = {frequency: share, threshold: THRESHOLD}, torch.tensor(share, dtype=torch.float64)
    printed = bool(sampling.subsampling_printed(shares, THRESHOLD) < 1)
    shipped = bool(sampling.subsampling_shipped(shares, THRESHOLD) < 1)
    assert [value(line, at) for line in lines(book["subsampling-starts-printed"])] == [printed] * 2
    assert [value(line, at) for line in lines(book["thinning-above"])] == [shipped] * 2


def test_at_the_start_of_thinning_the_chance_is_one(book, value, lines):
    start = sampling.thinning_starts(THRESHOLD)
    at = {frequency: start, threshold: THRESHOLD}
    agree(value, lines(book["thinning-starts"]), at, torch.tensor(1.0))


def test_what_is_left_of_a_word_is_what_a_simulation_leaves(book, value, lines):
    torch.manual_seed(0)
    text = (torch.rand(200_000) >= 0.25).long()
    keep = sampling.subsampling_printed(torch.tensor([0.25, 0.75]), 0.01)
    left = (sampling.subsample(text, keep) == 0).sum()
    for expression in lines(book["subsampling-leaves"]):
        assert value(expression, {T: 200_000, frequency: 0.25, threshold: 0.01}) == pytest.approx(left.item(), rel=0.05)
