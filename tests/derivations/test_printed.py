"""What is read beside what is checked: no line is printed as the one before it, and no index is bound within itself."""

from __future__ import annotations

from itertools import pairwise

from proofpress.pages.book.latex import line
from proofpress.pages.book.vectors import AsVectors, VectorPrinter
from proofpress.proof.language.nodes import Node
from proofpress.proof.language.scope import Scope
from word2vec_derived.notation import NOTATION

PRINTER = VectorPrinter({entry.symbol: entry.latex for entry in NOTATION.entries})
SCOPE = Scope.of(NOTATION.entries)


def test_no_line_is_printed_as_the_line_before_it(book):
    """SymPy evaluates as it builds: the reader would see a step that changes nothing."""
    for derivation in book.values():
        printed = [line(PRINTER, one).removeprefix("= ") for one in derivation.chain]
        for before, after in pairwise(printed):
            assert before != after, derivation.slug


def test_no_line_is_printed_as_the_vectors_before_it(book):
    for derivation in book.values():
        shown = zip(AsVectors.of(derivation, SCOPE).lines, derivation.chain, strict=True)
        printed = [line(PRINTER, vector or one).removeprefix("= ") for vector, one in shown]
        for before, after in pairwise(printed):
            assert before != after, derivation.slug


def bound_twice(node: Node, around: frozenset[str] = frozenset()) -> set[str]:
    """The names that are bound where they are bound already."""
    own = node.binds()
    return (own & around).union(*(bound_twice(part, around | own) for part in node.parts))


def test_no_index_runs_within_a_sum_over_itself(book):
    for derivation in book.values():
        for one in derivation.written.lines:
            assert not set().union(*map(bound_twice, one.sides)), derivation.slug
