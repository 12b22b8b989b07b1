"""Every wrong line of the seed is refuted, and with the seed's own numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from proofpress.pages.language.config import Site
from proofpress.pages.language.source import read
from proofpress.proof.check import check
from word2vec_derived.notation import K, V, c, d, j, noise_word, o, s, u, v

ROOT = Path(__file__).parents[2]
SLUGS = [fence.asked[0] for fence in read(Site.load(ROOT), "docs/errata.md").fences if fence.is_chain]
SLUGS = [slug for slug in SLUGS if not slug.startswith("derive-")]  # an exercise's answer is no mistake


@pytest.mark.parametrize("slug", SLUGS)
def test_the_wrong_line_has_a_counterexample(book, slug):
    refuted = [line for line in check(book[slug]).lines if line.strength == "refuted"]
    assert [line.counterexample is not None for line in refuted] == [True]


@pytest.fixture
def seed():
    torch.manual_seed(42)
    return torch.nn.Embedding(5, 3).weight.detach().double(), torch.nn.Embedding(5, 3).weight.detach().double()


def test_without_the_exponential_the_seed_has_negative_probabilities(book, value, seed):
    inputs, outputs = seed
    wrong = book["errata-softmax-without-exp"].chain[1].expression
    shares = [value(wrong, {V: 5, s: outputs @ inputs[1], j: word}) for word in range(1, 6)]
    assert min(shares) < 0
    assert max(shares) > 1


def test_scored_against_the_target_the_seed_has_the_loss_it_printed(book, value, seed):
    inputs, outputs = seed
    _, wrong, right = book["errata-negatives-against-target"].chain
    at = {V: 5, d: 3, K: 2, c: 2, o: 4, v: inputs, u: outputs, noise_word: torch.tensor([0, 2])}
    assert value(wrong.expression, at) / 3 == pytest.approx(0.97487, abs=5e-6)
    assert value(right.expression, at) == pytest.approx(1.8592, abs=5e-5)
