"""Words per second and held-out loss, beside gensim with one worker: `python benchmarks/gensim_speed.py`.

Both train skip-gram with negative sampling on the same text, with the same vocabulary, dimension, window, number of
negatives, subsampling, learning rate and epochs, in turns, three times each: gensim on one core, ours on one and two.
On a machine that does other work at the same time, two threads wait for each other and one is faster.
The loss is that of negative sampling with its expectation over the noise taken exactly, in nats per held-out pair.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch
from gensim.models import Word2Vec
from gensim.test.utils import datapath
from torch import Tensor
from torch.nn.functional import softplus

from word2vec_derived.training import (
    Corpus,
    NegativeSampling,
    SkipGram,
    Vocabulary,
    expected_counts,
    read_sentences,
    smoothed_noise,
    train,
)

DIMENSION, WINDOW, NEGATIVES, THRESHOLD, RATE, EPOCHS, MIN_COUNT = 100, 5, 5, 1e-3, 0.05, 10, 5
ROUNDS, HELD_OUT = 3, 30

Vectors = tuple[Tensor, Tensor]


def ours(vocabulary: Vocabulary, corpus: Corpus, noise: Tensor, seed: int, threads: int) -> tuple[float, Vectors]:
    """Seconds of training, and the vectors."""
    torch.set_num_threads(threads)
    model = SkipGram(vocabulary, DIMENSION, seed)
    began = time.perf_counter()
    train(
        model,
        corpus,
        NegativeSampling(noise, NEGATIVES),
        window=WINDOW,
        epochs=EPOCHS,
        rate=RATE,
        threshold=THRESHOLD,
        seed=seed,
        progress=False,
    )
    return time.perf_counter() - began, (model.centre_vectors.detach(), model.context_vectors.detach())


def gensims(vocabulary: Vocabulary, text: list[list[str]], seed: int) -> tuple[float, Vectors]:
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
    corpus = vocabulary.encode(train_text)
    noise = smoothed_noise(vocabulary.counts.double(), 0.75)
    pairs = expected_counts(vocabulary.encode(held_out_text), WINDOW, len(vocabulary))
    pairs /= pairs.sum()
    runs: dict[str, Callable[[int], tuple[float, Vectors]]] = {
        "gensim, one worker": lambda seed: gensims(vocabulary, train_text, seed),
        "ours, one thread": lambda seed: ours(vocabulary, corpus, noise, seed, threads=1),
        "ours, two threads": lambda seed: ours(vocabulary, corpus, noise, seed, threads=2),
    }
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for seed in range(1, ROUNDS + 1):
        for name, run in runs.items():
            seconds, vectors = run(seed)
            measured[name].append((EPOCHS * len(corpus) / seconds, held_out_loss(vectors, pairs, noise)))
    report(measured)


def report(measured: dict[str, list[tuple[float, float]]]) -> None:
    """A line for each: median speed, mean loss, and both as ratios to the first."""
    first = next(iter(measured.values()))
    for name, rounds in measured.items():
        speed = statistics.median(speed for speed, _ in rounds)
        faster = statistics.median(ours[0] / theirs[0] for ours, theirs in zip(rounds, first, strict=True))
        loss = statistics.mean(loss for _, loss in rounds)
        worse = loss / statistics.mean(loss for _, loss in first)
        print(f"{name:20}{speed:9,.0f} words/s ({faster:4.2f} ×)   held-out loss {loss:.4f} ({worse:.4f} ×)")


if __name__ == "__main__":
    main()
