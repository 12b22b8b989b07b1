"""Every wrong line of the seed is refuted, and with the seed's own numbers."""

from __future__ import annotations

import pytest
import torch

from proofpress.proof.check import check
from word2vec_derived.derivations.errata import DERIVATIONS, negatives_against_target, softmax_without_exp
from word2vec_derived.notation import K, V, c, d, j, noise_word, o, s, u, v


@pytest.mark.parametrize("derivation", DERIVATIONS, ids=lambda derivation: derivation.slug)
def test_the_wrong_line_has_a_counterexample(derivation):
    refuted = [line for line in check(derivation).lines if line.strength == "refuted"]
    assert [line.counterexample is not None for line in refuted] == [True]


@pytest.fixture
def seed():
    torch.manual_seed(42)
    return torch.nn.Embedding(5, 3).weight.detach().double(), torch.nn.Embedding(5, 3).weight.detach().double()


def test_without_the_exponential_the_seed_has_negative_probabilities(value, seed):
    inputs, outputs = seed
    wrong = softmax_without_exp.chain[1].expression
    shares = [value(wrong, {V: 5, s: outputs @ inputs[1], j: word}) for word in range(1, 6)]
    assert min(shares) < 0
    assert max(shares) > 1


def test_scored_against_the_target_the_seed_has_the_loss_it_printed(value, seed):
    inputs, outputs = seed
    _, wrong, right = negatives_against_target.chain
    at = {V: 5, d: 3, K: 2, c: 2, o: 4, v: inputs, u: outputs, noise_word: torch.tensor([0, 2])}
    assert value(wrong.expression, at) / 3 == pytest.approx(0.97487, abs=5e-6)
    assert value(right.expression, at) == pytest.approx(1.8592, abs=5e-5)
