"""Every check must be able to fail: each line is made wrong in all the usual ways, and each slip must be noticed.

>>> from sympy import Symbol
>>> from proofpress.proof.derivation import Derivation, equals, start
>>> x = Symbol("x", real=True)
>>> chain = (start((x + 1) ** 2), equals(x**2 + 2 * x + 1, "multiply out"))
>>> [(line.tried, line.refuted, line.equivalent, line.survivors) for line in mutate(Derivation("s", "S", chain))]
[(0, 0, 0, ()), (9, 9, 0, ())]

With `attack` a proof of each slip that has a counterexample is searched too, and must not be found; that takes long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from sympy.core.relational import Relational

from . import cache
from .check import CLAIMS, NOTHING, Contradiction, Library, Task, refuted, tasks
from .derivation import Derivation
from .mutants import mutants, sides_of
from .point import Draw, Point
from .prove import follows, prove
from .refusals import Undeclared, Unsupported
from .refute import Attempt

REFUTED, EQUIVALENT, SURVIVED = "refuted", "equivalent", "survived"


@dataclass(frozen=True)
class Mutation:
    """How many slips were tried on a line, how many were refuted or proved equivalent, and those that survived.

    `attacked` says whether a proof of the refuted ones was searched too.
    """

    tried: int = 0
    refuted: int = 0
    equivalent: int = 0
    survivors: tuple[str, ...] = ()
    attacked: bool = False


def mutate(
    derivation: Derivation,
    progress: Callable[[int, Mutation], None] = lambda _number, _found: None,
    library: Library = NOTHING,
    *,
    attack: bool = False,
) -> tuple[Mutation, ...]:
    """Try every slip on every line that claims something; what has not changed since is not tried again."""
    found = []
    for number, task in enumerate(tasks(derivation, library), start=1):
        found.append(of_line(task, attack=attack))
        progress(number, found[-1])
    return tuple(found)


def of_line(task: Task, *, attack: bool = False) -> Mutation:
    """The slips of one line, from the cache where they are there.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import equals
    >>> x = Symbol("x", real=True)
    >>> of_line(Task(equals(2 * x, ""), x + x, 2 * x, ()))
    Mutation(tried=3, refuted=3, equivalent=0, survivors=(), attacked=False)
    """
    kept = last(task)
    if kept is None or (attack and not kept.attacked and kept.tried):
        kept = _tried(task, attack)
        cache.save(_key(task), asdict(kept))
    return kept


def last(task: Task) -> Mutation | None:
    """The last result for a line, None where it has not been tried since it changed.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import start
    >>> x = Symbol("x", real=True)
    >>> last(Task(start(x), None, x, ()))
    Mutation(tried=0, refuted=0, equivalent=0, survivors=(), attacked=False)
    """
    if task.fault or task.line.kind not in CLAIMS or task.left is None:
        return Mutation()
    kept = cache.load(_key(task))
    if kept is None:
        return None
    return Mutation(**kept | {"survivors": tuple(kept["survivors"])})


def _key(task: Task) -> str:
    return f"mutants-{task.state}"


def _tried(task: Task, attack: bool) -> Mutation:
    tried = slips(task)
    drawn = dict[Draw, Point]()
    outcomes = [_outcome(task, mutant, drawn, attack) for _, mutant in tried]
    survivors = (pair for pair, outcome in zip(tried, outcomes, strict=True) if outcome == SURVIVED)
    named = tuple(f"{slip}: {mutant.left} {task.line.relation} {mutant.right}" for slip, mutant in survivors)
    return Mutation(len(tried), outcomes.count(REFUTED), outcomes.count(EQUIVALENT), named, attack)


def _outcome(task: Task, mutant: Task, drawn: dict[Draw, Point], attack: bool) -> str:
    """What came of one slip: refuted by a point or by having none, proved to hold all the same, or neither."""
    try:
        attempt = _attempt(mutant, drawn)
    except Undeclared:  # an index out of its sum
        return REFUTED
    if attempt is not None and attempt.counterexample is not None:
        if attack and _is_proved(mutant):
            raise Contradiction(f"a refuted mutant was proved: {mutant.left} {task.line.relation} {mutant.right}")
        return REFUTED
    if attempt is not None and attempt.domain:  # one side alone has a value there
        return REFUTED
    if _follows(task, mutant) or _is_proved(mutant):  # a weaker inequality follows at once, where a proof may take long
        return EQUIVALENT
    return SURVIVED if attempt is not None and attempt.points else REFUTED  # no valid point


def slips(task: Task) -> list[tuple[str, Task]]:
    """Each slip with the claim that it makes of a line: on its right, or on its left where the right is one name.

    >>> from sympy import Symbol
    >>> from proofpress.proof.derivation import at_least
    >>> x = Symbol("x", real=True)
    >>> for slip, claim in slips(Task(at_least(0, ""), x**2, 0 * x, ())):
    ...     print(slip, "|", claim.left, claim.line.relation, claim.right)
    number off by one | x**2 ≥ 1
    number off by one | x**2 ≥ -1
    turned round | 0 ≥ x**2
    """
    task = replace(task, written=None)  # a slip is made in what the line says once its definitions are put in
    find = sides_of if isinstance(task.right, Relational) else mutants
    found = [(mutant.slip, replace(task, right=mutant.expression)) for mutant in find(task.right)]
    if not found or (task.right.is_Number and task.line.kind != "bound"):
        found += [(mutant.slip, replace(task, left=mutant.expression)) for mutant in mutants(task.left)]
    if task.line.kind == "bound":
        found.append(("turned round", replace(task, left=task.right, right=task.left)))
    return found


def _attempt(mutant: Task, drawn: dict[Draw, Point]) -> Attempt | None:
    """What refuting a mutant came to, None where it cannot be evaluated; `Undeclared` where an index has no range."""
    try:
        return refuted(mutant, readable=False, drawn=drawn)
    except Unsupported:
        return None


def _follows(task: Task, mutant: Task) -> bool:
    """Whether a mutant of an inequality is a weaker one, which follows from the line itself."""
    relation = {"<": "≤"}.get(task.line.relation, task.line.relation)
    left, right = (task.right, mutant.right) if mutant.left == task.left else (mutant.left, task.left)
    return task.line.kind == "bound" and follows(left, relation, right, task.given)


def _is_proved(mutant: Task) -> bool:
    """Whether a mutant is proved, its line's certificates left aside where they do not fit."""
    hints = {name: hint for name, hint in mutant.line.hints.items() if name != "only"}
    bare = {name: hint for name, hint in hints.items() if name not in ("gap", "factor")}
    lines = (replace(mutant.line, hints=each) for each in ([hints, bare] if bare != hints else [bare]))
    return any(prove(line, mutant.left, mutant.right, mutant.given).done for line in lines)
