"""Theorems: what only a rule makes, and what one function alone opens.

What is true here: a theorem says that, for all values of its letters (each of its sort and sign, arrays at every index)
for which all its hypotheses hold, its conclusion holds; every rule of this package keeps to that.
A rule that asks "is this a slope?" asks by `premise`; there is no other way to a conclusion's parts.
"""

from __future__ import annotations

from .terms import Refused, Term, need, text

_KEY = object()


class Theorem:
    """Hypotheses and a conclusion; made by `conclude`, which only rules call."""

    __slots__ = ("conclusion", "hypotheses")

    def __init__(self, key: object, hypotheses: frozenset[Term], conclusion: Term) -> None:
        if key is not _KEY:
            raise Refused("theorems come from rules")
        self.hypotheses, self.conclusion = hypotheses, conclusion

    def __repr__(self) -> str:
        return f"{', '.join(sorted(map(text, self.hypotheses)))} ⊢ {text(self.conclusion)}"


def conclude(conclusion: Term, *grounds: Theorem | frozenset[Term]) -> Theorem:
    """A theorem under all that its grounds assume: premises, or what is left of a premise's hypotheses."""
    need(conclusion.sort == "proposition" and not conclusion.loose, "no closed proposition")
    assumed = (g.hypotheses if isinstance(g, Theorem) else g for g in grounds)
    return Theorem(_KEY, frozenset().union(*assumed), conclusion)


def premise(theorem: Theorem, op: str) -> tuple[Term, ...]:
    """The parts of a conclusion, if it is of this kind."""
    need(theorem.conclusion.op == op, f"wants a theorem of the kind {op}, is given {theorem.conclusion.op}")
    return theorem.conclusion.args
