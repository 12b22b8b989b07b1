"""Numbers that survive float32: the same formulas, written so that nothing overflows, beside the naive ones."""

from __future__ import annotations

import torch

from .arguments import checked
from .promises.losses import Logarithms, Loss, Losses, LossesOfPairs, Weights
from .promises.numbers import Classes, Elementwise, Largest, Numbers, Precision, Step
from .promises.scores import Labels, Logits, NegativeScores, ObservedScores, Scores


@checked
def log_sum_exp(scores: Scores) -> Logarithms:
    """Logarithm of a sum of exponentials, shifted so that none overflows (`log-sum-exp`).
    >>> log_sum_exp(torch.tensor([1000.0, 1000.0]))
    tensor(1000.6932)
    """
    largest = scores.detach().amax(-1, keepdim=True)
    return largest.squeeze(-1) + (scores - largest).exp().sum(-1).log()


@checked
def naive_log_sum_exp(scores: Scores) -> Logarithms:
    """Logarithm of a sum of exponentials as written; float32 overflows above 88.7 (`log-sum-exp`).
    >>> naive_log_sum_exp(torch.tensor([1000.0, 1000.0]))
    tensor(inf)
    """
    return scores.exp().sum(-1).log()


@checked
def log_sigmoid(scores: Logits) -> Logarithms:
    """Logarithm of the logistic function, accurate at every score (`log-sigmoid`).
    The minimum and the magnitude are chosen by `where`, whose derivatives are right at 0 too; those of `abs` are not.
    >>> log_sigmoid(torch.tensor([-1000.0, 0.0]))
    tensor([-1.0000e+03, -6.9315e-01])
    """
    negative = scores < 0
    return scores.where(negative, 0) - torch.where(negative, scores, -scores).exp().log1p()


@checked
def naive_log_sigmoid(scores: Logits) -> Logarithms:
    """Logarithm of the logistic function in two steps; in float32 −∞ below −88.7 (`log-sigmoid`).
    >>> naive_log_sigmoid(torch.tensor([-1000.0, 0.0]))
    tensor([   -inf, -0.6931])
    """
    return (1 / (1 + (-scores).exp())).log()


@checked
def stable_bce(logits: Logits, labels: Labels) -> Losses:
    """Binary cross-entropy of each label from its logit, accurate at every logit (`stable-bce`).
    >>> stable_bce(torch.tensor([40.0, 40.0]), torch.tensor([1.0, 0.0]))
    tensor([4.2484e-18, 4.0000e+01])
    """
    negative = logits < 0
    return logits.where(~negative, 0) - logits * labels + torch.where(negative, logits, -logits).exp().log1p()


@checked
def naive_bce(logits: Logits, labels: Labels) -> Losses:
    """Binary cross-entropy through the probability; in float32 infinite for a 0 scored 16.64 (`bce-logits`).
    >>> naive_bce(torch.tensor([40.0, 40.0]), torch.tensor([1.0, 0.0]))
    tensor([-0., inf])
    """
    probabilities = 1 / (1 + (-logits).exp())
    return -torch.xlogy(labels, probabilities) - torch.xlogy(1 - labels, 1 - probabilities)


@checked
def mean_over_negatives(observed_scores: ObservedScores, negative_scores: NegativeScores) -> Losses:
    """Negative-sampling loss with a mean over the negatives: its optimum has lost log K (`mean-over-negatives`).
    >>> mean_over_negatives(torch.tensor(0.0), torch.zeros(3))
    tensor(1.3863)
    """
    return -log_sigmoid(observed_scores) - log_sigmoid(-negative_scores).mean(-1)


@checked
def mean_over_terms(observed_scores: ObservedScores, negative_scores: NegativeScores) -> Losses:
    """Negative-sampling loss over its 1 + K terms, as is every gradient; the optimum stays (`mean-over-terms`).
    >>> mean_over_terms(torch.tensor(0.0), torch.zeros(3))
    tensor(0.6931)
    """
    terms = torch.cat([observed_scores.unsqueeze(-1), -negative_scores], dim=-1)
    return -log_sigmoid(terms).mean(-1)


@checked
def weighted_mean(losses: LossesOfPairs, weights: Weights) -> Loss:
    """Mean of the losses, divided by the sum of the weights and not by their number (`weighted-mean`).
    >>> weighted_mean(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 1.0]))
    tensor(1.2500)
    """
    return (weights * losses).sum() / weights.sum()


@checked
def central_difference(function: Elementwise, point: Numbers, step: Step) -> Numbers:
    """Slope from two values, with an error as the square of the step until rounding wins (`central-difference`).
    >>> central_difference(torch.exp, torch.tensor(0.0), 0.25)
    tensor(1.0104)
    """
    return (function(point + step) - function(point - step)) / (2 * step)


@checked
def difference_bound(step: Step, dtype: Precision, largest_value: Largest, largest_third: Largest) -> float:
    """Most that a central difference can be off, if values are right to their last place (`rounded-difference`).
    What rounding adds, and what the formula is off (`central-difference-bound`).
    >>> difference_bound(0.25, torch.float32, 1.0, 1.0)
    0.01041714350382487
    """
    return torch.finfo(dtype).eps * largest_value / step + largest_third * step**2 / 6


@checked
def best_step(dtype: Precision, largest_value: Largest = 1.0, largest_third: Largest = 1.0) -> float:
    """Step with the least such bound; as it stands, for a value and a third derivative of one size (`best-step`).
    >>> best_step(torch.float32)
    0.007098127315750547
    """
    return (3 * torch.finfo(dtype).eps * largest_value / largest_third) ** (1 / 3)


@checked
def softmax_twice_bound(classes: Classes) -> float:
    """Least cross-entropy, in nats, if probabilities are fed where logits are expected (`softmax-twice`).
    >>> softmax_twice_bound(1000)
    5.90947208625327
    """
    one_hot = torch.zeros(classes, dtype=torch.float64)
    one_hot[0] = 1
    return (log_sum_exp(one_hot) - 1).item()
