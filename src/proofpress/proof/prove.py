"""Proof of a line, for every size: the search finds it, and the kernel replays it at once.

What a line's text states is proved, and the proof is kept.
What is stated otherwise is checked, not replayed: a line of a chain that is made of Python objects, one that rests on
a lemma, and one with every size put at three.

>>> from sympy import IndexedBase, Symbol, Sum, exp, log
>>> from proofpress.proof.derivation import at_least
>>> from proofpress.proof.given import index, size
>>> V, j, v = size("V"), index("j"), IndexedBase("v", real=True)
>>> square = Sum(v[j] ** 2, (j, 1, V))
>>> line = at_least(0, "squares are never negative")
>>> prove(line, square, 0 * square, ()).done, sorted(found(statement_of(line, square, 0 * square, ())))
(True, ['proved', 'steps', 'terms', 'values'])
>>> x = Symbol("x", real=True)
>>> [follows(*one, ()) for one in ((log(exp(x)), "=", x), (0 * x, "<", exp(x)), (x, "=", x + 1), (1 / x, "=", 1 / x))]
[True, True, False, False]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sympy import Basic, Rel, S

from .derivation import Induction, Instance, Line
from .given import SIGNS, Condition, Given
from .kernel.replay import replay
from .kernel.terms import ONE, ZERO, Refused, Term, number, substitute
from .language.statement import NoTerm, Stated
from .objects import statement_of
from .patience import OutOfTime, limited
from .search.lines import proof_of
from .search.state import NotFound
from .search.terms import parts_of

REPLAYED = "the kernel replays {}"
CHECKED = "the kernel accepts {}; it is checked, not replayed, as no text states it"
OBJECTS = "its chain is made of Python objects"
SEARCHED = 60.0
"""Seconds of the processor after which a search is given up: a far limit, as its steps are counted."""
ONE_SIZE = 3
_OPERATORS = {sign: operator for operator, sign in SIGNS.items()}


@dataclass(frozen=True)
class Proof:
    """How far a proof came: its strength, empty where there is none, and how it went.

    `data` is the proof itself, if it is of what the line's text states; `unreplayed` says why it is not.
    """

    strength: str
    how: str = ""
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    unreplayed: str = field(default="", repr=False)

    @property
    def done(self) -> bool:
        """Whether the line was proved for every size."""
        return self.strength == "every size"


def prove(line: Line, left: Basic, right: Basic, given: Sequence[Given], stated: Stated | str = OBJECTS) -> Proof:
    """Try to prove a line for every size, or for one size if it asks for no more; `stated` is what its text states."""
    if str(line.hints.get("only", "")).startswith("numeric:"):
        return Proof("", unreplayed="only numbers are asked for")
    unreplayed, why = stated if isinstance(stated, str) else "", ""
    for strength, how, told in _roads(line, left, right, given, stated):
        try:
            data = found(told())
        except (NoTerm, NotFound) as reason:
            why = str(reason)
            unreplayed = unreplayed or f"no proof was found: {why}"
            continue
        kept = data if how is REPLAYED else {}
        return Proof(strength, how.format(counted(data)), kept, "" if kept else unreplayed)
    return Proof("", _begins_late(line, given) or why, unreplayed=unreplayed)


def counted(*proofs: dict[str, Any]) -> str:
    """How many steps proofs take, in words.

    >>> counted({"steps": [["reflexive", 0]]})
    '1 step'
    """
    steps = sum(len(proof["steps"]) for proof in proofs)
    return f"{steps} step{'s' * (steps != 1)}"


def _begins_late(line: Line, given: Sequence[Given]) -> str:
    """Why an induction says nothing of the first values, in words; empty where it begins with them."""
    by = line.hints.get("by")
    if not isinstance(by, Induction) or follows(by.variable, "≥", S(by.first), given):
        return ""
    return f"the induction begins at {by.first}, and {by.variable} may be less"


def _roads(
    line: Line, left: Basic, right: Basic, given: Sequence[Given], stated: Stated | str
) -> Iterator[tuple[str, str, Callable[[], Stated]]]:
    """What may be proved in order to prove a line: how strong that makes it, how that is said, and the statement."""

    def objects(*known: Given) -> Stated:
        return statement_of(line, left, right, (*given, *known)) if known or isinstance(stated, str) else stated

    by, said = line.hints.get("by"), CHECKED if isinstance(stated, str) else REPLAYED
    if isinstance(stated, Stated):
        yield "every size", said, objects
    if isinstance(by, Instance):
        known = Rel(by.left, by.right, _OPERATORS[by.relation], evaluate=False)
        yield "every size", f"by {by.slug}", lambda: objects(Condition("", known))
    elif isinstance(stated, str):
        yield "every size", said, objects
    if by is None:
        with suppress(NoTerm):
            for told in by_induction(objects()):
                yield "every size", said, partial(replace, told)
    if str(line.hints.get("only", "")).startswith("one size:"):
        yield "one size", "", lambda: at_one_size(objects())


def by_induction(told: Stated) -> Iterator[Stated]:
    """An equation, to be proved by induction over each of the sizes at which its sums end, and over each tree.

    >>> from sympy import IndexedBase, Sum
    >>> from proofpress.proof.derivation import equals
    >>> from proofpress.proof.given import index, size
    >>> V, i, j, f = size("V"), index("i"), index("j"), IndexedBase("f", real=True)
    >>> square = Sum(f[i], (i, 1, V)) ** 2
    >>> pairs = Sum(f[i] ** 2, (i, 1, V)) + 2 * Sum(f[i] * f[j], (i, 1, j - 1), (j, 1, V))
    >>> list(by_induction(statement_of(equals(pairs, ""), square, pairs, ())))[0].hints["induction"]
    V
    >>> follows(square, "=", pairs, ())
    True
    """
    claim = told.statement.claim
    ends = {x for op in ("sum", "prod") for fold in parts_of(claim, op) for end in fold.args[:2] for x in end.free}
    for n in told.statement.letters if claim.op == "=" else ():
        if n.op == "tree":
            yield replace(told, hints={"tree": n})
        if n in ends and n.whole and n.val.sign:
            yield replace(told, hints={"induction": n, "first": ONE if n.val.sign == "positive" else ZERO})


def found(stated: Stated) -> dict[str, Any]:
    """A proof that the kernel has replayed, as data; raises `NotFound`, with the reason in words."""
    for_the_line = False
    try:
        with limited(SEARCHED) as for_the_line:
            proof = proof_of(stated.statement, stated.hints)
            replay(stated.statement.write(), proof)
    except OutOfTime:
        if for_the_line:
            raise  # it is the time of the line that is up, not that of its search
        raise NotFound(f"the search was given {SEARCHED:g} s of the processor") from None
    except Refused as reason:
        raise NotFound(str(reason)) from None
    except (NotFound, MemoryError):
        raise
    except Exception as error:  # a fault of the search is no verdict on the line
        raise NotFound(f"the search stopped: {type(error).__name__}") from None
    return proof


def at_one_size(told: Stated) -> Stated:
    """A statement with every size put at three.

    >>> from proofpress.proof.derivation import equals
    >>> from proofpress.proof.given import size
    >>> V = size("V")
    >>> at_one_size(statement_of(equals(V, ""), 2 * V, V, ())).statement.claim
    ((2 * 3) = 3)
    """
    one = told.statement
    sizes = {x: number(ONE_SIZE) for x in one.letters if x.op == "variable" and x.val[1:3] == ("integer", "positive")}

    def put(t: Term) -> Term:
        return substitute(t, sizes)

    rest = tuple(x for x in one.letters if x not in sizes)
    hints = {name: put(t) for name, t in told.hints.items() if name in ("gap", "factor")}
    return Stated(replace(one, letters=rest, claim=put(one.claim), given=tuple(map(put, one.given))), hints)


def follows(left: Basic, relation: str, right: Basic, given: Sequence[Given]) -> bool:
    """Whether a relation is proved of two expressions, both of which then have a value."""
    return prove(Line("equals" if relation == "=" else "bound", relation, right), left, right, given).done
