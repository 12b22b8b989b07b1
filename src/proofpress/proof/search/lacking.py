"""Where a claim has no value: what it divides by and is not seen to be other than zero.

>>> from ..kernel.terms import eq, log, variable
>>> x = variable("x")
>>> [spelt(t) for t in divisors(Statement((x,), eq(x * (x**2 - x) ** -1, log((x - number(7)) ** 2))))]
['x = 0', 'x = 1', 'x = 7']
"""

from __future__ import annotations

from collections.abc import Iterator

from ..kernel.declarations import Statement
from ..kernel.publish import conditions, wanted
from ..kernel.terms import ONE, ZERO, Term, eq, fill, number
from .letters import irreducible
from .lines import Lines, freely
from .record import Recorder
from .spelled import spelled
from .state import NotFound, right
from .terms import linear, order, parts_of, product, total


def divisors(statement: Statement) -> list[Term]:
    """What must not be 0 if a claim is to have a value, and may be; raises `NotFound` if it wants more than that."""

    def found() -> list[Term]:
        search = Lines(Recorder(statement))
        search.take(statement)
        unseen = [one for one in wanted(statement.claim) if not search.trying(search.has, one)]
        return list(dict.fromkeys(t for one in unseen for t in _apart(search, one)))

    return freely(found)


def _apart(search: Lines, condition: Term) -> Iterator[Term]:
    """What is other than 0 where a condition holds that only points can break."""
    if condition.op == "around":
        body, at = condition.args
        yield from _apart(search, fill(body, [at]))
    elif condition.op == "all":
        lo, hi, body = condition.args
        with search.index(lo, hi) as k:
            found = list(_apart(search, fill(body, [k])))
        if any(k in t.free for t in found):
            raise NotFound("no value at an index", condition)
        yield from found
    elif condition.op == "!=":
        yield from _factors(search, condition.args[0])
    elif condition.op == "<=" and condition.args[1].op == "*" and condition.args[1].args[0].op == "delta":
        yield from _factors(search, condition.args[1].args[0].args[0])
    elif condition.op == "<" and condition.args[0] is ZERO:
        search.nonnegative(condition.args[1])
        yield from _factors(search, condition.args[1])
    elif condition.op == "smooth":
        body, at = condition.args
        for bars in parts_of(right(search.without_calls(fill(body, [at]))), "abs"):
            yield from _factors(search, *bars.args)
    else:
        raise NotFound("no value where not", condition)


def _factors(search: Lines, t: Term) -> Iterator[Term]:
    """The factors of a term that may be 0."""
    t = right(search.normal(t))
    if t.op in ("^", "abs"):
        yield from _factors(search, t.args[0])
        return
    for base, _, e in irreducible(t, split=True)[1]:
        if base.op in ("^", "abs"):
            yield from _factors(search, base.args[0])
        elif e > 0 and not search.trying(search.not_zero, base):
            yield base


def undefined(t: Term) -> Iterator[tuple[Term, str]]:
    """Equations under which a term has no value at all, and why."""
    for condition in conditions(t):
        if condition.op == "!=":
            yield eq(*condition.args), "division by zero"
        elif condition.op == "<" and condition.args[0] is ZERO:
            yield eq(condition.args[1], ZERO), "the logarithm of zero"


def spelt(t: Term) -> str:
    """The equation t = 0, solved for a letter that stands alone in it if there is one."""
    shares = linear(t)
    for x in sorted((x for x in shares if x.op == "variable"), key=lambda x: (x.whole, order(x))):
        rest = {part: -c / shares[x] for part, c in shares.items() if part is not x}
        alone = all(x not in part.free for part in rest)
        if alone and (abs(shares[x]) == 1 or not rest.keys() - {ONE}):
            parts = [product([number(c)] * (c != 1 or part is ONE) + [part]) for part, c in rest.items()]
            return f"{spelled(x)} = {spelled(total(parts))}"
    return f"{spelled(t)} = 0"
