"""A chain as text: its name, what is given, and a line for each step with its reason.

>>> from sympy import Symbol
>>> text = '''rising: The exponential rises
... given x > 0  -- the step is to the right
...   exp(x)
... >= 1 + x     -- the tangent at zero lies below
... > 1          -- $x$ is positive
... '''
>>> read(text, Scope({"x": Symbol("x", real=True)}))
Traceback (most recent call last):
proofpress.proof.language.nodes.LanguageError: at character 128: the relation >; turn it round, as < or <=
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sympy import Basic, IndexedBase, S, oo

from ..derivation import Derivation, Induction, Lemma, Line
from ..functions import Abbreviation
from ..given import Given, Range, Values
from . import shapes
from .build import FUNCTIONS, OWN, Builder
from .build import KINDS as FOLDS
from .givens import read_given
from .nodes import LanguageError, Node
from .parse import Parser
from .scope import CONSTANTS, Scope, nearest
from .statement import Written, WrittenGiven, WrittenLine
from .tokens import BEGINNINGS, TAIL
from .vectors import Axes, Vectors, told

SIGNS = {"=": ("equals", "="), "<=": ("bound", "≤"), ">=": ("bound", "≥"), "<": ("bound", "<"), "->": ("limit", "→"),
         ":=": ("definition", ":="), "<=>": ("equivalent", "⇔"), "argmin": ("minimiser", "argmin")}  # fmt: skip
OF_SIGNS = {"gap": ("<=", ">=", "<", "argmin"), "factor": ("<=>",), "variable": ("->",), "to": ("->",)}
KINDS = {"wrong": "refuted", "assume": "assumption", "cite": "cited"}
NAME = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):\s+(\S.*)", re.DOTALL)
WORD = re.compile(rf"\s*({'|'.join(BEGINNINGS)})\b")
BEGINS = re.compile(rf"\s*(?:<=>|<=|>=|->|:=|[=<>≤≥→⇔])|{WORD.pattern}")
OPENED = re.compile(r"^\s*(?:<=>|⇔)", re.MULTILINE)
REASON = re.compile(r"(?:^|(?<=\s))--(?=\s|$)")
BELOW = re.compile(r"\n\s*(\S)")
ONLY = re.compile(r"(?:numeric|one size):\s*\S")
PART = re.compile(r"\s*([^\W\d]\w*)\s*(?:\(([^()]*)\))?\s*=(?![=>])")


@dataclass(frozen=True)
class Row:
    """A logical line of the text: from where to where its mathematics stands, its reason, and its first word.

    >>> rows("given x > 0  -- a reason")[0]
    Row(start=0, stop=13, because='a reason', key='given')
    """

    start: int
    stop: int
    because: str
    key: str


@dataclass
class _Draft:
    """A chain as far as it is read."""

    text: str
    scope: Scope
    source: str = ""
    given: list[Given] = field(default_factory=list)
    chain: list[Line] = field(default_factory=list)
    parts: dict[str, tuple[tuple[str, ...], Node]] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)
    lines: list[WrittenLine] = field(default_factory=list)
    givens: list[WrittenGiven] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing is a vector before the first line."""
        self.names = re.findall(r"\w+", self.text)
        self.of_axes(())

    def expanded(self, node: Node) -> Node:
        """A node with the parts that were named put in, and its dot products as sums."""
        if node.kind == "compare":
            return replace(node, parts=tuple(map(self.expanded, node.parts)))
        if node.kind == "name" and isinstance(self.scope.names.get(node.text), IndexedBase):
            return node
        return self.components(self.whole(node), ())

    def whole(self, node: Node) -> Node:
        """A node with the parts that were named put in, at the place of their names; no argument's name is caught."""
        if not self.parts:
            return node
        inner = tuple(map(self.whole, node.parts))
        if node.kind == "entry" and node.text in self.parts:
            instead = "a part that is named has none: write F(j) for it"
            raise LanguageError(node.at, f"{node.text} with an index", instead)
        names, body = self.parts.get(node.text, ((), None)) if node.kind in ("name", "call") else ((), None)
        if body is None:
            return replace(node, parts=inner) if inner else node
        if len(names) != len(inner):
            raise LanguageError(node.at, f"{node.text} with {len(inner)} arguments", f"it takes {len(names)}")
        free = set().union(*(part.names() for part in inner))
        if caught := body.catches() & self._spoken_of(free):
            raise LanguageError(node.at, f"{min(caught)} is bound in {node.text}", "choose another name there")
        return body.put(dict(zip(names, inner, strict=True)))

    def _spoken_of(self, names: set[str]) -> set[str]:
        """Names, and those in what they stand for: in the notation, or by a line of the chain."""
        found, more = set[str](), names
        while more:
            found |= more
            lines = [line for line in self.lines if line.kind == "definition" and line.left and line.left.text in more]
            meanings = [self.scope.meaning(name) for name in more if name in self.scope.definitions]
            more = set().union(*(line.right.names() for line in lines), *(b.names() - a.names() for a, b in meanings))
            more -= found
        return found

    def components(self, node: Node, axes: Axes) -> Node:
        """The components of what must have these axes."""
        if (found := self.vectors.axes(node)) != axes:
            zeros = len(axes) == 1 and node.text == "0"
            instead = f"write 0*ones({axes[0]})" if zeros else "both sides must be alike"
            raise LanguageError(node.at, f"{told(found)} where {told(axes)} should stand", instead)
        return self.vectors.at(node, self.indices if axes else ()) if axes or "@" in self.text else node

    def fits(self, node: Node) -> None:
        """Refuse indices that run over other axes than their array has, or within a sum over themselves."""
        _refuse_shadow(node, frozenset())
        told = [given.said for given in self.givens]
        ranges = {said.parts[1].text: (said.parts[0], said.parts[2]) for said in told if said.text == "<= <="}
        sizes = [said.parts for said in told if said.text == "=" and said.parts[0].kind == "name"]
        alike = {one.text: other.text for one, other in sizes if other.kind == "name"}
        own = {**self.scope.shapes, **self.scope.arguments}
        shapes.check(node, own, {**self.scope.ranges, **ranges}, alike)

    def begin(self, node: Node) -> None:
        """Begin with a first side: what follows is of its kind."""
        self.of_axes(self.vectors.axes(self.whole(node)), node.at)

    def of_axes(self, axes: Axes, at: int = 0) -> None:
        """Read lines of these axes; no name that stands in the chain's text is an index of theirs."""
        self.vectors, self.axes = Vectors(self.scope, self.names), axes
        self.indices = tuple(self.vectors.letter(axis, at) for axis in axes)

    def side(self, node: Node) -> tuple[Node, Node]:
        """A side of a line as it is written, the parts that were named put in, and its components."""
        written = self.whole(node)
        return written, self.components(written, self.axes)

    def words(self, row: Row) -> str:
        """What stands in a row, on one line."""
        return " ".join(self.text[row.start : row.stop].split())

    def parser(self, row: Row, start: int | None = None) -> Parser:
        """A parser of a row's mathematics."""
        return Parser(self.text, self.scope.ranges, row.start if start is None else start, row.stop)

    def build(self, node: Node) -> Any:
        """The expression of a node, the parts that were named put in."""
        return self.made(self.expanded(node))

    def made(self, node: Node) -> Any:
        """The expression of components."""
        self.free |= node.names()
        return Builder(self.scope)(node)


