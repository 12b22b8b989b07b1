"""Negative sampling with focal weights: a term counts the less, the better its word is placed already."""

from __future__ import annotations

from .arguments import checked
from .bernoulli import sigmoid
from .float32 import log_sigmoid
from .negative_sampling import pair_scores
from .promises.losses import Losses
from .promises.numbers import Focus, Odds
from .promises.scores import InLogits, Logits, NegativeScores, ObservedScores
from .promises.vectors import Centre, ContextVectors, InVector
from .promises.words import Negatives, Observed


@checked
def focal_term(scores: Logits, focus: Focus) -> Losses:
    """Loss of an observed word; a negative has that of minus its score (`focal-loss`).
    >>> focal_term(torch.tensor([0.0, 2.0]), 2.0)
    tensor([0.1733, 0.0018])
    """
    return -(sigmoid(-scores) ** focus) * log_sigmoid(scores)


@checked
def focal_loss(observed_scores: ObservedScores, negative_scores: NegativeScores, focus: Focus) -> Losses:
    """Loss of each pair: a sum over its 1 + K terms (`focal-loss`).
    >>> focal_loss(torch.tensor(1.0), torch.tensor([-1.0, 0.0]), 2.0)
    tensor(0.2186)
    """
    return focal_term(observed_scores, focus) + focal_term(-negative_scores, focus).sum(-1)


@checked
def focal_slope(scores: Logits, focus: Focus) -> InLogits:
    """Slope of an observed word's term in its score (`focal-slope`).
    >>> focal_slope(torch.tensor([0.0, 2.0]), 2.0)
    tensor([-0.2983, -0.0049])
    """
    far, near = sigmoid(-scores), sigmoid(scores)
    return -(far**focus) * (far - focus * near * log_sigmoid(scores))


@checked
def focal_gradient_centre(
    centre: Centre, context_vectors: ContextVectors, contexts: Observed, negatives: Negatives, focus: Focus
) -> InVector:
    """Gradient of each pair in its centre's vector (`focal-gradient-centre`).
    >>> focal_gradient_centre(torch.zeros(2), torch.eye(2), torch.tensor(0), torch.tensor([1, 1]), 2.0)
    tensor([-0.2983,  0.5966])
    """
    observed, drawn = pair_scores(centre, context_vectors, contexts, negatives)
    pull = focal_slope(observed, focus).unsqueeze(-1) * context_vectors[contexts]
    return pull - (focal_slope(-drawn, focus).unsqueeze(-1) * context_vectors[negatives]).sum(-2)


@checked
def focal_odds(scores: Logits, focus: Focus) -> Odds:
    """Data over K times noise of a word whose best score this is (`focal-optimum`).
    >>> focal_odds(torch.tensor([0.0, 1.0]), 0.0)
    tensor([1.0000, 2.7183])
    """
    return focal_slope(-scores, focus) / focal_slope(scores, focus)
