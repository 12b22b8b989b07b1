"""From components to vectors: an index is left out of a line, and the way back must lead to the line it came from.

>>> from sympy import IndexedBase
>>> from .parse import parse
>>> from .scope import Scope, span
>>> ends = {"j": span("1..V"), "l": span("1..d")}
>>> shapes = {"u": (("V", "d"),), "v": (("V", "d"),), "q": (("V",),)}
>>> leaving = Leaving(Scope({name: IndexedBase(name) for name in "uvq"}, ends, shapes=shapes, tables=frozenset("u")))
>>> leaving.vector(parse("sum(u[j, l]*v[o, l], l)", ends), ()) == parse("u[j] @ v[o]")
True
>>> leaving.vector(parse("sum(q[j]*u[j, l], j)", ends), ["l"]) == parse("tr(u) @ q")
True
>>> leaving.vector(parse("q[j] + 1"), ["j"])
Traceback (most recent call last):
proofpress.proof.language.leaving.NoVector: its components are another line
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from . import shapes
from .nodes import LanguageError, Node
from .vectors import BLANK, ENTRYWISE, ONE, TWO, Axes, Vectors, factors_of, numerator, times

Key = tuple[Any, ...]
ZERO = Node("number", "0")
MAY_HOLD = {"derivative": None, "fold": 0, "mean": 0, "dot": 0}  # which one part; None is any


class NoVector(Exception):
    """A line that has no form in vectors; nothing is wrong with it."""


class Leaving(Vectors):
    """Leaves indices out in a scope."""

    def vector(self, node: Node, names: Sequence[str]) -> Node:
        """The node as a vector or matrix over these indices; raises `NoVector` unless the way back leads here."""
        if node == ZERO:
            return node
        axes = tuple(map(self.scope.axis, names))
        for self.over in (set(), set(axes)):  # an array of several shapes has its first, if that will do
            with suppress(NoVector):
                return self._vector(node, names, axes)
        raise NoVector("its components are another line")

    def _vector(self, node: Node, names: Sequence[str], axes: Axes) -> Node:
        try:
            found = self._dots(node)
            for name in reversed(names):
                found = self._without(found, name)
            found = self._rows(found)
            if self.axes(found) == axes and same(self.at(found, [Node("name", name) for name in names]), node):
                return found
        except LanguageError as error:
            raise NoVector(str(error)) from None
        raise NoVector("its components are another line")

    def _without(self, node: Node, name: str) -> Node:
        """The node with an index left out, wherever it stands."""
        uses = [name in part.names() for part in node.parts]
        bare = [part == Node("name", name) for part in node.parts]
        if node.kind == "entry" and uses.count(True) == bare.count(True) == 1:
            return self._entry_without(node, bare.index(True))
        if node.kind == "call" and node.text in ENTRYWISE and len(uses) == 1:
            return replace(node, parts=(self._without(node.parts[0], name),))
        if node.kind == "call" and uses.count(True) == bare.count(True) == 1:
            return self._call_without(node, bare.index(True))
        if node.kind in ("sum", "negative"):
            parts = (self._without(part, name) if use else self._in_every_entry(part, name)
                     for part, use in zip(node.parts, uses, strict=True))  # fmt: skip
            return replace(node, parts=tuple(parts))
        if node.kind == "product":
            return self._product_without(node, name)
        if node.kind == "power" and node.parts[1] == TWO:
            return self._product_without(replace(node, parts=node.parts[:1] * 2), name)
        at = uses.index(True) if uses.count(True) == 1 else -1
        if at < 0 or MAY_HOLD.get(node.kind, -1) not in (None, at):
            raise NoVector(f"{name} in {node.text or node.kind}")
        return replace(node, parts=(*node.parts[:at], self._without(node.parts[at], name), *node.parts[at + 1 :]))

    def _entry_without(self, node: Node, at: int) -> Node:
        """An entry without an index, which leaves a blank unless it is the last, and nothing else has its name then."""
        rest, others = node.parts[:at], node.parts[at + 1 :]
        if others or any(len(shape) == at for shape in self.scope.shapes.get(node.text, ())):
            return replace(node, parts=(*rest, BLANK, *others))
        return replace(node, parts=rest) if rest else Node("name", node.text, node.at)

    def _call_without(self, node: Node, at: int) -> Node:
        if node.text == "unit":
            return self._entrywise([node], node.parts[0].text)
        if node.text == "delta":
            return Node("call", "unit", node.at, (node.parts[1 - at],))
        if node.text not in self.scope.shapes:
            raise NoVector(f"an index in {node.text}")
        parts = (*node.parts[:at], BLANK, *node.parts[at + 1 :])
        return replace(node, parts=parts) if set(parts) != {BLANK} else Node("name", node.text, node.at)

    def _in_every_entry(self, node: Node, name: str) -> Node:
        """A number beside vectors: it stands in every entry."""
        if self.axes(node):
            raise NoVector(f"{name} beside what has other axes")
        if node.kind == "negative":
            return replace(node, parts=(self._in_every_entry(node.parts[0], name),))
        ones = self._ones(name, node.at)
        return ones if node == ONE else times(node, ones)

    def _ones(self, name: str, at: int) -> Node:
        return Node("call", "ones", at, (Node("name", self.scope.axis(name)),))

    def _product_without(self, node: Node, name: str) -> Node:
        """A product in which the factors with an index become one vector; with another vector it makes a matrix."""
        uses = [name in part.names() for part in node.parts]
        own = self._entrywise([part for part, use in zip(node.parts, uses, strict=True) if use], name)
        others = [part for part, use in zip(node.parts, uses, strict=True) if not use and self.axes(numerator(part))]
        if len(others) > 1:
            raise NoVector("three vectors in a product")
        for other in others:
            own = Node("dot", "@", node.at, (own, Node("call", "tr", other.at, (other,))))
        parts = [part for part, use in zip(node.parts, uses, strict=True) if not use and part not in (*others, ONE)]
        numbers = sum(part.kind != "inverse" for part in parts)
        parts.insert(numbers if own.kind == "entrywise" else uses[: uses.index(True)].count(False), own)
        return replace(node, parts=tuple(parts)) if len(parts) > 1 else parts[0]

    def _entrywise(self, factors: Sequence[Node], name: str) -> Node:
        """The vector of some factors' products; a unit vector at the index makes it the diagonal of a matrix."""
        unit = Node("call", "unit", 0, (Node("name", name),))
        parts = [self._factor_without(factor, name) for factor in factors if factor != unit]
        if not parts or parts[0].kind == "inverse":
            parts.insert(0, self._ones(name, factors[0].at))
        vector = parts[0] if len(parts) == 1 else Node("entrywise", ".*", factors[0].at, tuple(parts))
        return Node("call", "diag", vector.at, (vector,)) if unit in factors else vector

    def _factor_without(self, factor: Node, name: str) -> Node:
        inner = self._without(numerator(factor), name)
        return replace(factor, parts=(inner,)) if factor.kind == "inverse" else inner

    def _dots(self, node: Node) -> Node:
        """The node with every sum over the components of two vectors as their dot product."""
        if not node.parts:
            return node
        node = replace(node, parts=tuple(map(self._dots, node.parts)))
        index = self._summed(node)
        if not index or _axis_of(node) not in self.scope.components:
            return node
        body = node.parts[0]
        pair = body.parts if body.kind == "product" else factors_of(body)
        try:
            parts = tuple(self._without(factor, index) for factor in pair)
        except NoVector:
            return node
        dot = Node("dot", "^" if body.kind == "power" else "@", node.at, parts)
        return dot if len(parts) == 2 and not self.axes(dot) else node

    def _rows(self, node: Node) -> Node:
        """The node with every sum of the rows of a table, each times a number, as the table times a vector."""
        if not node.parts:
            return node
        node = replace(node, parts=tuple(map(self._rows, node.parts)))
        index = self._summed(node)
        factors = factors_of(node.parts[0]) if index else []
        held = [f for f in factors if f.text in self.scope.tables and f.parts == (Node("name", index),)]
        if len(held) != 1 or len(factors) == 1 or _axis_of(node) != self.scope.shapes[held[0].text][0][0]:
            return node
        try:
            weights = self._without(times(*(factor for factor in factors if factor is not held[0])), index)
        except NoVector:
            return node
        table = Node("call", "tr", node.at, (Node("name", held[0].text, node.at),))
        return Node("dot", "@", node.at, (table, weights))

    def _summed(self, node: Node) -> str:
        """The index of a sum over one whole range, nothing for anything else."""
        is_sum = node.kind == "fold" and node.text == "sum" and len(node.parts) == 2
        return node.parts[1].text if is_sum and _axis_of(node) else ""


