"""The training loop: stochastic gradient descent on the rows that a batch touches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor
from torch.nn.functional import embedding
from tqdm import tqdm

from word2vec_derived.reference.sampling import subsampling_shipped

from .model import SkipGram
from .objectives import Objective, Terms
from .settings import whole_number
from .text import Corpus
from .windows import Batch, batches

LOOK_EVERY = 25  # batches from one look at the loss to the next: a look costs as much as a step
NO_PAIR = "the text holds no pair: no sentence has two words of the vocabulary"
NO_WORD = "the text holds no pair: no word of it is in the vocabulary, or it was an iterator and had been read"


@torch.no_grad()
def update(model: SkipGram, batch: Batch, terms: Terms, rate: float) -> Tensor:
    """One step of gradient descent on the summed loss of a batch, in closed form; only rows it touches move.

    With the gradient in the scores as a matrix, the gradients in the vectors are two matrix products
    (`skip-gram-matrix-gradient`); a row that occurs twice receives both sums.
    Returns the scores before the step, of shape (G, B, R).
    """
    centre = embedding(batch.centres, model.centre_vectors)
    context = embedding(terms.rows, model.context_vectors)
    scores = centre @ context.mT
    gradient = terms.gradient(scores)
    _move(model.centre_vectors, batch.centres, gradient @ context, rate)
    _move(model.context_vectors, terms.rows, (gradient.mT @ centre).sum_to_size(context.shape), rate)
    return scores


def _move(vectors: Tensor, rows: Tensor, gradient: Tensor, rate: float) -> None:
    vectors.index_add_(0, rows.flatten(), gradient.flatten(0, -2), alpha=-rate)


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch on one thread: on small matrices threads wait for each other, and sums depend on how many there are."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@one_thread()
def descend(
    model: SkipGram, steps: Iterable[tuple[Batch, float]], objective: Objective, noise: torch.Generator
) -> float:
    """One update for each batch at its learning rate; the mean loss per pair, in nats, of every 25th batch.

    It runs on one thread, so it gives the same vectors whatever the number of cores.
    NaN if those hold no pair.
    Raises `ValueError` if the loss is no longer finite.
    """
    loss, pairs = 0.0, 0.0
    for step, (batch, rate) in enumerate(steps):
        terms = objective.terms(batch, noise)
        scores = update(model, batch, terms, rate)
        if step % LOOK_EVERY == 0:
            loss += terms.loss(scores).item()
            pairs += batch.counts.sum().item()
    if not math.isfinite(loss):
        raise ValueError("the loss is no longer finite; give a smaller rate or a smaller span")
    return loss / pairs if pairs else math.nan


@one_thread()
def train(
    model: SkipGram,
    corpus: Corpus,
    objective: Objective,
    *,
    window: int = 5,
    epochs: int = 5,
    rate: float = 0.05,
    threshold: float | None = None,
    span: int = 16,
    spans: int = 16,
    seed: int = 0,
    progress: bool = True,
) -> list[float]:
    """Train the model on the corpus; the mean loss per pair of each epoch, in nats, as `descend` sees it.

    Windows are drawn anew in each epoch, and the learning rate falls in a line from `rate` to zero.
    One step is on the summed loss of `spans` groups of `span` centres each: the smaller the vocabulary, the more pairs
    move one row at once, and the smaller `rate`, `span` or `spans` must be.
    `threshold` thins frequent words out before windows are drawn (`subsampling-shipped`).
    Equal seeds give equal pairs, whatever the objective.
    A model may be trained again, or saved, loaded and trained: it goes on from its vectors, with draws by `seed`.
    Raises `ValueError` for a setting that is not positive, a text without a pair or with none left by `threshold`, a
    corpus or an objective of another vocabulary, a loss no longer finite.
    """
    whole_number(window=window, epochs=epochs, span=span, spans=spans)
    if not isinstance(rate, int | float) or not 0 < rate < math.inf:
        raise ValueError(f"rate is {rate!r}, expected a positive number")
    _same_words(model, corpus, objective)
    if not _has_pair(corpus):
        raise ValueError(NO_PAIR if len(corpus) else NO_WORD)
    draws, noise = (torch.Generator().manual_seed(seed + i) for i in (0, 1))
    keep = _keep_probability(model, threshold)[corpus.tokens]
    losses = []
    with tqdm(total=round(epochs * keep.sum().item()), unit=" words", unit_scale=True, disable=not progress) as bar:
        for epoch in range(epochs):
            kept = corpus.where(torch.rand(len(corpus), generator=draws) < keep)
            if not _has_pair(kept):
                raise ValueError(f"the threshold {threshold} left no pair in pass {epoch + 1}; give a larger one")
            progress_made = torch.linspace(epoch, epoch + 1, len(kept) // (span * spans) + 2) / epochs
            rates = (rate * (1 - progress_made)).tolist()
            steps = zip(_counted(batches(kept, window, draws, span, spans), bar), rates, strict=False)
            losses.append(descend(model, steps, objective, noise))
            bar.set_postfix(loss=f"{losses[-1]:.3f}")
    return losses


@torch.no_grad()
def held_out_nll(model: SkipGram, corpus: Corpus, objective: Objective, window: int = 5) -> float:
    """The mean of −log p(o given c) over the pairs of a text, in nats per pair, p being the objective's own.

    Each pair counts by its expected number, `window-weight`, so nothing is drawn.
    The scores of all centre words are computed at once: enough memory for a few (V, V) tables is needed.
    Raises `ValueError` for a text without a pair, a corpus or an objective of another vocabulary.
    """
    _same_words(model, corpus, objective)
    table = expected_counts(corpus, window, len(model.vocabulary))
    if not table.any():
        raise ValueError(NO_PAIR if len(corpus) else NO_WORD)
    centres = table.sum(1).nonzero().squeeze(1)
    scores = model.centre_vectors[centres] @ model.context_vectors.T
    return -(table[centres] * objective.log_probabilities(scores).double()).sum().item() / table.sum().item()


def expected_counts(corpus: Corpus, window: int, vocabulary_size: int) -> Tensor:
    """How often `windows` is expected to draw each pair, of shape (V, V), in float64 (`window-weight`)."""
    whole_number(window=window)
    table = torch.zeros(vocabulary_size, vocabulary_size, dtype=torch.float64)
    for distance in range(1, min(window, len(corpus) - 1) + 1):
        same = corpus.sentences[:-distance] == corpus.sentences[distance:]
        left, right = corpus.tokens[:-distance][same], corpus.tokens[distance:][same]
        weight = torch.tensor((window - distance + 1) / window, dtype=torch.float64)
        table.index_put_((left, right), weight, accumulate=True)
        table.index_put_((right, left), weight, accumulate=True)
    return table


def _same_words(model: SkipGram, corpus: Corpus, objective: Objective) -> None:
    """Refuse numbers of words, and an objective, that were made with another vocabulary than the model."""
    if not isinstance(corpus, Corpus):
        raise ValueError(f"corpus is a {type(corpus).__name__}, expected a Corpus; encode the text with the vocabulary")
    words = len(model.vocabulary)
    if objective.vocabulary_size != words:
        made = f"the objective is made for {objective.vocabulary_size} words and the model for {words}"
        raise ValueError(f"{made}; make both from one vocabulary")
    if len(corpus) and (last := int(corpus.tokens.max())) >= words:
        held = f"the corpus holds the word number {last}, and the model has {words} words, numbered from 0"
        raise ValueError(f"{held}; encode the text with the vocabulary of the model")


def _has_pair(corpus: Corpus) -> bool:
    """Whether two words stand side by side in one sentence."""
    return bool((corpus.sentences[1:] == corpus.sentences[:-1]).any())


def _keep_probability(model: SkipGram, threshold: float | None) -> Tensor:
    counts = model.vocabulary.counts.double()
    return torch.ones_like(counts) if threshold is None else subsampling_shipped(counts / counts.sum(), threshold)


def _counted(spans: Iterator[Batch], bar: tqdm) -> Iterator[Batch]:
    for batch in spans:
        yield batch
        bar.update(min(batch.centres.numel(), bar.total - bar.n))
