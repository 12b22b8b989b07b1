"""The chapter's expressions and the functions of reference/ give the same numbers."""

from __future__ import annotations

import pytest
import torch

from word2vec_derived.notation import N, n, pi_, s, x, y
from word2vec_derived.reference import bernoulli

SCORES = torch.tensor([0.5, -1.25, 2.0], dtype=torch.float64)
LABELS = torch.tensor([1.0, 0.0, 0.25], dtype=torch.float64)
AT = {N: 3, s: SCORES, y: LABELS, pi_: bernoulli.sigmoid(SCORES)}
EVERY = pytest.mark.parametrize("place", range(3))


def agree(value, expressions, at, number):
    for expression in expressions:
        assert value(expression, at) == pytest.approx(number.item())


@EVERY
def test_the_sigmoid_and_its_slope_are_those_of_torch(book, value, lines, place):
    at, score = {x: SCORES[place].item()}, SCORES[place]
    agree(value, lines(book["sigmoid"]), at, bernoulli.sigmoid(score))
    agree(value, lines(book["sigmoid-symmetry"]), at, bernoulli.sigmoid(-score))
    agree(value, lines(book["sigmoid-derivative"])[:-1], at, bernoulli.sigmoid_derivative(score))
    agree(value, lines(book["log-odds"]), at, bernoulli.sigmoid(score).logit())


@EVERY
def test_the_slopes_of_the_losses_are_those_of_autograd(book, value, lines, place):
    score = SCORES[place].clone().requires_grad_()
    (positive,) = torch.autograd.grad(-torch.nn.functional.logsigmoid(score), score)
    (negative,) = torch.autograd.grad(-torch.nn.functional.logsigmoid(-score), score)
    agree(value, lines(book["log-sigmoid-derivative"]), {x: score.item()}, positive)
    agree(value, lines(book["log-sigmoid-negative-derivative"]), {x: score.item()}, negative)


def test_likelihood_and_log_likelihood_are_those_of_torch(book, value, lines):
    agree(value, lines(book["bernoulli-likelihood"]), AT, bernoulli.bernoulli_likelihood(AT[pi_], LABELS))
    agree(value, lines(book["bernoulli-log-likelihood"]), AT, bernoulli.bernoulli_log_likelihood(AT[pi_], LABELS))
    agree(value, lines(book["bce-sum"]), AT, bernoulli.bce_logits(SCORES, LABELS).sum())


@EVERY
def test_binary_cross_entropy_and_its_gradient_are_those_of_torch(book, value, lines, place):
    at = AT | {x: SCORES[place].item(), n: place + 1}
    agree(value, lines(book["bce-logits"]), at, bernoulli.bce_logits(SCORES, LABELS)[place])
    agree(value, lines(book["bce-gradient"]), at, bernoulli.bce_gradient(SCORES, LABELS)[place])
