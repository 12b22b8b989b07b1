from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from word2vec_derived.reference import cbow

CONTEXTS, CENTRES = torch.tensor([[0, 2, 3], [4, 4, 1]]), torch.tensor([1, 2])


def tables(dtype):
    return torch.randn(5, 4, dtype=dtype), torch.randn(5, 4, dtype=dtype)


@pytest.mark.second_road(of=cbow.cbow_mean)
def test_the_mean_is_that_of_an_embedding_bag(dtype):
    v, _ = tables(dtype)
    torch.testing.assert_close(cbow.cbow_mean(v, CONTEXTS), F.embedding_bag(CONTEXTS, v, mode="mean"))


@pytest.mark.second_road(of=cbow.cbow_sum)
def test_the_sum_is_that_of_an_embedding_bag(dtype):
    v, _ = tables(dtype)
    torch.testing.assert_close(cbow.cbow_sum(v, CONTEXTS), F.embedding_bag(CONTEXTS, v, mode="sum"))


@pytest.mark.second_road(of=cbow.cbow_loss)
def test_the_loss_is_the_cross_entropy_of_torch(dtype):
    v, u = tables(dtype)
    hidden = F.embedding_bag(CONTEXTS, v, mode="mean")
    road = F.cross_entropy(F.linear(hidden, u), CENTRES, reduction="none")
    torch.testing.assert_close(cbow.cbow_loss(hidden, u, CENTRES), road)


def by_autograd(v, u, mode):
    rows = v[CONTEXTS].requires_grad_()
    hidden = getattr(rows, mode)(1)
    F.cross_entropy(F.linear(hidden, u), CENTRES, reduction="sum").backward()
    return rows.grad


@pytest.mark.second_road(of=cbow.cbow_gradient_mean)
def test_each_word_of_a_mean_gets_its_share_of_the_gradient(dtype):
    v, u = tables(dtype)
    found = cbow.cbow_gradient_mean(v, u, CONTEXTS, CENTRES)
    torch.testing.assert_close(found.unsqueeze(1).expand(2, 3, 4), by_autograd(v, u, "mean"))


@pytest.mark.second_road(of=cbow.cbow_gradient_sum)
def test_each_word_of_a_sum_gets_the_whole_gradient(dtype):
    v, u = tables(dtype)
    found = cbow.cbow_gradient_sum(v, u, CONTEXTS, CENTRES)
    torch.testing.assert_close(found.unsqueeze(1).expand(2, 3, 4), by_autograd(v, u, "sum"))


@pytest.mark.parametrize("hidden", [cbow.cbow_mean, cbow.cbow_sum])
def test_the_loss_passes_gradcheck(hidden):
    both = [table.requires_grad_() for table in tables(torch.float64)]
    assert torch.autograd.gradcheck(lambda v, u: cbow.cbow_loss(hidden(v, CONTEXTS), u, CENTRES), both)
