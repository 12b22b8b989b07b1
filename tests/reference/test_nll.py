from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch.autograd.functional import hessian

from word2vec_derived.reference import nll


def some(dtype, *shape):
    return torch.randn(*shape, dtype=dtype)


def a_distribution(dtype, *shape):
    return torch.rand(*shape, dtype=dtype).softmax(-1)


@pytest.mark.second_road(of=nll.softmax)
def test_softmax_is_that_of_torch(dtype):
    scores = some(dtype, 4, 5)
    torch.testing.assert_close(nll.softmax(scores), torch.softmax(scores, -1))


def test_a_shift_of_all_scores_leaves_softmax_as_it_is(dtype):
    scores = some(dtype, 4, 5)
    torch.testing.assert_close(nll.softmax(scores + 3), nll.softmax(scores))
    torch.testing.assert_close(nll.softmax(scores).sum(-1), torch.ones(4, dtype=dtype))


@pytest.mark.second_road(of=nll.nll)
def test_the_nll_is_the_cross_entropy_of_torch(dtype):
    scores, contexts = some(dtype, 4, 5), torch.tensor([0, 3, 3, 4])
    torch.testing.assert_close(nll.nll(scores, contexts), F.cross_entropy(scores, contexts, reduction="none"))


def test_one_pair_needs_no_batch(dtype):
    scores = some(dtype, 5)
    assert nll.nll(scores, torch.tensor(3)).shape == ()
    torch.testing.assert_close(nll.nll(scores, torch.tensor(3)), nll.nll(scores[None], torch.tensor([3]))[0])


@pytest.mark.second_road(of=nll.nll_gradient)
def test_the_gradient_is_that_of_autograd(dtype):
    scores, contexts = some(dtype, 4, 5).requires_grad_(), torch.tensor([0, 3, 3, 4])
    F.cross_entropy(scores, contexts, reduction="sum").backward()
    torch.testing.assert_close(nll.nll_gradient(scores.detach(), contexts), scores.grad)


@pytest.mark.second_road(of=nll.nll_hessian)
def test_the_hessian_is_that_of_autograd(dtype):
    scores = some(dtype, 5)
    second = hessian(lambda s: F.cross_entropy(s[None], torch.tensor([2])), scores)
    torch.testing.assert_close(nll.nll_hessian(scores), second)


@pytest.mark.second_road(of=nll.nll_convex)
def test_the_curvature_is_the_quadratic_form_of_the_hessian(dtype):
    scores, direction = some(dtype, 4, 5), some(dtype, 4, 5)
    p = scores.softmax(-1)
    form = torch.stack([z @ (torch.diag(row) - torch.outer(row, row)) @ z for row, z in zip(p, direction, strict=True)])
    torch.testing.assert_close(nll.nll_convex(scores, direction), form)


@pytest.mark.second_road(of=nll.cross_entropy)
def test_the_cross_entropy_is_that_of_torch_with_soft_targets(dtype):
    p, scores = a_distribution(dtype, 4, 5), some(dtype, 4, 5)
    road = F.cross_entropy(scores, p, reduction="none")
    torch.testing.assert_close(nll.cross_entropy(p, scores.softmax(-1)), road)


@pytest.mark.second_road(of=nll.entropy)
def test_the_entropy_is_that_of_torch(dtype):
    p = a_distribution(dtype, 4, 5)
    torch.testing.assert_close(nll.entropy(p), torch.distributions.Categorical(p).entropy())


@pytest.mark.second_road(of=nll.kl_divergence)
def test_the_divergence_is_that_of_torch_and_never_negative(dtype):
    p, q = a_distribution(dtype, 4, 5), a_distribution(dtype, 4, 5)
    torch.testing.assert_close(nll.kl_divergence(p, q), F.kl_div(q.log(), p, reduction="none").sum(-1))
    assert (nll.kl_divergence(p, q) > 0).all()


def test_what_never_happens_costs_nothing(dtype):
    certain = torch.tensor([1, 0], dtype=dtype)
    assert nll.entropy(certain) == 0
    assert nll.cross_entropy(certain, torch.tensor([0.5, 0.5], dtype=dtype)) == torch.tensor(2, dtype=dtype).log()
    assert nll.cross_entropy(certain, certain) == 0
    assert nll.cross_entropy(certain, 1 - certain) == torch.inf


@pytest.mark.second_road(of=nll.corpus_cross_entropy)
def test_the_corpus_weighs_each_centre_by_its_count(dtype):
    counts, p = torch.randint(0, 4, (5, 5)), a_distribution(dtype, 5, 5)
    pairs = [(c, o) for c in range(5) for o in range(5) for _ in range(int(counts[c, o]))]
    brute = sum(-p[c, o].log() for c, o in pairs) / len(pairs)
    torch.testing.assert_close(nll.corpus_cross_entropy(counts, p), brute)
    shares = (counts / counts.sum(1, keepdim=True)).to(dtype)
    each = F.cross_entropy(p.log(), shares, reduction="none")
    torch.testing.assert_close(nll.corpus_cross_entropy(counts, p), (counts.sum(1) / counts.sum()).to(dtype) @ each)


def test_the_nll_passes_gradcheck():
    scores = torch.zeros(3, 4, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda s: nll.nll(s, torch.tensor([0, 1, 3])), scores)
    assert torch.autograd.gradgradcheck(lambda s: nll.nll(s, torch.tensor([0, 1, 3])), scores)


def test_the_seed_prints_the_same_to_the_last_bit():
    torch.manual_seed(42)
    scores, target = torch.rand(3, 5), torch.tensor([1, 0, 4])
    assert F.nll_loss(F.log_softmax(scores, dim=1), target).item() == 1.551107406616211
    assert nll.nll(scores, target).mean().item() == pytest.approx(1.5511074, abs=2e-7)
