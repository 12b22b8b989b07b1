"""Terms: numbers, arrays, trees and propositions, each made once, with every binder's name taken away.

What is true here: `make` is the only way to a term, and it refuses one whose parts do not fit.
A bound name is a number of binders to count outwards, so that nothing can be captured; all binders, those of slopes,
limits and minima among them, are opened and closed by the four functions at the end, which share one walk.

>>> x = variable("x")
>>> text(slope_of(x * exp(x), x))
'slope($1, ($1 * exp($1)), x)'
>>> text(slope_of(entry(array("s"), variable("j", "integer")), entry(array("s"), variable("i", "integer"))))
'slope($1, put(s, i, $1)[j], s[i])'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, NamedTuple

LARGEST, DEEPEST = 50_000, 150
"""Parts of a term, and its nesting."""


class Refused(Exception):
    """A step that is no proof, or a term that cannot be made; the message is one line."""


def need(condition: object, why: str) -> None:
    """Refuse unless `condition` holds."""
    if not condition:
        raise Refused(why)


class Budget:
    """How much work one proof may make; counted, not timed, so that a verdict never depends on the machine."""

    whole = 1_000_000
    left = float("inf")

    @classmethod
    def spend(cls, work: int = 1) -> None:
        """Count; refuse when nothing is left."""
        cls.left -= work
        need(cls.left >= 0, "more work than a proof may make")


class Name(NamedTuple):
    """A letter with all that is declared of it: "real" or "integer"; "", "positive" or "nonnegative"; its places."""

    name: str
    sort: str = "real"
    sign: str = ""
    places: int = 0


@dataclass(frozen=True)
class Definition:
    """A name for a closed body of as many parameters as it has `places` (0 is a number, n an array of n places).

    In the body, as in text, $1 is the first parameter: that is bound(n − 1) of n.
    """

    name: str
    places: tuple[int, ...]
    body: Term

    def __post_init__(self) -> None:
        need(not self.body.free, f"{self.name} speaks of more than its parameters")


@dataclass(frozen=True)
class Fold:
    """A quantity of a tree: `leaf` of a leaf; `node` of a node, in its score $1 and the two sides' values $2 and $3."""

    name: str
    leaf: Term
    node: Term

    def __post_init__(self) -> None:
        need(not self.leaf.free | self.node.free, f"{self.name} speaks of more than the node")


# The parts of each term: n number, x number or infinity, a array, t tree, p proposition.
# "k:n" is a number under a binder of a number, "w:n" under a binder of an array of one place.
SHAPES = """
infinity: -> x | minus_infinity: -> x | ^: n n -> n | exp: n -> n
log: n -> n | abs: n -> n | floor: n -> n | ceiling: n -> n
delta: n n -> n | sum: n n k:n -> n | prod: n n k:n -> n | slope: k:n n -> n
mean: n n n k:n w:n -> n | fold: t -> n | leaf: -> t | node: n t t -> t
of: f n n k:n -> n | partial: f n n k:n n -> n
=: n n -> p | !=: n n -> p | <=: n n -> p | <: x x -> p
all: n n k:p -> p | any: k:p -> p | over: x x k:p -> p | near: x x k:p x -> p
around: k:p n -> p | drawn: n n n w:p -> p | slope_is: k:n n n -> p | smooth: k:n n -> p
tends: x x k:n x n -> p | eventually: k:p -> p | converges: k:n n -> p | argmin: x x k:n n -> p
iff: p p -> p
"""
SORTS = {"n": "number", "x": "place", "a": "array", "t": "tree", "f": "function", "p": "proposition"}
NAMED = ("tree", "function")
LEAVES = ("variable", "array", *NAMED)
SIGNS = ("", "positive", "nonnegative")


class Shape(NamedTuple):
    """For each part its sort and the places of what is bound above it (-1: nothing); and the sort of the whole."""

    parts: tuple[tuple[str, int], ...]
    sort: str


def _shape(written: str) -> Shape:
    parts, whole = written.split("->")
    of = [(SORTS[part[-1]], {"k:": 0, "w:": 1}.get(part[:-1], -1)) for part in parts.split()]
    return Shape(tuple(of), SORTS[whole.strip()])


FIXED = dict(written.strip().split(": ") for written in SHAPES.replace("\n", "|").split("|") if written.strip())
_FIXED = {op: _shape(written) for op, written in FIXED.items()}


