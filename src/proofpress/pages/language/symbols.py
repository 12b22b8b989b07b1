"""Inline mathematics: wholly in the notation's default spellings, so that it can be written in any other.

>>> from proofpress.pages.language.spelling import Spelling, settle
>>> entries = (Spelling("v", {"rong": "h"}, array=True), Spelling("c", {"rong": "w_I"}))
>>> Reader(entries, settle(entries, ("ours", "rong"))).spellings("v_c")["rong"]
'h_{w_I}'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .spelling import SLOT, Spelling, Token, indexed, is_closed, raised, subscripted, texts, tokens_of, unwrapped

RELATIONS = {
    "=",
    "<",
    ">",
    r"\le",
    r"\leq",
    r"\ge",
    r"\geq",
    r"\ne",
    r"\neq",
    r"\approx",
    r"\sim",
    r"\equiv",
    r"\to",
    r"\rightarrow",
    r"\propto",
    r"\in",
    r"\ll",
    r"\gg",
    r"\coloneqq",
    r"\simeq",
    r"\iff",
    r"\implies",
}
STRUCTURE = {
    "(",
    ")",
    "[",
    "]",
    ",",
    ";",
    "|",
    "+",
    "-",
    "/",
    r"\mid",
    r"\top",
    r"\ldots",
    r"\dots",
    r"\cdots",
    r"\cdot",
    r"\times",
    r"\log",
    r"\exp",
    r"\max",
    r"\min",
    r"\partial",
    r"\infty",
    r"\|",
    r"\lVert",
    r"\rVert",
}


class SymbolError(ValueError):
    """Inline mathematics that is not made of the notation's symbols; `column` counts from 0 in the formula."""

    def __init__(self, message: str, column: int):
        super().__init__(message)
        self.column = column


@dataclass(frozen=True)
class Node:
    """A piece of a formula: an entry with its printed arguments, or a structural token; with its scripts."""

    entry: int | None
    text: str = ""
    arguments: tuple[tuple[Node, ...], ...] = ()
    below: tuple[Node, ...] | None = None
    above: tuple[Node, ...] | None = None
    group: tuple[Node, ...] | None = None


@dataclass(frozen=True)
class Pattern:
    """How an entry is recognised: its tokens, slots among them."""

    entry: int
    tokens: tuple[str, ...]

    @property
    def literal(self) -> int:
        """How many tokens it asks for: the longer pattern is tried first."""
        return sum(not SLOT.fullmatch(token) for token in self.tokens)


class Reader:
    """Reads inline formulas in the default spellings of `entries` and writes them in any other."""

    def __init__(self, entries: Sequence[Spelling], settled: Mapping[str, Sequence[str]]):
        self.entries = entries
        self.settled = settled
        self.patterns = sorted(
            _patterns(entries), key=lambda p: (-p.literal, -len(p.tokens), not entries[p.entry].array)
        )

    def read(self, tex: str) -> tuple[Node, ...]:
        """The formula's tree; raises `SymbolError` at the first token that is no symbol of the notation."""
        tokens = unwrapped(tokens_of(tex))
        if not tokens:
            raise SymbolError("the formula is empty", 0)
        return _Parse(tokens, self.patterns, self.entries).everything()

    def write(self, tree: Sequence[Node], convention: str) -> str:
        """The tree as LaTeX in a convention."""
        return " ".join(self._node(node, self.settled[convention], convention) for node in tree)

    def spellings(self, tex: str) -> dict[str, str]:
        """The formula in every convention."""
        tree = self.read(tex)
        return {convention: self.write(tree, convention) for convention in self.settled}

    def _node(self, node: Node, spelling: Sequence[str], convention: str) -> str:
        def write(part: Sequence[Node]) -> str:
            return self.write(part, convention)

        if node.entry is None:
            tex = node.text if node.group is None else f"{{{write(node.group)}}}"
            tex += "" if node.below is None else f"_{{{write(node.below)}}}"
            return tex if node.above is None else f"{tex}^{{{write(node.above)}}}"
        tex = self._entry(node, spelling[node.entry], write)
        return tex if node.above is None else raised(tex, write(node.above))

    def _entry(self, node: Node, spelling: str, write: Callable[[Sequence[Node]], str]) -> str:
        if node.arguments:
            return SLOT.sub(lambda slot: write(node.arguments[int(slot[1])]), spelling)
        if node.below is not None:
            indices = [write(part) for part in _split(node.below)]
            return indexed(spelling, indices) if self._is_array(node) else subscripted(spelling, ",".join(indices))
        return _head(spelling)

    def _is_array(self, node: Node) -> bool:
        return node.entry is not None and self.entries[node.entry].array


