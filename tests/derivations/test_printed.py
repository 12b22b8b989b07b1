"""What SymPy evaluates as it builds is printed as the line before: the reader would see a step that changes nothing."""

from __future__ import annotations

import importlib
import pkgutil
from itertools import pairwise

import pytest

from proofpress.pages.book.latex import Printer, line
from word2vec_derived import derivations
from word2vec_derived.notation import NOTATION

PRINTER = Printer({entry.symbol: entry.latex for entry in NOTATION.entries})
CHAPTERS = [name for _, name, _ in pkgutil.iter_modules(derivations.__path__) if name != "givens"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_line_is_printed_as_the_line_before_it(chapter):
    module = importlib.import_module(f"{derivations.__name__}.{chapter}")
    for derivation in module.DERIVATIONS:
        printed = [line(PRINTER, one).removeprefix("= ") for one in derivation.chain]
        for before, after in pairwise(printed):
            assert before != after, derivation.slug
