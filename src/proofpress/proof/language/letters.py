"""The making of a notation: a line for each letter says its name, kind, range and spelling, and gives its symbol.

>>> letters = Letters({"1..V": "is a word"})
>>> V = letters("V", "size", "V", "number of words")
>>> j = letters("j", "index", "j", "a word", over="1..V")
>>> s = letters("s", "real entries", "s", "scores", shape="(V,)")
>>> total = letters.function("total()", "sum(exp(s[j]), j)", r"Z", "sum of all exponentials")
>>> total().unfold(), letters.entries[1].words
(Sum(exp(s[j]), (j, 1, V)), '$j$ is a word')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sympy import Function, IndexedBase, Symbol

from ..functions import abbreviation
from ..notation import Entry
from ..several import differentiable
from . import shapes
from .build import FUNCTIONS, OWN, Builder
from .build import KINDS as FOLDS
from .forms import Table
from .nodes import LanguageError, Node
from .parse import Parser, parse
from .scope import Scope, axes_of, span
from .tokens import BEGINNINGS, TAIL

KINDS = ("real", "positive", "negative", "nonnegative", "nonpositive", "nonzero", "integer")
SIZED = ("size", "index", "entries")
OTHERS = ("fixed", "matrix")
FUNCTION = "differentiable function"
WORDS = (*BEGINNINGS, *TAIL, "for", "mean")
SHAPES = r"(\((\w+,|\w+(, \w+)+)\)( or (?=\()|$))*"
RANGE = re.compile(r"(\w+)=(\w+\.\.\w+)")


def symbol(name: str, kind: str) -> Any:
    """A letter of a kind: ``size``, ``index``, ``positive integer``, ``real entries``, ``differentiable function``.

    >>> symbol("n", "positive integer").is_nonnegative, symbol("p", "positive entries")[1].is_positive
    (True, True)
    """
    if kind == FUNCTION:
        return differentiable(name)
    words = kind.lower().replace(",", " ").replace("-", "").split()
    if not words or any(word not in KINDS + SIZED + OTHERS for word in words):
        raise ValueError(
            f"{name} is declared {kind!r}; a letter is {', '.join(KINDS + SIZED + OTHERS)}, or several of these"
        )
    assumed = [word for word in words if word in KINDS]
    assumed += ["integer"] * ("index" in words) + ["integer", "positive"] * ("size" in words)
    try:
        letter = IndexedBase if {"entries", "matrix"} & set(words) else Symbol
        return letter(name, **dict.fromkeys(["real", *assumed], True))
    except ValueError:
        raise ValueError(f"{name} is declared {kind!r}; these contradict each other") from None


class Letters:
    """Collects the entries of a notation in the order in which it makes them.

    An index runs over its range, and may be one that a vector is written out in; a fixed one stands for one thing.

    `ranges` says in words what an index of a range is; they stand among what is given.
    """

    def __init__(self, ranges: Mapping[str, str] | None = None) -> None:
        self.ranges, self.entries = ranges or {}, list[Entry]()

    def __call__(self, name: str, kind: str, latex: str, meaning: str, *, called: str = "", **rest: Any) -> Any:
        """A letter, by its name in a chain's text; `called` is its name in SymPy where that is another."""
        if not name.isidentifier() or name in (*FUNCTIONS, *FOLDS, *OWN, *WORDS):
            raise ValueError(f"a letter cannot be called {name!r}; take a word of letters that means nothing else")
        words = self.ranges.get(rest.get("over", ""), "")
        said = {"words": f"${latex}$ {words}"} if words and kind in ("index", "fixed index") else {}
        return self.known(name, symbol(called or name, kind), latex, meaning, **{"kind": kind, **said, **rest})

    def known(self, name: str, thing: Any, latex: str, meaning: str, **rest: Any) -> Any:
        r"""A symbol or function that exists already, under a name.

        >>> from sympy import GoldenRatio
        >>> Letters().known("golden", GoldenRatio, r"\phi", "the golden ratio")
        GoldenRatio
        """
        if any(entry.name == name for entry in self.entries):
            raise ValueError(f"two letters are called {name}; give one of them another name")
        if same := [entry.name for entry in self.entries if entry.symbol == thing]:
            raise ValueError(f"{name} is {same[0]} once more; let it be `called` otherwise")
        self._refuse_ranges(name, str(rest.get("over", "")), str(rest.get("shape", "")))
        self.entries.append(Entry(thing, latex, meaning, name=name, **rest))
        return thing

    def _refuse_ranges(self, name: str, over: str, shape: str) -> None:
        """Refuse a range or a shape that cannot be read, or whose sizes are not declared above."""
        if not re.fullmatch(SHAPES, shape):
            raise ValueError(f"{name} has the shape {shape!r}; write (V,), (V, d), or several with `or` between them")
        try:
            ends = span(over) if over else ()
        except LanguageError as problem:
            raise ValueError(f"{name} has the range {over!r}: {problem}") from None
        sizes = set(re.findall(r"[^\W\d]\w*", shape.replace(" or ", " "))).union(*(end.names() for end in ends))
        if unknown := sorted(sizes - {entry.name for entry in self.entries}):
            raise ValueError(f"{name} runs over {unknown[0]}, which is not declared; declare that size above it")

    def table(self, base: IndexedBase, latex: str, meaning: str, **rest: Any) -> Table:
        r"""The letter of a whole array of two indices, its rows the vectors: the matrix $U$ of all $u_j$.

        >>> letters = Letters()
        >>> V, d = (letters(name, "size", name, "a size") for name in "Vd")
        >>> letters.table(letters("u", "real entries", "u", "vectors", shape="(V, d)"), "U", "all vectors")
        Table(u)
        """
        shape = next(entry.shape for entry in self.entries if entry.symbol == base)
        made: Table = self.known(latex, Table(base), latex, meaning, kind="table", shape=shape, **rest)
        return made

    def function(self, head: str, body: str, latex: str, meaning: str, **rest: Any) -> Any:
        r"""A function that keeps its name on the page; ``score(o, c)`` stands for its body, or for nothing known.

        ``node_score(n=1..R, c)`` says over what an argument runs, where that is not its usual range.

        >>> letters = Letters()
        >>> N, R = (letters(name, "size", name, "turns") for name in "NR")
        >>> n = letters("n", "index", "n", "a turn", over="1..N")
        >>> s = letters("s", "real entries", "s", "scores", shape="(R,)")
        >>> doubled = letters.function("doubled(n=1..R)", "2*s[n]", "t_<0>", "twice the scores", shape="(R,)")
        >>> letters.function("halved(n)", "s[n]/2", "t_<0>", "half the scores", shape="(R,)")
        Traceback (most recent call last):
        ValueError: halved(n): at character 1: s over N; its shape is (R,)
        """
        ranges = dict(RANGE.findall(head))
        head = RANGE.sub(r"\1", head)
        node, scope = parse(head), Scope.of(self.entries)
        names = [part.text for part in node.parts]
        if any(part.kind != "name" for part in node.parts) or len(set(names)) < len(names):
            raise ValueError(f"{head} is no head of a function; write f(x), or f(x, y)")
        spelt = [latex, *rest.get("elsewhere", {}).values()]
        if most := [one for one in spelt if any(int(at) >= len(names) for at in re.findall(r"<(\d)>", one))]:
            raise ValueError(f"{head} is spelt {most[0]}, which has a place for more arguments")
        if not body:
            if (kind := rest.pop("kind", "real")) not in KINDS:
                raise ValueError(f"{head} is declared {kind!r}; a function is {', '.join(KINDS)}")
            made: Any = Function(node.text, **{kind: True})
            made.arity = len(node.parts)
            return self.known(node.text, made, latex, meaning, **rest)
        parser = Parser(body, scope.ranges)
        inner = parser.sum()
        parser.close("an operator may stand here")
        build = Builder(scope)
        made = abbreviation(node.text, tuple(build.all(node.parts)), build(inner))
        self.known(node.text, made, latex, meaning, definition=f"{head} = {body}", arguments=ranges, **rest)
        self._refuse_shape(head, inner, scope)
        return made

    def _refuse_shape(self, head: str, body: Node, scope: Scope) -> None:
        """Refuse a function whose shape is not that of its arguments, or whose body is not of the shapes it names."""
        entry = self.entries[-1]
        own = {name: span(text) for name, text in entry.arguments.items()}
        try:
            shapes.check(body, scope.shapes, {**scope.ranges, **own})
        except LanguageError as problem:
            raise ValueError(f"{head}: {problem}") from None
        axes = axes_of(entry, scope.ranges)
        if entry.shape and shapes.read(entry.shape) != (axes,):
            runs = ", ".join(axis or "no whole axis" for axis in axes)
            raise ValueError(f"{head} has the shape {entry.shape}, but its arguments run over {runs}")