def _patterns(entries: Sequence[Spelling]) -> Iterator[Pattern]:
    for at, entry in enumerate(entries):
        tokens = tuple(texts(entry.latex))
        if not SLOT.fullmatch(tokens[0]):
            yield Pattern(at, tokens)
        head = tuple(texts(_head(entry.latex)))
        if head != tokens and is_closed(entry.latex):
            yield Pattern(at, head)


def _head(spelling: str) -> str:
    """A function's own letter, or the spelling itself where it takes no arguments."""
    return re.split(r"\(<|[_^]?\{?<", spelling)[0].strip() or spelling


def _split(nodes: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
    part: list[Node] = []
    for node in nodes:
        if node.entry is None and node.text == ",":
            yield tuple(part)
            part = []
        else:
            part.append(node)
    yield tuple(part)


class _Parse:
    """One pass over the tokens of one formula."""

    def __init__(self, tokens: list[Token], patterns: Sequence[Pattern], entries: Sequence[Spelling]):
        self.tokens, self.patterns, self.entries, self.at = tokens, patterns, entries, 0

    def everything(self) -> tuple[Node, ...]:
        nodes = []
        while self.at < len(self.tokens):
            nodes.append(self.item())
        return tuple(nodes)

    def item(self) -> Node:
        """An atom and its scripts."""
        node = self.atom()
        parts = {"_": node.below, "^": node.above}
        while self.at < len(self.tokens) and (script := self.tokens[self.at].text) in parts:
            if parts[script] is not None:
                raise self.error("a second script on one symbol")
            self.at += 1
            parts[script] = self.argument()
        return Node(node.entry, node.text, node.arguments, parts["_"], parts["^"], node.group)

    def argument(self) -> tuple[Node, ...]:
        """What a script holds: one atom, or what is between braces."""
        if self.at == len(self.tokens):
            raise SymbolError("the formula ends in a script", self.tokens[-1].column)
        node = self.atom()
        return node.group if node.group is not None else (node,)

    def atom(self) -> Node:
        for pattern in self.patterns:
            begin = self.at
            found = self.match(pattern)
            if found is not None and self.fits(pattern):
                return found
            self.at = begin
        token = self.tokens[self.at]
        if token.text == "{":
            return Node(None, group=self.group())
        if token.text in STRUCTURE or token.text.isdigit():
            self.at += 1
            return Node(None, token.text)
        raise self.error(self.complaint(token.text))

    def fits(self, pattern: Pattern) -> bool:
        """Whether an array has an index here, where a symbol of the same letter could stand without one."""
        letter_alone = any(
            pattern.tokens == other.tokens and not self.entries[other.entry].array for other in self.patterns
        )
        has_index = self.at < len(self.tokens) and self.tokens[self.at].text == "_"
        return has_index or not (self.entries[pattern.entry].array and letter_alone)

    def group(self) -> tuple[Node, ...]:
        self.at += 1
        nodes = []
        while self.at < len(self.tokens) and self.tokens[self.at].text != "}":
            nodes.append(self.item())
        if self.at == len(self.tokens):
            raise SymbolError("a brace is not closed", self.tokens[-1].column)
        self.at += 1
        return tuple(nodes)

    def match(self, pattern: Pattern) -> Node | None:
        """The entry at this place, its arguments read; or nothing, and the place is kept."""
        begin, arguments = self.at, {}
        for position, expected in enumerate(pattern.tokens):
            slot = SLOT.fullmatch(expected)
            if slot:
                argument = self.fill(pattern.tokens, position)
                if argument is None:
                    break
                arguments[int(slot[1])] = argument
            elif self.at < len(self.tokens) and self.tokens[self.at].text == expected:
                self.at += 1
            else:
                break
        else:
            return Node(pattern.entry, arguments=tuple(arguments[at] for at in sorted(arguments)))
        self.at = begin
        return None

    def fill(self, pattern: Sequence[str], position: int) -> tuple[Node, ...] | None:
        """The argument in a slot: after a script one group, else all up to the token that follows the slot."""
        if position and pattern[position - 1] in ("_", "^"):
            return self.argument() if self.at < len(self.tokens) else None
        stop = pattern[position + 1] if position + 1 < len(pattern) else None
        nodes = []
        while self.at < len(self.tokens) and self.tokens[self.at].text != stop:
            try:
                nodes.append(self.item())
            except SymbolError:
                return None
        return tuple(nodes) or None

    def error(self, message: str) -> SymbolError:
        return SymbolError(message, self.tokens[self.at].column)

    @staticmethod
    def complaint(text: str) -> str:
        if text in RELATIONS:
            return f"`{text}` is a relation, and prose holds symbols only: put it in a derivation or say it in words"
        return f"`{text}` is no symbol of the notation: add an entry for it or use the symbol that is listed"
