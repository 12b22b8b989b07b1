"""What is given is broken on purpose too: without it, and with a slip in it, some line must fail.

A given that no line needs says more than its chain; a slip in one that no line notices could be printed unnoticed.
One that is said to be `loose`, or that a lemma proves, may have slips that nobody notices, but some line must need it.
Ranges of indices are left as they are; what is drawn by a way of its own is only left out.

>>> from sympy import Symbol
>>> from proofpress.proof.derivation import equals, start
>>> from proofpress.proof.given import given_that, holds
>>> x, c = Symbol("x", real=True), Symbol("c", real=True)
>>> chain = start(x + 1), equals(c + 1, "put in")
>>> unnoticed(Derivation("a", "A", chain, (given_that(x, c), holds(c > 2, "it is large"))))
('no line needs what is given, c > 2 (it is large)',)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sympy.core.relational import Relational

from . import cache
from .check import CLAIMS, NOTHING, Library, Task, judge, refuted, remembered, tasks
from .derivation import Derivation
from .given import Condition, Given, Hypothesis, Interval, Range, in_words, ranges, relations
from .mutants import mutants, sides_of
from .prove import follows
from .refusals import TooMany, Undeclared, Unsupported

LEFT_OUT = "left out"


def unnoticed(derivation: Derivation, library: Library = NOTHING) -> tuple[str, ...]:
    """The slips in what is given that no line notices, in words; what has not changed since is not tried again."""
    states = [task.state for task in tasks(derivation, library)]
    key = f"givens-{cache.key_of(states, [bool(fact.loose or fact.by) for fact in derivation.given])}"
    kept = cache.load(key)
    if kept is None:
        kept = {"unnoticed": list(_unnoticed(derivation, library))}
        cache.save(key, kept)
    return tuple(kept["unnoticed"])


def _unnoticed(derivation: Derivation, library: Library) -> Iterator[str]:
    proved = [remembered(task) for task in tasks(derivation, library)]
    for at, own in enumerate(derivation.given):
        others = (*derivation.given[:at], *derivation.given[at + 1 :])
        doubtful = [not line.proof or at in line.used for line in proved]
        for slip, fact in slips(own):
            given = (*others, fact) if fact else others
            if _fails(replace(derivation, given=given, written=None), library, doubtful):
                continue
            if fact is None:
                yield f"no line needs what is given, {_said(own)}"
                break  # nor would a line notice any slip in it
            if not own.loose and not own.by and not _follows(own, fact, given):
                yield f"no line notices a slip in what is given, {_said(own)} ({slip}): {_said(fact)}"


def slips(fact: Given) -> Iterator[tuple[str, Given | None]]:
    """A given left out, then made wrong in each of the usual ways.

    >>> from sympy import Symbol
    >>> from proofpress.proof.given import holds
    >>> x, c = Symbol("x", real=True), Symbol("c", real=True)
    >>> [(slip, fact and fact.relation) for slip, fact in slips(holds(x > c))]
    [('left out', None), ('turned round', c > x)]
    """
    if not isinstance(fact, Hypothesis | Condition | Interval):
        return
    yield LEFT_OUT, None
    if isinstance(fact, Interval):
        lower = () if fact.lower == 0 and fact.symbol.assumptions0.get("positive") else mutants(fact.lower)
        yield from ((one.slip, replace(fact, lower=one.expression)) for one in lower)
        yield from ((one.slip, replace(fact, upper=one.expression)) for one in mutants(fact.upper))
    elif isinstance(fact, Condition):
        found = ((one.slip, one.expression) for one in sides_of(fact.relation))
        yield from ((slip, replace(fact, relation=e)) for slip, e in found if isinstance(e, Relational))
    elif fact.draw is None:
        yield from ((one.slip, replace(fact, right=one.expression)) for one in mutants(fact.right))


def _fails(derivation: Derivation, library: Library, doubtful: Sequence[bool]) -> bool:
    """Whether some line would not be published: a point that breaks one is sooner found than a proof of all.

    The proofs of lines that are not `doubtful` do not rest on what was changed, and stand.
    """
    changed = tasks(derivation, library)
    if any(map(_is_broken, changed)):
        return True
    asked = (task for task, in_doubt in zip(changed, doubtful, strict=True) if in_doubt or task.fault)
    return not all(judge(task, advise=False).ok for task in asked)


def _is_broken(task: Task) -> bool:
    if task.fault or task.line.kind not in CLAIMS or task.left is None:
        return False
    try:
        attempt = refuted(task, readable=False)
    except (TooMany, Undeclared, Unsupported):
        return True
    return attempt.counterexample is not None or attempt.domain > 0 or not attempt.points


def _follows(own: Given, fact: Given, given: tuple[Given, ...]) -> bool:
    """Whether what is given follows from the slip, which then says more, or the same: no line could notice it."""
    ends = ranges((own, *given))
    within = [Range("", name, *ends[name]) for name in getattr(own, "names", ()) if name in ends]
    said = list(relations(own))
    if isinstance(own, Hypothesis):
        said = [(own.left, "=", own.right)]
    elif isinstance(own, Interval) and isinstance(fact, Interval):
        said = [(own.lower, "≤", fact.lower), (fact.upper, "≤", own.upper)]
    return bool(said) and all(follows(*one, (*given, *within)) for one in said)


def _said(fact: Given) -> str:
    """A given as a relation, with its words."""
    return f"{in_words(fact)} ({fact.words})" if fact.words else in_words(fact)
