"""The two terms of negative sampling, and the gradients of its mistakes."""

from __future__ import annotations

import torch

from ..reference import bernoulli, float32, focal, negative_sampling
from .drawing import Figure, curves


def logistic_loss_against_score() -> Figure:
    """Both terms of negative sampling and their gradients as one score moves."""
    scores = torch.linspace(-6, 6, 121, dtype=torch.float64)
    drawn = float32.stable_bce(scores, torch.zeros_like(scores))
    lines = {
        "loss if observed": negative_sampling.positives_alone(scores),
        "loss if drawn": drawn,
        "gradient if observed": scores.sigmoid() - 1,
        "gradient if drawn": scores.sigmoid(),
    }
    alt = (
        "The loss of an observed word falls with its score and that of a negative rises, mirror images that cross at "
        "zero; the gradients are one S-shaped curve, one unit apart."
    )
    return curves(scores, lines, alt, "Score", "Nats", at=[-6, -2, 0, 2, 6])


def mistaken_gradients() -> Figure:
    """The gradient of a negative's term against its score, and three that are taken for it."""
    scores = torch.linspace(-6, 6, 121, dtype=torch.float64)
    lines = {
        "right": bernoulli.bce_gradient(scores, torch.zeros_like(scores)),
        "observed word's": bernoulli.bce_gradient(scores, torch.ones_like(scores)),
        "inner sign lost": bernoulli.sigmoid(-scores),
        "logarithm lost": bernoulli.sigmoid_derivative(scores),
    }
    alt = (
        "Only the right gradient rises from zero to one: that of the observed word is the same curve one unit lower, "
        "without the inner sign it falls from one to zero, and without the logarithm it is a low bump."
    )
    return curves(scores, lines, alt, "Score of the negative", "Gradient in the score", at=[-6, -2, 0, 2, 6])


def terms_of_a_negative() -> Figure:
    """The gradient of a negative's term against its score, and what three other choices make of it."""
    scores = torch.linspace(-8, 12, 201, dtype=torch.float64)
    right = bernoulli.sigmoid(scores)
    lines = {
        "log-sigmoid": right,
        "clamped at 6": right * (scores < 6),
        "hinge": (scores > -1).to(scores),
        "squared error": 2 * right * bernoulli.sigmoid_derivative(scores),
    }
    alt = (
        "Against a negative's score the log-sigmoid's gradient rises from zero to one and stays; clamped, it drops "
        "to zero at six; a hinge's is zero or one; that of the squared error is a bump that has vanished at eight."
    )
    return curves(scores, lines, alt, "Score of the negative", "Gradient in the score", at=[-6, -2, 0, 2, 8])


def focal_slopes() -> Figure:
    """The slope of an observed word's term against its score, with focal weights of four powers."""
    scores = torch.linspace(-8, 8, 161, dtype=torch.float64)
    lines = {f"r = {power}": focal.focal_slope(scores, float(power)) for power in (0, 1, 2, 5)}
    alt = (
        "Against the score of an observed word the slope rises from minus one to zero; the higher the power, the "
        "sooner it vanishes for a well placed word, and with a weight it first falls below minus one for a badly "
        "placed one."
    )
    return curves(scores, lines, alt, "Score of the observed word", "Gradient in the score", at=[-6, -2, 0, 2, 6])
