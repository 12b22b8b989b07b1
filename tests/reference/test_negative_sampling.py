from __future__ import annotations

import itertools

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import negative_sampling as ns

CONTEXTS = torch.tensor([3, 0])
NEGATIVES = torch.tensor([[0, 2, 2], [4, 0, 1]])  # one drawn twice; one equal to what was observed


def vectors(dtype):
    return torch.randn(2, 3, dtype=dtype, requires_grad=True), torch.randn(5, 3, dtype=dtype, requires_grad=True)


def torch_loss(centre, u, contexts=CONTEXTS, negatives=NEGATIVES):
    words = torch.cat([contexts[:, None], negatives], dim=1)
    labels = torch.zeros(words.shape, dtype=u.dtype)
    labels[:, 0] = 1
    scores = torch.einsum("nkd,nd->nk", F.embedding(words, u), centre)
    return F.binary_cross_entropy_with_logits(scores, labels, reduction="none").sum(1)


@pytest.mark.second_road(of=ns.pair_scores)
def test_all_scores_are_taken_against_the_centre(dtype):
    centre, u = vectors(dtype)
    everything = centre @ u.T
    road = everything.gather(1, CONTEXTS[:, None])[:, 0], everything.gather(1, NEGATIVES)
    torch.testing.assert_close(ns.pair_scores(centre, u, CONTEXTS, NEGATIVES), road)


@pytest.mark.second_road(of=ns.negative_sampling_loss)
def test_the_loss_is_the_summed_binary_cross_entropy_of_torch(dtype):
    centre, u = vectors(dtype)
    found = ns.negative_sampling_loss(*ns.pair_scores(centre, u, CONTEXTS, NEGATIVES))
    torch.testing.assert_close(found, torch_loss(centre, u))


@pytest.mark.second_road(of=ns.negative_sampling_expected)
def test_the_expected_loss_is_the_mean_over_every_draw(dtype):
    scores, noise = torch.randn(2, 3, dtype=dtype), torch.rand(3, dtype=dtype).softmax(-1)
    road = torch.zeros(2, dtype=dtype)
    for draw in itertools.product(range(3), repeat=2):
        losses = -F.logsigmoid(scores[[0, 1], [2, 0]]) - F.logsigmoid(-scores[:, draw]).sum(1)
        road += noise[list(draw)].prod() * losses
    torch.testing.assert_close(ns.negative_sampling_expected(scores, torch.tensor([2, 0]), noise, 2), road)


@pytest.mark.second_road(of=ns.positives_alone)
def test_without_negatives_ascent_never_ends(dtype):
    scores = torch.zeros(3, dtype=dtype, requires_grad=True)
    torch.testing.assert_close(ns.positives_alone(scores), F.softplus(-scores))
    seen = []
    for _ in range(200):
        (gradient,) = torch.autograd.grad(ns.positives_alone(scores).sum(), scores)
        scores = (scores - gradient).detach().requires_grad_()
        seen.append(ns.positives_alone(scores).sum().item())
    assert seen == sorted(seen, reverse=True)
    assert 0 < seen[-1] < 0.02


@pytest.mark.second_road(of=ns.negative_sampling_gradient_centre)
def test_the_gradient_in_the_centre_is_that_of_autograd(dtype):
    centre, u = vectors(dtype)
    torch_loss(centre, u).sum().backward()
    found = ns.negative_sampling_gradient_centre(centre.detach(), u.detach(), CONTEXTS, NEGATIVES)
    torch.testing.assert_close(found, centre.grad)


@pytest.mark.second_road(of=ns.negative_sampling_gradient_context)
def test_the_gradient_in_the_observed_row_is_that_of_autograd(dtype):
    centre, u = vectors(dtype)
    rows = u[CONTEXTS].detach().requires_grad_()
    scores = (rows * centre.detach()).sum(-1)
    (-F.logsigmoid(scores)).sum().backward()
    torch.testing.assert_close(ns.negative_sampling_gradient_context(centre.detach(), scores.detach()), rows.grad)


