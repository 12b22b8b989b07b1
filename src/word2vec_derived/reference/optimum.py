"""What the optimum is: where each objective leaves the scores of a centre, if nothing binds them.

An objective takes all scores of a centre and gives its expected loss; an optimum is the closed form of its minimum;
`newton` finds the same place without it, one centre at a time.
Its variants stand in `optimum_as_shipped`, and what follows from it for the vectors in `factorisation`.
"""

from __future__ import annotations

import torch
from torch.autograd.functional import hessian, jacobian

from . import nce, nll
from .arguments import checked
from .float32 import log_sigmoid
from .promises.losses import Loss, Losses
from .promises.numbers import Draws, Objective
from .promises.probabilities import Distribution, Noise, OneDistribution, PositiveDistribution, PositiveNoise
from .promises.scores import Scores, ScoresOfCentre


@checked
def softmax_objective(scores: Scores, data_probabilities: Distribution) -> Losses:
    """Expected NLL of the full softmax: a cross-entropy (`softmax-optimum`).
    >>> softmax_objective(torch.zeros(2), torch.tensor([0.75, 0.25]))
    tensor(0.6931)
    """
    return nll.cross_entropy(data_probabilities, nll.softmax(scores))


@checked
def softmax_optimum(data_probabilities: PositiveDistribution) -> Scores:
    """Log-probabilities, to which a constant may be added (`softmax-optimum`).
    >>> softmax_optimum(torch.tensor([0.75, 0.25]))
    tensor([-0.2877, -1.3863])
    """
    return data_probabilities.log()


@checked
def nce_optimum(data_probabilities: PositiveDistribution) -> Scores:
    """Log-probabilities, with no constant to choose, for every noise and K (`nce-optimum`, `self-normalisation`).
    >>> nce_optimum(torch.tensor([0.75, 0.25]))
    tensor([-0.2877, -1.3863])
    """
    return data_probabilities.log()


@checked
def negative_sampling_objective(
    scores: Scores, data_probabilities: Distribution, noise: Noise, negatives: Draws
) -> Losses:
    """Expected loss; with K = 1 also that with a mean over the negatives (`negative-sampling-optimum`).
    >>> negative_sampling_objective(torch.zeros(2), torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 2)
    tensor(2.0794)
    """
    drawn = negatives * noise
    return -(data_probabilities * log_sigmoid(scores) + drawn * log_sigmoid(-scores)).sum(-1)


@checked
def negative_sampling_optimum(
    data_probabilities: PositiveDistribution, noise: PositiveNoise, negatives: Draws
) -> Scores:
    """Log-ratio of data to noise, less log K (`negative-sampling-optimum`, `smoothed-optimum`).
    >>> negative_sampling_optimum(torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 2)
    tensor([-0.2877, -1.3863])
    """
    return (data_probabilities / (negatives * noise)).log()


@checked
def contrastive_objective(
    scores: ScoresOfCentre, data_probabilities: OneDistribution, noise: PositiveNoise, negatives: Draws
) -> Loss:
    """Expected loss of the softmax over 1 + K candidates, through every draw (`contrastive-optimum`).
    With `scores - noise.log()` for the scores it is that of sampled softmax.
    >>> contrastive_objective(torch.zeros(2), torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]), 3)
    tensor(1.3863)
    """
    draws = nce.all_draws(len(scores), negatives)
    observed, drawn = torch.broadcast_tensors(scores.unsqueeze(1), scores[draws].logsumexp(-1))
    losses = torch.logaddexp(observed, drawn) - observed
    return data_probabilities @ losses @ noise[draws].prod(-1)


@checked
def contrastive_optimum(data_probabilities: PositiveDistribution, noise: PositiveNoise) -> Scores:
    """Log-ratio of data to noise, to which a constant may be added, for every K (`contrastive-optimum`).
    >>> contrastive_optimum(torch.tensor([0.75, 0.25]), torch.tensor([0.5, 0.5]))
    tensor([ 0.4055, -0.6931])
    """
    return (data_probabilities / noise).log()


@checked
def newton(objective: Objective, start: ScoresOfCentre) -> ScoresOfCentre:
    """Minimum of a convex objective by Newton's method, to about 1e-10 in float64.
    Steps that would climb are halved, and flat directions left as in `start`; a `ValueError` after 100 steps.
    >>> newton(lambda scores: (scores - 3).square().sum(), torch.zeros(2))
    tensor([3., 3.])
    """
    scores, small = start.detach(), 100 * torch.finfo(start.dtype).eps
    for _ in range(100):
        gradient = jacobian(objective, scores)
        if gradient.abs().max() < small:
            return scores
        step = torch.linalg.pinv(hessian(objective, scores), hermitian=True) @ gradient
        while objective(scores - step) > objective(scores) + small:
            step = step / 2
        scores = scores - step
    raise ValueError(f"objective has a gradient of {gradient.abs().max():.3g} after 100 steps, expected a minimum")
