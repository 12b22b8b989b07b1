"""The model: two vectors a word."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from .files import whole
from .settings import whole_number
from .text import Vocabulary


class SkipGram(nn.Module):
    """Skip-gram: the score of context word o for centre word c is the product of their vectors.

    `centre_vectors` and `context_vectors` have shape (V, d).
    The first start uniform between −1/d and 1/d, the second at zero, as in gensim 4.4 (`zero-at-start`).
    Under hierarchical softmax the first V − 1 rows of `context_vectors` belong to the inner nodes.
    """

    def __init__(self, vocabulary: Vocabulary, dimension: int, seed: int = 0) -> None:
        super().__init__()
        whole_number(dimension=dimension)
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
        whole_number(count=count)
        number = self._number(word)
        units = normalize(self.centre_vectors.detach(), dim=1)
        cosines = units @ units[number]
        cosines[number] = -torch.inf
        nearest = cosines.topk(min(count, len(units) - 1))
        words = [self.vocabulary.words[i] for i in nearest.indices.tolist()]
        return list(zip(words, nearest.values.tolist(), strict=True))

    def save(self, path: str | Path) -> None:
        """Write words, counts and vectors: plain data that `load` reads without running anything.

        A file of that name stays as it was until the new one is whole; equal models give equal bytes.
        """
        plain = {"words": list(self.vocabulary.words), "counts": self.vocabulary.counts}
        with whole(path) as file:
            torch.save(plain | dict(self.state_dict()), file)

    @classmethod
    def load(cls, path: str | Path) -> SkipGram:
        """Read what `save` wrote, to the last bit: trained further, it goes the way that the saved model would.

        Weights only: a file that would run code, or holds anything else, is refused with a `ValueError`.
        """
        saved = _plain_data(path)
        vocabulary = Vocabulary(saved["words"], saved["counts"])
        model = cls(vocabulary, saved["centre_vectors"].shape[1])
        model.load_state_dict({name: saved[name] for name in model.state_dict()}, assign=True)
        return model

    def export(self, path: str | Path) -> None:
        """Write the centre vectors in the text format of word2vec.c, which gensim and others read.

        Raises `ValueError` for a word that is empty or has white space in it, which the format cannot hold.
        """
        spaced = next((word for word in self.vocabulary.words if word.split() != [word]), None)
        if spaced is not None:
            raise ValueError(f"the word {spaced!r} is empty or holds white space; the text format cannot hold it")
        with whole(path) as file:
            for line in self._lines():
                file.write(f"{line}\n".encode())

    def _lines(self) -> Iterator[str]:
        yield "{} {}".format(*self.centre_vectors.shape)
        for word, vector in zip(self.vocabulary.words, self.centre_vectors.tolist(), strict=True):
            yield " ".join((word, *(f"{component:.9g}" for component in vector)))

    def _number(self, word: str) -> int:
        if word in self.vocabulary.number:
            return self.vocabulary.number[word]
        near = difflib.get_close_matches(str(word), self.vocabulary.words, n=3)
        raise KeyError(f"{word!r} is not in the vocabulary" + (f"; near: {', '.join(near)}" if near else ""))


def _plain_data(path: str | Path) -> dict:
    try:
        with warnings.catch_warnings(action="ignore"):  # the reader warns of a stranger's pickle before it refuses it
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
        all(isinstance(word, str) for word in words)
        and len(set(words)) == len(words)
        and counts.shape == (len(words),)
        and counts.dtype == torch.long
        and centre.ndim == 2
        and len(centre) == len(words)
        and centre.is_floating_point()
        and (context.shape, context.dtype) == (centre.shape, centre.dtype)
    )