def _axis_of(fold: Node) -> str:
    """The axis that a sum over one index runs over, if it is a whole one."""
    low, high = fold.parts[1].parts
    return shapes.axis((low, high))


def same(one: Node, other: Node) -> bool:
    """Whether two nodes are one, but for the names of bound indices, the order of factors and of a delta's letters.

    >>> from .parse import parse
    >>> same(parse("sum(2*x*s[j], j=1..V)"), parse("sum(s[i]*x*2, i=1..V)"))
    True
    >>> same(parse("x - y"), parse("y - x"))
    False
    """
    return _key(one, {}) == _key(other, {})


def _key(node: Node, bound: Mapping[str, int]) -> Key:
    factors = factors_of(node)
    if len(factors) > 1:
        return "product", sorted(repr(_key(factor, bound)) for factor in factors)
    if node.kind in ("fold", "mean"):
        return node.kind, node.text, _keys_of_bound(node, bound)
    keys: list[Any] = [_key(part, bound) for part in node.parts]
    is_delta = node.kind == "call" and node.text == "delta"
    return node.kind, bound.get(node.text, node.text), sorted(keys, key=repr) if is_delta else keys


def _keys_of_bound(node: Node, bound: Mapping[str, int]) -> list[Key]:
    """The keys of what is bound, from the outer limits to the body: each may speak of those before it."""
    keys = []
    for part in reversed(node.parts):
        name = part.text if part.kind == "limit" else ""
        keys.append(_key(replace(part, text="") if name else part, bound))
        bound = {**bound, name: len(keys) + max(bound.values(), default=0)} if name else bound
    return keys