@pytest.mark.second_road(of=ns.negative_sampling_gradient_negative)
def test_the_gradient_of_each_draw_is_that_of_autograd(dtype):
    centre, u = vectors(dtype)
    rows = u[NEGATIVES].detach().requires_grad_()
    scores = torch.einsum("nkd,nd->nk", rows, centre.detach())
    (-F.logsigmoid(-scores)).sum().backward()
    torch.testing.assert_close(ns.negative_sampling_gradient_negative(centre.detach(), scores.detach()), rows.grad)


@pytest.mark.second_road(of=ns.negative_drawn_twice)
def test_a_negative_drawn_twice_counts_twice(dtype):
    centre, u = vectors(dtype)
    torch_loss(centre, u).sum().backward()
    found = ns.negative_drawn_twice(centre.detach(), u.detach(), CONTEXTS, NEGATIVES)
    torch.testing.assert_close(found, u.grad)


@pytest.mark.second_road(of=ns.batch_update)
def test_a_batch_update_is_a_step_of_sgd(dtype):
    centre, u = vectors(dtype)
    one = centre[:1].detach().requires_grad_()
    sgd = torch.optim.SGD([one, u], lr=0.1)
    torch_loss(one, u, CONTEXTS[:1], NEGATIVES[:1]).sum().backward()
    before = one.detach()[0].clone(), u.detach().clone()
    sgd.step()
    found = ns.batch_update(*before, CONTEXTS[0], NEGATIVES[0], 0.1)
    torch.testing.assert_close(found, (one.detach()[0], u.detach()))


def by_many_steps(centre, u, context, negatives, rate):
    """Each word a step of SGD of its own in its row; the centre is held until the end."""
    moved, total = u.clone(), torch.zeros_like(centre)
    for word, sign in [(context, 1), *((k, -1) for k in negatives)]:
        v, row = centre.clone().requires_grad_(), moved[word].clone().requires_grad_()
        (-F.logsigmoid(sign * (v @ row))).backward()
        moved[word] -= rate * row.grad
        total += v.grad
    return centre - rate * total, moved


@pytest.mark.second_road(of=ns.sequential_update)
def test_the_update_in_sequence_is_a_step_for_every_word(dtype):
    centre, u = (table.detach() for table in vectors(dtype))
    found = ns.sequential_update(centre[0], u, CONTEXTS[0], NEGATIVES[0], 0.5)
    torch.testing.assert_close(found, by_many_steps(centre[0], u, CONTEXTS[0], NEGATIVES[0], 0.5))


def test_sequence_and_batch_agree_if_and_only_if_no_word_repeats():
    centre, u = (table.detach() for table in vectors(torch.float64))
    apart, twice = torch.tensor([0, 2]), torch.tensor([2, 2])
    same = ns.sequential_update(centre[0], u, CONTEXTS[0], apart, 0.5)
    torch.testing.assert_close(same, ns.batch_update(centre[0], u, CONTEXTS[0], apart, 0.5))
    moved, batch = (step(centre[0], u, CONTEXTS[0], twice, 0.5)[1] for step in (ns.sequential_update, ns.batch_update))
    assert (moved[2] - batch[2]).abs().max() > 1e-3


def test_the_seed_with_negatives_scored_against_the_centre():
    torch.manual_seed(42)
    v, u = torch.nn.Embedding(5, 3).weight.detach(), torch.nn.Embedding(5, 3).weight.detach()
    scores = ns.pair_scores(v[1], u, torch.tensor(3), torch.tensor([0, 2]))
    loss = ns.negative_sampling_loss(*scores).item()
    assert loss == pytest.approx(1.8592, abs=5e-5)
    assert loss / 3 == pytest.approx(0.6197, abs=5e-5)


def test_the_loss_passes_gradcheck_at_zero():
    observed, drawn = (torch.zeros(shape, dtype=torch.float64, requires_grad=True) for shape in ((2,), (2, 3)))
    assert torch.autograd.gradcheck(ns.negative_sampling_loss, (observed, drawn))
    assert torch.autograd.gradgradcheck(ns.negative_sampling_loss, (observed, drawn))
