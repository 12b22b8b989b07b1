"""What a chain says in words holds no bare symbol: one between dollars follows the reader's notation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proofpress.pages.book.edition import Edition

BOOK = Edition.load(Path(__file__).parents[2]).book
LONE = re.compile(r"(?<![\w'’.-])[B-HJ-Zb-zα-ω](?![\w'’.-])")


def bare(words: str) -> list[str]:
    """The symbols of a reason that would stay as they are when the notation is switched."""
    return LONE.findall(re.sub(r"\$[^$]+\$", "", words))


@pytest.mark.parametrize("slug", BOOK.derivations)
def test_every_symbol_in_the_words_of_a_chain_can_change_its_notation(slug: str) -> None:
    d = BOOK.derivations[slug]
    said = [*(assumption.words for assumption in d.given), *(line.because for line in d.lines)]
    assert [words for words in said if bare(words)] == []


def test_a_bare_symbol_would_be_found() -> None:
    assert bare("a sum over K words, each a score σ") == ["K", "σ"]
    assert bare("a sum over $K$ words: word2vec.c takes Bayes' rule") == []
