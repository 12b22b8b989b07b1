"""What a search knows, and the small steps that all of it takes: chains of equations, parts rewritten, indices opened.

Each part of the search is a class of its own that adds its methods to `Known`; `find.Prover` is all of them together.
A method returns a theorem of the kernel's, or raises `NotFound`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..kernel.terms import Refused, Term, abstract, le, make, variable
from ..kernel.theorem import Theorem
from .record import Recorder
from .spelled import spelled

DEEPEST = 60


class NotFound(Exception):
    """No proof was found; the message says what was wanted, of which terms, and is worded only if it is read."""

    def __init__(self, wanted: str, *of: Term) -> None:
        super().__init__(wanted, *of)

    def __str__(self) -> str:
        """What was wanted, with the terms as a chain would write them.

        >>> str(NotFound("not seen to be positive", variable("x")))
        'not seen to be positive: x'
        """
        wanted, *of = self.args
        return f"{wanted}: {', '.join(map(shown, of))}" if of else wanted


@dataclass(frozen=True)
class Rewrite:
    """A hypothesis used from left to right: what it matches, its letters, and for a search the theorem at terms."""

    pattern: Term
    letters: frozenset[Term]
    at: Callable[[Any, dict[Term, Term]], Theorem]


@dataclass
class Known(ABC):
    """The recorder, the facts, and what was found out before."""

    r: Recorder
    facts: list[Theorem] = field(default_factory=list)
    rewrites: list[Rewrite] = field(default_factory=list)
    equal_to: dict[Term, Theorem] = field(default_factory=dict)
    apart: list[Theorem] = field(default_factory=list)
    ranges: dict[Term, tuple[Theorem, ...]] = field(default_factory=dict)
    spans: dict[int, tuple[Theorem, ...]] = field(default_factory=dict)
    depth: int = 0
    made: int = 0
    memo: dict[tuple[str, Term], Theorem | None] = field(default_factory=dict)
    busy: set[Any] = field(default_factory=set)
    limits: dict[tuple[Term, Any], tuple[int, Theorem | None]] = field(default_factory=dict)
    insides: dict[Any, Any] = field(default_factory=dict)
    at: Any = None
    outside: Any = None
    nears: dict[Any, Theorem] = field(default_factory=dict)

    # --- what the other rooms of the search add

    @abstractmethod
    def normal(self, t: Term) -> Theorem:
        """That t = its normal form."""

    @abstractmethod
    def again(self, equation: Theorem) -> Theorem:
        """That a = b, and b = its normal form."""

    @abstractmethod
    def positive(self, t: Term) -> Theorem:
        """0 < t."""

    @abstractmethod
    def nonnegative(self, t: Term) -> Theorem:
        """0 ≤ t."""

    @abstractmethod
    def at_most(self, a: Term, b: Term) -> Theorem:
        """That a ≤ b, from what is known of their parts."""

    @abstractmethod
    def below(self, a: Term, b: Term) -> Theorem:
        """That a < b, from what is known of their parts."""

    @abstractmethod
    def beside_bars(self, a: Term, b: Term) -> Theorem:
        """That a ≤ b, in both cases of absolute values that are taken off."""

    @abstractmethod
    def not_zero(self, t: Term) -> Theorem:
        """A theorem by which t is not 0: 0 < t, 0 < −t, or t ≠ 0."""

    @abstractmethod
    def near_positive(self, t: Term) -> Theorem:
        """0 < t, which may be assumed of a letter near a place."""

    @abstractmethod
    def polynomial(self, t: Term) -> Theorem:
        """That t = its polynomial form."""

    @abstractmethod
    def fold(self, t: Term) -> Theorem:
        """That a sum or a product = its normal form."""

    @abstractmethod
    def mean(self, t: Term) -> Theorem:
        """That a mean = its normal form."""

    @abstractmethod
    def of_numbers(self, t: Term) -> Theorem:
        """That a function of numbers of which nothing is known = that of their normal forms."""

    @abstractmethod
    def split_sum(self, lo: Term, hi: Term, bodies: list[Term], k: Term) -> Theorem:
        """Σ (f + g + …) = Σf + Σg + …, with what does not depend on the index taken out."""

    @abstractmethod
    def bars_open(self, t: Term, u: Term, fact: Theorem) -> dict[Term, Theorem]:
        """|w| of every part w that is a multiple of u whose sign is known, u having the sign that the fact says."""

    @abstractmethod
    def equal(self, a: Term, b: Term, depth: int = 3) -> Theorem:
        """That a = b."""

    @abstractmethod
    def slope_at(self, t: Term, y: Term, at: Term) -> Theorem:
        """The slope of `t`, as a function of y, at a term."""

    @abstractmethod
    def claimed(self, claim: Term) -> Theorem:
        """What is claimed."""

    # --- steps

    def law(self, name: str, *theorems: Theorem, **terms: Term) -> Theorem:
        """A law at these terms."""
        return self.r.law(name, terms, *theorems)

    def chain(self, *equations: Theorem) -> Theorem:
        """From a = b, b = c, …: a = the last; steps that change nothing are left out."""
        kept = [one for one in equations if left(one) is not right(one)] or [equations[0]]
        return kept[0] if len(kept) == 1 else self.r.transitive(kept)

    def up(self, t: Term, *parts: Theorem | None) -> Theorem:
        """f(a, …) = f(b, …), by equations of its parts."""
        used = [None if one is None or left(one) is right(one) else one for one in parts]
        return self.r.congruence(t, used) if any(used) else self.r.reflexive(t)

    def by_identity(self, a: Term, b: Term, nonzero: Sequence[Theorem] = (), shares: Sequence[Any] = ()) -> Theorem:
        """That a = b, as rational functions."""
        return self.r.reflexive(a) if a is b else self.r.identity(a, b, list(nonzero), list(shares))

    def carried(self, theorem: Theorem, equation: Theorem) -> Theorem:
        """From R(0, a) and b = a follows R(0, b)."""
        if left(equation) is right(equation):
            return theorem
        return self.r.rewrite(theorem, [None, self.r.symmetric(equation)])

    def trying(self, attempt: Callable[..., Theorem], *arguments: Any) -> Theorem | None:
        """A theorem, or None if it is not found."""
        try:
            return attempt(*arguments)
        except (NotFound, Refused):
            return None

    def remembered(self, kind: str, t: Term, find: Callable[[Term], Theorem]) -> Theorem:
        """What was found of a term before; a question within itself has no answer."""
        key = kind, t
        if key in self.memo:
            known = self.memo[key]
            if known is None:
                raise NotFound(f"not seen to be {kind}", t)
            return known
        self.r.spend()
        self.memo[key] = None
        self.depth += 1
        try:
            if self.depth > DEEPEST:
                raise NotFound("too deep", t)
            self.memo[key] = found = find(t)
        finally:
            self.depth -= 1
        return found

    @contextmanager
    def index(self, lo: Term, hi: Term) -> Iterator[Term]:
        """An index of which only is known that it runs from lo to hi."""
        level = self._level()
        k = variable(f"_k{level}", "integer")
        ends = self.r.assume(le(lo, k)), self.r.assume(le(k, hi))
        if self.spans.get(level) != ends:
            self._forget(level)
        self.ranges[k] = self.spans[level] = ends
        try:
            yield k
        finally:
            del self.ranges[k]

    def _level(self) -> int:
        return 1 + max((int(k.val.name[2:]) for k in self.ranges if k.val.name.startswith("_k")), default=-1)

    def _forget(self, level: int) -> None:
        """What was found out of an index that ran otherwise holds no longer, nor of those within it."""
        gone = {variable(f"_k{n}", "integer") for n in self.spans if n >= level}
        self.spans = {n: ends for n, ends in self.spans.items() if n < level}
        self.memo = {key: found for key, found in self.memo.items() if gone.isdisjoint(key[1].free)}
        self.limits = {key: found for key, found in self.limits.items() if gone.isdisjoint(key[0].free)}

    def supposing(
        self, *facts: Theorem, equal: dict[Term, Theorem] | None = None, apart: Sequence[Theorem] = ()
    ) -> Any:
        """The same search under more assumptions."""
        other = type(self)(self.r)
        other.facts, other.rewrites = [*self.facts, *facts], self.rewrites
        other.equal_to, other.apart = {**self.equal_to, **(equal or {})}, [*self.apart, *apart]
        other.ranges, other.spans = dict(self.ranges), dict(self.spans)
        other.depth, other.made = self.depth, self.made
        other.at, other.outside, other.nears = self.at, self.outside, self.nears
        other.memo = {key: found for key, found in self.memo.items() if found and key[0] != "normal"}
        return other

    def termwise(self, op: str, lo: Term, hi: Term, k: Term, equation: Theorem) -> Theorem:
        """From f(k) = g(k) for every k of the range: the folds are equal."""
        if left(equation) is right(equation):
            return self.r.reflexive(make(op, lo, hi, abstract(left(equation), k)))
        each = self.r.every_index(equation, k, lo, hi)
        f, g = each.conclusion.args[2].args
        return self.law(f"{op}_equal", each, lo=lo, hi=hi, F=f, G=g)


def left(equation: Theorem) -> Term:
    """The left side."""
    return equation.conclusion.args[0]


def right(equation: Theorem) -> Term:
    """The right side."""
    return equation.conclusion.args[1]


def shown(t: Term) -> str:
    """A term, abridged, as a chain would write it."""
    line = spelled(t)
    return line if len(line) <= 160 else line[:157] + "..."
