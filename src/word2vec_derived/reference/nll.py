"""Softmax and NLL: one score for every word of the vocabulary, one word observed."""

from __future__ import annotations

import torch

from .arguments import checked
from .float32 import log_sum_exp
from .promises.losses import Loss, Losses
from .promises.numbers import Numbers
from .promises.probabilities import Distribution, Model, OfWords
from .promises.scores import CurvatureInScores, Direction, InScores, Scores
from .promises.words import Observed, PairCounts


@checked
def softmax(scores: Scores) -> OfWords:
    """Probabilities from scores: each exponential as a share of them all (`softmax`, `softmax-shift`).
    >>> softmax(torch.tensor([2.0, 0.0, 0.0]))
    tensor([0.7870, 0.1065, 0.1065])
    """
    return (scores - log_sum_exp(scores).unsqueeze(-1)).exp()


@checked
def nll(scores: Scores, contexts: Observed) -> Losses:
    """Negative log-likelihood of each observed word (`nll-softmax`).
    >>> nll(torch.tensor([[2.0, 0.0], [2.0, 0.0]]), torch.tensor([0, 1]))
    tensor([0.1269, 2.1269])
    """
    observed = scores.gather(-1, contexts.unsqueeze(-1)).squeeze(-1)
    return log_sum_exp(scores) - observed


@checked
def nll_gradient(scores: Scores, contexts: Observed) -> InScores:
    """Gradient of the NLL in the scores: predicted minus observed, which sums to zero (`nll-gradient`).
    >>> nll_gradient(torch.tensor([2.0, 0.0]), torch.tensor(0))
    tensor([-0.1192,  0.1192])
    """
    observed = torch.nn.functional.one_hot(contexts, scores.shape[-1])
    return softmax(scores) - observed


@checked
def nll_hessian(scores: Scores) -> CurvatureInScores:
    """Second derivatives of the NLL in the scores; the observed word has no part in them (`nll-hessian`).
    >>> nll_hessian(torch.tensor([0.0, 0.0]))
    tensor([[ 0.2500, -0.2500],
            [-0.2500,  0.2500]])
    """
    probabilities = softmax(scores)
    return probabilities.diag_embed() - probabilities.unsqueeze(-1) * probabilities.unsqueeze(-2)


@checked
def nll_convex(scores: Scores, direction: Direction) -> Numbers:
    """Curvature of the NLL along a direction: the variance of its entries, never negative (`nll-convex`).
    >>> nll_convex(torch.tensor([0.0, 0.0]), torch.tensor([1.0, -1.0]))
    tensor(1.)
    """
    probabilities = softmax(scores)
    mean = (probabilities * direction).sum(-1, keepdim=True)
    return (probabilities * (direction - mean) ** 2).sum(-1)


@checked
def cross_entropy(data_probabilities: Distribution, probabilities: Distribution) -> Losses:
    """Expected surprise, infinite at what was given no probability (`cross-entropy-one-hot`, `cross-entropy-kl`).
    >>> cross_entropy(torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75]))
    tensor(0.8370)
    """
    return -torch.xlogy(data_probabilities, probabilities).sum(-1)


@checked
def entropy(data_probabilities: Distribution) -> Losses:
    """Cross-entropy of the data with themselves, below which no prediction comes (`cross-entropy-kl`).
    >>> entropy(torch.tensor([0.5, 0.5]))
    tensor(0.6931)
    """
    return -torch.xlogy(data_probabilities, data_probabilities).sum(-1)


@checked
def kl_divergence(data_probabilities: Distribution, probabilities: Distribution) -> Losses:
    """What a wrong prediction costs beyond the entropy; zero for the right one (`cross-entropy-kl`, `gibbs`).
    >>> kl_divergence(torch.tensor([0.5, 0.5]), torch.tensor([0.25, 0.75]))
    tensor(0.1438)
    """
    return cross_entropy(data_probabilities, probabilities) - entropy(data_probabilities)


@checked
def corpus_cross_entropy(pair_counts: PairCounts, probabilities: Model) -> Loss:
    """NLL per pair of a whole corpus, from its counts (`corpus-cross-entropy`).
    >>> corpus_cross_entropy(torch.tensor([[3, 1], [0, 0]]), torch.full((2, 2), 0.5))
    tensor(0.6931)
    """
    return -torch.xlogy(pair_counts, probabilities).sum() / pair_counts.sum()
