"""Words per second and held-out loss, beside gensim with one worker: `python -m benchmarks.gensim_speed`.

Both train skip-gram with negative sampling on the same text, with the same vocabulary, dimension, window, number of
negatives, subsampling, learning rate and epochs, in turns, a seed for each round.
Words are turned into numbers within the time of both: gensim does it in every epoch, ours once.
gensim's worker has a second thread that reads the text for it; ours has one thread.
The loss is that of negative sampling with its expectation over the noise taken exactly, in nats per held-out pair.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence

import torch
from gensim.models import Word2Vec
from gensim.test.utils import datapath
from torch import Tensor
from torch.nn.functional import softplus

from word2vec_derived.training import (
    NegativeSampling,
    SkipGram,
    Vocabulary,
    expected_counts,
    read_sentences,
    smoothed_noise,
    train,
)

DIMENSION, WINDOW, NEGATIVES, THRESHOLD, RATE, EPOCHS, MIN_COUNT = 100, 5, 5, 1e-3, 0.05, 10, 5
ROUNDS, HELD_OUT = 5, 30

Vectors = tuple[Tensor, Tensor]
Text = list[list[str]]


def ours(vocabulary: Vocabulary, text: Text, noise: Tensor, seed: int) -> tuple[float, Vectors]:
    """Seconds of training, and the vectors."""
    model = SkipGram(vocabulary, DIMENSION, seed)
    began = time.perf_counter()
    train(
        model,
        vocabulary.encode(text),
        NegativeSampling(noise, NEGATIVES),
        window=WINDOW,
        epochs=EPOCHS,
        rate=RATE,
        threshold=THRESHOLD,
        seed=seed,
        progress=False,
    )
    return time.perf_counter() - began, (model.centre_vectors.detach(), model.context_vectors.detach())


def gensims(vocabulary: Vocabulary, text: Text, seed: int) -> tuple[float, Vectors]:
    """Seconds of training, and the vectors in the order of `vocabulary`."""
    model = Word2Vec(
        vector_size=DIMENSION,
        window=WINDOW,
        min_count=MIN_COUNT,
        sg=1,
        negative=NEGATIVES,
        sample=THRESHOLD,
        alpha=RATE,
        workers=1,
        seed=seed,
    )
    model.build_vocab(text)
    began = time.perf_counter()
    model.train(text, total_examples=model.corpus_count, epochs=EPOCHS)
    seconds = time.perf_counter() - began
    order = [model.wv.key_to_index[word] for word in vocabulary.words]
    return seconds, (torch.from_numpy(model.wv.vectors)[order], torch.from_numpy(model.syn1neg)[order])


def held_out_loss(vectors: Vectors, pairs: Tensor, noise: Tensor) -> float:
    """The negative-sampling loss of held-out pairs, of shape (V, V) and summing to one, in nats per pair."""
    scores = (vectors[0] @ vectors[1].T).double()
    negatives = NEGATIVES * pairs.sum(1, keepdim=True) * noise
    return (pairs * softplus(-scores) + negatives * softplus(scores)).sum().item()


def main() -> None:
    """Train both in turns and print them side by side."""
    text = list(read_sentences(datapath("lee_background.cor")))
    train_text, held_out_text = text[:-HELD_OUT], text[-HELD_OUT:]
    vocabulary = Vocabulary.of(train_text, MIN_COUNT)
    noise = smoothed_noise(vocabulary.counts.double(), 0.75)
    pairs = expected_counts(vocabulary.encode(held_out_text), WINDOW, len(vocabulary))
    pairs /= pairs.sum()
    words = EPOCHS * len(vocabulary.encode(train_text))
    theirs, own = [], []
    for seed in range(1, ROUNDS + 1):
        for results, (seconds, vectors) in (
            (theirs, gensims(vocabulary, train_text, seed)),
            (own, ours(vocabulary, train_text, noise, seed)),
        ):
            results.append((words / seconds, held_out_loss(vectors, pairs, noise)))
    report("gensim, one worker", theirs)
    report("ours, one thread", own)
    faster = [mine / its for (mine, _), (its, _) in zip(own, theirs, strict=True)]
    worse = [mine / its for (_, mine), (_, its) in zip(own, theirs, strict=True)]
    print(f"speed, ours over gensim's          {spread(faster, '.2f')}")
    print(f"held-out loss, ours over gensim's  {spread(worse, '.4f')}")


def report(name: str, rounds: list[tuple[float, float]]) -> None:
    """A line: speed and held-out loss."""
    speeds, losses = zip(*rounds, strict=True)
    print(f"{name:20}{spread(speeds, ',.0f')} words/s   held-out loss {spread(losses, '.4f')}")


def spread(values: Sequence[float], form: str) -> str:
    """The median, and the least and the greatest."""
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


if __name__ == "__main__":
    main()
