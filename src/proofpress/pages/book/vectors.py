"""A chain as vectors: which of its indices can be left out of every line, and how what is left is printed.

A line is printed so only if its components are, once more worked out, those of the line that was checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, permutations
from typing import Any, cast

from sympy import Add, Basic, Expr, IndexedBase, Mul, Pow, S, Sum, Symbol
from sympy.tensor.indexed import Indexed

from proofpress.proof.derivation import Derivation, Line
from proofpress.proof.given import Condition, Given, Hypothesis
from proofpress.proof.language.build import Builder
from proofpress.proof.language.forms import (
    Diagonal,
    Dot,
    Entrywise,
    Gradient,
    Identity,
    Inverse,
    Ones,
    Row,
    Squared,
    Table,
    Transposed,
    Unit,
    Whole,
    bare,
)
from proofpress.proof.language.leaving import ZERO, Leaving, NoVector
from proofpress.proof.language.nodes import Node
from proofpress.proof.language.scope import Scope
from proofpress.proof.language.statement import Written, WrittenGiven, WrittenLine
from proofpress.proof.language.vectors import BLANK, Vectors
from proofpress.proof.trees import Tree

from ..language.spelling import TALL, filled
from .latex import Printer

SLOT = re.compile(r"[_^]?\{?<\d>(?:, ?<\d>)*\}?")
NO_INDEX = Symbol("_", integer=True)


@dataclass(frozen=True)
class AsVectors:
    """The lines of a chain and what is given as vectors, None where one is no other so; and what is left out of all."""

    lines: Sequence[Line | None]
    given: Sequence[Given | None]
    left_out: frozenset[Symbol] = field(default_factory=frozenset)

    @classmethod
    def of(cls, derivation: Derivation, scope: Scope) -> AsVectors:
        """A derivation that stands as text; one that is made in Python has components alone."""
        if not isinstance(derivation.written, Written):
            return cls([None] * len(derivation.chain), [None] * len(derivation.given))
        lines, scope = derivation.written.lines, as_given(scope, derivation.written.givens)
        found, build = vector_sides(derivation.written, scope), FormBuilder(scope)
        new = list[Line | None]()
        for line, one, sides in zip(derivation.chain, lines, found, strict=True):
            is_vector = sides != one.sides or (sides == (ZERO,) and new[-1:] not in ([], [None]))
            left = build(sides[0]) if len(sides) > 1 else None
            new.append(replace(line, expression=build(sides[-1]), left=left) if is_vector else None)
        gone = _free(one.sides for one in lines) - _free(found)
        told, leaving = iter(derivation.written.givens), Leaving(scope)
        given = [None if isinstance(one, Tree) else _given(one, next(told), leaving, build) for one in derivation.given]
        return cls(new, given, frozenset(scope.index(name, 0) for name in gone if scope.axis(name)))

    def leave_out(self, given: Given) -> bool:
        """Whether what is given is the range of an index that is left out."""
        return getattr(given, "index", None) in self.left_out


def _given(given: Given, written: WrittenGiven, vectors: Leaving, build: FormBuilder) -> Given | None:
    """What is given with its sums over components as dot products, or None if it has none."""
    said = replace(written.said, parts=tuple(_number(side, vectors) for side in written.said.parts))
    if said == written.said:
        return None
    match given:
        case Condition():
            return replace(given, relation=build(said))
        case Hypothesis():
            return replace(given, left=build(said.parts[0]), right=build(said.parts[1]))
    return None


def _free(lines: Iterator[Sequence[Node]] | Sequence[Sequence[Node]]) -> set[str]:
    return {name for sides in lines for side in sides for name in side.names()}


def vector_sides(written: Written, scope: Scope) -> list[tuple[Node, ...]]:
    """The sides of every line, with as many indices left out as can be left out of all that hang together."""
    vectors, found = Leaving(as_given(scope, written.givens)), list[tuple[Node, ...]]()
    starts = [n for n, line in enumerate(written.lines) if n == 0 or line.left is not None]
    for start, stop in zip(starts, [*starts[1:], None], strict=True):
        found += _together(written.lines[start:stop], written.givens, vectors)
    return found


def as_given(scope: Scope, givens: Sequence[WrittenGiven]) -> Scope:
    """A scope in which an index has the range that is given, not its usual one."""
    told = {given.said.parts[1].text: (given.said.parts[0], given.said.parts[2])
            for given in givens if given.said.text == "<= <="}  # fmt: skip
    return replace(scope, ranges={**scope.ranges, **told})


def _together(
    lines: Sequence[WrittenLine], givens: Sequence[WrittenGiven], vectors: Leaving
) -> Sequence[tuple[Node, ...]]:
    for names in _candidates(lines, givens, vectors.scope):
        with suppress(NoVector):
            return [tuple(vectors.vector(side, names) for side in line.sides) for line in lines]
    return [line.said or tuple(_number(side, vectors) for side in line.sides) for line in lines]


def _number(side: Node, vectors: Leaving) -> Node:
    """A side with its sums over components as dot products, if it can be written so."""
    try:
        return vectors.vector(side, ())
    except NoVector:
        return side


def _candidates(
    lines: Sequence[WrittenLine], givens: Sequence[WrittenGiven], scope: Scope
) -> Iterator[tuple[str, ...]]:
    """Indices that may be left out, the most first: each runs over a whole axis, and nothing else is said of it."""
    if any(line.said or line.relation not in ("", "=", ":=") for line in lines):
        return
    nodes = [side for line in lines for side in line.sides if side != ZERO]
    said = {n for given in givens if not _is_range(given, scope) for n in given.said.names() - set(given.every)}
    free = set.intersection(*({name for name in node.names() if scope.axis(name)} for node in nodes)) - said
    own = {name for name in free if scope.axis(name) in scope.components}
    by = free & set(chain.from_iterable(map(_differentiated, nodes)))
    for some in dict.fromkeys(map(frozenset, (own | by, own, by))):
        yield from permutations(sorted(some)) if some else ()


def _is_range(given: WrittenGiven, scope: Scope) -> bool:
    """Whether no more is given of an index than its own range."""
    low, *middle, high = given.said.parts or (given.said,)
    return bool(middle) and scope.ranges.get(middle[0].text) == (low, high)


def _differentiated(node: Node) -> Iterator[str]:
    """The indices of what is differentiated by."""
    for part in node.parts:
        yield from _differentiated(part)
    if node.kind == "derivative":
        yield from (index.text for by in node.parts[1:] for index in by.parts)


class FormBuilder(Builder):
    """Builds vectors as well as numbers."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.vectors = Vectors(scope)

    def _name(self, node: Node) -> Basic:
        axes = self.vectors.axes(node)
        if not axes:
            return NO_INDEX if node == BLANK else super()._name(node)
        found: Any = self.scope.names[node.text]
        if not isinstance(found, IndexedBase):
            return Whole(found, *[None] * len(axes))
        return Table(found) if len(axes) > 1 else found

    def _call(self, node: Node) -> Basic:
        own = {"unit": Unit, "ones": Ones, "tr": Transposed, "diag": Diagonal}
        if node.text in own and node.text not in self.scope.names:
            inner = node.parts[0]
            if node.text == "diag" and inner.kind == "call" and inner.text == "ones":
                return Identity(*self.all(inner.parts))
            return cast(Basic, own[node.text](*self.all(node.parts)))
        if BLANK not in node.parts:
            return super()._call(node)
        return Whole(self.scope.names[node.text], *(None if part == BLANK else self(part) for part in node.parts))

    def _dot(self, node: Node) -> Basic:
        first, second = self.all(node.parts)
        if node.text == "^":
            return Squared(first)
        is_row = isinstance(second, Transposed) and not isinstance(second.args[0], Table)
        return Dot(first if is_row or len(self.vectors.axes(node.parts[0])) > 1 else Row(first), second)

    def _entrywise(self, node: Node) -> Basic:
        return Entrywise(*self.all(node.parts))

    def _inverse(self, node: Node) -> Basic:
        return Inverse(self(node.parts[0]))

    def _derivative(self, node: Node) -> Basic:
        has_vectors = any(self.vectors.axes(part) for part in node.parts)
        return Gradient(*self.all(node.parts)) if has_vectors else super()._derivative(node)


