from __future__ import annotations

from itertools import pairwise, product

import pytest
import torch

from word2vec_derived.reference import documents_and_graphs as graphs
from word2vec_derived.reference.optimum import negative_sampling_objective, newton

WEIGHTS = torch.tensor([[1, 2, 0], [2, 0, 3], [0, 3, 1]], dtype=torch.float64)
DEGREES = WEIGHTS.sum(1)


def shares_of_all_walks(window, tokens):
    """Every walk there is, each by its chance, read pair by pair in both orders."""
    pairs = torch.zeros(3, 3, dtype=torch.float64)
    for walk in product(range(3), repeat=tokens):
        chance = DEGREES[walk[0]] / DEGREES.sum()
        for here, there in pairwise(walk):
            chance = chance * WEIGHTS[here, there] / DEGREES[here]
        for place in range(tokens):
            for other in range(max(0, place - window), min(tokens, place + window + 1)):
                if other != place:
                    pairs[walk[place], walk[other]] += chance
    return pairs / pairs.sum(1, keepdim=True)


@pytest.mark.second_road(of=graphs.walk_shares)
@pytest.mark.parametrize(("window", "tokens"), [(1, 2), (2, 3), (2, 6), (3, 5)])
def test_the_shares_are_those_of_all_walks_one_by_one(window, tokens):
    torch.testing.assert_close(graphs.walk_shares(WEIGHTS, window, tokens), shares_of_all_walks(window, tokens))


@pytest.mark.second_road(of=graphs.walk_optimum)
def test_newton_finds_the_optimum_on_walks():
    shares, found = shares_of_all_walks(2, 5), graphs.walk_optimum(WEIGHTS, 2, 5, 3)
    for node in range(3):
        by_newton = newton(
            lambda s, node=node: negative_sampling_objective(s, shares[node], DEGREES / DEGREES.sum(), 3),
            torch.zeros(3).double(),
        )
        torch.testing.assert_close(found[node], by_newton)
