"""Proof of a line, for every size: what it takes depends on the kind of the line.

>>> from sympy import IndexedBase, Sum
>>> from proofpress.proof.derivation import at_least
>>> from proofpress.proof.given import index, size
>>> V, j, v = size("V"), index("j"), IndexedBase("v", real=True)
>>> square = Sum(v[j] ** 2, (j, 1, V))
>>> prove(at_least(0, "squares are never negative"), square, 0 * square, ())
Proof(strength='every size', how='its sign is plain from its shape')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Basic, Expr, Product, S, Sum, Symbol

from .defined import doubt
from .derivation import Induction, Instance, Line
from .equivalence import equivalence
from .given import Given, Hypothesis
from .ground import ground_of
from .identity import Finding
from .inductions import by_induction, over_a_tree
from .knowledge import Knowledge
from .minimum import minimum
from .opened import opened
from .tends import NoLimit, limit_of
from .trees import TreeInduction

ONE_SIZE = 3


@dataclass(frozen=True)
class Proof:
    """How far a proof came: its strength, empty where there is none, and how it went.

    `data` is the proof itself, if the kernel replayed one; `unreplayed` says why it did not.
    """

    strength: str
    how: str = ""
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    unreplayed: str = field(default="", repr=False)

    @property
    def done(self) -> bool:
        """Whether the line was proved for every size."""
        return self.strength == "every size"


def prove(line: Line, left: Basic, right: Basic, given: Sequence[Given]) -> Proof:
    """Try to prove a line for every size, or for one size if the line asks for no more."""
    finding = _RULES[line.kind](line, left, right, given)
    if finding or not str(line.hints.get("only", "")).startswith("one size:"):
        return Proof("every size" if finding else "", finding.how)
    finding = _RULES[line.kind](*_at_one_size(line, left, right, given))
    return Proof("one size" if finding else "", finding.how)


def in_doubt(line: Line, left: Basic, right: Basic, given: Sequence[Given]) -> str:
    """What may be without a value in a line whose proof takes both sides to have one; empty where nothing is.

    That a function has values near a limit or around a minimum is part of those proofs.

    >>> from proofpress.proof.derivation import equals
    >>> x = Symbol("x", real=True)
    >>> in_doubt(equals((x + 1) / x, "over one denominator"), 1 + 1 / x, (x + 1) / x, ())
    'x may be zero'
    """
    sides = [right] if line.kind in ("limit", "minimiser") else [left, right]
    if line.kind == "limit":
        sides += _standing(ground_of(tuple(given)).open(left), line.hints["variable"])
    return next((words for side in sides if (words := doubt(side, given))), "")


def _standing(e: Basic, variable: Symbol) -> list[Basic]:
    """The parts of an expression that stay where they are while the variable goes elsewhere."""
    if not e.has(variable):
        return [e]
    parts = (e.function,) if isinstance(e, Sum | Product) else e.args
    return [part for inner in parts for part in _standing(inner, variable)]


def prove_equal(left: Expr, right: Expr, given: Sequence[Given]) -> Proof:
    """Try to prove two expressions equal wherever both are defined.

    >>> from sympy import Symbol, exp, log
    >>> x = Symbol("x", real=True)
    >>> prove_equal(log(exp(x)), x, ()).done, prove_equal(x, x + 1, ()).done
    (True, False)
    """
    finding = _equal(None, left, right, given)
    return Proof("every size" if finding else "", finding.how)


def _equal(line: Line | None, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    by = line.hints.get("by") if line else None
    if isinstance(by, Instance):
        return _by_lemma(by, line, left, right, given)
    if isinstance(by, Induction):
        return by_induction(by, left, right, given)
    if isinstance(by, TreeInduction):
        return over_a_tree(by.tree, left, right, given)
    ground = ground_of(tuple(given))
    return ground.equal(ground.open(left), ground.open(right))


def _bound(line: Line, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    by = line.hints.get("by")
    if isinstance(by, Instance):
        return _by_lemma(by, line, left, right, given)
    ground = ground_of(tuple(given))
    sides = ground.open(left), ground.open(right)
    larger, smaller = sides if line.relation in ("≥", ">") else sides[::-1]
    strict, gap = line.relation in ("<", ">"), line.hints.get("gap")
    if gap is None:
        return ground.at_least(larger, smaller, strict=strict)
    return ground.by_gap(larger - smaller, ground.open(gap), strict=strict)


def _by_lemma(by: Instance, line: Line | None, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    """The line differs from what the lemma says by nothing, or by something of the right sign."""
    ground = ground_of(tuple(given))
    gap, known = (ground.open(one) - ground.open(other) for one, other in ((left, right), (by.left, by.right)))
    if by.relation in ("≤", "<"):
        known = -known
    relation = line.relation if line else "="
    if relation == "=":
        same = by.relation == "=" and bool(ground.equal(gap, known) or ground.equal(gap, -known))
        return Finding(same, f"by {by.slug}" if same else f"{by.slug} does not say this, but another equation")
    gap = -gap if relation in ("≤", "<") else gap
    strict = relation in ("<", ">") and by.relation not in ("<", ">")
    signs = (1, -1) if by.relation == "=" else (1,)
    found = any(ground.at_least(gap, sign * known, strict=strict) for sign in signs)
    return Finding(found, f"by {by.slug}" if found else f"it does not follow from {by.slug} alone")


def _limit(line: Line, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    ground, variable = ground_of(tuple(given)), line.hints["variable"]
    if any(isinstance(fact, Hypothesis) and fact.mentions(variable) for fact in given):
        return Finding(False, f"{variable} is bound by what is given, and cannot go anywhere")
    try:
        found = limit_of(ground.open(left), variable, line.hints["to"], ground.form)
    except NoLimit as reason:
        return Finding(False, f"the limit was not found: {reason}")
    same = ground.equal(found, ground.open(right))
    return Finding(True, "the limit, taken inside the finite sums") if same else same


def _minimiser(line: Line, left: Expr, right: Expr, given: Sequence[Given]) -> Finding:
    return minimum(left, line.hints["variable"], right, given, line.hints.get("gap"))


def _equivalent(line: Line, left: Basic, right: Basic, given: Sequence[Given]) -> Finding:
    return equivalence(left, right, given, line.hints.get("factor"))


def _at_one_size(
    line: Line, left: Basic, right: Basic, given: Sequence[Given]
) -> tuple[Line, Basic, Basic, list[Given]]:
    """The line with every size put at three, those in what its names stand for too, and its variable left alone."""
    sides = [opened(side, Knowledge()) for side in (left, right)]
    free = set().union(*(side.free_symbols for side in sides)) - {line.hints.get("variable")}
    sizes = {symbol: S(ONE_SIZE) for symbol in free if symbol.is_integer and symbol.is_positive}
    hints = _put(line.hints, sizes)
    facts = [replace(fact, **_put(vars(fact), sizes)) for fact in given]
    return replace(line, hints=hints), sides[0].xreplace(sizes), sides[1].xreplace(sizes), facts


def _put(values: Mapping[str, object], sizes: dict) -> dict:
    return {name: value.xreplace(sizes) if isinstance(value, Basic) else value for name, value in values.items()}


_RULES: dict[str, Callable[..., Finding]] = {
    "equals": _equal,
    "bound": _bound,
    "limit": _limit,
    "minimiser": _minimiser,
    "equivalent": _equivalent,
}
