"""From nodes to the kernel's terms: what a line states, its letters, definitions and givens, as it is written.

A letter's sort and sign are the notation's.  A function that keeps its name is a definition; the letters that its body
speaks of beyond its parameters become arguments, so that it is closed.
A function of which nothing is known is an array.

>>> from sympy import Symbol
>>> from .parse import parse
>>> scope = Scope({"x": Symbol("x", positive=True)})
>>> Terms(scope)(parse("log(x)/x + sigmoid(x)"))
((log(x) * (x ^ -1)) + sigmoid(x))
>>> line = WrittenLine("equals", "=", parse("exp(log(x))"), parse("x"), {})
>>> stated([line], [], scope, 0).statement.claim
(exp(log(x)) = x)
>>> terms = Terms(scope)
>>> x = terms.letter("x")
>>> terms.known("golden"), kernel_name("sum"), closed("twice", [x], x + x).body
(golden(), 'n_sum', ($0 + $0))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial, reduce
from typing import Any

from sympy import GoldenRatio, IndexedBase, Symbol

from ..functions import sigmoid, softplus
from ..kernel.declarations import Statement
from ..kernel.terms import (
    INFINITY,
    MINUS_INFINITY,
    NAME,
    ONE,
    RESERVED,
    ZERO,
    Definition,
    Refused,
    Term,
    abstract,
    add,
    array,
    as_function,
    bound,
    delta,
    entry,
    eq,
    exp,
    extended,
    function,
    le,
    log,
    lt,
    make,
    mul,
    ne,
    number,
    slope_of,
    variable,
    walk,
)
from .build import SAME
from .nodes import LanguageError, Node
from .scope import Scope

HALF = number(Fraction(1, 2))
_x, _y = variable("x"), variable("y")
_bars = make("abs", _x - _y)
RELATIONS: Mapping[str, Callable[[Term, Term], Term]] = {
    "=": eq, "<": lt, "<=": le, ">": lambda a, b: lt(b, a), ">=": lambda a, b: le(b, a), "!=": ne,
}  # fmt: skip
HINTS = ("gap", "factor", "induction", "first")
"""What a line may say of its proof that is a term."""
KNOWN: Mapping[str, tuple[tuple[Term, ...], Term]] = {
    "sigmoid": ((_x,), (ONE + exp(-_x)) ** -1),
    "softplus": ((_x,), log(ONE + exp(_x))),
    "max": ((_x, _y), HALF * add(_x, _y, _bars)),
    "min": ((_x, _y), HALF * add(_x, _y, -_bars)),
    "golden": ((), HALF * (ONE + number(5) ** HALF)),
}
"""Functions that the language knows and the kernel does not, with what they are."""
OWN = (sigmoid, softplus)
"""Those that a notation may name; whatever else it names is its own."""


class NoTerm(Exception):
    """Something that the kernel has no term for; the message says what."""


def closed(name: str, parameters: Sequence[Term], body: Term) -> Definition:
    """The definition of a name by a term in its parameters."""
    last = len(parameters) - 1
    places = {letter: last - n for n, letter in enumerate(parameters)}

    def change(part: Term, depth: int) -> Term | None:
        if part in places:
            return bound(depth + places[part], part.places)
        return part if part.free.isdisjoint(places) else None

    return Definition(name, tuple(letter.places for letter in parameters), walk(body, change))


def kernel_name(name: str) -> str:
    """A letter's name as the kernel takes it; no two letters have one.

    >>> [kernel_name(name) for name in ("n_other", "put", "n_put")]
    ['n_other', 'n_put', 'n_n_put']
    """
    bare = re.sub("^(n_)+", "", name)
    return name if NAME.fullmatch(bare) and bare not in RESERVED else f"n_{name}"


@dataclass
class Terms:
    """Builds terms in a scope, and notes the definitions that they need."""

    scope: Scope
    definitions: dict[str, Definition] = field(default_factory=dict)
    beyond: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def __call__(self, node: Node) -> Term:
        """The term of a node."""
        try:
            found: Term = getattr(self, "_" + node.kind)(node)
        except Refused as refusal:
            raise NoTerm(str(refusal)) from None
        return found

    def letter(self, name: str, places: int = 0) -> Term:
        """A letter with the sort and sign that the notation gives it."""
        if self.places.setdefault(name, places) != places:
            raise NoTerm(f"{name} with {places} indices, and with {self.places[name]}")
        thing: Any = self.scope.names[name]
        if isinstance(thing, IndexedBase):
            thing = thing[(1,) * places]
        sort = "integer" if thing.is_integer else "real"
        sign = "positive" if thing.is_positive else "nonnegative" if thing.is_nonnegative else ""
        if sign == "" and (thing.is_negative or thing.is_nonpositive or thing.is_nonzero):
            raise NoTerm(f"the sign of {name}")
        maker = (array, {"places": places}) if places else (variable, {})
        return maker[0](kernel_name(name), sort, sign, **maker[1])

    def _number(self, node: Node) -> Term:
        return number(Fraction(node.text))

    def _name(self, node: Node) -> Term:
        thing = self.scope.names.get(node.text)
        if isinstance(thing, Symbol):
            return self.letter(node.text)
        if thing is GoldenRatio:
            return self.known("golden")
        if thing is None and node.text in ("e", "E"):
            return exp(ONE)
        if thing is None or isinstance(thing, IndexedBase):
            raise NoTerm(f"{node.text} alone")
        return self._call(node)

    def _entry(self, node: Node) -> Term:
        return entry(self.letter(node.text, len(node.parts)), *map(self, node.parts))

    def _sum(self, node: Node) -> Term:
        return add(*map(self, node.parts))

    def _negative(self, node: Node) -> Term:
        inner = self(node.parts[0])
        return number(-inner.val) if inner.op == "number" else -inner

    def _product(self, node: Node) -> Term:
        parts = [self(part) for part in node.parts]
        if len(parts) == 2 and parts[0].op == "number" and _is_inverse_of_a_number(parts[1]):
            found, below = parts[0].val / parts[1].args[0].val, parts[1].args[0].val
            if found.denominator == below > 1:
                return number(found)
        return mul(*parts)

    def _inverse(self, node: Node) -> Term:
        return self(node.parts[0]) ** -1

    def _power(self, node: Node) -> Term:
        base, e = node.parts
        if base.kind == "name" and base.text in ("e", "E") and base.text not in self.scope.names:
            return exp(self(e))
        return self(base) ** self(e)

    def _fold(self, node: Node) -> Term:
        body, *limits = node.parts
        t = self(body)
        for limit in limits:
            k = self.letter(limit.text)
            self.no_capture(body, limit.text, limit.at)
            several = [] if node.text in ("sum", "prod") else [function(kernel_name(node.text))]
            t = make("of" if several else node.text, *several, *map(self, limit.parts), abstract(t, k))
        return t

    def no_capture(self, body: Node, index: str, at: int) -> None:
        """Refuse to bind an index that a function speaks of without naming it.

        >>> from .letters import Letters
        >>> from .parse import parse
        >>> letters = Letters({})
        >>> i, j = letters("i", "index", "i", "an index"), letters("j", "index", "j", "an index")
        >>> more = letters.function("more(i)", "i + j", "m", "more")
        >>> terms = Terms(Scope.of(letters.entries))
        >>> terms(parse("more(1)"))
        more(1, j)
        >>> terms.no_capture(parse("more(1)"), "j", at=4)  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        proofpress.proof.language.nodes.LanguageError: at character 5: j is bound here, and more speaks of it; ...
        """
        for name in _called(body):
            if self.letter(index) in self.beyond.get(name, ()):
                raise LanguageError(at, f"{index} is bound here, and {name} speaks of it", "choose another index")

    def _derivative(self, node: Node) -> Term:
        t = self(node.parts[0])
        for part in node.parts[1:]:
            t = slope_of(t, self(part))
        return t

    def _mean(self, node: Node) -> Term:
        body, count, weight, limit = node.parts
        k, lo, hi = self.letter(limit.text), *map(self, limit.parts)
        drawn = self.letter(node.text, 1)
        return make("mean", self(count), lo, hi, abstract(self(weight), k), abstract(self(body), drawn))

    def _compare(self, node: Node) -> Term:
        if node.text not in RELATIONS:
            raise NoTerm(f"the comparison {node.text}")
        return RELATIONS[node.text](*map(self, node.parts))

    def _call(self, node: Node) -> Term:
        name = node.text if node.text in self.scope.names else SAME.get(node.text, node.text)
        arguments = [self(part) for part in node.parts]
        if name in self.scope.names and self.scope.names[name] not in OWN:
            return self._of_notation(name, arguments)
        if name in ("exp", "log", "abs", "floor"):
            return make(name, *arguments)
        if name == "ceil":
            return make("ceiling", *arguments)
        if name == "delta":
            return delta(*arguments)
        if name == "sqrt":
            return arguments[0] ** HALF
        if name in ("max", "min"):
            return reduce(partial(self.known, name), arguments)
        return self.known(name, *arguments)

    def known(self, name: str, *arguments: Term) -> Term:
        """A function that the language knows."""
        if name not in KNOWN:
            raise NoTerm(f"the function {name}")
        made = closed(name, *KNOWN[name])
        if self.definitions.setdefault(name, made) != made:
            raise NoTerm(f"{name}, which the notation says anew")
        return make("call", *arguments, val=made)

    def _of_notation(self, name: str, arguments: Sequence[Term]) -> Term:
        if not self.scope.definitions.get(name):
            letter = kernel_name(name)
            return entry(array(letter, "real", "", len(arguments)), *arguments) if arguments else variable(letter)
        if name not in self.definitions:
            self._define(name)
        return make("call", *arguments, *self.beyond[name], val=self.definitions[name])

    def _define(self, name: str) -> None:
        head, body = self.scope.meaning(name)
        parameters, t = [self(part) for part in head.parts], self(body)
        others = sorted(t.free - set(parameters), key=repr)
        self.beyond[name] = tuple(others)
        self.definitions[name] = closed(kernel_name(name), [*parameters, *others], t)


def _is_inverse_of_a_number(t: Term) -> bool:
    """Whether a term is 1/n, n not 0: a reduced fraction of numbers is a number, another one stays as written."""
    return t.op == "^" and t.args[0].op == "number" and t.args[1] == number(-1) and bool(t.args[0].val)


def _called(node: Node) -> Iterator[str]:
    if node.kind in ("call", "name"):
        yield node.text
    for part in node.parts:
        yield from _called(part)


@dataclass(frozen=True)
class WrittenLine:
    """A line as nodes: its kind and relation, both sides, and what follows by name (gap, factor, variable, to).

    `said` are the sides as they are written, where that is as vectors; both sides then are components.
    """

    kind: str
    relation: str
    left: Node | None
    right: Node
    hints: Mapping[str, Node]
    said: tuple[Node, ...] = ()

    @property
    def sides(self) -> tuple[Node, ...]:
        """The left side, if it has one of its own, and the right one.

        >>> from .parse import parse
        >>> len(WrittenLine("equals", "=", None, parse("x"), "").sides)
        1
        """
        return (self.right,) if self.left is None else (self.left, self.right)


@dataclass(frozen=True)
class WrittenGiven:
    """A given as a node, and the indices of which it is said."""

    said: Node
    every: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """A chain as nodes, in its scope, and what was built of it: the chain and what is given.

    The givens are those that were built, in their order, but for trees.
    """

    lines: tuple[WrittenLine, ...]
    givens: tuple[WrittenGiven, ...]
    scope: Scope
    built: tuple[object, object]


@dataclass(frozen=True)
class Stated:
    """What one line states, and the terms that may help to prove it; `said` is the given that says each of its own."""

    statement: Statement
    hints: Mapping[str, Term]
    said: tuple[int, ...] = ()


def stated(lines: Sequence[WrittenLine], givens: Sequence[WrittenGiven], scope: Scope, at: int) -> Stated:
    """The statement of line `at` of a chain; raises `NoTerm`."""
    line, build = lines[at], Terms(scope)
    said: dict[Term, int] = {}
    for proposition, place in _given(givens, build):
        said.setdefault(proposition, place)
    given = tuple(said)
    known = [pair for pair in _settled(lines[:at]) if pair[0].text not in scope.definitions]
    left, right = (_put(side, known) for side in (line.left or _above(lines, at), line.right))
    claim, hints = _claim(line, left, right, given, build)
    letters = set(claim.free).union(*(p.free for p in given), *(t.free for t in hints.values()))
    statement = Statement(tuple(sorted(letters, key=repr)), claim, given, tuple(build.definitions.values()))
    return Stated(statement, hints, tuple(said.values()))


def _above(lines: Sequence[WrittenLine], at: int) -> Node:
    """What a line is compared with: the right side of the last line above that is no refuted one."""
    for line in reversed(lines[:at]):
        if line.kind != "refuted":
            return line.right
    raise NoTerm("there is no line above")


def _settled(lines: Sequence[WrittenLine]) -> Iterator[tuple[Node, Node]]:
    """What was defined, assumed or cited above."""
    for line in lines:
        if (
            line.kind in ("definition", "assumption", "cited")
            and line.relation in ("=", ":=")
            and line.left is not None
        ):
            yield line.left, line.right


def _put(node: Node, known: Sequence[tuple[Node, Node]]) -> Node:
    try:
        for name, meaning in known:
            node = node.replaced(name, meaning)
    except LanguageError as problem:
        raise NoTerm(problem.what) from None
    return node


def _given(givens: Sequence[WrittenGiven], build: Terms) -> Iterator[tuple[Term, int]]:
    """Each proposition that is given, with the place of the given that says it."""
    ranges = {g.said.parts[1].text: (g.said.parts[0], g.said.parts[2]) for g in givens if g.said.text == "<= <="}
    for place, given in enumerate(givens):
        propositions = list(_propositions(given.said, build))
        for index in given.every:
            build.no_capture(given.said, index, given.said.at)
        for proposition in propositions:
            yield _quantified(proposition, given.every, ranges, build), place


def _propositions(said: Node, build: Terms) -> Iterator[Term]:
    signs = said.text.split() if said.kind == "compare" else []
    if not signs:
        raise NoTerm("a given that is no comparison")
    bare = [
        part for part in said.parts if part.kind == "name" and isinstance(build.scope.names.get(part.text), IndexedBase)
    ]
    sides = [entry(build.letter(part.text, 1), bound(0)) if part in bare else build(part) for part in said.parts]
    for sign, one, other in zip(signs, sides, sides[1:], strict=False):
        proposition = RELATIONS[sign](one, other)
        yield make("any", proposition) if bare else proposition


def _quantified(proposition: Term, every: Sequence[str], ranges: Mapping[str, tuple[Node, Node]], build: Terms) -> Term:
    for name in reversed(every):
        k = build.letter(name)
        ends = ranges.get(name) or build.scope.ranges.get(name)
        if ends:
            proposition = make("all", *map(build, ends), abstract(proposition, k))
        else:
            proposition = make("any", abstract(proposition, k))
    return proposition


def _claim(
    line: WrittenLine, left: Node, right: Node, given: Sequence[Term], build: Terms
) -> tuple[Term, dict[str, Term]]:
    hints = {name: build(line.hints[name]) for name in HINTS if name in line.hints}
    x = build(line.hints["variable"]) if "variable" in line.hints else None
    to = _place(line.hints["to"], build) if "to" in line.hints else None
    return claim_of(line.kind, line.relation, (build(left), build(right)), given, hints, x, to)


def claim_of(
    kind: str,
    relation: str,
    sides: tuple[Term, Term],
    given: Sequence[Term],
    hints: dict[str, Term],
    x: Term | None,
    to: Term | None,
) -> tuple[Term, dict[str, Term]]:
    """What a line of this kind claims of its two sides, and its hints as functions where they are.

    >>> x = variable("x", "real", "positive")
    >>> claim_of("bound", "≥", (x, ZERO), (), {}, None, None), claim_of("limit", "→", (x, ONE), (), {}, x, ONE)
    (((0 <= x), {}), (tends($1, 0, infinity, $1, 1, 1), {}))
    """
    a, b = sides
    if kind == "equals":
        return eq(a, b), hints
    if kind == "bound":
        return {"≠": ne(a, b), "≤": le(a, b), "<": lt(a, b), "≥": le(b, a), ">": lt(b, a)}[relation], hints
    if kind == "equivalent":
        return make("iff", a, b), hints
    if kind == "minimiser" and x is not None:
        if x.whole:
            raise NoTerm(f"a minimum over integers, as {x} is one")
        hints |= {name: as_function(t, x) for name, t in hints.items()}
        return make("argmin", *_domain(x, given), as_function(a, x), b), hints
    if kind == "limit" and x is not None and to is not None:
        if any(_letter(x) in p.free for p in given):
            raise NoTerm(f"a limit in {x}, of which something is given")
        return _limit_claim(x, to, a, b), hints
    raise NoTerm(f"a line of the kind {kind}")


def _domain(x: Term, given: Sequence[Term]) -> tuple[Term, Term]:
    """Between which ends a letter may move: by its sign, and by what is given of it, all of which must be ends."""
    letter = _letter(x)
    if letter.val.sign == "nonnegative":
        raise NoTerm(f"a minimum in {x}, which may be 0")
    lows, highs = [ZERO] if letter.val.sign else [], list[Term]()
    for proposition in (p for p in given if letter in p.free):
        low, high = proposition.args if proposition.op == "<" else (x, x)
        end, ends = (high, highs) if low is x else (low, lows)
        if end is x or letter in end.free or x not in (low, high):
            raise NoTerm(f"a minimum under {proposition}")
        ends.append(end)
    return _innermost(lows, max, MINUS_INFINITY), _innermost(highs, min, INFINITY)


def _innermost(ends: Sequence[Term], choose: Callable[..., Term], otherwise: Term) -> Term:
    """The innermost of several ends, which are literal; the one there is; or none."""
    if len(ends) < 2:
        return ends[0] if ends else otherwise
    try:
        return choose(ends, key=extended)
    except Refused:
        raise NoTerm(f"a minimum between several ends: {', '.join(map(str, ends))}") from None


def _letter(x: Term) -> Term:
    """A letter, or the array that an entry is of."""
    return x.args[0] if x.op == "entry" else x


def _limit_claim(x: Term, place: Term, a: Term, b: Term) -> Term:
    if x.whole:
        if place is not INFINITY:
            raise NoTerm("a limit of integers at a number")
        return make("converges", abstract(a, x), b)
    return make("tends", ZERO if _letter(x).val.sign else MINUS_INFINITY, INFINITY, as_function(a, x), place, b)


def _place(to: Node, build: Terms) -> Term:
    inner = to.parts[0] if to.kind == "negative" else to
    if inner.kind == "name" and inner.text in ("oo", "inf", "infinity"):
        return MINUS_INFINITY if inner is not to else INFINITY
    return build(to)
