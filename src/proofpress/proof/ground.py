"""What a proof stands on: everything that is given, as knowledge and as rewrites, and what was worked out from it.

>>> from sympy import IndexedBase, Sum
>>> from proofpress.proof.given import distribution, index, size
>>> V, j, p = size("V"), index("j"), IndexedBase("p", positive=True)
>>> ground = Ground([distribution(p, j, V)])
>>> bool(ground.equal(Sum(2 * p[j], (j, 1, V)), 2 + 0 * V))
True
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import lru_cache

from sympy import Add, Basic, Expr, Mul, exp, log

from .bounds import is_nonnegative
from .form import Form, Rewrite
from .given import Given, Hypothesis
from .identity import Finding, zero
from .knowledge import Knowledge
from .opened import opened


class Ground:
    """What a proof stands on: what is given, as knowledge and as rewrites.

    >>> from sympy import Symbol
    >>> from proofpress.proof.functions import sigmoid
    >>> x = Symbol("x", real=True)
    >>> ground = Ground([])
    >>> ground.open(sigmoid(x))
    1/(1 + exp(-x))
    >>> ground.at_least(x**2 + 1, x - x).how
    'its sign is plain from its shape'
    >>> ground.by_gap(x**2 + 2 * x + 2, (x + 1) ** 2 + 1, strict=True).how
    'the gap: its sign is plain from its shape'
    >>> bool(ground.at_least(x, x - x)), bool(ground.where([x]).at_least(x, x - x))
    (False, True)
    """

    def __init__(self, given: Sequence[Given]) -> None:
        self.known = Knowledge(tuple(given))
        self.opened: dict[Basic, Expr] = {}
        self.rewrites = [_rewrite(fact, self.known) for fact in given if isinstance(fact, Hypothesis)]
        self.form = Form(self.known, self.rewrites, is_nonnegative)
        for facts in (self.known.positive, self.known.nonnegative, self.known.nonzero):
            facts += [fact for fact in (self.form(self.open(fact)) for fact in facts) if fact not in facts]

    def open(self, e: Expr) -> Expr:
        """An expression unfolded and differentiated."""
        if e not in self.opened:  # term by term, as the mutants of a line share most of theirs
            parts = isinstance(e, Add | Mul | exp | log)
            self.opened[e] = e.func(*map(self.open, e.args)) if parts else opened(e, self.known)
        return self.opened[e]

    def where(self, spans: Sequence[Expr]) -> Ground:
        """The same ground, where each of `spans` is also known to be zero or more."""
        known = self.known
        news = [span for span in spans if not known.at_least_zero(span)]
        if not news:
            return self
        ground = copy(self)
        ground.known = known.where(news)
        ground.form = Form(ground.known, self.rewrites, is_nonnegative)
        return ground

    def equal(self, left: Expr, right: Expr) -> Finding:
        """Whether two opened expressions are equal wherever both are defined."""
        return zero(self.form(left - right), self.form)

    def at_least(self, left: Expr, right: Expr, *, strict: bool = False) -> Finding:
        """Whether one opened expression is at least, or more than, another."""
        return is_nonnegative(left - right, self.form, strict=strict)

    def by_gap(self, difference: Expr, gap: Expr, *, strict: bool = False) -> Finding:
        """Whether a difference equals `gap`, and that is zero or more, or more if `strict`."""
        same = self.equal(difference, gap)
        if not same:
            return Finding(False, f"the gap is not the difference: {same.how}")
        sign = is_nonnegative(gap, self.form, strict=strict)
        return Finding(True, f"the gap: {sign.how}") if sign else sign


@lru_cache(maxsize=4)
def ground_of(given: tuple[Given, ...]) -> Ground:
    """The ground of what is given, shared by lines and mutants that stand on the same.

    >>> ground_of(()) is ground_of(())
    True
    """
    return Ground(given)


def _rewrite(fact: Hypothesis, known: Knowledge) -> Rewrite:
    """The left side's normal form, its number taken to the right."""
    number, atom = Form(known)(opened(fact.left, known)).as_coeff_Mul()
    return atom, opened(fact.right, known) / number, fact.names
