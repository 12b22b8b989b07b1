"""What is given is broken on purpose too: without it, and with a slip in it, some line must fail.

A given that no line needs says more than its chain; a slip in one that no line notices could be printed unnoticed.
Ranges of indices, and what is drawn by a way of its own, are only left out, not changed.

>>> from sympy import Symbol
>>> from proofpress.proof.derivation import equals, start
>>> from proofpress.proof.given import given_that
>>> x, c = Symbol("x", real=True), Symbol("c", real=True)
>>> needed = Derivation("a", "A", (start(x + 1), equals(c + 1, "put in")), (given_that(x, c),))
>>> unnoticed(needed)
()
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy.core.relational import Relational

from .check import judge, tasks
from .derivation import Derivation
from .given import Condition, Given, Hypothesis, Interval
from .mutants import mutants, sides_of

LEFT_OUT = "left out"


def unnoticed(derivation: Derivation) -> tuple[tuple[str, Given | None], ...]:
    """The slips in what is given that no line notices, each with the given as it then is."""
    return tuple(
        (slip, fact)
        for at, own in enumerate(derivation.given)
        if isinstance(own, Hypothesis | Condition | Interval) and not own.loose
        for slip, fact in slips(own)
        if _holds_still(derivation, at, fact)
    )


def slips(fact: Given) -> Iterator[tuple[str, Given | None]]:
    """A given left out, then made wrong in each of the usual ways.

    >>> from sympy import Symbol
    >>> from proofpress.proof.given import holds
    >>> x, c = Symbol("x", real=True), Symbol("c", real=True)
    >>> [(slip, fact and fact.relation) for slip, fact in slips(holds(x > c))]
    [('left out', None), ('turned round', c > x)]
    """
    yield LEFT_OUT, None
    if isinstance(fact, Hypothesis) and fact.draw is None:
        yield from ((mutant.slip, replace(fact, right=mutant.expression)) for mutant in mutants(fact.right))
    elif isinstance(fact, Condition):
        found = ((m.slip, m.expression) for m in sides_of(fact.relation) if isinstance(m.expression, Relational))
        yield from ((slip, replace(fact, relation=relation)) for slip, relation in found)


def _holds_still(derivation: Derivation, at: int, fact: Given | None) -> bool:
    """Whether every line would be published with another given, or with none, in the place of one."""
    given = (*derivation.given[:at], *((fact,) if fact else ()), *derivation.given[at + 1 :])
    return all(judge(task).ok for task in tasks(replace(derivation, given=given)))
