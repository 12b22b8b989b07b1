"""What a text is read into: a tree of small nodes, term by term as it is written, each with its place.

>>> x, two = Node("name", "x"), Node("number", "2", at=4)
>>> square = Node("power", "^", 0, (x, two))
>>> two == Node("number", "2", at=9), square.parts[1].at, square.names()
(True, 4, {'x'})
>>> square.put({"x": two}).parts[0].text, square.replaced(two, x).parts[1].text
('2', 'x')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


class LanguageError(ValueError):
    """A text that cannot be read: where (a character, from 0), what stands there, what may stand there."""

    def __init__(self, at: int, what: str, allowed: str) -> None:
        super().__init__(f"at character {at + 1}: {what}; {allowed}")
        self.at, self.what, self.allowed = at, what, allowed


@dataclass(frozen=True)
class Node:
    """A part of an expression; its place is no part of what it is.

    ``number``, ``name``: the text alone. ``entry``: an array at its indices. ``call``: a function of its arguments.
    ``sum``, ``product``: the terms, the factors. ``negative``, ``inverse``, ``power``: of one, of one, of two parts.
    ``dot``: of two parts that are vectors or matrices. ``entrywise``: the factors, all vectors or all matrices.
    ``fold``: ``sum`` or ``prod`` of a body over limits, the innermost first; ``limit``: a name from one end to another.
    ``mean``: of a body over draws of the array in `text`, their count, their weight and its limit.
    ``derivative``: of the first part by all others, in turn. ``compare``: signs between its parts.
    """

    kind: str
    text: str = ""
    at: int = field(default=0, compare=False)
    parts: tuple[Node, ...] = ()

    def names(self) -> set[str]:
        """Every name that stands in it free: of a symbol, an array or a function."""
        found = {self.text} if self.kind in ("name", "entry", "call", "mean") else set()
        for part in self.parts:  # a limit comes after what it binds, the outer ones last
            found = found - {part.text} | part.names() if part.kind == "limit" else found | part.names()
        return found

    def put(self, parts: Mapping[str, Node]) -> Node:
        """The same with nodes in place of names."""
        if self.kind == "name" and self.text in parts:
            return parts[self.text]
        return replace(self, parts=tuple(part.put(parts) for part in self.parts)) if self.parts else self

    def replaced(self, old: Node, new: Node) -> Node:
        """The same with one node in place of every node like another; refused where a name of theirs is bound.

        What a function names its arguments may be bound: it is said of them all.
        """
        if self == old:
            return new
        parts = tuple(part.replaced(old, new) for part in self.parts)
        if parts == self.parts:
            return self
        said_of_all = {part.text for part in old.parts if part.kind == "name"} if old.kind == "call" else set()
        if held := self.binds() & (old.names() | new.names()) - said_of_all:
            raise LanguageError(self.at, f"{held.pop()} is bound here, and said above to be something", "rename it")
        return replace(self, parts=parts)

    def binds(self) -> set[str]:
        """The names that it binds.

        >>> Node("fold", "sum", 0, (Node("name", "x"), Node("limit", "k"))).binds()
        {'k'}
        """
        names = {part.text for part in self.parts if part.kind == "limit"}
        return names | {self.text} if self.kind == "mean" else names

    def catches(self) -> set[str]:
        """The names that mean another thing somewhere in it: those that are bound, and those that a derivative is by.

        >>> square = Node("power", "^", 0, (Node("name", "x"), Node("number", "2")))
        >>> Node("negative", "-", 0, (Node("derivative", "d", 0, (square, Node("name", "x"))),)).catches()
        {'x'}
        """
        by = {part.text for part in self.parts[1:]} if self.kind == "derivative" else set()
        return by.union(self.binds(), *(part.catches() for part in self.parts))
