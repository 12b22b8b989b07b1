"""What is printed as vectors is, worked out by torch, what was checked component by component."""

from __future__ import annotations

from itertools import permutations, product

import pytest
import torch

from proofpress.pages.book.vectors import as_given, vector_sides
from proofpress.proof.language.leaving import ZERO, same
from proofpress.proof.language.nodes import Node
from proofpress.proof.language.parse import parse
from proofpress.proof.language.scope import Scope
from proofpress.proof.language.vectors import Vectors
from word2vec_derived.notation import NOTATION

from .tensors import SIZES, Tensors

SCOPE = Scope.of(NOTATION.entries)


def components_of(vector: Node, line: Node, scope: Scope) -> tuple[str, ...]:
    """The indices, in the order of its axes, at which a vector is a line of components."""
    vectors = Vectors(scope)
    gone = sorted(name for name in line.names() - vector.names() if scope.axis(name))
    return next(
        names
        for rank in range(3)
        for names in permutations(gone, rank)
        for vectors.over in (set(), set(map(scope.axis, names)))
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


def gradients(derivation):
    """The lines of each stretch of a chain in which something is differentiated by an entry whose index is free."""
    lines = derivation.written.lines
    starts = [n for n, line in enumerate(lines) if n == 0 or line.left is not None]
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        if any(differentiates(side) for line in lines[start:stop] for side in line.sides):
            yield from range(start, stop)


def differentiates(node: Node, bound: frozenset[str] = frozenset()) -> bool:
    """Whether a node holds a derivative by an entry at an index that no sum binds."""
    bound |= {part.text for part in node.parts if part.kind == "limit"}
    by = node.parts[1:] if node.kind == "derivative" else ()
    own = any(index.names() - bound for variable in by for index in variable.parts)
    return own or any(differentiates(part, bound) for part in node.parts)


def test_every_line_of_every_gradient_is_printed_as_vectors(book):
    tried, left = 0, []
    for slug, derivation in book.items():
        printed = vector_sides(derivation.written, SCOPE)
        for n in gradients(derivation):
            tried += 1
            line = derivation.written.lines[n]
            left += [f"{slug} {n + 1}"] * any(side in line.sides and side != ZERO for side in printed[n])
    assert tried > 150
    assert not left


@pytest.mark.parametrize(
    ("vector", "other"),
    [
        ("tr(u) @ s", "sum(u[j, l]*s[i], j)"),
        ("s @ tr(v[c])", "s[i]*u[c, l]"),
        ("unit(o)", "delta(i, c)"),
        ("-s", "s[i]"),
        ("s .* q", "s[i]"),
        ("s ./ q", "s[i]*q[i]"),
        ("s - ones(V)", "s[i]"),
    ],
)
def test_torch_tells_a_vector_from_the_components_of_another(vector, other):
    names = ("l",) if vector.startswith("tr") else ("i", "l") if "@" in vector else ("i",)
    assert not agree(parse(vector, SCOPE.ranges), parse(other, SCOPE.ranges), names)
