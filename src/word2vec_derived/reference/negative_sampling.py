"""Negative sampling: one observed word told from K words drawn from the noise."""

from __future__ import annotations

import torch

from .arguments import checked
from .bernoulli import sigmoid
from .float32 import log_sigmoid
from .promises.losses import Losses
from .promises.numbers import Draws, Rate
from .promises.probabilities import Noise
from .promises.scores import Logits, NegativeScores, ObservedScores, Scores
from .promises.vectors import Centre, CentreOfPairs, ContextVectors, InNegatives, InTable, InVector, OneCentre
from .promises.words import Contexts, DrawnWords, Negatives, NegativesOfPairs, Observed, ObservedWord


@checked
def pair_scores(
    centre: Centre, context_vectors: ContextVectors, contexts: Observed, negatives: Negatives
) -> tuple[ObservedScores, NegativeScores]:
    """Scores of the observed words and of the negatives against the centre (`negative-sampling-loss`).
    >>> pair_scores(torch.tensor([1.0, 2.0]), torch.eye(2), torch.tensor(0), torch.tensor([1, 1]))
    (tensor(1.), tensor([2., 2.]))
    """
    observed_scores = (context_vectors[contexts] * centre).sum(-1)
    negative_scores = (context_vectors[negatives] * centre.unsqueeze(-2)).sum(-1)
    return observed_scores, negative_scores


@checked
def negative_sampling_loss(observed_scores: ObservedScores, negative_scores: NegativeScores) -> Losses:
    """Loss of each pair: a sum over its 1 + K terms, not a mean (`negative-sampling-loss`).
    >>> negative_sampling_loss(torch.tensor(1.0), torch.tensor([-1.0, 0.0]))
    tensor(1.3197)
    """
    return -log_sigmoid(observed_scores) - log_sigmoid(-negative_scores).sum(-1)


@checked
def negative_sampling_expected(scores: Scores, contexts: Observed, noise: Noise, negatives: Draws) -> Losses:
    """Loss of each pair in expectation over the negatives (`negative-sampling-expected`).
    >>> negative_sampling_expected(torch.tensor([1.0, 0.0]), torch.tensor(0), torch.tensor([0.5, 0.5]), 2)
    tensor(2.3197)
    """
    observed = scores.gather(-1, contexts.unsqueeze(-1)).squeeze(-1)
    return -log_sigmoid(observed) - negatives * (noise * log_sigmoid(-scores)).sum(-1)


@checked
def positives_alone(scores: Logits) -> Losses:
    """Loss without negatives: scores may grow without end, and it falls towards 0 (`positives-alone`).
    >>> positives_alone(torch.tensor([0.0, 5.0, 10.0]))
    tensor([6.9315e-01, 6.7153e-03, 4.5399e-05])
    """
    return -log_sigmoid(scores)


@checked
def negative_sampling_gradient_centre(
    centre: Centre, context_vectors: ContextVectors, contexts: Observed, negatives: Negatives
) -> InVector:
    """Pulled to the observed word, pushed from each negative (`negative-sampling-gradient-centre`).
    >>> negative_sampling_gradient_centre(torch.zeros(2), torch.eye(2), torch.tensor(0), torch.tensor([1, 1]))
    tensor([-0.5000,  1.0000])
    """
    observed, drawn = pair_scores(centre, context_vectors, contexts, negatives)
    pull = (sigmoid(observed) - 1).unsqueeze(-1) * context_vectors[contexts]
    push = sigmoid(drawn).unsqueeze(-1) * context_vectors[negatives]
    return pull + push.sum(-2)


@checked
def negative_sampling_gradient_context(centre: Centre, observed_scores: ObservedScores) -> InVector:
    """In the observed word's vector, its own term (`negative-sampling-gradient-context`).
    >>> negative_sampling_gradient_context(torch.tensor([1.0, 2.0]), torch.tensor(0.0))
    tensor([-0.5000, -1.0000])
    """
    return (sigmoid(observed_scores) - 1).unsqueeze(-1) * centre


@checked
def negative_sampling_gradient_negative(centre: Centre, negative_scores: NegativeScores) -> InNegatives:
    """In each drawn negative's vector, draw by draw (`negative-sampling-gradient-negative`).
    >>> negative_sampling_gradient_negative(torch.tensor([1.0, 2.0]), torch.tensor([0.0, 1.0]))
    tensor([[0.5000, 1.0000],
            [0.7311, 1.4621]])
    """
    return sigmoid(negative_scores).unsqueeze(-1) * centre.unsqueeze(-2)


@checked
def negative_drawn_twice(
    centre: CentreOfPairs, context_vectors: ContextVectors, contexts: Contexts, negatives: NegativesOfPairs
) -> InTable:
    """Gradient in all output vectors: a negative drawn twice counts twice (`negative-drawn-twice`).
    >>> negative_drawn_twice(torch.ones(1, 2), torch.zeros(2, 2), torch.tensor([0]), torch.tensor([[1, 1]]))
    tensor([[-0.5000, -0.5000],
            [ 1.0000,  1.0000]])
    """
    observed, drawn = pair_scores(centre, context_vectors, contexts, negatives)
    pulls = negative_sampling_gradient_context(centre, observed)
    pushes = negative_sampling_gradient_negative(centre, drawn).flatten(0, 1)
    gradient = torch.zeros_like(context_vectors).index_add(0, contexts, pulls)
    return gradient.index_add(0, negatives.flatten(), pushes)


@checked
def batch_update(
    centre: OneCentre, context_vectors: ContextVectors, context: ObservedWord, negatives: DrawnWords, rate: Rate
) -> tuple[OneCentre, ContextVectors]:
    """One step of gradient descent on the loss of one pair (`negative-drawn-twice`).
    >>> batch_update(torch.ones(2), torch.zeros(2, 2), torch.tensor(0), torch.tensor([1, 1]), 0.5)
    (tensor([1., 1.]), tensor([[ 0.2500,  0.2500],
            [-0.5000, -0.5000]]))
    """
    in_centre = negative_sampling_gradient_centre(centre, context_vectors, context, negatives)
    in_contexts = negative_drawn_twice(centre[None], context_vectors, context[None], negatives[None])
    return centre - rate * in_centre, context_vectors - rate * in_contexts


@checked
def sequential_update(
    centre: OneCentre, context_vectors: ContextVectors, context: ObservedWord, negatives: DrawnWords, rate: Rate
) -> tuple[OneCentre, ContextVectors]:
    """The same step word by word: a repeated word meets its own moved row (`sequential-update`).
    >>> sequential_update(torch.ones(2), torch.zeros(2, 2), torch.tensor(0), torch.tensor([1, 1]), 0.5)
    (tensor([1.0472, 1.0472]), tensor([[ 0.2500,  0.2500],
            [-0.4388, -0.4388]]))
    """
    rows, step = context_vectors.clone(), torch.zeros_like(centre)
    for place, word in enumerate(torch.cat([context[None], negatives])):
        label = 1 if place == 0 else 0
        error = rate * (label - sigmoid(rows[word] @ centre))
        step = step + error * rows[word]
        rows[word] = rows[word] + error * centre
    return centre + step, rows
