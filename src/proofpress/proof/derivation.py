"""The language of a derivation: a first line, then lines that each carry a relation and a reason.

A derivation is data.
Nothing here proves, refutes or prints; `proofpress.proof.check` judges it and the press prints what was accepted.

>>> from sympy import exp, log, oo
>>> x, r, area = Symbol("x", real=True), Symbol("r", positive=True), Symbol("area", real=True)
>>> chain = (
...     start(exp(x)),
...     at_least(1 + x, "the tangent at zero lies below"),
...     at_most(exp(x), "and so the other way round"),
...     less_than(exp(x) + 1, "one more is more"),
...     equals(1 + exp(x), "the terms in another order", by=induction(Symbol("n", integer=True)), only="numeric: so"),
...     wrong(exp(x) - 1, "a sign has slipped"),
...     tends_to(1, "the exponential vanishes", variable=x, to=-oo),
...     minimised_at(1, "the slope is zero", left=r - log(r), variable=r),
...     equivalent(r > 1, "the logarithm rises", left=log(r) > 0),
...     define(area, r**2, "call it so"),
...     assume(r, x**2, "say it is"),
...     cite(area, 1, "somebody (1900)"),
... )
>>> [line.relation for line in chain]
['', '≥', '≤', '<', '=', '=', '→', 'argmin', '⇔', ':=', '=', '=']
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sympy import Basic, Expr, S, Symbol

from .given import Given

EQUAL, AT_MOST, AT_LEAST, LESS = "=", "≤", "≥", "<"
TENDS, DEFINED, MINIMISER, EQUIVALENT = "→", ":=", "argmin", "⇔"


@dataclass(frozen=True)
class Line:
    """One line: `relation` to the line above, its `expression`, and `because`, the reason in a student's words.

    `kind` says what must be proved: ``start``, ``equals``, ``bound``, ``limit``, ``minimiser``, ``equivalent``,
    ``definition``, ``assumption``, ``cited`` or ``refuted``.
    `left` is set where the line has a left-hand side of its own instead of the line above.
    """

    kind: str
    relation: str
    expression: Basic
    because: str = ""
    left: Basic | None = None
    hints: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Plain numbers are taken as SymPy's."""
        object.__setattr__(self, "expression", S(self.expression))
        object.__setattr__(self, "left", None if self.left is None else S(self.left))
        object.__setattr__(self, "hints", {name: S(h) if isinstance(h, int) else h for name, h in self.hints.items()})


@dataclass(frozen=True)
class Induction:
    """A proof by induction: the line at `first`, and from each value of `variable` to the next."""

    variable: Symbol
    first: int = 1


def induction(variable: Symbol, first: int = 1) -> Induction:
    """Prove a line by induction on a size, beginning at `first`."""
    return Induction(variable, first)


@dataclass(frozen=True)
class Lemma:
    """A proof by a line of another derivation, with terms `at` the places of its symbols; line 0 is its last."""

    slug: str
    line: int = 0
    at: tuple[tuple[Basic, Basic], ...] = ()


def lemma(slug: str, line: int = 0, at: Mapping[Basic, Basic] | None = None) -> Lemma:
    """Prove a line by one that was proved elsewhere, by its slug.

    >>> lemma("log-below-tangent", at={Symbol("r"): 3})
    Lemma(slug='log-below-tangent', line=0, at=((r, 3),))
    """
    return Lemma(slug, line, tuple((own, S(term)) for own, term in (at or {}).items()))


@dataclass(frozen=True)
class Instance:
    """What a lemma says at its terms: `left relation right`."""

    slug: str
    left: Basic
    relation: str
    right: Basic


def _hints(**hints: object) -> dict[str, object]:
    return {name: hint for name, hint in hints.items() if hint is not None}


def start(expression: Expr, because: str = "") -> Line:
    """The first line of a chain; it claims nothing."""
    return Line("start", "", expression, because)


