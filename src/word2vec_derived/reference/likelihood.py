"""From text to likelihood: pairs of a centre word and a context word, and how likely a model finds them."""

from __future__ import annotations

import torch

from .arguments import checked
from .promises.losses import Loss
from .promises.numbers import Generator, Number, Tokens, VocabularySize, Window
from .promises.probabilities import Model, Probabilities
from .promises.scores import ScoresOfCentre
from .promises.vectors import CentreVectors, ContextVectors, Vectors
from .promises.words import Centres, Contexts, Distances, ExpectedCounts, KnownText, OfPairs, PairCounts, Text, Windows


@checked
def pair_positions(windows: Windows) -> tuple[OfPairs, OfPairs]:
    """Positions of every centre and of every context in its window, in reading order (`likelihood-of-text`).
    >>> pair_positions(torch.tensor([1, 2, 1]))
    (tensor([0, 1, 1, 2]), tensor([1, 0, 2, 1]))
    """
    tokens = len(windows)
    reach = min(int(windows.max()), tokens - 1)
    offsets = torch.arange(-reach, reach + 1)
    centres = torch.arange(tokens).unsqueeze(1)
    contexts = centres + offsets
    paired = (offsets != 0) & (offsets.abs() <= windows.unsqueeze(1)) & (contexts >= 0) & (contexts < tokens)
    return centres.expand_as(contexts)[paired], contexts[paired]


@checked
def fixed_window_pairs(text: Text, window: Window) -> tuple[OfPairs, OfPairs]:
    """Centres and contexts at most `window` apart, each word in turn as the centre (`likelihood-of-text`).
    >>> fixed_window_pairs(torch.tensor([7, 8, 9]), 1)
    (tensor([7, 8, 8, 9]), tensor([8, 7, 9, 8]))
    """
    centres, contexts = pair_positions(torch.full_like(text, window))
    return text[centres], text[contexts]


@checked
def dynamic_window_pairs(text: Text, windows: Windows) -> tuple[OfPairs, OfPairs]:
    """Centres and contexts within the window drawn for each centre (`window-weight`).
    >>> dynamic_window_pairs(torch.tensor([7, 8, 9]), torch.tensor([2, 1, 1]))
    (tensor([7, 7, 8, 8, 9]), tensor([8, 9, 7, 9, 8]))
    """
    centres, contexts = pair_positions(windows)
    return text[centres], text[contexts]


@checked
def draw_windows(tokens: Tokens, window: Window, generator: Generator = None) -> Windows:
    """A window for each position, uniform on 1 … `window` (`window-weight`).
    >>> draw_windows(6, 5, torch.Generator().manual_seed(1))
    tensor([1, 5, 5, 4, 4, 4])
    """
    return torch.randint(1, window + 1, (tokens,), generator=generator)


@checked
def window_weight(distances: Distances, window: Window) -> Probabilities:
    """Probability, in torch's default dtype, that a pair is kept by a uniform window (`window-weight`).
    >>> window_weight(torch.tensor([1, 2, 3, 9]), 4)
    tensor([1.0000, 0.7500, 0.5000, 0.0000])
    """
    return (window - distances + 1).clamp(min=0) / window


@checked
def expected_pairs_per_token(window: Window) -> float:
    """Expected pairs of one centre far from the ends, with a uniform window (`expected-pairs`).
    >>> expected_pairs_per_token(5)
    6.0
    """
    return 2 * sum(window - distance + 1 for distance in range(1, window + 1)) / window


@checked
def expected_pairs(tokens: Tokens, window: Window) -> float:
    """Expected pairs of a whole text with a uniform window, its ends included (`expected-pairs-of-text`).
    >>> expected_pairs(100, 5)
    586.0
    """
    distances = range(1, min(window, tokens - 1) + 1)
    windows = sum((tokens - distance) * (window - distance + 1) for distance in distances)
    return 2 * windows / window


@checked
def pair_counts(vocabulary_size: VocabularySize, centres: Centres, contexts: Contexts) -> PairCounts:
    """How often each context word was seen with each centre word (`corpus-cross-entropy`).
    >>> pair_counts(2, torch.tensor([0, 0, 1]), torch.tensor([1, 1, 0]))
    tensor([[0, 2],
            [1, 0]])
    """
    cells = centres * vocabulary_size + contexts
    return cells.bincount(minlength=vocabulary_size**2).view(vocabulary_size, vocabulary_size)


@checked
def expected_pair_counts(vocabulary_size: VocabularySize, text: KnownText, window: Window) -> ExpectedCounts:
    """Expected counts, in torch's default dtype, with a uniform window: symmetric (`symmetric-windows`).
    >>> expected_pair_counts(2, torch.tensor([0, 1, 0]), 2)
    tensor([[1., 2.],
            [2., 0.]])
    """
    centres, contexts = pair_positions(torch.full_like(text, window))
    counts = torch.zeros(vocabulary_size, vocabulary_size)
    if len(centres) == 0:
        return counts
    weights = window_weight((centres - contexts).abs(), window)
    return counts.index_put((text[centres], text[contexts]), weights, accumulate=True)


@checked
def model(centre_vectors: CentreVectors, context_vectors: ContextVectors) -> Model:
    """The model's probability of every context word given every centre word (`softmax`).
    >>> model(torch.eye(2), torch.eye(2))
    tensor([[0.7311, 0.2689],
            [0.2689, 0.7311]])
    """
    scores = centre_vectors @ context_vectors.T
    return scores.softmax(-1)


@checked
def likelihood_of_text(probabilities: Model, centres: Centres, contexts: Contexts) -> Number:
    """Probability of all context words, taken as independent; it soon underflows (`likelihood-of-text`).
    >>> likelihood_of_text(torch.full((2, 2), 0.5), torch.tensor([0, 1]), torch.tensor([1, 0]))
    tensor(0.2500)
    """
    return probabilities[centres, contexts].prod()


@checked
def log_likelihood_of_text(probabilities: Model, centres: Centres, contexts: Contexts) -> Loss:
    """Logarithm of the likelihood: a sum over the pairs (`log-likelihood-of-text`).
    >>> log_likelihood_of_text(torch.full((2, 2), 0.5), torch.tensor([0, 1]), torch.tensor([1, 0]))
    tensor(-1.3863)
    """
    return probabilities[centres, contexts].log().sum()


@checked
def nll_per_position(probabilities: Model, centres: Centres, contexts: Contexts, tokens: Tokens) -> Loss:
    """Negative log-likelihood divided by the number of positions in the text (`nll-per-position`).
    >>> nll_per_position(torch.full((2, 2), 0.5), torch.tensor([0, 1]), torch.tensor([1, 0]), tokens=1)
    tensor(1.3863)
    """
    return -log_likelihood_of_text(probabilities, centres, contexts) / tokens


@checked
def nll_per_pair(probabilities: Model, centres: Centres, contexts: Contexts) -> Loss:
    """Negative log-likelihood divided by the number of pairs, as a mean-reduced loss gives it (`nll-per-pair`).
    >>> nll_per_pair(torch.full((2, 2), 0.5), torch.tensor([0, 1]), torch.tensor([1, 0]))
    tensor(0.6931)
    """
    return -log_likelihood_of_text(probabilities, centres, contexts) / len(centres)


@checked
def one_table_score(vectors: Vectors) -> ScoresOfCentre:
    """Score of every word beside itself, if one table serves both: never negative (`one-table-score`).
    >>> one_table_score(torch.tensor([[3.0, 4.0], [0.0, -1.0]]))
    tensor([25.,  1.])
    """
    return vectors.square().sum(-1)
