"""A small skip-gram model and its training loop: text in, vectors out.

Examples:
    >>> text = [["the", "cat", "sat"], ["the", "dog", "sat"]] * 20
    >>> vocabulary = Vocabulary.of(text)
    >>> model = SkipGram(vocabulary, dimension=4, seed=1)
    >>> objective = NegativeSampling(smoothed_noise(vocabulary.counts.double(), 0.75), negatives=2)
    >>> losses = train(model, vocabulary.encode(text), objective, window=2, epochs=20, span=8, spans=1, progress=False)
    >>> [word for word, _ in model.neighbours("cat", 1)]
    ['dog']
"""

from word2vec_derived.reference.sampling import smoothed_noise

from .loop import descend, expected_counts, held_out_nll, train, update
from .model import SkipGram
from .objectives import (
    FullSoftmax,
    HierarchicalSoftmax,
    Logistic,
    NegativeSampling,
    NoiseContrastive,
    Objective,
    Softmax,
)
from .text import Corpus, Vocabulary, read_sentences
from .windows import Batch, batches, windows

__all__ = [
    "Batch",
    "Corpus",
    "FullSoftmax",
    "HierarchicalSoftmax",
    "Logistic",
    "NegativeSampling",
    "NoiseContrastive",
    "Objective",
    "SkipGram",
    "Softmax",
    "Vocabulary",
    "batches",
    "descend",
    "expected_counts",
    "held_out_nll",
    "read_sentences",
    "smoothed_noise",
    "train",
    "update",
    "windows",
]