def equals(expression: Expr, because: str, *, left: Expr | None = None, by: object = None, only: str = "") -> Line:
    """Equal to the line above (or to `left`) wherever both are defined; `by` names a proof such as `induction(n)`.

    `only` admits a weaker check and says why: ``"numeric: reason"`` or ``"one size: reason"``.
    """
    return Line("equals", EQUAL, expression, because, left, _hints(by=by, only=only or None))


def at_least(
    expression: Expr,
    because: str,
    *,
    gap: Expr | None = None,
    left: Expr | None = None,
    by: object = None,
    only: str = "",
) -> Line:
    """The line above ≥ `expression`; `gap`, if given, is a manifestly non-negative form of the difference."""
    return Line("bound", AT_LEAST, expression, because, left, _hints(gap=gap, by=by, only=only or None))


def at_most(
    expression: Expr,
    because: str,
    *,
    gap: Expr | None = None,
    left: Expr | None = None,
    by: object = None,
    only: str = "",
) -> Line:
    """The line above ≤ `expression`; `gap`, if given, is a manifestly non-negative form of the difference."""
    return Line("bound", AT_MOST, expression, because, left, _hints(gap=gap, by=by, only=only or None))


def less_than(
    expression: Expr,
    because: str,
    *,
    gap: Expr | None = None,
    left: Expr | None = None,
    by: object = None,
    only: str = "",
) -> Line:
    """The line above < `expression`; `gap`, if given, is a manifestly positive form of the difference."""
    return Line("bound", LESS, expression, because, left, _hints(gap=gap, by=by, only=only or None))


def tends_to(
    expression: Expr, because: str, *, variable: Symbol, to: Expr, left: Expr | None = None, only: str = ""
) -> Line:
    """The line above tends to `expression` as `variable` tends to `to`."""
    return Line("limit", TENDS, expression, because, left, _hints(variable=variable, to=to, only=only or None))


def minimised_at(
    expression: Expr, because: str, *, variable: Expr, gap: Expr | None = None, left: Expr | None = None, only: str = ""
) -> Line:
    """The line above, as a function of `variable`, has its one minimum at `expression`.

    Proved by a first derivative that is zero there and a second derivative that is positive everywhere;
    `gap`, if given, is a manifestly positive form of that second derivative.
    """
    hints = _hints(variable=variable, gap=gap, only=only or None)
    return Line("minimiser", MINIMISER, expression, because, left, hints)


def equivalent(
    relation: Basic, because: str, *, left: Basic | None = None, factor: Expr | None = None, only: str = ""
) -> Line:
    """The relation above holds if and only if `relation` does; `factor` is the positive ratio of their differences."""
    return Line("equivalent", EQUIVALENT, relation, because, left, _hints(factor=factor, only=only or None))


def define(left: Basic, expression: Expr, because: str) -> Line:
    """`left` is defined to be `expression`."""
    return Line("definition", DEFINED, expression, because, left)


def assume(left: Basic, expression: Expr, because: str) -> Line:
    """`left` is assumed equal to `expression`; the page says so."""
    return Line("assumption", EQUAL, expression, because, left)


def cite(left: Basic, expression: Expr, because: str, *, relation: str = EQUAL) -> Line:
    """A relation taken from the literature and not proved here; `because` names the source."""
    return Line("cited", relation, expression, because, left)


def wrong(expression: Expr, because: str, *, left: Expr | None = None, relation: str = EQUAL) -> Line:
    """A line known to be false: it must be refuted, carries its counterexample and is struck through.

    The lines after it are compared with the last line that is true.
    """
    return Line("refuted", relation, expression, because, left)


@dataclass(frozen=True)
class Derivation:
    """A chain under one slug: the name of a result on its page, in its test and in its anchor."""

    slug: str
    title: str
    chain: tuple[Line, ...]
    given: tuple[Given, ...] = ()
    topics: tuple[str, ...] = ()
    source: str = ""
    written: object = field(default=None, compare=False, repr=False)
