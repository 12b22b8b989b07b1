"""Text as word numbers: sentences of words, the vocabulary that numbers them, the corpus of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor


def read_sentences(path: str | Path) -> Iterator[list[str]]:
    """The sentences of a token file: a sentence a line, its words parted by white space.

    A byte order mark is no part of the first word.
    Raises `ValueError` where a line is not UTF-8.
    """
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield line.decode("utf-8" if number > 1 else "utf-8-sig").split()
            except UnicodeDecodeError as error:
                byte = line[error.start]
                raise ValueError(f"{path}:{number}: byte 0x{byte:02x} is not UTF-8; save the file as UTF-8") from None


@dataclass(frozen=True)
class Corpus:
    """Word numbers in the order of the text, and beside each the number of its sentence; both have shape (T,)."""

    tokens: Tensor
    sentences: Tensor

    def __len__(self) -> int:
        return len(self.tokens)

    def where(self, keep: Tensor) -> Corpus:
        """The corpus of those positions where `keep`, of shape (T,), is true."""
        return Corpus(self.tokens[keep], self.sentences[keep])


@dataclass(frozen=True)
class Vocabulary:
    """The words, the most frequent first, and how often each occurs, of shape (V,); a word's number is its place."""

    words: Sequence[str]
    counts: Tensor

    @classmethod
    def of(cls, text: Iterable[Sequence[str]], min_count: int = 1) -> Vocabulary:
        """The words of a text that occur at least `min_count` times.

        Raises `ValueError` for a sentence that is one string, a word that is none, and if fewer than two words are
        left: a model of one word has nothing to tell apart.
        """
        count = Counter(word for sentence in text for word in _words(sentence))
        stray = next((word for word in count if not isinstance(word, str)), None)
        if stray is not None:
            raise ValueError(f"the text holds {stray!r}, expected words as strings; take str of each")
        frequent = [(word, n) for word, n in count.most_common() if n >= min_count]
        if len(frequent) < 2:
            raise ValueError(_too_few(count, min_count, len(frequent)))
        return cls([word for word, _ in frequent], torch.tensor([n for _, n in frequent]))

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each word."""
        return {word: number for number, word in enumerate(self.words)}

    def encode(self, text: Iterable[Sequence[str]]) -> Corpus:
        """The text as numbers; words outside the vocabulary are left out, and their neighbours move together.

        The text is read a second time: an iterator must be made anew.
        Raises `ValueError` for a sentence that is one string.
        """
        numbered = [[self.number[word] for word in _words(sentence) if word in self.number] for sentence in text]
        lengths = torch.tensor([len(sentence) for sentence in numbered], dtype=torch.long)
        tokens = torch.tensor([token for sentence in numbered for token in sentence], dtype=torch.long)
        return Corpus(tokens, torch.repeat_interleave(torch.arange(len(numbered)), lengths))


def _words(sentence: Sequence[str]) -> Sequence[str]:
    """The sentence; a string is a sequence too, but of letters."""
    if isinstance(sentence, str):
        raise ValueError(f"the sentence {sentence[:40]!r} is one string, expected a list of its words; split it")
    return sentence


def _too_few(count: Counter[str], min_count: int, left: int) -> str:
    if not count:
        return "the text holds no words; give at least one sentence"
    word, most = count.most_common(1)[0]
    if left == 0:
        return f"no word occurs {min_count} times, the most frequent, {word!r}, only {most}; lower min_count"
    return f"only {word!r} occurs {min_count} times or more; lower min_count or give a text of at least two words"
