from __future__ import annotations

import itertools
import math

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import contrastive, nll, optimum

P, Q = (torch.tensor(shares, dtype=torch.float64) for shares in ([0.5, 0.3, 0.2], [0.2, 0.5, 0.3]))


def at_a_random_place(scores, p, q, negatives):
    """The loss with all candidates drawn from the noise, and one of them, anywhere, replaced by the data."""
    total = torch.zeros((), dtype=torch.float64)
    for drawn in itertools.product(range(len(p)), repeat=negatives + 1):
        candidates = torch.tensor(drawn)
        ratios = (p / q)[candidates] / (negatives + 1)
        losses = -F.log_softmax(scores[candidates], 0)
        total += q[candidates].prod() * (ratios * losses).sum()
    return total


@pytest.mark.second_road(of=contrastive.infonce_bound)
@pytest.mark.parametrize("negatives", [1, 2, 4])
def test_the_place_of_the_data_among_the_candidates_changes_nothing(negatives):
    scores = torch.randn(3, dtype=torch.float64)
    road = math.log(1 + negatives) - at_a_random_place(scores, P, Q, negatives)
    torch.testing.assert_close(contrastive.infonce_bound(scores, P, Q, negatives), road)


@pytest.mark.parametrize("seed", range(20))
def test_no_scores_and_no_noise_pass_the_divergence_or_the_logarithm(seed):
    draw = torch.Generator().manual_seed(seed)
    p, q, scores = torch.randn(3, 4, generator=draw, dtype=torch.float64).mul(2)
    p, q = p.softmax(0), q.softmax(0)
    for tried in (scores, optimum.contrastive_optimum(p, q)):
        bound = contrastive.infonce_bound(tried, p, q, 3)
        assert bound <= nll.kl_divergence(p, q)
        assert bound < math.log(4)


@pytest.mark.second_road(of=contrastive.cosine_gradient)
def test_autograd_through_cosines_gives_the_gradient():
    draw = torch.Generator().manual_seed(0)
    centre = torch.randn(3, generator=draw, dtype=torch.float64).requires_grad_()
    outputs = torch.randn(5, 3, generator=draw, dtype=torch.float64)
    scores = F.cosine_similarity(outputs, centre[None]) / 0.3
    loss = F.cross_entropy(scores, torch.tensor(2))
    in_scores, in_centre = torch.autograd.grad(loss, (scores, centre))
    ours = contrastive.cosine_gradient(centre.detach(), outputs, in_scores, 0.3)
    torch.testing.assert_close(ours, in_centre)
    assert abs(ours @ centre) < 1e-15
    half = contrastive.cosine_gradient(2 * centre.detach(), outputs, in_scores, 0.3)
    torch.testing.assert_close(half, in_centre / 2)


@pytest.mark.second_road(of=contrastive.cosine_floor)
@pytest.mark.parametrize(("words", "temperature"), [(2, 1.0), (7, 0.5), (7, 0.07)])
def test_the_floor_is_the_loss_of_opposite_cosines(words, temperature):
    cosines = torch.full((words,), -1.0, dtype=torch.float64)
    cosines[0] = 1
    best = F.cross_entropy(cosines / temperature, torch.tensor(0))
    assert contrastive.cosine_floor(words, temperature) == pytest.approx(best.item(), rel=1e-9)
    others = torch.rand(100, words, dtype=torch.float64) * 2 - 1
    losses = F.cross_entropy(others / temperature, torch.zeros(100, dtype=torch.int64), reduction="none")
    assert (losses >= best).all()


@pytest.mark.second_road(of=contrastive.in_batch_noise)
def test_newton_over_every_batch_of_two_finds_pmi():
    counts = torch.tensor([[4, 1, 2], [1, 7, 3], [2, 3, 1]])
    shares, noise = counts.double() / counts.sum(), contrastive.in_batch_noise(counts)
    pairs = [(i, j) for i in range(3) for j in range(3)]

    def every_batch(flat):
        scores, total = flat.reshape(3, 3), torch.zeros((), dtype=torch.float64)
        for (i, o), (k, j) in itertools.product(pairs, pairs):
            total = total + shares[i, o] * shares[k, j] * F.softplus(scores[i, j] - scores[i, o])
        return total

    found = optimum.newton(every_batch, torch.zeros(9, dtype=torch.float64)).reshape(3, 3)
    closed_form = (shares / shares.sum(1, keepdim=True) / noise).log()
    differences = [s - s.mean(1, keepdim=True) for s in (found, closed_form)]
    torch.testing.assert_close(*differences, atol=1e-8, rtol=0)
    assert noise.sum().item() == pytest.approx(1)  # to which the differences are blind