class Term:
    """A term: made by `make`, once for each content, so that equal terms are one object.

    `loose` holds (level, places) of what is bound further out, `open` how many binders are missing around it,
    `free` the letters, `whole` that it is an integer.
    """

    __slots__ = ("args", "bound", "depth", "free", "loose", "op", "open", "places", "size", "sort", "val", "whole")
    op: str
    val: Any
    args: tuple[Term, ...]
    bound: tuple[bool, ...]
    sort: str
    places: int
    loose: frozenset[tuple[int, int]]
    open: int
    free: frozenset[Term]
    whole: bool
    size: int
    depth: int

    def __repr__(self) -> str:
        return text(self)

    def __call__(self, *args: Term) -> Term:
        """In a law: this body at these terms."""
        return make("apply", *args, val=self)

    def __add__(self, other: Term) -> Term:
        return make("+", self, other)

    def __mul__(self, other: Term) -> Term:
        return make("*", self, other)

    def __neg__(self) -> Term:
        return make("*", MINUS_ONE, self)

    def __sub__(self, other: Term) -> Term:
        return make("+", self, -other)

    def __pow__(self, other: Term | int) -> Term:
        return make("^", self, other if isinstance(other, Term) else number(other))


_made: dict[tuple[str, Any, tuple[Term, ...]], Term] = {}


def make(op: str, *args: Term, val: Any = None) -> Term:
    """The term of these parts; refused where they do not fit.

    An array whose entry is put back where it was is that array: put(A, i, A[i]) is A.
    """
    found = _made.get((op, val, args))
    if found is not None:
        return found
    Budget.spend()
    if op == "put" and args and args[-1] is _entry_there(args):
        return args[0]
    shape = _shape_of(op, args, val)
    loose: set[tuple[int, int]] = set()
    for part, (sort, places) in zip(args, shape.parts, strict=True):
        if part.sort != sort:
            need((sort, part.sort) == ("place", "number"), f"{op}: a {part.sort} for a {sort}")
        loose |= part.loose if places < 0 else _closed(part, places)
    if op == "tends":
        _reachable(args[0], args[1], args[3])
    term = Term()
    term.op, term.val, term.args, term.sort = op, val, args, shape.sort
    term.bound = tuple(places >= 0 for _, places in shape.parts)
    term.loose = frozenset([val] if op == "bound" else loose)
    term.open = max((level + 1 for level, _ in term.loose), default=0)
    term.free = frozenset([term] if op in LEAVES else ()).union(*(part.free for part in args))
    term.places = _places(op, val, args)
    term.whole = _whole(op, val, args)
    term.size, term.depth = 1 + sum(a.size for a in args), 1 + max((a.depth for a in args), default=0)
    need(term.size <= LARGEST and term.depth <= DEEPEST, "too large a term")
    _made[op, val, args] = term
    return term


def _places(op: str, val: Any, args: tuple[Term, ...]) -> int:
    """Of an array how many indices it takes; 0 of all else."""
    if op in ("array", "meta"):
        return int(val.places)
    return val[1] if op == "bound" else args[0].places if op == "put" else 0


def _closed(part: Term, places: int) -> set[tuple[int, int]]:
    """What is loose in `part` once its innermost index, of these places, is bound."""
    need({has for level, has in part.loose if level == 0} <= {places}, "an array where a number is bound, or otherwise")
    return {(level - 1, has) for level, has in part.loose if level}


def _shape_of(op: str, args: tuple[Term, ...], val: Any) -> Shape:
    """The shape of a term, where it is not the same for all of its kind."""
    n, a = ("number", -1), ("array", -1)
    if op in _FIXED:
        need(isinstance(val, Fold) if op == "fold" else val is None, f"{op}: a value where none belongs")
        return _FIXED[op]
    if op in ("+", "*"):
        need(len(args) >= 2 and val is None, f"{op} of fewer than two parts")
        return Shape((n,) * len(args), "number")
    if op in ("entry", "put"):
        need(val is None, f"{op}: a value where none belongs")
        return Shape((a, *(n,) * (args[0].places + (op == "put"))), "number" if op == "entry" else "array")
    if op == "call":
        for part, places in zip(args, val.places, strict=False):
            need(part.places == places, f"{val.name}: other places")
        return Shape(tuple(a if places else n for places in val.places), "number")
    if op == "apply":
        return Shape(tuple((part.sort, -1) for part in args), val.sort)
    return Shape((), _leaf_sort(op, val))


