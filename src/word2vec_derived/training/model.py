"""The model: two vectors a word."""

from __future__ import annotations

import difflib
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from .text import Vocabulary


class SkipGram(nn.Module):
    """Skip-gram: the score of context word o for centre word c is the product of their vectors.

    `centre_vectors` and `context_vectors` have shape (V, d).
    The first start uniform between −1/d and 1/d, the second at zero, as in gensim 4.4 (`zero-at-start`).
    Under hierarchical softmax the first V − 1 rows of `context_vectors` belong to the inner nodes.
    """

    def __init__(self, vocabulary: Vocabulary, dimension: int, seed: int = 0) -> None:
        super().__init__()
        if dimension < 1:
            raise ValueError(f"dimension is {dimension}, expected at least 1")
        self.vocabulary = vocabulary
        start = torch.rand(len(vocabulary), dimension, generator=torch.Generator().manual_seed(seed))
        self.centre_vectors = nn.Parameter((2 * start - 1) / dimension)
        self.context_vectors = nn.Parameter(torch.zeros(len(vocabulary), dimension))

    def forward(self, centres: Tensor, contexts: Tensor) -> Tensor:
        """The scores of the pairs `(centres[n], contexts[n])`, of shape (N,)."""
        return (self.centre_vectors[centres] * self.context_vectors[contexts]).sum(-1)

    def neighbours(self, word: str, count: int = 10) -> list[tuple[str, float]]:
        """The `count` words whose centre vectors have the largest cosine with that of `word`, nearest first.

        Raises `KeyError` for a word outside the vocabulary.
        """
        number = self._number(word)
        units = normalize(self.centre_vectors.detach(), dim=1)
        cosines = units @ units[number]
        cosines[number] = -torch.inf
        nearest = cosines.topk(min(count, len(units) - 1))
        words = [self.vocabulary.words[i] for i in nearest.indices.tolist()]
        return list(zip(words, nearest.values.tolist(), strict=True))

    def save(self, path: str | Path) -> None:
        """Write words, counts and vectors: plain data that `load` reads without running anything."""
        plain = {"words": list(self.vocabulary.words), "counts": self.vocabulary.counts}
        torch.save(plain | dict(self.state_dict()), path)

    @classmethod
    def load(cls, path: str | Path) -> SkipGram:
        """Read what `save` wrote, weights only: a file that would run code is refused with a `ValueError`."""
        saved = _plain_data(path)
        vocabulary = Vocabulary(saved["words"], saved["counts"])
        model = cls(vocabulary, saved["centre_vectors"].shape[1])
        model.load_state_dict({name: saved[name] for name in model.state_dict()})
        return model

    def export(self, path: str | Path) -> None:
        """Write the centre vectors in the text format of word2vec.c, which gensim and others read.

        Raises `ValueError` for a word with white space in it, which the format cannot hold.
        """
        spaced = next((word for word in self.vocabulary.words if len(word.split()) != 1), None)
        if spaced is not None:
            raise ValueError(f"the word {spaced!r} has white space in it; the word2vec text format cannot hold it")
        with Path(path).open("w", encoding="utf-8", newline="\n") as file:
            print(*self.centre_vectors.shape, file=file)
            for word, vector in zip(self.vocabulary.words, self.centre_vectors.tolist(), strict=True):
                print(word, *(f"{component:.9g}" for component in vector), file=file)

    def _number(self, word: str) -> int:
        if word in self.vocabulary.number:
            return self.vocabulary.number[word]
        near = difflib.get_close_matches(word, self.vocabulary.words, n=3)
        raise KeyError(f"{word!r} is not in the vocabulary" + (f"; near: {', '.join(near)}" if near else ""))


def _plain_data(path: str | Path) -> dict:
    try:
        saved = torch.load(path, weights_only=True)
    except OSError:
        raise
    except Exception:  # from bytes that are no model the reader raises all sorts, AssertionError too
        raise ValueError(f"{path} is not a model written by SkipGram.save; it was not opened further") from None
    if not _is_model(saved):
        raise ValueError(f"{path} holds other data than SkipGram.save writes: words, counts and two tables of vectors")
    return saved


def _is_model(saved: object) -> bool:
    if not isinstance(saved, dict) or saved.keys() != {"words", "counts", "centre_vectors", "context_vectors"}:
        return False
    words, tensors = saved["words"], [saved[name] for name in ("counts", "centre_vectors", "context_vectors")]
    if not isinstance(words, list) or not all(isinstance(tensor, Tensor) for tensor in tensors):
        return False
    counts, centre, context = tensors
    return (
        counts.shape == (len(words),)
        and centre.ndim == 2
        and len(centre) == len(words)
        and context.shape == centre.shape
    )
