"""What SymPy evaluates as it builds is printed as the line before: the reader would see a step that changes nothing."""

from __future__ import annotations

from itertools import pairwise

from proofpress.pages.book.latex import Printer, line
from word2vec_derived.notation import NOTATION

PRINTER = Printer({entry.symbol: entry.latex for entry in NOTATION.entries})


def test_no_line_is_printed_as_the_line_before_it(book):
    for derivation in book.values():
        printed = [line(PRINTER, one).removeprefix("= ") for one in derivation.chain]
        for before, after in pairwise(printed):
            assert before != after, derivation.slug