def _leaf_sort(op: str, val: Any) -> str:
    """The sort of a term without parts."""
    if op == "number" and isinstance(val, Fraction):
        return "number"
    if op in ("variable", "array") and isinstance(val, Name):
        need(val.sort in ("real", "integer") and val.sign in SIGNS, f"{val.name}: no such sort or sign")
        need((val.places > 0) == (op == "array"), f"{val.name}: other places")
        return "array" if val.places else "number"
    if op == "bound":
        need(all(type(part) is int and part >= 0 for part in val), "no binder is there")
        return "array" if val[1] else "number"
    need(op == "meta" or (op in NAMED and isinstance(val, str)), f"no term is called {op}")
    return op if op in NAMED else str(val.sort)


def _entry_there(args: tuple[Term, ...]) -> Term | None:
    """For put(A, i, …): A[i]."""
    return _made.get(("entry", None, args[:-1]))


def _whole(op: str, val: Any, args: tuple[Term, ...]) -> bool:
    """Whether it is an integer whatever its letters are."""
    if op == "number":
        return val.denominator == 1
    if op == "variable":
        return val.sort == "integer"
    if op == "entry":
        return args[0].op == "array" and args[0].val.sort == "integer"
    return op in ("delta", "floor", "ceiling") or (op in ("+", "*") and all(a.whole for a in args))


def _reachable(lower: Term, upper: Term, to: Term) -> None:
    """A limit has literal ends, and a place that is literal too can be come near to from between them."""
    if any(t.op == "meta" for t in (lower, upper, to)):
        return
    low, high = extended(lower), extended(upper)
    need(low < high, "a limit between no two ends")
    if to.op in ("number", "infinity", "minus_infinity"):
        need(low <= extended(to) <= high, "a limit at a place that cannot be reached")


def extended(t: Term) -> Fraction | float:
    """A literal number or an infinity."""
    if t.op == "number":
        return t.val
    need(t.op in ("infinity", "minus_infinity"), "a literal number or an infinity is wanted")
    return float("inf") if t.op == "infinity" else float("-inf")


# --- the smallest terms, and the usual ones


@lru_cache(maxsize=1 << 12)
def number(q: int | Fraction) -> Term:
    """A rational number."""
    return make("number", val=Fraction(q))


def variable(name: str, sort: str = "real", sign: str = "") -> Term:
    """A letter for a number."""
    return make("variable", val=Name(name, sort, sign))


def array(name: str, sort: str = "real", sign: str = "", places: int = 1) -> Term:
    """A letter for an array: a number at every index, each of this sort and sign."""
    return make("array", val=Name(name, sort, sign, places))


def tree(name: str) -> Term:
    """A letter for a finite binary tree with a real score at each node."""
    return make("tree", val=name)


def function(name: str) -> Term:
    """A letter for a differentiable function of finitely many numbers."""
    return make("function", val=name)


def bound(level: int, places: int = 0) -> Term:
    """What the binder `level` steps further out binds."""
    return make("bound", val=(level, places))


ZERO, ONE, MINUS_ONE = number(0), number(1), number(-1)
INFINITY, MINUS_INFINITY, LEAF = make("infinity"), make("minus_infinity"), make("leaf")


add, mul, entry, put = (partial(make, op) for op in ("+", "*", "entry", "put"))
exp, log, delta = (partial(make, op) for op in ("exp", "log", "delta"))
eq, ne, lt, le = (partial(make, op) for op in ("=", "!=", "<", "<="))


# --- binders, handled once


Change = Callable[[Term, int], Term | None]


def walk(t: Term, change: Change) -> Term:
    """`t` with every part for which `change(part, binders above it)` gives something in its stead."""
    return _walk(t, 0, change, {})


def _walk(t: Term, depth: int, change: Change, done: dict[tuple[Term, int], Term]) -> Term:
    place = t, depth
    found = done.get(place)
    if found is None:
        Budget.spend()
        found = change(t, depth)
        if found is None and t.args:
            parts = [_walk(a, depth + under, change, done) for a, under in zip(t.args, t.bound, strict=True)]
            found = make(t.op, *parts, val=t.val)
        found = done[place] = found or t
    return found