class VectorPrinter(Printer):
    """Prints vectors as well as numbers."""

    def _print_Table(self, table: Table) -> str:
        own = table if table in self.spellings else table.base  # the letter of a matrix is that of the whole
        return self._spelling(own)

    def _print_Whole(self, whole: Whole) -> str:
        spelt = self._spelling(whole.function)
        if set(whole.arguments) == {None} and "(" not in spelt:
            return SLOT.sub("", spelt)
        return filled(spelt, [r"\cdot" if a is None else self._print(a) for a in whole.arguments])

    def _print_Unit(self, unit: Unit) -> str:
        return filled(self.spellings.get(Unit, "e_{<0>}"), [self._print(unit.args[0])])

    def _print_Ones(self, _: Ones) -> str:
        return self.spellings.get(Ones, r"\mathbf{1}")

    def _print_Symbol(self, expr: Symbol, style: str = "plain") -> str:
        return r"\cdot" if expr == NO_INDEX else super()._print_Symbol(expr, style)

    def _print_Entrywise(self, product: Entrywise) -> str:
        first, *rest = product.args
        signs = (r"\oslash" if isinstance(factor, Inverse) else r"\odot" for factor in rest)
        others = (f" {sign} {self._tight(bare(factor))}" for sign, factor in zip(signs, rest, strict=True))
        return self._tight(first) + "".join(others)

    def _print_Identity(self, _: Identity) -> str:
        return self.spellings.get(Identity, "I")

    def _print_Diagonal(self, diagonal: Diagonal) -> str:
        return rf"\operatorname{{diag}}{self._bracketed(self._print(diagonal.args[0]))}"

    def _print_Transposed(self, form: Transposed) -> str:
        tex = self._tight(form.args[0])
        if tex.endswith(r"^{\top}"):
            return tex.removesuffix(r"^{\top}")
        flat = re.sub(r"\([^()]*\)|_\{[^{}]*\}", "", tex)
        return (self._bracketed(tex) if "^" in flat else f"{{{tex}}}" if "'" in flat else tex) + r"^{\top}"

    _print_Row = _print_Transposed

    def _print_Dot(self, dot: Dot) -> str:
        return " ".join(map(self._tight, dot.args))

    def _factor(self, factor: Expr, last: bool) -> str:
        tex = super()._factor(factor, last)
        return tex if last or not isinstance(factor, Dot) else self._bracketed(tex)

    def _print_Squared(self, squared: Squared) -> str:
        return rf"{self._length(squared)}^{{2}}"

    def _print_Pow(self, expr: Pow) -> str:
        is_length = isinstance(expr.base, Squared) and expr.exp is S.Half
        return self._length(expr.base) if is_length else super()._print_Pow(expr)

    def _length(self, squared: Squared) -> str:
        tex = self._print(squared.args[0])
        return rf"\left\lVert {tex} \right\rVert" if TALL.search(tex) else rf"\lVert {tex} \rVert"

    def _tight(self, part: Basic) -> str:
        tex = self._print(part)
        is_loose = isinstance(part, Add | Mul | Sum | Dot | Entrywise | Gradient) or tex.startswith("-")
        return self._bracketed(tex) if is_loose else tex

    def _print_Gradient(self, gradient: Gradient) -> str:
        body, *by = gradient.args
        power = f"^{len(by)}" if len(by) > 1 else ""
        if len(by) > 1 and by[0] == by[1]:
            by = [by[0], Transposed(by[1])]  # rows and columns of the second derivatives
        below = r" \, ".join(rf"\partial {self._print(part)}" for part in by)
        tex = self._print(body)
        if isinstance(body, Symbol | Indexed | IndexedBase) or self._is_call(body):
            return rf"\frac{{\partial{power} {tex}}}{{{below}}}"
        return (
            rf"\frac{{\partial{power}}}{{{below}}} {self._bracketed(tex) if isinstance(body, Add | Mul | Dot) else tex}"
        )
