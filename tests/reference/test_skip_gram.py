from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import skip_gram

CENTRES, CONTEXTS = torch.tensor([1, 1, 4, 0]), torch.tensor([3, 3, 0, 2])


def tables(dtype):
    return torch.randn(5, 3, dtype=dtype, requires_grad=True), torch.randn(5, 3, dtype=dtype, requires_grad=True)


@pytest.mark.second_road(of=skip_gram.skip_gram_loss)
def test_the_loss_is_the_cross_entropy_of_the_dot_products(dtype):
    v, u = tables(dtype)
    road = F.cross_entropy(torch.einsum("nd,vd->nv", v[CENTRES], u), CONTEXTS, reduction="none")
    torch.testing.assert_close(skip_gram.skip_gram_loss(v[CENTRES], u, CONTEXTS), road)


@pytest.mark.second_road(of=skip_gram.gradient_in_centre_vector)
def test_the_gradient_in_the_centre_is_that_of_autograd(dtype):
    v, u = tables(dtype)
    centre = v[CENTRES].detach().requires_grad_()
    F.cross_entropy(centre @ u.T, CONTEXTS, reduction="sum").backward()
    torch.testing.assert_close(skip_gram.gradient_in_centre_vector(centre.detach(), u.detach(), CONTEXTS), centre.grad)


@pytest.mark.second_road(of=skip_gram.gradient_in_context_vector)
def test_the_gradient_in_the_contexts_is_that_of_autograd_pair_by_pair(dtype):
    v, u = tables(dtype)
    losses = F.cross_entropy(v[CENTRES] @ u.T, CONTEXTS, reduction="none")
    road = torch.stack([torch.autograd.grad(loss, u, retain_graph=True)[0] for loss in losses])
    torch.testing.assert_close(skip_gram.gradient_in_context_vector(v[CENTRES].detach(), u.detach(), CONTEXTS), road)


@pytest.mark.second_road(of=skip_gram.skip_gram_matrix_gradient)
def test_the_matrix_gradients_are_those_of_autograd_through_embeddings(dtype):
    v, u = tables(dtype)
    F.cross_entropy(F.linear(F.embedding(CENTRES, v), u), CONTEXTS, reduction="sum").backward()
    found = skip_gram.skip_gram_matrix_gradient(v.detach(), u.detach(), CENTRES, CONTEXTS)
    torch.testing.assert_close(found, (v.grad, u.grad))


@pytest.mark.second_road(of=skip_gram.skip_gram_window_gradient)
def test_the_window_gradient_is_the_sum_over_its_words(dtype):
    v, u = tables(dtype)
    centre = v[1].detach().requires_grad_()
    sum(F.cross_entropy((u @ centre)[None], word[None]) for word in CONTEXTS).backward()
    found = skip_gram.skip_gram_window_gradient(centre.detach(), u.detach(), CONTEXTS)
    torch.testing.assert_close(found, (centre.grad, u.grad))


def test_the_loss_passes_gradcheck():
    v, u = tables(torch.float64)
    assert torch.autograd.gradcheck(lambda v, u: skip_gram.skip_gram_loss(v[CENTRES], u, CONTEXTS), (v, u))
