"""What the names of a text mean: symbols, arrays and functions of a notation, and the range that an index has."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sympy import E, EulerGamma, IndexedBase, Symbol, oo, pi

from ..notation import Entry
from . import shapes
from .forms import Table, is_form
from .nodes import LanguageError, Node
from .parse import Parser, parse
from .shapes import Shapes

LONGEST = 40
"""Letters of an unknown name that are repeated."""
MANY = 20
"""Letters up to which an error lists them all."""
CONSTANTS = {"oo": oo, "inf": oo, "infinity": oo, "pi": pi, "e": E, "E": E, "EulerGamma": EulerGamma}

LAST, SUBSCRIPT = re.compile(r"_(?:<\d>|\{<\d>(?:, ?<\d>)*\})$"), re.compile(r"[_^]\{?<\d>")


@dataclass(frozen=True)
class Scope:
    """Names with what they stand for, the ranges of those that have one, and how a given says each in words.

    >>> j = Symbol("j", integer=True)
    >>> scope = Scope.of([Entry(j, "j", "a word", name="j", over="1..8", words="$j$ is a word")])
    >>> scope.ranges["j"][1].text, scope.words["j"]
    ('8', '$j$ is a word')
    >>> scope.look("pi", 0), scope.index("j", 0)
    (pi, j)
    >>> scope.array("j", 0)
    Traceback (most recent call last):
    proofpress.proof.language.nodes.LanguageError: at character 1: j with an index; only an array has one
    >>> scope.look("jj", 3)
    Traceback (most recent call last):
    proofpress.proof.language.nodes.LanguageError: at character 4: the name 'jj' is not known; did you mean j?
    """

    names: Mapping[str, object]
    ranges: Mapping[str, tuple[Node, Node]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    shapes: Shapes = field(default_factory=dict)
    arguments: Shapes = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    running: tuple[str, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Scope:
        """The scope of a notation's entries."""
        named = {entry.name or _own_name(entry.symbol): entry for entry in entries}
        held = {entry.symbol.base for entry in named.values() if isinstance(entry.symbol, Table)}
        named = {name: entry for name, entry in named.items() if not is_form(entry.symbol)}
        ranges = {name: span(entry.over) for name, entry in named.items() if entry.over}
        symbols, words = {n: e.symbol for n, e in named.items()}, {n: e.words for n, e in named.items()}
        definitions = {n: e.definition for n, e in named.items() if e.definition}
        tables = frozenset(n for n, e in named.items() if e.symbol in held or "matrix" in e.kind)
        running = tuple(n for n, e in named.items() if e.kind == "index")
        arguments = {n: (axes_of(e, ranges),) for n, e in named.items() if hasattr(e.symbol, "parameters")}
        return cls(symbols, ranges, words, definitions, _shapes(named, ranges), arguments, tables, running)

    @cached_property
    def components(self) -> frozenset[str]:
        """The axes of which an index is a component of a vector: those along the rows of a table.

        >>> Scope({}, shapes={"u": (("V", "d"),)}, tables=frozenset("u")).components
        frozenset({'d'})
        """
        return frozenset(self.shapes[name][0][-1] for name in self.tables)

    def axis(self, name: str) -> str:
        """The axis that an index with this name runs over, nothing if it does not run over a whole one.

        >>> Scope({}, {"j": span("1..V")}).axis("j")
        'V'
        """
        return shapes.axis(self.ranges.get(name))

    def meaning(self, name: str) -> tuple[Node, Node]:
        """A function of the notation as it is called, and what that stands for.

        >>> Scope({}, definitions={"square": "square(x) = x^2"}).meaning("square")[1].kind
        'power'
        """
        head, body = self.definitions[name].split(" = ", 1)
        return parse(head), parse(body, self.ranges)

    def look(self, name: str, at: int, others: Iterable[str] = ()) -> object:
        """What a name stands for; the error names what is spelt nearly so."""
        for table in (self.names, CONSTANTS):
            if name in table:
                return table[name]
        names = list(self.names)
        listed = f"known are {', '.join(names) or 'no letters'}"
        known = listed if len(names) <= MANY else f"none of the {len(names)} letters is near it; declare it"
        array, _, index = name.rpartition("_")
        if isinstance(self.names.get(array), IndexedBase):
            known = f"did you mean {array}[{index}]?"
        else:
            known = nearest(name, (*names, *CONSTANTS, *others)) or known
        foreign = next((f" ({unicodedata.name(letter, 'no letter').lower()})" for letter in name if letter > "~"), "")
        shown = f"{name[:LONGEST]}…" if len(name) > LONGEST else name
        raise LanguageError(at, f"the name {shown!r}{foreign} is not known", known)

    def index(self, name: str, at: int) -> Symbol:
        """An index or a size."""
        found = self.look(name, at)
        if not (isinstance(found, Symbol) and found.is_integer):
            raise LanguageError(at, f"{name} where an index should stand", "an index is an integer")
        return found

    def array(self, name: str, at: int) -> IndexedBase:
        """An array."""
        found = self.look(name, at)
        if not isinstance(found, IndexedBase):
            raise LanguageError(at, f"{name} with an index", "only an array has one")
        return found


def nearest(name: str, known: Collection[str]) -> str:
    """The one of some names that is spelt nearly so, as a question; nothing if none is.

    >>> nearest("sigmoidd", ["softplus", "sigmoid"]), nearest("y", ["x"])
    ('did you mean sigmoid?', '')
    """
    near = difflib.get_close_matches(name, known, 1) or [one for one in known if one.lower() == name.lower()]
    return f"did you mean {near[0]}?" if near else ""


def _own_name(symbol: Any) -> str:
    """The name of a symbol, an array or a function in SymPy."""
    return str(getattr(symbol, "name", "") or getattr(symbol, "__name__", symbol))


def _shapes(named: Mapping[str, Entry], ranges: Mapping[str, tuple[Node, Node]]) -> dict[str, Any]:
    """The shapes of arrays, and those of functions: the axes of their arguments, where each has one.

    A function whose argument is printed as an index within it has none: without the index it is another thing.
    """
    found: dict[str, Any] = {}
    for name, entry in named.items():
        if isinstance(entry.symbol, IndexedBase) and entry.shape:
            found[name] = shapes.read(entry.shape)
        elif hasattr(entry.symbol, "parameters") and not SUBSCRIPT.search(LAST.sub("", entry.latex)):
            found[name] = (axes_of(entry, ranges),)
    return {name: axes for name, axes in found.items() if all(map(all, axes))}


def axes_of(entry: Entry, ranges: Mapping[str, tuple[Node, Node]]) -> tuple[str, ...]:
    """The axis that each argument of a function runs over, nothing for one that runs over no whole one.

    >>> axes_of(Entry(None, "x", "a number"), {})
    ()
    """
    parameters = map(_own_name, getattr(entry.symbol, "parameters", ()))
    own = {**ranges, **{name: span(text) for name, text in entry.arguments.items()}}
    return tuple(shapes.axis(own.get(parameter)) for parameter in parameters)


def span(text: str) -> tuple[Node, Node]:
    """The two ends of a range.

    >>> [end.text for end in span("1..V")]
    ['1', 'V']
    """
    parser = Parser(text, {})
    lower = parser.sum()
    parser.expect("..", "write 1..V")
    upper = parser.sum()
    parser.close("write 1..V")
    return lower, upper