def read(text: str, scope: Scope) -> Derivation:
    """The derivation that a text states; raises `LanguageError`."""
    return read_with_places(text, scope)[0]


def read_with_places(text: str, scope: Scope) -> tuple[Derivation, tuple[int, ...]]:
    r"""The same, with the character at which each of its lines begins.

    >>> read_with_places("a-name: A title\n  1\n= 2 - 1  -- less one\n", Scope({}))[1]
    (18, 20)
    """
    first, *rest = rows(text) or [Row(0, 0, "", "")]
    draft = _Draft(text, scope)
    named = NAME.fullmatch(draft.words(first))
    if named is None or first.because:
        raise LanguageError(first.start, "no name of a chain", "the first line is: slug: Title")
    if below := BELOW.search(text, first.start, first.stop):
        raise LanguageError(below.start(1), "a title of two lines", "indent what is below it by two, not by four")
    for row in rest:
        _refuse_misspelt(draft, row)
        try:
            READERS.get(row.key, _line)(draft, row)
        except LanguageError:
            raise
        except Exception as problem:  # what nobody thought of is told at its place, too
            what = f"{type(problem).__name__}: {' '.join(str(problem).split())}"
            raise LanguageError(row.start, what, "this cannot be read; say it in another way") from problem
    _refuse_idle(draft, rest)
    if not draft.chain:
        raise LanguageError(first.start, f"{named[1]} has no line", "write the first expression below its name")
    given = (*usual_ranges(scope, _free(draft)), *draft.given)
    usual = [fact for fact in given if fact not in draft.given]
    chain, givens = tuple(draft.chain), (*_usual_written(scope, usual), *draft.givens)
    written = Written(tuple(draft.lines), givens, scope, (chain, given))
    made = Derivation(named[1], named[2], chain, given, source=draft.source, written=written)
    return made, tuple(row.start for row in rest if row.key not in READERS)


