"""What is printed as vectors is, worked out by torch, what was checked component by component."""

from __future__ import annotations

from itertools import permutations, product

import pytest
import torch

from proofpress.pages.book.vectors import as_given, vector_sides
from proofpress.proof.language.leaving import same
from proofpress.proof.language.nodes import Node
from proofpress.proof.language.parse import parse
from proofpress.proof.language.scope import Scope
from proofpress.proof.language.vectors import Vectors
from word2vec_derived.notation import NOTATION

from .tensors import SIZES, Tensors

SCOPE = Scope.of(NOTATION.entries)
GRADIENTS = (
    "nll-gradient", "nll-hessian", "cross-entropy-gradient", "gradient-in-centre-vector", "gradient-in-context-vector",
    "gradient-in-output-table", "skip-gram-window-gradient", "skip-gram-window-gradient-context",
    "skip-gram-matrix-gradient", "skip-gram-matrix-gradient-centre", "cbow-gradient-mean", "cbow-gradient-sum",
    "cbow-gradient-output", "path-gradient-in-centre", "path-gradient-in-node", "negative-sampling-gradient-centre",
    "negative-sampling-gradient-context", "negative-sampling-gradient-negative", "negative-drawn-twice",
    "skip-gram-chain-rule", "negative-sampling-chain-rule", "cbow-chain-rule", "shipped-step", "shipped-step-centre",
    "derive-window-of-one-word", "derive-shorter-push", "derive-weight-decay", "derive-tempered-gradient",
)  # fmt: skip


def components_of(vector: Node, line: Node, scope: Scope) -> tuple[str, ...]:
    """The indices, in the order of its axes, at which a vector is a line of components."""
    vectors = Vectors(scope)
    gone = sorted(name for name in line.names() - vector.names() if scope.axis(name))
    return next(
        names
        for vectors.over in (set(), set(map(scope.axis, gone)))
        for names in permutations(gone, len(vectors.axes(vector)))
        if same(vectors.at(vector, [Node("name", name) for name in names]), line)
    )


def agree(vector: Node, line: Node, names: tuple[str, ...], scope: Scope = SCOPE) -> bool:
    """Whether torch has the same numbers for a vector and for each of its components."""
    tensors = Tensors(scope)
    tensors(line)  # every letter is met with all its indices first
    whole = tensors(vector)
    assert whole.shape == tuple(SIZES[scope.axis(name)] for name in names)
    each = [
        tensors.bound(line, dict(zip(names, at, strict=True)))
        for at in product(*(range(1, n + 1) for n in whole.shape))
    ]
    return torch.allclose(torch.stack(each).reshape(whole.shape), whole)


def test_every_line_that_is_printed_as_vectors_has_the_components_that_were_checked(book):
    tried = 0
    for derivation in book.values():
        scope = as_given(SCOPE, derivation.written.givens)
        for line, sides in zip(derivation.written.lines, vector_sides(derivation.written, SCOPE), strict=True):
            for vector, components in zip(sides, line.sides, strict=True):
                if vector != components:
                    tried += 1
                    assert agree(vector, components, components_of(vector, components, scope), scope), derivation.slug
    assert tried > 100


@pytest.mark.parametrize("slug", GRADIENTS)
def test_every_line_of_a_gradient_is_printed_as_vectors(book, slug):
    written = book[slug].written
    vectors = Vectors(SCOPE)
    for sides in vector_sides(written, SCOPE):
        assert all(vectors.axes(side) for side in sides)


@pytest.mark.parametrize(
    ("vector", "other"),
    [
        ("tr(u) @ s", "sum(u[j, l]*s[i], j)"),
        ("s @ tr(v[c])", "s[i]*u[c, l]"),
        ("unit(o)", "delta(i, c)"),
        ("-s", "s[i]"),
    ],
)
def test_torch_tells_a_vector_from_the_components_of_another(vector, other):
    names = ("l",) if vector.startswith("tr") else ("i", "l") if "@" in vector else ("i",)
    assert not agree(parse(vector, SCOPE.ranges), parse(other, SCOPE.ranges), names)