def fill(body: Term, args: Sequence[Term]) -> Term:
    """A body with `args[k]` for its bound(k), all at once; they may themselves be loose further out."""
    return _filled(body, tuple(args)) if body.loose else body


@lru_cache(maxsize=1 << 16)
def _filled(body: Term, args: tuple[Term, ...]) -> Term:
    """What `fill` gives; what was asked before costs nothing, as a term that was made before."""

    def change(t: Term, depth: int) -> Term | None:
        if t.open <= depth:
            return t
        if t.op != "bound":
            return None
        level, places = t.val
        outer = level >= depth + len(args)
        return bound(level - len(args), places) if outer else _lifted(args[level - depth], depth)

    return walk(body, change)


def _lifted(t: Term, by: int) -> Term:
    """`t` as it reads under `by` more binders."""

    def change(part: Term, depth: int) -> Term | None:
        if part.open <= depth:
            return part
        return bound(part.val[0] + by, part.val[1]) if part.op == "bound" else None

    return walk(t, change) if by and t.loose else t


@lru_cache(maxsize=1 << 16)
def abstract(t: Term, letter: Term) -> Term:
    """The body of a binder: `letter`, a variable or an array, becomes what is bound; `t` has nothing loose."""
    need(not t.loose and letter.op in ("variable", "array"), "a closed term and a letter are wanted")

    def change(part: Term, depth: int) -> Term | None:
        if letter not in part.free:
            return part
        return bound(depth, letter.places) if part is letter else None

    return walk(t, change)


def substitute(t: Term, new: Mapping[Term, Term]) -> Term:
    """`t` with closed terms for some of its letters, all at once."""
    for letter, by in new.items():
        need(letter.op in LEAVES, "a letter is wanted")
        need(not by.loose, "a closed term for a letter is wanted")
        need(letter.sort == by.sort, "another sort")

    def change(part: Term, _: int) -> Term | None:
        return new[part] if part in new else part if part.free.isdisjoint(new) else None

    return walk(t, change)


def as_function(t: Term, x: Term, fresh: str = "_y") -> Term:
    """`t` as a function of x, a variable or an entry of an array: the body that a binder wants."""
    y = variable(fresh)
    need(y not in t.free | x.free, f"{fresh} is taken")
    if x.op == "variable":
        return abstract(t, x)
    need(x.op == "entry" and x.args[0].op == "array", "neither a variable nor an entry")
    return abstract(substitute(t, {x.args[0]: put(*x.args, y)}), y)


def slope_of(t: Term, x: Term) -> Term:
    """The derivative of `t` in x, at x."""
    return make("slope", as_function(t, x), x)


def unfolded(t: Term) -> Term:
    """What a call, or a fold of a leaf or of a node, stands for."""
    if t.op == "call":
        return fill(t.val.body, t.args[::-1])
    need(t.op == "fold" and t.args[0].op in ("leaf", "node"), "nothing to unfold")
    whole = t.args[0]
    if whole.op == "leaf":
        return t.val.leaf
    score, left, right = whole.args
    return fill(t.val.node, (make("fold", right, val=t.val), make("fold", left, val=t.val), score))


# --- text

INFIX = ("+", "*", "^", "=", "<", "<=", "!=")


@lru_cache(maxsize=1 << 16)
def text(t: Term, depth: int = 0) -> str:
    """A term as text; with the letters' declarations at hand no two terms share one."""
    if t.op == "number":
        return str(t.val)
    if t.op == "bound":
        return f"${depth - t.val[0]}"
    if t.op in ("variable", "array"):
        return t.val.name
    if t.op in (*NAMED, "meta"):
        return t.val if t.op in NAMED else t.val.name
    if not t.args and t.op != "call":
        return t.op
    parts = [text(a, depth + under) for a, under in zip(t.args, t.bound, strict=True)]
    if t.op in INFIX:
        return "(" + f" {t.op} ".join(parts) + ")"
    if t.op == "entry":
        return f"{parts[0]}[{', '.join(parts[1:])}]"
    named = [f"${depth + 1}"] if any(t.bound) else []
    return f"{t.op if t.val is None else t.val.name}({', '.join(named + parts)})"


NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
RESERVED = frozenset({op for op in FIXED if NAME.fullmatch(op)} | {"put", "given", "integer", "real"})