def rows(text: str) -> list[Row]:
    r"""The logical lines: one that is indented by four continues the one above, unless a relation begins it.

    >>> [row.start for row in rows("a\n    b\nc")]
    [0, 8]
    """
    starts: list[list[int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        body, end = line.rstrip(), at + len(line.rstrip())
        is_deep = bool(starts) and line.startswith(("    ", "\t"))
        goes_on = is_deep and not BEGINS.match(line)
        if is_deep and (word := WORD.match(line)):
            what = f"a line that begins with {word[1]}, indented by four"
            raise LanguageError(at + word.start(1), what, "indent it by less, or let the line above end with the word")
        if goes_on and body:
            starts[-1][1] = end
        elif body:
            starts.append([end - len(body.lstrip()), end])
        at += len(line)
    return [_row(text, start, stop) for start, stop in starts]


def _row(text: str, start: int, stop: int) -> Row:
    reasons = list(REASON.finditer(text, start, stop))
    if len(reasons) > 1:
        raise LanguageError(reasons[1].start(), "a second reason", "a line has one, after --")
    end = reasons[0].start() if reasons else stop
    because = " ".join(text[reasons[0].end() : stop].split()) if reasons else ""
    if reasons and not because:
        raise LanguageError(end, "an empty reason", "write after -- why the line follows")
    key = re.match(r"\w*", text[start:end])
    return Row(start, end, because, key.group() if key else "")


# Header


def _source(draft: _Draft, row: Row) -> None:
    if draft.source or row.because:
        what = "a reason for a source" if row.because else "a second source"
        raise LanguageError(row.start, what, "a chain has one source, in words alone")
    draft.source = draft.words(row).removeprefix("source").strip()


def _given(draft: _Draft, row: Row) -> None:
    parser = draft.parser(row, row.start + len("given"))
    others, draft.free = draft.free, set()
    fact = read_given(parser, row.because, draft.scope, draft.build, lambda: _lemma_of_given(draft, parser))
    draft.free = others | draft.free - {name.name for name in getattr(fact, "names", ())}
    draft.given.append(fact)
    said = getattr(parser, "said", None)
    if said is not None:
        draft.givens.append(WrittenGiven(draft.expanded(said), tuple(str(name) for name in getattr(fact, "names", ()))))


def _where(draft: _Draft, row: Row) -> None:
    start = row.start + len("where")
    found = PART.match(draft.text, start, row.stop)
    if found is None:
        raise LanguageError(start, "a part without a name", "write where Z = …, or where F(x) = …")
    always = (*FUNCTIONS, *FOLDS, *CONSTANTS, *OWN, "d", "mean")
    if found[1] in draft.scope.names or found[1] in draft.parts or found[1] in always:
        raise LanguageError(found.start(1), f"{found[1]} has a meaning already", "choose another name")
    if row.because:
        raise LanguageError(row.start, "a reason for a name", "say it of the line in which it stands")
    parser = draft.parser(row, found.end())
    node = parser.compared()
    parser.close("an operator may stand here")
    names = tuple(name.strip() for name in found[2].split(",")) if found[2] is not None else ()
    if found[2] is not None and (len(set(names)) < len(names) or not all(map(str.isidentifier, names))):
        raise LanguageError(found.start(2), f"({found[2]}) behind {found[1]}", "write where F(x) = …, or F(x, y) = …")
    caught = node.catches()
    if unfit := [name for name in names if name in caught or name not in node.names()]:
        what = f"{unfit[0]} is {'bound' if unfit[0] in caught else 'used nowhere'} in {found[1]}"
        raise LanguageError(found.start(2), what, "choose another name, or leave it out")
    draft.parts[found[1]] = names, draft.whole(node)


def _refuse_idle(draft: _Draft, rest: Iterable[Row]) -> None:
    """Refuse a part that was named and stands nowhere else."""
    words = re.findall(r"\w+", " ".join(draft.words(row) for row in rest))
    idle = next((row for row in rest if row.key == "where" and words.count(_named(draft, row)) < 2), None)
    if idle:
        raise LanguageError(idle.start, f"{_named(draft, idle)} is named and not used", "use it, or leave it out")


def _named(draft: _Draft, row: Row) -> str:
    found = PART.match(draft.text, row.start + len("where"))
    return found[1] if found else ""


def _refuse_shadow(node: Node, bound: frozenset[str]) -> None:
    """Refuse an index that runs within what it runs over already: both would be printed alike."""
    if again := bound & node.binds():
        raise LanguageError(node.at, f"{min(again)} runs within a {node.text} over it", "choose another index there")
    for part in node.parts:
        _refuse_shadow(part, bound | node.binds())


# Lines


def _refuse_misspelt(draft: _Draft, row: Row) -> None:
    """Refuse a line that begins with what is nearly one of the words that lines begin with, and nothing else."""
    if row.key in draft.scope.names or row.key in draft.parts or row.key in (*FUNCTIONS, *BEGINNINGS):
        return
    if near := difflib.get_close_matches(row.key, BEGINNINGS, 1, 0.75):
        raise LanguageError(row.start, f"{row.key!r} at the beginning of a line", f"did you mean {near[0]}?")


def _line(draft: _Draft, row: Row) -> None:
    special = KINDS.get(row.key, "")
    parser = draft.parser(row, row.start + len(row.key) if special else None)
    is_first = not draft.chain and not special
    opens = is_first and OPENED.search(draft.text, row.stop) is not None
    left, right, sign = _sides(parser, may_start=is_first, opens=opens)
    hints = _hints(draft, parser, sign)
    if sign == "argmin":
        hints["variable"] = draft.build(right[0])
    if not draft.chain and sign and left is None:
        raise LanguageError(row.start, f"{sign} with nothing above it", "write a first expression on a line above")
    kind, relation = SIGNS[sign] if sign else ("start", "")
    if kind == "equivalent" and right[-1].kind != "compare":
        raise LanguageError(right[-1].at, "<=> between what is no comparison", "write x > 0 on the one side, too")
    if kind == "limit" and "to" not in hints:
        raise LanguageError(row.stop, "a limit in what?", "write after it: as x -> oo")
    if kind != "start" and not row.because:
        raise LanguageError(row.stop, "a line without a reason", "write -- and why it follows")
    if special and sign == "argmin":
        raise LanguageError(row.start, f"{row.key} before argmin", "say it of a relation")
    if is_first or left is not None:
        draft.begin(right[-1] if left is None else left)
    if draft.axes and sign not in ("", "=", ":="):
        raise LanguageError(row.start, f"{sign} between vectors", "only = and := stand there")
    sides = [draft.side(node) for node in (left, right[-1]) if node is not None]
    said, components = tuple(side[0] for side in sides), tuple(side[1] for side in sides)
    if special != "refuted":
        for node in components:
            draft.fits(node)
    beside = draft.made(components[0]) if left is not None else None
    draft.chain.append(Line(special or kind, relation, draft.made(components[-1]), row.because, beside, hints))
    nodes = {name: draft.expanded(node) for name, node in parser.hints.items()}
    if sign == "argmin":
        nodes["variable"] = draft.expanded(right[0])
    own = components[0] if left is not None else None
    vectors = said if said != components else ()
    draft.lines.append(WrittenLine(special or kind, relation, own, components[-1], nodes, vectors))


def _sides(parser: Parser, *, may_start: bool, opens: bool) -> tuple[Node | None, list[Node], str]:
    """The left side of a line's own, if it has one; the right side, after the name that a minimum is in; the sign.

    The first line of a chain may have no sign; if the next one says if and only if, it may be a comparison.
    """
    left, here = None, parser.here
    if here.text not in (*SIGNS, ">"):
        left = parser.compared() if opens else parser.sum()
        here = parser.here
    sign = parser.take(*SIGNS)
    if sign is None and may_start and left is not None and here.text != ">":
        return None, [left], ""
    if sign is None:
        allowed = f"begin it with {', '.join(SIGNS)}, or indent it by four to continue the line above"
        what = "a line without a relation" if here.text != ">" else "the relation >"
        raise LanguageError(here.at, what, "turn it round, as < or <=" if here.text == ">" else allowed)
    if sign.text == "argmin":
        variable = parser.letter("a minimum in", "write argmin x = …")
        parser.expect("=", "write argmin x = …")
        return left, [variable, parser.sum()], sign.text
    return left, [parser.compared() if sign.text == "<=>" else parser.sum()], sign.text


def _hints(draft: _Draft, parser: Parser, sign: str) -> dict[str, object]:
    """What follows a line's expression: how it is proved, or where a limit goes."""
    hints: dict[str, object] = {}
    while not parser.ended:
        here, word = parser.here, parser.take(*TAIL)
        said = len(hints)
        if word is None:
            near = nearest(here.text, TAIL) if here.kind == "name" else ""
            parser.close(near or "an operator, with gap …, as x -> …, by induction on n, only …, or -- and why")
        elif word.text == "with":
            name = parser.take("gap", "factor") or parser.expect("gap", "write with gap … or with factor …")
            hints[name.text] = draft.build(parser.kept(name.text))
        elif word.text == "as":
            parser.hints["variable"] = parser.letter("a limit in", "write as x -> oo")
            hints["variable"] = draft.build(parser.hints["variable"])
            parser.expect("->", "write as x -> oo")
            hints["to"] = _place(draft.build(parser.kept("to")))
        elif word.text == "by":
            hints["by"] = _proof(draft, parser)
        else:
            hints["only"] = _only(parser)
        if len(hints) == said:
            raise LanguageError(here.at, f"a second {here.text} …", "a line says it once")
        if unfit := [signs for hint, signs in OF_SIGNS.items() if hint in hints and sign not in signs]:
            what = f"{here.text} … after {sign or 'no relation'}"
            raise LanguageError(here.at, what, f"it may follow {' or '.join(unfit[0])}")
    return hints


def _only(parser: Parser) -> str:
    """To what a line is held, and why to no more."""
    how, here = 'write only "numeric: why" or only "one size: why"', parser.here
    said = parser.quoted(how)
    if not ONLY.match(said):
        raise LanguageError(here.at, f"only {here.text}", how)
    return said


def _proof(draft: _Draft, parser: Parser) -> object:
    if parser.take("lemma"):
        return _lemma(draft, parser)
    parser.expect("induction", "write by induction on n, or by lemma a-slug")
    parser.expect("on", "write by induction on n")
    name = parser.next()
    by = Induction(draft.scope.index(name.text, name.at), parser.whole() if parser.take("from") else 1)
    parser.hints["induction"] = Node("name", name.text, name.at)
    parser.hints["first"] = Node("number", str(by.first), name.at)
    return by


def _lemma_of_given(draft: _Draft, parser: Parser) -> Lemma | None:
    if not parser.take("by"):
        return None
    parser.expect("lemma", "write by lemma a-slug")
    return _lemma(draft, parser)


def _lemma(draft: _Draft, parser: Parser) -> Lemma:
    """A slug, the number of its line if it is not the last, and ``at r = term, s = other`` for its letters."""
    slug = parser.slug()
    number = parser.whole() if parser.here.kind == "number" else 0
    at: list[tuple[Basic, Basic]] = []
    while parser.take("," if at else "at"):
        name = parser.next()
        parser.expect("=", "write at r = x^2")
        own = draft.scope.look(name.text, name.at)
        if own in dict(at):
            raise LanguageError(name.at, f"{name.text} a second time", "say once what it is in the lemma")
        at.append((own, _bare(draft, parser)))
    return Lemma(slug, number, tuple(at))


def _bare(draft: _Draft, parser: Parser) -> Any:
    """An expression, or an array alone."""
    node = parser.sum()
    found = draft.scope.names.get(node.text) if node.kind == "name" else None
    return found if isinstance(found, IndexedBase) else draft.build(node)


def _place(value: Any) -> Any:
    """Where a limit goes: minus infinity is one thing."""
    return -oo if value == -oo else value


READERS = {"source": _source, "given": _given, "where": _where}


# What is given without being said


def usual_ranges(scope: Scope, names: Iterable[str]) -> Iterator[Given]:
    """The range that each index or array of integers has where none is said.

    >>> from sympy import Symbol
    >>> from ..notation import Entry
    >>> j = Symbol("j", integer=True)
    >>> [fact.upper for fact in usual_ranges(Scope.of([Entry(j, "j", "", name="j", over="1..8")]), ["j"])]
    [8]
    """
    build = Builder(scope)
    for name, ends in scope.ranges.items():
        if name in names:
            letter: Any = scope.names[name]
            kind = Values if isinstance(letter, IndexedBase) else Range
            yield kind(scope.words.get(name, ""), letter, *build.all(ends))


def _free(draft: _Draft) -> set[str]:
    """The letters that stand free in a chain or in the definitions of its functions, and of which nothing is said."""
    functions = [draft.scope.names.get(name) for name in draft.free]
    arrays = set().union(*(_arrays(getattr(function, "body", S.Zero)) for function in functions))
    said = {getattr(fact, "index", None) or getattr(fact, "base", None) for fact in draft.given}
    free = {name for name in draft.free if draft.scope.names.get(name) not in said}
    return free | {name for name, thing in draft.scope.names.items() if thing in arrays - said} if arrays else free


def _usual_written(scope: Scope, usual: Iterable[Given]) -> Iterator[WrittenGiven]:
    """The usual ranges as nodes."""
    letters = {thing: name for name, thing in scope.names.items()}
    for fact in usual:
        name = letters[getattr(fact, "index", None) or getattr(fact, "base", None)]
        low, high = scope.ranges[name]
        yield WrittenGiven(Node("compare", "<= <=", 0, (low, Node("name", name), high)))


@cache
def _arrays(body: Basic) -> set[Basic]:
    inner = [_arrays(part.body) for part in body.atoms(Abbreviation)]
    return body.atoms(IndexedBase).union(*inner)
