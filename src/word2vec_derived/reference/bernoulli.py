"""Bernoulli and BCE: many yes-or-no observations, each with its own probability of yes."""

from __future__ import annotations

import torch

from .arguments import checked
from .float32 import stable_bce
from .promises.losses import Loss, Losses
from .promises.numbers import Number, Numbers
from .promises.probabilities import Chances, Outcomes, Probabilities
from .promises.scores import InLogits, Labels, Logits


@checked
def sigmoid(scores: Logits) -> Probabilities:
    """Probability from one score; turning its sign gives that of the opposite (`sigmoid-symmetry`).
    >>> sigmoid(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([0.2689, 0.5000, 0.7311])
    """
    negative = scores < 0
    small = torch.where(negative, scores, -scores).exp()
    return torch.where(negative, small, 1) / (1 + small)


@checked
def sigmoid_derivative(scores: Logits) -> Numbers:
    """Slope of the logistic function: its value times that for the opposite (`sigmoid-derivative`).
    >>> sigmoid_derivative(torch.tensor([-1.0, 0.0, 1.0]))
    tensor([0.1966, 0.2500, 0.1966])
    """
    return sigmoid(scores) * sigmoid(-scores)


@checked
def bernoulli_likelihood(probabilities: Chances, labels: Outcomes) -> Number:
    """Probability of all labels, taken as independent (`bernoulli-likelihood`).
    >>> bernoulli_likelihood(torch.tensor([0.5, 0.75]), torch.tensor([1.0, 0.0]))
    tensor(0.1250)
    """
    return (probabilities**labels * (1 - probabilities) ** (1 - labels)).prod()


@checked
def bernoulli_log_likelihood(probabilities: Chances, labels: Outcomes) -> Loss:
    """Sum of the log-probabilities of all labels, minus the cross-entropy (`bernoulli-log-likelihood`).
    >>> bernoulli_log_likelihood(torch.tensor([0.5, 0.75]), torch.tensor([1.0, 0.0]))
    tensor(-2.0794)
    """
    ones = torch.xlogy(labels, probabilities)
    zeros = torch.xlogy(1 - labels, 1 - probabilities)
    return (ones + zeros).sum()


@checked
def bce_logits(logits: Logits, labels: Labels) -> Losses:
    """Binary cross-entropy of each label from its logit, which is a score and no probability (`bce-logits`).
    >>> bce_logits(torch.tensor([2.0, 2.0]), torch.tensor([1.0, 0.0]))
    tensor([0.1269, 2.1269])
    """
    return stable_bce(logits, labels)


@checked
def bce_gradient(logits: Logits, labels: Labels) -> InLogits:
    """Gradient of the cross-entropy in each logit: predicted probability minus label (`bce-gradient`).
    >>> bce_gradient(torch.tensor([2.0, 2.0]), torch.tensor([1.0, 0.0]))
    tensor([-0.1192,  0.8808])
    """
    return sigmoid(logits) - labels
