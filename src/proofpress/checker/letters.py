"""What the letters of a claim may be: guessed from how they stand and from a notation, for whoever asks to change.

>>> guessed("sum(exp(s[j]), j=1..V)", "V*exp(s[i])", {})
{'s': 'entries', 'V': 'size', 'i': 'index'}
>>> guessed("p*log(q)", "0", {"p": "positive"})
{'p': 'positive', 'q': 'real'}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from proofpress.proof.language import latex
from proofpress.proof.language.letters import KINDS
from proofpress.proof.language.nodes import Node
from proofpress.proof.language.parse import Parser
from proofpress.proof.language.scope import CONSTANTS

PLAIN = {"size": "positive integer", "index": "integer"}
"""What a size and an index are where there is no array."""
NOWHERE = Node("name", "")
"""The end of an index that has none of its own."""


def guessed(lhs: str, rhs: str, known: Mapping[str, str]) -> dict[str, str]:
    """The letters that stand free in either side with what each may be, in their order; raises `LanguageError`."""
    nodes = sides(lhs, rhs)
    uses: dict[str, str] = {}
    for node in nodes:
        for name, use in _uses(node, frozenset()):
            uses[name] = use if uses.get(name, "") in ("", "index") else uses[name]
    sized = "entries" in uses.values()
    return {name: _kind(use, known.get(name, ""), sized) for name, use in uses.items()}


def sides(*texts: str) -> list[Node]:
    r"""The nodes of the sides, each in LaTeX or in the language; a letter is an array in all or in none.

    >>> [node.kind for node in sides(r"\sum_{j=1}^{n} s_j", "s[1] + s[2]")]
    ['fold', 'sum']
    """
    nodes = [_node(text) for text in texts]
    arrays = frozenset[str]().union(*map(latex.arrays, nodes))
    arrays |= {one.text for text, node in zip(texts, nodes, strict=True) if not latex.is_latex(text)
               for one in _all(node) if one.kind == "entry"}  # fmt: skip
    return [latex.settled(node, arrays) for node in nodes]


def _node(text: str) -> Node:
    if latex.is_latex(text):
        return latex.read(text)
    parser = Parser(text, _AnyIndex())
    node = parser.compared()
    parser.close("write * between factors; an operator may stand here")
    return node


class _AnyIndex(dict[str, tuple[Node, Node]]):
    """A range for every index, for where it is not yet known what the letters are."""

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> tuple[Node, Node]:
        return Node("number", "1"), NOWHERE


def _all(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _all(part)


def _uses(node: Node, bound: frozenset[str], use: str = "") -> Iterator[tuple[str, str]]:
    """Each free letter with how it stands: as an array, as its index, as the end of a sum, or anyhow."""
    if node.kind == "name" and node.text and node.text not in bound and node.text not in {*CONSTANTS, "True", "False"}:
        yield node.text, use
    if node.kind in ("entry", "mean") and node.text not in bound:
        yield node.text, "entries"
    if node.kind == "limit" and NOWHERE in node.parts:
        yield node.text, "index"
    inner = bound | {part.text for part in node.parts if part.kind == "limit"}
    for part in node.parts:
        own = {"entry": "index", "limit": "size"}.get(node.kind, use if node.kind in ("sum", "negative") else "")
        yield from _uses(part, inner if part.kind != "limit" else bound, own)


def _kind(use: str, known: str, sized: bool) -> str:
    """What a letter may be."""
    if use == "entries":
        return known if "entries" in known else use
    found = use or (known if known in PLAIN else "")
    if found:
        return found if sized else PLAIN[found]
    return " ".join(word for word in known.split() if word in KINDS) or "real"


def declared(chosen: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """The letters that were found, as they were chosen, or as they were guessed where nothing was.

    >>> declared({"x": "positive", "z": "real"}, {"x": "real", "y": "real"})
    {'x': 'positive', 'y': 'real'}
    """
    return {name: chosen.get(name) or kind for name, kind in found.items()}
